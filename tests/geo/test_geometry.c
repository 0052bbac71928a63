/* Tests of geo/geometry. */
#include "geo/geometry.h"

#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static void locate_is_exact(void **state)
{
    (void)state;
    static const struct {
        const char *polygon;
        double lon, lat;
        enum geo_side side;
    } cases[] = {
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 5, 5, GEO_INSIDE},
        {"POLYGON((0 0,0 10,10 10,10 0,0 0))", 5, 5, GEO_INSIDE}, /* either winding */
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 10, 5, GEO_BOUNDARY},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 0, 5, GEO_BOUNDARY},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 5, 0, GEO_BOUNDARY},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 5, 10, GEO_BOUNDARY},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 10, 10, GEO_BOUNDARY},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 0, 0, GEO_BOUNDARY},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 11, 0, GEO_OUTSIDE},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", -1, 0, GEO_OUTSIDE},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", -1, 10, GEO_OUTSIDE},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 10.000000001, 5, GEO_OUTSIDE},
        {"POLYGON((0 0,10 0,10 10,0 10,0 0))", 9.999999999, 5, GEO_INSIDE},
        {"POLYGON((-180 -90,180 90,-180 90,-180 -90))", 0, 0, GEO_BOUNDARY},
        {"POLYGON((-180 -90,180 90,-180 90,-180 -90))", 0, 0.000000001, GEO_INSIDE},
        {"POLYGON((-180 -90,180 90,-180 90,-180 -90))", 0.000000001, 0, GEO_OUTSIDE},
        {"POLYGON((0 0,4 0,4 4,2 2,0 4,0 0))", 2, 2, GEO_BOUNDARY},
        {"POLYGON((0 0,4 0,4 4,2 2,0 4,0 0))", 2, 3, GEO_OUTSIDE},
        {"POLYGON((0 0,4 0,4 4,2 2,0 4,0 0))", 1, 2, GEO_INSIDE}, /* the ray meets a vertex */
        {"POLYGON((0 0,9 0,9 9,0 9,0 0),(3 3,6 3,6 6,3 6,3 3))", 4, 4, GEO_OUTSIDE},
        {"POLYGON((0 0,9 0,9 9,0 9,0 0),(3 3,6 3,6 6,3 6,3 3))", 3, 4, GEO_BOUNDARY},
        {"POLYGON((0 0,9 0,9 9,0 9,0 0),(3 3,6 3,6 6,3 6,3 3))", 2, 6, GEO_INSIDE},
        {"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((4 4,6 4,6 6,4 6,4 4)))", 5, 5, GEO_INSIDE},
        {"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((4 4,6 4,6 6,4 6,4 4)))", 3, 3, GEO_OUTSIDE},
        {"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((4 4,6 4,6 6,4 6,4 4)))", 4, 5, GEO_BOUNDARY},
        {"POLYGON EMPTY", 0, 0, GEO_OUTSIDE},
        {"POLYGON((0 0,1 1,0 0))", 0.5, 0.25, GEO_OUTSIDE}, /* collapsed */
        {"POLYGON((0 0,1 1,0 0))", 0.5, 0.5, GEO_BOUNDARY},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry polygon = shape(arena, cases[i].polygon);
        struct geo_point point = point_deg(cases[i].lon, cases[i].lat);
        if (geo_polygon_locate(&polygon, point) != cases[i].side)
            fail_msg("case %zu: %s", i, cases[i].polygon);
    }
}

static void area2_is_signed_and_wide(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry world = shape(arena, "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))");
    geo_wide_t expected = (geo_wide_t)2 * INT64_C(360000000000) * INT64_C(180000000000);
    assert_true(geo_ring_area2(world.points, world.point_count) == expected);
    struct geo_geometry back = shape(arena, "POLYGON((-180 -90,-180 90,180 90,180 -90,-180 -90))");
    assert_true(geo_ring_area2(back.points, back.point_count) == -expected);
    struct geo_geometry bow = shape(arena, "POLYGON((0 0,10 10,10 0,0 10,0 0))");
    assert_true(geo_ring_area2(bow.points, bow.point_count) == 0);
    assert_true(geo_ring_area2(NULL, 0) == 0);
}

static void parts_are_borrowed_and_copies_start_at_zero(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry multi =
        shape(arena, "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((4 4,8 4,8 8,4 8,4 4),(5 5,6 5,6 6,5 5)))");
    struct geo_geometry part = geo_geometry_part(&multi, 1);
    assert_int_equal(part.kind, GEO_POLYGON);
    assert_int_equal(part.part_count, 1);
    assert_int_equal(part.ring_count, 2);
    assert_int_equal(part.point_count, 9);
    assert_ptr_equal(part.part_rings, &multi.part_rings[1]);
    assert_int_equal(geo_polygon_locate(&part, point_deg(4.5, 4.5)), GEO_INSIDE);
    assert_int_equal(geo_polygon_locate(&part, point_deg(5.9, 5.5)), GEO_OUTSIDE);
    assert_int_equal(geo_polygon_locate(&part, point_deg(0.9, 0.1)), GEO_OUTSIDE);

    struct geo_box box = geo_geometry_box(&part);
    assert_int_equal(box.min.lon, 4 * GEO_GRID_PER_DEGREE);
    assert_int_equal(box.max.lat, 8 * GEO_GRID_PER_DEGREE);

    struct geo_geometry copy = geo_geometry_copy(&part, arena);
    assert_int_equal(copy.part_rings[0], 0);
    assert_int_equal(copy.ring_points[0], 0);
    assert_int_equal(copy.ring_points[2], 9);
    assert_true(geo_geometry_equal(&copy, &part));
    assert_true(geo_geometry_equal(&part, &copy));
    assert_false(geo_geometry_equal(&multi, &copy));
}

static void copy_tells_when_the_arena_is_full(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g = shape(arena, "POLYGON((0 0,1 0,1 1,0 0))");
    struct base_arena *small BASE_ARENA_AUTO = base_arena_create(40);
    assert_null(geo_geometry_copy(&g, small).points);
    struct geo_geometry out;
    assert_int_equal(geo_geometry_orient(&g, small, &out, NULL), BASE_NO_MEMORY);
}

static void equal_looks_at_class_structure_and_points(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int equal;
    } cases[] = {
        {"POINT(1 2)", "POINT(1 2)", 1},
        {"POINT(1 2)", "MULTIPOINT((1 2))", 1},
        {"POINT(1 2)", "POINT(1 3)", 0},
        {"LINESTRING(0 0,1 1)", "LINESTRING(0 0,1 1,2 2)", 0},
        {"LINESTRING(0 0,1 1)", "LINESTRING(1 1,0 0)", 0},
        {"POLYGON EMPTY", "MULTIPOLYGON EMPTY", 1},
        {"POLYGON EMPTY", "POINT EMPTY", 0},
        {"MULTILINESTRING((0 0,1 1),(2 2,3 3,4 4))", "MULTILINESTRING((0 0,1 1,2 2),(3 3,4 4))", 0},
        {"MULTIPOLYGON(((0 0,9 0,9 9,0 0),(1 1,2 1,2 2,1 1)))",
         "MULTIPOLYGON(((0 0,9 0,9 9,0 0)),((1 1,2 1,2 2,1 1)))", 0},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry a = shape(arena, cases[i].a), b = shape(arena, cases[i].b);
        assert_int_equal(geo_geometry_equal(&a, &b), cases[i].equal);
    }
}

static void orient_winds_shells_left_and_holes_right(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"POLYGON((0 0,0 9,9 9,9 0,0 0),(1 1,2 1,2 2,1 1))",
         "POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,2 2,2 1,1 1))"},
        {"POLYGON((0 0,9 0,9 9,0 0))", "POLYGON((0 0,9 0,9 9,0 0))"},
        {"MULTIPOLYGON(((0 0,1 1,1 0,0 0)),((2 2,3 2,3 3,2 2)))",
         "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 2,3 2,3 3,2 2)))"},
        {"LINESTRING(0 0,1 1,1 0,0 0)", "LINESTRING(0 0,1 1,1 0,0 0)"},
        {"POLYGON EMPTY", "POLYGON EMPTY"},
        {"POLYGON((0 0,1 1,0 0))", "POLYGON((0 0,1 1,0 0))"},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry in = shape(arena, cases[i].in), out;
        struct geo_geometry expected = shape(arena, cases[i].out);
        assert_int_equal(geo_geometry_orient(&in, arena, &out, NULL), BASE_OK);
        assert_true(geo_geometry_equal(&out, &expected));
    }
}

static void empty_has_an_empty_box(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g = shape(arena, "MULTIPOLYGON EMPTY");
    assert_true(geo_box_is_empty(geo_geometry_box(&g)));
    struct geo_geometry copy = geo_geometry_copy(&g, arena);
    assert_non_null(copy.points);
    assert_true(geo_geometry_equal(&copy, &g));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(locate_is_exact),
        cmocka_unit_test(area2_is_signed_and_wide),
        cmocka_unit_test(parts_are_borrowed_and_copies_start_at_zero),
        cmocka_unit_test(copy_tells_when_the_arena_is_full),
        cmocka_unit_test(equal_looks_at_class_structure_and_points),
        cmocka_unit_test(orient_winds_shells_left_and_holes_right),
        cmocka_unit_test(empty_has_an_empty_box),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
