/* geo/vicinity.c - the edges of a geometry that run past a place. */
#include "geo/vicinity.h"

static struct geo_box edge_box(struct geo_point a, struct geo_point b)
{
    return geo_box_add_point(geo_box_add_point(geo_box_empty(), a), b);
}

static void add_runs(struct geo_builder *builder, const struct geo_point *points, uint32_t count,
                     struct geo_box box)
{
    bool running = false;
    for (uint32_t i = 0; i + 1 < count; i++) {
        bool meets = geo_box_intersects(edge_box(points[i], points[i + 1]), box);
        if (meets && !running) {
            geo_builder_part(builder);
            geo_builder_ring(builder);
            geo_builder_point(builder, points[i]);
        }
        if (meets)
            geo_builder_point(builder, points[i + 1]);
        running = meets;
    }
}

enum base_status geo_vicinity(const struct geo_geometry *geometry, struct geo_box box,
                              struct base_arena *arena, struct geo_geometry *out,
                              struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_MULTILINE, arena);
    for (uint32_t p = 0; p < geometry->part_count; p++)
        for (uint32_t r = geometry->part_rings[p]; r < geometry->part_rings[p + 1]; r++) {
            uint32_t first = geometry->ring_points[r], end = geometry->ring_points[r + 1];
            add_runs(&builder, geometry->points + first, end - first, box);
        }
    return geo_builder_finish(&builder, out, err);
}
