/* tests/coverage/test_walk.c - which ways people may walk on. */
#include "coverage/walk.h"

#include "tests/support/cmocka.h"

struct row {
    const char *class_name, *foot, *access;
    bool open;
};

static void the_class_decides_where_nothing_is_said(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"footway", NULL, NULL, true},
        {"pedestrian", NULL, NULL, true},
        {"steps", NULL, NULL, true},
        {"path", NULL, NULL, true},
        {"living_street", NULL, NULL, true},
        {"residential", NULL, NULL, true},
        {"service", NULL, NULL, true},
        {"track", NULL, NULL, true},
        {"cycleway", NULL, NULL, true},
        {"trunk", NULL, NULL, true},
        {"primary", NULL, NULL, true},
        {"unclassified", NULL, NULL, true},
        {"motorway", NULL, NULL, false},
        {"motorway_link", NULL, NULL, false},
        {"construction", NULL, NULL, false},
        {"proposed", NULL, NULL, false},
        {"raceway", NULL, NULL, false},
        {"高速公路", NULL, NULL, false},
        {"县道", NULL, NULL, true},
        {NULL, NULL, NULL, true},
        {"", NULL, NULL, true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct store_road road = {.class_name = rows[i].class_name};
        if (coverage_walk_allows(&road) != rows[i].open)
            fail_msg("%s", rows[i].class_name);
    }
}

/* foot before access before the class. */
static void foot_goes_before_access_and_access_before_the_class(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"motorway", "yes", NULL, true},
        {"motorway", "designated", "no", true},
        {"footway", "no", NULL, false},
        {"footway", "no", "yes", false},
        {"footway", NULL, "no", false},
        {"residential", NULL, "private", false},
        {"residential", "yes", "private", true},
        {"residential", "permissive", "no", true},
        {"residential", "private", NULL, false},
        {"residential", "use_sidepath", NULL, false},
        {"residential", "destination", "private", true},
        {"residential", NULL, "destination", true},
        {"residential", NULL, "yes", true},
        {"motorway", NULL, "yes", false},
        {"residential", "unheard-of", NULL, true},
        {"residential", "", "", true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct store_road road = {
            .class_name = rows[i].class_name, .foot = rows[i].foot, .access = rows[i].access};
        if (coverage_walk_allows(&road) != rows[i].open)
            fail_msg("row %zu: %s", i, rows[i].class_name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_class_decides_where_nothing_is_said),
        cmocka_unit_test(foot_goes_before_access_and_access_before_the_class),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
