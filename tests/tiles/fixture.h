/* tests/tiles/fixture.h - a small province made by rule: 64 townships with
 * crooked shared borders in 16 counties in 4 prefectures, streets, places and
 * facilities. The same on every run. */
#ifndef TESTS_TILES_FIXTURE_H
#define TESTS_TILES_FIXTURE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "geo/validity.h"
#include "tests/support/cmocka.h"
#include "tiles/layers.h"
#include "tiles/scene.h"

#define FIXTURE_CELLS 8
#define FIXTURE_STEPS 12 /* vertices a side of a township */
#define FIXTURE_WEST  INT64_C(124500000000)
#define FIXTURE_SOUTH INT64_C(43200000000)
#define FIXTURE_CELL  INT64_C(200000000) /* 0.2 degrees */

struct fixture {
    struct base_arena *arena;
    struct store_division divisions[128];
    struct store_place places[64];
    struct store_road roads[64];
    struct store_facility facilities[16];
    struct tiles_rows rows;
    struct base_buffer bytes;
    struct tiles_set set;
    struct tiles_scene scene;
    struct geo_engine *engine;
};

static inline int64_t fixture_noise(int64_t a, int64_t b, int64_t c)
{
    uint64_t x = (uint64_t)a * 73856093U ^ (uint64_t)b * 19349663U ^ (uint64_t)c * 83492791U;
    x ^= x >> 13;
    x *= UINT64_C(0x2545F4914F6CDD1D);
    return (int64_t)(x >> 40) % 18000001 - 9000000; /* within 0.009 degrees */
}

/* Vertex k of the border that begins at grid corner (i, j) and runs east or north. */
static inline struct geo_point fixture_vertex(int i, int j, int k, bool north)
{
    struct geo_point p = {FIXTURE_WEST + i * FIXTURE_CELL, FIXTURE_SOUTH + j * FIXTURE_CELL};
    int64_t along = FIXTURE_CELL * k / FIXTURE_STEPS;
    p.lon += north ? 0 : along;
    p.lat += north ? along : 0;
    if (k == 0 || k == FIXTURE_STEPS) { /* corners are shared: move them by their own noise */
        int ci = i + (!north && k ? 1 : 0), cj = j + (north && k ? 1 : 0);
        p.lon += fixture_noise(ci, cj, 1);
        p.lat += fixture_noise(ci, cj, 2);
        return p;
    }
    p.lon += fixture_noise(i, j, 10 + k + (north ? 100 : 0)) / (north ? 1 : 4);
    p.lat += fixture_noise(i, j, 50 + k + (north ? 100 : 0)) / (north ? 4 : 1);
    return p;
}

/* Cells [i0, i1) × [j0, j1) as a polygon. */
static inline struct geo_geometry fixture_block(struct base_arena *arena, int i0, int j0, int i1,
                                                int j1)
{
    struct geo_builder builder;
    struct geo_geometry out;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (int i = i0; i < i1; i++)
        for (int k = 0; k < FIXTURE_STEPS; k++)
            geo_builder_point(&builder, fixture_vertex(i, j0, k, false));
    for (int j = j0; j < j1; j++)
        for (int k = 0; k < FIXTURE_STEPS; k++)
            geo_builder_point(&builder, fixture_vertex(i1, j, k, true));
    for (int i = i1 - 1; i >= i0; i--)
        for (int k = FIXTURE_STEPS; k > 0; k--)
            geo_builder_point(&builder, fixture_vertex(i, j1, k, false));
    for (int j = j1 - 1; j >= j0; j--)
        for (int k = FIXTURE_STEPS; k >= (j == j0 ? 0 : 1); k--)
            geo_builder_point(&builder, fixture_vertex(i0, j, k, true));
    assert_int_equal(geo_builder_finish(&builder, &out, NULL), BASE_OK);
    return out;
}

static inline void fixture_division(struct fixture *f, enum store_level level, const char *code,
                                    const char *name, int i, int j, int span)
{
    size_t n = f->rows.division_count++;
    f->divisions[n] = (struct store_division){
        .version = {(int64_t)n + 100, (int64_t)n + 1, BASE_DATE_NONE, BASE_DATE_NONE, 1, 0},
        .code = base_arena_strdup(f->arena, code),
        .scheme = "mca",
        .level = level,
        .name = base_arena_strdup(f->arena, name),
        .geometry = fixture_block(f->arena, i, j, i + span, j + span),
    };
}

static inline void fixture_divisions(struct fixture *f)
{
    static const char *const NAMES[16] = {"朝阳", "南关", "宽城", "二道", "绿园", "双阳",
                                          "九台", "农安", "榆树", "德惠", "梨树", "伊通",
                                          "铁西", "铁东", "舒兰", "磐石"};
    static const char *const CITIES[4] = {"长春市", "吉林市", "四平市", "辽源市"};
    char code[16], name[64];
    fixture_division(f, STORE_LEVEL_PROVINCE, "220000", "吉林省", 0, 0, 8);
    for (int p = 0; p < 4; p++) {
        int pi = p % 2 * 4, pj = p / 2 * 4;
        snprintf(code, sizeof code, "220%d00", p + 1);
        fixture_division(f, STORE_LEVEL_PREFECTURE, code, CITIES[p], pi, pj, 4);
        for (int c = 0; c < 4; c++) {
            int ci = pi + c % 2 * 2, cj = pj + c / 2 * 2;
            snprintf(code, sizeof code, "220%d0%d", p + 1, c + 1);
            snprintf(name, sizeof name, "%s%s", NAMES[p * 4 + c], c == 3 ? "满族自治县" : "区");
            fixture_division(f, STORE_LEVEL_COUNTY, code, name, ci, cj, 2);
            for (int t = 0; t < 4; t++) {
                snprintf(code, sizeof code, "220%d0%d00%d", p + 1, c + 1, t + 1);
                snprintf(name, sizeof name, "%s%d号镇", NAMES[(p * 4 + c + t) % 16], t + 1);
                fixture_division(f, STORE_LEVEL_TOWNSHIP, code, name, ci + t % 2, cj + t / 2, 1);
            }
        }
    }
}

static inline void fixture_roads(struct fixture *f)
{
    static const char *const CLASSES[4] = {"motorway", "primary", "secondary", "residential"};
    for (int n = 0; n < 24; n++) {
        struct geo_builder builder;
        geo_builder_init(&builder, GEO_LINE, f->arena);
        geo_builder_part(&builder);
        geo_builder_ring(&builder);
        for (int k = 0; k <= 40; k++) {
            int64_t a = FIXTURE_CELL * 4 + (n % 12 - 6) * 4000000 + fixture_noise(n, k, 7) / 60;
            int64_t b = FIXTURE_CELL * 4 + (k - 20) * 1300000;
            geo_builder_point(&builder,
                              n < 12 ? (struct geo_point){FIXTURE_WEST + a, FIXTURE_SOUTH + b}
                                     : (struct geo_point){FIXTURE_WEST + b, FIXTURE_SOUTH + a});
        }
        struct store_road *road = &f->roads[f->rows.road_count++];
        *road = (struct store_road){
            .version = {n + 1000, n + 1000, BASE_DATE_NONE, BASE_DATE_NONE, 1, 0},
            .class_name = CLASSES[n % 4],
            .name = base_arena_printf(f->arena, "%s%s", n % 2 ? "人民" : "解放",
                                      n % 4 ? "大路" : "高速公路"),
        };
        assert_int_equal(geo_builder_finish(&builder, &road->geometry, NULL), BASE_OK);
    }
}

static inline void fixture_points(struct fixture *f)
{
    static const char *const KINDS[3] = {"eldercare.day", "funeral.cemetery", "community.service"};
    for (int n = 0; n < 60; n++) {
        struct geo_point at = {FIXTURE_WEST + FIXTURE_CELL * 4 + fixture_noise(n, 3, 5) * 6,
                               FIXTURE_SOUTH + FIXTURE_CELL * 4 + fixture_noise(n, 4, 6) * 6};
        if (n % 5 == 0) {
            f->facilities[f->rows.facility_count++] = (struct store_facility){
                .version = {n + 3000, n + 3000, BASE_DATE_NONE, BASE_DATE_NONE, 1, 0},
                .id = base_arena_printf(f->arena, "f-%d", n),
                .name = base_arena_printf(f->arena, "日间照料中心%d", n),
                .kind = KINDS[n % 3],
                .opened = BASE_DATE_NONE,
                .closed = n == 5 ? 19000 : BASE_DATE_NONE,
                .point = at,
                .has_point = true};
            continue;
        }
        struct geo_builder builder;
        struct store_place *place = &f->places[f->rows.place_count++];
        *place = (struct store_place){
            .version = {n + 2000, n + 2000, BASE_DATE_NONE, BASE_DATE_NONE, 1, 0},
            .id = base_arena_printf(f->arena, "p-%d", n),
            .name = base_arena_printf(f->arena, "新立屯%d", n),
            .kind = n % 4 ? "village" : "town",
            .status = "approved"};
        geo_builder_init(&builder, GEO_POINT, f->arena);
        geo_builder_part(&builder);
        geo_builder_ring(&builder);
        geo_builder_point(&builder, at);
        assert_int_equal(geo_builder_finish(&builder, &place->geometry, NULL), BASE_OK);
    }
}

#define FIXTURE_DAY 20000 /* 2024-10-04 */

static inline void fixture_open(struct fixture *f)
{
    struct base_error err = {0};
    f->arena = base_arena_create(0);
    f->engine = geo_engine_create();
    assert_non_null(f->engine);
    fixture_divisions(f);
    fixture_roads(f);
    fixture_points(f);
    f->rows.divisions = f->divisions;
    f->rows.places = f->places;
    f->rows.roads = f->roads;
    f->rows.facilities = f->facilities;
    if (tiles_layers_build(&f->rows, FIXTURE_DAY, NULL, &f->bytes, &err) != BASE_OK ||
        tiles_set_open(f->bytes.data, f->bytes.size, &f->set, &err) != BASE_OK)
        fail_msg("%s", err.message);
    f->scene = (struct tiles_scene){.base = &f->set, .at = BASE_DATE_NONE};
}

static inline void fixture_close(struct fixture *f)
{
    base_buffer_done(&f->bytes);
    base_arena_free(f->arena);
    geo_engine_free(f->engine);
}

static inline int fixture_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    fixture_open(f);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

/* A point of the fixture, in cells from its south-western corner. */
static inline struct geo_point fixture_at(double east, double north)
{
    return (struct geo_point){FIXTURE_WEST + (int64_t)(east * (double)FIXTURE_CELL),
                              FIXTURE_SOUTH + (int64_t)(north * (double)FIXTURE_CELL)};
}

#endif
