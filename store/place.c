/* store/place.c - places. */
#include "store/place.h"

#include "store/versioned.h"

enum { ID, NAME, KIND, CATEGORY, DIVISION, STATUS, LEGAL_KIND, SCHEME, COLUMNS };

const struct versioned_table PLACE_TABLE = {
    .entity = STORE_PLACE,
    .name = "place",
    .columns = {[ID] = {"id", STORE_COLUMN_TEXT},
                [NAME] = {"name", STORE_COLUMN_TEXT},
                [KIND] = {"kind", STORE_COLUMN_TEXT},
                [CATEGORY] = {"category", STORE_COLUMN_TEXT},
                [DIVISION] = {"division", STORE_COLUMN_TEXT},
                [STATUS] = {"status", STORE_COLUMN_TEXT},
                [LEGAL_KIND] = {"legal_kind", STORE_COLUMN_TEXT},
                [SCHEME] = {"scheme", STORE_COLUMN_TEXT}},
    .column_count = COLUMNS,
    .key_count = 1,
    .has_geometry = true,
    .promote = 0,
};

enum base_status store_place_put(struct store *store, const struct store_change *change,
                                 const struct store_place *place, enum store_outcome *outcome,
                                 int64_t *identity, struct base_error *err)
{
    struct versioned_row row = {
        .geometry = &place->geometry,
        .source = place->source,
        .valid_from = place->version.valid_from,
        .valid_to = place->version.valid_to,
    };
    row.cells[ID].text = place->id;
    row.cells[NAME].text = place->name;
    row.cells[KIND].text = place->kind;
    row.cells[CATEGORY].text = place->category;
    row.cells[DIVISION].text = place->division;
    row.cells[STATUS].text = place->status ? place->status : "approved";
    row.cells[LEGAL_KIND].text = place->legal_kind;
    row.cells[SCHEME].text = place->scheme;
    return versioned_put(store, &PLACE_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_place *out = item;
    versioned_read_version(statement, &out->version);
    out->id = statement_text(statement, VERSIONED_FIRST + ID, arena);
    out->name = statement_text(statement, VERSIONED_FIRST + NAME, arena);
    out->kind = statement_text(statement, VERSIONED_FIRST + KIND, arena);
    out->category = statement_text(statement, VERSIONED_FIRST + CATEGORY, arena);
    out->division = statement_text(statement, VERSIONED_FIRST + DIVISION, arena);
    out->status = statement_text(statement, VERSIONED_FIRST + STATUS, arena);
    out->legal_kind = statement_text(statement, VERSIONED_FIRST + LEGAL_KIND, arena);
    out->scheme = statement_text(statement, VERSIONED_FIRST + SCHEME, arena);
    return versioned_read_geometry(statement, &PLACE_TABLE, arena, &out->geometry, err);
}

enum base_status store_place_list(struct store *store, struct store_as_of as_of, bool with_geometry,
                                  struct base_arena *arena, struct store_place **out, size_t *count,
                                  struct base_error *err)
{
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status =
        versioned_collect(store, &PLACE_TABLE, as_of, with_geometry, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}

enum base_status store_place_find(struct store *store, const char *id, int64_t identity,
                                  struct store_as_of as_of, struct base_arena *arena,
                                  struct store_place *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    struct versioned_list list = {.arena = arena, .size = sizeof *out};
    enum base_status status = versioned_select(
        store, &PLACE_TABLE, as_of, true, id ? STORE_BY_ID : STORE_BY_IDENTITY, &statement, err);
    if (status != BASE_OK)
        return status;
    if (id)
        statement_bind_text(statement, 3, id);
    else
        statement_bind_int(statement, 3, identity);
    status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK && list.count == 0)
        return base_fail(err, BASE_NOT_FOUND, "there is no such place");
    if (status == BASE_OK)
        *out = ((struct store_place *)list.items)[list.count - 1];
    return status;
}
