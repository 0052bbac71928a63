/* store/division.c - administrative divisions. */
#include "store/division.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/versioned.h"

enum { CODE, SCHEME, LEVEL, TYPE, NAME, SPECIFIC, GENERIC, PARENT, MANAGED_BY, AREA, COLUMNS };

const struct versioned_table DIVISION_TABLE = {
    .entity = STORE_DIVISION,
    .name = "division",
    .columns = {[CODE] = {"code", STORE_COLUMN_TEXT},
                [SCHEME] = {"scheme", STORE_COLUMN_TEXT},
                [LEVEL] = {"level", STORE_COLUMN_INT},
                [TYPE] = {"type", STORE_COLUMN_TEXT},
                [NAME] = {"name", STORE_COLUMN_TEXT},
                [SPECIFIC] = {"name_specific", STORE_COLUMN_TEXT},
                [GENERIC] = {"name_generic", STORE_COLUMN_TEXT},
                [PARENT] = {"parent", STORE_COLUMN_TEXT},
                [MANAGED_BY] = {"managed_by", STORE_COLUMN_TEXT},
                [AREA] = {"area_km2", STORE_COLUMN_NUMBER}},
    .column_count = COLUMNS,
    .key_count = 1,
    .has_geometry = true,
    .is_indexed = true,
    .promote = 1,
    .kind = GEO_POLYGON,
};

static const char *or_null(const char *text)
{
    return text && text[0] ? text : NULL;
}

static struct versioned_row row_of(const struct store_division *d)
{
    struct versioned_row row = {
        .geometry = &d->geometry,
        .source = d->source,
        .valid_from = d->version.valid_from,
        .valid_to = d->version.valid_to,
    };
    row.cells[CODE].text = d->code;
    row.cells[SCHEME].text = d->scheme ? d->scheme : "mca";
    row.cells[LEVEL].integer = d->level;
    row.cells[TYPE].text = or_null(d->type);
    row.cells[NAME].text = d->name;
    row.cells[SPECIFIC].text = or_null(d->name_specific);
    row.cells[GENERIC].text = or_null(d->name_generic);
    row.cells[PARENT].text = or_null(d->parent);
    row.cells[MANAGED_BY].text = or_null(d->managed_by);
    row.cells[AREA].number = d->area_km2;
    return row;
}

/* The identity that holds or held the code: of the newest version. */
static enum base_status identity_of(struct store *store, const char *code, int64_t *identity,
                                    struct base_error *err)
{
    union store_cell key = {.text = code};
    return versioned_find_identity(store, &DIVISION_TABLE, &key, identity, err);
}

/* The identity that the code means on the day: the one that holds it then, else
 * the last that held it and has no other code then. A code given again, while its
 * former holder goes on under another, is a new unit's. day NONE: as above. */
static enum base_status identity_on(struct store *store, const char *code, base_date_t day,
                                    int64_t *identity, struct base_error *err)
{
    static const char SQL[] =
        "SELECT v.identity FROM division_version v WHERE v.code = ?1 AND v.recorded_to IS NULL AND "
        "NOT EXISTS (SELECT 1 FROM division_version o WHERE o.identity = v.identity AND "
        "o.recorded_to IS NULL AND o.code <> ?1 AND (o.valid_from IS NULL OR o.valid_from <= ?2) "
        "AND (o.valid_to IS NULL OR o.valid_to > ?2)) ORDER BY "
        "(v.valid_from IS NULL OR v.valid_from <= ?2) AND (v.valid_to IS NULL OR v.valid_to > ?2) "
        "DESC, v.valid_to IS NULL DESC, v.valid_to DESC LIMIT 1";
    sqlite3_stmt *statement;
    bool row = false;
    if (day == BASE_DATE_NONE)
        return identity_of(store, code, identity, err);
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, code);
    statement_bind_date(statement, 2, day);
    status = statement_step(store, statement, &row, err);
    if (status == BASE_OK) {
        *identity = row ? statement_int(statement, 0) : 0;
        sqlite3_reset(statement);
    }
    return status;
}

static enum base_status find_identity(struct store *store, const struct store_change *change,
                                      const struct store_division *row, const char *former_code,
                                      int64_t *identity, struct base_error *err)
{
    base_date_t day =
        change->effective != BASE_DATE_NONE ? change->effective : row->version.valid_from;
    enum base_status status = identity_on(store, row->code, day, identity, err);
    if (status == BASE_OK && *identity == 0 && or_null(former_code))
        status = identity_of(store, former_code, identity, err);
    return status;
}

/* Two identities may not hold one code on one day. */
static enum base_status check_clash(struct store *store, const struct store_division *division,
                                    const struct versioned_plan *plan, struct base_error *err)
{
    static const char SQL[] =
        "SELECT name FROM division_version WHERE code = ?1 AND identity <> ?2 AND "
        "recorded_to IS NULL AND (?4 IS NULL OR valid_from IS NULL OR valid_from < ?4) AND "
        "(valid_to IS NULL OR ?3 IS NULL OR ?3 < valid_to) LIMIT 1";
    sqlite3_stmt *statement;
    bool found = false;
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, division->code);
    statement_bind_int(statement, 2, plan->identity);
    statement_bind_date(statement, 3, plan->from);
    statement_bind_date(statement, 4, plan->to);
    status = statement_step(store, statement, &found, err);
    if (status == BASE_OK && found) {
        char name[200] = "";
        snprintf(name, sizeof name, "%s", (const char *)sqlite3_column_text(statement, 0));
        base_text_cut(name);
        sqlite3_reset(statement);
        return base_fail(
            err, BASE_CONFLICT,
            "the code %s is held by %s on the same days; correct the code or the dates",
            division->code, name);
    }
    return status;
}

enum base_status store_division_clash(struct store *store, int64_t edition, int64_t *other,
                                      struct base_error *err)
{
    static const char SQL[] =
        "SELECT max(b.recorded_from) FROM division_version a JOIN division_version b ON "
        "b.code = a.code AND b.identity <> a.identity WHERE a.recorded_from = ?1 AND "
        "a.recorded_to IS NULL AND b.recorded_to IS NULL AND " VERSIONED_SAME_DAYS;
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, edition);
    status = statement_step(store, statement, &row, err);
    if (status == BASE_OK) {
        *other = row ? statement_int(statement, 0) : 0;
        sqlite3_reset(statement);
    }
    return status;
}

enum base_status store_division_put(struct store *store, const struct store_change *change,
                                    const struct store_division *division, const char *former_code,
                                    enum store_outcome *outcome, int64_t *identity,
                                    struct base_error *err)
{
    struct versioned_row row = row_of(division);
    struct versioned_plan plan;
    int64_t found = 0;
    enum base_status status = find_identity(store, change, division, former_code, &found, err);
    if (status == BASE_OK)
        status = versioned_plan(store, &DIVISION_TABLE, change, &row, found ? found : VERSIONED_NEW,
                                &plan, err);
    if (status == BASE_OK && plan.outcome != STORE_UNCHANGED)
        status = check_clash(store, division, &plan, err);
    if (status == BASE_OK)
        status = versioned_apply(store, &DIVISION_TABLE, change, &row, &plan, identity, err);
    if (status == BASE_OK) {
        *outcome = plan.outcome;
        store_mark_seen(store, *identity);
    }
    return status;
}

/* --- reading ------------------------------------------------------------- */

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_division *out = item;
    const int first = VERSIONED_FIRST;
    versioned_read_version(statement, &out->version);
    out->code = statement_text(statement, first + CODE, arena);
    out->scheme = statement_text(statement, first + SCHEME, arena);
    out->level = (enum store_level)statement_int(statement, first + LEVEL);
    out->type = statement_text(statement, first + TYPE, arena);
    out->name = statement_text(statement, first + NAME, arena);
    out->name_specific = statement_text(statement, first + SPECIFIC, arena);
    out->name_generic = statement_text(statement, first + GENERIC, arena);
    out->parent = statement_text(statement, first + PARENT, arena);
    out->managed_by = statement_text(statement, first + MANAGED_BY, arena);
    out->area_km2 = statement_number(statement, first + AREA);
    out->resolution_m = NAN;
    if (!out->code || !out->name)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    return versioned_read_geometry(statement, &DIVISION_TABLE, arena, &out->geometry, err);
}

/* Reads what was selected; level NONE keeps all. */
static enum base_status collect(struct store *store, sqlite3_stmt *statement,
                                enum store_level level, struct base_arena *arena,
                                struct store_division **out, size_t *count, struct base_error *err)
{
    struct versioned_list list = {.arena = arena,
                                  .size = sizeof **out,
                                  .resolution_at = offsetof(struct store_division, resolution_m)};
    size_t kept = 0;
    enum base_status status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status != BASE_OK)
        return status;
    struct store_division *rows = list.items;
    for (size_t i = 0; i < list.count; i++)
        if (level == STORE_LEVEL_NONE || rows[i].level == level)
            rows[kept++] = rows[i];
    *out = rows;
    *count = kept;
    return BASE_OK;
}

enum base_status store_division_list(struct store *store, struct store_as_of as_of,
                                     enum store_level level, bool with_geometry,
                                     struct base_arena *arena, struct store_division **out,
                                     size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        versioned_select(store, &DIVISION_TABLE, as_of, with_geometry, NULL, &statement, err);
    return status == BASE_OK ? collect(store, statement, level, arena, out, count, err) : status;
}

enum base_status store_division_find(struct store *store, const char *code,
                                     struct store_as_of as_of, struct base_arena *arena,
                                     struct store_division *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    struct store_division *rows;
    size_t count;
    enum base_status status =
        versioned_select(store, &DIVISION_TABLE, as_of, true, STORE_BY_CODE, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 3, code);
    status = collect(store, statement, STORE_LEVEL_NONE, arena, &rows, &count, err);
    if (status == BASE_OK && count == 0)
        return base_fail(err, BASE_NOT_FOUND, "no division has the code %s", code);
    if (status == BASE_OK)
        *out = rows[count - 1];
    return status;
}

enum base_status store_division_of(struct store *store, int64_t identity, struct store_as_of as_of,
                                   struct base_arena *arena, struct store_division **out,
                                   size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        versioned_select(store, &DIVISION_TABLE, as_of, true, STORE_BY_IDENTITY, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 3, identity);
    return collect(store, statement, STORE_LEVEL_NONE, arena, out, count, err);
}

enum base_status store_division_history(struct store *store, int64_t identity, int64_t known,
                                        struct base_arena *arena, struct store_division **out,
                                        size_t *count, struct base_error *err)
{
    struct store_as_of as_of = {.at = BASE_DATE_NONE, .known = known};
    return store_division_of(store, identity, as_of, arena, out, count, err);
}

enum base_status store_division_near(struct store *store, struct store_as_of as_of,
                                     enum store_level level, struct geo_box box,
                                     struct base_arena *arena, struct store_division **out,
                                     size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    struct geo_bbox degrees = geo_box_to_bbox(box);
    enum base_status status =
        versioned_select(store, &DIVISION_TABLE, as_of, true, STORE_BY_BOX, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_number(statement, 3, degrees.west);
    statement_bind_number(statement, 4, degrees.south);
    statement_bind_number(statement, 5, degrees.east);
    statement_bind_number(statement, 6, degrees.north);
    return collect(store, statement, level, arena, out, count, err);
}

static enum base_status read_identity(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                      struct base_error *err)
{
    (void)arena;
    (void)err;
    *(int64_t *)item = statement_int(statement, 0);
    return BASE_OK;
}

enum base_status store_division_touched(struct store *store, int64_t after, int64_t until,
                                        size_t limit, struct base_arena *arena, int64_t **out,
                                        size_t *count, struct base_error *err)
{
    static const char SQL[] =
        "SELECT identity FROM division_version WHERE recorded_from > ?1 AND recorded_from <= ?2 "
        "UNION SELECT identity FROM division_version WHERE recorded_to > ?1 AND recorded_to <= ?2 "
        "ORDER BY identity LIMIT ?3";
    sqlite3_stmt *statement;
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, after);
    statement_bind_int(statement, 2, until);
    statement_bind_int(statement, 3, (int64_t)limit);
    status = versioned_collect_rest(store, statement, read_identity, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}

/* --- the whole of a unit ------------------------------------------------- */

struct division_list {
    const struct store_division *rows; /* in code order */
    size_t count;
};

static int compare_code(const void *key, const void *row)
{
    return strcmp(key, ((const struct store_division *)row)->code);
}

/* The code of the unit above: as stated, else by the digits. */
static void parent_of(const struct store_division *row, char out[STORE_CODE_SIZE])
{
    if (row->parent)
        snprintf(out, STORE_CODE_SIZE, "%s", row->parent);
    else
        store_code_parent(row->code, out);
}

/* True when the parents of row lead to the unit. */
static bool is_below(const struct division_list *list, const struct store_division *row,
                     const char *unit)
{
    char code[STORE_CODE_SIZE], above[STORE_CODE_SIZE];
    parent_of(row, code);
    for (int steps = 0; steps < STORE_LEVEL_VILLAGE && code[0]; steps++) {
        if (strcmp(code, unit) == 0)
            return true;
        const struct store_division *parent =
            bsearch(code, list->rows, list->count, sizeof *list->rows, compare_code);
        if (parent)
            parent_of(parent, above);
        else
            store_code_parent(code, above);
        memcpy(code, above, sizeof code);
    }
    return false;
}

/* Held and valid divisions of the level below `within` that this edition wrote
 * no version of. */
enum base_status store_division_complete(struct store *store, const struct store_change *change,
                                         const char *within, enum store_level level, int64_t *ended,
                                         struct base_error *err)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store_division *rows;
    struct store_as_of as_of = {.at = change->effective};
    size_t count;
    int64_t gone = 0;
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status =
        store_division_list(store, as_of, STORE_LEVEL_NONE, false, arena, &rows, &count, err);
    struct division_list list = {rows, status == BASE_OK ? count : 0};
    for (size_t i = 0; i < list.count && status == BASE_OK; i++) {
        const struct store_version *version = &rows[i].version;
        bool asked = level == STORE_LEVEL_NONE || rows[i].level == level;
        if (!asked || version->valid_to != BASE_DATE_NONE ||
            store_was_seen(store, version->identity) || !is_below(&list, &rows[i], within))
            continue;
        status = versioned_end(store, &DIVISION_TABLE, change, version->version, err);
        gone++;
    }
    if (status == BASE_OK)
        *ended = gone;
    return status;
}
