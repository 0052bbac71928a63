/* styles/filter.c - filters, and the old form that many styles still use. */
#include <string.h>

#include "styles/parser.h"

/* True when the filter is an expression (after MapLibre's own rule). */
static bool is_expression(const json_t *filter)
{
    const char *name = json_string_value(json_array_get(filter, 0));
    size_t size = json_array_size(filter);
    const json_t *first = json_array_get(filter, 1), *second = json_array_get(filter, 2);
    if (!name)
        return false;
    if (strcmp(name, "has") == 0) {
        const char *key = json_string_value(first);
        return !key || (strcmp(key, "$id") != 0 && strcmp(key, "$type") != 0);
    }
    if (strcmp(name, "in") == 0)
        return size == 3 && (!json_is_string(first) || json_is_array(second));
    if (strcmp(name, "!in") == 0 || strcmp(name, "!has") == 0 || strcmp(name, "none") == 0)
        return false;
    if (strlen(name) <= 2 && strpbrk(name, "=<>"))
        return size != 3 || json_is_array(first) || json_is_array(second);
    if (strcmp(name, "any") != 0 && strcmp(name, "all") != 0)
        return true;
    for (size_t i = 1; i < size; i++) {
        const json_t *part = json_array_get(filter, i);
        if (!json_is_boolean(part) && !is_expression(part))
            return false;
    }
    return true;
}

static json_t *key_expression(const char *key)
{
    if (key && strcmp(key, "$type") == 0)
        return json_pack("[s]", "geometry-type");
    if (key && strcmp(key, "$id") == 0)
        return json_pack("[s]", "id");
    return json_pack("[ss]", "get", key ? key : "");
}

static json_t *convert(const json_t *filter);

static json_t *convert_in(const json_t *filter)
{
    json_t *values = json_array();
    for (size_t i = 2; i < json_array_size(filter); i++)
        json_array_append(values, json_array_get(filter, i));
    const char *key = json_string_value(json_array_get(filter, 1));
    return json_pack("[so[so]]", "in", key_expression(key), "literal", values);
}

static json_t *convert_group(const char *name, const json_t *filter)
{
    json_t *out = json_pack("[s]", name);
    for (size_t i = 1; i < json_array_size(filter); i++)
        json_array_append_new(out, convert(json_array_get(filter, i)));
    return out;
}

/* The expression that an old filter stands for; a new reference. */
static json_t *convert(const json_t *filter)
{
    if (!json_is_array(filter) || is_expression(filter))
        return json_deep_copy(filter);
    const char *name = json_string_value(json_array_get(filter, 0));
    const char *key = json_string_value(json_array_get(filter, 1));
    if (!name)
        return json_deep_copy(filter);
    if (strcmp(name, "none") == 0)
        return json_pack("[so]", "!", convert_group("any", filter));
    if (strcmp(name, "all") == 0 || strcmp(name, "any") == 0)
        return convert_group(name, filter);
    if (strcmp(name, "in") == 0)
        return convert_in(filter);
    if (strcmp(name, "!in") == 0)
        return json_pack("[so]", "!", convert_in(filter));
    if (strcmp(name, "has") == 0 || strcmp(name, "!has") == 0) {
        json_t *found = json_pack("[son]", "!=", key_expression(key));
        return name[0] == '!' ? json_pack("[so]", "!", found) : found;
    }
    return json_pack("[soO]", name, key_expression(key), json_array_get(filter, 2));
}

enum base_status styles_filter_parse(struct styles_parser *parser, const json_t *json,
                                     const struct styles_expression **out, struct base_error *err)
{
    json_t *converted = convert(json);
    if (!converted)
        return base_fail(err, BASE_INVALID, "style: %s is no filter", parser->path);
    enum base_status status = styles_expression_parse(parser, converted, STYLES_NULL, out, err);
    json_decref(converted);
    return status;
}
