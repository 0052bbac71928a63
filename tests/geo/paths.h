/* tests/geo/paths.h - pairs of indexed lines. */
#ifndef TESTS_GEO_PATHS_H
#define TESTS_GEO_PATHS_H

#include "geo/apart.h"
#include "tests/geo/ground_shape.h"
#include "tests/support/near.h"

struct paths {
    struct geo_path a, b;
};

static inline struct paths paths_of(struct base_arena *arena, struct geo_geometry a,
                                    struct geo_geometry b)
{
    struct paths paths;
    assert_int_equal(geo_path_init(&a, arena, &paths.a, NULL), BASE_OK);
    assert_int_equal(geo_path_init(&b, arena, &paths.b, NULL), BASE_OK);
    return paths;
}

static inline struct paths paths_read(struct base_arena *arena, const char *a, const char *b)
{
    return paths_of(arena, ground_shape(arena, a), ground_shape(arena, b));
}

#endif
