/* base/config.h - settings in a file of `name = value` lines.
 *
 *   # a comment
 *   port = 8080
 *   host = 127.0.0.1
 *
 * A value is the rest of its line without blanks at the ends; there are no
 * quotes. Empty lines and lines that begin with # are skipped. */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum base_config_kind {
    BASE_CONFIG_TEXT,   /* out is const char **, a copy in the arena */
    BASE_CONFIG_INT,    /* int64_t * */
    BASE_CONFIG_NUMBER, /* double * */
    BASE_CONFIG_BOOL,   /* bool *: true/false, yes/no, on/off */
};

struct base_config_option {
    const char *name;
    enum base_config_kind kind;
    void *out;
    double min, max; /* of INT and NUMBER, inclusive */
};

/* Reads text and sets what it names; what it does not name keeps its value.
 * Returns BASE_OK, or BASE_INVALID with the number of the line that has no
 * name or value, an unknown or repeated name, or a value that does not fit;
 * BASE_NO_MEMORY. Nothing is set then. */
BASE_MUST_CHECK
enum base_status base_config_parse(const char *text, size_t size,
                                   const struct base_config_option *options, size_t count,
                                   struct base_arena *arena, struct base_error *err);

/* The same from a file of at most 1 MiB; sentences begin with its path. Also
 * BASE_NOT_FOUND and BASE_FAILED. */
BASE_MUST_CHECK
enum base_status base_config_read(const char *path, const struct base_config_option *options,
                                  size_t count, struct base_arena *arena, struct base_error *err);

#endif
