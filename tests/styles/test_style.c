/* tests/styles/test_style.c */
#include "styles/style.h"

#include <string.h>

#include "tests/support/cmocka.h"
#include "tests/support/near.h"

static struct styles_style *parse(const char *json)
{
    struct styles_style *style = NULL;
    struct base_error err = {0};
    if (styles_style_parse(json, strlen(json), &style, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return style;
}

static void builtin_styles_load_without_a_warning(void **state)
{
    (void)state;
    const char *name;
    for (size_t i = 0; (name = styles_builtin_name(i)); i++) {
        size_t size;
        const char *json;
        struct styles_style *style = NULL;
        struct base_error err = {0};
        assert_true(styles_builtin_find(name, &json, &size));
        if (styles_style_parse(json, size, &style, &err) != BASE_OK)
            fail_msg("%s: %s", name, err.message);
        assert_true(style->layer_count >= 3);
        assert_int_equal(style->warning_count, 0);
        styles_style_free(style);
    }
    assert_null(styles_builtin_name(2));
    size_t size;
    const char *json;
    assert_false(styles_builtin_find("Default", &json, &size));
}

static void unknown_things_warn_once(void **state)
{
    (void)state;
    struct styles_style *style = parse(
        "{\"version\":8,\"layers\":["
        "{\"id\":\"a\",\"type\":\"fill\",\"paint\":{\"fill-glitter\":1}},"
        "{\"id\":\"b\",\"type\":\"fill\",\"paint\":{\"fill-glitter\":2,\"fill-color\":\"red\"}},"
        "{\"id\":\"c\",\"type\":\"heatmap\"}]}");
    assert_int_equal(style->layer_count, 2);
    assert_int_equal(style->warning_count, 2);
    assert_string_equal(style->warnings[0],
                        "the property \"fill-glitter\" is not known and was left out");
    assert_string_equal(style->warnings[1],
                        "the layer type \"heatmap\" is not known and was left out");
    styles_style_free(style);
}

static void wrong_values_fail_with_their_path(void **state)
{
    (void)state;
    static const struct {
        const char *json, *message;
    } cases[] = {
        {"{", "style: not JSON at line 1, column 1: string or '}' expected near end of file"},
        {"{\"version\":7}", "style: version must be 8"},
        {"{\"version\":8,\"layers\":{}}", "style: layers must be an array"},
        {"{\"version\":8,\"layers\":[{\"id\":\"a\"}]}", "style: layers[0] needs a type"},
        {"{\"version\":8,\"layers\":[{\"type\":\"fill\"}]}",
         "style: layers[0] needs id, source and source-layer as texts"},
        {"{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"line\",\"minzoom\":\"x\"}]}",
         "style: layers[0].minzoom must be a number from 0 to 24"},
        {"{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"line\",\"paint\":{\"line-color\":"
         "\"blurple\"}}]}",
         "style: layers[0].paint.line-color must be a colour"},
        {"{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"line\",\"paint\":{\"line-width\":-1}}"
         "]}",
         "style: layers[0].paint.line-width is out of range (0 to 200)"},
        {"{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"line\",\"layout\":{\"line-cap\":"
         "\"fancy\"}}]}",
         "style: layers[0].layout.line-cap must be one of: butt round square"},
        {"{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"line\",\"paint\":{\"line-width\":"
         "[\"interpolate\",[\"linear\"],[\"zoom\"],1,\"thick\"]}}]}",
         "style: layers[0].paint.line-width[4] must be a number"},
        {"{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"line\",\"filter\":[\"nope\",1]}]}",
         "style: layers[0].filter uses the operator \"nope\", which is not known"},
        {"{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"symbol\",\"layout\":{"
         "\"text-variable-anchor\":[\"left\",\"up\"]}}]}",
         "style: layers[0].layout.text-variable-anchor must be one of: center left right top "
         "bottom "
         "top-left top-right bottom-left bottom-right"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct styles_style *style = (void *)&cases;
        struct base_error err = {0};
        assert_int_equal(styles_style_parse(cases[i].json, strlen(cases[i].json), &style, &err),
                         BASE_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_ptr_equal(style, &cases);
    }
}

static struct styles_value property(const void *context, const char *name)
{
    return strcmp(name, "name") == 0 ? styles_value_string(context) : styles_value_null();
}

static void values_fall_back_to_the_default(void **state)
{
    (void)state;
    struct styles_style *style = parse(
        "{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"symbol\",\"minzoom\":5,\"maxzoom\":9,"
        "\"layout\":{\"text-field\":\"{name}!\",\"text-size\":{\"stops\":[[5,10],[9,18]]},"
        "\"text-anchor\":[\"get\",\"nothing\"]},\"paint\":{\"text-color\":[\"get\",\"name\"]}}]}");
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct styles_feature feature = {.property = property, .context = "navy"};
    struct styles_scope scope = {.zoom = 7, .feature = &feature, .arena = arena};
    const struct styles_layer *layer = &style->layers[0];
    assert_string_equal(styles_layer_text(style, layer, STYLES_TEXT_FIELD, &scope), "navy!");
    assert_string_equal(styles_layer_text(style, layer, STYLES_TEXT_ANCHOR, &scope), "center");
    assert_near(styles_layer_number(style, layer, STYLES_TEXT_SIZE, &scope), 14, 1e-9);
    assert_near(styles_layer_number(style, layer, STYLES_TEXT_PADDING, &scope), 2, 0);
    assert_near(styles_layer_color(style, layer, STYLES_TEXT_COLOR, &scope).blue, 128 / 255.0,
                1e-9);
    assert_true(styles_layer_is_visible(layer, 5));
    assert_false(styles_layer_is_visible(layer, 9));
    assert_false(styles_layer_is_visible(layer, 4.99));
    styles_style_free(style);
}

static void filters_choose_features(void **state)
{
    (void)state;
    struct styles_style *style =
        parse("{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"fill\",\"filter\":[\"==\","
              "\"name\",\"x\"],\"layout\":{\"visibility\":\"none\"}}]}");
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct styles_feature x = {.property = property, .context = "x"};
    struct styles_feature y = {.property = property, .context = "y"};
    struct styles_scope scope = {.feature = &x, .arena = arena};
    assert_true(styles_layer_accepts(&style->layers[0], &scope));
    scope.feature = &y;
    assert_false(styles_layer_accepts(&style->layers[0], &scope));
    assert_false(styles_layer_is_visible(&style->layers[0], 5));
    styles_style_free(style);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builtin_styles_load_without_a_warning),
        cmocka_unit_test(unknown_things_warn_once),
        cmocka_unit_test(wrong_values_fail_with_their_path),
        cmocka_unit_test(values_fall_back_to_the_default),
        cmocka_unit_test(filters_choose_features),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
