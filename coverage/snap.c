/* coverage/snap.c - from a point to the nearest way. */
#include "coverage/snap.h"

#include <math.h>

#include "geo/measure.h"

struct foot {
    double distance_m, along_m;
};

/* The foot of the perpendicular on an edge's geometry. */
static struct foot foot_on(const struct coverage_graph *graph, uint32_t edge,
                           struct geo_point point)
{
    const struct coverage_edge *e = &graph->edges[edge];
    const struct geo_point *p = graph->points + e->first_point;
    struct foot best = {INFINITY, 0};
    double passed = 0;
    for (uint32_t i = 0; i + 1 < e->point_count; i++) {
        double fraction;
        double distance = geo_segment_distance_m(point, p[i], p[i + 1], &fraction);
        double length = geo_distance_m(p[i], p[i + 1]);
        if (distance < best.distance_m)
            best = (struct foot){distance, passed + fraction * length};
        passed += length;
    }
    return best;
}

struct search {
    const struct coverage_graph *graph;
    struct geo_point point;
    const bool *own;
    bool any; /* islands too */
};

static double distance_to(void *context, uint32_t item)
{
    const struct search *search = context;
    const struct coverage_graph *graph = search->graph;
    uint32_t component = graph->component[graph->edges[item].a];
    bool counts = search->any || graph->component_size[component] >= COVERAGE_LEAST_NODES ||
                  (search->own && search->own[component]);
    return counts ? foot_on(graph, item, search->point).distance_m : INFINITY;
}

static uint32_t to_mm(double m)
{
    return m < 4e6 ? (uint32_t)llround(m * 1000) : UINT32_MAX;
}

struct coverage_snap coverage_snap_find(const struct coverage_graph *graph, struct geo_point point,
                                        uint32_t cap_mm, const bool *own)
{
    struct search search = {graph, point, own, false};
    double distance_m, limit_m = cap_mm / 1000.0 + 0.0005;
    uint32_t edge =
        geo_rtree_nearest(&graph->tree, point, limit_m, distance_to, &search, &distance_m);
    if (edge != UINT32_MAX) {
        struct foot foot = foot_on(graph, edge, point);
        uint32_t length = graph->edges[edge].length_mm, at = to_mm(foot.along_m);
        return (struct coverage_snap){COVERAGE_ON_NETWORK, edge, at < length ? at : length,
                                      to_mm(foot.distance_m)};
    }
    search.any = true;
    edge = geo_rtree_nearest(&graph->tree, point, COVERAGE_NO_DATA_MM / 1000.0, distance_to,
                             &search, &distance_m);
    return (struct coverage_snap){.place = edge == UINT32_MAX ? COVERAGE_NO_ROAD_DATA
                                                              : COVERAGE_OFF_NETWORK};
}
