/* Tests of geo/simplify. */
#include "geo/simplify.h"

#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static uint32_t chance_path(uint64_t *seed, struct geo_point *out, uint32_t count, bool closed)
{
    double lon = 125.3, lat = 43.8;
    for (uint32_t i = 0; i < count; i++) {
        out[i] = point_deg(lon, lat);
        lon += chance_between(seed, -1e-3, 2e-3);
        lat += chance_between(seed, -1e-3, 1e-3);
        if (i % 37 == 5)
            out[i] = out[i - 1]; /* repeated points happen */
    }
    if (closed)
        out[count - 1] = out[0];
    return count;
}

static void weights_do_not_depend_on_direction(void **state)
{
    (void)state;
    uint64_t seed = 71;
    static struct geo_point there[3000], back[3000];
    static float a[3000], b[3000];
    for (uint32_t i = 0; i < 100; i++) {
        uint32_t count = chance_path(&seed, there, 2 + i * 29, i % 3 == 0);
        for (uint32_t p = 0; p < count; p++)
            back[p] = there[count - 1 - p];
        assert_int_equal(geo_simplify_weights(there, count, a, NULL), BASE_OK);
        assert_int_equal(geo_simplify_weights(back, count, b, NULL), BASE_OK);
        for (uint32_t p = 0; p < count; p++)
            assert_true(a[p] == b[count - 1 - p]);
    }
}

static void what_is_left_out_lies_within_the_tolerance(void **state)
{
    (void)state;
    uint64_t seed = 72;
    static struct geo_point path[2000], kept[2000];
    static float weights[2000];
    uint32_t count = chance_path(&seed, path, 2000, false), before = UINT32_MAX;
    assert_int_equal(geo_simplify_weights(path, count, weights, NULL), BASE_OK);
    static const double tolerances[] = {0, 1, 10, 50, 200, 1e9};
    for (size_t t = 0; t < COUNT(tolerances); t++) {
        uint32_t left = geo_simplify_path(path, weights, count, tolerances[t], kept);
        assert_true(left <= before && left >= 2);
        assert_true(geo_point_equal(kept[0], path[0]));
        assert_true(geo_point_equal(kept[left - 1], path[count - 1]));
        before = left;
        uint32_t segment = 1;
        for (uint32_t i = 1; i < count; i++) {
            double d = geo_segment_distance_m(path[i], kept[segment - 1], kept[segment], NULL);
            assert_true(d <= tolerances[t] * 1.01 + 1e-6);
            if (weights[i] >= tolerances[t] && segment + 1 < left)
                segment++;
        }
    }
    assert_int_equal(before, 2); /* only the ends pass any tolerance */
}

static void known_weights_come_out(void **state)
{
    (void)state;
    struct geo_plane plane = geo_plane_at(point_deg(125.3, 43.8));
    static const double xy[][2] = {{0, 0}, {100, 5}, {200, -30}, {300, 1}, {400, 0}};
    struct geo_point path[5];
    for (int i = 0; i < 5; i++)
        path[i] = geo_plane_unproject(&plane, xy[i][0], xy[i][1]);
    float weights[5];
    assert_int_equal(geo_simplify_weights(path, 5, weights, NULL), BASE_OK);
    assert_true(isinf(weights[0]) && isinf(weights[4]));
    assert_near(weights[2], 30, 0.01);
    assert_near(weights[1], 19.78, 0.01);
    assert_near(weights[3], 15.82, 0.01);
}

static void collapsed_and_short_paths_stand(void **state)
{
    (void)state;
    struct geo_point same[5] = {{7, 7}, {7, 7}, {7, 7}, {7, 7}, {7, 7}};
    float weights[5] = {9, 9, 9, 9, 9};
    assert_int_equal(geo_simplify_weights(same, 0, weights, NULL), BASE_OK);
    assert_near(weights[0], 9, 0);
    assert_int_equal(geo_simplify_weights(same, 1, weights, NULL), BASE_OK);
    assert_true(isinf(weights[0]));
    assert_int_equal(geo_simplify_weights(same, 5, weights, NULL), BASE_OK);
    assert_near(weights[2], 0, 0);
    struct geo_point pole[3] = {point_deg(-180, 90), point_deg(0, 90), point_deg(180, 90)};
    assert_int_equal(geo_simplify_weights(pole, 3, weights, NULL), BASE_OK);
    assert_near(weights[1], 0, 1e-2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_do_not_depend_on_direction),
        cmocka_unit_test(what_is_left_out_lies_within_the_tolerance),
        cmocka_unit_test(known_weights_come_out),
        cmocka_unit_test(collapsed_and_short_paths_stand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
