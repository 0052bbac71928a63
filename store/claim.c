/* store/claim.c - the area which one party says is its own. */
#include "store/claim.h"

#include <math.h>
#include <stddef.h>

#include "store/versioned.h"

enum { CODE, PARTY, NAME, COLUMNS };

const struct versioned_table CLAIM_TABLE = {
    .entity = STORE_CLAIM,
    .name = "claim",
    .columns = {[CODE] = {"code", STORE_COLUMN_TEXT},
                [PARTY] = {"party", STORE_COLUMN_TEXT},
                [NAME] = {"name", STORE_COLUMN_TEXT}},
    .column_count = COLUMNS,
    .key_count = 2,
    .has_geometry = true,
    .promote = 1,
    .kind = GEO_POLYGON,
};

enum base_status store_claim_put(struct store *store, const struct store_change *change,
                                 const struct store_claim *claim, enum store_outcome *outcome,
                                 int64_t *identity, struct base_error *err)
{
    struct versioned_row row = {
        .geometry = &claim->geometry,
        .source = claim->source,
        .valid_from = claim->version.valid_from,
        .valid_to = claim->version.valid_to,
    };
    row.cells[CODE].text = claim->code;
    row.cells[PARTY].text = claim->party ? claim->party : claim->code;
    row.cells[NAME].text = claim->name;
    return versioned_put(store, &CLAIM_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_claim *out = item;
    versioned_read_version(statement, &out->version);
    out->code = statement_text(statement, VERSIONED_FIRST + CODE, arena);
    out->party = statement_text(statement, VERSIONED_FIRST + PARTY, arena);
    out->name = statement_text(statement, VERSIONED_FIRST + NAME, arena);
    out->resolution_m = NAN;
    return versioned_read_geometry(statement, &CLAIM_TABLE, arena, &out->geometry, err);
}

enum base_status store_claim_list(struct store *store, struct store_as_of as_of,
                                  struct base_arena *arena, struct store_claim **out, size_t *count,
                                  struct base_error *err)
{
    struct versioned_list list = {.arena = arena,
                                  .size = sizeof **out,
                                  .resolution_at = offsetof(struct store_claim, resolution_m)};
    enum base_status status =
        versioned_collect(store, &CLAIM_TABLE, as_of, true, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}
