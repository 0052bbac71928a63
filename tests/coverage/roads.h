/* tests/coverage/roads.h - roads drawn in metres around the middle of Changchun,
 * and the network made of them. */
#ifndef COVERAGE_ROADS_H
#define COVERAGE_ROADS_H

#include <stdlib.h>

#include "coverage/graph.h"
#include "geo/measure.h"
#include "tests/support/cmocka.h"

#define ROADS_MAX 256

struct roads {
    struct base_arena *arena;
    struct store_road items[ROADS_MAX];
    size_t count;
    struct base_buffer bytes;
    struct coverage_graph graph;
};

static inline struct geo_point roads_at(double east_m, double north_m)
{
    struct geo_plane plane = geo_plane_at((struct geo_point){125320000000, 43880000000});
    return geo_plane_unproject(&plane, east_m, north_m);
}

static inline struct store_road *roads_add(struct roads *r, const struct geo_point *points,
                                           size_t count)
{
    struct base_error err = {0};
    struct geo_builder builder;
    assert_true(r->count < ROADS_MAX);
    struct store_road *road = &r->items[r->count++];
    geo_builder_init(&builder, GEO_LINE, r->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (size_t i = 0; i < count; i++)
        geo_builder_point(&builder, points[i]);
    *road = (struct store_road){.id = base_arena_printf(r->arena, "w%zu", r->count),
                                .class_name = "residential"};
    assert_int_equal(geo_builder_finish(&builder, &road->geometry, &err), BASE_OK);
    return road;
}

static inline struct store_road *roads_straight(struct roads *r, double x0, double y0, double x1,
                                                double y1)
{
    return roads_add(r, (struct geo_point[]){roads_at(x0, y0), roads_at(x1, y1)}, 2);
}

static inline void roads_build(struct roads *r)
{
    struct base_error err = {0};
    base_buffer_clear(&r->bytes);
    assert_int_equal(coverage_graph_build(r->items, r->count, &r->bytes, &err), BASE_OK);
    assert_int_equal(coverage_graph_open(r->bytes.data, r->bytes.size, &r->graph, &err), BASE_OK);
}

static inline int roads_set_up(void **state)
{
    struct roads *r = calloc(1, sizeof *r);
    assert_non_null(r);
    r->arena = base_arena_create(0);
    *state = r;
    return r->arena ? 0 : -1;
}

static inline int roads_tear_down(void **state)
{
    struct roads *r = *state;
    base_buffer_done(&r->bytes);
    base_arena_free(r->arena);
    free(r);
    return 0;
}

#endif
