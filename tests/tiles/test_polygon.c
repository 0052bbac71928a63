/* tests/tiles/test_polygon.c */
#include "tiles/polygon.h"

#include <math.h>
#include <string.h>

#include "tests/support/near.h"
#include "tiles/repair.h"

struct ring_case {
    double points[12][2];
    uint32_t count;
};

static void add_ring(struct tiles_shape *shape, const struct ring_case *ring)
{
    tiles_shape_begin(shape);
    for (uint32_t i = 0; i < ring->count; i++)
        tiles_shape_add(shape, (struct tiles_xy){ring->points[i][0], ring->points[i][1]});
}

static void cleaning_takes_out_what_has_no_area(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct ring_case ring;
        uint32_t left;
    } cases[] = {
        {"a square", {{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, 4}, 4},
        {"repeated points", {{{0, 0}, {0, 0}, {4, 0}, {4, 4}, {4, 4}, {0, 4}, {0, 0}}, 7}, 4},
        {"a spike", {{{0, 0}, {2, 0}, {2, -3}, {2, 0}, {4, 0}, {4, 4}, {0, 4}}, 7}, 5},
        {"a spike at the seam", {{{-3, 0}, {0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}, 6}, 4},
        {"a long spike of many points",
         {{{0, 0}, {4, 0}, {4, 4}, {6, 6}, {8, 8}, {6, 6}, {4, 4}, {0, 4}}, 8},
         4},
        {"there and back", {{{0, 0}, {4, 0}, {8, 0}, {4, 0}}, 4}, 0},
        {"two points", {{{0, 0}, {4, 0}, {0, 0}}, 3}, 0},
        {"one point", {{{1, 1}, {1, 1}, {1, 1}}, 3}, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct tiles_shape in, out;
        tiles_shape_init(&in, arena);
        tiles_shape_init(&out, arena);
        add_ring(&in, &cases[i].ring);
        tiles_rings_clean(&in, &out);
        if (out.point_count != cases[i].left)
            fail_msg("%s: %u points left", cases[i].what, out.point_count);
        assert_int_equal(out.count, cases[i].left > 0);
    }
}

/* Shells have negative area2 here, as divisions have. */
static void holes_follow_their_shells(void **state)
{
    (void)state;
    static const struct ring_case rings[] = {
        {{{2, 2}, {4, 2}, {4, 4}, {2, 4}}, 4},                 /* hole of the third */
        {{{20, 0}, {20, 10}, {30, 10}, {30, 0}}, 4},           /* shell */
        {{{0, 0}, {0, 10}, {10, 10}, {10, 0}}, 4},             /* shell */
        {{{22, 2}, {24, 2}, {24, 4}, {22, 4}}, 4},             /* hole of the second */
        {{{2.5, 2.5}, {2.5, 3.5}, {3.5, 3.5}, {3.5, 2.5}}, 4}, /* island in the first */
        {{{6, 6}, {6, 7}, {7, 7}, {7, 6}}, 4}, /* a hole that turned over: left out */
        {{{40, 40}, {41, 40}, {41, 41}}, 3},   /* a hole in nothing: left out */
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct tiles_shape shape;
    uint32_t order[8];
    bool is_shell[8];
    tiles_shape_init(&shape, arena);
    for (size_t i = 0; i < COUNT(rings); i++)
        add_ring(&shape, &rings[i]);
    uint32_t count = tiles_rings_order(&shape, -1, order, is_shell, arena);
    assert_int_equal(count, 5);
    static const uint32_t expected[] = {1, 3, 2, 0, 4};
    static const bool shells[] = {true, false, true, false, true};
    assert_memory_equal(order, expected, sizeof expected);
    assert_memory_equal(is_shell, shells, sizeof shells);
}

static double total_area2(const struct tiles_polygons *polygons)
{
    double area2 = 0;
    const struct tiles_shape *rings = &polygons->rings;
    for (uint32_t i = 0; i < polygons->count; i++)
        area2 += tiles_ring_area2(rings->points + rings->starts[polygons->order[i]],
                                  tiles_shape_size(rings, polygons->order[i]));
    return area2;
}

static void crossing_polygons_are_made_anew(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        struct ring_case ring;
        uint32_t rings;
        double area2;
    } cases[] = {
        {"a square stays", {{{0, 0}, {0, 4}, {4, 4}, {4, 0}}, 4}, 1, -32},
        {"a bow tie has two parts", {{{0, 0}, {0, 4}, {4, 0}, {4, 4}}, 4}, 2, -16},
        {"rings that touch at a point come apart",
         {{{0, 0}, {0, 4}, {2, 2}, {4, 4}, {4, 0}, {2, 2}}, 6},
         2,
         -16},
        {"a vertex on an edge",
         {{{0, 0}, {0, 8}, {8, 8}, {8, 6}, {4, 8}, {8, 4}, {8, 0}}, 7},
         2,
         -120},
        {"a pentagram is filled even-odd",
         {{{0, 300}, {190, -140}, {-290, 130}, {290, 130}, {-190, -140}}, 5},
         5,
         0},
    };
    struct geo_engine *engine = geo_engine_create();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        uint32_t order[1] = {0};
        bool is_shell[1] = {true};
        struct tiles_polygons polygons = {.order = order, .is_shell = is_shell, .count = 1};
        tiles_shape_init(&polygons.rings, arena);
        add_ring(&polygons.rings, &cases[i].ring);
        assert_int_equal(tiles_polygons_repair(engine, -1, arena, &polygons, NULL), BASE_OK);
        double area2 = total_area2(&polygons);
        if (polygons.count != cases[i].rings || (cases[i].area2 != 0 && area2 != cases[i].area2))
            fail_msg("%s: %u rings, area2 %g", cases[i].what, polygons.count, area2);
        assert_true(area2 < 0);
        for (uint32_t r = 0; r < polygons.rings.point_count; r++)
            assert_near(polygons.rings.points[r].x, round(polygons.rings.points[r].x), 0);
    }
    geo_engine_free(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cleaning_takes_out_what_has_no_area),
        cmocka_unit_test(holes_follow_their_shells),
        cmocka_unit_test(crossing_polygons_are_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
