/* tests/tiles/test_layers.c */
#include "tiles/layers.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "tests/tiles/fixture.h"
#include "tiles/mvt.h"

static uint32_t find_division(const struct tiles_set *set, const char *code)
{
    for (uint32_t i = 0; i < set->row_count[TILES_DIVISION]; i++)
        if (strcmp(tiles_set_text(set, TILES_DIVISION, i, 0), code) == 0)
            return i;
    fail_msg("no division %s", code);
    return 0;
}

static void every_layer_has_its_rows(void **state)
{
    const struct fixture *f = *state;
    assert_int_equal(f->set.row_count[TILES_DIVISION], 1 + 4 + 16 + 64);
    assert_int_equal(f->set.row_count[TILES_DIVISION_LABEL], 85);
    assert_int_equal(f->set.row_count[TILES_PLACE], 48);
    assert_int_equal(f->set.row_count[TILES_ROAD], 24);
    assert_int_equal(f->set.row_count[TILES_FACILITY], 12);
    uint32_t row = find_division(&f->set, "220104");
    assert_string_equal(tiles_set_text(&f->set, TILES_DIVISION, row, 1), "二道满族自治县");
    assert_string_equal(tiles_set_text(&f->set, TILES_DIVISION, row, 3), "county");
    assert_int_equal(tiles_set_integer(&f->set, TILES_DIVISION, row, 6), TILES_NO_INTEGER);
}

static void the_order_of_the_rows_does_not_matter(void **state)
{
    const struct fixture *f = *state;
    struct tiles_rows rows = f->rows;
    struct store_division *turned = malloc(rows.division_count * sizeof *turned);
    struct store_road *roads = malloc(rows.road_count * sizeof *roads);
    for (size_t i = 0; i < rows.division_count; i++)
        turned[i] = rows.divisions[rows.division_count - 1 - i];
    for (size_t i = 0; i < rows.road_count; i++)
        roads[i] = rows.roads[rows.road_count - 1 - i];
    rows.divisions = turned;
    rows.roads = roads;
    struct base_buffer bytes = {0};
    assert_int_equal(tiles_layers_build(&rows, FIXTURE_DAY, NULL, &bytes, NULL), BASE_OK);
    assert_int_equal(bytes.size, f->bytes.size);
    assert_memory_equal(bytes.data, f->bytes.data, bytes.size);
    base_buffer_done(&bytes);
    free(turned);
    free(roads);
}

/* Neighbours: divisions of one level on the two sides of one border. */
static void neighbours_have_different_colours(void **state)
{
    const struct fixture *f = *state;
    size_t pairs = 0, most = 0;
    for (uint32_t i = 0; i < f->set.row_count[TILES_BOUNDARY_LINE]; i++) {
        const char *left = tiles_set_text(&f->set, TILES_BOUNDARY_LINE, i, 0);
        const char *right = tiles_set_text(&f->set, TILES_BOUNDARY_LINE, i, 1);
        if (!left || !right)
            continue;
        int32_t a = tiles_set_integer(&f->set, TILES_DIVISION, find_division(&f->set, left), 5);
        int32_t b = tiles_set_integer(&f->set, TILES_DIVISION, find_division(&f->set, right), 5);
        assert_int_not_equal(a, b);
        most = a > (int32_t)most ? (size_t)a : most;
        pairs++;
    }
    assert_true(pairs > 40);
    assert_true(most <= 4); /* five colours do for this map */
}

/* Counties are known in the first prefecture only: their neighbours are then the
 * prefectures beside it. */
static void colours_differ_across_levels_too(void **state)
{
    const struct fixture *f = *state;
    struct store_division divisions[16];
    struct tiles_rows rows = {.divisions = divisions};
    for (size_t i = 0; i < f->rows.division_count; i++)
        if (f->divisions[i].level == STORE_LEVEL_PREFECTURE ||
            (f->divisions[i].level == STORE_LEVEL_COUNTY &&
             strncmp(f->divisions[i].code, "2201", 4) == 0))
            divisions[rows.division_count++] = f->divisions[i];
    struct base_buffer bytes = {0};
    struct tiles_set set;
    assert_int_equal(tiles_layers_build(&rows, FIXTURE_DAY, NULL, &bytes, NULL), BASE_OK);
    assert_int_equal(tiles_set_open(bytes.data, bytes.size, &set, NULL), BASE_OK);
    static const char *const pairs[][2] = {
        {"220102", "220200"}, {"220104", "220200"}, {"220103", "220300"}, {"220104", "220300"}};
    for (size_t i = 0; i < COUNT(pairs); i++)
        assert_int_not_equal(
            tiles_set_integer(&set, TILES_DIVISION, find_division(&set, pairs[i][0]), 5),
            tiles_set_integer(&set, TILES_DIVISION, find_division(&set, pairs[i][1]), 5));
    base_buffer_done(&bytes);
}

static void a_border_has_the_highest_level_that_it_parts(void **state)
{
    static const struct {
        const char *left, *right, *level;
    } cases[] = {
        {"220101001", "220101002", "township"}, {"220101", "220102", "county"},
        {"220100", "220200", "prefecture"},     {"220000", NULL, "province"},
        {"220102002", "220201001", NULL},       {"220102", "220201", NULL},
    };
    const struct fixture *f = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *found = NULL;
        for (uint32_t row = 0; row < f->set.row_count[TILES_BOUNDARY_LINE]; row++) {
            const char *left = tiles_set_text(&f->set, TILES_BOUNDARY_LINE, row, 0);
            const char *right = tiles_set_text(&f->set, TILES_BOUNDARY_LINE, row, 1);
            bool same_right = cases[i].right ? right && strcmp(right, cases[i].right) == 0 : !right;
            if (strcmp(left, cases[i].left) == 0 && same_right)
                found = tiles_set_text(&f->set, TILES_BOUNDARY_LINE, row, 2);
        }
        if (cases[i].level) {
            assert_non_null(found);
            assert_string_equal(found, cases[i].level);
        } else {
            assert_null(found);
        }
    }
}

/* Without areas of the upper levels the codes of the parents tell. */
static void levels_without_areas_come_from_the_codes(void **state)
{
    const struct fixture *f = *state;
    struct tiles_rows rows = {.divisions = f->divisions};
    struct store_division counties[16];
    for (size_t i = 0; i < f->rows.division_count; i++)
        if (f->divisions[i].level == STORE_LEVEL_COUNTY)
            counties[rows.division_count++] = f->divisions[i];
    rows.divisions = counties;
    struct base_buffer bytes = {0};
    struct tiles_set set;
    size_t by_level[6] = {0};
    assert_int_equal(tiles_layers_build(&rows, FIXTURE_DAY, NULL, &bytes, NULL), BASE_OK);
    assert_int_equal(tiles_set_open(bytes.data, bytes.size, &set, NULL), BASE_OK);
    for (uint32_t i = 0; i < set.row_count[TILES_BOUNDARY_LINE]; i++)
        by_level[set.rows[TILES_BOUNDARY_LINE][i].level]++;
    assert_int_equal(by_level[STORE_LEVEL_PREFECTURE], 4); /* pairs of prefectures that meet */
    assert_true(by_level[STORE_LEVEL_COUNTY] > 10);        /* inner ones, and the outside */
    assert_int_equal(by_level[STORE_LEVEL_PROVINCE], 0);   /* nothing is known of the outside */
    base_buffer_done(&bytes);
}

static void a_day_chooses_the_divisions_and_facilities(void **state)
{
    struct fixture f = *(struct fixture *)*state;
    struct store_division *divisions = malloc(f.rows.division_count * sizeof *divisions);
    memcpy(divisions, f.divisions, f.rows.division_count * sizeof *divisions);
    divisions[2].version.valid_to = 15000;
    f.rows.divisions = divisions;
    for (int later = 0; later < 2; later++) {
        struct base_buffer bytes = {0};
        struct tiles_set set;
        struct tiles_feature *features;
        size_t count;
        base_date_t day = later ? 20000 : 14000;
        assert_int_equal(tiles_layers_build(&f.rows, day, NULL, &bytes, NULL), BASE_OK);
        assert_int_equal(tiles_set_open(bytes.data, bytes.size, &set, NULL), BASE_OK);
        assert_int_equal(set.row_count[TILES_DIVISION], later ? 84 : 85);
        struct tiles_scene scene = {.base = &set, .at = BASE_DATE_NONE};
        struct tiles_view view =
            tiles_view_make(GEO_TMS_WEB_MERCATOR_QUAD, 12, 0, 0, 256, 256, 1, 0);
        assert_int_equal(tiles_scene_query(&scene, TILES_FACILITY, &view, set.head->bounds, f.arena,
                                           &features, &count, NULL),
                         BASE_OK);
        assert_int_equal(count, later ? 11 : 12); /* one closed on day 19000 */
        base_buffer_done(&bytes);
    }
    free(divisions);
}

static void nothing_makes_an_empty_section(void **state)
{
    const struct fixture *f = *state;
    struct tiles_rows rows = {0};
    struct base_buffer bytes = {0}, tile_bytes = {0};
    struct tiles_set set;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    assert_int_equal(tiles_layers_build(&rows, FIXTURE_DAY, NULL, &bytes, NULL), BASE_OK);
    assert_int_equal(tiles_set_open(bytes.data, bytes.size, &set, NULL), BASE_OK);
    assert_true(geo_box_is_empty(set.head->bounds));
    struct tiles_scene scene = {.base = &set, .at = BASE_DATE_NONE};
    struct geo_tile tile = geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, 5, fixture_at(1, 1));
    assert_int_equal(
        tiles_mvt_write(&scene, TILES_LAYERS_MAP, &tile, 0, f->engine, arena, &tile_bytes, NULL),
        BASE_OK);
    assert_int_equal(tile_bytes.size, 0);
    base_buffer_done(&bytes);
}

/* A section whose bytes were changed is refused or read within its bounds:
 * the sanitizers watch. */
static void damaged_sections_are_never_read_outside(void **state)
{
    const struct fixture *f = *state;
    unsigned char *bytes = aligned_alloc(16, (f->bytes.size + 15) / 16 * 16);
    uint64_t random = 1;
    size_t refused = 0;
    for (int round = 0; round < 400; round++) {
        struct tiles_set set;
        struct base_buffer out = {0};
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create((size_t)64 << 20);
        memcpy(bytes, f->bytes.data, f->bytes.size);
        for (int change = 0; change < 4; change++) {
            random = random * UINT64_C(6364136223846793005) + 1442695040888963407U;
            bytes[(random >> 20) % f->bytes.size] = (unsigned char)(random >> 12);
        }
        if (tiles_set_open(bytes, f->bytes.size, &set, NULL) != BASE_OK) {
            refused++;
            continue;
        }
        struct tiles_scene scene = {.base = &set, .at = BASE_DATE_NONE};
        struct geo_tile tile = geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, 9, fixture_at(4, 4));
        enum base_status status =
            tiles_mvt_write(&scene, TILES_LAYERS_MAP, &tile, 0, f->engine, arena, &out, NULL);
        assert_true(status == BASE_OK || status == BASE_NO_MEMORY);
        base_buffer_done(&out);
    }
    assert_true(refused > 0 && refused < 400);
    free(bytes);
}

static void truncated_sections_are_refused(void **state)
{
    const struct fixture *f = *state;
    struct tiles_set set;
    struct base_error err;
    for (size_t size = 0; size < f->bytes.size; size += f->bytes.size / 37)
        assert_int_equal(tiles_set_open(f->bytes.data, size, &set, &err), BASE_INVALID);
}

static void little_memory_fails_cleanly(void **state)
{
    const struct fixture *f = *state;
    struct geo_tile tile = geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, 9, fixture_at(4, 4));
    size_t failed = 0;
    for (size_t limit = 1000; limit < 4000000; limit = limit * 3 / 2) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(limit);
        struct base_buffer out = {0};
        enum base_status status =
            tiles_mvt_write(&f->scene, TILES_LAYERS_MAP, &tile, 0, f->engine, arena, &out, NULL);
        assert_true(status == BASE_OK || status == BASE_NO_MEMORY);
        failed += status == BASE_NO_MEMORY;
        base_buffer_done(&out);
    }
    assert_true(failed > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layer_has_its_rows),
        cmocka_unit_test(the_order_of_the_rows_does_not_matter),
        cmocka_unit_test(neighbours_have_different_colours),
        cmocka_unit_test(colours_differ_across_levels_too),
        cmocka_unit_test(a_border_has_the_highest_level_that_it_parts),
        cmocka_unit_test(levels_without_areas_come_from_the_codes),
        cmocka_unit_test(a_day_chooses_the_divisions_and_facilities),
        cmocka_unit_test(nothing_makes_an_empty_section),
        cmocka_unit_test(damaged_sections_are_never_read_outside),
        cmocka_unit_test(truncated_sections_are_refused),
        cmocka_unit_test(little_memory_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
