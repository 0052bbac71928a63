/* tests/tiles/test_dated.c - the divisions of another day. */
#include <stdlib.h>
#include <string.h>

#include "tests/tiles/decode.h"
#include "tests/tiles/fixture.h"
#include "tiles/mvt.h"

struct seen {
    char codes[64][32];
    size_t count;
};

static void note(void *context, const struct decoded_feature *feature)
{
    struct seen *seen = context;
    if (strcmp(feature->level, "county") == 0)
        strcpy(seen->codes[seen->count++], feature->code);
}

static bool has(const struct seen *seen, const char *code)
{
    for (size_t i = 0; i < seen->count; i++)
        if (strcmp(seen->codes[i], code) == 0)
            return true;
    return false;
}

/* 220101 became 220109 on day 18000. */
static void a_scene_of_another_day_has_its_divisions(void **state)
{
    const struct fixture *f = *state;
    struct store_division *rows = malloc((f->rows.division_count + 1) * sizeof *rows);
    size_t count = f->rows.division_count;
    memcpy(rows, f->divisions, count * sizeof *rows);
    rows[count] = rows[2];
    rows[2].version.valid_to = rows[count].version.valid_from = 18000;
    rows[count].version.version = 900;
    rows[count++].code = "220109";
    for (size_t i = 0; i < count; i++) {
        rows[i].area_km2 = rows[i].resolution_m = NAN;
        if (rows[i].level == STORE_LEVEL_TOWNSHIP && strncmp(rows[i].code, "220101", 6) == 0)
            rows[i].parent = "220101";
    }
    struct base_buffer index_bytes = {0};
    struct store_division_index index;
    assert_int_equal(store_division_index_build(rows, count, &index_bytes, NULL), BASE_OK);
    assert_int_equal(store_division_index_open(index_bytes.data, index_bytes.size, &index, NULL),
                     BASE_OK);
    for (int later = 0; later < 2; later++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct base_buffer bytes = {0}, tile_bytes = {0};
        struct tiles_set dated;
        struct seen seen = {.count = 0};
        base_date_t day = later ? 18000 : 17999;
        assert_int_equal(tiles_layers_from_index(&index, day, NULL, &bytes, NULL), BASE_OK);
        assert_int_equal(tiles_set_open(bytes.data, bytes.size, &dated, NULL), BASE_OK);
        struct tiles_scene scene = {.base = &f->set, .divisions = &dated, .at = day};
        struct geo_tile tile = geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, 9, fixture_at(1, 1));
        assert_int_equal(tiles_mvt_write(&scene, TILES_LAYERS_MAP, &tile, 0, f->engine, arena,
                                         &tile_bytes, NULL),
                         BASE_OK);
        decode_tile(tile_bytes.data, tile_bytes.size, note, &seen);
        assert_int_equal(has(&seen, "220101"), !later);
        assert_int_equal(has(&seen, "220109"), later);
        base_buffer_done(&tile_bytes);
        base_buffer_done(&bytes);
    }
    base_buffer_done(&index_bytes);
    free(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scene_of_another_day_has_its_divisions),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
