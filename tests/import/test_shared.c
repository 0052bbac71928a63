/* Imports of real files, which may be absent. */
#include <math.h>
#include <stdlib.h>

#include "geo/measure.h"
#include "import/export.h"
#include "store/facility.h"
#include "store/road.h"
#include "tests/import/support.h"
#include "tests/support/near.h"

static const char *need(const char *below, char path[SHARED_SIZE])
{
    if (!shared_path(below, path))
        skip();
    return path;
}

static struct store_division *all_divisions(struct import_case *c, size_t *count)
{
    struct store_division *rows;
    struct store_as_of as_of = {.at = BASE_DATE_NONE};
    assert_int_equal(
        store_division_list(c->store, as_of, STORE_LEVEL_NONE, true, c->arena, &rows, count, NULL),
        BASE_OK);
    return rows;
}

static void gbk_without_a_word_about_it_is_detected(void **state)
{
    char path[SHARED_SIZE];
    struct import_case c;
    need("data/cn-admin-osm-2019/jilin_gbk.shp", path);
    case_open(&c, *state);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    assert_int_equal(c.report.read, 60);
    assert_int_equal(c.report.written, 60);
    assert_string_equal(c.report.encoding, "GB18030");
    assert_string_equal(c.report.encoding_from, "detected");
    assert_true(c.report.encoding_certainty > 0.9);
    assert_string_equal(held_division(&c, "220104").name, "朝阳区");
    assert_near(c.report.resolution_m, 0.011, 1e-9);
    case_close(&c);
}

/* The ten units of one file, in a record of its own below folder. */
static struct store_division *import_variant(struct import_case *c, const char *folder,
                                             const char *file, const char *crs)
{
    char path[SHARED_SIZE], below[SCRATCH_SIZE], name[128];
    size_t count;
    snprintf(name, sizeof name, "data/shapefiles-cgcs2000/%s.shp", file);
    need(name, path);
    scratch_path(folder, file, below);
    assert_int_equal(base_file_make_folder(below, NULL), BASE_OK);
    case_open(c, below);
    case_expect(c, IMPORT_DIVISION, path, BASE_OK);
    assert_string_equal(c->report.crs, crs);
    assert_int_equal(c->report.written, 10);
    struct store_division *rows = all_divisions(c, &count);
    assert_int_equal(count, 10);
    return rows;
}

static double nearest_vertex_m(const struct geo_geometry *geometry, struct geo_point p)
{
    double best = INFINITY;
    struct geo_plane plane = geo_plane_at(p);
    for (uint32_t i = 0; i < geometry->point_count; i++) {
        double x, y;
        geo_plane_project(&plane, geometry->points[i], &x, &y);
        best = fmin(best, hypot(x, y));
    }
    return best;
}

static void three_forms_of_one_layer_come_out_equal(void **state)
{
    struct import_case prefixed, plain, degrees;
    struct store_division *a = import_variant(&prefixed, *state, "cc_gk42_gbk_noprj", "EPSG:4530");
    struct store_division *b = import_variant(&plain, *state, "cc_gk126_utf8", "EPSG:4551");
    struct store_division *d = import_variant(&degrees, *state, "cc_4490_gb18030", "EPSG:4490");
    assert_string_equal(prefixed.report.crs_from, "coordinates");
    assert_string_equal(prefixed.report.encoding, "GB18030");
    assert_string_equal(plain.report.crs_from, "prj");
    assert_string_equal(plain.report.encoding_from, "cpg");
    for (size_t i = 0; i < 10; i++) {
        assert_string_equal(a[i].code, b[i].code);
        assert_string_equal(a[i].name, b[i].name);
        assert_string_equal(a[i].name, d[i].name);
        assert_int_equal(a[i].geometry.point_count, b[i].geometry.point_count);
        assert_true(a[i].geometry.point_count > d[i].geometry.point_count); /* edges were split */
        for (uint32_t k = 0; k < a[i].geometry.point_count; k++)
            assert_true(geo_distance_m(a[i].geometry.points[k], b[i].geometry.points[k]) < 0.002);
        for (uint32_t k = 0; k < d[i].geometry.point_count; k++)
            assert_true(nearest_vertex_m(&b[i].geometry, d[i].geometry.points[k]) < 0.002);
    }
    case_close(&prefixed);
    case_close(&plain);
    case_close(&degrees);
}

static void an_offset_layer_is_suspected_of_gcj02(void **state)
{
    char osm[SHARED_SIZE], amap[SHARED_SIZE];
    struct import_case c;
    need("data/cn-admin-osm-2019/jilin_gbk.shp", osm);
    need("data/cn-admin-amap-2020/city/长春市.shp", amap);
    case_open(&c, *state);
    case_expect(&c, IMPORT_DIVISION, osm, BASE_OK);
    assert_null(case_problem(&c, IMPORT_CRS_OFFSET, 0));

    case_expect(&c, IMPORT_DIVISION, amap, BASE_INVALID);
    const struct import_problem *problem = case_problem(&c, IMPORT_CRS_OFFSET, 0);
    assert_non_null(problem);
    assert_int_equal(problem->severity, IMPORT_ERROR);
    double before = 0, after = 0;
    assert_int_equal(sscanf(problem->value, "GCJ-02: %lf m, %lf m", &before, &after), 2);
    assert_true(before > 200 && before < 700);
    assert_true(after < 30);

    c.options.crs = "GCJ-02";
    case_expect(&c, IMPORT_DIVISION, amap, BASE_OK);
    assert_null(case_problem(&c, IMPORT_CRS_OFFSET, 0));
    assert_int_equal(c.report.written, 10);
    case_close(&c);
}

static void a_person_may_accept_an_offset_layer(void **state)
{
    char osm[SHARED_SIZE], amap[SHARED_SIZE];
    struct import_case c;
    need("data/cn-admin-osm-2019/jilin_gbk.shp", osm);
    need("data/cn-admin-amap-2020/city/长春市.shp", amap);
    case_open(&c, *state);
    case_expect(&c, IMPORT_DIVISION, osm, BASE_OK);
    c.options.crs = "CRS84";
    case_expect(&c, IMPORT_DIVISION, amap, BASE_OK);
    assert_int_equal(case_problem(&c, IMPORT_CRS_OFFSET, 0)->severity, IMPORT_WARNING);
    case_close(&c);
}

static void an_extract_gives_roads_units_facilities_and_addresses(void **state)
{
    static const struct {
        enum import_kind kind;
        int64_t rows;
    } cases[] = {{IMPORT_DIVISION, 11},
                 {IMPORT_ROAD, 4660},
                 {IMPORT_FACILITY, 10},
                 {IMPORT_POPULATION, 1008},
                 {IMPORT_PLACE, 43}};
    char path[SHARED_SIZE];
    struct import_case c;
    need("data/osm-extracts/liechtenstein-valhalla.osm.pbf", path);
    case_open(&c, *state);
    c.options.code_prefix = "4380";
    for (size_t i = 0; i < COUNT(cases); i++) {
        case_expect(&c, cases[i].kind, path, BASE_OK);
        assert_int_equal(c.report.read, cases[i].rows);
        assert_int_equal(c.report.written, cases[i].rows);
        assert_string_equal(c.report.driver, "OSM");
    }
    size_t count;
    double area = 0;
    struct store_division *units = all_divisions(&c, &count);
    for (size_t i = 0; i < count; i++)
        area += geo_area_m2(&units[i].geometry);
    assert_near(area / 1e6, 160.5, 1.5); /* the country has 160.5 km² */

    struct store_road *roads;
    struct store_as_of as_of = {.at = BASE_DATE_NONE};
    assert_int_equal(store_road_list(c.store, as_of, c.arena, &roads, &count, NULL), BASE_OK);
    size_t bridges = 0, steps = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(roads[i].noded);
        bridges += roads[i].bridge;
        steps += strcmp(roads[i].class_name, "steps") == 0;
    }
    assert_true(bridges > 50 && steps > 5);
    case_close(&c);
}

static void a_gz_is_unpacked_and_its_limit_kept(void **state)
{
    char path[SHARED_SIZE];
    struct import_case c;
    need("data/osm-extracts/beijing-tsinghua-2017.osm.gz", path);
    case_open(&c, *state);
    c.options.dry_run = true;
    case_expect(&c, IMPORT_ROAD, path, BASE_OK);
    assert_int_equal(c.report.read, 640);
    assert_non_null(strstr(case_problem(&c, IMPORT_VALUE_INVALID, 0)->message[BASE_EN], "44 ways"));
    c.options.unpack_limit = 100000;
    case_expect(&c, IMPORT_ROAD, path, BASE_INVALID);
    assert_non_null(strstr(c.err.message, "more than the limit of 100000 bytes"));
    case_close(&c);
}

static void zips_as_users_send_them_are_understood(void **state)
{
    static const struct {
        const char *file;
        int64_t rows; /* -1: refused */
        const char *encoding;
    } cases[] = {
        {"codepage.zip", 2, "windows-1250"},
        {"utf.zip", 2, "UTF-8"},
        {"mixedcase.zip", 40, "UTF-8"},
        {"noshp.zip", 14, "UTF-8"},
        {"T8Th4_6n.zip", 1, "UTF-8"},
        {"empty-shp.zip", 2, "UTF-8"},
        {"zero-len-line.zip", 3, "UTF-8"},
        {"train_stations.zip", 361, "UTF-8"},
        {"badzip.zip", -1, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char path[SHARED_SIZE], name[128];
        struct import_case c;
        snprintf(name, sizeof name, "data/shapefiles-tricky/shapefile-js/%s", cases[i].file);
        need(name, path);
        case_open(&c, *state);
        c.options.dry_run = true;
        enum base_status status = case_run(&c, IMPORT_PLACE, path);
        assert_true(status == BASE_OK || status == BASE_INVALID);
        if (cases[i].rows < 0) {
            assert_non_null(case_problem(&c, IMPORT_FILE_DAMAGED, 0));
        } else {
            assert_int_equal(c.report.read, cases[i].rows);
            assert_string_equal(c.report.encoding, cases[i].encoding);
        }
        case_close(&c);
    }
}

static void what_came_in_goes_out_with_the_same_digits(void **state)
{
    char path[SHARED_SIZE], out[SCRATCH_SIZE], below[SCRATCH_SIZE];
    struct import_case c, again;
    struct export_result result;
    need("data/shapefiles-cgcs2000/cc_gk126_utf8.shp", path);
    case_open(&c, *state);
    case_expect(&c, IMPORT_DIVISION, path, BASE_OK);
    struct export_options options = {.kind = IMPORT_DIVISION,
                                     .at = BASE_DATE_NONE,
                                     .crs = "EPSG:4551",
                                     .encoding = "GBK",
                                     .out = scratch_path(*state, "out.shp", out)};
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, &c.err), BASE_OK);
    assert_int_equal(result.rows, 10);
    assert_int_equal(result.as_source, 10);
    assert_int_equal(result.lost, 0);

    /* the exported file, read into a record of its own, is the same to the last bit */
    scratch_path(*state, "again", below);
    assert_int_equal(base_file_make_folder(below, NULL), BASE_OK);
    case_open(&again, below);
    case_expect(&again, IMPORT_DIVISION, out, BASE_OK);
    assert_string_equal(again.report.encoding, "GBK");
    assert_string_equal(again.report.encoding_from, "cpg");
    size_t count;
    struct store_division *a = all_divisions(&c, &count), *b = all_divisions(&again, &count);
    assert_int_equal(count, 10);
    for (size_t i = 0; i < count; i++) {
        struct store_source from, to;
        assert_string_equal(a[i].name, b[i].name);
        assert_true(geo_geometry_equal(&a[i].geometry, &b[i].geometry));
        assert_int_equal(
            store_version_source(c.store, "division", a[i].version.version, c.arena, &from, NULL),
            BASE_OK);
        assert_int_equal(store_version_source(again.store, "division", b[i].version.version,
                                              again.arena, &to, NULL),
                         BASE_OK);
        assert_int_equal(from.size, to.size);
        assert_memory_equal(from.wkb, to.wkb, from.size);
    }
    case_close(&c);
    case_close(&again);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(gbk_without_a_word_about_it_is_detected),
        CASE(three_forms_of_one_layer_come_out_equal),
        CASE(an_offset_layer_is_suspected_of_gcj02),
        CASE(a_person_may_accept_an_offset_layer),
        CASE(an_extract_gives_roads_units_facilities_and_addresses),
        CASE(a_gz_is_unpacked_and_its_limit_kept),
        CASE(zips_as_users_send_them_are_understood),
        CASE(what_came_in_goes_out_with_the_same_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
