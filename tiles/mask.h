/* tiles/mask.h - glyphs and their halos as small pictures, kept; private to the folder. */
#ifndef TILES_MASK_H
#define TILES_MASK_H

#include <cairo.h>

#include "tiles/font.h"

struct tiles_masks;

/* Borrows fonts. NULL without memory. */
struct tiles_masks *tiles_masks_create(struct tiles_fonts *fonts);
void tiles_masks_free(struct tiles_masks *masks);

/* A glyph of a size, filled (halo_px 0) or as its halo: the outline stroked
 * twice halo_px wide and filled. An A8 surface to be put with its corner at
 * (left, top) of the glyph's origin; NULL for an empty glyph or without memory.
 * Valid until the next call. */
struct tiles_mask {
    cairo_surface_t *surface;
    int left, top;
};
struct tiles_mask tiles_masks_find(struct tiles_masks *masks, uint32_t font, uint32_t glyph,
                                   double size_px, double halo_px);

#endif
