/* tiles/weight.h - how much each vertex of a path matters; private to the folder. */
#ifndef TILES_WEIGHT_H
#define TILES_WEIGHT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "geo/grid.h"

/* The weight of each vertex: the effective area, in m², of the triangle that it
 * makes when Visvalingam and Whyatt's method (Cartographic Journal 30, 1993)
 * takes it away, never less than that of one taken before. Ends weigh INFINITY.
 * So a path at a tolerance is the vertices whose weight reaches it, and a
 * reversed path has the same weights reversed. False when the arena is full. */
bool tiles_weights(const struct geo_point *points, uint32_t count, float *weights,
                   struct base_arena *arena);

#endif
