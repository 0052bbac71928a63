/* Inspection of a record: what is stored, and what a second run makes of it. */
#include "boundary/run.h"

#include "store/claim.h"
#include "store/edition.h"
#include "store/finding.h"
#include "tests/boundary/ground.h"
#include "tests/support/scratch.h"

static struct store *fresh_store(const char *folder)
{
    char path[SCRATCH_SIZE + 16];
    struct store *store;
    snprintf(path, sizeof path, "%s/a.sqlite", folder);
    assert_int_equal(store_create(path, NULL), BASE_OK);
    assert_int_equal(store_open(path, STORE_WRITE, &store, NULL), BASE_OK);
    return store;
}

static int64_t add_edition(struct store *store, const char *entity)
{
    const struct store_edition edition = {.recorded_at = base_time_now(),
                                          .kind = "import",
                                          .entity = entity,
                                          .actor = "test",
                                          .resolution_m = 0.01,
                                          .accuracy_m = NAN,
                                          .effective = BASE_DATE_NONE,
                                          .secrecy = "open"};
    int64_t id;
    assert_int_equal(store_edition_add(store, &edition, &id, NULL), BASE_OK);
    return id;
}

/* Writes counties 225101 and 225102 as one edition. */
static void put_pair(struct store *store, struct base_arena *arena, const char *a, const char *b)
{
    const char *wkt[2] = {a, b}, *codes[2] = {"225101", "225102"}, *names[2] = {"甲县", "乙县"};
    struct store_change change = {.effective = BASE_DATE_NONE};
    struct base_error err = {.message = ""};
    assert_int_equal(store_begin(store, NULL), BASE_OK);
    change.edition = add_edition(store, "division");
    for (int i = 0; i < 2; i++) {
        struct geo_geometry shape = ground_shape(arena, wkt[i]);
        shape.kind = GEO_MULTIPOLYGON;
        const struct store_division row = {
            .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
            .code = codes[i],
            .scheme = "mca",
            .level = STORE_LEVEL_COUNTY,
            .name = names[i],
            .name_specific = names[i],
            .name_generic = "县",
            .area_km2 = NAN,
            .resolution_m = 0.01,
            .geometry = shape};
        enum store_outcome outcome;
        int64_t identity;
        if (store_division_put(store, &change, &row, NULL, &outcome, &identity, &err) != BASE_OK)
            fail_msg("%s", err.message);
    }
    assert_int_equal(store_commit(store, NULL), BASE_OK);
}

static struct boundary_report run(struct store *store, struct base_arena *arena)
{
    struct boundary_options options = {.level = STORE_LEVEL_COUNTY,
                                       .profile = boundary_profile_default()};
    struct boundary_report report;
    struct base_error err = {.message = ""};
    if (boundary_run(store, &options, (struct store_as_of){.at = 20000}, false, arena, NULL,
                     &report, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return report;
}

static void a_gap_that_shrinks_keeps_its_id(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    const char *a = "POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,0 0))";
    put_pair(store, arena, a,
             "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1008 500,1000 300,1000 0))");
    struct boundary_report first = run(store, arena);
    assert_int_equal(first.finding_count, 1);
    put_pair(store, arena, "POLYGON((0 0,1000 0,1000 350,1000 700,1000 1000,0 1000,0 0))",
             "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1009 500,1000 350,1000 0))");
    struct boundary_report second = run(store, arena);
    assert_int_equal(second.finding_count, 1);
    assert_true(second.run > first.run);
    assert_string_equal(first.findings[0].id, second.findings[0].id);
    assert_true(first.findings[0].first_seen == second.findings[0].first_seen);
    assert_false(geo_point_equal(first.findings[0].first_vertex, second.findings[0].first_vertex));

    struct store_finding *kept;
    size_t count;
    const struct store_finding_filter filter = {
        .run = second.run, .min_area_m2 = NAN, .box = geo_box_empty()};
    assert_int_equal(store_finding_list(store, &filter, arena, &kept, &count, NULL), BASE_OK);
    assert_int_equal(count, 1);
    assert_string_equal(kept[0].parties, "225101,225102");
    assert_int_equal(kept[0].first_run, first.run);
    assert_int_equal(kept[0].last_run, second.run);
    store_close(store);
}

/* Claims have identities of their own: here the second county's claim has the first
 * county's number, and the other way round. */
static void claims_that_agree_with_the_register_moved_no_ground(void **state)
{
    static const char *const SHAPES[] = {"POLYGON((0 0,1000 0,1000 1000,0 1000,0 0))",
                                         "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 0))"};
    static const char *const CODES[] = {"225101", "225102"};
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    put_pair(store, arena, SHAPES[0], SHAPES[1]);
    assert_int_equal(store_begin(store, NULL), BASE_OK);
    struct store_change change = {.effective = BASE_DATE_NONE,
                                  .edition = add_edition(store, "claim")};
    for (int i = 1; i >= 0; i--) {
        struct store_claim claim = {
            .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
            .code = CODES[i],
            .party = CODES[i],
            .geometry = ground_shape(arena, SHAPES[i])};
        enum store_outcome outcome;
        int64_t identity;
        claim.geometry.kind = GEO_MULTIPOLYGON;
        assert_int_equal(store_claim_put(store, &change, &claim, &outcome, &identity, NULL),
                         BASE_OK);
        assert_int_equal(identity, 2 - i);
    }
    assert_int_equal(store_commit(store, NULL), BASE_OK);
    struct boundary_options options = {
        .level = STORE_LEVEL_COUNTY, .profile = boundary_profile_default(), .against = 1};
    struct boundary_report report;
    assert_int_equal(boundary_run(store, &options, (struct store_as_of){.at = 20000}, true, arena,
                                  NULL, &report, NULL),
                     BASE_OK);
    for (uint32_t i = 0; i < report.finding_count; i++)
        fail_msg("%s", report.findings[i].message[BASE_EN]);
    store_close(store);
}

static void an_unknown_edition_is_not_found(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    struct boundary_options options = {.profile = boundary_profile_default(), .against = 77};
    struct boundary_report report;
    assert_int_equal(boundary_run(store, &options, (struct store_as_of){.at = 20000}, false, arena,
                                  NULL, &report, NULL),
                     BASE_NOT_FOUND);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_gap_that_shrinks_keeps_its_id, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(claims_that_agree_with_the_register_moved_no_ground,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(an_unknown_edition_is_not_found, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
