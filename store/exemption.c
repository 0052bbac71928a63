/* store/exemption.c - exclaves, gaps and overlaps that a document allows. */
#include "store/exemption.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "store/versioned.h"

enum { ID, KIND, CODES, DOCUMENT, DOCUMENT_DATE, MAX_AREA, NOTE, COLUMNS };

const struct versioned_table EXEMPTION_TABLE = {
    .entity = STORE_EXEMPTION,
    .name = "exemption",
    .columns = {[ID] = {"id", STORE_COLUMN_TEXT},
                [KIND] = {"kind", STORE_COLUMN_TEXT},
                [CODES] = {"codes", STORE_COLUMN_TEXT},
                [DOCUMENT] = {"document", STORE_COLUMN_TEXT},
                [DOCUMENT_DATE] = {"document_date", STORE_COLUMN_DATE},
                [MAX_AREA] = {"max_area_m2", STORE_COLUMN_NUMBER},
                [NOTE] = {"note", STORE_COLUMN_TEXT}},
    .column_count = COLUMNS,
    .key_count = 1,
    .has_geometry = true,
    .promote = 1,
    .kind = GEO_POLYGON,
};

static const char *const KINDS[STORE_EXEMPTION_KINDS] = {
    [STORE_EXEMPTION_EXCLAVE] = "exclave",
    [STORE_EXEMPTION_GAP] = "allowed-gap",
    [STORE_EXEMPTION_OVERLAP] = "allowed-overlap",
};

const char *store_exemption_kind_name(enum store_exemption_kind kind)
{
    return KINDS[kind];
}

bool store_exemption_kind_parse(const char *text, enum store_exemption_kind *out)
{
    for (int i = 0; text && i < STORE_EXEMPTION_KINDS; i++)
        if (strcmp(text, KINDS[i]) == 0) {
            *out = (enum store_exemption_kind)i;
            return true;
        }
    return false;
}

enum base_status store_exemption_put(struct store *store, const struct store_change *change,
                                     const struct store_exemption *e, enum store_outcome *outcome,
                                     int64_t *identity, struct base_error *err)
{
    struct versioned_row row = {
        .geometry = &e->geometry,
        .source = e->source,
        .valid_from = e->version.valid_from,
        .valid_to = e->version.valid_to,
    };
    if (e->kind != STORE_EXEMPTION_EXCLAVE && e->geometry.part_count == 0)
        return base_fail(err, BASE_INVALID,
                         "the exemption %s has no geometry; say which ground it holds for", e->id);
    row.cells[ID].text = e->id;
    row.cells[KIND].text = KINDS[e->kind];
    row.cells[CODES].text = e->codes;
    row.cells[DOCUMENT].text = e->document;
    row.cells[DOCUMENT_DATE].date = e->document_date;
    row.cells[MAX_AREA].number = e->max_area_m2;
    row.cells[NOTE].text = e->note;
    return versioned_put(store, &EXEMPTION_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_exemption *out = item;
    versioned_read_version(statement, &out->version);
    out->id = statement_text(statement, VERSIONED_FIRST + ID, arena);
    out->codes = statement_text(statement, VERSIONED_FIRST + CODES, arena);
    out->document = statement_text(statement, VERSIONED_FIRST + DOCUMENT, arena);
    out->document_date = statement_date(statement, VERSIONED_FIRST + DOCUMENT_DATE);
    out->max_area_m2 = statement_number(statement, VERSIONED_FIRST + MAX_AREA);
    out->note = statement_text(statement, VERSIONED_FIRST + NOTE, arena);
    out->resolution_m = NAN;
    if (!store_exemption_kind_parse(statement_text(statement, VERSIONED_FIRST + KIND, arena),
                                    &out->kind))
        return base_fail(err, BASE_FAILED, "the exemption %s is of a kind that is not known here",
                         out->id);
    return versioned_read_geometry(statement, &EXEMPTION_TABLE, arena, &out->geometry, err);
}

enum base_status store_exemption_list(struct store *store, struct store_as_of as_of,
                                      struct base_arena *arena, struct store_exemption **out,
                                      size_t *count, struct base_error *err)
{
    struct versioned_list list = {.arena = arena,
                                  .size = sizeof **out,
                                  .resolution_at = offsetof(struct store_exemption, resolution_m)};
    enum base_status status =
        versioned_collect(store, &EXEMPTION_TABLE, as_of, true, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}
