/* The edges that run past a place. */
#include "geo/vicinity.h"

#include "tests/geo/shapes.h"

static void whole_edges_that_meet_the_box_are_left(void **state)
{
    (void)state;
    static const struct {
        const char *from, *left;
    } cases[] = {
        {"LINESTRING(0 0,10 0,10 10,20 10)", "MULTILINESTRING((0 0,10 0))"},
        {"LINESTRING(0 0,0 20)", "MULTILINESTRING((0 0,0 20))"},
        {"LINESTRING(-9 0,-8 0,-7 0)", NULL},
        {"LINESTRING(4 4,9 4,9 9,4 9,4 5)", "MULTILINESTRING((4 4,9 4),(4 9,4 5))"},
        {"POLYGON((0 0,8 0,8 8,0 8,0 0),(1 1,1 2,2 2,1 1))",
         "MULTILINESTRING((0 0,8 0),(0 8,0 0),(1 1,1 2,2 2,1 1))"},
        {"MULTIPOLYGON(((0 0,8 0,0 8,0 0)),((20 0,28 0,20 8,20 0)))",
         "MULTILINESTRING((0 0,8 0,0 8,0 0))"},
        {"MULTIPOINT((1 1),(2 2))", NULL},
    };
    const struct geo_box box = {point_deg(-5, -5), point_deg(5, 5)};
    struct base_arena *arena = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry from = shape(arena, cases[i].from), out;
        assert_int_equal(geo_vicinity(&from, box, arena, &out, NULL), BASE_OK);
        assert_int_equal(out.kind, GEO_MULTILINE);
        if (!cases[i].left) {
            assert_int_equal(out.part_count, 0);
            continue;
        }
        struct geo_geometry left = shape(arena, cases[i].left);
        assert_true(geo_geometry_equal(&out, &left));
    }
    base_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_edges_that_meet_the_box_are_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
