/* tests/names/test_sound.c */
#include "names/sound.h"

#include <string.h>

#include "names/characters.h"
#include "tests/support/cmocka.h"

struct heard {
    const char *wanted;
    size_t count;
    bool found;
};

static void hear(void *context, const char *letters)
{
    struct heard *heard = context;
    heard->count++;
    heard->found = heard->found || strcmp(letters, heard->wanted) == 0;
}

static void letters_have_no_tones(void **state)
{
    (void)state;
    char out[32];
    assert_true(names_sound_letters("lǜ yuán qū ", out, sizeof out));
    assert_string_equal(out, "lvyuanqu");
    assert_false(names_sound_letters("lǜ yuán qū ", out, 5));
}

static void both_forms_of_a_reading_are_the_same_sound(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"yù mín lù ", "Yùmín Lù"},
        {"nóng ān xiàn ", "Nóng'ān Xiàn"},
        {"ān ān lù ", "Ān'ān Lù"},
        {"lǜ yuán qū ", "LǛYUÁN-QŪ"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char spoken[64], written[64];
        assert_true(names_sound_toned(cases[i][0], spoken, sizeof spoken));
        assert_true(names_sound_toned(cases[i][1], written, sizeof written));
        assert_string_equal(spoken, written);
    }
}

static void confused_sounds_are_tried(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"zhāng ", "zan"}, {"zǎn ", "zhang"},     {"nán lù ", "lanlu"},
        {"lán ", "nang"},  {"shí lǐ ", "sini"},   {"rén ", "leng"},
        {"hú ", "fu"},     {"fú lín ", "huling"}, {"chéng xīn ", "cenxing"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct heard heard = {.wanted = cases[i][1]};
        names_sound_confused(cases[i][0], 1000, hear, &heard);
        if (!heard.found)
            fail_msg("%s is not heard as %s", cases[i][0], cases[i][1]);
    }
}

static void reading_itself_and_clear_ones_are_left_out(void **state)
{
    (void)state;
    struct heard heard = {.wanted = "zhang"};
    names_sound_confused("zhāng ", 1000, hear, &heard);
    assert_false(heard.found);
    assert_int_equal(heard.count, 3); /* zang, zhan, zan */
    heard = (struct heard){.wanted = ""};
    names_sound_confused("mǎ ", 1000, hear, &heard);
    names_sound_confused("", 1000, hear, &heard);
    assert_int_equal(heard.count, 0);
    names_sound_confused("zhāng zhāng zhāng zhāng zhāng zhāng zhāng zhāng ", 50, hear, &heard);
    assert_int_equal(heard.count, 50);
}

static void characters_have_their_level(void **state)
{
    (void)state;
    assert_int_equal(names_character_level(0x4E00), 1); /* 一 */
    assert_int_equal(names_character_level(0x957F), 1); /* 长 */
    assert_int_equal(names_character_level(0x73F2), 2); /* 珲 */
    assert_int_equal(names_character_level(0x2CE93), 3);
    assert_int_equal(names_character_level(0x9577), 0); /* 長 */
    assert_int_equal(names_character_level('A'), 0);
    assert_int_equal(names_character_level(0), 0);
    assert_int_equal(names_character_level(0x10FFFF), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_have_no_tones),
        cmocka_unit_test(both_forms_of_a_reading_are_the_same_sound),
        cmocka_unit_test(confused_sounds_are_tried),
        cmocka_unit_test(reading_itself_and_clear_ones_are_left_out),
        cmocka_unit_test(characters_have_their_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
