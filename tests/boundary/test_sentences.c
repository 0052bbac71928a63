/* What the sentences of findings say, and of whom. */
#include <string.h>

#include "tests/boundary/ground.h"

#define A_BOX "POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))"
#define B_BOX "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"

static const struct boundary_finding *find_kind(const struct boundary_report *report,
                                                enum boundary_kind kind)
{
    for (uint32_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].kind == kind)
            return &report->findings[i];
    fail_msg("no %s among %u findings", boundary_kind_name(kind), report->finding_count);
    return NULL;
}

static struct boundary_unit county(struct base_arena *arena, const char *code, const char *name,
                                   const char *wkt)
{
    return ground_unit(arena, code, name, STORE_LEVEL_COUNTY, wkt);
}

/* All three share an edge with the face and are parties; two hold the ground. */
static void an_overlap_is_said_of_those_who_hold_the_ground(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct boundary_unit units[] = {
        county(arena, "225101", "甲县", A_BOX),
        county(arena, "225102", "乙县", B_BOX),
        county(arena, "225103", "丙县", "POLYGON((950 950,1000 950,1000 1100,950 1100,950 950))"),
    };
    struct boundary_report report = ground_inspect(arena, units, 3, "1:10000");
    const struct boundary_finding *found = find_kind(&report, BOUNDARY_OVERLAP);
    assert_int_equal(found->party_count, 3);
    assert_non_null(strstr(found->message[BASE_ZH], "甲县（225101）、丙县（225103）范围重叠"));
    assert_non_null(strstr(found->message[BASE_ZH], "毗邻乙县（225102）。"));
    assert_non_null(strstr(found->message[BASE_EN], "beside it lies 乙县 (225102)."));
}

static void a_blocking_overlap_says_why_it_blocks(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct boundary_unit units[] = {
        county(arena, "225101", "甲县", A_BOX),
        county(arena, "225102", "乙县", "POLYGON((200 200,300 200,300 300,200 300,200 200))"),
    };
    struct boundary_report report = ground_inspect(arena, units, 2, "1:10000");
    const struct boundary_finding *found = find_kind(&report, BOUNDARY_OVERLAP);
    assert_int_equal(found->severity, BOUNDARY_BLOCKING);
    assert_non_null(strstr(found->message[BASE_ZH], "其中一方的范围全在重叠之内"));
}

static void what_exceeds_a_parent_names_the_parent_and_not_the_neighbour_as_culprit(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct boundary_unit units[] = {
        county(arena, "225101", "甲县",
               "POLYGON((0 0,1000 0,1000 1000,1000 1060,900 1060,900 1000,0 1000,0 0))"),
        county(arena, "225102", "乙县", "POLYGON((1000 0,2000 0,2000 1060,1000 1060,1000 0))"),
        ground_unit(arena, "225100", "试验市", STORE_LEVEL_PREFECTURE,
                    "POLYGON((0 0,2000 0,2000 1060,1000 1060,1000 1000,0 1000,0 0))"),
    };
    struct boundary_report report = ground_inspect(arena, units, 3, "1:10000");
    const struct boundary_finding *found = find_kind(&report, BOUNDARY_EXCEEDS_PARENT);
    assert_int_equal(found->party_count, 2);
    assert_non_null(
        strstr(found->message[BASE_ZH], "甲县（225101）超出上级试验市（225100）的范围"));
    assert_non_null(strstr(found->message[BASE_ZH], "毗邻乙县（225102）。"));
    assert_non_null(strstr(found->message[BASE_EN], "甲县 (225101) reaches out of its parent"));
}

static void an_invalid_outline_is_told_in_chinese(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct boundary_unit unit =
        county(arena, "225101", "甲县", "POLYGON((0 0,10 10,10 0,0 10,0 0))");
    struct boundary_report report = ground_inspect(arena, &unit, 1, "1:10000");
    const struct boundary_finding *found = find_kind(&report, BOUNDARY_INVALID);
    assert_non_null(strstr(found->message[BASE_ZH], "图形无效：自相交，位于 125."));
    assert_non_null(strstr(found->message[BASE_EN], "not valid: Self-intersection at 125."));
}

/* A ring of gap around a detached part made it an island that touches nobody. */
static void a_detached_part_in_a_gap_of_another_unit_is_an_exclave(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const struct boundary_unit units[] = {
        county(arena, "225101", "甲县",
               "MULTIPOLYGON(((0 0,1000 0,1000 1000,0 1000,0 0)),"
               "((1403 403,1597 403,1597 597,1403 597,1403 403)))"),
        county(arena, "225102", "乙县",
               "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0),"
               "(1400 400,1600 400,1600 600,1400 600,1400 400))"),
    };
    struct boundary_report report = ground_inspect(arena, units, 2, "1:10000");
    const struct boundary_finding *found = find_kind(&report, BOUNDARY_EXCLAVE);
    assert_int_equal(found->party_count, 2);
    assert_non_null(strstr(found->message[BASE_ZH], "四周为乙县（225102）。"));
    assert_non_null(find_kind(&report, BOUNDARY_GAP));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overlap_is_said_of_those_who_hold_the_ground),
        cmocka_unit_test(a_blocking_overlap_says_why_it_blocks),
        cmocka_unit_test(what_exceeds_a_parent_names_the_parent_and_not_the_neighbour_as_culprit),
        cmocka_unit_test(an_invalid_outline_is_told_in_chinese),
        cmocka_unit_test(a_detached_part_in_a_gap_of_another_unit_is_an_exclave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
