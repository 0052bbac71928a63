/* tiles/label_paint.c - drawing labels. */
#include "tiles/label_paint.h"

#include <math.h>

#include "tiles/mask.h"

struct place {
    double x, y; /* of the text's middle, in the surface */
    double scale;
};

static void set_color(cairo_t *cairo, struct styles_color color, double opacity)
{
    cairo_set_source_rgba(cairo, color.red, color.green, color.blue, color.alpha * opacity);
}

/* Upright glyphs come from the kept masks, at whole pixels of the world: windows
 * begin at whole pixels, so every window rounds alike. */
static void draw_upright(const struct tiles_label *label, const struct place *place,
                         struct tiles_worker *worker, double halo_px, cairo_t *cairo)
{
    double size = label->size_px * place->scale;
    for (uint32_t i = 0; i < label->layout.count; i++) {
        const struct tiles_placed_glyph *glyph = &label->layout.glyphs[i];
        struct tiles_mask mask = tiles_masks_find(worker->masks, glyph->font, glyph->number, size,
                                                  halo_px * place->scale);
        if (mask.surface)
            cairo_mask_surface(cairo, mask.surface,
                               floor(place->x + glyph->x * place->scale + 0.5) + mask.left,
                               floor(place->y + glyph->y * place->scale + 0.5) + mask.top);
    }
}

/* Turned glyphs are drawn as outlines. */
static void draw_turned(const struct tiles_label *label, const struct place *place,
                        struct tiles_worker *worker, double halo_px, cairo_t *cairo)
{
    double size = label->size_px * place->scale;
    for (uint32_t i = 0; i < label->layout.count; i++) {
        const struct tiles_placed_glyph *glyph = &label->layout.glyphs[i];
        cairo_save(cairo);
        cairo_translate(cairo, place->x + glyph->x * place->scale,
                        place->y + glyph->y * place->scale);
        cairo_rotate(cairo, glyph->angle);
        cairo_scale(cairo, size, -size);
        tiles_glyph_path(worker->fonts, glyph->font, glyph->number, cairo);
        cairo_restore(cairo);
    }
    if (halo_px > 0) {
        cairo_set_line_width(cairo, 2 * halo_px * place->scale);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke_preserve(cairo);
    }
    cairo_fill(cairo);
}

static bool is_turned(const struct tiles_label *label)
{
    for (uint32_t i = 0; i < label->layout.count; i++)
        if (label->layout.glyphs[i].angle != 0)
            return true;
    return false;
}

void tiles_labels_paint(const struct tiles_label *const *labels, size_t count,
                        const struct tiles_window *window, struct tiles_worker *worker,
                        cairo_t *cairo)
{
    for (size_t i = 0; i < count; i++) {
        const struct tiles_label *label = labels[i];
        struct tiles_xy shift = label->shifts[label->chosen];
        struct place place = {(label->anchor.x + shift.x - window->left_px) * window->scale,
                              (label->anchor.y + shift.y - window->top_px) * window->scale,
                              window->scale};
        bool turned = is_turned(label);
        for (int halo = 1; halo >= 0; halo--) {
            if (halo && (label->halo_px <= 0 || label->halo.alpha <= 0))
                continue;
            set_color(cairo, halo ? label->halo : label->color, label->opacity);
            (turned ? draw_turned : draw_upright)(label, &place, worker, halo ? label->halo_px : 0,
                                                  cairo);
        }
    }
}
