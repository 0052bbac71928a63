/* tests/tiles/test_golden.c - the map as it was when somebody looked at it. */
#include "tests/support/near.h"
#include "tests/tiles/fixture.h"
#include "tests/tiles/golden.h"
#include "tiles/render.h"

struct drawing {
    struct fixture *f;
    struct styles_style *style, *findings;
    struct tiles_worker *worker;
};

static struct styles_style *builtin(const char *name)
{
    size_t size;
    const char *json;
    struct styles_style *style = NULL;
    assert_true(styles_builtin_find(name, &json, &size));
    assert_int_equal(styles_style_parse(json, size, &style, NULL), BASE_OK);
    return style;
}

static int setup(void **state)
{
    struct drawing *d = calloc(1, sizeof *d);
    fixture_setup((void **)&d->f);
    d->style = builtin("default");
    d->findings = builtin("finding");
    assert_int_equal(tiles_worker_create(NULL, 0, &d->worker, NULL), BASE_OK);
    *state = d;
    return 0;
}

static int teardown(void **state)
{
    struct drawing *d = *state;
    tiles_worker_free(d->worker);
    styles_style_free(d->style);
    styles_style_free(d->findings);
    fixture_teardown((void **)&d->f);
    free(d);
    return 0;
}

static void the_map_looks_as_it_did(void **state)
{
    const struct drawing *d = *state;
    static const struct {
        const char *name;
        enum geo_tms_id tms;
        int z, scale;
        double east, north;
    } cases[] = {
        {"map-6", GEO_TMS_WEB_MERCATOR_QUAD, 6, 1, 4, 4},
        {"map-8", GEO_TMS_WEB_MERCATOR_QUAD, 8, 1, 4, 4},
        {"map-10", GEO_TMS_WEB_MERCATOR_QUAD, 10, 1, 4, 4},
        {"map-13", GEO_TMS_WEB_MERCATOR_QUAD, 13, 1, 4, 4},
        {"map-15", GEO_TMS_WEB_MERCATOR_QUAD, 15, 1, 4, 4},
        {"map-10-2x", GEO_TMS_WEB_MERCATOR_QUAD, 10, 2, 4, 4},
        {"map-cgcs2000-10", GEO_TMS_CGCS2000_QUAD, 10, 1, 4, 4},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_buffer bytes = {0};
        struct geo_tile tile =
            geo_tile_at(cases[i].tms, cases[i].z, fixture_at(cases[i].east, cases[i].north));
        assert_int_equal(tiles_render_png(&d->f->scene, d->style, TILES_LAYERS_MAP, &tile,
                                          cases[i].scale, false, d->worker, &bytes, NULL),
                         BASE_OK);
        assert_golden(cases[i].name, bytes.data, bytes.size);
        base_buffer_done(&bytes);
    }
}

static void findings_lie_over_nothing(void **state)
{
    const struct drawing *d = *state;
    struct base_buffer bytes = {0};
    struct tiles_scene scene = d->f->scene;
    struct geo_tile tile = geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, 8, fixture_at(4, 4));
    struct tiles_finding findings[2] = {
        {.number = 1,
         .kind = "gap",
         .severity = "blocking",
         .geometry = d->f->divisions[33].geometry},
        {.number = 2, .kind = "tiny-part", .geometry = d->f->places[0].geometry},
    };
    scene.findings = findings;
    scene.finding_count = COUNT(findings);
    assert_int_equal(tiles_render_png(&scene, d->findings, TILES_LAYER_BIT(TILES_FINDING), &tile, 1,
                                      false, d->worker, &bytes, NULL),
                     BASE_OK);
    assert_golden("finding-8", bytes.data, bytes.size);
    base_buffer_done(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_map_looks_as_it_did),
        cmocka_unit_test(findings_lie_over_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
