/* tests/styles/test_web.c */
#include "styles/web.h"

#include <jansson.h>
#include <string.h>

#include "styles/style.h"
#include "tests/support/cmocka.h"

static void default_style_is_written_for_browsers(void **state)
{
    (void)state;
    size_t size;
    struct base_buffer out = {0};
    struct styles_web web = {.base_url = "https://maps.example/yutu",
                             .review_number = "吉S(2026)001号",
                             .attribution = "© 示例"};
    const char *json = styles_default_json(&size);
    assert_int_equal(styles_web_write(json, size, &web, &out, NULL), BASE_OK);
    json_t *root = json_loadb(out.data, out.size, 0, NULL);
    assert_null(json_object_get(root, "glyphs"));
    json_t *source = json_object_get(json_object_get(root, "sources"), "division");
    assert_string_equal(json_string_value(json_object_get(source, "url")),
                        "https://maps.example/yutu/tiles/division.json");
    assert_string_equal(json_string_value(json_object_get(source, "attribution")), "© 示例");
    json_t *metadata = json_object_get(root, "metadata");
    assert_string_equal(json_string_value(json_object_get(metadata, "review_number")),
                        "吉S(2026)001号");
    assert_true(json_is_null(json_object_get(metadata, "copyright")));
    json_decref(root);
    base_buffer_done(&out);
}

static void foreign_urls_and_glyphs_follow_the_configuration(void **state)
{
    (void)state;
    static const char json[] =
        "{\"version\":8,\"glyphs\":\"https://elsewhere/{range}\",\"sources\":{\"a\":{\"url\":"
        "\"https://other/a.json\",\"tiles\":[\"/t/{z}\"]}},\"layers\":[]}";
    static const struct {
        const char *glyphs, *expected;
    } cases[] = {
        {NULL, "{\"version\":8,\"sources\":{\"a\":{\"url\":\"https://other/a.json\",\"tiles\":["
               "\"http://h/t/{z}\"]}},\"layers\":[],\"metadata\":{\"review_number\":null,"
               "\"copyright\":null,\"data_date\":null}}"},
        {"/fonts/{range}",
         "{\"version\":8,\"sources\":{\"a\":{\"url\":\"https://other/a.json\",\"tiles\":["
         "\"http://h/t/{z}\"]}},\"layers\":[],\"metadata\":{\"review_number\":null,"
         "\"copyright\":null,\"data_date\":null},\"glyphs\":\"/fonts/{range}\"}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_buffer out = {0};
        struct styles_web web = {.base_url = "http://h", .glyphs = cases[i].glyphs};
        assert_int_equal(styles_web_write(json, strlen(json), &web, &out, NULL), BASE_OK);
        assert_string_equal(out.data, cases[i].expected);
        base_buffer_done(&out);
    }
}

static void what_is_no_style_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"", "[]", "{\"a\":}", "{\"a\":1,\"a\":2}"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_buffer out = {0};
        struct styles_web web = {.base_url = ""};
        assert_int_equal(styles_web_write(cases[i], strlen(cases[i]), &web, &out, NULL),
                         BASE_INVALID);
        assert_int_equal(out.size, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_style_is_written_for_browsers),
        cmocka_unit_test(foreign_urls_and_glyphs_follow_the_configuration),
        cmocka_unit_test(what_is_no_style_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
