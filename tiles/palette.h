/* tiles/palette.h - a picture with at most 256 colours; private to the folder. */
#ifndef TILES_PALETTE_H
#define TILES_PALETTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Straight RGBA as 0xAABBGGRR (bytes r, g, b, a on a little-endian machine). */
struct tiles_palette {
    uint32_t colours[256];
    uint32_t count;
    unsigned char *pixels; /* indexes, in the arena */
};

/* Chooses the palette of count straight RGBA pixels: exactly their colours when
 * there are at most 256; else the commonest buckets of 5 bits a channel (4 of
 * alpha), and for a quarter of the palette those that lie farthest from what
 * was chosen, so that no small spot loses its colour. False when the arena is
 * full. */
bool tiles_palette_make(const uint32_t *pixels, size_t count, struct base_arena *arena,
                        struct tiles_palette *out);

#endif
