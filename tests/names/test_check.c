/* tests/names/test_check.c - proposed names for the small city, and what is said. */
#include "names/check.h"

#include "names/proposal.h"
#include "tests/names/city.h"

#define DAY "2026-11-24"

static const struct names_words PRESETS = {0};

static enum base_status check(struct city *city, const char *name, const char *const *members,
                              const struct names_words *words, struct names_check *out,
                              struct base_error *err)
{
    struct names_proposal proposal = names_proposal_of(name);
    const struct names_context context = {.index = &city->index,
                                          .divisions = &city->division_index,
                                          .editions = &city->editions,
                                          .at = city_date(DAY)};
    for (size_t i = 0; members && members[i]; i += 2)
        assert_int_equal(
            names_proposal_set(&proposal, members[i], members[i + 1], city->arena, err), BASE_OK);
    assert_int_equal(names_proposal_finish(&proposal, err), BASE_OK);
    return names_check(&context, words, &proposal, city->arena, out, err);
}

static const struct names_remark *remark_of(const struct names_check *check, enum names_rule rule)
{
    for (size_t i = 0; i < check->remark_count; i++)
        if (check->remarks[i].rule == rule)
            return &check->remarks[i];
    return NULL;
}

/* "error same-sound" or "" for each remark, in order. */
static void each_rule_fires_and_is_silent(void **state)
{
    static const struct {
        const char *name, *within, *said;
    } cases[] = {
        {"新民大街", "220104", ""},
        {"大街", "220104", "error structure"},
        {"新民", "220104", "error structure"},
        {"新民路路", "220104", "error structure"},
        {"鑫民路", "220104", ""},
        {"㐂民路", "220104", "error characters"},
        {"裡民路", "220104", "error script"},
        {"Abc路", "220104", "error script"},
        {"2马路", "220104", ""},
        {"重庆路", "220104", "error same-name"},
        {"重庆路", "220105", "error same-name"},
        {"重庆路", "220122", ""},
        {"重庆街", "220104", "warning same-specific"},
        {"崇庆路", "220104", "error same-sound"},
        {"重晴路", "220104", "warning near-sound"},
        {"正江路", "220104", "warning near-sound"},
        {"人民太街", "220104", "notice near-shape"},
        {"入民大街", "220104", "notice near-shape"},
        {"毛泽东路", "220104", "error person"},
        {"鲁迅路", "220104", "warning person"},
        {"曼哈顿路", "220104", "error foreign"},
        {"新曼哈顿路", "220104", "warning foreign"},
        {"华为路", "220104", "warning firm"},
        {"新民区", "220104", "warning generic-fit"},
        {"新民广场", "220104", "warning inflated"},
        {"长白山市", "220000", "error famous"},
        {"新民桥", "220104", "warning local"},
        {"朝阳新民桥", "220104", ""},
        {"新民北大街", "220104", "warning derived"},
        {"重庆北路", "220104", ""},
        {"民路", "220104", "warning length"},
        {"新民和平路", "220104", ""},
        {"新民和平友谊路", "220104", "warning length"},
        {"国际路", "220104", "warning meaning"},
        {"斯大林大街", "220104", "error foreign"},
        {"大同大街", "220104", "notice protected"},
        {"朝阳区", "220122", "error same-name"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_check out;
        struct base_error err;
        char said[64] = "";
        bool street = strcmp(cases[i].said, "warning generic-fit") == 0;
        const char *const members[] = {"within", cases[i].within, street ? "kind" : NULL, "street",
                                       NULL};
        if (check(*state, cases[i].name, members, &PRESETS, &out, &err) != BASE_OK)
            fail_msg("%s: %s", cases[i].name, err.message);
        if (out.remark_count)
            snprintf(said, sizeof said, "%s %s", names_severity_name(out.remarks[0].severity),
                     names_rule_name(out.remarks[0].rule));
        if (strcmp(said, cases[i].said) != 0)
            fail_msg("%s in %s: “%s” instead of “%s”", cases[i].name, cases[i].within, said,
                     cases[i].said);
    }
}

static void conflict_is_named_with_its_distance(void **state)
{
    struct names_check out;
    const char *const members[] = {"within", "220104", "lon", "125.31", "lat", "43.88", NULL};
    assert_int_equal(check(*state, "崇庆路", members, &PRESETS, &out, NULL), BASE_OK);
    const struct names_remark *remark = remark_of(&out, NAMES_RULE_SAME_SOUND);
    assert_non_null(remark);
    assert_int_equal(remark->conflict_count, 1);
    struct city *city = *state;
    assert_string_equal(names_index_name(&city->index, remark->conflicts[0].name).text, "重庆路");
    assert_true(fabs(remark->conflicts[0].distance_m - 1111) < 5);
}

static void same_sound_may_be_a_warning(void **state)
{
    struct names_check out;
    const char *const members[] = {"within", "220104", "sound", "warning", NULL};
    assert_int_equal(check(*state, "崇庆路", members, &PRESETS, &out, NULL), BASE_OK);
    assert_int_equal(remark_of(&out, NAMES_RULE_SAME_SOUND)->severity, NAMES_WARNING);
}

static void renamed_place_is_no_conflict_of_its_own(void **state)
{
    struct names_check out;
    const char *const members[] = {"within", "220104", "renames", "street-2", NULL};
    assert_int_equal(check(*state, "重庆大路", members, &PRESETS, &out, NULL), BASE_OK);
    assert_null(remark_of(&out, NAMES_RULE_SAME_SPECIFIC));
}

/* Districts of one city are one town; a county is a town of its own. */
static void scope_is_the_law_s(void **state)
{
    static const struct {
        const char *name, *within, *code;
        enum names_scope_kind kind;
        bool districts;
    } cases[] = {
        {"新民路", "220104", "220100", NAMES_SCOPE_BUILT_UP, true},
        {"新民路", "220122", "220122", NAMES_SCOPE_BUILT_UP, false},
        {"新民路", "220105002", "220100", NAMES_SCOPE_BUILT_UP, true},
        {"新民镇", "220122", "220000", NAMES_SCOPE_PROVINCE, false},
        {"新民社区", "220105002", "220105", NAMES_SCOPE_COUNTY, false},
        {"新民县", "220100", "", NAMES_SCOPE_COUNTRY, false},
        {"新民路", NULL, "", NAMES_SCOPE_RECORD, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_check out;
        const char *const members[] = {cases[i].within ? "within" : NULL, cases[i].within, NULL};
        assert_int_equal(check(*state, cases[i].name, members, &PRESETS, &out, NULL), BASE_OK);
        assert_int_equal(out.scope.kind, cases[i].kind);
        assert_string_equal(out.scope.code, cases[i].code);
        assert_int_equal(out.scope.districts, cases[i].districts);
    }
}

static void clocks_of_fifteen_days_are_kept(void **state)
{
    static const struct {
        const char *approver, *decided, *filed, *published;
        int errors, notices;
    } cases[] = {
        {"city", "2026-11-20", "2026-11-24", "2026-12-05", 0, 0},
        {"city", "2026-11-20", NULL, NULL, 0, 2},
        {"city", "2026-10-20", NULL, NULL, 2, 0},
        {"city", "2026-10-20", "2026-11-04", "2026-11-04", 0, 0},
        {"city", "2026-10-20", "2026-11-05", "2026-11-04", 1, 0},
        {"city", "2026-10-20", "2026-10-19", "2026-11-04", 1, 0},
        {"housing", "2026-10-20", "2026-11-04", "2026-11-19", 1, 0}, /* the wrong body */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_check out;
        int errors = 0, notices = 0;
        const char *const members[] = {"within",
                                       "220104",
                                       "approver",
                                       cases[i].approver,
                                       "decided",
                                       cases[i].decided,
                                       cases[i].filed ? "filed" : NULL,
                                       cases[i].filed,
                                       "published",
                                       cases[i].published,
                                       NULL};
        assert_int_equal(check(*state, "新民路", members, &PRESETS, &out, NULL), BASE_OK);
        for (size_t r = 0; r < out.remark_count; r++) {
            errors += out.remarks[r].severity == NAMES_ERROR;
            notices += out.remarks[r].severity == NAMES_NOTICE;
        }
        assert_int_equal(errors, cases[i].errors);
        assert_int_equal(notices, cases[i].notices);
    }
}

static void bureau_s_own_words_count(void **state)
{
    static const char OWN[] = "# ours\n新民\tfirm\tL\n-华为\tfirm\n";
    const struct names_words words = {OWN, sizeof OWN - 1};
    struct names_check out;
    assert_int_equal(names_words_check(OWN, sizeof OWN - 1, NULL), BASE_OK);
    assert_int_equal(check(*state, "新民路", NULL, &words, &out, NULL), BASE_OK);
    assert_non_null(remark_of(&out, NAMES_RULE_FIRM));
    assert_int_equal(check(*state, "华为路", NULL, &words, &out, NULL), BASE_OK);
    assert_null(remark_of(&out, NAMES_RULE_FIRM));
}

static void list_of_words_that_is_none_is_refused(void **state)
{
    static const char *const lists[] = {"新民", "新民\tcompany\n", "\tfirm\n", "\xFF\tfirm"};
    (void)state;
    for (size_t i = 0; i < COUNT(lists); i++)
        assert_int_equal(names_words_check(lists[i], strlen(lists[i]), NULL), BASE_INVALID);
}

static void what_cannot_be_read_is_refused(void **state)
{
    static const char *const members[][2] = {
        {"kind", "road"},   {"level", "city"},   {"within", "22010"}, {"lon", "181"},
        {"lat", "nan"},     {"sound", "notice"}, {"approver", "me"},  {"decided", "2026-02-30"},
        {"colour", "blue"},
    };
    struct city *city = *state;
    struct names_check out;
    struct names_proposal proposal = names_proposal_of("新民路");
    for (size_t i = 0; i < COUNT(members); i++)
        assert_int_equal(
            names_proposal_set(&proposal, members[i][0], members[i][1], city->arena, NULL),
            BASE_INVALID);
    assert_int_equal(names_proposal_set(&proposal, "lon", "125", city->arena, NULL), BASE_OK);
    assert_int_equal(names_proposal_finish(&proposal, NULL), BASE_INVALID);
    const char *const nowhere[] = {"within", "999999", NULL};
    const char *const nobody[] = {"renames", "street-99", NULL};
    assert_int_equal(check(city, "新民路", nowhere, &PRESETS, &out, NULL), BASE_NOT_FOUND);
    assert_int_equal(check(city, "新民路", nobody, &PRESETS, &out, NULL), BASE_NOT_FOUND);
    assert_int_equal(check(city, "", NULL, &PRESETS, &out, NULL), BASE_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_fires_and_is_silent),
        cmocka_unit_test(conflict_is_named_with_its_distance),
        cmocka_unit_test(same_sound_may_be_a_warning),
        cmocka_unit_test(renamed_place_is_no_conflict_of_its_own),
        cmocka_unit_test(scope_is_the_law_s),
        cmocka_unit_test(clocks_of_fifteen_days_are_kept),
        cmocka_unit_test(bureau_s_own_words_count),
        cmocka_unit_test(list_of_words_that_is_none_is_refused),
        cmocka_unit_test(what_cannot_be_read_is_refused),
    };
    return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
