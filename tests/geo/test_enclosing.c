/* The smallest circle around a few points. */
#include "geo/enclosing.h"

#include "tests/geo/ground_shape.h"
#include "tests/support/near.h"

/* Case 10 of the domain page, and circles of two, three, and many. */
static void circles_are_the_smallest(void **state)
{
    (void)state;
    static const struct {
        double points[4][2];
        uint32_t count;
        double x, y, radius, spread;
    } cases[] = {
        {{{1000, 1000}, {1003, 1000}, {1000, 1004}}, 3, 1001.5, 1002, 2.5, 5},
        {{{0, 0}}, 1, 0, 0, 0, 0},
        {{{5, 5}, {5, 5}, {5, 5}}, 3, 5, 5, 0, 0},
        {{{0, 0}, {6, 8}}, 2, 3, 4, 5, 10},
        {{{0, 0}, {10, 0}, {5, 8.6602540}}, 3, 5, 2.8867513, 5.7735027, 10},
        {{{0, 0}, {10, 0}, {5, 0}, {5, 1}}, 4, 5, 0, 5, 10},
        {{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, 4, 2, 2, 2.8284271, 5.6568542},
    };
    struct geo_plane plane = ground_plane();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct geo_point points[4], centre;
        double radius, x, y;
        for (uint32_t k = 0; k < cases[i].count; k++)
            points[k] = ground_point(cases[i].points[k][0], cases[i].points[k][1]);
        geo_enclosing_circle(points, cases[i].count, &centre, &radius);
        geo_plane_project(&plane, centre, &x, &y);
        assert_near(x, cases[i].x, 0.002);
        assert_near(y, cases[i].y, 0.002);
        assert_near(radius, cases[i].radius, 0.002);
        assert_near(geo_spread_m(points, cases[i].count), cases[i].spread, 0.003);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(circles_are_the_smallest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
