/* boundary/uninspected.h - what an inspection could not compare (boundaries.md 3.3, rule 9). */
#ifndef BOUNDARY_UNINSPECTED_H
#define BOUNDARY_UNINSPECTED_H

#include <stdint.h>

#include "store/division.h"

/* Of one level, or of all together. Lengths are geodesic and of outlines that are
 * known; each stretch is counted once, for the first reason that holds. */
struct boundary_uninspected {
    uint32_t divisions;        /* all there are */
    uint32_t without_geometry; /* or with an outline that encloses nothing */
    uint32_t suspect, invalid; /* named by crs-suspect; by invalid-geometry alone */
    double border_m;           /* all known borders, those that were compared included */
    double suspect_m, invalid_m;
    double no_neighbour_m; /* on whose other side the record holds no unit of the level */
};

/* Units that were not inspected. */
static inline uint32_t boundary_uninspected_units(const struct boundary_uninspected *u)
{
    return u->without_geometry + u->suspect + u->invalid;
}

/* Metres that are known not to have been compared: no more is known where a unit has
 * no outline. */
static inline double boundary_uninspected_known_m(const struct boundary_uninspected *u)
{
    return u->suspect_m + u->invalid_m + u->no_neighbour_m;
}

/* All levels together. */
struct boundary_uninspected
boundary_uninspected_sum(const struct boundary_uninspected levels[STORE_LEVEL_VILLAGE + 1]);

#endif
