/* tests/boundary/ground.h - divisions drawn in metres on a small plane in Changchun. */
#ifndef TESTS_BOUNDARY_GROUND_H
#define TESTS_BOUNDARY_GROUND_H

#include "boundary/inspect.h"
#include "tests/geo/ground_shape.h"
#include "tests/support/near.h"

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
