/* tiles/png.c - writing pictures as PNG. */
#include "tiles/png.h"

#include <libdeflate.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "tiles/palette.h"

/* What the file says of its pixels, and the pixels as rows with filter bytes. */
struct image {
    int width, height, depth, colour_type;
    png_color palette[256];
    unsigned char alphas[256];
    int palette_size, alpha_size;
    unsigned char *rows;
    size_t row_bytes; /* without the filter byte */
};

static uint32_t straight(uint32_t argb)
{
    uint32_t alpha = argb >> 24;
    uint32_t r = argb >> 16 & 255, g = argb >> 8 & 255, b = argb & 255;
    if (alpha == 0)
        return 0;
    if (alpha != 255) {
        r = (r * 255 + alpha / 2) / alpha;
        g = (g * 255 + alpha / 2) / alpha;
        b = (b * 255 + alpha / 2) / alpha;
    }
    return r | g << 8 | b << 16 | alpha << 24;
}

/* The picture's pixels as straight RGBA; NULL without memory. */
static uint32_t *straight_pixels(const struct tiles_picture *picture, struct base_arena *arena)
{
    size_t count = (size_t)picture->width * (size_t)picture->height;
    uint32_t *pixels = base_arena_alloc(arena, (count + 1) * sizeof *pixels), *at = pixels;
    uint32_t last = 0, last_straight = 0; /* maps are made of runs */
    for (int y = 0; pixels && y < picture->height; y++) {
        const unsigned char *row = picture->data + (size_t)y * (size_t)picture->stride;
        for (int x = 0; x < picture->width; x++) {
            uint32_t argb;
            memcpy(&argb, row + 4 * x, sizeof argb);
            if (argb != last) {
                last = argb;
                last_straight = straight(argb);
            }
            *at++ = last_straight;
        }
    }
    return pixels;
}

/* Transparent entries first, so that the alpha table is short. */
static void sort_palette(struct tiles_palette *palette, unsigned char place[256])
{
    uint32_t sorted[256], count = 0;
    for (int opaque = 0; opaque < 2; opaque++)
        for (uint32_t i = 0; i < palette->count; i++)
            if ((palette->colours[i] >> 24 == 255) == (opaque == 1)) {
                place[i] = (unsigned char)count;
                sorted[count++] = palette->colours[i];
            }
    memcpy(palette->colours, sorted, count * sizeof *sorted);
}

static int depth_for(uint32_t colours)
{
    return colours <= 2 ? 1 : colours <= 4 ? 2 : colours <= 16 ? 4 : 8;
}

static bool fill_palette_rows(struct image *image, const struct tiles_palette *palette,
                              const unsigned char place[256], struct base_arena *arena)
{
    size_t per_byte = (size_t)(8 / image->depth);
    image->row_bytes = ((size_t)image->width + per_byte - 1) / per_byte;
    image->rows = base_arena_calloc(arena, (size_t)image->height, image->row_bytes + 1);
    if (!image->rows)
        return false;
    for (int y = 0; y < image->height; y++) {
        unsigned char *row = image->rows + (size_t)y * (image->row_bytes + 1) + 1;
        const unsigned char *from = palette->pixels + (size_t)y * (size_t)image->width;
        for (size_t x = 0; image->depth == 8 && x < (size_t)image->width; x++)
            row[x] = place[from[x]];
        if (image->depth == 8)
            continue;
        for (size_t x = 0; x < (size_t)image->width; x++) {
            size_t shift = 8 - (size_t)image->depth * (x % per_byte + 1);
            row[x / per_byte] = (unsigned char)(row[x / per_byte] | place[from[x]] << shift);
        }
    }
    return true;
}

static bool make_palette_image(const uint32_t *pixels, struct base_arena *arena,
                               struct image *image)
{
    struct tiles_palette palette;
    unsigned char place[256];
    if (!tiles_palette_make(pixels, (size_t)image->width * (size_t)image->height, arena, &palette))
        return false;
    sort_palette(&palette, place);
    image->colour_type = PNG_COLOR_TYPE_PALETTE;
    image->depth = depth_for(palette.count);
    image->palette_size = (int)palette.count;
    for (uint32_t i = 0; i < palette.count; i++) {
        uint32_t c = palette.colours[i];
        image->palette[i] = (png_color){(png_byte)c, (png_byte)(c >> 8), (png_byte)(c >> 16)};
        image->alphas[i] = (unsigned char)(c >> 24);
        if (image->alphas[i] != 255)
            image->alpha_size = (int)i + 1;
    }
    return fill_palette_rows(image, &palette, place, arena);
}

static bool make_full_image(const uint32_t *pixels, struct base_arena *arena, struct image *image)
{
    image->colour_type = PNG_COLOR_TYPE_RGB_ALPHA;
    image->depth = 8;
    image->row_bytes = 4 * (size_t)image->width;
    image->rows = base_arena_calloc(arena, (size_t)image->height, image->row_bytes + 1);
    for (int y = 0; image->rows && y < image->height; y++)
        memcpy(image->rows + (size_t)y * (image->row_bytes + 1) + 1,
               pixels + (size_t)y * (size_t)image->width, image->row_bytes);
    return image->rows != NULL;
}

static void write_bytes(png_structp png, png_bytep data, size_t size)
{
    base_buffer_append(png_get_io_ptr(png), data, size);
}

static void flush_nothing(png_structp png)
{
    (void)png;
}

static void write_file(png_structp png, png_infop info, const struct image *image,
                       const unsigned char *zlib, size_t size)
{
    png_set_IHDR(png, info, (png_uint_32)image->width, (png_uint_32)image->height, image->depth,
                 image->colour_type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    if (image->palette_size)
        png_set_PLTE(png, info, image->palette, image->palette_size);
    if (image->alpha_size)
        png_set_tRNS(png, info, image->alphas, image->alpha_size, NULL);
    png_write_info(png, info);
    png_write_chunk(png, (png_const_bytep) "IDAT", zlib, size);
    png_write_chunk(png, (png_const_bytep) "IEND", NULL, 0); /* png_write_end would refuse */
}

static enum base_status write_image(const struct image *image, const unsigned char *zlib,
                                    size_t size, struct base_buffer *out, struct base_error *err)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool good = false;
    if (info && setjmp(png_jmpbuf(png)) == 0) {
        png_set_write_fn(png, out, write_bytes, flush_nothing);
        write_file(png, info, image, zlib, size);
        good = true;
    }
    png_destroy_write_struct(&png, &info);
    return good ? base_buffer_check(out, err)
                : base_fail(err, BASE_FAILED, "the picture could not be written as PNG");
}

enum base_status tiles_png_write(const struct tiles_picture *picture, bool full,
                                 struct libdeflate_compressor *compressor, struct base_arena *arena,
                                 struct base_buffer *out, struct base_error *err)
{
    struct image image = {.width = picture->width, .height = picture->height};
    uint32_t *pixels = straight_pixels(picture, arena);
    if (!pixels || !(full ? make_full_image(pixels, arena, &image)
                          : make_palette_image(pixels, arena, &image)))
        return base_fail(err, BASE_NO_MEMORY, "no memory for a picture");
    size_t size = (image.row_bytes + 1) * (size_t)image.height;
    size_t most = libdeflate_zlib_compress_bound(compressor, size);
    unsigned char *zlib = base_arena_alloc(arena, most);
    size = zlib ? libdeflate_zlib_compress(compressor, image.rows, size, zlib, most) : 0;
    if (size == 0)
        return base_fail(err, BASE_NO_MEMORY, "no memory for a picture");
    return write_image(&image, zlib, size, out, err);
}
