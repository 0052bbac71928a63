/* tests/store/test_gazetteer_index.c - what the registers hold, in the snapshot. */
#include "tests/store/record.h"

#include "store/gazetteer_index.h"

static struct geo_geometry line(struct record *record, int64_t lon)
{
    struct geo_builder builder;
    struct geo_geometry geometry;
    geo_builder_init(&builder, GEO_LINE, record->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, (struct geo_point){lon, 43000000000});
    geo_builder_point(&builder, (struct geo_point){lon, 43001000000});
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    return geometry;
}

static struct store_row row_of(enum store_entity entity, int64_t identity, const char *about,
                               const char *place)
{
    struct store_row row = {.version = {.identity = identity,
                                        .valid_from = BASE_DATE_NONE,
                                        .valid_to = BASE_DATE_NONE,
                                        .source_edition = 1}};
    size_t count;
    const struct store_field *fields = store_row_fields(entity, &count);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == STORE_COLUMN_DATE)
            row.cells[i].date = BASE_DATE_NONE;
        if (fields[i].kind == STORE_COLUMN_NUMBER)
            row.cells[i].number = NAN;
    }
    row.cells[store_row_field(entity, about)].text = place;
    return row;
}

/* Street 1 in two parts with a sign, street 2 of the same name far away, division 5
 * with a code, an area without anything else. */
static void build(struct record *record, struct base_buffer *out)
{
    static struct store_row parts[2], signs[1], codes[1];
    static struct store_place places[3];
    static struct store_road roads[3];
    parts[0] = row_of(STORE_STREET_PART, 1, "street", "place-1");
    parts[1] = row_of(STORE_STREET_PART, 2, "street", "place-1");
    parts[0].cells[store_row_field(STORE_STREET_PART, "division")].text = "220103";
    parts[1].cells[store_row_field(STORE_STREET_PART, "division")].text = "220104";
    signs[0] = row_of(STORE_SIGN, 7, "place", "place-1");
    signs[0].cells[store_row_field(STORE_SIGN, "type")].text = "street";
    codes[0] = row_of(STORE_CODE_ALIAS, 3, "place", "division-5");
    codes[0].cells[store_row_field(STORE_CODE_ALIAS, "code")].text = "220172002";
    for (int64_t i = 0; i < 3; i++) {
        places[i] =
            (struct store_place){.version = {.identity = i + 1},
                                 .name = "人民大街",
                                 .kind = i < 2 ? "street" : "park",
                                 .geometry = i < 2 ? line(record, 125000000000 + i * 1000000000)
                                                   : record_square(record, 0, 0, 1000)};
        roads[i] = (struct store_road){.version = {.identity = i + 1},
                                       .id = i == 0   ? "w1"
                                             : i == 1 ? "w2"
                                                      : "w3",
                                       .name = i < 2 ? "人民大街" : NULL,
                                       .geometry = line(record, 125000000000 + i * 1000000000)};
    }
    struct store_gazetteer_rows rows = {
        .places = places, .place_count = 3, .roads = roads, .road_count = 3};
    rows.of[STORE_STREET_PART].rows = parts;
    rows.of[STORE_STREET_PART].count = 2;
    rows.of[STORE_SIGN].rows = signs;
    rows.of[STORE_SIGN].count = 1;
    rows.of[STORE_CODE_ALIAS].rows = codes;
    rows.of[STORE_CODE_ALIAS].count = 1;
    assert_int_equal(store_gazetteer_index_build(&rows, out, NULL), BASE_OK);
}

static bool says(const struct store_gazetteer_entry *entry, const char *text)
{
    char *all = strndup(entry->registers, entry->register_size);
    bool found = all && strstr(all, text);
    free(all);
    return found;
}

static void each_subject_has_what_is_about_it(void **state)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct store_gazetteer_index index;
    struct store_gazetteer_entry entry;
    build(*state, &bytes);
    assert_int_equal(store_gazetteer_index_open(bytes.data, bytes.size, &index, NULL), BASE_OK);
    assert_int_equal(index.count, 4);
    assert_true(store_gazetteer_index_find(&index, (struct store_subject){STORE_PLACE, 1}, &entry));
    assert_string_equal(entry.divisions, "220103,220104");
    assert_true(says(&entry, "\"roads\":[\"w1\"]")); /* the other one is 80 km away */
    assert_true(says(&entry, "\"roads_m\":111.1"));
    assert_true(says(&entry, "\"signs\":[{"));
    assert_int_equal(strncmp(entry.geometry, "{\"type\":\"LineString\"", 20), 0);
    assert_true(store_gazetteer_index_find(&index, (struct store_subject){STORE_PLACE, 2}, &entry));
    assert_true(says(&entry, "\"roads\":[\"w2\"]"));
    assert_false(says(&entry, "signs"));
    assert_null(entry.divisions);
    assert_true(store_gazetteer_index_find(&index, (struct store_subject){STORE_PLACE, 3}, &entry));
    assert_int_equal(entry.register_size, 2);
    assert_true(
        store_gazetteer_index_find(&index, (struct store_subject){STORE_DIVISION, 5}, &entry));
    assert_true(says(&entry, "220172002"));
    assert_null(entry.geometry);
    assert_false(
        store_gazetteer_index_find(&index, (struct store_subject){STORE_DIVISION, 1}, &entry));
    struct store_subject meant = {STORE_PLACE, 9};
    assert_false(store_gazetteer_index_code(&index, "22017200", &meant));
    assert_int_equal(meant.identity, 9);
    assert_true(store_gazetteer_index_code(&index, "220172002", &meant));
    assert_int_equal(meant.entity, STORE_DIVISION);
    assert_int_equal(meant.identity, 5);
}

static void the_same_rows_give_the_same_bytes(void **state)
{
    struct base_buffer a BASE_BUFFER_AUTO = {0}, b BASE_BUFFER_AUTO = {0};
    build(*state, &a);
    build(*state, &b);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
}

/* Any byte of the table otherwise: refused, or what is told stays inside. */
static void a_damaged_section_tells_nothing_from_outside(void **state)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    build(*state, &bytes);
    for (size_t i = 0; i < bytes.size; i++) {
        struct store_gazetteer_index index;
        struct store_gazetteer_entry entry;
        bytes.data[i] = (char)(bytes.data[i] ^ 0x5A);
        struct store_subject meant = {.identity = 1};
        bool open = store_gazetteer_index_open(bytes.data, bytes.size, &index, NULL) == BASE_OK;
        if (open && store_gazetteer_index_code(&index, "220172002", &meant))
            assert_true(meant.entity < STORE_ENTITIES && meant.identity >= 0);
        if (open)
            for (int64_t id = 1; id < 6; id++)
                if (store_gazetteer_index_find(&index, (struct store_subject){STORE_PLACE, id},
                                               &entry))
                    assert_true(entry.registers + entry.register_size <
                                index.texts + index.text_size);
        bytes.data[i] = (char)(bytes.data[i] ^ 0x5A);
    }
    const char *corpus = getenv("YUTU_CORPUS"); /* to make the fuzz target's seed */
    FILE *file = corpus ? fopen(corpus, "wb") : NULL;
    if (file) {
        fwrite(bytes.data, 1, bytes.size, file);
        fclose(file);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_subject_has_what_is_about_it),
        TEST(the_same_rows_give_the_same_bytes),
        TEST(a_damaged_section_tells_nothing_from_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
