#include <string.h>

#include "base/json_read.h"
#include "tests/support/near.h"

static enum base_status parse(const char *text, json_t **out, struct base_error *err)
{
    return base_json_parse(text, strlen(text), 1000, out, err);
}

static void parse_refuses_with_the_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *begins;
    } cases[] = {
        {"", "not valid JSON at line 1, column 0"},
        {"{\n \"a\": 1,\n \"a\": 2}", "not valid JSON at line 3, column 4: duplicate object key"},
        {"[1,]", "not valid JSON at line 1, column 4"},
        {"7", "not valid JSON at line 1, column 1"},
        {"{} x", "not valid JSON at line 1, column 4"},
        {"[\"\xFF\"]", "not valid JSON at line 1"},
        {"[\"\\u0000\"]", "not valid JSON at line 1"},
        {"[1e999]", "not valid JSON at line 1"},
        {"[99999999999999999999]", "not valid JSON at line 1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *root = NULL;
        struct base_error err;
        assert_int_equal(parse(cases[i].text, &root, &err), BASE_INVALID);
        assert_null(root);
        if (strncmp(err.message, cases[i].begins, strlen(cases[i].begins)) != 0)
            fail_msg("%s: %s", cases[i].text, err.message);
    }
}

static void parse_limits_size_and_depth(void **state)
{
    (void)state;
    char text[2 * 70 + 1];
    struct base_error err;
    for (size_t depth = 60; depth < 70; depth++) {
        json_auto_t *root = NULL;
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        enum base_status expected = depth <= BASE_JSON_READ_DEPTH ? BASE_OK : BASE_INVALID;
        assert_int_equal(base_json_parse(text, 2 * depth, 0, &root, &err), expected);
    }
    assert_string_equal(err.message, "the JSON text nests deeper than 64 levels");
    json_auto_t *root = NULL;
    assert_int_equal(base_json_parse("[1]", 3, 2, &root, &err), BASE_INVALID);
    assert_string_equal(err.message, "the JSON text is larger than the limit of 2 bytes");
    /* Neither neighbours nor brackets in a string are depth. */
    char wide[3 * 140 + 2] = "[";
    for (size_t i = 0; i < 140; i++)
        memcpy(wide + 1 + 3 * i, i % 2 ? "{}," : "[],", 3);
    wide[3 * 140] = ']';
    json_auto_t *neighbours = NULL;
    assert_int_equal(base_json_parse(wide, 3 * 140 + 1, 0, &neighbours, &err), BASE_OK);
    char quoted[104] = "[\"\\\"";
    memset(quoted + 4, '[', 97);
    strcpy(quoted + 101, "\"]");
    assert_int_equal(base_json_parse(quoted, strlen(quoted), 0, &root, &err), BASE_OK);
}

static void getters_read_members_of_their_type(void **state)
{
    (void)state;
    json_auto_t *root = NULL;
    struct base_error err;
    assert_int_equal(parse("{\"t\":\"x\",\"n\":1.5,\"i\":7,\"r\":3.0,\"b\":true,\"a\":[1],\"o\":{},"
                           "\"z\":null}",
                           &root, &err),
                     BASE_OK);
    const char *text = NULL;
    double number = 0;
    int64_t whole = 0;
    bool flag = false;
    const json_t *list = NULL, *object = NULL;
    assert_int_equal(base_json_get_text(root, "t", true, &text, &err), BASE_OK);
    assert_string_equal(text, "x");
    assert_int_equal(base_json_get_number(root, "n", true, &number, &err), BASE_OK);
    assert_near(number, 1.5, 0);
    assert_int_equal(base_json_get_number(root, "i", true, &number, &err), BASE_OK);
    assert_near(number, 7, 0);
    assert_int_equal(base_json_get_int(root, "r", true, &whole, &err), BASE_OK);
    assert_int_equal(whole, 3);
    assert_int_equal(base_json_get_bool(root, "b", true, &flag, &err), BASE_OK);
    assert_true(flag);
    assert_int_equal(base_json_get_array(root, "a", true, &list, &err), BASE_OK);
    assert_int_equal(json_array_size(list), 1);
    assert_int_equal(base_json_get_object(root, "o", true, &object, &err), BASE_OK);
    assert_non_null(object);
    assert_int_equal(base_json_get_int(root, "z", false, &whole, &err), BASE_OK);
    assert_int_equal(whole, 3);
}

static void getters_name_the_member_that_is_wrong(void **state)
{
    (void)state;
    json_auto_t *root = NULL;
    struct base_error err;
    assert_int_equal(parse("{\"n\":1.5,\"s\":\"1\",\"z\":null,\"h\":1e300}", &root, &err), BASE_OK);
    const char *text = "kept";
    double number;
    int64_t whole = 9;
    bool flag;
    const json_t *list;
    assert_int_equal(base_json_get_text(root, "n", false, &text, &err), BASE_INVALID);
    assert_string_equal(err.message, "the member \"n\" must be a text");
    assert_string_equal(err.message_zh, "成员“n”必须是文本");
    assert_int_equal(base_json_get_text(root, "x", true, &text, &err), BASE_INVALID);
    assert_string_equal(err.message, "the member \"x\" is missing");
    assert_int_equal(base_json_get_text(root, "z", true, &text, &err), BASE_INVALID);
    assert_string_equal(text, "kept");
    assert_int_equal(base_json_get_number(root, "s", true, &number, &err), BASE_INVALID);
    assert_string_equal(err.message, "the member \"s\" must be a number");
    assert_int_equal(base_json_get_int(root, "n", true, &whole, &err), BASE_INVALID);
    assert_int_equal(base_json_get_int(root, "h", true, &whole, &err), BASE_INVALID);
    assert_string_equal(err.message, "the member \"h\" must be a whole number");
    assert_int_equal(whole, 9);
    assert_int_equal(base_json_get_bool(root, "s", true, &flag, &err), BASE_INVALID);
    assert_string_equal(err.message, "the member \"s\" must be true or false");
    assert_int_equal(base_json_get_array(root, "s", true, &list, &err), BASE_INVALID);
    assert_string_equal(err.message, "the member \"s\" must be a list");
    assert_int_equal(base_json_get_object(root, "s", true, &list, &err), BASE_INVALID);
    assert_string_equal(err.message, "the member \"s\" must be an object");
}

static void check_keys_names_the_stranger(void **state)
{
    (void)state;
    static const char *const keys[] = {"a", "b"};
    json_auto_t *root = NULL;
    struct base_error err;
    assert_int_equal(parse("{\"b\":1,\"bb\":2}", &root, &err), BASE_OK);
    assert_int_equal(base_json_check_keys(root, keys, 2, &err), BASE_INVALID);
    assert_string_equal(err.message, "the member \"bb\" is not known here");
    json_object_del(root, "bb");
    assert_int_equal(base_json_check_keys(root, keys, 2, &err), BASE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_refuses_with_the_place),
        cmocka_unit_test(parse_limits_size_and_depth),
        cmocka_unit_test(getters_read_members_of_their_type),
        cmocka_unit_test(getters_name_the_member_that_is_wrong),
        cmocka_unit_test(check_keys_names_the_stranger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
