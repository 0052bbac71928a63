/* tests/boundary/ground.h - divisions drawn in metres on a small plane in Changchun. */
#ifndef TESTS_BOUNDARY_GROUND_H
#define TESTS_BOUNDARY_GROUND_H

#include "boundary/inspect.h"
#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

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
    struct geo_plane plane = geo_plane_at(point_deg(125.3235, 43.8171));
    struct geo_point *points = base_arena_alloc(arena, (g.point_count + 1) * sizeof *points);
    for (uint32_t i = 0; i < g.point_count; i++)
        points[i] = geo_plane_unproject(&plane, (double)g.points[i].lon / 1e6,
                                        (double)g.points[i].lat / 1e6);
    g.points = points;
    return g;
}

static inline struct boundary_unit ground_unit(struct base_arena *arena, const char *code,
                                               const char *name, enum store_level level,
                                               const char *wkt)
{
    return (struct boundary_unit){.identity = atoi(code),
                                  .code = code,
                                  .name = name,
                                  .level = level,
                                  .geometry = ground_shape(arena, wkt),
                                  .resolution_m = 0.01,
                                  .area_km2 = NAN,
                                  .valid_from = BASE_DATE_NONE,
                                  .valid_to = BASE_DATE_NONE};
}

static inline struct boundary_report ground_inspect(struct base_arena *arena,
                                                    const struct boundary_unit *units,
                                                    uint32_t count, const char *profile)
{
    struct boundary_input input = {.units = units, .unit_count = count};
    struct boundary_options options = {.level = STORE_LEVEL_COUNTY, .at = 20000};
    struct boundary_report report;
    struct base_error err = {.message = ""};
    assert_int_equal(boundary_profile_parse(profile, &options.profile, NULL), BASE_OK);
    if (boundary_inspect(&input, &options, arena, NULL, &report, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return report;
}

#endif
