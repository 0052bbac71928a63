/* store/line.c - boundary lines. */
#include "store/line.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "store/versioned.h"

enum {
    CODE,
    A,
    B,
    NAME,
    STATUS,
    AGREEMENT_NO,
    AGREEMENT_DATE,
    SUPPORT,
    MARKERS,
    DESCRIPTION,
    WEST,
    SOUTH,
    EAST,
    NORTH,
    COLUMNS
};

const struct versioned_table LINE_TABLE = {
    .entity = STORE_LINE,
    .name = "line",
    .columns = {[CODE] = {"code", STORE_COLUMN_TEXT},
                [A] = {"a", STORE_COLUMN_TEXT},
                [B] = {"b", STORE_COLUMN_TEXT},
                [NAME] = {"name", STORE_COLUMN_TEXT},
                [STATUS] = {"status", STORE_COLUMN_TEXT},
                [AGREEMENT_NO] = {"agreement_no", STORE_COLUMN_TEXT},
                [AGREEMENT_DATE] = {"agreement_date", STORE_COLUMN_DATE},
                [SUPPORT] = {"support", STORE_COLUMN_TEXT},
                [MARKERS] = {"markers", STORE_COLUMN_TEXT},
                [DESCRIPTION] = {"description", STORE_COLUMN_TEXT},
                [WEST] = {"west", STORE_COLUMN_INT},
                [SOUTH] = {"south", STORE_COLUMN_INT},
                [EAST] = {"east", STORE_COLUMN_INT},
                [NORTH] = {"north", STORE_COLUMN_INT}},
    .column_count = COLUMNS,
    .key_count = 1,
    .has_geometry = true,
    .promote = 1,
    .kind = GEO_LINE,
};

static const char *const STATUSES[STORE_LINE_STATUSES] = {
    [STORE_LINE_AGREED] = "agreed",       [STORE_LINE_PENDING_SURVEY] = "approved-pending-survey",
    [STORE_LINE_CUSTOMARY] = "customary", [STORE_LINE_UNDETERMINED] = "undetermined",
    [STORE_LINE_DISPUTED] = "disputed",
};

const char *store_line_status_name(enum store_line_status status)
{
    return STATUSES[status];
}

bool store_line_status_parse(const char *text, enum store_line_status *out)
{
    for (int i = 0; text && i < STORE_LINE_STATUSES; i++)
        if (strcmp(text, STATUSES[i]) == 0) {
            *out = (enum store_line_status)i;
            return true;
        }
    return false;
}

/* The box beside the geometry, so that a page is found without reading it. */
static void set_box(struct versioned_row *row)
{
    struct geo_box box = geo_geometry_box(row->geometry);
    bool placed = !geo_box_is_empty(box);
    row->cells[WEST].integer = placed ? box.min.lon : STORE_CELL_NULL;
    row->cells[SOUTH].integer = placed ? box.min.lat : STORE_CELL_NULL;
    row->cells[EAST].integer = placed ? box.max.lon : STORE_CELL_NULL;
    row->cells[NORTH].integer = placed ? box.max.lat : STORE_CELL_NULL;
}

enum base_status store_line_put(struct store *store, const struct store_change *change,
                                const struct store_line *line, enum store_outcome *outcome,
                                int64_t *identity, struct base_error *err)
{
    struct versioned_row row = {
        .geometry = &line->geometry,
        .source = line->source,
        .valid_from = line->version.valid_from,
        .valid_to = line->version.valid_to,
    };
    row.cells[CODE].text = line->code;
    row.cells[A].text = line->a;
    row.cells[B].text = line->b;
    row.cells[NAME].text = line->name;
    row.cells[STATUS].text = STATUSES[line->status];
    row.cells[AGREEMENT_NO].text = line->agreement_no;
    row.cells[AGREEMENT_DATE].date = line->agreement_date;
    row.cells[SUPPORT].text = line->support;
    row.cells[MARKERS].text = line->markers;
    row.cells[DESCRIPTION].text = line->description;
    set_box(&row);
    return versioned_put(store, &LINE_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_line *line = item;
    const int first = VERSIONED_FIRST;
    versioned_read_version(statement, &line->version);
    line->code = statement_text(statement, first + CODE, arena);
    line->a = statement_text(statement, first + A, arena);
    line->b = statement_text(statement, first + B, arena);
    line->name = statement_text(statement, first + NAME, arena);
    store_line_status_parse((const char *)sqlite3_column_text(statement, first + STATUS),
                            &line->status);
    line->agreement_no = statement_text(statement, first + AGREEMENT_NO, arena);
    line->agreement_date = statement_date(statement, first + AGREEMENT_DATE);
    line->support = statement_text(statement, first + SUPPORT, arena);
    line->markers = statement_text(statement, first + MARKERS, arena);
    line->description = statement_text(statement, first + DESCRIPTION, arena);
    line->resolution_m = NAN;
    return versioned_read_geometry(statement, &LINE_TABLE, arena, &line->geometry, err);
}

/* The rest of a select, each row with its edition's resolution. */
static enum base_status collect(struct store *store, sqlite3_stmt *statement,
                                struct base_arena *arena, struct store_line **out, size_t *count,
                                struct base_error *err)
{
    struct versioned_list list = {.arena = arena,
                                  .size = sizeof **out,
                                  .resolution_at = offsetof(struct store_line, resolution_m)};
    enum base_status status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}

enum base_status store_line_list(struct store *store, struct store_as_of as_of,
                                 struct base_arena *arena, struct store_line **out, size_t *count,
                                 struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        versioned_select(store, &LINE_TABLE, as_of, true, NULL, &statement, err);
    return status == BASE_OK ? collect(store, statement, arena, out, count, err) : status;
}

enum base_status store_line_find(struct store *store, const char *code, struct store_as_of as_of,
                                 struct base_arena *arena, struct store_line *out,
                                 struct base_error *err)
{
    sqlite3_stmt *statement;
    struct store_line *rows;
    size_t count = 0;
    enum base_status status =
        versioned_select(store, &LINE_TABLE, as_of, true, STORE_BY_CODE, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 3, code);
    status = collect(store, statement, arena, &rows, &count, err);
    if (status == BASE_OK && count == 0)
        return base_fail(err, BASE_NOT_FOUND, "there is no line %.100s on that day", code);
    if (status == BASE_OK)
        *out = rows[count - 1];
    return status;
}

enum base_status store_line_page(struct store *store, const struct store_line_filter *filter,
                                 struct store_as_of as_of, struct base_arena *arena,
                                 struct store_line **out, size_t *count, struct base_error *err)
{
    static const char SQL[] =
        "SELECT version, identity, valid_from, valid_to, recorded_from, recorded_to, "
        "source_edition, code, a, b, name, status, agreement_no, agreement_date, support, markers, "
        "description, west, south, east, north, geometry FROM line_version "
        "WHERE " VERSIONED_AS_OF
        " AND (?3 IS NULL OR status = ?3) AND (?4 IS NULL OR ?4 IN (a, b)) AND "
        "(?5 IS NULL OR ?5 IN (a, b)) AND (?6 = 0 OR source_edition IN "
        "(SELECT id FROM edition WHERE may_publish = 1 AND secrecy <> 'internal')) AND "
        "(?7 IS NULL OR (west <= ?9 AND east >= ?7 AND south <= ?10 AND north >= ?8)) AND "
        "(?11 = 0 OR code > (SELECT code FROM line_version WHERE identity = ?11 LIMIT 1)) "
        "ORDER BY code, valid_from, version LIMIT ?12";
    sqlite3_stmt *statement;
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, as_of.known);
    statement_bind_date(statement, 2, as_of.at);
    statement_bind_text(statement, 3, filter->status);
    statement_bind_text(statement, 4, filter->a);
    statement_bind_text(statement, 5, filter->b);
    statement_bind_int(statement, 6, filter->open_only);
    if (!geo_box_is_empty(filter->box)) {
        statement_bind_int(statement, 7, filter->box.min.lon);
        statement_bind_int(statement, 8, filter->box.min.lat);
        statement_bind_int(statement, 9, filter->box.max.lon);
        statement_bind_int(statement, 10, filter->box.max.lat);
    }
    statement_bind_int(statement, 11, filter->after);
    statement_bind_int(statement, 12, filter->limit ? (int64_t)filter->limit : -1);
    return collect(store, statement, arena, out, count, err);
}
