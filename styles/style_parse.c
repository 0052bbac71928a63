/* styles/style_parse.c - reading a style. */
#include <stdio.h>
#include <string.h>

#include "styles/parser.h"
#include "styles/style.h"

#define WARNINGS_MOST 256

struct reader {
    struct styles_parser parser;
    struct styles_style *style;
    const char **warnings;
};

static enum base_status wrong(const struct reader *reader, struct base_error *err, const char *what)
{
    return base_fail(err, BASE_INVALID, what, reader->parser.path);
}

static enum base_status no_memory(struct base_error *err)
{
    return base_fail(err, BASE_NO_MEMORY, "no memory for the style");
}

/* One sentence a kind of thing, however often it occurs. */
static void warn(struct reader *reader, const char *what, const char *name)
{
    struct styles_style *style = reader->style;
    char *text =
        base_arena_printf(style->arena, "%s \"%s\" is not known and was left out", what, name);
    if (!text || style->warning_count >= WARNINGS_MOST)
        return;
    for (uint32_t i = 0; i < style->warning_count; i++)
        if (strcmp(reader->warnings[i], text) == 0)
            return;
    reader->warnings[style->warning_count++] = text;
}

/* The expression that a text with {tokens} stands for; a new reference. */
static json_t *expand_tokens(const char *text)
{
    json_t *out = json_pack("[s]", "concat");
    while (*text) {
        const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
        size_t plain = close ? (size_t)(open - text) : strlen(text);
        if (plain > 0)
            json_array_append_new(out, json_stringn(text, plain));
        if (!close)
            break;
        json_t *key = json_stringn(open + 1, (size_t)(close - open - 1));
        json_array_append_new(out, json_pack("[s[so]]", "to-string", "get", key));
        text = close + 1;
    }
    return out;
}

/* The old function {"base": b, "stops": [[zoom, value], …]} as an expression. */
static json_t *expand_stops(const json_t *function, bool smooth)
{
    const json_t *stops = json_object_get(function, "stops"),
                 *base = json_object_get(function, "base");
    double power = base ? json_number_value(base) : 1;
    json_t *out =
        smooth ? json_pack("[s[sf][s]]", "interpolate", "exponential", power, "zoom")
               : json_pack("[s[s]O]", "step", "zoom", json_array_get(json_array_get(stops, 0), 1));
    for (size_t i = smooth ? 0 : 1; out && i < json_array_size(stops); i++) {
        const json_t *stop = json_array_get(stops, i);
        json_array_append(out, json_array_get(stop, 0));
        json_array_append(out, json_array_get(stop, 1));
    }
    return out;
}

/* A new reference to the form that the expression parser reads. */
static json_t *modern_form(enum styles_property property, json_t *json)
{
    const struct styles_property_rule *rule = styles_property_rule(property);
    if (property == STYLES_TEXT_FIELD && json_is_string(json) &&
        strchr(json_string_value(json), '{'))
        return expand_tokens(json_string_value(json));
    if (json_is_object(json) && json_is_array(json_object_get(json, "stops")))
        return expand_stops(json, rule->kind == STYLES_NUMBER || rule->kind == STYLES_COLOR);
    return json_incref(json);
}

static enum base_status check_constant(struct reader *reader, enum styles_property property,
                                       const struct styles_expression *expression,
                                       struct base_error *err)
{
    struct styles_scope scope = {.arena = reader->style->arena};
    if (!styles_expression_is_constant(expression))
        return BASE_OK;
    const struct styles_property_rule *rule = styles_property_rule(property);
    struct styles_value value = styles_expression_evaluate(expression, &scope);
    if (styles_property_fits(rule, &value))
        return BASE_OK;
    if (rule->words)
        return base_fail(err, BASE_INVALID, "style: %s must be one of: %s", reader->parser.path,
                         rule->words);
    if (rule->kind == STYLES_NUMBER || rule->kind == STYLES_ARRAY)
        return base_fail(err, BASE_INVALID, "style: %s is out of range (%g to %g)",
                         reader->parser.path, rule->least, rule->most);
    return wrong(reader, err, "style: %s has a value of the wrong kind");
}

static enum base_status read_property(struct reader *reader, enum styles_property property,
                                      json_t *json, struct styles_layer *layer,
                                      struct base_error *err)
{
    enum styles_kind wanted = styles_property_rule(property)->kind;
    json_t *modern = modern_form(property, json);
    if (!modern)
        return wrong(reader, err, "style: %s has stops that cannot be read");
    enum base_status status =
        styles_expression_parse(&reader->parser, modern, wanted, &layer->properties[property], err);
    json_decref(modern);
    if (status != BASE_OK)
        return status;
    return check_constant(reader, property, layer->properties[property], err);
}

/* The members of paint or layout. */
static enum base_status read_group(struct reader *reader, json_t *group, bool layout,
                                   struct styles_layer *layer, struct base_error *err)
{
    const char *name;
    json_t *value;
    size_t length = styles_parser_enter_key(&reader->parser, layout ? "layout" : "paint");
    if (group && !json_is_object(group))
        return wrong(reader, err, "style: %s must be an object");
    json_object_foreach(group, name, value)
    {
        if (layout && strcmp(name, "visibility") == 0) {
            layer->visible = strcmp(json_is_string(value) ? json_string_value(value) : "", "none");
            continue;
        }
        enum styles_property property = styles_property_find(layer->type, layout, name);
        if (property == STYLES_PROPERTY_COUNT) {
            warn(reader, "the property", name);
            continue;
        }
        size_t inner = styles_parser_enter_key(&reader->parser, name);
        enum base_status status = read_property(reader, property, value, layer, err);
        if (status != BASE_OK)
            return status;
        styles_parser_leave(&reader->parser, inner);
    }
    styles_parser_leave(&reader->parser, length);
    return BASE_OK;
}

static bool find_type(const char *name, enum styles_layer_type *out)
{
    static const char *const NAMES[STYLES_LAYER_TYPES] = {"background", "fill", "line", "circle",
                                                          "symbol"};
    for (int i = 0; i < STYLES_LAYER_TYPES; i++)
        if (name && strcmp(NAMES[i], name) == 0) {
            *out = (enum styles_layer_type)i;
            return true;
        }
    return false;
}

/* A text member, copied; "" when absent. NULL for anything but a text. */
static const char *read_text(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *json = json_object_get(object, key);
    if (!json)
        return "";
    return json_is_string(json) ? base_arena_strdup(reader->style->arena, json_string_value(json))
                                : NULL;
}

static enum base_status read_zoom(struct reader *reader, const json_t *json, const char *key,
                                  double *zoom, struct base_error *err)
{
    const json_t *number = json_object_get(json, key);
    if (!number)
        return BASE_OK;
    size_t length = styles_parser_enter_key(&reader->parser, key);
    if (!json_is_number(number) || json_number_value(number) < 0 || json_number_value(number) > 24)
        return wrong(reader, err, "style: %s must be a number from 0 to 24");
    styles_parser_leave(&reader->parser, length);
    *zoom = json_number_value(number);
    return BASE_OK;
}

static enum base_status read_filter(struct reader *reader, const json_t *json,
                                    struct styles_layer *layer, struct base_error *err)
{
    if (!json)
        return BASE_OK;
    size_t length = styles_parser_enter_key(&reader->parser, "filter");
    enum base_status status = styles_filter_parse(&reader->parser, json, &layer->filter, err);
    if (status == BASE_OK)
        styles_parser_leave(&reader->parser, length);
    return status;
}

static enum base_status read_layer(struct reader *reader, json_t *json, struct styles_layer *layer,
                                   struct base_error *err)
{
    layer->maxzoom = 25;
    layer->visible = true;
    layer->id = read_text(reader, json, "id");
    layer->source = read_text(reader, json, "source");
    layer->source_layer = read_text(reader, json, "source-layer");
    if (!layer->id || !*layer->id || !layer->source || !layer->source_layer)
        return wrong(reader, err, "style: %s needs id, source and source-layer as texts");
    layer->coverage =
        json_is_true(json_object_get(json_object_get(json, "metadata"), "yutu:coverage"));
    enum base_status status = read_zoom(reader, json, "minzoom", &layer->minzoom, err);
    if (status == BASE_OK)
        status = read_zoom(reader, json, "maxzoom", &layer->maxzoom, err);
    if (status == BASE_OK)
        status = read_filter(reader, json_object_get(json, "filter"), layer, err);
    if (status == BASE_OK)
        status = read_group(reader, json_object_get(json, "layout"), true, layer, err);
    if (status == BASE_OK)
        status = read_group(reader, json_object_get(json, "paint"), false, layer, err);
    return status;
}

static enum base_status read_layers(struct reader *reader, const json_t *array,
                                    struct base_error *err)
{
    struct styles_style *style = reader->style;
    size_t count = json_array_size(array);
    struct styles_layer *layers = base_arena_calloc(style->arena, count + 1, sizeof *layers);
    if (!layers)
        return no_memory(err);
    style->layers = layers;
    size_t length = styles_parser_enter_key(&reader->parser, "layers");
    if (!json_is_array(array))
        return wrong(reader, err, "style: %s must be an array");
    for (size_t i = 0; i < count; i++) {
        json_t *json = json_array_get(array, i);
        size_t inner = styles_parser_enter_index(&reader->parser, i);
        const char *type = json_string_value(json_object_get(json, "type"));
        if (!type)
            return wrong(reader, err, "style: %s needs a type");
        if (!find_type(type, &layers[style->layer_count].type)) {
            warn(reader, "the layer type", type);
        } else {
            enum base_status status = read_layer(reader, json, &layers[style->layer_count], err);
            if (status != BASE_OK)
                return status;
            style->layer_count++;
        }
        styles_parser_leave(&reader->parser, inner);
    }
    styles_parser_leave(&reader->parser, length);
    return BASE_OK;
}

static enum base_status read_defaults(struct reader *reader, struct base_error *err)
{
    struct styles_layer scratch = {0};
    struct styles_scope scope = {.arena = reader->style->arena};
    for (int i = 0; i < STYLES_PROPERTY_COUNT; i++) {
        const char *text = styles_property_rule((enum styles_property)i)->by_default;
        json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
        enum base_status status =
            json ? read_property(reader, (enum styles_property)i, json, &scratch, err)
                 : no_memory(err);
        json_decref(json);
        if (status != BASE_OK)
            return status;
        reader->style->defaults[i] = styles_expression_evaluate(scratch.properties[i], &scope);
    }
    return BASE_OK;
}

static enum base_status read_style(struct reader *reader, const json_t *root,
                                   struct base_error *err)
{
    if (json_integer_value(json_object_get(root, "version")) != 8)
        return base_fail(err, BASE_INVALID, "style: version must be 8");
    if (json_object_get(root, "glyphs") && !json_is_string(json_object_get(root, "glyphs")))
        return base_fail(err, BASE_INVALID, "style: glyphs must be a text");
    reader->warnings =
        base_arena_calloc(reader->style->arena, WARNINGS_MOST, sizeof *reader->warnings);
    reader->style->name = read_text(reader, root, "name");
    if (!reader->warnings || !reader->style->name)
        return no_memory(err);
    reader->style->warnings = reader->warnings;
    enum base_status status = read_defaults(reader, err);
    return status == BASE_OK ? read_layers(reader, json_object_get(root, "layers"), err) : status;
}

static enum base_status parse_into(struct styles_style *style, const char *json, size_t size,
                                   struct base_error *err)
{
    json_error_t fault;
    json_t *root = json_loadb(json, size, JSON_REJECT_DUPLICATES, &fault);
    if (!root)
        return base_fail(err, BASE_INVALID, "style: not JSON at line %d, column %d: %s", fault.line,
                         fault.column, fault.text);
    struct reader reader = {.parser = {.arena = style->arena}, .style = style};
    enum base_status status = read_style(&reader, root, err);
    json_decref(root);
    return status;
}

enum base_status styles_style_parse(const char *json, size_t size, struct styles_style **out,
                                    struct base_error *err)
{
    struct base_arena *arena = base_arena_create((size_t)64 << 20);
    struct styles_style *style = arena ? base_arena_calloc(arena, 1, sizeof *style) : NULL;
    if (!style) {
        base_arena_free(arena);
        return no_memory(err);
    }
    style->arena = arena;
    base_hash(json, size, style->hash);
    enum base_status status = parse_into(style, json, size, err);
    if (status == BASE_OK)
        *out = style;
    else
        styles_style_free(style);
    return status;
}
