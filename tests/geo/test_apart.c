/* How far one line lies from another, and how much of it lies near. */
#include "base/date.h"
#include "tests/geo/paths.h"

static void lines_part_by_known_distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double a_from_b, b_from_a, within, within_m;
    } cases[] = {
        /* cases 5 to 7 of the domain page */
        {"LINESTRING(0 0,500 0,1000 0)", "LINESTRING(0 0,400 30,600 30,1000 0)", 30, 30, 15,
         401.123},
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 0,250 20,750 -20,1000 0)", 19.9364, 20, 10,
         501.597},
        {"LINESTRING(0 0,800 10,200 10,1000 0)", "LINESTRING(0 0,1000 0)", 10, 6.2495, 20,
         2200.096},
        /* the farthest place lies on an edge, where two edges are equally near */
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 0,0 300,1000 300,1000 0)", 300, 300, 100, 200},
        {"LINESTRING(0 0,1000 0)", "MULTILINESTRING((0 0,100 0),(900 0,1000 0))", 400, 0, 100, 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct paths p = paths_read(arena, cases[i].a, cases[i].b);
        assert_near(geo_path_farthest(&p.a, &p.b).distance_m, cases[i].a_from_b, 0.002);
        assert_near(geo_path_farthest(&p.b, &p.a).distance_m, cases[i].b_from_a, 0.002);
        assert_near(geo_path_within_m(&p.a, &p.b, cases[i].within), cases[i].within_m, 0.05);
    }
}

/* Every 10 cm of the line, by the foot. */
static void the_farthest_place_is_no_nearer_than_any_sample(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int round = 0; round < 40; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry line = ground_wander(arena, &seed, 25, 20);
        struct paths p = paths_of(arena, line, ground_shaken(arena, &seed, &line, 15));
        struct geo_farthest farthest = geo_path_farthest(&p.a, &p.b);
        double most = 0, near = 0, limit = chance_between(&seed, 1, 12);
        for (double s = 0.05; s < p.a.length_m; s += 0.1) {
            double d = geo_path_find(&p.b, geo_path_at(&p.a, s)).distance_m;
            most = fmax(most, d);
            near += d <= limit ? 0.1 : 0;
        }
        assert_true(farthest.distance_m >= most - 0.001);
        assert_true(farthest.distance_m <= most + 0.11);
        assert_near(geo_distance_m(farthest.from, farthest.to), farthest.distance_m, 1e-9);
        assert_near(geo_distance_m(geo_path_at(&p.a, farthest.chainage_m), farthest.from), 0, 1e-3);
        assert_near(geo_path_within_m(&p.a, &p.b, limit), near, 2);
    }
}

static void long_lines_take_no_product_of_their_lengths(void **state)
{
    (void)state;
    uint64_t seed = 9;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry line = ground_wander(arena, &seed, 20000, 10);
    struct paths p = paths_of(arena, line, ground_shaken(arena, &seed, &line, 3));
    int64_t began = base_time_ticks();
    double far = geo_path_farthest(&p.a, &p.b).distance_m;
    assert_true(far > 2 && far < 4.25);
    assert_true(geo_path_frechet_m(&p.a, &p.b, far, 1000) >= far);
    /* 4e8 pairs would take minutes in this build. */
    assert_true(base_time_ticks() - began < 20 * 1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_part_by_known_distances),
        cmocka_unit_test(the_farthest_place_is_no_nearer_than_any_sample),
        cmocka_unit_test(long_lines_take_no_product_of_their_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
