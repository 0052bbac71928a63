/* tests/coverage/test_profile.c - costs of walking, by who walks and season. */
#include "coverage/profile.h"

#include "tests/support/cmocka.h"

static const char *const NAMES[] = {"adult", "older", "older80", "assisted"};
static const uint32_t LENGTHS_MM[] = {0, 1, 2, 499, 500, 999, 1000, 123457, 1000000, 4000000000U};

static struct coverage_profile profile(const char *name, enum coverage_season season)
{
    struct coverage_profile out;
    assert_true(coverage_profile_find(name, season, &out));
    return out;
}

static void a_kilometre_costs_what_the_profile_says(void **state)
{
    (void)state;
    static const uint32_t summer_ms[] = {800000, 1000000, 1250000, 1667000};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        struct coverage_profile summer = profile(NAMES[i], COVERAGE_SUMMER);
        struct coverage_profile winter = profile(NAMES[i], COVERAGE_WINTER);
        assert_int_equal(coverage_cost_ms(&summer, 1000000), summer_ms[i]);
        assert_int_equal(coverage_cost_ms(&winter, 1000000), summer_ms[i] + 60000);
    }
}

static void winter_is_never_faster(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        struct coverage_profile summer = profile(NAMES[i], COVERAGE_SUMMER);
        struct coverage_profile winter = profile(NAMES[i], COVERAGE_WINTER);
        for (size_t j = 0; j < COUNT(LENGTHS_MM); j++) {
            assert_true(coverage_cost_ms(&winter, LENGTHS_MM[j]) >=
                        coverage_cost_ms(&summer, LENGTHS_MM[j]));
            assert_true(coverage_length_mm(&winter, LENGTHS_MM[j]) <=
                        coverage_length_mm(&summer, LENGTHS_MM[j]));
        }
        assert_true(coverage_length_mm(&winter, 900000) < coverage_length_mm(&summer, 900000));
    }
}

static void the_longest_length_is_the_longest(void **state)
{
    (void)state;
    static const uint32_t costs_ms[] = {0, 1, 2, 3, 999, 60000, 900000, 3600000};
    for (size_t i = 0; i < COUNT(NAMES); i++)
        for (int season = 0; season < 2; season++)
            for (size_t j = 0; j < COUNT(costs_ms); j++) {
                struct coverage_profile p = profile(NAMES[i], (enum coverage_season)season);
                uint32_t length = coverage_length_mm(&p, costs_ms[j]);
                assert_true(coverage_cost_ms(&p, length) <= costs_ms[j]);
                assert_true(coverage_cost_ms(&p, length + 1) > costs_ms[j]);
            }
}

static void huge_lengths_saturate(void **state)
{
    (void)state;
    struct coverage_profile p = profile("assisted", COVERAGE_WINTER);
    assert_int_equal(coverage_cost_ms(&p, UINT32_MAX), UINT32_MAX);
    p = profile("adult", COVERAGE_SUMMER);
    assert_int_equal(coverage_length_mm(&p, UINT32_MAX), UINT32_MAX);
}

static void other_words_are_refused(void **state)
{
    (void)state;
    struct coverage_profile p;
    enum coverage_season season;
    assert_false(coverage_profile_find("", COVERAGE_SUMMER, &p));
    assert_false(coverage_profile_find("Older", COVERAGE_SUMMER, &p));
    assert_false(coverage_season_parse("spring", &season));
    assert_false(coverage_season_parse("", &season));
    assert_true(coverage_season_parse("winter", &season));
    assert_int_equal(season, COVERAGE_WINTER);
    assert_true(coverage_season_parse("summer", &season));
    assert_int_equal(season, COVERAGE_SUMMER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kilometre_costs_what_the_profile_says),
        cmocka_unit_test(winter_is_never_faster),
        cmocka_unit_test(the_longest_length_is_the_longest),
        cmocka_unit_test(huge_lengths_saturate),
        cmocka_unit_test(other_words_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
