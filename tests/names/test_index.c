/* tests/names/test_index.c - building the section, opening it, and opening it damaged. */
#include "tests/names/city.h"

static void every_row_is_a_subject(void **state)
{
    struct city *city = *state;
    size_t identities = 0;
    for (size_t i = 0; i < COUNT(CITY_DIVISIONS); i++)
        identities += i == 0 || CITY_DIVISIONS[i].identity != CITY_DIVISIONS[i - 1].identity;
    assert_int_equal(city->index.subject_count, identities + COUNT(CITY_PLACES));
    assert_int_equal(city->index.subject_first[city->index.subject_count], city->index.name_count);
}

static void keys_ascend(void **state)
{
    const struct names_index *index = &((struct city *)*state)->index;
    for (size_t i = 1; i < index->key_count; i++)
        assert_true(strcmp(index->key_texts + index->keys[i - 1].text,
                           index->key_texts + index->keys[i].text) <= 0);
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
            assert_string_equal(names_index_text(&city->index, city->index.subjects[found].name),
                                cases[i].name);
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
    assert_int_equal(names_index_build(&unit, 1, places, MANY, NULL, 0, &names, NULL), BASE_OK);
    assert_int_equal(names_index_open(names.data, names.size, &city->index, NULL), BASE_OK);
    assert_int_equal(store_division_index_build(&unit, 1, &divisions, NULL), BASE_OK);
    assert_int_equal(
        store_division_index_open(divisions.data, divisions.size, &city->division_index, NULL),
        BASE_OK);
    struct city_answer answer = city_search(city, "c");
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
    assert_int_equal(names_index_build(NULL, 0, NULL, 0, NULL, 0, &bytes, NULL), BASE_OK);
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
    assert_int_equal(names_index_build(rows, 2, NULL, 0, NULL, 0, &bytes, NULL), BASE_OK);
    assert_int_equal(names_index_open(bytes.data, bytes.size, &index, NULL), BASE_OK);
    assert_int_equal(index.subject_count, 1);
    assert_int_equal(index.name_count, 1);
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
        struct names_context context = {
            index, &city->division_index, &city->editions, query.at, NULL, NULL};
        struct base_buffer text = {0};
        struct base_json json;
        base_json_init(&json, &text);
        names_result_write_page(&context, queries[i], results, count, NULL, &json);
        base_buffer_done(&text);
    }
    struct names_context context = {
        index, &city->division_index, &city->editions, city_date("2026-11-24"), NULL, NULL};
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
        {"subjects", 8}, {"names", 4},     {"keys", 4},          {"grams", 4},
        {"texts", 1},    {"key_texts", 1}, {"subject_first", 4}, {"subject_names", 4},
        {"points", 4},   {"fold", 4},      {"reading_rows", 4},  {"syllables", 8},
    };
    size_t tried = 0;
    for (size_t b = 0; b < COUNT(blocks); b++) {
        size_t count;
        const unsigned char *block =
            base_section_block(&city->index.section, blocks[b].name, 1, &count);
        assert_non_null(block);
        size_t first = (size_t)(block - (const unsigned char *)(void *)city->name_bytes.data);
        size_t step = count / blocks[b].element / 12 + 1;
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

/* A tree that was made for more subjects than there are names some that are not. */
static void a_tree_of_more_subjects_is_refused(void **state)
{
    struct city *city = *state;
    size_t count = city->index.subject_count + 1, size;
    struct base_buffer tree BASE_BUFFER_AUTO = {0};
    struct geo_box *boxes = calloc(count, sizeof *boxes);
    struct names_index index;
    const unsigned char *old = base_section_block(&city->index.section, "points", 1, &size);
    for (size_t i = 0; i < count; i++)
        boxes[i] = geo_box_empty();
    for (size_t i = 0; i < city->index.points.item_count; i++) /* as many, at the end */
        boxes[count - 1 - i] = (struct geo_box){{0, 0}, {1, 1}};
    assert_int_equal(geo_rtree_build(boxes, (uint32_t)count, &tree, NULL), BASE_OK);
    assert_int_equal(tree.size, size);
    unsigned char *copy = malloc(city->name_bytes.size);
    memcpy(copy, city->name_bytes.data, city->name_bytes.size);
    memcpy(copy + (old - (const unsigned char *)(void *)city->name_bytes.data), tree.data, size);
    assert_int_equal(names_index_open(copy, city->name_bytes.size, &index, NULL), BASE_INVALID);
    free(copy);
    free(boxes);
}

/* The names of the last subject end where all names end. */
static void names_that_belong_to_nobody_are_refused(void **state)
{
    struct city *city = *state;
    size_t size = city->name_bytes.size;
    size_t at = (size_t)((const char *)&city->index.subject_first[city->index.subject_count] -
                         city->name_bytes.data);
    for (int change = -1; change <= 1; change += 2) {
        struct names_index index;
        char *copy = malloc(size);
        uint32_t value = (uint32_t)((int64_t)city->index.name_count + change);
        assert_non_null(copy);
        memcpy(copy, city->name_bytes.data, size);
        memcpy(copy + at, &value, sizeof value);
        assert_int_equal(names_index_open(copy, size, &index, NULL), BASE_INVALID);
        free(copy);
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
        cmocka_unit_test(keys_ascend),
        cmocka_unit_test(subjects_are_found_by_their_ids),
        cmocka_unit_test(ids_are_never_searched),
        cmocka_unit_test(many_ids_do_not_hide_a_name),
        cmocka_unit_test(nothing_makes_an_empty_index),
        cmocka_unit_test(a_unit_that_changed_only_its_ground_has_one_name),
        cmocka_unit_test(damaged_rows_are_refused_or_harmless),
        cmocka_unit_test(every_header_byte_matters_or_is_harmless),
        cmocka_unit_test(a_tree_of_more_subjects_is_refused),
        cmocka_unit_test(names_that_belong_to_nobody_are_refused),
        cmocka_unit_test(cut_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, city_setup, city_teardown);
}
