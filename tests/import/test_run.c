/* Imports from end to end, into a record of their own. */
#include <math.h>

#include "geo/measure.h"
#include "store/edition.h"
#include "store/facility.h"
#include "store/place.h"
#include "store/road.h"
#include "tests/import/support.h"
#include "tests/support/near.h"

#define FEATURE(properties, geometry)                                                              \
    "{\"type\":\"Feature\",\"properties\":{" properties "},\"geometry\":" geometry "}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define SQUARE(x0, y0, x1, y1)                                                                     \
    "{\"type\":\"Polygon\",\"coordinates\":[[[" x0 "," y0 "],[" x1 "," y0 "],[" x1 "," y1 "],[" x0 \
    "," y1 "],[" x0 "," y0 "]]]}"

#define PREFECTURE                                                                                 \
    FEATURE("\"code\":\"220100\",\"name\":\"长春市\",\"level\":\"prefecture\"",                    \
            SQUARE("125", "43", "127", "45"))
#define CHAOYANG                                                                                   \
    FEATURE("\"code\":\"220104\",\"name\":\"朝阳区\",\"level\":\"county\"",                        \
            SQUARE("125.1", "43.1", "125.5", "43.5"))
#define NANGUAN                                                                                    \
    FEATURE("\"code\":\"220102\",\"name\":\"南关区\",\"level\":\"county\"",                        \
            SQUARE("125.5", "43.1", "125.9", "43.5"))

static void divisions_come_in_and_the_same_file_again_is_the_old_edition(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "two.geojson", COLLECTION(CHAOYANG "," NANGUAN), path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    assert_int_equal(c.report.read, 2);
    assert_int_equal(c.report.written, 2);
    assert_false(c.report.repeated);
    int64_t edition = c.report.edition;
    assert_true(edition > 0);
    /* the parent is missing: told for each, and no more than that */
    assert_int_equal(c.report.warnings, 2);
    assert_string_equal(case_problem(&c, IMPORT_CODE_PARENT, 0)->value, "220100");

    struct store_division held = held_division(&c, "220104");
    assert_string_equal(held.name, "朝阳区");
    assert_string_equal(held.name_specific, "朝阳");
    assert_string_equal(held.name_generic, "区");
    assert_int_equal(held.geometry.kind, GEO_MULTIPOLYGON);
    assert_int_equal(held.geometry.points[0].lon, INT64_C(125100000000));

    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    assert_true(c.report.repeated);
    assert_int_equal(c.report.edition, edition);
    assert_int_equal(c.report.written, 0);

    struct store_edition stored;
    assert_int_equal(store_edition_find(c.store, edition, c.arena, &stored, NULL), BASE_OK);
    assert_string_equal(stored.kind, "import");
    assert_string_equal(stored.source_sha256, c.report.sha256);
    assert_non_null(strstr(stored.report, "\"written\":2"));
    case_close(&c);
}

static void equal_rows_are_untouched_and_others_become_versions(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "a.geojson", COLLECTION(PREFECTURE "," CHAOYANG "," NANGUAN), path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    assert_int_equal(c.report.warnings, 2 - 1); /* only the prefecture's own parent is missing */
    write_source(*state, "b.geojson",
                 COLLECTION(CHAOYANG "," FEATURE("\"code\":\"220102\",\"name\":\"南关新区\","
                                                 "\"level\":\"county\"",
                                                 SQUARE("125.5", "43.1", "125.9", "43.5"))),
                 path);
    assert_true(base_date_parse("2020-06-05", &c.options.effective));
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    assert_int_equal(c.report.unchanged, 1);
    assert_int_equal(c.report.written, 1);

    struct store_division then;
    struct store_as_of before = {.known = 0};
    assert_true(base_date_parse("2019-01-01", &before.at));
    assert_int_equal(store_division_find(c.store, "220102", before, c.arena, &then, NULL), BASE_OK);
    assert_string_equal(then.name, "南关区");
    before.at = c.options.effective;
    assert_int_equal(store_division_find(c.store, "220102", before, c.arena, &then, NULL), BASE_OK);
    assert_string_equal(then.name, "南关新区");
    case_close(&c);
}

static void one_wrong_row_keeps_everything_out(void **state)
{
    static const struct {
        const char *feature;
        enum import_trouble trouble;
        const char *field;
    } cases[] = {
        {FEATURE("\"code\":\"2201O2\",\"name\":\"甲区\"", SQUARE("125", "43", "126", "44")),
         IMPORT_CODE_INVALID, "code"},
        {FEATURE("\"code\":\"220104\",\"name\":\"乙区\"", SQUARE("125", "43", "126", "44")),
         IMPORT_CODE_DUPLICATE, "code"},
        {FEATURE("\"code\":\"220105\",\"name\":\" \"", SQUARE("125", "43", "126", "44")),
         IMPORT_NAME_EMPTY, "name"},
        {FEATURE("\"code\":\"220105\",\"name\":\"丙区\"",
                 "{\"type\":\"Point\",\"coordinates\":[125,43]}"),
         IMPORT_GEOMETRY_INVALID, "geometry"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct import_case c;
        char path[SCRATCH_SIZE], text[4096], name[32];
        case_open(&c, *state);
        snprintf(text, sizeof text, COLLECTION("%s,%s"), CHAOYANG, cases[i].feature);
        snprintf(name, sizeof name, "wrong%zu.geojson", i);
        write_source(*state, name, text, path);
        case_expect(&c, IMPORT_DIVISION, path, BASE_INVALID);
        assert_int_equal(c.report.read, 2);
        assert_int_equal(c.report.written, 0);
        assert_int_equal(c.report.rejected, 1);
        assert_int_equal(c.report.edition, 0);
        const struct import_problem *problem = case_problem(&c, cases[i].trouble, 0);
        assert_non_null(problem);
        assert_int_equal(problem->row, 2);
        assert_int_equal(problem->severity, IMPORT_ERROR);
        assert_string_equal(problem->field, cases[i].field);
        struct store_edition *editions;
        size_t count;
        assert_int_equal(store_edition_list(c.store, c.arena, &editions, &count, NULL), BASE_OK);
        assert_int_equal(count, 0);
        case_close(&c);
    }
}

static void a_code_twice_names_both_rows(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "twice.geojson", COLLECTION(CHAOYANG "," NANGUAN "," CHAOYANG), path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_INVALID);
    assert_string_equal(case_problem(&c, IMPORT_CODE_DUPLICATE, 0)->message[BASE_EN],
                        "220104 stands in row 1 and again in row 3");
    case_close(&c);
}

static void allowed_errors_leave_the_good_rows_in(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    c.options.allow_errors = 1;
    write_source(*state, "most.geojson", COLLECTION(CHAOYANG "," NANGUAN "," CHAOYANG), path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    assert_int_equal(c.report.written, 2);
    assert_int_equal(c.report.rejected, 1);
    case_close(&c);
}

static void a_dry_run_checks_everything_and_writes_nothing(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    c.options.dry_run = true;
    write_source(*state, "dry.geojson", COLLECTION(CHAOYANG), path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    assert_int_equal(c.report.read, 1);
    assert_int_equal(c.report.written, 0);
    assert_int_equal(c.report.edition, 0);
    assert_non_null(case_problem(&c, IMPORT_CODE_PARENT, 0));
    struct store_as_of as_of = {.at = BASE_DATE_NONE};
    struct store_division *rows;
    size_t count;
    assert_int_equal(
        store_division_list(c.store, as_of, STORE_LEVEL_NONE, false, c.arena, &rows, &count, NULL),
        BASE_OK);
    assert_int_equal(count, 0);
    case_close(&c);
}

static void repairs_are_those_that_lose_nothing(void **state)
{
    static const struct {
        const char *ring;
        bool repaired, invalid;
    } cases[] = {
        {"[125,43],[126,43],[126,44],[125,44],[125,43]", false, false},
        {"[125,43],[125,44],[126,44],[126,43],[125,43]", true, false}, /* the other way round */
        {"[125,43],[126,43],[126,43],[126,44],[125,44],[125,43]", true, false},
        {"[125,43],[126,44],[126,43],[125,44],[125,43]", false, true}, /* kept as it came */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct import_case c;
        char path[SCRATCH_SIZE], text[1024], name[32];
        case_open(&c, *state);
        snprintf(name, sizeof name, "repair%zu.geojson", i);
        snprintf(text, sizeof text,
                 COLLECTION(FEATURE("\"code\":\"22010%zu\",\"name\":\"甲区\"",
                                    "{\"type\":\"Polygon\",\"coordinates\":[[%s]]}")),
                 i + 1, cases[i].ring);
        write_source(*state, name, text, path);
        case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
        assert_int_equal(c.report.repaired, cases[i].repaired);
        const struct import_problem *problem = case_problem(&c, IMPORT_GEOMETRY_INVALID, 0);
        assert_int_equal(problem != NULL, cases[i].invalid);
        if (problem)
            assert_int_equal(problem->severity, IMPORT_WARNING);
        char code[8];
        snprintf(code, sizeof code, "22010%zu", i + 1);
        assert_int_equal(held_division(&c, code).geometry.point_count, 5);
        case_close(&c);
    }
}

static void a_table_in_survey_axes_and_chinese_units_is_understood(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "表.csv",
                 "机构编号,机构名称,机构类型,X,Y,床位数,性质\n"
                 "A1,朝晖养老院,养老院,4861000.25,42445574.53,\"1,200\",公办\n"
                 "A2,日照中心,日间照料中心,4861100.04,42445600.75,20,民办\n",
                 path);
    case_expect(&c, IMPORT_FACILITY, path, BASE_OK);
    assert_int_equal(c.report.written, 2);
    assert_string_equal(c.report.axes, "north-east");
    assert_string_equal(c.report.crs, "EPSG:4530");
    assert_string_equal(c.report.crs_from, "coordinates");
    assert_near(c.report.resolution_m, 0.01, 1e-9);
    struct store_facility *rows;
    size_t count;
    struct store_as_of as_of = {.at = BASE_DATE_NONE};
    assert_int_equal(store_facility_list(c.store, as_of, NULL, c.arena, &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].kind, "eldercare.home");
    assert_near(rows[0].beds, 1200, 0);
    assert_near(geo_grid_to_degrees(rows[0].point.lon), 125.32, 0.01);
    assert_near(geo_grid_to_degrees(rows[0].point.lat), 43.89, 0.01);
    case_close(&c);
}

static void degrees_minutes_and_seconds_are_coordinates(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "dms.csv",
                 "id,name,kind,经度,纬度\n1,桥,bridge,125°18′24.6″,43°53′10″\n"
                 "2,山,mountain,125°61′24.6″,43°53′10″\n",
                 path);
    case_expect(&c, IMPORT_PLACE, path, BASE_INVALID);
    const struct import_problem *problem = case_problem(&c, IMPORT_VALUE_INVALID, 0);
    assert_int_equal(problem->row, 2);
    assert_string_equal(problem->field, "lon");
    c.options.allow_errors = 1;
    case_expect(&c, IMPORT_PLACE, path, BASE_OK);
    struct store_place place;
    struct store_as_of as_of = {.at = BASE_DATE_NONE};
    assert_int_equal(store_place_find(c.store, "1", 0, as_of, c.arena, &place, NULL), BASE_OK);
    assert_int_equal(place.geometry.points[0].lon, INT64_C(125306833333));
    case_close(&c);
}

static void unprefixed_eastings_are_refused_with_the_zones(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "bare.csv", "id,name,kind,x,y\n1,桥,bridge,445574.5,4861000.2\n", path);
    case_expect(&c, IMPORT_PLACE, path, BASE_INVALID);
    const struct import_problem *problem = case_problem(&c, IMPORT_CRS_MISSING, 0);
    assert_non_null(strstr(problem->message[BASE_EN], "EPSG:4551"));
    assert_int_equal(problem->row, 0);
    assert_int_equal(c.report.read, 1);
    c.options.crs = "EPSG:4551";
    case_expect(&c, IMPORT_PLACE, path, BASE_OK);
    assert_string_equal(c.report.crs_from, "option");
    case_close(&c);
}

static void old_frames_need_a_shift(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE], shift[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "old.csv", "id,name,kind,x,y\n1,桥,bridge,42445574.5,4861000.2\n", path);
    c.options.crs = "EPSG:2366"; /* Xian 80, zone 42 */
    case_expect(&c, IMPORT_PLACE, path, BASE_INVALID);
    assert_non_null(strstr(case_problem(&c, IMPORT_CRS_MISSING, 0)->message[BASE_EN], "--shift"));
    c.options.shift = "none";
    case_expect(&c, IMPORT_PLACE, path, BASE_OK);
    assert_near(c.report.accuracy_m, 100, 0);
    struct store_place plain, moved;
    struct store_as_of as_of = {.at = BASE_DATE_NONE};
    assert_int_equal(store_place_find(c.store, "1", 0, as_of, c.arena, &plain, NULL), BASE_OK);

    c.options.shift =
        write_source(*state, "shift.txt",
                     "# of the survey office\ndx = 0\ndy=0\ndz = 30\naccuracy = 0.5\n", shift);
    case_expect(&c, IMPORT_PLACE, path, BASE_OK);
    assert_near(c.report.accuracy_m, 0.5, 0);
    assert_int_equal(store_place_find(c.store, "1", 0, as_of, c.arena, &moved, NULL), BASE_OK);
    /* 30 m along the axis are 30 cos(lat) to the north, and the ellipsoids differ */
    double north = geo_distance_m(plain.geometry.points[0], moved.geometry.points[0]);
    assert_true(north > 15 && north < 30);
    case_close(&c);
}

static void names_need_their_owner(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "u.geojson", COLLECTION(CHAOYANG), path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    write_source(*state, "names.csv",
                 "place,name,form,reading\n220104,朝阳,简称,Cháoyáng\n220199,没有,alias,\n", path);
    case_expect(&c, IMPORT_NAME, path, BASE_INVALID);
    const struct import_problem *problem = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
    assert_int_equal(problem->row, 2);
    assert_string_equal(problem->value, "220199");
    c.options.allow_errors = 1;
    case_expect(&c, IMPORT_NAME, path, BASE_OK);
    assert_int_equal(c.report.written, 1);
    case_close(&c);
}

static void a_missing_column_is_told_once_and_rows_are_counted(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "m.csv", "甲,乙\n1,2\n3,4\n", path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_INVALID);
    assert_int_equal(c.report.read, 2);
    assert_int_equal(c.report.rejected, 2);
    assert_int_equal(c.report.errors, 2); /* code and name */
    assert_non_null(strstr(c.report.problems[0].message[BASE_EN], "the columns are: 甲, 乙"));
    case_close(&c);
}

static enum base_status locate(void *context, const char *text, struct geo_point *point,
                               double *confidence, struct base_error *err)
{
    (void)context;
    (void)err;
    *point = (struct geo_point){INT64_C(125300000000), INT64_C(43900000000)};
    *confidence = strstr(text, "人民大街") ? 0.95 : 0.4;
    return strstr(text, "无此路") ? BASE_NOT_FOUND : BASE_OK;
}

static void addresses_become_points_only_when_they_are_sure(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    c.options.locate = locate;
    write_source(*state, "a.csv",
                 "id,name,kind,address\n1,甲,养老院,人民大街1号\n2,乙,养老院,某路2号\n"
                 "3,丙,养老院,无此路\n",
                 path);
    case_expect(&c, IMPORT_FACILITY, path, BASE_OK);
    assert_int_equal(c.report.written, 3);
    assert_int_equal(case_problem(&c, IMPORT_GEOMETRY_EMPTY, 0)->row, 2);
    assert_int_equal(case_problem(&c, IMPORT_GEOMETRY_EMPTY, 1)->row, 3);
    assert_null(case_problem(&c, IMPORT_GEOMETRY_EMPTY, 2));
    struct store_facility *rows;
    size_t count;
    struct store_as_of as_of = {.at = BASE_DATE_NONE};
    assert_int_equal(store_facility_list(c.store, as_of, NULL, c.arena, &rows, &count, NULL),
                     BASE_OK);
    assert_true(rows[0].has_point && !rows[1].has_point && !rows[2].has_point);
    case_close(&c);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void bytes_are_judged_where_a_format_promises_nothing(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "m.mid", "\"220102\",\"\xC4\xCF\xB9\xD8\xC7\xF8\"\n", path);
    write_source(*state, "m.mif",
                 "Version 300\nCharset \"Neutral\"\nDelimiter \",\"\n"
                 "CoordSys Earth Projection 1, 104\nColumns 2\n  code Char(6)\n  name Char(20)\n"
                 "Data\n\nRegion  1\n  4\n125 43\n126 43\n126 44\n125 43\n",
                 path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    assert_string_equal(held_division(&c, "220102").name, "南关区");
    assert_string_equal(c.report.encoding, "GB18030");
    case_close(&c);
}

static void several_files_are_one_import_with_running_numbers(void **state)
{
    struct import_case c;
    char a[SCRATCH_SIZE], b[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "b.geojson", COLLECTION(NANGUAN "," CHAOYANG), b);
    c.files[1] = b;
    c.options.file_count = 2;
    write_source(*state, "a.geojson", COLLECTION(PREFECTURE "," CHAOYANG), a);
    case_expect(&c, IMPORT_DIVISION, a, BASE_INVALID);
    assert_int_equal(c.report.read, 4);
    assert_string_equal(case_problem(&c, IMPORT_CODE_DUPLICATE, 0)->message[BASE_EN],
                        "220104 stands in row 2 and again in row 4");
    c.options.allow_errors = 1;
    case_expect(&c, IMPORT_DIVISION, a, BASE_OK);
    assert_int_equal(c.report.written, 3);
    char sum_of_set[65];
    snprintf(sum_of_set, sizeof sum_of_set, "%s", c.report.sha256);

    /* the order of the files is no matter for their sum */
    c.files[1] = a;
    c.options.dry_run = true;
    case_run(&c, IMPORT_DIVISION, b);
    assert_string_equal(c.report.sha256, sum_of_set);
    case_close(&c);
}

static enum base_status run_cancelled(struct import_case *c, const char *file)
{
    c->files[0] = file;
    c->options.kind = IMPORT_DIVISION;
    struct base_progress stop = {.cancelled = at_once};
    return import_run(c->store, &c->options, c->arena, &stop, &c->report, &c->err);
}

static void a_cancelled_import_leaves_nothing(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    struct store_edition *editions;
    size_t count;
    case_open(&c, *state);
    write_source(*state, "c.geojson", COLLECTION(CHAOYANG), path);
    assert_int_equal(run_cancelled(&c, path), BASE_UNAVAILABLE);
    assert_int_equal(store_edition_list(c.store, c.arena, &editions, &count, NULL), BASE_OK);
    assert_int_equal(count, 0);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK); /* and the record is free again */
    case_close(&c);
}

static void a_full_arena_ends_the_import_cleanly(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    size_t refused = 0;
    case_open(&c, *state);
    write_source(*state, "f.geojson", COLLECTION(PREFECTURE "," CHAOYANG "," NANGUAN), path);
    c.files[0] = path;
    c.options.kind = IMPORT_DIVISION;
    for (size_t limit = 16; limit < 300000; limit += limit / 9 + 16) {
        struct base_arena *small = base_arena_create(limit);
        assert_non_null(small);
        enum base_status status = import_run(c.store, &c.options, small, NULL, &c.report, &c.err);
        refused += status == BASE_NO_MEMORY;
        if (status != BASE_NO_MEMORY && status != BASE_OK)
            fail_msg("limit %zu: status %d: %s", limit, status, c.err.message);
        base_arena_free(small);
        if (status == BASE_OK)
            break;
    }
    assert_true(refused > 10);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK); /* nothing half-written stands in the way */
    assert_string_equal(held_division(&c, "220104").name, "朝阳区");
    case_close(&c);
}

static void a_users_string_never_reaches_the_reader(void **state)
{
    static const char *const cases[] = {"http://127.0.0.1:9/x.geojson", "/vsicurl/http://x/y.json",
                                        "{\"type\":\"FeatureCollection\",\"features\":[]}"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct import_case c;
        case_open(&c, *state);
        case_expect(&c, IMPORT_DIVISION, cases[i], BASE_NOT_FOUND);
        case_close(&c);
    }
    struct import_case c;
    char path[SCRATCH_SIZE];
    case_open(&c, *state);
    write_source(*state, "x.vrt", "<OGRVRTDataSource/>", path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_INVALID);
    write_source(*state, "not.shp", "no shapefile", path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_INVALID);
    assert_string_equal(case_problem(&c, IMPORT_FILE_DAMAGED, 0)->message[BASE_EN],
                        "the .shp is cut off: it has 12 bytes, its header alone needs 100");
    case_close(&c);
}

static void the_report_is_the_json_of_the_interface(void **state)
{
    struct import_case c;
    char path[SCRATCH_SIZE];
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    case_open(&c, *state);
    write_source(*state, "r.geojson", COLLECTION(CHAOYANG), path);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    base_json_init(&json, &text);
    import_report_write(&c.report, BASE_EN, &json);
    static const char *const parts[] = {
        "\"kind\":\"division\"",
        "\"repeated\":false",
        "\"file\":\"r.geojson\"",
        "\"driver\":\"GeoJSON\"",
        "\"read\":1",
        "\"rejected\":0",
        "\"columns\":{\"code\":\"code\",\"name\":\"name\"",
        "\"problem\":\"code-parent\"",
        "\"severity\":\"warning\"",
        "\"row\":1",
        "\"value\":\"220100\"",
    };
    for (size_t i = 0; i < COUNT(parts); i++)
        if (!strstr(text.data, parts[i]))
            fail_msg("%s is not in %s", parts[i], text.data);
    base_buffer_clear(&text);
    import_report_write_html(&c.report, BASE_ZH, &text);
    assert_non_null(strstr(text.data, "导入报告"));
    assert_null(strstr(text.data, "<script"));
    case_close(&c);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(divisions_come_in_and_the_same_file_again_is_the_old_edition),
        CASE(equal_rows_are_untouched_and_others_become_versions),
        CASE(one_wrong_row_keeps_everything_out),
        CASE(a_code_twice_names_both_rows),
        CASE(allowed_errors_leave_the_good_rows_in),
        CASE(a_dry_run_checks_everything_and_writes_nothing),
        CASE(repairs_are_those_that_lose_nothing),
        CASE(a_table_in_survey_axes_and_chinese_units_is_understood),
        CASE(degrees_minutes_and_seconds_are_coordinates),
        CASE(unprefixed_eastings_are_refused_with_the_zones),
        CASE(old_frames_need_a_shift),
        CASE(names_need_their_owner),
        CASE(a_missing_column_is_told_once_and_rows_are_counted),
        CASE(addresses_become_points_only_when_they_are_sure),
        CASE(bytes_are_judged_where_a_format_promises_nothing),
        CASE(several_files_are_one_import_with_running_numbers),
        CASE(a_cancelled_import_leaves_nothing),
        CASE(a_full_arena_ends_the_import_cleanly),
        CASE(a_users_string_never_reaches_the_reader),
        CASE(the_report_is_the_json_of_the_interface),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
