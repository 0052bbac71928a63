/* tests/store/test_division_index.c - the snapshot section "divisions". */
#include "store/division_index.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/near.h"

#define NONE STORE_DIVISION_INDEX_NONE

/* x, y: the south-west corner of a square of a million grid units; x 0: none. */
struct row {
    int64_t identity;
    const char *code, *name, *parent, *from, *to;
    int64_t x, y, size;
};

static const struct row ROWS[] = {
    {1, "220000", "吉林省", NULL, NULL, NULL, 0, 0, 0},
    {2, "220100", "长春市", NULL, NULL, NULL, 0, 0, 0},
    {3, "220300", "四平市", NULL, NULL, NULL, 0, 0, 0},
    {4, "220102", "南关区", NULL, NULL, NULL, 1001000000, 0, 1000000},
    {5, "220104", "朝阳区", NULL, NULL, NULL, 1000000000, 0, 1000000},
    {6, "220106", "绿园区", NULL, NULL, NULL, 1000000000, 1000000, 1000000},
    {7, "220112", "双阳区", NULL, NULL, NULL, 1002000000, 1000000, 1000000}, /* a corner only */
    {8, "220105", "二道区", NULL, NULL, NULL, 1002000005, 0, 1000000}, /* half a millimetre off */
    {9, "220381", "公主岭市", NULL, NULL, "2020-06-05", 1010000000, 0, 1000000},
    {9, "220184", "公主岭市", NULL, "2020-06-05", NULL, 1010000000, 0, 1000000},
    {10, "220184109", "杨大城子镇", NULL, "2020-06-05", NULL, 1010000000, 0, 500000},
    {11, "229001", "试点县", "220100", NULL, NULL, 0, 0, 0}, /* its parent is stated */
    {12, "230123", "远县", NULL, NULL, NULL, 0, 0, 0},       /* nobody above it */
    {13, "220104001", "街道", NULL, NULL, NULL, 0, 0, 0},
};

static base_date_t day(const char *text)
{
    base_date_t date = BASE_DATE_NONE;
    if (text)
        assert_true(base_date_parse(text, &date));
    return date;
}

struct made {
    struct base_arena *arena;
    struct store_division rows[COUNT(ROWS)];
    struct base_buffer bytes;
    struct store_division_index index;
};

static struct geo_geometry square(struct base_arena *arena, int64_t x, int64_t y, int64_t size)
{
    struct geo_builder builder;
    struct geo_geometry geometry = {.kind = GEO_MULTIPOLYGON};
    if (x == 0)
        return geometry;
    const struct geo_point points[] = {
        {x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}};
    geo_builder_init(&builder, GEO_MULTIPOLYGON, arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (size_t i = 0; i < COUNT(points); i++)
        geo_builder_point(&builder, points[i]);
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    return geometry;
}

static void make(struct made *made, bool backwards)
{
    made->arena = base_arena_create(0);
    for (size_t i = 0; i < COUNT(ROWS); i++) {
        const struct row *row = &ROWS[backwards ? COUNT(ROWS) - 1 - i : i];
        made->rows[i] = (struct store_division){
            .version = {.identity = row->identity,
                        .valid_from = day(row->from),
                        .valid_to = day(row->to),
                        .recorded_from = 3},
            .code = row->code,
            .level = store_code_level(row->code),
            .name = row->name,
            .parent = row->parent,
            .managed_by = strcmp(row->code, "220184") == 0 ? "220100" : NULL,
            .area_km2 = strcmp(row->code, "220104") == 0 ? 237 : NAN,
            .geometry = square(made->arena, row->x, row->y, row->size)};
    }
    assert_int_equal(store_division_index_build(made->rows, COUNT(ROWS), &made->bytes, NULL),
                     BASE_OK);
    assert_int_equal(
        store_division_index_open(made->bytes.data, made->bytes.size, &made->index, NULL), BASE_OK);
}

static void drop(struct made *made)
{
    base_buffer_done(&made->bytes);
    base_arena_free(made->arena);
}

static int setup(void **state)
{
    struct made *made = calloc(1, sizeof *made);
    assert_non_null(made);
    make(made, false);
    *state = made;
    return 0;
}

static int teardown(void **state)
{
    drop(*state);
    free(*state);
    return 0;
}

static const char *code_of(const struct store_division_index *index, uint32_t row)
{
    return row == NONE ? "" : store_division_index_entry(index, row).code;
}

static void every_field_comes_back(void **state)
{
    struct made *made = *state;
    const struct store_division_index *index = &made->index;
    uint32_t row = store_division_index_find(index, "220104", day("2026-01-01"));
    struct store_division_entry entry = store_division_index_entry(index, row);
    assert_int_equal(entry.row, row);
    assert_int_equal(entry.identity, 5);
    assert_int_equal(entry.edition, 3);
    assert_int_equal(entry.level, STORE_LEVEL_COUNTY);
    assert_string_equal(entry.name, "朝阳区");
    assert_string_equal(entry.parent, "220100");
    assert_string_equal(entry.managed_by, "");
    assert_near(entry.registered_km2, 237, 0);
    assert_true(entry.area_m2 > 1e4 && entry.area_m2 < 1.3e4); /* 111 m square */
    struct geo_geometry geometry = store_division_index_geometry(index, row);
    assert_true(geo_geometry_equal(&geometry, &made->rows[4].geometry));
    assert_int_equal(geo_polygon_locate(&geometry, entry.label), GEO_INSIDE);
    entry = store_division_index_entry(
        index, store_division_index_find(index, "220184", day("2026-01-01")));
    assert_string_equal(entry.managed_by, "220100");
    assert_true(isnan(entry.registered_km2));
    entry = store_division_index_entry(
        index, store_division_index_find(index, "220100", day("2026-01-01")));
    assert_true(geo_box_is_empty(entry.box));
    assert_true(isnan(entry.area_m2));
    assert_int_equal(store_division_index_geometry(index, entry.row).part_count, 0);
}

static void a_code_is_held_from_its_first_day_to_before_its_last(void **state)
{
    const struct store_division_index *index = &((struct made *)*state)->index;
    static const struct {
        const char *code, *day;
        bool held;
    } cases[] = {
        {"220381", "2020-06-04", true},  {"220381", "2020-06-05", false},
        {"220184", "2020-06-04", false}, {"220184", "2020-06-05", true},
        {"220381", "0001-01-01", true},  {"220184", "9999-12-31", true},
        {"220199", "2020-06-05", false}, {"", "2020-06-05", false},
        {"2201", "2020-06-05", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(store_division_index_find(index, cases[i].code, day(cases[i].day)) != NONE,
                         cases[i].held);
    assert_string_equal(code_of(index, store_division_index_find_ever(index, "220381")), "220381");
    assert_int_equal(store_division_index_find_ever(index, "220199"), NONE);
}

static void an_identity_has_its_versions_in_order(void **state)
{
    const struct store_division_index *index = &((struct made *)*state)->index;
    uint32_t rows[2] = {NONE, NONE};
    assert_int_equal(store_division_index_versions(index, 9, rows, 2), 2);
    assert_string_equal(code_of(index, rows[0]), "220381");
    assert_string_equal(code_of(index, rows[1]), "220184");
    rows[1] = NONE;
    assert_int_equal(store_division_index_versions(index, 9, rows, 1), 2);
    assert_int_equal(rows[1], NONE);
    assert_int_equal(store_division_index_versions(index, 99, NULL, 0), 0);
    assert_string_equal(code_of(index, store_division_index_of(index, 9, day("2019-01-01"))),
                        "220381");
    assert_string_equal(code_of(index, store_division_index_of(index, 9, BASE_DATE_NONE)),
                        "220184");
    assert_int_equal(store_division_index_of(index, 10, day("2019-01-01")), NONE);
    assert_int_equal(store_division_index_of(index, 0, BASE_DATE_NONE), NONE);
}

static void assert_parents(const struct store_division_index *index, const char *code,
                           const char *on, const char *const *parents)
{
    uint32_t rows[5];
    uint32_t row = store_division_index_find(index, code, day(on));
    size_t count = store_division_index_parents(index, row, day(on), rows), i = 0;
    for (; parents[i]; i++) {
        assert_true(i < count);
        assert_string_equal(code_of(index, rows[i]), parents[i]);
    }
    assert_int_equal(count, i);
}

static void parents_are_stated_or_named_by_the_prefix(void **state)
{
    const struct store_division_index *index = &((struct made *)*state)->index;
    assert_parents(index, "220104001", "2026-01-01",
                   (const char *const[]){"220104", "220100", "220000", NULL});
    assert_parents(index, "220381", "2019-01-01", (const char *const[]){"220300", "220000", NULL});
    assert_parents(index, "220184", "2026-01-01", (const char *const[]){"220100", "220000", NULL});
    assert_parents(index, "229001", "2026-01-01", (const char *const[]){"220100", "220000", NULL});
    assert_parents(index, "230123", "2026-01-01", (const char *const[]){NULL});
    assert_parents(index, "220000", "2026-01-01", (const char *const[]){NULL});
}

static void children_are_those_of_the_day_in_code_order(void **state)
{
    const struct store_division_index *index = &((struct made *)*state)->index;
    static const char *const now[] = {"220102", "220104", "220105", "220106",
                                      "220112", "220184", "229001"};
    uint32_t rows[COUNT(now)];
    assert_int_equal(
        store_division_index_children(index, "220100", day("2026-01-01"), rows, COUNT(now)),
        COUNT(now));
    for (size_t i = 0; i < COUNT(now); i++)
        assert_string_equal(code_of(index, rows[i]), now[i]);
    assert_int_equal(store_division_index_children(index, "220100", day("2019-01-01"), NULL, 0), 6);
    assert_int_equal(store_division_index_children(index, "220300", day("2019-01-01"), NULL, 0), 1);
    assert_int_equal(store_division_index_children(index, "220300", day("2026-01-01"), NULL, 0), 0);
}

static void within_follows_the_parents(void **state)
{
    const struct store_division_index *index = &((struct made *)*state)->index;
    static const struct {
        const char *code, *within, *day;
        bool inside;
    } cases[] = {
        {"220104001", "220000", "2026-01-01", true},  {"220104001", "220104", "2026-01-01", true},
        {"220104001", "220102", "2026-01-01", false}, {"220104", "220104", "2026-01-01", true},
        {"220381", "220300", "2019-01-01", true},     {"220184", "220300", "2026-01-01", false},
        {"220100", "220104", "2026-01-01", false},    {"220104", "", "2026-01-01", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t row = store_division_index_find(index, cases[i].code, day(cases[i].day));
        assert_int_equal(
            store_division_index_is_within(index, row, cases[i].within, day(cases[i].day)),
            cases[i].inside);
    }
}

static void full_names_are_cut_at_a_character(void **state)
{
    const struct store_division_index *index = &((struct made *)*state)->index;
    char out[64];
    uint32_t row = store_division_index_find(index, "220104", day("2026-01-01"));
    assert_string_equal(
        store_division_index_full_name(index, row, day("2026-01-01"), out, sizeof out),
        "吉林省长春市朝阳区");
    assert_string_equal(store_division_index_full_name(index, row, day("2026-01-01"), out, 12),
                        "吉林省");
    assert_string_equal(store_division_index_full_name(index, row, day("2026-01-01"), out, 1), "");
}

static size_t locate(const struct store_division_index *index, int64_t lon, int64_t lat,
                     const char *on, char out[64])
{
    uint32_t rows[5];
    size_t count = store_division_index_locate(index, (struct geo_point){lon, lat}, day(on), rows);
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        strcat(out, code_of(index, rows[i]));
        strcat(out, " ");
    }
    return count;
}

static void a_point_has_one_unit_a_level(void **state)
{
    const struct store_division_index *index = &((struct made *)*state)->index;
    static const struct {
        int64_t lon, lat;
        const char *day, *chain;
    } cases[] = {
        {1000500000, 500000, "2026-01-01", "220000 220100 220104 "},
        {1010100000, 100000, "2026-01-01", "220000 220100 220184 220184109 "},
        {1010900000, 900000, "2026-01-01", "220000 220100 220184 "},
        {1010100000, 100000, "2019-01-01", "220000 220300 220381 "},
        {1001000000, 500000, "2026-01-01", "220000 220100 220102 "}, /* on a border: lower code */
        {1000500000, 1000000, "2026-01-01", "220000 220100 220104 "},
        {1000000000, 0, "2026-01-01", "220000 220100 220104 "}, /* a corner */
        {1005000000, 500000, "2026-01-01", ""},
        {-180000000000, 90000000000, "2026-01-01", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char chain[64];
        locate(index, cases[i].lon, cases[i].lat, cases[i].day, chain);
        assert_string_equal(chain, cases[i].chain);
    }
}

static void neighbours_share_a_border_and_not_a_mere_point(void **state)
{
    struct made *made = *state;
    static const struct {
        const char *code, *neighbours;
    } cases[] = {
        {"220104", "220102 220106 "},
        {"220102", "220104 220105 "}, /* the second one drawn half a millimetre off */
        {"220105", "220102 220112 "},
        {"220106", "220104 "},
        {"220112", "220105 "},
        {"220184", ""},
        {"220100", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        uint32_t row = store_division_index_find(&made->index, cases[i].code, day("2026-01-01"));
        uint32_t *rows = NULL;
        size_t count = 99;
        char out[64] = "";
        assert_int_equal(store_division_index_neighbours(&made->index, row, day("2026-01-01"),
                                                         made->arena, &rows, &count, NULL),
                         BASE_OK);
        for (size_t j = 0; j < count; j++) {
            strcat(out, code_of(&made->index, rows[j]));
            strcat(out, " ");
        }
        assert_string_equal(out, cases[i].neighbours);
    }
}

static void the_order_of_the_rows_does_not_change_an_answer(void **state)
{
    struct made *made = *state, other = {.arena = NULL};
    make(&other, true);
    for (size_t i = 0; i < COUNT(ROWS); i++) {
        const char *on = ROWS[i].from ? "2026-01-01" : "2019-01-01";
        char a[64], b[64];
        assert_string_equal(
            code_of(&made->index, store_division_index_find(&made->index, ROWS[i].code, day(on))),
            code_of(&other.index, store_division_index_find(&other.index, ROWS[i].code, day(on))));
        locate(&made->index, ROWS[i].x, ROWS[i].y, on, a);
        locate(&other.index, ROWS[i].x, ROWS[i].y, on, b);
        assert_string_equal(a, b);
    }
    drop(&other);
}

static void nothing_makes_an_empty_index(void **state)
{
    (void)state;
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct store_division_index index;
    uint32_t rows[5];
    assert_int_equal(store_division_index_build(NULL, 0, &bytes, NULL), BASE_OK);
    assert_int_equal(store_division_index_open(bytes.data, bytes.size, &index, NULL), BASE_OK);
    assert_int_equal(store_division_index_find(&index, "220104", 0), NONE);
    assert_int_equal(store_division_index_of(&index, 1, BASE_DATE_NONE), NONE);
    assert_int_equal(store_division_index_children(&index, "220000", 0, NULL, 0), 0);
    assert_int_equal(store_division_index_locate(&index, (struct geo_point){0, 0}, 0, rows), 0);
}

/* Asks everything of an index that may be damaged. */
static void use(const struct store_division_index *index)
{
    struct base_arena *arena = base_arena_create((size_t)4 * 1024 * 1024);
    for (uint32_t i = 0; i < index->count; i++) {
        uint32_t rows[5], *near = NULL;
        size_t count;
        char name[64];
        struct store_division_entry entry = store_division_index_entry(index, i);
        store_division_index_full_name(index, i, 20000, name, sizeof name);
        store_division_index_find(index, entry.code, 20000);
        store_division_index_of(index, entry.identity, 20000);
        store_division_index_children(index, entry.code, 20000, rows, 5);
        store_division_index_is_within(index, i, "220000", 20000);
        enum base_status status =
            store_division_index_neighbours(index, i, 20000, arena, &near, &count, NULL);
        assert_true(status == BASE_OK || status == BASE_NO_MEMORY);
    }
    uint32_t rows[5];
    assert_true(store_division_index_locate(index, (struct geo_point){1000500000, 500000}, 20000,
                                            rows) <= 5);
    base_arena_free(arena);
}

static void damage(struct made *made, size_t at, unsigned char change, size_t size)
{
    unsigned char *copy = malloc(made->bytes.size);
    struct store_division_index index;
    assert_non_null(copy);
    memcpy(copy, made->bytes.data, made->bytes.size);
    for (size_t i = at; i < at + size && i < made->bytes.size; i++)
        copy[i] ^= change;
    if (store_division_index_open(copy, made->bytes.size, &index, NULL) == BASE_OK)
        use(&index);
    free(copy);
}

static void damaged_bytes_are_refused_or_harmless(void **state)
{
    struct made *made = *state;
    for (size_t i = 0; i < made->bytes.size; i++) {
        damage(made, i, 0x01, 1);
        damage(made, i, 0x80, 1);
        if (i % 4 == 0)
            damage(made, i, 0xFF, 4);
        if (i % 8 == 0)
            damage(made, i, 0xFF, 8);
    }
}

/* A tree that was made for more rows than there are names rows that are not. */
static void a_tree_of_more_rows_is_refused(void **state)
{
    struct made *made = *state;
    struct geo_box boxes[COUNT(ROWS) + 1];
    struct base_buffer tree BASE_BUFFER_AUTO = {0};
    struct store_division_index index;
    size_t size;
    const unsigned char *old = base_section_block(&made->index.section, "rtree", 1, &size);
    for (size_t i = 0; i < COUNT(boxes); i++)
        boxes[i] = geo_box_empty();
    for (size_t i = 0; i < made->index.rtree.item_count; i++) /* as many as before, at the end */
        boxes[COUNT(boxes) - 1 - i] = (struct geo_box){{0, 0}, {1, 1}};
    assert_int_equal(geo_rtree_build(boxes, COUNT(boxes), &tree, NULL), BASE_OK);
    assert_int_equal(tree.size, size);
    unsigned char *copy = malloc(made->bytes.size);
    memcpy(copy, made->bytes.data, made->bytes.size);
    memcpy(copy + (old - (const unsigned char *)(void *)made->bytes.data), tree.data, size);
    assert_int_equal(store_division_index_open(copy, made->bytes.size, &index, NULL), BASE_INVALID);
    free(copy);
}

static void cut_bytes_are_refused(void **state)
{
    struct made *made = *state;
    struct store_division_index index;
    for (size_t size = 0; size < made->bytes.size; size += 3) {
        unsigned char *copy = malloc(size ? size : 1);
        memcpy(copy, made->bytes.data, size);
        assert_int_equal(store_division_index_open(copy, size, &index, NULL), BASE_INVALID);
        free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(a_code_is_held_from_its_first_day_to_before_its_last),
        cmocka_unit_test(an_identity_has_its_versions_in_order),
        cmocka_unit_test(parents_are_stated_or_named_by_the_prefix),
        cmocka_unit_test(children_are_those_of_the_day_in_code_order),
        cmocka_unit_test(within_follows_the_parents),
        cmocka_unit_test(full_names_are_cut_at_a_character),
        cmocka_unit_test(a_point_has_one_unit_a_level),
        cmocka_unit_test(neighbours_share_a_border_and_not_a_mere_point),
        cmocka_unit_test(the_order_of_the_rows_does_not_change_an_answer),
        cmocka_unit_test(nothing_makes_an_empty_index),
        cmocka_unit_test(damaged_bytes_are_refused_or_harmless),
        cmocka_unit_test(a_tree_of_more_rows_is_refused),
        cmocka_unit_test(cut_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
