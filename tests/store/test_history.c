/* tests/store/test_history.c - whatever is done, the past stays as it was known. */
#include "tests/store/record.h"

#include <stdlib.h>

#include "store/place.h"

#define EDITIONS 60
#define DAYS     7

static const char *const DAY[DAYS] = {NULL,         "1980-06-01", "1995-06-01", "2005-06-01",
                                      "2012-06-01", "2019-06-01", "2026-06-01"};
static const char *const CODE[] = {"220101", "220102", "220103", "220104", "220105"};

/* What the record says of every unit on a day, as one text. */
static char *picture(struct record *record, const char *date, int64_t known)
{
    struct store_division *rows;
    size_t count;
    struct base_buffer text = {0};
    assert_int_equal(store_division_list(record->store, record_on(date, known), STORE_LEVEL_NONE,
                                         true, record->arena, &rows, &count, NULL),
                     BASE_OK);
    for (size_t i = 0; i < count; i++) {
        struct geo_box box = geo_geometry_box(&rows[i].geometry);
        base_buffer_printf(&text, "%lld %s %s %d..%d %lld;", (long long)rows[i].version.identity,
                           rows[i].code, rows[i].name, rows[i].version.valid_from,
                           rows[i].version.valid_to, (long long)box.min.lon);
    }
    char *out = base_arena_strdup(record->arena, text.data ? text.data : "");
    base_buffer_done(&text);
    return out;
}

static int below(int limit)
{
    return (int)((unsigned)rand() % (unsigned)limit);
}

static base_date_t some_day(void)
{
    base_date_t day;
    base_date_parse("1990-01-01", &day);
    return day + below(13000);
}

/* A row, a change of code, an end of the missing, or an undoing: by chance. */
static void do_something(struct record *record, int64_t edition)
{
    static const char *const NAMES[] = {"甲", "乙", "丙"};
    int64_t number = 0;
    enum store_outcome outcome;
    struct base_error err;
    if (edition > 3 && below(4) == 0) {
        enum base_status status =
            store_edition_revert(record->store, 1 + below((int)edition - 1), "test", &number, &err);
        if (status == BASE_OK)
            return;
        assert_true(status == BASE_CONFLICT || status == BASE_INVALID);
    }
    struct store_change change = {.effective = below(3) ? some_day() : BASE_DATE_NONE};
    struct store_division row =
        record_division(record, CODE[below(5)], NAMES[below(3)], 125000000000 + 1000 * below(3));
    if (below(6) == 0)
        row.version.valid_to = some_day();
    if (below(6) == 0)
        row.version.valid_from = some_day();
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    change.edition = record_edition(record);
    enum base_status status = store_division_put(
        record->store, &change, &row, below(4) ? NULL : CODE[below(5)], &outcome, &number, &err);
    assert_true(status == BASE_OK || status == BASE_CONFLICT || status == BASE_INVALID);
    if (below(10) == 0)
        assert_int_equal(store_division_complete(record->store, &change, "220100",
                                                 STORE_LEVEL_COUNTY, &number, NULL),
                         BASE_OK);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
}

static void count_problem(void *context, const char *severity, const struct base_error *what)
{
    (void)severity;
    print_message("%s\n", what->message);
    ++*(int *)context;
}

static void what_was_known_is_told_the_same_for_ever(void **state)
{
    struct record *record = *state;
    static char *told[EDITIONS + 1][DAYS];
    int problems = 0;
    int64_t count;
    srand(20261124);
    for (int64_t edition = 1; edition <= EDITIONS; edition++) {
        do_something(record, edition);
        for (int day = 0; day < DAYS; day++)
            told[edition][day] = picture(record, DAY[day], 0);
    }
    for (int64_t edition = 1; edition <= EDITIONS; edition++)
        for (int day = 0; day < DAYS; day++)
            assert_string_equal(picture(record, DAY[day], edition), told[edition][day]);
    assert_int_equal(store_doctor(record->store, count_problem, &problems, &count, NULL), BASE_OK);
    assert_int_equal(problems, 0);
}

static void put_named(struct record *record, const char *name, const char *effective)
{
    int64_t identity;
    struct store_division row = record_division(record, "220104", name, 125000000000);
    record_put(record, &row, NULL, effective, &identity);
}

/* Undoing from the last to the first leads back through every state. */
static void editions_are_undone_one_behind_another(void **state)
{
    struct record *record = *state;
    char *told[5];
    int64_t by;
    told[0] = picture(record, NULL, 0);
    put_named(record, "甲", NULL);
    told[1] = picture(record, NULL, 0);
    put_named(record, "乙", NULL);
    told[2] = picture(record, NULL, 0);
    put_named(record, "丙", "2015-01-01");
    told[3] = picture(record, NULL, 0);
    assert_int_equal(store_edition_revert(record->store, 1, "test", &by, NULL), BASE_CONFLICT);
    for (int64_t edition = 3; edition >= 1; edition--) {
        assert_int_equal(store_edition_revert(record->store, edition, "test", &by, NULL), BASE_OK);
        assert_string_equal(picture(record, NULL, 0), told[edition - 1]);
    }
}

static void an_undoing_names_the_edition_that_stands_in_the_way(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t by;
    put_named(record, "甲", NULL);                                                        /* 1 */
    put_named(record, "乙", NULL);                                                        /* 2 */
    put_named(record, "丙", "2015-01-01");                                                /* 3 */
    assert_int_equal(store_edition_revert(record->store, 3, "test", &by, NULL), BASE_OK); /* 4 */
    put_named(record, "丁", "2018-01-01");                                                /* 5 */
    assert_int_equal(store_edition_revert(record->store, 2, "test", &by, &err), BASE_CONFLICT);
    assert_string_equal(err.message, "edition 5 builds on edition 2; undo the later one first");
}

static void a_code_given_to_another_unit_is_not_restored(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t identity, by;
    struct store_division old = record_division(record, "220381", "公主岭市", 124000000000);
    struct store_division new = record_division(record, "220184", "公主岭市", 124000000000);
    struct store_division other = record_division(record, "220381", "新区", 124500000000);
    record_put(record, &old, NULL, NULL, &identity);
    record_put(record, &new, "220381", "2020-06-05", &identity);
    assert_true(base_date_parse("2021-01-01", &other.version.valid_from));
    int64_t first = identity;
    record_put(record, &other, NULL, "2021-01-01", &identity);
    assert_int_not_equal(identity, first); /* a new unit, not the old one renamed */
    assert_int_equal(store_edition_revert(record->store, 2, "test", &by, &err), BASE_CONFLICT);
    assert_string_equal(err.message, "edition 3 builds on edition 2; undo the later one first");
}

static void a_unit_that_has_names_is_not_undone_before_them(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t identity, by;
    enum store_outcome outcome;
    struct store_change change = {.effective = BASE_DATE_NONE};
    put_named(record, "朝阳区", NULL);
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    change.edition = record_edition(record);
    struct store_name name = {.version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
                              .name = "朝阳",
                              .form = "short"};
    assert_int_equal(
        store_name_put(record->store, &change, "220104", &name, &outcome, &identity, NULL),
        BASE_OK);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(store_edition_revert(record->store, 1, "test", &by, &err), BASE_CONFLICT);
    assert_string_equal(err.message, "edition 2 builds on edition 1; undo the later one first");
    assert_int_equal(store_edition_revert(record->store, 2, "test", &by, NULL), BASE_OK);
    assert_int_equal(store_edition_revert(record->store, 1, "test", &by, NULL), BASE_OK);
}

/* Rights and resolution go with the content, not with who wrote the dates. */
static void a_row_written_again_keeps_the_edition_it_came_from(void **state)
{
    struct record *record = *state;
    struct store_division found;
    int64_t by;
    put_named(record, "甲", NULL);
    put_named(record, "乙", "2015-01-01");
    assert_int_equal(store_division_find(record->store, "220104", record_on("2010-01-01", 0),
                                         record->arena, &found, NULL),
                     BASE_OK);
    assert_int_equal(found.version.recorded_from, 2);
    assert_int_equal(found.version.source_edition, 1);
    assert_int_equal(store_edition_revert(record->store, 2, "test", &by, NULL), BASE_OK);
    assert_int_equal(store_division_find(record->store, "220104", record_on("2020-01-01", 0),
                                         record->arena, &found, NULL),
                     BASE_OK);
    assert_int_equal(found.version.recorded_from, 3);
    assert_int_equal(found.version.source_edition, 1);
    assert_near(found.resolution_m, 0.011, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_known_is_told_the_same_for_ever),
        TEST(editions_are_undone_one_behind_another),
        TEST(an_undoing_names_the_edition_that_stands_in_the_way),
        TEST(a_code_given_to_another_unit_is_not_restored),
        TEST(a_unit_that_has_names_is_not_undone_before_them),
        TEST(a_row_written_again_keeps_the_edition_it_came_from),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
