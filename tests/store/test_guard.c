/* tests/store/test_guard.c - other programs open the file, only Yutu writes it. */
#include <stdlib.h>

#include "tests/store/record.h"

/* Runs a shell command; 127 and absent programs count as not there. */
static int shell(const char *format, const char *path)
{
    char command[4096];
    assert_true(snprintf(command, sizeof command, format, path) < (int)sizeof command);
    int result = system(command);
    return result == -1 ? -1 : result >> 8;
}

static bool has(const char *program)
{
    char command[256];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", program);
    return system(command) == 0;
}

static void another_program_cannot_change_a_row(void **state)
{
    struct record *record = *state;
    int64_t identity;
    struct store_division found, row = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    if (!has("sqlite3"))
        skip();
    static const char *const attempts[] = {
        "sqlite3 '%s' \"UPDATE division_version SET name = 'x'\" >/dev/null 2>&1",
        "sqlite3 '%s' \"DELETE FROM division_version\" >/dev/null 2>&1",
        "sqlite3 '%s' \"INSERT INTO division DEFAULT VALUES\" >/dev/null 2>&1",
        "sqlite3 '%s' \"UPDATE edition SET actor = 'x'\" >/dev/null 2>&1",
        "sqlite3 '%s' \"DELETE FROM audit\" >/dev/null 2>&1",
        "sqlite3 '%s' \"UPDATE setting SET value = 'x'\" >/dev/null 2>&1",
        "sqlite3 '%s' \"DELETE FROM api_key\" >/dev/null 2>&1",
    };
    for (size_t i = 0; i < COUNT(attempts); i++)
        assert_int_not_equal(shell(attempts[i], record->path), 0);
    assert_int_equal(store_division_find(record->store, "220104", record_on(NULL, 0), record->arena,
                                         &found, NULL),
                     BASE_OK);
    assert_string_equal(found.name, "朝阳区");
}

/* Each of these programs says why, and leaves the row as it was. */
static void the_other_programs_are_told_why(void **state)
{
    struct record *record = *state;
    static const struct {
        const char *program, *command;
    } attempts[] = {
        {"sqlite3", "sqlite3 '%s' \"UPDATE division_version SET name = 'x'\" 2>&1 | "
                    "grep -q 'no such function: yutu_writer'"},
        {"spatialite", "spatialite -silent '%s' \"UPDATE division_version SET name = 'x'\" 2>&1 | "
                       "grep -q 'no such function: yutu_writer'"},
        {"spatialite", "spatialite -silent '%s' \"UPDATE division_today SET name = 'x'\" 2>&1 | "
                       "grep -q 'cannot modify division_today because it is a view'"},
        {"ogrinfo", "ogrinfo '%s' -sql \"UPDATE division_version SET name = 'x'\" 2>&1 | "
                    "grep -q 'no such function: yutu_writer'"},
        {"ogr2ogr",
         "f='%s'; printf '{\"type\":\"Polygon\",\"coordinates\":[[[1,1],[2,1],[2,2],[1,1]]]}' "
         ">\"$f.json\"; ogr2ogr -update -append -nln division_version -nlt MULTIPOLYGON \"$f\" "
         "\"$f.json\" 2>&1 | grep -q 'no such function: yutu_writer'"},
    };
    int64_t identity;
    struct store_division *rows, row = record_division(record, "220104", "朝阳区", 125000000000);
    size_t count;
    record_put(record, &row, NULL, NULL, &identity);
    for (size_t i = 0; i < COUNT(attempts); i++) {
        if (!has(attempts[i].program))
            continue;
        print_message("%s\n", attempts[i].program);
        assert_int_equal(shell(attempts[i].command, record->path), 0);
    }
    assert_int_equal(store_division_list(record->store, record_on(NULL, 0), STORE_LEVEL_NONE, false,
                                         record->arena, &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].name, "朝阳区");
}

/* Asks sqlite_master, so that a table made later cannot be forgotten. */
static void every_table_of_ours_is_guarded(void **state)
{
    struct record *record = *state;
    if (!has("sqlite3"))
        skip();
    assert_int_equal(
        shell(
            "test -z \"$(sqlite3 '%s' \"SELECT name FROM sqlite_master t WHERE type = 'table' AND "
            "name NOT LIKE 'idx!_%%' ESCAPE '!' AND name NOT LIKE 'sqlite!_%%' ESCAPE '!' AND "
            "name NOT LIKE 'views!_%%' ESCAPE '!' AND name NOT LIKE 'virts!_%%' ESCAPE '!' AND "
            "name NOT LIKE 'geometry!_columns%%' ESCAPE '!' AND name NOT LIKE 'spatial%%' AND "
            "name NOT IN ('sql_statements_log', 'SpatialIndex', 'ElementaryGeometries', "
            "'KNN', 'KNN2', 'data_licenses') AND 3 > (SELECT count(*) FROM sqlite_master g "
            "WHERE g.type = 'trigger' AND g.tbl_name = t.name AND g.name LIKE 'guard%%')\" | tee "
            "/dev/stderr)\"",
            record->path),
        0);
}

static void another_program_reads_the_views(void **state)
{
    struct record *record = *state;
    static const struct {
        const char *view, *text;
    } cases[] = {
        {"division_today", "Feature Count: 1"},
        {"division_today", "Geometry: Multi Polygon"},
        {"division_today", "Extent: (125.000000, 43.000000) - (125.001000, 43.001000)"},
        {"division_today", "EPSG\",4490"},
        {"division_today", "level: String"},
        {"claim_today", "Geometry: Multi Polygon"},
        {"place_today", "Geometry: Unknown (any)"},
        {"facility_today", "Geometry: Point"},
        {"population_today", "Geometry: Point"},
        {"road_today", "Geometry: Multi Line String"},
        {"road_today", "EPSG\",4490"},
        {"line_today", "Geometry: Multi Line String"},
        {"line_today", "agreement_no: String"},
        {"line_claim_today", "Geometry: Multi Line String"},
        {"marker_today", "Geometry: Point"},
        {"marker_today", "sigma_m: Real"},
        {"tri_junction_today", "Geometry: Point"},
        {"exemption_today", "Geometry: Multi Polygon"},
        {"exemption_today", "max_area_m2: Real"},
        {"finding_latest", "Geometry: Unknown (any)"},
        {"finding_latest", "Feature Count: 0"},
        {"name_today", "Geometry: None"},
    };
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    if (!has("ogrinfo"))
        skip();
    for (size_t i = 0; i < COUNT(cases); i++) {
        char command[1024];
        snprintf(command, sizeof command, "ogrinfo -ro -so '%%s' %s 2>/dev/null | grep -qF '%s'",
                 cases[i].view, cases[i].text);
        print_message("%s: %s\n", cases[i].view, cases[i].text);
        assert_int_equal(shell(command, record->path), 0);
    }
}

static void spatialite_reads_the_views(void **state)
{
    struct record *record = *state;
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    row.name = "朝阳";
    record_put(record, &row, NULL, "2999-01-01", &identity); /* not valid yet */
    if (!has("spatialite"))
        skip();
    assert_int_equal(shell("test \"$(spatialite -silent '%s' \"SELECT name, level, "
                           "GeometryType(geometry), SRID(geometry) FROM division_today\")\" = "
                           "'朝阳区|county|MULTIPOLYGON|4490'",
                           record->path),
                     0);
    assert_int_equal(shell("test \"$(spatialite -silent '%s' \"SELECT count(*) FROM "
                           "division_today WHERE rowid IN (SELECT pkid FROM "
                           "idx_division_version_geometry WHERE xmax > 125)\")\" = 1",
                           record->path),
                     0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(another_program_cannot_change_a_row), TEST(the_other_programs_are_told_why),
        TEST(every_table_of_ours_is_guarded),      TEST(another_program_reads_the_views),
        TEST(spatialite_reads_the_views),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
