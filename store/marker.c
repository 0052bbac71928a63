/* store/marker.c - boundary markers. */
#include "store/marker.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "store/point.h"
#include "store/versioned.h"

enum {
    LINE,
    NUMBER,
    ORDINAL,
    MODE,
    KIND,
    MEASURED_ON,
    SIGMA_M,
    CONDITION,
    KEEPER,
    LON,
    LAT,
    COLUMNS
};

const struct versioned_table MARKER_TABLE = {
    .entity = STORE_MARKER,
    .name = "marker",
    .columns = {[LINE] = {"line", STORE_COLUMN_TEXT},
                [NUMBER] = {"number", STORE_COLUMN_TEXT},
                [ORDINAL] = {"ordinal", STORE_COLUMN_INT},
                [MODE] = {"mode", STORE_COLUMN_TEXT},
                [KIND] = {"kind", STORE_COLUMN_TEXT},
                [MEASURED_ON] = {"measured_on", STORE_COLUMN_DATE},
                [SIGMA_M] = {"sigma_m", STORE_COLUMN_NUMBER},
                [CONDITION] = {"condition", STORE_COLUMN_TEXT},
                [KEEPER] = {"keeper", STORE_COLUMN_TEXT},
                [LON] = {"lon", STORE_COLUMN_INT},
                [LAT] = {"lat", STORE_COLUMN_INT}},
    .column_count = COLUMNS,
    .key_count = 3,
    .has_geometry = true,
    .promote = 0,
    .kind = GEO_POINT,
};

static const char *const MODES[] = {
    [STORE_MARKER_UNKNOWN] = NULL,
    [STORE_MARKER_SINGLE] = "single",
    [STORE_MARKER_DOUBLE] = "double",
    [STORE_MARKER_TRIPLE] = "triple",
};

const char *store_marker_mode_name(enum store_marker_mode mode)
{
    return MODES[mode];
}

enum store_marker_mode store_marker_mode_parse(const char *text)
{
    for (int i = STORE_MARKER_SINGLE; text && i <= STORE_MARKER_TRIPLE; i++)
        if (strcmp(text, MODES[i]) == 0)
            return (enum store_marker_mode)i;
    return STORE_MARKER_UNKNOWN;
}

enum base_status store_marker_put(struct store *store, const struct store_change *change,
                                  const struct store_marker *m, enum store_outcome *outcome,
                                  int64_t *identity, struct base_error *err)
{
    struct store_point point;
    struct versioned_row row = {
        .geometry = store_point_geometry(&point, m->has_point, m->point),
        .source = m->source,
        .valid_from = m->version.valid_from,
        .valid_to = m->version.valid_to,
    };
    row.cells[LINE].text = m->line ? m->line : "";
    row.cells[NUMBER].text = m->number;
    row.cells[ORDINAL].integer = m->ordinal > 0 ? m->ordinal : 1;
    row.cells[MODE].text = MODES[m->mode];
    row.cells[KIND].text = m->kind;
    row.cells[MEASURED_ON].date = m->measured_on;
    row.cells[SIGMA_M].number = m->sigma_m;
    row.cells[CONDITION].text = m->condition;
    row.cells[KEEPER].text = m->keeper;
    row.cells[LON].integer = m->has_point ? m->point.lon : STORE_CELL_NULL;
    row.cells[LAT].integer = m->has_point ? m->point.lat : STORE_CELL_NULL;
    return versioned_put(store, &MARKER_TABLE, change, &row, 0, outcome, identity, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_marker *m = item;
    const int first = VERSIONED_FIRST;
    versioned_read_version(statement, &m->version);
    m->line = statement_text(statement, first + LINE, arena);
    if (m->line && !m->line[0])
        m->line = NULL;
    m->number = statement_text(statement, first + NUMBER, arena);
    m->ordinal = (int)statement_int(statement, first + ORDINAL);
    m->mode = store_marker_mode_parse((const char *)sqlite3_column_text(statement, first + MODE));
    m->kind = statement_text(statement, first + KIND, arena);
    m->measured_on = statement_date(statement, first + MEASURED_ON);
    m->sigma_m = statement_number(statement, first + SIGMA_M);
    m->condition = statement_text(statement, first + CONDITION, arena);
    m->keeper = statement_text(statement, first + KEEPER, arena);
    m->resolution_m = NAN;
    return store_point_read(statement, &MARKER_TABLE, arena, &m->has_point, &m->point, err);
}

/* The rest of a select, each row with its edition's resolution. */
static enum base_status collect(struct store *store, sqlite3_stmt *statement,
                                struct base_arena *arena, struct store_marker **out, size_t *count,
                                struct base_error *err)
{
    struct versioned_list list = {.arena = arena,
                                  .size = sizeof **out,
                                  .resolution_at = offsetof(struct store_marker, resolution_m)};
    enum base_status status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}

enum base_status store_marker_list(struct store *store, struct store_as_of as_of,
                                   struct base_arena *arena, struct store_marker **out,
                                   size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        versioned_select(store, &MARKER_TABLE, as_of, true, NULL, &statement, err);
    return status == BASE_OK ? collect(store, statement, arena, out, count, err) : status;
}

enum base_status store_marker_page(struct store *store, const struct store_marker_filter *filter,
                                   struct store_as_of as_of, struct base_arena *arena,
                                   struct store_marker **out, size_t *count, struct base_error *err)
{
    static const char SQL[] =
        "SELECT version, identity, valid_from, valid_to, recorded_from, recorded_to, "
        "source_edition, line, number, ordinal, mode, kind, measured_on, sigma_m, condition, "
        "keeper, lon, lat, geometry FROM marker_version WHERE " VERSIONED_AS_OF
        " AND (?3 IS NULL OR line = ?3) AND "
        "(?4 IS NULL OR (lon BETWEEN ?4 AND ?6 AND lat BETWEEN ?5 AND ?7)) AND "
        "(?8 = 0 OR (line, number, ordinal) > "
        "(SELECT line, number, ordinal FROM marker_version WHERE identity = ?8 LIMIT 1)) "
        "ORDER BY line, number, ordinal, valid_from, version LIMIT ?9";
    sqlite3_stmt *statement;
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, as_of.known);
    statement_bind_date(statement, 2, as_of.at);
    statement_bind_text(statement, 3, filter->line);
    if (!geo_box_is_empty(filter->box)) {
        statement_bind_int(statement, 4, filter->box.min.lon);
        statement_bind_int(statement, 5, filter->box.min.lat);
        statement_bind_int(statement, 6, filter->box.max.lon);
        statement_bind_int(statement, 7, filter->box.max.lat);
    }
    statement_bind_int(statement, 8, filter->after);
    statement_bind_int(statement, 9, filter->limit ? (int64_t)filter->limit : -1);
    return collect(store, statement, arena, out, count, err);
}
