/* tests/names/test_search.c - what people type, and what they mean. */
#include <time.h>

#include "tests/names/city.h"

#define DAY "2026-11-24"

static void the_first_answer_is_what_was_meant(void **state)
{
    static const struct {
        const char *query, *name, *code, *how;
    } cases[] = {
        {"长春", "长春市", "220100", "exact"},
        {"长春市", "长春市", "220100", "exact"},
        {"長春市", "长春市", "220100", "exact"},
        {"长春 市", "长春市", "220100", "exact"},
        {"長春", "长春市", "220100", "exact"},
        {"changchun", "长春市", "220100", "pinyin"},
        {"Changchun Shi", "长春市", "220100", "pinyin"},
        {"changchunshi", "长春市", "220100", "pinyin"},
        {"CHANGCHUN", "长春市", "220100", "pinyin"},
        {"ccs", "长春市", "220100", "initials"},
        {"zhangchun", "长春市", "220100", "pinyin"},
        {"长chun", "长春市", "220100", "pinyin"},
        {"cháng chūn", "长春市", "220100", "pinyin"},
        {"朝陽區", "朝阳区", NULL, "exact"},
        {"朝阳区", "朝阳区", NULL, "exact"},
        {"chaoyangqu", "朝阳区", NULL, "pinyin"},
        {"cyq", "朝阳区", NULL, "initials"},
        {"二道区", "二道区", "220105", "exact"},
        {"2道区", "二道区", "220105", "exact"},
        {"２道区", "二道区", "220105", "exact"},
        {"二道", "二道区", "220105", "exact"},
        {"erdao", "二道区", "220105", "pinyin"},
        {"二道河子区", "二道区", "220105", "exact"},
        {"绿园区", "绿园区", "220106", "exact"},
        {"lvyuanqu", "绿园区", "220106", "pinyin"},
        {"luyuanqu", "绿园区", "220106", "pinyin"},
        {"lyuyuanqu", "绿园区", "220106", "pinyin"},
        {"lüyuanqu", "绿园区", "220106", "pinyin"},
        {"Lǜyuán", "绿园区", "220106", "pinyin"},
        {"双阳县", "双阳区", "220112", "exact"},
        {"九台市", "九台区", "220113", "exact"},
        {"九台县", "九台区", "220113", "exact"},
        {"220181", "九台区", "220113", "code"},
        {"220113", "九台区", "220113", "code"},
        {"德惠县", "德惠市", "220183", "exact"},
        {"农安", "农安县", "220122", "exact"},
        {"nongan", "农安县", "220122", "pinyin"},
        {"nong'an", "农安县", "220122", "pinyin"},
        {"Nóng'ān Xiàn", "农安县", "220122", "pinyin"},
        {"公主岭", "公主岭市", "220184", "exact"},
        {"220381", "公主岭市", "220184", "code"},
        {"220184", "公主岭市", "220184", "code"},
        {"２２０１８４", "公主岭市", "220184", "code"},
        {"220184000000", "公主岭市", "220184", "code"},
        {"2201", "长春市", "220100", "code"},
        {"22", "吉林省", "220000", "code"},
        {"怀德县", "公主岭市", "220184", "exact"},
        {"四平市公主岭市", "公主岭市", "220184", NULL},
        {"宽城子", "长春市", "220100", "exact"},
        {"长春厅", "长春市", "220100", "exact"},
        {"新京", "长春市", "220100", "exact"},
        {"斯大林大街", "人民大街", "", "exact"},
        {"大同大街", "人民大街", "", "exact"},
        {"长春大街", "长春大街", "", "exact"},
        {"人民大街", "人民大街", "", "exact"},
        {"重庆路", "重庆路", "", "exact"},
        {"重庆街道", "重庆街道", "220104005", "exact"},
        {"长春市二道区吉林街道", "吉林街道", "220105002", NULL},
        {"吉林大路", "吉林大路", "", "exact"},
        {"杨大城子镇", "杨大城子镇", "220184109", "exact"},
        {"yangdachengzi", "杨大城子镇", "220184109", "pinyin"},
        {"德惠市米沙子镇", "米沙子镇", "220103103", NULL},
        {"农安县合隆镇", "合隆镇", "220103105", NULL},
        {"宽城区米沙子镇镇东", "镇东", "", NULL},
        {"乾安", "乾安县", "220723", "exact"},
        {"qiananxian", "乾安县", "220723", "pinyin"},
        {"珲春", "珲春市", "222404", "exact"},
        {"hunchun", "珲春市", "222404", "pinyin"},
        {"吉林省长春市朝阳区", "朝阳区", "220104", NULL},
        {"长春朝阳", "朝阳区", "220104", NULL},
        {"北京市朝阳区", "朝阳区", "110105", NULL},
        {"公园", "南湖公园", "", "part"},
        {"雕塑", "世界雕塑公园", "", "part"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct city_answer answer = city_search(*state, cases[i].query);
        if (answer.count == 0)
            fail_msg("%s: nothing", cases[i].query);
        if (strcmp(answer.names[0], cases[i].name) != 0 ||
            (cases[i].code && strcmp(answer.codes[0], cases[i].code) != 0))
            fail_msg("%s: %s %s", cases[i].query, answer.names[0], answer.codes[0]);
        if (cases[i].how && strcmp(names_how_name(answer.results[0].how), cases[i].how) != 0)
            fail_msg("%s: %s", cases[i].query, names_how_name(answer.results[0].how));
    }
}

/* Characters and letters together, each in any reading: as good as letters alone. */
static void what_is_half_typed_is_found_in_any_reading(void **state)
{
    static const char *const cases[][3] = {
        {"重qing路", "chongqinglu", "重庆路"},
        {"chong庆路", "chongqinglu", "重庆路"},
        {"长chun市", "changchunshi", "长春市"},
        {"chang春shi", "changchunshi", "长春市"},
        {"朝yang区", "chaoyangqu", "朝阳区"},
        {"南guan区", "nanguanqu", "南关区"},
        {"lv园区", "lvyuanqu", "绿园区"},
        {"珲chun市", "hunchunshi", "珲春市"},
        {"杨大城zi镇", "yangdachengzizhen", "杨大城子镇"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct city_answer half = city_search(*state, cases[i][0]);
        struct city_answer whole = city_search(*state, cases[i][1]);
        assert_true(whole.count > 0);
        if (half.count == 0 || strcmp(half.names[0], cases[i][2]) != 0 ||
            half.results[0].score != whole.results[0].score)
            fail_msg("%s: %s", cases[i][0], half.count ? half.names[0] : "nothing");
    }
}

/* 六 is read liù, here lù: the record says so. */
static void half_a_name_follows_the_reading_of_the_record(void **state)
{
    (void)state;
    struct city *city = calloc(1, sizeof *city);
    assert_non_null(city);
    city->arena = base_arena_create(0);
    city_fill(city);
    for (size_t i = 0; i < COUNT(CITY_DIVISIONS); i++)
        if (strcmp(city->divisions[i].name, "农安县") == 0)
            city->divisions[i].name = "六安县";
    for (size_t i = 0; i < COUNT(CITY_NAMES); i++)
        if (strcmp(city->names[i].name, "农安县") == 0) {
            city->names[i].name = "六安县";
            city->names[i].reading = "Lù'ān Xiàn";
        }
    city_open(city);
    struct city_answer half = city_search(city, "六an县"), whole = city_search(city, "luanxian");
    struct city_answer other = city_search(city, "liuanxian");
    assert_string_equal(half.names[0], "六安县");
    assert_true(half.results[0].score == whole.results[0].score);
    assert_true(other.results[0].score < whole.results[0].score);
    city_free(city);
}

/* 九台 was a county-level city until 2014-10-20. */
static void a_name_of_its_day_is_the_standard_one_that_day(void **state)
{
    static const struct {
        const char *query, *at, *form;
    } cases[] = {
        {"九台市", "2010-01-01", "standard"}, {"九台市", DAY, "former"},
        {"九台区", DAY, "standard"},          {"公主岭市", "2010-01-01", "standard"},
        {"公主岭市", DAY, "standard"},        {"九台县", "2010-01-01", "former"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_query query = city_query(cases[i].query);
        query.at = city_date(cases[i].at);
        struct city_answer answer = city_ask(*state, &query);
        assert_true(answer.count > 0);
        if (strcmp(names_form_name(answer.results[0].form), cases[i].form) != 0)
            fail_msg("%s on %s: %s", cases[i].query, cases[i].at,
                     names_form_name(answer.results[0].form));
    }
}

static void the_form_tells_how_the_name_stands_today(void **state)
{
    static const struct {
        const char *query;
        enum names_form form;
    } cases[] = {
        {"长春市", NAMES_STANDARD}, {"长春", NAMES_SHORT},        {"双阳县", NAMES_FORMER},
        {"九台市", NAMES_FORMER},   {"新京", NAMES_HISTORICAL},   {"斯大林大街", NAMES_FORMER},
        {"九台区", NAMES_STANDARD}, {"公主岭市", NAMES_STANDARD},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct city_answer answer = city_search(*state, cases[i].query);
        if (answer.results[0].form != cases[i].form)
            fail_msg("%s: %s", cases[i].query, names_form_name(answer.results[0].form));
    }
}

static void names_with_several_owners_give_all(void **state)
{
    struct city_answer answer = city_search(*state, "吉林");
    bool province = false, city = false;
    for (size_t i = 0; i < answer.count; i++) {
        province = province || strcmp(answer.names[i], "吉林省") == 0;
        city = city || strcmp(answer.names[i], "吉林市") == 0;
    }
    assert_true(province && city);
    answer = city_search(*state, "朝阳区");
    assert_int_equal(answer.count, 2);
    assert_string_equal(answer.codes[0], "110105"); /* nothing decides but the code */
    assert_string_equal(answer.codes[1], "220104");
}

static void roads_named_after_places_do_not_move_there(void **state)
{
    static const char *const roads[] = {"重庆路", "吉林大路"};
    for (size_t i = 0; i < COUNT(roads); i++) {
        struct city_answer answer = city_search(*state, roads[i]);
        assert_string_equal(answer.codes[0], "");
        assert_string_equal(answer.names[0], roads[i]);
    }
}

static void a_wrong_reading_stands_below_the_right_one(void **state)
{
    double right = city_search(*state, "changchun").results[0].score;
    double wrong = city_search(*state, "zhangchun").results[0].score;
    assert_true(wrong < right);
}

static void the_day_decides_code_and_parent(void **state)
{
    struct city *city = *state;
    static const struct {
        const char *query, *at, *code, *parent;
    } cases[] = {
        {"公主岭", "2019-01-01", "220381", "220300"}, {"公主岭", "2020-06-04", "220381", "220300"},
        {"公主岭", "2020-06-05", "220184", "220100"}, {"公主岭", DAY, "220184", "220100"},
        {"220381", "2019-01-01", "220381", "220300"}, {"220184", "2019-01-01", "220381", "220300"},
        {"九台", "2014-01-01", "220181", "220100"},   {"九台区", "2014-01-01", "220181", "220100"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_query query = city_query(cases[i].query);
        query.at = city_date(cases[i].at);
        struct city_answer answer = city_ask(city, &query);
        uint32_t parents[5];
        assert_string_equal(answer.codes[0], cases[i].code);
        assert_true(store_division_index_parents(&city->division_index,
                                                 answer.results[0].division_row, query.at,
                                                 parents) > 0);
        assert_string_equal(store_division_index_entry(&city->division_index, parents[0]).code,
                            cases[i].parent);
    }
}

static void filters_keep_what_they_name(void **state)
{
    struct names_query query = city_query("朝阳区");
    query.within = "220100";
    struct city_answer answer = city_ask(*state, &query);
    assert_int_equal(answer.count, 1);
    assert_string_equal(answer.codes[0], "220104");
    query.within = "110000";
    assert_string_equal(city_ask(*state, &query).codes[0], "110105");
    query.within = "990000";
    assert_int_equal(city_ask(*state, &query).count, 0);

    query = city_query("吉林");
    query.level = STORE_LEVEL_PREFECTURE;
    answer = city_ask(*state, &query);
    assert_int_equal(answer.count, 1);
    assert_string_equal(answer.codes[0], "220200");

    query = city_query("公园");
    query.category = "park";
    assert_int_equal(city_ask(*state, &query).count, 2);
    query.category = "street";
    assert_int_equal(city_ask(*state, &query).count, 0);

    query = city_query("朝阳区");
    query.has_bbox = true;
    query.bbox = (struct geo_bbox){125, 43, 126, 44};
    answer = city_ask(*state, &query);
    assert_int_equal(answer.count, 1);
    assert_string_equal(answer.codes[0], "220104");
}

static void a_filter_by_a_code_of_another_day_means_the_same_unit(void **state)
{
    static const struct {
        const char *within, *at, *code;
    } cases[] = {
        {"220381", "2026-11-24", "220184109"},
        {"220184", "2026-11-24", "220184109"},
        {"220300", "2026-11-24", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_query query = city_query("杨大城子");
        query.within = cases[i].within;
        query.at = city_date(cases[i].at);
        struct city_answer answer = city_ask(*state, &query);
        assert_int_equal(answer.count, cases[i].code ? 1 : 0);
        if (cases[i].code)
            assert_string_equal(answer.codes[0], cases[i].code);
    }
    struct names_query query = city_query("公主岭");
    query.within = "220184";
    query.at = city_date("2019-01-01");
    assert_string_equal(city_ask(*state, &query).codes[0], "220381");
}

/* 重庆街道 has no ground; it lies where its district does. */
static void a_unit_without_ground_is_near_where_its_parent_is(void **state)
{
    struct names_query query = city_query("重庆街道");
    query.has_near = true;
    query.near = (struct geo_point){geo_grid_from_degrees(125.25), geo_grid_from_degrees(43.85)};
    struct city_answer answer = city_ask(*state, &query);
    assert_true(answer.count > 0);
    assert_true(answer.results[0].features.near > 0.98);
}

static void full_names_stay_within_the_filter(void **state)
{
    struct names_query query = city_query("长春市朝阳区");
    query.within = "220100";
    assert_string_equal(city_ask(*state, &query).codes[0], "220104");
    query.within = "220200";
    assert_int_equal(city_ask(*state, &query).count, 0);
}

static void a_name_nobody_bears_is_not_pieced_together(void **state)
{
    /* 朝阳 names a district and 镇 begins a street there; 朝阳镇 is neither. */
    static const char *const queries[] = {"朝阳镇", "合隆区", "南关区镇江路镇"};
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct city_answer answer = city_search(*state, queries[i]);
        if (answer.count > 0)
            fail_msg("%s: %s", queries[i], answer.names[0]);
    }
}

static void places_lie_within_by_ground_or_by_what_they_state(void **state)
{
    struct names_query query = city_query("人民大街"); /* states no division */
    query.within = "220102";
    assert_int_equal(city_ask(*state, &query).count, 1);
    query.within = "220104";
    assert_int_equal(city_ask(*state, &query).count, 0);
    query = city_query("世界雕塑公园"); /* has no point */
    query.within = "220100";
    assert_int_equal(city_ask(*state, &query).count, 1);
}

static void nearer_is_better(void **state)
{
    struct names_query query = city_query("朝阳区");
    query.has_near = true;
    query.near = (struct geo_point){geo_grid_from_degrees(125.3), geo_grid_from_degrees(43.8)};
    assert_string_equal(city_ask(*state, &query).codes[0], "220104");
    query.near = (struct geo_point){geo_grid_from_degrees(116.4), geo_grid_from_degrees(39.9)};
    assert_string_equal(city_ask(*state, &query).codes[0], "110105");
}

static void what_is_unfinished_is_found_while_typing(void **state)
{
    static const char *const cases[][2] = {
        {"长", "长春市"},       {"chang", "长春市"},     {"朝", "朝阳区"},
        {"人民大", "人民大街"}, {"gongzhu", "公主岭市"}, {"cc", "长春市"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct names_query query = city_query(cases[i][0]);
        query.suggest = true;
        struct city_answer answer = city_ask(*state, &query);
        if (answer.count == 0 || strcmp(answer.names[0], cases[i][1]) != 0)
            fail_msg("%s: %s", cases[i][0], answer.count ? answer.names[0] : "nothing");
    }
}

static void no_subject_stands_twice_and_scores_fall(void **state)
{
    static const char *const queries[] = {"长",  "吉林", "c",    "区",
                                          "220", "大街", "朝阳", "changchun"};
    for (size_t q = 0; q < COUNT(queries); q++) {
        struct city_answer answer = city_search(*state, queries[q]);
        for (size_t i = 0; i < answer.count; i++) {
            assert_true(answer.results[i].score > 0 && answer.results[i].score <= 1);
            for (size_t j = 0; j < i; j++) {
                assert_int_not_equal(answer.results[i].subject, answer.results[j].subject);
                assert_true(answer.results[j].score >= answer.results[i].score);
            }
        }
    }
}

static void pages_put_together_are_the_whole(void **state)
{
    struct names_query query = city_query("220");
    struct city_answer whole = city_ask(*state, &query);
    assert_true(whole.count > 4);
    for (size_t i = 0; i < whole.count; i++) {
        query.offset = i;
        query.limit = 1;
        struct city_answer page = city_ask(*state, &query);
        assert_int_equal(page.count, 1);
        assert_int_equal(page.results[0].subject, whole.results[i].subject);
        assert_int_equal(page.more, i + 1 < whole.count || whole.more);
    }
    query.offset = 1000000;
    assert_int_equal(city_ask(*state, &query).count, 0);
}

/* The answers of a city whose rows came in another order. */
static void the_order_of_the_rows_does_not_matter(void **state)
{
    struct city *city = *state;
    struct city *other = calloc(1, sizeof *other);
    assert_non_null(other);
    other->arena = base_arena_create(0);
    city_fill(other);
    for (size_t i = 0; i < COUNT(CITY_DIVISIONS) / 2; i++) {
        struct store_division kept = other->divisions[i];
        other->divisions[i] = other->divisions[COUNT(CITY_DIVISIONS) - 1 - i];
        other->divisions[COUNT(CITY_DIVISIONS) - 1 - i] = kept;
    }
    for (size_t i = 0; i < COUNT(CITY_PLACES) / 2; i++) {
        struct store_place kept = other->places[i];
        other->places[i] = other->places[COUNT(CITY_PLACES) - 1 - i];
        other->places[COUNT(CITY_PLACES) - 1 - i] = kept;
    }
    city_open(other);
    assert_int_equal(other->name_bytes.size, city->name_bytes.size);
    assert_memory_equal(other->name_bytes.data, city->name_bytes.data, city->name_bytes.size);
    static const char *const queries[] = {"长", "吉林", "c", "朝阳区", "220", "大街", "公园"};
    for (size_t q = 0; q < COUNT(queries); q++) {
        struct city_answer a = city_search(city, queries[q]), b = city_search(other, queries[q]);
        assert_int_equal(a.count, b.count);
        for (size_t i = 0; i < a.count; i++) {
            assert_string_equal(a.names[i], b.names[i]);
            assert_string_equal(a.codes[i], b.codes[i]);
            assert_true(a.results[i].score == b.results[i].score);
        }
    }
    city_free(other);
}

static void nonsense_has_no_answer(void **state)
{
    static const char *const queries[] = {
        "",
        " ",
        "\xE6\x98",
        "\U0001F600",
        "\u202E\u200F",
        "，。",
        "%00",
        "qqqqqq",
        "%",
        "999999",
        "'; DROP TABLE division; --",
    };
    for (size_t i = 0; i < COUNT(queries); i++)
        if (city_search(*state, queries[i]).count != 0)
            fail_msg("%s: %s", queries[i], city_search(*state, queries[i]).names[0]);
}

static void marks_inside_a_name_do_no_harm(void **state)
{
    static const char *const queries[] = {"\u202E长春\u202C", "长\u200F春", "长春\xE6\x98",
                                          "\xFF长春", "长春\U0001F600"};
    for (size_t i = 0; i + 1 < COUNT(queries); i++) {
        struct city_answer answer = city_search(*state, queries[i]);
        if (answer.count == 0 || strcmp(answer.codes[0], "220100") != 0)
            fail_msg("query %zu", i);
    }
}

static double spent_ms(struct city *city, const char *text, size_t *arena_bytes)
{
    struct timespec from, to;
    struct names_query query = city_query(text);
    size_t before = base_arena_used(city->arena);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
    city_ask(city, &query);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
    *arena_bytes = base_arena_used(city->arena) - before;
    return (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
}

static void long_queries_stay_cheap(void **state)
{
    static const char *const pieces[] = {"长", "长春市", "长春", "朝阳区长春市", "a", "长c",
                                         "2",  "吉林",   "区"};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        char text[4096] = "";
        size_t size = strlen(pieces[i]), bytes;
        for (size_t at = 0; at + size < 3000; at += size)
            memcpy(text + at, pieces[i], size + 1);
        double ms = spent_ms(*state, text, &bytes);
        /* The sanitizers slow it down twentyfold; what must not be is seconds. */
        if (ms > 500 || bytes > 8 * 1024 * 1024)
            fail_msg("%s…: %.1f ms, %zu bytes", pieces[i], ms, bytes);
    }
}

static void a_full_arena_is_an_answer_and_no_crash(void **state)
{
    struct city *city = *state;
    for (size_t limit = 1; limit < 200000; limit = limit * 3 / 2 + 1) {
        struct base_arena *arena = base_arena_create(limit);
        struct names_query query = city_query("吉林省长春市朝阳区");
        struct names_result *results;
        size_t count;
        bool more;
        enum base_status status = names_search(&city->index, &city->division_index, &query, arena,
                                               &results, &count, &more, NULL);
        assert_true(status == BASE_OK || status == BASE_NO_MEMORY);
        base_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_answer_is_what_was_meant),
        cmocka_unit_test(what_is_half_typed_is_found_in_any_reading),
        cmocka_unit_test(half_a_name_follows_the_reading_of_the_record),
        cmocka_unit_test(a_name_of_its_day_is_the_standard_one_that_day),
        cmocka_unit_test(the_form_tells_how_the_name_stands_today),
        cmocka_unit_test(names_with_several_owners_give_all),
        cmocka_unit_test(roads_named_after_places_do_not_move_there),
        cmocka_unit_test(a_wrong_reading_stands_below_the_right_one),
        cmocka_unit_test(the_day_decides_code_and_parent),
        cmocka_unit_test(filters_keep_what_they_name),
        cmocka_unit_test(a_filter_by_a_code_of_another_day_means_the_same_unit),
        cmocka_unit_test(a_unit_without_ground_is_near_where_its_parent_is),
        cmocka_unit_test(full_names_stay_within_the_filter),
        cmocka_unit_test(a_name_nobody_bears_is_not_pieced_together),
        cmocka_unit_test(places_lie_within_by_ground_or_by_what_they_state),
        cmocka_unit_test(nearer_is_better),
        cmocka_unit_test(what_is_unfinished_is_found_while_typing),
        cmocka_unit_test(no_subject_stands_twice_and_scores_fall),
        cmocka_unit_test(pages_put_together_are_the_whole),
        cmocka_unit_test(the_order_of_the_rows_does_not_matter),
        cmocka_unit_test(nonsense_has_no_answer),
        cmocka_unit_test(marks_inside_a_name_do_no_harm),
        cmocka_unit_test(long_queries_stay_cheap),
        cmocka_unit_test(a_full_arena_is_an_answer_and_no_crash),
    };
    return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
