/* boundary/description.h - a line's description (走向说明) as legs between markers. */
#ifndef BOUNDARY_DESCRIPTION_H
#define BOUNDARY_DESCRIPTION_H

#include <stdbool.h>

#include "base/arena.h"
#include "boundary/line.h"

/* Reads what a text says plainly, "从001Q号界桩起，向东偏东北方向，至002Q号界桩": a
 * leg for each marker and the next one named after it, where the words between
 * hold one of the 16 compass directions (boundary/compass.h) behind 向, 朝 or 往,
 * and no second, other one. Of anything else it makes nothing. A marker's number
 * is a run of at least three digits with at most one capital letter after it
 * that 号 follows. Texts of the legs live in the arena. False without memory. */
bool boundary_description_read(const char *text, struct base_arena *arena,
                               const struct boundary_leg **legs, uint32_t *count);

#endif
