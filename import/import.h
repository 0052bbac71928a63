/* import/import.h - files into the record: read, check, stage, report, write.
 *
 * Any source that OGR reads from a local file, an OpenStreetMap extract, or a
 * zip of one. Nothing is written before the whole file was read and checked,
 * and then in one transaction. */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/progress.h"
#include "geo/grid.h"
#include "import/kind.h"
#include "import/report.h"

struct store;

/* Text (an address) to a point. *confidence is 0..1. Returns BASE_OK, or
 * BASE_NOT_FOUND; other codes end the import. */
typedef enum base_status (*import_locate)(void *context, const char *text, struct geo_point *point,
                                          double *confidence, struct base_error *err);

/* Rows below this confidence get a warning instead of a point. */
#define IMPORT_CONFIDENCE 0.8

struct import_map {
    const char *field, *column;
};

/* {0} with files, kind and effective set is enough. Everything is borrowed. */
struct import_options {
    const char *const *files; /* sources of one kind; parts of one set count once */
    size_t file_count;
    enum import_kind kind;
    const char *layer; /* NULL: the only one */
    const struct import_map *maps;
    size_t map_count;
    const char *encoding;  /* NULL: what the source says, else detected */
    const char *crs;       /* NULL: what the source says, else by the coordinates */
    const char *shift;     /* Xian 80, Beijing 54: path of a parameter file, "none", NULL */
    base_date_t effective; /* BASE_DATE_NONE: a correction */
    const char *party;     /* whose claim it is */
    const char *complete;  /* the file is the whole of this unit */
    bool dry_run;
    int64_t allow_errors;
    const char *code_prefix; /* OSM divisions: made codes begin with it; NULL */
    int admin_level;         /* OSM divisions: only this level; 0: the commonest */
    const char *actor, *reason;
    const char *licence, *attribution;
    bool may_publish, may_export;
    const char *secrecy;     /* "open" or "internal"; NULL: open */
    const char *report_path; /* an HTML report; NULL: none */
    const char *staging;     /* folder for temporary files; NULL: $TMPDIR, else /tmp */
    size_t unpack_limit;     /* bytes a zip or gz may unpack to; 0: 4 GiB */
    import_locate locate;    /* may be NULL */
    void *locate_context;
    enum base_lang lang; /* of the report kept with the edition */
};

/* Imports, or with dry_run only checks. store may be NULL for a dry run that
 * checks no references; else it must be open for writing with no transaction.
 *
 * report  is filled as far as the work came, also on failure; it lives in the arena.
 * Returns BASE_OK (written, held already, or a dry run without errors), BASE_INVALID
 * (errors: nothing written, the report says which), BASE_CONFLICT, BASE_UNAVAILABLE
 * (cancelled, or another writer), BASE_NOT_FOUND (no such file), BASE_NO_MEMORY
 * or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status import_run(struct store *store, const struct import_options *options,
                            struct base_arena *arena, const struct base_progress *progress,
                            struct import_report *report, struct base_error *err);

#endif
