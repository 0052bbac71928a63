/* boundary/repair_run.h - repairs of a record: looked at, or written to it. */
#ifndef BOUNDARY_REPAIR_RUN_H
#define BOUNDARY_REPAIR_RUN_H

#include "boundary/repair.h"
#include "store/store.h"
#include "store/version.h"

/* Plans for the divisions as of as_of; changes nothing. options->at is set from
 * as_of. Returns what boundary_repair_plan and the store return. */
BASE_MUST_CHECK
enum base_status boundary_repair_preview(struct store *store,
                                         const struct boundary_repair_options *options,
                                         struct store_as_of as_of, struct base_arena *arena,
                                         const struct base_progress *progress,
                                         struct boundary_repairs *out, struct base_error *err);

/* Puts what the record allows on the day into input: it is not to be mended. */
BASE_MUST_CHECK
enum base_status boundary_repair_exemptions(struct store *store, base_date_t at,
                                            struct base_arena *arena, struct boundary_input *input,
                                            struct base_error *err);

/* Who applies, and why. */
struct boundary_repair_order {
    const char *actor, *reason;
    base_date_t effective; /* BASE_DATE_NONE: a correction, of the versions valid on `at` */
    base_date_t at;        /* not used with effective */
};

/* Plans, and writes what is chosen as one edition of kind "repair": the changed
 * units' outlines with everything else as it was, under the strictest rights of
 * the editions they came from. One transaction; *edition is 0 and nothing is
 * written when nothing is chosen. The store must be open for writing.
 * Returns what boundary_repair_preview does, or BASE_CONFLICT when the record
 * changed meanwhile or holds a version that stands in the way, or when a finding of
 * options->only is missed. */
BASE_MUST_CHECK
enum base_status
boundary_repair_apply(struct store *store, const struct boundary_repair_options *options,
                      const struct boundary_repair_order *order, struct base_arena *arena,
                      const struct base_progress *progress, struct boundary_repairs *out,
                      int64_t *edition, struct base_error *err);

#endif
