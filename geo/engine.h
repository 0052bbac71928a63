/* geo/engine.h - GEOS geometries made from ours and back; for geo/ alone. */
#ifndef GEO_ENGINE_H
#define GEO_ENGINE_H

#include <geos_c.h>

#include "base/error.h"
#include "geo/geometry.h"
#include "geo/validity.h"

struct geo_engine {
    GEOSContextHandle_t geos;
    char message[256]; /* GEOS's last complaint */
};

/* Where our coordinates stand in GEOS: (grid - origin) × scale. */
struct geo_frame {
    struct geo_point origin;
    double lon_scale, lat_scale;
};

/* Degrees, as they are. */
struct geo_frame geo_frame_degrees(void);

/* A geometry of GEOS's, owned by the caller (GEOSGeom_destroy_r). NULL when a
 * ring is too short for GEOS or without memory; engine->message says which. */
GEOSGeometry *geo_engine_make(struct geo_engine *engine, const struct geo_geometry *geometry,
                              const struct geo_frame *frame);

/* The polygons of a GEOS geometry (others are left out), rounded to the grid as
 * a multipolygon, or as a polygon when there is at most one. Rings that collapse
 * on the grid are left out. */
BASE_MUST_CHECK
enum base_status geo_engine_take_polygons(struct geo_engine *engine, const GEOSGeometry *geometry,
                                          const struct geo_frame *frame, struct base_arena *arena,
                                          struct geo_geometry *out, struct base_error *err);

/* BASE_FAILED with GEOS's own words. */
enum base_status geo_engine_fail(struct geo_engine *engine, struct base_error *err);

#endif
