/* import/job.h - one import under way: what its steps share. Internal to import/. */
#ifndef IMPORT_JOB_H
#define IMPORT_JOB_H

#include "import/rows.h"

struct import_job {
    struct store *store; /* NULL: a dry run without references */
    const struct import_options *options;
    struct base_arena *arena;
    const struct base_progress *progress;
    struct import_report *report;
    struct base_error *err;
    struct geo_crs_context *context;
    struct geo_engine *engine;
    struct import_shift shift;
    bool has_shift;
    /* rows of all sources, in order */
    struct import_row *rows;
    size_t count, capacity;
    struct import_set keys; /* of the rows, with their numbers */
    char *sums;             /* "sha256 name" lines of all sources */
    size_t sum_count;
    char options_hash[65];
    bool crs_stated; /* by --crs: a person decided */
    /* the record's units, loaded when something refers to them */
    struct store_division *held;
    size_t held_count;
    bool held_loaded;
};

/* The hash of the source's files, into the report (sums must be known). */
BASE_MUST_CHECK
enum base_status import_sum_up(struct import_job *job);
/* The hash of that and of how it is read, into options_hash. */
BASE_MUST_CHECK
enum base_status import_hash_options(struct import_job *job);
/* The edition that the same made before: sets report->repeated and its facts. */
BASE_MUST_CHECK
enum base_status import_find_repeated(struct import_job *job);

/* Loads the units that are valid on the import's day (all of them without one, and
 * for lines, tri-junctions and exemptions: their codes are those of the document's
 * day). */
BASE_MUST_CHECK
enum base_status import_job_load_held(struct import_job *job);

/* References between rows and to the record: parents, owners, divisions. */
BASE_MUST_CHECK
enum base_status import_check_references(struct import_job *job);

/* Whether the rows lie beside what the record holds under the same codes; a
 * shift that a known system explains is reported with what is left after
 * undoing it. */
BASE_MUST_CHECK
enum base_status import_check_offset(struct import_job *job);

/* The edition and its rows, in one transaction. */
BASE_MUST_CHECK
enum base_status import_write_rows(struct import_job *job);

#endif
