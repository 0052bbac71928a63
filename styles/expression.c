/* styles/expression.c - compiling expressions. */
#include "styles/expression.h"

#include <stdio.h>
#include <string.h>

#include "styles/node.h"
#include "styles/parser.h"

struct styles_value styles_expression_evaluate(const struct styles_expression *expression,
                                               const struct styles_scope *scope)
{
    return expression->evaluate(expression, scope);
}

bool styles_expression_is_constant(const struct styles_expression *expression)
{
    return !expression->needs_zoom && !expression->needs_feature;
}

bool styles_expression_needs_feature(const struct styles_expression *expression)
{
    return expression->needs_feature;
}

size_t styles_parser_enter_key(struct styles_parser *parser, const char *key)
{
    size_t length = strlen(parser->path);
    snprintf(parser->path + length, sizeof parser->path - length, "%s%s", length ? "." : "", key);
    return length;
}

size_t styles_parser_enter_index(struct styles_parser *parser, size_t index)
{
    size_t length = strlen(parser->path);
    snprintf(parser->path + length, sizeof parser->path - length, "[%zu]", index);
    return length;
}

void styles_parser_leave(struct styles_parser *parser, size_t length)
{
    parser->path[length] = '\0';
}

static struct styles_expression *new_node(struct base_arena *arena, styles_evaluate evaluate,
                                          uint32_t count)
{
    struct styles_expression *node = base_arena_calloc(arena, 1, sizeof *node);
    if (!node)
        return NULL;
    node->evaluate = evaluate;
    node->args = base_arena_calloc(arena, count ? count : 1, sizeof *node->args);
    node->count = count;
    return node->args ? node : NULL;
}

const struct styles_expression *styles_expression_constant(struct base_arena *arena,
                                                           struct styles_value value)
{
    struct styles_expression *node = new_node(arena, styles_eval_constant, 0);
    if (node)
        node->value = value;
    return node;
}

static enum base_status no_memory(struct base_error *err)
{
    return base_fail(err, BASE_NO_MEMORY, "no memory for the style");
}

static enum base_status wrong(const struct styles_parser *parser, struct base_error *err,
                              const char *what)
{
    return base_fail(err, BASE_INVALID, what, parser->path);
}

/* A JSON value as a style value; arrays of anything but objects. */
static enum base_status read_value(struct styles_parser *parser, const json_t *json,
                                   struct styles_value *out, struct base_error *err)
{
    if (json_is_boolean(json)) {
        *out = styles_value_boolean(json_is_true(json));
    } else if (json_is_number(json)) {
        *out = styles_value_number(json_number_value(json));
    } else if (json_is_null(json)) {
        *out = styles_value_null();
    } else if (json_is_string(json)) {
        char *text = base_arena_strdup(parser->arena, json_string_value(json));
        if (!text)
            return no_memory(err);
        *out = styles_value_string(text);
    } else if (json_is_array(json)) {
        size_t count = json_array_size(json);
        struct styles_value *items = base_arena_calloc(parser->arena, count + 1, sizeof *items);
        if (!items)
            return no_memory(err);
        for (size_t i = 0; i < count; i++) {
            size_t length = styles_parser_enter_index(parser, i);
            enum base_status status = read_value(parser, json_array_get(json, i), &items[i], err);
            if (status != BASE_OK)
                return status;
            styles_parser_leave(parser, length);
        }
        *out = (struct styles_value){.kind = STYLES_ARRAY};
        out->as.array.items = items;
        out->as.array.count = (uint32_t)count;
    } else {
        return wrong(parser, err, "style: %s must not be an object");
    }
    return BASE_OK;
}

static const char *kind_wish(enum styles_kind kind)
{
    static const char *const WISHES[] = {
        "style: %s must be null",     "style: %s must be true or false",
        "style: %s must be a number", "style: %s must be a text",
        "style: %s must be a colour", "style: %s must be an array"};
    return WISHES[kind];
}

static enum base_status check_kind(struct styles_parser *parser, struct styles_value *value,
                                   enum styles_kind wanted, struct base_error *err)
{
    struct styles_color color;
    if (wanted == STYLES_NULL || value->kind == STYLES_NULL || value->kind == wanted)
        return BASE_OK;
    if (wanted == STYLES_COLOR && value->kind == STYLES_STRING &&
        styles_color_parse(value->as.text, &color)) {
        *value = styles_value_color(color);
        return BASE_OK;
    }
    return wrong(parser, err, kind_wish(wanted));
}

static enum base_status parse_constant(struct styles_parser *parser, const json_t *json,
                                       enum styles_kind wanted,
                                       const struct styles_expression **out, struct base_error *err)
{
    struct styles_value value;
    enum base_status status = read_value(parser, json, &value, err);
    if (status == BASE_OK)
        status = check_kind(parser, &value, wanted, err);
    if (status != BASE_OK)
        return status;
    *out = styles_expression_constant(parser->arena, value);
    return *out ? BASE_OK : no_memory(err);
}

/* Parses element index of json as argument slot of node. */
static enum base_status parse_argument(struct styles_parser *parser, const json_t *json,
                                       size_t index, enum styles_kind wanted,
                                       struct styles_expression *node, uint32_t slot,
                                       struct base_error *err)
{
    size_t length = styles_parser_enter_index(parser, index);
    const struct styles_expression *argument = NULL;
    enum base_status status =
        styles_expression_parse(parser, json_array_get(json, index), wanted, &argument, err);
    if (status != BASE_OK)
        return status;
    styles_parser_leave(parser, length);
    node->args[slot] = argument;
    node->needs_zoom |= argument->needs_zoom;
    node->needs_feature |= argument->needs_feature;
    return BASE_OK;
}

/* ["case", condition, output, …, fallback] */
static enum base_status parse_case(struct styles_parser *parser, const json_t *json,
                                   enum styles_kind wanted, const struct styles_expression **out,
                                   struct base_error *err)
{
    size_t count = json_array_size(json) - 1;
    if (count < 3 || count % 2 == 0)
        return wrong(parser, err, "style: %s needs pairs of condition and output, and a fallback");
    struct styles_expression *node = new_node(parser->arena, styles_eval_case, (uint32_t)count);
    if (!node)
        return no_memory(err);
    for (uint32_t i = 0; i < count; i++) {
        bool condition = i % 2 == 0 && i + 1 < count;
        enum base_status status =
            parse_argument(parser, json, i + 1, condition ? STYLES_NULL : wanted, node, i, err);
        if (status != BASE_OK)
            return status;
    }
    *out = node;
    return BASE_OK;
}

static size_t label_count(const json_t *label)
{
    return json_is_array(label) ? json_array_size(label) : 1;
}

/* Puts one label pair (or several, for an array of labels) behind slot. */
static enum base_status parse_labels(struct styles_parser *parser, const json_t *json, size_t index,
                                     enum styles_kind wanted, struct styles_expression *node,
                                     uint32_t *slot, struct base_error *err)
{
    const json_t *labels = json_array_get(json, index);
    size_t length = styles_parser_enter_index(parser, index);
    for (size_t i = 0; i < label_count(labels); i++) {
        const json_t *label = json_is_array(labels) ? json_array_get(labels, i) : labels;
        if (!json_is_string(label) && !json_is_number(label))
            return wrong(parser, err, "style: %s must be a text, a number or an array of them");
        enum base_status status =
            parse_constant(parser, label, STYLES_NULL, &node->args[*slot], err);
        if (status != BASE_OK)
            return status;
        *slot += 2;
    }
    styles_parser_leave(parser, length);
    uint32_t last = *slot - 1;
    enum base_status status = parse_argument(parser, json, index + 1, wanted, node, last, err);
    for (size_t i = 1; status == BASE_OK && i < label_count(labels); i++)
        node->args[last - 2 * i] = node->args[last];
    return status;
}

/* ["match", input, label or [labels], output, …, fallback] */
static enum base_status parse_match(struct styles_parser *parser, const json_t *json,
                                    enum styles_kind wanted, const struct styles_expression **out,
                                    struct base_error *err)
{
    size_t size = json_array_size(json), slots = 2;
    if (size < 5 || size % 2 == 0)
        return wrong(parser, err,
                     "style: %s needs an input, pairs of label and output, and a fallback");
    for (size_t i = 2; i + 1 < size; i += 2) {
        if (label_count(json_array_get(json, i)) == 0)
            return wrong(parser, err, "style: %s has an empty array of labels");
        slots += 2 * label_count(json_array_get(json, i));
    }
    struct styles_expression *node = new_node(parser->arena, styles_eval_match, (uint32_t)slots);
    if (!node)
        return no_memory(err);
    enum base_status status = parse_argument(parser, json, 1, STYLES_NULL, node, 0, err);
    uint32_t slot = 1;
    for (size_t i = 2; status == BASE_OK && i + 1 < size; i += 2)
        status = parse_labels(parser, json, i, wanted, node, &slot, err);
    if (status == BASE_OK)
        status = parse_argument(parser, json, size - 1, wanted, node, (uint32_t)slots - 1, err);
    *out = node;
    return status;
}

/* Stops and outputs from JSON element `first` on, into node behind slot. */
static enum base_status parse_stops(struct styles_parser *parser, const json_t *json, size_t first,
                                    enum styles_kind wanted, struct styles_expression *node,
                                    uint32_t slot, struct base_error *err)
{
    double before = -1e300;
    for (size_t i = first; i + 1 < json_array_size(json); i += 2, slot += 2) {
        size_t length = styles_parser_enter_index(parser, i);
        const json_t *stop = json_array_get(json, i);
        if (!json_is_number(stop) || json_number_value(stop) <= before)
            return wrong(parser, err, "style: %s must be a number above the stop before it");
        before = json_number_value(stop);
        enum base_status status =
            parse_constant(parser, stop, STYLES_NUMBER, &node->args[slot], err);
        if (status != BASE_OK)
            return status;
        styles_parser_leave(parser, length);
        status = parse_argument(parser, json, i + 1, wanted, node, slot + 1, err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

/* ["step", input, output, stop, output, …] */
static enum base_status parse_step(struct styles_parser *parser, const json_t *json,
                                   enum styles_kind wanted, const struct styles_expression **out,
                                   struct base_error *err)
{
    size_t size = json_array_size(json);
    if (size < 3 || size % 2 == 0)
        return wrong(parser, err,
                     "style: %s needs an input, an output and pairs of stop and output");
    struct styles_expression *node = new_node(parser->arena, styles_eval_step, (uint32_t)size - 1);
    if (!node)
        return no_memory(err);
    enum base_status status = parse_argument(parser, json, 1, STYLES_NULL, node, 0, err);
    if (status == BASE_OK)
        status = parse_argument(parser, json, 2, wanted, node, 1, err);
    if (status == BASE_OK)
        status = parse_stops(parser, json, 3, wanted, node, 2, err);
    *out = node;
    return status;
}

/* ["linear"] or ["exponential", base]; 0 for anything else. */
static double interpolation_base(const json_t *json)
{
    const char *name = json_string_value(json_array_get(json, 0));
    if (name && strcmp(name, "linear") == 0)
        return 1;
    if (!name || strcmp(name, "exponential") != 0)
        return 0;
    return json_number_value(json_array_get(json, 1));
}

/* ["interpolate", interpolation, input, stop, output, …] */
static enum base_status parse_interpolate(struct styles_parser *parser, const json_t *json,
                                          enum styles_kind wanted,
                                          const struct styles_expression **out,
                                          struct base_error *err)
{
    size_t size = json_array_size(json);
    double base = interpolation_base(json_array_get(json, 1));
    if (size < 5 || size % 2 == 0)
        return wrong(parser, err,
                     "style: %s needs an interpolation, an input and pairs of stop and output");
    if (base <= 0)
        return wrong(parser, err,
                     "style: %s interpolates by [\"linear\"] or [\"exponential\", base] only");
    struct styles_expression *node =
        new_node(parser->arena, styles_eval_interpolate, (uint32_t)size - 2);
    if (!node)
        return no_memory(err);
    node->base = base;
    enum base_status status = parse_argument(parser, json, 2, STYLES_NULL, node, 0, err);
    if (status == BASE_OK)
        status = parse_stops(parser, json, 3, wanted, node, 1, err);
    *out = node;
    return status;
}

/* ["literal", value] */
static enum base_status parse_literal(struct styles_parser *parser, const json_t *json,
                                      enum styles_kind wanted, const struct styles_expression **out,
                                      struct base_error *err)
{
    if (json_array_size(json) != 2)
        return wrong(parser, err, "style: %s needs exactly one value");
    return parse_constant(parser, json_array_get(json, 1), wanted, out, err);
}

static enum base_status parse_operator(struct styles_parser *parser, const json_t *json,
                                       enum styles_kind wanted,
                                       const struct styles_expression **out, struct base_error *err)
{
    const char *name = json_string_value(json_array_get(json, 0));
    const struct styles_operator *operator= styles_operator_find(name);
    if (!operator)
        return base_fail(err, BASE_INVALID,
                         "style: %s uses the operator \"%s\", which is not known", parser->path,
                         name);
    int count = (int)json_array_size(json) - 1;
    if (count < operator->least ||(operator->most >= 0 && count> operator->most))
        return base_fail(err, BASE_INVALID,
                         "style: %s gives \"%s\" a wrong number of arguments: %d", parser->path,
                         name, count);
    struct styles_expression *node = new_node(parser->arena, operator->evaluate, (uint32_t)count);
    if (!node)
        return no_memory(err);
    node->needs_zoom = operator->reads_zoom;
    node->needs_feature = operator->reads_feature;
    for (int i = 0; i < count; i++) {
        enum base_status status =
            parse_argument(parser, json, (size_t)i + 1, operator->passes ? wanted : STYLES_NULL,
                           node, (uint32_t)i, err);
        if (status != BASE_OK)
            return status;
    }
    *out = node;
    return BASE_OK;
}

typedef enum base_status (*form_parser)(struct styles_parser *, const json_t *, enum styles_kind,
                                        const struct styles_expression **, struct base_error *);

static form_parser find_form(const char *name)
{
    static const struct {
        const char *name;
        form_parser parse;
    } FORMS[] = {
        {"literal", parse_literal},         {"case", parse_case}, {"match", parse_match},
        {"interpolate", parse_interpolate}, {"step", parse_step},
    };
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++)
        if (strcmp(FORMS[i].name, name) == 0)
            return FORMS[i].parse;
    return parse_operator;
}

/* False for the first element of a bare array such as ["Regular"] or [2, 1]. */
static bool is_form(const char *name)
{
    return name && (find_form(name) != parse_operator || styles_operator_find(name));
}

enum base_status styles_expression_parse(struct styles_parser *parser, const json_t *json,
                                         enum styles_kind wanted,
                                         const struct styles_expression **out,
                                         struct base_error *err)
{
    const char *name = json_string_value(json_array_get(json, 0));
    if (!json_is_array(json) || (wanted == STYLES_ARRAY && !is_form(name)))
        return parse_constant(parser, json, wanted, out, err);
    if (!name)
        return wrong(parser, err, "style: %s must begin with the name of an operator");
    if (parser->depth >= STYLES_DEPTH_MOST)
        return wrong(parser, err, "style: %s is nested too deeply");
    parser->depth++;
    enum base_status status = find_form(name)(parser, json, wanted, out, err);
    parser->depth--;
    return status;
}
