/* tests/coverage/test_graph.c - roads become a network; points meet it. */
#include "coverage/graph.h"

#include <stdio.h>

#include "coverage/snap.h"
#include "geo/measure.h"
#include "tests/support/cmocka.h"

/* Metres east and north of the middle of Changchun, near enough for tests. */
static struct geo_point at(double east_m, double north_m)
{
    return (struct geo_point){(int64_t)((125.32 + east_m / 80300.0) * 1e9),
                              (int64_t)((43.88 + north_m / 111110.0) * 1e9)};
}

struct fixture {
    struct base_arena *arena;
    struct base_buffer bytes;
    struct store_road roads[80];
    size_t count;
    struct coverage_graph graph;
};

static int set_up(void **state)
{
    struct fixture *f = test_calloc(1, sizeof *f);
    f->arena = base_arena_create(0);
    *state = f;
    return f->arena ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    base_buffer_done(&f->bytes);
    base_arena_free(f->arena);
    test_free(f);
    return 0;
}

static struct store_road *road(struct fixture *f, const char *id, const struct geo_point *points,
                               size_t count)
{
    struct base_error err = {0};
    struct store_road *r = &f->roads[f->count++];
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_LINE, f->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (size_t i = 0; i < count; i++)
        geo_builder_point(&builder, points[i]);
    *r = (struct store_road){.id = id, .class_name = "residential"};
    assert_int_equal(geo_builder_finish(&builder, &r->geometry, &err), BASE_OK);
    return r;
}

static struct store_road *straight(struct fixture *f, const char *id, double x0, double y0,
                                   double x1, double y1)
{
    return road(f, id, (struct geo_point[]){at(x0, y0), at(x1, y1)}, 2);
}

static void build(struct fixture *f)
{
    struct base_error err = {0};
    base_buffer_clear(&f->bytes);
    assert_int_equal(coverage_graph_build(f->roads, f->count, &f->bytes, &err), BASE_OK);
    assert_int_equal(coverage_graph_open(f->bytes.data, f->bytes.size, &f->graph, &err), BASE_OK);
}

/* Case 16: two ways of 100 m that cross without a shared vertex. */
static void cross(struct fixture *f)
{
    straight(f, "w1", -50, 0, 50, 0);
    straight(f, "w2", 0, -50, 0, 50);
}

static void ways_of_a_shapefile_meet_where_they_cross(void **state)
{
    struct fixture *f = *state;
    cross(f);
    build(f);
    assert_int_equal(f->graph.node_count, 5);
    assert_int_equal(f->graph.edge_count, 4);
    assert_int_equal(f->graph.component_count, 1);
    for (size_t i = 0; i < 4; i++)
        assert_in_range(f->graph.edges[i].length_mm, 49800, 50200);
}

static void ways_of_openstreetmap_meet_at_shared_vertices_only(void **state)
{
    struct fixture *f = *state;
    cross(f);
    f->roads[0].noded = f->roads[1].noded = true;
    build(f);
    assert_int_equal(f->graph.component_count, 2);
    assert_int_equal(f->graph.edge_count, 2);
}

static void a_bridge_does_not_meet_what_it_crosses(void **state)
{
    struct fixture *f = *state;
    cross(f);
    f->roads[1].bridge = true;
    build(f);
    assert_int_equal(f->graph.component_count, 2);
    f->roads[1].bridge = false;
    f->roads[1].layer = 1;
    build(f);
    assert_int_equal(f->graph.component_count, 2);
}

static void expressways_and_closed_ways_are_left_out(void **state)
{
    struct fixture *f = *state;
    cross(f);
    f->roads[0].class_name = "motorway";
    f->roads[1].foot = "no";
    straight(f, "w3", 0, 80, 90, 80);
    build(f);
    assert_int_equal(f->graph.edge_count, 1);
}

static void the_order_of_the_roads_changes_nothing(void **state)
{
    struct fixture *f = *state;
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (int i = 0; i < 4; i++) {
        straight(f, ids[2 * i], -200, 40 * i, 200, 40 * i + 11);
        straight(f, ids[2 * i + 1], 60 * i, -100, 60 * i + 7, 200);
    }
    build(f);
    size_t size = f->bytes.size;
    char *first = base_arena_copy(f->arena, f->bytes.data, size);
    for (size_t i = 0; i < f->count / 2; i++) {
        struct store_road held = f->roads[i];
        f->roads[i] = f->roads[f->count - 1 - i];
        f->roads[f->count - 1 - i] = held;
    }
    build(f);
    assert_int_equal(f->bytes.size, size);
    assert_memory_equal(f->bytes.data, first, size);
}

/* Each byte changed: refused, or still a network that can be walked. */
static void damaged_bytes_are_refused_or_harmless(void **state)
{
    struct fixture *f = *state;
    cross(f);
    build(f);
    size_t refused = 0;
    for (size_t i = 0; i < f->bytes.size; i++) {
        struct coverage_graph graph;
        struct base_error err = {0};
        f->bytes.data[i] ^= 0x5A;
        if (coverage_graph_open(f->bytes.data, f->bytes.size, &graph, &err) == BASE_OK)
            coverage_snap_find(&graph, at(10, 10), COVERAGE_CAP_MM, NULL);
        else
            refused++;
        f->bytes.data[i] ^= 0x5A;
    }
    assert_true(refused > 100);
    for (size_t size = 0; size < f->bytes.size; size += 7) {
        struct coverage_graph graph;
        struct base_error err = {0};
        assert_int_equal(coverage_graph_open(f->bytes.data, size, &graph, &err), BASE_INVALID);
    }
}

/* --- points ------------------------------------------------------------------ */

static const bool EVERY[8] = {true, true, true, true, true, true, true, true};

/* Case 7: 80 m beside a straight way. */
static void a_point_meets_the_way_in_the_middle_of_its_edge(void **state)
{
    struct fixture *f = *state;
    straight(f, "w", -500, 0, 500, 0);
    build(f);
    struct geo_point p = at(100, 80);
    struct coverage_snap snap = coverage_snap_find(&f->graph, p, 100000, EVERY);
    assert_int_equal(snap.place, COVERAGE_ON_NETWORK);
    assert_in_range(snap.offset_mm, 79700, 80300);
    uint32_t from_west = f->graph.nodes[f->graph.edges[0].a].lon < at(0, 0).lon
                             ? snap.at_mm
                             : f->graph.edges[0].length_mm - snap.at_mm;
    assert_in_range(from_west, 598500, 601500);
    snap = coverage_snap_find(&f->graph, p, 50000, EVERY);
    assert_int_equal(snap.place, COVERAGE_OFF_NETWORK);
}

static void where_no_way_is_near_there_is_no_road_data(void **state)
{
    struct fixture *f = *state;
    straight(f, "w", 0, 0, 500, 0);
    build(f);
    assert_int_equal(coverage_snap_find(&f->graph, at(100, 700), COVERAGE_CAP_MM, EVERY).place,
                     COVERAGE_OFF_NETWORK);
    assert_int_equal(coverage_snap_find(&f->graph, at(100, 1100), COVERAGE_CAP_MM, EVERY).place,
                     COVERAGE_NO_ROAD_DATA);
}

/* A person beside an islet of two nodes walks on to the network of sixty. */
static void islets_count_only_where_they_are_own(void **state)
{
    struct fixture *f = *state;
    struct geo_point chain[60];
    static char ids[60][8];
    for (int i = 0; i < 60; i++)
        chain[i] = at(10 * i, 100);
    for (int i = 0; i < 59; i++) { /* a tooth at each vertex keeps them all nodes */
        snprintf(ids[i], sizeof ids[i], "n%d", i);
        road(f, ids[i], chain + i, 2);
    }
    straight(f, "islet", 0, 0, 200, 0);
    build(f);
    assert_int_equal(f->graph.component_count, 2);
    struct coverage_snap snap = coverage_snap_find(&f->graph, at(100, 20), COVERAGE_CAP_MM, NULL);
    assert_in_range(snap.offset_mm, 79000, 81000);
    snap = coverage_snap_find(&f->graph, at(100, 20), COVERAGE_CAP_MM, EVERY);
    assert_in_range(snap.offset_mm, 19000, 21000);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(ways_of_a_shapefile_meet_where_they_cross),
        TEST(ways_of_openstreetmap_meet_at_shared_vertices_only),
        TEST(a_bridge_does_not_meet_what_it_crosses),
        TEST(expressways_and_closed_ways_are_left_out),
        TEST(the_order_of_the_roads_changes_nothing),
        TEST(damaged_bytes_are_refused_or_harmless),
        TEST(a_point_meets_the_way_in_the_middle_of_its_edge),
        TEST(where_no_way_is_near_there_is_no_road_data),
        TEST(islets_count_only_where_they_are_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
