/* tiles/render.h - whole tiles. */
#ifndef TILES_RENDER_H
#define TILES_RENDER_H

#include "base/buffer.h"
#include "styles/style.h"
#include "tiles/paint.h"

/* Appends a PNG of 256 × scale pixels a side. The same point looks the same in
 * every tile. full: 32 bits a pixel instead of a palette.
 * Returns BASE_OK, BASE_NO_MEMORY, BASE_UNAVAILABLE (a limit) or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status tiles_render_png(const struct tiles_scene *scene, const struct styles_style *style,
                                  tiles_layer_set layers, const struct geo_tile *tile, int scale,
                                  bool full, struct tiles_worker *worker, struct base_buffer *out,
                                  struct base_error *err);

/* Appends any window as a PNG: at most TILES_PIXELS_MOST pixels a side. */
#define TILES_PIXELS_MOST 4096
BASE_MUST_CHECK
enum base_status tiles_render_window(const struct tiles_scene *scene,
                                     const struct styles_style *style, tiles_layer_set layers,
                                     const struct tiles_window *window, bool full,
                                     struct tiles_worker *worker, struct base_buffer *out,
                                     struct base_error *err);

/* Appends a vector tile; no bytes for an empty one (see tiles/mvt.h). */
BASE_MUST_CHECK
enum base_status tiles_render_mvt(const struct tiles_scene *scene, tiles_layer_set layers,
                                  const struct geo_tile *tile, struct tiles_worker *worker,
                                  struct base_buffer *out, struct base_error *err);

#endif
