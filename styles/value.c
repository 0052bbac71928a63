/* styles/value.c - what an expression gives, and what a feature holds. */
#include "styles/value.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static bool arrays_equal(const struct styles_value *a, const struct styles_value *b)
{
    if (a->as.array.count != b->as.array.count)
        return false;
    for (uint32_t i = 0; i < a->as.array.count; i++)
        if (!styles_value_equal(&a->as.array.items[i], &b->as.array.items[i]))
            return false;
    return true;
}

bool styles_value_equal(const struct styles_value *a, const struct styles_value *b)
{
    if (a->kind != b->kind)
        return false;
    const struct styles_color *x = &a->as.color, *y = &b->as.color;
    switch (a->kind) {
    case STYLES_NULL:
        return true;
    case STYLES_BOOLEAN:
        return a->as.boolean == b->as.boolean;
    case STYLES_NUMBER:
        return a->as.number == b->as.number;
    case STYLES_STRING:
        return strcmp(a->as.text, b->as.text) == 0;
    case STYLES_COLOR:
        return x->red == y->red && x->green == y->green && x->blue == y->blue &&
               x->alpha == y->alpha;
    case STYLES_ARRAY:
        return arrays_equal(a, b);
    }
    return false;
}

static const char *number_text(double number, struct base_arena *arena)
{
    char text[BASE_NUMBER_SIZE];
    if (!isfinite(number))
        return "";
    base_number_print(number, text);
    return base_arena_strdup(arena, text);
}

static const char *array_text(const struct styles_value *value, struct base_arena *arena)
{
    const char *text = "";
    for (uint32_t i = 0; i < value->as.array.count && text; i++) {
        const char *item = styles_value_text(&value->as.array.items[i], arena);
        text = item ? base_arena_printf(arena, "%s%s%s", text, i ? "," : "", item) : NULL;
    }
    return text;
}

const char *styles_value_text(const struct styles_value *value, struct base_arena *arena)
{
    char *color;
    switch (value->kind) {
    case STYLES_NULL:
        return "";
    case STYLES_BOOLEAN:
        return value->as.boolean ? "true" : "false";
    case STYLES_NUMBER:
        return number_text(value->as.number, arena);
    case STYLES_STRING:
        return value->as.text;
    case STYLES_COLOR:
        color = base_arena_alloc(arena, 64);
        return color ? styles_color_print(value->as.color, color) : NULL;
    case STYLES_ARRAY:
        return array_text(value, arena);
    }
    return "";
}

bool styles_value_truth(const struct styles_value *value)
{
    switch (value->kind) {
    case STYLES_NULL:
        return false;
    case STYLES_BOOLEAN:
        return value->as.boolean;
    case STYLES_NUMBER:
        return value->as.number != 0 && !isnan(value->as.number);
    case STYLES_STRING:
        return value->as.text[0] != '\0';
    default:
        return true;
    }
}
