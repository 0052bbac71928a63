/* tests/store/test_versions.c - identities and two times. */
#include "tests/store/record.h"

static enum base_status find(struct record *record, const char *code, const char *day,
                             int64_t known, struct store_division *out)
{
    return store_division_find(record->store, code, record_on(day, known), record->arena, out,
                               NULL);
}

static void a_code_change_continues_the_identity(void **state)
{
    struct record *record = *state;
    int64_t first, second;
    struct store_division old = record_division(record, "220381", "公主岭市", 124000000000);
    struct store_division new = record_division(record, "220184", "公主岭市", 124000000000);
    struct store_division found;
    assert_int_equal(record_put(record, &old, NULL, NULL, &first), STORE_NEW);
    assert_int_equal(record_put(record, &new, "220381", "2020-06-05", &second), STORE_CHANGED);
    assert_int_equal(first, second);

    assert_int_equal(find(record, "220381", "2020-06-04", 0, &found), BASE_OK);
    assert_int_equal(found.version.valid_from, BASE_DATE_NONE);
    assert_int_equal(find(record, "220184", "2020-06-04", 0, &found), BASE_NOT_FOUND);
    assert_int_equal(find(record, "220184", "2020-06-05", 0, &found), BASE_OK);
    assert_int_equal(found.version.valid_to, BASE_DATE_NONE);
    assert_int_equal(find(record, "220381", "2020-06-05", 0, &found), BASE_NOT_FOUND);
}

static void what_was_known_before_is_still_told(void **state)
{
    struct record *record = *state;
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳", 125000000000);
    struct store_division found;
    record_put(record, &row, NULL, NULL, &identity);
    row.name = "朝阳区";
    assert_int_equal(record_put(record, &row, NULL, NULL, &identity), STORE_CORRECTED);

    assert_int_equal(find(record, "220104", "2026-01-01", 1, &found), BASE_OK);
    assert_string_equal(found.name, "朝阳");
    assert_int_equal(find(record, "220104", "2026-01-01", 2, &found), BASE_OK);
    assert_string_equal(found.name, "朝阳区");
    assert_int_equal(find(record, "220104", "2026-01-01", -1, &found), BASE_NOT_FOUND);
}

static void an_equal_row_is_left_alone(void **state)
{
    struct record *record = *state;
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    struct store_division found;
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(record_put(record, &row, NULL, NULL, &identity), STORE_UNCHANGED);
    assert_int_equal(record_put(record, &row, NULL, "2024-01-01", &identity), STORE_UNCHANGED);
    assert_int_equal(find(record, "220104", NULL, 0, &found), BASE_OK);
    assert_int_equal(found.version.recorded_from, 1);
}

static void moving_one_vertex_is_a_difference(void **state)
{
    struct record *record = *state;
    int64_t identity;
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    row.geometry = record_square(record, 125000000000, 43000000000, 1000001);
    assert_int_equal(record_put(record, &row, NULL, NULL, &identity), STORE_CORRECTED);
}

static void two_units_cannot_hold_one_code_on_one_day(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t identity;
    enum store_outcome outcome;
    struct store_division a = record_division(record, "220104", "甲", 125000000000);
    struct store_division b = record_division(record, "220105", "乙", 125100000000);
    record_put(record, &a, NULL, NULL, &identity);
    record_put(record, &b, NULL, NULL, &identity);
    /* A new code for 乙 that 甲 holds. */
    struct store_division c = record_division(record, "220106", "丙", 125000000000);
    record_put(record, &c, "220105", "2020-01-01", &identity);
    struct store_change change = {.effective = BASE_DATE_NONE};
    assert_int_equal(store_begin(record->store, &err), BASE_OK);
    change.edition = record_edition(record);
    struct store_division d = record_division(record, "220105", "丁", 125200000000);
    assert_true(base_date_parse("2019-01-01", &d.version.valid_from));
    /* 220105 was 乙's until 2020: a new unit of that code from 2019 clashes or
     * becomes a correction of 乙; it must never be held twice. */
    enum base_status status =
        store_division_put(record->store, &change, &d, NULL, &outcome, &identity, &err);
    if (status == BASE_OK)
        assert_int_equal(store_commit(record->store, &err), BASE_OK);
    else
        store_rollback(record->store);
    struct store_division *rows;
    size_t count;
    assert_int_equal(store_division_list(record->store, record_on("2019-06-01", 0),
                                         STORE_LEVEL_NONE, false, record->arena, &rows, &count,
                                         &err),
                     BASE_OK);
    size_t holders = 0;
    for (size_t i = 0; i < count; i++)
        holders += strcmp(rows[i].code, "220105") == 0;
    assert_int_equal(holders, 1);
}

static void undoing_an_edition_restores_what_it_closed(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t identity, by;
    struct store_division old = record_division(record, "220381", "公主岭市", 124000000000);
    struct store_division new = record_division(record, "220184", "公主岭市", 124000000000);
    struct store_division found;
    record_put(record, &old, NULL, NULL, &identity);
    record_put(record, &new, "220381", "2020-06-05", &identity);
    assert_int_equal(store_edition_revert(record->store, 2, "test", &by, &err), BASE_OK);
    assert_int_equal(by, 3);
    assert_int_equal(find(record, "220381", "2024-01-01", 0, &found), BASE_OK);
    assert_int_equal(found.version.valid_to, BASE_DATE_NONE);
    assert_int_equal(find(record, "220184", "2024-01-01", 0, &found), BASE_NOT_FOUND);
    assert_int_equal(find(record, "220184", "2024-01-01", 2, &found), BASE_OK);
    assert_int_equal(store_edition_revert(record->store, 2, "test", &by, &err), BASE_INVALID);
}

static void an_edition_that_others_build_on_is_not_undone(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t identity, by;
    struct store_division row = record_division(record, "220104", "朝阳", 125000000000);
    record_put(record, &row, NULL, NULL, &identity);
    row.name = "朝阳区";
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(store_edition_revert(record->store, 1, "test", &by, &err), BASE_CONFLICT);
    assert_int_equal(store_edition_revert(record->store, 9, "test", &by, &err), BASE_NOT_FOUND);
}

static void the_history_tells_every_version(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t identity;
    struct store_division *rows;
    size_t count;
    struct store_division row = record_division(record, "220113", "九台市", 126000000000);
    record_put(record, &row, NULL, NULL, &identity);
    row.name = "九台区";
    record_put(record, &row, NULL, "2014-10-20", &identity);
    assert_int_equal(
        store_division_history(record->store, identity, 0, record->arena, &rows, &count, &err),
        BASE_OK);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].name, "九台市");
    assert_string_equal(rows[1].name, "九台区");
    assert_int_equal(rows[0].version.valid_to, rows[1].version.valid_from);
}

static void a_unit_missing_in_a_complete_file_ends(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t identity, ended;
    enum store_outcome outcome;
    struct store_division a = record_division(record, "220104", "甲", 125000000000);
    struct store_division b = record_division(record, "220105", "乙", 125100000000);
    struct store_division other = record_division(record, "220204", "丙", 126100000000);
    record_put(record, &a, NULL, NULL, &identity);
    record_put(record, &b, NULL, NULL, &identity);
    record_put(record, &other, NULL, NULL, &identity);
    struct store_change change = {.effective = BASE_DATE_NONE};
    assert_true(base_date_parse("2024-01-01", &change.effective));
    assert_int_equal(store_begin(record->store, &err), BASE_OK);
    change.edition = record_edition(record);
    assert_int_equal(
        store_division_put(record->store, &change, &a, NULL, &outcome, &identity, &err), BASE_OK);
    assert_int_equal(
        store_division_complete(record->store, &change, "220100", STORE_LEVEL_COUNTY, &ended, &err),
        BASE_OK);
    assert_int_equal(store_commit(record->store, &err), BASE_OK);
    assert_int_equal(ended, 1);
    struct store_division found;
    assert_int_equal(find(record, "220105", "2023-12-31", 0, &found), BASE_OK);
    assert_int_equal(find(record, "220105", "2024-01-01", 0, &found), BASE_NOT_FOUND);
    assert_int_equal(find(record, "220104", "2024-01-01", 0, &found), BASE_OK);
    assert_int_equal(find(record, "220204", "2024-01-01", 0, &found), BASE_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_code_change_continues_the_identity),
        TEST(what_was_known_before_is_still_told),
        TEST(an_equal_row_is_left_alone),
        TEST(moving_one_vertex_is_a_difference),
        TEST(two_units_cannot_hold_one_code_on_one_day),
        TEST(undoing_an_edition_restores_what_it_closed),
        TEST(an_edition_that_others_build_on_is_not_undone),
        TEST(the_history_tells_every_version),
        TEST(a_unit_missing_in_a_complete_file_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
