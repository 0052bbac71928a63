/* tests/store/test_periods.c - days of validity: never shared, never lost. */
#include "tests/store/record.h"

#include "store/road.h"

static base_date_t day(const char *text)
{
    base_date_t date = BASE_DATE_NONE;
    if (text)
        assert_true(base_date_parse(text, &date));
    return date;
}

/* One edition with one row; what the record said of it. */
static enum base_status attempt(struct record *record, const struct store_division *row,
                                const char *former, const char *effective,
                                enum store_outcome *outcome)
{
    int64_t identity;
    struct base_error err = {0};
    struct store_change change = {.effective = day(effective)};
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    change.edition = record_edition(record);
    enum base_status status =
        store_division_put(record->store, &change, row, former, outcome, &identity, &err);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    return status;
}

static const char *name_on(struct record *record, const char *code, const char *date)
{
    struct store_division found;
    if (store_division_find(record->store, code, record_on(date, 0), record->arena, &found, NULL))
        return "";
    return found.name;
}

/* Each row: a first version, then a second row, and the name told on three days. */
static void versions_of_one_unit_never_share_a_day(void **state)
{
    struct record *record = *state;
    static const struct {
        const char *from, *to; /* of the first version */
        const char *second_from, *second_to, *effective;
        enum base_status status;
        enum store_outcome outcome;
        const char *in_1990, *in_2005, *in_2020;
    } cases[] = {
        {NULL, NULL, NULL, NULL, NULL, BASE_OK, STORE_CORRECTED, "乙", "乙", "乙"},
        {NULL, NULL, NULL, NULL, "2000-01-01", BASE_OK, STORE_CHANGED, "甲", "乙", "乙"},
        {"2000-01-01", NULL, NULL, NULL, "1985-01-01", BASE_OK, STORE_CHANGED, "乙", "甲", "甲"},
        {"2000-01-01", NULL, NULL, NULL, "2000-01-01", BASE_OK, STORE_CORRECTED, "", "乙", "乙"},
        {"2000-01-01", "2010-01-01", NULL, NULL, "2010-01-01", BASE_OK, STORE_CHANGED, "", "甲",
         "乙"},
        {"2000-01-01", "2010-01-01", NULL, NULL, "2015-01-01", BASE_OK, STORE_CHANGED, "", "甲",
         "乙"},
        {"2000-01-01", NULL, "1985-01-01", NULL, NULL, BASE_OK, STORE_CORRECTED, "乙", "乙", "乙"},
        {"2000-01-01", "2010-01-01", "1985-01-01", "1995-01-01", NULL, BASE_OK, STORE_CHANGED, "乙",
         "甲", ""},
        {NULL, NULL, "2010-01-01", "2000-01-01", NULL, BASE_INVALID, STORE_NEW, "甲", "甲", "甲"},
        {"2000-01-01", NULL, NULL, "1990-01-01", NULL, BASE_INVALID, STORE_NEW, "", "甲", "甲"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char code[STORE_CODE_SIZE];
        enum store_outcome outcome = STORE_NEW;
        snprintf(code, sizeof code, "22%04zu", 101 + i);
        struct store_division row = record_division(record, code, "甲", 125000000000);
        row.version.valid_from = day(cases[i].from);
        row.version.valid_to = day(cases[i].to);
        assert_int_equal(attempt(record, &row, NULL, NULL, &outcome), BASE_OK);
        row.name = "乙";
        row.version.valid_from = day(cases[i].second_from);
        row.version.valid_to = day(cases[i].second_to);
        outcome = STORE_NEW;
        print_message("case %zu\n", i);
        assert_int_equal(attempt(record, &row, NULL, cases[i].effective, &outcome),
                         cases[i].status);
        assert_int_equal(outcome, cases[i].outcome);
        assert_string_equal(name_on(record, code, "1990-01-01"), cases[i].in_1990);
        assert_string_equal(name_on(record, code, "2005-01-01"), cases[i].in_2005);
        assert_string_equal(name_on(record, code, "2020-01-01"), cases[i].in_2020);
    }
}

static void a_correction_cannot_take_the_days_of_another_version(void **state)
{
    struct record *record = *state;
    enum store_outcome outcome;
    struct store_division row = record_division(record, "220113", "九台市", 126000000000);
    assert_int_equal(attempt(record, &row, NULL, NULL, &outcome), BASE_OK);
    row.name = "九台区";
    assert_int_equal(attempt(record, &row, NULL, "2014-10-20", &outcome), BASE_OK);
    row.version.valid_to = day("2030-01-01");
    row.version.valid_from = day("2010-01-01"); /* lies in the first version */
    row.name = "九台";
    assert_int_equal(attempt(record, &row, NULL, NULL, &outcome), BASE_CONFLICT);
    assert_string_equal(name_on(record, "220113", "2012-01-01"), "九台市");
    assert_string_equal(name_on(record, "220113", "2016-01-01"), "九台区");
}

static void a_refused_row_leaves_nothing_in_the_transaction(void **state)
{
    struct record *record = *state;
    struct store_division *rows;
    size_t count;
    enum store_outcome outcome;
    struct store_division a = record_division(record, "220104", "甲", 125000000000);
    struct store_division b = record_division(record, "220105", "乙", 125100000000);
    assert_int_equal(attempt(record, &a, NULL, NULL, &outcome), BASE_OK);
    b.version.valid_from = day("2010-01-01");
    assert_int_equal(attempt(record, &b, NULL, NULL, &outcome), BASE_OK);
    struct store_division c = record_division(record, "220106", "丙", 125100000000);
    assert_int_equal(attempt(record, &c, "220105", "2020-01-01", &outcome), BASE_OK);
    /* 丁 would hold 220105 in the days before 乙, and longer than those. */
    struct store_division d = record_division(record, "220105", "丁", 125200000000);
    d.version.valid_from = day("2005-01-01");
    d.version.valid_to = day("2021-01-01");
    assert_int_equal(attempt(record, &d, NULL, NULL, &outcome), BASE_CONFLICT);
    assert_int_equal(store_division_list(record->store, record_on(NULL, 0), STORE_LEVEL_NONE, false,
                                         record->arena, &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 3); /* 甲, 乙 until 2020, 丙 */
    assert_string_equal(name_on(record, "220105", "2015-01-01"), "乙");
}

static void geometry_of_another_kind_is_refused_and_the_transaction_goes_on(void **state)
{
    struct record *record = *state;
    struct base_error err;
    int64_t identity;
    enum store_outcome outcome;
    struct store_change change = {.effective = BASE_DATE_NONE};
    struct store_road road = {.version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
                              .id = "1",
                              .geometry = record_square(record, 125000000000, 43000000000, 1000)};
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    change.edition = record_edition(record);
    assert_int_equal(store_road_put(record->store, &change, &road, &outcome, &identity, &err),
                     BASE_INVALID);
    assert_string_equal(err.message, "a road cannot have geometry of type 6");
    struct store_division row = record_division(record, "220104", "朝阳区", 125000000000);
    assert_int_equal(
        store_division_put(record->store, &change, &row, NULL, &outcome, &identity, NULL), BASE_OK);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_string_equal(name_on(record, "220104", NULL), "朝阳区");
}

/* Rings that are no areas come back as they went in. */
static void degenerate_rings_are_kept(void **state)
{
    struct record *record = *state;
    static const struct geo_point rings[][5] = {
        {{1, 1}, {2, 2}, {1, 1}, {0, 0}, {0, 0}}, {{1, 1}, {2, 2}, {3, 3}, {1, 1}, {0, 0}},
        {{1, 1}, {1, 1}, {1, 1}, {1, 1}, {0, 0}}, {{0, 0}, {9, 9}, {9, 0}, {0, 9}, {0, 0}},
        {{1, 1}, {1, 1}, {0, 0}, {0, 0}, {0, 0}},
    };
    static const int sizes[] = {3, 4, 4, 5, 2};
    for (size_t i = 0; i < COUNT(rings); i++) {
        struct geo_builder builder;
        struct store_division found, row = record_division(record, "220104", "朝阳区", 0);
        geo_builder_init(&builder, GEO_POLYGON, record->arena);
        geo_builder_part(&builder);
        geo_builder_ring(&builder);
        for (int j = 0; j < sizes[i]; j++)
            geo_builder_point(&builder, rings[i][j]);
        assert_int_equal(geo_builder_finish(&builder, &row.geometry, NULL), BASE_OK);
        int64_t identity;
        record_put(record, &row, NULL, NULL, &identity);
        assert_int_equal(store_division_find(record->store, "220104", record_on(NULL, 0),
                                             record->arena, &found, NULL),
                         BASE_OK);
        print_message("ring %zu\n", i);
        assert_true(geo_geometry_equal(&found.geometry, &row.geometry));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(versions_of_one_unit_never_share_a_day),
        TEST(a_correction_cannot_take_the_days_of_another_version),
        TEST(a_refused_row_leaves_nothing_in_the_transaction),
        TEST(geometry_of_another_kind_is_refused_and_the_transaction_goes_on),
        TEST(degenerate_rings_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
