/* tests/import/test_sides.c - what lines, claims, markers and tri-junctions refer to. */
#include "tests/import/neighbours.h"

static void nothing_was_kept(struct import_case *c)
{
    struct store_line *lines;
    assert_int_equal(held_lines(c, &lines), 0);
    assert_int_equal(c->report.written, 0);
    assert_int_equal(c->report.edition, 0);
}

static void a_line_that_touches_neither_division_is_refused(void **state)
{
    struct import_case c;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_LINE, "l.geojson",
                      COLLECTION(FEATURE(SIDES("L", "220102", "220104"), BORDER) "," FEATURE(
                          SIDES("M", "220102", "220104"), PATH("[125.3,43],[125.3,43.1]"))),
                      BASE_INVALID);
    const struct import_problem *p = case_problem(&c, IMPORT_GEOMETRY_OUTSIDE, 0);
    assert_non_null(p);
    assert_int_equal(p->row, 2);
    assert_int_equal(p->severity, IMPORT_ERROR);
    assert_string_equal(p->field, "geometry");
    assert_string_equal(p->message[BASE_EN],
                        "the line M comes within 50 m of neither 220102 nor 220104; check its "
                        "sides and its coordinates");
    assert_string_equal(p->message[BASE_ZH],
                        "界线 M 距 220102 和 220104 都在 50 米以外；请核对两侧代码和坐标");
    nothing_was_kept(&c);
    case_close(&c);
}

static void a_line_that_touches_one_of_them_is_kept_and_told(void **state)
{
    struct import_case c;
    struct store_line *lines;
    neighbours_open(&c, *state);
    neighbours_expect(
        &c, *state, IMPORT_LINE, "l.geojson",
        COLLECTION(FEATURE(SIDES("L", "220102", "220104"), PATH("[125.2,43],[125.2,43.1]"))),
        BASE_OK);
    assert_int_equal(held_lines(&c, &lines), 1);
    const struct import_problem *p = case_problem(&c, IMPORT_GEOMETRY_OUTSIDE, 0);
    assert_non_null(p);
    assert_int_equal(p->severity, IMPORT_WARNING);
    assert_string_equal(p->message[BASE_EN],
                        "the line L does not come within 50 m of 220102; check that side");
    case_close(&c);
}

static void an_unknown_neighbour_is_a_warning_and_two_are_an_error(void **state)
{
    struct import_case c;
    struct store_line *lines;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_LINE, "two.geojson",
                      COLLECTION(FEATURE(SIDES("L", "220182", "220183"), BORDER)), BASE_INVALID);
    const struct import_problem *p = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
    assert_non_null(p);
    assert_string_equal(p->message[BASE_EN],
                        "neither side of the line L is in the record, 220182 nor 220183; import "
                        "the divisions first, or correct the codes");
    nothing_was_kept(&c);
    neighbours_expect(&c, *state, IMPORT_LINE, "one.geojson",
                      COLLECTION(FEATURE(SIDES("L", "220102", "220183"), BORDER)), BASE_OK);
    p = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
    assert_non_null(p);
    assert_int_equal(p->severity, IMPORT_WARNING);
    assert_string_equal(p->field, "b");
    assert_string_equal(p->value, "220183");
    assert_int_equal(held_lines(&c, &lines), 1);
    case_close(&c);
}

/* A line keeps the codes of its agreement when a unit is given another. */
static void the_code_of_the_agreement_s_day_is_known(void **state)
{
    struct import_case c;
    struct store_line *lines;
    neighbours_open(&c, *state);
    assert_true(base_date_parse("2020-06-05", &c.options.effective));
    neighbours_expect(&c, *state, IMPORT_DIVISION, "new.geojson",
                      COLLECTION(FEATURE("\"code\":\"220184\",\"name\":\"南关市\","
                                         "\"former_code\":\"220102\"",
                                         BOX("125.0", "125.1"))),
                      BASE_OK);
    neighbours_expect(&c, *state, IMPORT_LINE, "l.geojson",
                      COLLECTION(FEATURE(SIDES("L", "220102", "220104"), BORDER)), BASE_OK);
    assert_int_equal(c.report.warnings, 0);
    assert_int_equal(held_lines(&c, &lines), 1);
    assert_string_equal(lines[0].a, "220102");
    case_close(&c);
}

static size_t held_claims(struct import_case *c, struct store_line_claim **out)
{
    size_t count = 0;
    assert_int_equal(store_line_claim_list(c->store, EVER, c->arena, out, &count, NULL), BASE_OK);
    return count;
}

static void a_claim_of_an_unknown_party_is_refused(void **state)
{
    struct import_case c;
    struct store_line_claim *claims;
    static const char *const files[] = {
        COLLECTION(FEATURE("\"line\":\"L\",\"party\":\"220199\"", BORDER)),
        COLLECTION(FEATURE("\"code\":\"220104\",\"party\":\"220199\"", BOX("125.1", "125.2")))};
    neighbours_open(&c, *state);
    for (size_t i = 0; i < COUNT(files); i++) {
        neighbours_expect(&c, *state, IMPORT_CLAIM, "c.geojson", files[i], BASE_INVALID);
        const struct import_problem *p = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
        assert_non_null(p);
        assert_int_equal(p->severity, IMPORT_ERROR);
        assert_string_equal(p->field, "party");
        assert_string_equal(p->message[BASE_EN],
                            "party: there is no division 220199 in the record; give the code of "
                            "the division that claims");
        assert_int_equal(held_claims(&c, &claims), 0);
    }
    case_close(&c);
}

static void both_sides_claim_a_line_and_a_third_is_told(void **state)
{
    struct import_case c;
    struct store_line_claim *claims;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_LINE, "l.geojson",
                      COLLECTION(FEATURE(SIDES("L", "220102", "220105"), BORDER)), BASE_OK);
    c.options.party = "220102";
    neighbours_expect(&c, *state, IMPORT_CLAIM, "a.geojson",
                      COLLECTION(FEATURE("\"line\":\"L\"", BORDER)), BASE_OK);
    assert_null(case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0));
    c.options.party = NULL;
    neighbours_expect(&c, *state, IMPORT_CLAIM, "b.geojson",
                      COLLECTION(FEATURE("\"line\":\"L\",\"party\":\"220104\"", BORDER)), BASE_OK);
    const struct import_problem *p = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
    assert_non_null(p);
    assert_int_equal(p->severity, IMPORT_WARNING);
    assert_string_equal(p->message[BASE_EN], "party: 220104 is no side of the line L, which is "
                                             "between 220102 and 220105");
    assert_int_equal(held_claims(&c, &claims), 2);
    assert_string_equal(claims[0].party, "220102");
    case_close(&c);
}

static void a_line_that_is_not_there_is_told_to_its_claims_and_markers(void **state)
{
    static const struct {
        enum import_kind kind;
        const char *name, *text;
    } files[] = {
        {IMPORT_CLAIM, "c.geojson",
         COLLECTION(FEATURE("\"line\":\"L\",\"party\":\"220104\"", BORDER))},
        {IMPORT_MARKER, "m.csv", "number,line,lon,lat\n001Q,L,125.1,43.05\n"},
    };
    struct import_case c;
    neighbours_open(&c, *state);
    for (size_t i = 0; i < COUNT(files); i++) {
        neighbours_expect(&c, *state, files[i].kind, files[i].name, files[i].text, BASE_OK);
        const struct import_problem *p = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
        assert_non_null(p);
        assert_int_equal(p->severity, IMPORT_WARNING);
        assert_string_equal(p->message[BASE_EN],
                            "line: there is no line L in the record; import the line too");
    }
    case_close(&c);
}

static void unknown_divisions_of_markers_and_junctions_are_told(void **state)
{
    struct import_case c;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_MARKER, "m.csv",
                      "number,lon,lat,keeper\n1,125.1,43.05,220104\n2,125.1,43.06,朝阳区民政局\n"
                      "3,125.1,43.07,220199\n",
                      BASE_OK);
    const struct import_problem *p = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
    assert_non_null(p);
    assert_int_equal(p->row, 3);
    assert_string_equal(p->field, "keeper");
    assert_null(case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 1));
    neighbours_expect(&c, *state, IMPORT_TRI_JUNCTION, "t.csv",
                      "number,codes,lon,lat\n020499I,220104、220102、220199,125.1,43.1\n", BASE_OK);
    p = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
    assert_non_null(p);
    assert_string_equal(p->value, "220199");
    assert_null(case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 1));
    case_close(&c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_that_touches_neither_division_is_refused),
        TEST(a_line_that_touches_one_of_them_is_kept_and_told),
        TEST(an_unknown_neighbour_is_a_warning_and_two_are_an_error),
        TEST(the_code_of_the_agreement_s_day_is_known),
        TEST(a_claim_of_an_unknown_party_is_refused),
        TEST(both_sides_claim_a_line_and_a_third_is_told),
        TEST(a_line_that_is_not_there_is_told_to_its_claims_and_markers),
        TEST(unknown_divisions_of_markers_and_junctions_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
