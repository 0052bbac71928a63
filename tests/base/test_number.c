#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/number.h"
#include "tests/support/near.h"

static void print_writes_the_shortest_form(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "0"},
        {1, "1"},
        {-17, "-17"},
        {0.1, "0.1"},
        {0.5, "0.5"},
        {0.1 + 0.2, "0.30000000000000004"},
        {125.3245, "125.3245"},
        {-125.000000001, "-125.000000001"},
        {179.999999999, "179.999999999"},
        {0.0001, "0.0001"},
        {0.00001, "1e-05"},
        {4855123.25, "4855123.25"},
        {38412345.678, "38412345.678"},
        {1e15, "1e+15"},
        {999999999999999, "999999999999999"},
        {1e300, "1e+300"},
        {5e-324, "5e-324"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {1.0 / 3, "0.3333333333333333"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[BASE_NUMBER_SIZE];
        size_t length = base_number_print(cases[i].value, text);
        assert_string_equal(text, cases[i].text);
        assert_int_equal(length, strlen(text));
    }
}

/* The definition itself, slowly: the first precision whose text reads back. */
static void print_slowly(double value, char out[BASE_NUMBER_SIZE])
{
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(out, BASE_NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            return;
    }
}

static size_t significant_digits(const char *text)
{
    char digits[BASE_NUMBER_SIZE];
    size_t count = 0;
    for (; *text && *text != 'e'; text++)
        if (*text >= '0' && *text <= '9' && (count > 0 || *text != '0'))
            digits[count++] = *text;
    while (count > 0 && digits[count - 1] == '0')
        count--;
    return count;
}

static void print_reads_back_and_is_as_short_as_can_be(void **state)
{
    (void)state;
    uint64_t random = 42;
    for (int i = 0; i < 200000; i++) {
        random = base_hash_mix(random + (uint64_t)i);
        double value;
        if (i % 4 == 0)
            memcpy(&value, &random, sizeof value); /* any bits */
        else if (i % 4 == 1)
            value = (double)((int64_t)random >> 27) / 1e9; /* the coordinate grid */
        else if (i % 4 == 2)
            value = (double)((int64_t)random >> 24) / 1e3; /* millimetres */
        else
            value = (double)((int64_t)random >> 40) * 1e-7 + 0.1; /* sums, not on any grid */
        if (!isfinite(value))
            continue;
        char text[BASE_NUMBER_SIZE], slow[BASE_NUMBER_SIZE];
        base_number_print(value, text);
        print_slowly(value, slow);
        if (strtod(text, NULL) != value || significant_digits(text) != significant_digits(slow))
            fail_msg("%.17g became %s, shortest is %s", value, text, slow);
    }
}

static void print_fixed_rounds_and_cuts_zeros(void **state)
{
    (void)state;
    static const struct {
        double value;
        int digits;
        const char *text;
    } cases[] = {
        {12.5, 3, "12.5"},
        {-0.0004, 3, "0"},
        {-0.0006, 3, "-0.001"},
        {0, 2, "0"},
        {100, 0, "100"},
        {-0.4, 0, "0"},
        {99.999, 2, "100"},
        {1234.5678, 1, "1234.6"},
        {1e15, 2, "1e+15"},
        {123456789012345.0, 12, "123456789012345"},
        {0.1, 20, "0.10000000000000000555"},
        {200, 2, "200"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[BASE_NUMBER_SIZE];
        size_t length = base_number_print_fixed(cases[i].value, cases[i].digits, text);
        assert_string_equal(text, cases[i].text);
        assert_near(strtod(text, NULL), cases[i].value, pow(10, -cases[i].digits));
        assert_int_equal(length, strlen(text));
    }
}

static void parse_takes_numbers_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        double value;
    } cases[] = {
        {"0", true, 0},     {"-1.5", true, -1.5}, {"+2", true, 2},     {"1e3", true, 1000},
        {".5", true, 0.5},  {"5.", true, 5},      {"", false, 0},      {" 1", false, 0},
        {"1 ", false, 0},   {"nan", false, 0},    {"inf", false, 0},   {"-inf", false, 0},
        {"0x10", false, 0}, {"1e400", false, 0},  {"1,5", false, 0},   {"--1", false, 0},
        {"1e", false, 0},   {"e5", false, 0},     {"1.2.3", false, 0}, {"-", false, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = 77;
        if (base_number_parse(cases[i].text, &value) != cases[i].good)
            fail_msg("%s", cases[i].text);
        assert_near(value, cases[i].good ? cases[i].value : 77, 0);
    }
}

static void parse_int_takes_whole_numbers_of_64_bits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        int64_t value;
    } cases[] = {
        {"0", true, 0},
        {"-12", true, -12},
        {"+7", true, 7},
        {"0010", true, 10},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {" 1", false, 0},
        {"1.0", false, 0},
        {"1e3", false, 0},
        {"0x1F", false, 0},
        {"+-1", false, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = 77;
        if (base_number_parse_int(cases[i].text, &value) != cases[i].good)
            fail_msg("%s", cases[i].text);
        assert_true(value == (cases[i].good ? cases[i].value : 77));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(print_writes_the_shortest_form),
        cmocka_unit_test(print_reads_back_and_is_as_short_as_can_be),
        cmocka_unit_test(print_fixed_rounds_and_cuts_zeros),
        cmocka_unit_test(parse_takes_numbers_and_nothing_else),
        cmocka_unit_test(parse_int_takes_whole_numbers_of_64_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
