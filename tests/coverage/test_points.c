/* tests/coverage/test_points.c - facilities and people as a section. */
#include "coverage/points.h"

#include "tests/coverage/city.h"

static void fill(struct city *c)
{
    for (int i = 0; i < 3; i++) {
        struct store_facility *home = city_add_home(c, "220104");
        home->nature = "公益";
        home->ownership = i ? NULL : "公办";
        home->point = city_at(100 * i, 0);
        home->has_point = true;
        city_add_people(c, 10 * (i + 1), city_at(50 * i, 50))->method = "census";
    }
    for (int i = 0; i < 60; i++)
        city_add_road(c, city_at(10 * i - 100, 0), city_at(10 * i - 90, 0));
    city_add_division(c, "220100");
    city_add_division(c, "220104");
    city_open(c);
}

static void rows_come_back_by_id(void **state)
{
    struct city *c = *state;
    fill(c);
    assert_int_equal(c->points.facility_count, 3);
    assert_int_equal(c->points.people_count, 3);
    const struct coverage_facility_row *f = &c->points.facilities[1];
    assert_string_equal(coverage_points_text(&c->points, f->id), "f01");
    assert_string_equal(coverage_points_text(&c->points, f->kind), "eldercare.day");
    assert_string_equal(coverage_points_text(&c->points, f->nature), "公益");
    assert_string_equal(coverage_points_text(&c->points, f->ownership), "");
    assert_true(geo_point_equal(f->point, city_at(100, 0)));
    assert_int_equal(c->points.people[2].counts[COVERAGE_TOTAL], 30);
    assert_int_equal(c->points.people[2].counts[COVERAGE_AGE80], 0); /* unknown */
    assert_string_equal(coverage_points_text(&c->points, c->points.people[2].method), "census");
}

/* What opens can be run and written. */
static bool use(struct city *c, const void *bytes, size_t size)
{
    struct coverage_points points;
    struct base_error err = {0};
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    if (coverage_points_open(bytes, size, &points, &err) != BASE_OK)
        return false;
    struct city damaged = *c;
    damaged.input.points = &points;
    struct coverage_report report = city_run(&damaged, "2025-12-31");
    base_json_init(&json, &out);
    coverage_report_write(&report, &damaged.input, &json);
    assert_int_equal(base_buffer_check(&out, &err), BASE_OK);
    return true;
}

static void damaged_bytes_are_refused_or_harmless(void **state)
{
    static const unsigned char changes[] = {0x01, 0x80, 0xFF};
    struct city *c = *state;
    size_t refused = 0;
    fill(c);
    for (size_t i = 0; i < c->points_bytes.size; i++)
        for (size_t j = 0; j < COUNT(changes); j++) {
            c->points_bytes.data[i] = (char)(c->points_bytes.data[i] ^ changes[j]);
            refused += !use(c, c->points_bytes.data, c->points_bytes.size);
            c->points_bytes.data[i] = (char)(c->points_bytes.data[i] ^ changes[j]);
        }
    assert_true(refused > 200);
    assert_true(use(c, c->points_bytes.data, c->points_bytes.size));
}

static void cut_bytes_are_refused(void **state)
{
    struct city *c = *state;
    fill(c);
    for (size_t size = 0; size < c->points_bytes.size; size++)
        assert_false(use(c, c->points_bytes.data, size));
}

static void assert_refused(struct city *c)
{
    struct coverage_points points;
    struct base_error err = {0};
    assert_int_equal(
        coverage_points_open(c->points_bytes.data, c->points_bytes.size, &points, &err),
        BASE_INVALID);
    city_open(c);
}

static void each_broken_promise_is_refused(void **state)
{
    struct city *c = *state;
    fill(c);
#define BREAK(rows, type, member, value)                                                           \
    do {                                                                                           \
        type *row = (type *)(uintptr_t)&c->points.rows[1];                                         \
        row->member = (value);                                                                     \
        assert_refused(c);                                                                         \
    } while (0)
    BREAK(facilities, struct coverage_facility_row, kind, UINT32_MAX);
    BREAK(facilities, struct coverage_facility_row, ownership, (uint32_t)c->points.text_size);
    BREAK(facilities, struct coverage_facility_row, point.lon, INT64_MAX);
    BREAK(people, struct coverage_people_row, division, UINT32_MAX);
    BREAK(people, struct coverage_people_row, point.lat, INT64_MIN);
    BREAK(people, struct coverage_people_row, counts[3], -1);
    BREAK(people, struct coverage_people_row, counts[0], INT64_MAX);
    *((char *)(uintptr_t)c->points.texts + c->points.text_size - 1) = 'x';
    assert_refused(c);
}

static void nothing_is_a_section_too(void **state)
{
    struct city *c = *state;
    city_open(c);
    assert_int_equal(c->points.facility_count, 0);
    assert_int_equal(c->points.people_count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, city_set_up, city_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(rows_come_back_by_id),     TEST(damaged_bytes_are_refused_or_harmless),
        TEST(cut_bytes_are_refused),    TEST(each_broken_promise_is_refused),
        TEST(nothing_is_a_section_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
