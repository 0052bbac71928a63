#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "tests/support/cmocka.h"

static void strings_are_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size;
        const char *json;
    } cases[] = {
        {"", 0, "\"\""},
        {"a\"b\\c/", 6, "\"a\\\"b\\\\c/\""},
        {"\b\f\n\r\t", 5, "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1f\x7f", 3, "\"\\u0001\\u001f\x7f\""},
        {"a\0b", 3, "\"a\\u0000b\""},
        {"长春", 6, "\"长春\""},
        {"\xEF\xBF\xBD", 3, "\"\xEF\xBF\xBD\""},
        {"x\xE9\x95", 3, "\"x\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xF0\xA0\xAE\xB7", 4, "\"\xF0\xA0\xAE\xB7\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_buffer out BASE_BUFFER_AUTO = {0};
        struct base_json json;
        base_json_init(&json, &out);
        base_json_string_n(&json, cases[i].text, cases[i].size);
        assert_string_equal(out.data, cases[i].json);
    }
}

static void every_two_bytes_make_a_document_that_a_parser_reads(void **state)
{
    (void)state;
    for (int i = 1; i < 65536; i++) {
        const char text[2] = {(char)(i >> 8), (char)i};
        struct base_buffer out BASE_BUFFER_AUTO = {0};
        struct base_json json;
        base_json_init(&json, &out);
        base_json_string_n(&json, text, 2);
        json_t *value = json_loadb(out.data, out.size, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        assert_non_null(value);
        json_decref(value);
    }
}

static void commas_stand_between_items_and_nowhere_else(void **state)
{
    (void)state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key(&json, "a");
    base_json_array_begin(&json);
    base_json_array_end(&json);
    base_json_key(&json, "b");
    base_json_array_begin(&json);
    base_json_int(&json, INT64_MIN);
    base_json_object_begin(&json);
    base_json_object_end(&json);
    base_json_null(&json);
    base_json_raw(&json, "[1]", 3);
    base_json_array_end(&json);
    base_json_key_string(&json, "c", NULL);
    base_json_key_number(&json, "d", 0.1);
    base_json_key_fixed(&json, "e", 1.0 / 3, 2);
    base_json_key_int(&json, "f", 7);
    base_json_key_bool(&json, "g\"", true);
    base_json_key_null(&json, "h");
    base_json_object_end(&json);
    assert_string_equal(out.data, "{\"a\":[],\"b\":[-9223372036854775808,{},null,[1]],\"c\":null,"
                                  "\"d\":0.1,\"e\":0.33,\"f\":7,\"g\\\"\":true,\"h\":null}");
}

static void numbers_that_json_lacks_become_null(void **state)
{
    (void)state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_array_begin(&json);
    base_json_number(&json, NAN);
    base_json_number(&json, -INFINITY);
    base_json_fixed(&json, INFINITY, 2);
    base_json_bool(&json, false);
    base_json_array_end(&json);
    assert_string_equal(out.data, "[null,null,null,false]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(every_two_bytes_make_a_document_that_a_parser_reads),
        cmocka_unit_test(commas_stand_between_items_and_nowhere_else),
        cmocka_unit_test(numbers_that_json_lacks_become_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
