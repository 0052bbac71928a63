/* boundary/again.h - inspection again after few divisions changed; private to boundary/.
 *
 * The ground around the changed divisions is inspected twice, as it was when the
 * record was inspected last and as it is. What the two differ in is what changes of
 * the earlier run; all else holds (docs/decisions/0003-inspecting-again.md). */
#ifndef BOUNDARY_AGAIN_H
#define BOUNDARY_AGAIN_H

#include "boundary/base.h"
#include "boundary/inspection.h"
#include "store/finding.h"

struct boundary_again {
    int64_t run; /* the earlier one; 0: none, or nothing can be carried over from it */
    struct boundary_base base;            /* of the record as it is */
    const struct boundary_finding *found; /* new, or otherwise than they were */
    const struct store_finding *dropped;  /* gone, or otherwise */
    uint32_t found_count, dropped_count;
    uint32_t changed, looked_at; /* divisions */
};

/* Looks for an inspection with the same options and sign, and tells what changes of it.
 * edition: the last one that is looked at now. In the arena. Where the result could
 * differ from that of a whole inspection, out->run is 0. Returns BASE_OK,
 * BASE_NO_MEMORY, BASE_UNAVAILABLE (cancelled) or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status boundary_again(struct store *store, const struct boundary_options *options,
                                const char *options_text,
                                const unsigned char sign[BOUNDARY_BASE_SIGN], int64_t edition,
                                struct base_arena *arena, const struct base_progress *progress,
                                struct boundary_again *out, struct base_error *err);

#endif
