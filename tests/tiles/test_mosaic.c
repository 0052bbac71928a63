/* tests/tiles/test_mosaic.c - the same picture through every window. */
#include <cairo.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/near.h"
#include "tests/tiles/fixture.h"
#include "tiles/paint.h"
#include "tiles/render.h"

struct drawing {
    struct fixture *f;
    struct styles_style *style;
    struct tiles_worker *worker;
};

static int setup(void **state)
{
    struct drawing *d = calloc(1, sizeof *d);
    size_t size;
    struct base_error err = {0};
    const char *json = styles_default_json(&size);
    fixture_setup((void **)&d->f);
    if (styles_style_parse(json, size, &d->style, &err) != BASE_OK ||
        tiles_worker_create(NULL, 0, &d->worker, &err) != BASE_OK)
        fail_msg("%s", err.message);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct drawing *d = *state;
    tiles_worker_free(d->worker);
    styles_style_free(d->style);
    fixture_teardown((void **)&d->f);
    free(d);
    return 0;
}

/* The window's raw pixels; destroy the surface. */
static cairo_surface_t *draw(const struct drawing *d, struct tiles_window window)
{
    struct base_error err = {0};
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_ARGB32, window.width_px * window.scale, window.height_px * window.scale);
    cairo_t *cairo = cairo_create(surface);
    base_arena_reset(d->worker->arena);
    if (tiles_paint(&d->f->scene, d->style, TILES_LAYERS_MAP, &window, d->worker, cairo, &err) !=
        BASE_OK)
        fail_msg("%s", err.message);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return surface;
}

static const unsigned char *pixel(cairo_surface_t *surface, int x, int y)
{
    return cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface) +
           4 * x;
}

static bool differs(const unsigned char *a, const unsigned char *b, int limit)
{
    for (int c = 0; c < 4; c++)
        if (abs(a[c] - b[c]) > limit)
            return true;
    return false;
}

/* Pixels of the small picture that differ from the large one's at (left, top). */
static size_t count_different(cairo_surface_t *large, cairo_surface_t *small, int left, int top,
                              int limit)
{
    size_t count = 0;
    for (int y = 0; y < cairo_image_surface_get_height(small); y++)
        for (int x = 0; x < cairo_image_surface_get_width(small); x++)
            count += differs(pixel(large, left + x, top + y), pixel(small, x, y), limit);
    return count;
}

static size_t count_ink(cairo_surface_t *surface)
{
    size_t count = 0;
    for (int y = 0; y < cairo_image_surface_get_height(surface); y++)
        for (int x = 0; x < cairo_image_surface_get_width(surface); x++)
            count += pixel(surface, x, y)[1] < 0x70; /* dark: lines and letters */
    return count;
}

static const struct {
    enum geo_tms_id tms;
    int z, scale;
} CASES[] = {
    {GEO_TMS_WEB_MERCATOR_QUAD, 6, 1},  {GEO_TMS_WEB_MERCATOR_QUAD, 8, 1},
    {GEO_TMS_WEB_MERCATOR_QUAD, 10, 1}, {GEO_TMS_WEB_MERCATOR_QUAD, 12, 1},
    {GEO_TMS_WEB_MERCATOR_QUAD, 14, 1}, {GEO_TMS_WEB_MERCATOR_QUAD, 10, 2},
    {GEO_TMS_CGCS2000_QUAD, 10, 1},     {GEO_TMS_TIANDITU_C, 13, 1},
};

static void nine_tiles_are_one_drawing(void **state)
{
    const struct drawing *d = *state;
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct geo_tile middle = geo_tile_at(CASES[i].tms, CASES[i].z, fixture_at(4.02, 3.98));
        struct tiles_window window = {CASES[i].tms,           CASES[i].z, 256.0 * (middle.x - 1),
                                      256.0 * (middle.y - 1), 768,        768,
                                      CASES[i].scale};
        cairo_surface_t *large = draw(d, window);
        size_t different = 0,
               total = (size_t)768 * 768 * (size_t)CASES[i].scale * (size_t)CASES[i].scale;
        assert_true(count_ink(large) > 300);
        window.width_px = window.height_px = 256;
        for (int tile = 0; tile < 9; tile++) {
            window.left_px = 256.0 * (middle.x - 1 + (uint32_t)tile % 3);
            window.top_px = 256.0 * (middle.y - 1 + (uint32_t)tile / 3);
            cairo_surface_t *small = draw(d, window);
            different += count_different(large, small, 256 * CASES[i].scale * (tile % 3),
                                         256 * CASES[i].scale * (tile / 3), 16);
            cairo_surface_destroy(small);
        }
        cairo_surface_destroy(large);
        if (different * 1000 > total)
            fail_msg("zoom %d: %zu of %zu pixels differ", CASES[i].z, different, total);
    }
}

static cairo_status_t read_bytes(void *context, unsigned char *out, unsigned int size)
{
    struct base_buffer *bytes = context;
    if (bytes->size < size)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(out, bytes->data, size);
    memmove(bytes->data, bytes->data + size, bytes->size - size);
    bytes->size -= size;
    return CAIRO_STATUS_SUCCESS;
}

/* Labels and symbols must not be lost to the palette either. */
static void written_tiles_look_like_the_drawing(void **state)
{
    const struct drawing *d = *state;
    static const int zooms[] = {6, 10, 14};
    for (size_t i = 0; i < COUNT(zooms); i++) {
        struct base_buffer bytes = {0};
        struct geo_tile tile = geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, zooms[i], fixture_at(4, 4));
        struct tiles_window window = {tile.tms, tile.z, 256.0 * tile.x, 256.0 * tile.y, 256,
                                      256,      1};
        cairo_surface_t *drawn = draw(d, window);
        assert_int_equal(tiles_render_png(&d->f->scene, d->style, TILES_LAYERS_MAP, &tile, 1, false,
                                          d->worker, &bytes, NULL),
                         BASE_OK);
        cairo_surface_t *written = cairo_image_surface_create_from_png_stream(read_bytes, &bytes);
        assert_int_equal(cairo_surface_status(written), CAIRO_STATUS_SUCCESS);
        size_t different = 0;
        for (int y = 0; y < 256; y++)
            for (int x = 0; x < 256; x++)
                for (int c = 0; c < 3; c++)
                    if (abs(pixel(drawn, x, y)[c] - pixel(written, x, y)[c]) > 16) {
                        different++;
                        break;
                    }
        assert_true(different * 1000 <= 256 * 256);
        cairo_surface_destroy(written);
        cairo_surface_destroy(drawn);
        base_buffer_done(&bytes);
    }
}

static void neighbours_leave_no_seam_between_their_fills(void **state)
{
    const struct drawing *d = *state;
    static const char json[] =
        "{\"version\":8,\"layers\":[{\"id\":\"a\",\"type\":\"fill\",\"source\":\"division\","
        "\"source-layer\":\"division\",\"metadata\":{\"yutu:coverage\":true},"
        "\"filter\":[\"==\",\"level\",\"township\"],\"paint\":{\"fill-color\":\"#ffffff\"}}]}";
    struct drawing white = *d;
    assert_int_equal(styles_style_parse(json, strlen(json), &white.style, NULL), BASE_OK);
    for (int z = 11; z <= 15; z++) {
        struct geo_tile tile = geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, z, fixture_at(4.02, 3.98));
        struct tiles_window window = {tile.tms, z, 256.0 * tile.x, 256.0 * tile.y, 256, 256, 1};
        cairo_surface_t *surface = draw(&white, window);
        for (int y = 0; y < 256; y++)
            for (int x = 0; x < 256; x++)
                assert_true(pixel(surface, x, y)[3] >= 253);
        cairo_surface_destroy(surface);
    }
    styles_style_free(white.style);
}

static void single_layers_have_no_background(void **state)
{
    const struct drawing *d = *state;
    struct base_buffer bytes = {0};
    struct geo_tile tile = geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, 10, fixture_at(4, 4));
    assert_int_equal(tiles_render_png(&d->f->scene, d->style, TILES_LAYER_BIT(TILES_BOUNDARY_LINE),
                                      &tile, 1, false, d->worker, &bytes, NULL),
                     BASE_OK);
    cairo_surface_t *written = cairo_image_surface_create_from_png_stream(read_bytes, &bytes);
    size_t clear = 0;
    for (int y = 0; y < 256; y++)
        for (int x = 0; x < 256; x++)
            clear += pixel(written, x, y)[3] == 0;
    assert_true(clear > 256 * 200 && clear < 256 * 256);
    cairo_surface_destroy(written);
    base_buffer_done(&bytes);
}

static void too_large_a_picture_is_refused(void **state)
{
    const struct drawing *d = *state;
    static const struct tiles_window windows[] = {
        {GEO_TMS_WEB_MERCATOR_QUAD, 3, 0, 0, 4097, 10, 1},
        {GEO_TMS_WEB_MERCATOR_QUAD, 3, 0, 0, 10, 2049, 2},
        {GEO_TMS_WEB_MERCATOR_QUAD, 3, 0, 0, 0, 10, 1},
    };
    for (size_t i = 0; i < COUNT(windows); i++) {
        struct base_buffer bytes = {0};
        assert_int_equal(tiles_render_window(&d->f->scene, d->style, TILES_LAYERS_MAP, &windows[i],
                                             false, d->worker, &bytes, NULL),
                         BASE_INVALID);
        assert_int_equal(bytes.size, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nine_tiles_are_one_drawing),
        cmocka_unit_test(written_tiles_look_like_the_drawing),
        cmocka_unit_test(neighbours_leave_no_seam_between_their_fills),
        cmocka_unit_test(single_layers_have_no_background),
        cmocka_unit_test(too_large_a_picture_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
