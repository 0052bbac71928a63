/* tiles/clip.c - cutting rings and lines to a rectangle.
 *
 * Rings are cut by the four sides one after another. The pieces inside a half
 * plane are joined along its edge by pairing the crossings in their order there
 * (the polygon covers the edge between the first and the second, the third and
 * the fourth, …), so that separate pieces become separate rings. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tiles/view.h"

/* One side: keeps x (or y) >= value, or <= value. */
struct side {
    bool vertical; /* compares x */
    bool keeps_more;
    double value;
    bool snap;
};

struct piece {
    uint32_t first, count; /* points, crossings included */
    uint32_t next;         /* the piece that begins where this one's edge leads */
    bool used;
};

struct crossing {
    double at; /* along the edge */
    uint32_t piece;
    bool is_end;
};

static bool keeps(const struct side *side, struct tiles_xy point)
{
    double v = side->vertical ? point.x : point.y;
    return side->keeps_more ? v >= side->value : v <= side->value;
}

/* Where a-b meets the edge; the same from either end. */
static struct tiles_xy cross(const struct side *side, struct tiles_xy a, struct tiles_xy b)
{
    if (a.x > b.x || (a.x == b.x && a.y > b.y)) {
        struct tiles_xy swap = a;
        a = b;
        b = swap;
    }
    struct tiles_xy out;
    if (side->vertical)
        out =
            (struct tiles_xy){side->value, a.y + (b.y - a.y) * ((side->value - a.x) / (b.x - a.x))};
    else
        out =
            (struct tiles_xy){a.x + (b.x - a.x) * ((side->value - a.y) / (b.y - a.y)), side->value};
    if (side->snap)
        out = (struct tiles_xy){round(out.x), round(out.y)};
    return out;
}

/* Everything that one side leaves of the rings. */
struct cutter {
    const struct side *side;
    struct tiles_shape kept; /* the pieces, one a part */
    struct piece *pieces;
    struct crossing *crossings;
    uint32_t count;
};

static uint32_t count_entries(const struct tiles_shape *in, const struct side *side)
{
    uint32_t entries = 0;
    for (uint32_t r = 0; r < in->count; r++) {
        uint32_t first = in->starts[r], n = tiles_shape_size(in, r);
        for (uint32_t i = 0; i < n; i++)
            entries +=
                !keeps(side, in->points[first + i]) && keeps(side, in->points[first + (i + 1) % n]);
    }
    return entries;
}

static void copy_ring(const struct tiles_shape *in, uint32_t ring, struct tiles_shape *out)
{
    tiles_shape_begin(out);
    for (uint32_t i = in->starts[ring]; i < in->starts[ring + 1]; i++)
        tiles_shape_add(out, in->points[i]);
}

/* Cuts one ring: whole rings go to out, pieces to the cutter. */
static void cut_ring(struct cutter *cutter, const struct tiles_shape *in, uint32_t ring,
                     struct tiles_shape *out)
{
    const struct side *side = cutter->side;
    const struct tiles_xy *p = in->points + in->starts[ring];
    uint32_t n = tiles_shape_size(in, ring), outside = 0;
    while (outside < n && keeps(side, p[outside]))
        outside++;
    if (outside == n) {
        copy_ring(in, ring, out);
        return;
    }
    bool inside = false;
    for (uint32_t k = 1; k <= n; k++) { /* from an outside point around to it */
        struct tiles_xy before = p[(outside + k - 1) % n], point = p[(outside + k) % n];
        bool keep = keeps(side, point);
        if (keep && !inside) {
            tiles_shape_begin(&cutter->kept);
            cutter->count++;
        }
        if (keep != inside)
            tiles_shape_add(&cutter->kept, cross(side, before, point));
        if (keep)
            tiles_shape_add(&cutter->kept, point);
        inside = keep;
    }
}

static int compare_crossings(const void *a, const void *b)
{
    const struct crossing *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    if (x->is_end != y->is_end)
        return x->is_end ? -1 : 1;
    return (x->piece > y->piece) - (x->piece < y->piece);
}

static double along(const struct side *side, struct tiles_xy point)
{
    return side->vertical ? point.y : point.x;
}

/* Pairs ends with starts; false where the order makes no sense (rings that cross). */
static bool pair_crossings(struct cutter *cutter)
{
    uint32_t total = 2 * cutter->count;
    struct crossing *c = cutter->crossings;
    for (uint32_t i = 0; i < cutter->count; i++) {
        const struct tiles_shape *kept = &cutter->kept;
        struct tiles_xy first = kept->points[kept->starts[i]];
        struct tiles_xy last = kept->points[kept->starts[i + 1] - 1];
        c[2 * i] = (struct crossing){along(cutter->side, first), i, false};
        c[2 * i + 1] = (struct crossing){along(cutter->side, last), i, true};
    }
    qsort(c, total, sizeof *c, compare_crossings);
    for (uint32_t i = 0; i < total; i += 2) {
        for (uint32_t j = i + 2; c[i].is_end == c[i + 1].is_end && j < total; j++) {
            if (c[j].at != c[i + 1].at)
                return false;
            struct crossing swap = c[i + 1];
            c[i + 1] = c[j];
            c[j] = swap;
        }
        if (c[i].is_end == c[i + 1].is_end)
            return false;
        const struct crossing *end = c[i].is_end ? &c[i] : &c[i + 1];
        const struct crossing *start = c[i].is_end ? &c[i + 1] : &c[i];
        cutter->pieces[end->piece].next = start->piece;
    }
    return true;
}

static void join_pieces(struct cutter *cutter, struct tiles_shape *out)
{
    for (uint32_t i = 0; i < cutter->count; i++) {
        if (cutter->pieces[i].used)
            continue;
        tiles_shape_begin(out);
        for (uint32_t at = i; !cutter->pieces[at].used; at = cutter->pieces[at].next) {
            cutter->pieces[at].used = true;
            for (uint32_t k = cutter->kept.starts[at]; k < cutter->kept.starts[at + 1]; k++)
                tiles_shape_add(out, cutter->kept.points[k]);
        }
    }
}

static void cut_side(const struct tiles_shape *in, const struct side *side, struct tiles_shape *out)
{
    struct cutter cutter = {.side = side};
    uint32_t entries = count_entries(in, side);
    tiles_shape_init(&cutter.kept, out->arena);
    cutter.pieces = base_arena_calloc(out->arena, entries + 1, sizeof *cutter.pieces);
    cutter.crossings = base_arena_calloc(out->arena, 2 * entries + 2, sizeof *cutter.crossings);
    if (!cutter.pieces || !cutter.crossings) {
        out->failed = true;
        return;
    }
    for (uint32_t ring = 0; ring < in->count; ring++)
        cut_ring(&cutter, in, ring, out);
    out->failed |= cutter.kept.failed;
    if (out->failed || cutter.count == 0)
        return;
    if (!pair_crossings(&cutter)) /* then each piece closes on itself */
        for (uint32_t i = 0; i < cutter.count; i++)
            cutter.pieces[i].next = i;
    join_pieces(&cutter, out);
}

void tiles_clip_rings(const struct tiles_shape *in, struct tiles_rect rect, bool snap,
                      struct tiles_shape *out)
{
    const struct side sides[4] = {{true, true, rect.x0, snap},
                                  {true, false, rect.x1, snap},
                                  {false, true, rect.y0, snap},
                                  {false, false, rect.y1, snap}};
    struct tiles_shape steps[3];
    const struct tiles_shape *from = in;
    for (int i = 0; i < 4; i++) {
        struct tiles_shape *to = i < 3 ? &steps[i] : out;
        if (i < 3)
            tiles_shape_init(to, out->arena);
        to->failed |= from->failed;
        if (!to->failed)
            cut_side(from, &sides[i], to);
        from = to;
    }
}

/* The part of a-b inside rect (Liang-Barsky); false when there is none. */
static bool clip_segment(struct tiles_rect rect, struct tiles_xy a, struct tiles_xy b, double *t0,
                         double *t1)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    const double p[4] = {-dx, dx, -dy, dy};
    const double q[4] = {a.x - rect.x0, rect.x1 - a.x, a.y - rect.y0, rect.y1 - a.y};
    *t0 = 0;
    *t1 = 1;
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0 && q[i] < 0)
            return false;
        if (p[i] == 0)
            continue;
        double t = q[i] / p[i];
        if (p[i] < 0 && t > *t0)
            *t0 = t;
        if (p[i] > 0 && t < *t1)
            *t1 = t;
    }
    return *t0 <= *t1;
}

static struct tiles_xy point_at(struct tiles_xy a, struct tiles_xy b, double t, bool snap)
{
    if (t <= 0)
        return a;
    if (t >= 1)
        return b;
    struct tiles_xy out = {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
    return snap ? (struct tiles_xy){round(out.x), round(out.y)} : out;
}

void tiles_clip_lines(const struct tiles_shape *in, struct tiles_rect rect, bool snap,
                      struct tiles_shape *out)
{
    for (uint32_t line = 0; line < in->count; line++) {
        bool open = false;
        for (uint32_t i = in->starts[line]; i + 1 < in->starts[line + 1]; i++) {
            struct tiles_xy a = in->points[i], b = in->points[i + 1];
            double t0, t1;
            if (!clip_segment(rect, a, b, &t0, &t1)) {
                open = false;
                continue;
            }
            if (!open || t0 > 0) {
                tiles_shape_begin(out);
                tiles_shape_add(out, point_at(a, b, t0, snap));
            }
            tiles_shape_add(out, point_at(a, b, t1, snap));
            open = t1 >= 1;
        }
    }
}
