/* Tests of geo/offset. */
#include "geo/offset.h"

#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static void known_shifts_come_out(void **state)
{
    (void)state;
    /* boundaries test 26 */
    double lon = 125.3235, lat = 43.8171;
    geo_offset_to_gcj02(&lon, &lat);
    assert_near(lon, 125.3300063, 5e-8);
    assert_near(lat, 43.8195514, 5e-8);
    struct geo_point from = point_deg(125.3235, 43.8171), to = point_deg(lon, lat);
    assert_near(geo_distance_m(from, to), 590.06, 0.01);
    assert_near(geo_azimuth_deg(from, to), 62.5, 0.05);
    lon = 125.3235;
    lat = 43.8171;
    geo_offset_to_bd09(&lon, &lat);
    assert_near(lon, 125.3366363, 5e-8);
    assert_near(lat, 43.8252313, 5e-8);
    assert_near(geo_distance_m(from, point_deg(lon, lat)), 1390.3, 0.05);
}

typedef void (*offset)(double *, double *);

static void check_inverse(offset to, offset from, double lon, double lat)
{
    double x = lon, y = lat;
    to(&x, &y);
    from(&x, &y);
    assert_near(x, lon, 1e-9);
    assert_near(y, lat, 1e-9);
}

static void inverses_come_back_below_1e_9_degree(void **state)
{
    (void)state;
    for (double lon = 73; lon < 137; lon += 0.7123) {
        for (double lat = 1.5; lat < 55; lat += 0.6371) {
            check_inverse(geo_offset_to_gcj02, geo_offset_from_gcj02, lon, lat);
            check_inverse(geo_offset_to_bd09, geo_offset_from_bd09, lon, lat);
        }
    }
    for (double lon = 123.9; lon < 127.2; lon += 0.0317) {
        for (double lat = 43; lat < 45.3; lat += 0.0291) {
            check_inverse(geo_offset_to_gcj02, geo_offset_from_gcj02, lon, lat);
            check_inverse(geo_offset_to_bd09, geo_offset_from_bd09, lon, lat);
        }
    }
    check_inverse(geo_offset_to_gcj02, geo_offset_from_gcj02, 105,
                  35); /* where √|x| has its kink */
}

static void outside_the_box_nothing_moves(void **state)
{
    (void)state;
    static const double places[][2] = {{72.003, 30}, {137.86, 30}, {105, 0.829}, {105, 55.86},
                                       {-180, 0},    {180, 90},    {0, -90},     {-74, 40.7}};
    static const offset all[] = {geo_offset_to_gcj02, geo_offset_from_gcj02, geo_offset_to_bd09,
                                 geo_offset_from_bd09};
    for (size_t i = 0; i < COUNT(places); i++) {
        for (size_t f = 0; f < COUNT(all); f++) {
            double lon = places[i][0], lat = places[i][1];
            all[f](&lon, &lat);
            assert_near(lon, places[i][0], 0);
            assert_near(lat, places[i][1], 0);
        }
    }
}

static void nan_stays_nan(void **state)
{
    (void)state;
    double lon = NAN, lat = 43;
    geo_offset_from_bd09(&lon, &lat);
    assert_true(isnan(lon));
    assert_near(lat, 43, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_shifts_come_out),
        cmocka_unit_test(inverses_come_back_below_1e_9_degree),
        cmocka_unit_test(outside_the_box_nothing_moves),
        cmocka_unit_test(nan_stays_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
