/* boundary/run.h - inspects a record and keeps the result as a run. */
#ifndef BOUNDARY_RUN_H
#define BOUNDARY_RUN_H

#include "boundary/inspect.h"
#include "store/store.h"
#include "store/version.h"

/* Reads lines, markers, exemptions and the divisions as of as_of (with options->against also as
 * that edition left them; with claims the parties' claims in place of the divisions they are
 * about), inspects, and stores run and findings in one transaction. A finding of
 * a kind and parties that meets an earlier one of the same takes over its id,
 * its first_seen and its state. options->at is set from as_of.
 * The store must be open for writing. Returns what boundary_inspect and the
 * store return; BASE_NOT_FOUND when the edition to compare with does not exist. */
BASE_MUST_CHECK
enum base_status boundary_run(struct store *store, const struct boundary_options *options,
                              struct store_as_of as_of, bool claims, struct base_arena *arena,
                              const struct base_progress *progress, struct boundary_report *out,
                              struct base_error *err);

#endif
