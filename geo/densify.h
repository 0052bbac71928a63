/* geo/densify.h - projected lines as lines straight in lon/lat. */
#ifndef GEO_DENSIFY_H
#define GEO_DENSIFY_H

#include <stddef.h>

#include "base/error.h"
#include "geo/geometry.h"

#define GEO_DENSIFY_TOLERANCE_M 0.001

/* Converts count points in place from source coordinates to lon/lat degrees, as
 * geo_crs_to_lonlat does. */
typedef enum base_status (*geo_densify_transform)(void *context, double *x, double *y, size_t count,
                                                  struct base_error *err);

/* Appends a line or ring of count points, straight between them in source
 * coordinates, to the ring being built, rounded to the grid. An edge whose chord
 * in lon/lat would leave the projected edge by more than GEO_DENSIFY_TOLERANCE_M
 * is halved (in source coordinates, from its end points in sorted order, so that
 * two neighbours get the same vertices whichever way they walk it) until it does
 * not. Input points stay, repeated ones too. meridian_deg is the central one of a
 * transverse Mercator projection, whose short edges need no trial, NAN for any other.
 * Returns BASE_OK, the transform's failure, BASE_INVALID for a coordinate that
 * is not finite, or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status geo_densify_projected(const double *x, const double *y, size_t count,
                                       geo_densify_transform transform, void *context,
                                       double meridian_deg, struct geo_builder *builder,
                                       struct base_error *err);

#endif
