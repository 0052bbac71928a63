/* Tests of geo/measure. */
#include "geo/measure.h"

#include <geodesic.h>

#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static void distances_and_azimuths_are_geodesic(void **state)
{
    (void)state;
    static const struct {
        double lon1, lat1, lon2, lat2, distance, azimuth;
    } cases[] = {
        /* boundaries test 26 */
        {125.3235, 43.8171, 125.3300063, 43.8195514, 590.06, 62.5},
        {0, 0, 0, 0, 0, -1},
        {0, 0, 1, 0, 111319.491, 90},
        {0, 0, -1, 0, 111319.491, 270},
        {0, 0, 0, 1, 110574.389, 0},
        {0, 1, 0, 0, 110574.389, 180},
        {179.5, 0, -179.5, 0, 111319.491, 90}, /* over the antimeridian */
        {180, 0, -180, 0, 0, -1},
        {0, 90, 77, 90, 0, -1}, /* the pole is one place */
        {0, -90, 0, 90, 20003931.459, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_point a = point_deg(cases[i].lon1, cases[i].lat1);
        struct geo_point b = point_deg(cases[i].lon2, cases[i].lat2);
        assert_near(geo_distance_m(a, b), cases[i].distance, 0.006);
        if (cases[i].azimuth >= 0)
            assert_near(geo_azimuth_deg(a, b), cases[i].azimuth, 0.05);
    }
}

static void lengths_sum_over_vertices_and_rings(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    static const struct {
        const char *wkt;
        double length;
    } cases[] = {
        {"LINESTRING(0 0,1 0,1 0,2 0)", 222638.982},
        {"MULTILINESTRING((0 0,1 0),(5 0,6 0))", 222638.982},
        {"LINESTRING(0 0,1 0,0 0)", 222638.982},
        {"POINT(1 1)", 0},
        {"MULTIPOINT((0 0),(1 0))", 0},
        {"LINESTRING EMPTY", 0},
        {"POLYGON((0 0,1 0,1 0,0 0))", 222638.982},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = shape(arena, cases[i].wkt);
        assert_near(geo_length_m(&g), cases[i].length, 0.001);
    }
}

static void a_plane_keeps_distances_near_its_origin(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 1000; i++) {
        struct geo_point origin =
            point_deg(chance_between(&seed, -180, 180), chance_between(&seed, -70, 70));
        struct geo_plane plane = geo_plane_at(origin);
        double x = chance_between(&seed, -50, 50), y = chance_between(&seed, -50, 50);
        struct geo_point p = geo_plane_unproject(&plane, x, y);
        double back_x, back_y;
        geo_plane_project(&plane, p, &back_x, &back_y);
        assert_near(back_x, x, 1e-4);
        assert_near(back_y, y, 1e-4);
        assert_near(geo_distance_m(origin, p), hypot(x, y), 1e-4 + 2e-5 * hypot(x, y));
    }
}

static void a_plane_stands_at_poles_and_antimeridian(void **state)
{
    (void)state;
    struct geo_plane date_line = geo_plane_at(point_deg(179.9999, 10));
    double x, y;
    geo_plane_project(&date_line, point_deg(-179.9999, 10), &x, &y);
    assert_near(x, geo_distance_m(point_deg(179.9999, 10), point_deg(-179.9999, 10)), 1e-4);
    struct geo_point across = geo_plane_unproject(&date_line, x, 0);
    assert_int_equal(across.lon, geo_grid_from_degrees(-179.9999));
    struct geo_plane pole = geo_plane_at(point_deg(0, 90));
    struct geo_point p = geo_plane_unproject(&pole, 5, 5);
    assert_int_equal(p.lat, 90 * GEO_GRID_PER_DEGREE);
    geo_plane_project(&pole, point_deg(120, 90), &x, &y);
    assert_near(hypot(x, y), 0, 1e-3);
}

static void segment_distance_finds_the_nearest_place(void **state)
{
    (void)state;
    static const struct {
        double p[2], a[2], b[2], distance, fraction, tolerance;
    } cases[] = {
        /* boundaries test 30: 11.111 m from the line straight in lon/lat */
        {{125.25, 43.9001}, {125.20, 43.90}, {125.30, 43.90}, 11.111, 0.5, 5e-4},
        {{125.19, 43.90}, {125.20, 43.90}, {125.30, 43.90}, 803.408, 0, 0.002},
        {{125.31, 43.90}, {125.20, 43.90}, {125.30, 43.90}, 803.408, 1, 0.002},
        {{125.31, 43.90}, {125.30, 43.90}, {125.20, 43.90}, 803.408, 0, 0.002},
        {{125.2, 43.9}, {125.1, 43.8}, {125.1, 43.8}, 13715.5, 0, 0.5}, /* collapsed */
        {{125.25, 43.9}, {125.20, 43.90}, {125.30, 43.90}, 0, 0.5, 0},
        {{180, 0.0001}, {179.9999, 0}, {-179.9999, 0}, 11.057, 0.5, 1e-3},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double fraction = -1;
        double distance = geo_segment_distance_m(
            point_deg(cases[i].p[0], cases[i].p[1]), point_deg(cases[i].a[0], cases[i].a[1]),
            point_deg(cases[i].b[0], cases[i].b[1]), &fraction);
        assert_near(distance, cases[i].distance, cases[i].tolerance);
        assert_near(fraction, cases[i].fraction, 1e-9);
    }
}

static void distance_to_a_point_is_good_to_1e_5_within_10_km(void **state)
{
    (void)state;
    uint64_t seed = 6;
    for (int i = 0; i < 2000; i++) {
        struct geo_point p = point_deg(125.3, chance_between(&seed, -60, 60));
        struct geo_plane plane = geo_plane_at(p);
        struct geo_point q = geo_plane_unproject(&plane, chance_between(&seed, -7000, 7000),
                                                 chance_between(&seed, -7000, 7000));
        double exact = geo_distance_m(p, q);
        assert_near(geo_segment_distance_m(p, q, q, NULL), exact, 1e-5 * exact + 1e-4);
    }
}

static void compactness_tells_circles_from_strips(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_plane plane = geo_plane_at(point_deg(125.3, 43.8));
    struct geo_builder b;
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (int i = 0; i <= 360; i++)
        geo_builder_point(
            &b, geo_plane_unproject(&plane, 100 * cos(GEO_RADIANS(i)), 100 * sin(GEO_RADIANS(i))));
    struct geo_geometry circle;
    assert_int_equal(geo_builder_finish(&b, &circle, NULL), BASE_OK);
    assert_near(geo_compactness(&circle), 1, 1e-3);
    struct geo_geometry empty = shape(arena, "POLYGON EMPTY");
    assert_near(geo_compactness(&empty), 0, 0);
}

static double karney_m(struct geo_point a, struct geo_point b)
{
    struct geod_geodesic earth;
    double length = NAN;
    geod_init(&earth, GEO_A_M, GEO_F);
    geod_inverse(&earth, geo_grid_to_degrees(a.lat), geo_grid_to_degrees(a.lon),
                 geo_grid_to_degrees(b.lat), geo_grid_to_degrees(b.lon), &length, NULL, NULL);
    return length;
}

/* A way north whose steps know a latitude's sine from the steps before. */
static void steps_of_a_path_are_as_long_as_alone(void **state)
{
    (void)state;
    struct geo_point path[2000];
    double sum = 0;
    for (int i = 0; i < 2000; i++)
        path[i] = (struct geo_point){125300000000 + i % 3 * 400000, -500000000 + i * 900000};
    for (int i = 1; i < 2000; i++)
        sum += karney_m(path[i - 1], path[i]);
    assert_near(geo_path_length_m(path, 2000), sum, 1e-11 * sum);
}

/* As the header promises: within 1e-11 of Karney's, or 5 nm; at the poles, across
 * the equator, along parallels and meridians, from a grid unit to a twentieth of a
 * degree. */
static void the_series_for_short_lengths_agrees_with_karney(void **state)
{
    (void)state;
    uint64_t seed = 20261124;
    for (int i = 0; i < 40000; i++) {
        double reach = pow(10, chance_between(&seed, -9, log10(0.05)));
        double lat = i % 8 == 0 ? chance_between(&seed, -0.02, 0.02)
                                : chance_between(&seed, -89.949, 89.949);
        double dx = i % 5 == 0 ? 0 : chance_between(&seed, -reach, reach);
        double dy = i % 7 == 0 ? 0 : chance_between(&seed, -reach, reach);
        struct geo_point ends[2] = {point_deg(125.3, lat), point_deg(125.3 + dx, lat + dy)};
        double series = geo_path_length_m(ends, 2), karney = karney_m(ends[0], ends[1]);
        if (fabs(series - karney) > fmax(1e-11 * karney, 5e-9))
            fail_msg("%.9f, %.9f by %.9f, %.9f: %.12f, not %.12f m", 125.3, lat, dx, dy, series,
                     karney);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_and_azimuths_are_geodesic),
        cmocka_unit_test(lengths_sum_over_vertices_and_rings),
        cmocka_unit_test(steps_of_a_path_are_as_long_as_alone),
        cmocka_unit_test(the_series_for_short_lengths_agrees_with_karney),
        cmocka_unit_test(a_plane_keeps_distances_near_its_origin),
        cmocka_unit_test(a_plane_stands_at_poles_and_antimeridian),
        cmocka_unit_test(segment_distance_finds_the_nearest_place),
        cmocka_unit_test(distance_to_a_point_is_good_to_1e_5_within_10_km),
        cmocka_unit_test(compactness_tells_circles_from_strips),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
