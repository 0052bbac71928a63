/* tests/names/test_keys.c */
#include "names/keys.h"

#include <string.h>

#include "tests/support/cmocka.h"

static struct base_buffer fold_bytes, rows, syllables;
static struct names_fold fold;
static struct names_readings readings;

static int setup(void **state)
{
    (void)state;
    if (names_fold_build(&fold_bytes, NULL) != BASE_OK ||
        names_readings_build(&rows, &syllables, NULL) != BASE_OK)
        return -1;
    fold = (struct names_fold){(const void *)fold_bytes.data,
                               fold_bytes.size / sizeof(struct names_fold_pair)};
    readings = (struct names_readings){(const void *)rows.data,
                                       rows.size / sizeof(struct names_reading_row),
                                       (const char(*)[NAMES_SYLLABLE])(const void *)syllables.data,
                                       syllables.size / NAMES_SYLLABLE};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    base_buffer_done(&fold_bytes);
    base_buffer_done(&rows);
    base_buffer_done(&syllables);
    return 0;
}

static void keys_done(struct names_keys *keys)
{
    base_buffer_done(&keys->keys);
    base_buffer_done(&keys->texts);
    base_buffer_done(&keys->grams);
}

static bool has_key(const struct names_keys *keys, const char *text, enum names_key_kind kind)
{
    const struct names_key *all = (const void *)keys->keys.data;
    for (size_t i = 0; i < keys->keys.size / sizeof *all; i++)
        if (all[i].kind == kind && strcmp(keys->texts.data + all[i].text, text) == 0)
            return true;
    return false;
}

static void a_division_is_found_by_every_key(void **state)
{
    (void)state;
    static const struct {
        const char *name, *reading, *text;
        enum names_key_kind kind;
    } cases[] = {
        {"长春市", "Chángchūn Shì", "长春市", NAMES_KEY_TEXT},
        {"长春市", "Chángchūn Shì", "长春", NAMES_KEY_SHORT},
        {"长春市", "Chángchūn Shì", "changchunshi", NAMES_KEY_PINYIN},
        {"长春市", "Chángchūn Shì", "changchun", NAMES_KEY_PINYIN_SHORT},
        {"长春市", "Chángchūn Shì", "zhangchunshi", NAMES_KEY_PINYIN_OTHER},
        {"长春市", "Chángchūn Shì", "ccs", NAMES_KEY_INITIALS},
        {"朝阳区", NULL, "chaoyangqu", NAMES_KEY_PINYIN},
        {"绿园区", "Lǜyuán Qū", "lvyuanqu", NAMES_KEY_PINYIN},
        {"绿园区", "Lǜyuán Qū", "luyuanqu", NAMES_KEY_PINYIN_OTHER},
        {"绿园区", "Lǜyuán Qū", "lyuyuanqu", NAMES_KEY_PINYIN_OTHER},
        {"吉林街道", NULL, "吉林", NAMES_KEY_SHORT},
        {"双营子回族乡", NULL, "双营子", NAMES_KEY_SHORT},
        {"杨大城子镇", "Yángdàchéngzi Zhèn", "yangdachengzizhen", NAMES_KEY_PINYIN},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_keys keys = {.fold = &fold, .readings = &readings};
        names_keys_add(&keys, 7, cases[i].name, cases[i].reading, true);
        if (!has_key(&keys, cases[i].text, cases[i].kind))
            fail_msg("%s has no key %s of kind %d", cases[i].name, cases[i].text, cases[i].kind);
        keys_done(&keys);
    }
}

static void the_reading_of_the_record_wins_over_the_usual_one(void **state)
{
    (void)state;
    struct names_keys keys = {.fold = &fold, .readings = &readings};
    names_keys_add(&keys, 0, "朝阳", "Zhāoyáng", false);
    assert_true(has_key(&keys, "zhaoyang", NAMES_KEY_PINYIN));
    assert_false(has_key(&keys, "chaoyang", NAMES_KEY_PINYIN));
    assert_true(has_key(&keys, "chaoyang", NAMES_KEY_PINYIN_OTHER));
    keys_done(&keys);
}

static void a_reading_no_table_knows_is_kept(void **state)
{
    (void)state;
    struct names_keys keys = {.fold = &fold, .readings = &readings};
    names_keys_add(&keys, 0, "春", "Qwerty", false);
    assert_true(has_key(&keys, "qwerty", NAMES_KEY_PINYIN));
    keys_done(&keys);
}

static void the_generic_goes_only_where_enough_is_left(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t generic;
    } cases[] = {
        {"朝阳区", 1},
        {"重庆街道", 2},
        {"延边朝鲜族自治州", 3},
        {"市区", 0},
        {"县城", 0},
        {"单县", 0},
        {"路", 0},
        {"", 0},
        {"长春", 0},
        {"新疆维吾尔自治区", 6},
        {"双营子回族乡", 3},
        {"红旗社区居委会", 5},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_folded folded;
        names_fold_text(&fold, cases[i].name, strlen(cases[i].name), &folded);
        if (names_generic_size(&folded) != cases[i].generic)
            fail_msg("%s: %zu", cases[i].name, names_generic_size(&folded));
    }
}

static void a_place_keeps_its_generic(void **state)
{
    (void)state;
    struct names_keys keys = {.fold = &fold, .readings = &readings};
    names_keys_add(&keys, 0, "火车站社区", NULL, false);
    assert_false(has_key(&keys, "火车站", NAMES_KEY_SHORT));
    keys_done(&keys);
}

static void codes_are_folded_and_ids_are_not(void **state)
{
    (void)state;
    struct names_keys keys = {.fold = &fold, .readings = &readings};
    names_keys_add_code(&keys, 0, "220104");
    names_keys_add_id(&keys, 0, "Street-1");
    assert_true(has_key(&keys, "二二〇一〇四", NAMES_KEY_CODE));
    assert_true(has_key(&keys, "#Street-1", NAMES_KEY_ID));
    keys_done(&keys);
}

static void every_neighbouring_pair_is_a_gram(void **state)
{
    (void)state;
    struct names_keys keys = {.fold = &fold, .readings = &readings};
    names_keys_add(&keys, 3, "长春市", NULL, true);
    const struct names_gram *grams = (const void *)keys.grams.data;
    assert_int_equal(keys.grams.size, 2 * sizeof *grams);
    assert_int_equal(grams[0].first, 0x957F);
    assert_int_equal(grams[0].second, 0x6625);
    assert_int_equal(grams[1].second, 0x5E02);
    assert_int_equal(grams[1].name, 3);
    keys_done(&keys);
}

static void awkward_names_have_keys_or_none_but_never_break(void **state)
{
    (void)state;
    static const char *const names[] = {"", " ", "\xE6\x98", "\U0001F600", "·", "龘", "A", "〇"};
    for (size_t i = 0; i < COUNT(names); i++) {
        struct names_keys keys = {.fold = &fold, .readings = &readings};
        names_keys_add(&keys, 0, names[i], "", true);
        names_keys_add(&keys, 0, names[i], names[i], true);
        assert_false(keys.keys.failed);
        keys_done(&keys);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_division_is_found_by_every_key),
        cmocka_unit_test(the_reading_of_the_record_wins_over_the_usual_one),
        cmocka_unit_test(a_reading_no_table_knows_is_kept),
        cmocka_unit_test(the_generic_goes_only_where_enough_is_left),
        cmocka_unit_test(a_place_keeps_its_generic),
        cmocka_unit_test(codes_are_folded_and_ids_are_not),
        cmocka_unit_test(every_neighbouring_pair_is_a_gram),
        cmocka_unit_test(awkward_names_have_keys_or_none_but_never_break),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
