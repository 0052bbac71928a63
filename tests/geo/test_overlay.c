/* Tests of geo/overlay. */
#include "geo/overlay.h"

#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

#define SQUARE "POLYGON((0 0,10 0,10 10,0 10,0 0))"

static void set_operations_give_grid_polygons(void **state)
{
    (void)state;
    static const struct {
        enum geo_overlay_op op;
        const char *a, *b;
        double area; /* square degrees */
        uint32_t parts, rings;
    } cases[] = {
        {GEO_INTERSECTION, SQUARE, "POLYGON((5 5,15 5,15 15,5 15,5 5))", 25, 1, 1},
        {GEO_UNION, SQUARE, "POLYGON((5 5,15 5,15 15,5 15,5 5))", 175, 1, 1},
        {GEO_DIFFERENCE, SQUARE, "POLYGON((5 5,15 5,15 15,5 15,5 5))", 75, 1, 1},
        {GEO_DIFFERENCE, SQUARE, "POLYGON((2 2,3 2,3 3,2 3,2 2))", 99, 1, 2},
        {GEO_DIFFERENCE, SQUARE, "POLYGON((4 -1,6 -1,6 11,4 11,4 -1))", 80, 2, 2},
        {GEO_INTERSECTION, SQUARE, "POLYGON((10 0,20 0,20 10,10 0))", 0, 0, 0}, /* an edge only */
        {GEO_INTERSECTION, SQUARE, "POLYGON((50 0,60 0,60 10,50 0))", 0, 0, 0},
        {GEO_DIFFERENCE, SQUARE, SQUARE, 0, 0, 0},
        {GEO_UNION, SQUARE, "POLYGON EMPTY", 100, 1, 1},
        {GEO_UNION, "POLYGON EMPTY", SQUARE, 100, 1, 1},
        {GEO_INTERSECTION, SQUARE, "MULTIPOLYGON EMPTY", 0, 0, 0},
        {GEO_UNION, "POLYGON EMPTY", "POLYGON EMPTY", 0, 0, 0},
        /* invalid ones are made valid, collapsed ones count as nothing */
        {GEO_INTERSECTION, SQUARE, "POLYGON((0 0,10 10,10 0,0 10,0 0))", 50, 2, 2},
        {GEO_UNION, SQUARE, "POLYGON((20 20,21 21,20 20))", 100, 1, 1},
        {GEO_UNION, "POLYGON((-180 0,-90 0,-90 10,-180 10,-180 0))",
         "POLYGON((90 0,180 0,180 10,90 10,90 0))", 1800, 2, 2},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_engine *engine = geo_engine_create();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry a = shape(arena, cases[i].a), b = shape(arena, cases[i].b), out;
        assert_int_equal(geo_overlay(engine, cases[i].op, &a, &b, arena, &out, NULL), BASE_OK);
        if (out.part_count != cases[i].parts || out.ring_count != cases[i].rings)
            fail_msg("case %zu has %u parts, %u rings", i, out.part_count, out.ring_count);
        double sum = 0;
        for (uint32_t r = 0; r < out.ring_count; r++)
            sum += (double)geo_ring_area2(out.points + out.ring_points[r],
                                          out.ring_points[r + 1] - out.ring_points[r]);
        assert_near(sum / 2e18, cases[i].area, 1e-6); /* shells left, holes right */
    }
    geo_engine_free(engine);
}

static void pieces_add_up(void **state)
{
    (void)state;
    uint64_t seed = 51;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_engine *engine = geo_engine_create();
    for (int i = 0; i < 60; i++) {
        base_arena_reset(arena);
        struct geo_geometry a = chance_star(arena, &seed, 30, 125.3, 43.8, 0.2);
        struct geo_geometry b = chance_star(arena, &seed, 30, 125.4, 43.9, 0.2);
        struct geo_geometry both, rest, all, pair[2] = {a, b}, merged;
        assert_int_equal(geo_overlay(engine, GEO_INTERSECTION, &a, &b, arena, &both, NULL), 0);
        assert_int_equal(geo_overlay(engine, GEO_DIFFERENCE, &a, &b, arena, &rest, NULL), 0);
        assert_int_equal(geo_overlay(engine, GEO_UNION, &a, &b, arena, &all, NULL), 0);
        assert_int_equal(geo_overlay_union(engine, pair, 2, arena, &merged, NULL), 0);
        double area = geo_area_m2(&a);
        assert_near(geo_area_m2(&both) + geo_area_m2(&rest), area, 20); /* crossings are rounded */
        assert_near(geo_area_m2(&all), area + geo_area_m2(&b) - geo_area_m2(&both), 20);
        assert_near(geo_area_m2(&merged), geo_area_m2(&all), 1e-3);
        struct geo_fault fault;
        bool valid = false;
        assert_int_equal(geo_validity_check(engine, &rest, &valid, &fault, NULL), BASE_OK);
        assert_true(valid);
    }
    geo_engine_free(engine);
}

static void a_union_of_many_or_none(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_engine *engine = geo_engine_create();
    struct geo_geometry cells[100], out;
    for (int i = 0; i < 100; i++) {
        char wkt[128];
        int x = i % 10, y = i / 10;
        snprintf(wkt, sizeof wkt, "POLYGON((%d %d,%d %d,%d %d,%d %d,%d %d))", x, y, x + 1, y, x + 1,
                 y + 1, x, y + 1, x, y);
        cells[i] = shape(arena, wkt);
    }
    assert_int_equal(geo_overlay_union(engine, cells, 100, arena, &out, NULL), BASE_OK);
    assert_int_equal(out.part_count, 1);
    assert_int_equal(out.ring_count, 1);
    assert_int_equal(geo_polygon_locate(&out, point_deg(5, 5)), GEO_INSIDE);
    assert_int_equal(geo_overlay_union(engine, NULL, 0, arena, &out, NULL), BASE_OK);
    assert_int_equal(out.part_count, 0);
    geo_engine_free(engine);
}

static void buffers_are_round_in_metres(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_engine *engine = geo_engine_create();
    static const double latitudes[] = {0, 43.8, -70, 85};
    for (size_t i = 0; i < COUNT(latitudes); i++) {
        char wkt[64];
        snprintf(wkt, sizeof wkt, "POINT(125.3 %g)", latitudes[i]);
        struct geo_geometry point = shape(arena, wkt), out;
        assert_int_equal(geo_overlay_buffer(engine, &point, 500, arena, &out, NULL), BASE_OK);
        assert_int_equal(out.point_count, 33);
        for (uint32_t p = 0; p < out.point_count; p++)
            assert_near(geo_distance_m(point.points[0], out.points[p]), 500, 0.5);
    }
    struct geo_geometry line = shape(arena, "LINESTRING(125.3 43.8,125.4 43.8)"), out;
    assert_int_equal(geo_overlay_buffer(engine, &line, 100, arena, &out, NULL), BASE_OK);
    double expected = 200 * geo_length_m(&line) + GEO_PI * 100 * 100;
    assert_near(geo_area_m2(&out), expected, 1e-3 * expected);
    struct geo_geometry polygon = shape(arena, "POLYGON((125 43,125.01 43,125.01 43.01,125 43))");
    assert_int_equal(geo_overlay_buffer(engine, &polygon, -5000, arena, &out, NULL), BASE_OK);
    assert_int_equal(out.part_count, 0);
    struct geo_geometry empty = shape(arena, "POLYGON EMPTY");
    assert_int_equal(geo_overlay_buffer(engine, &empty, 10, arena, &out, NULL), BASE_OK);
    assert_int_equal(out.part_count, 0);
    assert_int_equal(geo_overlay_buffer(engine, &line, NAN, arena, &out, NULL), BASE_INVALID);
    geo_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_operations_give_grid_polygons),
        cmocka_unit_test(pieces_add_up),
        cmocka_unit_test(a_union_of_many_or_none),
        cmocka_unit_test(buffers_are_round_in_metres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
