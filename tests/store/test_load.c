/* Tests of store/load, and of the blobs that the record holds. */
#include "store/spatial.h"
#include "tests/store/record.h"

#include "geo/wkb.h"
#include "tests/geo/shapes.h"

/* What one column of one row holds, as bytes; NULL: a fault. */
static struct base_buffer asked(struct record *record, const char *sql, const void *blob,
                                size_t size)
{
    sqlite3_stmt *statement;
    struct base_buffer out = {0};
    assert_int_equal(sqlite3_prepare_v2(record->store->db, sql, -1, &statement, NULL), SQLITE_OK);
    if (blob)
        sqlite3_bind_blob64(statement, 1, blob, size, SQLITE_STATIC);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        base_buffer_append(&out, sqlite3_column_blob(statement, 0),
                           (size_t)sqlite3_column_bytes(statement, 0));
        base_buffer_byte(&out, '\n');
    }
    sqlite3_finalize(statement);
    return out;
}

static void our_blob_is_the_one_that_spatialite_makes(void **state)
{
    static const char *const SHAPES[] = {
        "POINT(125.3235 43.8171)",
        "LINESTRING(0 0,1.1 -1,180 90)",
        "POLYGON((0 0,9 0,9 9,0 0),(1 1,2 2,2 1,1 1))",
        "MULTIPOINT((1 2),(-3 4))",
        "MULTILINESTRING((0 0,1 1),(2 2,3 3,4 4))",
        "MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((4 4,8 4,8 8,4 4),(5 5,6 5,6 6,5 5)))",
    };
    struct record *record = *state;
    assert_int_equal(spatial_load(record->store, NULL), BASE_OK);
    for (size_t i = 0; i < COUNT(SHAPES); i++)
        for (int promote = 0; promote < 2; promote++) {
            struct base_buffer wkb BASE_BUFFER_AUTO = {0}, blob BASE_BUFFER_AUTO = {0};
            struct geo_geometry g = shape(record->arena, SHAPES[i]);
            geo_wkb_write(&g, promote, &wkb);
            geo_blob_write(&g, promote, &blob);
            struct base_buffer theirs BASE_BUFFER_AUTO =
                asked(record, "SELECT GeomFromWKB(?1, 4490)", wkb.data, wkb.size);
            assert_int_equal(theirs.size, blob.size + 1);
            assert_memory_equal(theirs.data, blob.data, blob.size);
        }
}

static void put(struct record *record, int64_t edition, const struct store_division *row,
                base_date_t effective)
{
    struct base_error err;
    enum store_outcome outcome;
    int64_t identity;
    struct store_change change = {.edition = edition, .effective = effective};
    if (store_division_put(record->store, &change, row, NULL, &outcome, &identity, &err) != BASE_OK)
        fail_msg("%s", err.message);
}

/* New units, one without ground; one that changes on a day, which copies its version. */
static void write_rows(struct record *record, bool load)
{
    struct base_error err;
    base_date_t day;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    struct store_division bare = row;
    assert_true(base_date_parse("2020-01-01", &day));
    bare.code = "220105";
    bare.geometry = (struct geo_geometry){.kind = GEO_MULTIPOLYGON};
    assert_int_equal(
        load ? store_begin_load(record->store, &err) : store_begin(record->store, &err), BASE_OK);
    int64_t edition = record_edition(record);
    put(record, edition, &row, BASE_DATE_NONE);
    put(record, edition, &bare, BASE_DATE_NONE);
    row.geometry = record_square(record, 126000000000, 43000000000, 5);
    put(record, edition, &row, day);
    assert_int_equal(store_commit(record->store, &err), BASE_OK);
}

static const char INDEX[] = "SELECT pkid || ' ' || xmin || ' ' || xmax || ' ' || ymin || ' ' || "
                            "ymax FROM idx_division_version_geometry ORDER BY pkid";
static const char VERSIONS[] = "SELECT version || ' ' || identity || coalesce(valid_to, '-') || "
                               "coalesce(recorded_to, '-') || coalesce(hex(geometry), '-') "
                               "FROM division_version ORDER BY version";
static const char CLOCKS[] = "SELECT f_table_name FROM geometry_columns_time WHERE "
                             "last_insert > '2020-01-01' AND last_update > '2020-01-01'";

static void a_load_leaves_what_the_triggers_would_have(void **state)
{
    struct record *first = *state, second = {.arena = first->arena};
    scratch_make(second.folder);
    snprintf(second.path, sizeof second.path, "%s/record.sqlite", second.folder);
    assert_int_equal(store_create(second.path, NULL), BASE_OK);
    assert_int_equal(store_open(second.path, STORE_WRITE, &second.store, NULL), BASE_OK);
    write_rows(first, false);
    write_rows(&second, true);
    const char *const questions[] = {INDEX, VERSIONS, CLOCKS};
    for (size_t i = 0; i < COUNT(questions); i++) {
        struct base_buffer a BASE_BUFFER_AUTO = asked(first, questions[i], NULL, 0);
        struct base_buffer b BASE_BUFFER_AUTO = asked(&second, questions[i], NULL, 0);
        assert_string_equal(a.data, b.data);
    }
    struct base_buffer clocks BASE_BUFFER_AUTO = asked(&second, CLOCKS, NULL, 0);
    assert_string_equal(clocks.data, "division_version\n");
    store_close(second.store);
    scratch_remove(second.folder);
}

static void triggers_work_again_after_a_load(void **state)
{
    static const char GUARD[] = "DELETE FROM division_version"; /* the index follows by a trigger */
    struct record *record = *state;
    struct base_error err;
    write_rows(record, true);
    assert_int_equal(sqlite3_exec(record->store->db, GUARD, NULL, NULL, NULL), SQLITE_OK);
    struct base_buffer left BASE_BUFFER_AUTO = asked(record, INDEX, NULL, 0);
    assert_int_equal(left.size, 0);

    assert_int_equal(store_begin_load(record->store, &err), BASE_OK);
    store_rollback(record->store);
    struct store_division row = record_division(record, "220106", "绿园区", 125000000000);
    int64_t identity;
    record_put(record, &row, NULL, NULL, &identity);
    struct base_buffer held BASE_BUFFER_AUTO = asked(record, INDEX, NULL, 0);
    assert_true(held.size > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(our_blob_is_the_one_that_spatialite_makes),
        TEST(a_load_leaves_what_the_triggers_would_have),
        TEST(triggers_work_again_after_a_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
