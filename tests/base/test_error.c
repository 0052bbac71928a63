#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "tests/support/cmocka.h"

static void fail_fills_both_languages_and_returns_the_status(void **state)
{
    (void)state;
    struct base_error err;
    assert_int_equal(base_fail(&err, BASE_NOT_FOUND, "there is no file %s", "a.shp"),
                     BASE_NOT_FOUND);
    assert_int_equal(err.status, BASE_NOT_FOUND);
    assert_string_equal(base_error_text(&err, BASE_EN), "there is no file a.shp");
    assert_string_equal(base_error_text(&err, BASE_ZH), "文件 a.shp 不存在");
    assert_int_equal(base_fail(NULL, BASE_INVALID, "out of memory"), BASE_INVALID);
}

static void a_sentence_without_translation_is_english_in_both(void **state)
{
    (void)state;
    struct base_error err;
    (void)base_fail(&err, BASE_FAILED, "nobody translated %d", 3);
    assert_string_equal(err.message_zh, "nobody translated 3");
}

static void a_long_sentence_is_cut_at_a_character(void **state)
{
    (void)state;
    char name[3 * 400 + 1] = "";
    for (int i = 0; i < 400; i++)
        strcat(name, "长");
    for (size_t offset = 0; offset < 3; offset++) {
        struct base_error err;
        char text[3 * 400 + 8];
        memset(text, 'a', offset);
        strcpy(text + offset, name);
        (void)base_fail(&err, BASE_INVALID, "%s", text);
        assert_true(strlen(err.message) > BASE_MESSAGE_SIZE - 5);
        assert_true(base_text_valid(err.message, strlen(err.message)));
        base_error_prefix(&err, text);
        assert_true(base_text_valid(err.message, strlen(err.message)));
        assert_non_null(strstr(err.message, "长: "));
    }
}

static void a_sentence_is_utf8_whatever_was_put_in(void **state)
{
    (void)state;
    struct base_error err;
    (void)base_fail(&err, BASE_NOT_FOUND, "there is no file %s", "\xB3\xA4.shp");
    assert_string_equal(err.message, "there is no file ?.shp");
    base_error_prefix(&err, "\xFF");
    assert_string_equal(err.message_zh, "?: 文件 ?.shp 不存在");
}

static void prefix_goes_before_both_sentences(void **state)
{
    (void)state;
    struct base_error err;
    (void)base_fail(&err, BASE_NO_MEMORY, "out of memory");
    base_error_prefix(&err, "row 3");
    base_error_prefix(&err, "a.shp");
    assert_string_equal(err.message, "a.shp: row 3: out of memory");
    assert_string_equal(err.message_zh, "a.shp: row 3: 内存不足");
    base_error_prefix(NULL, "x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fail_fills_both_languages_and_returns_the_status),
        cmocka_unit_test(a_sentence_without_translation_is_english_in_both),
        cmocka_unit_test(a_long_sentence_is_cut_at_a_character),
        cmocka_unit_test(a_sentence_is_utf8_whatever_was_put_in),
        cmocka_unit_test(prefix_goes_before_both_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
