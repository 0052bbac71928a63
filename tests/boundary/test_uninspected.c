/* What could not be inspected: which units, how many metres, and when nobody knows. */
#include "geo/measure.h"
#include "geo/offset.h"
#include "tests/boundary/strips.h"

#define A_BOX "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))"
#define B_BOX "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"
/* B with a bow-tie of 10 m in its far corner: not valid, its border with A is whole. */
#define B_TIE                                                                                      \
    "POLYGON((1000 0,2000 0,2000 1000,1990 990,1990 1000,2000 990,1990 980,1000 1000,1000 0))"
#define NO_SHAPE NULL

struct wanted {
    uint32_t units, without_geometry, invalid;
    double border_m, no_neighbour_m, invalid_m;
};

static struct boundary_unit unit(struct base_arena *arena, const char *code, enum store_level level,
                                 const char *wkt)
{
    struct boundary_unit out = ground_unit(arena, code, code, level, wkt ? wkt : A_BOX);
    if (!wkt)
        out.geometry = (struct geo_geometry){.kind = GEO_MULTIPOLYGON};
    return out;
}

static struct boundary_uninspected county(const struct boundary_report *report)
{
    return report->uninspected[STORE_LEVEL_COUNTY];
}

static void assert_metres(double actual, double expected)
{
    assert_near(actual, expected, 1e-3 * expected + 1e-6);
}

static void each_reason_has_its_units_and_metres(void **state)
{
    (void)state;
    static const struct {
        const char *name, *a, *b;
        struct wanted wanted;
    } cases[] = {
        {"two neighbours: the outer border", A_BOX, B_BOX, {0, 0, 0, 7000, 6000, 0}},
        {"one alone", A_BOX, NO_SHAPE, {1, 1, 0, 4000, 4000, 0}},
        {"none has an outline", NO_SHAPE, NO_SHAPE, {2, 2, 0, 0, 0, 0}},
        {"a gap between is told, not uninspected",
         "POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,0 0))",
         "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1008 500,1000 300,1000 0))",
         {0, 0, 0, 7400.32, 6000, 0}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        const struct boundary_unit units[] = {
            unit(arena, "225101", STORE_LEVEL_COUNTY, cases[i].a),
            unit(arena, "225102", STORE_LEVEL_COUNTY, cases[i].b)};
        const struct wanted *w = &cases[i].wanted;
        print_message("%s\n", cases[i].name);
        struct boundary_report report = ground_inspect(arena, units, 2, "1:10000");
        struct boundary_uninspected u = county(&report);
        assert_int_equal(u.divisions, 2);
        assert_int_equal(boundary_uninspected_units(&u), w->units);
        assert_int_equal(u.without_geometry, w->without_geometry);
        assert_metres(u.border_m, w->border_m);
        assert_metres(u.no_neighbour_m, w->no_neighbour_m);
        assert_metres(boundary_uninspected_known_m(&u), w->no_neighbour_m + w->invalid_m);
    }
}

/* All that an invalid unit borders on counts once, its outer border too. */
static void an_invalid_unit_takes_its_borders_out(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct boundary_unit units[] = {unit(arena, "225101", STORE_LEVEL_COUNTY, A_BOX),
                                          unit(arena, "225102", STORE_LEVEL_COUNTY, B_TIE)};
    struct boundary_report report = ground_inspect(arena, units, 2, "1:10000");
    struct boundary_uninspected u = county(&report);
    assert_int_equal(report.counts[BOUNDARY_INVALID], 1);
    assert_int_equal(u.invalid, 1);
    assert_int_equal(boundary_uninspected_units(&u), 1);
    assert_metres(u.no_neighbour_m, 3000);         /* A's own */
    assert_metres(u.invalid_m, u.border_m - 3000); /* B's, that with A among them */
    assert_true(u.invalid_m > 3900 && u.invalid_m < 4200);
    assert_metres(boundary_uninspected_known_m(&u), u.border_m);
}

/* Borders that run inside an invalid unit are not its own. */
static void borders_inside_an_invalid_unit_are_the_others_own(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct boundary_unit units[] = {
        unit(arena, "225101", STORE_LEVEL_COUNTY, A_BOX),
        unit(arena, "225102", STORE_LEVEL_COUNTY, B_BOX),
        unit(arena, "225103", STORE_LEVEL_COUNTY,
             "POLYGON((-100 -100,2100 -100,2100 1100,2090 1090,2090 1100,2100 1090,2090 1080,-100 "
             "1100,-100 -100))")};
    struct boundary_report report = ground_inspect(arena, units, 3, "1:10000");
    struct boundary_uninspected u = county(&report);
    assert_int_equal(u.invalid, 1);
    assert_near(u.border_m - u.invalid_m, 7000, 10); /* the outlines of the two */
    assert_near(u.no_neighbour_m, 0, 0);
}

/* Where a unit lies beside where it belongs, neither its border nor the outer one of
 * its neighbour is compared with anything. */
static void a_displaced_unit_takes_its_borders_out(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2];
    for (int side = 0; side < 2; side++) {
        units[side] =
            ground_unit(arena, side ? "225102" : "225101", "县", STORE_LEVEL_COUNTY, A_BOX);
        units[side].geometry = strip(arena, side);
    }
    struct boundary_report report = ground_inspect(arena, units, 2, "1:10000");
    struct boundary_uninspected u = county(&report);
    assert_int_equal(boundary_uninspected_units(&u), 0);
    assert_true(u.no_neighbour_m > 0 && u.no_neighbour_m < u.border_m);
    displace(arena, &units[1].geometry, geo_offset_to_gcj02);
    report = ground_inspect(arena, units, 2, "1:10000");
    u = county(&report);
    assert_int_equal(report.counts[BOUNDARY_CRS_SUSPECT], 1);
    assert_int_equal(u.suspect, 1);
    assert_int_equal(boundary_uninspected_units(&u), 1);
    assert_near(u.suspect_m, geo_length_m(&units[1].geometry), 1);
    assert_near(boundary_uninspected_known_m(&u), u.border_m, 1e-6);
}

static struct boundary_report between(struct base_arena *arena, const struct boundary_unit *units,
                                      uint32_t count, const char *a, const char *b)
{
    struct boundary_input input = {.units = units, .unit_count = count};
    struct boundary_options options = {.level = STORE_LEVEL_COUNTY, .at = 20000, .between = {a, b}};
    struct boundary_report report;
    assert_int_equal(boundary_profile_parse("1:10000", &options.profile, NULL), BASE_OK);
    assert_int_equal(boundary_inspect(&input, &options, arena, NULL, &report, NULL), BASE_OK);
    return report;
}

/* Of two units asked for, only what lies between them. */
static void between_two_only_their_own_border_counts(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct boundary_unit units[] = {unit(arena, "225101", STORE_LEVEL_COUNTY, A_BOX),
                                          unit(arena, "225102", STORE_LEVEL_COUNTY, B_TIE),
                                          unit(arena, "225103", STORE_LEVEL_COUNTY, NO_SHAPE)};
    struct boundary_report report = between(arena, units, 3, "225101", "225102");
    struct boundary_uninspected u = county(&report);
    assert_int_equal(u.divisions, 2);
    assert_int_equal(boundary_uninspected_units(&u), 1);
    assert_metres(u.border_m, 1000);
    assert_metres(u.invalid_m, 1000);
    assert_metres(u.no_neighbour_m, 0);
    report = between(arena, units, 3, "225101", "225103");
    u = county(&report);
    assert_int_equal(u.without_geometry, 1);
    assert_metres(u.border_m, 0);
}

static void levels_add_up(void **state)
{
    (void)state;
    struct boundary_uninspected levels[STORE_LEVEL_VILLAGE + 1] = {
        [STORE_LEVEL_COUNTY] = {5, 1, 1, 1, 1000, 100, 20, 3},
        [STORE_LEVEL_VILLAGE] = {7, 2, 0, 1, 500, 50, 10, 1}};
    struct boundary_uninspected sum = boundary_uninspected_sum(levels);
    assert_int_equal(sum.divisions, 12);
    assert_int_equal(boundary_uninspected_units(&sum), 6);
    assert_near(sum.border_m, 1500, 0);
    assert_near(boundary_uninspected_known_m(&sum), 184, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_reason_has_its_units_and_metres),
        cmocka_unit_test(an_invalid_unit_takes_its_borders_out),
        cmocka_unit_test(borders_inside_an_invalid_unit_are_the_others_own),
        cmocka_unit_test(a_displaced_unit_takes_its_borders_out),
        cmocka_unit_test(between_two_only_their_own_border_counts),
        cmocka_unit_test(levels_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
