/* Which encoding text is in. */
#include "import/encoding.h"

#include <string.h>

#include "tests/support/cmocka.h"
#include "tests/support/near.h"

/* "朝阳区", "南关区", "九台区" in GBK. */
#define CHAOYANG_GBK "\xB3\xAF\xD1\xF4\xC7\xF8"
#define NANGUAN_GBK  "\xC4\xCF\xB9\xD8\xC7\xF8"
#define JIUTAI_GBK   "\xBE\xC5\xCC\xA8\xC7\xF8"

static const char *judge(const char *const *texts, size_t count, double *certainty)
{
    struct import_encoding_evidence evidence = {0};
    for (size_t i = 0; i < count; i++)
        import_encoding_feed(&evidence, texts[i], strlen(texts[i]));
    return import_encoding_judge(&evidence, certainty);
}

static void bytes_tell_the_encoding(void **state)
{
    (void)state;
    static const struct {
        const char *texts[3];
        const char *encoding;
    } cases[] = {
        {{"abc", "220102", ""}, "UTF-8"},
        {{"朝阳区", "南关区", "九台区"}, "UTF-8"},
        {{CHAOYANG_GBK, NANGUAN_GBK, JIUTAI_GBK}, "GB18030"},
        {{"Cap de Coll Rou\xE9s", "Ch\xE2teau", "M\xFCnchen"}, "windows-1252"},
        {{CHAOYANG_GBK, NANGUAN_GBK "\xBE", "x"}, "GB18030"}, /* cut off at the width */
        {{"朝阳区", "南关区\xE5\x8C", "x"}, "UTF-8"},         /* the same in UTF-8 */
        {{"\x81\x30\x89\x38" CHAOYANG_GBK, NANGUAN_GBK, JIUTAI_GBK}, "GB18030"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double certainty;
        assert_string_equal(judge(cases[i].texts, 3, &certainty), cases[i].encoding);
        assert_true(certainty > 0.3 && certainty <= 1);
    }
}

static void more_text_makes_it_more_certain(void **state)
{
    (void)state;
    const char *texts[] = {CHAOYANG_GBK, NANGUAN_GBK, JIUTAI_GBK};
    double one, three;
    judge(texts, 1, &one);
    judge(texts, 3, &three);
    assert_true(three > one);
}

static void a_lie_about_the_encoding_is_refuted(void **state)
{
    (void)state;
    struct import_encoding_evidence utf8 = {0}, gbk = {0};
    static const char *const names[] = {"朝阳区", "南关区", "九台区", "德惠市"};
    static const char *const raw[] = {CHAOYANG_GBK, NANGUAN_GBK, JIUTAI_GBK};
    for (size_t i = 0; i < COUNT(names); i++)
        import_encoding_feed(&utf8, names[i], strlen(names[i]));
    for (size_t i = 0; i < COUNT(raw); i++)
        import_encoding_feed(&gbk, raw[i], strlen(raw[i]));
    assert_false(import_encoding_refutes(&utf8, "UTF-8"));
    assert_true(import_encoding_refutes(&utf8, "GBK"));
    assert_true(import_encoding_refutes(&gbk, "UTF-8"));
    assert_false(import_encoding_refutes(&gbk, "GB18030"));
}

static void names_of_encodings_are_made_canonical(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
    } cases[] = {
        {"UTF-8", "UTF-8"},
        {"utf8", "UTF-8"},
        {"65001", "UTF-8"},
        {"CP936", "GBK"},
        {"OEM 936", "GBK"},
        {"936", "GBK"},
        {"GB18030", "GB18030"},
        {"1250", "windows-1250"},
        {"windows-1251", "windows-1251"},
        {"ANSI 1252", "windows-1252"},
        {"8859_1", "ISO-8859-1"},
        {"88591", "ISO-8859-1"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char name[IMPORT_ENCODING_SIZE];
        assert_true(import_encoding_canonical(cases[i].text, name));
        assert_string_equal(name, cases[i].name);
    }
    char name[IMPORT_ENCODING_SIZE] = "kept";
    assert_false(import_encoding_canonical("KLINGON-8", name));
    assert_string_equal(name, "kept");
}

static void decoding_counts_what_is_lost(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct import_decoder *decoder = NULL;
    size_t lost = 0;
    assert_int_equal(import_decoder_create("GBK", "UTF-8", &decoder, NULL), BASE_OK);
    assert_string_equal(import_decoder_text(decoder, arena, CHAOYANG_GBK, &lost), "朝阳区");
    assert_int_equal(lost, 0);
    assert_string_equal(import_decoder_text(decoder, arena, CHAOYANG_GBK "\xFF", &lost),
                        "朝阳区\xEF\xBF\xBD");
    assert_int_equal(lost, 1);
    import_decoder_free(decoder);

    assert_int_equal(import_decoder_create("UTF-8", "GBK", &decoder, NULL), BASE_OK);
    lost = 0;
    assert_string_equal(import_decoder_text(decoder, arena, "朝阳区", &lost), CHAOYANG_GBK);
    assert_int_equal(lost, 0);
    assert_string_equal(import_decoder_text(decoder, arena, "Jiŭtái\xF0\xA0\x80\x80", &lost),
                        "Ji?t\xA8\xA2i?");
    assert_int_equal(lost, 2);
    import_decoder_free(decoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_tell_the_encoding),
        cmocka_unit_test(more_text_makes_it_more_certain),
        cmocka_unit_test(a_lie_about_the_encoding_is_refuted),
        cmocka_unit_test(names_of_encodings_are_made_canonical),
        cmocka_unit_test(decoding_counts_what_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
