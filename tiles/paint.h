/* tiles/paint.h - drawing a style with Cairo. */
#ifndef TILES_PAINT_H
#define TILES_PAINT_H

#include <cairo.h>

#include "styles/style.h"
#include "tiles/scene.h"
#include "tiles/worker.h"

/* A window of the map: width × height world pixels (256 a tile) of a level from
 * (left, top) on, drawn scale times as large. */
struct tiles_window {
    enum geo_tms_id tms;
    int z;
    double left_px, top_px;
    int width_px, height_px;
    int scale; /* 1 or 2 */
};

/* Draws the style's layers whose source layer is in layers; the background only
 * for the whole map, so that single layers can be laid over others. Whatever
 * window a point is seen through, it looks the same. cairo: of a surface of
 * width × scale by height × scale pixels, transparent.
 * Returns BASE_OK, BASE_NO_MEMORY or BASE_UNAVAILABLE (too many labels). */
BASE_MUST_CHECK
enum base_status tiles_paint(const struct tiles_scene *scene, const struct styles_style *style,
                             tiles_layer_set layers, const struct tiles_window *window,
                             struct tiles_worker *worker, cairo_t *cairo, struct base_error *err);

#endif
