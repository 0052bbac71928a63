/* boundary/keep.h - a finished inspection becomes a run of the record; private to
 * boundary/. */
#ifndef BOUNDARY_KEEP_H
#define BOUNDARY_KEEP_H

#include "base/json.h"
#include "boundary/inspection.h"
#include "store/finding.h"

struct boundary_keeping {
    struct store *store;
    const struct boundary_options *options;
    bool claims;
    const char *looked; /* what the next inspection must know; NULL: nothing */
    size_t looked_size;
    int64_t carries; /* a run whose findings are this one's too, but for `dropped`; 0: none */
    const struct store_finding *dropped;
    uint32_t dropped_count;
};

/* The options as they are kept with a run: what has the same text may be compared. */
void boundary_options_write(const struct boundary_options *options, bool claims,
                            struct base_json *json);

/* Stores run, report and findings in one transaction and sets report->run. The findings
 * belong to the arena; they get their lasting id, first_seen and state:
 *
 * A finding known by its derived id keeps it, and so does one that bore another id
 * under that derived id last. Any other takes over the id of an earlier one of its kind
 * and parties whose ground it meets, the one seen last first, unless that is taken. */
BASE_MUST_CHECK
enum base_status boundary_keep(const struct boundary_keeping *keeping, struct base_arena *arena,
                               struct boundary_report *report, struct boundary_finding *findings,
                               struct base_error *err);

#endif
