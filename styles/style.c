/* styles/style.c - what a style gives for a layer, a feature and a zoom. */
#include "styles/style.h"

#include <string.h>

extern const unsigned char styles_default_text[], styles_finding_text[];
extern const size_t styles_default_text_size, styles_finding_text_size;

static const struct {
    const char *name;
    const unsigned char *text;
    const size_t *size;
} BUILTIN[] = {
    {"default", styles_default_text, &styles_default_text_size},
    {"finding", styles_finding_text, &styles_finding_text_size},
};

const char *styles_builtin_name(size_t index)
{
    return index < sizeof BUILTIN / sizeof BUILTIN[0] ? BUILTIN[index].name : NULL;
}

bool styles_builtin_find(const char *name, const char **json, size_t *size)
{
    for (size_t i = 0; i < sizeof BUILTIN / sizeof BUILTIN[0]; i++)
        if (strcmp(BUILTIN[i].name, name) == 0) {
            *json = (const char *)BUILTIN[i].text;
            *size = *BUILTIN[i].size;
            return true;
        }
    return false;
}

const char *styles_default_json(size_t *size)
{
    *size = styles_default_text_size;
    return (const char *)styles_default_text;
}

void styles_style_free(struct styles_style *style)
{
    if (style)
        base_arena_free(style->arena); /* the style itself lives in there */
}

bool styles_layer_is_visible(const struct styles_layer *layer, double zoom)
{
    return layer->visible && zoom >= layer->minzoom && zoom < layer->maxzoom;
}

bool styles_layer_accepts(const struct styles_layer *layer, const struct styles_scope *scope)
{
    if (!layer->filter)
        return true;
    struct styles_value value = styles_expression_evaluate(layer->filter, scope);
    return styles_value_truth(&value);
}

struct styles_value styles_layer_value(const struct styles_style *style,
                                       const struct styles_layer *layer,
                                       enum styles_property property,
                                       const struct styles_scope *scope)
{
    const struct styles_expression *expression = layer->properties[property];
    if (!expression)
        return style->defaults[property];
    struct styles_value value = styles_expression_evaluate(expression, scope);
    const struct styles_property_rule *rule = styles_property_rule(property);
    if (rule->kind == STYLES_COLOR && value.kind == STYLES_STRING) {
        struct styles_color color;
        if (styles_color_parse(value.as.text, &color))
            return styles_value_color(color);
    }
    if (rule->kind == STYLES_STRING && value.kind != STYLES_NULL && !rule->words)
        value = styles_value_string(styles_value_text(&value, scope->arena));
    bool good = value.kind != STYLES_NULL && styles_property_fits(rule, &value);
    return good ? value : style->defaults[property];
}

double styles_layer_number(const struct styles_style *style, const struct styles_layer *layer,
                           enum styles_property property, const struct styles_scope *scope)
{
    struct styles_value value = styles_layer_value(style, layer, property, scope);
    return value.kind == STYLES_NUMBER ? value.as.number : 0;
}

struct styles_color styles_layer_color(const struct styles_style *style,
                                       const struct styles_layer *layer,
                                       enum styles_property property,
                                       const struct styles_scope *scope)
{
    struct styles_value value = styles_layer_value(style, layer, property, scope);
    return value.kind == STYLES_COLOR ? value.as.color : (struct styles_color){0, 0, 0, 0};
}

bool styles_layer_boolean(const struct styles_style *style, const struct styles_layer *layer,
                          enum styles_property property, const struct styles_scope *scope)
{
    struct styles_value value = styles_layer_value(style, layer, property, scope);
    return value.kind == STYLES_BOOLEAN && value.as.boolean;
}

const char *styles_layer_text(const struct styles_style *style, const struct styles_layer *layer,
                              enum styles_property property, const struct styles_scope *scope)
{
    struct styles_value value = styles_layer_value(style, layer, property, scope);
    return value.kind == STYLES_STRING ? value.as.text : "";
}
