/* Exemptions by register: what they allow, what exceeds them, what they do not touch. */
#include "boundary/report.h"
#include "tests/boundary/ground.h"

#define AT 20000 /* the day of ground_inspect */

/* Case 2 of the domain page: a lens of 1 600 m², 8 m wide, between 225101 and 225102. */
#define LENS_A "POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,0 0))"
#define LENS_B "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1008 500,1000 300,1000 0))"
/* Case 3: a strip of 5 m and 5 000 m² that both have. */
#define STRIP_A "POLYGON((0 0,1005 0,1005 1000,0 1000,0 0))"
#define STRIP_B "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"
/* Case 20: a part of 225101, 40 000 m², in 225102. */
#define WITH_PART                                                                                  \
    "MULTIPOLYGON(((0 0,1000 0,1000 1000,0 1000,0 0)),((1400 400,1600 400,1600 600,1400 "          \
    "600,1400 400)))"
#define AROUND                                                                                     \
    "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0),(1400 400,1400 600,1600 600,1600 "         \
    "400,1400 400))"
#define WIDE   "POLYGON((990 200,1020 200,1020 800,990 800,990 200))"
#define NORTH  "POLYGON((990 500,1020 500,1020 800,990 800,990 500))"
#define SOUTH  "POLYGON((990 200,1020 200,1020 500,990 500,990 200))"
#define ASIDE  "POLYGON((1100 200,1120 200,1120 800,1100 800,1100 200))"
#define BORDER "POLYGON((900 0,1100 0,1100 1000,900 1000,900 0))"
#define PART   "POLYGON((1390 390,1610 390,1610 610,1390 610,1390 390))"
#define HALF   "POLYGON((1390 390,1500 390,1500 610,1390 610,1390 390))"

static const char *const BOTH[] = {"225101", "225102"};
static const char *const THIRD[] = {"225102", "225103"};

struct scene {
    const char *name, *a, *b;
    enum store_exemption_kind kind;
    const char *ground; /* NULL: none */
    const char *const *codes;
    uint32_t code_count;
    double max_area_m2; /* 0: none */
    base_date_t from, to;
    /* what comes of it; finding NULL: none */
    const char *finding, *severity;
    double finding_m2;
    uint32_t exempted;
    double exempted_m2;
};

#define NAMES(list) list, 2
#define ALWAYS      BASE_DATE_NONE, BASE_DATE_NONE

static const struct scene SCENES[] = {
    {"gap", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, NAMES(BOTH), 0, ALWAYS, NULL, NULL, 0, 1,
     1600},
    {"exactly its ground", LENS_A, LENS_B, STORE_EXEMPTION_GAP,
     "POLYGON((1000 300,1008 500,1000 700,1000 300))", NAMES(BOTH), 0, ALWAYS, NULL, NULL, 0, 1,
     1600},
    {"a millimetre short of it", LENS_A, LENS_B, STORE_EXEMPTION_GAP,
     "POLYGON((1000.001 200,1020 200,1020 800,1000.001 800,1000.001 200))", NAMES(BOTH), 0, ALWAYS,
     NULL, NULL, 0, 1, 1600},
    {"half its ground", LENS_A, LENS_B, STORE_EXEMPTION_GAP, NORTH, NAMES(BOTH), 0, ALWAYS,
     "exemption-exceeded", "substantive", 800, 1, 800},
    {"other ground", LENS_A, LENS_B, STORE_EXEMPTION_GAP, ASIDE, NAMES(BOTH), 0, ALWAYS, "gap",
     "substantive", 1600, 0, 0},
    {"one neighbour is not named", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, BOTH, 1, 0, ALWAYS,
     "gap", "substantive", 1600, 0, 0},
    {"another neighbour is named", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, NAMES(THIRD), 0,
     ALWAYS, "gap", "substantive", 1600, 0, 0},
    {"another kind", LENS_A, LENS_B, STORE_EXEMPTION_OVERLAP, WIDE, NAMES(BOTH), 0, ALWAYS, "gap",
     "substantive", 1600, 0, 0},
    {"its last day", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, NAMES(BOTH), 0, BASE_DATE_NONE,
     AT + 1, NULL, NULL, 0, 1, 1600},
    {"the day after", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, NAMES(BOTH), 0, BASE_DATE_NONE, AT,
     "exemption-exceeded", "substantive", 1600, 0, 0},
    {"ended, and elsewhere", LENS_A, LENS_B, STORE_EXEMPTION_GAP, ASIDE, NAMES(BOTH), 0,
     BASE_DATE_NONE, AT, "gap", "substantive", 1600, 0, 0},
    {"ended, and of half the ground", LENS_A, LENS_B, STORE_EXEMPTION_GAP, NORTH, NAMES(BOTH), 0,
     BASE_DATE_NONE, AT, "gap", "substantive", 1600, 0, 0},
    {"its first day", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, NAMES(BOTH), 0, AT, BASE_DATE_NONE,
     NULL, NULL, 0, 1, 1600},
    {"not begun", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, NAMES(BOTH), 0, AT + 1, BASE_DATE_NONE,
     "gap", "substantive", 1600, 0, 0},
    {"as much as it may", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, NAMES(BOTH), 1600, ALWAYS,
     NULL, NULL, 0, 1, 1600},
    {"more than it may", LENS_A, LENS_B, STORE_EXEMPTION_GAP, WIDE, NAMES(BOTH), 1500, ALWAYS,
     "exemption-exceeded", "substantive", 100, 1, 1600},
    {"overlap", STRIP_A, STRIP_B, STORE_EXEMPTION_OVERLAP, BORDER, NAMES(BOTH), 0, ALWAYS, NULL,
     NULL, 0, 1, 5000},
    {"overlap beyond its ground", STRIP_A, STRIP_B, STORE_EXEMPTION_OVERLAP,
     "POLYGON((900 0,1100 0,1100 999,900 999,900 0))", NAMES(BOTH), 0, ALWAYS, "exemption-exceeded",
     "minor", 5, 1, 4995},
    {"overlap, as a gap", STRIP_A, STRIP_B, STORE_EXEMPTION_GAP, BORDER, NAMES(BOTH), 0, ALWAYS,
     "overlap", "minor", 5000, 0, 0},
    {"exclave", WITH_PART, AROUND, STORE_EXEMPTION_EXCLAVE, PART, BOTH, 1, 0, ALWAYS, NULL, NULL, 0,
     1, 40000},
    {"exclave without ground", WITH_PART, AROUND, STORE_EXEMPTION_EXCLAVE, NULL, BOTH, 1, 0, ALWAYS,
     NULL, NULL, 0, 1, 40000},
    {"exclave of who is around", WITH_PART, AROUND, STORE_EXEMPTION_EXCLAVE, PART, THIRD, 1, 0,
     ALWAYS, "unregistered-exclave", "substantive", 40000, 0, 0},
    {"exclave beyond its ground", WITH_PART, AROUND, STORE_EXEMPTION_EXCLAVE, HALF, BOTH, 1, 0,
     ALWAYS, "exemption-exceeded", "substantive", 20000, 1, 20000},
    {"exclave that has ended", WITH_PART, AROUND, STORE_EXEMPTION_EXCLAVE, NULL, BOTH, 1, 0,
     BASE_DATE_NONE, AT, "exemption-exceeded", "substantive", 40000, 0, 0},
    {"exclave beyond its area", WITH_PART, AROUND, STORE_EXEMPTION_EXCLAVE, NULL, BOTH, 1, 30000,
     ALWAYS, "exemption-exceeded", "substantive", 10000, 1, 40000},
};

static struct boundary_exemption row(struct base_arena *arena, const char *id,
                                     enum store_exemption_kind kind, const char *ground)
{
    struct boundary_exemption e = {.identity = 1,
                                   .id = id,
                                   .document = "示例文号",
                                   .kind = kind,
                                   .codes = BOTH,
                                   .code_count = 2,
                                   .document_date = BASE_DATE_NONE,
                                   .valid_from = BASE_DATE_NONE,
                                   .valid_to = BASE_DATE_NONE,
                                   .max_area_m2 = NAN,
                                   .resolution_m = 0.01};
    if (ground)
        e.ground = ground_shape(arena, ground);
    return e;
}

static struct boundary_report inspect(struct base_arena *arena, const struct boundary_unit *units,
                                      uint32_t count, const struct boundary_exemption *rows,
                                      uint32_t row_count, enum store_level level)
{
    struct boundary_input input = {
        .units = units, .unit_count = count, .exemptions = rows, .exemption_count = row_count};
    struct boundary_options options = {.level = level, .at = AT};
    struct boundary_report report;
    struct base_error err = {.message = ""};
    assert_int_equal(boundary_profile_parse("1:10000", &options.profile, NULL), BASE_OK);
    if (boundary_inspect(&input, &options, arena, NULL, &report, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return report;
}

static void pair(struct base_arena *arena, const char *a, const char *b,
                 struct boundary_unit out[2])
{
    out[0] = ground_unit(arena, "225101", "甲县", STORE_LEVEL_COUNTY, a);
    out[1] = ground_unit(arena, "225102", "乙县", STORE_LEVEL_COUNTY, b);
}

static void assert_finding(const struct boundary_report *report, const struct scene *scene)
{
    const struct boundary_finding *f = report->findings;
    assert_int_equal(report->finding_count, scene->finding != NULL);
    if (!scene->finding)
        return;
    assert_string_equal(boundary_kind_name(f->kind), scene->finding);
    assert_string_equal(boundary_severity_name(f->severity), scene->severity);
    assert_int_equal(f->party_count, 2);
    assert_near(f->area_m2, scene->finding_m2, 1e-3 * scene->finding_m2 + 0.2);
    bool named = strstr(f->message[BASE_EN], "示例文号") && strstr(f->message[BASE_ZH], "示例文号");
    assert_int_equal(named, f->kind == BOUNDARY_EXEMPTION);
    assert_int_equal(f->exemption != NULL, f->kind == BOUNDARY_EXEMPTION);
    assert_int_equal(strstr(f->message[BASE_ZH], "（豁免 E1）") != NULL,
                     f->kind == BOUNDARY_EXEMPTION);
    assert_string_not_equal(f->message[BASE_EN], f->message[BASE_ZH]);
}

static void each_scene_is_judged_by_ground_parties_days_and_area(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(SCENES); i++) {
        const struct scene *s = &SCENES[i];
        struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
        struct boundary_unit units[2];
        struct boundary_exemption e = row(arena, "E1", s->kind, s->ground);
        print_message("%s\n", s->name);
        pair(arena, s->a, s->b, units);
        e.codes = s->codes;
        e.code_count = s->code_count;
        e.valid_from = s->from;
        e.valid_to = s->to;
        e.max_area_m2 = s->max_area_m2 > 0 ? s->max_area_m2 : NAN;
        struct boundary_report report = inspect(arena, units, 2, &e, 1, STORE_LEVEL_COUNTY);
        assert_finding(&report, s);
        assert_int_equal(report.exempted.item_count, s->exempted);
        assert_near(report.exempted.area_m2, s->exempted_m2, 1e-3 * s->exempted_m2);
        bool in_force = base_date_within(AT, s->from, s->to);
        assert_int_equal(report.exempted.use_count, in_force);
        if (in_force)
            assert_int_equal(report.exempted.uses[0].faces, s->exempted);
    }
}

/* Two documents, each for a half: nothing is left over, and none exceeds. */
static void exemptions_side_by_side_cover_together(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2];
    struct boundary_exemption rows[] = {row(arena, "S", STORE_EXEMPTION_GAP, SOUTH),
                                        row(arena, "N", STORE_EXEMPTION_GAP, NORTH)};
    pair(arena, LENS_A, LENS_B, units);
    struct boundary_report report = inspect(arena, units, 2, rows, 2, STORE_LEVEL_COUNTY);
    assert_int_equal(report.finding_count, 0);
    assert_int_equal(report.exempted.item_count, 2);
    assert_string_equal(report.exempted.items[0].by->id, "N");
    assert_string_equal(report.exempted.items[1].by->id, "S");
    assert_near(report.exempted.area_m2, 1600, 0.5);
}

/* The holders of an overlap decide; who merely adjoins it need not be named. */
static void a_neighbour_of_an_overlap_need_not_be_named(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[3];
    struct boundary_exemption e = row(arena, "E1", STORE_EXEMPTION_OVERLAP, BORDER);
    pair(arena, STRIP_A, STRIP_B, units);
    units[2] = ground_unit(arena, "225103", "丙县", STORE_LEVEL_COUNTY,
                           "POLYGON((0 1000,1000 1000,1005 1000,2000 1000,2000 2000,0 2000,0 "
                           "1000))");
    struct boundary_report report = inspect(arena, units, 3, &e, 1, STORE_LEVEL_COUNTY);
    assert_int_equal(report.counts[BOUNDARY_OVERLAP], 0);
    assert_int_equal(report.exempted.item_count, 1);
    assert_int_equal(report.exempted.items[0].party_count, 3);
}

/* What counties agreed on holds for the townships on that ground. */
static void an_exemption_of_units_above_holds_for_those_in_them(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_exemption e = row(arena, "E1", STORE_EXEMPTION_GAP, WIDE);
    struct boundary_unit units[] = {
        ground_unit(arena, "225101001", "甲街道", STORE_LEVEL_TOWNSHIP, LENS_A),
        ground_unit(arena, "225102001", "乙街道", STORE_LEVEL_TOWNSHIP, LENS_B),
    };
    struct boundary_report report = inspect(arena, units, 2, &e, 1, STORE_LEVEL_TOWNSHIP);
    assert_int_equal(report.finding_count, 0);
    assert_int_equal(report.exempted.items[0].level, STORE_LEVEL_TOWNSHIP);
    units[1].parent = "225103"; /* in fact of another county */
    report = inspect(arena, units, 2, &e, 1, STORE_LEVEL_TOWNSHIP);
    assert_int_equal(report.counts[BOUNDARY_GAP], 1);
}

/* The document names a unit by the code it had. */
static void a_former_code_names_the_unit(void **state)
{
    (void)state;
    static const char *const FORMER[] = {"225181", "225102"};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2];
    struct boundary_exemption e = row(arena, "E1", STORE_EXEMPTION_GAP, WIDE);
    struct boundary_report report;
    struct boundary_options options = {.level = STORE_LEVEL_COUNTY, .at = AT};
    pair(arena, LENS_A, LENS_B, units);
    struct boundary_unit former = units[0];
    former.code = "225181";
    former.valid_to = AT - 100;
    former.geometry.part_count = 0;
    units[0].valid_from = AT - 100;
    e.codes = FORMER;
    struct boundary_input input = {
        .units = units, .unit_count = 2, .exemptions = &e, .exemption_count = 1};
    assert_int_equal(boundary_profile_parse("1:10000", &options.profile, NULL), BASE_OK);
    assert_int_equal(boundary_inspect(&input, &options, arena, NULL, &report, NULL), BASE_OK);
    assert_int_equal(report.counts[BOUNDARY_GAP], 1);
    input.history = &former;
    input.history_count = 1;
    assert_int_equal(boundary_inspect(&input, &options, arena, NULL, &report, NULL), BASE_OK);
    assert_int_equal(report.counts[BOUNDARY_GAP], 0);
}

static void with_between_only_what_concerns_both_is_listed(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2];
    struct boundary_exemption e = row(arena, "E1", STORE_EXEMPTION_GAP, WIDE);
    struct boundary_input input = {
        .units = units, .unit_count = 2, .exemptions = &e, .exemption_count = 1};
    static const char *const OTHERS[] = {"225101", "225102", "225103"};
    pair(arena, LENS_A, LENS_B, units);
    for (int other = 1; other <= 2; other++) {
        struct boundary_report report;
        struct boundary_options options = {
            .level = STORE_LEVEL_COUNTY, .at = AT, .between = {OTHERS[0], OTHERS[other]}};
        assert_int_equal(boundary_profile_parse("1:10000", &options.profile, NULL), BASE_OK);
        assert_int_equal(boundary_inspect(&input, &options, arena, NULL, &report, NULL), BASE_OK);
        assert_int_equal(report.exempted.item_count, other == 1);
        assert_int_equal(report.exempted.uses[0].faces, other == 1);
    }
}

/* Slivers of a weaving border: the one on exempted ground is not merged with the rest. */
static void an_exempted_sliver_is_not_merged_into_its_border(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2];
    struct boundary_exemption e =
        row(arena, "E1", STORE_EXEMPTION_GAP, "POLYGON((990 90,1010 90,1010 410,990 410,990 90))");
    pair(arena, "POLYGON((0 0,1000 0,1000 100,1000 400,1000 430,1000 800,1000 1000,0 1000,0 0))",
         "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 800,1003 600,1000 430,1000 400,1003 "
         "250,1000 100,1000 0))",
         units);
    struct boundary_report report = inspect(arena, units, 2, NULL, 0, STORE_LEVEL_COUNTY);
    assert_int_equal(report.counts[BOUNDARY_NON_COINCIDENT], 1);
    report = inspect(arena, units, 2, &e, 1, STORE_LEVEL_COUNTY);
    assert_int_equal(report.counts[BOUNDARY_NON_COINCIDENT], 0);
    assert_int_equal(report.counts[BOUNDARY_GAP], 1);
    assert_near(report.findings[0].area_m2, 555, 1);
    assert_near(report.exempted.area_m2, 450, 1);
}

static char *text_of(struct base_arena *arena, const struct boundary_report *report, bool findings)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &text);
    boundary_report_write(report, BASE_EN, findings, &json);
    return base_arena_strndup(arena, text.data, text.size);
}

static void the_order_of_units_and_rows_changes_no_byte(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2], turned[2];
    struct boundary_exemption rows[] = {row(arena, "S", STORE_EXEMPTION_GAP, SOUTH),
                                        row(arena, "N", STORE_EXEMPTION_GAP, NORTH)},
                              other[] = {rows[1], rows[0]};
    rows[0].max_area_m2 = other[1].max_area_m2 = 100;
    pair(arena, LENS_A, LENS_B, units);
    turned[0] = units[1];
    turned[1] = units[0];
    struct boundary_report a = inspect(arena, units, 2, rows, 2, STORE_LEVEL_COUNTY);
    struct boundary_report b = inspect(arena, turned, 2, other, 2, STORE_LEVEL_COUNTY);
    assert_string_equal(text_of(arena, &a, true), text_of(arena, &b, true));
}

static void the_report_names_document_scope_and_measure(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_unit units[2];
    struct boundary_exemption e = row(arena, "E1", STORE_EXEMPTION_GAP, NORTH);
    e.valid_to = AT + 1;
    pair(arena, LENS_A, LENS_B, units);
    struct boundary_report report = inspect(arena, units, 2, &e, 1, STORE_LEVEL_COUNTY);
    const char *text = text_of(arena, &report, true);
    static const char *const told[] = {
        "\"exempted\":{\"faces\":1,\"area_m2\":",
        "\"exemptions\":[{\"id\":\"E1\",\"kind\":\"allowed-gap\",\"codes\":[\"225101\",\"225102\"],"
        "\"document\":\"示例文号\",\"document_date\":null,\"valid_from\":null,"
        "\"valid_to\":\"2024-10-05\",\"max_area_m2\":null,\"faces\":1,",
        "\"items\":[{\"exemption\":\"E1\",\"kind\":\"gap\",\"level\":\"county\","
        "\"parties\":[\"225101\",\"225102\"],",
        "\"kind\":\"exemption-exceeded\"",
        "\"exemption\":\"E1\",\"document\":\"示例文号\",\"message\":\"Beside 甲县 (225101), 乙县 "
        "(225102), 799.9 m² that belong to none lie beyond the ground that 示例文号 allows "
        "(exemption E1), up to 7.",
    };
    for (size_t i = 0; i < COUNT(told); i++)
        if (!strstr(text, told[i]))
            fail_msg("%s is not in %s", told[i], text);
    assert_null(strstr(text_of(arena, &report, false), "\"geometry\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_scene_is_judged_by_ground_parties_days_and_area),
        cmocka_unit_test(exemptions_side_by_side_cover_together),
        cmocka_unit_test(a_neighbour_of_an_overlap_need_not_be_named),
        cmocka_unit_test(an_exemption_of_units_above_holds_for_those_in_them),
        cmocka_unit_test(a_former_code_names_the_unit),
        cmocka_unit_test(with_between_only_what_concerns_both_is_listed),
        cmocka_unit_test(an_exempted_sliver_is_not_merged_into_its_border),
        cmocka_unit_test(the_order_of_units_and_rows_changes_no_byte),
        cmocka_unit_test(the_report_names_document_scope_and_measure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
