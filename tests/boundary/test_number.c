/* Marker numbers and the lists of them in agreements. */
#include "boundary/number.h"

#include <string.h>

#include "tests/support/cmocka.h"

static struct boundary_numbers *defaults(void)
{
    struct boundary_numbers *numbers;
    assert_int_equal(boundary_numbers_create(NULL, 0, &numbers, NULL), BASE_OK);
    return numbers;
}

static void numbers_are_read_by_level(void **state)
{
    (void)state;
    static const struct {
        enum store_level level;
        const char *text, *line;
        uint32_t serial;
        char letter;
    } good[] = {
        {STORE_LEVEL_PROVINCE, "2223015Q", "2223", 15, 'Q'},
        {STORE_LEVEL_PROVINCE, "1253165", "1253", 165, 0},
        {STORE_LEVEL_COUNTY, "0203007A", "0203", 7, 'A'},
        {STORE_LEVEL_COUNTY, "01020381012C", "01020381", 12, 'C'},
        {STORE_LEVEL_COUNTY, "001Q", "", 1, 'Q'},
        {STORE_LEVEL_TOWNSHIP, "220102001002003", "220102001002", 3, 0},
    };
    static const struct {
        enum store_level level;
        const char *text;
    } bad[] = {
        {STORE_LEVEL_PROVINCE, "2223015X"},    {STORE_LEVEL_PROVINCE, "2223015q"},
        {STORE_LEVEL_PROVINCE, "0102038101C"}, {STORE_LEVEL_COUNTY, ""},
        {STORE_LEVEL_COUNTY, "015 Q"},         {STORE_LEVEL_COUNTY, "第3号"},
        {STORE_LEVEL_COUNTY, "12Q"},
    };
    struct boundary_numbers *numbers = defaults();
    struct boundary_number number = {.serial = 77};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(boundary_number_parse(numbers, bad[i].level, bad[i].text, &number));
    assert_int_equal(number.serial, 77);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(boundary_number_parse(numbers, good[i].level, good[i].text, &number));
        assert_int_equal(number.line_size, strlen(good[i].line));
        assert_memory_equal(number.line, good[i].line, number.line_size);
        assert_true(number.has_serial);
        assert_int_equal(number.serial, good[i].serial);
        assert_int_equal(number.letter, good[i].letter);
    }
    assert_true(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "238184I", &number));
    assert_false(number.has_serial);
    assert_int_equal(number.letter, 'I');
    boundary_numbers_free(numbers);
}

static void patterns_are_data(void **state)
{
    (void)state;
    static const struct boundary_number_pattern OURS[] = {
        {STORE_LEVEL_TOWNSHIP, "^JL([0-9]{2})-([0-9]+)([AB]?)$"}};
    static const struct boundary_number_pattern BROKEN[] = {{STORE_LEVEL_NONE, "^([0-9]+)$"}};
    static const struct boundary_number_pattern WORSE[] = {{STORE_LEVEL_NONE, "(()()"}};
    struct boundary_numbers *numbers = NULL;
    struct boundary_number number;
    struct base_error err;
    assert_int_equal(boundary_numbers_create(OURS, 1, &numbers, NULL), BASE_OK);
    assert_true(boundary_number_parse(numbers, STORE_LEVEL_TOWNSHIP, "JL07-42B", &number));
    assert_int_equal(number.serial, 42);
    assert_false(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "JL07-42B", &number));
    assert_false(boundary_number_parse(numbers, STORE_LEVEL_TOWNSHIP, "001Q", &number));
    boundary_numbers_free(numbers);
    assert_int_equal(boundary_numbers_create(BROKEN, 1, &numbers, &err), BASE_INVALID);
    assert_string_equal(err.message, "the marker pattern \"^([0-9]+)$\" must be an expression with "
                                     "three groups: line, serial, letter");
    assert_int_equal(boundary_numbers_create(WORSE, 1, &numbers, NULL), BASE_INVALID);
}

static void a_pattern_could_take_all_memory(void **state)
{
    (void)state;
    static const char *const GREEDY[] = {
        "^((a{999}){999})()()$", "^(a{18446744073709551615}{2})()()$",    "^(a*)(\\1*)()$",
        "((a{00}){99}){99}",     "^((((((((((a+)+)+)+)+)+)+)+)+)+)()()$", "((a[)]{20}){30})"};
    char deep[4000];
    struct base_error err;
    struct boundary_numbers *numbers = NULL;
    for (size_t i = 0; i < sizeof GREEDY / sizeof GREEDY[0]; i++) {
        const struct boundary_number_pattern pattern = {STORE_LEVEL_NONE, GREEDY[i]};
        assert_int_equal(boundary_numbers_create(&pattern, 1, &numbers, &err), BASE_INVALID);
        assert_non_null(strstr(err.message, "too long, repeats too often or refers back"));
    }
    memset(deep, '(', sizeof deep);
    deep[sizeof deep - 1] = '\0';
    const struct boundary_number_pattern pattern = {STORE_LEVEL_NONE, deep};
    assert_int_equal(boundary_numbers_create(&pattern, 1, &numbers, &err), BASE_INVALID);
}

static void half_a_character_was_taken_for_a_letter(void **state)
{
    (void)state;
    static const struct boundary_number_pattern LOOSE[] = {
        {STORE_LEVEL_NONE, "^()([0-9A-F]+)(甲|乙|Q)$"}};
    struct boundary_numbers *numbers = NULL;
    struct boundary_number number;
    assert_int_equal(boundary_numbers_create(LOOSE, 1, &numbers, NULL), BASE_OK);
    assert_true(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "12Q", &number));
    assert_int_equal(number.serial, 12);
    assert_false(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "12甲", &number));
    assert_false(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "1FQ", &number));
    assert_false(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "123456789012Q", &number));
    boundary_numbers_free(numbers);
}

static void long_patterns_that_repeat_little_are_good(void **state)
{
    (void)state;
    static const struct boundary_number_pattern LONG[] = {
        {STORE_LEVEL_NONE,
         "^([0-9]{12}-[0-9]{12}|[[:upper:]]{2}[0-9]{4,24}|[]{(x]{9}\\+)([0-9]{4,9})([A-E]?)$"}};
    struct boundary_numbers *numbers = NULL;
    struct boundary_number number;
    assert_int_equal(boundary_numbers_create(LONG, 1, &numbers, NULL), BASE_OK);
    assert_true(boundary_number_parse(numbers, STORE_LEVEL_COUNTY,
                                      "JL220102220104"
                                      "0017B",
                                      &number));
    assert_int_equal(number.letter, 'B');
    boundary_numbers_free(numbers);
}

static void lists_hold_ranges(void **state)
{
    (void)state;
    static const char *const BAD[] = {"001-", "-004",   "004-001", "001Q-004",
                                      "一号", "001,12", "238184I"};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_numbers *numbers = defaults();
    struct boundary_listed *listed = NULL;
    uint32_t count = 77;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_false(
            boundary_listed_parse(numbers, STORE_LEVEL_COUNTY, BAD[i], arena, &listed, &count));
    assert_int_equal(count, 77);
    assert_true(boundary_listed_parse(numbers, STORE_LEVEL_COUNTY, " 001-004、006Q, 0203008A ",
                                      arena, &listed, &count));
    assert_int_equal(count, 3);
    assert_int_equal(listed[0].first, 1);
    assert_int_equal(listed[0].last, 4);
    assert_int_equal(listed[0].letter, 0);
    assert_int_equal(listed[1].first, 6);
    assert_int_equal(listed[1].letter, 'Q');
    assert_int_equal(listed[2].last, 8);
    assert_int_equal(listed[2].letter, 'A');
    assert_true(boundary_listed_parse(numbers, STORE_LEVEL_COUNTY, "", arena, &listed, &count));
    assert_int_equal(count, 0);
    boundary_numbers_free(numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_by_level),
        cmocka_unit_test(patterns_are_data),
        cmocka_unit_test(a_pattern_could_take_all_memory),
        cmocka_unit_test(long_patterns_that_repeat_little_are_good),
        cmocka_unit_test(half_a_character_was_taken_for_a_letter),
        cmocka_unit_test(lists_hold_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
