/* The ground between two lines. */
#include "tests/geo/paths.h"

static void areas_fall_left_and_right(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        double left, right;
        uint32_t faces;
    } cases[] = {
        /* cases 5 and 6 of the domain page */
        {"LINESTRING(0 0,500 0,1000 0)", "LINESTRING(0 0,400 30,600 30,1000 0)", 18000, 0, 1},
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 0,250 20,750 -20,1000 0)", 5000, 5000, 2},
        {"LINESTRING(1000 0,0 0)", "LINESTRING(0 0,250 20,750 -20,1000 0)", 5000, 5000, 2},
        {"LINESTRING(1000 0,0 0)", "LINESTRING(0 0,400 30,600 30,1000 0)", 0, 18000, 1},
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 5,1000 5)", 5000, 0, 1},
        {"LINESTRING(0 0,1000 0)", "LINESTRING(0 0,1000 0)", 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct paths p = paths_read(arena, cases[i].a, cases[i].b);
        struct geo_between between;
        assert_int_equal(geo_path_between(&p.a, &p.b, arena, &between, NULL), BASE_OK);
        assert_near(between.left_m2, cases[i].left, 1e-4 * cases[i].left + 0.2);
        assert_near(between.right_m2, cases[i].right, 1e-4 * cases[i].right + 0.2);
        assert_int_equal(between.faces, cases[i].faces);
    }
}

static void a_line_in_pieces_has_no_ground_beside_it(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct paths p =
        paths_read(arena, "MULTILINESTRING((0 0,100 0),(200 0,300 0))", "LINESTRING(0 5,300 5)");
    struct geo_between between;
    assert_int_equal(geo_path_between(&p.a, &p.b, arena, &between, NULL), BASE_OK);
    assert_true(isnan(between.left_m2) && isnan(between.right_m2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_fall_left_and_right),
        cmocka_unit_test(a_line_in_pieces_has_no_ground_beside_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
