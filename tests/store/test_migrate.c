/* tests/store/test_migrate.c - a record of an older form becomes one of the newest. */
#include "tests/store/record.h"

#include <sqlite3.h>

#include <spatialite.h> /* wants sqlite3.h before it */

#include "store/connection.h"
#include "store/line.h"
#include "store/road.h"

static const struct store_as_of NOW = {.at = BASE_DATE_NONE};

/* A record of the first form with one division in it, as that program wrote it. */
static int old_setup(void **state)
{
    static struct record record;
    struct base_error err;
    scratch_make(record.folder);
    snprintf(record.path, sizeof record.path, "%s/old.sqlite", record.folder);
    record.arena = base_arena_create(0);
    record.store = NULL;
    if (store_create_form(record.path, 1, &err) != BASE_OK) {
        fprintf(stderr, "%s\n", err.message);
        return -1;
    }
    *state = &record;
    return 0;
}

/* The text that the statement answers with, in the arena. */
static const char *ask(struct record *record, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    assert_int_equal(sqlite3_open_v2(record->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    text = base_arena_strdup(record->arena, text ? text : "");
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return text;
}

static void none_found(void *context, const char *severity, const struct base_error *what)
{
    (void)context;
    fail_msg("%s: %s", severity, what->message);
}

static void an_old_record_is_renewed_by_the_first_who_opens_it(void **state)
{
    struct record *record = *state;
    struct base_error err;
    struct store *reader;
    assert_string_equal(ask(record, "PRAGMA user_version"), "1");
    assert_int_equal(store_open(record->path, STORE_READ, &reader, &err), BASE_OK);
    assert_string_equal(ask(record, "PRAGMA user_version"), "5");
    assert_int_equal(store_begin(reader, NULL), BASE_FORBIDDEN);
    store_close(reader);
    assert_int_equal(store_open(record->path, STORE_WRITE, &record->store, &err), BASE_OK);
}

static void writer(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    (void)values;
    sqlite3_result_int(context, 1);
}

/* Fills the file as a program of the first form did, with no store of ours open. */
static void put_old_rows(struct record *record)
{
    static const char SQL[] =
        "INSERT INTO edition (recorded_at, kind, entity) VALUES (1, 'import', 'division');"
        "INSERT INTO division DEFAULT VALUES;"
        "INSERT INTO division_version (identity, recorded_from, source_edition, code, scheme, "
        "level, name, geometry) VALUES (1, 1, 1, '220104', 'mca', 3, '朝阳区', "
        "GeomFromText('MULTIPOLYGON(((125 43, 126 43, 126 44, 125 43)))', 4490));"
        "INSERT INTO road DEFAULT VALUES;"
        "INSERT INTO road_version (identity, recorded_from, source_edition, id, oneway, layer, "
        "bridge, tunnel, noded) VALUES (1, 1, 1, 'way/1', 0, 0, 0, 0, 1);";
    sqlite3 *db;
    char *problem = NULL;
    void *cache = spatialite_alloc_connection();
    assert_int_equal(sqlite3_open(record->path, &db), SQLITE_OK);
    spatialite_init_ex(db, cache, 0);
    assert_int_equal(sqlite3_exec(db, SQL, NULL, NULL, &problem), SQLITE_ERROR); /* guarded */
    assert_non_null(strstr(problem, "yutu_writer"));
    sqlite3_free(problem);
    assert_int_equal(sqlite3_create_function(db, "yutu_writer", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS,
                                             NULL, writer, NULL, NULL),
                     SQLITE_OK);
    if (sqlite3_exec(db, SQL, NULL, NULL, &problem) != SQLITE_OK)
        fail_msg("%s", problem);
    sqlite3_close(db);
    spatialite_cleanup_ex(cache);
}

static void put_line(struct record *record)
{
    struct store_line line = {.version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
                              .code = "L",
                              .a = "220102",
                              .b = "220104",
                              .agreement_date = BASE_DATE_NONE,
                              .geometry = {.kind = GEO_LINE}};
    enum store_outcome outcome;
    int64_t identity;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    struct store_change change = {.edition = record_edition(record), .effective = BASE_DATE_NONE};
    assert_int_equal(store_line_put(record->store, &change, &line, &outcome, &identity, NULL), 0);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
}

static void what_the_old_record_held_stays_and_lines_can_be_written(void **state)
{
    struct record *record = *state;
    struct store_division division;
    struct store_road *roads;
    struct store_line found;
    size_t count;
    int64_t faults;
    char before[STORE_STATE_SIZE], after[STORE_STATE_SIZE];
    put_old_rows(record);
    assert_int_equal(store_open(record->path, STORE_WRITE, &record->store, NULL), BASE_OK);
    assert_int_equal(store_state(record->store, "line", before, NULL), BASE_OK);
    put_line(record);
    assert_int_equal(store_state(record->store, "line", after, NULL), BASE_OK);
    assert_string_not_equal(before, after);
    assert_int_equal(store_line_find(record->store, "L", NOW, record->arena, &found, NULL), 0);
    assert_int_equal(
        store_division_find(record->store, "220104", NOW, record->arena, &division, NULL), 0);
    assert_string_equal(division.name, "朝阳区");
    assert_int_equal(division.geometry.point_count, 4);
    assert_int_equal(store_road_list(record->store, NOW, record->arena, &roads, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_string_equal(roads[0].id, "way/1");
    assert_int_equal(store_doctor(record->store, none_found, NULL, &faults, NULL), BASE_OK);
}

/* Table for table, column for column, trigger for trigger, view for view. */
static void a_renewed_record_is_like_a_new_one(void **state)
{
    static const char SCHEMA[] =
        "SELECT group_concat(said, char(10)) FROM (SELECT type || ' ' || name || ' ' || "
        "coalesce(sql, '') AS said FROM sqlite_master WHERE name NOT LIKE 'idx_%' ORDER BY 1)";
    static const char VIEWS[] = "SELECT group_concat(view_name || ' ' || f_table_name, ',') FROM "
                                "(SELECT * FROM views_geometry_columns ORDER BY view_name)";
    static const char GEOMETRIES[] =
        "SELECT group_concat(f_table_name || geometry_type || srid, ',') FROM "
        "(SELECT * FROM geometry_columns ORDER BY f_table_name)";
    struct record *record = *state, fresh = *record;
    assert_int_equal(store_open(record->path, STORE_WRITE, &record->store, NULL), BASE_OK);
    snprintf(fresh.path, sizeof fresh.path, "%s/new.sqlite", record->folder);
    assert_int_equal(store_create(fresh.path, NULL), BASE_OK);
    assert_string_equal(ask(record, SCHEMA), ask(&fresh, SCHEMA));
    assert_string_equal(ask(record, VIEWS), ask(&fresh, VIEWS));
    assert_string_equal(ask(record, GEOMETRIES), ask(&fresh, GEOMETRIES));
    assert_non_null(strstr(ask(record, VIEWS), "line_today line_version"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, old_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_old_record_is_renewed_by_the_first_who_opens_it),
        TEST(what_the_old_record_held_stays_and_lines_can_be_written),
        TEST(a_renewed_record_is_like_a_new_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
