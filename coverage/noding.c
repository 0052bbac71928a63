/* coverage/noding.c - roads as runs of points, split where they cross. */
#include "coverage/noding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "coverage/gap.h"
#include "coverage/walk.h"
#include "geo/rtree.h"

/* --- the lines ------------------------------------------------------------ */

static int compare_heights(const struct coverage_way *a, const struct coverage_way *b)
{
    if (a->layer != b->layer)
        return a->layer < b->layer ? -1 : 1;
    int left = a->noded * 4 + a->bridge * 2 + a->tunnel;
    int right = b->noded * 4 + b->bridge * 2 + b->tunnel;
    return left < right ? -1 : left > right;
}

static int compare_ways(const void *left, const void *right)
{
    const struct coverage_way *a = left, *b = right;
    uint32_t shared = a->count < b->count ? a->count : b->count;
    for (uint32_t i = 0; i < shared; i++) {
        int order = geo_point_compare(a->points[i], b->points[i]);
        if (order)
            return order;
    }
    return a->count == b->count ? compare_heights(a, b) : a->count < b->count ? -1 : 1;
}

static size_t count_lines(const struct store_road *roads, size_t count)
{
    size_t lines = 0;
    for (size_t i = 0; i < count; i++)
        if (coverage_walk_allows(&roads[i]))
            lines += roads[i].geometry.ring_count;
    return lines;
}

static void take_lines(const struct store_road *road, struct coverage_ways *out)
{
    const struct geo_geometry *g = &road->geometry;
    for (uint32_t i = 0; i < g->ring_count; i++) {
        struct coverage_way way = {
            .points = g->points + g->ring_points[i],
            .count = g->ring_points[i + 1] - g->ring_points[i],
            .noded = road->noded,
            .bridge = road->bridge,
            .tunnel = road->tunnel,
            .layer = road->layer,
        };
        if (way.count >= 2)
            out->items[out->count++] = way;
    }
}

/* --- crossings of ways that are not noded ---------------------------------- */

struct crossing_search {
    const struct coverage_ways *ways;
    const struct coverage_segment *segments;
    struct base_buffer found; /* struct coverage_crossing */
    uint32_t segment;
};

bool coverage_ways_may_meet(const struct coverage_way *a, const struct coverage_way *b)
{
    return !a->noded && !b->noded && a->layer == b->layer && a->bridge == b->bridge &&
           a->tunnel == b->tunnel;
}

static double cross(double ax, double ay, double bx, double by)
{
    return ax * by - ay * bx;
}

static bool is_end(struct geo_point p, struct geo_point a, struct geo_point b)
{
    return geo_point_equal(p, a) || geo_point_equal(p, b);
}

bool coverage_segments_meet(struct geo_point a, struct geo_point b, struct geo_point c,
                            struct geo_point d, double *along, double *other,
                            struct geo_point *point)
{
    int abc = geo_point_orientation(a, b, c), abd = geo_point_orientation(a, b, d);
    int cda = geo_point_orientation(c, d, a), cdb = geo_point_orientation(c, d, b);
    if ((abc == 0 && abd == 0) || abc * abd > 0 || cda * cdb > 0)
        return false;
    double rx = (double)(b.lon - a.lon), ry = (double)(b.lat - a.lat);
    double sx = (double)(d.lon - c.lon), sy = (double)(d.lat - c.lat);
    double qx = (double)(c.lon - a.lon), qy = (double)(c.lat - a.lat);
    double turn = cross(rx, ry, sx, sy);
    *along = cross(qx, qy, sx, sy) / turn;
    *other = cross(qx, qy, rx, ry) / turn;
    *point = (struct geo_point){a.lon + llround(*along * rx), a.lat + llround(*along * ry)};
    /* An end on the other segment is the meeting point itself, exactly. */
    *point = abc == 0 ? c : abd == 0 ? d : cda == 0 ? a : cdb == 0 ? b : *point;
    return true;
}

static void add_crossing(struct crossing_search *search, struct coverage_segment s, double along,
                         struct geo_point point)
{
    const struct geo_point *points = search->ways->items[s.way].points;
    if (is_end(point, points[s.index], points[s.index + 1]))
        return;
    struct coverage_crossing crossing = {s.way, s.index, along, point};
    base_buffer_append(&search->found, &crossing, sizeof crossing);
}

/* A point on a segment's line becomes a vertex where it lies between the ends. */
static void add_inner(struct crossing_search *search, struct coverage_segment s,
                      struct geo_point point)
{
    const struct geo_point *p = search->ways->items[s.way].points + s.index;
    struct geo_box box = geo_box_add_point(geo_box_add_point(geo_box_empty(), p[0]), p[1]);
    double dx = (double)(p[1].lon - p[0].lon), dy = (double)(p[1].lat - p[0].lat);
    double along = fabs(dx) > fabs(dy) ? (double)(point.lon - p[0].lon) / dx
                                       : (double)(point.lat - p[0].lat) / dy;
    if (!geo_point_equal(p[0], p[1]) && geo_box_contains(box, point))
        add_crossing(search, s, along, point);
}

/* The ends of two segments on one line, each on the other. */
static void add_overlap(struct crossing_search *search, struct coverage_segment s,
                        struct coverage_segment t)
{
    const struct geo_point *p = search->ways->items[s.way].points + s.index;
    const struct geo_point *q = search->ways->items[t.way].points + t.index;
    for (int i = 0; i < 2; i++) {
        add_inner(search, s, q[i]);
        add_inner(search, t, p[i]);
    }
}

static bool visit(void *context, uint32_t item, struct geo_box box)
{
    (void)box;
    struct crossing_search *search = context;
    struct coverage_segment s = search->segments[search->segment], t = search->segments[item];
    const struct coverage_way *a = &search->ways->items[s.way], *b = &search->ways->items[t.way];
    const struct geo_point *p = a->points + s.index, *q = b->points + t.index;
    double along, other;
    struct geo_point point;
    if (item <= search->segment || !coverage_ways_may_meet(a, b))
        return true;
    if (coverage_segments_meet(p[0], p[1], q[0], q[1], &along, &other, &point)) {
        add_crossing(search, s, along, point);
        add_crossing(search, t, other, point);
    } else if (geo_point_orientation(p[0], p[1], q[0]) == 0 &&
               geo_point_orientation(p[0], p[1], q[1]) == 0)
        add_overlap(search, s, t);
    return true;
}

static int compare_crossings(const void *left, const void *right)
{
    const struct coverage_crossing *a = left, *b = right;
    if (a->way != b->way)
        return a->way < b->way ? -1 : 1;
    if (a->index != b->index)
        return a->index < b->index ? -1 : 1;
    return a->along < b->along ? -1 : a->along > b->along;
}

/* The way again with its crossings as vertices. */
static bool insert_vertices(struct coverage_way *way, const struct coverage_crossing *crossings,
                            size_t count, struct base_arena *arena)
{
    struct geo_point *points = base_arena_alloc(arena, (way->count + count) * sizeof *points);
    uint32_t kept = 0;
    size_t next = 0;
    if (!points)
        return false;
    for (uint32_t i = 0; i < way->count; i++) {
        points[kept++] = way->points[i];
        for (; next < count && crossings[next].index == i; next++)
            if (!geo_point_equal(points[kept - 1], crossings[next].point))
                points[kept++] = crossings[next].point;
    }
    way->points = points;
    way->count = kept;
    return true;
}

static bool insert_all(struct coverage_ways *ways, struct base_buffer *found,
                       struct base_arena *arena)
{
    struct coverage_crossing *crossings = (void *)found->data;
    size_t count = found->size / sizeof *crossings;
    if (count > 0)
        qsort(crossings, count, sizeof *crossings, compare_crossings);
    for (size_t from = 0; from < count;) {
        size_t to = from + 1;
        while (to < count && crossings[to].way == crossings[from].way)
            to++;
        if (!insert_vertices(&ways->items[crossings[from].way], crossings + from, to - from, arena))
            return false;
        from = to;
    }
    return true;
}

/* Each joint is a way of its own, from one place to the other. */
static bool append_joints(struct coverage_ways *ways, const struct base_buffer *joints,
                          struct base_arena *arena)
{
    size_t count = joints->size / sizeof(struct coverage_joint);
    struct coverage_way *items = base_arena_alloc(arena, (ways->count + count + 1) * sizeof *items);
    struct coverage_joint *kept = base_arena_copy(arena, joints->data, joints->size);
    if (joints->failed || !items || (count > 0 && !kept))
        return false;
    memcpy(items, ways->items, ways->count * sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[ways->count++] = (struct coverage_way){.points = kept[i].ends, .count = 2};
    ways->items = items;
    return true;
}

static size_t count_segments(const struct coverage_ways *ways)
{
    size_t count = 0;
    for (size_t i = 0; i < ways->count; i++)
        count += ways->items[i].noded ? 0 : ways->items[i].count - 1;
    return count;
}

static enum base_status split_crossings(struct coverage_ways *ways, struct base_arena *arena,
                                        struct base_error *err)
{
    size_t count = count_segments(ways), at = 0;
    struct coverage_segment *segments = base_arena_alloc(arena, (count + 1) * sizeof *segments);
    struct geo_box *boxes = base_arena_alloc(arena, (count + 1) * sizeof *boxes);
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct geo_rtree tree;
    if (!segments || !boxes)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t w = 0; w < ways->count; w++)
        for (uint32_t i = 0; !ways->items[w].noded && i + 1 < ways->items[w].count; i++) {
            const struct geo_point *p = ways->items[w].points + i;
            boxes[at] = geo_box_add_point(geo_box_add_point(geo_box_empty(), p[0]), p[1]);
            segments[at++] = (struct coverage_segment){w, i};
        }
    enum base_status status = geo_rtree_build(boxes, (uint32_t)count, &bytes, err);
    if (status == BASE_OK)
        status = geo_rtree_open(bytes.data, bytes.size, &tree, err);
    if (status != BASE_OK)
        return status;
    struct crossing_search search = {.ways = ways, .segments = segments};
    for (search.segment = 0; search.segment < count; search.segment++)
        geo_rtree_query(&tree, boxes[search.segment], visit, &search);
    struct base_buffer joints BASE_BUFFER_AUTO = {0};
    coverage_gaps_find(ways, segments, &tree, &search.found, &joints);
    bool done = !search.found.failed && insert_all(ways, &search.found, arena) &&
                append_joints(ways, &joints, arena);
    base_buffer_done(&search.found);
    return done ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status coverage_ways_make(const struct store_road *roads, size_t count,
                                    struct base_arena *arena, struct coverage_ways *out,
                                    struct base_error *err)
{
    size_t lines = count_lines(roads, count);
    *out = (struct coverage_ways){base_arena_alloc(arena, (lines + 1) * sizeof *out->items), 0};
    if (!out->items)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++)
        if (coverage_walk_allows(&roads[i]))
            take_lines(&roads[i], out);
    qsort(out->items, out->count, sizeof *out->items, compare_ways);
    return count_segments(out) > 0 ? split_crossings(out, arena, err) : BASE_OK;
}
