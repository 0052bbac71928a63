/* tests/names/test_romanise.c */
#include "names/romanise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cmocka.h"

static enum base_status romanise(const char *name, const char *syllables, const char *kind,
                                 struct names_romanised *out, struct base_error *err)
{
    return names_romanise(name, syllables, names_generic_class_parse(kind, strlen(kind)), out, err);
}

/* tests/names/romanised.txt: name, kind, form, source. */
static void list_of_names_is_written_as_it_stands(void **state)
{
    (void)state;
    char line[512];
    unsigned names = 0;
    FILE *file = fopen(TESTS_DIR "/names/romanised.txt", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        char name[128], kind[32], form[128];
        struct names_romanised out;
        struct base_error err;
        if (line[0] == '#')
            continue;
        assert_int_equal(sscanf(line, "%127[^\t]\t%31[^\t]\t%127[^\t]", name, kind, form), 3);
        if (romanise(name, NULL, kind, &out, &err) != BASE_OK)
            fail_msg("%s: %s", name, err.message);
        assert_string_equal(out.text, form);
        names++;
    }
    fclose(file);
    assert_true(names > 40);
}

static void parts_of_a_name_are_told(void **state)
{
    (void)state;
    struct names_romanised out;
    assert_int_equal(romanise("人民大街", NULL, "street", &out, NULL), BASE_OK);
    assert_int_equal(out.specific_size, strlen("人民"));
    assert_memory_equal(out.generic.text, "大街", out.generic.size);
    assert_int_equal(out.generic.kind, NAMES_GENERIC_STREET);
    assert_int_equal(out.doubtful_count, 0);
    assert_int_equal(romanise("长春市", NULL, "division", &out, NULL), BASE_OK);
    assert_int_equal(out.doubtful_count, 1);
    assert_int_equal(out.doubtful[0].at, 0);
}

static void reading_of_the_record_wins(void **state)
{
    (void)state;
    struct names_romanised out;
    struct base_error err;
    assert_int_equal(romanise("十里堡", "shí lǐ pù", "village", &out, NULL), BASE_OK);
    assert_string_equal(out.text, "Shílǐpù");
    assert_int_equal(out.doubtful_count, 0);
    assert_int_equal(romanise("十里堡", "shí lǐ", "village", &out, &err), BASE_INVALID);
    assert_string_equal(err.message, "shí lǐ does not have a syllable for each character");
}

static void character_without_a_reading_stands_as_it_is(void **state)
{
    (void)state;
    struct names_romanised out;
    assert_int_equal(romanise("\u5159路", NULL, "street", &out, NULL), BASE_OK);
    assert_string_equal(out.text, "\u5159 Lù");
    assert_int_equal(out.doubtful_count, 1);
}

static void what_is_no_name_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\xE4\xBA"};
    struct names_romanised out;
    char longest[NAMES_ROMANISE_MOST * 3 + 4] = "";
    for (size_t i = 0; i < COUNT(texts); i++)
        assert_int_equal(romanise(texts[i], NULL, "street", &out, NULL), BASE_INVALID);
    for (size_t i = 0; i <= NAMES_ROMANISE_MOST; i++)
        memcpy(longest + 3 * i, "春", 4);
    assert_int_equal(romanise(longest, NULL, "street", &out, NULL), BASE_INVALID);
    longest[sizeof longest - 4] = '\0';
    assert_int_equal(romanise(longest, NULL, "street", &out, NULL), BASE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_of_names_is_written_as_it_stands),
        cmocka_unit_test(parts_of_a_name_are_told),
        cmocka_unit_test(reading_of_the_record_wins),
        cmocka_unit_test(character_without_a_reading_stands_as_it_is),
        cmocka_unit_test(what_is_no_name_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
