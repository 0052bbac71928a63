/* tests/store/record.h - a fresh record for each test, and rows to put into it. */
#ifndef TESTS_STORE_RECORD_H
#define TESTS_STORE_RECORD_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "geo/geometry.h"
#include "store/division.h"
#include "store/edition.h"
#include "tests/support/cmocka.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

struct record {
    struct store *store;
    struct base_arena *arena;
    char folder[SCRATCH_SIZE], path[SCRATCH_SIZE + 32];
};

static inline int record_setup(void **state)
{
    static struct record record;
    struct base_error err;
    scratch_make(record.folder);
    snprintf(record.path, sizeof record.path, "%s/record.sqlite", record.folder);
    record.arena = base_arena_create(0);
    if (store_create(record.path, &err) != BASE_OK ||
        store_open(record.path, STORE_WRITE, &record.store, &err) != BASE_OK) {
        fprintf(stderr, "%s\n", err.message);
        return -1;
    }
    *state = &record;
    return 0;
}

static inline int record_teardown(void **state)
{
    struct record *record = *state;
    store_close(record->store);
    base_arena_free(record->arena);
    scratch_remove(record->folder);
    return 0;
}

/* A square of `size` grid units at (x, y). */
static inline struct geo_geometry record_square(struct record *record, int64_t x, int64_t y,
                                                int64_t size)
{
    struct geo_builder builder;
    struct geo_geometry geometry;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, record->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    const struct geo_point points[] = {
        {x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}};
    for (size_t i = 0; i < COUNT(points); i++)
        geo_builder_point(&builder, points[i]);
    assert_int_equal(geo_builder_finish(&builder, &geometry, NULL), BASE_OK);
    return geometry;
}

static inline struct store_division record_division(struct record *record, const char *code,
                                                    const char *name, int64_t x)
{
    return (struct store_division){
        .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .code = code,
        .level = store_code_level(code),
        .name = name,
        .area_km2 = NAN,
        .geometry = record_square(record, x, 43000000000, 1000000),
    };
}

static inline int64_t record_edition(struct record *record)
{
    struct base_error err;
    int64_t id = 0;
    struct store_edition facts = {.kind = "import",
                                  .entity = "division",
                                  .actor = "test",
                                  .effective = BASE_DATE_NONE,
                                  .resolution_m = 0.011,
                                  .accuracy_m = NAN,
                                  .may_publish = true,
                                  .may_export = true};
    if (store_edition_add(record->store, &facts, &id, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return id;
}

/* One edition with one division. */
static inline enum store_outcome record_put(struct record *record, const struct store_division *row,
                                            const char *former, const char *effective,
                                            int64_t *identity)
{
    struct base_error err;
    enum store_outcome outcome;
    struct store_change change = {.effective = BASE_DATE_NONE};
    if (effective)
        assert_true(base_date_parse(effective, &change.effective));
    assert_int_equal(store_begin(record->store, &err), BASE_OK);
    change.edition = record_edition(record);
    if (store_division_put(record->store, &change, row, former, &outcome, identity, &err) !=
        BASE_OK)
        fail_msg("%s", err.message);
    if (store_commit(record->store, &err) != BASE_OK)
        fail_msg("%s", err.message);
    return outcome;
}

static inline struct store_as_of record_on(const char *day, int64_t known)
{
    struct store_as_of as_of = {.at = BASE_DATE_NONE, .known = known};
    if (day)
        assert_true(base_date_parse(day, &as_of.at));
    return as_of;
}

#endif
