/* Deciding the CRS of a source by what it says and by its coordinates. */
#include "import/crs.h"

#include <string.h>

#include "tests/support/cmocka.h"
#include "tests/support/near.h"

#define WGS84_PRJ                                                                                  \
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,"                \
    "298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"
#define GK(name, easting)                                                                          \
    "PROJCS[\"" name "\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\",DATUM["              \
    "\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],"  \
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Gauss_Kruger\"],PARAMETER["                 \
    "\"False_Easting\"," easting "],PARAMETER[\"False_Northing\",0.0],PARAMETER["                  \
    "\"Central_Meridian\",126.0],PARAMETER[\"Scale_Factor\",1.0],PARAMETER["                       \
    "\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"

struct fixture {
    struct geo_crs_context *context;
    struct base_arena *arena;
};

static int setup(void **state)
{
    static struct fixture f;
    f.context = geo_crs_context_create();
    f.arena = base_arena_create(0);
    *state = &f;
    return f.context && f.arena ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    geo_crs_context_free(f->context);
    base_arena_free(f->arena);
    return 0;
}

/* Decides for one point repeated; returns the report's first problem or -1. */
static int decide(struct fixture *f, const char *option, const char *wkt, double x, double y,
                  struct import_crs *out, struct import_report *report)
{
    double xs[3] = {x, x, x}, ys[3] = {y, y, y};
    struct import_sample sample = {xs, ys, 3};
    import_report_init(report, f->arena, IMPORT_DIVISION);
    enum base_status status = import_crs_decide(f->context, option, wkt, false, &sample,
                                                geo_box_empty(), report, out, NULL);
    assert_int_equal(status, BASE_OK);
    import_report_sort(report);
    return report->problem_count ? (int)report->problems[0].trouble : -1;
}

static void every_source_gets_the_crs_that_its_coordinates_allow(void **state)
{
    static const struct {
        const char *option, *wkt;
        double x, y;
        const char *crs, *from;
        int problem; /* -1: none */
        bool blocked, swap;
    } cases[] = {
        /* nothing said */
        {NULL, NULL, 125.3, 43.9, "EPSG:4490", "coordinates", IMPORT_CRS_MISSING, false, false},
        {NULL, NULL, 43.9, 125.3, "EPSG:4490", "coordinates", IMPORT_CRS_LIES, false, true},
        {NULL, NULL, 42445574, 4861000, "EPSG:4530", "coordinates", IMPORT_CRS_MISSING, false,
         false},
        {NULL, NULL, 21684000, 4861000, "EPSG:4499", "coordinates", IMPORT_CRS_MISSING, false,
         false},
        {NULL, NULL, 4861000, 42445574, "EPSG:4530", "coordinates", IMPORT_CRS_LIES, false, true},
        {NULL, NULL, 445574, 4861000, NULL, "coordinates", IMPORT_CRS_MISSING, true, false},
        {NULL, NULL, 1e9, 4861000, NULL, "coordinates", IMPORT_CRS_MISSING, true, false},
        /* said and true */
        {NULL, WGS84_PRJ, 125.3, 43.9, "EPSG:4326", "prj", -1, false, false},
        {NULL, GK("CGCS2000_3_Degree_GK_CM_126E", "500000.0"), 445574, 4861000, "EPSG:4551", "prj",
         -1, false, false},
        {NULL, GK("CGCS2000_3_Degree_GK_Zone_42", "42500000.0"), 42445574, 4861000, "EPSG:4530",
         "prj", -1, false, false},
        /* said and not true */
        {NULL, WGS84_PRJ, 42445574, 4861000, "EPSG:4530", "coordinates", IMPORT_CRS_LIES, false,
         false},
        {NULL, WGS84_PRJ, 445574, 4861000, NULL, "prj", IMPORT_CRS_LIES, true, false},
        {NULL, GK("CGCS2000_3_Degree_GK_CM_126E", "500000.0"), 42445574, 4861000, "EPSG:4530",
         "coordinates", IMPORT_CRS_LIES, false, false},
        {NULL, GK("CGCS2000_3_Degree_GK_Zone_42", "42500000.0"), 445574, 4861000, "EPSG:4551",
         "coordinates", IMPORT_CRS_LIES, false, false},
        {NULL, GK("CGCS2000_3_Degree_GK_Zone_42", "42500000.0"), 41600000, 4861000, "EPSG:4529",
         "coordinates", IMPORT_CRS_LIES, false, false},
        {NULL, GK("CGCS2000_3_Degree_GK_CM_126E", "500000.0"), 125.3, 43.9, "EPSG:4490",
         "coordinates", IMPORT_CRS_LIES, false, false},
        /* a person says */
        {"EPSG:4550", NULL, 445574, 4861000, "EPSG:4550", "option", -1, false, false},
        {"GCJ-02", NULL, 125.3, 43.9, "GCJ-02", "option", -1, false, false},
        {"EPSG:4490", NULL, 42445574, 4861000, NULL, "option", IMPORT_CRS_LIES, true, false},
        {"EPSG:4551", WGS84_PRJ, 445574, 4861000, "EPSG:4551", "option", IMPORT_CRS_LIES, false,
         false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct import_crs crs;
        struct import_report report;
        int problem =
            decide(*state, cases[i].option, cases[i].wkt, cases[i].x, cases[i].y, &crs, &report);
        if (problem != cases[i].problem || report.blocked != cases[i].blocked)
            fail_msg("case %zu: problem %d, blocked %d: %s", i, problem, report.blocked,
                     report.problem_count ? report.problems[0].message[BASE_EN] : "");
        if (cases[i].crs)
            assert_string_equal(crs.crs.name, cases[i].crs);
        assert_string_equal(crs.from, cases[i].from);
        assert_int_equal(crs.swap, cases[i].swap);
    }
}

static void unprefixed_eastings_are_told_the_zones_that_would_fit(void **state)
{
    struct import_crs crs;
    struct import_report report;
    decide(*state, NULL, NULL, 445574, 4861000, &crs, &report);
    const char *message = report.problems[0].message[BASE_EN];
    assert_non_null(strstr(message, "EPSG:4551"));
    assert_non_null(strstr(message, "EPSG:4550"));
    assert_non_null(strstr(message, "EPSG:4510"));
    assert_null(strstr(message, "EPSG:4530"));
    /* 300 km from the meridian is outside any 3-degree zone */
    decide(*state, NULL, NULL, 800000, 4861000, &crs, &report);
    assert_null(strstr(report.problems[0].message[BASE_EN], "EPSG:4551"));
    assert_non_null(strstr(report.problems[0].message[BASE_EN], "EPSG:4510"));
}

static void what_the_record_holds_narrows_the_zones(void **state)
{
    struct fixture *f = *state;
    double x = 445574, y = 4861000;
    char zones[512];
    struct import_sample sample = {&x, &y, 1};
    struct geo_bbox changchun = {124.5, 43.2, 127.1, 45.3};
    import_zones_fitting(&sample, geo_box_from_bbox(changchun), zones, sizeof zones);
    (void)f;
    assert_non_null(strstr(zones, "EPSG:4551"));
    assert_null(strstr(zones, "EPSG:4545"));
}

static void the_step_of_the_digits_is_found(void **state)
{
    (void)state;
    static const struct {
        double x, y, least, step;
    } cases[] = {
        {125.3068123, 43.9, 1e-9, 1e-7},
        {125.306812, 43.9, 1e-9, 1e-6},
        {42445574.12, 4861000.5, 1e-4, 1e-2},
        {445574, 4861000, 1e-4, 1},
        {125.30681234567, 43.9123456789, 1e-9, 1e-9},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double x = cases[i].x, y = cases[i].y;
        struct import_sample sample = {&x, &y, 1};
        assert_near(import_sample_step(&sample, cases[i].least), cases[i].step,
                    cases[i].step * 1e-9);
    }
}

static void resolutions_are_in_metres_and_never_below_a_millimetre(void **state)
{
    struct import_crs crs;
    struct import_report report;
    decide(*state, NULL, NULL, 125.3068123, 43.9000001, &crs, &report);
    assert_near(crs.resolution_m, 0.011, 1e-9);
    decide(*state, NULL, NULL, 42445574.12, 4861000.55, &crs, &report);
    assert_near(crs.resolution_m, 0.01, 1e-12);
    decide(*state, NULL, NULL, 125.30681234567, 43.9, &crs, &report);
    assert_near(crs.resolution_m, 0.001, 1e-12);
    decide(*state, NULL, NULL, 125.30681, 43.57003, &crs, &report);
    assert_near(crs.resolution_m, 1.1, 1e-9);
    decide(*state, NULL, NULL, 42445003, 4861007, &crs, &report);
    assert_near(crs.resolution_m, 1, 1e-12);
}

/* A strip of 1 m between units drawn in whole kilometres was told as their rounding. */
static void round_numbers_are_not_taken_for_rounding(void **state)
{
    struct import_crs crs;
    struct import_report report;
    decide(*state, NULL, NULL, 42445000, 4861000, &crs, &report);
    assert_near(crs.resolution_m, 0.001, 1e-12);
    decide(*state, NULL, NULL, 125.2001, 43.5678, &crs, &report); /* 8 m are no rounding */
    assert_near(crs.resolution_m, 0.001, 1e-12);
    static double x[] = {445000, 446000, 446000, 445000, 446001, 447000, 447000, 446001};
    static double y[] = {4853000, 4853000, 4854000, 4854000, 4853000, 4853000, 4854000, 4854000};
    const struct import_sample drawn = {x, y, COUNT(x)};
    assert_near(import_sample_step(&drawn, 1e-4), 1, 0);
    assert_false(import_sample_is_rounded(&drawn, 1));
    static double survey_x[] = {445003, 446108, 446231, 445880};
    static double survey_y[] = {4853017, 4853026, 4854339, 4854742};
    const struct import_sample survey = {survey_x, survey_y, COUNT(survey_x)};
    assert_true(import_sample_is_rounded(&survey, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_source_gets_the_crs_that_its_coordinates_allow),
        cmocka_unit_test(unprefixed_eastings_are_told_the_zones_that_would_fit),
        cmocka_unit_test(what_the_record_holds_narrows_the_zones),
        cmocka_unit_test(the_step_of_the_digits_is_found),
        cmocka_unit_test(round_numbers_are_not_taken_for_rounding),
        cmocka_unit_test(resolutions_are_in_metres_and_never_below_a_millimetre),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
