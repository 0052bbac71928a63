/* tests/coverage/test_run.c - people and presence, from rows to the document. */
#include "coverage/run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/cmocka.h"

static struct geo_point at(double east_m, double north_m)
{
    return (struct geo_point){(int64_t)((125.32 + east_m / 80300.0) * 1e9),
                              (int64_t)((43.88 + north_m / 111110.0) * 1e9)};
}

static base_date_t day(const char *text)
{
    base_date_t date = BASE_DATE_NONE;
    assert_true(base_date_parse(text, &date));
    return date;
}

#define MOST 90

struct city {
    struct base_arena *arena;
    struct store_road roads[MOST];
    struct store_facility facilities[MOST];
    struct store_population people[MOST];
    struct store_division divisions[MOST];
    size_t road_count, facility_count, people_count, division_count;
    char codes[MOST][STORE_CODE_SIZE], ids[MOST][16];
    struct base_buffer graph_bytes, points_bytes, division_bytes;
    struct coverage_graph graph;
    struct coverage_points points;
    struct store_division_index index;
    struct coverage_input input;
};

static int set_up(void **state)
{
    struct city *c = test_calloc(1, sizeof *c);
    c->arena = base_arena_create(0);
    *state = c;
    return c->arena ? 0 : -1;
}

static int tear_down(void **state)
{
    struct city *c = *state;
    base_buffer_done(&c->graph_bytes);
    base_buffer_done(&c->points_bytes);
    base_buffer_done(&c->division_bytes);
    base_arena_free(c->arena);
    test_free(c);
    return 0;
}

static void add_road(struct city *c, struct geo_point from, struct geo_point to)
{
    struct base_error err = {0};
    struct geo_builder builder;
    struct store_road *r = &c->roads[c->road_count];
    geo_builder_init(&builder, GEO_LINE, c->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, from);
    geo_builder_point(&builder, to);
    *r = (struct store_road){.id = base_arena_printf(c->arena, "w%zu", c->road_count),
                             .class_name = "residential"};
    assert_int_equal(geo_builder_finish(&builder, &r->geometry, &err), BASE_OK);
    c->road_count++;
}

static struct store_facility *add_home(struct city *c, const char *division)
{
    struct store_facility *f = &c->facilities[c->facility_count];
    *f = (struct store_facility){
        .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .id = base_arena_printf(c->arena, "f%02zu", c->facility_count),
        .name = "养老服务中心",
        .kind = "eldercare.day",
        .division = division,
        .functions = "综合",
        .opened = BASE_DATE_NONE,
        .closed = BASE_DATE_NONE};
    c->facility_count++;
    return f;
}

static struct store_population *add_people(struct city *c, int64_t total, struct geo_point point)
{
    struct store_population *p = &c->people[c->people_count];
    *p = (struct store_population){
        .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .id = base_arena_printf(c->arena, "p%02zu", c->people_count),
        .total = total,
        .age60 = -1,
        .age65 = -1,
        .age80 = -1,
        .point = point,
        .has_point = true};
    c->people_count++;
    return p;
}

static const char *add_division(struct city *c, const char *code)
{
    c->divisions[c->division_count++] =
        (struct store_division){.version = {.identity = (int64_t)c->division_count + 1,
                                            .valid_from = BASE_DATE_NONE,
                                            .valid_to = BASE_DATE_NONE},
                                .code = code,
                                .scheme = "mca",
                                .level = store_code_level(code),
                                .name = code,
                                .area_km2 = NAN,
                                .resolution_m = NAN};
    return code;
}

static void open_city(struct city *c)
{
    struct base_error err = {0};
    assert_int_equal(coverage_graph_build(c->roads, c->road_count, &c->graph_bytes, &err), BASE_OK);
    assert_int_equal(coverage_graph_open(c->graph_bytes.data, c->graph_bytes.size, &c->graph, &err),
                     BASE_OK);
    assert_int_equal(coverage_points_build(c->facilities, c->facility_count, c->people,
                                           c->people_count, &c->points_bytes, &err),
                     BASE_OK);
    assert_int_equal(
        coverage_points_open(c->points_bytes.data, c->points_bytes.size, &c->points, &err),
        BASE_OK);
    assert_int_equal(
        store_division_index_build(c->divisions, c->division_count, &c->division_bytes, &err),
        BASE_OK);
    assert_int_equal(
        store_division_index_open(c->division_bytes.data, c->division_bytes.size, &c->index, &err),
        BASE_OK);
    c->input = (struct coverage_input){&c->graph, &c->points, &c->index};
}

static struct coverage_report run(struct city *c, const char *date)
{
    struct coverage_report report;
    struct base_error err = {0};
    const struct coverage_options options = {
        .kind = "eldercare", .at = day(date), .minutes = 15, .profile = "older"};
    assert_int_equal(coverage_run(&c->input, &options, c->arena, &report, &err), BASE_OK);
    return report;
}

/* Case 6, and the other ways to be left outside: a network of 60 nodes 10 m
 * apart with a facility, one of 60 without, a place far from any road. */
static void nobody_drops_out_of_the_count(void **state)
{
    struct city *c = *state;
    for (int i = 0; i < 59; i++) {
        add_road(c, at(10 * i, 0), at(10 * i + 10, 0));
    }
    add_road(c, at(590, 0), at(1700, 0));
    for (int i = 0; i < 28; i++) /* too small to count as a network */
        add_road(c, at(10 * i, 2000), at(10 * i + 10, 2000));
    add_home(c, NULL)->point = at(100, 5);
    c->facilities[0].has_point = true;
    add_people(c, 60, at(400, 10));
    add_people(c, 7, at(1600, 0));   /* 1500 m along the way */
    add_people(c, 5, at(100, 2010)); /* the islet: no network of at least 50 nodes is near */
    add_people(c, 3, at(5000, 9000));
    add_people(c, 2, at(0, 0))->has_point = false;
    open_city(c);
    struct coverage_report report = run(c, "2025-06-30");
    const int64_t *total = report.people.count[COVERAGE_TOTAL];
    assert_int_equal(total[COVERAGE_COVERED], 60);
    assert_int_equal(total[COVERAGE_TOO_FAR], 7);
    assert_int_equal(total[COVERAGE_OFF_ROADS], 5);
    assert_int_equal(total[COVERAGE_NO_ROADS], 5);
    assert_int_equal(coverage_people_all(&report.people, COVERAGE_TOTAL), 77);
    assert_int_equal(report.facilities[0].people.count[COVERAGE_TOTAL][COVERAGE_COVERED], 60);
}

/* Case 6: 60 in the facility's network, 40 in one of its own. */
static void people_in_another_network_are_unreachable(void **state)
{
    struct city *c = *state;
    for (int i = 0; i < 10; i++)
        add_road(c, at(20 * i, 0), at(20 * i + 20, 0));
    for (int i = 0; i < 60; i++)
        add_road(c, at(10 * i, 1500), at(10 * i + 10, 1500));
    add_home(c, NULL)->point = at(0, 0);
    c->facilities[0].has_point = true;
    add_people(c, 60, at(100, 5));
    add_people(c, 40, at(100, 1505));
    open_city(c);
    struct coverage_report report = run(c, "2025-06-30");
    assert_int_equal(report.people.count[COVERAGE_TOTAL][COVERAGE_COVERED], 60);
    assert_int_equal(report.people.count[COVERAGE_TOTAL][COVERAGE_UNREACHABLE], 40);
}

static const struct coverage_indicator *plan_15(struct city *c, const char *date, const char *code)
{
    struct coverage_indicator *items;
    size_t count;
    struct base_error err = {0};
    assert_int_equal(coverage_indicators_compute(&c->points, &c->index, day(date), code, c->arena,
                                                 &items, &count, &err),
                     BASE_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].definition->id, "plan-15") == 0)
            return &items[i];
    fail_msg("plan-15 is missing");
    return NULL;
}

static const char *document(struct city *c, const struct coverage_indicator *item, const char *date)
{
    struct base_buffer out = {0};
    struct base_json json;
    base_json_init(&json, &out);
    coverage_indicators_write(item, 1, &c->index, day(date), &json);
    const char *text = base_arena_strdup(c->arena, out.data);
    base_buffer_done(&out);
    return text;
}

/* Case 19. */
static void a_township_counts_once_while_a_home_is_open(void **state)
{
    struct city *c = *state;
    add_division(c, "220100");
    add_division(c, "220104");
    for (int i = 0; i < 10; i++) {
        snprintf(c->codes[i], sizeof c->codes[i], "2201040%02d", i + 1);
        add_division(c, c->codes[i]);
    }
    for (int i = 0; i < 5; i++)
        add_home(c, c->codes[i]);
    add_home(c, c->codes[0]);
    add_home(c, c->codes[5])->closed = day("2025-06-30");
    add_home(c, c->codes[6])->opened = day("2025-12-31");
    open_city(c);
    const struct coverage_indicator *item = plan_15(c, "2025-12-31", "220104");
    assert_int_equal(item->numerator, 6);
    assert_int_equal(item->denominator, 10);
    assert_non_null(strstr(document(c, item, "2025-12-31"), "\"met\""));
    item = plan_15(c, "2025-12-30", "220104");
    assert_int_equal(item->numerator, 5);
    assert_non_null(strstr(document(c, item, "2025-12-30"), "\"not_met\""));
    assert_int_equal(plan_15(c, "2025-06-29", "220104")->numerator, 6);
    assert_int_equal(plan_15(c, "2025-06-30", "220104")->numerator, 5);
}

/* Case 9. */
static void a_unit_without_townships_has_no_value(void **state)
{
    struct city *c = *state;
    add_division(c, "220104");
    open_city(c);
    const struct coverage_indicator *item = plan_15(c, "2025-12-31", "220104");
    assert_int_equal(item->denominator, 0);
    const char *text = document(c, item, "2025-12-31");
    assert_non_null(strstr(text, "\"value\":null"));
    assert_non_null(strstr(text, "\"verdict\":null"));
    assert_null(strstr(text, "nan"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(nobody_drops_out_of_the_count),
        TEST(people_in_another_network_are_unreachable),
        TEST(a_township_counts_once_while_a_home_is_open),
        TEST(a_unit_without_townships_has_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
