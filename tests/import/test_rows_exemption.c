/* tests/import/test_rows_exemption.c - exemptions as registers write them. */
#include <math.h>

#include "store/exemption.h"
#include "tests/import/neighbours.h"
#include "tests/support/near.h"

#define PROPERTIES(kind, codes)                                                                    \
    "\"id\":\"E1\",\"kind\":\"" kind "\",\"codes\":\"" codes "\",\"document\":"                    \
    "\"长政函〔2001〕3号\""
#define GROUND BOX("125.09", "125.11")

static size_t held(struct import_case *c, struct store_exemption **rows)
{
    size_t count = 0;
    assert_int_equal(store_exemption_list(c->store, EVER, c->arena, rows, &count, NULL), BASE_OK);
    return count;
}

static base_date_t day(const char *text)
{
    base_date_t date;
    assert_true(base_date_parse(text, &date));
    return date;
}

static void a_register_of_chinese_columns_comes_in_whole(void **state)
{
    struct import_case c;
    struct store_exemption *rows;
    neighbours_open(&c, *state);
    neighbours_expect(
        &c, *state, IMPORT_EXEMPTION, "e.geojson",
        COLLECTION(
            FEATURE("\"登记编号\":\"ＦＤ０１\",\"类型\":\"水域\",\"涉及政区\":"
                    "\"220104000000；220102\",\"批准文号\":\"长政函〔2001〕3号\",\"批准日期\":"
                    "\"2001年3月5日\",\"面积上限(公顷)\":\"1.5\",\"备注\":\"伊通河\","
                    "\"生效日期\":\"2001-04-01\",\"失效日期\":\"2031-04-01\"",
                    GROUND)),
        BASE_OK);
    assert_int_equal(c.report.problem_count, 0);
    assert_int_equal(held(&c, &rows), 1);
    assert_string_equal(rows[0].id, "FD01");
    assert_int_equal(rows[0].kind, STORE_EXEMPTION_GAP);
    assert_string_equal(rows[0].codes, "220102,220104");
    assert_string_equal(rows[0].document, "长政函〔2001〕3号");
    assert_int_equal(rows[0].document_date, day("2001-03-05"));
    assert_near(rows[0].max_area_m2, 15000, 1e-9);
    assert_string_equal(rows[0].note, "伊通河");
    assert_int_equal(rows[0].version.valid_from, day("2001-04-01"));
    assert_int_equal(rows[0].version.valid_to, day("2031-04-01"));
    assert_int_equal(rows[0].geometry.point_count, 5);
    assert_true(rows[0].resolution_m > 0);
    case_close(&c);
}

static void the_words_of_registers_are_known(void **state)
{
    static const struct {
        const char *word;
        enum store_exemption_kind kind;
    } words[] = {{"exclave", STORE_EXEMPTION_EXCLAVE}, {"飞地", STORE_EXEMPTION_EXCLAVE},
                 {"allowed-gap", STORE_EXEMPTION_GAP}, {"无归属区域", STORE_EXEMPTION_GAP},
                 {"未划界水域", STORE_EXEMPTION_GAP},  {"allowed-overlap", STORE_EXEMPTION_OVERLAP},
                 {"共管区", STORE_EXEMPTION_OVERLAP},  {"争议区", STORE_EXEMPTION_OVERLAP}};
    struct import_case c;
    neighbours_open(&c, *state);
    for (size_t i = 0; i < COUNT(words); i++) {
        struct store_exemption *rows;
        char text[1024];
        snprintf(text, sizeof text, COLLECTION(FEATURE(PROPERTIES("%s", "220102,220104"), GROUND)),
                 words[i].word);
        neighbours_expect(&c, *state, IMPORT_EXEMPTION, "e.geojson", text, BASE_OK);
        assert_int_equal(held(&c, &rows), 1);
        assert_int_equal(rows[0].kind, words[i].kind);
    }
    case_close(&c);
}

/* An exclave's row may stand in a table: it holds for all parts of its unit. */
static void an_exclave_needs_no_ground(void **state)
{
    struct import_case c;
    struct store_exemption *rows;
    neighbours_open(&c, *state);
    neighbours_expect(&c, *state, IMPORT_EXEMPTION, "e.csv",
                      "id,kind,codes,document\nE1,飞地,220102,长政函〔2001〕3号\n", BASE_OK);
    assert_int_equal(held(&c, &rows), 1);
    assert_int_equal(rows[0].geometry.part_count, 0);
    assert_true(isnan(rows[0].max_area_m2));
    case_close(&c);
}

/* Each file has one thing wrong in row 1; nothing of it is kept. */
static void what_is_wrong_with_a_row_is_one_sentence_and_nothing_is_kept(void **state)
{
    static const struct {
        const char *text, *field, *message;
    } cases[] = {
        {COLLECTION(FEATURE(PROPERTIES("插花地", "220102"), GROUND)), "kind",
         "kind: \"插花地\" is none of exclave, allowed-gap, allowed-overlap"},
        {COLLECTION(FEATURE(PROPERTIES("", "220102"), GROUND)), "kind", "the field kind is empty"},
        {COLLECTION(FEATURE(PROPERTIES("allowed-overlap", "220102"), GROUND)), "codes",
         "codes: \"220102\" does not name 2 to 16 divisions by code, with commas between"},
        {COLLECTION(FEATURE(PROPERTIES("allowed-gap", "南关区"), GROUND)), "codes",
         "codes: \"南关区\" does not name 1 to 16 divisions by code, with commas between"},
        {COLLECTION(FEATURE("\"id\":\"E1\",\"kind\":\"exclave\",\"codes\":\"220102\","
                            "\"document\":\"\"",
                            GROUND)),
         "document", "the field document is empty"},
        {COLLECTION(FEATURE(PROPERTIES("allowed-gap", "220102"),
                            "null") "," FEATURE("\"id\":\"E2\",\"kind\":\"exclave\",\"codes\":"
                                                "\"220102\",\"document\":\"1号\"",
                                                GROUND)),
         "geometry", "the record has no geometry"},
        {COLLECTION(FEATURE(PROPERTIES("exclave", "220102"), BORDER)), "geometry",
         "no exemption has a geometry of this kind"},
        {COLLECTION(FEATURE(PROPERTIES("exclave", "220102") ",\"max_area_m2\":0", GROUND)),
         "max_area_m2",
         "max_area_m2: 0 allows nothing; leave it empty where the scope says how much"},
        {COLLECTION(FEATURE(PROPERTIES("exclave", "220102") ",\"max_area_m2\":\"many\"", GROUND)),
         "max_area_m2", "max_area_m2: \"many\" is not a number"},
        {COLLECTION(FEATURE(PROPERTIES("exclave", "220102") ",\"valid_to\":\"someday\"", GROUND)),
         "valid_to", "valid_to: \"someday\" is not a date (YYYY-MM-DD)"},
        {COLLECTION(FEATURE(PROPERTIES("allowed-gap", "220102,220104"), BOX("125.9", "126.0"))),
         "geometry",
         "the ground of the exemption E1 comes within 50 m of none of its parties, "
         "220102,220104; check the codes and the coordinates"},
    };
    struct import_case c;
    struct store_exemption *rows;
    neighbours_open(&c, *state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        print_message("%s\n", cases[i].message);
        neighbours_expect(&c, *state, IMPORT_EXEMPTION, "e.geojson", cases[i].text, BASE_INVALID);
        const struct import_problem *p = NULL;
        for (size_t j = 0; j < c.report.problem_count && !p; j++)
            if (c.report.problems[j].severity == IMPORT_ERROR)
                p = &c.report.problems[j];
        assert_non_null(p);
        assert_int_equal(p->row, 1);
        assert_string_equal(p->field, cases[i].field);
        assert_string_equal(p->message[BASE_EN], cases[i].message);
        assert_string_not_equal(p->message[BASE_ZH], cases[i].message);
        assert_int_equal(c.report.errors, 1);
        assert_int_equal(held(&c, &rows), 0);
    }
    case_close(&c);
}

/* The document names units as they were then; ground around a unit is no fault. */
static void an_unknown_party_is_told_and_a_wide_scope_is_kept(void **state)
{
    struct import_case c;
    struct store_exemption *rows;
    neighbours_open(&c, *state);
    neighbours_expect(
        &c, *state, IMPORT_EXEMPTION, "e.geojson",
        COLLECTION(FEATURE(PROPERTIES("allowed-gap", "220102,220199"),
                           "{\"type\":\"Polygon\",\"coordinates\":[[[124.9,42.9],[125.3,42.9],"
                           "[125.3,43.2],[124.9,43.2],[124.9,42.9]]]}")),
        BASE_OK);
    const struct import_problem *p = case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 0);
    assert_non_null(p);
    assert_int_equal(p->severity, IMPORT_WARNING);
    assert_string_equal(p->value, "220199");
    assert_null(case_problem(&c, IMPORT_REFERENCE_UNKNOWN, 1));
    assert_int_equal(held(&c, &rows), 1);
    case_close(&c);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_register_of_chinese_columns_comes_in_whole),
        TEST(the_words_of_registers_are_known),
        TEST(an_exclave_needs_no_ground),
        TEST(what_is_wrong_with_a_row_is_one_sentence_and_nothing_is_kept),
        TEST(an_unknown_party_is_told_and_a_wide_scope_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
