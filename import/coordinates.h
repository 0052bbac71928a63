/* import/coordinates.h - tables that carry coordinates in columns. */
#ifndef IMPORT_COORDINATES_H
#define IMPORT_COORDINATES_H

#include "import/columns.h"
#include "import/table.h"

/* Makes a WKB point of each row's lon and lat, or x and y, where the kind has
 * them and the source gives no geometry of its own. In Chinese survey tables X
 * is north and Y east: which is which is read from the numbers, and told in
 * report->axes. A cell that is no number becomes a `value-invalid` error, and a
 * point whose coordinates stand in the other order than most a `geometry-outside`
 * one.
 *
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status import_coordinates_attach(struct import_table *table, enum import_kind kind,
                                           const struct import_columns *columns,
                                           struct base_arena *arena, struct import_report *report,
                                           struct base_error *err);

#endif
