/* base/json.c - a streaming JSON writer. */
#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

void base_json_init(struct base_json *json, struct base_buffer *out)
{
    *json = (struct base_json){.out = out};
}

/* The comma before a value or key, where one is due. */
static void separate(struct base_json *json)
{
    if (json->after_key) {
        json->after_key = false;
        return;
    }
    if (json->depth == 0)
        return;
    bool *has_item = &json->has_item[json->depth - 1];
    if (*has_item)
        base_buffer_byte(json->out, ',');
    *has_item = true;
}

/* What stands before every value. */
static void begin_value(struct base_json *json)
{
    assert(json->depth == 0 || json->after_key || !json->is_object[json->depth - 1]);
    separate(json);
}

static void begin(struct base_json *json, unsigned char bracket)
{
    begin_value(json);
    assert(json->depth < BASE_JSON_DEPTH);
    base_buffer_byte(json->out, bracket);
    json->is_object[json->depth] = bracket == '{';
    json->has_item[json->depth++] = false;
}

static void end(struct base_json *json, unsigned char bracket)
{
    assert(json->depth > 0 && !json->after_key);
    json->depth--;
    assert(json->is_object[json->depth] == (bracket == '}'));
    base_buffer_byte(json->out, bracket);
}

void base_json_object_begin(struct base_json *json)
{
    begin(json, '{');
}

void base_json_object_end(struct base_json *json)
{
    end(json, '}');
}

void base_json_array_begin(struct base_json *json)
{
    begin(json, '[');
}

void base_json_array_end(struct base_json *json)
{
    end(json, ']');
}

static void write_escape(struct base_buffer *out, unsigned char c)
{
    static const char SHORT[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (size_t i = 0; i + 1 < sizeof SHORT - 1; i += 2)
        if ((unsigned char)SHORT[i] == c) {
            base_buffer_byte(out, '\\');
            base_buffer_byte(out, (unsigned char)SHORT[i + 1]);
            return;
        }
    base_buffer_printf(out, "\\u%04x", c);
}

static void write_string(struct base_buffer *out, const char *text, size_t size)
{
    base_buffer_byte(out, '"');
    size_t from = 0; /* what was not written yet */
    for (size_t at = 0; at < size;) {
        unsigned char c = (unsigned char)text[at];
        size_t start = at;
        if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
            at++;
            continue;
        }
        uint32_t code_point = base_text_next(text, size, &at);
        if (c >= 0x80 && code_point != 0xFFFD)
            continue;
        base_buffer_append(out, text + from, start - from);
        if (c >= 0x80)
            base_buffer_text(out, "\xEF\xBF\xBD");
        else
            write_escape(out, c);
        from = at;
    }
    base_buffer_append(out, text + from, size - from);
    base_buffer_byte(out, '"');
}

void base_json_key(struct base_json *json, const char *key)
{
    assert(json->depth > 0 && json->is_object[json->depth - 1] && !json->after_key);
    separate(json);
    write_string(json->out, key, strlen(key));
    base_buffer_byte(json->out, ':');
    json->after_key = true;
}

void base_json_string_n(struct base_json *json, const char *text, size_t size)
{
    if (!text) {
        base_json_null(json);
        return;
    }
    begin_value(json);
    write_string(json->out, text, size);
}

void base_json_string(struct base_json *json, const char *text)
{
    base_json_string_n(json, text, text ? strlen(text) : 0);
}

void base_json_raw(struct base_json *json, const char *text, size_t size)
{
    begin_value(json);
    base_buffer_append(json->out, text, size);
}

void base_json_members(struct base_json *json, const char *text, size_t size)
{
    assert(json->depth > 0 && json->is_object[json->depth - 1] && !json->after_key);
    separate(json);
    base_buffer_append(json->out, text, size);
}

void base_json_null(struct base_json *json)
{
    base_json_raw(json, "null", 4);
}

void base_json_bool(struct base_json *json, bool value)
{
    base_json_raw(json, value ? "true" : "false", value ? 4 : 5);
}

void base_json_number(struct base_json *json, double value)
{
    char text[BASE_NUMBER_SIZE];
    if (isfinite(value))
        base_json_raw(json, text, base_number_print(value, text));
    else
        base_json_null(json);
}

void base_json_fixed(struct base_json *json, double value, int digits)
{
    char text[BASE_NUMBER_SIZE];
    if (isfinite(value))
        base_json_raw(json, text, base_number_print_fixed(value, digits, text));
    else
        base_json_null(json);
}

void base_json_int(struct base_json *json, int64_t value)
{
    begin_value(json);
    base_buffer_printf(json->out, "%lld", (long long)value);
}

void base_json_key_string(struct base_json *json, const char *key, const char *text)
{
    base_json_key(json, key);
    base_json_string(json, text);
}

void base_json_key_number(struct base_json *json, const char *key, double value)
{
    base_json_key(json, key);
    base_json_number(json, value);
}

void base_json_key_fixed(struct base_json *json, const char *key, double value, int digits)
{
    base_json_key(json, key);
    base_json_fixed(json, value, digits);
}

void base_json_key_int(struct base_json *json, const char *key, int64_t value)
{
    base_json_key(json, key);
    base_json_int(json, value);
}

void base_json_key_bool(struct base_json *json, const char *key, bool value)
{
    base_json_key(json, key);
    base_json_bool(json, value);
}

void base_json_key_null(struct base_json *json, const char *key)
{
    base_json_key(json, key);
    base_json_null(json);
}
