/* tests/store/test_doctor.c - the doctor finds each kind of damage, and only that. */
#include "tests/store/record.h"

#include "store/key.h"
#include "store/place.h"
#include "store/spatial.h"
#include "store/statement.h"

struct told {
    int count;
    char message[BASE_MESSAGE_SIZE], severity[32];
};

static void hear(void *context, const char *severity, const struct base_error *what)
{
    struct told *told = context;
    print_message("%s: %s\n", severity, what->message);
    told->count++;
    snprintf(told->message, sizeof told->message, "%s", what->message);
    snprintf(told->severity, sizeof told->severity, "%s", severity);
    assert_string_not_equal(what->message, what->message_zh);
}

/* A record with a little of everything that the doctor looks at. */
static void fill(struct record *record)
{
    int64_t identity;
    char key[STORE_KEY_TEXT];
    enum store_outcome outcome;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    row.name = "朝阳";
    record_put(record, &row, NULL, "2015-01-01", &identity);
    struct store_change change = {.effective = BASE_DATE_NONE};
    struct store_name name = {.version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
                              .name = "朝",
                              .form = "short"};
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    change.edition = record_edition(record);
    assert_int_equal(
        store_name_put(record->store, &change, "220104", &name, &outcome, &identity, NULL),
        BASE_OK);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(store_key_add(record->store, "qgis", STORE_ROLE_VIEWER, "test", key, NULL),
                     BASE_OK);
}

static void each_damage_is_told(void **state)
{
    struct record *record = *state;
    static const struct {
        const char *damage, *message, *severity;
    } cases[] = {
        {"", "", ""},
        {"UPDATE audit SET actor = 'somebody' WHERE seq = 2", "audit chain is broken at row 2",
         "blocking"},
        {"UPDATE audit SET after = '' WHERE seq = 1", "audit chain is broken at row 1", "blocking"},
        {"DELETE FROM audit WHERE seq = 2", "audit chain is broken at row 3", "blocking"},
        {"UPDATE division_version SET geometry = GeomFromText('MULTIPOLYGON(((125.0000000001 43, "
         "126 43, 126 44, 125.0000000001 43)))', 4490) WHERE version = 1",
         "division version 1 has coordinates off the 1e-9 degree grid", "substantive"},
        {"DROP TRIGGER guard_road_version_DELETE",
         "the table road_version is not guarded against other programs", "blocking"},
        {"UPDATE division_version SET valid_to = NULL WHERE version = 2",
         "division 1 has two versions on the same days", "blocking"},
        {"PRAGMA foreign_keys = OFF; UPDATE division_version SET recorded_from = 77, recorded_to = "
         "78 WHERE version = 1; PRAGMA foreign_keys = ON",
         "row 1 of division_version points to a row of edition that is not there", "blocking"},
        {"UPDATE name_version SET owner = 99", "the name 朝 belongs to what is no longer there",
         "minor"},
        {"PRAGMA ignore_check_constraints = ON; UPDATE division_version SET valid_from = "
         "'2030-01-01', valid_to = '2020-01-01' WHERE version = 1; PRAGMA ignore_check_constraints "
         "= OFF",
         "CHECK constraint failed in division_version", "blocking"},
    };
    fill(record);
    char clean[SCRATCH_SIZE];
    scratch_path(record->folder, "clean.sqlite", clean);
    assert_int_equal(store_backup(record->store, clean, NULL), BASE_OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        char path[SCRATCH_SIZE], name[32];
        struct told told = {0};
        struct store *patient = NULL, *copy = NULL;
        int64_t count = -1;
        snprintf(name, sizeof name, "patient-%zu.sqlite", i);
        scratch_path(record->folder, name, path);
        assert_int_equal(store_open(clean, STORE_READ, &copy, NULL), BASE_OK);
        assert_int_equal(store_backup(copy, path, NULL), BASE_OK);
        store_close(copy);
        assert_int_equal(store_open(path, STORE_WRITE, &patient, NULL), BASE_OK);
        struct base_error err = {0};
        assert_int_equal(spatial_load(patient, NULL), BASE_OK); /* for GeomFromText */
        if (statement_script(patient, cases[i].damage, &err) != BASE_OK)
            fail_msg("%s", err.message);
        print_message("%s\n", cases[i].damage);
        assert_int_equal(store_doctor(patient, hear, &told, &count, NULL), BASE_OK);
        assert_int_equal(count, told.count);
        assert_int_equal(told.count > 0, cases[i].message[0] != '\0');
        assert_non_null(strstr(told.message, cases[i].message));
        assert_string_equal(told.severity, cases[i].severity);
        store_close(patient);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_damage_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
