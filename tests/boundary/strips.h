/* tests/boundary/strips.h - two neighbours with a border that can be matched, and one displaced. */
#ifndef TESTS_BOUNDARY_STRIPS_H
#define TESTS_BOUNDARY_STRIPS_H

#include "tests/boundary/ground.h"

/* A strip whose border with the next one is a curve of 30 edges; side 0 lies west. */
static inline struct geo_geometry strip(struct base_arena *arena, int side)
{
    struct geo_plane plane = geo_plane_at(point_deg(125.3235, 43.8171));
    struct geo_builder b;
    struct geo_geometry out;
    double far = side ? 9000 : -9000;
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    geo_builder_point(&b, geo_plane_unproject(&plane, far, 0));
    for (int i = 0; i <= 30; i++)
        geo_builder_point(
            &b, geo_plane_unproject(&plane, 300 * sin(i * 0.7) + 40 * sin(i * i * 0.3), 200 * i));
    geo_builder_point(&b, geo_plane_unproject(&plane, far, side ? 6050 : 6000));
    geo_builder_point(&b, b.points[0]);
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

static inline void displace(struct base_arena *arena, struct geo_geometry *g,
                            void (*by)(double *lon, double *lat))
{
    struct geo_point *points = base_arena_copy(arena, g->points, g->point_count * sizeof *points);
    for (uint32_t i = 0; i < g->point_count; i++) {
        double lon = geo_grid_to_degrees(points[i].lon), lat = geo_grid_to_degrees(points[i].lat);
        by(&lon, &lat);
        points[i] = point_deg(lon, lat);
    }
    g->points = points;
}

#endif
