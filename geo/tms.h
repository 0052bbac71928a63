/* geo/tms.h - tile matrix sets: WebMercatorQuad, WorldCRS84Quad, CGCS2000Quad, c, w. */
#ifndef GEO_TMS_H
#define GEO_TMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "geo/bbox.h"

enum geo_tms_id {
    GEO_TMS_WEB_MERCATOR_QUAD,
    GEO_TMS_WORLD_CRS84_QUAD,
    GEO_TMS_CGCS2000_QUAD,
    GEO_TMS_TIANDITU_C, /* CGCS2000Quad, level n here = level n-1 there */
    GEO_TMS_TIANDITU_W, /* WebMercatorQuad, same levels, 1..18 */
    GEO_TMS_COUNT,
};

/* Name as interface.md has it; NOT_FOUND lists the known ones. */
BASE_MUST_CHECK
enum base_status geo_tms_find(const char *name, enum geo_tms_id *out, struct base_error *err);
const char *geo_tms_name(enum geo_tms_id tms);

/* Valid level identifiers, inclusive. */
void geo_tms_levels(enum geo_tms_id tms, int *first, int *last);

bool geo_tms_is_mercator(enum geo_tms_id tms);

/* Of a level: the OGC scale denominator (0.28 mm a pixel), the size of a pixel
 * in the CRS's unit (metres of EPSG:3857, degrees), and the number of tiles. */
double geo_tms_scale_denominator(enum geo_tms_id tms, int z);
double geo_tms_cell_size(enum geo_tms_id tms, int z);
void geo_tms_matrix_size(enum geo_tms_id tms, int z, uint32_t *width, uint32_t *height);

/* A tile that exists: checked once, cannot be wrong afterwards. */
struct geo_tile {
    enum geo_tms_id tms;
    int z; /* the matrix set's own level identifier */
    uint32_t x, y;
};
/* BASE_NOT_FOUND names the levels or tiles that there are. */
BASE_MUST_CHECK
enum base_status geo_tile_make(enum geo_tms_id tms, int64_t z, int64_t x, int64_t y,
                               struct geo_tile *out, struct base_error *err);

/* Tile pixels: tile x grows east, y south; 256 px a tile. World pixel
 * coordinates of a position at the tile's level, of which tile (x, y) covers
 * [256x, 256x+256) × [256y, 256y+256). Latitudes beyond 85.0511° stand at the
 * edge of the Mercator square. */
void geo_tile_world_px(enum geo_tms_id tms, int z, struct geo_point point, double *px, double *py);
/* The position of a world pixel, in degrees; not limited to the world. */
void geo_tile_from_world_px(enum geo_tms_id tms, int z, double px, double py, double *lon_deg,
                            double *lat_deg);
/* The tile's box, widened by buffer_px on every side, within the world. */
struct geo_box geo_tile_box(const struct geo_tile *tile, double buffer_px);
/* Metres on the ground per pixel at a latitude (north-south for degree sets; on
 * the sphere for Mercator). */
double geo_tile_resolution_m(enum geo_tms_id tms, int z, double lat_deg);
/* The tile that holds the point; z must be a level of the set. */
struct geo_tile geo_tile_at(enum geo_tms_id tms, int z, struct geo_point point);

#endif
