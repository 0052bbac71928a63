/* tests/server/test_param.c */
#include "server/param.h"

#include <string.h>

#include "tests/support/near.h"

static const char *const VALUES[] = {"summer", "winter", NULL};

static const struct server_param TEXT = {
    .name = "p", .type = SERVER_PARAM_TEXT, .min = 1, .max = 6};
static const struct server_param INT = {
    .name = "p", .type = SERVER_PARAM_INT, .min = 1, .max = 100};
static const struct server_param NUMBER = {
    .name = "p", .type = SERVER_PARAM_NUMBER, .min = -1.5, .max = 1e8};
static const struct server_param NUMBERS = {
    .name = "p", .type = SERVER_PARAM_NUMBERS, .min = 1, .max = 60};
static const struct server_param DATE = {.name = "p", .type = SERVER_PARAM_DATE};
static const struct server_param TIME = {.name = "p", .type = SERVER_PARAM_TIME};
static const struct server_param BBOX = {.name = "p", .type = SERVER_PARAM_BBOX};
static const struct server_param LONLAT = {.name = "p", .type = SERVER_PARAM_LONLAT};
static const struct server_param CODE = {.name = "p", .type = SERVER_PARAM_CODE};
static const struct server_param CRS = {.name = "p", .type = SERVER_PARAM_CRS};
static const struct server_param ENUM = {.name = "p", .type = SERVER_PARAM_ENUM, .values = VALUES};

static int setup(void **state)
{
    *state = base_arena_create(0);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    base_arena_free(*state);
    return 0;
}

static struct server_value read(struct base_arena *arena, const struct server_param *param,
                                const char *text)
{
    struct server_value value = {.given = false};
    struct base_error err = {.message = ""};
    if (server_param_parse(param, text, arena, &value, &err) != BASE_OK)
        fail_msg("%s: %s", text, err.message);
    assert_true(value.given);
    assert_ptr_equal(value.param, param);
    return value;
}

static void good_values_are_read(void **state)
{
    assert_string_equal(read(*state, &TEXT, "长春").text, "长春");
    assert_int_equal(read(*state, &INT, "1").integer, 1);
    assert_int_equal(read(*state, &INT, "100").integer, 100);
    assert_near(read(*state, &NUMBER, "-1.5").number, -1.5, 0);
    assert_near(read(*state, &NUMBER, "1e2").number, 100, 0);
    assert_string_equal(read(*state, &CODE, "2201").text, "220100");
    assert_string_equal(read(*state, &CODE, "220104005000").text, "220104005");
    assert_string_equal(read(*state, &CRS, "EPSG:4490").text, "EPSG:4490");
    assert_string_equal(read(*state, &CRS, "GCJ-02").text, "GCJ-02");
    assert_int_equal(read(*state, &ENUM, "winter").choice, 1);
    assert_int_equal(read(*state, &DATE, "1970-01-02").date, 1);
    assert_int_equal(read(*state, &TIME, "1970-01-01T08:00:01+08:00").time, 1000000);
    assert_near(read(*state, &BBOX, "124.3,43.2,127.1,45.3").bbox.east, 127.1, 0);
    assert_int_equal(read(*state, &LONLAT, "125.5,-43").point.lon, 125500000000);
    assert_int_equal(read(*state, &LONLAT, "125.5,-43").point.lat, -43000000000);
    struct server_value minutes = read(*state, &NUMBERS, "5,10.5,15");
    assert_int_equal(minutes.count, 3);
    assert_near(minutes.numbers[1], 10.5, 0);
    assert_int_equal(read(*state, &NUMBERS, "1,2,3,4,5,6,7,8,9,10").count, SERVER_MAX_NUMBERS);
}

static void wrong_values_name_the_parameter_and_leave_out_alone(void **state)
{
    static const struct {
        const struct server_param *param;
        const char *texts[16];
    } cases[] = {
        {&TEXT, {"", "长春市"}},
        {&INT,
         {"", "0", "101", "-1", "1.5", "1e2", "x", " 1", "1 ", "99999999999999999999", "0x10"}},
        {&NUMBER, {"", "nan", "inf", "-1.6", "1e9", "1,5", "x", "0x1p3", "1e999"}},
        {&NUMBERS,
         {"", ",", "5,", ",5", "5,,6", "10,5", "5,5", "0", "61", "5,x", "1,2,3,4,5,6,7,8,9,10,11",
          "5;10", "nan", "5, 10"}},
        {&DATE, {"", "2026-02-30", "2026-13-01", "26-01-01", "today", "2026-01-01T00:00:00Z"}},
        {&TIME, {"", "2026-01-01", "noon"}},
        {&LONLAT,
         {"", "125", "125,", "125,43,", ",43", "181,43", "125,91", "a,b", "125 43", "1,2,3"}},
        {&CODE, {"", "1", "220", "22010", "2201O2", "2201041", "22010400500", "-22"}},
        {&CRS, {"", "WGS84", "EPSG:", "EPSG:x", "EPSG:12", "4490", "GCJ02", "EPSG:4490 "}},
        {&ENUM, {"", "Summer", "summer ", "autumn"}},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t j = 0; j < COUNT(cases[i].texts) && cases[i].texts[j]; j++) {
            struct server_value value = {.integer = 7};
            struct base_error err = {.message = ""};
            if (server_param_parse(cases[i].param, cases[i].texts[j], *state, &value, &err) !=
                BASE_INVALID)
                fail_msg("type %d takes \"%s\"", cases[i].param->type, cases[i].texts[j]);
            assert_memory_equal(err.message, "p ", 2);
            assert_string_not_equal(err.message, err.message_zh);
            assert_int_equal(value.integer, 7);
        }
}

static void a_wrong_box_says_what_is_wrong_with_it(void **state)
{
    static const char *const texts[] = {"",        "1,2,3",     "1,2,3,4,5",
                                        "0,5,1,4", "0,-91,1,1", "a,b,c,d"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct server_value value;
        assert_int_equal(server_param_parse(&BBOX, texts[i], *state, &value, NULL), BASE_INVALID);
    }
}

static void an_enum_tells_its_values(void **state)
{
    struct server_value value;
    struct base_error err = {.message = ""};
    assert_int_equal(server_param_parse(&ENUM, "x", *state, &value, &err), BASE_INVALID);
    assert_string_equal(err.message, "p must be one of: summer, winter");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(good_values_are_read),
        TEST(wrong_values_name_the_parameter_and_leave_out_alone),
        TEST(a_wrong_box_says_what_is_wrong_with_it),
        TEST(an_enum_tells_its_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
