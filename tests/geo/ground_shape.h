/* tests/geo/ground_shape.h - shapes drawn in metres on a small plane in Changchun. */
#ifndef TESTS_GEO_GROUND_SHAPE_H
#define TESTS_GEO_GROUND_SHAPE_H

#include "geo/measure.h"
#include "tests/geo/shapes.h"

static inline struct geo_plane ground_plane(void)
{
    return geo_plane_at(point_deg(125.3235, 43.8171));
}

static inline struct geo_point ground_point(double x, double y)
{
    struct geo_plane plane = ground_plane();
    return geo_plane_unproject(&plane, x, y);
}

/* WKT in metres east and north of 125.3235, 43.8171. */
static inline struct geo_geometry ground_shape(struct base_arena *arena, const char *wkt)
{
    char text[2048];
    size_t at = 0;
    while (*wkt) { /* metres / 1000, which shape() reads as degrees */
        char *end;
        double number = *wkt == ' ' ? 0 : strtod(wkt, &end);
        if (*wkt == ' ' || end == wkt) {
            text[at++] = *wkt++;
            continue;
        }
        at += (size_t)snprintf(text + at, sizeof text - at, "%.7f", number / 1000);
        wkt = end;
    }
    text[at] = '\0';
    struct geo_geometry g = shape(arena, text);
    struct geo_plane plane = ground_plane();
    struct geo_point *points = base_arena_alloc(arena, (g.point_count + 1) * sizeof *points);
    for (uint32_t i = 0; i < g.point_count; i++)
        points[i] = geo_plane_unproject(&plane, (double)g.points[i].lon / 1e6,
                                        (double)g.points[i].lat / 1e6);
    g.points = points;
    return g;
}

/* A line that wanders east: count vertices about step_m apart, turning by chance. */
static inline struct geo_geometry ground_wander(struct base_arena *arena, uint64_t *state,
                                                uint32_t count, double step_m)
{
    struct geo_builder b;
    struct geo_geometry out;
    double x = 0, y = 0, turn = 0;
    geo_builder_init(&b, GEO_LINE, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (uint32_t i = 0; i < count; i++) {
        geo_builder_point(&b, ground_point(x, y));
        turn = 0.7 * turn + chance_between(state, -0.8, 0.8);
        double step = step_m * chance_between(state, 0.2, 1.8);
        x += step * cos(turn);
        y += step * sin(turn);
    }
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

/* The same line with each vertex moved by chance, up to noise_m either way. */
static inline struct geo_geometry ground_shaken(struct base_arena *arena, uint64_t *state,
                                                const struct geo_geometry *line, double noise_m)
{
    struct geo_geometry out = geo_geometry_copy(line, arena);
    struct geo_point *points = base_arena_alloc(arena, (out.point_count + 1) * sizeof *points);
    struct geo_plane plane = ground_plane();
    for (uint32_t i = 0; i < out.point_count; i++) {
        double x, y;
        geo_plane_project(&plane, line->points[i], &x, &y);
        points[i] = ground_point(x + chance_between(state, -noise_m, noise_m),
                                 y + chance_between(state, -noise_m, noise_m));
    }
    out.points = points;
    return out;
}

/* The line from its end to its start. */
static inline struct geo_geometry ground_reversed(struct base_arena *arena,
                                                  const struct geo_geometry *line)
{
    struct geo_geometry out = geo_geometry_copy(line, arena);
    struct geo_point *points = base_arena_alloc(arena, (out.point_count + 1) * sizeof *points);
    for (uint32_t i = 0; i < out.point_count; i++)
        points[i] = line->points[out.point_count - 1 - i];
    out.points = points;
    return out;
}

#endif
