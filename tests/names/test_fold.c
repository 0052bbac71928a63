/* tests/names/test_fold.c */
#include "names/fold.h"

#include <string.h>

#include "tests/support/cmocka.h"

static struct base_buffer table;
static struct names_fold fold;

static int setup(void **state)
{
    (void)state;
    if (names_fold_build(&table, NULL) != BASE_OK)
        return -1;
    fold =
        (struct names_fold){(const void *)table.data, table.size / sizeof(struct names_fold_pair)};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    base_buffer_done(&table);
    return 0;
}

static struct names_folded folded(const char *text)
{
    struct names_folded out;
    names_fold_text(&fold, text, strlen(text), &out);
    return out;
}

static void assert_folds(const char *text, const char *expected)
{
    struct base_buffer written = {0};
    struct names_folded out = folded(text);
    names_fold_write(&out, 0, out.count, &written);
    if (strcmp(written.data ? written.data : "", expected) != 0)
        fail_msg("\"%s\" folds to \"%s\", not \"%s\"", text, written.data ? written.data : "",
                 expected);
    base_buffer_done(&written);
}

static void what_is_written_in_several_ways_folds_to_one(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"Ａ座", "a座"},
        {"a座", "a座"},
        {"Ａ棟", "a栋"},
        {"長春市", "长春市"},
        {"长春 市", "长春市"},
        {"長　春", "长春"},
        {"朝陽區", "朝阳区"},
        {"长春·朝阳", "长春朝阳"},
        {"长春-朝阳", "长春朝阳"},
        {"长春，朝阳", "长春朝阳"},
        {"瀋陽", "沈阳"},
        {"後山", "后山"},
        {"2道区", "二道区"},
        {"２道区", "二道区"},
        {"10", "一〇"},
        {"一○二", "一〇二"},
        {"一零二", "一〇二"},
        {"一〇二", "一〇二"},
        {"cháng chūn", "changchun"},
        {"CHANGCHUN", "changchun"},
        {"Nóng'ān Xiàn", "nonganxian"},
        {"Nóng’ān", "nongan"},
        {"Lǜyuán", "lvyuan"},
        {"LǛYUÁN", "lvyuan"},
        {"lu\u0308yuan", "lvyuan"},
        {"lü", "lv"},
        {"ńg ňg ŃG ŇG", "ngngngng"},
        {"ĀÁǍÀ", "aaaa"},
        {"", ""},
        {" ,.!-·", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_folds(cases[i][0], cases[i][1]);
}

static void simplified_text_may_fold_too_but_alike_on_both_sides(void **state)
{
    (void)state;
    /* t2s turns 乾安 into 干安: harmless in a key, since both sides are folded. */
    struct names_folded a = folded("乾安县"), b = folded("乾安縣");
    assert_int_equal(a.count, 3);
    assert_memory_equal(a.text, b.text, 3 * sizeof a.text[0]);
}

static void folding_again_changes_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"長春市２道區Ａ座", "臺後裏乾瀋鬥髮麯", "Lǜyuán Qū 10"};
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct base_buffer once = {0}, twice = {0};
        struct names_folded first = folded(texts[i]);
        names_fold_write(&first, 0, first.count, &once);
        struct names_folded second = folded(once.data);
        names_fold_write(&second, 0, second.count, &twice);
        assert_string_equal(once.data, twice.data);
        base_buffer_done(&once);
        base_buffer_done(&twice);
    }
}

static void the_scripts_of_a_text_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool han, latin, digit;
    } cases[] = {
        {"长春", true, false, false},  {"chang", false, true, false},
        {"长chun", true, true, false}, {"220104", false, false, true},
        {"2道", true, false, true},    {"", false, false, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_folded out = folded(cases[i].text);
        assert_int_equal(out.has_han, cases[i].han);
        assert_int_equal(out.has_latin, cases[i].latin);
        assert_int_equal(out.has_digit, cases[i].digit);
    }
}

static void malformed_bytes_and_marks_are_dropped(void **state)
{
    (void)state;
    assert_folds("长\xE6\x98", "长");
    assert_folds("\xFF\xFE长\x80", "长");
    assert_folds("\u202E长\u200F春\uFEFF", "长春");
}

static void a_long_text_is_cut(void **state)
{
    (void)state;
    char text[3 * (NAMES_FOLD_MOST + 9) + 1] = "";
    for (int i = 0; i < NAMES_FOLD_MOST + 9; i++)
        memcpy(text + 3 * i, "长", 4);
    assert_int_equal(folded(text).count, NAMES_FOLD_MOST);
}

static void every_byte_pair_stays_in_bounds(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++)
        for (unsigned b = 0; b < 256; b++) {
            const char text[] = {(char)a, (char)b};
            struct names_folded out;
            names_fold_text(&fold, text, 2, &out);
            assert_true(out.count <= 2);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_in_several_ways_folds_to_one),
        cmocka_unit_test(simplified_text_may_fold_too_but_alike_on_both_sides),
        cmocka_unit_test(folding_again_changes_nothing),
        cmocka_unit_test(the_scripts_of_a_text_are_told),
        cmocka_unit_test(malformed_bytes_and_marks_are_dropped),
        cmocka_unit_test(a_long_text_is_cut),
        cmocka_unit_test(every_byte_pair_stays_in_bounds),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
