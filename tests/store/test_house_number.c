/* tests/store/test_house_number.c - numbers of doors as people write them. */
#include "store/house_number.h"

#include <string.h>

#include "tests/support/cmocka.h"

static void spellings_of_one_door_are_one(void **state)
{
    (void)state;
    static const struct {
        const char *text, *canonical;
        int64_t base;
    } cases[] = {
        {"10111号", "10111号", 10111},
        {"１０１１１號", "10111号", 10111},
        {"一万零一百一十一号", "10111号", 10111},
        {"一〇一一一号", "10111号", 10111},
        {"壹佰贰拾叁号", "123号", 123},
        {"一百二十三号", "123号", 123},
        {"十号", "10号", 10},
        {"二十号", "20号", 20},
        {"一百零三", "103号", 103},
        {"两千号", "2000号", 2000},
        {"123#", "123号", 123},
        {"123", "123号", 123},
        {" 1 2 3 号 ", "123号", 123},
        {"No.12", "12号", 12},
        {"第12号", "12号", 12},
        {"101-1", "101-1号", 101},
        {"101－1号", "101-1号", 101},
        {"101之1", "101-1号", 101},
        {"101号之1", "101-1号", 101},
        {"101附2号", "101附2号", 101},
        {"101号附2", "101附2号", 101},
        {"101号附2号", "101附2号", 101},
        {"101甲", "101甲号", 101},
        {"101甲-1号", "101甲-1号", 101},
        {"101a", "101A号", 101},
        {"14弄", "14弄", 14},
        {"999999", "999999号", 999999},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_house_number number = {0};
        char text[STORE_NUMBER_SIZE];
        if (!store_house_number_parse(cases[i].text, &number))
            fail_msg("%s", cases[i].text);
        assert_int_equal(number.base, cases[i].base);
        assert_string_equal(store_house_number_print(&number, text), cases[i].canonical);
    }
}

static void what_is_no_door_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",        "号",       "5号楼",    "0号",  "1000000", "甲",
        "12号3号", "一百二三", "101-",     "路",   "12层",    "-5",
        "101附号", "附2",      "\xE4\xB8", "2-3-", "12##",    "111111111111111111111111111"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct store_house_number number = {.base = 7};
        if (store_house_number_parse(cases[i], &number))
            fail_msg("%s", cases[i]);
        assert_int_equal(number.base, 7);
    }
    assert_false(store_house_number_parse(NULL, &(struct store_house_number){0}));
}

static void sides_go_by_the_base(void **state)
{
    (void)state;
    struct store_house_number number;
    assert_true(store_house_number_parse("101-2", &number));
    assert_true(store_house_number_is_odd(&number));
    assert_true(store_house_number_parse("102-1", &number));
    assert_false(store_house_number_is_odd(&number));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_door_are_one),
        cmocka_unit_test(what_is_no_door_is_refused),
        cmocka_unit_test(sides_go_by_the_base),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
