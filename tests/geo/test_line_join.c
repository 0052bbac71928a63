/* Parts of a line that continue one another. */
#include "geo/path.h"

#include "tests/geo/shapes.h"

static void parts_are_joined_whatever_their_order(void **state)
{
    (void)state;
    static const struct {
        const char *parts, *joined;
    } cases[] = {
        {"LINESTRING(2 0,1 0,1 0,0 0)", "MULTILINESTRING((2 0,1 0,0 0))"},
        {"MULTILINESTRING((0 0,1 0),(1 0,2 1))", "MULTILINESTRING((0 0,1 0,2 1))"},
        {"MULTILINESTRING((2 1,1 0),(1 0,0 0))", "MULTILINESTRING((0 0,1 0,2 1))"},
        {"MULTILINESTRING((3 0,2 1),(0 0,1 0),(2 1,1 0))", "MULTILINESTRING((0 0,1 0,2 1,3 0))"},
        {"MULTILINESTRING((5 0,6 0),(2 0,1 0))", "MULTILINESTRING((1 0,2 0),(5 0,6 0))"},
        {"MULTILINESTRING((0 0,1 0),(1 0,2 1),(1 0,2 -1))",
         "MULTILINESTRING((0 0,1 0),(1 0,2 -1),(1 0,2 1))"},
        {"MULTILINESTRING((0 0,1 0),(1 0,1 1,0 0))", "MULTILINESTRING((0 0,1 0,1 1,0 0))"},
        {"MULTILINESTRING((4 4,4 4),(0 0,1 0))", "MULTILINESTRING((0 0,1 0))"},
        {"MULTILINESTRING((7 7,8 7,8 8,7 7),(1 0,0 0))",
         "MULTILINESTRING((0 0,1 0),(7 7,8 7,8 8,7 7))"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_geometry in = shape(arena, cases[i].parts), out;
        struct geo_geometry expected = shape(arena, cases[i].joined);
        assert_int_equal(geo_line_join(&in, arena, &out, NULL), BASE_OK);
        if (!geo_geometry_equal(&out, &expected))
            fail_msg("%s", cases[i].parts);
    }
}

static void a_line_cut_anywhere_comes_back_whole(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int round = 0; round < 100; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct geo_builder whole, cut;
        struct geo_geometry expected, parts, out;
        uint32_t order[30];
        geo_builder_init(&whole, GEO_MULTILINE, arena);
        geo_builder_part(&whole);
        geo_builder_ring(&whole);
        for (uint32_t i = 0; i <= 30; i++)
            geo_builder_point(&whole, (struct geo_point){i * 10, (int64_t)(chance(&seed) % 100)});
        assert_int_equal(geo_builder_finish(&whole, &expected, NULL), BASE_OK);
        for (uint32_t i = 0; i < 30; i++) {
            uint32_t k = (uint32_t)(chance(&seed) % (i + 1));
            order[i] = order[k];
            order[k] = i;
        }
        geo_builder_init(&cut, GEO_MULTILINE, arena);
        for (uint32_t i = 0; i < 30; i++) {
            uint32_t turned = (uint32_t)(chance(&seed) % 2);
            geo_builder_part(&cut);
            geo_builder_ring(&cut);
            geo_builder_point(&cut, expected.points[order[i] + turned]);
            geo_builder_point(&cut, expected.points[order[i] + 1 - turned]);
        }
        assert_int_equal(geo_builder_finish(&cut, &parts, NULL), BASE_OK);
        assert_int_equal(geo_line_join(&parts, arena, &out, NULL), BASE_OK);
        assert_true(geo_geometry_equal(&out, &expected));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_are_joined_whatever_their_order),
        cmocka_unit_test(a_line_cut_anywhere_comes_back_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
