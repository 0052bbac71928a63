/* tests/store/test_record.c - the record as a whole. */
#include <sqlite3.h>

#include "store/key.h"
#include "tests/store/record.h"

static void count_problem(void *context, const char *severity, const struct base_error *what)
{
    (void)severity;
    fprintf(stderr, "%s\n", what->message);
    ++*(int *)context;
}

static void a_fresh_record_is_sound(void **state)
{
    struct record *record = *state;
    int told = 0;
    int64_t count = -1, identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(store_doctor(record->store, count_problem, &told, &count, NULL), BASE_OK);
    assert_int_equal(count, 0);
    assert_int_equal(told, 0);
}

static void an_existing_file_is_not_overwritten(void **state)
{
    struct record *record = *state;
    assert_int_equal(store_create(record->path, NULL), BASE_CONFLICT);
}

static void what_is_no_record_is_refused(void **state)
{
    struct record *record = *state;
    struct store *store = NULL;
    char path[SCRATCH_SIZE];
    scratch_path(record->folder, "other.sqlite", path);
    assert_int_equal(store_open(path, STORE_READ, &store, NULL), BASE_NOT_FOUND);
    FILE *file = fopen(path, "w");
    fputs("this is no database, but it is long enough to be taken for one at first sight", file);
    fclose(file);
    struct base_error err;
    assert_int_not_equal(store_open(path, STORE_READ, &store, &err), BASE_OK);
    assert_null(store);
}

/* Form 1 of the first weeks; the program renamed a column before it was released. */
static void a_record_from_before_the_first_release_is_refused_in_one_sentence(void **state)
{
    struct record *record = *state;
    struct store *store = NULL;
    struct base_error err;
    char path[SCRATCH_SIZE];
    sqlite3 *db;
    scratch_path(record->folder, "early.sqlite", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA application_id = 0x59555455; PRAGMA user_version = 1;"
                                  "CREATE TABLE division_version (id INTEGER PRIMARY KEY)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(store_open(path, STORE_READ, &store, &err), BASE_INVALID);
    assert_non_null(strstr(err.message, "made before the first release"));
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA user_version = 2; DROP TABLE division_version;"
                                  "CREATE TABLE division_version (source_edition INTEGER);"
                                  "CREATE TABLE marker_version (number TEXT)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(store_open(path, STORE_READ, &store, &err), BASE_INVALID);
    assert_non_null(strstr(err.message, "made before the first release"));
    assert_int_equal(store_open(path, STORE_WRITE, &store, NULL), BASE_INVALID);
}

static void a_reading_connection_cannot_write(void **state)
{
    struct record *record = *state;
    struct store *reader = NULL;
    assert_int_equal(store_open(record->path, STORE_READ, &reader, NULL), BASE_OK);
    assert_int_equal(store_begin(reader, NULL), BASE_FORBIDDEN);
    store_close(reader);
}

static void the_state_tells_which_entities_changed(void **state)
{
    struct record *record = *state;
    char before[STORE_STATE_SIZE], after[STORE_STATE_SIZE], roads[STORE_STATE_SIZE];
    char roads_after[STORE_STATE_SIZE];
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    assert_int_equal(store_state(record->store, "division,name", before, NULL), BASE_OK);
    assert_int_equal(store_state(record->store, "road", roads, NULL), BASE_OK);
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(store_state(record->store, "division,name", after, NULL), BASE_OK);
    assert_int_equal(store_state(record->store, "road", roads_after, NULL), BASE_OK);
    assert_string_not_equal(before, after);
    assert_string_equal(roads, roads_after);
    memcpy(before, after, sizeof before);
    record_put(record, &row, NULL, NULL, &identity); /* equal: nothing changed */
    assert_int_equal(store_state(record->store, "division", after, NULL), BASE_OK);
    assert_string_equal(before, after);
}

static void a_rolled_back_edition_leaves_nothing(void **state)
{
    struct record *record = *state;
    struct store_edition *editions;
    size_t count;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    record_edition(record);
    store_rollback(record->store);
    assert_int_equal(store_edition_list(record->store, record->arena, &editions, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 0);
}

static void a_copy_holds_the_same(void **state)
{
    struct record *record = *state;
    struct store *copy = NULL;
    struct store_division found;
    char path[SCRATCH_SIZE];
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    scratch_path(record->folder, "copy.sqlite", path);
    assert_int_equal(store_backup(record->store, path, NULL), BASE_OK);
    assert_int_equal(store_backup(record->store, path, NULL), BASE_CONFLICT);
    assert_int_equal(store_open(path, STORE_READ, &copy, NULL), BASE_OK);
    assert_int_equal(
        store_division_find(copy, "220104", record_on(NULL, 0), record->arena, &found, NULL),
        BASE_OK);
    assert_true(geo_geometry_equal(&found.geometry, &row.geometry));
    store_close(copy);
}

static void a_key_works_until_it_is_disabled(void **state)
{
    struct record *record = *state;
    char key[STORE_KEY_TEXT], second[STORE_KEY_TEXT];
    struct store_key found;
    assert_int_equal(store_key_add(record->store, "qgis", STORE_ROLE_VIEWER, "test", key, NULL),
                     BASE_OK);
    assert_int_equal(store_key_add(record->store, "qgis", STORE_ROLE_VIEWER, "test", second, NULL),
                     BASE_CONFLICT);
    assert_int_equal(store_key_check(record->store, key, record->arena, &found, NULL), BASE_OK);
    assert_int_equal(found.role, STORE_ROLE_VIEWER);
    assert_int_equal(store_key_check(record->store, "wrong", record->arena, &found, NULL),
                     BASE_NOT_FOUND);
    assert_int_equal(store_key_rotate(record->store, "qgis", "test", second, NULL), BASE_OK);
    assert_int_equal(store_key_check(record->store, key, record->arena, &found, NULL),
                     BASE_NOT_FOUND);
    assert_int_equal(store_key_check(record->store, second, record->arena, &found, NULL), BASE_OK);
    assert_int_equal(store_key_disable(record->store, "qgis", "test", NULL), BASE_OK);
    assert_int_equal(store_key_check(record->store, second, record->arena, &found, NULL),
                     BASE_NOT_FOUND);
    assert_int_equal(store_key_disable(record->store, "qgis", "test", NULL), BASE_NOT_FOUND);
}

static void known_times_find_their_edition(void **state)
{
    struct record *record = *state;
    int64_t identity, edition = -1;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    base_time_t before = base_time_now() - 1000000;
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(store_edition_known(record->store, before, &edition, NULL), BASE_OK);
    assert_int_equal(edition, 0);
    assert_int_equal(store_edition_known(record->store, base_time_now(), &edition, NULL), BASE_OK);
    assert_int_equal(edition, 1);
}

static size_t count_divisions(struct record *record, struct store *store)
{
    struct store_division *rows;
    size_t count = 99;
    assert_int_equal(store_division_list(store, record_on(NULL, 0), STORE_LEVEL_NONE, false,
                                         record->arena, &rows, &count, NULL),
                     BASE_OK);
    return count;
}

static void a_reader_sees_one_state_until_it_ends(void **state)
{
    struct record *record = *state;
    struct store *reader = NULL;
    int64_t identity, before = 0, after = 0;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    assert_int_equal(store_open(record->path, STORE_READ, &reader, NULL), BASE_OK);
    assert_int_equal(store_data_version(reader, &before, NULL), BASE_OK);
    assert_int_equal(store_read_begin(reader, NULL), BASE_OK);
    assert_int_equal(count_divisions(record, reader), 0);
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(count_divisions(record, reader), 0);
    store_read_end(reader);
    assert_int_equal(count_divisions(record, reader), 1);
    assert_int_equal(store_data_version(reader, &after, NULL), BASE_OK);
    assert_int_not_equal(before, after);
    store_close(reader);
}

static void a_writer_left_open_loses_what_it_did_not_commit(void **state)
{
    struct record *record = *state;
    int64_t identity;
    enum store_outcome outcome;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    struct store_change change = {.effective = BASE_DATE_NONE};
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    change.edition = record_edition(record);
    assert_int_equal(
        store_division_put(record->store, &change, &row, NULL, &outcome, &identity, NULL), BASE_OK);
    store_close(record->store);
    assert_int_equal(store_open(record->path, STORE_WRITE, &record->store, NULL), BASE_OK);
    assert_int_equal(count_divisions(record, record->store), 0);
}

/* Bytes 18 and 19 of the file say how it is written: 1 rollback journal, 2 WAL. */
static void a_copy_needs_no_wal_until_it_is_written(void **state)
{
    struct record *record = *state;
    struct store *copy = NULL;
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    char path[SCRATCH_SIZE];
    scratch_path(record->folder, "copy.sqlite", path);
    assert_int_equal(store_backup(record->store, path, NULL), BASE_OK);
    assert_int_equal(base_file_read(path, 0, &bytes, NULL), BASE_OK);
    assert_int_equal(bytes.data[18], 1);
    assert_int_equal(bytes.data[19], 1);
    assert_int_equal(store_open(path, STORE_WRITE, &copy, NULL), BASE_OK);
    store_close(copy);
    base_buffer_clear(&bytes);
    assert_int_equal(base_file_read(path, 0, &bytes, NULL), BASE_OK);
    assert_int_equal(bytes.data[18], 2);
}

/* A copy and the record, each changed once more, are not taken for one another. */
static void records_that_part_have_states_of_their_own(void **state)
{
    struct record *record = *state;
    char path[SCRATCH_SIZE], one[STORE_STATE_SIZE], other[STORE_STATE_SIZE];
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    struct store *original = record->store;
    record_put(record, &row, NULL, NULL, &identity);
    scratch_path(record->folder, "copy.sqlite", path);
    assert_int_equal(store_backup(original, path, NULL), BASE_OK);
    row.name = "甲";
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(store_state(original, "division", one, NULL), BASE_OK);
    assert_int_equal(store_open(path, STORE_WRITE, &record->store, NULL), BASE_OK);
    row.name = "乙";
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(store_state(record->store, "division", other, NULL), BASE_OK);
    assert_string_not_equal(one, other);
    store_close(record->store);
    record->store = original;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fresh_record_is_sound),
        TEST(an_existing_file_is_not_overwritten),
        TEST(what_is_no_record_is_refused),
        TEST(a_record_from_before_the_first_release_is_refused_in_one_sentence),
        TEST(a_reading_connection_cannot_write),
        TEST(the_state_tells_which_entities_changed),
        TEST(a_rolled_back_edition_leaves_nothing),
        TEST(a_copy_holds_the_same),
        TEST(a_key_works_until_it_is_disabled),
        TEST(known_times_find_their_edition),
        TEST(a_reader_sees_one_state_until_it_ends),
        TEST(a_writer_left_open_loses_what_it_did_not_commit),
        TEST(a_copy_needs_no_wal_until_it_is_written),
        TEST(records_that_part_have_states_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
