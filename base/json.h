/* base/json.h - a streaming JSON writer. Reading is jansson's business. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

#define BASE_JSON_DEPTH 64

/* Writes one document into a buffer, commas and quotes by itself. A call that
 * makes no sense (a value without a key in an object) asserts. */
struct base_json {
    struct base_buffer *out; /* borrowed */
    int depth;
    bool has_item[BASE_JSON_DEPTH]; /* of each open object or array */
    bool is_object[BASE_JSON_DEPTH];
    bool after_key;
};

void base_json_init(struct base_json *json, struct base_buffer *out);

void base_json_object_begin(struct base_json *json);
void base_json_object_end(struct base_json *json);
void base_json_array_begin(struct base_json *json);
void base_json_array_end(struct base_json *json);

void base_json_key(struct base_json *json, const char *key);

/* Values. text NULL writes null; malformed UTF-8 is written as U+FFFD. A
 * number that is not finite writes null. */
void base_json_string(struct base_json *json, const char *text);
void base_json_string_n(struct base_json *json, const char *text, size_t size);
void base_json_number(struct base_json *json, double value);
/* At most digits decimals: for measures whose further digits mean nothing. */
void base_json_fixed(struct base_json *json, double value, int digits);
void base_json_int(struct base_json *json, int64_t value);
void base_json_bool(struct base_json *json, bool value);
void base_json_null(struct base_json *json);
/* A value that is JSON text already. */
void base_json_raw(struct base_json *json, const char *text, size_t size);
/* One or more members of the open object that are JSON text already: "a":1,"b":2. */
void base_json_members(struct base_json *json, const char *text, size_t size);

/* Key and value in one line. */
void base_json_key_string(struct base_json *json, const char *key, const char *text);
void base_json_key_number(struct base_json *json, const char *key, double value);
void base_json_key_fixed(struct base_json *json, const char *key, double value, int digits);
void base_json_key_int(struct base_json *json, const char *key, int64_t value);
void base_json_key_bool(struct base_json *json, const char *key, bool value);
void base_json_key_null(struct base_json *json, const char *key);

#endif
