/* tests/store/test_marker.c - markers and tri-junctions. */
#include "tests/store/record.h"

#include "store/marker.h"
#include "store/tri_junction.h"

static const struct store_version UNDATED = {.valid_from = BASE_DATE_NONE,
                                             .valid_to = BASE_DATE_NONE};
static const struct store_as_of NOW = {.at = BASE_DATE_NONE};

static struct store_change begin(struct record *record)
{
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    return (struct store_change){.edition = record_edition(record), .effective = BASE_DATE_NONE};
}

static struct store_marker a_marker(const char *line, const char *number, int64_t lon)
{
    return (struct store_marker){.version = UNDATED,
                                 .line = line,
                                 .number = number,
                                 .measured_on = BASE_DATE_NONE,
                                 .sigma_m = NAN,
                                 .point = {lon, 43000000003},
                                 .has_point = true};
}

static int64_t put(struct record *record, const struct store_change *change,
                   const struct store_marker *marker, enum store_outcome wanted)
{
    struct base_error err;
    enum store_outcome outcome;
    int64_t identity = 0;
    if (store_marker_put(record->store, change, marker, &outcome, &identity, &err) != BASE_OK)
        fail_msg("%s", err.message);
    assert_int_equal(outcome, wanted);
    return identity;
}

static void every_field_comes_back(void **state)
{
    struct record *record = *state;
    struct store_marker *rows, marker = a_marker("L", "001Q", 125000000001);
    size_t count;
    marker.mode = STORE_MARKER_TRIPLE;
    marker.kind = "stone";
    marker.measured_on = 12000;
    marker.sigma_m = 0.05;
    marker.condition = "leaning";
    marker.keeper = "220104";
    struct store_change change = begin(record);
    int64_t identity = put(record, &change, &marker, STORE_NEW);
    put(record, &change, &marker, STORE_UNCHANGED);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(store_marker_list(record->store, NOW, record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].version.identity, identity);
    assert_string_equal(rows[0].line, "L");
    assert_string_equal(rows[0].number, "001Q");
    assert_int_equal(rows[0].mode, STORE_MARKER_TRIPLE);
    assert_string_equal(rows[0].kind, "stone");
    assert_int_equal(rows[0].measured_on, 12000);
    assert_near(rows[0].sigma_m, 0.05, 0);
    assert_string_equal(rows[0].condition, "leaning");
    assert_string_equal(rows[0].keeper, "220104");
    assert_true(rows[0].has_point && rows[0].point.lon == 125000000001);
    assert_near(rows[0].resolution_m, 0.011, 0); /* the edition's */
}

static void a_marker_of_no_line_and_place_is_found_again(void **state)
{
    struct record *record = *state;
    struct store_marker *rows, marker = a_marker(NULL, "001Q", 0);
    size_t count;
    marker.has_point = false;
    struct store_change change = begin(record);
    put(record, &change, &marker, STORE_NEW);
    marker.condition = "lost";
    put(record, &change, &marker, STORE_CORRECTED);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(store_marker_list(record->store, NOW, record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_null(rows[0].line);
    assert_false(rows[0].has_point);
    assert_int_equal(rows[0].mode, STORE_MARKER_UNKNOWN);
    assert_true(isnan(rows[0].sigma_m));
}

static void one_number_on_two_lines_is_two_markers(void **state)
{
    struct record *record = *state;
    struct store_marker marker = a_marker("L", "001Q", 125000000001);
    struct store_change change = begin(record);
    int64_t first = put(record, &change, &marker, STORE_NEW);
    marker.line = "M";
    assert_int_not_equal(put(record, &change, &marker, STORE_NEW), first);
    marker.line = "L";
    marker.ordinal = 2; /* the same number once more on the ground */
    assert_int_not_equal(put(record, &change, &marker, STORE_NEW), first);
    marker.ordinal = 1;
    assert_int_equal(put(record, &change, &marker, STORE_UNCHANGED), first);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
}

static void pages_follow_line_and_number(void **state)
{
    struct record *record = *state;
    static const struct {
        const char *line, *number;
    } stones[] = {{"M", "002Q"}, {"L", "002B"}, {"M", "001Q"}, {"L", "002A"}, {NULL, "9"}};
    struct store_change change = begin(record);
    for (size_t i = 0; i < COUNT(stones); i++) {
        struct store_marker marker =
            a_marker(stones[i].line, stones[i].number, 125000000000 + 1000 * (int64_t)i);
        put(record, &change, &marker, STORE_NEW);
    }
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    const struct geo_box none = geo_box_empty(),
                         two = {{125000002000, 0}, {125000003000, 1LL << 40}};
    const struct {
        struct store_marker_filter filter;
        const char *wanted;
    } cases[] = {{{.box = none, .limit = 2}, "9 002A 002B 001Q 002Q "},
                 {{.box = none, .line = "L"}, "002A 002B "},
                 {{.box = none, .line = "N"}, ""},
                 {{.box = two}, "002A 001Q "}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_marker_filter filter = cases[i].filter;
        struct store_marker *rows;
        char said[64] = "";
        size_t count;
        do {
            assert_int_equal(
                store_marker_page(record->store, &filter, NOW, record->arena, &rows, &count, NULL),
                BASE_OK);
            for (size_t j = 0; j < count; j++)
                snprintf(said + strlen(said), sizeof said - strlen(said), "%s ", rows[j].number);
            filter.after = count ? rows[count - 1].version.identity : 0;
        } while (filter.limit && count > 0);
        assert_string_equal(said, cases[i].wanted);
    }
}

static void a_tri_junction_comes_back(void **state)
{
    struct record *record = *state;
    struct store_tri_junction *rows, tri = {.version = UNDATED,
                                            .number = "020405I",
                                            .codes = "220102,220104,220105",
                                            .point = {125000000001, 43000000003},
                                            .has_point = true};
    enum store_outcome outcome;
    int64_t first, second;
    size_t count;
    struct store_change change = begin(record);
    assert_int_equal(store_tri_junction_put(record->store, &change, &tri, &outcome, &first, NULL),
                     0);
    tri.codes = "220102,220104,220106";
    assert_int_equal(store_tri_junction_put(record->store, &change, &tri, &outcome, &second, NULL),
                     0);
    assert_int_equal(first, second);
    assert_int_equal(outcome, STORE_CORRECTED);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(
        store_tri_junction_list(record->store, NOW, record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].number, "020405I");
    assert_string_equal(rows[0].codes, "220102,220104,220106");
    assert_true(rows[0].has_point && rows[0].point.lat == 43000000003);
    assert_near(rows[0].resolution_m, 0.011, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_field_comes_back),
        TEST(a_marker_of_no_line_and_place_is_found_again),
        TEST(one_number_on_two_lines_is_two_markers),
        TEST(pages_follow_line_and_number),
        TEST(a_tri_junction_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
