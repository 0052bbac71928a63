/* boundary/recall.h - findings of a run, read back from the record; private to boundary/. */
#ifndef BOUNDARY_RECALL_H
#define BOUNDARY_RECALL_H

#include "boundary/inspect.h"
#include "store/store.h"

/* Fills the report's findings with all that its run saw, in the order of an inspection,
 * such as they are written the same again, which is what `kept` is for. In the arena. Only for runs
 * without lines and exemptions: `along` and `exemption` are not read back. BASE_INVALID for a body
 * that Yutu did not write; BASE_NO_MEMORY; what the store returns. */
BASE_MUST_CHECK
enum base_status boundary_recall(struct store *store, struct base_arena *arena,
                                 struct boundary_report *report, struct base_error *err);

#endif
