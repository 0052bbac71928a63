/* Two editions against each other, and units that are displaced as a whole. */
#include "base/hash.h"
#include "boundary/report.h"
#include "geo/measure.h"
#include "geo/offset.h"
#include "tests/boundary/strips.h"

#define LEFT  "POLYGON((0 0,3000 0,3000 2000,0 2000,0 0))"
#define RIGHT "POLYGON((3000 0,5000 0,5000 2000,3000 2000,3000 0))"

static struct boundary_report compare(struct base_arena *arena, const struct boundary_unit *now,
                                      const struct boundary_unit *before, uint32_t count)
{
    struct boundary_input input = {
        .units = now, .unit_count = count, .before = before, .before_count = count};
    struct boundary_options options = {
        .profile = boundary_profile_default(), .at = 20000, .against = 7};
    struct boundary_report report;
    assert_int_equal(boundary_inspect(&input, &options, arena, NULL, &report, NULL), BASE_OK);
    return report;
}

static void pair_of(struct base_arena *arena, struct boundary_unit *units, const char *a,
                    const char *b)
{
    units[0] = ground_unit(arena, "225101", "甲县", STORE_LEVEL_COUNTY, a);
    units[1] = ground_unit(arena, "225102", "乙县", STORE_LEVEL_COUNTY, b);
}

static void moved_ground_is_one_transfer(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit before[2], now[2];
    pair_of(arena, before, LEFT, RIGHT);
    pair_of(arena, now,
            "POLYGON((0 0,3000 0,3000 500,2500 500,2500 1500,3000 1500,3000 2000,0 2000,0 0))",
            "POLYGON((3000 0,5000 0,5000 2000,3000 2000,3000 1500,2500 1500,2500 500,3000 500,3000 "
            "0))");
    struct boundary_report report = compare(arena, now, before, 2);
    assert_int_equal(report.finding_count, 1);
    assert_int_equal(report.findings[0].kind, BOUNDARY_TRANSFER);
    assert_near(report.findings[0].area_m2, 500000, 500);
    assert_string_equal(report.findings[0].from, "225101");
    assert_string_equal(report.findings[0].to, "225102");
}

static void a_border_drawn_anew_is_told_once(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit before[2], now[2];
    pair_of(arena, before, LEFT, RIGHT);
    pair_of(arena, now, "POLYGON((0 0,3000 0,3002 500,2998 1500,3000 2000,0 2000,0 0))",
            "POLYGON((3000 0,5000 0,5000 2000,3000 2000,2998 1500,3002 500,3000 0))");
    struct boundary_report report = compare(arena, now, before, 2);
    assert_int_equal(report.finding_count, 1);
    assert_int_equal(report.findings[0].kind, BOUNDARY_REDIGITISED);
    assert_int_equal(report.findings[0].faces, 2);
    assert_near(report.findings[0].area_m2, 2000, 5);
    assert_true(report.median_offset_m > 0.5 && report.median_offset_m < 1.5);
}

static void the_same_again_is_no_finding(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2];
    pair_of(arena, units, LEFT, RIGHT);
    struct boundary_report report = compare(arena, units, units, 2);
    assert_int_equal(report.finding_count, 0);
    assert_near(report.median_offset_m, 0, 0);
    assert_near(report.unchanged_length_m, 2000, 2);
}

static void a_neighbour_in_an_offset_system_is_one_finding(void **state)
{
    (void)state;
    static const struct {
        void (*by)(double *lon, double *lat);
        const char *name;
        double offset_m;
    } cases[] = {{geo_offset_to_gcj02, "GCJ-02", 590}, {geo_offset_to_bd09, "BD-09", 1390}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit units[2];
        pair_of(arena, units, LEFT, RIGHT);
        units[0].geometry = strip(arena, 0);
        units[1].geometry = strip(arena, 1);
        assert_int_equal(ground_inspect(arena, units, 2, "1:10000").finding_count, 0);
        displace(arena, &units[1].geometry, cases[i].by);
        struct boundary_report report = ground_inspect(arena, units, 2, "1:10000");
        assert_int_equal(report.finding_count, 1);
        assert_int_equal(report.findings[0].kind, BOUNDARY_CRS_SUSPECT);
        assert_int_equal(report.findings[0].severity, BOUNDARY_BLOCKING);
        assert_non_null(strstr(report.findings[0].message[BASE_EN], cases[i].name));
        assert_near(report.findings[0].max_offset_m, cases[i].offset_m, 15);
    }
}

/* A jagged stretch of a border, the same from both its sides; ends are exact. */
static void stretch(struct geo_builder *b, const struct geo_plane *plane, const double from[2],
                    const double to[2], const double about[2], double scale)
{
    int steps = (int)lround(hypot(to[0] - from[0], to[1] - from[1]) / 60);
    bool upright = from[0] == to[0], back = from[0] > to[0] || from[1] > to[1];
    for (int i = 0; i < steps; i++) {
        double k = (back ? steps - i : i) + fmin(from[upright], to[upright]) / 60,
               jag = i ? 25 * sin(k * k * 0.137 + from[upright ? 0 : 1]) : 0;
        double along = (i + (i ? 0.3 * sin(k * k * 0.071) * (back ? -1 : 1) : 0)) / steps;
        double x = from[0] + (to[0] - from[0]) * along + (upright ? jag : 0);
        double y = from[1] + (to[1] - from[1]) * along + (upright ? 0 : jag);
        x = about[0] + (x - about[0]) * scale;
        y = about[1] + (y - about[1]) * scale;
        geo_builder_point(b, geo_plane_unproject(plane, x, y));
    }
}

/* A box with jagged sides, made larger about its middle. */
static struct geo_geometry jagged_box(struct base_arena *arena, double x, double y, double width,
                                      double height, double scale)
{
    struct geo_plane plane = geo_plane_at(point_deg(125.3235, 43.8171));
    const double corners[4][2] = {{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}};
    const double about[2] = {x + width / 2, y + height / 2};
    struct geo_builder b;
    struct geo_geometry out;
    geo_builder_init(&b, GEO_POLYGON, arena);
    geo_builder_part(&b);
    geo_builder_ring(&b);
    for (int i = 0; i < 4; i++)
        stretch(&b, &plane, corners[i], corners[(i + 1) % 4], about, scale);
    geo_builder_point(&b, b.points[0]);
    assert_int_equal(geo_builder_finish(&b, &out, NULL), BASE_OK);
    return out;
}

/* --- an edition that moved as a whole ------------------------------------------------ */

static void move_all(struct base_arena *arena, struct boundary_unit *units, uint32_t count,
                     int64_t lon, int64_t lat)
{
    for (uint32_t u = 0; u < count; u++) {
        struct geo_geometry *g = &units[u].geometry;
        struct geo_point *points =
            base_arena_copy(arena, g->points, g->point_count * sizeof *points);
        for (uint32_t i = 0; i < g->point_count; i++)
            points[i] = (struct geo_point){points[i].lon + lon, points[i].lat + lat};
        g->points = points;
    }
}

static void an_edition_displaced_by_one_vector_is_one_finding(void **state)
{
    (void)state;
    static const struct {
        int64_t lon, lat; /* grid units */
        double east_m, north_m;
        const char *word;
    } cases[] = {{100000, 0, 8.04, 0, "datum"},
                 {1000000, -500000, 80.4, -55.55, "datum"},
                 {-1500000, 900000, -120.6, 99.99, "datum"},
                 {3000000000, 0, 241200, 0, "zone"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit before[2], now[2];
        pair_of(arena, before, LEFT, RIGHT);
        pair_of(arena, now, LEFT, RIGHT);
        move_all(arena, now, 2, cases[i].lon, cases[i].lat);
        struct boundary_report report = compare(arena, now, before, 2);
        assert_int_equal(report.finding_count, 1);
        const struct boundary_finding *finding = &report.findings[0];
        assert_int_equal(finding->kind, BOUNDARY_CRS_SUSPECT);
        assert_int_equal(finding->severity, BOUNDARY_BLOCKING);
        assert_int_equal(finding->party_count, 2);
        assert_near(finding->shift->east_m, cases[i].east_m, fabs(cases[i].east_m) * 2e-3 + 1e-3);
        assert_near(finding->shift->north_m, cases[i].north_m, 0.2);
        assert_true(finding->shift->residual_m < fabs(cases[i].east_m) * 1e-3 + 1e-3);
        assert_non_null(strstr(finding->message[BASE_EN], cases[i].word));
        assert_near(report.median_offset_m, 0, 0.002); /* of the borders, moved back */
    }
}

static void ground_that_moved_in_a_displaced_edition_is_still_a_transfer(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit before[3], now[3];
    pair_of(arena, before, LEFT, RIGHT);
    pair_of(arena, now,
            "POLYGON((0 0,3000 0,3000 500,2500 500,2500 1500,3000 1500,3000 2000,0 2000,0 0))",
            "POLYGON((3000 0,5000 0,5000 2000,3000 2000,3000 1500,2500 1500,2500 500,3000 500,3000 "
            "0))");
    before[2] = now[2] = ground_unit(arena, "225103", "丙县", STORE_LEVEL_COUNTY, RIGHT);
    before[2].geometry = now[2].geometry = jagged_box(arena, 5000, 0, 4000, 2000, 1);
    move_all(arena, now, 3, 1000000, 0);
    struct boundary_report report = compare(arena, now, before, 3);
    assert_int_equal(report.counts[BOUNDARY_CRS_SUSPECT], 1);
    assert_int_equal(report.counts[BOUNDARY_TRANSFER], 1);
    for (uint32_t i = 0; i < report.finding_count; i++)
        if (report.findings[i].kind == BOUNDARY_TRANSFER)
            assert_near(report.findings[i].area_m2, 500000, 500);
        else if (report.findings[i].kind == BOUNDARY_CRS_SUSPECT)
            assert_int_equal(report.findings[i].party_count, 3);
}

static void an_edition_that_became_an_offset_system_is_one_finding(void **state)
{
    (void)state;
    for (int back = 0; back < 2; back++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit plain[2], moved[2];
        pair_of(arena, plain, LEFT, RIGHT);
        pair_of(arena, moved, LEFT, RIGHT);
        for (int i = 0; i < 2; i++) {
            plain[i].geometry = moved[i].geometry = strip(arena, i);
            displace(arena, &moved[i].geometry, geo_offset_to_gcj02);
        }
        struct boundary_report report =
            compare(arena, back ? plain : moved, back ? moved : plain, 2);
        assert_int_equal(report.finding_count, 1);
        assert_int_equal(report.findings[0].kind, BOUNDARY_CRS_SUSPECT);
        assert_non_null(strstr(report.findings[0].message[BASE_EN],
                               back ? "it looked like GCJ-02 then" : "it looks like GCJ-02 now"));
        assert_true(report.findings[0].shift->residual_m < 0.01);
    }
}

/* Two of five neighbours grew by a hundredth: their common border is displaced
 * everywhere alike, the rest of their borders is not. */
static void units_that_grew_are_not_displaced(void **state)
{
    (void)state;
    static const double boxes[5][4] = {{0, 0, 9000, 2400},
                                       {9000, 0, 9000, 2400},
                                       {0, 2400, 18000, 1200},
                                       {0, -1200, 18000, 1200},
                                       {18000, -1200, 3000, 4800}};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[5];
    static const char *const codes[] = {"225101", "225102", "225103", "225104", "225105"};
    for (int i = 0; i < 5; i++) {
        units[i] = ground_unit(arena, codes[i], "某县", STORE_LEVEL_COUNTY, LEFT);
        units[i].geometry =
            jagged_box(arena, boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3], i < 2 ? 1.01 : 1);
    }
    struct boundary_report report = ground_inspect(arena, units, 5, "1:2000");
    bool overlaps = false;
    for (uint32_t i = 0; i < report.finding_count; i++) {
        if (report.findings[i].kind == BOUNDARY_CRS_SUSPECT)
            fail_msg("%s", report.findings[i].message[BASE_EN]);
        overlaps = overlaps || report.findings[i].kind == BOUNDARY_OVERLAP;
    }
    assert_true(overlaps);
}

/* Plans are drawn with a ruler: the same outline stands twice, and nothing moved. */
static void equal_outlines_far_apart_are_not_displaced(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2];
    for (int i = 0; i < 2; i++) {
        units[i] = ground_unit(arena, i ? "225102" : "225101", "某县", STORE_LEVEL_COUNTY, LEFT);
        units[i].geometry = jagged_box(arena, 0, 0, 1800, 1200, 1);
    }
    struct geo_point *moved = base_arena_copy(arena, units[1].geometry.points,
                                              units[1].geometry.point_count * sizeof *moved);
    for (uint32_t i = 0; i < units[1].geometry.point_count; i++)
        moved[i].lon += 174000000; /* some 14 km */
    units[1].geometry.points = moved;
    struct boundary_report report = ground_inspect(arena, units, 2, "1:10000");
    for (uint32_t f = 0; f < report.finding_count; f++)
        if (report.findings[f].kind == BOUNDARY_CRS_SUSPECT)
            fail_msg("%s", report.findings[f].message[BASE_EN]);
}

/* A field of jagged boxes, numbered by rows; each side is the same from both its
 * sides. */
#define FIELD 12

static void field_of(struct base_arena *arena, struct boundary_unit *units)
{
    for (int i = 0; i < FIELD * FIELD; i++) {
        char code[8];
        snprintf(code, sizeof code, "22%04d", 1001 + i);
        units[i] =
            ground_unit(arena, base_arena_strdup(arena, code), "某县", STORE_LEVEL_COUNTY, LEFT);
        units[i].geometry = jagged_box(arena, i % FIELD * 3000, i / FIELD * 2400, 3000, 2400, 1);
    }
}

/* Every vertex by itself, up to two metres each way. */
static void add_noise(struct base_arena *arena, struct geo_geometry *g, uint64_t seed)
{
    struct geo_point *points = base_arena_copy(arena, g->points, g->point_count * sizeof *points);
    for (uint32_t i = 0; i + 1 < g->point_count; i++) {
        uint64_t chance = base_hash_mix(seed * 1000003 + i);
        points[i].lon += (int64_t)(chance % 50000) - 25000;
        points[i].lat += (int64_t)(chance / 50000 % 36000) - 18000;
    }
    points[g->point_count - 1] = points[0];
    g->points = points;
}

static uint32_t count_kind(const struct boundary_report *report, enum boundary_kind kind,
                           const struct boundary_finding **last)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].kind == kind) {
            count++;
            *last = &report->findings[i];
        }
    return count;
}

/* Each unit is a block of its own, and none is displaced. */
static void borders_all_drawn_twice_are_not_displaced(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[FIELD * FIELD];
    const struct boundary_finding *suspect = NULL;
    field_of(arena, units);
    for (int i = 0; i < FIELD * FIELD; i++)
        add_noise(arena, &units[i].geometry, (uint64_t)i);
    struct boundary_report report = ground_inspect(arena, units, FIELD * FIELD, "1:10000");
    if (count_kind(&report, BOUNDARY_CRS_SUSPECT, &suspect) > 0)
        fail_msg("%s", suspect->message[BASE_EN]);
    assert_true(report.finding_count > FIELD * FIELD);
}

/* Six neighbours that still fit one another, among many that they do not fit. */
static void a_county_of_several_units_in_an_offset_system_is_found_among_many(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[FIELD * FIELD];
    const struct boundary_finding *suspect = NULL;
    field_of(arena, units);
    struct geo_point before = units[5 * FIELD + 5].geometry.points[0];
    for (int row = 5; row < 7; row++)
        for (int column = 4; column < 7; column++)
            displace(arena, &units[row * FIELD + column].geometry, geo_offset_to_gcj02);
    struct boundary_report report = ground_inspect(arena, units, FIELD * FIELD, "1:10000");
    assert_int_equal(count_kind(&report, BOUNDARY_CRS_SUSPECT, &suspect), 1);
    assert_int_equal(suspect->party_count, 6);
    assert_string_equal(suspect->parties[0], units[5 * FIELD + 4].code);
    assert_non_null(strstr(suspect->message[BASE_EN], "GCJ-02"));
    double moved_m = geo_distance_m(before, units[5 * FIELD + 5].geometry.points[0]);
    assert_near(suspect->max_offset_m, moved_m, 15);
}

/* The first unit of the record was the origin of the plane in which all were
 * measured: ten degrees farther north a metre to the east counted 1.2. */
static void a_displacement_is_measured_where_it_is(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[3];
    const struct boundary_finding *suspect = NULL;
    pair_of(arena, units + 1, LEFT, RIGHT);
    units[0] = ground_unit(arena, "110101", "远县", STORE_LEVEL_COUNTY, LEFT);
    units[1].geometry = strip(arena, 0);
    units[2].geometry = strip(arena, 1);
    displace(arena, &units[2].geometry, geo_offset_to_gcj02);
    struct geo_point *south = base_arena_copy(arena, units[0].geometry.points,
                                              units[0].geometry.point_count * sizeof *south);
    for (uint32_t i = 0; i < units[0].geometry.point_count; i++)
        south[i].lat -= 20000000000;
    units[0].geometry.points = south;
    struct boundary_report report = ground_inspect(arena, units, 3, "1:10000");
    assert_int_equal(count_kind(&report, BOUNDARY_CRS_SUSPECT, &suspect), 1);
    assert_near(suspect->max_offset_m, 590, 15);
}

static void however_many_threads_find_the_same(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[FIELD * FIELD];
    struct base_buffer texts[2] = {{0}};
    field_of(arena, units);
    for (int i = 0; i < FIELD * FIELD; i++)
        add_noise(arena, &units[i].geometry, (uint64_t)i);
    for (uint32_t i = 0; i < 2; i++) {
        struct boundary_input input = {.units = units, .unit_count = FIELD * FIELD};
        struct boundary_options options = {.level = STORE_LEVEL_COUNTY,
                                           .profile = boundary_profile_default(),
                                           .at = 20000,
                                           .workers = i ? 3 : 1};
        struct boundary_report report;
        struct base_json json;
        assert_int_equal(boundary_inspect(&input, &options, arena, NULL, &report, NULL), BASE_OK);
        base_json_init(&json, &texts[i]);
        boundary_report_write(&report, BASE_EN, true, &json);
    }
    assert_true(texts[0].size > 1000);
    assert_int_equal(texts[0].size, texts[1].size);
    assert_memory_equal(texts[0].data, texts[1].data, texts[0].size);
    base_buffer_done(&texts[0]);
    base_buffer_done(&texts[1]);
}

static bool after_some_asking(void *context)
{
    uint32_t *asked = context;
    return ++*asked > 200;
}

static void the_search_for_displaced_units_can_be_cancelled(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[FIELD * FIELD];
    field_of(arena, units);
    for (int i = 0; i < FIELD * FIELD; i++)
        add_noise(arena, &units[i].geometry, (uint64_t)i);
    uint32_t asked = 0;
    struct base_progress progress = {.cancelled = after_some_asking, .context = &asked};
    struct boundary_input input = {.units = units, .unit_count = FIELD * FIELD};
    struct boundary_options options = {
        .level = STORE_LEVEL_COUNTY, .profile = boundary_profile_default(), .at = 20000};
    struct boundary_report report;
    assert_int_equal(boundary_inspect(&input, &options, arena, &progress, &report, NULL),
                     BASE_UNAVAILABLE);
    assert_int_equal(asked, 201);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moved_ground_is_one_transfer),
        cmocka_unit_test(a_border_drawn_anew_is_told_once),
        cmocka_unit_test(the_same_again_is_no_finding),
        cmocka_unit_test(an_edition_displaced_by_one_vector_is_one_finding),
        cmocka_unit_test(ground_that_moved_in_a_displaced_edition_is_still_a_transfer),
        cmocka_unit_test(an_edition_that_became_an_offset_system_is_one_finding),
        cmocka_unit_test(a_neighbour_in_an_offset_system_is_one_finding),
        cmocka_unit_test(units_that_grew_are_not_displaced),
        cmocka_unit_test(equal_outlines_far_apart_are_not_displaced),
        cmocka_unit_test(borders_all_drawn_twice_are_not_displaced),
        cmocka_unit_test(a_county_of_several_units_in_an_offset_system_is_found_among_many),
        cmocka_unit_test(a_displacement_is_measured_where_it_is),
        cmocka_unit_test(however_many_threads_find_the_same),
        cmocka_unit_test(the_search_for_displaced_units_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
