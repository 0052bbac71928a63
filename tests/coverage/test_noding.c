/* tests/coverage/test_noding.c - ways drawn without shared vertices still meet
 * where they meet on the ground. */
#include <string.h>

#include "coverage/snap.h"
#include "tests/coverage/roads.h"

static uint64_t whole_length_mm(const struct coverage_graph *graph)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < graph->edge_count; i++)
        sum += graph->edges[i].length_mm;
    return sum;
}

/* Each pair's crossing falls on another grid point, a tenth of a millimetre apart. */
static void three_ways_through_one_place_stay_connected(void **state)
{
    struct roads *r = *state;
    for (int i = 0; i < 20; i++) {
        double x = 1000 * i, a = 0.37 * i;
        r->count = 0;
        roads_straight(r, x - 101.3, -57.1 - a, x + 101.3, 57.1 + a);
        roads_straight(r, x - 83.7, 91.9 + a, x + 83.7, -91.9 - a);
        roads_straight(r, x + 3.3, -120.2, x - 3.3, 120.2);
        roads_build(r);
        assert_int_equal(r->graph.component_count, 1);
        assert_true(whole_length_mm(&r->graph) > 600000);
    }
}

static void a_way_that_ends_on_another_meets_it(void **state)
{
    struct roads *r = *state;
    static const double gaps_m[] = {0, 0.0001, -0.0001, 0.3, 0.49};
    for (size_t i = 0; i < COUNT(gaps_m); i++) {
        r->count = 0;
        roads_straight(r, -70.3, -11.7, 90.1, 15);
        roads_straight(r, 0, 80, 0, gaps_m[i]);
        roads_build(r);
        if (r->graph.component_count != 1)
            fail_msg("a gap of %g m", gaps_m[i]);
        assert_in_range(whole_length_mm(&r->graph), 242000, 243500);
    }
}

static void a_gap_a_person_would_see_stays(void **state)
{
    struct roads *r = *state;
    roads_straight(r, -70, 0, 70, 0);
    roads_straight(r, 0, 80, 0, 0.6);
    roads_straight(r, 70.6, 0, 90, 0);
    roads_build(r);
    assert_int_equal(r->graph.component_count, 3);
}

static void ends_that_almost_meet_are_joined(void **state)
{
    struct roads *r = *state;
    roads_straight(r, 0, 0, 100, 0);
    roads_straight(r, 100.2, 0.2, 200, 0);
    roads_straight(r, 99.9, -0.3, 100, -100);
    roads_build(r);
    assert_int_equal(r->graph.component_count, 1);
    assert_in_range(whole_length_mm(&r->graph), 299000, 302000);
}

static void ends_of_openstreetmap_are_joined_only_where_it_says_so(void **state)
{
    struct roads *r = *state;
    roads_straight(r, 0, 0, 100, 0)->noded = true;
    roads_straight(r, 100.2, 0.2, 200, 0)->noded = true;
    roads_straight(r, 50, 80, 50, 0.1)->noded = true;
    roads_build(r);
    assert_int_equal(r->graph.component_count, 3);
}

static void an_end_below_a_bridge_does_not_meet_it(void **state)
{
    struct roads *r = *state;
    roads_straight(r, -70, 0, 70, 0)->bridge = true;
    roads_straight(r, 0, 80, 0, 0.2);
    roads_build(r);
    assert_int_equal(r->graph.component_count, 2);
}

/* A bridge begins where the ground's way ends. */
static void a_bridge_meets_the_way_it_goes_on_from(void **state)
{
    struct roads *r = *state;
    roads_straight(r, -70, 0, 0, 0);
    struct store_road *bridge = roads_straight(r, 0.1, 0.1, 70, 0);
    bridge->bridge = true;
    bridge->layer = 1;
    roads_build(r);
    assert_int_equal(r->graph.component_count, 1);
}

static void ways_that_run_along_each_other_meet(void **state)
{
    struct roads *r = *state;
    roads_straight(r, 0, 0, 100, 0);
    roads_straight(r, 50, 0, 150, 0);
    roads_straight(r, 120, 0, 130, 0);
    roads_build(r);
    assert_int_equal(r->graph.component_count, 1);
}

static void a_way_that_crosses_itself_meets_itself(void **state)
{
    struct roads *r = *state;
    const struct geo_point loop[] = {roads_at(0, 0), roads_at(100, 0), roads_at(100, 100),
                                     roads_at(50, 100), roads_at(50, -100)};
    roads_add(r, loop, COUNT(loop));
    roads_build(r);
    assert_int_equal(r->graph.node_count, 3);
    assert_int_equal(r->graph.edge_count, 3);
}

static void a_way_without_length_is_no_network(void **state)
{
    struct roads *r = *state;
    roads_straight(r, 10, 10, 10, 10);
    roads_straight(r, 0, 0, 100, 0);
    roads_build(r);
    assert_int_equal(r->graph.node_count, 2);
    assert_int_equal(r->graph.edge_count, 1);
    assert_int_equal(r->graph.component_count, 1);
}

static void nothing_is_a_network_too(void **state)
{
    struct roads *r = *state;
    roads_build(r);
    assert_int_equal(r->graph.node_count, 0);
    assert_int_equal(coverage_snap_find(&r->graph, roads_at(0, 0), COVERAGE_CAP_MM, NULL).place,
                     COVERAGE_NO_ROAD_DATA);
}

/* Two ways over the same ground, one of them a bridge: only the other meets what
 * crosses them, in whichever order they come. */
static void twins_that_differ_in_height_give_the_same_bytes(void **state)
{
    struct roads *r = *state;
    roads_straight(r, -50, 0, 50, 0);
    roads_straight(r, -50, 0, 50, 0)->bridge = true;
    roads_straight(r, 0, -50, 0, 50);
    roads_build(r);
    size_t size = r->bytes.size;
    char *first = base_arena_copy(r->arena, r->bytes.data, size);
    struct store_road held = r->items[0];
    r->items[0] = r->items[1];
    r->items[1] = held;
    roads_build(r);
    assert_int_equal(r->bytes.size, size);
    assert_memory_equal(r->bytes.data, first, size);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

/* Ways across a square of 200 m, some noded, some bridges; shuffled. */
static void any_order_of_any_roads_gives_the_same_bytes(void **state)
{
    struct roads *r = *state;
    uint32_t seed = 43;
    for (int round = 0; round < 20; round++) {
        r->count = 0;
        for (int i = 0; i < 25; i++) {
            double c[4];
            for (int j = 0; j < 4; j++)
                c[j] = next_random(&seed) % (round % 2 ? 21 : 2001) * (round % 2 ? 10 : 0.1);
            struct store_road *road = roads_straight(r, c[0], c[1], c[2], c[3]);
            road->noded = next_random(&seed) % 5 == 0;
            road->bridge = next_random(&seed) % 5 == 0;
        }
        roads_build(r);
        size_t size = r->bytes.size;
        char *first = base_arena_copy(r->arena, r->bytes.data, size);
        for (size_t i = r->count - 1; i > 0; i--) {
            size_t j = next_random(&seed) % (i + 1);
            struct store_road held = r->items[i];
            r->items[i] = r->items[j];
            r->items[j] = held;
        }
        roads_build(r);
        assert_int_equal(r->bytes.size, size);
        assert_memory_equal(r->bytes.data, first, size);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, roads_set_up, roads_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(three_ways_through_one_place_stay_connected),
        TEST(a_way_that_ends_on_another_meets_it),
        TEST(a_gap_a_person_would_see_stays),
        TEST(ends_that_almost_meet_are_joined),
        TEST(ends_of_openstreetmap_are_joined_only_where_it_says_so),
        TEST(an_end_below_a_bridge_does_not_meet_it),
        TEST(a_bridge_meets_the_way_it_goes_on_from),
        TEST(ways_that_run_along_each_other_meet),
        TEST(a_way_that_crosses_itself_meets_itself),
        TEST(a_way_without_length_is_no_network),
        TEST(nothing_is_a_network_too),
        TEST(twins_that_differ_in_height_give_the_same_bytes),
        TEST(any_order_of_any_roads_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
