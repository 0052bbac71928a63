/* tiles/view.c - a window onto the plane of a tile matrix set. */
#include "tiles/view.h"

#include <math.h>

#define DEGREES_PER_GRID 1e-9

static bool is_mercator(enum geo_tms_id tms)
{
    return tms == GEO_TMS_WEB_MERCATOR_QUAD || tms == GEO_TMS_TIANDITU_W;
}

int tiles_tms_zoom(enum geo_tms_id tms, int z)
{
    if (is_mercator(tms))
        return z;
    /* level 0 of the degree sets has two tiles, as Mercator's level 1 */
    return tms == GEO_TMS_TIANDITU_C ? z : z + 1;
}

/* Metres of which nothing is seen at the zoom: 0.3 of a pixel of its 512-px
 * tiles at the equator, under half a pixel up to 50 degrees of latitude. */
static float threshold_of(int zoom)
{
    double pixel_m = 2 * GEO_PI * GEO_A_M / (512 * ldexp(1, zoom));
    return (float)(0.3 * pixel_m);
}

struct tiles_view tiles_view_make(enum geo_tms_id tms, int z, double left_px, double top_px,
                                  double width_px, double height_px, double unit, int zoom_offset)
{
    int zoom = tiles_tms_zoom(tms, z);
    double world_px = ldexp(256, zoom); /* width of the world at the level */
    struct tiles_view view = {
        .is_mercator = is_mercator(tms),
        .origin_x = left_px * unit,
        .origin_y = top_px * unit,
        .width = width_px * unit,
        .height = height_px * unit,
        .unit = unit,
        .zoom = zoom + zoom_offset > 0 ? zoom + zoom_offset : 0,
    };
    view.threshold = threshold_of(zoom + zoom_offset);
    view.x_scale = world_px * unit * DEGREES_PER_GRID / 360;
    view.x_shift = world_px * unit / 2 - view.origin_x;
    if (view.is_mercator) {
        view.y_scale = world_px * unit;
        view.y_shift = -view.origin_y;
    } else {
        view.y_scale = -view.x_scale;
        view.y_shift = world_px * unit / 4 - view.origin_y;
    }
    return view;
}

struct tiles_xy tiles_view_project_point(const struct tiles_view *view, struct geo_point point)
{
    double degrees = fmax(-89.9, fmin(89.9, geo_grid_to_degrees(point.lat)));
    struct tiles_vertex vertex = {point.lon, point.lat,
                                  0.5 - asinh(tan(GEO_RADIANS(degrees))) / (2 * GEO_PI)};
    return tiles_view_project(view, &vertex);
}

static int64_t unproject_y(const struct tiles_view *view, double y)
{
    double v = (y - view->y_shift) / view->y_scale;
    if (!view->is_mercator)
        return (int64_t)fmax(-90e9, fmin(90e9, v));
    return geo_grid_from_degrees(GEO_DEGREES(atan(sinh((0.5 - v) * 2 * GEO_PI))));
}

struct geo_box tiles_view_box(const struct tiles_view *view, double margin)
{
    double west = (-margin - view->x_shift) / view->x_scale;
    double east = (view->width + margin - view->x_shift) / view->x_scale;
    return (struct geo_box){
        {(int64_t)floor(west), unproject_y(view, view->height + margin) - 1},
        {(int64_t)ceil(east), unproject_y(view, -margin) + 1},
    };
}
