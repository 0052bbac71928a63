/* Tests of geo/inscribed and geo/label. */
#include "geo/inscribed.h"

#include <time.h>

#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

/* A ring given in metres around a place in Changchun. */
static struct geo_geometry ring_m(struct base_arena *arena, const double (*xy)[2], size_t count)
{
    struct geo_plane plane = geo_plane_at(point_deg(125.3, 43.8));
    struct geo_builder b;
    struct geo_geometry out;
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (size_t i = 0; i <= count; i++)
        geo_builder_point(&b, geo_plane_unproject(&plane, xy[i % count][0], xy[i % count][1]));
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

static void widths_and_compactness_of_the_known_faces(void **state)
{
    (void)state;
    static const struct {
        double ring[8][2];
        size_t count;
        double area, width, compactness;
    } cases[] = {
        /* boundaries tests 2, 3, 4, 22 */
        {{{1000, 300}, {1008, 500}, {1000, 700}}, 3, 1600, 7.997, 0.0314},
        {{{1000, 0}, {1005, 0}, {1005, 1000}, {1000, 1000}}, 4, 5000, 5, 0.01555},
        {{{1000, 0}, {1003, 0}, {1003, 1000}, {1000, 1000}}, 4, 3000, 3, 0},
        {{{1000, 0}, {1000.3, 500}, {1000, 1000}}, 3, 150, 0.3, 0},
        {{{0, 0}, {100, 0}, {100, 100}, {0, 100}}, 4, 10000, 100, 0.7854},
        {{{0, 0}, {700, 700}, {699, 701}, {-1, 1}}, 4, 0, 1.41421, 0},                /* aslant */
        {{{0, 0}, {100, 0}, {100, 5}, {5, 5}, {5, 100}, {0, 100}}, 6, 975, 5.858, 0}, /* an L */
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = ring_m(arena, cases[i].ring, cases[i].count);
        assert_near(geo_width_m(&g), cases[i].width, 0.01 * cases[i].width);
        if (cases[i].area > 0) /* the plane was made at the first point, not here */
            assert_near(geo_area_m2(&g), cases[i].area, 4e-4 * cases[i].area);
        if (cases[i].compactness > 0)
            assert_near(geo_compactness(&g), cases[i].compactness, 1e-3);
    }
}

/* A face of 0.45 m² and 180 m by 5 mm was told to be infinitely wide. */
static void a_needle_is_not_infinitely_wide(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_point points[] = {{125288202537, 43846206525},
                                 {125289307247, 43846422923},
                                 {125288754890, 43846314815},
                                 {125288202537, 43846206525}};
    struct geo_builder b;
    struct geo_geometry g;
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (size_t i = 0; i < COUNT(points); i++)
        geo_builder_point(&b, points[i]);
    assert_int_equal(geo_builder_finish(&b, &g, NULL), BASE_OK);
    double width = geo_width_m(&g);
    assert_true(width >= 0.004 && width <= 0.010);
}

/* A strip of 5 m was told to be 5.0002 m wide where it is a kilometre long, and 5.04 m
 * where it is 200 km: its width was measured by the scale at its middle. */
/* In the corners of a needle rays hit nothing: the search split them until it was
 * given up, and told a face of 14.2 mm to be 13.9 mm wide. */
static void corners_of_a_needle_do_not_use_up_the_search(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g =
        shape(arena, "POLYGON((96.422012431 28.203088,96.422443106 28.20302438,96.422783843 "
                     "28.202748106,96.422443172 28.203024497,96.422012431 28.203088))");
    assert_near(geo_width_m(&g), 0.01419, 0.005 * 0.01419);
}

static void a_tall_strip_is_as_wide_as_where_the_circle_lies(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    enum { ROWS = 101 };
    static const double spans_deg[] = {0.01, 0.1, 2};
    for (size_t s = 0; s < COUNT(spans_deg); s++) {
        struct geo_builder b;
        struct geo_geometry g;
        geo_builder_init(&b, GEO_POLYGON, arena);
        geo_builder_part(&b);
        geo_builder_ring(&b);
        for (int i = 0; i < 2 * ROWS; i++) {
            int row = i < ROWS ? i : 2 * ROWS - 1 - i;
            struct geo_point p = point_deg(125.3, 43.8 + spans_deg[s] * row / (ROWS - 1));
            struct geo_plane plane = geo_plane_at(p);
            if (i >= ROWS)
                p.lon += llround(5 / plane.m_per_lon);
            geo_builder_point(&b, p);
        }
        geo_builder_point(&b, b.points[0]);
        assert_int_equal(geo_builder_finish(&b, &g, NULL), BASE_OK);
        assert_near(geo_width_m(&g), 5, 2e-4);
    }
}

static void collapsed_faces_have_no_width(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "POLYGON EMPTY",
        "MULTIPOLYGON EMPTY",
        "POLYGON((1 1,2 2,1 1))",
        "POLYGON((1 1,1 1,1 1,1 1))",
        "POLYGON((1 1,2 2,3 3,1 1))",
        "LINESTRING(0 0,1 1)",
        "POINT(0 0)",
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = shape(arena, cases[i]);
        assert_near(geo_width_m(&g), 0, 0);
    }
}

/* Distance from a point to all edges, by brute force. */
static double clearance(const struct geo_geometry *g, struct geo_point p)
{
    double least = INFINITY;
    for (uint32_t r = 0; r < g->ring_count; r++)
        for (uint32_t i = g->ring_points[r]; i + 1 < g->ring_points[r + 1]; i++)
            least = fmin(least, geo_segment_distance_m(p, g->points[i], g->points[i + 1], NULL));
    return least;
}

static void the_circle_fits_and_none_on_a_raster_is_larger(void **state)
{
    (void)state;
    uint64_t seed = 21;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (int i = 0; i < 60; i++) {
        base_arena_reset(arena);
        struct geo_geometry g = chance_star(arena, &seed, 4 + i, 125.3, 43.8, 0.01);
        struct geo_circle circle;
        assert_int_equal(geo_inscribed_circle(&g, 0, 0.01, &circle, NULL), BASE_OK);
        assert_int_equal(geo_polygon_locate(&g, circle.center), GEO_INSIDE);
        assert_near(clearance(&g, circle.center), circle.radius_m, 1e-3 * circle.radius_m);
        struct geo_box box = geo_geometry_box(&g);
        for (int step = 0; step < 900; step++) {
            struct geo_point p = {
                box.min.lon + (box.max.lon - box.min.lon) * (step % 30) / 30,
                box.min.lat + (box.max.lat - box.min.lat) * (step / 30) / 30,
            };
            if (geo_polygon_locate(&g, p) == GEO_INSIDE)
                assert_true(clearance(&g, p) <= circle.radius_m * 1.011);
        }
    }
}

static void holes_push_the_circle_away(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g = shape(arena, "POLYGON((0 0,0.3 0,0.3 0.1,0 0.1,0 0),(0.01 0.01,0.2 "
                                         "0.01,0.2 0.09,0.01 0.09,0.01 0.01))");
    struct geo_point label;
    double radius = 0;
    assert_int_equal(geo_label_point(&g, &label, &radius, NULL), BASE_OK);
    assert_true(geo_grid_to_degrees(label.lon) > 0.24);
    assert_near(radius, 0.05 * 110574, 0.02 * 5528);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Two banks of a winding river `width` metres apart. */
static struct geo_geometry river(struct base_arena *arena, int count, double length, double width)
{
    struct geo_plane plane = geo_plane_at(point_deg(125.3, 43.8));
    struct geo_builder b;
    struct geo_geometry out;
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (int i = 0; i < 2 * count; i++) {
        int at = i < count ? i : 2 * count - 1 - i;
        double x = length * at / (count - 1), y = x * 0.7 + 300 * sin(x / 500);
        geo_builder_point(&b, geo_plane_unproject(&plane, x, i < count ? y : y + width));
    }
    geo_builder_point(&b, b.points[0]);
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

static void long_thin_faces_are_quick(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    static const struct {
        int count;
        double length, width;
    } cases[] = {
        {2, 1000, 5}, {100, 2000, 5}, {2000, 20000, 1}, {4000, 40000, 0.3}, {4000, 40000, 0.003}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = river(arena, cases[i].count, cases[i].length, cases[i].width);
        double start = seconds(), width = geo_width_m(&g), took = seconds() - start;
        print_message("%d vertices, %g m x %g m: width %.4f in %.1f ms\n", 2 * cases[i].count,
                      cases[i].length, cases[i].width, width, took * 1e3);
        assert_true(width > 0.5 * cases[i].width && width <= 1.001 * cases[i].width);
        assert_true(took < 20); /* a fixed tiny tolerance ran for minutes */
    }
}

static void labels_of_points_and_lines(void **state)
{
    (void)state;
    static const struct {
        const char *wkt;
        double lon, lat;
    } cases[] = {
        {"POINT(5 6)", 5, 6},
        {"MULTIPOINT((7 8),(1 2))", 7, 8},
        {"LINESTRING(0 0,2 0)", 1, 0},
        {"LINESTRING(0 0,1 0,1 0,4 0)", 2, 0},
        {"MULTILINESTRING((0 0,1 0),(10 0,14 0))", 12, 0},
        {"LINESTRING(3 3,3 3)", 3, 3},
        {"POLYGON((1 1,2 2,1 1))", 1, 1}, /* collapsed: its first vertex */
        {"POLYGON((1 1,1.000000001 1,1.000000001 1.000000001,1 1))", 1, 1}, /* no grid point in */
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = shape(arena, cases[i].wkt);
        struct geo_point label;
        assert_int_equal(geo_label_point(&g, &label, NULL, NULL), BASE_OK);
        assert_near(geo_grid_to_degrees(label.lon), cases[i].lon, 2e-9);
        assert_near(geo_grid_to_degrees(label.lat), cases[i].lat, 2e-9);
    }
    struct geo_geometry empty = shape(arena, "MULTIPOLYGON EMPTY");
    struct geo_point label = {1, 2};
    struct base_error err;
    assert_int_equal(geo_label_point(&empty, &label, NULL, &err), BASE_INVALID);
    assert_string_equal(err.message, "an empty geometry has no place for a label");
    assert_int_equal(label.lat, 2);
}

static void the_label_stands_in_the_largest_part(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g = shape(
        arena, "MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((178 10,180 10,180 12,178 12,178 10)))");
    struct geo_point label;
    double radius;
    assert_int_equal(geo_label_point(&g, &label, &radius, NULL), BASE_OK);
    assert_near(geo_grid_to_degrees(label.lon), 179, 0.03);
    assert_near(radius, 109000, 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_and_compactness_of_the_known_faces),
        cmocka_unit_test(a_needle_is_not_infinitely_wide),
        cmocka_unit_test(corners_of_a_needle_do_not_use_up_the_search),
        cmocka_unit_test(a_tall_strip_is_as_wide_as_where_the_circle_lies),
        cmocka_unit_test(collapsed_faces_have_no_width),
        cmocka_unit_test(the_circle_fits_and_none_on_a_raster_is_larger),
        cmocka_unit_test(holes_push_the_circle_away),
        cmocka_unit_test(long_thin_faces_are_quick),
        cmocka_unit_test(labels_of_points_and_lines),
        cmocka_unit_test(the_label_stands_in_the_largest_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
