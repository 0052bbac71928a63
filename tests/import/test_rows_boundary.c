/* tests/import/test_rows_boundary.c - lines, claims of lines, markers and
 * tri-junctions as people write them. */
#include <math.h>
#include <sqlite3.h>

#include "import/export.h"
#include "store/claim.h"
#include "tests/import/neighbours.h"
#include "tests/support/near.h"

#define POINT(position) "{\"type\":\"Point\",\"coordinates\":[" position "]}"

static void a_line_of_chinese_columns_comes_in_whole(void **state)
{
    struct import_case c;
    struct store_line *lines;
    base_date_t day;
    neighbours_open(&c, *state);
    neighbours_expect(
        &c, *state, IMPORT_LINE, "l.geojson",
        COLLECTION(FEATURE("\"界线编号\":\"０２０４\",\"甲方代码\":\"220102\",\"乙方代码\":"
                           "\"220104000000\",\"界线名称\":\"南关朝阳线\",\"界线状态\":\"有争议\","
                           "\"协议书文号\":\"长政函〔2001〕3号\",\"协议书日期\":\"2001年3月5日\","
                           "\"依托地物\":\"河流中心线\",\"界桩清单\":\"001-004\","
                           "\"走向说明\":\"自001号界桩向北\"",
                           BORDER)),
        BASE_OK);
    assert_int_equal(c.report.problem_count, 0);
    assert_int_equal(held_lines(&c, &lines), 1);
    assert_string_equal(lines[0].code, "0204");
    assert_string_equal(lines[0].a, "220102");
    assert_string_equal(lines[0].b, "220104");
    assert_string_equal(lines[0].name, "南关朝阳线");
    assert_int_equal(lines[0].status, STORE_LINE_DISPUTED);
    assert_string_equal(lines[0].agreement_no, "长政函〔2001〕3号");
    assert_true(base_date_parse("2001-03-05", &day));
    assert_int_equal(lines[0].agreement_date, day);
    assert_string_equal(lines[0].support, "river-centre");
    assert_string_equal(lines[0].markers, "001-004");
    assert_string_equal(lines[0].description, "自001号界桩向北");
    assert_int_equal(lines[0].geometry.point_count, 3);
    assert_true(lines[0].resolution_m > 0);
    case_close(&c);
}

/* Each file has one thing wrong in row 1; nothing of it is kept. */
static void what_is_wrong_with_a_row_is_one_sentence_and_nothing_is_kept(void **state)
{
    static const struct {
        enum import_kind kind;
        const char *name, *text, *field, *message;
    } cases[] = {
        {IMPORT_LINE, "same.geojson", COLLECTION(FEATURE(SIDES("L", "220102", "220102"), BORDER)),
         "b", "a and b are both 220102; a line has two sides"},
        {IMPORT_LINE, "status.geojson",
         COLLECTION(FEATURE(SIDES("L", "220102", "220104") ",\"status\":\"fine\"", BORDER)),
         "status",
         "status: \"fine\" is none of agreed, approved-pending-survey, customary, undetermined, "
         "disputed"},
        {IMPORT_LINE, "area.geojson",
         COLLECTION(FEATURE(SIDES("L", "220102", "220104"), BOX("125.0", "125.1"))), "geometry",
         "no line has a geometry of this kind"},
        {IMPORT_LINE, "none.geojson",
         COLLECTION(FEATURE(SIDES("L", "220102", "220104"),
                            "null") "," FEATURE(SIDES("M", "220102", "220104"), BORDER)),
         "geometry", "the record has no geometry"},
        {IMPORT_LINE, "letter.geojson", COLLECTION(FEATURE(SIDES("L", "22O102", "220104"), BORDER)),
         "a", "a: \"22O102\" is no code of 2, 4, 6, 9 or 12 digits"},
        {IMPORT_CLAIM, "party.geojson", COLLECTION(FEATURE("\"line\":\"L\"", BORDER)), "party",
         "whose claim this is, neither a column nor --party says"},
        {IMPORT_CLAIM, "point.geojson",
         COLLECTION(FEATURE("\"line\":\"L\",\"party\":\"220104\"", BOX("125.0", "125.1"))),
         "geometry", "no claim has a geometry of this kind"},
        {IMPORT_MARKER, "nan.csv", "number,lon,lat\n001Q,NaN,43.05\n", "lon",
         "lon is no coordinate: NaN"},
        {IMPORT_MARKER, "inf.csv", "number,x,y\n001Q,445574,1e999\n", "y",
         "y is no coordinate: 1e999"},
        {IMPORT_MARKER, "mode.csv", "number,lon,lat,mode\n001Q,125.1,43.05,四立\n", "mode",
         "mode: \"四立\" is none of single, double, triple"},
        {IMPORT_MARKER, "sigma.csv", "number,lon,lat,sigma_m\n001Q,125.1,43.05,-1\n", "sigma_m",
         "sigma_m: \"-1\" is not a number"},
        {IMPORT_MARKER, "swapped.csv",
         "number,lon,lat\n001Q,43.05,125.1\n002Q,125.1,43.06\n003Q,125.1,43.07\n", "geometry",
         "the coordinates (43.05, 125.1) stand in the other order than those of the other rows; "
         "exchange them"},
        {IMPORT_MARKER, "metres.csv",
         "number,x,y\n001Q,4853722.73,445574.05\n002Q,445574.05,4853722.73\n"
         "003Q,445574.05,4853722.7\n",
         "geometry",
         "the coordinates (4853722.73, 445574.05) stand in the other order than those of the other "
         "rows; exchange them"},
        {IMPORT_MARKER, "swapped.geojson",
         COLLECTION(FEATURE("\"number\":\"001Q\"", POINT("43.05,125.1")) "," FEATURE(
             "\"number\":\"002Q\"", POINT("125.1,43.06")) "," FEATURE("\"number\":\"003Q\"",
                                                                      POINT("125.1,43.07"))),
         "geometry",
         "the coordinates (43.05, 125.1) stand in the other order than those of the other rows; "
         "exchange them"},
        {IMPORT_MARKER, "nan.geojson",
         COLLECTION(FEATURE("\"number\":\"001Q\"", POINT("NaN,43.05"))), "geometry",
         "the position is empty, or its coordinates are no numbers; leave the geometry out where "
         "none is known"},
        {IMPORT_MARKER, "two.geojson",
         COLLECTION(FEATURE("\"number\":\"001Q\"", "{\"type\":\"MultiPoint\",\"coordinates\":"
                                                   "[[125.1,43.05],[125.1,43.06]]}")),
         "geometry", "a marker has one position, not 2; give each its own record"},
        {IMPORT_MARKER, "nameless.csv", "number,lon,lat\n,125.1,43.05\n", "number",
         "the field number is empty"},
        {IMPORT_TRI_JUNCTION, "few.csv",
         "number,codes,lon,lat\n1,\"220102,220104,220102\",125,43\n", "codes",
         "codes: \"220102,220104,220102\" does not name 3 to 16 divisions by code, with commas "
         "between"},
        {IMPORT_TRI_JUNCTION, "word.csv", "number,codes,lon,lat\n1,\"南关,朝阳,二道\",125,43\n",
         "codes",
         "codes: \"南关,朝阳,二道\" does not name 3 to 16 divisions by code, with commas between"},
    };
    struct import_case c;
    neighbours_open(&c, *state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        print_message("%s\n", cases[i].name);
        c.options.crs = strcmp(cases[i].name, "metres.csv") == 0 ? "EPSG:4551" : NULL;
        neighbours_expect(&c, *state, cases[i].kind, cases[i].name, cases[i].text, BASE_INVALID);
        const struct import_problem *p = NULL;
        for (size_t j = 0; j < c.report.problem_count && !p; j++)
            if (c.report.problems[j].severity == IMPORT_ERROR)
                p = &c.report.problems[j];
        assert_non_null(p);
        assert_int_equal(p->row, 1);
        assert_string_equal(p->field, cases[i].field);
        assert_string_equal(p->message[BASE_EN], cases[i].message);
        assert_string_not_equal(p->message[BASE_ZH], cases[i].message);
        assert_int_equal(c.report.errors, 1);
        assert_int_equal(c.report.written, 0);
        assert_int_equal(c.report.edition, 0);
    }
    case_close(&c);
}

/* Among many vertices one is turned: its row is told, and what to do. */
static void a_turned_vertex_of_a_line_is_refused(void **state)
{
    struct import_case c;
    struct store_line *lines;
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    neighbours_open(&c, *state);
    base_buffer_text(&text, "{\"type\":\"FeatureCollection\",\"features\":["
                            "{\"type\":\"Feature\",\"properties\":{" SIDES(
                                "L", "220102", "220104") "},\"geometry\":{\"type\":"
                                                         "\"LineString\",\"coordinates\":[");
    for (int i = 0; i < 500; i++)
        base_buffer_printf(&text, "[125.1,43.0%d],", i + 100);
    base_buffer_text(
        &text, "[125.1,43.1]]}}," FEATURE(SIDES("M", "220102", "220104"),
                                          PATH("[125.1,43],[43.05,125.1],[125.1,43.1]")) "]}");
    neighbours_expect(&c, *state, IMPORT_LINE, "l.geojson", text.data, BASE_INVALID);
    const struct import_problem *p = case_problem(&c, IMPORT_GEOMETRY_OUTSIDE, 0);
    assert_non_null(p);
    assert_int_equal(p->row, 2);
    assert_string_equal(p->message[BASE_EN], "point 2 at (43.05, 125.1) is no place on the earth; "
                                             "exchange its longitude and latitude");
    assert_int_equal(held_lines(&c, &lines), 0);
    case_close(&c);
}

/* In bytes, where no text could be refused: the second point of the only line. */
static void put_nan(const char *path)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    double nan = NAN;
    assert_int_equal(base_file_read(path, 0, &bytes, NULL), BASE_OK);
    assert_true(bytes.size >= 188);
    memcpy(bytes.data + 172, &nan, sizeof nan);
    assert_int_equal(base_file_write_atomic(path, bytes.data, bytes.size, NULL), BASE_OK);
}

static void a_line_with_nan_in_it_is_refused(void **state)
{
    static const char *const crs[] = {NULL, "EPSG:4551"};
    for (size_t i = 0; i < COUNT(crs); i++) {
        struct import_case c, again;
        struct store_line *lines;
        struct export_result result;
        char out[SCRATCH_SIZE], below[SCRATCH_SIZE], name[32];
        snprintf(name, sizeof name, "in%zu", i);
        scratch_path(*state, name, below);
        assert_int_equal(base_file_make_folder(below, NULL), BASE_OK);
        neighbours_open(&c, below);
        neighbours_expect(&c, below, IMPORT_LINE, "l.geojson",
                          COLLECTION(FEATURE(SIDES("L", "220102", "220104"), BORDER)), BASE_OK);
        scratch_path(below, "n.shp", out);
        struct export_options options = {
            .kind = IMPORT_LINE, .out = out, .at = BASE_DATE_NONE, .crs = crs[i]};
        assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
        case_close(&c);
        put_nan(out);
        snprintf(name, sizeof name, "again%zu", i);
        scratch_path(*state, name, below);
        assert_int_equal(base_file_make_folder(below, NULL), BASE_OK);
        neighbours_open(&again, below);
        case_expect(&again, IMPORT_LINE, out, BASE_INVALID);
        const struct import_problem *p = case_problem(&again, IMPORT_GEOMETRY_OUTSIDE, 0);
        assert_non_null(p);
        assert_int_equal(p->row, 1);
        print_message("%s\n", p->message[BASE_EN]);
        assert_int_equal(held_lines(&again, &lines), 0);
        case_close(&again);
    }
}

static void one_number_twice_on_a_line_is_kept_and_names_both_rows(void **state)
{
    struct import_case c;
    struct store_marker *markers;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_MARKER, "m.csv",
                      "number,line,lon,lat\n004Q,L,125.1,43.01\n004Q,M,125.1,43.02\n"
                      "00４Q,L,125.1,43.03\n",
                      BASE_OK);
    const struct import_problem *p = case_problem(&c, IMPORT_CODE_DUPLICATE, 0);
    assert_non_null(p);
    assert_int_equal(p->row, 3);
    assert_string_equal(p->field, "number");
    assert_string_equal(p->message[BASE_EN], "L 004Q stands in row 1 and again in row 3");
    assert_null(case_problem(&c, IMPORT_CODE_DUPLICATE, 1));
    assert_int_equal(p->severity, IMPORT_WARNING);
    assert_int_equal(held_markers(&c, &markers), 3);
    assert_int_equal(markers[0].ordinal, 1);
    assert_int_equal(markers[1].ordinal, 2);
    assert_string_equal(markers[1].number, "004Q");
    case_close(&c);
}

static void markers_come_in_by_every_way_of_writing_a_position(void **state)
{
    static const struct {
        const char *name, *text, *crs;
        double lon, lat;
    } cases[] = {
        {"lonlat.csv", "界桩编号,经度,纬度\n001Q,125.1,43.05\n", NULL, 125.1, 43.05},
        {"degrees.csv", "界桩号,东经,北纬\n001Q,125°18′24.6″,43°53′10.2″\n", NULL, 125.3068333333,
         43.8861666667},
        {"turned.csv", "number,lon,lat\n001Q,43.05,125.1\n", NULL, 125.1, 43.05},
        {"metres.csv", "number,x,y\n001Q,445574.05,4853722.73\n", "EPSG:4551", 125.3235, 43.8171},
        {"north.csv", "界桩编号,纵坐标,横坐标\n001Q,4853722.73,42445574.05\n", NULL, 125.3235,
         43.8171},
        {"shape.geojson",
         COLLECTION(FEATURE("\"number\":\"001Q\"", "{\"type\":\"Point\",\"coordinates\":"
                                                   "[125.1,43.05]}")),
         NULL, 125.1, 43.05},
        {"flat.geojson",
         COLLECTION(FEATURE("\"number\":\"001Q\"", "{\"type\":\"Point\",\"coordinates\":"
                                                   "[43.05,125.1]}")),
         NULL, 125.1, 43.05},
    };
    struct import_case c;
    neighbours_open(&c, *state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_marker *markers;
        print_message("%s\n", cases[i].name);
        c.options.crs = cases[i].crs;
        neighbours_expect(&c, *state, IMPORT_MARKER, cases[i].name, cases[i].text, BASE_OK);
        assert_int_equal(held_markers(&c, &markers), 1);
        assert_true(markers[0].has_point);
        assert_near(geo_grid_to_degrees(markers[0].point.lon), cases[i].lon, 1e-7);
        assert_near(geo_grid_to_degrees(markers[0].point.lat), cases[i].lat, 1e-7);
    }
    case_close(&c);
}

static void the_words_of_a_marker_s_sheet_are_known(void **state)
{
    struct import_case c;
    struct store_marker *m;
    base_date_t day;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_MARKER, "m.csv",
                      "界桩编号,界线编号,界桩类型,界桩材质,测量日期,点位中误差(cm),界桩状况,"
                      "管护单位,经度,纬度\n"
                      "0204001Q,0204,单立,石质,2023-6-15,5,完好,220104000000,125.1,43.05\n"
                      "0204002A,0204,同号双立,青石,,,歪了,朝阳区民政局,125.1,43.06\n"
                      "0204003,,三立,,,,,,,\n",
                      BASE_OK);
    assert_int_equal(held_markers(&c, &m), 3);
    assert_null(m[0].line);
    assert_int_equal(m[0].mode, STORE_MARKER_TRIPLE);
    assert_false(m[0].has_point);
    assert_string_equal(m[1].number, "0204001Q");
    assert_string_equal(m[1].line, "0204");
    assert_int_equal(m[1].mode, STORE_MARKER_SINGLE);
    assert_string_equal(m[1].kind, "stone");
    assert_true(base_date_parse("2023-06-15", &day));
    assert_int_equal(m[1].measured_on, day);
    assert_near(m[1].sigma_m, 0.05, 1e-12);
    assert_string_equal(m[1].condition, "intact");
    assert_string_equal(m[1].keeper, "220104");
    assert_int_equal(m[2].mode, STORE_MARKER_DOUBLE);
    assert_string_equal(m[2].kind, "青石"); /* an unknown word is kept, and told */
    assert_string_equal(m[2].condition, "歪了");
    assert_string_equal(m[2].keeper, "朝阳区民政局");
    assert_non_null(case_problem(&c, IMPORT_VALUE_INVALID, 1));
    assert_null(case_problem(&c, IMPORT_VALUE_INVALID, 2));
    assert_non_null(case_problem(&c, IMPORT_GEOMETRY_EMPTY, 0));
    case_close(&c);
}

static void a_disputed_line_needs_no_geometry(void **state)
{
    struct import_case c;
    struct store_line *lines;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_LINE, "l.csv", "code,a,b,status\nL,220102,220104,争议\n",
                      BASE_OK);
    assert_int_equal(held_lines(&c, &lines), 1);
    assert_int_equal(lines[0].geometry.part_count, 0);
    case_close(&c);
}

static void codes_of_a_junction_are_sorted_whatever_stands_between(void **state)
{
    static const char *const written[] = {"\"220105,220102,220104\"", "220104、220102、220105",
                                          "\"220102， 220104；220105\"",
                                          "220102/220104/220105/220102"};
    struct import_case c;
    neighbours_open(&c, *state);
    for (size_t i = 0; i < COUNT(written); i++) {
        struct store_tri_junction *rows;
        size_t count;
        char text[256];
        snprintf(text, sizeof text, "三交点编号,政区代码,经度,纬度\n020405I,%s,125.1,43.1\n",
                 written[i]);
        neighbours_expect(&c, *state, IMPORT_TRI_JUNCTION, "t.csv", text, BASE_OK);
        assert_int_equal(store_tri_junction_list(c.store, EVER, c.arena, &rows, &count, NULL), 0);
        assert_int_equal(count, 1);
        assert_string_equal(rows[0].codes, "220102,220104,220105");
    }
    case_close(&c);
}

static void claims_of_areas_and_of_lines_share_a_file(void **state)
{
    struct import_case c;
    struct store_line_claim *rows;
    struct store_claim *areas;
    size_t count;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_CLAIM, "c.geojson",
                      COLLECTION(FEATURE("\"line\":\"L\",\"party\":\"220104\"", BORDER) "," FEATURE(
                          "\"code\":\"220104\",\"party\":\"220104\"", BOX("125.1", "125.2"))),
                      BASE_OK);
    assert_int_equal(store_line_claim_list(c.store, EVER, c.arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(store_claim_list(c.store, EVER, c.arena, &areas, &count, NULL), 0);
    assert_int_equal(count, 1);
    neighbours_expect(&c, *state, IMPORT_CLAIM, "bare.geojson",
                      COLLECTION(FEATURE("\"party\":\"220104\"", BORDER)), BASE_INVALID);
    assert_true(c.report.blocked);
    assert_non_null(strstr(case_problem(&c, IMPORT_VALUE_INVALID, 0)->message[BASE_EN],
                           "no column holds the code of the division or line that is claimed"));
    case_close(&c);
}

/* Everything out, and in again: no row is another. */
static void every_kind_comes_back_the_same(void **state)
{
    static const enum import_kind kinds[] = {IMPORT_LINE, IMPORT_MARKER, IMPORT_TRI_JUNCTION,
                                             IMPORT_CLAIM, IMPORT_EXEMPTION};
    static const char *const endings[] = {"gpkg", "shp", "geojson", "csv"};
    struct import_case c;
    neighbours_open(&c, *state);
    neighbours_expect(
        &c, *state, IMPORT_LINE, "l.geojson",
        COLLECTION(FEATURE(
            SIDES("L", "220102", "220104") ",\"agreement_no\":\"长政函〔2001〕3号\","
                                           "\"agreement_date\":\"2001-03-05\",\"markers\":\"001\","
                                           "\"description\":\"自001号界桩向北\"",
            BORDER)),
        BASE_OK);
    neighbours_expect(&c, *state, IMPORT_MARKER, "m.csv",
                      "number,line,mode,measured_on,sigma_m,lon,lat\n"
                      "001Q,L,single,2023-06-15,0.05,125.1,43.05\n",
                      BASE_OK);
    neighbours_expect(&c, *state, IMPORT_TRI_JUNCTION, "t.csv",
                      "number,codes,lon,lat\n020405I,\"220102,220104,220105\",125.1,43.1\n",
                      BASE_OK);
    neighbours_expect(&c, *state, IMPORT_CLAIM, "c.geojson",
                      COLLECTION(FEATURE("\"line\":\"L\",\"party\":\"220104\"", BORDER)), BASE_OK);
    neighbours_expect(
        &c, *state, IMPORT_EXEMPTION, "e.geojson",
        COLLECTION(FEATURE("\"id\":\"G1\",\"kind\":\"共管区\",\"codes\":\"220104、220102\","
                           "\"document\":\"长政函〔2001〕3号\",\"document_date\":\"2001-03-05\","
                           "\"max_area_m2\":1234.5,\"note\":\"示例\",\"valid_from\":\"2001-04-01\"",
                           BOX("125.09", "125.11"))),
        BASE_OK);
    for (size_t k = 0; k < COUNT(kinds); k++)
        for (size_t e = 0; e < COUNT(endings); e++) {
            struct export_result result;
            char name[64], out[SCRATCH_SIZE];
            snprintf(name, sizeof name, "out-%s.%s", import_kind_name(kinds[k]), endings[e]);
            print_message("%s\n", name);
            scratch_path(*state, name, out);
            struct export_options options = {.kind = kinds[k], .out = out, .at = BASE_DATE_NONE};
            if (export_run(c.store, &options, c.arena, NULL, &result, &c.err) != BASE_OK)
                fail_msg("%s", c.err.message);
            assert_int_equal(result.rows, 1);
            case_expect(&c, kinds[k], out, BASE_OK);
            assert_int_equal(c.report.unchanged, 1);
        }
    case_close(&c);
}

static void a_shapefile_refuses_what_it_cannot_hold(void **state)
{
    struct import_case c;
    struct export_result result;
    char out[SCRATCH_SIZE], text[2048], long_text[301] = "";
    neighbours_open(&c, *state);
    memset(long_text, 'n', 300);
    snprintf(text, sizeof text,
             COLLECTION(FEATURE(SIDES("L", "220102", "220104") ",\"description\":\"%s\"", BORDER)),
             long_text);
    neighbours_expect(&c, *state, IMPORT_LINE, "l.geojson", text, BASE_OK);
    scratch_path(*state, "out.shp", out);
    struct export_options options = {.kind = IMPORT_LINE, .out = out, .at = BASE_DATE_NONE};
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, &c.err), BASE_INVALID);
    assert_non_null(strstr(c.err.message, "the description of a row"));
    assert_false(base_file_exists(out));
    neighbours_expect(&c, *state, IMPORT_CLAIM, "c.geojson",
                      COLLECTION(FEATURE("\"line\":\"L\",\"party\":\"220104\"", BORDER) "," FEATURE(
                          "\"code\":\"220104\",\"party\":\"220104\"", BOX("125.1", "125.2"))),
                      BASE_OK);
    options.kind = IMPORT_CLAIM;
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, &c.err), BASE_INVALID);
    assert_non_null(strstr(c.err.message, "a shapefile holds one kind of geometry"));
    assert_false(base_file_exists(out));
    case_close(&c);
}

/* The bytes of an export, for looking into. */
static struct base_buffer bytes_of(const char *path)
{
    struct base_buffer bytes = {0};
    assert_int_equal(base_file_read(path, 0, &bytes, NULL), BASE_OK);
    return bytes;
}

/* How many markers have the bytes they came with beside them. */
static int copies_of_digits(const struct import_case *c)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open_v2(store_path(c->store), &db, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT count(source_wkb) FROM marker_version", -1,
                                        &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int count = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return count;
}

/* In the CRS that they came in, lines and markers have the surveyor's own digits. */
static void the_digits_of_the_source_come_back(void **state)
{
    static const struct {
        enum import_kind kind;
        const char *name, *text, *digits;
    } cases[] = {
        {IMPORT_LINE, "l.csv",
         "code,a,b,WKT\nL,220102,220104,\"LINESTRING (426992.123 4761543.371,427092.44 "
         "4772651.08)\"\n",
         "426992.123 4761543.371,427092.44 4772651.08"},
        {IMPORT_CLAIM, "c.csv",
         "line,party,WKT\nL,220104,\"LINESTRING (426992.123 4761543.371,427092.44 "
         "4772651.08)\"\n",
         "426992.123 4761543.371,427092.44 4772651.08"},
        {IMPORT_MARKER, "m.csv", "number,x,y\n001Q,427001.123,4765543.371\n",
         "427001.123,4765543.371"},
        {IMPORT_TRI_JUNCTION, "t.csv",
         "number,codes,x,y\n1,\"220102,220104,220105\",427001.123,4765543.371\n",
         "427001.123,4765543.371"},
    };
    struct import_case c;
    neighbours_open(&c, *state);
    c.options.crs = "EPSG:4551";
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct export_result result;
        char out[SCRATCH_SIZE], name[32];
        print_message("%s\n", cases[i].name);
        neighbours_expect(&c, *state, cases[i].kind, cases[i].name, cases[i].text, BASE_OK);
        snprintf(name, sizeof name, "out%zu.csv", i);
        scratch_path(*state, name, out);
        struct export_options options = {
            .kind = cases[i].kind, .out = out, .at = BASE_DATE_NONE, .crs = "EPSG:4551"};
        assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
        assert_int_equal(result.as_source, 1);
        struct base_buffer bytes BASE_BUFFER_AUTO = bytes_of(out);
        if (!strstr(bytes.data, cases[i].digits))
            fail_msg("%s", bytes.data);
    }
    case_close(&c);
}

/* Numbers that stand on the grid as they are need no copy, and come back all the same. */
static void digits_on_the_grid_are_kept_once(void **state)
{
    struct import_case c;
    struct export_result result;
    struct store_source source;
    struct store_marker *markers;
    char out[SCRATCH_SIZE];
    neighbours_open(&c, *state);
    c.options.crs = "EPSG:4326";
    neighbours_expect(&c, *state, IMPORT_MARKER, "m.csv",
                      "number,lon,lat\n001Q,125.1,43.05\n002Q,125.123456789123,43.05\n", BASE_OK);
    assert_int_equal(held_markers(&c, &markers), 2);
    assert_int_equal(
        store_version_source(c.store, "marker", markers[0].version.version, c.arena, &source, NULL),
        BASE_OK);
    assert_string_equal(source.crs, "EPSG:4326");
    assert_int_equal(source.size, 21);
    scratch_path(*state, "grid.csv", out);
    struct export_options options = {
        .kind = IMPORT_MARKER, .out = out, .at = BASE_DATE_NONE, .crs = "EPSG:4326"};
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.as_source, 2);
    struct base_buffer bytes BASE_BUFFER_AUTO = bytes_of(out);
    assert_non_null(strstr(bytes.data, "125.1,43.05"));
    assert_non_null(strstr(bytes.data, "125.123456789123,43.05"));
    assert_int_equal(copies_of_digits(&c), 1);
    case_close(&c);
}

/* A facility drawn as an area is kept as a point: its source is no position. */
static void an_area_kept_as_a_point_leaves_as_a_point(void **state)
{
    struct import_case c;
    struct export_result result;
    char out[SCRATCH_SIZE];
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_FACILITY, "f.geojson",
                      COLLECTION(FEATURE("\"id\":\"1\",\"name\":\"养老院\",\"kind\":"
                                         "\"eldercare.home\"",
                                         BOX("125.1", "125.2"))),
                      BASE_OK);
    scratch_path(*state, "out.geojson", out);
    struct export_options options = {
        .kind = IMPORT_FACILITY, .out = out, .at = BASE_DATE_NONE, .crs = "EPSG:4326"};
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.rows, 1);
    assert_int_equal(result.as_source, 0);
    struct base_buffer bytes BASE_BUFFER_AUTO = bytes_of(out);
    assert_non_null(strstr(bytes.data, "\"Point\""));
    case_close(&c);
}

static void a_line_lies_within_both_its_sides(void **state)
{
    static const struct {
        const char *within;
        int64_t rows;
    } cases[] = {{"220102", 1}, {"220104", 1}, {NULL, 1}};
    struct import_case c;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_LINE, "l.geojson",
                      COLLECTION(FEATURE(SIDES("L", "220102", "220104"), BORDER)), BASE_OK);
    neighbours_expect(
        &c, *state, IMPORT_DIVISION, "far.geojson",
        COLLECTION(FEATURE("\"code\":\"220199\",\"name\":\"远区\"", BOX("126.0", "126.1"))),
        BASE_OK);
    char out[SCRATCH_SIZE];
    scratch_path(*state, "out.geojson", out);
    struct export_options options = {.kind = IMPORT_LINE, .out = out, .at = BASE_DATE_NONE};
    struct export_result result;
    for (size_t i = 0; i < COUNT(cases); i++) {
        options.within = cases[i].within;
        assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
        assert_int_equal(result.rows, cases[i].rows);
    }
    options.within = "220199";
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.rows, 0);
    case_close(&c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_of_chinese_columns_comes_in_whole),
        TEST(what_is_wrong_with_a_row_is_one_sentence_and_nothing_is_kept),
        TEST(a_turned_vertex_of_a_line_is_refused),
        TEST(a_line_with_nan_in_it_is_refused),
        TEST(one_number_twice_on_a_line_is_kept_and_names_both_rows),
        TEST(markers_come_in_by_every_way_of_writing_a_position),
        TEST(the_words_of_a_marker_s_sheet_are_known),
        TEST(a_disputed_line_needs_no_geometry),
        TEST(codes_of_a_junction_are_sorted_whatever_stands_between),
        TEST(claims_of_areas_and_of_lines_share_a_file),
        TEST(every_kind_comes_back_the_same),
        TEST(a_shapefile_refuses_what_it_cannot_hold),
        TEST(the_digits_of_the_source_come_back),
        TEST(digits_on_the_grid_are_kept_once),
        TEST(an_area_kept_as_a_point_leaves_as_a_point),
        TEST(a_line_lies_within_both_its_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
