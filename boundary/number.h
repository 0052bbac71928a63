/* boundary/number.h - marker numbers (界桩编号) and the lists of them in agreements. */
#ifndef BOUNDARY_NUMBER_H
#define BOUNDARY_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "store/division.h"

/* How numbers of one level look: a POSIX extended expression with three groups,
 * the line's digits, the serial (digits), and the letter of the type (one); any may be
 * empty, and what a pattern lets through besides does not fit. Within the bounds of
 * boundary/expression.h.
 * Provinces make their own rules below the provincial level, so this is data. */
struct boundary_number_pattern {
    enum store_level level; /* STORE_LEVEL_NONE: any */
    const char *expression;
};

/* The defaults of boundaries.md 2.2, and their number. */
const struct boundary_number_pattern *boundary_number_patterns(uint32_t *count);

struct boundary_number {
    const char *line; /* its digits, not terminated */
    uint32_t line_size;
    uint32_t serial;
    bool has_serial; /* a tri-junction's has none */
    char letter;     /* 'Q', 'A' … 'E', 'I'; 0: none */
};

/* Compiled patterns. */
struct boundary_numbers;

/* patterns NULL: the defaults. BASE_INVALID names an expression that cannot be
 * compiled or has not three groups. */
BASE_MUST_CHECK
enum base_status boundary_numbers_create(const struct boundary_number_pattern *patterns,
                                         uint32_t count, struct boundary_numbers **out,
                                         struct base_error *err);
void boundary_numbers_free(struct boundary_numbers *numbers);

/* Reads a number by the patterns of the level. False, out untouched, when none
 * fits. line is borrowed from text. */
bool boundary_number_parse(const struct boundary_numbers *numbers, enum store_level level,
                           const char *text, struct boundary_number *out);

/* One item of an agreement's list: serials from first to last, of one letter or
 * (0) of any. */
struct boundary_listed {
    uint32_t first, last;
    char letter;
};

/* Reads "001-004,006Q,2223007A": items by comma, 、 or blank, each a number of
 * the level or a range of two. At most 10 000 serials an item. False, out
 * untouched, for anything else or without memory. */
bool boundary_listed_parse(const struct boundary_numbers *numbers, enum store_level level,
                           const char *text, struct base_arena *arena, struct boundary_listed **out,
                           uint32_t *count);

#endif
