/* tests/tiles/test_png.c */
#include "tiles/png.h"

#include <cairo.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cmocka.h"
#include "tiles/palette.h"

static cairo_status_t read_bytes(void *context, unsigned char *out, unsigned int size)
{
    const unsigned char **at = context;
    memcpy(out, *at, size);
    *at += size;
    return CAIRO_STATUS_SUCCESS;
}

/* Writes count × 1 or more pixels and reads them back (premultiplied ARGB). */
static cairo_surface_t *round_trip(const uint32_t *pixels, int width, int height, bool full,
                                   size_t *size)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(6);
    struct tiles_picture picture = {(const unsigned char *)pixels, width, height, 4 * width};
    struct base_buffer out = {0};
    assert_int_equal(tiles_png_write(&picture, full, compressor, arena, &out, NULL), BASE_OK);
    const unsigned char *at = (const unsigned char *)out.data;
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &at);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    assert_int_equal(cairo_image_surface_get_width(surface), width);
    assert_int_equal(cairo_image_surface_get_height(surface), height);
    *size = out.size;
    libdeflate_free_compressor(compressor);
    base_buffer_done(&out);
    return surface;
}

static uint32_t pixel_at(cairo_surface_t *surface, int x, int y)
{
    uint32_t pixel;
    memcpy(&pixel,
           cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) +
               4 * x,
           sizeof pixel);
    return cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24 ? pixel | 0xff000000U
                                                                         : pixel;
}

/* Colour number n of many: all different, opaque or (every third) translucent. */
static uint32_t colour(uint32_t n, bool translucent)
{
    uint32_t alpha = translucent && n % 3 == 0 ? 128 : 255;
    uint32_t r = n * 37 % 256 * alpha / 255, g = n / 7 % 256 * alpha / 255,
             b = n * 11 % 256 * alpha / 255;
    return alpha << 24 | r << 16 | g << 8 | b;
}

static int farthest_channel(uint32_t a, uint32_t b)
{
    int most = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        int d = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
        most = d > most ? d : most;
    }
    return most;
}

static void few_colours_are_kept_exactly(void **state)
{
    (void)state;
    static const struct {
        int width, height;
        uint32_t colours;
    } cases[] = {{1, 1, 1}, {7, 3, 2}, {9, 5, 3}, {31, 2, 16}, {33, 3, 17}, {256, 2, 256}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        int count = cases[i].width * cases[i].height;
        uint32_t *pixels = calloc((size_t)count, sizeof *pixels);
        for (int k = 0; k < count; k++)
            pixels[k] = colour((uint32_t)k % cases[i].colours, false);
        size_t size;
        cairo_surface_t *surface =
            round_trip(pixels, cases[i].width, cases[i].height, false, &size);
        for (int y = 0; y < cases[i].height; y++)
            for (int x = 0; x < cases[i].width; x++)
                assert_int_equal(pixel_at(surface, x, y), pixels[y * cases[i].width + x]);
        cairo_surface_destroy(surface);
        free(pixels);
    }
}

static void translucent_colours_are_kept(void **state)
{
    (void)state;
    uint32_t pixels[200];
    size_t size;
    for (uint32_t k = 0; k < 200; k++)
        pixels[k] = k % 5 ? colour(k, true) : 0;
    cairo_surface_t *surface = round_trip(pixels, 20, 10, false, &size);
    for (int k = 0; k < 200; k++) /* premultiplying loses up to one step */
        assert_true(farthest_channel(pixel_at(surface, k % 20, k / 20), pixels[k]) <= 1);
    cairo_surface_destroy(surface);
}

static void many_colours_stay_near(void **state)
{
    (void)state;
    uint32_t *pixels = calloc(256 * 256, sizeof *pixels);
    size_t size, full_size, far = 0;
    for (uint32_t k = 0; k < 256 * 256; k++) { /* ramps between map colours, as edges make them */
        uint32_t t = k % 97, a = 0xfbe3dc, b = k / 7000 % 2 ? 0x5a286e : 0xe3efd8;
        pixels[k] = 0xff000000U;
        for (int shift = 0; shift < 24; shift += 8)
            pixels[k] |= ((a >> shift & 255) * (96 - t) + (b >> shift & 255) * t) / 96 << shift;
    }
    pixels[777] = 0xffd62728U; /* a single red spot */
    cairo_surface_t *surface = round_trip(pixels, 256, 256, false, &size);
    for (int k = 0; k < 256 * 256; k++)
        far += farthest_channel(pixel_at(surface, k % 256, k / 256), pixels[k]) > 8;
    assert_int_equal(far, 0);
    assert_true(farthest_channel(pixel_at(surface, 777 % 256, 777 / 256), 0xffd62728U) <= 8);
    cairo_surface_destroy(surface);
    surface = round_trip(pixels, 256, 256, true, &full_size);
    for (int k = 0; k < 256 * 256; k++)
        assert_int_equal(pixel_at(surface, k % 256, k / 256), pixels[k]);
    assert_true(size < full_size);
    cairo_surface_destroy(surface);
    free(pixels);
}

static void palette_holds_no_more_than_256(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 255, 256, 257, 5000};
    for (size_t i = 0; i < COUNT(counts); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        uint32_t *pixels = calloc(counts[i], sizeof *pixels);
        struct tiles_palette palette;
        for (uint32_t k = 0; k < counts[i]; k++)
            pixels[k] = 0xff000000U | k * 2654435761U >> 8;
        assert_true(tiles_palette_make(pixels, counts[i], arena, &palette));
        assert_int_equal(palette.count, counts[i] < 256 ? counts[i] : 256);
        free(pixels);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_colours_are_kept_exactly),
        cmocka_unit_test(translucent_colours_are_kept),
        cmocka_unit_test(many_colours_stay_near),
        cmocka_unit_test(palette_holds_no_more_than_256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
