/* import/report.h - what an import found and did. */
#ifndef IMPORT_REPORT_H
#define IMPORT_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/json.h"
#include "import/kind.h"

enum import_severity { IMPORT_NOTICE = 0, IMPORT_WARNING, IMPORT_ERROR };

enum import_trouble {
    IMPORT_CODE_INVALID,
    IMPORT_CODE_DUPLICATE,
    IMPORT_CODE_PARENT,
    IMPORT_NAME_EMPTY,
    IMPORT_GEOMETRY_EMPTY,
    IMPORT_GEOMETRY_INVALID,
    IMPORT_GEOMETRY_OUTSIDE,
    IMPORT_ENCODING_LOSSY,
    IMPORT_ENCODING_GUESSED,
    IMPORT_CRS_MISSING,
    IMPORT_CRS_LIES,
    IMPORT_CRS_OFFSET,
    IMPORT_VALUE_INVALID,
    IMPORT_REFERENCE_UNKNOWN,
    IMPORT_FILE_DAMAGED,
    IMPORT_TROUBLES
};

struct import_problem {
    int64_t row;               /* 1-based record number; 0: the file as a whole */
    const char *field, *value; /* NULL: none */
    enum import_severity severity;
    enum import_trouble trouble;
    const char *message[2]; /* by enum base_lang */
};

/* Problems beyond this many are counted, not kept. */
#define IMPORT_PROBLEM_LIMIT 100000

struct import_column_used {
    const char *field, *column;
};

/* Texts live in the arena; NULL: does not apply. A plain value. */
struct import_report {
    struct base_arena *arena;
    int64_t edition; /* 0: none was made */
    enum import_kind kind;
    bool repeated, dry_run;
    const char *file, *sha256, *driver, *layer, *encoding, *encoding_from, *crs, *crs_from,
        *pipeline, *axes;
    double encoding_certainty, resolution_m, accuracy_m; /* NAN: unknown */
    int64_t read, written, unchanged, rejected, repaired, ended;
    struct import_column_used columns[IMPORT_FIELDS];
    size_t column_count;
    struct import_problem *problems;
    size_t problem_count, problem_capacity;
    int64_t errors, warnings, notices; /* all, kept or not */
    bool blocked;                      /* an error that concerns the whole file */
    bool no_memory;
};

void import_report_init(struct import_report *report, struct base_arena *arena,
                        enum import_kind kind);

const char *import_severity_name(enum import_severity severity);
const char *import_trouble_name(enum import_trouble trouble);

/* Adds one problem; the sentence is an English format of the catalogue. An
 * error with row 0 blocks the import. field and value are copied. */
void import_report_add(struct import_report *report, enum import_severity severity,
                       enum import_trouble trouble, int64_t row, const char *field,
                       const char *value, const char *english, ...) BASE_PRINTF(7, 8);
/* The same with a sentence that exists already. */
void import_report_add_error(struct import_report *report, enum import_severity severity,
                             enum import_trouble trouble, int64_t row, const char *field,
                             const char *value, const struct base_error *what);

/* Orders problems by row, then field. */
void import_report_sort(struct import_report *report);

/* The "import" object of interface.md. */
void import_report_write(const struct import_report *report, enum base_lang lang,
                         struct base_json *json);

/* The same for people: one HTML page, no script, nothing from elsewhere. */
void import_report_write_html(const struct import_report *report, enum base_lang lang,
                              struct base_buffer *out);

#endif
