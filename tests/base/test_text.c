#include <string.h>

#include "base/text.h"
#include "tests/support/cmocka.h"

static void valid_accepts_well_formed_utf8_only(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        bool valid;
    } cases[] = {
        {"", 0, true},
        {"abc", 3, true},
        {"长春", 6, true},
        {"\xF0\xA0\xAE\xB7", 4, true},  /* U+20BB7 */
        {"\xF4\x8F\xBF\xBF", 4, true},  /* U+10FFFF */
        {"\xEF\xBF\xBD", 3, true},      /* U+FFFD itself */
        {"a\0b", 3, false},             /* zero byte */
        {"\xC0\x80", 2, false},         /* over-long zero */
        {"\xC1\xBF", 2, false},         /* over-long */
        {"\xE0\x9F\xBF", 3, false},     /* over-long */
        {"\xF0\x8F\xBF\xBF", 4, false}, /* over-long */
        {"\xED\xA0\x80", 3, false},     /* surrogate */
        {"\xF4\x90\x80\x80", 4, false}, /* past U+10FFFF */
        {"\xF8\x88\x80\x80\x80", 5, false},
        {"\x80", 1, false},     /* lone continuation */
        {"\xE9\x95", 2, false}, /* cut */
        {"\xE9\x41\x42", 3, false},
        {"\xFF", 1, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (base_text_valid(cases[i].bytes, cases[i].size) != cases[i].valid)
            fail_msg("case %zu", i);
}

static void every_code_point_survives_encode_and_next(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        char bytes[4];
        size_t size = base_text_encode(c, bytes), at = 0;
        assert_true(base_text_next(bytes, size, &at) == c && at == size);
    }
}

static void next_passes_malformed_bytes_one_by_one(void **state)
{
    (void)state;
    static const char bytes[] = "\xE9\x95\x41\xFF\xE9\x95\xBF";
    static const uint32_t expected[] = {0xFFFD, 0xFFFD, 0x41, 0xFFFD, 0x957F};
    size_t at = 0;
    for (size_t i = 0; i < COUNT(expected); i++)
        assert_int_equal(base_text_next(bytes, sizeof bytes - 1, &at), expected[i]);
    assert_int_equal(at, sizeof bytes - 1);
    assert_int_equal(base_text_length(bytes, sizeof bytes - 1), 5);
}

static void cut_removes_an_incomplete_character_and_no_other(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {"a", "a"},
        {"长春", "长春"},
        {"长\xE6\x98", "长"},
        {"长\xE6", "长"},
        {"a\xF0\xA0\xAE", "a"},
        {"\xE6", ""},
        {"a\xC3", "a"},
        {"\xF0\xA0\xAE\xB7", "\xF0\xA0\xAE\xB7"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[32];
        strcpy(text, cases[i].text);
        base_text_cut(text);
        assert_string_equal(text, cases[i].expected);
    }
}

static void mend_leaves_good_text_and_marks_each_malformed_run(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {"长春", "长春"},
        {"\xB3\xA4\xB4\xBA.shp", "?.shp"},
        {"长\xE6\x98，\xFF", "长?，?"},
        {"a\xED\xA0\x80"
         "b",
         "a?b"},
        {"\xF0\xA0\xAE\xB7\x80", "\xF0\xA0\xAE\xB7?"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[32];
        strcpy(text, cases[i].text);
        base_text_mend(text);
        assert_string_equal(text, cases[i].expected);
    }
}

static void trim_removes_blanks_of_both_scripts_at_the_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {" \t\r\n", ""},
        {"　朝阳　区　", "朝阳　区"},
        {"\xEF\xBB\xBF"
         "a b\xC2\xA0",
         "a b"},
        {"a", "a"},
        {" \xFF ", "\xFF"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[64];
        strcpy(text, cases[i].text);
        base_text_trim(text);
        assert_string_equal(text, cases[i].expected);
        assert_int_equal(base_text_is_blank(cases[i].text), cases[i].expected[0] == '\0');
    }
}

static void han_are_the_ideographs_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        uint32_t c;
        bool han;
    } cases[] = {
        {0x4E00, true},  {0x9FFF, true},  {0xA000, false},  {0x3400, true},  {0x4DC0, false},
        {0x20BB7, true}, {0x323AF, true}, {0x323B0, false}, {0xF900, true},  {0x3007, true},
        {0x3001, false}, {0xFF21, false}, {'a', false},     {0x30A2, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(base_text_is_han(cases[i].c), cases[i].han);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_accepts_well_formed_utf8_only),
        cmocka_unit_test(every_code_point_survives_encode_and_next),
        cmocka_unit_test(next_passes_malformed_bytes_one_by_one),
        cmocka_unit_test(cut_removes_an_incomplete_character_and_no_other),
        cmocka_unit_test(mend_leaves_good_text_and_marks_each_malformed_run),
        cmocka_unit_test(trim_removes_blanks_of_both_scripts_at_the_ends),
        cmocka_unit_test(han_are_the_ideographs_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
