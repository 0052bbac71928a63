/* styles/parser.h - from JSON to compiled expressions; private to the folder. */
#ifndef STYLES_PARSER_H
#define STYLES_PARSER_H

#include <jansson.h>

#include "base/arena.h"
#include "base/error.h"
#include "styles/expression.h"

#define STYLES_PATH_SIZE  256
#define STYLES_DEPTH_MOST 64

/* Where the parser is, as a JSON path ("layers[2].paint.fill-color[1]"), and
 * the memory that compiled expressions live in. */
struct styles_parser {
    struct base_arena *arena;
    char path[STYLES_PATH_SIZE];
    int depth;
};

/* Append ".key" or "[index]" and give back the length to cut to afterwards. */
size_t styles_parser_enter_key(struct styles_parser *parser, const char *key);
size_t styles_parser_enter_index(struct styles_parser *parser, size_t index);
void styles_parser_leave(struct styles_parser *parser, size_t length);

/* Compiles JSON; wanted says what the result should be, so that texts in its
 * outputs become colours where a colour is wanted (STYLES_NULL: anything).
 * BASE_INVALID names path and fault. */
BASE_MUST_CHECK
enum base_status styles_expression_parse(struct styles_parser *parser, const json_t *json,
                                         enum styles_kind wanted,
                                         const struct styles_expression **out,
                                         struct base_error *err);

/* A filter, in the expression form or the old one (["==", "key", value]). */
BASE_MUST_CHECK
enum base_status styles_filter_parse(struct styles_parser *parser, const json_t *json,
                                     const struct styles_expression **out, struct base_error *err);

/* An expression that always gives value. NULL when the arena is full. */
const struct styles_expression *styles_expression_constant(struct base_arena *arena,
                                                           struct styles_value value);

#endif
