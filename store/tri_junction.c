/* store/tri_junction.c - where three or more divisions meet. */
#include "store/tri_junction.h"

#include <math.h>
#include <stddef.h>

#include "store/point.h"
#include "store/versioned.h"

enum { NUMBER, CODES, COLUMNS };

const struct versioned_table TRI_JUNCTION_TABLE = {
    .entity = STORE_TRI_JUNCTION,
    .name = "tri_junction",
    .columns = {[NUMBER] = {"number", STORE_COLUMN_TEXT}, [CODES] = {"codes", STORE_COLUMN_TEXT}},
    .column_count = COLUMNS,
    .key_count = 1,
    .has_geometry = true,
    .promote = 0,
    .kind = GEO_POINT,
};

enum base_status store_tri_junction_put(struct store *store, const struct store_change *change,
                                        const struct store_tri_junction *t,
                                        enum store_outcome *outcome, int64_t *identity,
                                        struct base_error *err)
{
    struct store_point point;
    struct versioned_row row = {
        .geometry = store_point_geometry(&point, t->has_point, t->point),
        .source = t->source,
        .valid_from = t->version.valid_from,
        .valid_to = t->version.valid_to,
    };
    row.cells[NUMBER].text = t->number;
    row.cells[CODES].text = t->codes;
    return versioned_put(store, &TRI_JUNCTION_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_tri_junction *t = item;
    versioned_read_version(statement, &t->version);
    t->number = statement_text(statement, VERSIONED_FIRST + NUMBER, arena);
    t->codes = statement_text(statement, VERSIONED_FIRST + CODES, arena);
    t->resolution_m = NAN;
    return store_point_read(statement, &TRI_JUNCTION_TABLE, arena, &t->has_point, &t->point, err);
}

enum base_status store_tri_junction_list(struct store *store, struct store_as_of as_of,
                                         struct base_arena *arena, struct store_tri_junction **out,
                                         size_t *count, struct base_error *err)
{
    struct versioned_list list = {.arena = arena,
                                  .size = sizeof **out,
                                  .resolution_at =
                                      offsetof(struct store_tri_junction, resolution_m)};
    enum base_status status =
        versioned_collect(store, &TRI_JUNCTION_TABLE, as_of, true, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}
