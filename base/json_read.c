/* base/json_read.c - reading JSON: jansson with our limits and sentences. */
#include "base/json_read.h"

#include <math.h>
#include <string.h>

/* True when brackets outside strings nest deeper than the limit. jansson's own
 * limit is 2048, too deep for whoever walks the result by recursion. */
static bool too_deep(const char *text, size_t size)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '[' || c == '{') && ++depth > BASE_JSON_READ_DEPTH)
            return true;
        else if (!in_string && (c == ']' || c == '}'))
            depth--;
    }
    return false;
}

enum base_status base_json_parse(const char *text, size_t size, size_t limit, json_t **out,
                                 struct base_error *err)
{
    if (limit && size > limit)
        return base_fail(err, BASE_INVALID, "the JSON text is larger than the limit of %zu bytes",
                         limit);
    if (too_deep(text, size))
        return base_fail(err, BASE_INVALID, "the JSON text nests deeper than %d levels",
                         BASE_JSON_READ_DEPTH);
    json_error_t fault;
    json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &fault);
    if (!root && json_error_code(&fault) == json_error_out_of_memory)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (!root)
        return base_fail(err, BASE_INVALID, "not valid JSON at line %d, column %d: %s", fault.line,
                         fault.column, fault.text);
    *out = root;
    return BASE_OK;
}

/* Sets *value to the member, or to NULL when it may be absent and is. */
static enum base_status find(const json_t *object, const char *key, bool required, json_t **value,
                             struct base_error *err)
{
    *value = json_object_get(object, key);
    if (json_is_null(*value))
        *value = NULL;
    if (!*value && required)
        return base_fail(err, BASE_INVALID, "the member \"%s\" is missing", key);
    return BASE_OK;
}

enum base_status base_json_get_text(const json_t *object, const char *key, bool required,
                                    const char **out, struct base_error *err)
{
    json_t *value;
    enum base_status status = find(object, key, required, &value, err);
    if (!value)
        return status;
    if (!json_is_string(value))
        return base_fail(err, BASE_INVALID, "the member \"%s\" must be a text", key);
    *out = json_string_value(value);
    return BASE_OK;
}

enum base_status base_json_get_number(const json_t *object, const char *key, bool required,
                                      double *out, struct base_error *err)
{
    json_t *value;
    enum base_status status = find(object, key, required, &value, err);
    if (!value)
        return status;
    if (!json_is_number(value))
        return base_fail(err, BASE_INVALID, "the member \"%s\" must be a number", key);
    *out = json_number_value(value);
    return BASE_OK;
}

enum base_status base_json_get_int(const json_t *object, const char *key, bool required,
                                   int64_t *out, struct base_error *err)
{
    json_t *value;
    enum base_status status = find(object, key, required, &value, err);
    if (!value)
        return status;
    double real = json_real_value(value);
    if (json_is_integer(value))
        *out = json_integer_value(value);
    else if (json_is_real(value) && real == floor(real) && fabs(real) <= 9007199254740992.0)
        *out = (int64_t)real;
    else
        return base_fail(err, BASE_INVALID, "the member \"%s\" must be a whole number", key);
    return BASE_OK;
}

enum base_status base_json_get_bool(const json_t *object, const char *key, bool required, bool *out,
                                    struct base_error *err)
{
    json_t *value;
    enum base_status status = find(object, key, required, &value, err);
    if (!value)
        return status;
    if (!json_is_boolean(value))
        return base_fail(err, BASE_INVALID, "the member \"%s\" must be true or false", key);
    *out = json_is_true(value);
    return BASE_OK;
}

enum base_status base_json_get_array(const json_t *object, const char *key, bool required,
                                     const json_t **out, struct base_error *err)
{
    json_t *value;
    enum base_status status = find(object, key, required, &value, err);
    if (!value)
        return status;
    if (!json_is_array(value))
        return base_fail(err, BASE_INVALID, "the member \"%s\" must be a list", key);
    *out = value;
    return BASE_OK;
}

enum base_status base_json_get_object(const json_t *object, const char *key, bool required,
                                      const json_t **out, struct base_error *err)
{
    json_t *value;
    enum base_status status = find(object, key, required, &value, err);
    if (!value)
        return status;
    if (!json_is_object(value))
        return base_fail(err, BASE_INVALID, "the member \"%s\" must be an object", key);
    *out = value;
    return BASE_OK;
}

static bool is_among(const char *key, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

enum base_status base_json_check_keys(const json_t *object, const char *const *keys, size_t count,
                                      struct base_error *err)
{
    /* jansson's iterators want a pointer that is not const, and change nothing. */
    json_t *members = (json_t *)(uintptr_t)object;
    for (void *at = json_object_iter(members); at; at = json_object_iter_next(members, at))
        if (!is_among(json_object_iter_key(at), keys, count))
            return base_fail(err, BASE_INVALID, "the member \"%s\" is not known here",
                             json_object_iter_key(at));
    return BASE_OK;
}
