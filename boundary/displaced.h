/* boundary/displaced.h - units that an edition moved as a whole; private to boundary/. */
#ifndef BOUNDARY_DISPLACED_H
#define BOUNDARY_DISPLACED_H

#include "boundary/inspection.h"

/* Finds the units of now that lie displaced as a whole against their own outlines in
 * before, tells each displacement once as crs-suspect (not of a unit that one of this
 * level names already), and puts units moved back in their places in now, in the arena.
 * Both are of one level, by code and identity. Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status boundary_displaced_undo(struct boundary_inspection *inspection,
                                         const struct boundary_unit **now, uint32_t now_count,
                                         const struct boundary_unit *const *before,
                                         uint32_t before_count, struct base_error *err);

#endif
