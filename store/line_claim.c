/* store/line_claim.c - where one party says that a line runs. */
#include "store/line_claim.h"

#include <math.h>
#include <stddef.h>

#include "store/versioned.h"

enum { LINE, PARTY, NAME, COLUMNS };

const struct versioned_table LINE_CLAIM_TABLE = {
    .entity = STORE_LINE_CLAIM,
    .name = "line_claim",
    .columns = {[LINE] = {"line", STORE_COLUMN_TEXT},
                [PARTY] = {"party", STORE_COLUMN_TEXT},
                [NAME] = {"name", STORE_COLUMN_TEXT}},
    .column_count = COLUMNS,
    .key_count = 2,
    .has_geometry = true,
    .promote = 1,
    .kind = GEO_LINE,
};

enum base_status store_line_claim_put(struct store *store, const struct store_change *change,
                                      const struct store_line_claim *claim,
                                      enum store_outcome *outcome, int64_t *identity,
                                      struct base_error *err)
{
    struct versioned_row row = {
        .geometry = &claim->geometry,
        .source = claim->source,
        .valid_from = claim->version.valid_from,
        .valid_to = claim->version.valid_to,
    };
    row.cells[LINE].text = claim->line;
    row.cells[PARTY].text = claim->party;
    row.cells[NAME].text = claim->name;
    return versioned_put(store, &LINE_CLAIM_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_line_claim *claim = item;
    versioned_read_version(statement, &claim->version);
    claim->line = statement_text(statement, VERSIONED_FIRST + LINE, arena);
    claim->party = statement_text(statement, VERSIONED_FIRST + PARTY, arena);
    claim->name = statement_text(statement, VERSIONED_FIRST + NAME, arena);
    claim->resolution_m = NAN;
    return versioned_read_geometry(statement, &LINE_CLAIM_TABLE, arena, &claim->geometry, err);
}

enum base_status store_line_claim_list(struct store *store, struct store_as_of as_of,
                                       struct base_arena *arena, struct store_line_claim **out,
                                       size_t *count, struct base_error *err)
{
    struct versioned_list list = {.arena = arena,
                                  .size = sizeof **out,
                                  .resolution_at = offsetof(struct store_line_claim, resolution_m)};
    enum base_status status =
        versioned_collect(store, &LINE_CLAIM_TABLE, as_of, true, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}
