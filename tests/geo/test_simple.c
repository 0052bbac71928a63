/* Tests of geo/simple. */
#include "geo/simple.h"

#include "geo/engine.h"
#include "geo/validity.h"
#include "tests/geo/shapes.h"
#include "tests/support/cmocka.h"

static void what_is_plainly_valid_is_proved(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "POLYGON((0 0,10 0,0 10,0 0))",
        "POLYGON((0 0,5 0,10 0,10 10,0 10,0 0))", /* goes straight on */
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(1 1,2 1,2 2,1 1),(5 5,6 5,6 6,5 5))",
        "MULTIPOLYGON(((0 0,4 0,4 4,0 0)),((5 5,8 5,8 8,5 5)))",
        /* an island in a lake */
        "MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0),(1 1,9 1,9 9,1 9,1 1)),((4 4,5 4,5 5,4 4)))",
        "MULTIPOLYGON(((4 4,5 4,5 5,4 4)),((0 0,10 0,10 10,0 10,0 0),(1 1,9 1,9 9,1 9,1 1)))",
        "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))",
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = shape(arena, cases[i]);
        if (!geo_polygon_is_simple(&g))
            fail_msg("%s", cases[i]);
    }
}

static void what_is_not_or_only_touches_is_not_proved(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "POLYGON((0 0,10 10,10 0,0 10,0 0))",                           /* a bow */
        "POLYGON((0 0,10 0,10 0,10 10,0 10,0 0))",                      /* a point twice */
        "POLYGON((0 0,10 0,10 10,5 10,5 18,5 10,0 10,0 0))",            /* a spike */
        "POLYGON((0 0,10 0,10 10,0 10,5 5,0 0),(5 5,6 5,6 6,5 5))",     /* a hole at a corner */
        "POLYGON((0 0,4 0,4 4,8 4,8 8,4 8,4 4,0 4,0 0))",               /* a waist */
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(20 20,21 20,21 21,20 20))", /* a hole outside */
        "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,8 1,8 8,1 8,1 1),(2 2,3 2,3 3,2 2))",
        "POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 10,10 5,5 0,0 5))",
        "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((4 0,8 0,8 4,4 4,4 0)))", /* a common side */
        "MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((4 4,5 4,5 5,4 4)))",     /* one in the other */
        "MULTIPOLYGON(((4 4,5 4,5 5,4 4)),((0 0,9 0,9 9,0 9,0 0)))",
        "POLYGON((0 0,10 0,20 0,0 0))", /* no area */
        "POLYGON EMPTY",
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = shape(arena, cases[i]);
        if (geo_polygon_is_simple(&g))
            fail_msg("%s", cases[i]);
    }
}

/* A ring around the origin with so many corners; where disorder is more than the
 * step from one corner to the next, it crosses itself. */
static void add_ring(struct geo_builder *b, uint32_t corners, double size_deg, double disorder,
                     uint64_t *seed)
{
    geo_builder_ring(b);
    struct geo_point first = {0, 0};
    for (uint32_t i = 0; i < corners; i++) {
        double turn = ((double)i + chance_between(seed, 0, disorder)) * 2 * GEO_PI / corners;
        double reach = size_deg * chance_between(seed, 0.7, 1);
        struct geo_point p = point_deg(reach * cos(turn), reach * sin(turn));
        first = i == 0 ? p : first;
        geo_builder_point(b, p);
    }
    geo_builder_point(b, first);
}

static struct geo_geometry polygon_by_chance(struct base_arena *arena, uint64_t *seed)
{
    struct geo_builder b;
    struct geo_geometry g;
    uint32_t corners = 3 + (uint32_t)(chance(seed) % 200);
    double disorder = chance_between(seed, 0, 1.3);
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_part(&b);
    add_ring(&b, corners, 1, disorder, seed);
    if (chance(seed) % 2) /* a hole that is small enough, or not */
        add_ring(&b, 3 + (uint32_t)(chance(seed) % 50), chance_between(seed, 0.2, 0.9), disorder,
                 seed);
    assert_int_equal(geo_builder_finish(&b, &g, NULL), BASE_OK);
    return g;
}

static bool geos_says_valid(struct geo_engine *engine, const struct geo_geometry *g)
{
    struct geo_frame frame = geo_frame_degrees();
    GEOSGeometry *made = geo_engine_make(engine, g, &frame);
    assert_non_null(made);
    char answer = GEOSisValid_r(engine->geos, made);
    GEOSGeom_destroy_r(engine->geos, made);
    return answer == 1;
}

/* Never proved where GEOS finds a fault; and where GEOS finds none it is proved,
 * since points by chance never merely touch. */
static void chance_polygons_are_judged_as_by_geos(void **state)
{
    (void)state;
    uint64_t seed = 11;
    size_t valid_ones = 0, rounds = 4000;
    struct geo_engine *engine = geo_engine_create();
    for (size_t i = 0; i < rounds; i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry g = polygon_by_chance(arena, &seed);
        bool valid = geos_says_valid(engine, &g);
        if (geo_polygon_is_simple(&g) != valid)
            fail_msg("round %zu: GEOS says %s", i, valid ? "valid" : "invalid");
        valid_ones += valid;
    }
    assert_true(valid_ones > rounds / 10 && valid_ones < rounds * 9 / 10);
    geo_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_plainly_valid_is_proved),
        cmocka_unit_test(what_is_not_or_only_touches_is_not_proved),
        cmocka_unit_test(chance_polygons_are_judged_as_by_geos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
