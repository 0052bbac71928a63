/* tiles/polygon.c - from cut rings to polygons fit for a tile. */
#include "tiles/polygon.h"

#include <math.h>
#include <stdlib.h>

double tiles_ring_area2(const struct tiles_xy *points, uint32_t count)
{
    double area2 = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct tiles_xy a = points[i], b = points[i + 1 < count ? i + 1 : 0];
        area2 += a.x * b.y - b.x * a.y;
    }
    return area2;
}

static bool equal(struct tiles_xy a, struct tiles_xy b)
{
    return a.x == b.x && a.y == b.y;
}

/* True when b is a spike between a and c: all on a line, a and c on one side. */
static bool is_spike(struct tiles_xy a, struct tiles_xy b, struct tiles_xy c)
{
    double ux = a.x - b.x, uy = a.y - b.y, vx = c.x - b.x, vy = c.y - b.y;
    return ux * vy - uy * vx == 0 && ux * vx + uy * vy > 0;
}

/* Adds the point behind the ring being built, taking back what it makes useless. */
static void add_clean(struct tiles_shape *out, struct tiles_xy point)
{
    for (;;) {
        uint32_t first = out->starts[out->count - 1], n = out->point_count - first;
        const struct tiles_xy *p = out->points + first;
        if (n >= 1 && equal(p[n - 1], point))
            return;
        if (n < 2 || !is_spike(p[n - 2], p[n - 1], point))
            break;
        out->starts[out->count] = --out->point_count;
    }
    tiles_shape_add(out, point);
}

/* Cleans across the seam where the ring closes. */
static void clean_seam(struct tiles_shape *out)
{
    uint32_t *start = &out->starts[out->count - 1], *end = &out->starts[out->count];
    for (bool changed = true; changed && *end - *start >= 3;) {
        const struct tiles_xy *p = out->points + *start;
        uint32_t n = *end - *start;
        changed = false;
        if (equal(p[0], p[n - 1]) || is_spike(p[n - 2], p[n - 1], p[0])) {
            *end = --out->point_count;
            changed = true;
        } else if (equal(p[0], p[1]) || is_spike(p[n - 1], p[0], p[1])) {
            out->points[*start] = p[n - 1]; /* the first point goes, the last takes its place */
            *end = --out->point_count;
            changed = true;
        }
    }
}

void tiles_rings_clean(const struct tiles_shape *in, struct tiles_shape *out)
{
    for (uint32_t r = 0; r < in->count && !out->failed; r++) {
        tiles_shape_begin(out);
        for (uint32_t i = in->starts[r]; i < in->starts[r + 1] && !out->failed; i++)
            add_clean(out, in->points[i]);
        if (out->failed)
            return;
        clean_seam(out);
        uint32_t n = tiles_shape_size(out, out->count - 1);
        if (n < 3 || tiles_ring_area2(out->points + out->starts[out->count - 1], n) == 0)
            tiles_shape_drop(out);
    }
}

/* Even-odd; a point on the edge may fall on either side. */
static bool ring_holds(const struct tiles_xy *p, uint32_t n, struct tiles_xy point)
{
    bool inside = false;
    for (uint32_t i = 0, j = n - 1; i < n; j = i++)
        if ((p[i].y > point.y) != (p[j].y > point.y) &&
            point.x < (p[j].x - p[i].x) * (point.y - p[i].y) / (p[j].y - p[i].y) + p[i].x)
            inside = !inside;
    return inside;
}

/* True when most of three vertices of ring lie in shell: one may touch its edge. */
static bool shell_holds(const struct tiles_shape *rings, uint32_t shell, uint32_t ring)
{
    const struct tiles_xy *s = rings->points + rings->starts[shell];
    const struct tiles_xy *p = rings->points + rings->starts[ring];
    uint32_t n = tiles_shape_size(rings, ring), m = tiles_shape_size(rings, shell), votes = 0;
    for (uint32_t i = 0; i < 3; i++) { /* middles of edges lie on fewer edges than vertices do */
        struct tiles_xy a = p[i * n / 3], b = p[(i * n / 3 + 1) % n];
        votes += ring_holds(s, m, (struct tiles_xy){(a.x + b.x) / 2, (a.y + b.y) / 2});
    }
    return votes >= 2;
}

struct ring_size {
    double area2;
    uint32_t ring;
};

static int compare_sizes(const void *a, const void *b)
{
    const struct ring_size *x = a, *y = b;
    if (x->area2 != y->area2)
        return x->area2 > y->area2 ? -1 : 1;
    return (x->ring > y->ring) - (x->ring < y->ring);
}

/* The smallest larger ring of the wanted kind that holds the ring; UINT32_MAX. */
static uint32_t find_parent(const struct tiles_shape *rings, const struct ring_size *sizes,
                            uint32_t at)
{
    for (uint32_t i = at; i-- > 0;)
        if (shell_holds(rings, sizes[i].ring, sizes[at].ring))
            return i;
    return UINT32_MAX;
}

/* Writes the shell at sizes[at] and the holes whose parent it is. */
static uint32_t write_polygon(const struct ring_size *sizes, const uint32_t *parents,
                              const int *kinds, uint32_t count, uint32_t at, uint32_t *order,
                              bool *is_shell)
{
    uint32_t written = 0;
    order[written] = sizes[at].ring;
    is_shell[written++] = true;
    for (uint32_t i = at + 1; i < count; i++)
        if (kinds[i] == -1 && parents[i] == at) {
            order[written] = sizes[i].ring;
            is_shell[written++] = false;
        }
    return written;
}

uint32_t tiles_rings_order(const struct tiles_shape *rings, int shell_sign, uint32_t *order,
                           bool *is_shell, struct base_arena *arena)
{
    uint32_t count = rings->count, written = 0;
    struct ring_size *sizes = base_arena_calloc(arena, count + 1, sizeof *sizes);
    uint32_t *parents = base_arena_calloc(arena, count + 1, sizeof *parents);
    int *kinds = base_arena_calloc(arena, count + 1, sizeof *kinds); /* 1 shell, -1 hole, 0 none */
    if (!sizes || !parents || !kinds)
        return 0;
    for (uint32_t r = 0; r < count; r++)
        sizes[r] = (struct ring_size){
            fabs(tiles_ring_area2(rings->points + rings->starts[r], tiles_shape_size(rings, r))),
            r};
    qsort(sizes, count, sizeof *sizes, compare_sizes);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t r = sizes[i].ring;
        double area2 =
            tiles_ring_area2(rings->points + rings->starts[r], tiles_shape_size(rings, r));
        int kind = (area2 > 0) == (shell_sign > 0) ? 1 : -1;
        parents[i] = count == 1 ? UINT32_MAX : find_parent(rings, sizes, i);
        while (parents[i] != UINT32_MAX && kinds[parents[i]] == 0)
            parents[i] = parents[parents[i]];
        int around = parents[i] == UINT32_MAX ? -1 : kinds[parents[i]];
        kinds[i] = around == kind ? 0 : kind;
    }
    for (uint32_t i = 0; i < count; i++)
        if (kinds[i] == 1)
            written +=
                write_polygon(sizes, parents, kinds, count, i, order + written, is_shell + written);
    return written;
}
