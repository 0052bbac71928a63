/* tests/coverage/test_reach.c - the exact cases of coverage.md 7 that concern
 * walking, and what must hold on any network. At 1 m/s a second is a metre. */
#include "coverage/reach.h"

#include "tests/coverage/network.h"
#include "tests/support/cmocka.h"

static const struct coverage_profile METRE_A_SECOND = {"older", 1000};

struct fixture {
    struct network network;
    struct base_arena *arena;
    struct coverage_source sources[8];
    size_t source_count;
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
    base_arena_free(f->arena);
    test_free(f);
    return 0;
}

static void source(struct fixture *f, uint32_t from, uint32_t to, uint32_t at_mm,
                   uint32_t offset_mm)
{
    f->sources[f->source_count++].snap = network_on(&f->network, from, to, at_mm, offset_mm);
}

static struct coverage_reach search(struct fixture *f, uint32_t limit_s)
{
    struct coverage_reach reach;
    struct base_error err = {0};
    assert_int_equal(coverage_reach_search(&f->network.graph, f->sources, f->source_count,
                                           &METRE_A_SECOND, limit_s * 1000, f->arena, &reach, &err),
                     BASE_OK);
    return reach;
}

static size_t nodes(const struct coverage_reach *reach)
{
    size_t count = 0;
    for (size_t i = 0; i < reach->graph->node_count; i++)
        count += reach->cost_ms[i] != COVERAGE_NEVER;
    return count;
}

static uint64_t metres(const struct coverage_reach *reach)
{
    return coverage_reach_length_mm(reach, reach->limit_ms) / 1000;
}

/* Cases 1 and 2. */
static void a_facility_in_the_middle_of_the_grid(void **state)
{
    struct fixture *f = *state;
    static const struct {
        uint32_t limit_s;
        size_t nodes;
        uint64_t metres;
    } cases[] = {{200, 13, 1600}, {250, 13, 2400}, {300, 21, 3200}, {400, 25, 4000}};
    network_grid(&f->network);
    source(f, 12, 13, 0, 0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct coverage_reach reach = search(f, cases[i].limit_s);
        assert_int_equal(nodes(&reach), cases[i].nodes);
        assert_int_equal(metres(&reach), cases[i].metres);
    }
}

/* Case 3. */
static void a_facility_in_the_middle_of_an_edge(void **state)
{
    struct fixture *f = *state;
    network_grid(&f->network);
    source(f, 0, 1, 30000, 0);
    struct coverage_reach reach = search(f, 50);
    assert_int_equal(nodes(&reach), 1);
    assert_int_equal(reach.cost_ms[0], 30000);
    assert_int_equal(metres(&reach), 100);
    reach = search(f, 100);
    assert_int_equal(nodes(&reach), 2);
    assert_int_equal(metres(&reach), 230);
}

/* Case 4. */
static void a_person_on_the_facility_s_own_edge_walks_straight(void **state)
{
    struct fixture *f = *state;
    network_grid(&f->network);
    source(f, 0, 1, 30000, 0);
    struct coverage_reach reach = search(f, 900);
    struct coverage_snap person = network_on(&f->network, 0, 1, 80000, 0);
    uint32_t owner = 9;
    assert_int_equal(coverage_reach_cost(&reach, &person, &owner), 50000);
    assert_int_equal(owner, 0);
}

/* A detour is shorter than a long edge: 10 + 20 + 10 against 480 along it. */
static void the_way_around_may_be_the_shorter_one(void **state)
{
    struct fixture *f = *state;
    network_edge(&f->network, 0, 1, 500000);
    network_edge(&f->network, 1, 0, 20000);
    network_close(&f->network);
    f->sources[f->source_count++].snap = (struct coverage_snap){COVERAGE_ON_NETWORK, 0, 10000, 0};
    struct coverage_reach reach = search(f, 900);
    struct coverage_snap person = {COVERAGE_ON_NETWORK, 0, 490000, 0};
    assert_int_equal(coverage_reach_cost(&reach, &person, NULL), 40000);
}

/* Case 7 (the network's part): 80 m beside a straight way, 150 m in all. */
static void walking_to_the_way_counts(void **state)
{
    struct fixture *f = *state;
    network_edge(&f->network, 0, 1, 1000000);
    network_close(&f->network);
    source(f, 0, 1, 500000, 80000);
    struct coverage_reach reach = search(f, 150);
    assert_int_equal(metres(&reach), 140);
    struct coverage_snap person = network_on(&f->network, 0, 1, 540000, 30000);
    assert_int_equal(coverage_reach_cost(&reach, &person, NULL), 150000); /* 80 + 40 + 30 */
    person.offset_mm++;
    assert_int_equal(coverage_reach_cost(&reach, &person, NULL), COVERAGE_NEVER);
}

/* Case 7: farther away than the cap, the facility reaches nothing. */
static void a_source_off_the_network_reaches_nothing(void **state)
{
    struct fixture *f = *state;
    network_grid(&f->network);
    f->sources[f->source_count++].snap = (struct coverage_snap){.place = COVERAGE_OFF_NETWORK};
    struct coverage_reach reach = search(f, 900);
    assert_int_equal(nodes(&reach), 0);
    assert_int_equal(metres(&reach), 0);
}

/* Case 8. */
static void each_is_covered_once_and_ties_go_to_the_lower_id(void **state)
{
    struct fixture *f = *state;
    static const uint32_t cost[] = {0, 100000, 200000, 100000, 0}, owner[] = {0, 0, 0, 1, 1};
    for (uint32_t i = 0; i < 4; i++)
        network_edge(&f->network, i, i + 1, 100000);
    network_close(&f->network);
    source(f, 0, 1, 0, 0);
    source(f, 3, 4, 100000, 0);
    struct coverage_reach reach = search(f, 200);
    assert_memory_equal(reach.cost_ms, cost, sizeof cost);
    assert_memory_equal(reach.owner, owner, sizeof owner);
}

static void the_limit_is_inclusive_to_the_millimetre(void **state)
{
    struct fixture *f = *state;
    network_edge(&f->network, 0, 1, 2000000);
    network_close(&f->network);
    source(f, 0, 1, 0, 0);
    struct coverage_reach reach = search(f, 900);
    struct coverage_snap near = network_on(&f->network, 0, 1, 900000, 0);
    struct coverage_snap far = network_on(&f->network, 0, 1, 900001, 0);
    assert_int_equal(coverage_reach_cost(&reach, &near, NULL), 900000);
    assert_int_equal(coverage_reach_cost(&reach, &far, NULL), COVERAGE_NEVER);
}

/* --- any network ------------------------------------------------------------ */

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void random_network(struct network *n, uint32_t *seed)
{
    memset(n, 0, sizeof *n);
    for (uint32_t i = 1; i < 30; i++) /* connected, then some more */
        network_edge(n, i, next_random(seed) % i, 1000 + next_random(seed) % 200000);
    for (uint32_t i = 0; i < 25; i++)
        network_edge(n, next_random(seed) % 30, next_random(seed) % 30,
                     1000 + next_random(seed) % 200000);
    network_close(n);
}

/* Costs by relaxing every edge until nothing changes (Bellman 1958). */
static void relax_until_still(const struct network *n, const struct coverage_source *sources,
                              size_t count, uint64_t cost[NETWORK_MAX])
{
    for (size_t i = 0; i < n->graph.node_count; i++)
        cost[i] = COVERAGE_NEVER;
    for (size_t i = 0; i < count; i++) {
        const struct coverage_snap *snap = &sources[i].snap;
        const struct coverage_edge *e = &n->edges[snap->edge];
        uint64_t to_a = (uint64_t)snap->at_mm + snap->offset_mm;
        uint64_t to_b = (uint64_t)e->length_mm - snap->at_mm + snap->offset_mm;
        cost[e->a] = to_a < cost[e->a] ? to_a : cost[e->a];
        cost[e->b] = to_b < cost[e->b] ? to_b : cost[e->b];
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < n->graph.edge_count; i++) {
            const struct coverage_edge *e = &n->edges[i];
            for (int back = 0; back < 2; back++) {
                uint32_t from = back ? e->b : e->a, to = back ? e->a : e->b;
                if (cost[from] + e->length_mm < cost[to]) {
                    cost[to] = cost[from] + e->length_mm;
                    changed = true;
                }
            }
        }
    }
}

static void costs_equal_those_of_the_plainest_method(void **state)
{
    struct fixture *f = *state;
    uint32_t seed = 20261124;
    for (int round = 0; round < 200; round++) {
        uint64_t expected[NETWORK_MAX];
        random_network(&f->network, &seed);
        f->source_count = 1 + next_random(&seed) % 5;
        for (size_t i = 0; i < f->source_count; i++) {
            uint32_t edge = next_random(&seed) % (uint32_t)f->network.graph.edge_count;
            f->sources[i].snap =
                (struct coverage_snap){COVERAGE_ON_NETWORK, edge,
                                       next_random(&seed) % (f->network.edges[edge].length_mm + 1),
                                       next_random(&seed) % 50000};
        }
        relax_until_still(&f->network, f->sources, f->source_count, expected);
        uint32_t limit_s = 100 + next_random(&seed) % 900;
        struct coverage_reach reach = search(f, limit_s);
        for (size_t i = 0; i < f->network.graph.node_count; i++)
            assert_int_equal(reach.cost_ms[i],
                             expected[i] <= limit_s * 1000 ? expected[i] : COVERAGE_NEVER);
    }
}

static void more_time_and_more_facilities_never_reach_less(void **state)
{
    struct fixture *f = *state;
    uint32_t seed = 7;
    for (int round = 0; round < 50; round++) {
        random_network(&f->network, &seed);
        f->source_count = 0;
        uint64_t before = 0;
        for (int i = 0; i < 5; i++) {
            uint32_t edge = next_random(&seed) % (uint32_t)f->network.graph.edge_count;
            f->sources[f->source_count++].snap =
                (struct coverage_snap){COVERAGE_ON_NETWORK, edge, 500, 0};
            struct coverage_reach reach = search(f, 150);
            uint64_t now = coverage_reach_length_mm(&reach, 150000);
            assert_true(now >= before);
            assert_true(coverage_reach_length_mm(&reach, 100000) <= now);
            before = now;
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_facility_in_the_middle_of_the_grid),
        TEST(a_facility_in_the_middle_of_an_edge),
        TEST(a_person_on_the_facility_s_own_edge_walks_straight),
        TEST(the_way_around_may_be_the_shorter_one),
        TEST(walking_to_the_way_counts),
        TEST(a_source_off_the_network_reaches_nothing),
        TEST(each_is_covered_once_and_ties_go_to_the_lower_id),
        TEST(the_limit_is_inclusive_to_the_millimetre),
        TEST(costs_equal_those_of_the_plainest_method),
        TEST(more_time_and_more_facilities_never_reach_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
