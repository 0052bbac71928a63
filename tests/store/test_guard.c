/* tests/store/test_guard.c - other programs open the file, only Yutu writes it. */
#include <stdlib.h>

#include "tests/store/record.h"

/* Runs a shell command; 127 and absent programs count as not there. */
static int shell(const char *format, const char *path)
{
    char command[2048];
    snprintf(command, sizeof command, format, path);
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

static void another_program_reads_the_views(void **state)
{
    struct record *record = *state;
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    if (!has("ogrinfo"))
        skip();
    assert_int_equal(shell("ogrinfo -ro -al -so '%s' division_today 2>/dev/null | "
                           "grep -q 'Feature Count: 1'",
                           record->path),
                     0);
    assert_int_equal(
        shell("ogrinfo -ro -al -so '%s' division_today 2>/dev/null | grep -q 'Multi Polygon'",
              record->path),
        0);
    assert_int_equal(shell("ogrinfo -ro -al -so '%s' division_today 2>/dev/null | "
                           "grep -q 'Extent: (125.000000, 43.000000) - (125.001000, 43.001000)'",
                           record->path),
                     0);
    assert_int_equal(
        shell("ogrinfo -ro -al -so '%s' division_today 2>/dev/null | grep -q 'EPSG\",4490'",
              record->path),
        0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(another_program_cannot_change_a_row),
        TEST(another_program_reads_the_views),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
