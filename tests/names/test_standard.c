/* Standard forms of names and addresses. */
#include "names/addresses_build.h"
#include "names/standard.h"
#include "tests/names/city.h"

struct desk {
    struct city *city;
    struct base_buffer bytes;
    struct names_addresses addresses;
    struct base_arena *arena;
    struct names_context context;
};

static int set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    desk->city = city_create();
    desk->arena = base_arena_create(0);
    const struct names_address_rows rows = {
        .names = {desk->city->divisions, desk->city->places, desk->city->names,
                  COUNT(CITY_DIVISIONS), COUNT(CITY_PLACES), COUNT(CITY_NAMES), NULL, 0}};
    assert_int_equal(names_addresses_build(&rows, &desk->bytes, NULL), BASE_OK);
    assert_int_equal(
        names_addresses_open(desk->bytes.data, desk->bytes.size, &desk->addresses, NULL), BASE_OK);
    desk->context = (struct names_context){.index = &desk->city->index,
                                           .divisions = &desk->city->division_index,
                                           .editions = &desk->city->editions,
                                           .at = city_date("2026-11-24"),
                                           .addresses = &desk->addresses};
    *state = desk;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *desk = *state;
    base_buffer_done(&desk->bytes);
    base_arena_free(desk->arena);
    city_free(desk->city);
    free(desk);
    return 0;
}

static struct names_standard ask(struct desk *desk, const char *text, const char *within)
{
    struct names_standard standard;
    const struct names_standard_options options = {.within = within};
    assert_int_equal(
        names_standardize(&desk->context, text, &options, desk->arena, &standard, NULL), BASE_OK);
    return standard;
}

static bool has_reason(const struct names_standard *standard, const char *begin)
{
    for (size_t i = 0; i < standard->reason_count; i++)
        if (strncmp(standard->reasons[i], begin, strlen(begin)) == 0)
            return true;
    return false;
}

static void assert_standard(struct desk *desk, const char *text, const char *full,
                            const char *reason)
{
    struct names_standard standard = ask(desk, text, NULL);
    if (!standard.full_name || strcmp(standard.full_name, full) != 0)
        fail_msg("%s: %s, not %s", text, standard.full_name ? standard.full_name : "none", full);
    if (reason && !has_reason(&standard, reason))
        fail_msg("%s: no reason %s", text, reason);
}

static void one_address_is_written_in_many_ways(void **state)
{
    static const char *const WAYS[] = {
        "吉林省长春市朝阳区重庆路5号",
        "长春市朝阳区重庆路5号",
        "长春朝阳重庆路5号",
        "朝阳区重庆路５號",
        "重庆路五号",
        "吉林长春 朝阳区 重庆路 5 号",
        "长春市朝阳区重庆路No.5",
        "長春市朝陽區重慶路5號",
        "重庆路第5号",
        "长春市，朝阳区，重庆路5号",
    };
    for (size_t i = 0; i < COUNT(WAYS); i++)
        assert_standard(*state, WAYS[i], "吉林省长春市朝阳区重庆路5号", NULL);
}

static void a_roads_name_is_no_division(void **state)
{
    assert_standard(*state, "重庆路", "吉林省长春市朝阳区重庆路", "district_inferred");
    assert_standard(*state, "吉林大路", "吉林省长春市二道区吉林大路", NULL);
    assert_standard(*state, "长春大街", "吉林省长春市南关区长春大街", NULL);
    assert_standard(*state, "重庆街道", "吉林省长春市朝阳区重庆街道", NULL);
    assert_standard(*state, "长春市二道区吉林街道", "吉林省长春市二道区吉林街道", NULL);
    /* one that the record does not hold */
    struct names_standard unknown = ask(*state, "长春市农安路7号", NULL);
    assert_string_equal(unknown.full_name, "吉林省长春市");
    assert_string_equal(unknown.unmatched, "农安路7号");
}

static void former_names_lead_to_the_present_one(void **state)
{
    assert_standard(*state, "斯大林大街10111号", "吉林省长春市南关区人民大街10111号",
                    "former_name_used(斯大林大街→人民大街,1996)");
    assert_standard(*state, "双阳县", "吉林省长春市双阳区", "former_name_used(双阳县→双阳区,1995)");
    assert_standard(*state, "九台市", "吉林省长春市九台区", "former_name_used(九台市→九台区,2014)");
}

static void contradictions_are_said(void **state)
{
    assert_standard(*state, "四平市公主岭市", "吉林省长春市公主岭市",
                    "conflict: prefecture (四平市, former");
    assert_standard(*state, "德惠市米沙子镇", "吉林省长春市宽城区米沙子镇",
                    "conflict: county (德惠市");
    assert_standard(*state, "二道区重庆路5号", "吉林省长春市朝阳区重庆路5号",
                    "conflict: county (二道区");
}

static void what_could_be_two_things_is_no_answer(void **state)
{
    struct names_standard standard = ask(*state, "朝阳区", NULL);
    assert_null(standard.standard);
    assert_null(standard.full_name);
    assert_true(has_reason(&standard, "same_name_in(朝阳区: "));
    assert_string_equal(ask(*state, "朝阳区", "220100").code, "220104");
    assert_null(ask(*state, "吉林", NULL).standard);
}

static void nothing_is_guessed(void **state)
{
    static const char *const NOTHING[] = {
        "",      " ",   "路", "%00", "\xF0\x9F\x98\x80", "\xE9\x95", "上海市徐汇区陕西南路",
        "12345", "，。"};
    for (size_t i = 0; i < COUNT(NOTHING); i++) {
        struct names_standard standard = ask(*state, NOTHING[i], NULL);
        assert_null(standard.standard);
        assert_int_equal(standard.level, NAMES_RUNG_NONE);
        assert_true(standard.reason_count > 0);
    }
}

static void street_of_another_city_is_not_ours(void **state)
{
    struct names_standard standard = ask(*state, "上海市徐汇区人民大街5号", NULL);
    assert_null(standard.standard);
    assert_true(has_reason(&standard, "unknown_division(上海市徐汇区"));
    struct names_standard north = ask(*state, "北京市朝阳区重庆路5号", NULL);
    assert_string_equal(north.full_name, "北京市朝阳区");
    assert_string_equal(north.unmatched, "重庆路5号");
}

static void pieces_behind_the_street_are_parted(void **state)
{
    struct names_standard standard =
        ask(*state, "长春市朝阳区重庆路8号示例小区二期3栋2单元5层501室", NULL);
    assert_string_equal(standard.standard, "重庆路8号示例小区2期3栋2单元5层501室");
    struct names_standard chain = ask(*state, "重庆路8号示例小区2-3-401", NULL);
    assert_string_equal(chain.standard, "重庆路8号示例小区2号楼3单元401室");
    struct names_standard lane = ask(*state, "重庆路358弄81号", NULL);
    assert_string_equal(lane.standard, "重庆路358弄81号");
    assert_string_equal(ask(*state, "重庆路101附1号", NULL).standard, "重庆路101附1号");
    assert_string_equal(ask(*state, "重庆路101甲号", NULL).standard, "重庆路101甲号");
    assert_string_equal(ask(*state, "重庆路101-1", NULL).standard, "重庆路101-1号");
}

static void spans_count_characters_of_the_input(void **state)
{
    struct names_standard standard = ask(*state, "长春 朝阳区重庆路５號东侧50米", NULL);
    const struct names_standard_part *road = &standard.parts[NAMES_PIECE_ROAD];
    const struct names_standard_part *number = &standard.parts[NAMES_PIECE_NUMBER];
    assert_int_equal(road->from, 6);
    assert_int_equal(road->to, 9);
    assert_int_equal(number->from, 9);
    assert_int_equal(number->to, 11);
    assert_string_equal(standard.unmatched, "东侧50米");
    assert_int_equal(standard.parts[NAMES_PIECE_PROVINCE].from,
                     standard.parts[NAMES_PIECE_PROVINCE].to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_address_is_written_in_many_ways),
        cmocka_unit_test(a_roads_name_is_no_division),
        cmocka_unit_test(former_names_lead_to_the_present_one),
        cmocka_unit_test(contradictions_are_said),
        cmocka_unit_test(what_could_be_two_things_is_no_answer),
        cmocka_unit_test(nothing_is_guessed),
        cmocka_unit_test(street_of_another_city_is_not_ours),
        cmocka_unit_test(pieces_behind_the_street_are_parted),
        cmocka_unit_test(spans_count_characters_of_the_input),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
