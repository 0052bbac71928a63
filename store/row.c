/* store/row.c - rows of any entity as cells. */
#include "store/row.h"

#include <stdlib.h>
#include <string.h>

#include "store/subject.h"
#include "store/versioned.h"

static const char *const NAMES[STORE_ENTITIES] = {
    "edition",    "division", "claim",       "place",   "name",         "facility",  "population",
    "road",       "line",     "line_claim",  "marker",  "tri_junction", "exemption", "category",
    "code_alias", "relation", "street_part", "address", "sign",         "heritage",  "approval",
};

const char *store_entity_name(enum store_entity entity)
{
    return NAMES[entity];
}

const struct store_field *store_row_fields(enum store_entity entity, size_t *count)
{
    const struct versioned_table *table = versioned_table_of(entity);
    *count = table ? table->column_count : 0;
    return table ? table->columns : NULL;
}

int store_row_field(enum store_entity entity, const char *name)
{
    size_t count;
    const struct store_field *fields = store_row_fields(entity, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, name) == 0)
            return (int)i;
    return -1;
}

bool store_row_has_geometry(enum store_entity entity)
{
    const struct versioned_table *table = versioned_table_of(entity);
    return table && table->has_geometry;
}

/* --- writing --------------------------------------------------------------- */

/* A subject as files name it becomes the form that is kept; text has room for it. */
static enum base_status resolve(struct store *store, union store_cell *cell,
                                char text[STORE_SUBJECT_SIZE], struct base_error *err)
{
    struct store_subject subject;
    if (!cell->text)
        return BASE_OK;
    enum base_status status = store_subject_find(store, cell->text, &subject, err);
    if (status == BASE_OK)
        cell->text = store_subject_print(subject, text);
    return status;
}

/* lon and lat, where an entity has them, are those of its point. */
static void fill_place(const struct versioned_table *table, const struct geo_geometry *geometry,
                       union store_cell *cells)
{
    for (size_t i = 0; i < table->column_count; i++) {
        bool lon = strcmp(table->columns[i].name, "lon") == 0;
        if (!lon && strcmp(table->columns[i].name, "lat") != 0)
            continue;
        cells[i].integer = geometry->part_count == 0 ? STORE_CELL_NULL
                           : lon                     ? geometry->points[0].lon
                                                     : geometry->points[0].lat;
    }
}

enum base_status store_row_put(struct store *store, enum store_entity entity,
                               const struct store_change *change, const struct store_row *row,
                               enum store_outcome *outcome, int64_t *identity,
                               struct base_error *err)
{
    const struct versioned_table *table = versioned_table_of(entity);
    char subjects[STORE_ROW_COLUMNS][STORE_SUBJECT_SIZE];
    enum base_status status = BASE_OK;
    struct versioned_row wanted = {
        .geometry = &row->geometry,
        .source = row->source,
        .valid_from = row->version.valid_from,
        .valid_to = row->version.valid_to,
    };
    memcpy(wanted.cells, row->cells, sizeof wanted.cells);
    for (size_t i = 0; i < table->column_count && status == BASE_OK; i++)
        if (table->columns[i].kind == STORE_COLUMN_SUBJECT)
            status = resolve(store, &wanted.cells[i], subjects[i], err);
    if (status != BASE_OK)
        return status;
    if (table->has_geometry)
        fill_place(table, &row->geometry, wanted.cells);
    return versioned_put(store, table, change, &wanted, 0, outcome, identity, err);
}

/* --- reading --------------------------------------------------------------- */

static void read_cell(sqlite3_stmt *statement, int column, enum store_column kind,
                      struct base_arena *arena, union store_cell *out)
{
    switch (kind) {
    case STORE_COLUMN_TEXT:
    case STORE_COLUMN_SUBJECT:
        out->text = statement_text(statement, column, arena);
        break;
    case STORE_COLUMN_INT:
    case STORE_COLUMN_BOOL:
        out->integer = sqlite3_column_type(statement, column) == SQLITE_NULL
                           ? STORE_CELL_NULL
                           : statement_int(statement, column);
        break;
    case STORE_COLUMN_NUMBER:
        out->number = statement_number(statement, column);
        break;
    case STORE_COLUMN_DATE:
        out->date = statement_date(statement, column);
        break;
    }
}

static enum base_status read_row(sqlite3_stmt *statement, const struct versioned_table *table,
                                 struct base_arena *arena, struct store_row *out,
                                 struct base_error *err)
{
    versioned_read_version(statement, &out->version);
    for (size_t i = 0; i < table->column_count; i++)
        read_cell(statement, VERSIONED_FIRST + (int)i, table->columns[i].kind, arena,
                  &out->cells[i]);
    return versioned_read_geometry(statement, table, arena, &out->geometry, err);
}

static enum base_status collect(struct store *store, const struct versioned_table *table,
                                sqlite3_stmt *statement, struct base_arena *arena,
                                struct store_row **out, size_t *count, struct base_error *err)
{
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    bool row = true;
    while (true) {
        enum base_status status = statement_step(store, statement, &row, err);
        if (status != BASE_OK)
            return status;
        if (!row)
            break;
        struct store_row *item = versioned_list_add(&list);
        status = item ? read_row(statement, table, arena, item, err)
                      : base_fail(err, BASE_NO_MEMORY, "out of memory");
        if (status != BASE_OK) {
            sqlite3_reset(statement);
            return status;
        }
    }
    *out = list.items;
    *count = list.count;
    return BASE_OK;
}

enum base_status store_row_list(struct store *store, enum store_entity entity,
                                struct store_as_of as_of, struct base_arena *arena,
                                struct store_row **out, size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    const struct versioned_table *table = versioned_table_of(entity);
    enum base_status status = versioned_select(store, table, as_of, true, NULL, &statement, err);
    return status == BASE_OK ? collect(store, table, statement, arena, out, count, err) : status;
}

/* Keys may differ between an identity's versions, so that the order is made here. */
static void sort_by_days(struct store_row *rows, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct store_row row = rows[i];
        size_t at = i;
        for (; at > 0 && rows[at - 1].version.valid_from > row.version.valid_from; at--)
            rows[at] = rows[at - 1];
        rows[at] = row;
    }
}

enum base_status store_row_versions(struct store *store, enum store_entity entity, int64_t identity,
                                    int64_t known, struct base_arena *arena, struct store_row **out,
                                    size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    const struct versioned_table *table = versioned_table_of(entity);
    struct store_as_of as_of = {.at = BASE_DATE_NONE, .known = known};
    enum base_status status =
        versioned_select(store, table, as_of, true, STORE_BY_IDENTITY, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 3, identity);
    status = collect(store, table, statement, arena, out, count, err);
    if (status == BASE_OK)
        sort_by_days(*out, *count);
    return status;
}

static void bind_filter(sqlite3_stmt *statement, const struct store_row_filter *filter,
                        struct store_as_of as_of)
{
    int place = VERSIONED_PAGE_BOX;
    statement_bind_int(statement, 1, as_of.known);
    statement_bind_date(statement, 2, as_of.at);
    statement_bind_int(statement, VERSIONED_PAGE_AFTER, filter->after);
    statement_bind_int(statement, VERSIONED_PAGE_LIMIT,
                       filter->limit ? (int64_t)filter->limit : -1);
    if (!geo_box_is_empty(filter->box)) {
        statement_bind_int(statement, place++, filter->box.min.lon);
        statement_bind_int(statement, place++, filter->box.min.lat);
        statement_bind_int(statement, place++, filter->box.max.lon);
        statement_bind_int(statement, place++, filter->box.max.lat);
    }
    place = VERSIONED_PAGE_EQUAL;
    for (size_t i = 0; i < filter->equal_count; i++)
        statement_bind_text(statement, place++, filter->equal[i].text);
}

enum base_status store_row_page(struct store *store, enum store_entity entity,
                                const struct store_row_filter *filter, struct store_as_of as_of,
                                struct base_arena *arena, struct store_row **out, size_t *count,
                                struct base_error *err)
{
    sqlite3_stmt *statement = NULL;
    const struct versioned_table *table = versioned_table_of(entity);
    char *sql = versioned_page_text(table, filter);
    if (!sql)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = statement_once(store, sql, &statement, err);
    if (status == BASE_OK) {
        bind_filter(statement, filter, as_of);
        status = collect(store, table, statement, arena, out, count, err);
    }
    sqlite3_finalize(statement);
    free(sql);
    return status;
}
