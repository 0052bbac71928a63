/* tiles/render.c - whole tiles. */
#include "tiles/render.h"

#include "tiles/mvt.h"
#include "tiles/png.h"

static enum base_status encode(cairo_surface_t *surface, bool full, struct tiles_worker *worker,
                               struct base_buffer *out, struct base_error *err)
{
    cairo_surface_flush(surface);
    struct tiles_picture picture = {
        .data = cairo_image_surface_get_data(surface),
        .width = cairo_image_surface_get_width(surface),
        .height = cairo_image_surface_get_height(surface),
        .stride = cairo_image_surface_get_stride(surface),
    };
    return tiles_png_write(&picture, full, worker->compressor, worker->arena, out, err);
}

enum base_status tiles_render_window(const struct tiles_scene *scene,
                                     const struct styles_style *style, tiles_layer_set layers,
                                     const struct tiles_window *window, bool full,
                                     struct tiles_worker *worker, struct base_buffer *out,
                                     struct base_error *err)
{
    int width = window->width_px * window->scale, height = window->height_px * window->scale;
    if (width < 1 || height < 1 || width > TILES_PIXELS_MOST || height > TILES_PIXELS_MOST)
        return base_fail(err, BASE_INVALID, "a picture must be 1 to %d pixels a side, not %d × %d",
                         TILES_PIXELS_MOST, width, height);
    base_arena_reset(worker->arena);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    cairo_t *cairo = cairo_create(surface);
    enum base_status status = tiles_paint(scene, style, layers, window, worker, cairo, err);
    if (status == BASE_OK)
        status = encode(surface, full, worker, out, err);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return status;
}

enum base_status tiles_render_png(const struct tiles_scene *scene, const struct styles_style *style,
                                  tiles_layer_set layers, const struct geo_tile *tile, int scale,
                                  bool full, struct tiles_worker *worker, struct base_buffer *out,
                                  struct base_error *err)
{
    struct tiles_window window = {tile->tms, tile->z, 256.0 * tile->x, 256.0 * tile->y, 256,
                                  256,       scale};
    return tiles_render_window(scene, style, layers, &window, full, worker, out, err);
}

enum base_status tiles_render_mvt(const struct tiles_scene *scene, tiles_layer_set layers,
                                  const struct geo_tile *tile, struct tiles_worker *worker,
                                  struct base_buffer *out, struct base_error *err)
{
    base_arena_reset(worker->arena);
    return tiles_mvt_write(scene, layers, tile, 0, worker->engine, worker->arena, out, err);
}
