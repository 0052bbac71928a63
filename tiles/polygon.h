/* tiles/polygon.h - from cut rings to polygons fit for a tile; private to the folder. */
#ifndef TILES_POLYGON_H
#define TILES_POLYGON_H

#include "tiles/view.h"

/* Twice the area of a ring in window units; positive when it looks clockwise
 * (y grows south). */
double tiles_ring_area2(const struct tiles_xy *points, uint32_t count);

/* Takes repeated points and spikes (there and back) out of every ring, and
 * leaves out rings of fewer than three points or without area. */
void tiles_rings_clean(const struct tiles_shape *in, struct tiles_shape *out);

/* The ring numbers in the order of polygons: each shell is followed by its
 * holes. shell_sign: the sign of a shell's area2 (1 or -1). A hole outside every
 * shell and a shell inside another one's filled part (a hole that turned over in
 * rounding) are left out. Returns how many are written to order. */
uint32_t tiles_rings_order(const struct tiles_shape *rings, int shell_sign, uint32_t *order,
                           bool *is_shell, struct base_arena *arena);

#endif
