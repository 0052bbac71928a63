/* tests/store/test_finding.c - runs and findings. */
#include "tests/store/record.h"

#include "store/finding.h"

static int64_t add_run(struct record *record)
{
    int64_t id = 0;
    struct store_run run = {.job = "inspection", .options = "{}", .at = BASE_DATE_NONE};
    assert_int_equal(store_run_add(record->store, &run, &id, NULL), BASE_OK);
    return id;
}

static struct store_finding overlap(struct record *record, const char *id, const char *body,
                                    int64_t x)
{
    struct geo_geometry square = record_square(record, x, 43000000000, 1000);
    return (struct store_finding){.id = id,
                                  .kind = "overlap",
                                  .level = "county",
                                  .severity = "substantive",
                                  .parties = "220102,220103",
                                  .area_m2 = 12.5,
                                  .width_m = NAN,
                                  .box = geo_geometry_box(&square),
                                  .first_vertex = {x, 43000000000},
                                  .first_seen = 77,
                                  .body = body,
                                  .geometry = square};
}

static size_t list(struct record *record, struct store_finding_filter filter,
                   struct store_finding **rows)
{
    size_t count = 99;
    assert_int_equal(store_finding_list(record->store, &filter, record->arena, rows, &count, NULL),
                     BASE_OK);
    return count;
}

#define ANY .min_area_m2 = NAN, .box = geo_box_empty()

static void a_finding_seen_again_keeps_its_first_sight_and_its_old_picture(void **state)
{
    struct record *record = *state;
    struct store_finding *rows;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    int64_t first = add_run(record);
    struct store_finding f = overlap(record, "a", "{\"run\":1}", 125000000000);
    f.state = "confirmed";
    assert_int_equal(store_finding_put(record->store, first, &f, NULL), BASE_OK);
    int64_t second = add_run(record);
    struct store_finding again = overlap(record, "a", "{\"run\":2}", 125000000500);
    again.area_m2 = 6;
    again.severity = "minor";
    again.first_seen = 99;
    assert_int_equal(store_finding_put(record->store, second, &again, NULL), BASE_OK);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);

    assert_int_equal(list(record, (struct store_finding_filter){ANY}, &rows), 1);
    assert_string_equal(rows[0].body, "{\"run\":2}");
    assert_string_equal(rows[0].state, "confirmed");
    assert_int_equal(rows[0].first_run, first);
    assert_int_equal(rows[0].last_run, second);
    assert_int_equal(rows[0].first_seen, 77);
    assert_true(geo_geometry_equal(&rows[0].geometry, &again.geometry));

    assert_int_equal(list(record, (struct store_finding_filter){ANY, .run = first}, &rows), 1);
    assert_string_equal(rows[0].body, "{\"run\":1}");
    assert_string_equal(rows[0].severity, "substantive");
    assert_near(rows[0].area_m2, 12.5, 0);
    assert_true(geo_geometry_equal(&rows[0].geometry, &f.geometry));

    size_t count;
    assert_int_equal(store_finding_earlier(record->store, second + 1, "overlap", "220102,220103",
                                           record->arena, &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].first_vertex.lon, 125000000500);
    assert_int_equal(store_finding_earlier(record->store, second, "overlap", "220102,220103",
                                           record->arena, &rows, &count, NULL),
                     BASE_OK);
    assert_int_equal(count, 0);
}

static void a_closed_finding_that_comes_back_is_reopened(void **state)
{
    struct record *record = *state;
    static const struct {
        const char *before, *after;
    } cases[] = {{"new", "new"},          {"confirmed", "confirmed"},
                 {"fixed", "reopened"},   {"verified", "reopened"},
                 {"closed", "reopened"},  {"accepted-exception", "accepted-exception"},
                 {"rejected", "rejected"}};
    struct store_finding *rows;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char id[8];
        snprintf(id, sizeof id, "f%zu", i);
        struct store_finding f = overlap(record, id, "{}", 125000000000);
        f.state = cases[i].before;
        assert_int_equal(store_begin(record->store, NULL), BASE_OK);
        int64_t first = add_run(record), second = add_run(record);
        assert_int_equal(store_finding_put(record->store, first, &f, NULL), BASE_OK);
        bool known = true;
        base_time_t first_seen = 0;
        const char *told = NULL;
        assert_int_equal(store_finding_known(record->store, first, id, record->arena, &known,
                                             &first_seen, &told, NULL),
                         BASE_OK);
        assert_false(known); /* by no earlier run */
        assert_int_equal(store_finding_known(record->store, second, id, record->arena, &known,
                                             &first_seen, &told, NULL),
                         BASE_OK);
        assert_true(known);
        assert_int_equal(first_seen, f.first_seen);
        assert_string_equal(told, cases[i].after);
        assert_int_equal(store_finding_put(record->store, second, &f, NULL), BASE_OK);
        assert_int_equal(store_commit(record->store, NULL), BASE_OK);
        assert_int_equal(list(record, (struct store_finding_filter){ANY}, &rows), 1);
        assert_string_equal(rows[0].state, cases[i].after);
    }
}

static void filters_choose_and_pages_go_on(void **state)
{
    struct record *record = *state;
    struct store_finding *rows;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    int64_t run = add_run(record);
    for (int i = 0; i < 10; i++) {
        char id[8];
        snprintf(id, sizeof id, "f%d", i);
        struct store_finding f = overlap(record, id, "{}", 125000000000 + 1000000 * i);
        f.severity = i % 2 ? "minor" : "blocking";
        f.kind = i % 3 ? "gap" : "overlap";
        f.parties = i == 4 ? "220112" : "220102,220103";
        f.area_m2 = i;
        f.width_m = i < 5 ? (double)NAN : i;
        if (i == 9) /* shown as 9, and found by what is shown */
            f.area_m2 = f.width_m = 8.99997;
        assert_int_equal(store_finding_put(record->store, run, &f, NULL), BASE_OK);
    }
    struct store_finding f = {.id = "none",
                              .kind = "code-mismatch",
                              .severity = "notice",
                              .area_m2 = NAN,
                              .width_m = NAN,
                              .box = geo_box_empty(),
                              .body = "{}"};
    assert_int_equal(store_finding_put(record->store, run, &f, NULL), BASE_OK);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);

    const struct geo_box box = {{125002000000, 42000000000}, {125004500000, 44000000000}};
    const struct {
        struct store_finding_filter filter;
        size_t count;
    } cases[] = {
        {{ANY}, 11},
        {{ANY, .severity = "minor"}, 5},
        {{ANY, .kind = "overlap"}, 4},
        {{ANY, .party = "220103"}, 9},
        {{ANY, .party = "22010"}, 0},
        {{ANY, .party = "220112"}, 1},
        {{ANY, .level = "county"}, 10},
        {{ANY, .state = "new"}, 11},
        {{ANY, .state = "closed"}, 0},
        {{ANY, .limit = 4}, 4},
        {{.min_area_m2 = 7, .box = geo_box_empty()}, 3},
        {{.min_area_m2 = NAN, .box = box}, 3},
        {{ANY, .min_width_m = 6.5}, 3},
        {{ANY, .min_width_m = 9}, 1},
        {{.min_area_m2 = 9, .box = geo_box_empty()}, 1},
        {{ANY, .id = "f3"}, 1},
        {{ANY, .id = "f3", .kind = "overlap", .min_width_m = 2}, 0},
        {{ANY, .id = "f33"}, 0},
        {{ANY, .run = 999}, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(list(record, cases[i].filter, &rows), cases[i].count);

    char seen[200] = "";
    const char *after = NULL;
    size_t count;
    while ((count = list(record, (struct store_finding_filter){ANY, .after = after, .limit = 3},
                         &rows)) > 0) {
        for (size_t i = 0; i < count; i++)
            snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s ", rows[i].id);
        after = rows[count - 1].id;
    }
    /* blocking gaps, blocking overlaps, minor gaps, minor overlaps, the notice */
    assert_string_equal(seen, "f2 f4 f8 f0 f6 f1 f5 f7 f3 f9 none ");
}

static void runs_are_found_by_job(void **state)
{
    struct record *record = *state;
    struct store_run found, *runs;
    size_t count;
    int64_t other;
    assert_int_equal(store_run_find(record->store, "inspection", 0, record->arena, &found, NULL),
                     BASE_NOT_FOUND);
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    int64_t first = add_run(record), second = add_run(record);
    struct store_run coverage = {.job = "coverage", .at = 100, .report = "{}"};
    assert_int_equal(store_run_add(record->store, &coverage, &other, NULL), BASE_OK);
    assert_int_equal(store_run_set_report(record->store, first, "{\"a\":1}", NULL), BASE_OK);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_int_equal(store_run_find(record->store, "inspection", 0, record->arena, &found, NULL),
                     BASE_OK);
    assert_int_equal(found.id, second);
    assert_int_equal(
        store_run_find(record->store, "inspection", first, record->arena, &found, NULL), BASE_OK);
    assert_string_equal(found.report, "{\"a\":1}");
    assert_int_equal(
        store_run_find(record->store, "inspection", other, record->arena, &found, NULL),
        BASE_NOT_FOUND);
    assert_int_equal(
        store_run_list(record->store, "inspection", second, 9, record->arena, &runs, &count, NULL),
        BASE_OK);
    assert_int_equal(count, 1);
    assert_int_equal(runs[0].id, first);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

static void put(struct record *record, int64_t run, const char *id, const char *body)
{
    struct store_finding f = overlap(record, id, body, 125000000000);
    assert_int_equal(store_finding_put(record->store, run, &f, NULL), BASE_OK);
}

/* A run of all that `from` saw, without the one, with another. */
static int64_t carry(struct record *record, int64_t from, const char *dropped, const char *put_id)
{
    int64_t run = add_run(record);
    assert_int_equal(store_run_carry(record->store, run, from, NULL), BASE_OK);
    assert_int_equal(store_finding_drop(record->store, run, dropped, NULL), BASE_OK);
    put(record, run, put_id, "{\"new\":1}");
    assert_int_equal(store_run_settle(record->store, run, NULL), BASE_OK);
    return run;
}

static const char *ids(struct record *record, int64_t run)
{
    struct store_finding *rows;
    size_t count = list(record, (struct store_finding_filter){ANY, .run = run}, &rows);
    char *text = base_arena_strdup(record->arena, "");
    for (size_t i = 0; i < count; i++)
        text = base_arena_printf(record->arena, "%s%s", text, rows[i].id);
    return text;
}

static void a_run_that_carries_another_shows_what_differs(void **state)
{
    struct record *record = *state;
    struct store_finding *rows, seen;
    bool found = false;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    int64_t first = add_run(record);
    put(record, first, "a", "{}");
    put(record, first, "b", "{}");
    put(record, first, "c", "{}");
    int64_t second = carry(record, first, "a", "b");
    int64_t third = carry(record, second, "c", "d");
    int64_t fourth = carry(record, third, "d", "a");
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_string_equal(ids(record, first), "abc");
    assert_string_equal(ids(record, second), "bc");
    assert_string_equal(ids(record, third), "bd");
    assert_string_equal(ids(record, fourth), "ab");
    assert_string_equal(ids(record, 0), "ab");

    assert_int_equal(
        list(record, (struct store_finding_filter){ANY, .run = second, .id = "b"}, &rows), 1);
    assert_string_equal(rows[0].body, "{\"new\":1}");
    assert_int_equal(
        list(record, (struct store_finding_filter){ANY, .run = first, .id = "b"}, &rows), 1);
    assert_string_equal(rows[0].body, "{}");
    assert_int_equal(
        list(record, (struct store_finding_filter){ANY, .run = fourth, .after = "a"}, &rows), 1);
    assert_int_equal(store_finding_is_seen(record->store, third, "a", &found, NULL), BASE_OK);
    assert_false(found);
    assert_int_equal(
        store_finding_seen(record->store, second, "c", record->arena, &found, &seen, NULL),
        BASE_OK);
    assert_true(found);
    assert_int_equal(seen.first_run, first);
    assert_int_equal(seen.last_run, second);
}

static void a_carried_finding_that_was_closed_is_reopened_and_one_dropped_is_not(void **state)
{
    struct record *record = *state;
    struct store_finding *rows;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    int64_t first = add_run(record);
    for (int i = 0; i < 2; i++) {
        struct store_finding f = overlap(record, i ? "b" : "a", "{}", 125000000000);
        f.state = "fixed";
        assert_int_equal(store_finding_put(record->store, first, &f, NULL), BASE_OK);
    }
    int64_t second = carry(record, first, "b", "c");
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    list(record, (struct store_finding_filter){ANY, .run = second, .id = "a"}, &rows);
    assert_string_equal(rows[0].state, "reopened");
    list(record, (struct store_finding_filter){ANY, .run = first, .id = "b"}, &rows);
    assert_string_equal(rows[0].state, "fixed");
}

/* Past a hundred differences the rows are written again, and nothing else changes. */
static void many_differences_are_written_whole(void **state)
{
    struct record *record = *state;
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    int64_t run = add_run(record);
    put(record, run, "a", "{}");
    for (int i = 0; i < 250; i++) {
        char id[8];
        snprintf(id, sizeof id, "n%d", i);
        run = carry(record, run, id, id);
        assert_int_equal(store_finding_drop(record->store, run, id, NULL), BASE_OK);
    }
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
    assert_string_equal(ids(record, run), "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_finding_seen_again_keeps_its_first_sight_and_its_old_picture),
        TEST(a_closed_finding_that_comes_back_is_reopened),
        TEST(filters_choose_and_pages_go_on),
        TEST(runs_are_found_by_job),
        TEST(a_run_that_carries_another_shows_what_differs),
        TEST(a_carried_finding_that_was_closed_is_reopened_and_one_dropped_is_not),
        TEST(many_differences_are_written_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
