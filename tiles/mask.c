/* tiles/mask.c - glyphs and their halos as small pictures, kept. */
#include "tiles/mask.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define SLOTS 16384U /* a power of two; half of them are filled, then all are dropped */

struct entry {
    uint64_t key; /* 0: free */
    struct tiles_mask mask;
};

struct tiles_masks {
    struct tiles_fonts *fonts;
    cairo_surface_t *scratch; /* for measuring outlines */
    cairo_t *pen;
    uint32_t count;
    struct entry entries[SLOTS];
};

struct tiles_masks *tiles_masks_create(struct tiles_fonts *fonts)
{
    struct tiles_masks *masks = calloc(1, sizeof *masks);
    if (!masks)
        return NULL;
    masks->fonts = fonts;
    masks->scratch = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
    masks->pen = cairo_create(masks->scratch);
    return masks;
}

static void drop_all(struct tiles_masks *masks)
{
    for (uint32_t i = 0; i < SLOTS; i++)
        if (masks->entries[i].mask.surface)
            cairo_surface_destroy(masks->entries[i].mask.surface);
    memset(masks->entries, 0, sizeof masks->entries);
    masks->count = 0;
}

void tiles_masks_free(struct tiles_masks *masks)
{
    if (!masks)
        return;
    drop_all(masks);
    cairo_destroy(masks->pen);
    cairo_surface_destroy(masks->scratch);
    free(masks);
}

/* Quarter pixels of size and halo are enough to tell masks apart. */
static uint64_t key_of(uint32_t font, uint32_t glyph, double size_px, double halo_px)
{
    uint64_t size = (uint64_t)lround(size_px * 16), halo = (uint64_t)lround(halo_px * 16);
    return (uint64_t)(font + 1) << 56 | (uint64_t)(glyph & 0xffffff) << 32 | (size & 0xffff) << 16 |
           (halo & 0xffff);
}

static void set_outline(struct tiles_masks *masks, cairo_t *cairo, uint32_t font, uint32_t glyph,
                        double size_px)
{
    cairo_save(cairo);
    cairo_scale(cairo, size_px, -size_px);
    tiles_glyph_path(masks->fonts, font, glyph, cairo);
    cairo_restore(cairo);
}

static struct tiles_mask draw(struct tiles_masks *masks, uint32_t font, uint32_t glyph,
                              double size_px, double halo_px)
{
    double x0, y0, x1, y1;
    struct tiles_mask mask = {0};
    cairo_new_path(masks->pen);
    set_outline(masks, masks->pen, font, glyph, size_px);
    cairo_path_extents(masks->pen, &x0, &y0, &x1, &y1);
    if (x1 <= x0 || y1 <= y0)
        return mask;
    mask.left = (int)floor(x0 - halo_px) - 1;
    mask.top = (int)floor(y0 - halo_px) - 1;
    mask.surface =
        cairo_image_surface_create(CAIRO_FORMAT_A8, (int)ceil(x1 + halo_px) + 1 - mask.left,
                                   (int)ceil(y1 + halo_px) + 1 - mask.top);
    cairo_t *cairo = cairo_create(mask.surface);
    cairo_translate(cairo, -mask.left, -mask.top);
    set_outline(masks, cairo, font, glyph, size_px);
    if (halo_px > 0) {
        cairo_set_line_width(cairo, 2 * halo_px);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_stroke_preserve(cairo);
    }
    cairo_fill(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(mask.surface);
    return mask;
}

struct tiles_mask tiles_masks_find(struct tiles_masks *masks, uint32_t font, uint32_t glyph,
                                   double size_px, double halo_px)
{
    uint64_t key = key_of(font, glyph, size_px, halo_px), at = base_hash_mix(key);
    while (masks->entries[at & (SLOTS - 1)].key && masks->entries[at & (SLOTS - 1)].key != key)
        at++;
    struct entry *entry = &masks->entries[at & (SLOTS - 1)];
    if (entry->key)
        return entry->mask;
    if (masks->count >= SLOTS / 2) {
        drop_all(masks);
        entry = &masks->entries[base_hash_mix(key) & (SLOTS - 1)];
    }
    masks->count++;
    entry->key = key;
    entry->mask = draw(masks, font, glyph, size_px, halo_px);
    return entry->mask;
}
