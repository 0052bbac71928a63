#include <ctype.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "tests/support/cmocka.h"

/* The conversions of a format, one after another: "%s %5.2f %%" is "s5.2f". */
static void conversions(const char *format, char out[256])
{
    size_t length = 0;
    for (const char *p = strchr(format, '%'); p; p = strchr(p, '%')) {
        p++;
        if (*p == '%') {
            p++;
            continue;
        }
        for (; *p && !isalpha((unsigned char)*p); p++)
            out[length++] = *p;
        while (*p && strchr("hlLjzt", *p))
            out[length++] = *p++;
        if (*p)
            out[length++] = *p++;
        out[length++] = ' ';
        assert_true(length < 200);
    }
    out[length] = '\0';
}

static void every_entry_has_the_same_conversions_in_both_languages(void **state)
{
    (void)state;
    const char *english, *chinese;
    size_t count = 0;
    for (; base_message_entry(count, &english, &chinese); count++) {
        char a[256], b[256];
        conversions(english, a);
        conversions(chinese, b);
        if (strcmp(a, b) != 0)
            fail_msg("\"%s\" and \"%s\" differ in their conversions", english, chinese);
        assert_true(base_text_valid(chinese, strlen(chinese)));
        assert_true(english[0] && chinese[0]);
    }
    assert_true(count > 30);
}

static void no_sentence_is_in_the_catalogue_with_two_translations(void **state)
{
    (void)state;
    const char *a, *b, *zh_a, *zh_b;
    for (size_t i = 0; base_message_entry(i, &a, &zh_a); i++)
        for (size_t k = i + 1; base_message_entry(k, &b, &zh_b); k++)
            if (strcmp(a, b) == 0)
                fail_msg("\"%s\" is there twice", a);
}

static void conversions_are_compared_as_printf_reads_them(void **state)
{
    (void)state;
    char out[256];
    conversions("100%% of %s, %5.2f and %llu at %zu", out);
    assert_string_equal(out, "s 5.2f llu zu ");
}

static void messages_are_looked_up_by_their_english_format(void **state)
{
    (void)state;
    char text[64];
    base_message(text, sizeof text, BASE_ZH, "there is no file %s", "甲");
    assert_string_equal(text, "文件 甲 不存在");
    base_message(text, 12, BASE_ZH, "there is no file %s", "甲");
    assert_string_equal(text, "文件 甲 ");
    assert_string_equal(base_message_format("unheard of", BASE_ZH), "unheard of");
    assert_string_equal(base_message_format("out of memory", BASE_EN), "out of memory");
}

static void language_is_the_first_of_two_that_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum base_lang lang;
    } cases[] = {
        {NULL, BASE_ZH},          {"", BASE_ZH},
        {"zh", BASE_ZH},          {"en", BASE_EN},
        {"EN-us", BASE_EN},       {"zh_CN.UTF-8", BASE_ZH},
        {"en_GB.UTF-8", BASE_EN}, {"fr, en;q=0.8, zh;q=0.7", BASE_EN},
        {"fr,zh,en", BASE_ZH},    {"C.UTF-8", BASE_ZH},
        {",,", BASE_ZH},          {"de-CH", BASE_ZH},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(base_lang_parse(cases[i].text), cases[i].lang);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_has_the_same_conversions_in_both_languages),
        cmocka_unit_test(no_sentence_is_in_the_catalogue_with_two_translations),
        cmocka_unit_test(conversions_are_compared_as_printf_reads_them),
        cmocka_unit_test(messages_are_looked_up_by_their_english_format),
        cmocka_unit_test(language_is_the_first_of_two_that_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
