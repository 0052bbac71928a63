/* The Fréchet distance over segments. */
#include "tests/geo/paths.h"

static double frechet(const struct paths *p)
{
    double low = fmax(geo_path_farthest(&p->a, &p->b).distance_m,
                      geo_path_farthest(&p->b, &p->a).distance_m);
    double found = geo_path_frechet_m(&p->a, &p->b, low, 1e4);
    double back = geo_path_frechet_m(&p->b, &p->a, low, 1e4);
    if (!isnan(found) || !isnan(back))
        assert_near(found, back, 0.003 + 1e-4 * found);
    return found;
}

static void lines_have_known_distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double distance;
    } cases[] = {
        /* cases 5 to 7 of the domain page */
        {"LINESTRING(0 0,500 0,1000 0)", "LINESTRING(0 0,400 30,600 30,1000 0)", 30},
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 0,250 20,750 -20,1000 0)", 20},
        {"LINESTRING(0 0,800 10,200 10,1000 0)", "LINESTRING(0 0,1000 0)", 300.167},
        {"LINESTRING(0 0,800 10,200 10,1000 0)", "LINESTRING(1000 0,0 0)", 300.167},
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 7,1000 7)", 7},
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 0,1300 0)", 300},
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 0,1000 0)", 0},
        {"MULTILINESTRING((0 0,1000 0),(2000 0,3000 0))", "LINESTRING(0 0,3000 0)", NAN},
        {"LINESTRING(0 0,100 0,0 100,0 0)", "LINESTRING(0 0,100 0,0 100,0 0)", NAN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct paths p = paths_read(arena, cases[i].a, cases[i].b);
        double found = frechet(&p);
        if (isnan(cases[i].distance))
            assert_true(isnan(found));
        else
            assert_near(found, cases[i].distance, 0.005 + 2e-5 * cases[i].distance);
    }
}

#define SAMPLES 400

/* Discrete, on points so dense that it is the other to within their spacing. */
static double discrete(const struct paths *p, double *spacing)
{
    static double table[SAMPLES][SAMPLES];
    double step_a = p->a.length_m / (SAMPLES - 1), step_b = p->b.length_m / (SAMPLES - 1);
    for (int i = 0; i < SAMPLES; i++)
        for (int j = 0; j < SAMPLES; j++) {
            double before = i == 0 && j == 0 ? 0 : INFINITY;
            if (i > 0)
                before = fmin(before, table[i - 1][j]);
            if (j > 0)
                before = fmin(before, table[i][j - 1]);
            if (i > 0 && j > 0)
                before = fmin(before, table[i - 1][j - 1]);
            table[i][j] = fmax(before, geo_distance_m(geo_path_at(&p->a, i * step_a),
                                                      geo_path_at(&p->b, j * step_b)));
        }
    *spacing = fmax(step_a, step_b);
    return table[SAMPLES - 1][SAMPLES - 1];
}

static void it_agrees_with_a_dense_discrete_one(void **state)
{
    (void)state;
    uint64_t seed = 21;
    for (int round = 0; round < 6; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry line = ground_wander(arena, &seed, 20, 30);
        struct paths p = paths_of(arena, line, ground_shaken(arena, &seed, &line, 40));
        double spacing, expected = discrete(&p, &spacing), found = frechet(&p);
        assert_true(found <= expected + spacing); /* samples cut corners */
        assert_true(found >= expected - spacing);
    }
}

static void what_would_take_too_long_or_is_too_far_is_not_measured(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct paths p =
        paths_read(arena, "LINESTRING(0 0,800 10,200 10,1000 0)", "LINESTRING(0 0,1000 0)");
    assert_true(isnan(geo_path_frechet_m(&p.a, &p.b, 10, 100)));
    /* All of a knot lies within a leash of 300 m. */
    uint64_t seed = 2;
    struct geo_builder knot;
    struct geo_geometry line;
    geo_builder_init(&knot, GEO_LINE, arena);
    geo_builder_part(&knot);
    geo_builder_ring(&knot);
    for (int i = 0; i < 3000; i++)
        geo_builder_point(
            &knot, ground_point(chance_between(&seed, 0, 100), chance_between(&seed, 0, 100)));
    assert_int_equal(geo_builder_finish(&knot, &line, NULL), BASE_OK);
    p = paths_of(arena, line, ground_shape(arena, "LINESTRING(0 400,100 400)"));
    assert_true(isnan(geo_path_frechet_m(&p.a, &p.a, 300, 1000)));
    assert_true(geo_path_frechet_m(&p.a, &p.b, 300, 1000) >= 300);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_have_known_distances),
        cmocka_unit_test(it_agrees_with_a_dense_discrete_one),
        cmocka_unit_test(what_would_take_too_long_or_is_too_far_is_not_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
