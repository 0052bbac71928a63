/* tests/styles/test_expression.c */
#include <string.h>

#include "styles/parser.h"
#include "tests/support/cmocka.h"

static struct styles_value property(const void *context, const char *name)
{
    (void)context;
    if (strcmp(name, "name") == 0)
        return styles_value_string("朝阳区");
    if (strcmp(name, "level") == 0)
        return styles_value_string("county");
    if (strcmp(name, "rank") == 0)
        return styles_value_number(3);
    if (strcmp(name, "bridge") == 0)
        return styles_value_boolean(true);
    return styles_value_null();
}

static const struct styles_feature FEATURE = {
    .id = 42, .geometry_type = "Polygon", .property = property};

/* Evaluates text at zoom 10 for FEATURE; the value as text, or the message. */
static const char *run(struct base_arena *arena, const char *text, enum styles_kind wanted,
                       bool filter)
{
    struct base_error *err = base_arena_calloc(arena, 1, sizeof *err);
    struct styles_parser parser = {.arena = arena, .path = "x"};
    const struct styles_expression *expression = NULL;
    json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
    assert_non_null(json);
    enum base_status status =
        filter ? styles_filter_parse(&parser, json, &expression, err)
               : styles_expression_parse(&parser, json, wanted, &expression, err);
    json_decref(json);
    if (status != BASE_OK)
        return err->message;
    struct styles_scope scope = {.zoom = 10, .feature = &FEATURE, .arena = arena};
    struct styles_value value = styles_expression_evaluate(expression, &scope);
    return value.kind == STYLES_NULL ? "null" : styles_value_text(&value, arena);
}

static void expressions_give_what_the_specification_says(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"[\"get\", \"name\"]", "朝阳区"},
        {"[\"get\", \"nothing\"]", "null"},
        {"[\"has\", \"rank\"]", "true"},
        {"[\"has\", \"nothing\"]", "false"},
        {"[\"id\"]", "42"},
        {"[\"geometry-type\"]", "Polygon"},
        {"[\"zoom\"]", "10"},
        {"[\"literal\", [1, 2]]", "1,2"},
        {"[\"coalesce\", [\"get\", \"nothing\"], [\"get\", \"name\"], \"x\"]", "朝阳区"},
        {"[\"case\", [\"==\", [\"get\", \"rank\"], 4], \"a\", [\">\", [\"zoom\"], 9], \"b\", "
         "\"c\"]",
         "b"},
        {"[\"match\", [\"get\", \"level\"], \"city\", 1, [\"town\", \"county\"], 2, 3]", "2"},
        {"[\"match\", [\"get\", \"nothing\"], \"city\", 1, 3]", "3"},
        {"[\"match\", [\"get\", \"rank\"], [1, 2, 3], \"low\", \"high\"]", "low"},
        {"[\"step\", [\"zoom\"], \"a\", 10, \"b\", 12, \"c\"]", "b"},
        {"[\"step\", [\"zoom\"], \"a\", 10.5, \"b\"]", "a"},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 8, 1, 12, 3]", "2"},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 11, 1, 12, 3]", "1"},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 1, 1, 5, 3]", "3"},
        {"[\"interpolate\", [\"exponential\", 2], [\"zoom\"], 9, 0, 11, 3]", "1"},
        {"[\"interpolate\", [\"linear\"], [\"get\", \"name\"], 1, 1, 5, 3]", "null"},
        {"[\"all\", [\"==\", [\"get\", \"rank\"], 3], [\"!=\", 1, 2]]", "true"},
        {"[\"any\", false, [\"!\", [\"get\", \"bridge\"]]]", "false"},
        {"[\"<\", \"a\", \"b\"]", "true"},
        {"[\"<\", \"a\", 1]", "false"},
        {"[\">=\", 3, 3]", "true"},
        {"[\"<=\", [\"get\", \"nothing\"], 3]", "false"},
        {"[\"in\", \"阳\", [\"get\", \"name\"]]", "true"},
        {"[\"in\", [\"get\", \"rank\"], [\"literal\", [1, 2]]]", "false"},
        {"[\"concat\", [\"get\", \"name\"], \" \", [\"get\", \"rank\"]]", "朝阳区 3"},
        {"[\"to-string\", 0.5]", "0.5"},
        {"[\"to-number\", \"x\", \"7\"]", "7"},
        {"[\"length\", [\"get\", \"name\"]]", "3"},
        {"[\"upcase\", \"aß\"]", "Aß"},
        {"[\"-\", [\"*\", 2, 3, 4], [\"/\", 9, 3]]", "21"},
        {"[\"/\", 1, 0]", "null"},
        {"[\"max\", 1, [\"^\", 2, 3], 4]", "8"},
        {"[\"rgb\", 255, 0, 0]", "rgba(255,0,0,1)"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        assert_string_equal(run(arena, cases[i].text, STYLES_NULL, false), cases[i].expected);
    }
}

static void old_filters_mean_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"[\"==\", \"level\", \"county\"]", "true"},
        {"[\"!=\", \"level\", \"county\"]", "false"},
        {"[\">\", \"rank\", 2]", "true"},
        {"[\"in\", \"level\", \"city\", \"county\"]", "true"},
        {"[\"!in\", \"level\", \"city\", \"county\"]", "false"},
        {"[\"has\", \"rank\"]", "true"},
        {"[\"!has\", \"rank\"]", "false"},
        {"[\"==\", \"$type\", \"Polygon\"]", "true"},
        {"[\"all\", [\"==\", \"rank\", 3], [\"has\", \"name\"]]", "true"},
        {"[\"any\", [\"==\", \"rank\", 4], [\"!has\", \"name\"]]", "false"},
        {"[\"none\", [\"==\", \"rank\", 4], [\"==\", \"rank\", 5]]", "true"},
        {"[\"all\", [\"==\", [\"get\", \"rank\"], 3], [\"<\", [\"zoom\"], 11]]", "true"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        assert_string_equal(run(arena, cases[i].text, STYLES_NULL, true), cases[i].expected);
    }
}

static void faults_name_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum styles_kind wanted;
        const char *message;
    } cases[] = {
        {"[\"frobnicate\", 1]", STYLES_NULL,
         "style: x uses the operator \"frobnicate\", which is not known"},
        {"[\"get\"]", STYLES_NULL, "style: x gives \"get\" a wrong number of arguments: 0"},
        {"[1, 2]", STYLES_NUMBER, "style: x must begin with the name of an operator"},
        {"\"blurple\"", STYLES_COLOR, "style: x must be a colour"},
        {"[\"case\", true, \"red\", \"blurple\"]", STYLES_COLOR, "style: x[3] must be a colour"},
        {"[\"match\", 1, 2, \"red\", [\"coalesce\", \"nocolour\"]]", STYLES_COLOR,
         "style: x[4][1] must be a colour"},
        {"[\"interpolate\", [\"linear\"], [\"zoom\"], 5, 1, 5, 2]", STYLES_NUMBER,
         "style: x[5] must be a number above the stop before it"},
        {"[\"interpolate\", [\"cubic-bezier\"], [\"zoom\"], 5, 1]", STYLES_NUMBER,
         "style: x interpolates by [\"linear\"] or [\"exponential\", base] only"},
        {"[\"match\", 1, [], 2, 3]", STYLES_NUMBER, "style: x has an empty array of labels"},
        {"[\"step\", [\"zoom\"], 1, \"a\", 2]", STYLES_NUMBER,
         "style: x[3] must be a number above the stop before it"},
        {"{\"a\": 1}", STYLES_NULL, "style: x must not be an object"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        assert_string_equal(run(arena, cases[i].text, cases[i].wanted, false), cases[i].message);
    }
}

static void deep_nesting_is_refused(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    char text[2048] = "";
    for (int i = 0; i < 100; i++)
        strcat(text, "[\"!\",");
    strcat(text, "true");
    for (int i = 0; i < 100; i++)
        strcat(text, "]");
    assert_non_null(strstr(run(arena, text, STYLES_NULL, false), "is nested too deeply"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_give_what_the_specification_says),
        cmocka_unit_test(old_filters_mean_the_same),
        cmocka_unit_test(faults_name_their_place),
        cmocka_unit_test(deep_nesting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
