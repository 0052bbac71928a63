/* geo/overlay.h - set operations and buffers, by GEOS, rounded to the grid. */
#ifndef GEO_OVERLAY_H
#define GEO_OVERLAY_H

#include "base/arena.h"
#include "base/error.h"
#include "geo/geometry.h"
#include "geo/validity.h"

enum geo_overlay_op { GEO_UNION, GEO_INTERSECTION, GEO_DIFFERENCE };

/* Polygons in, (multi)polygon out, in the arena; an empty result has no parts.
 * Inputs must be valid; invalid ones are made valid first. */
BASE_MUST_CHECK
enum base_status geo_overlay(struct geo_engine *engine, enum geo_overlay_op op,
                             const struct geo_geometry *a, const struct geo_geometry *b,
                             struct base_arena *arena, struct geo_geometry *out,
                             struct base_error *err);

/* Union of many. */
BASE_MUST_CHECK
enum base_status geo_overlay_union(struct geo_engine *engine, const struct geo_geometry *items,
                                   size_t count, struct base_arena *arena, struct geo_geometry *out,
                                   struct base_error *err);

/* Everything within distance_m of the geometry, measured in a local plane at
 * the geometry's middle (good to 0.1 % within 50 km); quarter circles in
 * segments of 8. */
BASE_MUST_CHECK
enum base_status geo_overlay_buffer(struct geo_engine *engine, const struct geo_geometry *geometry,
                                    double distance_m, struct base_arena *arena,
                                    struct geo_geometry *out, struct base_error *err);

#endif
