/* Tests of geo/densify. */
#include "geo/densify.h"

#include "geo/crs.h"
#include "geo/measure.h"
#include "tests/geo/shapes.h"
#include "tests/support/near.h"

struct conversion {
    struct geo_crs_context *context;
    struct geo_crs crs;
    double meridian_deg;
};

static enum base_status to_lonlat(void *context, double *x, double *y, size_t count,
                                  struct base_error *err)
{
    struct conversion *c = context;
    return geo_crs_to_lonlat(c->context, &c->crs, false, x, y, count, NULL, err);
}

static int open_conversion(void **state)
{
    struct conversion *c = calloc(1, sizeof *c);
    c->context = geo_crs_context_create();
    *state = c;
    if (geo_crs_parse(c->context, "EPSG:4551", &c->crs, NULL) != BASE_OK)
        return -1;
    c->meridian_deg = geo_crs_meridian(c->context, &c->crs);
    return c->meridian_deg == 126 ? 0 : -1;
}

static int close_conversion(void **state)
{
    struct conversion *c = *state;
    geo_crs_context_free(c->context);
    free(c);
    return 0;
}

static struct geo_geometry densified(struct conversion *c, const double *x, const double *y,
                                     size_t count, struct base_arena *arena)
{
    struct geo_builder b;
    struct geo_geometry out;
    geo_builder_init(&b, GEO_LINE, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    assert_int_equal(geo_densify_projected(x, y, count, to_lonlat, c, c->meridian_deg, &b, NULL),
                     BASE_OK);
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

static void neighbours_get_the_same_vertices(void **state)
{
    uint64_t seed = 61;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (int i = 0; i < 500; i++) {
        base_arena_reset(arena);
        double reach = i % 2 ? 3000 : 100000;
        double x[2] = {chance_between(&seed, 400000, 600000), 0};
        double y[2] = {chance_between(&seed, 4700000, 5000000), 0};
        x[1] = x[0] + (i % 7 ? chance_between(&seed, -reach, reach) : 0);
        y[1] = y[0] + (i % 5 ? chance_between(&seed, -reach, reach) : 0);
        double back_x[2] = {x[1], x[0]}, back_y[2] = {y[1], y[0]};
        struct geo_geometry there = densified(*state, x, y, 2, arena);
        struct geo_geometry back = densified(*state, back_x, back_y, 2, arena);
        assert_int_equal(there.point_count, back.point_count);
        for (uint32_t p = 0; p < there.point_count; p++)
            assert_true(geo_point_equal(there.points[p], back.points[back.point_count - 1 - p]));
    }
}

static void the_chord_stays_within_a_millimetre(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    static const struct {
        double x[2], y[2];
        uint32_t least, most;
    } cases[] = {
        {{440000, 440150}, {4853000, 4853000}, 2, 2},     /* short */
        {{440000, 440000}, {4853000, 4858000}, 3, 40},    /* a meridian of the grid */
        {{440000, 490000}, {4853000, 4853000}, 100, 400}, /* a long parallel */
        {{460000, 540000}, {4853000, 4863000}, 100, 600}, /* across the central meridian */
        {{500000, 500000}, {4853000, 4953000}, 2, 2},     /* along it: straight in lon/lat */
        {{450000, 450000}, {4853000, 4853000}, 2, 2},     /* collapsed */
    };
    struct conversion *c = *state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct geo_geometry g = densified(c, cases[i].x, cases[i].y, 2, arena);
        if (g.point_count < cases[i].least || g.point_count > cases[i].most)
            fail_msg("case %zu has %u points", i, g.point_count);
        for (int step = 0; step <= 1000; step++) {
            double x = cases[i].x[0] + (cases[i].x[1] - cases[i].x[0]) * step / 1000;
            double y = cases[i].y[0] + (cases[i].y[1] - cases[i].y[0]) * step / 1000;
            assert_int_equal(to_lonlat(c, &x, &y, 1, NULL), BASE_OK);
            double least = INFINITY;
            for (uint32_t p = 1; p < g.point_count; p++)
                least = fmin(least, geo_segment_distance_m(point_deg(x, y), g.points[p - 1],
                                                           g.points[p], NULL));
            assert_true(least < 0.00125); /* a millimetre and two roundings to the grid */
        }
    }
}

static void the_area_of_a_projected_square_is_right(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    double x[] = {445000, 465000, 465000, 445000, 445000};
    double y[] = {4853000, 4853000, 4873000, 4873000, 4853000};
    struct geo_geometry dense = densified(*state, x, y, 5, arena);
    double area = geo_ring_area_m2(dense.points, dense.point_count);
    /* The mean area scale of this square is 1 + x²/R², x from the meridian. */
    double scale = 0;
    for (int i = 0; i < 1000; i++) {
        double e = (445000 + 20000 * (i + 0.5) / 1000 - 500000) / 6378000;
        scale += (1 + e * e) / 1000;
    }
    assert_near(area * scale / 4e8, 1, 1e-7);
}

/* An edge that is taken for short without a trial is one that the trial would keep. */
static void short_edges_need_no_trial(void **state)
{
    struct conversion *c = *state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    uint64_t seed = 17;
    size_t halved = 0;
    for (int i = 0; i < 20000; i++) {
        double turn = chance_between(&seed, 0, 2 * GEO_PI), length = chance_between(&seed, 20, 500);
        double x[2] = {500000 + chance_between(&seed, -620000, 620000), 0};
        double y[2] = {chance_between(&seed, 0, 9300000), 0};
        x[1] = x[0] + length * cos(turn);
        y[1] = y[0] + length * sin(turn);
        base_arena_reset(arena);
        struct geo_geometry quick = densified(c, x, y, 2, arena);
        c->meridian_deg = NAN;
        struct geo_geometry tried = densified(c, x, y, 2, arena);
        c->meridian_deg = 126;
        halved += tried.point_count > 2;
        if (!geo_geometry_equal(&quick, &tried))
            fail_msg("%.0f m from %.3f, %.3f", length, x[0], y[0]);
    }
    assert_true(halved > 2000 && halved < 18000);
}

static void failures_are_passed_on(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_builder b;
    geo_builder_init(&b, GEO_LINE, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    double x[] = {445000, NAN}, y[] = {4853000, 4853000};
    struct base_error err;
    assert_int_equal(geo_densify_projected(x, y, 2, to_lonlat, *state, NAN, &b, &err),
                     BASE_INVALID);
    assert_string_equal(err.message, "point 1 has a coordinate that is not a number");
    x[1] = 4e7;
    assert_int_equal(geo_densify_projected(x, y, 2, to_lonlat, *state, NAN, &b, &err),
                     BASE_INVALID);
    assert_string_equal(err.message, "point 1 lies outside EPSG:4551");
    assert_int_equal(geo_densify_projected(x, y, 0, to_lonlat, *state, NAN, &b, &err), BASE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(neighbours_get_the_same_vertices),
        cmocka_unit_test(the_chord_stays_within_a_millimetre),
        cmocka_unit_test(the_area_of_a_projected_square_is_right),
        cmocka_unit_test(short_edges_need_no_trial),
        cmocka_unit_test(failures_are_passed_on),
    };
    return cmocka_run_group_tests(tests, open_conversion, close_conversion);
}
