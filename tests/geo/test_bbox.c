/* Tests of geo/bbox. */
#include "geo/bbox.h"

#include "tests/geo/shapes.h"
#include "tests/support/near.h"

static void parse_reads_four_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct geo_bbox box;
    } cases[] = {
        {"125.1,43.7,125.4,43.9", {125.1, 43.7, 125.4, 43.9}},
        {"-180,-90,180,90", {-180, -90, 180, 90}},
        {"170,-10,-170,10", {170, -10, -170, 10}}, /* across the antimeridian */
        {"1,2,1,2", {1, 2, 1, 2}},
        {"1e1,+2,30,4.5", {10, 2, 30, 4.5}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_bbox box;
        assert_int_equal(geo_bbox_parse(cases[i].text, &box, NULL), BASE_OK);
        assert_near(box.west, cases[i].box.west, 0);
        assert_near(box.south, cases[i].box.south, 0);
        assert_near(box.east, cases[i].box.east, 0);
        assert_near(box.north, cases[i].box.north, 0);
    }
}

static void parse_says_why_and_leaves_out_alone(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "bbox must be four numbers: west,south,east,north"},
        {"1,2,3", "bbox must be four numbers: west,south,east,north"},
        {"1,2,3,4,5", "bbox must be four numbers: west,south,east,north"},
        {"1,2,3,4,", "bbox must be four numbers: west,south,east,north"},
        {"1,2,,4", "bbox must be four numbers: west,south,east,north"},
        {"1,2,3,nan", "bbox must be four numbers: west,south,east,north"},
        {"1,2,3,inf", "bbox must be four numbers: west,south,east,north"},
        {"1,2,3,0x4", "bbox must be four numbers: west,south,east,north"},
        {"1, 2,3,4", "bbox must be four numbers: west,south,east,north"},
        {"0,-91,1,1", "bbox latitudes must lie in [-90, 90]"},
        {"0,91,1,92", "bbox latitudes must lie in [-90, 90]"},
        {"-181,0,1,1", "bbox longitudes must lie in [-180, 180]"},
        {"0,0,180.1,1", "bbox longitudes must lie in [-180, 180]"},
        {"0,5,1,4", "bbox south 5 is above north 4"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_bbox box = {.west = 7};
        struct base_error err;
        assert_int_equal(geo_bbox_parse(cases[i].text, &box, &err), BASE_INVALID);
        assert_string_equal(err.message, cases[i].message);
        assert_string_not_equal(err.message_zh, cases[i].message);
        assert_near(box.west, 7, 0);
    }
}

static void boxes_meet_as_on_the_globe(void **state)
{
    (void)state;
    static const struct {
        struct geo_bbox a, b;
        bool meet;
    } cases[] = {
        {{0, 0, 1, 1}, {1, 1, 2, 2}, true}, /* a corner */
        {{0, 0, 1, 1}, {1.1, 0, 2, 1}, false},
        {{0, 0, 1, 1}, {0, 1.1, 1, 2}, false},
        {{170, 0, -170, 1}, {175, 0, 176, 1}, true},
        {{170, 0, -170, 1}, {-175, 0, -174, 1}, true},
        {{170, 0, -170, 1}, {0, 0, 1, 1}, false},
        {{170, 0, -170, 1}, {160, 0, -160, 1}, true},
        {{170, 0, -170, 1}, {170, 2, -170, 3}, false},
        {{170, 0, 180, 1}, {-180, 0, -170, 1}, true}, /* one meridian */
        {{170, 0, 179, 1}, {-180, 0, -170, 1}, false},
        {{-180, -90, 180, 90}, {170, 0, -170, 1}, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(geo_bbox_intersects(&cases[i].a, &cases[i].b), cases[i].meet);
        assert_int_equal(geo_bbox_intersects(&cases[i].b, &cases[i].a), cases[i].meet);
    }
}

static void grid_boxes_grow_and_meet(void **state)
{
    (void)state;
    struct geo_box box = geo_box_empty();
    assert_true(geo_box_is_empty(box));
    assert_false(geo_box_intersects(box, box));
    box = geo_box_add_point(box, (struct geo_point){5, 6});
    assert_false(geo_box_is_empty(box));
    assert_true(geo_box_contains(box, (struct geo_point){5, 6}));
    box = geo_box_union(box, (struct geo_box){{1, 9}, {2, 10}});
    assert_int_equal(box.min.lon, 1);
    assert_int_equal(box.min.lat, 6);
    assert_int_equal(box.max.lon, 5);
    assert_int_equal(box.max.lat, 10);
    assert_true(geo_box_contains(box, (struct geo_point){5, 10}));
    assert_false(geo_box_contains(box, (struct geo_point){5, 11}));
    assert_false(geo_box_contains(box, (struct geo_point){0, 7}));
    assert_true(geo_box_intersects(box, (struct geo_box){{5, 10}, {9, 11}}));
    assert_false(geo_box_intersects(box, (struct geo_box){{6, 10}, {9, 11}}));
    struct geo_box same = geo_box_union(geo_box_empty(), box);
    assert_memory_equal(&same, &box, sizeof box);
}

static void grid_boxes_become_degrees_and_back(void **state)
{
    (void)state;
    struct geo_bbox world = {-180, -90, 180, 90};
    struct geo_bbox back = geo_box_to_bbox(geo_box_from_bbox(world));
    assert_memory_equal(&back, &world, sizeof world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_reads_four_numbers),
        cmocka_unit_test(parse_says_why_and_leaves_out_alone),
        cmocka_unit_test(boxes_meet_as_on_the_globe),
        cmocka_unit_test(grid_boxes_grow_and_meet),
        cmocka_unit_test(grid_boxes_become_degrees_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
