/* tests/store/test_line.c - lines and the parties' claims of them. */
#include "tests/store/record.h"

#include "store/line.h"
#include "store/line_claim.h"

static const struct store_version UNDATED = {.valid_from = BASE_DATE_NONE,
                                             .valid_to = BASE_DATE_NONE};
static const struct store_as_of NOW = {.at = BASE_DATE_NONE};

static struct store_change begin(struct record *record)
{
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    return (struct store_change){.edition = record_edition(record), .effective = BASE_DATE_NONE};
}

static struct geo_geometry path(struct record *record, int64_t lon)
{
    struct geo_builder builder;
    struct geo_geometry geometry;
    geo_builder_init(&builder, GEO_LINE, record->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, (struct geo_point){lon, 43000000003});
    geo_builder_point(&builder, (struct geo_point){lon + 1000000, 43001000011});
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    return geometry;
}

static struct store_line a_line(struct record *record, const char *code, const char *a,
                                const char *b, int64_t lon)
{
    return (struct store_line){.version = UNDATED,
                               .code = code,
                               .a = a,
                               .b = b,
                               .agreement_date = BASE_DATE_NONE,
                               .geometry = path(record, lon)};
}

static int64_t put(struct record *record, const struct store_change *change,
                   const struct store_line *line, enum store_outcome wanted)
{
    struct base_error err;
    enum store_outcome outcome;
    int64_t identity = 0;
    if (store_line_put(record->store, change, line, &outcome, &identity, &err) != BASE_OK)
        fail_msg("%s", err.message);
    assert_int_equal(outcome, wanted);
    return identity;
}

static void every_field_comes_back(void **state)
{
    struct record *record = *state;
    struct store_line found,
        line = a_line(record, "220102-220104", "220102", "220104", 125000000001);
    line.name = "南关朝阳线";
    line.status = STORE_LINE_DISPUTED;
    line.agreement_no = "吉政函〔2001〕12号";
    line.agreement_date = 11000;
    line.support = "river-centre";
    line.markers = "001-004,006Q";
    line.description = "自001号界桩起，沿河流中心线向北";
    struct store_change change = begin(record);
    int64_t identity = put(record, &change, &line, STORE_NEW);
    put(record, &change, &line, STORE_UNCHANGED);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(store_line_find(record->store, line.code, NOW, record->arena, &found, NULL),
                     BASE_OK);
    assert_int_equal(found.version.identity, identity);
    assert_string_equal(found.a, "220102");
    assert_string_equal(found.b, "220104");
    assert_string_equal(found.name, "南关朝阳线");
    assert_int_equal(found.status, STORE_LINE_DISPUTED);
    assert_string_equal(found.agreement_no, "吉政函〔2001〕12号");
    assert_int_equal(found.agreement_date, 11000);
    assert_string_equal(found.support, "river-centre");
    assert_string_equal(found.markers, "001-004,006Q");
    assert_string_equal(found.description, line.description);
    assert_near(found.resolution_m, 0.011, 0); /* the edition's */
    assert_true(geo_geometry_equal(&found.geometry, &line.geometry));
    assert_int_equal(store_line_find(record->store, "220102", NOW, record->arena, &found, NULL),
                     BASE_NOT_FOUND);
}

static void a_line_without_geometry_is_kept_and_has_no_place(void **state)
{
    struct record *record = *state;
    struct store_line *rows, line = a_line(record, "L", "220102", "220104", 125000000001);
    size_t count;
    line.geometry = (struct geo_geometry){.kind = GEO_LINE};
    line.status = STORE_LINE_UNDETERMINED;
    struct store_change change = begin(record);
    put(record, &change, &line, STORE_NEW);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    struct store_line_filter everywhere = {.box = geo_box_empty()}, here = everywhere;
    here.box = (struct geo_box){{0, 0}, {179000000000, 89000000000}};
    assert_int_equal(
        store_line_page(record->store, &everywhere, NOW, record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].geometry.part_count, 0);
    assert_int_equal(store_line_page(record->store, &here, NOW, record->arena, &rows, &count, NULL),
                     0);
    assert_int_equal(count, 0);
}

static void a_polygon_is_no_line(void **state)
{
    struct record *record = *state;
    struct base_error err;
    enum store_outcome outcome;
    int64_t identity;
    struct store_line line = a_line(record, "L", "220102", "220104", 125000000001);
    line.geometry = record_square(record, 125000000000, 43000000000, 1000);
    struct store_change change = begin(record);
    assert_int_equal(store_line_put(record->store, &change, &line, &outcome, &identity, &err),
                     BASE_INVALID);
    assert_string_equal(err.message, "a line cannot have geometry of type 6");
    store_rollback(record->store);
}

/* A new course from a day on; before it, and as it was known before, the old. */
static void the_old_course_is_read_on_its_day_and_as_it_was_known(void **state)
{
    struct record *record = *state;
    struct store_line found, line = a_line(record, "L", "220102", "220104", 125000000001);
    struct store_change change = begin(record);
    put(record, &change, &line, STORE_NEW);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    int64_t first = change.edition;
    struct geo_geometry old = line.geometry;
    line.geometry = path(record, 125500000000);
    change = begin(record);
    assert_true(base_date_parse("2020-06-05", &change.effective));
    put(record, &change, &line, STORE_CHANGED);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    const struct {
        struct store_as_of as_of;
        const struct geo_geometry *wanted;
    } cases[] = {{record_on("2020-06-04", 0), &old},
                 {record_on("2020-06-05", 0), &line.geometry},
                 {record_on("2020-06-05", first), &old}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(
            store_line_find(record->store, "L", cases[i].as_of, record->arena, &found, NULL), 0);
        assert_true(geo_geometry_equal(&found.geometry, cases[i].wanted));
    }
}

static void undoing_an_edition_takes_its_lines_back(void **state)
{
    struct record *record = *state;
    struct store_line found, line = a_line(record, "L", "220102", "220104", 125000000001);
    int64_t by;
    struct store_change change = begin(record);
    put(record, &change, &line, STORE_NEW);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(store_edition_revert(record->store, change.edition, "test", &by, NULL), 0);
    assert_int_equal(store_line_find(record->store, "L", NOW, record->arena, &found, NULL),
                     BASE_NOT_FOUND);
}

/* Five lines, one of them disputed and one of an internal edition. */
static void fill(struct record *record)
{
    struct store_edition facts = {.kind = "import",
                                  .actor = "test",
                                  .effective = BASE_DATE_NONE,
                                  .resolution_m = NAN,
                                  .accuracy_m = NAN,
                                  .may_publish = true,
                                  .may_export = true,
                                  .secrecy = "internal"};
    static const char *const sides[][2] = {{"220102", "220103"},
                                           {"220102", "220104"},
                                           {"220102", "220105"},
                                           {"220103", "220105"},
                                           {"220104", "220106"}};
    struct store_change change = begin(record);
    int64_t open_edition = change.edition;
    assert_int_equal(store_edition_add(record->store, &facts, &change.edition, NULL), BASE_OK);
    int64_t internal = change.edition;
    for (size_t i = COUNT(sides); i-- > 0;) { /* backwards: the order is not that of writing */
        char code[32];
        snprintf(code, sizeof code, "%s-%s", sides[i][0], sides[i][1]);
        struct store_line line =
            a_line(record, code, sides[i][0], sides[i][1], 125000000000 + 10000000 * (int64_t)i);
        line.status = i == 2 ? STORE_LINE_DISPUTED : STORE_LINE_AGREED;
        change.edition = i == 3 ? internal : open_edition;
        put(record, &change, &line, STORE_NEW);
    }
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
}

static void a_page_shows_what_its_filter_asks_for(void **state)
{
    struct record *record = *state;
    fill(record);
    const struct geo_box none = geo_box_empty(),
                         first = {{125000500000, 43000500000}, {125000600000, 43000600000}};
    const struct {
        struct store_line_filter filter;
        const char *wanted; /* what the codes end with */
    } cases[] = {
        {{.box = none}, "3 4 5 5 6 "},
        {{.box = none, .limit = 2}, "3 4 "},
        {{.box = none, .status = "agreed"}, "3 4 5 6 "},
        {{.box = none, .status = "disputed"}, "5 "},
        {{.box = none, .open_only = true}, "3 4 5 6 "},
        {{.box = none, .status = "agreed", .open_only = true}, "3 4 6 "},
        {{.box = none, .a = "220105"}, "5 5 "},
        {{.box = none, .a = "220104", .b = "220102"}, "4 "},
        {{.box = none, .a = "220104", .b = "220103"}, ""},
        {{.box = first}, "3 "},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_line *rows;
        char said[64] = "";
        size_t count;
        assert_int_equal(store_line_page(record->store, &cases[i].filter, NOW, record->arena, &rows,
                                         &count, NULL),
                         BASE_OK);
        for (size_t j = 0; j < count; j++)
            snprintf(said + strlen(said), sizeof said - strlen(said), "%c ", rows[j].code[12]);
        assert_string_equal(said, cases[i].wanted);
    }
}

static void pages_joined_are_the_whole_list(void **state)
{
    struct record *record = *state;
    struct store_line *rows, *all;
    struct store_line_filter filter = {.box = geo_box_empty(), .limit = 2};
    size_t count, total, seen = 0;
    fill(record);
    assert_int_equal(store_line_list(record->store, NOW, record->arena, &all, &total, NULL), 0);
    do {
        assert_int_equal(
            store_line_page(record->store, &filter, NOW, record->arena, &rows, &count, NULL), 0);
        for (size_t i = 0; i < count; i++)
            assert_string_equal(rows[i].code, all[seen++].code);
        filter.after = count ? rows[count - 1].version.identity : 0;
    } while (count > 0);
    assert_int_equal(seen, total);
    assert_int_equal(total, 5);
}

static void a_claim_of_a_line_is_matched_by_line_and_party(void **state)
{
    struct record *record = *state;
    struct store_line_claim *rows, claim = {.version = UNDATED,
                                            .line = "L",
                                            .party = "220104",
                                            .name = "朝阳区主张线",
                                            .geometry = path(record, 125000000001)};
    enum store_outcome outcome;
    int64_t first, second, again;
    size_t count;
    struct store_change change = begin(record);
    assert_int_equal(store_line_claim_put(record->store, &change, &claim, &outcome, &first, NULL),
                     0);
    claim.party = "220102";
    assert_int_equal(store_line_claim_put(record->store, &change, &claim, &outcome, &second, NULL),
                     0);
    assert_int_not_equal(first, second);
    claim.geometry = path(record, 125500000000);
    assert_int_equal(store_line_claim_put(record->store, &change, &claim, &outcome, &again, NULL),
                     0);
    assert_int_equal(again, second);
    assert_int_equal(outcome, STORE_CORRECTED);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(store_line_claim_list(record->store, NOW, record->arena, &rows, &count, NULL),
                     0);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].line, "L");
    assert_string_equal(rows[0].party, "220102");
    assert_string_equal(rows[0].name, "朝阳区主张线");
    assert_near(rows[0].resolution_m, 0.011, 0);
    assert_true(geo_geometry_equal(&rows[0].geometry, &claim.geometry));
    assert_string_equal(rows[1].party, "220104");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_field_comes_back),
        TEST(a_line_without_geometry_is_kept_and_has_no_place),
        TEST(a_polygon_is_no_line),
        TEST(the_old_course_is_read_on_its_day_and_as_it_was_known),
        TEST(undoing_an_edition_takes_its_lines_back),
        TEST(a_page_shows_what_its_filter_asks_for),
        TEST(pages_joined_are_the_whole_list),
        TEST(a_claim_of_a_line_is_matched_by_line_and_party),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
