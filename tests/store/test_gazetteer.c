/* tests/store/test_gazetteer.c - registers of place names, and the two clocks. */
#include "tests/store/record.h"

#include "store/approval.h"
#include "store/place.h"
#include "store/row.h"
#include "store/statement.h"
#include "store/subject.h"

static const struct store_version UNDATED = {.valid_from = BASE_DATE_NONE,
                                             .valid_to = BASE_DATE_NONE};
static const struct store_as_of EVER = {.at = BASE_DATE_NONE};

static struct store_row empty_row(enum store_entity entity)
{
    struct store_row row = {.version = UNDATED};
    size_t count;
    const struct store_field *fields = store_row_fields(entity, &count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == STORE_COLUMN_DATE)
            row.cells[i].date = BASE_DATE_NONE;
        if (fields[i].kind == STORE_COLUMN_NUMBER)
            row.cells[i].number = NAN;
        if (fields[i].kind == STORE_COLUMN_INT)
            row.cells[i].integer = STORE_CELL_NULL;
    }
    return row;
}

static union store_cell *cell(struct store_row *row, enum store_entity entity, const char *field)
{
    int at = store_row_field(entity, field);
    assert_true(at >= 0);
    return &row->cells[at];
}

static enum base_status put(struct record *record, enum store_entity entity,
                            const struct store_row *row, struct base_error *err)
{
    enum store_outcome outcome;
    int64_t identity;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    struct store_change change = {.edition = record_edition(record), .effective = BASE_DATE_NONE};
    enum base_status status =
        store_row_put(record->store, entity, &change, row, &outcome, &identity, err);
    if (status == BASE_OK)
        assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    store_rollback(record->store);
    return status;
}

static void put_place(struct record *record, const char *id, const char *name)
{
    enum store_outcome outcome;
    int64_t identity;
    struct store_place place = {.version = UNDATED,
                                .id = id,
                                .name = name,
                                .kind = "street",
                                .legal_kind = "street",
                                .category = "23100",
                                .scheme = "GB/T 18521",
                                .geometry = {.kind = GEO_POINT}};
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    struct store_change change = {.edition = record_edition(record), .effective = BASE_DATE_NONE};
    assert_int_equal(store_place_put(record->store, &change, &place, &outcome, &identity, NULL), 0);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
}

static struct store_row a_sign(const char *place)
{
    struct store_row row = empty_row(STORE_SIGN);
    cell(&row, STORE_SIGN, "id")->text = "S1";
    cell(&row, STORE_SIGN, "place")->text = place;
    cell(&row, STORE_SIGN, "type")->text = "street";
    return row;
}

static void subjects_are_found_by_what_files_say(void **state)
{
    struct record *record = *state;
    struct store_subject subject;
    struct base_error err;
    char text[STORE_SUBJECT_SIZE];
    const char *id;
    int64_t identity;
    struct store_division division = record_division(record, "220104", "朝阳区", 125000000000);
    record_put(record, &division, NULL, NULL, &identity);
    put_place(record, "street-1", "人民大街");
    static const struct {
        const char *text, *subject, *id;
    } cases[] = {{"street-1", "place-1", "street-1"},
                 {"place-1", "place-1", "street-1"},
                 {"220104", "division-1", "220104"},
                 {"220104000", "division-1", "220104"},
                 {"division-1", "division-1", "220104"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(store_subject_find(record->store, cases[i].text, &subject, NULL), BASE_OK);
        assert_string_equal(store_subject_print(subject, text), cases[i].subject);
        assert_int_equal(store_subject_id(record->store, subject, 0, record->arena, &id, NULL),
                         BASE_OK);
        assert_string_equal(id, cases[i].id);
    }
    static const char *const wrong[] = {"place-2",   "place-01", "place-",  "220105",
                                        "address-1", "",         "place-1 "};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_int_equal(store_subject_find(record->store, wrong[i], &subject, &err),
                         BASE_NOT_FOUND);
}

static void a_place_keeps_its_legal_kind(void **state)
{
    struct record *record = *state;
    struct store_place place;
    put_place(record, "street-1", "人民大街");
    assert_int_equal(
        store_place_find(record->store, "street-1", 0, EVER, record->arena, &place, NULL), 0);
    assert_string_equal(place.legal_kind, "street");
    assert_string_equal(place.scheme, "GB/T 18521");
}

static void what_a_row_is_about_must_be_there(void **state)
{
    struct record *record = *state;
    struct store_row *rows, row = a_sign("street-1");
    struct base_error err;
    size_t count;
    assert_int_equal(put(record, STORE_SIGN, &row, &err), BASE_NOT_FOUND);
    assert_string_equal(err.message, "street-1 is neither the id of a place or an address nor the "
                                     "code of a division");
    put_place(record, "street-1", "人民大街");
    assert_int_equal(put(record, STORE_SIGN, &row, &err), BASE_OK);
    assert_int_equal(
        store_row_list(record->store, STORE_SIGN, EVER, record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_string_equal(cell(&rows[0], STORE_SIGN, "place")->text, "place-1");
    assert_null(cell(&rows[0], STORE_SIGN, "state")->text);
    assert_int_equal(cell(&rows[0], STORE_SIGN, "installed")->date, BASE_DATE_NONE);
}

static void a_place_with_a_sign_is_not_undone_before_it(void **state)
{
    struct record *record = *state;
    struct store_row row = a_sign("street-1");
    struct base_error err;
    int64_t made;
    put_place(record, "street-1", "人民大街");
    assert_int_equal(put(record, STORE_SIGN, &row, NULL), BASE_OK);
    assert_int_equal(store_edition_revert(record->store, 1, "test", &made, &err), BASE_CONFLICT);
    assert_string_equal(err.message, "edition 2 builds on edition 1; undo the later one first");
    assert_int_equal(store_edition_revert(record->store, 2, "test", &made, NULL), BASE_OK);
    assert_int_equal(store_edition_revert(record->store, 1, "test", &made, NULL), BASE_OK);
}

static void hear(void *context, const char *severity, const struct base_error *what)
{
    snprintf(context, BASE_MESSAGE_SIZE, "%.20s: %.400s", severity, what->message);
}

static void the_doctor_finds_rows_about_nothing(void **state)
{
    struct record *record = *state;
    struct store_row row = a_sign("street-1");
    char said[BASE_MESSAGE_SIZE] = "";
    int64_t count;
    put_place(record, "street-1", "人民大街");
    assert_int_equal(put(record, STORE_SIGN, &row, NULL), BASE_OK);
    assert_int_equal(store_doctor(record->store, hear, said, &count, NULL), BASE_OK);
    assert_int_equal(count, 0);
    static const char *const damage[] = {"place-9", "place-1x", "road-1", "place-01"};
    for (size_t i = 0; i < COUNT(damage); i++) {
        const char *sql =
            base_arena_printf(record->arena, "UPDATE sign_version SET place = '%s'", damage[i]);
        assert_int_equal(statement_script(record->store, sql, NULL), BASE_OK);
        assert_int_equal(store_doctor(record->store, hear, said, &count, NULL), BASE_OK);
        assert_int_equal(count, 1);
        assert_string_equal(said, base_arena_printf(record->arena,
                                                    "minor: sign version 1 is about %s, which is "
                                                    "no longer there",
                                                    damage[i]));
    }
}

static struct geo_geometry a_point(struct record *record, int64_t lon)
{
    struct geo_builder builder;
    struct geo_geometry geometry;
    geo_builder_init(&builder, GEO_POINT, record->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, (struct geo_point){lon, 43000000000});
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    return geometry;
}

static void pages_go_by_filter_box_and_identity(void **state)
{
    struct record *record = *state;
    struct store_row *rows;
    size_t count;
    struct store_row row = empty_row(STORE_ADDRESS);
    cell(&row, STORE_ADDRESS, "status")->text = "approved";
    for (int i = 0; i < 6; i++) {
        cell(&row, STORE_ADDRESS, "id")->text = base_arena_printf(record->arena, "A%d", i);
        cell(&row, STORE_ADDRESS, "road")->text = i % 2 ? "人民大街" : "自由大路";
        cell(&row, STORE_ADDRESS, "room")->text = i == 5 ? "101" : NULL;
        row.geometry = a_point(record, 125000000000 + i);
        assert_int_equal(put(record, STORE_ADDRESS, &row, NULL), BASE_OK);
    }
    struct store_row_filter filter = {
        .equal = {{store_row_field(STORE_ADDRESS, "road"), "人民大街"}},
        .equal_count = 1,
        .box = geo_box_empty(),
        .limit = 2};
    assert_int_equal(store_row_page(record->store, STORE_ADDRESS, &filter, EVER, record->arena,
                                    &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 2);
    assert_string_equal(cell(&rows[0], STORE_ADDRESS, "id")->text, "A1");
    filter.after = rows[1].version.identity;
    assert_int_equal(store_row_page(record->store, STORE_ADDRESS, &filter, EVER, record->arena,
                                    &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 1);
    assert_string_equal(cell(&rows[0], STORE_ADDRESS, "id")->text, "A5");
    filter.absent[0] = "room";
    assert_int_equal(store_row_page(record->store, STORE_ADDRESS, &filter, EVER, record->arena,
                                    &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 0);
    struct store_row_filter boxed = {
        .box = {{125000000002, 42000000000}, {125000000003, 44000000000}}};
    assert_int_equal(store_row_page(record->store, STORE_ADDRESS, &boxed, EVER, record->arena,
                                    &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 2);
    assert_int_equal(cell(&rows[0], STORE_ADDRESS, "lon")->integer, 125000000002);
}

/* --- the clocks ------------------------------------------------------------------ */

static base_date_t day(const char *text)
{
    base_date_t date = BASE_DATE_NONE;
    if (text)
        assert_true(base_date_parse(text, &date));
    return date;
}

static void clocks_run_for_fifteen_calendar_days(void **state)
{
    struct record *record = *state;
    struct store_clock_days days;
    assert_int_equal(store_clock_days(record->store, &days, NULL), BASE_OK);
    static const struct {
        const char *today, *body, *sent, *notice_on;
        const char *filing_due, *filing, *notice_due, *notice;
    } cases[] = {
        {"2026-01-16", "government", NULL, NULL, "2026-01-16", "running", "2026-01-16", "running"},
        {"2026-01-17", "government", NULL, NULL, "2026-01-16", "overdue", "2026-01-16", "overdue"},
        {"2026-02-01", "government", "2026-01-16", "2026-01-17", "2026-01-16", "done", "2026-01-16",
         "late"},
        {"2026-02-01", NULL, "2026-01-17", "2026-01-02", "2026-01-16", "late", "2026-01-16",
         "done"},
        /* another department: the notice waits for the filing */
        {"2026-02-01", "other-department", NULL, NULL, "2026-01-16", "overdue", NULL, "waiting"},
        {"2026-01-25", "other-department", "2026-01-10", NULL, "2026-01-16", "done", "2026-01-25",
         "running"},
        {"2026-01-26", "other-department", "2026-01-10", NULL, "2026-01-16", "done", "2026-01-25",
         "overdue"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_clock filing, notice;
        struct store_row row = empty_row(STORE_APPROVAL);
        cell(&row, STORE_APPROVAL, "approved_on")->date = day("2026-01-01");
        cell(&row, STORE_APPROVAL, "body_kind")->text = cases[i].body;
        cell(&row, STORE_APPROVAL, "filing_sent")->date = day(cases[i].sent);
        cell(&row, STORE_APPROVAL, "notice_on")->date = day(cases[i].notice_on);
        store_approval_clocks(&row, days, day(cases[i].today), &filing, &notice);
        assert_int_equal(filing.due, day(cases[i].filing_due));
        assert_string_equal(store_clock_state_name(filing.state), cases[i].filing);
        assert_int_equal(notice.due, day(cases[i].notice_due));
        assert_string_equal(store_clock_state_name(notice.state), cases[i].notice);
    }
}

static void the_days_of_the_clocks_are_a_setting(void **state)
{
    struct record *record = *state;
    struct store_clock_days days;
    struct base_error err;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    assert_int_equal(store_setting_set(record->store, "filing_days", "20", NULL), BASE_OK);
    assert_int_equal(store_clock_days(record->store, &days, NULL), BASE_OK);
    assert_int_equal(days.filing, 20);
    assert_int_equal(days.notice, 15);
    assert_int_equal(store_setting_set(record->store, "filing_days", "soon", NULL), BASE_OK);
    assert_int_equal(store_clock_days(record->store, &days, &err), BASE_INVALID);
    store_rollback(record->store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(subjects_are_found_by_what_files_say),
        TEST(a_place_keeps_its_legal_kind),
        TEST(what_a_row_is_about_must_be_there),
        TEST(a_place_with_a_sign_is_not_undone_before_it),
        TEST(the_doctor_finds_rows_about_nothing),
        TEST(pages_go_by_filter_box_and_identity),
        TEST(clocks_run_for_fifteen_calendar_days),
        TEST(the_days_of_the_clocks_are_a_setting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
