/* coverage/ring.c - the ground around the stretches that are reached. */
#include "coverage/ring.h"

#include <math.h>

#include "geo/measure.h"

static struct geo_point between(struct geo_point a, struct geo_point b, double fraction)
{
    return (struct geo_point){a.lon + llround(fraction * (double)(b.lon - a.lon)),
                              a.lat + llround(fraction * (double)(b.lat - a.lat))};
}

/* The point at a distance from the start of segment a-b of that length. */
static struct geo_point along(struct geo_point a, struct geo_point b, double length, double at)
{
    if (at <= 0)
        return a;
    return at >= length - 0.001 ? b : between(a, b, at / length);
}

/* The stretch of an edge's geometry as one part. */
static void add_stretch(struct geo_builder *builder, const struct coverage_graph *graph,
                        const struct coverage_edge *edge, struct coverage_interval stretch)
{
    const struct geo_point *p = graph->points + edge->first_point;
    double from = stretch.from_mm / 1000.0, to = stretch.to_mm / 1000.0, passed = 0;
    geo_builder_part(builder);
    geo_builder_ring(builder);
    for (uint32_t i = 0; i + 1 < edge->point_count; i++) {
        double length = geo_distance_m(p[i], p[i + 1]);
        if (length > 0 && passed + length > from && passed < to) {
            if (geo_builder_ring_size(builder) == 0)
                geo_builder_point(builder, along(p[i], p[i + 1], length, from - passed));
            geo_builder_point(builder, along(p[i], p[i + 1], length, to - passed));
        }
        passed += length;
    }
    if (geo_builder_ring_size(builder) < 2)
        geo_builder_drop_ring(builder);
}

enum base_status coverage_ring_lines(const struct coverage_reach *reach, uint32_t limit_ms,
                                     struct base_arena *arena, struct geo_geometry *out,
                                     struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_MULTILINE, arena);
    for (uint32_t i = 0; i < reach->graph->edge_count; i++) {
        struct coverage_interval stretches[COVERAGE_INTERVALS];
        size_t count = coverage_reach_intervals(reach, i, limit_ms, stretches);
        for (size_t j = 0; j < count; j++)
            add_stretch(&builder, reach->graph, &reach->graph->edges[i], stretches[j]);
    }
    return geo_builder_finish(&builder, out, err);
}

enum base_status coverage_ring_area(const struct coverage_reach *reach, uint32_t limit_ms,
                                    struct geo_engine *engine, struct base_arena *arena,
                                    struct geo_geometry *out, struct base_error *err)
{
    struct geo_geometry lines;
    enum base_status status = coverage_ring_lines(reach, limit_ms, arena, &lines, err);
    *out = (struct geo_geometry){.kind = GEO_MULTIPOLYGON};
    if (status != BASE_OK || lines.part_count == 0)
        return status;
    return geo_overlay_buffer(engine, &lines, COVERAGE_RING_M, arena, out, err);
}
