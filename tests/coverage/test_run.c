/* tests/coverage/test_run.c - people and presence, from rows to the document. */
#include <stdio.h>
#include <string.h>

#include "tests/coverage/city.h"

/* Case 6, and the other ways to be left outside: a network of 60 nodes 10 m
 * apart with a facility, one of 60 without, a place far from any road. */
static void nobody_drops_out_of_the_count(void **state)
{
    struct city *c = *state;
    for (int i = 0; i < 59; i++) {
        city_add_road(c, city_at(10 * i, 0), city_at(10 * i + 10, 0));
    }
    city_add_road(c, city_at(590, 0), city_at(1700, 0));
    for (int i = 0; i < 28; i++) /* too small to count as a network */
        city_add_road(c, city_at(10 * i, 2000), city_at(10 * i + 10, 2000));
    city_add_home(c, NULL)->point = city_at(100, 5);
    c->facilities[0].has_point = true;
    city_add_people(c, 60, city_at(400, 10));
    city_add_people(c, 7, city_at(1600, 0)); /* 1500 m along the way */
    city_add_people(c, 5,
                    city_at(100, 2010)); /* the islet: no network of at least 50 nodes is near */
    city_add_people(c, 3, city_at(5000, 9000));
    city_add_people(c, 2, city_at(0, 0))->has_point = false;
    city_open(c);
    struct coverage_report report = city_run(c, "2025-06-30");
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
        city_add_road(c, city_at(20 * i, 0), city_at(20 * i + 20, 0));
    for (int i = 0; i < 60; i++)
        city_add_road(c, city_at(10 * i, 1500), city_at(10 * i + 10, 1500));
    city_add_home(c, NULL)->point = city_at(0, 0);
    c->facilities[0].has_point = true;
    city_add_people(c, 60, city_at(100, 5));
    city_add_people(c, 40, city_at(100, 1505));
    city_open(c);
    struct coverage_report report = city_run(c, "2025-06-30");
    assert_int_equal(report.people.count[COVERAGE_TOTAL][COVERAGE_COVERED], 60);
    assert_int_equal(report.people.count[COVERAGE_TOTAL][COVERAGE_UNREACHABLE], 40);
}

static const struct coverage_indicator *plan_15(struct city *c, const char *date, const char *code)
{
    struct coverage_indicator *items;
    size_t count;
    struct base_error err = {0};
    assert_int_equal(coverage_indicators_compute(&c->points, &c->index, city_day(date), code,
                                                 c->arena, &items, &count, &err),
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
    coverage_indicators_write(item, 1, &c->index, city_day(date), &json);
    const char *text = base_arena_strdup(c->arena, out.data);
    base_buffer_done(&out);
    return text;
}

/* Case 19. */
static void a_township_counts_once_while_a_home_is_open(void **state)
{
    struct city *c = *state;
    city_add_division(c, "220100");
    city_add_division(c, "220104");
    for (int i = 0; i < 10; i++) {
        snprintf(c->codes[i], sizeof c->codes[i], "2201040%02d", i + 1);
        city_add_division(c, c->codes[i]);
    }
    for (int i = 0; i < 5; i++)
        city_add_home(c, c->codes[i]);
    city_add_home(c, c->codes[0]);
    city_add_home(c, c->codes[5])->closed = city_day("2025-06-30");
    city_add_home(c, c->codes[6])->opened = city_day("2025-12-31");
    city_open(c);
    const struct coverage_indicator *item = plan_15(c, "2025-12-31", "220104");
    assert_int_equal(item->numerator, 6);
    assert_int_equal(item->denominator, 10);
    assert_non_null(strstr(document(c, item, "2025-12-31"), "\"met\""));
    item = plan_15(c, "2025-12-30", "220104");
    assert_int_equal(item->numerator, 5);
    assert_non_null(strstr(document(c, item, "2025-12-30"), "\"not-met\""));
    assert_int_equal(plan_15(c, "2025-06-29", "220104")->numerator, 6);
    assert_int_equal(plan_15(c, "2025-06-30", "220104")->numerator, 5);
}

/* Case 9. */
static void a_unit_without_townships_has_no_value(void **state)
{
    struct city *c = *state;
    city_add_division(c, "220104");
    city_open(c);
    const struct coverage_indicator *item = plan_15(c, "2025-12-31", "220104");
    assert_int_equal(item->denominator, 0);
    const char *text = document(c, item, "2025-12-31");
    assert_non_null(strstr(text, "\"value\":null"));
    assert_non_null(strstr(text, "\"verdict\":null"));
    assert_null(strstr(text, "nan"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, city_set_up, city_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(nobody_drops_out_of_the_count),
        TEST(people_in_another_network_are_unreachable),
        TEST(a_township_counts_once_while_a_home_is_open),
        TEST(a_unit_without_townships_has_no_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
