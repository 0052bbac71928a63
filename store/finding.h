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
};

struct store_run {
    int64_t id;
    base_time_t recorded_at;
    const char *job;     /* "inspection" or "coverage" */
    const char *options; /* canonical JSON */
    base_date_t at;
    const char *report; /* the whole document, JSON; findings included for coverage only */
};

/* Adds a run in the open transaction. */
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
/* Newest first, reports left out. */
BASE_MUST_CHECK
enum base_status store_run_list(struct store *store, const char *job, int64_t before_id,
                                size_t limit, struct base_arena *arena, struct store_run **out,
                                size_t *count, struct base_error *err);

/* Adds or carries over: same id → last_run moves, state is kept. */
BASE_MUST_CHECK
enum base_status store_finding_put(struct store *store, int64_t run,
                                   const struct store_finding *finding, struct base_error *err);

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
