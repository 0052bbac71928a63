/* Tests of geo/rtree. */
#include "geo/rtree.h"

#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static struct geo_box chance_box(uint64_t *seed, double west, double east, double size)
{
    struct geo_point a =
        point_deg(chance_between(seed, west, east), chance_between(seed, -89, 89 - size));
    return (struct geo_box){a,
                            {a.lon + geo_grid_from_degrees(chance_between(seed, 0, size)),
                             a.lat + geo_grid_from_degrees(chance_between(seed, 0, size))}};
}

/* Opens in a copy of exactly its size, so that reading past it is seen. */
static struct geo_rtree build(const struct geo_box *boxes, uint32_t count, void **bytes)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct geo_rtree tree;
    assert_int_equal(geo_rtree_build(boxes, count, &out, NULL), BASE_OK);
    assert_int_equal(out.size % 8, 0);
    *bytes = malloc(out.size);
    memcpy(*bytes, out.data, out.size);
    assert_int_equal(geo_rtree_open(*bytes, out.size, &tree, NULL), BASE_OK);
    return tree;
}

struct seen {
    unsigned char items[20000];
    uint32_t count, stop_after;
};

static bool see(void *context, uint32_t item, struct geo_box box)
{
    struct seen *seen = context;
    assert_false(geo_box_is_empty(box));
    seen->items[item]++;
    return ++seen->count != seen->stop_after;
}

struct seen_pairs {
    const struct geo_box *boxes;
    unsigned char times[600][600];
    uint32_t count, stop_after;
};

static bool see_pair(void *context, uint32_t first, struct geo_box first_box, uint32_t second,
                     struct geo_box second_box)
{
    struct seen_pairs *seen = context;
    assert_memory_equal(&first_box, &seen->boxes[first], sizeof first_box);
    assert_memory_equal(&second_box, &seen->boxes[second], sizeof second_box);
    seen->times[first < second ? first : second][first < second ? second : first]++;
    return ++seen->count != seen->stop_after;
}

static void a_join_meets_each_pair_once(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 1, 2, 15, 16, 17, 255, 256, 257, 600};
    uint64_t seed = 71;
    static struct geo_box boxes[600];
    for (size_t c = 0; c < COUNT(counts); c++) {
        for (uint32_t i = 0; i < counts[c]; i++)
            boxes[i] = i % 50 == 7 ? geo_box_empty() : chance_box(&seed, 120, 130, 2.0);
        void *bytes;
        struct geo_rtree tree = build(boxes, counts[c], &bytes);
        static struct seen_pairs seen;
        seen = (struct seen_pairs){.boxes = boxes};
        geo_rtree_join(&tree, see_pair, &seen);
        for (uint32_t i = 0; i < counts[c]; i++)
            for (uint32_t k = i; k < counts[c]; k++)
                assert_int_equal(seen.times[i][k],
                                 i != k && geo_box_intersects(boxes[i], boxes[k]));
        if (seen.count > 3) {
            seen = (struct seen_pairs){.boxes = boxes, .stop_after = 3};
            geo_rtree_join(&tree, see_pair, &seen);
            assert_int_equal(seen.count, 3);
        }
        for (uint32_t i = 0; i < tree.item_count; i++) {
            struct geo_box box;
            uint32_t item = geo_rtree_item(&tree, i, &box);
            assert_memory_equal(&box, &boxes[item], sizeof box);
        }
        free(bytes);
    }
}

static void queries_equal_a_linear_scan(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0, 1, 2, 15, 16, 17, 255, 256, 257, 5000};
    uint64_t seed = 31;
    static struct geo_box boxes[20000];
    for (size_t c = 0; c < COUNT(counts); c++) {
        for (uint32_t i = 0; i < counts[c]; i++)
            boxes[i] = i % 50 == 7 ? geo_box_empty() : chance_box(&seed, 120, 130, 0.2);
        void *bytes;
        struct geo_rtree tree = build(boxes, counts[c], &bytes);
        for (int q = 0; q < 100; q++) {
            struct geo_box box = q == 0 ? (struct geo_box){point_deg(-180, -90), point_deg(180, 90)}
                                        : chance_box(&seed, 119, 130, 20);
            static struct seen seen;
            seen = (struct seen){0};
            geo_rtree_query(&tree, box, see, &seen);
            for (uint32_t i = 0; i < counts[c]; i++)
                assert_int_equal(seen.items[i],
                                 !geo_box_is_empty(boxes[i]) && geo_box_intersects(boxes[i], box));
        }
        free(bytes);
    }
}

static void a_query_touches_edges_and_stops_when_told(void **state)
{
    (void)state;
    struct geo_box boxes[40];
    for (int i = 0; i < 40; i++)
        boxes[i] = (struct geo_box){{0, 0}, {10, 10}};
    void *bytes;
    struct geo_rtree tree = build(boxes, 40, &bytes);
    static struct seen seen;
    seen = (struct seen){0};
    geo_rtree_query(&tree, (struct geo_box){{10, 10}, {20, 20}}, see, &seen);
    assert_int_equal(seen.count, 40);
    seen = (struct seen){.stop_after = 3};
    geo_rtree_query(&tree, (struct geo_box){{10, 10}, {20, 20}}, see, &seen);
    assert_int_equal(seen.count, 3);
    seen = (struct seen){0};
    geo_rtree_query(&tree, (struct geo_box){{11, 10}, {20, 20}}, see, &seen);
    assert_int_equal(seen.count, 0);
    geo_rtree_query(&tree, geo_box_empty(), see, &seen);
    assert_int_equal(seen.count, 0);
    free(bytes);
}

struct measuring {
    const struct geo_box *boxes;
    struct geo_point from;
    uint32_t calls, refused;
};

static double to_corner(void *context, uint32_t item)
{
    struct measuring *m = context;
    m->calls++;
    return item == m->refused ? INFINITY : geo_distance_m(m->from, m->boxes[item].min);
}

static uint32_t scan(const struct geo_box *boxes, uint32_t count, struct geo_point p, double limit,
                     double *distance)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        double d = geo_distance_m(p, boxes[i].min);
        if (d < limit || (d == limit && best == UINT32_MAX)) {
            best = i;
            limit = d;
        }
    }
    *distance = limit;
    return best;
}

static void nearest_equals_a_linear_scan(void **state)
{
    (void)state;
    static const struct {
        double west, east, size;
        uint32_t count;
    } cases[] = {
        {125, 126, 0.001, 2000}, {-180, 179, 0.9, 2000}, {179, 179.9, 0.1, 300}, {0, 0, 0, 7}};
    uint64_t seed = 33;
    static struct geo_box boxes[2000];
    for (size_t c = 0; c < COUNT(cases); c++) {
        for (uint32_t i = 0; i < cases[c].count; i++)
            boxes[i] = i % 10 == 9 ? boxes[i - 1] /* ties */
                                   : chance_box(&seed, cases[c].west, cases[c].east, cases[c].size);
        void *bytes;
        struct geo_rtree tree = build(boxes, cases[c].count, &bytes);
        for (int q = 0; q < 200; q++) {
            struct geo_point p =
                q == 0 ? point_deg(0, 90)
                : q == 1
                    ? point_deg(-180, 0)
                    : point_deg(chance_between(&seed, cases[c].west - 0.1, cases[c].east + 0.1) +
                                    (cases[c].west > 170 && q % 2 ? -359.5 : 0),
                                chance_between(&seed, -90, 90));
            struct measuring m = {boxes, p, 0, UINT32_MAX};
            double limit = q % 4 == 3 ? 200000 : INFINITY, expected, distance = -1;
            uint32_t best = scan(boxes, cases[c].count, p, limit, &expected);
            assert_int_equal(geo_rtree_nearest(&tree, p, limit, to_corner, &m, &distance), best);
            assert_near(distance, best == UINT32_MAX ? -1 : expected, 0);
        }
        free(bytes);
    }
}

static void nearest_asks_few_and_may_be_refused(void **state)
{
    (void)state;
    uint64_t seed = 34;
    static struct geo_box boxes[10000];
    for (uint32_t i = 0; i < 10000; i++) {
        struct geo_point p =
            point_deg(chance_between(&seed, 125, 126), chance_between(&seed, 43, 44));
        boxes[i] = (struct geo_box){p, p};
    }
    void *bytes;
    struct geo_rtree tree = build(boxes, 10000, &bytes);
    struct measuring m = {boxes, point_deg(125.5, 43.5), 0, UINT32_MAX};
    uint32_t first = geo_rtree_nearest(&tree, m.from, INFINITY, to_corner, &m, NULL);
    assert_true(m.calls < 60);
    m.refused = first;
    uint32_t second = geo_rtree_nearest(&tree, m.from, INFINITY, to_corner, &m, NULL);
    assert_true(second != first && second != UINT32_MAX);
    assert_int_equal(geo_rtree_nearest(&tree, m.from, 0.001, to_corner, &m, NULL), UINT32_MAX);
    assert_int_equal(geo_rtree_nearest(&tree, m.from, NAN, to_corner, &m, NULL), UINT32_MAX);
    free(bytes);
}

static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    uint64_t seed = 35;
    static struct geo_box boxes[100];
    for (uint32_t i = 0; i < 100; i++)
        boxes[i] = chance_box(&seed, 0, 10, 1);
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct geo_rtree tree;
    assert_int_equal(geo_rtree_build(boxes, 100, &out, NULL), BASE_OK);
    for (size_t size = 0; size < out.size; size += 8)
        assert_int_equal(geo_rtree_open(out.data, size, &tree, NULL), BASE_INVALID);
    assert_int_equal(geo_rtree_open(out.data + 1, out.size - 1, &tree, NULL), BASE_INVALID);
    for (size_t byte = 0; byte < 16; byte++) { /* magic and counts */
        out.data[byte] ^= 0x40;
        assert_int_equal(geo_rtree_open(out.data, out.size, &tree, NULL), BASE_INVALID);
        out.data[byte] ^= 0x40;
    }
    out.data[out.size - 1] ^= 0x40; /* an item number */
    assert_int_equal(geo_rtree_open(out.data, out.size, &tree, NULL), BASE_INVALID);
}

static void the_bytes_do_not_depend_on_chance(void **state)
{
    (void)state;
    uint64_t seed = 36;
    static struct geo_box boxes[500];
    for (uint32_t i = 0; i < 500; i++)
        boxes[i] = chance_box(&seed, 0, 10, 1);
    struct base_buffer a BASE_BUFFER_AUTO = {0}, b BASE_BUFFER_AUTO = {0};
    assert_int_equal(geo_rtree_build(boxes, 500, &a, NULL), BASE_OK);
    assert_int_equal(geo_rtree_build(boxes, 500, &b, NULL), BASE_OK);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    struct base_buffer small BASE_BUFFER_AUTO = {0};
    base_buffer_init(&small, 64);
    assert_int_equal(geo_rtree_build(boxes, 500, &small, NULL), BASE_NO_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queries_equal_a_linear_scan),
        cmocka_unit_test(a_join_meets_each_pair_once),
        cmocka_unit_test(a_query_touches_edges_and_stops_when_told),
        cmocka_unit_test(nearest_equals_a_linear_scan),
        cmocka_unit_test(nearest_asks_few_and_may_be_refused),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(the_bytes_do_not_depend_on_chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
