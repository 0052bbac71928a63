/* The values that people write into cells. */
#include "import/value.h"

#include "tests/support/cmocka.h"
#include "tests/support/near.h"

static void numbers_are_read_in_the_units_people_use(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"1234", 1234},   {" 1,234.5 ", 1234.5}, {"90.7万", 907000}, {"90.7 万人", 907000},
        {"1.2亿", 1.2e8}, {"50%", 0.5},          {"-3.5", -3.5},     {"+7", 7},
        {"１２３", 123},  {"3e3", 3000},         {"120张", 120},     {"1,234,567", 1234567},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = -99;
        assert_true(import_value_number(cases[i].text, &value));
        assert_near(value, cases[i].value, 1e-9 * cases[i].value * cases[i].value + 1e-9);
    }
}

static void what_is_no_number_is_refused_and_out_left_alone(void **state)
{
    (void)state;
    static const char *const cases[] = {"",    "abc",  "1,23", "12,34.5", "nan",   "inf",  "0x10",
                                        "1 2", "1..2", "--1",  "万",      "1万万", "1e999"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = 7;
        if (import_value_number(cases[i], &value))
            print_error("%s was read\n", cases[i]);
        assert_near(value, 7, 0);
    }
}

static void counts_are_whole_and_not_negative(void **state)
{
    (void)state;
    int64_t count = -1;
    assert_true(import_value_count("21,923", &count));
    assert_int_equal(count, 21923);
    assert_true(import_value_count("2.1923万", &count));
    assert_int_equal(count, 21923);
    assert_false(import_value_count("1.5", &count));
    assert_false(import_value_count("-1", &count));
    assert_int_equal(count, 21923);
}

static void areas_become_square_kilometres(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double km2;
    } cases[] = {
        {"237.5", 237.5},        {"237.5平方公里", 237.5}, {"237.5 km²", 237.5},
        {"23750公顷", 237.5},    {"35.625万亩", 237.5},    {"356250亩", 237.5},
        {"237500000 m²", 237.5}, {"23,750 ha", 237.5},     {"2.375亿平方米", 237.5},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double km2 = 0;
        assert_true(import_value_area_km2(cases[i].text, &km2));
        assert_near(km2, cases[i].km2, 1e-9 * cases[i].km2);
    }
    double km2 = 3;
    assert_false(import_value_area_km2("-5", &km2));
    assert_false(import_value_area_km2("公顷", &km2));
    assert_near(km2, 3, 0);
}

static void degrees_are_read_in_every_form(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double degrees;
    } cases[] = {
        {"125.3068", 125.3068},
        {"125°18′24.6″", 125.306833333333},
        {"125°18'24.6\"", 125.306833333333},
        {"125°18'24.6''", 125.306833333333},
        {"东经125度18分24.6秒", 125.306833333333},
        {"E125°18′24.6″", 125.306833333333},
        {"125 18 24.6 E", 125.306833333333},
        {"125:18:24.6", 125.306833333333},
        {"N43°53'", 43.8833333333333},
        {"43°", 43},
        {"南纬 1°30′", -1.5},
        {"-1.5", -1.5},
        {"1°30′W", -1.5},
        {"１２５°１８′２４.６″", 125.306833333333},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double degrees = 0;
        if (!import_value_degrees(cases[i].text, &degrees))
            fail_msg("%s was refused", cases[i].text);
        assert_near(degrees, cases[i].degrees, 1e-10);
    }
}

static void broken_degrees_are_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {"",          "°",       "125°61′",     "125°18′60″",
                                        "125.5°18′", "125′18°", "E125W",       "125°18′24.6″7",
                                        "125:",      "1 2 3 4", "125°18.5′3″", "abc"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        double degrees = 7;
        if (import_value_degrees(cases[i], &degrees))
            fail_msg("%s was read as %g", cases[i], degrees);
        assert_near(degrees, 7, 0);
    }
}

static void dates_are_read_as_offices_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text, *date;
    } cases[] = {
        {"2020-06-05", "2020-06-05"},
        {"2020/06/05", "2020-06-05"},
        {"20200605", "2020-06-05"},
        {"2020年6月5日", "2020-06-05"},
        {"2020.6.5", "2020-06-05"},
        {"2020年6月", "2020-06-01"},
        {"2020", "2020-01-01"},
        {"2020-06-05 00:00:00", "2020-06-05"},
        {"2020/6/5 0:00:00", "2020-06-05"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[BASE_DATE_SIZE];
        base_date_t date = BASE_DATE_NONE;
        if (!import_value_date(cases[i].text, &date))
            fail_msg("%s was refused", cases[i].text);
        assert_string_equal(base_date_print(date, text), cases[i].date);
    }
    base_date_t date = 7;
    assert_false(import_value_date("2020-02-30", &date));
    assert_false(import_value_date("5.6.2020", &date));
    assert_false(import_value_date("2020年13月1日", &date));
    assert_false(import_value_date("", &date));
    assert_int_equal(date, 7);
}

static void dates_of_names_tell_how_exactly_they_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *text, *date;
        enum store_precision precision;
    } cases[] = {
        {"1931-09-18", "1931-09-18", STORE_PRECISION_DAY},
        {"19310918", "1931-09-18", STORE_PRECISION_DAY},
        {"1931年9月18日", "1931-09-18", STORE_PRECISION_DAY},
        {"1931-09-18 00:00:00", "1931-09-18", STORE_PRECISION_DAY},
        {"1931-9", "1931-09-01", STORE_PRECISION_MONTH},
        {"1931年9月", "1931-09-01", STORE_PRECISION_MONTH},
        {"1931", "1931-01-01", STORE_PRECISION_YEAR},
        {"1931年", "1931-01-01", STORE_PRECISION_YEAR},
        {"1930年代", "1930-01-01", STORE_PRECISION_DECADE},
        {"1930s", "1930-01-01", STORE_PRECISION_DECADE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[BASE_DATE_SIZE];
        base_date_t date = BASE_DATE_NONE;
        enum store_precision precision = STORE_PRECISIONS;
        if (!import_value_span(cases[i].text, &date, &precision))
            fail_msg("%s was refused", cases[i].text);
        assert_string_equal(base_date_print(date, text), cases[i].date);
        assert_int_equal(precision, cases[i].precision);
    }
    base_date_t date = 7;
    enum store_precision precision = STORE_PRECISION_ERA;
    static const char *const wrong[] = {"", "1931年代", "年代", "s", "30s", "1930-02-30", "伪满"};
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(import_value_span(wrong[i], &date, &precision));
    assert_int_equal(date, 7);
    assert_int_equal(precision, STORE_PRECISION_ERA);
}

static void codes_lose_blanks_and_a_number_columns_zeros(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
        bool repaired;
    } cases[] = {
        {"220102", "220102", false},   {" 220102 ", "220102", true},
        {"220 102", "220102", true},   {"'220102", "220102", true},
        {"220102.0", "220102", false}, {"２２０１０２", "220102", true},
        {"2201O2", "2201O2", false},   {"220102　", "220102", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char code[32];
        bool repaired;
        assert_true(import_value_code(cases[i].text, code, sizeof code, &repaired));
        assert_string_equal(code, cases[i].code);
        assert_int_equal(repaired, cases[i].repaired);
    }
}

static void words_for_nothing_are_nothing(void **state)
{
    (void)state;
    static const char *const nothing[] = {"",   " ",    "　",  "-", "——",
                                          "无", "null", "N/A", "/", "                         "};
    for (size_t i = 0; i < COUNT(nothing); i++)
        assert_true(import_value_empty(nothing[i]));
    assert_true(import_value_empty(NULL));
    assert_false(import_value_empty("0"));
    assert_false(import_value_empty("无锡"));
}

static void a_cell_of_many_wide_blanks_was_taken_for_a_value(void **state)
{
    (void)state;
    assert_true(import_value_empty("　　　　　　　　"));
    assert_true(import_value_empty("\x1F\x1F\x1F\x1F\x1F\x1F\x1F\x1F\x1F\x1F\x1F\x1F"));
    assert_false(import_value_empty("　　　　　　　　甲"));
}

static void yes_and_no_are_read_in_both_languages(void **state)
{
    (void)state;
    bool value = false;
    assert_true(import_value_bool("是", &value) && value);
    assert_true(import_value_bool("F", &value) && !value);
    assert_true(import_value_bool("T", &value) && value);
    assert_false(import_value_bool("viaduct", &value));
    assert_true(value);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_in_the_units_people_use),
        cmocka_unit_test(what_is_no_number_is_refused_and_out_left_alone),
        cmocka_unit_test(counts_are_whole_and_not_negative),
        cmocka_unit_test(areas_become_square_kilometres),
        cmocka_unit_test(degrees_are_read_in_every_form),
        cmocka_unit_test(broken_degrees_are_refused),
        cmocka_unit_test(dates_are_read_as_offices_write_them),
        cmocka_unit_test(dates_of_names_tell_how_exactly_they_are_known),
        cmocka_unit_test(codes_lose_blanks_and_a_number_columns_zeros),
        cmocka_unit_test(words_for_nothing_are_nothing),
        cmocka_unit_test(a_cell_of_many_wide_blanks_was_taken_for_a_value),
        cmocka_unit_test(yes_and_no_are_read_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
