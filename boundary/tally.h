/* boundary/tally.h - what an inspection counts, in whole numbers; private to boundary/.
 *
 * Each face, arc and unit adds a whole number of small units, rounded by itself, so
 * that a sum does not depend on the order, and what a few divisions added can be
 * taken off again (boundary/again.h). */
#ifndef BOUNDARY_TALLY_H
#define BOUNDARY_TALLY_H

#include <math.h>
#include <stdint.h>

#include "boundary/inspect.h"

/* Micrometres, and units of 1e-7 m². */
#define BOUNDARY_UM_A_M  1e6
#define BOUNDARY_E7_A_M2 1e7
/* Nanometres: of a width. */
#define BOUNDARY_NM_A_M 1e9

static inline int64_t boundary_whole(double value, double units)
{
    return llround(value * units);
}

/* Of one level; as struct boundary_uninspected. */
struct boundary_level_tally {
    int64_t divisions, without_geometry, suspect, invalid;
    int64_t border_um, suspect_um, invalid_um, no_neighbour_um;
};

/* Nothing but int64_t. */
struct boundary_tally {
    int64_t divisions, without_geometry, lines, length_um;
    int64_t numeric_faces, numeric_e7_m2;
    struct boundary_level_tally levels[STORE_LEVEL_VILLAGE + 1];
};
#define BOUNDARY_TALLY_WORDS (sizeof(struct boundary_tally) / sizeof(int64_t))

/* Adds times × what was counted. */
void boundary_tally_add(struct boundary_tally *tally, const struct boundary_tally *counted,
                        int64_t times);

/* Fills the report's figures; widest_nm is the greatest width of a numeric face. */
void boundary_tally_tell(const struct boundary_tally *tally, int64_t widest_nm,
                         struct boundary_report *report);

#endif
