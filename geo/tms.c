/* geo/tms.c - tile matrix sets. */
#include "geo/tms.h"

#include <math.h>
#include <string.h>

#define TILE_PX         256.0
#define WORLD_GRID      (360.0 * 1e9)
#define MERCATOR_DEG    85.0511287798066 /* where the square of EPSG:3857 ends */
#define EQUATOR_M       (2 * GEO_PI * GEO_A_M)
#define DEGREE_CELL_DEG 0.703125 /* 2 × 1 tiles of 256 px over the world */

struct matrix_set {
    const char *name;
    bool mercator;
    int first, last;
    int offset; /* level identifier minus power of two of the matrix */
    double scale0;
};

/* Levels beyond 24 (0.6 mm a pixel) make no map. */
static const struct matrix_set SETS[GEO_TMS_COUNT] = {
    [GEO_TMS_WEB_MERCATOR_QUAD] = {"WebMercatorQuad", true, 0, 24, 0, 559082264.028718},
    [GEO_TMS_WORLD_CRS84_QUAD] = {"WorldCRS84Quad", false, 0, 23, 0, 279541132.014358},
    [GEO_TMS_CGCS2000_QUAD] = {"CGCS2000Quad", false, 0, 20, 0, 279541132.014358},
    [GEO_TMS_TIANDITU_C] = {"c", false, 1, 18, 1, 279541132.014358},
    [GEO_TMS_TIANDITU_W] = {"w", true, 1, 18, 0, 559082264.028718},
};

enum base_status geo_tms_find(const char *name, enum geo_tms_id *out, struct base_error *err)
{
    for (int i = 0; i < GEO_TMS_COUNT; i++) {
        if (strcmp(SETS[i].name, name) == 0) {
            *out = (enum geo_tms_id)i;
            return BASE_OK;
        }
    }
    return base_fail(err, BASE_NOT_FOUND,
                     "there is no tile matrix set \"%s\"; the sets are WebMercatorQuad, "
                     "WorldCRS84Quad, CGCS2000Quad, c and w",
                     name);
}

const char *geo_tms_name(enum geo_tms_id tms)
{
    return SETS[tms].name;
}

bool geo_tms_is_mercator(enum geo_tms_id tms)
{
    return SETS[tms].mercator;
}

void geo_tms_levels(enum geo_tms_id tms, int *first, int *last)
{
    *first = SETS[tms].first;
    *last = SETS[tms].last;
}

static double power_at(enum geo_tms_id tms, int z)
{
    return ldexp(1.0, z - SETS[tms].offset);
}

double geo_tms_scale_denominator(enum geo_tms_id tms, int z)
{
    return SETS[tms].scale0 / power_at(tms, z);
}

double geo_tms_cell_size(enum geo_tms_id tms, int z)
{
    double cell0 = SETS[tms].mercator ? EQUATOR_M / TILE_PX : DEGREE_CELL_DEG;
    return cell0 / power_at(tms, z);
}

void geo_tms_matrix_size(enum geo_tms_id tms, int z, uint32_t *width, uint32_t *height)
{
    *height = (uint32_t)power_at(tms, z);
    *width = SETS[tms].mercator ? *height : 2 * *height;
}

enum base_status geo_tile_make(enum geo_tms_id tms, int64_t z, int64_t x, int64_t y,
                               struct geo_tile *out, struct base_error *err)
{
    const struct matrix_set *set = &SETS[tms];
    if (z < set->first || z > set->last)
        return base_fail(err, BASE_NOT_FOUND, "tile matrix set %s has levels %d to %d, not %lld",
                         set->name, set->first, set->last, (long long)z);
    uint32_t width, height;
    geo_tms_matrix_size(tms, (int)z, &width, &height);
    if (x < 0 || x >= width || y < 0 || y >= height)
        return base_fail(err, BASE_NOT_FOUND,
                         "level %d of %s has tiles x 0 to %u and y 0 to %u, not %lld, %lld", (int)z,
                         set->name, width - 1, height - 1, (long long)x, (long long)y);
    *out = (struct geo_tile){tms, (int)z, (uint32_t)x, (uint32_t)y};
    return BASE_OK;
}

/* 0 at the north end of the square, 1 at its south end. */
static double mercator_fraction(double lat_deg)
{
    double lat = fmax(-MERCATOR_DEG, fmin(MERCATOR_DEG, lat_deg));
    return 0.5 - asinh(tan(GEO_RADIANS(lat))) / (2 * GEO_PI);
}

static double mercator_latitude(double fraction)
{
    return GEO_DEGREES(atan(sinh(GEO_PI * (1 - 2 * fraction))));
}

void geo_tile_world_px(enum geo_tms_id tms, int z, struct geo_point point, double *px, double *py)
{
    double lat = geo_grid_to_degrees(point.lat), scale = TILE_PX * power_at(tms, z);
    double across = ((double)point.lon + WORLD_GRID / 2) / WORLD_GRID;
    bool mercator = SETS[tms].mercator;
    *px = across * scale * (mercator ? 1 : 2);
    *py = scale * (mercator ? mercator_fraction(lat) : (90 - lat) / 180);
}

void geo_tile_from_world_px(enum geo_tms_id tms, int z, double px, double py, double *lon_deg,
                            double *lat_deg)
{
    double scale = TILE_PX * power_at(tms, z);
    bool mercator = SETS[tms].mercator;
    *lon_deg = px / (scale * (mercator ? 1 : 2)) * 360 - 180;
    *lat_deg = mercator ? mercator_latitude(py / scale) : 90 - py / scale * 180;
}

static int64_t grid_within(double degrees, double limit)
{
    return geo_grid_from_degrees(fmax(-limit, fmin(limit, degrees)));
}

struct geo_box geo_tile_box(const struct geo_tile *tile, double buffer_px)
{
    double west, north, east, south;
    geo_tile_from_world_px(tile->tms, tile->z, tile->x * TILE_PX - buffer_px,
                           tile->y * TILE_PX - buffer_px, &west, &north);
    geo_tile_from_world_px(tile->tms, tile->z, (tile->x + 1.0) * TILE_PX + buffer_px,
                           (tile->y + 1.0) * TILE_PX + buffer_px, &east, &south);
    return (struct geo_box){{grid_within(west, 180), grid_within(south, 90)},
                            {grid_within(east, 180), grid_within(north, 90)}};
}

double geo_tile_resolution_m(enum geo_tms_id tms, int z, double lat_deg)
{
    double cell = geo_tms_cell_size(tms, z);
    double lat = GEO_RADIANS(fmax(-90, fmin(90, lat_deg)));
    if (SETS[tms].mercator)
        return cell * cos(lat);
    double w2 = 1 - GEO_E2 * sin(lat) * sin(lat);
    return GEO_RADIANS(cell) * GEO_A_M * (1 - GEO_E2) / (w2 * sqrt(w2));
}

static uint32_t tile_index(double px, uint32_t count)
{
    double index = floor(px / TILE_PX);
    return index < 0 ? 0 : index >= count ? count - 1 : (uint32_t)index;
}

struct geo_tile geo_tile_at(enum geo_tms_id tms, int z, struct geo_point point)
{
    double px, py;
    uint32_t width, height;
    geo_tile_world_px(tms, z, point, &px, &py);
    geo_tms_matrix_size(tms, z, &width, &height);
    return (struct geo_tile){tms, z, tile_index(px, width), tile_index(py, height)};
}
