/* Tests of geo/grid. */
#include "geo/grid.h"

#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static void rounding_goes_to_the_nearest_grid_number(void **state)
{
    (void)state;
    static const struct {
        double degrees;
        int64_t grid;
    } cases[] = {
        {0, 0},
        {-0.0, 0},
        {125.3235, INT64_C(125323500000)},
        {1e-9, 1},
        {0.4e-9, 0},
        {0.6e-9, 1},
        {-0.6e-9, -1},
        {180, INT64_C(180000000000)},
        {-180, INT64_C(-180000000000)},
        {90, INT64_C(90000000000)},
        {-90, INT64_C(-90000000000)},
        {124.9999999996, INT64_C(125000000000)},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(geo_grid_from_degrees(cases[i].degrees), cases[i].grid);
}

static void rounding_is_that_of_llround(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 200000; i++) {
        double reach = pow(10, chance_between(&seed, -10, 3));
        double degrees = chance_between(&seed, -reach, reach);
        if (i % 2) /* about a half of the grid */
            degrees = (floor(degrees * 1e9) + 0.5) / 1e9;
        assert_int_equal(geo_grid_from_degrees(degrees), llround(degrees * 1e9));
    }
}

static void rounding_again_changes_nothing(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 100000; i++) {
        int64_t grid = (int64_t)(chance(&seed) % UINT64_C(360000000001)) - INT64_C(180000000000);
        double degrees = geo_grid_to_degrees(grid);
        assert_int_equal(geo_grid_from_degrees(degrees), grid);
        char text[32];
        snprintf(text, sizeof text, "%.9f", degrees);
        assert_true(strtod(text, NULL) == degrees); /* the nearest double to nine decimals */
    }
}

static void rounding_is_that_of_the_library(void **state)
{
    (void)state;
    uint64_t seed = 9;
    for (int i = 0; i < 200000; i++) {
        double whole =
            (double)((int64_t)(chance(&seed) % UINT64_C(360000000001)) - INT64_C(180000000000));
        double near = i % 3 ? (whole + 0.5) / 1e9 : chance_between(&seed, -1000, 1000);
        near = i % 5 ? near : nextafter(near, i % 2 ? 1000 : -1000);
        assert_int_equal(geo_grid_from_degrees(near), llround(near * 1e9));
    }
    assert_int_equal(geo_grid_from_degrees(0.49999999999999994e-9), 0);
    assert_int_equal(geo_grid_from_degrees(0.5e-9), 1);
    assert_int_equal(geo_grid_from_degrees(-0.5e-9), -1);
}

static void compare_orders_by_lon_then_lat(void **state)
{
    (void)state;
    struct geo_point a = {1, 5}, b = {2, 1}, c = {1, 6};
    assert_int_equal(geo_point_compare(a, b), -1);
    assert_int_equal(geo_point_compare(b, a), 1);
    assert_int_equal(geo_point_compare(a, c), -1);
    assert_int_equal(geo_point_compare(c, a), 1);
    assert_int_equal(geo_point_compare(a, a), 0);
    assert_true(geo_point_equal(a, a));
    assert_false(geo_point_equal(a, b));
    assert_false(geo_point_equal(a, c));
}

static void orientation_is_exact_across_the_world(void **state)
{
    (void)state;
    struct geo_point a = point_deg(-180, -90), b = point_deg(180, 90);
    struct geo_point on = {0, 0}, left = {0, 1}, right = {1, 0};
    assert_int_equal(geo_point_orientation(a, b, on), 0);
    assert_int_equal(geo_point_orientation(a, b, left), 1);
    assert_int_equal(geo_point_orientation(a, b, right), -1);
    assert_int_equal(geo_point_orientation(b, a, left), -1);
    assert_int_equal(geo_point_orientation(a, a, left), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounding_goes_to_the_nearest_grid_number),
        cmocka_unit_test(rounding_is_that_of_llround),
        cmocka_unit_test(rounding_again_changes_nothing),
        cmocka_unit_test(rounding_is_that_of_the_library),
        cmocka_unit_test(compare_orders_by_lon_then_lat),
        cmocka_unit_test(orientation_is_exact_across_the_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
