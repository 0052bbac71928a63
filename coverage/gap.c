/* coverage/gap.c - ends of ways that fall short of what they lead to. */
#include "coverage/gap.h"

#include <math.h>

#include "geo/measure.h"

struct search {
    const struct coverage_ways *ways;
    const struct coverage_segment *segments;
    struct base_buffer *crossings, *joints;
    uint32_t way;
    struct geo_point end, inner; /* the end, and the point before it */
};

static struct geo_box around(struct geo_point point)
{
    struct geo_plane plane = geo_plane_at(point);
    int64_t lon = llround(fmin(COVERAGE_GAP_M / plane.m_per_lon, 1e6)) + 1;
    int64_t lat = llround(fmin(COVERAGE_GAP_M / plane.m_per_lat, 1e6)) + 1;
    struct geo_box box =
        geo_box_add_point(geo_box_empty(), (struct geo_point){point.lon - lon, point.lat - lat});
    return geo_box_add_point(box, (struct geo_point){point.lon + lon, point.lat + lat});
}

static bool is_beside(struct geo_point a, struct geo_point b)
{
    return geo_distance_m(a, b) <= COVERAGE_GAP_M;
}

/* Two ends see each other: the later way's one leaves it to the earlier's. */
static void join(const struct search *search, struct coverage_segment t, uint32_t vertex)
{
    const struct coverage_way *way = &search->ways->items[t.way];
    struct geo_point point = way->points[vertex];
    bool is_end = vertex == 0 || vertex + 1 == way->count;
    bool meets = is_end ? t.way > search->way
                        : coverage_ways_may_meet(&search->ways->items[search->way], way);
    if (!meets || geo_point_equal(point, search->end) || !is_beside(point, search->end))
        return;
    struct coverage_joint joint = {{search->end, point}};
    base_buffer_append(search->joints, &joint, sizeof joint);
}

/* Each vertex is looked at once: at the segment that begins there. */
static bool visit(void *context, uint32_t item, struct geo_box box)
{
    (void)box;
    struct search *search = context;
    struct coverage_segment t = search->segments[item];
    const struct coverage_way *way = &search->ways->items[t.way];
    const struct geo_point *p = way->points + t.index;
    double along, other;
    struct geo_point point;
    if (t.way == search->way)
        return true;
    join(search, t, t.index);
    if (t.index + 2 == way->count)
        join(search, t, t.index + 1);
    if (is_beside(p[0], search->end) || is_beside(p[1], search->end) ||
        !coverage_ways_may_meet(&search->ways->items[search->way], way) ||
        geo_segment_distance_m(search->end, p[0], p[1], &along) > COVERAGE_GAP_M ||
        coverage_segments_meet(search->inner, search->end, p[0], p[1], &other, &other, &point))
        return true;
    struct coverage_crossing crossing = {t.way, t.index, along, search->end};
    base_buffer_append(search->crossings, &crossing, sizeof crossing);
    return true;
}

static void look_around(struct search *search, const struct geo_rtree *tree, struct geo_point end,
                        struct geo_point inner)
{
    search->end = end;
    search->inner = inner;
    geo_rtree_query(tree, around(end), visit, search);
}

void coverage_gaps_find(const struct coverage_ways *ways, const struct coverage_segment *segments,
                        const struct geo_rtree *tree, struct base_buffer *crossings,
                        struct base_buffer *joints)
{
    struct search search = {ways, segments, crossings, joints, 0, {0, 0}, {0, 0}};
    for (; search.way < ways->count; search.way++) {
        const struct coverage_way *way = &ways->items[search.way];
        if (way->noded)
            continue;
        look_around(&search, tree, way->points[0], way->points[1]);
        look_around(&search, tree, way->points[way->count - 1], way->points[way->count - 2]);
    }
}
