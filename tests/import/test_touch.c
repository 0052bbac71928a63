/* tests/import/test_touch.c - a line and an area. */
#include "import/touch.h"

#include "base/arena.h"
#include "geo/measure.h"
#include "tests/support/cmocka.h"

/* Positions in 1e-6 degree from (125, 43); the list ends with the first again for a ring. */
static struct geo_geometry shape(struct base_arena *arena, enum geo_kind kind,
                                 const int (*points)[2], size_t count)
{
    struct geo_builder builder;
    struct geo_geometry out;
    geo_builder_init(&builder, kind, arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (size_t i = 0; i < count; i++)
        geo_builder_point(&builder, (struct geo_point){125000000000 + 1000LL * points[i][0],
                                                       43000000000 + 1000LL * points[i][1]});
    assert_int_equal(geo_builder_finish(&builder, &out, NULL), BASE_OK);
    return out;
}

/* The area is a square of 0.1 degree; 0.001 degree of longitude is 81.5 m there. */
static void a_line_touches_what_it_comes_near(void **state)
{
    (void)state;
    static const int square[][2] = {{0, 0}, {100000, 0}, {100000, 100000}, {0, 100000}, {0, 0}};
    static const struct {
        const char *what;
        int line[3][2];
        bool touches;
    } cases[] = {
        {"along the edge", {{100000, 0}, {100000, 50000}, {100000, 100000}}, true},
        {"40 m beside it", {{100490, 0}, {100490, 50000}, {100490, 100000}}, true},
        {"82 m beside it", {{101000, 0}, {101000, 50000}, {101000, 100000}}, false},
        {"all inside", {{40000, 40000}, {50000, 50000}, {60000, 40000}}, true},
        {"across, no vertex near", {{-900000, 50000}, {900000, 50000}, {900000, 900000}}, true},
        {"past a corner, box over it", {{-60000, 50000}, {-60000, 160000}, {50000, 160000}}, false},
        {"to a corner, 20 m short", {{100200, 100100}, {200000, 200000}, {300000, 300000}}, true},
        {"far away", {{900000, 900000}, {910000, 900000}, {910000, 910000}}, false},
    };
    struct base_arena *arena = base_arena_create(0);
    struct geo_geometry area = shape(arena, GEO_POLYGON, square, COUNT(square));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry line = shape(arena, GEO_LINE, cases[i].line, 3);
        print_message("%s\n", cases[i].what);
        assert_int_equal(import_touches(&line, &area, 50), cases[i].touches);
    }
    base_arena_free(arena);
}

/* The outcome turns where the distance, measured apart, passes the limit. */
static void the_limit_is_in_metres_on_the_ground(void **state)
{
    (void)state;
    static const int square[][2] = {{0, 0}, {100000, 0}, {100000, 100000}, {0, 100000}, {0, 0}};
    struct base_arena *arena = base_arena_create(0);
    struct geo_geometry area = shape(arena, GEO_POLYGON, square, COUNT(square));
    for (int beside = 100; beside <= 1500; beside += 100) {
        const int path[][2] = {{100000 + beside, 50000}, {100000 + beside, 60000}};
        struct geo_geometry line = shape(arena, GEO_LINE, path, COUNT(path));
        double apart =
            geo_distance_m(line.points[0], (struct geo_point){125100000000, line.points[0].lat});
        for (double limit = 5; limit < 150; limit += 5)
            if (apart < limit * 0.999 || apart > limit * 1.001)
                assert_int_equal(import_touches(&line, &area, limit), apart < limit);
    }
    base_arena_free(arena);
}

static void nothing_touches_nothing(void **state)
{
    (void)state;
    static const int square[][2] = {{0, 0}, {100000, 0}, {100000, 100000}, {0, 0}};
    struct base_arena *arena = base_arena_create(0);
    struct geo_geometry area = shape(arena, GEO_POLYGON, square, COUNT(square));
    struct geo_geometry none = {.kind = GEO_LINE}, nowhere = {.kind = GEO_POLYGON};
    struct geo_geometry line = shape(arena, GEO_LINE, square, 2);
    assert_false(import_touches(&none, &area, 50));
    assert_false(import_touches(&line, &nowhere, 50));
    base_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_touches_what_it_comes_near),
        cmocka_unit_test(the_limit_is_in_metres_on_the_ground),
        cmocka_unit_test(nothing_touches_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
