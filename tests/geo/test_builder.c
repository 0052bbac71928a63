/* Tests of geo/builder. */
#include "tests/geo/shapes.h"

static void add_ring(struct geo_builder *b, int64_t at, uint32_t count)
{
    geo_builder_ring(b);
    for (uint32_t i = 0; i < count; i++)
        geo_builder_point(b, (struct geo_point){at, i});
}

static void many_parts_keep_their_places(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_builder b;
    geo_builder_init(&b, GEO_MULTIPOLYGON, arena);
    for (uint32_t part = 0; part < 1000; part++) {
        geo_builder_part(&b);
        add_ring(&b, part, 4 + part % 5);
        if (part % 3 == 0)
            add_ring(&b, part, 4);
    }
    struct geo_geometry g;
    assert_int_equal(geo_builder_finish(&b, &g, NULL), BASE_OK);
    assert_int_equal(g.part_count, 1000);
    for (uint32_t part = 0; part < g.part_count; part++) {
        assert_int_equal(g.part_rings[part + 1] - g.part_rings[part], part % 3 == 0 ? 2 : 1);
        uint32_t ring = g.part_rings[part];
        assert_int_equal(g.ring_points[ring + 1] - g.ring_points[ring], 4 + part % 5);
        assert_int_equal(g.points[g.ring_points[ring]].lon, part);
    }
}

static void drop_removes_a_ring_and_a_part_left_bare(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_builder b;
    geo_builder_init(&b, GEO_MULTIPOLYGON, arena);
    geo_builder_part(&b);
    add_ring(&b, 1, 4);
    add_ring(&b, 2, 2);
    assert_int_equal(geo_builder_ring_size(&b), 2);
    geo_builder_drop_ring(&b); /* the hole */
    geo_builder_part(&b);
    add_ring(&b, 3, 3);
    geo_builder_drop_ring(&b); /* the shell, and its part */
    geo_builder_part(&b);
    geo_builder_drop_ring(&b); /* a part without a ring */
    struct geo_geometry g;
    assert_int_equal(geo_builder_finish(&b, &g, NULL), BASE_OK);
    assert_int_equal(g.part_count, 1);
    assert_int_equal(g.ring_count, 1);
    assert_int_equal(g.point_count, 4);
}

static void nothing_built_is_an_empty_geometry(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_builder b;
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_drop_ring(&b);
    struct geo_geometry g;
    assert_int_equal(geo_builder_finish(&b, &g, NULL), BASE_OK);
    assert_int_equal(g.part_count, 0);
}

static void a_full_arena_is_remembered(void **state)
{
    (void)state;
    for (size_t limit = 0; limit < 4096; limit += 64) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(limit + 1);
        struct geo_builder b;
        geo_builder_init(&b, GEO_POLYGON, arena);
        geo_builder_part(&b);
        add_ring(&b, 0, 1000);
        struct geo_geometry g;
        assert_int_equal(geo_builder_finish(&b, &g, NULL), BASE_NO_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_parts_keep_their_places),
        cmocka_unit_test(drop_removes_a_ring_and_a_part_left_bare),
        cmocka_unit_test(nothing_built_is_an_empty_geometry),
        cmocka_unit_test(a_full_arena_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
