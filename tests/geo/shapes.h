/* tests/geo/shapes.h - geometries from WKT, and numbers by chance. */
#ifndef TESTS_GEO_SHAPES_H
#define TESTS_GEO_SHAPES_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/geometry.h"
#include "tests/support/cmocka.h"

static inline struct geo_point point_deg(double lon, double lat)
{
    return (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)};
}

/* Reads the points up to the closing bracket; returns what follows it. */
static inline const char *shape_points(struct geo_builder *b, const char *text)
{
    for (;;) {
        char *end = NULL;
        double lon = strtod(text, &end);
        assert_ptr_not_equal(end, text);
        double lat = strtod(end, &end);
        geo_builder_point(b, point_deg(lon, lat));
        text = end + 1;
        if (*end == ')')
            return text;
        assert_int_equal(*end, ',');
    }
}

/* A part: "(x y,x y)" or, for polygons, "((…),(…))". */
static inline const char *shape_part(struct geo_builder *b, enum geo_kind kind, const char *text)
{
    geo_builder_part(b);
    if (kind != GEO_POLYGON) {
        geo_builder_ring(b);
        return shape_points(b, text + 1);
    }
    do {
        geo_builder_ring(b);
        text = shape_points(b, text + 2);
    } while (*text == ',' && text[1] == '(');
    assert_int_equal(*text, ')');
    return text + 1;
}

/* WKT without blanks around brackets, degrees; multi points as ((x y),(x y)). */
static inline struct geo_geometry shape(struct base_arena *arena, const char *wkt)
{
    static const char *const NAMES[] = {"",           "POINT",           "LINESTRING",  "POLYGON",
                                        "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"};
    size_t length = strcspn(wkt, "( ");
    enum geo_kind kind = GEO_POINT;
    while (kind < GEO_MULTIPOLYGON &&
           (strlen(NAMES[kind]) != length || strncmp(NAMES[kind], wkt, length) != 0))
        kind++;
    struct geo_builder b;
    struct geo_geometry out;
    geo_builder_init(&b, kind, arena);
    const char *text = wkt + length;
    if (*text == '(' && kind <= GEO_POLYGON) {
        shape_part(&b, kind, text);
    } else if (*text == '(') {
        do
            text = shape_part(&b, kind - GEO_POLYGON, text + 1);
        while (*text == ',');
    }
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

/* xorshift64*; the same numbers in every run. */
static inline uint64_t chance(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* In [low, high). */
static inline double chance_between(uint64_t *state, double low, double high)
{
    return low + (high - low) * ((double)(chance(state) >> 11) / 9007199254740992.0);
}

/* A star-shaped polygon of count corners around a centre, radius in degrees. */
static inline struct geo_geometry chance_star(struct base_arena *arena, uint64_t *state, int count,
                                              double lon, double lat, double radius)
{
    struct geo_builder b;
    struct geo_geometry out;
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (int i = 0; i < count; i++) {
        double turn = 2 * GEO_PI * i / count, r = radius * chance_between(state, 0.3, 1);
        geo_builder_point(&b, point_deg(lon + r * cos(turn), lat + r * sin(turn)));
    }
    geo_builder_point(&b, b.points[0]);
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

#endif
