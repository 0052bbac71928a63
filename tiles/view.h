/* tiles/view.h - a window onto the plane of a tile matrix set, and geometry in it. */
#ifndef TILES_VIEW_H
#define TILES_VIEW_H

#include "base/arena.h"
#include "geo/tms.h"
#include "tiles/set.h"

/* From vertices to window units: x grows east, y south. unit: how many window
 * units a world pixel (256 a tile) has; 1 for a picture, 2 at @2x, 16 for MVT. */
struct tiles_view {
    bool is_mercator;
    double x_scale, x_shift, y_scale, y_shift; /* unit and origin already in them */
    double origin_x, origin_y;                 /* of the window, in world units */
    double width, height;                      /* of the window, in window units */
    double unit;
    int zoom;        /* MapLibre's: of 512-px tiles */
    float threshold; /* weight from which a vertex is drawn */
};

/* The window of width_px × height_px world pixels whose corner is at world pixel
 * (left_px, top_px) of level z. zoom_offset: 0 for vector tiles, -1 for pictures
 * (a 256-px picture at z shows zoom z - 1). */
struct tiles_view tiles_view_make(enum geo_tms_id tms, int z, double left_px, double top_px,
                                  double width_px, double height_px, double unit, int zoom_offset);

/* MapLibre's zoom of a matrix set's level (512-px tiles of Web Mercator). */
int tiles_tms_zoom(enum geo_tms_id tms, int z);

struct tiles_xy {
    double x, y;
};

static inline struct tiles_xy tiles_view_project(const struct tiles_view *view,
                                                 const struct tiles_vertex *vertex)
{
    double y = view->is_mercator ? vertex->mercator : (double)vertex->lat;
    return (struct tiles_xy){(double)vertex->lon * view->x_scale + view->x_shift,
                             y * view->y_scale + view->y_shift};
}

struct tiles_xy tiles_view_project_point(const struct tiles_view *view, struct geo_point point);

/* The box on the ground of the window widened by margin window units. */
struct geo_box tiles_view_box(const struct tiles_view *view, double margin);

/* A rectangle in window units. */
struct tiles_rect {
    double x0, y0, x1, y1;
};

/* Rings or lines in window units. */
struct tiles_shape {
    struct tiles_xy *points;
    uint32_t *starts; /* count + 1 */
    uint32_t count, point_count;
    uint32_t point_capacity, start_capacity;
    struct base_arena *arena;
    bool failed;
};

void tiles_shape_init(struct tiles_shape *shape, struct base_arena *arena);
/* Begins a ring or line; points follow. */
void tiles_shape_begin(struct tiles_shape *shape);
void tiles_shape_add(struct tiles_shape *shape, struct tiles_xy point);
/* Takes back the ring or line being built. */
void tiles_shape_drop(struct tiles_shape *shape);
uint32_t tiles_shape_size(const struct tiles_shape *shape, uint32_t part);

/* Appends the path's vertices that reach the view's threshold, as one line, in
 * its own direction or backwards. */
void tiles_view_path(const struct tiles_view *view, const struct tiles_set *set, uint32_t path,
                     bool reversed, struct tiles_shape *out);

/* Appends the rings of a division (interior on the left on the ground, so
 * clockwise shells in window coordinates run anti-clockwise to the eye). A chain
 * that lies wholly beside the box is only its ends: clipping to the box gives
 * the same. */
void tiles_view_rings(const struct tiles_view *view, const struct tiles_set *set,
                      struct tiles_span rings, const struct geo_box *box, struct tiles_shape *out);

/* Cuts rings to the rectangle; polygons stay polygons (their pieces are joined
 * along its sides). Coordinates are rounded when snap. */
void tiles_clip_rings(const struct tiles_shape *in, struct tiles_rect rect, bool snap,
                      struct tiles_shape *out);
/* Cuts lines to the rectangle. */
void tiles_clip_lines(const struct tiles_shape *in, struct tiles_rect rect, bool snap,
                      struct tiles_shape *out);

#endif
