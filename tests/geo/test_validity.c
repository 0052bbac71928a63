/* Tests of geo/validity. */
#include "geo/validity.h"

#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static void faults_have_a_reason_and_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *wkt, *reason; /* NULL: valid */
        double lon, lat;
    } cases[] = {
        /* boundaries tests 16 to 18 */
        {"POLYGON((0 0,10 10,10 0,0 10,0 0))", "Self-intersection", 5, 5},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 10,10 5,5 0,0 5))", "Interior is disconnected",
         NAN, NAN},
        {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((4 4,8 4,8 8,4 8,4 4)))", NULL, 0, 0},
        {"POLYGON((0 0,4 0,4 4,8 4,8 8,4 8,4 4,0 4,0 0))", "Ring Self-intersection", 4, 4},
        {"MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((4 0,8 0,8 4,4 4,4 0)))", "Self-intersection", NAN,
         NAN},
        {"POLYGON((0 0,10 0,10 10,5 10,5 18,5 10,0 10,0 0))", "Ring Self-intersection", 5, 10},
        {"POLYGON((0 0,10 0,10 0,10 10,0 10,0 0))", NULL, 0, 0},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0),(20 20,21 20,21 21,20 20))", "Hole lies outside shell",
         20, 20},
        {"POLYGON((3 4,1 1,3 4))", "Too few points in geometry component", 3, 4},
        {"POLYGON((3 4,1 1,1 2,5 5))", "Ring is not closed", 3, 4},
        {"POLYGON EMPTY", "Empty geometry", 0, 0},
        {"MULTIPOLYGON EMPTY", "Empty geometry", 0, 0},
        {"LINESTRING(7 8)", "Too few points in geometry component", 7, 8},
        {"LINESTRING(0 0,1 1)", NULL, 0, 0},
        {"LINESTRING(1 1,1 1)", "Too few points in geometry component", 1, 1},
        {"POINT(1 1)", NULL, 0, 0},
        {"MULTIPOINT((1 1),(2 2))", NULL, 0, 0},
        {"POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))", NULL, 0, 0},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_engine *engine = geo_engine_create();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = shape(arena, cases[i].wkt);
        struct geo_fault fault = {.reason = "none"};
        bool valid = cases[i].reason != NULL; /* the wrong answer */
        assert_int_equal(geo_validity_check(engine, &g, &valid, &fault, NULL), BASE_OK);
        if (valid != !cases[i].reason || (!valid && strcmp(fault.reason, cases[i].reason) != 0))
            fail_msg("%s: %s", cases[i].wkt, fault.reason);
        if (!valid && !isnan(cases[i].lon)) {
            assert_near(geo_grid_to_degrees(fault.where.lon), cases[i].lon, 1e-9);
            assert_near(geo_grid_to_degrees(fault.where.lat), cases[i].lat, 1e-9);
        }
    }
    geo_engine_free(engine);
    geo_engine_free(NULL);
}

static void reasons_are_told_in_chinese_not_in_the_words_of_geos(void **state)
{
    (void)state;
    static const char *const REASONS[] = {
        "Self-intersection",       "Ring Self-intersection",
        "Hole lies outside shell", "Holes are nested",
        "Nested shells",           "Interior is disconnected",
        "Duplicate Rings",         "Too few points in geometry component",
        "Ring is not closed",      "Invalid Coordinate",
        "Empty geometry"};
    for (size_t i = 0; i < COUNT(REASONS); i++) {
        struct geo_fault fault;
        snprintf(fault.reason, sizeof fault.reason, "%s", REASONS[i]);
        assert_string_equal(geo_fault_reason(&fault, BASE_EN), REASONS[i]);
        for (const char *p = geo_fault_reason(&fault, BASE_ZH); *p; p++)
            assert_true((unsigned char)*p >= 0x80);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_have_a_reason_and_a_place),
        cmocka_unit_test(reasons_are_told_in_chinese_not_in_the_words_of_geos),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
