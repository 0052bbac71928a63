/* Repairs of a record: looked at, applied as an edition, undone. */
#include "boundary/repair_run.h"

#include "boundary/repair_report.h"
#include "boundary/run.h"
#include "store/edition.h"
#include "tests/boundary/ground.h"
#include "tests/support/scratch.h"

#define A "POLYGON((0 0,1000 0,1000 300,1000 700,1000 1000,0 1000,0 0))"
#define B "POLYGON((1000 0,2000 0,2000 1000,1000 1000,1000 700,1004 500,1000 300,1000 0))"

static struct store *fresh_store(const char *folder)
{
    char path[SCRATCH_SIZE + 16];
    struct store *store;
    snprintf(path, sizeof path, "%s/a.sqlite", folder);
    assert_int_equal(store_create(path, NULL), BASE_OK);
    assert_int_equal(store_open(path, STORE_WRITE, &store, NULL), BASE_OK);
    return store;
}

/* One county as an edition of its own, with the rights given. */
static void put(struct store *store, struct base_arena *arena, const char *code, const char *wkt,
                const struct store_edition *rights, base_date_t effective)
{
    struct store_edition edition = *rights;
    struct store_change change = {.effective = effective};
    struct geo_geometry shape = ground_shape(arena, wkt);
    shape.kind = GEO_MULTIPOLYGON;
    const struct store_division row = {
        .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .code = code,
        .scheme = "mca",
        .level = STORE_LEVEL_COUNTY,
        .name = code,
        .area_km2 = 1.5,
        .geometry = shape};
    enum store_outcome outcome;
    int64_t identity;
    struct base_error err = {.message = ""};
    edition.effective = effective;
    assert_int_equal(store_begin(store, NULL), BASE_OK);
    if (store_edition_add(store, &edition, &change.edition, &err) != BASE_OK ||
        store_division_put(store, &change, &row, NULL, &outcome, &identity, &err) != BASE_OK)
        fail_msg("%s", err.message);
    assert_int_equal(store_commit(store, NULL), BASE_OK);
}

static struct store_edition rights(const char *attribution, bool may_export, const char *secrecy,
                                   double resolution_m)
{
    return (struct store_edition){.kind = "import",
                                  .entity = "division",
                                  .actor = "test",
                                  .attribution = attribution,
                                  .may_publish = true,
                                  .may_export = may_export,
                                  .secrecy = secrecy,
                                  .resolution_m = resolution_m,
                                  .accuracy_m = NAN};
}

static void put_pair(struct store *store, struct base_arena *arena)
{
    const struct store_edition open = rights("甲局", true, "open", 0.01);
    const struct store_edition closed = rights("乙局", false, "internal", 0.02);
    put(store, arena, "225101", A, &open, BASE_DATE_NONE);
    put(store, arena, "225102", B, &closed, BASE_DATE_NONE);
}

static const struct boundary_repair_options COUNTIES = {.level = STORE_LEVEL_COUNTY,
                                                        .prefer = BOUNDARY_PREFER_MIDDLE};

static struct boundary_repair_options counties(void)
{
    struct boundary_repair_options options = COUNTIES;
    options.profile = boundary_profile_default();
    return options;
}

static uint32_t findings(struct store *store, struct base_arena *arena, base_date_t at)
{
    const struct boundary_options options = {.level = STORE_LEVEL_COUNTY,
                                             .profile = boundary_profile_default()};
    struct boundary_report report;
    struct base_error err = {.message = ""};
    if (boundary_run(store, &options, (struct store_as_of){.at = at}, false, arena, NULL, &report,
                     &err) != BASE_OK)
        fail_msg("%s", err.message);
    return report.counts[BOUNDARY_GAP] + report.counts[BOUNDARY_OVERLAP];
}

static size_t editions(struct store *store, struct base_arena *arena)
{
    struct store_edition *list;
    size_t count;
    assert_int_equal(store_edition_list(store, arena, &list, &count, NULL), BASE_OK);
    return count;
}

static int64_t apply(struct store *store, struct base_arena *arena, base_date_t effective)
{
    const struct boundary_repair_options options = counties();
    const struct boundary_repair_order order = {
        .actor = "测试员", .reason = "修正", .effective = effective, .at = 20000};
    struct boundary_repairs repairs;
    struct base_error err = {.message = ""};
    int64_t edition;
    if (boundary_repair_apply(store, &options, &order, arena, NULL, &repairs, &edition, &err) !=
        BASE_OK)
        fail_msg("%s", err.message);
    return edition;
}

static void a_preview_changes_nothing(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    const struct boundary_repair_options options = counties();
    struct boundary_repairs repairs;
    put_pair(store, arena);
    assert_int_equal(boundary_repair_preview(store, &options, (struct store_as_of){.at = 20000},
                                             arena, NULL, &repairs, NULL),
                     BASE_OK);
    assert_int_equal(repairs.chosen, 1);
    assert_int_equal(repairs.unit_count, 2);
    assert_int_equal(editions(store, arena), 2);
    assert_int_equal(findings(store, arena, 20000), 1);
    store_close(store);
}

static void applying_makes_one_edition_that_revert_undoes(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    struct store_edition made;
    struct store_division before, row;
    int64_t undone;
    put_pair(store, arena);
    const struct store_as_of today = {.at = 20000};
    assert_int_equal(store_division_find(store, "225102", today, arena, &before, NULL), BASE_OK);
    int64_t edition = apply(store, arena, BASE_DATE_NONE);
    assert_int_equal(edition, 3);
    assert_int_equal(findings(store, arena, 20000), 0);

    assert_int_equal(store_edition_find(store, edition, arena, &made, NULL), BASE_OK);
    assert_string_equal(made.kind, "repair");
    assert_string_equal(made.actor, "测试员");
    assert_string_equal(made.reason, "修正");
    assert_non_null(strstr(made.report, "\"middle\""));
    /* As strict and as coarse as the worst of both sources. */
    assert_false(made.may_export);
    assert_true(made.may_publish);
    assert_string_equal(made.secrecy, "internal");
    assert_string_equal(made.attribution, "甲局; 乙局");
    assert_near(made.resolution_m, 0.02, 0);

    assert_int_equal(store_division_find(store, "225102", today, arena, &row, NULL), BASE_OK);
    assert_int_equal(row.version.identity, before.version.identity);
    assert_string_equal(row.name, before.name);
    assert_near(row.area_km2, 1.5, 0);
    assert_false(geo_geometry_equal(&row.geometry, &before.geometry));

    assert_int_equal(store_edition_revert(store, edition, "test", &undone, NULL), BASE_OK);
    assert_int_equal(store_division_find(store, "225102", today, arena, &row, NULL), BASE_OK);
    assert_true(geo_geometry_equal(&row.geometry, &before.geometry));
    assert_int_equal(findings(store, arena, 20000), 1);
    store_close(store);
}

static void a_repair_from_a_day_leaves_the_days_before(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    put_pair(store, arena);
    assert_true(apply(store, arena, 20100) > 0);
    assert_int_equal(findings(store, arena, 20099), 1);
    assert_int_equal(findings(store, arena, 20100), 0);
    store_close(store);
}

static void nothing_to_repair_makes_no_edition(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    put_pair(store, arena);
    assert_int_equal(apply(store, arena, BASE_DATE_NONE), 3);
    assert_int_equal(apply(store, arena, BASE_DATE_NONE), 0);
    assert_int_equal(editions(store, arena), 3);
    store_close(store);
}

/* The version of 225102 whose beginning is unknown ends when the next begins; a
 * correction that says no day would fall on the next. */
static void a_correction_that_would_fall_on_another_version_writes_nothing(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    const struct store_edition open = rights("甲局", true, "open", 0.01);
    const struct boundary_repair_options options = counties();
    const struct boundary_repair_order order = {
        .actor = "测试员", .reason = "修正", .effective = BASE_DATE_NONE, .at = 20000};
    struct boundary_repairs repairs;
    int64_t edition;
    put_pair(store, arena);
    put(store, arena, "225102", "POLYGON((1000 0,3000 0,3000 1000,1000 1000,1000 0))", &open,
        20500);
    assert_int_equal(
        boundary_repair_apply(store, &options, &order, arena, NULL, &repairs, &edition, NULL),
        BASE_CONFLICT);
    assert_int_equal(editions(store, arena), 3);
    assert_int_equal(findings(store, arena, 20000), 1);
    store_close(store);
}

/* Cancels nothing; writes to the record through another connection, once. */
struct meddler {
    const char *path;
    bool done;
};

static void meddle(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct meddler *meddler = context;
    struct store *other;
    (void)stage;
    (void)done;
    (void)total;
    if (meddler->done)
        return;
    meddler->done = true;
    assert_int_equal(store_open(meddler->path, STORE_WRITE, &other, NULL), BASE_OK);
    assert_int_equal(store_begin(other, NULL), BASE_OK);
    assert_int_equal(store_setting_set(other, "city", "x", NULL), BASE_OK);
    assert_int_equal(store_commit(other, NULL), BASE_OK);
    store_close(other);
}

static void a_record_that_changed_meanwhile_is_not_written(void **state)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store *store = fresh_store(*state);
    struct meddler meddler = {.path = store_path(store)};
    const struct base_progress progress = {.report = meddle, .context = &meddler};
    const struct boundary_repair_options options = counties();
    const struct boundary_repair_order order = {
        .actor = "测试员", .reason = "修正", .effective = BASE_DATE_NONE, .at = 20000};
    struct boundary_repairs repairs;
    int64_t edition;
    put_pair(store, arena);
    assert_int_equal(
        boundary_repair_apply(store, &options, &order, arena, &progress, &repairs, &edition, NULL),
        BASE_CONFLICT);
    assert_true(meddler.done);
    assert_int_equal(editions(store, arena), 2);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_preview_changes_nothing, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(applying_makes_one_edition_that_revert_undoes,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_repair_from_a_day_leaves_the_days_before, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(nothing_to_repair_makes_no_edition, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(
            a_correction_that_would_fall_on_another_version_writes_nothing, scratch_setup,
            scratch_teardown),
        cmocka_unit_test_setup_teardown(a_record_that_changed_meanwhile_is_not_written,
                                        scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
