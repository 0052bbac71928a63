/* store/finding.h - inspection runs and their findings; coverage runs. */
#ifndef STORE_FINDING_H
#define STORE_FINDING_H

#include "geo/geometry.h"
#include "store/store.h"

/* One finding as it is kept; body is the JSON object promised by interface.md. */
struct store_finding {
    const char *id, *kind, *level, *severity, *state;
    const char *parties;           /* codes, comma separated, sorted */
    double area_m2, width_m;       /* NAN: does not apply */
    struct geo_box box;            /* empty: no geometry */
    struct geo_point first_vertex; /* the face's smallest vertex, for carrying the id over */
    int64_t first_run, last_run;
    base_time_t first_seen;
    const char *body;
    struct geo_geometry geometry;
    const char *derived; /* the id it would bear by itself; NULL: id */
};

struct store_run {
    int64_t id;
    base_time_t recorded_at;
    const char *job;     /* "inspection" or "coverage" */
    const char *options; /* canonical JSON */
    base_date_t at;
    const char *report; /* the whole document, JSON; findings included for coverage only */
    int64_t carries;    /* the run whose findings are this one's too, but for some; 0: none */
    const void *looked; /* what the next inspection must know; NULL: nothing */
    size_t looked_size;
};

/* Adds a run in the open transaction; carries is left out (store_run_carry). */
BASE_MUST_CHECK
enum base_status store_run_add(struct store *store, const struct store_run *run, int64_t *id,
                               struct base_error *err);
BASE_MUST_CHECK
enum base_status store_run_set_report(struct store *store, int64_t id, const char *report,
                                      struct base_error *err);
/* id 0: the newest of that job. */
BASE_MUST_CHECK
enum base_status store_run_find(struct store *store, const char *job, int64_t id,
                                struct base_arena *arena, struct store_run *out,
                                struct base_error *err);
/* The newest inspection with the same options that left something for the next one,
 * with what it left, in the arena. BASE_NOT_FOUND: none did. */
BASE_MUST_CHECK
enum base_status store_run_find_looked(struct store *store, const char *options,
                                       struct base_arena *arena, struct store_run *out,
                                       struct base_error *err);
/* Newest first, reports left out. */
BASE_MUST_CHECK
enum base_status store_run_list(struct store *store, const char *job, int64_t before_id,
                                size_t limit, struct base_arena *arena, struct store_run **out,
                                size_t *count, struct base_error *err);

/* Adds or carries over: same id → last_run moves, state is kept. */
BASE_MUST_CHECK
enum base_status store_finding_put(struct store *store, int64_t run,
                                   const struct store_finding *finding, struct base_error *err);

/* *any: whether some run saw anything at all. */
BASE_MUST_CHECK
enum base_status store_finding_any(struct store *store, bool *any, struct base_error *err);

/* What the record knows of a finding that a run before `run` saw: when it was seen
 * first, and the state it is in when it is seen again (one that had been closed is
 * reopened; in the arena). *known false, the others untouched, for a new one. */
BASE_MUST_CHECK
enum base_status store_finding_known(struct store *store, int64_t run, const char *id,
                                     struct base_arena *arena, bool *known, base_time_t *first_seen,
                                     const char **state, struct base_error *err);

/* Findings of one kind and parties that were last seen before the run, newest run
 * first: what a new face may take its id from. */
BASE_MUST_CHECK
enum base_status store_finding_earlier(struct store *store, int64_t run, const char *kind,
                                       const char *parties, struct base_arena *arena,
                                       struct store_finding **out, size_t *count,
                                       struct base_error *err);

/* The id of the finding that a run before `run` saw last under that derived id, in
 * the arena. *known false for none. */
BASE_MUST_CHECK
enum base_status store_finding_last_id(struct store *store, int64_t run, const char *derived,
                                       struct base_arena *arena, bool *known, const char **id,
                                       struct base_error *err);

/* --- a run that carries another's findings (migration 0004) ---------------- */

/* Makes everything that run `from` saw the findings of the new run too, in the open
 * transaction, after the ids of its own were settled: by reference while few differ
 * from what is carried, else as rows. */
BASE_MUST_CHECK
enum base_status store_run_carry(struct store *store, int64_t run, int64_t from,
                                 struct base_error *err);

/* The carrying run does not see the finding of that id. */
BASE_MUST_CHECK
enum base_status store_finding_drop(struct store *store, int64_t run, const char *id,
                                    struct base_error *err);

/* The last step: rows of the run itself stand over what it carries; all was seen now,
 * and what of it had been closed is reopened. */
BASE_MUST_CHECK
enum base_status store_run_settle(struct store *store, int64_t run, struct base_error *err);

/* What the run saw of the finding that bears the derived id; *found false for none. */
BASE_MUST_CHECK
enum base_status store_finding_seen(struct store *store, int64_t run, const char *derived,
                                    struct base_arena *arena, bool *found,
                                    struct store_finding *out, struct base_error *err);

/* True when the run saw the finding of that id. */
BASE_MUST_CHECK
enum base_status store_finding_is_seen(struct store *store, int64_t run, const char *id, bool *seen,
                                       struct base_error *err);

/* All that the run saw with that code among the parties. */
BASE_MUST_CHECK
enum base_status store_finding_of_party(struct store *store, int64_t run, const char *code,
                                        struct base_arena *arena, struct store_finding **out,
                                        size_t *count, struct base_error *err);

/* The finding as the last run that saw it told it, or BASE_NOT_FOUND. */
BASE_MUST_CHECK
enum base_status store_finding_find(struct store *store, const char *id, struct base_arena *arena,
                                    struct store_finding *out, struct base_error *err);

/* Findings of a run (0: the newest inspection), filtered; NULL and NAN: any.
 * Ordered by severity, kind, id; after: the id to go on behind. */
struct store_finding_filter {
    int64_t run;
    const char *id, *kind, *severity, *state, *party, *level;
    double min_area_m2;
    double min_width_m; /* only wider faces, when above 0 */
    struct geo_box box; /* empty box (geo_box_empty): anywhere */
    const char *after;
    size_t limit; /* 0: all */
};
BASE_MUST_CHECK
enum base_status store_finding_list(struct store *store, const struct store_finding_filter *filter,
                                    struct base_arena *arena, struct store_finding **out,
                                    size_t *count, struct base_error *err);

#endif
