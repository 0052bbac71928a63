/* geo/inscribed.c - the largest circle inside a polygon. */
#include "geo/inscribed.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "geo/measure.h"

#define MAX_DEPTH 48
#define SQRT2     1.41421356237309504880

struct edge {
    double ax, ay, bx, by;
};

/* A square and the edges that can be nearest to some point of it. */
struct square {
    double x, y, half;
    double distance, bound; /* to the nearest edge at the centre; largest possible within */
    bool inside;            /* the centre */
    size_t first, count;    /* in the list stack */
};

struct search {
    struct geo_plane plane;
    struct edge *edges;
    uint32_t *list; /* a stack of edge numbers; a square's children push behind its own */
    size_t list_count, list_capacity;
    double *distances; /* of the list being filtered; as long as edges */
    double best_x, best_y, best, tolerance_m;
    bool failed;
};

static double squared_distance(const struct edge *edge, double x, double y, double *px, double *py)
{
    double dx = edge->bx - edge->ax, dy = edge->by - edge->ay;
    double length2 = dx * dx + dy * dy, t = 0;
    if (length2 > 0) {
        t = ((x - edge->ax) * dx + (y - edge->ay) * dy) / length2;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
    }
    *px = edge->ax + t * dx - x;
    *py = edge->ay + t * dy - y;
    return *px * *px + *py * *py;
}

static double edge_distance(const struct edge *edge, double x, double y)
{
    double px, py;
    return sqrt(squared_distance(edge, x, y, &px, &py));
}

/* True when an odd number of edges is crossed on the way from the parent's
 * centre east or west, then north or south, to (x, y). */
static bool crosses_odd(const struct search *search, const struct square *parent, double x,
                        double y)
{
    bool odd = false;
    double x0 = fmin(parent->x, x), x1 = fmax(parent->x, x);
    double y0 = fmin(parent->y, y), y1 = fmax(parent->y, y);
    for (size_t i = 0; i < parent->count; i++) {
        const struct edge *e = &search->edges[search->list[parent->first + i]];
        if ((e->ay > parent->y) != (e->by > parent->y)) {
            double at = e->ax + (parent->y - e->ay) / (e->by - e->ay) * (e->bx - e->ax);
            odd ^= at > x0 && at <= x1;
        }
        if ((e->ax > x) != (e->bx > x)) {
            double at = e->ay + (x - e->ax) / (e->bx - e->ax) * (e->by - e->ay);
            odd ^= at > y0 && at <= y1;
        }
    }
    return odd;
}

static bool reserve_list(struct search *search, size_t more)
{
    size_t need = search->list_count + more;
    if (need <= search->list_capacity)
        return true;
    size_t capacity = search->list_capacity * 2 > need ? search->list_capacity * 2 : need;
    uint32_t *list = realloc(search->list, capacity * sizeof *list);
    if (!list) {
        search->failed = true;
        return false;
    }
    search->list = list;
    search->list_capacity = capacity;
    return true;
}

/* The largest mean distance to two edges at the square's corners. */
static double corner_bound(const struct square *s, const struct edge *a, const struct edge *b)
{
    double most = 0;
    for (int corner = 0; corner < 4; corner++) {
        double x = s->x + (corner & 1 ? s->half : -s->half);
        double y = s->y + (corner & 2 ? s->half : -s->half);
        most = fmax(most, (edge_distance(a, x, y) + edge_distance(b, x, y)) / 2);
    }
    return most;
}

struct nearest {
    double distance2, px, py;
    const struct edge *edge;
};

static void keep_nearer(struct nearest *nearest, const struct edge *edge, double distance2,
                        double px, double py)
{
    if (distance2 < nearest->distance2)
        *nearest = (struct nearest){distance2, px, py, edge};
}

/* The edge nearest to the centre among those across from the nearest one. */
static struct nearest nearest_across(const struct search *search, const struct square *parent,
                                     const struct square *s, const struct nearest *first)
{
    struct nearest across = {.distance2 = INFINITY};
    double reach = sqrt(first->distance2) + 2 * s->half * SQRT2;
    for (size_t i = 0; i < parent->count; i++) {
        const struct edge *edge = &search->edges[search->list[parent->first + i]];
        double px, py;
        if (search->distances[i] > reach * reach)
            continue;
        double d2 = squared_distance(edge, s->x, s->y, &px, &py);
        if (px * first->px + py * first->py < 0)
            keep_nearer(&across, edge, d2, px, py);
    }
    return across;
}

/* Measures the square's centre against the parent's edges and sets distance,
 * inside and bound. Leaves the squared distances in search->distances. */
static struct nearest measure(struct search *search, const struct square *parent, struct square *s)
{
    struct nearest nearest = {.distance2 = INFINITY};
    for (size_t i = 0; i < parent->count; i++) {
        const struct edge *edge = &search->edges[search->list[parent->first + i]];
        double px, py;
        search->distances[i] = squared_distance(edge, s->x, s->y, &px, &py);
        keep_nearer(&nearest, edge, search->distances[i], px, py);
    }
    s->distance = sqrt(nearest.distance2);
    s->inside = parent->inside ^ crosses_odd(search, parent, s->x, s->y);
    double radius = s->half * SQRT2;
    s->bound = s->inside ? s->distance + radius : radius - s->distance;
    return nearest;
}

static bool is_hopeless(const struct search *search, const struct square *s)
{
    return s->bound <= search->best + search->tolerance_m;
}

/* Pushes the edges that may be nearest to a point of the square. */
static void inherit_edges(struct search *search, const struct square *parent, struct square *s)
{
    s->first = search->list_count;
    s->count = 0;
    if (!reserve_list(search, parent->count))
        return;
    double reach = s->distance + 2 * s->half * SQRT2;
    for (size_t i = 0; i < parent->count; i++)
        if (search->distances[i] <= reach * reach * (1 + 1e-12))
            search->list[s->first + s->count++] = search->list[parent->first + i];
    search->list_count += s->count;
}

/* Fills the child and returns true when it must be searched. */
static bool open_child(struct search *search, const struct square *parent, struct square *child)
{
    struct nearest nearest = measure(search, parent, child);
    if (child->inside && child->distance > search->best) {
        search->best = child->distance;
        search->best_x = child->x;
        search->best_y = child->y;
    }
    if (is_hopeless(search, child))
        return false;
    struct nearest across = nearest_across(search, parent, child, &nearest);
    if (across.edge) {
        child->bound = fmin(child->bound, corner_bound(child, nearest.edge, across.edge));
        if (is_hopeless(search, child))
            return false;
    }
    inherit_edges(search, parent, child);
    return !search->failed;
}

static void search_square(struct search *search, const struct square *square, int depth)
{
    struct square children[4];
    size_t mark = search->list_count;
    int count = 0;
    double half = square->half / 2;
    for (int i = 0; i < 4 && !search->failed; i++) {
        struct square child = {.x = square->x + (i & 1 ? half : -half),
                               .y = square->y + (i & 2 ? half : -half),
                               .half = half};
        if (!open_child(search, square, &child))
            continue;
        int at = count++;
        for (; at > 0 && children[at - 1].bound < child.bound; at--)
            children[at] = children[at - 1];
        children[at] = child;
    }
    for (int i = 0; i < count && depth < MAX_DEPTH; i++)
        if (!is_hopeless(search, &children[i]) && !search->failed)
            search_square(search, &children[i], depth + 1);
    search->list_count = mark;
}

static size_t load_edges(struct search *search, const struct geo_geometry *g, uint32_t part)
{
    size_t count = 0;
    for (uint32_t r = g->part_rings[part]; r < g->part_rings[part + 1]; r++) {
        for (uint32_t i = g->ring_points[r]; i + 1 < g->ring_points[r + 1]; i++) {
            struct edge *edge = &search->edges[count];
            if (geo_point_equal(g->points[i], g->points[i + 1]))
                continue;
            geo_plane_project(&search->plane, g->points[i], &edge->ax, &edge->ay);
            geo_plane_project(&search->plane, g->points[i + 1], &edge->bx, &edge->by);
            search->list[count] = (uint32_t)count;
            count++;
        }
    }
    return count;
}

static void run(struct search *search, const struct geo_geometry *polygon, uint32_t part,
                struct geo_box box)
{
    double x, y;
    geo_plane_project(&search->plane, box.max, &x, &y);
    /* Not quite the middle, so that no centre falls on an edge of a neat figure;
     * the root lies outside: its centre is judged by the way from its corner. */
    double half = fmax(x, y) * 1.0371;
    struct square outside = {.x = -3 * half, .y = -2.9 * half};
    struct square root = {.x = half * 0.0123, .y = half * 0.0177, .half = half};
    search->list_count = outside.count = load_edges(search, polygon, part);
    if (outside.count && open_child(search, &outside, &root))
        search_square(search, &root, 0);
}

/* Half way between the ends, whichever comes first. */
static struct geo_point middle_of(struct geo_box box)
{
    return (struct geo_point){box.min.lon + (box.max.lon - box.min.lon) / 2,
                              box.min.lat + (box.max.lat - box.min.lat) / 2};
}

enum base_status geo_inscribed_circle(const struct geo_geometry *polygon, uint32_t part,
                                      double tolerance, struct geo_circle *out,
                                      struct base_error *err)
{
    struct geo_geometry single = geo_geometry_part(polygon, part);
    struct geo_box box = geo_geometry_box(&single);
    double perimeter = geo_length_m(&single);
    *out = (struct geo_circle){single.points[single.ring_points[single.part_rings[0]]], 0};
    if (perimeter <= 0 || geo_area_m2(&single) <= 0)
        return BASE_OK;
    struct search search = {.plane = geo_plane_at(middle_of(box)),
                            .tolerance_m = tolerance * 2 * geo_area_m2(&single) / perimeter,
                            .list_capacity = (size_t)single.point_count * 4};
    search.edges = malloc(single.point_count * sizeof *search.edges);
    search.list = malloc(search.list_capacity * sizeof *search.list);
    search.distances = malloc(single.point_count * sizeof *search.distances);
    search.failed = !search.edges || !search.list || !search.distances;
    if (!search.failed)
        run(&search, polygon, part, box);
    free(search.edges);
    free(search.list);
    free(search.distances);
    if (search.failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (search.best > 0)
        *out = (struct geo_circle){geo_plane_unproject(&search.plane, search.best_x, search.best_y),
                                   search.best};
    return BASE_OK;
}
