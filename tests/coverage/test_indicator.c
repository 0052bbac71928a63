/* tests/coverage/test_indicator.c - which facilities count for which units. */
#include "coverage/indicator.h"

#include "tests/coverage/city.h"

/* A square of 0.1 degree for the division added last. */
static void give_ground(struct city *c, double lon, double lat)
{
    struct base_error err = {0};
    struct geo_builder builder;
    int64_t x = geo_grid_from_degrees(lon), y = geo_grid_from_degrees(lat), size = 100000000;
    const struct geo_point corners[] = {
        {x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}};
    geo_builder_init(&builder, GEO_POLYGON, c->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (size_t i = 0; i < COUNT(corners); i++)
        geo_builder_point(&builder, corners[i]);
    assert_int_equal(
        geo_builder_finish(&builder, &c->divisions[c->division_count - 1].geometry, &err), BASE_OK);
}

/* Two townships side by side in one district, a second district without any. */
static void fill(struct city *c)
{
    c->facility_count = c->division_count = 0;
    city_add_division(c, "220104002");
    give_ground(c, 125.2, 43.8);
    city_add_division(c, "220104001");
    give_ground(c, 125.3, 43.8);
    city_add_division(c, "220106");
    city_add_division(c, "220104");
    city_add_division(c, "220100");
}

static struct store_facility *home_at(struct city *c, double lon, double lat, const char *division)
{
    struct store_facility *home = city_add_home(c, division);
    home->point = (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)};
    home->has_point = true;
    return home;
}

/* The indicator of the definition for the unit; NULL: it has none. */
static const struct coverage_indicator *find(struct city *c, const char *definition,
                                             const char *unit)
{
    struct coverage_indicator *items;
    size_t count;
    struct base_error err = {0};
    city_open(c);
    assert_int_equal(coverage_indicators_compute(&c->points, &c->index, city_day("2025-12-31"),
                                                 NULL, c->arena, &items, &count, &err),
                     BASE_OK);
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].definition->id, definition) == 0 &&
            strcmp(store_division_index_entry(&c->index, items[i].unit).code, unit) == 0)
            return &items[i];
    return NULL;
}

static void assert_failing(struct city *c, const char *definition, const char *code)
{
    const struct coverage_indicator *item = find(c, definition, "220100");
    assert_non_null(item);
    assert_int_equal(item->numerator + (int64_t)item->failing_count, item->denominator);
    assert_int_equal(item->failing_count, 1);
    assert_string_equal(store_division_index_entry(&c->index, item->failing[0]).code, code);
}

static void a_home_counts_where_it_lies_not_where_it_says(void **state)
{
    struct city *c = *state;
    fill(c);
    home_at(c, 125.25, 43.85, "220104001");
    assert_failing(c, "plan-15", "220104001");
}

static void on_a_border_the_lower_code_has_it(void **state)
{
    struct city *c = *state;
    fill(c);
    home_at(c, 125.3, 43.85, NULL);
    assert_failing(c, "plan-15", "220104002");
}

static void a_home_without_a_place_counts_where_it_says(void **state)
{
    struct city *c = *state;
    fill(c);
    city_add_home(c, "220104002");
    assert_failing(c, "plan-15", "220104001");
}

static void a_home_that_states_only_the_district_counts_for_no_township(void **state)
{
    struct city *c = *state;
    fill(c);
    city_add_home(c, "220104");
    const struct coverage_indicator *item = find(c, "plan-15", "220104");
    assert_non_null(item);
    assert_int_equal(item->numerator, 0);
    assert_int_equal(item->denominator, 2);
}

static void a_village_counts_for_its_township(void **state)
{
    struct city *c = *state;
    fill(c);
    city_add_division(c, "220104002001");
    city_add_home(c, "220104002001");
    assert_failing(c, "plan-15", "220104001");
}

static void failing_units_stand_by_code(void **state)
{
    struct city *c = *state;
    fill(c);
    const struct coverage_indicator *item = find(c, "plan-11", "220100");
    assert_int_equal(item->failing_count, 2);
    assert_string_equal(store_division_index_entry(&c->index, item->failing[0]).code, "220104001");
    assert_string_equal(store_division_index_entry(&c->index, item->failing[1]).code, "220104002");
}

/* A district is a county for no. 13, but has no county below it. */
static void what_has_no_units_of_the_level_is_left_out(void **state)
{
    struct city *c = *state;
    fill(c);
    assert_null(find(c, "plan-15", "220106"));
    assert_null(find(c, "plan-13", "220104"));
    assert_int_equal(find(c, "plan-13", "220100")->denominator, 2);
}

static void only_public_benefit_graves_and_ashes_count(void **state)
{
    static const struct {
        const char *kind, *nature;
        int64_t numerator;
    } rows[] = {
        {"funeral.cemetery", "公益", 1},   {"funeral.ash-hall", "公益性", 1},
        {"funeral.cemetery", "经营", 0},   {"funeral.cemetery", "非公益", 0},
        {"funeral.cemetery", NULL, 0},     {"funeral.home", "公益", 0},
        {"funeral.cemeteries", "公益", 0}, {"eldercare.day", "公益", 0},
    };
    struct city *c = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        fill(c);
        struct store_facility *site = city_add_home(c, "220106");
        site->kind = rows[i].kind;
        site->nature = rows[i].nature;
        if (find(c, "plan-13", "220100")->numerator != rows[i].numerator)
            fail_msg("%s %s", rows[i].kind, rows[i].nature);
    }
}

static void only_homes_of_comprehensive_function_count(void **state)
{
    struct city *c = *state;
    fill(c);
    city_add_home(c, "220104001")->functions = "日间照料";
    city_add_home(c, "220104002")->functions = "助餐;综合功能";
    assert_failing(c, "plan-15", "220104001");
}

static void units_of_another_day_do_not_count(void **state)
{
    struct city *c = *state;
    fill(c);
    c->divisions[1].version.valid_to = city_day("2025-12-31");
    assert_failing(c, "plan-11", "220104002");
    assert_int_equal(find(c, "plan-11", "220104")->denominator, 1);
}

static void write(struct city *c, const char *date, struct base_buffer *out)
{
    struct coverage_indicator *items;
    size_t count;
    struct base_json json;
    city_open(c);
    assert_int_equal(coverage_indicators_compute(&c->points, &c->index, city_day(date), "220104",
                                                 c->arena, &items, &count, NULL),
                     BASE_OK);
    base_json_init(&json, out);
    coverage_indicators_write(items, count, &c->index, city_day(date), &json);
}

static void before_the_year_of_the_target_nothing_is_due(void **state)
{
    struct city *c = *state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    fill(c);
    write(c, "2024-12-31", &out);
    assert_non_null(strstr(out.data, "\"not-due\""));
    assert_null(strstr(out.data, "\"not-met\""));
    base_buffer_clear(&out);
    write(c, "2025-01-01", &out);
    assert_non_null(strstr(out.data, "\"not-met\""));
    assert_null(strstr(out.data, "\"not-due\""));
}

/* Half of two is 50 %: reached. */
static void a_target_is_met_from_its_value_on(void **state)
{
    struct city *c = *state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    fill(c);
    city_add_home(c, "220104001")->kind = "child.station";
    write(c, "2025-12-31", &out);
    assert_non_null(strstr(out.data, "\"numerator\":1,\"denominator\":2,\"value\":0.5,"
                                     "\"targets\":[{\"year\":2025,\"target\":0.5,"
                                     "\"verdict\":\"met\"}]"));
}

static void every_definition_tells_its_source(void **state)
{
    (void)state;
    size_t count;
    const struct coverage_definition *definitions = coverage_definitions(&count);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        assert_non_null(strstr(definitions[i].source, "十四五"));
        assert_true(definitions[i].target > 0 && definitions[i].target <= 1);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, city_set_up, city_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_home_counts_where_it_lies_not_where_it_says),
        TEST(on_a_border_the_lower_code_has_it),
        TEST(a_home_without_a_place_counts_where_it_says),
        TEST(a_home_that_states_only_the_district_counts_for_no_township),
        TEST(a_village_counts_for_its_township),
        TEST(failing_units_stand_by_code),
        TEST(what_has_no_units_of_the_level_is_left_out),
        TEST(only_public_benefit_graves_and_ashes_count),
        TEST(only_homes_of_comprehensive_function_count),
        TEST(units_of_another_day_do_not_count),
        TEST(before_the_year_of_the_target_nothing_is_due),
        TEST(a_target_is_met_from_its_value_on),
        TEST(every_definition_tells_its_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
