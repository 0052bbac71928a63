/* styles/property.c - the properties of layers that are drawn. */
#include "styles/property.h"

#include <math.h>
#include <string.h>

#define ANCHORS "center left right top bottom top-left top-right bottom-left bottom-right"

static const struct styles_property_rule RULES[STYLES_PROPERTY_COUNT] = {
    [STYLES_BACKGROUND_COLOR] = {"background-color", STYLES_BACKGROUND, false, STYLES_COLOR, 0, 0,
                                 NULL, "\"#000000\""},
    [STYLES_BACKGROUND_OPACITY] = {"background-opacity", STYLES_BACKGROUND, false, STYLES_NUMBER, 0,
                                   1, NULL, "1"},
    [STYLES_FILL_COLOR] = {"fill-color", STYLES_FILL, false, STYLES_COLOR, 0, 0, NULL,
                           "\"#000000\""},
    [STYLES_FILL_OPACITY] = {"fill-opacity", STYLES_FILL, false, STYLES_NUMBER, 0, 1, NULL, "1"},
    [STYLES_FILL_ANTIALIAS] = {"fill-antialias", STYLES_FILL, false, STYLES_BOOLEAN, 0, 0, NULL,
                               "true"},
    [STYLES_FILL_OUTLINE_COLOR] = {"fill-outline-color", STYLES_FILL, false, STYLES_COLOR, 0, 0,
                                   NULL, "null"},
    [STYLES_FILL_SORT_KEY] = {"fill-sort-key", STYLES_FILL, true, STYLES_NUMBER, -1e300, 1e300,
                              NULL, "null"},
    [STYLES_LINE_COLOR] = {"line-color", STYLES_LINE, false, STYLES_COLOR, 0, 0, NULL,
                           "\"#000000\""},
    [STYLES_LINE_WIDTH] = {"line-width", STYLES_LINE, false, STYLES_NUMBER, 0, 200, NULL, "1"},
    [STYLES_LINE_OPACITY] = {"line-opacity", STYLES_LINE, false, STYLES_NUMBER, 0, 1, NULL, "1"},
    [STYLES_LINE_DASHARRAY] = {"line-dasharray", STYLES_LINE, false, STYLES_ARRAY, 0, 1000, NULL,
                               "null"},
    [STYLES_LINE_CAP] = {"line-cap", STYLES_LINE, true, STYLES_STRING, 0, 0, "butt round square",
                         "\"butt\""},
    [STYLES_LINE_JOIN] = {"line-join", STYLES_LINE, true, STYLES_STRING, 0, 0, "miter bevel round",
                          "\"miter\""},
    [STYLES_LINE_MITER_LIMIT] = {"line-miter-limit", STYLES_LINE, true, STYLES_NUMBER, 1, 100, NULL,
                                 "2"},
    [STYLES_LINE_SORT_KEY] = {"line-sort-key", STYLES_LINE, true, STYLES_NUMBER, -1e300, 1e300,
                              NULL, "null"},
    [STYLES_CIRCLE_RADIUS] = {"circle-radius", STYLES_CIRCLE, false, STYLES_NUMBER, 0, 200, NULL,
                              "5"},
    [STYLES_CIRCLE_COLOR] = {"circle-color", STYLES_CIRCLE, false, STYLES_COLOR, 0, 0, NULL,
                             "\"#000000\""},
    [STYLES_CIRCLE_OPACITY] = {"circle-opacity", STYLES_CIRCLE, false, STYLES_NUMBER, 0, 1, NULL,
                               "1"},
    [STYLES_CIRCLE_STROKE_WIDTH] = {"circle-stroke-width", STYLES_CIRCLE, false, STYLES_NUMBER, 0,
                                    100, NULL, "0"},
    [STYLES_CIRCLE_STROKE_COLOR] = {"circle-stroke-color", STYLES_CIRCLE, false, STYLES_COLOR, 0, 0,
                                    NULL, "\"#000000\""},
    [STYLES_CIRCLE_STROKE_OPACITY] = {"circle-stroke-opacity", STYLES_CIRCLE, false, STYLES_NUMBER,
                                      0, 1, NULL, "1"},
    [STYLES_CIRCLE_SORT_KEY] = {"circle-sort-key", STYLES_CIRCLE, true, STYLES_NUMBER, -1e300,
                                1e300, NULL, "null"},
    [STYLES_SYMBOL_PLACEMENT] = {"symbol-placement", STYLES_SYMBOL, true, STYLES_STRING, 0, 0,
                                 "point line", "\"point\""},
    [STYLES_SYMBOL_SPACING] = {"symbol-spacing", STYLES_SYMBOL, true, STYLES_NUMBER, 1, 10000, NULL,
                               "250"},
    [STYLES_SYMBOL_SORT_KEY] = {"symbol-sort-key", STYLES_SYMBOL, true, STYLES_NUMBER, -1e300,
                                1e300, NULL, "null"},
    [STYLES_TEXT_FIELD] = {"text-field", STYLES_SYMBOL, true, STYLES_STRING, 0, 0, NULL, "\"\""},
    [STYLES_TEXT_FONT] = {"text-font", STYLES_SYMBOL, true, STYLES_ARRAY, 0, 0, NULL, "null"},
    [STYLES_TEXT_SIZE] = {"text-size", STYLES_SYMBOL, true, STYLES_NUMBER, 0, 200, NULL, "16"},
    [STYLES_TEXT_MAX_WIDTH] = {"text-max-width", STYLES_SYMBOL, true, STYLES_NUMBER, 0, 1000, NULL,
                               "10"},
    [STYLES_TEXT_LINE_HEIGHT] = {"text-line-height", STYLES_SYMBOL, true, STYLES_NUMBER, 0, 10,
                                 NULL, "1.2"},
    [STYLES_TEXT_LETTER_SPACING] = {"text-letter-spacing", STYLES_SYMBOL, true, STYLES_NUMBER, -1,
                                    20, NULL, "0"},
    [STYLES_TEXT_ANCHOR] = {"text-anchor", STYLES_SYMBOL, true, STYLES_STRING, 0, 0, ANCHORS,
                            "\"center\""},
    [STYLES_TEXT_VARIABLE_ANCHOR] = {"text-variable-anchor", STYLES_SYMBOL, true, STYLES_ARRAY, 0,
                                     0, ANCHORS, "null"},
    [STYLES_TEXT_RADIAL_OFFSET] = {"text-radial-offset", STYLES_SYMBOL, true, STYLES_NUMBER, 0, 100,
                                   NULL, "0"},
    [STYLES_TEXT_OFFSET] = {"text-offset", STYLES_SYMBOL, true, STYLES_ARRAY, -100, 100, NULL,
                            "[0,0]"},
    [STYLES_TEXT_PADDING] = {"text-padding", STYLES_SYMBOL, true, STYLES_NUMBER, 0, 100, NULL, "2"},
    [STYLES_TEXT_MAX_ANGLE] = {"text-max-angle", STYLES_SYMBOL, true, STYLES_NUMBER, 0, 180, NULL,
                               "45"},
    [STYLES_TEXT_ALLOW_OVERLAP] = {"text-allow-overlap", STYLES_SYMBOL, true, STYLES_BOOLEAN, 0, 0,
                                   NULL, "false"},
    [STYLES_TEXT_IGNORE_PLACEMENT] = {"text-ignore-placement", STYLES_SYMBOL, true, STYLES_BOOLEAN,
                                      0, 0, NULL, "false"},
    [STYLES_TEXT_TRANSFORM] = {"text-transform", STYLES_SYMBOL, true, STYLES_STRING, 0, 0,
                               "none uppercase lowercase", "\"none\""},
    [STYLES_TEXT_COLOR] = {"text-color", STYLES_SYMBOL, false, STYLES_COLOR, 0, 0, NULL,
                           "\"#000000\""},
    [STYLES_TEXT_OPACITY] = {"text-opacity", STYLES_SYMBOL, false, STYLES_NUMBER, 0, 1, NULL, "1"},
    [STYLES_TEXT_HALO_COLOR] = {"text-halo-color", STYLES_SYMBOL, false, STYLES_COLOR, 0, 0, NULL,
                                "\"rgba(0,0,0,0)\""},
    [STYLES_TEXT_HALO_WIDTH] = {"text-halo-width", STYLES_SYMBOL, false, STYLES_NUMBER, 0, 50, NULL,
                                "0"},
};

const struct styles_property_rule *styles_property_rule(enum styles_property property)
{
    return &RULES[property];
}

enum styles_property styles_property_find(enum styles_layer_type type, bool layout,
                                          const char *name)
{
    for (int i = 0; i < STYLES_PROPERTY_COUNT; i++)
        if (RULES[i].type == type && RULES[i].layout == layout && strcmp(RULES[i].name, name) == 0)
            return (enum styles_property)i;
    return STYLES_PROPERTY_COUNT;
}

static bool is_word(const char *words, const char *text)
{
    size_t length = strlen(text);
    for (const char *at = words; length > 0 && (at = strstr(at, text)); at += length)
        if ((at == words || at[-1] == ' ') && (at[length] == '\0' || at[length] == ' '))
            return true;
    return false;
}

static bool item_fits(const struct styles_property_rule *rule, const struct styles_value *value)
{
    if (value->kind == STYLES_NUMBER)
        return value->as.number >= rule->least && value->as.number <= rule->most;
    if (value->kind == STYLES_STRING)
        return !rule->words || is_word(rule->words, value->as.text);
    return true;
}

static bool array_fits(const struct styles_property_rule *rule, const struct styles_value *value)
{
    bool texts = rule == &RULES[STYLES_TEXT_FONT] || rule == &RULES[STYLES_TEXT_VARIABLE_ANCHOR];
    uint32_t count = value->as.array.count;
    if (rule == &RULES[STYLES_TEXT_OFFSET] && count != 2)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const struct styles_value *item = &value->as.array.items[i];
        if (item->kind != (texts ? STYLES_STRING : STYLES_NUMBER) || !item_fits(rule, item))
            return false;
    }
    return true;
}

bool styles_property_fits(const struct styles_property_rule *rule, const struct styles_value *value)
{
    if (value->kind == STYLES_NULL)
        return true;
    if (value->kind != rule->kind)
        return false;
    return value->kind == STYLES_ARRAY ? array_fits(rule, value) : item_fits(rule, value);
}
