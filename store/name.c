/* store/name.c - the written forms of a division's or place's name. */
#include <string.h>

#include "store/division.h"
#include "store/place.h"
#include "store/versioned.h"

enum { OWNER_KIND, OWNER, NAME, FORM, READING, EXTENT, COLUMNS };

const struct versioned_table NAME_TABLE = {
    .entity = STORE_NAME,
    .name = "name",
    .columns = {[OWNER_KIND] = {"owner_kind", COLUMN_INT},
                [OWNER] = {"owner", COLUMN_INT},
                [NAME] = {"name", COLUMN_TEXT},
                [FORM] = {"form", COLUMN_TEXT},
                [READING] = {"reading", COLUMN_TEXT},
                [EXTENT] = {"extent", COLUMN_TEXT}},
    .column_count = COLUMNS,
    .key_count = 4,
    .has_geometry = false,
};

/* A place's id, else a division's code. */
static enum base_status find_owner(struct store *store, const char *place, enum store_owner *kind,
                                   int64_t *owner, struct base_error *err)
{
    char code[STORE_CODE_SIZE];
    struct cell key = {.text = place};
    *kind = STORE_OWNER_PLACE;
    enum base_status status = versioned_find_identity(store, &PLACE_TABLE, &key, owner, err);
    if (status == BASE_OK && *owner == 0 && store_code_parse(place, code)) {
        *kind = STORE_OWNER_DIVISION;
        key.text = code;
        status = versioned_find_identity(store, &DIVISION_TABLE, &key, owner, err);
    }
    if (status == BASE_OK && *owner == 0)
        return base_fail(err, BASE_NOT_FOUND,
                         "%.100s is neither the id of a place nor the code of a division", place);
    return status;
}

enum base_status store_name_put(struct store *store, const struct store_change *change,
                                const char *place, const struct store_name *name,
                                enum store_outcome *outcome, int64_t *identity,
                                struct base_error *err)
{
    enum store_owner kind;
    int64_t owner = 0;
    enum base_status status = find_owner(store, place, &kind, &owner, err);
    if (status != BASE_OK)
        return status;
    struct versioned_row row = {
        .valid_from = name->version.valid_from,
        .valid_to = name->version.valid_to,
    };
    row.cells[OWNER_KIND].integer = kind;
    row.cells[OWNER].integer = owner;
    row.cells[NAME].text = name->name;
    row.cells[FORM].text = name->form;
    row.cells[READING].text = name->reading;
    row.cells[EXTENT].text = name->extent;
    return versioned_put(store, &NAME_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_name *out = item;
    versioned_read_version(statement, &out->version);
    out->owner_kind = (enum store_owner)statement_int(statement, VERSIONED_FIRST + OWNER_KIND);
    out->owner = statement_int(statement, VERSIONED_FIRST + OWNER);
    out->name = statement_text(statement, VERSIONED_FIRST + NAME, arena);
    out->form = statement_text(statement, VERSIONED_FIRST + FORM, arena);
    out->reading = statement_text(statement, VERSIONED_FIRST + READING, arena);
    out->extent = statement_text(statement, VERSIONED_FIRST + EXTENT, arena);
    return out->name && out->form ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status store_name_list(struct store *store, struct store_as_of as_of,
                                 struct base_arena *arena, struct store_name **out, size_t *count,
                                 struct base_error *err)
{
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status =
        versioned_collect(store, &NAME_TABLE, as_of, false, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}
