/* tests/names/test_pinyin.c */
#include "names/pinyin.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "tests/support/cmocka.h"

static struct base_buffer rows, syllables;
static struct names_readings readings;

static int setup(void **state)
{
    (void)state;
    if (names_readings_build(&rows, &syllables, NULL) != BASE_OK)
        return -1;
    readings = (struct names_readings){(const void *)rows.data,
                                       rows.size / sizeof(struct names_reading_row),
                                       (const char(*)[NAMES_SYLLABLE])(const void *)syllables.data,
                                       syllables.size / NAMES_SYLLABLE};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    base_buffer_done(&rows);
    base_buffer_done(&syllables);
    return 0;
}

/* The pinyin of text by the choice of readings; NULL when there is none. */
static const char *written(const char *text, size_t choice, char out[64], char initials[64])
{
    static const struct names_fold NO_FOLD = {0};
    struct names_folded folded;
    struct base_buffer full BASE_BUFFER_AUTO = {0}, first BASE_BUFFER_AUTO = {0};
    names_fold_text(&NO_FOLD, text, strlen(text), &folded);
    if (!names_pinyin_write(&readings, &folded, choice, &full, &first))
        return NULL;
    snprintf(out, 64, "%s", full.data ? full.data : "");
    snprintf(initials, 64, "%s", first.data ? first.data : "");
    return out;
}

static bool is_among(const char *text, const char *expected)
{
    char out[64], initials[64];
    for (size_t choice = 0; choice < 8 && written(text, choice, out, initials); choice++)
        if (strcmp(out, expected) == 0)
            return true;
    return false;
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
    static const char *const cases[][3] = {
        {"春", "chun", "c"},      {"农安", "nongan", "na"}, {"珲春", "hunchun", "hc"},
        {"绿园", "lvyuan", "ly"}, {"二道", "erdao", "ed"},  {"a座", "azuo", "az"},
    };
    char out[64], initials[64];
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_non_null(written(cases[i][0], 0, out, initials));
        assert_string_equal(out, cases[i][1]);
        assert_string_equal(initials, cases[i][2]);
    }
}

static void characters_with_several_readings_give_each(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"长春", "changchun"}, {"长春", "zhangchun"}, {"朝阳", "chaoyang"}, {"朝阳", "zhaoyang"},
        {"重庆", "chongqing"}, {"厦门", "xiamen"},    {"六安", "luan"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (!is_among(cases[i][0], cases[i][1]))
            fail_msg("%s is not read %s", cases[i][0], cases[i][1]);
}

static void the_combinations_end(void **state)
{
    (void)state;
    char out[64], initials[64];
    assert_null(written("春", 1000, out, initials));
    assert_null(written("\u5159", 0, out, initials)); /* has no reading */
}

/* 长重乐 have several readings each, 南 one: as many combinations as the product. */
static void each_combination_comes_once(void **state)
{
    (void)state;
    static const char *const texts[] = {"南", "南重", "重南", "长重", "乐南长南"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        static char found[256][64];
        char initials[64];
        size_t expected = 1, count = 0, at = 0;
        while (at < strlen(texts[i])) {
            size_t of;
            names_readings_of(&readings, base_text_next(texts[i], strlen(texts[i]), &at), &of);
            expected *= of;
        }
        while (count < COUNT(found) && written(texts[i], count, found[count], initials))
            count++;
        assert_int_equal(count, expected);
        for (size_t a = 0; a < count; a++)
            for (size_t b = 0; b < a; b++)
                assert_string_not_equal(found[a], found[b]);
    }
}

static void damaged_tables_are_refused(void **state)
{
    (void)state;
    struct names_reading_row bad[] = {{0x4E00, 0, 1}, {0x4E01, 0, 1}};
    const char texts[][NAMES_SYLLABLE] = {"yi"},
               open[][NAMES_SYLLABLE] = {{'z', 'h', 'u', 'a', 'n', 'g', 'g', 'g'}};
    struct names_readings table = {bad, 2, texts, 1};
    assert_true(names_readings_sound(&table));
    bad[1].count = 2;
    assert_false(names_readings_sound(&table));
    bad[1] = (struct names_reading_row){0x4E01, 2, UINT32_MAX};
    assert_false(names_readings_sound(&table));
    bad[1] = (struct names_reading_row){0x4E00, 0, 1};
    assert_false(names_readings_sound(&table));
    bad[1] = (struct names_reading_row){0x4E01, 0, 1};
    table.syllables = open;
    assert_false(names_readings_sound(&table));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_sound),
        cmocka_unit_test(the_usual_reading_comes_first),
        cmocka_unit_test(characters_with_several_readings_give_each),
        cmocka_unit_test(the_combinations_end),
        cmocka_unit_test(each_combination_comes_once),
        cmocka_unit_test(damaged_tables_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
