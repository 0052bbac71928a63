/* tiles/png.h - writing pictures as PNG. */
#ifndef TILES_PNG_H
#define TILES_PNG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

struct libdeflate_compressor;

/* A picture as Cairo draws it: premultiplied ARGB, 32 bits, native order. */
struct tiles_picture {
    const unsigned char *data;
    int width, height, stride;
};

/* Appends the picture as a PNG: of 256 colours (exactly its own when they are no
 * more; see tiles/palette.h), or all of them when full. libpng writes the file,
 * libdeflate its one chunk of pixels, without filters: they hurt maps.
 * Returns BASE_OK, BASE_NO_MEMORY or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status tiles_png_write(const struct tiles_picture *picture, bool full,
                                 struct libdeflate_compressor *compressor, struct base_arena *arena,
                                 struct base_buffer *out, struct base_error *err);

#endif
