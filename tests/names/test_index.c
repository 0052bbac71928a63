/* tests/names/test_index.c - building the section, opening it, and opening it damaged. */
#include "tests/names/city.h"

static void every_row_is_a_subject(void **state)
{
    struct city *city = *state;
    size_t identities = 0;
    for (size_t i = 0; i < COUNT(CITY_DIVISIONS); i++)
        identities += i == 0 || CITY_DIVISIONS[i].identity != CITY_DIVISIONS[i - 1].identity;
    assert_int_equal(city->index.subject_count, identities + COUNT(CITY_PLACES));
    size_t listed = 0;
    for (uint32_t i = 0; i < city->index.subject_count; i++)
        listed += names_index_names(&city->index, i, NULL, 0);
    assert_int_equal(listed, city->index.name_count);
}

static void subjects_are_found_by_their_ids(void **state)
{
    struct city *city = *state;
    static const struct {
        const char *id, *name;
    } cases[] = {
        {"division-5", "朝阳区"},
        {"division-12", "公主岭市"},
        {"place-1", "人民大街"},
        {"street-1", "人民大街"},
        {"park-2", "世界雕塑公园"},
        {"place-99", NULL},
        {"division-99", NULL},
        {"division-", NULL},
        {"division-5x", NULL},
        {"", NULL},
        {"人民大街", NULL},
        {"street", NULL},
        {"division-9223372036854775808", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t found = names_index_find(&city->index, cases[i].id);
        if (!cases[i].name)
            assert_int_equal(found, UINT32_MAX);
        else
            assert_string_equal(names_index_subject(&city->index, found).name, cases[i].name);
    }
}

static void ids_are_never_searched(void **state)
{
    static const char *const queries[] = {"street-1", "street", "park-1", "s", "park"};
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct city_answer answer = city_search(*state, queries[i]);
        for (size_t j = 0; j < answer.count; j++)
            assert_int_not_equal(answer.results[j].how, NAMES_CODE);
    }
}

/* More ids of one beginning than a search looks at keys. */
static void many_ids_do_not_hide_a_name(void **state)
{
    (void)state;
    enum { MANY = 20010 };
    struct city *city = calloc(1, sizeof *city);
    struct store_place *places = calloc(MANY, sizeof *places);
    char(*ids)[16] = calloc(MANY, sizeof *ids);
    struct store_division unit = {
        .version = city_version(1, NULL, NULL), .code = "220100", .name = "长春市"};
    struct base_buffer names BASE_BUFFER_AUTO = {0}, divisions BASE_BUFFER_AUTO = {0};
    city->arena = base_arena_create(0);
    for (int i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "c%d", i);
        places[i] = (struct store_place){
            .version = city_version(i + 1, NULL, NULL), .id = ids[i], .name = "甲"};
    }
    const struct names_rows rows = {&unit, places, NULL, 1, MANY, 0, NULL, 0};
    assert_int_equal(names_index_build(&rows, NULL, &names, NULL), BASE_OK);
    assert_int_equal(names_index_open(names.data, names.size, &city->index, NULL), BASE_OK);
    assert_int_equal(store_division_index_build(&unit, 1, &divisions, NULL), BASE_OK);
    assert_int_equal(
        store_division_index_open(divisions.data, divisions.size, &city->division_index, NULL),
        BASE_OK);
    struct names_query query = city_query("c");
    query.suggest = true;
    struct city_answer answer = city_ask(city, &query);
    assert_int_equal(answer.count, 1);
    assert_string_equal(answer.names[0], "长春市");
    assert_int_equal(names_index_find(&city->index, "c20009"), MANY);
    base_arena_free(city->arena);
    free(city);
    free(places);
    free(ids);
}

static void nothing_makes_an_empty_index(void **state)
{
    (void)state;
    struct base_buffer bytes BASE_BUFFER_AUTO = {0}, divisions BASE_BUFFER_AUTO = {0};
    struct city *city = calloc(1, sizeof *city);
    assert_non_null(city);
    city->arena = base_arena_create(0);
    assert_int_equal(names_index_build(&(struct names_rows){0}, NULL, &bytes, NULL), BASE_OK);
    assert_int_equal(store_division_index_build(NULL, 0, &divisions, NULL), BASE_OK);
    assert_int_equal(names_index_open(bytes.data, bytes.size, &city->index, NULL), BASE_OK);
    assert_int_equal(
        store_division_index_open(divisions.data, divisions.size, &city->division_index, NULL),
        BASE_OK);
    assert_int_equal(city_search(city, "长春").count, 0);
    assert_int_equal(names_index_find(&city->index, "division-1"), UINT32_MAX);
    base_arena_free(city->arena);
    free(city);
}

static void a_unit_that_changed_only_its_ground_has_one_name(void **state)
{
    (void)state;
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct names_index index;
    struct store_division rows[] = {
        {.version = city_version(1, NULL, "2000-01-01"), .code = "220104", .name = "朝阳区"},
        {.version = city_version(1, "2000-01-01", NULL), .code = "220104", .name = "朝阳区"},
    };
    assert_int_equal(names_index_build(&(struct names_rows){.divisions = rows, .division_count = 2},
                                       NULL, &bytes, NULL),
                     BASE_OK);
    assert_int_equal(names_index_open(bytes.data, bytes.size, &index, NULL), BASE_OK);
    assert_int_equal(index.subject_count, 1);
    assert_int_equal(index.name_count, 1);
}

static bool answers(struct city *city, const char *text, const char *name)
{
    struct city_answer answer = city_search(city, text);
    for (size_t i = 0; i < answer.count; i++)
        if (strcmp(answer.names[i], name) == 0)
            return true;
    return false;
}

/* The park is called otherwise, one street is gone, one is new. */
static void a_later_section_lies_over_the_first(void **state)
{
    (void)state;
    struct city *city = city_create();
    struct base_buffer later BASE_BUFFER_AUTO = {0};
    const struct store_place places[] = {
        {.version = city_version(5, NULL, NULL),
         .id = "park-1",
         .name = "丹顶鹤园",
         .kind = "park"},
        {.version = city_version(9, NULL, NULL),
         .id = "street-9",
         .name = "飞跃路",
         .kind = "street"},
    };
    const struct names_replaced replaced[] = {{.identity = 5, .is_place = 1},
                                              {.identity = 7, .is_place = 1}};
    const struct names_rows rows = {NULL, places, NULL, 0, COUNT(places), 0, replaced, 2};
    size_t subjects = city->index.subject_count;
    assert_true(answers(city, "南湖公园", "南湖公园") && answers(city, "镇江路", "镇江路"));
    assert_int_equal(names_index_build(&rows, &city->index, &later, NULL), BASE_OK);
    assert_int_equal(names_index_add(&city->index, later.data, later.size, NULL), BASE_OK);
    assert_int_equal(city->index.subject_count, subjects + 2);

    assert_false(answers(city, "南湖公园", "南湖公园"));
    assert_false(answers(city, "镇江路", "镇江路"));
    static const char *const texts[] = {"丹顶鹤园", "丹顶",   "dandingheyuan",
                                        "ddhy",     "顶鹤园", "丹顶鸟园"};
    for (size_t i = 0; i < COUNT(texts); i++)
        if (!answers(city, texts[i], "丹顶鹤园"))
            fail_msg("%s is not found", texts[i]);
    assert_true(answers(city, "人民大街", "人民大街") && answers(city, "飞跃路", "飞跃路"));

    uint32_t park = names_index_find(&city->index, "park-1");
    assert_string_equal(names_index_subject(&city->index, park).name, "丹顶鹤园");
    assert_int_equal(names_index_find(&city->index, "place-5"), park);
    assert_int_equal(names_index_find(&city->index, "street-5"), UINT32_MAX);
    assert_int_equal(names_index_find(&city->index, "place-7"), UINT32_MAX);
    assert_int_equal(names_index_add(&city->index, later.data, later.size, NULL), BASE_INVALID);
    city_free(city);
}

/* Its letters, with or without what stands between the words. */
static void spelt(const char *reading, bool blanks, char out[128])
{
    size_t size = 0;
    for (const char *p = reading; *p && size < 120; p++)
        if (blanks || (*p != ' ' && *p != '\''))
            out[size++] = *p;
    out[size] = '\0';
}

static void widen(const char *text, char out[512])
{
    size_t size = 0;
    for (const char *p = text; *p && size < 500; p++) {
        unsigned wide = (unsigned char)*p + 0xFEE0u;
        bool letter = *p > ' ' && *p < 0x7F;
        if (letter)
            size +=
                (size_t)sprintf(out + size, "%c%c%c", (char)(0xE0 | wide >> 12),
                                (char)(0x80 | (wide >> 6 & 0x3F)), (char)(0x80 | (wide & 0x3F)));
        else
            out[size++] = *p;
    }
    out[size] = '\0';
}

/* Each name of the city by its text, with blanks, and by its reading, in three ways. */
static void every_name_finds_what_bears_it(void **state)
{
    struct city *city = *state;
    for (uint32_t i = 0; i < city->index.name_count; i++) {
        struct names_name name = names_index_name(&city->index, i);
        const char *standard = names_index_subject(&city->index, name.subject).name;
        char texts[5][512] = {"", "", "", "", ""};
        snprintf(texts[0], sizeof texts[0], "%s", name.text);
        snprintf(texts[1], sizeof texts[1], " %.3s %s ", name.text, name.text + 3);
        spelt(name.reading, true, texts[2]);
        spelt(name.reading, false, texts[3]);
        widen(texts[3], texts[4]);
        for (size_t k = 0; k < COUNT(texts); k++)
            if (texts[k][0] && !answers(city, texts[k], standard))
                fail_msg("%s is not found by %s", standard, texts[k]);
    }
}

/* Asks everything of an index that may be damaged. */
static void use(struct city *city, const struct names_index *index)
{
    struct city damaged = *city;
    damaged.index = *index;
    damaged.arena = base_arena_create(0);
    static const char *const queries[] = {"长春",   "changchun", "长chun",
                                          "220381", "公园",      "四平市公主岭市"};
    for (size_t i = 0; i < COUNT(queries); i++) {
        struct names_result *results;
        size_t count;
        bool more;
        struct names_query query = city_query(queries[i]);
        query.within = i % 2 ? "220100" : NULL;
        query.has_near = true;
        enum base_status status = names_search(index, &city->division_index, &query, damaged.arena,
                                               &results, &count, &more, NULL);
        assert_int_equal(status, BASE_OK);
        struct names_context context = {.index = index,
                                        .divisions = &city->division_index,
                                        .editions = &city->editions,
                                        .at = query.at};
        struct base_buffer text = {0};
        struct base_json json;
        base_json_init(&json, &text);
        names_result_write_page(&context, queries[i], results, count, NULL, &json);
        base_buffer_done(&text);
    }
    struct names_context context = {.index = index,
                                    .divisions = &city->division_index,
                                    .editions = &city->editions,
                                    .at = city_date("2026-11-24")};
    struct names_reverse reverse;
    names_reverse_find(
        &context, (struct geo_point){geo_grid_from_degrees(125.325), geo_grid_from_degrees(43.87)},
        5000, &reverse);
    names_index_find(index, "street-1");
    for (uint32_t i = 0; i < index->subject_count; i += 7) {
        struct base_buffer text = {0};
        struct base_json json;
        base_json_init(&json, &text);
        names_result_write_subject(&context, i, &json);
        base_buffer_done(&text);
    }
    base_arena_free(damaged.arena);
}

static void a_copy_with(struct city *city, size_t at, unsigned char change, size_t size)
{
    unsigned char *copy = malloc(city->name_bytes.size);
    struct names_index index;
    assert_non_null(copy);
    memcpy(copy, city->name_bytes.data, city->name_bytes.size);
    for (size_t i = at; i < at + size && i < city->name_bytes.size; i++)
        copy[i] ^= change;
    if (names_index_open(copy, city->name_bytes.size, &index, NULL) == BASE_OK)
        use(city, &index);
    free(copy);
}

/* The blocks that hold this city's own rows; fold and readings are large tables. */
static void damaged_rows_are_refused_or_harmless(void **state)
{
    struct city *city = *state;
    static const struct {
        const char *name;
        size_t element;
    } blocks[] = {
        {"subjects", 8},   {"facts", 4},       {"names", 4},        {"name_facts", 4},
        {"term_names", 4}, {"own_names", 4},   {"codes", 4},        {"ids", 4},
        {"points", 4},     {"texts", 1},       {"sound_first", 4},  {"sound_terms", 4},
        {"init_first", 4}, {"init_sounds", 4}, {"endings", 2},      {"near", 2},
        {"alike", 2},      {"alike_at", 2},    {"plane", 2},        {"alphabet", 4},
        {"t.first", 4},    {"t.units", 2},     {"t.slots", 8},      {"t.order", 4},
        {"t.keys", 4},     {"t.least", 4},     {"t.heads", 4},      {"t.delfirst", 4},
        {"t.deletes", 4},  {"t.pairs", 4},     {"t.postings", 1},   {"s.first", 4},
        {"s.units", 2},    {"s.slots", 8},     {"s.order", 4},      {"s.keys", 4},
        {"s.least", 4},    {"s.heads", 4},     {"s.delfirst", 4},   {"s.deletes", 4},
        {"s.pairs", 4},    {"s.postings", 1},  {"i.first", 4},      {"i.units", 2},
        {"i.slots", 8},    {"i.order", 4},     {"reading_rows", 4}, {"syllables", 8},
    };
    size_t tried = 0;
    for (size_t b = 0; b < COUNT(blocks); b++) {
        size_t count;
        const unsigned char *block =
            base_section_block(&city->index.parts[0].section, blocks[b].name, 1, &count);
        assert_non_null(block);
        size_t first = (size_t)(block - (const unsigned char *)(void *)city->name_bytes.data);
        size_t step = count / blocks[b].element / 4 + 1;
        for (size_t i = 0; i < count; i += step * blocks[b].element, tried++) {
            a_copy_with(city, first + i, 0xFF, blocks[b].element);
            a_copy_with(city, first + i, 0x80, 1);
            a_copy_with(city, first + i, 0x01, 1);
        }
    }
    assert_true(tried > 100);
}

static void every_header_byte_matters_or_is_harmless(void **state)
{
    struct city *city = *state;
    for (size_t i = 0; i < 64 + 12 * 32; i++) {
        a_copy_with(city, i, 0xFF, 1);
        a_copy_with(city, i, 0x01, 1);
    }
}

static void cut_bytes_are_refused(void **state)
{
    struct city *city = *state;
    struct names_index index;
    for (size_t size = 0; size < city->name_bytes.size;
         size = size < 1024 ? size + 7 : size + size / 3) {
        unsigned char *copy = malloc(size ? size : 1);
        memcpy(copy, city->name_bytes.data, size);
        assert_int_equal(names_index_open(copy, size, &index, NULL), BASE_INVALID);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_a_subject),
        cmocka_unit_test(subjects_are_found_by_their_ids),
        cmocka_unit_test(ids_are_never_searched),
        cmocka_unit_test(many_ids_do_not_hide_a_name),
        cmocka_unit_test(nothing_makes_an_empty_index),
        cmocka_unit_test(a_unit_that_changed_only_its_ground_has_one_name),
        cmocka_unit_test(a_later_section_lies_over_the_first),
        cmocka_unit_test(every_name_finds_what_bears_it),
        cmocka_unit_test(damaged_rows_are_refused_or_harmless),
        cmocka_unit_test(every_header_byte_matters_or_is_harmless),
        cmocka_unit_test(cut_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
