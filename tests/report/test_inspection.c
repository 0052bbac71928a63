/* tests/report/test_inspection.c - the page of an inspection. */
#include "report/inspection.h"

#include <string.h>

#include "base/message.h"
#include "base/text.h"
#include "report/terms.h"
#include "tests/boundary/ground.h"
#include "tests/support/scratch.h"

#define MOST 4

struct scene {
    struct base_arena *arena;
    struct boundary_unit units[MOST];
    struct store_division divisions[MOST];
    size_t count;
    struct boundary_report report;
};

static void add(struct scene *s, const char *code, const char *name, enum store_level level,
                const char *wkt)
{
    s->units[s->count] = ground_unit(s->arena, code, name, level, wkt);
    s->divisions[s->count] = (struct store_division){
        .code = code, .name = name, .level = level, .geometry = s->units[s->count].geometry};
    s->count++;
}

/* Two counties of one prefecture with a gap of 4 m × 100 m and an overlap between them. */
static int set_up(void **state)
{
    struct scene *s = test_calloc(1, sizeof *s);
    s->arena = base_arena_create(0);
    *state = s;
    add(s, "220100", "长春市", STORE_LEVEL_PREFECTURE,
        "POLYGON((0 0,2000 0,2000 1000,0 1000,0 0))");
    add(s, "220102", "南关<区>", STORE_LEVEL_COUNTY,
        "POLYGON((0 0,1000 0,1000 200,996 200,996 300,1000 300,1000 1000,0 1000,0 0))");
    add(s, "220103", "宽城&区", STORE_LEVEL_COUNTY,
        "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,990 700,990 600,1000 600,1000 0))");
    s->report = ground_inspect(s->arena, s->units, (uint32_t)s->count, "1:500");
    s->report.at = 20000;
    return 0;
}

static int tear_down(void **state)
{
    struct scene *s = *state;
    base_arena_free(s->arena);
    test_free(s);
    return 0;
}

static void write_page(const struct scene *s, enum base_lang lang, struct base_buffer *out)
{
    struct report_page page = {out, lang};
    const struct report_inspection inspection = {
        .report = &s->report, .divisions = s->divisions, .division_count = s->count};
    assert_int_equal(report_inspection_write(&inspection, &page, NULL), BASE_OK);
    assert_int_equal(base_buffer_check(out, NULL), BASE_OK);
}

static void text_is_escaped_and_mended(void **state)
{
    (void)state;
    static const struct {
        const char *text, *html;
    } cases[] = {
        {NULL, ""},
        {"朝阳区", "朝阳区"},
        {"<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;"},
        {"a\x01\x7f\nb", "a\nb"},
        {"a\xff", "a\xef\xbf\xbd"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct base_buffer out BASE_BUFFER_AUTO = {0};
        report_html_text(&out, cases[i].text);
        assert_string_equal(out.data ? out.data : "", cases[i].html);
    }
}

static void every_finding_stands_on_the_page(void **state)
{
    const struct scene *s = *state;
    assert_true(s->report.finding_count >= 2);
    for (int lang = BASE_ZH; lang <= BASE_EN; lang++) {
        struct base_buffer out BASE_BUFFER_AUTO = {0};
        write_page(s, (enum base_lang)lang, &out);
        for (uint32_t i = 0; i < s->report.finding_count; i++)
            assert_non_null(strstr(out.data, s->report.findings[i].id));
    }
}

static void names_of_parties_are_escaped_utf8(void **state)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    write_page(*state, BASE_ZH, &out);
    assert_true(base_text_valid(out.data, out.size));
    assert_non_null(strstr(out.data, "南关&lt;区&gt;"));
    assert_non_null(strstr(out.data, "宽城&amp;区"));
    assert_null(strstr(out.data, "南关<区>"));
    assert_null(strstr(out.data, "宽城&区"));
}

static void the_page_speaks_its_language(void **state)
{
    struct base_buffer zh BASE_BUFFER_AUTO = {0}, en BASE_BUFFER_AUTO = {0};
    write_page(*state, BASE_ZH, &zh);
    write_page(*state, BASE_EN, &en);
    assert_non_null(strstr(zh.data, "<html lang=\"zh-CN\">"));
    assert_non_null(strstr(zh.data, "<h1>界线检查报告</h1>"));
    assert_non_null(strstr(zh.data, "<td>重叠</td>"));
    assert_non_null(strstr(zh.data, "2024-10-04"));
    assert_non_null(strstr(en.data, "<html lang=\"en\">"));
    assert_non_null(strstr(en.data, "<td>Overlap</td>"));
    assert_null(strstr(en.data, "界线检查报告"));
}

static void only_kinds_that_were_found_are_counted(void **state)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    write_page(*state, BASE_EN, &out);
    assert_non_null(strstr(out.data, "<td>Gap</td><td class=\"n\">1</td>"));
    assert_non_null(strstr(out.data, "<td>Overlap</td><td class=\"n\">1</td>"));
    assert_null(strstr(out.data, "<td>Transfer</td>"));
}

static void the_page_needs_nothing_from_outside(void **state)
{
    static const char *const OUTSIDE[] = {"http:", "https:", "<script", "<link", "<img", "url("};
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    write_page(*state, BASE_ZH, &out);
    for (size_t i = 0; i < COUNT(OUTSIDE); i++)
        assert_null(strstr(out.data, OUTSIDE[i]));
    assert_non_null(strstr(out.data, "<svg viewBox"));
    assert_non_null(strstr(out.data, "</html>"));
}

static void nothing_found_is_said(void **state)
{
    struct scene *s = *state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    s->report = ground_inspect(s->arena, s->units, 1, "1:500");
    write_page(s, BASE_ZH, &out);
    assert_non_null(strstr(out.data, "未发现问题"));
}

static void each_pair_of_parties_has_a_place_to_sign(void **state)
{
    const struct scene *s = *state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    write_page(s, BASE_ZH, &out);
    base_buffer_byte(&out, '\0');
    const char *signing = strstr(out.data, "<section class=\"signing\">");
    assert_non_null(signing);
    assert_non_null(strstr(signing, "各方签署页"));
    assert_non_null(strstr(signing, "联检轮次"));
    assert_non_null(strstr(signing, "1:500"));
    const char *pair = strstr(signing, "<h3>");
    assert_non_null(pair);
    assert_null(strstr(pair + 1, "<h3>")); /* all findings are of the one pair */
    assert_non_null(strstr(pair, "南关&lt;区&gt; <span class=\"small\">220102"));
    assert_non_null(strstr(pair, "签字（盖章）"));
    const char *row = strstr(pair, "class=\"sign\"");
    assert_non_null(row);
    row = strstr(row + 1, "class=\"sign\"");
    assert_non_null(row); /* one row a side */
    assert_null(strstr(row + 1, "class=\"sign\""));
}

static void a_pair_asked_for_signs_that_nothing_was_found(void **state)
{
    struct scene *s = *state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct report_page page = {&out, BASE_EN};
    s->report.finding_count = 0;
    const struct report_inspection inspection = {.report = &s->report,
                                                 .divisions = s->divisions,
                                                 .division_count = s->count,
                                                 .between = {"220102", "220103"}};
    assert_int_equal(report_inspection_write(&inspection, &page, NULL), BASE_OK);
    base_buffer_byte(&out, '\0');
    const char *pair = strstr(out.data, "<h3>");
    assert_non_null(pair);
    assert_non_null(strstr(pair, "0 findings"));
    assert_non_null(strstr(pair, "Signature and seal"));
}

static void a_pdf_is_refused_and_nothing_written(void **state)
{
    char path[SCRATCH_SIZE];
    struct base_error err;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    const struct report_page page = {&out, BASE_ZH};
    base_buffer_text(&out, "page");
    assert_int_equal(report_html_save(&page, scratch_path(*state, "a.PDF", path), &err),
                     BASE_INVALID);
    assert_non_null(strstr(err.message, ".html"));
    assert_non_null(strstr(err.message_zh, "PDF"));
    assert_false(base_file_exists(path));
    assert_int_equal(report_html_save(&page, scratch_path(*state, "a.html", path), &err), BASE_OK);
    assert_true(base_file_exists(path));
}

static void is_translated(const char *english)
{
    if (strcmp(base_message_format(english, BASE_ZH), english) == 0)
        fail_msg("no Chinese for \"%s\"", english);
}

static void every_term_has_a_chinese_word(void **state)
{
    (void)state;
    static const char *const STATES[] = {
        "new",   "confirmed", "rejected", "assigned",           "handling",
        "fixed", "verified",  "closed",   "accepted-exception", "reopened",
    };
    for (int kind = 0; kind < BOUNDARY_KIND_COUNT; kind++)
        is_translated(report_term_kind((enum boundary_kind)kind));
    for (int severity = 0; severity < BOUNDARY_SEVERITY_COUNT; severity++)
        is_translated(report_term_severity((enum boundary_severity)severity));
    for (int status = 0; status < COVERAGE_STATUSES; status++)
        is_translated(report_term_status((enum coverage_status)status));
    for (int age = 0; age < COVERAGE_AGES; age++)
        is_translated(report_term_age(age));
    for (size_t i = 0; i < COUNT(STATES); i++)
        is_translated(report_term_state(STATES[i]));
    assert_string_equal(report_term_state(NULL), "New");
    assert_string_equal(report_term_facility("sport.hall"), "sport.hall");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_and_mended),
        cmocka_unit_test_setup_teardown(every_finding_stands_on_the_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_of_parties_are_escaped_utf8, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_page_speaks_its_language, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_kinds_that_were_found_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_page_needs_nothing_from_outside, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_found_is_said, set_up, tear_down),
        cmocka_unit_test_setup_teardown(each_pair_of_parties_has_a_place_to_sign, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_pair_asked_for_signs_that_nothing_was_found, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_pdf_is_refused_and_nothing_written, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test(every_term_has_a_chinese_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
