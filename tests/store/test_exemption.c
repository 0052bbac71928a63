/* tests/store/test_exemption.c - what a document allows, with its scope and its days. */
#include "tests/store/record.h"

#include "store/exemption.h"
#include "store/spatial.h"
#include "store/statement.h"

static const struct store_version UNDATED = {.valid_from = BASE_DATE_NONE,
                                             .valid_to = BASE_DATE_NONE};
static const struct store_as_of EVER = {.at = BASE_DATE_NONE};

static base_date_t day(const char *text)
{
    base_date_t date;
    assert_true(base_date_parse(text, &date));
    return date;
}

static struct store_exemption a_gap(struct record *record)
{
    return (struct store_exemption){
        .version = UNDATED,
        .id = "W1",
        .kind = STORE_EXEMPTION_GAP,
        .codes = "220102,220104",
        .document = "长政函〔2001〕3号",
        .document_date = day("2001-03-05"),
        .max_area_m2 = 1600,
        .note = "伊通河水域",
        .geometry = record_square(record, 125000000001, 43000000003, 1000000),
    };
}

static int64_t put(struct record *record, const struct store_exemption *row, const char *effective,
                   enum store_outcome wanted)
{
    struct base_error err;
    enum store_outcome outcome;
    int64_t identity = 0;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    struct store_change change = {.edition = record_edition(record),
                                  .effective = effective ? day(effective) : BASE_DATE_NONE};
    if (store_exemption_put(record->store, &change, row, &outcome, &identity, &err) != BASE_OK)
        fail_msg("%s", err.message);
    assert_int_equal(outcome, wanted);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    return identity;
}

static size_t held(struct record *record, struct store_as_of as_of, struct store_exemption **rows)
{
    size_t count = 0;
    assert_int_equal(store_exemption_list(record->store, as_of, record->arena, rows, &count, NULL),
                     BASE_OK);
    return count;
}

static void every_field_comes_back(void **state)
{
    struct record *record = *state;
    struct store_exemption *rows, row = a_gap(record);
    int64_t identity = put(record, &row, NULL, STORE_NEW);
    put(record, &row, NULL, STORE_UNCHANGED);
    assert_int_equal(held(record, EVER, &rows), 1);
    assert_int_equal(rows[0].version.identity, identity);
    assert_string_equal(rows[0].id, "W1");
    assert_int_equal(rows[0].kind, STORE_EXEMPTION_GAP);
    assert_string_equal(rows[0].codes, "220102,220104");
    assert_string_equal(rows[0].document, "长政函〔2001〕3号");
    assert_int_equal(rows[0].document_date, day("2001-03-05"));
    assert_near(rows[0].max_area_m2, 1600, 0);
    assert_string_equal(rows[0].note, "伊通河水域");
    assert_true(geo_geometry_equal(&rows[0].geometry, &row.geometry));
    assert_near(rows[0].resolution_m, 0.011, 0); /* the edition's */
}

static void only_an_exclave_may_be_without_ground(void **state)
{
    struct record *record = *state;
    struct store_exemption *rows, row = a_gap(record);
    struct base_error err;
    enum store_outcome outcome;
    int64_t identity;
    row.geometry.part_count = 0;
    row.max_area_m2 = NAN;
    row.document_date = BASE_DATE_NONE;
    row.note = NULL;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    struct store_change change = {.edition = record_edition(record), .effective = BASE_DATE_NONE};
    assert_int_equal(store_exemption_put(record->store, &change, &row, &outcome, &identity, &err),
                     BASE_INVALID);
    assert_string_equal(err.message,
                        "the exemption W1 has no geometry; say which ground it holds for");
    store_rollback(record->store);
    row.kind = STORE_EXEMPTION_EXCLAVE;
    put(record, &row, NULL, STORE_NEW);
    assert_int_equal(held(record, EVER, &rows), 1);
    assert_int_equal(rows[0].geometry.part_count, 0);
    assert_true(isnan(rows[0].max_area_m2));
    assert_int_equal(rows[0].document_date, BASE_DATE_NONE);
    assert_null(rows[0].note);
}

/* Another scope from a day on: both are told, each on its days. */
static void a_change_leaves_the_older_scope_to_its_days(void **state)
{
    struct record *record = *state;
    struct store_exemption *rows, row = a_gap(record);
    put(record, &row, NULL, STORE_NEW);
    row.document = "长政函〔2020〕9号";
    put(record, &row, "2020-06-05", STORE_CHANGED);
    assert_int_equal(held(record, EVER, &rows), 2);
    assert_int_equal(held(record, (struct store_as_of){.at = day("2020-06-04")}, &rows), 1);
    assert_string_equal(rows[0].document, "长政函〔2001〕3号");
    assert_int_equal(held(record, (struct store_as_of){.at = day("2020-06-05")}, &rows), 1);
    assert_string_equal(rows[0].document, "长政函〔2020〕9号");
}

static void undoing_an_edition_brings_the_older_row_back(void **state)
{
    struct record *record = *state;
    struct store_exemption *rows, row = a_gap(record);
    int64_t edition;
    put(record, &row, NULL, STORE_NEW);
    row.max_area_m2 = 9;
    put(record, &row, NULL, STORE_CORRECTED);
    assert_int_equal(store_edition_revert(record->store, 2, "test", &edition, NULL), BASE_OK);
    assert_int_equal(held(record, EVER, &rows), 1);
    assert_near(rows[0].max_area_m2, 1600, 0);
    assert_int_equal(store_edition_revert(record->store, 1, "test", &edition, NULL), BASE_OK);
    assert_int_equal(held(record, EVER, &rows), 0);
}

static void hear(void *context, const char *severity, const struct base_error *what)
{
    (void)severity;
    snprintf(context, BASE_MESSAGE_SIZE, "%s", what->message);
}

static void the_doctor_looks_at_exemptions_too(void **state)
{
    struct record *record = *state;
    struct store_exemption row = a_gap(record);
    char said[BASE_MESSAGE_SIZE] = "";
    int64_t count;
    put(record, &row, NULL, STORE_NEW);
    assert_int_equal(store_doctor(record->store, hear, said, &count, NULL), BASE_OK);
    assert_int_equal(count, 0);
    assert_int_equal(spatial_load(record->store, NULL), BASE_OK); /* for GeomFromText */
    assert_int_equal(statement_script(record->store,
                                      "UPDATE exemption_version SET geometry = GeomFromText("
                                      "'MULTIPOLYGON(((125.0000000001 43, 126 43, 126 44, "
                                      "125.0000000001 43)))', 4490)",
                                      NULL),
                     BASE_OK);
    assert_int_equal(store_doctor(record->store, hear, said, &count, NULL), BASE_OK);
    assert_int_equal(count, 1);
    assert_string_equal(said, "exemption version 1 has coordinates off the 1e-9 degree grid");
}

static void kinds_are_known_by_their_words(void **state)
{
    (void)state;
    enum store_exemption_kind kind = STORE_EXEMPTION_GAP;
    assert_true(store_exemption_kind_parse("allowed-overlap", &kind));
    assert_int_equal(kind, STORE_EXEMPTION_OVERLAP);
    assert_false(store_exemption_kind_parse("gap", &kind));
    assert_false(store_exemption_kind_parse(NULL, &kind));
    assert_int_equal(kind, STORE_EXEMPTION_OVERLAP);
    for (int i = 0; i < STORE_EXEMPTION_KINDS; i++) {
        assert_true(store_exemption_kind_parse(
            store_exemption_kind_name((enum store_exemption_kind)i), &kind));
        assert_int_equal(kind, i);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_field_comes_back),
        TEST(only_an_exclave_may_be_without_ground),
        TEST(a_change_leaves_the_older_scope_to_its_days),
        TEST(undoing_an_edition_brings_the_older_row_back),
        TEST(the_doctor_looks_at_exemptions_too),
        TEST(kinds_are_known_by_their_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
