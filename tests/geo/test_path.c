/* Chainage and side of points on lines. */
#include "geo/path.h"

#include "tests/geo/ground_shape.h"
#include "tests/support/near.h"

static struct geo_path path_of(struct base_arena *arena, struct geo_geometry line)
{
    struct geo_path path;
    struct base_error err = {.message = ""};
    if (geo_path_init(&line, arena, &path, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return path;
}

/* Cases 11 and 12 of the domain page, and the places where a side is easily lost. */
static void points_have_distance_chainage_and_side(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        double x, y, distance, chainage;
        int side;
    } cases[] = {
        {"LINESTRING(0 0,1000 0,1000 1000)", 600, 4.2, 4.2, 600, 1},
        {"LINESTRING(0 0,1000 0,1000 1000)", 600, -4.2, 4.2, 600, -1},
        {"LINESTRING(0 0,1000 0,1000 1000)", 1003, -4, 5.0, 1000, -1},
        {"LINESTRING(0 0,1000 0,1000 -1000)", 1003, 4, 5.0, 1000, 1},
        {"LINESTRING(0 0,1000 0,0 1)", 1003, 0.5, 3.0414, 1000, -1},
        {"LINESTRING(0 0,1000 0)", -3, 4, 5.0, 0, 1},
        {"LINESTRING(0 0,1000 0)", 1003, -4, 5.0, 1000, -1},
        {"LINESTRING(0 0,1000 0)", 1003, 0, 3.0, 1000, 0},
        {"LINESTRING(0 0,1000 0)", 400, 0, 0, 400, 0},
        {"LINESTRING(0 0,500 0,500 0,1000 0)", 500, 7, 7, 500, 1},
        {"LINESTRING(0 0,100 0,100 100,0 100,0 0)", -3, -4, 5.0, 0, -1},
        {"LINESTRING(0 0,100 0,100 100,0 100,0 0)", 5, 6, 5.0, 395 - 1, 1},
        {"MULTILINESTRING((0 0,100 0),(300 0,200 0))", 250, 1, 1, 150, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_path path = path_of(arena, ground_shape(arena, cases[i].line));
        struct geo_foot foot = geo_path_find(&path, ground_point(cases[i].x, cases[i].y));
        assert_near(foot.distance_m, cases[i].distance, 1e-3);
        assert_near(foot.chainage_m, cases[i].chainage, 2e-3);
        assert_int_equal(foot.side, cases[i].side);
    }
}

/* Case 30: an edge is straight in lon/lat, distances are geodesic. */
static void an_edge_is_straight_in_degrees(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_path path = path_of(arena, shape(arena, "LINESTRING(125.2 43.9,125.3 43.9)"));
    struct geo_foot foot = geo_path_find(&path, point_deg(125.25, 43.9001));
    assert_near(foot.distance_m, 11.111, 1e-3);
    assert_near(path.length_m, geo_distance_m(point_deg(125.2, 43.9), point_deg(125.3, 43.9)),
                1e-9);
}

static void the_index_finds_what_a_walk_over_all_finds(void **state)
{
    (void)state;
    uint64_t seed = 7;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_path path = path_of(arena, ground_wander(arena, &seed, 400, 50));
    for (int i = 0; i < 500; i++) {
        struct geo_point p =
            ground_point(chance_between(&seed, -500, 15000), chance_between(&seed, -4000, 4000));
        double best = INFINITY;
        for (uint32_t s = 0; s < path.segment_count; s++)
            best = fmin(best, geo_segment_distance_m(p, geo_path_start(&path, s),
                                                     geo_path_end(&path, s), NULL));
        struct geo_foot foot = geo_path_find(&path, p);
        assert_near(foot.distance_m, best, 2e-5 * best + 2e-4);
        assert_near(geo_distance_m(geo_path_at(&path, foot.chainage_m), foot.point), 0, 1e-3);
        assert_int_equal(geo_path_find_within(&path, p, best * 0.99, &foot), 0);
        assert_int_equal(geo_path_find_within(&path, p, best * 1.01, &foot), 1);
    }
}

static void turning_a_line_turns_sides_and_chainage(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int round = 0; round < 50; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry line = ground_wander(arena, &seed, 60, 40);
        struct geo_path there = path_of(arena, line);
        struct geo_path back = path_of(arena, ground_reversed(arena, &line));
        assert_near(there.length_m, back.length_m, 1e-6);
        for (int i = 0; i < 40; i++) {
            struct geo_point p = geo_path_at(&there, chance_between(&seed, 0, there.length_m));
            p.lon += (int64_t)chance_between(&seed, -900, 900);
            p.lat += (int64_t)chance_between(&seed, -900, 900);
            struct geo_foot a = geo_path_find(&there, p), b = geo_path_find(&back, p);
            assert_near(a.distance_m, b.distance_m, 1e-4);
            assert_near(a.chainage_m, there.length_m - b.chainage_m, 1e-3);
            if (a.distance_m > 0.001)
                assert_int_equal(a.side, -b.side);
        }
    }
}

static void what_is_no_line_is_refused(void **state)
{
    (void)state;
    static const char *const WKT[] = {"POINT(1 1)", "LINESTRING(5 5,5 5)",
                                      "POLYGON((0 0,1 0,1 1,0 0))"};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_path path = {.segment_count = 77};
    for (size_t i = 0; i < sizeof WKT / sizeof WKT[0]; i++) {
        struct geo_geometry g = shape(arena, WKT[i]);
        assert_int_equal(geo_path_init(&g, arena, &path, NULL), BASE_INVALID);
    }
    struct geo_geometry empty = {.kind = GEO_LINE};
    assert_int_equal(geo_path_init(&empty, arena, &path, NULL), BASE_INVALID);
    assert_int_equal(path.segment_count, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_have_distance_chainage_and_side),
        cmocka_unit_test(an_edge_is_straight_in_degrees),
        cmocka_unit_test(the_index_finds_what_a_walk_over_all_finds),
        cmocka_unit_test(turning_a_line_turns_sides_and_chainage),
        cmocka_unit_test(what_is_no_line_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
