/* import/columns.h - which column holds which field. */
#ifndef IMPORT_COLUMNS_H
#define IMPORT_COLUMNS_H

#include <stddef.h>

#include "base/error.h"
#include "import/kind.h"

struct import_map;

/* of[i] is the column of the kind's field i, or -1. A plain value. */
struct import_columns {
    int of[IMPORT_FIELDS];
};

/* Finds each field's column: as the maps say, else the field's own name, else
 * the known Chinese and English names, whatever the case and blanks; a name
 * cut off after 10 bytes, as in a .dbf, counts too. No column serves twice,
 * but for those that maps name.
 * Returns BASE_OK, or BASE_INVALID when a map names a field or column that
 * does not exist (the message lists those that do). */
BASE_MUST_CHECK
enum base_status import_columns_find(enum import_kind kind, const char *const *columns,
                                     size_t column_count, const struct import_map *maps,
                                     size_t map_count, struct import_columns *out,
                                     struct base_error *err);

/* The names with ", " between them, cut with "…" when too long. Returns out. */
const char *import_columns_list(const char *const *columns, size_t count, char *out, size_t size);

/* What a column's own name says about the unit of its numbers, as a factor to
 * the wanted unit: "面积(公顷)" is 0.01 km², "人口(万人)" is 10000 persons,
 * "点位中误差(cm)" 0.01 m. 1 when it says nothing. */
double import_columns_factor(const char *field, const char *column);

#endif
