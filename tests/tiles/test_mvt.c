/* tests/tiles/test_mvt.c */
#include "tiles/mvt.h"

#include "geo/validity.h"
#include "tests/support/near.h"
#include "tests/tiles/decode.h"
#include "tests/tiles/fixture.h"

static struct base_buffer make_tile(const struct fixture *f, tiles_layer_set layers,
                                    struct geo_tile tile)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct base_buffer out = {0};
    struct base_error err = {0};
    if (tiles_mvt_write(&f->scene, layers, &tile, 0, f->engine, arena, &out, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return out;
}

static struct geo_tile tile_at(int z, double east, double north)
{
    return geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, z, fixture_at(east, north));
}

static void decode(const struct fixture *f, tiles_layer_set layers, struct geo_tile tile,
                   decode_visit visit, void *context)
{
    struct base_buffer bytes = make_tile(f, layers, tile);
    decode_tile(bytes.data, bytes.size, visit, context);
    base_buffer_done(&bytes);
}

struct winding {
    size_t shells, holes, features;
    uint64_t ids[512];
};

static void check_winding(void *context, const struct decoded_feature *feature)
{
    struct winding *winding = context;
    for (size_t i = 0; i < winding->features; i++)
        assert_true(winding->ids[i] != feature->id);
    winding->ids[winding->features++] = feature->id;
    assert_int_equal(feature->type, 3);
    for (size_t ring = 0; ring < feature->ring_count; ring++) {
        double area2 = decode_ring_area2(feature, ring);
        assert_true(area2 != 0);
        assert_true(ring > 0 || area2 > 0); /* the first is a shell */
        *(area2 > 0 ? &winding->shells : &winding->holes) += 1;
    }
}

static void shells_wind_clockwise_and_ids_are_unique(void **state)
{
    for (int z = 4; z <= 12; z++) {
        struct winding winding = {0};
        decode(*state, TILES_LAYER_BIT(TILES_DIVISION), tile_at(z, 4.1, 4.1), check_winding,
               &winding);
        assert_true(winding.shells >= (z < 11 ? 2 : 1));
        assert_int_equal(winding.holes, 0);
    }
}

struct find_id {
    const char *code;
    uint64_t id;
};

static void note_id(void *context, const struct decoded_feature *feature)
{
    struct find_id *find = context;
    if (strcmp(feature->code, find->code) == 0)
        find->id = feature->id;
}

static void feature_ids_are_identities(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < f->rows.division_count; i += 7) {
        struct geo_box box = geo_geometry_box(&f->divisions[i].geometry);
        struct geo_point middle = {(box.min.lon + box.max.lon) / 2,
                                   (box.min.lat + box.max.lat) / 2};
        struct find_id find = {.code = f->divisions[i].code};
        decode(f, TILES_LAYER_BIT(TILES_DIVISION),
               geo_tile_at(GEO_TMS_WEB_MERCATOR_QUAD, 11, middle), note_id, &find);
        assert_int_equal(find.id, f->divisions[i].version.identity);
    }
}

struct sum {
    const char *level;
    double area2;
};

static void add_area(void *context, const struct decoded_feature *feature)
{
    struct sum *sum = context;
    if (strcmp(feature->level, sum->level) == 0)
        for (size_t ring = 0; ring < feature->ring_count; ring++)
            sum->area2 += decode_ring_area2(feature, ring);
}

static void a_closed_coverage_fills_its_tiles_exactly(void **state)
{
    static const struct {
        const char *level;
        int from_zoom;
    } levels[] = {{"province", 8}, {"prefecture", 8}, {"county", 8}, {"township", 10}};
    const double side = 4096 + 2 * TILES_MVT_BUFFER;
    for (size_t i = 0; i < COUNT(levels); i++)
        for (int z = levels[i].from_zoom; z <= 15; z++)
            for (int dx = -1; dx <= 1; dx++) {
                struct sum sum = {.level = levels[i].level};
                struct geo_tile tile = tile_at(z, 4.03, 3.97);
                if (z > 9)
                    tile.x = (uint32_t)((int)tile.x + dx);
                struct base_buffer bytes = make_tile(*state, TILES_LAYER_BIT(TILES_DIVISION), tile);
                decode_tile(bytes.data, bytes.size, add_area, &sum);
                base_buffer_done(&bytes);
                if (z >= 9) /* wholly inside the province */
                    assert_near(sum.area2 / 2, side * side, 0);
            }
}

struct strip {
    long origin_x, west, east; /* world units */
    long seen[20000][2];
    size_t count;
};

/* Notes the vertices strictly inside the strip, as world x and tile y. */
static void note_vertices(void *context, const struct decoded_feature *feature)
{
    struct strip *strip = context;
    if (strcmp(feature->level, "county") != 0)
        return;
    for (size_t i = 0; i < feature->point_count; i++) {
        long x = feature->points[i][0] + strip->origin_x, y = feature->points[i][1];
        if (x <= strip->west || x >= strip->east || y <= -60 || y >= 4156)
            continue;
        strip->seen[strip->count][0] = x;
        strip->seen[strip->count++][1] = y;
    }
}

static int compare_vertices(const void *a, const void *b)
{
    return memcmp(a, b, 2 * sizeof(long));
}

static void neighbouring_tiles_have_the_same_vertices_at_their_edge(void **state)
{
    struct strip *strips = calloc(2, sizeof *strips);
    size_t total = 0;
    for (int z = 7; z <= 13; z++) {
        struct geo_tile tile = tile_at(z, 4.1, 4.0);
        for (int side = 0; side < 2; side++) {
            struct strip *strip = &strips[side];
            tile.x += (uint32_t)side;
            strip->count = 0;
            strip->origin_x = (long)tile.x * 4096;
            strip->west = ((long)tile.x + 1 - side) * 4096 - TILES_MVT_BUFFER;
            strip->east = strip->west + 2 * TILES_MVT_BUFFER;
            decode(*state, TILES_LAYER_BIT(TILES_DIVISION), tile, note_vertices, strip);
            qsort(strip->seen, strip->count, sizeof strip->seen[0], compare_vertices);
        }
        assert_int_equal(strips[0].count, strips[1].count);
        assert_memory_equal(strips[0].seen, strips[1].seen,
                            strips[0].count * sizeof strips[0].seen[0]);
        total += strips[0].count;
    }
    assert_true(total > 0);
    free(strips);
}

struct validity {
    struct geo_engine *engine;
    size_t checked;
};

static void check_validity(void *context, const struct decoded_feature *feature)
{
    struct validity *validity = context;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_builder builder;
    struct geo_geometry geometry;
    struct geo_fault fault;
    bool valid;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, arena);
    for (size_t ring = 0; ring < feature->ring_count; ring++) {
        if (decode_ring_area2(feature, ring) > 0)
            geo_builder_part(&builder);
        geo_builder_ring(&builder);
        size_t first = feature->ring_start[ring], n = feature->ring_start[ring + 1] - first;
        for (size_t i = 0; i <= n; i++) /* exact for GEOS too */
            geo_builder_point(
                &builder,
                (struct geo_point){feature->points[first + i % n][0] * (GEO_GRID_PER_DEGREE / 8),
                                   feature->points[first + i % n][1] * (GEO_GRID_PER_DEGREE / 8)});
    }
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    assert_int_equal(geo_validity_check(validity->engine, &geometry, &valid, &fault, NULL),
                     BASE_OK);
    if (!valid)
        fail_msg("%s %s: %s", feature->level, feature->code, fault.reason);
    validity->checked++;
}

static void every_polygon_is_valid_after_rounding(void **state)
{
    struct validity validity = {.engine = geo_engine_create()};
    for (int z = 0; z <= 14; z++)
        for (double north = 0.5; north < 8; north += z < 11 ? 1 : 3)
            for (double east = 0.5; east < 8; east += z < 11 ? 1 : 3)
                decode(*state, TILES_LAYER_BIT(TILES_DIVISION), tile_at(z, east, north),
                       check_validity, &validity);
    assert_true(validity.checked > 500);
    geo_engine_free(validity.engine);
}

struct borders {
    const char *only_level;
    long seen[60000][4];
    size_t count, provinces;
};

static void note_segments(void *context, const struct decoded_feature *feature)
{
    struct borders *borders = context;
    for (size_t line = 0; line < feature->ring_count; line++)
        for (size_t i = feature->ring_start[line]; i + 1 < feature->ring_start[line + 1]; i++) {
            const long *a = feature->points[i], *b = feature->points[i + 1];
            bool swap = a[0] > b[0] || (a[0] == b[0] && a[1] > b[1]);
            long *out = borders->seen[borders->count++];
            memcpy(out, swap ? b : a, 2 * sizeof *out);
            memcpy(out + 2, swap ? a : b, 2 * sizeof *out);
        }
    borders->provinces += strcmp(feature->level, "province") == 0;
    if (feature->right[0])
        assert_true(strcmp(feature->left, feature->right) < 0);
}

static int compare_segments(const void *a, const void *b)
{
    return memcmp(a, b, 4 * sizeof(long));
}

static void no_border_is_drawn_twice(void **state)
{
    struct borders *borders = calloc(1, sizeof *borders);
    for (int z = 6; z <= 11; z++) {
        borders->count = borders->provinces = 0;
        decode(*state, TILES_LAYER_BIT(TILES_BOUNDARY_LINE), tile_at(z, 0.2, 0.2), note_segments,
               borders);
        assert_true(borders->count > 3);
        assert_int_equal(borders->provinces, 1);
        qsort(borders->seen, borders->count, sizeof borders->seen[0], compare_segments);
        for (size_t i = 1; i < borders->count; i++)
            assert_memory_not_equal(borders->seen[i - 1], borders->seen[i], 4 * sizeof(long));
    }
    free(borders);
}

struct levels {
    size_t counts[6];
};

static void count_level(void *context, const struct decoded_feature *feature)
{
    struct levels *levels = context;
    levels->counts[store_level_parse(feature->level)]++;
}

static void each_level_appears_at_its_zoom(void **state)
{
    static const struct {
        int zoom, deepest;
    } cases[] = {{0, 1}, {3, 1}, {4, 2}, {6, 2}, {7, 3}, {9, 3}, {10, 4}, {12, 4}};
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int layer = TILES_DIVISION; layer <= TILES_BOUNDARY_LINE; layer++) {
            struct levels levels = {0};
            if (layer == TILES_DIVISION_LABEL)
                continue; /* a label may lie in another tile */
            decode(*state, TILES_LAYER_BIT(layer), tile_at(cases[i].zoom, 3.05, 3.05), count_level,
                   &levels);
            for (int level = 1; level <= 5; level++)
                if (level >= cases[i].deepest)
                    assert_int_equal(levels.counts[level] > 0, level == cases[i].deepest);
        }
}

static void an_empty_tile_has_no_bytes(void **state)
{
    struct base_buffer bytes = make_tile(*state, TILES_LAYERS_MAP, tile_at(10, 100, 4));
    assert_int_equal(bytes.size, 0);
    base_buffer_done(&bytes);
}

static void a_tile_over_the_limit_is_coarser_and_still_closed(void **state)
{
    const struct fixture *f = *state;
    struct geo_tile tile = tile_at(10, 4.03, 3.97);
    size_t before = SIZE_MAX;
    static const size_t limits[] = {0, 700, 600, 1};
    for (size_t i = 0; i < COUNT(limits); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct base_buffer bytes = {0};
        struct sum sum = {.level = "county"};
        const double side = 4096 + 2 * TILES_MVT_BUFFER;
        assert_int_equal(tiles_mvt_write(&f->scene, TILES_LAYER_BIT(TILES_DIVISION), &tile,
                                         limits[i], f->engine, arena, &bytes, NULL),
                         BASE_OK);
        decode_tile(bytes.data, bytes.size, add_area, &sum);
        assert_near(sum.area2 / 2, side * side, 0);
        assert_true(bytes.size <= before);
        if (i == COUNT(limits) - 1)
            assert_true(bytes.size < before);
        before = i == 0 ? bytes.size : before;
        base_buffer_done(&bytes);
    }
}

static void the_same_tile_has_the_same_bytes(void **state)
{
    struct base_buffer a = make_tile(*state, TILES_LAYERS_MAP, tile_at(11, 4, 4));
    struct base_buffer b = make_tile(*state, TILES_LAYERS_MAP, tile_at(11, 4, 4));
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    base_buffer_done(&a);
    base_buffer_done(&b);
}

static void degree_sets_cut_the_same_ground(void **state)
{
    const struct fixture *f = *state;
    static const enum geo_tms_id sets[] = {GEO_TMS_WORLD_CRS84_QUAD, GEO_TMS_CGCS2000_QUAD,
                                           GEO_TMS_TIANDITU_C};
    for (size_t i = 0; i < COUNT(sets); i++) {
        int z = sets[i] == GEO_TMS_TIANDITU_C ? 11 : 10;
        struct sum sum = {.level = "county"};
        const double side = 4096 + 2 * TILES_MVT_BUFFER;
        decode(f, TILES_LAYER_BIT(TILES_DIVISION), geo_tile_at(sets[i], z, fixture_at(4.03, 3.97)),
               add_area, &sum);
        assert_near(sum.area2 / 2, side * side, 0);
    }
}

struct finding_seen {
    size_t count;
    int type;
    uint64_t id;
};

static void note_finding(void *context, const struct decoded_feature *feature)
{
    struct finding_seen *seen = context;
    seen->count++;
    seen->type = feature->type;
    seen->id = feature->id;
    if (feature->type == 3)
        assert_true(decode_ring_area2(feature, 0) > 0);
}

static void findings_come_from_the_caller(void **state)
{
    struct fixture f = *(struct fixture *)*state;
    struct tiles_finding finding = {
        .number = 77, .id = "abc", .kind = "gap", .geometry = f.divisions[2].geometry};
    f.scene.findings = &finding;
    f.scene.finding_count = 1;
    struct finding_seen seen = {0};
    decode(&f, TILES_LAYER_BIT(TILES_FINDING), tile_at(9, 1, 1), note_finding, &seen);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.type, 3);
    assert_int_equal(seen.id, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shells_wind_clockwise_and_ids_are_unique),
        cmocka_unit_test(feature_ids_are_identities),
        cmocka_unit_test(a_closed_coverage_fills_its_tiles_exactly),
        cmocka_unit_test(neighbouring_tiles_have_the_same_vertices_at_their_edge),
        cmocka_unit_test(every_polygon_is_valid_after_rounding),
        cmocka_unit_test(no_border_is_drawn_twice),
        cmocka_unit_test(each_level_appears_at_its_zoom),
        cmocka_unit_test(an_empty_tile_has_no_bytes),
        cmocka_unit_test(a_tile_over_the_limit_is_coarser_and_still_closed),
        cmocka_unit_test(the_same_tile_has_the_same_bytes),
        cmocka_unit_test(degree_sets_cut_the_same_ground),
        cmocka_unit_test(findings_come_from_the_caller),
    };
    return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
