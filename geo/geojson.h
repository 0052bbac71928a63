/* geo/geojson.h - geometry as RFC 7946 GeoJSON. */
#ifndef GEO_GEOJSON_H
#define GEO_GEOJSON_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/json.h"
#include "geo/geometry.h"

/* Writes {"type":…,"coordinates":…} with at most nine decimals, rings wound as
 * RFC 7946 wants. A NULL or empty geometry is null; a multi kind of one part is
 * written as it is stored. */
void geo_geojson_write(const struct geo_geometry *geometry, struct base_json *json);

/* [west,south,east,north] of a box; null for an empty one. */
void geo_geojson_write_bbox(struct geo_box box, struct base_json *json);

/* Reads one GeoJSON geometry (not a collection) from text, as lon/lat degrees;
 * rings are closed when they are not, a third ordinate is dropped.
 * BASE_INVALID says what is wrong. */
BASE_MUST_CHECK
enum base_status geo_geojson_parse(const char *text, size_t size, struct base_arena *arena,
                                   struct geo_geometry *out, struct base_error *err);

#endif
