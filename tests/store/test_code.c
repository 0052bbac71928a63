/* tests/store/test_code.c */
#include "store/division.h"
#include "tests/support/cmocka.h"

static void codes_are_made_canonical(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } cases[] = {
        {"22", "220000"},           {"2201", "220100"},
        {"220104", "220104"},       {"220104001", "220104001"},
        {"220104000", "220104"},    {"220104001000", "220104001"},
        {"220104000000", "220104"}, {"220104001002", "220104001002"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char code[STORE_CODE_SIZE];
        assert_true(store_code_parse(cases[i].text, code));
        assert_string_equal(code, cases[i].code);
    }
}

static void what_is_no_code_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"",       "2",       "220",     "2201O2", "22010",
                                        "000104", "-220104", "2201041", " 220104"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char code[STORE_CODE_SIZE] = "kept";
        assert_false(store_code_parse(cases[i], code));
        assert_string_equal(code, "kept");
    }
    assert_false(store_code_parse(NULL, (char[STORE_CODE_SIZE]){0}));
}

static void level_and_parent_follow_the_digits(void **state)
{
    (void)state;
    static const struct {
        const char *code, *parent;
        enum store_level level;
    } cases[] = {
        {"220000", "", STORE_LEVEL_PROVINCE},
        {"220100", "220000", STORE_LEVEL_PREFECTURE},
        {"220104", "220100", STORE_LEVEL_COUNTY},
        {"220104001", "220104", STORE_LEVEL_TOWNSHIP},
        {"220104001002", "220104001", STORE_LEVEL_VILLAGE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char parent[STORE_CODE_SIZE];
        store_code_parent(cases[i].code, parent);
        assert_string_equal(parent, cases[i].parent);
        assert_int_equal(store_code_level(cases[i].code), cases[i].level);
    }
}

static void levels_are_read_in_both_languages(void **state)
{
    (void)state;
    assert_int_equal(store_level_parse("county"), STORE_LEVEL_COUNTY);
    assert_int_equal(store_level_parse("县级"), STORE_LEVEL_COUNTY);
    assert_int_equal(store_level_parse("x"), STORE_LEVEL_NONE);
    assert_int_equal(store_level_parse(NULL), STORE_LEVEL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_made_canonical),
        cmocka_unit_test(what_is_no_code_is_refused),
        cmocka_unit_test(level_and_parent_follow_the_digits),
        cmocka_unit_test(levels_are_read_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
