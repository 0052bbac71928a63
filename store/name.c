/* store/name.c - the written forms of a division's or place's name. */
#include <string.h>

#include "store/division.h"
#include "store/place.h"
#include "store/versioned.h"

enum {
    OWNER_KIND,
    OWNER,
    NAME,
    FORM,
    READING,
    EXTENT,
    LANG,
    SCRIPT,
    SPECIFIC,
    GENERIC,
    READING_SOURCE,
    READING_REVIEWED,
    PRECISION_FROM,
    PRECISION_TO,
    CERTAINTY,
    SOURCE,
    COLUMNS
};

const struct versioned_table NAME_TABLE = {
    .entity = STORE_NAME,
    .name = "name",
    .columns = {[OWNER_KIND] = {"owner_kind", STORE_COLUMN_INT},
                [OWNER] = {"owner", STORE_COLUMN_INT},
                [NAME] = {"name", STORE_COLUMN_TEXT},
                [FORM] = {"form", STORE_COLUMN_TEXT},
                [READING] = {"reading", STORE_COLUMN_TEXT},
                [EXTENT] = {"extent", STORE_COLUMN_TEXT},
                [LANG] = {"lang", STORE_COLUMN_TEXT},
                [SCRIPT] = {"script", STORE_COLUMN_TEXT},
                [SPECIFIC] = {"specific", STORE_COLUMN_TEXT},
                [GENERIC] = {"generic", STORE_COLUMN_TEXT},
                [READING_SOURCE] = {"reading_source", STORE_COLUMN_TEXT},
                [READING_REVIEWED] = {"reading_reviewed", STORE_COLUMN_BOOL},
                [PRECISION_FROM] = {"precision_from", STORE_COLUMN_TEXT},
                [PRECISION_TO] = {"precision_to", STORE_COLUMN_TEXT},
                [CERTAINTY] = {"certainty", STORE_COLUMN_TEXT},
                [SOURCE] = {"source", STORE_COLUMN_TEXT}},
    .column_count = COLUMNS,
    .key_count = 4,
    .has_geometry = false,
};

static const char *const PRECISIONS[STORE_PRECISIONS] = {
    [STORE_PRECISION_DAY] = "day",   [STORE_PRECISION_MONTH] = "month",
    [STORE_PRECISION_YEAR] = "year", [STORE_PRECISION_DECADE] = "decade",
    [STORE_PRECISION_ERA] = "era",
};

const char *store_precision_name(enum store_precision precision)
{
    return PRECISIONS[precision];
}

bool store_precision_parse(const char *text, enum store_precision *out)
{
    for (int i = 0; text && i < STORE_PRECISIONS; i++)
        if (strcmp(text, PRECISIONS[i]) == 0) {
            *out = (enum store_precision)i;
            return true;
        }
    return false;
}

/* To the day, or no day at all, needs no word. */
static const char *precision_cell(enum store_precision precision, base_date_t date)
{
    return precision == STORE_PRECISION_DAY || date == BASE_DATE_NONE ? NULL
                                                                      : PRECISIONS[precision];
}

/* A place's id, else a division's code. */
static enum base_status find_owner(struct store *store, const char *place, enum store_owner *kind,
                                   int64_t *owner, struct base_error *err)
{
    char code[STORE_CODE_SIZE];
    union store_cell key = {.text = place};
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
    row.cells[LANG].text = name->lang;
    row.cells[SCRIPT].text = name->script;
    row.cells[SPECIFIC].text = name->specific;
    row.cells[GENERIC].text = name->generic;
    row.cells[READING_SOURCE].text = name->reading_source;
    row.cells[READING_REVIEWED].integer = name->reading_reviewed;
    row.cells[PRECISION_FROM].text = precision_cell(name->precision_from, name->version.valid_from);
    row.cells[PRECISION_TO].text = precision_cell(name->precision_to, name->version.valid_to);
    row.cells[CERTAINTY].text = name->certainty;
    row.cells[SOURCE].text = name->source;
    return versioned_put(store, &NAME_TABLE, change, &row, 0, outcome, identity, err);
}

static void read_facts(sqlite3_stmt *statement, struct base_arena *arena, struct store_name *out)
{
    const int first = VERSIONED_FIRST;
    out->lang = statement_text(statement, first + LANG, arena);
    out->script = statement_text(statement, first + SCRIPT, arena);
    out->specific = statement_text(statement, first + SPECIFIC, arena);
    out->generic = statement_text(statement, first + GENERIC, arena);
    out->reading_source = statement_text(statement, first + READING_SOURCE, arena);
    out->reading_reviewed = statement_int(statement, first + READING_REVIEWED) != 0;
    store_precision_parse((const char *)sqlite3_column_text(statement, first + PRECISION_FROM),
                          &out->precision_from);
    store_precision_parse((const char *)sqlite3_column_text(statement, first + PRECISION_TO),
                          &out->precision_to);
    out->certainty = statement_text(statement, first + CERTAINTY, arena);
    out->source = statement_text(statement, first + SOURCE, arena);
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
    read_facts(statement, arena, out);
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
