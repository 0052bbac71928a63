#include <string.h>

#include "base/date.h"
#include "tests/support/cmocka.h"

static void parse_reads_three_forms_of_days_that_exist(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t day; /* BASE_DATE_NONE: refused */
    } cases[] = {
        {"1970-01-01", 0},
        {"1969-12-31", -1},
        {"2000-02-29", 11016},
        {"20200605", 18418},
        {"2020/06/05", 18418},
        {"0000-01-01", -719528},
        {"9999-12-31", 2932896},
        {"1900-02-29", BASE_DATE_NONE},
        {"2021-02-29", BASE_DATE_NONE},
        {"2021-04-31", BASE_DATE_NONE},
        {"2021-13-01", BASE_DATE_NONE},
        {"2021-00-10", BASE_DATE_NONE},
        {"2021-01-00", BASE_DATE_NONE},
        {"2021-1-1", BASE_DATE_NONE},
        {"2021-01/01", BASE_DATE_NONE},
        {"2021-0101", BASE_DATE_NONE},
        {"2021-01-01 ", BASE_DATE_NONE},
        {"", BASE_DATE_NONE},
        {"2021-01-0", BASE_DATE_NONE},
        {"2021", BASE_DATE_NONE},
        {"2021-", BASE_DATE_NONE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        base_date_t day = 7;
        bool good = cases[i].day != BASE_DATE_NONE;
        if (base_date_parse(cases[i].text, &day) != good)
            fail_msg("%s", cases[i].text);
        assert_int_equal(day, good ? cases[i].day : 7);
    }
    base_date_t day;
    assert_false(base_date_parse(NULL, &day));
}

static void every_day_of_400_years_prints_and_reads_back(void **state)
{
    (void)state;
    char text[BASE_DATE_SIZE], before[BASE_DATE_SIZE] = "";
    for (base_date_t day = -100000; day < 46097; day++) {
        base_date_t back;
        base_date_print(day, text);
        assert_true(base_date_parse(text, &back) && back == day);
        assert_true(strcmp(before, text) < 0); /* days in order are texts in order */
        strcpy(before, text);
    }
    assert_string_equal(base_date_print(BASE_DATE_NONE, text), "");
}

static void within_is_half_open_and_unknown_ends_never_exclude(void **state)
{
    (void)state;
    static const struct {
        base_date_t day, from, to;
        bool within;
    } cases[] = {
        {10, 10, 20, true},
        {9, 10, 20, false},
        {19, 10, 20, true},
        {20, 10, 20, false},
        {-5, BASE_DATE_NONE, 0, true},
        {5, 0, BASE_DATE_NONE, true},
        {5, BASE_DATE_NONE, BASE_DATE_NONE, true},
        {5, 5, 5, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(base_date_within(cases[i].day, cases[i].from, cases[i].to),
                         cases[i].within);
}

static void time_parse_reads_rfc_3339_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int64_t us;
    } cases[] = {
        {"1970-01-01T00:00:00Z", true, 0},
        {"1970-01-01T08:00:00+08:00", true, 0},
        {"1969-12-31T19:30:00-04:30", true, 0},
        {"1970-01-01t00:00:00.5z", true, 500000},
        {"1970-01-01 00:00:00.123456789Z", true, 123456},
        {"2026-11-24T03:04:05.678Z", true, 1795489445678000},
        {"2016-12-31T23:59:60Z", true, 1483228800000000},
        {"1970-01-01", false, 0},
        {"1970-01-01T00:00:00", false, 0},
        {"19700101T00:00:00Z", false, 0},
        {"1970-01-01T00:00Z", false, 0},
        {"1970-01-01T24:00:00Z", false, 0},
        {"1970-01-01T00:60:00Z", false, 0},
        {"1970-01-01T00:00:61Z", false, 0},
        {"1970-01-01T00:00:00.Z", false, 0},
        {"1970-01-01T00:00:00+0800", false, 0},
        {"1970-01-01T00:00:00+24:00", false, 0},
        {"1970-01-01T00:00:00Zx", false, 0},
        {"1970-02-30T00:00:00Z", false, 0},
        {"", false, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        base_time_t time = 7;
        if (base_time_parse(cases[i].text, &time) != cases[i].good)
            fail_msg("%s", cases[i].text);
        assert_true(time == (cases[i].good ? cases[i].us : 7));
    }
}

static void time_prints_utc_before_and_after_1970(void **state)
{
    (void)state;
    char text[BASE_TIME_SIZE];
    assert_string_equal(base_time_print(0, text), "1970-01-01T00:00:00.000Z");
    assert_string_equal(base_time_print(-1, text), "1969-12-31T23:59:59.999Z");
    assert_string_equal(base_time_print(1795489445678000, text), "2026-11-24T03:04:05.678Z");
    base_time_t now = base_time_now(), back;
    assert_true(base_time_parse(base_time_print(now, text), &back));
    assert_true(now - back >= 0 && now - back < 1000);
}

static void today_depends_on_the_zone(void **state)
{
    (void)state;
    base_date_t west = base_date_today(-720), east = base_date_today(720);
    assert_true(east - west == 1);
    int64_t before = base_time_ticks();
    assert_true(base_time_ticks() >= before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_reads_three_forms_of_days_that_exist),
        cmocka_unit_test(every_day_of_400_years_prints_and_reads_back),
        cmocka_unit_test(within_is_half_open_and_unknown_ends_never_exclude),
        cmocka_unit_test(time_parse_reads_rfc_3339_only),
        cmocka_unit_test(time_prints_utc_before_and_after_1970),
        cmocka_unit_test(today_depends_on_the_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
