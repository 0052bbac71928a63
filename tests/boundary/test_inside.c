/* tests/boundary/test_inside.c - who and what stands on the ground of a finding. */
#include "boundary/inside.h"
#include "geo/measure.h"
#include "tests/boundary/ground.h"
#include "tests/support/near.h"

#define NEAR_M 0.2 /* the plane of the drawings is good to 1e-4 at 800 m */
#define SQUARE "POLYGON((0 0,800 0,800 800,0 800,0 0))"

static double inside(struct base_arena *arena, const char *polygon, const char *line)
{
    struct geo_geometry shape = ground_shape(arena, polygon), path = ground_shape(arena, line);
    return boundary_inside_length_m(path.points, path.point_count, &shape);
}

static void a_path_counts_as_far_as_it_lies_inside(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    static const struct {
        const char *line;
        double expected_m;
    } CASES[] = {
        {"LINESTRING(-300 400,1200 400)", 800},
        {"LINESTRING(100 100,400 500)", 500},
        {"LINESTRING(400 400,400 1500)", 400},
        {"LINESTRING(-100 0,-100 900)", 0},
        {"LINESTRING(-100 -100,900 900)", 1131.3708},
        {"LINESTRING(-100 700,100 900)", 0}, /* touches a corner */
        {"LINESTRING(100 100,100 100,200 100)", 100},
        {"LINESTRING(-50 400,50 400,-50 300)", 120.7107},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_near(inside(arena, SQUARE, CASES[i].line), CASES[i].expected_m, NEAR_M);
}

static void a_path_that_leaves_and_comes_back_counts_twice(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const char *comb = "POLYGON((0 0,800 0,800 800,600 800,600 300,200 300,200 800,0 800,0 0))";
    assert_near(inside(arena, comb, "LINESTRING(-100 500,900 500)"), 400, NEAR_M);
    const char *hole = "POLYGON((0 0,800 0,800 800,0 800,0 0),(300 300,300 500,500 500,500 300,"
                       "300 300))";
    assert_near(inside(arena, hole, "LINESTRING(-100 400,900 400)"), 600, NEAR_M);
}

static struct geo_point at(struct base_arena *arena, const char *wkt)
{
    return ground_shape(arena, wkt).points[0];
}

static void people_places_and_facilities_count_where_they_stand(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_finding findings[2] = {
        {.kind = BOUNDARY_OVERLAP, .geometry = ground_shape(arena, SQUARE)},
        {.kind = BOUNDARY_DUPLICATE, .geometry = ground_shape(arena, SQUARE)}};
    struct store_population people[] = {
        {.total = 100, .age65 = 14, .has_point = true, .point = at(arena, "POINT(400 400)")},
        {.total = 7,
         .age65 = -1,
         .has_point = true,
         .point = at(arena, "POINT(800 400)")}, /* on the edge */
        {.total = 1000, .age65 = 200, .has_point = true, .point = at(arena, "POINT(1600 400)")},
        {.total = 1000, .age65 = 200}};
    struct store_facility facility = {.has_point = true, .point = at(arena, "POINT(10 10)")};
    struct store_road road = {.geometry = ground_shape(arena, "LINESTRING(-100 400,700 400)")};
    struct store_place place = {.geometry = findings[0].geometry};
    struct boundary_ground ground = {.people = people,
                                     .people_count = 4,
                                     .places = &place,
                                     .place_count = 1,
                                     .facilities = &facility,
                                     .facility_count = 1,
                                     .roads = &road,
                                     .road_count = 1};
    assert_int_equal(boundary_inside_measure(findings, 2, &ground, NULL), BASE_OK);
    assert_true(findings[0].inside.known);
    assert_int_equal(findings[0].inside.people, 107);
    assert_int_equal(findings[0].inside.age65, 14);
    assert_int_equal(findings[0].inside.places, 1);
    assert_int_equal(findings[0].inside.facilities, 1);
    assert_near(findings[0].inside.roads_m, 700, NEAR_M);
    assert_false(findings[1].inside.known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_counts_as_far_as_it_lies_inside),
        cmocka_unit_test(a_path_that_leaves_and_comes_back_counts_twice),
        cmocka_unit_test(people_places_and_facilities_count_where_they_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
