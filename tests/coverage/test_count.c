/* tests/coverage/test_count.c - what must hold of any run over any city. */
#include "tests/coverage/city.h"

static uint32_t next_random(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static struct geo_point somewhere(uint32_t *seed)
{
    double x = next_random(seed) % 16000 / 10.0 - 300, y = next_random(seed) % 16000 / 10.0 - 300;
    return city_at(x, y);
}

#define HOMES  6
#define PEOPLE 80

/* Ten streets each way, 110 m apart; an islet far off; homes and people all
 * about, the people in four townships of two districts. */
static void fill(struct city *c, uint32_t seed)
{
    static const char *const units[] = {"220100",    "220102",    "220104",   "220102001",
                                        "220102002", "220104001", "220104002"};
    c->road_count = c->facility_count = c->people_count = c->division_count = 0;
    for (int i = 0; i < 10; i++) {
        city_add_road(c, city_at(-50, 110 * i), city_at(1040, 110 * i + 7));
        city_add_road(c, city_at(110 * i, -50), city_at(110 * i - 9, 1040));
    }
    city_add_road(c, city_at(3000, 0), city_at(3000, 100));
    for (size_t i = 0; i < COUNT(units); i++)
        city_add_division(c, units[i]);
    for (int i = 0; i < HOMES; i++) {
        struct store_facility *home = city_add_home(c, units[3 + i % 4]);
        home->point = i ? somewhere(&seed) : city_at(500, 500);
        home->has_point = true;
    }
    for (int i = 0; i < PEOPLE; i++) {
        struct store_population *p = city_add_people(c, next_random(&seed) % 900, somewhere(&seed));
        p->division = units[3 + next_random(&seed) % 4];
        p->age60 = p->total / 3;
        p->age80 = i % 7 ? p->total / 20 : -1;
        p->has_point = i % 11 != 0;
    }
    c->people[1].point = city_at(3000, 50);
    c->people[2].point = city_at(9000, 9000);
}

static struct coverage_report run_for(struct city *c, uint32_t minutes, enum coverage_season season)
{
    const struct coverage_options options = {.kind = "eldercare",
                                             .at = city_day("2025-12-31"),
                                             .minutes = minutes,
                                             .profile = "older80",
                                             .season = season};
    return city_run_with(c, &options);
}

static void add(struct coverage_people *sum, const struct coverage_people *people)
{
    for (int age = 0; age < COVERAGE_AGES; age++)
        for (int status = 0; status < COVERAGE_STATUSES; status++)
            sum->count[age][status] += people->count[age][status];
}

static struct coverage_people
sum_of_level(const struct city *c, const struct coverage_report *report, enum store_level level)
{
    struct coverage_people sum = {0};
    for (size_t i = 0; i < report->division_count; i++)
        if (store_division_index_entry(&c->index, report->divisions[i].row).level == level)
            add(&sum, &report->divisions[i].people);
    return sum;
}

static void everyone_is_counted_once_at_every_level(void **state)
{
    struct city *c = *state;
    for (uint32_t seed = 1; seed <= 5; seed++) {
        int64_t total = 0, age80 = 0;
        fill(c, seed);
        city_open(c);
        for (size_t i = 0; i < PEOPLE; i++) {
            total += c->people[i].total;
            age80 += c->people[i].age80 > 0 ? c->people[i].age80 : 0;
        }
        struct coverage_report report = run_for(c, 5, COVERAGE_SUMMER);
        assert_int_equal(coverage_people_all(&report.people, COVERAGE_TOTAL), total);
        assert_int_equal(coverage_people_all(&report.people, COVERAGE_AGE80), age80);
        assert_int_equal(coverage_people_all(&report.people, COVERAGE_AGE65), 0);
        static const enum store_level levels[] = {STORE_LEVEL_TOWNSHIP, STORE_LEVEL_COUNTY,
                                                  STORE_LEVEL_PREFECTURE};
        for (size_t i = 0; i < COUNT(levels); i++) {
            struct coverage_people sum = sum_of_level(c, &report, levels[i]);
            assert_memory_equal(&sum, &report.people, sizeof sum);
        }
    }
}

static void the_covered_are_shared_out_among_the_homes(void **state)
{
    struct city *c = *state;
    fill(c, 77);
    city_open(c);
    struct coverage_report report = run_for(c, 5, COVERAGE_SUMMER);
    struct coverage_people sum = {0};
    for (size_t i = 0; i < report.facility_count; i++)
        add(&sum, &report.facilities[i].people);
    assert_true(report.people.count[COVERAGE_TOTAL][COVERAGE_COVERED] > 0);
    assert_true(report.people.count[COVERAGE_TOTAL][COVERAGE_TOO_FAR] > 0);
    for (int age = 0; age < COVERAGE_AGES; age++)
        assert_int_equal(coverage_people_all(&sum, age),
                         report.people.count[age][COVERAGE_COVERED]);
}

/* The nearest of all is the nearest of each alone. */
static void many_homes_cost_the_least_of_each_alone(void **state)
{
    struct city *c = *state;
    fill(c, 5);
    city_open(c);
    struct coverage_report all = run_for(c, 12, COVERAGE_WINTER);
    uint32_t least[PEOPLE], owner[PEOPLE];
    memset(least, 0xFF, sizeof least);
    memset(owner, 0xFF, sizeof owner);
    for (size_t home = 0; home < HOMES; home++) {
        for (size_t i = 0; i < HOMES; i++)
            c->facilities[i].has_point = i == home;
        city_open(c);
        struct coverage_report alone = run_for(c, 12, COVERAGE_WINTER);
        for (size_t i = 0; i < PEOPLE; i++)
            if (alone.persons[i].status == COVERAGE_COVERED &&
                alone.persons[i].cost_ms < least[i]) {
                least[i] = alone.persons[i].cost_ms;
                owner[i] = (uint32_t)home;
            }
    }
    for (size_t i = 0; i < PEOPLE; i++) {
        bool covered = all.persons[i].status == COVERAGE_COVERED;
        assert_int_equal(covered, least[i] != COVERAGE_NEVER);
        if (covered) {
            assert_int_equal(all.persons[i].cost_ms, least[i]);
            assert_int_equal(all.persons[i].facility, owner[i]);
        }
    }
}

/* Whoever is covered in the one is so in the other. */
static void assert_keeps(const struct coverage_report *before, const struct coverage_report *after)
{
    for (size_t i = 0; i < PEOPLE; i++)
        if (before->persons[i].status == COVERAGE_COVERED) {
            assert_int_equal(after->persons[i].status, COVERAGE_COVERED);
            assert_true(after->persons[i].cost_ms <= before->persons[i].cost_ms);
        }
}

static void more_minutes_another_home_and_summer_lose_nobody(void **state)
{
    struct city *c = *state;
    fill(c, 9);
    city_open(c);
    struct coverage_report ten = run_for(c, 10, COVERAGE_SUMMER);
    struct coverage_report winter = run_for(c, 10, COVERAGE_WINTER);
    struct coverage_report twelve = run_for(c, 12, COVERAGE_SUMMER);
    assert_keeps(&ten, &twelve);
    assert_keeps(&winter, &ten);
    assert_true(winter.people.count[COVERAGE_TOTAL][COVERAGE_COVERED] <
                ten.people.count[COVERAGE_TOTAL][COVERAGE_COVERED]);
    struct store_facility *home = city_add_home(c, "220104001");
    home->point = city_at(1000, 1000);
    home->has_point = true;
    city_open(c);
    struct coverage_report more = run_for(c, 10, COVERAGE_SUMMER);
    assert_keeps(&ten, &more);
}

static const char *document(struct city *c)
{
    struct base_buffer out = {0};
    struct base_json json;
    struct coverage_report report = run_for(c, 6, COVERAGE_SUMMER);
    base_json_init(&json, &out);
    coverage_report_write(&report, &c->input, &json);
    const char *text = base_arena_strdup(c->arena, out.data);
    base_buffer_done(&out);
    return text;
}

static void reverse(void *items, size_t count, size_t size)
{
    char *row = items, held[512];
    assert_true(size <= sizeof held);
    for (size_t i = 0; i < count / 2; i++) {
        memcpy(held, row + i * size, size);
        memcpy(row + i * size, row + (count - 1 - i) * size, size);
        memcpy(row + (count - 1 - i) * size, held, size);
    }
}

static void the_order_of_the_rows_changes_neither_bytes_nor_report(void **state)
{
    struct city *c = *state;
    fill(c, 3);
    city_open(c);
    const char *text = document(c);
    size_t graph_size = c->graph_bytes.size, points_size = c->points_bytes.size;
    const char *graph = base_arena_copy(c->arena, c->graph_bytes.data, graph_size);
    const char *points = base_arena_copy(c->arena, c->points_bytes.data, points_size);
    reverse(c->roads, c->road_count, sizeof *c->roads);
    reverse(c->facilities, c->facility_count, sizeof *c->facilities);
    reverse(c->people, c->people_count, sizeof *c->people);
    reverse(c->divisions, c->division_count, sizeof *c->divisions);
    city_open(c);
    assert_int_equal(c->graph_bytes.size, graph_size);
    assert_memory_equal(c->graph_bytes.data, graph, graph_size);
    assert_int_equal(c->points_bytes.size, points_size);
    assert_memory_equal(c->points_bytes.data, points, points_size);
    assert_string_equal(document(c), text);
}

static void the_document_is_finite(void **state)
{
    struct city *c = *state;
    city_open(c); /* nothing at all */
    const char *text = document(c);
    assert_null(strstr(text, "nan"));
    assert_null(strstr(text, "inf"));
    assert_non_null(strstr(text, "\"run\":null"));
}

static void homes_that_are_shut_or_not_yet_there_take_no_part(void **state)
{
    struct city *c = *state;
    fill(c, 4);
    c->facilities[0].closed = city_day("2025-12-31");
    c->facilities[1].opened = city_day("2026-01-01");
    c->facilities[2].version.valid_to = city_day("2025-12-31");
    c->facilities[3].has_point = false;
    c->facilities[4].kind = "funeral.home";
    city_open(c);
    struct coverage_report report = run_for(c, 5, COVERAGE_SUMMER);
    assert_int_equal(report.facility_count, 1);
    assert_string_equal(
        coverage_points_text(&c->points, c->points.facilities[report.facilities[0].row].id), "f05");
    const struct coverage_options eve = {
        .kind = "eldercare", .at = city_day("2025-12-30"), .minutes = 5, .profile = "older"};
    assert_int_equal(city_run_with(c, &eve).facility_count, 3);
}

static int64_t everybody(struct city *c)
{
    city_open(c);
    struct coverage_report report = run_for(c, 5, COVERAGE_SUMMER);
    return coverage_people_all(&report.people, COVERAGE_TOTAL);
}

static void people_who_have_left_are_not_counted(void **state)
{
    struct city *c = *state;
    fill(c, 4);
    int64_t before = everybody(c);
    c->people[5].version.valid_to = city_day("2025-12-31");
    c->people[6].version.valid_from = city_day("2026-01-01");
    assert_int_equal(everybody(c), before - c->people[5].total - c->people[6].total);
}

static void an_unknown_profile_is_refused(void **state)
{
    struct city *c = *state;
    struct coverage_report report;
    struct base_error err = {0};
    const struct coverage_options options = {.kind = "eldercare", .minutes = 5, .profile = "hare"};
    city_open(c);
    assert_int_equal(coverage_run(&c->input, &options, c->arena, &report, &err), BASE_INVALID);
    assert_non_null(strstr(err.message, "hare"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, city_set_up, city_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(everyone_is_counted_once_at_every_level),
        TEST(the_covered_are_shared_out_among_the_homes),
        TEST(many_homes_cost_the_least_of_each_alone),
        TEST(more_minutes_another_home_and_summer_lose_nobody),
        TEST(the_order_of_the_rows_changes_neither_bytes_nor_report),
        TEST(the_document_is_finite),
        TEST(homes_that_are_shut_or_not_yet_there_take_no_part),
        TEST(people_who_have_left_are_not_counted),
        TEST(an_unknown_profile_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
