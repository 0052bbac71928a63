/* Tests of geo/transverse. */
#include "geo/transverse.h"

#include <proj.h>

#include "geo/crs.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

#define AXIS_M     6378137.0
#define FLATTENING (1 / 298.257222101)

/* The farthest that ours and PROJ's place for a grid of points lie apart, in degrees on
 * the ground: from 1 to 57 degrees north, to reach_m on both sides of the meridian. */
static double farthest(PJ *proj, const struct geo_transverse *ours, double reach_m)
{
    double worst = 0;
    for (double north = 100e3; north < 6300e3; north += 97e3)
        for (double off = -reach_m; off <= reach_m; off += reach_m / 16) {
            double x = ours->east_m + off, y = ours->north_m + north;
            PJ_COORD theirs = proj_trans(proj, PJ_FWD, proj_coord(x, y, 0, 0));
            assert_int_equal(geo_transverse_to_lonlat(ours, &x, &y, 1), 1);
            double east = fabs(x - theirs.xy.x) * cos(GEO_RADIANS(y));
            worst = fmax(worst, fmax(east, fabs(y - theirs.xy.y)));
        }
    return worst;
}

static PJ *to_lonlat(PJ_CONTEXT *context, int epsg)
{
    char source[32];
    snprintf(source, sizeof source, "EPSG:%d", epsg);
    PJ *made = proj_create_crs_to_crs(context, source, "EPSG:4490", NULL);
    PJ *proj = made ? proj_normalize_for_visualization(context, made) : NULL;
    proj_destroy(made);
    assert_non_null(proj);
    return proj;
}

/* 4491-4501 and 4502-4512: six degrees wide; 4513-4533 and 4534-4554: three. */
static void every_zone_is_where_proj_has_it(void **state)
{
    (void)state;
    PJ_CONTEXT *context = proj_context_create();
    for (int epsg = 4491; epsg <= 4554; epsg++) {
        bool six = epsg < 4513, prefixed = epsg < 4502 || (epsg >= 4513 && epsg < 4534);
        int first = epsg < 4502 ? 4491 : epsg < 4513 ? 4502 : epsg < 4534 ? 4513 : 4534;
        double meridian = 75 + (six ? 6 : 3) * (epsg - first);
        double zone = (six ? 13 : 25) + epsg - first;
        struct geo_transverse ours;
        geo_transverse_init(&ours, AXIS_M, FLATTENING, meridian, 1,
                            500e3 + (prefixed ? zone * 1e6 : 0), 0);
        PJ *proj = to_lonlat(context, epsg);
        double worst = farthest(proj, &ours, six ? 450e3 : 300e3);
        if (worst > 2e-13)
            fail_msg("EPSG:%d: %g degrees apart", epsg, worst);
        proj_destroy(proj);
    }
    proj_context_destroy(context);
}

static void a_scale_and_the_southern_half_are_right(void **state)
{
    (void)state;
    PJ_CONTEXT *context = proj_context_create();
    PJ *proj = proj_create(context, "+proj=pipeline +step +inv +proj=utm +zone=51 +south "
                                    "+ellps=GRS80 +step +proj=unitconvert +xy_in=rad +xy_out=deg");
    struct geo_transverse ours;
    assert_non_null(proj);
    geo_transverse_init(&ours, AXIS_M, FLATTENING, 123, 0.9996, 500e3, 10000e3);
    for (double north = 500e3; north < 9999e3; north += 173e3) {
        double x = 250e3, y = north;
        PJ_COORD theirs = proj_trans(proj, PJ_FWD, proj_coord(x, y, 0, 0));
        assert_int_equal(geo_transverse_to_lonlat(&ours, &x, &y, 1), 1);
        assert_near(x, theirs.xy.x, 2e-13);
        assert_near(y, theirs.xy.y, 2e-13);
    }
    proj_destroy(proj);
    proj_context_destroy(context);
}

static void it_stops_where_the_series_would_not_hold(void **state)
{
    (void)state;
    static const struct {
        double x, y;
    } beyond[] = {{NAN, 0}, {0, NAN}, {INFINITY, 0}, {640e3, 0}, {-640e3, 0}, {0, 9.6e6}, {0, 4e7}};
    struct geo_transverse ours;
    geo_transverse_init(&ours, AXIS_M, FLATTENING, 117, 1, 0, 0);
    for (size_t i = 0; i < COUNT(beyond); i++) {
        double x[] = {1000, beyond[i].x, 1000}, y[] = {1000, beyond[i].y, 1000};
        assert_int_equal(geo_transverse_to_lonlat(&ours, x, y, 3), 1);
        assert_near(x[0], 117.00898, 1e-4);
        assert_true(x[2] == 1000);
    }
    geo_transverse_init(&ours, AXIS_M, FLATTENING, 177, 1, 0, 0);
    double x = 400e3, y = 1000; /* 180.6 degrees */
    assert_int_equal(geo_transverse_to_lonlat(&ours, &x, &y, 1), 0);
}

static struct geo_crs crs_of(struct geo_crs_context *context, const char *text)
{
    struct geo_crs crs;
    assert_int_equal(geo_crs_parse(context, text, &crs, NULL), BASE_OK);
    return crs;
}

/* Alone, or among others, near the meridian or where PROJ takes over. */
static void a_point_is_the_same_wherever_it_stands(void **state)
{
    (void)state;
    struct geo_crs_context *context = geo_crs_context_create();
    struct geo_crs crs = crs_of(context, "EPSG:4551");
    double x[600], y[600];
    for (int i = 0; i < 600; i++) {
        x[i] = 500000 + (i % 300 - 150) * 5200.0; /* up to 780 km */
        y[i] = 4000000 + 7919.0 * (i % 300);
    }
    assert_int_equal(geo_crs_to_lonlat(context, &crs, false, x, y, 600, NULL, NULL), BASE_OK);
    for (int i = 0; i < 300; i++) {
        double alone_x = 500000 + (i - 150) * 5200.0, alone_y = 4000000 + 7919.0 * i;
        assert_int_equal(geo_crs_to_lonlat(context, &crs, false, &alone_x, &alone_y, 1, NULL, NULL),
                         BASE_OK);
        assert_true(alone_x == x[i] && alone_y == y[i]);
        assert_true(x[i] == x[300 + i] && y[i] == y[300 + i]);
    }
    geo_crs_context_free(context);
}

static void only_plain_ones_have_a_meridian(void **state)
{
    (void)state;
    static const struct {
        const char *crs;
        double meridian;
    } cases[] = {
        {"EPSG:4527", 117},  {"EPSG:4551", 126}, {"EPSG:4499", 123},
        {"EPSG:32651", 123}, {"EPSG:3857", NAN}, {"EPSG:4490", NAN},
        {"GCJ-02", NAN},     {"EPSG:2366", NAN}, /* Xian 80 */
        {"EPSG:25832", NAN},                     /* ETRS89 */
        {"EPSG:32761", NAN},                     /* polar */
        {"EPSG:3395", NAN},                      /* Mercator on the ellipsoid */
    };
    struct geo_crs_context *context = geo_crs_context_create();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_crs crs = crs_of(context, cases[i].crs);
        double meridian = geo_crs_meridian(context, &crs);
        if (isnan(cases[i].meridian) ? !isnan(meridian) : meridian != cases[i].meridian)
            fail_msg("%s: %g", cases[i].crs, meridian);
    }
    geo_crs_context_free(context);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_zone_is_where_proj_has_it),
        cmocka_unit_test(a_scale_and_the_southern_half_are_right),
        cmocka_unit_test(it_stops_where_the_series_would_not_hold),
        cmocka_unit_test(a_point_is_the_same_wherever_it_stands),
        cmocka_unit_test(only_plain_ones_have_a_meridian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
