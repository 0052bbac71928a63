/* Rows out as files, and in again. */
#include "import/export.h"

#include <dirent.h>

#include "tests/import/support.h"

#define UNITS                                                                                         \
    "{\"type\":\"FeatureCollection\",\"features\":["                                                  \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"220100\",\"name\":\"长春市\"},\"geometry\":" \
    "{\"type\":\"Polygon\",\"coordinates\":[[[125,43],[127,43],[127,45],[125,45],[125,43]]]}},"       \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"220104\",\"name\":\"朝阳区\"},\"geometry\":" \
    "{\"type\":\"Polygon\",\"coordinates\":[[[125.123456789,43],[126,43],[126,44],[125,44],"          \
    "[125.123456789,43]]]}},"                                                                         \
    "{\"type\":\"Feature\",\"properties\":{\"code\":\"220301\",\"name\":\"𠮷区\"},\"geometry\":"   \
    "{\"type\":\"Polygon\",\"coordinates\":[[[124,43],[124.5,43],[124.5,44],[124,43]]]}}]}"

static void fill(struct import_case *c, const char *folder)
{
    char path[SCRATCH_SIZE];
    case_open(c, folder);
    write_source(folder, "units.geojson", UNITS, path);
    case_expect(c, IMPORT_DIVISION, path, BASE_OK);
    write_source(
        folder, "people.csv",
        "id,total,lon,lat,division\na,12,125.123456789,43.5,220104\nb,7,124.2,43.2,220301\n", path);
    case_expect(c, IMPORT_POPULATION, path, BASE_OK);
}

static void every_format_comes_back_the_same(void **state)
{
    static const char *const names[] = {"u.gpkg", "u.shp", "u.geojson", "u.geojsonl", "u.csv"};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct import_case c, again;
        struct export_result result;
        char out[SCRATCH_SIZE], below[SCRATCH_SIZE], name[32];
        fill(&c, *state);
        scratch_path(*state, names[i], out);
        struct export_options options = {.kind = IMPORT_DIVISION, .out = out, .at = BASE_DATE_NONE};
        if (export_run(c.store, &options, c.arena, NULL, &result, &c.err) != BASE_OK)
            fail_msg("%s: %s", names[i], c.err.message);
        assert_int_equal(result.rows, 3);
        snprintf(name, sizeof name, "again%zu", i);
        scratch_path(*state, name, below);
        assert_int_equal(base_file_make_folder(below, NULL), BASE_OK);
        case_open(&again, below);
        case_expect(&again, IMPORT_DIVISION, out, BASE_OK);
        assert_int_equal(again.report.written, 3);
        static const char *const codes[] = {"220100", "220104", "220301"};
        for (size_t k = 0; k < COUNT(codes); k++) {
            struct store_division a = held_division(&c, codes[k]),
                                  b = held_division(&again, codes[k]);
            assert_string_equal(a.name, b.name);
            assert_true(geo_geometry_equal(&a.geometry, &b.geometry));
        }
        case_close(&again);
        case_close(&c);
    }
}

static void only_what_lies_within_goes_out(void **state)
{
    struct import_case c;
    struct export_result result;
    char out[SCRATCH_SIZE];
    fill(&c, *state);
    scratch_path(*state, "in.csv", out);
    struct export_options options = {
        .kind = IMPORT_DIVISION, .out = out, .at = BASE_DATE_NONE, .within = "220100"};
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.rows, 2);
    options.kind = IMPORT_POPULATION;
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.rows, 1);
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    assert_int_equal(base_file_read(out, 0, &text, NULL), BASE_OK);
    assert_non_null(strstr(text.data, "125.123456789,43.5"));
    options.within = "999999";
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, &c.err), BASE_NOT_FOUND);
    case_close(&c);
}

static void what_may_not_leave_is_withheld_and_counted(void **state)
{
    struct import_case c;
    struct export_result result;
    char out[SCRATCH_SIZE], path[SCRATCH_SIZE];
    fill(&c, *state);
    c.options.may_export = false;
    write_source(*state, "secret.csv", "id,total,lon,lat\ns,5,125.2,43.2\n", path);
    case_expect(&c, IMPORT_POPULATION, path, BASE_OK);
    scratch_path(*state, "p.csv", out);
    struct export_options options = {.kind = IMPORT_POPULATION, .out = out, .at = BASE_DATE_NONE};
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.rows, 2);
    assert_int_equal(result.withheld, 1);
    case_close(&c);
}

static void characters_that_gbk_lacks_are_counted(void **state)
{
    struct import_case c;
    struct export_result result;
    char out[SCRATCH_SIZE];
    fill(&c, *state);
    scratch_path(*state, "g.shp", out);
    struct export_options options = {
        .kind = IMPORT_DIVISION, .out = out, .at = BASE_DATE_NONE, .encoding = "GBK"};
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.lost, 1);
    options.encoding = "GB18030";
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.lost, 0);
    case_close(&c);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static int entries_of(const char *folder)
{
    int count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static void a_failed_export_leaves_the_old_file_and_nothing_else(void **state)
{
    struct import_case c;
    struct export_result result = {.rows = -7};
    char out[SCRATCH_SIZE];
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_progress stop = {.cancelled = at_once};
    fill(&c, *state);
    write_source(*state, "old.geojson", "kept", out);
    int entries = entries_of(*state);
    struct export_options options = {.kind = IMPORT_DIVISION, .out = out, .at = BASE_DATE_NONE};
    assert_int_equal(export_run(c.store, &options, c.arena, &stop, &result, &c.err),
                     BASE_UNAVAILABLE);
    assert_int_equal(result.rows, -7);
    assert_int_equal(entries_of(*state), entries);
    assert_int_equal(base_file_read(out, 0, &text, NULL), BASE_OK);
    assert_string_equal(text.data, "kept");
    options.out = scratch_path(*state, "x.docx", out);
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, &c.err), BASE_INVALID);
    assert_int_equal(entries_of(*state), entries);
    case_close(&c);
}

static void values_in_another_system_are_converted(void **state)
{
    struct import_case c;
    struct export_result result;
    char out[SCRATCH_SIZE];
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    fill(&c, *state);
    scratch_path(*state, "gk.csv", out);
    struct export_options options = {.kind = IMPORT_POPULATION,
                                     .out = out,
                                     .at = BASE_DATE_NONE,
                                     .crs = "EPSG:4530",
                                     .within = "220104"};
    assert_int_equal(export_run(c.store, &options, c.arena, NULL, &result, NULL), BASE_OK);
    assert_int_equal(result.rows, 1);
    assert_int_equal(base_file_read(out, 0, &text, NULL), BASE_OK);
    assert_non_null(strstr(text.data, ",x,y"));
    assert_non_null(strstr(text.data, "42429"));
    case_close(&c);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(every_format_comes_back_the_same),
        CASE(only_what_lies_within_goes_out),
        CASE(what_may_not_leave_is_withheld_and_counted),
        CASE(characters_that_gbk_lacks_are_counted),
        CASE(a_failed_export_leaves_the_old_file_and_nothing_else),
        CASE(values_in_another_system_are_converted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
