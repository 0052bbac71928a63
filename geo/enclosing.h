/* geo/enclosing.h - the smallest circle around a few points. */
#ifndef GEO_ENCLOSING_H
#define GEO_ENCLOSING_H

#include "geo/grid.h"

/* Centre on the grid and radius in metres of the smallest circle that holds all
 * points, in the plane at the first: of two or three of them, tried in turn, so
 * for a handful of points. count > 0. */
void geo_enclosing_circle(const struct geo_point *points, uint32_t count, struct geo_point *centre,
                          double *radius_m);

/* The greatest geodesic distance between two of the points. */
double geo_spread_m(const struct geo_point *points, uint32_t count);

#endif
