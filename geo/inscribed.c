/* geo/inscribed.c - the largest circle inside a polygon. */
#include "geo/inscribed.h"

#include <math.h>
#include <stdlib.h>

#include "geo/edge_grid.h"
#include "geo/measure.h"

#define LEAST_TOLERANCE_M 1e-5
#define SHRINKS           12

/* Where the circle may touch: a stretch of an edge (from, to: metres along it)
 * or a fan of normals at its end (from, to: radians). */
struct touch {
    double bound; /* no circle touching here is larger */
    double from, to;
    double from_m, middle_m, to_m; /* length of the normal's way to its first hit */
    uint32_t edge, from_hit, middle_hit, to_hit;
    bool fan, ends_unknown;
};

struct search {
    struct geo_plane plane;
    struct geo_edge *edges;
    uint32_t edge_count;
    double area;
    struct geo_edge_grid grid;
    struct touch *heap; /* the largest bound first */
    size_t heap_count, heap_capacity;
    double best_x, best_y, best, tolerance;
    bool failed;
};

/* A place of touch with its inward normal. */
struct normal {
    double x, y, nx, ny;
};

static struct normal normal_at(const struct search *search, const struct touch *touch, double at)
{
    const struct geo_edge *e = &search->edges[touch->edge];
    if (touch->fan)
        return (struct normal){e->bx, e->by, cos(at), sin(at)};
    return (struct normal){e->ax + at * e->ux, e->ay + at * e->uy, -e->uy, e->ux};
}

static double middle_of(const struct touch *touch)
{
    return touch->from + (touch->to - touch->from) / 2;
}

/* The largest radius over the whole stretch or fan that leaves the boundary
 * point at (dx, dy) from the middle's place outside. */
static double bound_by(const struct touch *touch, const struct normal *n, double dx, double dy)
{
    double half = (touch->to - touch->from) / 2;
    double ahead = dx * n->nx + dy * n->ny, aside = fabs(dx * n->ny - dy * n->nx);
    if (touch->fan) {
        double turn = atan2(aside, ahead) + half;
        return turn < GEO_PI / 2 ? hypot(dx, dy) / (2 * cos(turn)) : INFINITY;
    }
    if (ahead <= 0)
        return INFINITY;
    return ((aside + half) * (aside + half) + ahead * ahead) / (2 * ahead);
}

static void cast(const struct search *search, const struct touch *touch, double at, double *length,
                 uint32_t *hit)
{
    struct normal n = normal_at(search, touch, at);
    *hit = geo_edge_grid_ray(&search->grid, n.x, n.y, n.nx, n.ny, touch->edge, length);
}

/* Where both end normals hit one edge, all between them do, no farther off. */
static void bound_by_ends(struct touch *touch)
{
    if (touch->from_hit == touch->to_hit && touch->from_hit != GEO_EDGE_NONE)
        touch->bound = fmin(touch->bound, fmax(touch->from_m, touch->to_m) / 2);
}

/* Casts the middle normal and bounds by what it hits. In a needle's corner that may
 * lie nearer than a ray sees, and nothing else is there to be hit. */
static void bound_by_middle(const struct search *search, struct touch *touch)
{
    double at = middle_of(touch);
    cast(search, touch, at, &touch->middle_m, &touch->middle_hit);
    struct normal n = normal_at(search, touch, at);
    double ahead = touch->middle_hit == GEO_EDGE_NONE ? GEO_EDGE_BLIND_M : touch->middle_m;
    touch->bound = fmin(touch->bound, bound_by(touch, &n, ahead * n.nx, ahead * n.ny));
}

static bool is_hopeless(const struct search *search, const struct touch *touch)
{
    return touch->bound <= search->best * (1 + search->tolerance) + LEAST_TOLERANCE_M;
}

static void push(struct search *search, const struct touch *touch)
{
    if (is_hopeless(search, touch) || search->failed)
        return;
    if (search->heap_count == search->heap_capacity) {
        size_t capacity = search->heap_capacity ? search->heap_capacity * 2 : 256;
        struct touch *heap = realloc(search->heap, capacity * sizeof *heap);
        if (!heap) {
            search->failed = true;
            return;
        }
        search->heap = heap;
        search->heap_capacity = capacity;
    }
    size_t at = search->heap_count++;
    for (; at > 0 && search->heap[(at - 1) / 2].bound < touch->bound; at = (at - 1) / 2)
        search->heap[at] = search->heap[(at - 1) / 2];
    search->heap[at] = *touch;
}

static struct touch pop(struct search *search)
{
    struct touch top = search->heap[0], last = search->heap[--search->heap_count];
    size_t at = 0;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child + 1 < search->heap_count &&
            search->heap[child + 1].bound > search->heap[child].bound)
            child++;
        if (child >= search->heap_count || search->heap[child].bound <= last.bound)
            break;
        search->heap[at] = search->heap[child];
        at = child;
    }
    search->heap[at] = last;
    return top;
}

/* Shrinks the circle at the middle until it is empty: a circle found, and
 * bounds met on the way. */
static void shrink(struct search *search, struct touch *touch)
{
    struct normal n = normal_at(search, touch, middle_of(touch));
    double radius = touch->middle_m / 2;
    if (touch->middle_hit == GEO_EDGE_NONE)
        return; /* rounding in a needle: no way to tell inside from outside */
    for (int i = 0; i < SHRINKS && radius > search->best && !is_hopeless(search, touch); i++) {
        double x = n.x + radius * n.nx, y = n.y + radius * n.ny, qx, qy;
        double distance = geo_edge_grid_nearest(&search->grid, x, y, &qx, &qy);
        if (distance > search->best) {
            search->best = distance;
            search->best_x = x;
            search->best_y = y;
        }
        if (distance >= radius * (1 - 1e-6))
            return;
        double dx = qx - n.x, dy = qy - n.y, ahead = dx * n.nx + dy * n.ny;
        if (ahead <= 0)
            return;
        touch->bound = fmin(touch->bound, bound_by(touch, &n, dx, dy));
        radius = (dx * dx + dy * dy) / (2 * ahead);
    }
}

static void push_measured(struct search *search, struct touch *touch)
{
    if (is_hopeless(search, touch))
        return;
    bound_by_middle(search, touch);
    push(search, touch);
}

static void split(struct search *search, const struct touch *touch)
{
    struct touch first = *touch, second = *touch;
    first.to = second.from = middle_of(touch);
    first.to_m = second.from_m = touch->middle_m;
    first.to_hit = second.from_hit = touch->middle_hit;
    if (!(first.to > first.from && second.to > second.from))
        return;
    bound_by_ends(&first);
    bound_by_ends(&second);
    push_measured(search, &first);
    push_measured(search, &second);
}

static void push_whole(struct search *search, struct touch touch)
{
    touch.bound = sqrt(search->area / GEO_PI) * 1.0001;
    touch.ends_unknown = true;
    push_measured(search, &touch);
}

/* Most are never looked at again, so their ends are cast only now. */
static void settle_ends(struct search *search, struct touch *touch)
{
    cast(search, touch, touch->from, &touch->from_m, &touch->from_hit);
    cast(search, touch, touch->to, &touch->to_m, &touch->to_hit);
    touch->ends_unknown = false;
    bound_by_ends(touch);
}

/* The fan between the normals of an edge and its next, where the boundary
 * turns right. */
static void push_fan(struct search *search, uint32_t edge)
{
    const struct geo_edge *e = &search->edges[edge], *next = &search->edges[e->next];
    double cross = e->ux * next->uy - e->uy * next->ux, dot = e->ux * next->ux + e->uy * next->uy;
    double turn = atan2(cross, dot);
    if (turn >= 0)
        return;
    double start = atan2(e->ux, -e->uy);
    push_whole(search,
               (struct touch){.from = start + turn, .to = start, .edge = edge, .fan = true});
}

static void run(struct search *search)
{
    for (uint32_t i = 0; i < search->edge_count; i++) {
        push_whole(search, (struct touch){.to = search->edges[i].length, .edge = i});
        push_fan(search, i);
    }
    /* A figure that crosses itself may never close the bound. */
    size_t budget = 100000 + (size_t)search->edge_count * 64;
    while (search->heap_count && !search->failed && budget--) {
        struct touch touch = pop(search);
        if (is_hopeless(search, &touch))
            break;
        shrink(search, &touch);
        if (touch.ends_unknown && !is_hopeless(search, &touch))
            settle_ends(search, &touch);
        if (!is_hopeless(search, &touch))
            split(search, &touch);
    }
}

/* Loads a ring with the interior on the left, leaving out repeated points. */
static void load_ring(struct search *search, const struct geo_point *points, uint32_t count,
                      bool hole)
{
    bool backwards = (geo_ring_area2(points, count) < 0) != hole;
    uint32_t first = search->edge_count;
    for (uint32_t i = 0; i + 1 < count; i++) {
        struct geo_point a = points[backwards ? count - 1 - i : i];
        struct geo_point b = points[backwards ? count - 2 - i : i + 1];
        struct geo_edge e = {.next = search->edge_count + 1};
        geo_plane_project(&search->plane, a, &e.ax, &e.ay);
        geo_plane_project(&search->plane, b, &e.bx, &e.by);
        e.length = hypot(e.bx - e.ax, e.by - e.ay);
        if (e.length <= 0)
            continue;
        e.ux = (e.bx - e.ax) / e.length;
        e.uy = (e.by - e.ay) / e.length;
        search->edges[search->edge_count++] = e;
    }
    if (search->edge_count > first)
        search->edges[search->edge_count - 1].next = first;
}

static void load(struct search *search, const struct geo_geometry *g, uint32_t part)
{
    double unit2 = search->plane.m_per_lon * search->plane.m_per_lat / 2;
    for (uint32_t r = g->part_rings[part]; r < g->part_rings[part + 1]; r++) {
        const struct geo_point *points = g->points + g->ring_points[r];
        uint32_t count = g->ring_points[r + 1] - g->ring_points[r];
        bool hole = r > g->part_rings[part];
        double area = fabs((double)geo_ring_area2(points, count)) * unit2;
        search->area += hole ? -area : area;
        load_ring(search, points, count, hole);
    }
}

static enum base_status find(struct search *search, double tolerance, struct base_error *err)
{
    if (search->edge_count == 0 || search->area <= 0)
        return BASE_OK;
    search->tolerance = tolerance;
    if (geo_edge_grid_init(&search->grid, search->edges, search->edge_count))
        run(search);
    else
        search->failed = true;
    geo_edge_grid_done(&search->grid);
    free(search->heap);
    return search->failed ? base_fail(err, BASE_NO_MEMORY, "out of memory") : BASE_OK;
}

/* Distance of the circle's centre from the outline by the scale there: in a plane
 * at the middle of a tall face widths are too small or too large at its ends. */
static double radius_at(const struct search *search, struct geo_point center)
{
    struct geo_plane there = geo_plane_at(center);
    double sx = there.m_per_lon / search->plane.m_per_lon;
    double sy = there.m_per_lat / search->plane.m_per_lat;
    double best = INFINITY;
    for (uint32_t i = 0; i < search->edge_count; i++) {
        const struct geo_edge *e = &search->edges[i];
        double ax = (e->ax - search->best_x) * sx, ay = (e->ay - search->best_y) * sy;
        double dx = (e->bx - e->ax) * sx, dy = (e->by - e->ay) * sy;
        double t = fmin(fmax(-(ax * dx + ay * dy) / (dx * dx + dy * dy), 0), 1);
        best = fmin(best, hypot(ax + t * dx, ay + t * dy));
    }
    return best;
}

enum base_status geo_inscribed_circle(const struct geo_geometry *polygon, uint32_t part,
                                      double tolerance, struct geo_circle *out,
                                      struct base_error *err)
{
    struct geo_geometry single = geo_geometry_part(polygon, part);
    struct geo_box box = geo_geometry_box(&single);
    struct geo_point middle = {box.min.lon + (box.max.lon - box.min.lon) / 2,
                               box.min.lat + (box.max.lat - box.min.lat) / 2};
    struct search search = {.plane = geo_plane_at(middle),
                            .edges = malloc(single.point_count * sizeof *search.edges)};
    if (!search.edges)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    load(&search, polygon, part);
    enum base_status status = find(&search, tolerance, err);
    if (status == BASE_OK) {
        *out =
            (struct geo_circle){.center = single.points[single.ring_points[single.part_rings[0]]]};
        if (search.best > 0) {
            out->center = geo_plane_unproject(&search.plane, search.best_x, search.best_y);
            out->radius_m = radius_at(&search, out->center);
        }
    }
    free(search.edges);
    return status;
}
