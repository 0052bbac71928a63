/* Tests of geo/crs. */
#include "geo/crs.h"

#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static struct geo_crs_context *context;

static int open_context(void **state)
{
    (void)state;
    context = geo_crs_context_create();
    return context ? 0 : -1;
}

static int close_context(void **state)
{
    (void)state;
    geo_crs_context_free(context);
    geo_crs_context_free(NULL);
    return 0;
}

static struct geo_crs crs_named(const char *text)
{
    struct geo_crs crs;
    assert_int_equal(geo_crs_parse(context, text, &crs, NULL), BASE_OK);
    return crs;
}

static void names_are_read_in_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
        enum geo_crs_family family;
        enum geo_crs_frame frame;
        int epsg;
    } cases[] = {
        {"CRS84", "CRS84", GEO_CRS_GEOGRAPHIC, GEO_FRAME_MODERN, 0},
        {"crs84", "CRS84", GEO_CRS_GEOGRAPHIC, GEO_FRAME_MODERN, 0},
        {"http://www.opengis.net/def/crs/OGC/1.3/CRS84", "CRS84", GEO_CRS_GEOGRAPHIC,
         GEO_FRAME_MODERN, 0},
        {"EPSG:4490", "EPSG:4490", GEO_CRS_GEOGRAPHIC, GEO_FRAME_MODERN, 4490},
        {"epsg:4326", "EPSG:4326", GEO_CRS_GEOGRAPHIC, GEO_FRAME_MODERN, 4326},
        {"urn:ogc:def:crs:EPSG::4490", "EPSG:4490", GEO_CRS_GEOGRAPHIC, GEO_FRAME_MODERN, 4490},
        {"urn:ogc:def:crs:EPSG:6.9:4551", "EPSG:4551", GEO_CRS_PROJECTED, GEO_FRAME_MODERN, 4551},
        {"http://www.opengis.net/def/crs/EPSG/0/4551", "EPSG:4551", GEO_CRS_PROJECTED,
         GEO_FRAME_MODERN, 4551},
        {"EPSG:3857", "EPSG:3857", GEO_CRS_MERCATOR, GEO_FRAME_MODERN, 3857},
        {"EPSG:900913", "EPSG:3857", GEO_CRS_MERCATOR, GEO_FRAME_MODERN, 3857},
        {"EPSG:4610", "EPSG:4610", GEO_CRS_GEOGRAPHIC, GEO_FRAME_XIAN80, 4610},
        {"EPSG:2366", "EPSG:2366", GEO_CRS_PROJECTED, GEO_FRAME_XIAN80, 2366},
        {"EPSG:4214", "EPSG:4214", GEO_CRS_GEOGRAPHIC, GEO_FRAME_BEIJING54, 4214},
        {"EPSG:21462", "EPSG:21462", GEO_CRS_PROJECTED, GEO_FRAME_BEIJING54, 21462},
        {"EPSG:32651", "EPSG:32651", GEO_CRS_PROJECTED, GEO_FRAME_MODERN, 32651},
        {"EPSG:25832", "EPSG:25832", GEO_CRS_PROJECTED, GEO_FRAME_OTHER, 25832},
        {"gcj-02", "GCJ-02", GEO_CRS_GCJ02, GEO_FRAME_MODERN, 0},
        {"GCJ02", "GCJ-02", GEO_CRS_GCJ02, GEO_FRAME_MODERN, 0},
        {"bd-09", "BD-09", GEO_CRS_BD09, GEO_FRAME_MODERN, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_crs crs = crs_named(cases[i].text);
        assert_string_equal(crs.name, cases[i].name);
        assert_int_equal(crs.family, cases[i].family);
        assert_int_equal(crs.frame, cases[i].frame);
        assert_int_equal(crs.epsg, cases[i].epsg);
    }
}

static void unknown_names_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "\"\" names no coordinate system; CRS84, EPSG:n, GCJ-02 and BD-09 are accepted"},
        {"EPSG:", "\"EPSG:\" names no coordinate system; CRS84, EPSG:n, GCJ-02 and BD-09 are "
                  "accepted"},
        {"EPSG:4490x", "\"EPSG:4490x\" names no coordinate system; CRS84, EPSG:n, GCJ-02 and "
                       "BD-09 are accepted"},
        {"EPSG:99999999999", "\"EPSG:99999999999\" names no coordinate system; CRS84, EPSG:n, "
                             "GCJ-02 and BD-09 are accepted"},
        {"urn:ogc:def:crs:EPSG:", "\"urn:ogc:def:crs:EPSG:\" names no coordinate system; CRS84, "
                                  "EPSG:n, GCJ-02 and BD-09 are accepted"},
        {"EPSG:999999", "EPSG:999999 is not a known coordinate system"},
        {"EPSG:4479", "EPSG:4479 is neither a geographic nor a projected coordinate system"},
        {"EPSG:5737", "EPSG:5737 is neither a geographic nor a projected coordinate system"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_crs crs = {.epsg = 7};
        struct base_error err;
        assert_int_equal(geo_crs_parse(context, cases[i].text, &crs, &err), BASE_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_int_equal(crs.epsg, 7);
    }
}

static void known_points_convert_both_ways(void **state)
{
    (void)state;
    static const struct {
        const char *crs;
        double x, y, lon, lat, tolerance_m;
    } cases[] = {
        /* boundaries test 27: one point in two zones, and in prefixed ones */
        {"EPSG:4529", 41612477.55, 4863664.19, 124.4, 43.9, 0.01},
        {"EPSG:4530", 42371454.08, 4863955.95, 124.4, 43.9, 0.01},
        {"EPSG:4530", 42445574.05, 4853722.73, 125.3235, 43.8171, 0.01},
        {"EPSG:4499", 21686932.82, 4856125.26, 125.3235, 43.8171, 0.01},
        {"EPSG:4551", 445574.05, 4853722.73, 125.3235, 43.8171, 0.01},
        {"EPSG:3857", 13950948.20, 5437181.48, 125.3235, 43.8171, 0.01},
        {"EPSG:3857", -20037508.342789244, 0, -180, 0, 0.01},
        {"CRS84", 125.3235, 43.8171, 125.3235, 43.8171, 0},
        {"EPSG:4490", -180, 90, -180, 90, 0},
        {"GCJ-02", 125.3300063, 43.8195514, 125.3235, 43.8171, 0.01},
        {"BD-09", 125.3366363, 43.8252313, 125.3235, 43.8171, 0.01},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_crs crs = crs_named(cases[i].crs);
        struct geo_crs_result result;
        double x = cases[i].x, y = cases[i].y;
        assert_int_equal(geo_crs_to_lonlat(context, &crs, false, &x, &y, 1, &result, NULL), 0);
        assert_true(result.pipeline[0] != '\0');
        assert_false(result.unshifted);
        double metres = geo_distance_m(point_deg(x, y), point_deg(cases[i].lon, cases[i].lat));
        if (metres > cases[i].tolerance_m)
            fail_msg("%s is off by %g m (%.9f %.9f)", cases[i].crs, metres, x, y);
        assert_int_equal(geo_crs_from_lonlat(context, &crs, &x, &y, 1, NULL), BASE_OK);
        double limit =
            crs.family == GEO_CRS_PROJECTED || crs.family == GEO_CRS_MERCATOR ? 1e-4 : 1e-9;
        assert_near(x, cases[i].x, limit);
        assert_near(y, cases[i].y, limit);
    }
}

static void old_frames_need_a_shift(void **state)
{
    (void)state;
    static const char *const cases[] = {"EPSG:2366", "EPSG:4610", "EPSG:4214", "EPSG:21422"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_crs crs = crs_named(cases[i]);
        bool projected = crs.family == GEO_CRS_PROJECTED;
        double x = projected ? (crs.epsg == 21422 ? 22500000 : 42445574) : 125.3,
               y = projected ? 4853722 : 43.8;
        double was_x = x;
        struct geo_crs_result result;
        struct base_error err;
        assert_int_equal(geo_crs_to_lonlat(context, &crs, false, &x, &y, 1, &result, &err),
                         BASE_INVALID);
        assert_non_null(strstr(err.message, "--shift none"));
        assert_near(x, was_x, 0);
        assert_int_equal(geo_crs_to_lonlat(context, &crs, true, &x, &y, 1, &result, NULL), 0);
        assert_near(result.accuracy_m, 100, 0);
        assert_true(result.unshifted);
        assert_true(x > 124 && x < 136 && y > 43 && y < 45);
    }
}

static void other_datums_go_by_proj_or_not_at_all(void **state)
{
    (void)state;
    struct geo_crs etrs = crs_named("EPSG:25832");
    struct geo_crs_result result;
    double x = 538000, y = 5221000;
    assert_int_equal(geo_crs_to_lonlat(context, &etrs, false, &x, &y, 1, &result, NULL), BASE_OK);
    assert_near(x, 9.5, 0.01);
    assert_near(y, 47.14, 0.01);
    assert_true(result.accuracy_m >= 0.5 && !result.unshifted);
}

static void points_outside_are_told_by_number(void **state)
{
    (void)state;
    static const struct {
        const char *crs;
        double x, y;
    } cases[] = {
        {"EPSG:4551", 4e7, 4853722}, /* a prefixed easting in a system without prefix */
        {"EPSG:4551", NAN, 4853722},
        {"EPSG:4551", 445574, INFINITY},
        {"EPSG:4490", 445574, 4853722},
        {"CRS84", 125, 90.1},
        {"CRS84", NAN, 1},
        {"EPSG:3857", 3e7, 0},
        {"EPSG:3857", NAN, 0},
        {"GCJ-02", 125, 95},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_crs crs = crs_named(cases[i].crs);
        bool metres = crs.family == GEO_CRS_PROJECTED || crs.family == GEO_CRS_MERCATOR;
        double x[400], y[400];
        for (int p = 0; p < 400; p++) {
            x[p] = metres ? 445574 + p : 125;
            y[p] = metres ? 4853722 : 43;
        }
        x[300] = cases[i].x;
        y[300] = cases[i].y;
        struct base_error err;
        char expected[64];
        snprintf(expected, sizeof expected, "point 300 lies outside %s", crs.name);
        assert_int_equal(geo_crs_to_lonlat(context, &crs, false, x, y, 400, NULL, &err),
                         BASE_INVALID);
        assert_string_equal(err.message, expected);
    }
    struct geo_crs mercator = crs_named("EPSG:3857");
    double x = 0, y = 90;
    assert_int_equal(geo_crs_from_lonlat(context, &mercator, &x, &y, 1, NULL), BASE_INVALID);
    struct geo_crs zone = crs_named("EPSG:4551");
    x = 36; /* a quarter of the world from the central meridian */
    y = 0;
    assert_int_equal(geo_crs_from_lonlat(context, &zone, &x, &y, 1, NULL), BASE_INVALID);
    assert_int_equal(geo_crs_to_lonlat(context, &zone, false, NULL, NULL, 0, NULL, NULL), BASE_OK);
}

#define CGCS_GEO                                                                                   \
    "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM[\"D_China_2000\",SPHEROID["        \
    "\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\","            \
    "0.0174532925199433]]"
#define GK(name, geo, easting, meridian, factor)                                                   \
    "PROJCS[\"" name "\"," geo                                                                     \
    ",PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\"," easting                           \
    "],PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\"," meridian "],"            \
    "PARAMETER[\"Scale_Factor\"," factor "],PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\"," \
    "1.0]]"
#define XIAN_GEO                                                                                   \
    "GEOGCS[\"GCS_Xian_1980\",DATUM[\"D_Xian_1980\",SPHEROID[\"Xian_1980\",6378140.0,298.257]],"   \
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"

static void prj_texts_are_identified(void **state)
{
    (void)state;
    static const struct {
        const char *wkt, *name;
        enum geo_crs_family family;
        enum geo_crs_frame frame;
    } cases[] = {
        {CGCS_GEO, "EPSG:4490", GEO_CRS_GEOGRAPHIC, GEO_FRAME_MODERN},
        {GK("CGCS2000_3_Degree_GK_CM_126E", CGCS_GEO, "500000.0", "126.0", "1.0"), "EPSG:4551",
         GEO_CRS_PROJECTED, GEO_FRAME_MODERN},
        {GK("CGCS2000_3_Degree_GK_Zone_42", CGCS_GEO, "42500000.0", "126.0", "1.0"), "EPSG:4530",
         GEO_CRS_PROJECTED, GEO_FRAME_MODERN},
        {GK("Xian_1980_3_Degree_GK_CM_126E", XIAN_GEO, "500000.0", "126.0", "1.0"), "EPSG:2387",
         GEO_CRS_PROJECTED, GEO_FRAME_XIAN80},
        {GK("City_Grid", CGCS_GEO, "500000.0", "125.35", "1.0"), "custom", GEO_CRS_PROJECTED,
         GEO_FRAME_MODERN},
        {"GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,"
         "298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
         "EPSG:4326", GEO_CRS_GEOGRAPHIC, GEO_FRAME_MODERN},
        {"PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",GEOGCS[\"GCS_WGS_1984\",DATUM["
         "\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
         "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Mercator_Auxiliary_Sphere\"],"
         "PARAMETER[\"False_Easting\",0.0],PARAMETER[\"False_Northing\",0.0],PARAMETER["
         "\"Central_Meridian\",0.0],PARAMETER[\"Standard_Parallel_1\",0.0],PARAMETER["
         "\"Auxiliary_Sphere_Type\",0.0],UNIT[\"Meter\",1.0]]",
         "EPSG:3857", GEO_CRS_MERCATOR, GEO_FRAME_MODERN},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_crs crs;
        assert_int_equal(geo_crs_from_wkt(context, cases[i].wkt, &crs, NULL), BASE_OK);
        assert_string_equal(crs.name, cases[i].name);
        assert_int_equal(crs.family, cases[i].family);
        assert_int_equal(crs.frame, cases[i].frame);
        assert_string_equal(crs.wkt, strcmp(crs.name, "custom") == 0 ? cases[i].wkt : "");
    }
}

static void a_custom_grid_converts(void **state)
{
    (void)state;
    struct geo_crs crs;
    const char *wkt = GK("City_Grid", CGCS_GEO, "500000.0", "125.35", "1.0");
    assert_int_equal(geo_crs_from_wkt(context, wkt, &crs, NULL), BASE_OK);
    double x = 500000, y = 4853722.73;
    assert_int_equal(geo_crs_to_lonlat(context, &crs, false, &x, &y, 1, NULL, NULL), BASE_OK);
    assert_near(x, 125.35, 1e-11);
    assert_near(y, 43.817, 0.01);
}

static void wkt_that_is_none_is_refused(void **state)
{
    (void)state;
    static char long_text[5000];
    memset(long_text, 'x', sizeof long_text - 1);
    const char *const cases[] = {"",
                                 "nonsense",
                                 "GEOGCS[\"cut off\",DATUM[",
                                 long_text,
                                 "LOCAL_CS[\"site\",UNIT[\"m\",1]]",
                                 "+proj=longlat"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_crs crs = {.epsg = 7};
        struct base_error err;
        assert_int_equal(geo_crs_from_wkt(context, cases[i], &crs, &err), BASE_INVALID);
        assert_int_equal(crs.epsg, 7);
    }
}

static void more_systems_than_are_kept_still_convert(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        for (int epsg = 4534; epsg <= 4554; epsg++) {
            char text[16];
            snprintf(text, sizeof text, "EPSG:%d", epsg);
            struct geo_crs crs = crs_named(text);
            double x = 500000, y = 4853722;
            assert_int_equal(geo_crs_to_lonlat(context, &crs, false, &x, &y, 1, NULL, NULL), 0);
            assert_near(x, 75 + 3 * (epsg - 4534), 1e-9);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read_in_every_form),
        cmocka_unit_test(unknown_names_are_refused),
        cmocka_unit_test(known_points_convert_both_ways),
        cmocka_unit_test(old_frames_need_a_shift),
        cmocka_unit_test(other_datums_go_by_proj_or_not_at_all),
        cmocka_unit_test(points_outside_are_told_by_number),
        cmocka_unit_test(prj_texts_are_identified),
        cmocka_unit_test(a_custom_grid_converts),
        cmocka_unit_test(wkt_that_is_none_is_refused),
        cmocka_unit_test(more_systems_than_are_kept_still_convert),
    };
    return cmocka_run_group_tests(tests, open_context, close_context);
}
