/* tests/tiles/golden.h - comparing a picture with the one kept beside the tests.
 *
 * At most 0.1 % of the pixels may differ by more than 16 of 255 in a channel. On
 * failure the picture and the difference stay in the scratch folder. With
 * YUTU_GOLDEN=write the kept pictures are replaced: look at them then. */
#ifndef TESTS_TILES_GOLDEN_H
#define TESTS_TILES_GOLDEN_H

#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "tests/support/cmocka.h"

static inline uint32_t golden_pixel(cairo_surface_t *surface, int x, int y)
{
    uint32_t pixel;
    memcpy(&pixel,
           cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) +
               4 * x,
           sizeof pixel);
    return cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24 ? pixel | 0xff000000U
                                                                         : pixel;
}

static inline bool golden_differs(uint32_t a, uint32_t b)
{
    for (int shift = 0; shift < 32; shift += 8)
        if (abs((int)(a >> shift & 255) - (int)(b >> shift & 255)) > 16)
            return true;
    return false;
}

/* Keeps what was drawn, and where it differs in red. */
static inline void golden_keep(const char *name, const void *png, size_t size,
                               cairo_surface_t *actual, cairo_surface_t *expected)
{
    char path[1024];
    assert_int_equal(base_file_make_folder(SCRATCH_DIR, NULL), BASE_OK);
    snprintf(path, sizeof path, "%s/%s.actual.png", SCRATCH_DIR, name);
    assert_int_equal(base_file_write_atomic(path, png, size, NULL), BASE_OK);
    int width = cairo_image_surface_get_width(actual),
        height = cairo_image_surface_get_height(actual);
    cairo_surface_t *marks = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            uint32_t mark = golden_differs(golden_pixel(actual, x, y), golden_pixel(expected, x, y))
                                ? 0xffff0000U
                                : 0xffffffffU;
            memcpy(cairo_image_surface_get_data(marks) + y * cairo_image_surface_get_stride(marks) +
                       4 * x,
                   &mark, sizeof mark);
        }
    cairo_surface_mark_dirty(marks);
    snprintf(path, sizeof path, "%s/%s.difference.png", SCRATCH_DIR, name);
    cairo_surface_write_to_png(marks, path);
    cairo_surface_destroy(marks);
    print_error("see %s\n", path);
}

static inline cairo_status_t golden_read(void *context, unsigned char *out, unsigned int size)
{
    const unsigned char **at = context;
    memcpy(out, *at, size);
    *at += size;
    return CAIRO_STATUS_SUCCESS;
}

/* Compares PNG bytes with tests/tiles/golden/NAME.png. */
static inline void assert_golden(const char *name, const void *png, size_t size)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/tiles/golden/%s.png", TESTS_DIR, name);
    const char *mode = getenv("YUTU_GOLDEN");
    if (mode && strcmp(mode, "write") == 0)
        assert_int_equal(base_file_write_atomic(path, png, size, NULL), BASE_OK);
    const unsigned char *at = png;
    cairo_surface_t *actual = cairo_image_surface_create_from_png_stream(golden_read, &at);
    cairo_surface_t *expected = cairo_image_surface_create_from_png(path);
    assert_int_equal(cairo_surface_status(actual), CAIRO_STATUS_SUCCESS);
    assert_int_equal(cairo_surface_status(expected), CAIRO_STATUS_SUCCESS);
    int width = cairo_image_surface_get_width(actual),
        height = cairo_image_surface_get_height(actual);
    assert_int_equal(width, cairo_image_surface_get_width(expected));
    assert_int_equal(height, cairo_image_surface_get_height(expected));
    long different = 0;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            different += golden_differs(golden_pixel(actual, x, y), golden_pixel(expected, x, y));
    if (different * 1000 > (long)width * height) {
        golden_keep(name, png, size, actual, expected);
        fail_msg("%s: %ld of %ld pixels differ", name, different, (long)width * height);
    }
    cairo_surface_destroy(actual);
    cairo_surface_destroy(expected);
}

#endif
