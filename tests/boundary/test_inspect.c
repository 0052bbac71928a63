/* Inspection of areas: the cases of the domain page, and what must not matter. */
#include "boundary/report.h"
#include "tests/boundary/ground.h"

#define A_BOX  "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))"
#define B_BOX  "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"
#define BOTH   "POLYGON((0 0,2000 0,2000 1000,0 1000,0 0))"
#define P_CODE "225100"

/* Units 225101, 225102, … at level county; parent: the prefecture 225100. */
struct expected {
    const char *kind, *severity, *parties;
    double area_m2, width_m; /* 0: not looked at */
};

struct scene {
    const char *name, *units[4], *parent, *profile;
    struct expected findings[4];
    uint32_t lines;
    double length_m;
};

static const char *const CODES[] = {"225101", "225102", "225103", "225104"};
static const char *const NAMES[] = {"甲县", "乙县", "丙县", "丁县"};

static uint32_t scene_units(const struct scene *scene, struct base_arena *arena,
                            struct boundary_unit *units)
{
    uint32_t count = 0;
    for (; count < 4 && scene->units[count]; count++)
        units[count] =
            ground_unit(arena, CODES[count], NAMES[count], STORE_LEVEL_COUNTY, scene->units[count]);
    if (scene->parent)
        units[count++] =
            ground_unit(arena, P_CODE, "试验市", STORE_LEVEL_PREFECTURE, scene->parent);
    return count;
}

static void join_parties(const struct boundary_finding *finding, char *out, size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < finding->party_count; i++)
        at += (size_t)snprintf(out + at, size - at, "%s%s", i ? "," : "", finding->parties[i]);
}

static bool matches(const struct boundary_finding *finding, const struct expected *expected)
{
    char parties[256];
    join_parties(finding, parties, sizeof parties);
    return strcmp(boundary_kind_name(finding->kind), expected->kind) == 0 &&
           strcmp(boundary_severity_name(finding->severity), expected->severity) == 0 &&
           strcmp(parties, expected->parties) == 0 &&
           (expected->area_m2 == 0 ||
            fabs(finding->area_m2 - expected->area_m2) < 1e-3 * expected->area_m2) &&
           (expected->width_m == 0 ||
            fabs(finding->width_m - expected->width_m) < 1e-2 * expected->width_m);
}

static void show(const struct boundary_report *report)
{
    for (uint32_t i = 0; i < report->finding_count; i++) {
        const struct boundary_finding *f = &report->findings[i];
        char parties[256];
        join_parties(f, parties, sizeof parties);
        print_error("  %s %s [%s] area %.3f width %.3f offset %.3f\n", boundary_kind_name(f->kind),
                    boundary_severity_name(f->severity), parties, f->area_m2, f->width_m,
                    f->max_offset_m);
    }
}

static void check_scene(const struct scene *scene, const struct boundary_report *report)
{
    uint32_t wanted = 0;
    while (wanted < 4 && scene->findings[wanted].kind)
        wanted++;
    bool ok = report->finding_count == wanted && report->lines == scene->lines &&
              fabs(report->length_m - scene->length_m) <= 1e-3 * scene->length_m;
    for (uint32_t w = 0; w < wanted; w++) {
        bool found = false;
        for (uint32_t i = 0; i < report->finding_count; i++)
            found = found || matches(&report->findings[i], &scene->findings[w]);
        ok = ok && found;
    }
    if (ok)
        return;
    show(report);
    fail_msg("%s: %u findings, %u lines, %.1f m", scene->name, report->finding_count, report->lines,
             report->length_m);
}

static const struct scene SCENES[] = {
    {.name = "clean pair", .units = {A_BOX, B_BOX}, .parent = BOTH, .lines = 1, .length_m = 1000},
    {.name = "closed gap",
     .units = {"POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,0 0))",
               "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1008 500,1000 300,1000 0))"},
     .findings = {{"gap", "substantive", "225101,225102", 1600, 7.997}},
     .lines = 1,
     .length_m = 600},
    {.name = "closed gap at 1:50000",
     .units = {"POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,0 0))",
               "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1008 500,1000 300,1000 0))"},
     .profile = "1:50000",
     .findings = {{"gap", "minor", "225101,225102", 1600, 7.997}},
     .lines = 1,
     .length_m = 600},
    {.name = "overlap strip",
     .units = {"POLYGON((0 0,1005 0,1005 1000,0 1000,0 0))", B_BOX},
     .findings = {{"overlap", "minor", "225101,225102", 5000, 5.0}}},
    {.name = "overlap strip of the tolerance, to the millimetre",
     .units = {"POLYGON((0 0,1005.0006 0,1005.0006 1000,0 1000,0 0))", B_BOX},
     .findings = {{"overlap", "minor", "225101,225102", 5000, 5.0}}},
    {.name = "overlap strip just beyond the tolerance",
     .units = {"POLYGON((0 0,1005.005 0,1005.005 1000,0 1000,0 0))", B_BOX},
     .findings = {{"overlap", "substantive", "225101,225102", 5005, 5.005}}},
    {.name = "open gap",
     .units = {A_BOX, "POLYGON((1003 0,2000 0,2000 1000,1003 1000,1003 0))"},
     .parent = BOTH,
     .findings = {{"open-gap", "minor", "225101,225102", 3000, 3.0}}},
    {.name = "open gap without parent",
     .units = {A_BOX, "POLYGON((1003 0,2000 0,2000 1000,1003 1000,1003 0))"},
     .findings = {{"non-coincident-border", "minor", "225101,225102", 0, 0}}},
    {.name = "open gap of a wedge without parent",
     .units = {A_BOX, "POLYGON((1000 0,2000 0,2000 1000,1020 1000,1000 0))"},
     .findings = {{"non-coincident-border", "substantive", "225101,225102", 0, 0}}},
    {.name = "a bay where a border ends is none",
     .units = {"POLYGON((0 0,980 0,1000 60,1000 1000,0 1000,0 0))",
               "POLYGON((1020 0,2000 0,2000 1000,1000 1000,1000 60,1020 0))"},
     .lines = 1,
     .length_m = 940},
    {.name = "beyond the reach is no neighbour",
     .units = {A_BOX, "POLYGON((1060 0,2000 0,2000 1000,1060 1000,1060 0))"}},
    {.name = "both ways along one border",
     .units = {"POLYGON((-1000 0,0 0,0 900,-1000 900,-1000 0))",
               "POLYGON((-3 0,1000 0,1000 900,4.9 900,4.9 450,-3 450,-3 0))"},
     .parent = "POLYGON((-1000 0,1000 0,1000 900,-1000 900,-1000 0))",
     .findings = {{"non-coincident-border", "minor", "225101,225102", 1350 + 2205, 4.9}}},
    {.name = "bow-tie",
     .units = {"POLYGON((0 0,10 10,10 0,0 10,0 0))"},
     .findings = {{"invalid-geometry", "blocking", "225101", 0, 0}}},
    {.name = "disconnected interior",
     .units = {"POLYGON((0 0,10 0,10 10,0 10,0 0),(0 5,5 10,10 5,5 0,0 5))"},
     .findings = {{"invalid-geometry", "blocking", "225101", 0, 0}}},
    {.name = "parts that touch at a point",
     .units = {"MULTIPOLYGON(((0 0,40 0,40 40,0 40,0 0)),((40 40,80 40,80 80,40 80,40 40)))"}},
    {.name = "spike",
     .units = {"POLYGON((0 0,10 0,10 10,5 10,5 18,5 10,0 10,0 0))"},
     .findings = {{"invalid-geometry", "blocking", "225101", 0, 0}}},
    {.name = "repeated vertex",
     .units = {"POLYGON((0 0,10 0,10 0,10 10,0 10,0 0))"},
     .findings = {{"vertex-noise", "notice", "225101", 0, 0}}},
    {.name = "enclave",
     .units = {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0),(400 400,400 600,600 600,600 400,400 "
               "400))",
               "POLYGON((400 400,600 400,600 600,400 600,400 400))"},
     .parent = A_BOX,
     .lines = 1,
     .length_m = 800},
    {.name = "enclave that was not cut out",
     .units = {A_BOX, "POLYGON((400 400,600 400,600 600,400 600,400 400))"},
     .findings = {{"overlap", "blocking", "225101,225102", 40000, 200}}},
    {.name = "exclave",
     .units = {"MULTIPOLYGON(((0 0,1000 0,1000 1000,0 1000,0 0)),((1400 400,1600 400,1600 600,1400 "
               "600,1400 400)))",
               "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0),(1400 400,1400 600,1600 "
               "600,1600 400,1400 400))"},
     .findings = {{"unregistered-exclave", "substantive", "225101,225102", 40000, 0}},
     .lines = 1,
     .length_m = 1800},
    {.name = "T-junction",
     .units = {A_BOX, "POLYGON((1000 0,2000 0,2000 500,1000 500,1000 0))",
               "POLYGON((1000 500,2000 500,2000 1000,1000 1000,1000 500))"},
     .findings = {{"density-mismatch", "notice", "225101,225102,225103", 0, 0}},
     .lines = 3,
     .length_m = 2000},
    {.name = "below the tolerance",
     .units = {"POLYGON((0 0,1000 0,1000.3 500,1000 1000,0 1000,0 0))", B_BOX},
     .profile = "1:2000",
     .findings = {{"overlap", "minor", "225101,225102", 150, 0.3}}},
    {.name = "three claim the same",
     .units = {"POLYGON((0 0,1100 0,1100 1000,0 1000,0 0))",
               "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))",
               "POLYGON((1000 400,1100 400,1100 600,1000 600,1000 400))"},
     .findings = {{"overlap", "blocking", "225101,225102,225103", 20000, 100},
                  {"overlap", "substantive", "225101,225102,225103", 40000, 100},
                  {"overlap", "substantive", "225101,225102,225103", 40000, 100}}},
    {.name = "one division twice",
     .units = {A_BOX, B_BOX, A_BOX},
     .findings = {{"duplicate-division", "blocking", "225101,225103", 1e6, 0}}},
    {.name = "out of the parent",
     .units = {"POLYGON((0 0,1000 0,1000 1000,600 1000,500 1020,400 1000,0 1000,0 0))", B_BOX},
     .parent = BOTH,
     .findings = {{"exceeds-parent", "substantive", "225101", 2000, 0}},
     .lines = 1,
     .length_m = 1000},
};

static void scenes_give_exactly_their_findings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SCENES); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit units[5];
        uint32_t count = scene_units(&SCENES[i], arena, units);
        struct boundary_report report =
            ground_inspect(arena, units, count, SCENES[i].profile ? SCENES[i].profile : "1:10000");
        check_scene(&SCENES[i], &report);
    }
}

/* A vertex half a millimetre off the other side's edge was told at the edge's end. */
static void a_vertex_beside_an_edge_is_told_where_it_stands(void **state)
{
    (void)state;
    static const char *const tees[][2] = {
        {"POLYGON((1000 0,2000 0,2000 500,1000.0005 500,1000 0))",
         "POLYGON((1000.0005 500,2000 500,2000 1000,1000 1000,1000.0005 500))"},
        {"POLYGON((1000 0,2000 0,2000 500,999.9995 500,1000 0))",
         "POLYGON((999.9995 500,2000 500,2000 1000,1000 1000,999.9995 500))"},
        {"POLYGON((1000 0,2000 0,2000 500.02,999.9995 500,1000 0))",
         "POLYGON((999.9995 500,2000 500.02,2000 1000,1000 1000,999.9995 500))"},
        {"POLYGON((1000 0,2000 0,2000 500,1000 500,1000 0))",
         "POLYGON((1000 500,2000 500,2000 1000,1000 1000,1000 500))"},
    };
    for (size_t i = 0; i < COUNT(tees); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        const struct scene scene = {.units = {A_BOX, tees[i][0], tees[i][1]}};
        struct boundary_unit units[3];
        struct boundary_report report =
            ground_inspect(arena, units, scene_units(&scene, arena, units), "1:10000");
        assert_int_equal(report.finding_count, 1);
        assert_int_equal(report.findings[0].kind, BOUNDARY_DENSITY);
        assert_near(geo_distance_m(report.findings[0].geometry.points[0], ground_point(1000, 500)),
                    0, 0.001);
    }
}

static void a_border_open_at_both_ends_is_measured_without_a_parent(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct scene scene = {
        .units = {A_BOX, "POLYGON((1003 0,2000 0,2000 1000,1003 1000,1003 0))"}};
    struct boundary_unit units[2];
    struct boundary_report report =
        ground_inspect(arena, units, scene_units(&scene, arena, units), "1:500");
    assert_int_equal(report.finding_count, 1);
    assert_int_equal(report.findings[0].severity, BOUNDARY_SUBSTANTIVE);
    assert_near(report.findings[0].max_offset_m, 3, 0.003);
    assert_near(report.findings[0].length_m, 1000, 1);
    assert_true(isnan(report.findings[0].area_m2)); /* nothing says whose it is */
}

static char *as_json(const struct boundary_report *report)
{
    struct base_buffer buffer = {0};
    struct base_json json;
    size_t size;
    base_json_init(&json, &buffer);
    boundary_report_write(report, BASE_EN, true, &json);
    return base_buffer_take(&buffer, &size);
}

static void order_of_units_does_not_matter(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SCENES); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit units[5], turned[5];
        uint32_t count = scene_units(&SCENES[i], arena, units);
        for (uint32_t k = 0; k < count; k++)
            turned[k] = units[count - 1 - k];
        struct boundary_report a = ground_inspect(arena, units, count, "1:10000");
        struct boundary_report b = ground_inspect(arena, turned, count, "1:10000");
        char *left = as_json(&a), *right = as_json(&b);
        assert_string_equal(left, right);
        free(left);
        free(right);
    }
}

static void a_larger_tolerance_hides_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SCENES); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit units[5];
        uint32_t count = scene_units(&SCENES[i], arena, units);
        double areas[2] = {0, 0};
        static const char *const PROFILES[2] = {"1:500", "1:100000"};
        for (int p = 0; p < 2; p++) {
            struct boundary_report r = ground_inspect(arena, units, count, PROFILES[p]);
            for (uint32_t f = 0; f < r.finding_count; f++)
                if (r.findings[f].kind <= BOUNDARY_NON_COINCIDENT && !isnan(r.findings[f].area_m2))
                    areas[p] += r.findings[f].area_m2;
        }
        assert_near(areas[0], areas[1], 1e-6);
    }
}

static void codes_and_ground_are_compared(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[3] = {
        ground_unit(arena, "225201", "甲县", STORE_LEVEL_COUNTY, A_BOX),
        ground_unit(arena, "225102", "乙县", STORE_LEVEL_COUNTY, B_BOX),
        ground_unit(arena, "225100", "试验市", STORE_LEVEL_PREFECTURE, BOTH),
    };
    struct boundary_report report = ground_inspect(arena, units, 3, "1:10000");
    assert_int_equal(report.finding_count, 1);
    assert_int_equal(report.findings[0].kind, BOUNDARY_PARENT);
    assert_string_equal(report.findings[0].parties[0], "225201");
    assert_string_equal(report.findings[0].message[BASE_EN],
                        "甲县 (225201) lies in 试验市 (225100), but its code or its parent names "
                        "another.");
    units[0].managed_by = "225100";
    report = ground_inspect(arena, units, 3, "1:10000");
    assert_int_equal(report.finding_count, 0);
}

/* A unit beside every parent, by a wrong zone or an old frame, passed unseen. */
static void a_unit_outside_of_the_parent_it_names_is_told(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    static const char *const places[] = {"POLYGON((9000 0,9900 0,9900 900,9000 900,9000 0))",
                                         "POLYGON((2000 0,3000 0,3000 900,2000 900,2000 0))",
                                         "POLYGON((1900 1000,1900 2000,2900 2000,1900 1000))"};
    for (size_t i = 0; i < COUNT(places); i++) {
        struct boundary_unit units[4] = {
            ground_unit(arena, "225101", "甲县", STORE_LEVEL_COUNTY, A_BOX),
            ground_unit(arena, "225102", "乙县", STORE_LEVEL_COUNTY, B_BOX),
            ground_unit(arena, "225103", "丙县", STORE_LEVEL_COUNTY, places[i]),
            ground_unit(arena, "225100", "试验市", STORE_LEVEL_PREFECTURE, BOTH),
        };
        struct boundary_report report = ground_inspect(arena, units, 4, "1:10000");
        assert_int_equal(report.counts[BOUNDARY_PARENT], 1);
        for (uint32_t f = 0; f < report.finding_count; f++)
            if (report.findings[f].kind == BOUNDARY_PARENT) {
                assert_string_equal(report.findings[f].parties[0], "225103");
                assert_string_equal(report.findings[f].message[BASE_EN],
                                    "Most of 丙县 (225103) lies outside of 试验市 (225100), the "
                                    "parent that it names.");
            }
        units[2].code = "225203"; /* its parent is not here: nothing can be said */
        assert_int_equal(ground_inspect(arena, units, 4, "1:10000").counts[BOUNDARY_PARENT], 0);
    }
}

static void registered_areas_are_compared(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit unit = ground_unit(arena, "225101", "甲县", STORE_LEVEL_COUNTY, A_BOX);
    static const struct {
        double km2;
        uint32_t findings;
    } cases[] = {{1.0, 0}, {1.005, 0}, {1.25, 1}, {0.75, 1}, {NAN, 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        unit.area_km2 = cases[i].km2;
        struct boundary_report report = ground_inspect(arena, &unit, 1, "1:10000");
        assert_int_equal(report.counts[BOUNDARY_AREA], cases[i].findings);
        assert_int_equal(report.finding_count, cases[i].findings);
    }
}

static void registered_areas_of_children_add_up(void **state)
{
    (void)state;
    static const struct {
        double a_km2, b_km2, parent_km2;
        uint32_t findings;
    } cases[] = {
        {1.0, 1.0, 2.0, 0},  {1.02, 1.03, 2.0, 0}, /* what rounding may do */
        {1.0, 1.0, 2.6, 0},  {1.25, 1.25, 4.0, 1}, {1.25, 1.25, 2.5, 0},
        {NAN, 1.25, 9.0, 0}, {1.25, 1.25, NAN, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit units[3] = {
            ground_unit(arena, "225101", "甲县", STORE_LEVEL_COUNTY, A_BOX),
            ground_unit(arena, "225102", "乙县", STORE_LEVEL_COUNTY, B_BOX),
            ground_unit(arena, P_CODE, "试验市", STORE_LEVEL_PREFECTURE, BOTH),
        };
        units[0].area_km2 = cases[i].a_km2;
        units[1].area_km2 = cases[i].b_km2;
        units[2].area_km2 = cases[i].parent_km2;
        struct boundary_report report = ground_inspect(arena, units, 3, "1:10000");
        if (report.counts[BOUNDARY_CHILDREN] != cases[i].findings)
            fail_msg("case %zu: %u findings", i, report.counts[BOUNDARY_CHILDREN]);
        for (uint32_t f = 0; f < report.finding_count; f++)
            if (report.findings[f].kind == BOUNDARY_CHILDREN) {
                assert_string_equal(report.findings[f].parties[0], P_CODE);
                assert_near(report.findings[f].area_m2, 1.5e6, 1);
            }
    }
}

/* On an oblique border digits of a centimetre move each vertex by itself: slivers of the
 * inner unit lie outside of the outer one, or in a third. */
static void a_unit_that_lies_in_another_is_blocking_though_rounding_splits_it(void **state)
{
    (void)state;
    static const char *const outer = "POLYGON((0 0,3000 1000,3000 3000,0 3000,0 0))";
    static const char *const beside = "POLYGON((0 0,0 -1000,3000 -1000,3000 1000,0 0))";
    static const char *const inner = "POLYGON((300 100,701 233.67,1103 367.66,1507 502.34,2000 "
                                     "666.66,2700 900,2700 1500,300 1500,300 100))";
    for (uint32_t count = 2; count <= 3; count++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit units[3] = {
            ground_unit(arena, "225101", "甲县", STORE_LEVEL_COUNTY, outer),
            ground_unit(arena, "225102", "乙县", STORE_LEVEL_COUNTY, inner),
            ground_unit(arena, "225103", "丙县", STORE_LEVEL_COUNTY, beside)};
        struct boundary_report report = ground_inspect(arena, units, count, "1:10000");
        assert_true(report.numeric.faces > 0 || count == 2);
        assert_int_equal(report.counts[BOUNDARY_OVERLAP], 1);
        assert_int_equal(report.findings[0].kind, BOUNDARY_OVERLAP);
        assert_int_equal(report.findings[0].severity, BOUNDARY_BLOCKING);
        assert_non_null(strstr(report.findings[0].message[BASE_EN], "all that one of them has"));
        /* Ground of its own, and it is no longer within. */
        units[1].geometry = ground_shape(arena, "POLYGON((300 100,300 50,700 150,2700 900,2700 "
                                                "1500,300 1500,300 100))");
        report = ground_inspect(arena, units, count, "1:10000");
        for (uint32_t i = 0; i < report.finding_count; i++)
            if (report.findings[i].severity == BOUNDARY_BLOCKING && count == 2)
                fail_msg("%s", report.findings[i].message[BASE_EN]);
    }
}

/* Each unit of a row has a part in a hole of the next. */
#define ROW 60

static void each_of_many_exclaves_names_only_who_is_around_it(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[ROW];
    for (int i = 0; i < ROW; i++) {
        int x = i * 1000, beyond = (i + 1) * 1000;
        const char *code = base_arena_printf(arena, "%d", 220000 + 101 + i);
        const char *wkt = base_arena_printf(
            arena,
            "MULTIPOLYGON(((%d 0,%d 0,%d 1000,%d 1000,%d 0),(%d 400,%d 400,%d 600,%d 600,%d "
            "400)),((%d 400,%d 400,%d 600,%d 600,%d 400)))",
            x, beyond, beyond, x, x, x + 400, x + 600, x + 600, x + 400, x + 400, beyond + 400,
            beyond + 600, beyond + 600, beyond + 400, beyond + 400);
        units[i] = ground_unit(arena, code, "某县", STORE_LEVEL_COUNTY, wkt);
    }
    struct boundary_report report = ground_inspect(arena, units, ROW, "1:10000");
    assert_int_equal(report.counts[BOUNDARY_EXCLAVE], ROW - 1); /* the last lies in nobody's */
    assert_int_equal(report.counts[BOUNDARY_GAP], 1);           /* the first one's hole */
    for (uint32_t i = 0; i < report.finding_count; i++) {
        const struct boundary_finding *finding = &report.findings[i];
        if (finding->kind != BOUNDARY_EXCLAVE)
            continue;
        assert_int_equal(finding->party_count, 2);
        assert_int_equal(atoi(finding->parties[1]), atoi(finding->parties[0]) + 1);
        assert_near(finding->area_m2, 40000, 40);
    }
}

static void history_is_half_open(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit unit = ground_unit(arena, "220184", "公主岭市", STORE_LEVEL_COUNTY, A_BOX);
    base_date_t change, later;
    assert_true(base_date_parse("2020-06-05", &change));
    assert_true(base_date_parse("2021-01-01", &later));
    struct boundary_unit history[3] = {unit, unit, unit};
    history[0].code = history[2].code = "220381";
    history[0].valid_to = change;
    history[1].valid_from = change;
    history[2].valid_from = later;
    history[2].identity = 99;
    struct boundary_input input = {
        .units = &unit, .unit_count = 1, .history = history, .history_count = 2};
    struct boundary_options options = {.profile = boundary_profile_default(), .at = later};
    struct boundary_report report;
    assert_int_equal(boundary_inspect(&input, &options, arena, NULL, &report, NULL), BASE_OK);
    assert_int_equal(report.finding_count, 0);
    input.history_count = 3; /* the old code again, for another unit */
    assert_int_equal(boundary_inspect(&input, &options, arena, NULL, &report, NULL), BASE_OK);
    assert_int_equal(report.counts[BOUNDARY_HISTORY], 1);
    assert_int_equal(report.findings[0].severity, BOUNDARY_BLOCKING);
}

static void the_report_holds_every_kind(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit unit = ground_unit(arena, "225101", "甲县", STORE_LEVEL_COUNTY, A_BOX);
    struct boundary_report report = ground_inspect(arena, &unit, 1, "1:10000");
    char *text = as_json(&report);
    for (int kind = 0; kind < BOUNDARY_KIND_COUNT; kind++) {
        char key[64];
        snprintf(key, sizeof key, "\"%s\":0", boundary_kind_name((enum boundary_kind)kind));
        assert_non_null(strstr(text, key));
    }
    assert_non_null(strstr(text, "\"level\":\"county\""));
    assert_non_null(strstr(text, "\"findings\":[]"));
    free(text);
}

static void profiles_are_read_or_refused(void **state)
{
    (void)state;
    struct boundary_profile profile = {.tolerance_m = 7};
    static const struct {
        const char *text;
        double tolerance_m; /* 0: refused */
    } cases[] = {{"1:500", 1},     {"1:2000", 1}, {"1:5000", 5}, {"1:10000", 5},   {"1:50000", 25},
                 {"1:100000", 50}, {"", 0},       {"10000", 0},  {"1:100000x", 0}, {"1:", 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        enum base_status status = boundary_profile_parse(cases[i].text, &profile, NULL);
        assert_int_equal(status, cases[i].tolerance_m > 0 ? BASE_OK : BASE_INVALID);
        if (status == BASE_OK)
            assert_near(profile.tolerance_m, cases[i].tolerance_m, 0);
    }
}

/* Self-crossing, collapsed and overlapping outlines on few grid points. */
static void outlines_by_chance_harm_nobody(void **state)
{
    (void)state;
    uint64_t seed = 31;
    for (int round = 0; round < 150; round++) {
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit units[4];
        for (int i = 0; i < 4; i++) {
            char wkt[512] = "POLYGON((";
            size_t at = strlen(wkt);
            double x0 = floor(chance_between(&seed, 0, 12)),
                   y0 = floor(chance_between(&seed, 0, 12));
            at += (size_t)snprintf(wkt + at, sizeof wkt - at, "%g %g,", x0, y0);
            for (int p = 0; p < 5; p++)
                at += (size_t)snprintf(wkt + at, sizeof wkt - at, "%g %g,",
                                       floor(chance_between(&seed, 0, 12)),
                                       floor(chance_between(&seed, 0, 12)));
            snprintf(wkt + at, sizeof wkt - at, "%g %g))", x0, y0);
            units[i] = ground_unit(arena, i < 3 ? CODES[i] : P_CODE, "某地",
                                   i < 3 ? STORE_LEVEL_COUNTY : STORE_LEVEL_PREFECTURE, wkt);
        }
        struct boundary_report report = ground_inspect(arena, units, 4, "1:500");
        for (uint32_t f = 0; f < report.finding_count; f++)
            assert_true(report.findings[f].party_count > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenes_give_exactly_their_findings),
        cmocka_unit_test(a_vertex_beside_an_edge_is_told_where_it_stands),
        cmocka_unit_test(a_border_open_at_both_ends_is_measured_without_a_parent),
        cmocka_unit_test(order_of_units_does_not_matter),
        cmocka_unit_test(a_larger_tolerance_hides_nothing),
        cmocka_unit_test(codes_and_ground_are_compared),
        cmocka_unit_test(a_unit_outside_of_the_parent_it_names_is_told),
        cmocka_unit_test(registered_areas_are_compared),
        cmocka_unit_test(registered_areas_of_children_add_up),
        cmocka_unit_test(a_unit_that_lies_in_another_is_blocking_though_rounding_splits_it),
        cmocka_unit_test(each_of_many_exclaves_names_only_who_is_around_it),
        cmocka_unit_test(history_is_half_open),
        cmocka_unit_test(the_report_holds_every_kind),
        cmocka_unit_test(profiles_are_read_or_refused),
        cmocka_unit_test(outlines_by_chance_harm_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
