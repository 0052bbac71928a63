/* geo/simplify.h - how much each vertex of a path matters. */
#ifndef GEO_SIMPLIFY_H
#define GEO_SIMPLIFY_H

#include "base/error.h"
#include "geo/geometry.h"

/* weights[i], in metres on the ground: vertex i belongs to the path simplified
 * to any tolerance up to it (Douglas & Peucker 1973: what is left out lies
 * within the tolerance of what is kept). One run serves every zoom: a weight is
 * never larger than that of the vertex that split the stretch it lies in, so
 * coarser paths are subsets of finer ones. The ends are INFINITY. A closed path
 * keeps its start; its farthest vertex comes next.
 * Depends on the points only: the same, reversed, for the reversed path.
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status geo_simplify_weights(const struct geo_point *points, uint32_t count,
                                      float *weights, struct base_error *err);

/* Copies the vertices whose weight is at least tolerance_m to out (room for
 * count) and returns how many. */
uint32_t geo_simplify_path(const struct geo_point *points, const float *weights, uint32_t count,
                           double tolerance_m, struct geo_point *out);

#endif
