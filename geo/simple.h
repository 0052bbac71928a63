/* geo/simple.h - a quick proof that a polygon is valid. */
#ifndef GEO_SIMPLE_H
#define GEO_SIMPLE_H

#include <stdbool.h>

#include "geo/geometry.h"

/* True only when the (multi)polygon is proved valid in OGC's sense: no ring meets
 * itself or another one, holes lie in their shell and in no other hole, parts lie
 * beside each other. False says nothing: rings that touch at a point, which is
 * valid, are not looked into, nor is what comes nearer than a thousandth of the
 * grid, where the doubles nearest to the grid might disagree with it. Rings are
 * closed and have four points or more. About 10 ns a vertex; edges that lie near
 * each other in the ring are found by boxes around runs of them, a tree of which
 * is tested against itself. */
bool geo_polygon_is_simple(const struct geo_geometry *polygon);

#endif
