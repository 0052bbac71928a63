/* Tests of geo/area. */
#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

/* The land survey's series for the zone between two latitudes, `width` radians
 * of longitude (third land survey rules), as an independent second opinion. */
static double survey_zone(double south_deg, double north_deg, double width_deg)
{
    double e2 = GEO_E2, e4 = e2 * e2, e6 = e4 * e2, e8 = e6 * e2;
    double a = 1 + e2 / 2 + 3 * e4 / 8 + 5 * e6 / 16 + 35 * e8 / 128;
    double b = e2 / 6 + 3 * e4 / 16 + 3 * e6 / 16 + 35 * e8 / 192;
    double c = 3 * e4 / 80 + e6 / 16 + 5 * e8 / 64;
    double d = e6 / 112 + 5 * e8 / 256, e = 5 * e8 / 2304;
    double half = GEO_RADIANS(north_deg - south_deg) / 2;
    double middle = GEO_RADIANS(north_deg + south_deg) / 2;
    double polar2 = GEO_A_M * GEO_A_M * (1 - GEO_E2);
    return 2 * polar2 * GEO_RADIANS(width_deg) *
           (a * sin(half) * cos(middle) - b * sin(3 * half) * cos(3 * middle) +
            c * sin(5 * half) * cos(5 * middle) - d * sin(7 * half) * cos(7 * middle) +
            e * sin(9 * half) * cos(9 * middle));
}

static void known_areas_come_out(void **state)
{
    (void)state;
    static const struct {
        const char *wkt;
        double area, tolerance;
    } cases[] = {
        /* boundaries test 24: parent and children */
        {"POLYGON((125 43.8,125.5 43.8,125.5 44.2,125 44.2,125 43.8))", 1782374279.29, 0.005},
        {"POLYGON((125 43.8,125.25 43.8,125.25 44.2,125 44.2,125 43.8))", 891187139.645, 0.005},
        /* test 25 */
        {"POLYGON((125.2 43.9,125.2 43.95,125.2001 43.925,125.2 43.9))", 22307.5, 0.05},
        /* the whole ellipsoid, and half of it */
        {"POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))", 510065621718491.5, 1},
        {"POLYGON((-180 0,180 0,180 90,-180 90,-180 0))", 255032810859245.7, 1},
        {"MULTIPOLYGON(((0 0,1 0,1 1,0 1,0 0)),((179 0,180 0,180 1,179 1,179 0)))",
         2 * 12308463893.570, 0.01},
        {"POLYGON EMPTY", 0, 0},
        {"POLYGON((0 0,1 1,0 0))", 0, 0},
        {"POLYGON((0 0,0 0,0 0,0 0))", 0, 0},
        {"POINT(1 1)", 0, 0},
        {"LINESTRING(0 0,1 0,1 1,0 0)", 0, 0},
    };
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = shape(arena, cases[i].wkt);
        assert_near(geo_area_m2(&g), cases[i].area, cases[i].tolerance);
    }
}

static void agrees_with_the_land_survey_series(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (double south = -80; south <= 70; south += 10) {
        char wkt[256];
        snprintf(wkt, sizeof wkt, "POLYGON((125 %g,125.5 %g,125.5 %g,125 %g,125 %g))", south, south,
                 south + 0.4, south + 0.4, south);
        struct geo_geometry g = shape(arena, wkt);
        /* the series ends at e⁸ */
        assert_near(geo_area_m2(&g) / survey_zone(south, south + 0.4, 0.5), 1, 1e-10);
    }
}

static void a_square_metre_keeps_its_digits(void **state)
{
    (void)state;
    /* 1e-5 degree each way at 44 N: F is smooth, so the plane at the middle is right. */
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g =
        shape(arena, "POLYGON((125 44,125.00001 44,125.00001 44.00001,125 44.00001,125 44))");
    struct geo_plane plane = geo_plane_at(point_deg(125.000005, 44.000005));
    assert_near(geo_area_m2(&g) / (plane.m_per_lon * 1e4 * plane.m_per_lat * 1e4), 1, 1e-12);
}

static void holes_are_taken_away_whatever_their_winding(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry whole = shape(arena, "POLYGON((0 40,9 40,9 49,0 49,0 40))");
    struct geo_geometry hole = shape(arena, "POLYGON((3 43,6 43,6 46,3 46,3 43))");
    double expected = geo_area_m2(&whole) - geo_area_m2(&hole);
    struct geo_geometry same =
        shape(arena, "POLYGON((0 40,9 40,9 49,0 49,0 40),(3 43,6 43,6 46,3 46,3 43))");
    struct geo_geometry other =
        shape(arena, "POLYGON((0 40,9 40,9 49,0 49,0 40),(3 43,3 46,6 46,6 43,3 43))");
    assert_near(geo_area_m2(&same), expected, 0);
    assert_near(geo_area_m2(&other), expected, 1e-3);
}

static void ring_area_is_signed(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g =
        shape(arena, "POLYGON((125 43.8,125 44.2,125.5 44.2,125.5 43.8,125 43.8))");
    assert_near(geo_ring_area_m2(g.points, g.point_count), -1782374279.29, 0.005);
}

/* The two pieces of a ring cut between its corners i and j. */
static double cut_area(const struct geo_point *ring, uint32_t from, uint32_t to)
{
    struct geo_point piece[512];
    uint32_t count = 0;
    for (uint32_t i = from; i <= to; i++)
        piece[count++] = ring[i];
    piece[count++] = ring[from];
    return geo_ring_area_m2(piece, count);
}

static void area_is_additive_under_splitting(void **state)
{
    (void)state;
    uint64_t seed = 3;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (int i = 0; i < 500; i++) {
        base_arena_reset(arena);
        uint32_t count = 8 + (uint32_t)(chance(&seed) % 200);
        struct geo_geometry g =
            chance_star(arena, &seed, (int)count, chance_between(&seed, -179, 179),
                        chance_between(&seed, -89, 89), chance_between(&seed, 0.001, 0.3));
        uint32_t cut = 2 + (uint32_t)(chance(&seed) % (count - 4));
        double whole = geo_ring_area_m2(g.points, g.point_count);
        double first = cut_area(g.points, 0, cut);
        double second = cut_area(g.points, cut, count);
        assert_near(first + second, whole, 1e-4);
    }
}

static void a_vertex_on_an_edge_changes_nothing(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry plain = shape(arena, "POLYGON((100 20,140 20,140 60,100 20))");
    struct geo_geometry dense =
        shape(arena, "POLYGON((100 20,110 20,120 20,140 20,140 30,140 60,120 40,110 30,100 20))");
    assert_near(geo_area_m2(&dense) / geo_area_m2(&plain), 1, 1e-13);
    assert_true(fabs(geo_area_geodesic_m2(&dense) - geo_area_geodesic_m2(&plain)) > 1e6);
}

static void geodesic_area_stands_beside(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry g =
        shape(arena, "POLYGON((125 43.8,125.5 43.8,125.5 44.2,125 44.2,125 43.8))");
    assert_near(geo_area_geodesic_m2(&g), 1782369236.24, 0.01);
    struct geo_geometry half =
        shape(arena, "POLYGON((125 43.8,125 44.2,125.25 44.2,125.25 43.8,125 43.8))");
    assert_near(geo_area_geodesic_m2(&half), 891186509.27, 0.01);
    struct geo_geometry point = shape(arena, "POINT(1 1)");
    assert_near(geo_area_geodesic_m2(&point), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_areas_come_out),
        cmocka_unit_test(agrees_with_the_land_survey_series),
        cmocka_unit_test(a_square_metre_keeps_its_digits),
        cmocka_unit_test(holes_are_taken_away_whatever_their_winding),
        cmocka_unit_test(ring_area_is_signed),
        cmocka_unit_test(area_is_additive_under_splitting),
        cmocka_unit_test(a_vertex_on_an_edge_changes_nothing),
        cmocka_unit_test(geodesic_area_stands_beside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
