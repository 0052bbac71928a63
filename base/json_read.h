/* base/json_read.h - reading JSON: jansson with our limits and sentences.
 *
 * jansson's own functions may be used on what was parsed; never include it
 * together with json-c. `json_auto_t *root = NULL;` frees by itself. */
#ifndef BASE_JSON_READ_H
#define BASE_JSON_READ_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

#define BASE_JSON_READ_DEPTH 64

/* Reads one document, an object or array. The same key twice in one object,
 * malformed UTF-8, \u0000, a number that no double or 64-bit integer holds,
 * nesting deeper than BASE_JSON_READ_DEPTH, and anything behind the document
 * are refused.
 *
 * limit  most bytes, 0: none.
 * out    json_decref it.
 * Returns BASE_OK, BASE_INVALID (says line and column), or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status base_json_parse(const char *text, size_t size, size_t limit, json_t **out,
                                 struct base_error *err);

/* Members of an object. An absent or null one leaves out untouched and is
 * BASE_INVALID only when required, as is one of another type; the sentence
 * names the member. Texts and values are borrowed from object. */
BASE_MUST_CHECK
enum base_status base_json_get_text(const json_t *object, const char *key, bool required,
                                    const char **out, struct base_error *err);
BASE_MUST_CHECK
enum base_status base_json_get_number(const json_t *object, const char *key, bool required,
                                      double *out, struct base_error *err);
/* Whole numbers only, 3.0 included. */
BASE_MUST_CHECK
enum base_status base_json_get_int(const json_t *object, const char *key, bool required,
                                   int64_t *out, struct base_error *err);
BASE_MUST_CHECK
enum base_status base_json_get_bool(const json_t *object, const char *key, bool required, bool *out,
                                    struct base_error *err);
BASE_MUST_CHECK
enum base_status base_json_get_array(const json_t *object, const char *key, bool required,
                                     const json_t **out, struct base_error *err);
BASE_MUST_CHECK
enum base_status base_json_get_object(const json_t *object, const char *key, bool required,
                                      const json_t **out, struct base_error *err);

/* BASE_INVALID naming the first member of object that is not among the count
 * keys, so that a misspelt one does not pass silently. */
BASE_MUST_CHECK
enum base_status base_json_check_keys(const json_t *object, const char *const *keys, size_t count,
                                      struct base_error *err);

#endif
