/* import/export_rows.h - rows to be written as texts and geometry. */
#ifndef IMPORT_EXPORT_ROWS_H
#define IMPORT_EXPORT_ROWS_H

#include "geo/geometry.h"
#include "import/export.h"
#include "store/version.h"

#define EXPORT_COLUMNS 24

enum export_type { EXPORT_TEXT, EXPORT_INTEGER, EXPORT_REAL };

/* Name of a column, which is also the field's name for import. */
struct export_column {
    const char *name;
    enum export_type type;
};

/* One row; NULL values are null. */
struct export_row {
    const char *values[EXPORT_COLUMNS];
    const char *division; /* the unit it is in, by code; NULL: by geometry */
    const char *other;    /* a second unit that it belongs to as well; NULL: none */
    int64_t edition, version;
    const char *entity;           /* of the version; NULL: the kind's own */
    struct geo_geometry geometry; /* part_count 0: none */
    struct store_source source;   /* the digits it came in; read for --crs only */
};

struct export_table {
    const struct export_column *columns;
    size_t column_count;
    int geometry; /* enum geo_kind of the layer; 0: any; -1: a table without geometry */
    struct export_row *rows;
    size_t count;
};

/* Writes a table of the caller's, as export_run does what the record holds, in a
 * layer of that name; rows whose edition may not be exported are left out of it.
 * options->kind and findings are not used. */
BASE_MUST_CHECK
enum base_status export_table_write(struct store *store, const struct export_options *options,
                                    const char *layer, const struct export_table *table,
                                    struct base_arena *arena, const struct base_progress *progress,
                                    struct export_result *out, struct base_error *err);

/* The rest is internal to export. */

/* Reads all rows of the kind as of the day. */
BASE_MUST_CHECK
enum base_status export_rows_read(struct store *store, const struct export_options *options,
                                  struct base_arena *arena, struct export_table *out,
                                  struct base_error *err);

/* Reads the rows of a kind that has a register (import_kind_register): out's columns,
 * rows and geometry. */
BASE_MUST_CHECK
enum base_status export_registered_read(struct store *store, const struct export_options *options,
                                        struct base_arena *arena, struct export_table *out,
                                        struct base_error *err);

/* Reads the findings of an inspection run, 0: the newest. BASE_NOT_FOUND. */
BASE_MUST_CHECK
enum base_status export_findings_read(struct store *store, int64_t run, struct base_arena *arena,
                                      struct export_table *out, struct base_error *err);

/* Keeps the rows in the unit and those whose edition may be exported; counts the
 * others of the latter kind and collects attributions. */
BASE_MUST_CHECK
enum base_status export_rows_filter(struct store *store, const struct export_options *options,
                                    struct base_arena *arena, struct export_table *table,
                                    struct export_result *result, struct base_error *err);

#endif
