/* tests/report/test_coverage.c - the page of a coverage run. */
#include "report/coverage.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "tests/geo/shapes.h"

/* A county with a facility, people beside it and people without a road. */
struct scene {
    struct base_arena *arena;
    struct base_buffer points_bytes, division_bytes;
    struct coverage_points points;
    struct store_division_index index;
    struct coverage_input input;
    struct coverage_division division;
    struct coverage_facility facility;
    struct coverage_person persons[2];
    uint32_t failing;
    struct coverage_indicator indicator;
    struct coverage_report report;
    struct geo_geometry area;
};

static void build_sections(struct scene *s)
{
    const struct store_version always = {
        .identity = 1, .valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE};
    const struct store_facility facility = {.version = always,
                                            .id = "f-01",
                                            .name = "南关<养老>中心",
                                            .kind = "eldercare.day",
                                            .opened = BASE_DATE_NONE,
                                            .closed = BASE_DATE_NONE,
                                            .point = point_deg(125.32, 43.88),
                                            .has_point = true};
    struct store_population people[2];
    for (int i = 0; i < 2; i++)
        people[i] = (struct store_population){.version = always,
                                              .id = i ? "p-02" : "p-01",
                                              .total = i ? 1766 : 1234,
                                              .point = point_deg(125.32 + 0.001 * i, 43.88),
                                              .has_point = true};
    const struct store_division division = {
        .version = always,
        .code = "220102",
        .scheme = "mca",
        .level = STORE_LEVEL_COUNTY,
        .name = "南关区",
        .area_km2 = NAN,
        .resolution_m = NAN,
        .geometry =
            shape(s->arena, "MULTIPOLYGON(((125.3 43.8,125.4 43.8,125.4 43.9,125.3 43.8)))")};
    assert_int_equal(coverage_points_build(&facility, 1, people, 2, &s->points_bytes, NULL),
                     BASE_OK);
    assert_int_equal(
        coverage_points_open(s->points_bytes.data, s->points_bytes.size, &s->points, NULL),
        BASE_OK);
    assert_int_equal(store_division_index_build(&division, 1, &s->division_bytes, NULL), BASE_OK);
    assert_int_equal(
        store_division_index_open(s->division_bytes.data, s->division_bytes.size, &s->index, NULL),
        BASE_OK);
    s->input = (struct coverage_input){.points = &s->points, .divisions = &s->index};
}

static void fill_report(struct scene *s)
{
    size_t definitions;
    const int64_t near[COVERAGE_AGES] = {1234, 300, 200, 100}, far[COVERAGE_AGES] = {1766, 0, 0, 0};
    coverage_people_add(&s->facility.people, near, COVERAGE_COVERED);
    coverage_people_add(&s->division.people, near, COVERAGE_COVERED);
    coverage_people_add(&s->division.people, far, COVERAGE_NO_ROADS);
    s->persons[1] = (struct coverage_person){.row = 1, .status = COVERAGE_NO_ROADS};
    s->indicator = (struct coverage_indicator){.definition = coverage_definitions(&definitions),
                                               .denominator = 1,
                                               .failing = &s->failing,
                                               .failing_count = 1};
    s->report = (struct coverage_report){
        .options = {.kind = "eldercare", .at = 20000, .minutes = 15, .profile = "older"},
        .profile = {.name = "older"},
        .people = s->division.people,
        .divisions = &s->division,
        .division_count = 1,
        .facilities = &s->facility,
        .facility_count = 1,
        .persons = s->persons,
        .person_count = 2,
        .indicators = &s->indicator,
        .indicator_count = 1,
        .has_modelled = true};
}

static int set_up(void **state)
{
    struct scene *s = test_calloc(1, sizeof *s);
    s->arena = base_arena_create(0);
    *state = s;
    build_sections(s);
    fill_report(s);
    return 0;
}

static int tear_down(void **state)
{
    struct scene *s = *state;
    base_buffer_done(&s->points_bytes);
    base_buffer_done(&s->division_bytes);
    base_arena_free(s->arena);
    test_free(s);
    return 0;
}

static void write_page(const struct scene *s, enum base_lang lang, struct base_buffer *out)
{
    struct report_page page = {out, lang};
    const struct report_coverage coverage = {&s->report, &s->input, &s->area};
    assert_int_equal(report_coverage_write(&coverage, &page, NULL), BASE_OK);
    assert_int_equal(base_buffer_check(out, NULL), BASE_OK);
}

static void the_statuses_and_their_sum_stand_on_the_page(void **state)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    write_page(*state, BASE_ZH, &out);
    assert_true(base_text_valid(out.data, out.size));
    assert_non_null(
        strstr(out.data, "<td>已覆盖</td><td class=\"n\">1,234</td><td class=\"n\">41.1 %</td>"));
    assert_non_null(strstr(out.data, "<td>无道路数据</td><td class=\"n\">1,766</td>"));
    assert_non_null(strstr(out.data, "<td>合计</td><td class=\"n\">3,000</td>"));
    assert_null(strstr(out.data, "容量不足")); /* nobody has it */
}

static void facilities_and_indicators_stand_on_the_page(void **state)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    write_page(*state, BASE_ZH, &out);
    assert_non_null(
        strstr(out.data, "<td>f-01</td><td>南关&lt;养老&gt;中心</td><td>日间照料</td>"));
    assert_non_null(strstr(out.data, "125.320000, 43.880000"));
    assert_non_null(strstr(out.data, "乡镇（街道）未成年人保护工作站覆盖率"));
    assert_non_null(strstr(out.data, "尚无的单位：南关区"));
    assert_non_null(strstr(out.data, "人口分布由模型推算"));
}

static void the_page_is_told_in_english_too(void **state)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    write_page(*state, BASE_EN, &out);
    assert_non_null(strstr(out.data, "<h1>Coverage on foot</h1>"));
    assert_non_null(strstr(out.data, "15 minutes"));
    assert_non_null(strstr(out.data, "<td>Covered</td>"));
}

static void the_map_shows_who_is_left_out(void **state)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    write_page(*state, BASE_ZH, &out);
    assert_non_null(strstr(out.data, "<path class=\"dots no_road_data\" d=\"M"));
    assert_non_null(strstr(out.data, "<circle class=\"facility\""));
    assert_non_null(strstr(out.data, "<path class=\"division\""));
    assert_null(strstr(out.data, "nan"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_statuses_and_their_sum_stand_on_the_page, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(facilities_and_indicators_stand_on_the_page, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_page_is_told_in_english_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_map_shows_who_is_left_out, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
