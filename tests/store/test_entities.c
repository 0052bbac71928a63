/* tests/store/test_entities.c - every field of every entity comes back as it went in. */
#include "tests/store/record.h"

#include "store/claim.h"
#include "store/facility.h"
#include "store/place.h"
#include "store/road.h"

static const struct store_version UNDATED = {.valid_from = BASE_DATE_NONE,
                                             .valid_to = BASE_DATE_NONE};
static const struct store_as_of NOW = {.at = BASE_DATE_NONE};

static struct store_change begin(struct record *record)
{
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    return (struct store_change){.edition = record_edition(record), .effective = BASE_DATE_NONE};
}

static void commit(struct record *record)
{
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
}

static struct geo_geometry line(struct record *record, enum geo_kind kind)
{
    struct geo_builder builder;
    struct geo_geometry geometry;
    geo_builder_init(&builder, kind, record->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, (struct geo_point){125000000001, 43000000003});
    geo_builder_point(&builder, (struct geo_point){125000000007, 43000000011});
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    return geometry;
}

static void a_road(void **state)
{
    struct record *record = *state;
    struct store_road *rows, road = {.version = UNDATED,
                                     .id = "way/1",
                                     .class_name = "footway",
                                     .name = "人民大街",
                                     .oneway = STORE_BACKWARD,
                                     .layer = -2,
                                     .bridge = false,
                                     .tunnel = true,
                                     .foot = "yes",
                                     .access = "private",
                                     .noded = true,
                                     .geometry = line(record, GEO_LINE)};
    enum store_outcome outcome;
    int64_t identity;
    size_t count;
    struct store_change change = begin(record);
    assert_int_equal(store_road_put(record->store, &change, &road, &outcome, &identity, NULL), 0);
    assert_int_equal(outcome, STORE_NEW);
    assert_int_equal(store_road_put(record->store, &change, &road, &outcome, &identity, NULL), 0);
    assert_int_equal(outcome, STORE_UNCHANGED);
    commit(record);
    assert_int_equal(store_road_list(record->store, NOW, record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].version.identity, identity);
    assert_string_equal(rows[0].id, "way/1");
    assert_string_equal(rows[0].class_name, "footway");
    assert_string_equal(rows[0].name, "人民大街");
    assert_int_equal(rows[0].oneway, STORE_BACKWARD);
    assert_int_equal(rows[0].layer, -2);
    assert_true(!rows[0].bridge && rows[0].tunnel && rows[0].noded);
    assert_string_equal(rows[0].foot, "yes");
    assert_string_equal(rows[0].access, "private");
    assert_true(geo_geometry_equal(&rows[0].geometry, &road.geometry));
}

static void a_facility(void **state)
{
    struct record *record = *state;
    struct store_facility *rows, f = {.version = UNDATED,
                                      .id = "7",
                                      .name = "幸福养老院",
                                      .kind = "eldercare.home",
                                      .division = "220104",
                                      .address = "人民大街1号",
                                      .beds = 120,
                                      .nursing_beds = NAN,
                                      .ownership = "public",
                                      .nature = "non-profit",
                                      .rank = "3",
                                      .functions = "day,meal",
                                      .opened = 100,
                                      .closed = BASE_DATE_NONE,
                                      .point = {125000000001, 43000000003},
                                      .has_point = true};
    enum store_outcome outcome;
    int64_t identity;
    size_t count;
    struct store_change change = begin(record);
    assert_int_equal(store_facility_put(record->store, &change, &f, &outcome, &identity, NULL), 0);
    f.beds = 121;
    assert_int_equal(store_facility_put(record->store, &change, &f, &outcome, &identity, NULL), 0);
    assert_int_equal(outcome, STORE_CORRECTED);
    f.id = "8";
    f.kind = "funeral.home";
    f.has_point = false;
    assert_int_equal(store_facility_put(record->store, &change, &f, &outcome, &identity, NULL), 0);
    commit(record);
    assert_int_equal(
        store_facility_list(record->store, NOW, "eldercare", record->arena, &rows, &count, NULL),
        0);
    assert_int_equal(count, 1);
    assert_string_equal(rows[0].name, "幸福养老院");
    assert_string_equal(rows[0].kind, "eldercare.home");
    assert_string_equal(rows[0].division, "220104");
    assert_string_equal(rows[0].address, "人民大街1号");
    assert_near(rows[0].beds, 121, 0);
    assert_true(isnan(rows[0].nursing_beds));
    assert_string_equal(rows[0].ownership, "public");
    assert_string_equal(rows[0].nature, "non-profit");
    assert_string_equal(rows[0].rank, "3");
    assert_string_equal(rows[0].functions, "day,meal");
    assert_int_equal(rows[0].opened, 100);
    assert_int_equal(rows[0].closed, BASE_DATE_NONE);
    assert_true(rows[0].has_point && rows[0].point.lon == 125000000001);
    assert_int_equal(
        store_facility_list(record->store, NOW, "funeral", record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 1);
    assert_false(rows[0].has_point);
    assert_int_equal(
        store_facility_list(record->store, NOW, "elder", record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 0);
}

static void people(void **state)
{
    struct record *record = *state;
    struct store_population *rows, p = {.version = UNDATED,
                                        .id = "cell-1",
                                        .total = 1000,
                                        .age60 = 250,
                                        .age65 = -1,
                                        .age80 = 0,
                                        .households = 400,
                                        .division = "220104",
                                        .origin = "census 2020",
                                        .method = "modelled",
                                        .point = {125000000001, 43000000003},
                                        .has_point = true};
    enum store_outcome outcome;
    int64_t identity;
    size_t count;
    struct store_change change = begin(record);
    assert_int_equal(store_population_put(record->store, &change, &p, &outcome, &identity, NULL),
                     0);
    commit(record);
    assert_int_equal(store_population_list(record->store, NOW, record->arena, &rows, &count, NULL),
                     0);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].total, 1000);
    assert_int_equal(rows[0].age60, 250);
    assert_int_equal(rows[0].age65, -1);
    assert_int_equal(rows[0].age80, 0);
    assert_int_equal(rows[0].households, 400);
    assert_string_equal(rows[0].division, "220104");
    assert_string_equal(rows[0].origin, "census 2020");
    assert_string_equal(rows[0].method, "modelled");
    assert_true(rows[0].has_point && rows[0].point.lat == 43000000003);
}

static void a_place_of_any_shape_and_its_names(void **state)
{
    struct record *record = *state;
    static const char *const IDS[] = {"line", "square", "nowhere"};
    const struct geo_geometry shapes[] = {
        line(record, GEO_LINE), record_square(record, 125000000000, 43000000000, 1000), {0}};
    enum store_outcome outcome;
    int64_t identity, owner = 0;
    size_t count;
    struct store_change change = begin(record);
    for (size_t i = 0; i < COUNT(IDS); i++) {
        struct store_place place = {.version = UNDATED,
                                    .id = IDS[i],
                                    .name = "伊通河",
                                    .kind = "water",
                                    .category = "13100",
                                    .division = "220104",
                                    .geometry = shapes[i]};
        assert_int_equal(store_place_put(record->store, &change, &place, &outcome, &identity, NULL),
                         0);
        if (i == 0)
            owner = identity;
    }
    struct store_name name = {.version = {.valid_from = 10, .valid_to = 20},
                              .name = "伊通水",
                              .form = "historical",
                              .reading = "Yītōng Shuǐ",
                              .extent = "upper"};
    assert_int_equal(
        store_name_put(record->store, &change, "line", &name, &outcome, &identity, NULL), 0);
    assert_int_equal(
        store_name_put(record->store, &change, "nobody", &name, &outcome, &identity, NULL),
        BASE_NOT_FOUND);
    /* The same words again, forty days later: a second stretch of the same name. */
    name.version.valid_from = 50;
    name.version.valid_to = 60;
    assert_int_equal(
        store_name_put(record->store, &change, "line", &name, &outcome, &identity, NULL), 0);
    commit(record);
    for (size_t i = 0; i < COUNT(IDS); i++) {
        struct store_place found;
        assert_int_equal(
            store_place_find(record->store, IDS[i], 0, NOW, record->arena, &found, NULL), 0);
        assert_string_equal(found.name, "伊通河");
        assert_string_equal(found.kind, "water");
        assert_string_equal(found.category, "13100");
        assert_string_equal(found.status, "approved");
        assert_int_equal(found.geometry.kind, shapes[i].kind);
        assert_true(geo_geometry_equal(&found.geometry, &shapes[i]));
    }
    struct store_name *names;
    assert_int_equal(store_name_list(record->store, NOW, record->arena, &names, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_int_equal(names[0].owner_kind, STORE_OWNER_PLACE);
    assert_int_equal(names[0].owner, owner);
    assert_string_equal(names[0].name, "伊通水");
    assert_string_equal(names[0].form, "historical");
    assert_string_equal(names[0].reading, "Yītōng Shuǐ");
    assert_string_equal(names[0].extent, "upper");
    assert_int_equal(names[0].version.valid_to, 20);
    assert_int_equal(names[1].version.valid_from, 50);
}

static void a_claim_is_matched_by_code_and_party(void **state)
{
    struct record *record = *state;
    struct store_claim *rows,
        claim = {.version = UNDATED,
                 .code = "220104",
                 .party = "220105",
                 .name = "二道区的主张",
                 .geometry = record_square(record, 125000000000, 43000000000, 1000)};
    enum store_outcome outcome;
    int64_t first, second;
    size_t count;
    struct store_change change = begin(record);
    assert_int_equal(store_claim_put(record->store, &change, &claim, &outcome, &first, NULL), 0);
    claim.party = "220104";
    assert_int_equal(store_claim_put(record->store, &change, &claim, &outcome, &second, NULL), 0);
    assert_int_not_equal(first, second);
    commit(record);
    assert_int_equal(store_claim_list(record->store, NOW, record->arena, &rows, &count, NULL), 0);
    assert_int_equal(count, 2);
    assert_string_equal(rows[1].party, "220105");
    assert_string_equal(rows[1].name, "二道区的主张");
    assert_near(rows[1].resolution_m, 0.011, 0); /* the edition's */
    assert_true(geo_geometry_equal(&rows[1].geometry, &claim.geometry));
}

static void the_source_keeps_its_own_digits(void **state)
{
    struct record *record = *state;
    struct store_source source;
    struct store_division found, row = record_division(record, "220104", "朝阳区", 125000000000);
    int64_t identity;
    row.source = (struct store_source){"any bytes", 9, "EPSG:4530"};
    record_put(record, &row, NULL, NULL, &identity);
    assert_int_equal(store_division_find(record->store, "220104", NOW, record->arena, &found, NULL),
                     0);
    assert_int_equal(store_version_source(record->store, "division", found.version.version,
                                          record->arena, &source, NULL),
                     0);
    assert_int_equal(source.size, 9);
    assert_memory_equal(source.wkb, "any bytes", 9);
    assert_string_equal(source.crs, "EPSG:4530");
    assert_int_equal(
        store_version_source(record->store, "division", 99, record->arena, &source, NULL),
        BASE_NOT_FOUND);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, record_setup, record_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_road),
        TEST(a_facility),
        TEST(people),
        TEST(a_place_of_any_shape_and_its_names),
        TEST(a_claim_is_matched_by_code_and_party),
        TEST(the_source_keeps_its_own_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
