/* tests/names/test_pinyin.c */
#include "names/pinyin.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tests/support/cmocka.h"

static struct base_buffer rows, list, syllables;
static struct names_readings readings;

static int setup(void **state)
{
    (void)state;
    if (names_readings_build(&rows, &list, &syllables, NULL) != BASE_OK)
        return -1;
    readings = (struct names_readings){(const void *)rows.data,
                                       rows.size / sizeof(struct names_reading_row),
                                       (const void *)list.data,
                                       list.size / sizeof(uint16_t),
                                       (const char(*)[NAMES_SYLLABLE])(const void *)syllables.data,
                                       syllables.size / NAMES_SYLLABLE};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    base_buffer_done(&rows);
    base_buffer_done(&list);
    base_buffer_done(&syllables);
    return 0;
}

/* The syllables of text with blanks between, by the recorded reading if there is one. */
static const char *read_as(const char *text, const char *recorded, char out[128])
{
    uint32_t points[32];
    uint16_t found[32];
    size_t count = 0, at = 0, size = strlen(text);
    while (at < size)
        points[count++] = base_text_next(text, size, &at);
    if (!names_reading_align(&readings, points, count, recorded, found))
        return NULL;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++)
        snprintf(out + strlen(out), 128 - strlen(out), "%s%s", i ? " " : "",
                 names_syllable_text(&readings, found[i]));
    return out;
}

static void the_table_is_sound(void **state)
{
    (void)state;
    assert_true(readings.count > 20000);
    assert_true(names_readings_sound(&readings));
}

static void the_usual_reading_comes_first(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"春", "chun"},     {"农安", "nong an"}, {"珲春", "hun chun"},   {"绿园", "lv yuan"},
        {"二道", "er dao"}, {"a座", "a zuo"},    {"长春", "chang chun"},
    };
    char out[128];
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(read_as(cases[i][0], NULL, out), cases[i][1]);
    assert_null(read_as("\u5159", NULL, out)); /* has no reading */
}

static void the_recorded_reading_goes_before_the_usual_one(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"杨大城子镇", "Yángdàchéngzi Zhèn", "yang da cheng zi zhen"},
        {"六安县", "Lù'ān Xiàn", "lu an xian"},
        {"西安", "Xī'ān", "xi an"},
        {"先锋", "Xiānfēng", "xian feng"},
        {"绿园区", "Lǜyuán Qū", "lv yuan qu"},
        {"八里堡", "Bālǐpù", "ba li pu"},
        {"长春", "Nánguān", "nan guan"}, /* whatever the record says */
        {"长春", "nonsense", "chang chun"},
        {"长春", "Cháng", "chang chun"},
        {"长春", "", "chang chun"},
    };
    char out[128];
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_string_equal(read_as(cases[i][0], cases[i][1], out), cases[i][2]);
}

static void characters_have_all_their_readings(void **state)
{
    (void)state;
    static const struct {
        uint32_t character;
        const char *syllable;
        bool has;
    } cases[] = {
        {0x957F, "chang", true}, {0x957F, "zhang", true}, {0x957F, "chun", false},
        {0x671D, "chao", true},  {0x671D, "zhao", true},  {0x91CD, "chong", true},
        {0x516D, "lu", true},    {0x5159, "lu", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint16_t syllable =
            names_syllable_find(&readings, cases[i].syllable, strlen(cases[i].syllable));
        assert_int_not_equal(syllable, NAMES_SYLLABLE_NONE);
        assert_int_equal(names_readings_has(&readings, cases[i].character, syllable), cases[i].has);
    }
}

static void syllables_are_found_whole_and_by_their_beginning(void **state)
{
    (void)state;
    uint16_t first, last;
    assert_int_equal(names_syllable_find(&readings, "chq", 3), NAMES_SYLLABLE_NONE);
    assert_int_equal(names_syllable_find(&readings, "", 0), NAMES_SYLLABLE_NONE);
    assert_int_equal(names_syllable_find(&readings, "zhuangzh", 8), NAMES_SYLLABLE_NONE);
    names_syllable_range(&readings, "zhua", 4, &first, &last);
    assert_int_equal(last - first, 4); /* zhua zhuai zhuan zhuang */
}

static void sounds_that_are_mixed_up_fall_together(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"zhang", "zan"}, {"chun", "cun"}, {"shi", "si"},   {"lan", "nan"}, {"ren", "yen"},
        {"ying", "yin"},  {"hui", "fi"},   {"huan", "fan"}, {"hua", "fa"},  {"da", "da"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char merged[2][NAMES_SYLLABLE];
        names_syllable_merge(cases[i][0], merged[0]);
        names_syllable_merge(cases[i][1], merged[1]);
        assert_string_equal(merged[0], merged[1]);
    }
}

static void damaged_tables_are_refused(void **state)
{
    (void)state;
    struct names_reading_row bad[] = {{0x4E00, 0, 1}, {0x4E01, 0, 1}};
    uint16_t numbers[] = {1};
    const char texts[][NAMES_SYLLABLE] = {"", "yi"},
               open[][NAMES_SYLLABLE] = {"", {'z', 'h', 'u', 'a', 'n', 'g', 'g', 'g'}};
    struct names_readings table = {bad, 2, numbers, 1, texts, 2};
    assert_true(names_readings_sound(&table));
    bad[1].count = 2;
    assert_false(names_readings_sound(&table));
    bad[1] = (struct names_reading_row){0x4E01, 2, UINT32_MAX};
    assert_false(names_readings_sound(&table));
    bad[1] = (struct names_reading_row){0x4E00, 0, 1};
    assert_false(names_readings_sound(&table));
    bad[1] = (struct names_reading_row){0x4E01, 0, 1};
    numbers[0] = 2;
    assert_false(names_readings_sound(&table));
    numbers[0] = 1;
    table.syllables = open;
    assert_false(names_readings_sound(&table));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(the_usual_reading_comes_first),
        cmocka_unit_test(the_recorded_reading_goes_before_the_usual_one),
        cmocka_unit_test(characters_have_all_their_readings),
        cmocka_unit_test(syllables_are_found_whole_and_by_their_beginning),
        cmocka_unit_test(sounds_that_are_mixed_up_fall_together),
        cmocka_unit_test(damaged_tables_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
