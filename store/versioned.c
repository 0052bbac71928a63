/* store/versioned.c - identities, versions, two times. */
#include "store/versioned.h"

#include <math.h>
#include <string.h>

#include "geo/wkb.h"

const struct versioned_table *const VERSIONED_TABLES[VERSIONED_TABLE_COUNT] = {
    &DIVISION_TABLE, &CLAIM_TABLE,      &PLACE_TABLE, &NAME_TABLE,
    &FACILITY_TABLE, &POPULATION_TABLE, &ROAD_TABLE,
};

static enum base_status get(struct store *store, const struct versioned_table *table,
                            enum versioned_text which, sqlite3_stmt **out, struct base_error *err)
{
    const char *sql = versioned_text(store, table, which, NULL);
    return sql ? statement_get(store, sql, out, err)
               : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static void bind_cell(sqlite3_stmt *statement, int place, enum column_kind kind,
                      const struct cell *cell)
{
    switch (kind) {
    case COLUMN_TEXT:
        statement_bind_text(statement, place, cell->text);
        break;
    case COLUMN_INT:
        if (cell->integer == CELL_NULL)
            sqlite3_bind_null(statement, place);
        else
            statement_bind_int(statement, place, cell->integer);
        break;
    case COLUMN_NUMBER:
        statement_bind_number(statement, place, cell->number);
        break;
    case COLUMN_DATE:
        statement_bind_date(statement, place, cell->date);
        break;
    }
}

static bool cell_equals(sqlite3_stmt *statement, int column, enum column_kind kind,
                        const struct cell *cell)
{
    bool is_null = sqlite3_column_type(statement, column) == SQLITE_NULL;
    const char *text;
    switch (kind) {
    case COLUMN_TEXT:
        text = (const char *)sqlite3_column_text(statement, column);
        return is_null ? !cell->text : cell->text && strcmp(text, cell->text) == 0;
    case COLUMN_INT:
        return is_null ? cell->integer == CELL_NULL
                       : cell->integer == statement_int(statement, column);
    case COLUMN_NUMBER:
        return is_null ? isnan(cell->number) : cell->number == statement_number(statement, column);
    case COLUMN_DATE:
        return statement_date(statement, column) == cell->date;
    }
    return false;
}

/* --- finding what is held ------------------------------------------------ */

enum base_status versioned_find_identity(struct store *store, const struct versioned_table *table,
                                         const struct cell *keys, int64_t *identity,
                                         struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    *identity = 0;
    enum base_status status = get(store, table, TEXT_FIND_IDENTITY, &statement, err);
    if (status != BASE_OK)
        return status;
    for (size_t i = 0; i < table->key_count; i++)
        bind_cell(statement, (int)i + 1, table->columns[i].kind, &keys[i]);
    status = statement_step(store, statement, &row, err);
    if (status == BASE_OK && row) {
        *identity = statement_int(statement, 0);
        sqlite3_reset(statement);
    }
    return status;
}

/* A version of the identity that is held now. */
struct held {
    int64_t version; /* 0: none */
    base_date_t valid_from, valid_to;
};

static bool keys_equal(sqlite3_stmt *statement, const struct versioned_table *table,
                       const struct versioned_row *row)
{
    for (size_t i = 0; i < table->key_count; i++)
        if (!cell_equals(statement, 3 + (int)i, table->columns[i].kind, &row->cells[i]))
            return false;
    return true;
}

/* From when the row says it holds: --effective, else its own first day. */
static base_date_t start_of(const struct store_change *change, const struct versioned_row *row)
{
    return change->effective != BASE_DATE_NONE ? change->effective : row->valid_from;
}

/* The version that the row is about: the one valid on its first day; where no
 * day is said, the newest with the same key, else the newest. */
static enum base_status find_held(struct store *store, const struct versioned_table *table,
                                  const struct store_change *change,
                                  const struct versioned_row *row, int64_t identity,
                                  struct held *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool more = true, out_has_key = false;
    base_date_t start = start_of(change, row);
    *out = (struct held){0};
    enum base_status status = get(store, table, TEXT_HELD, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, identity);
    while (true) {
        status = statement_step(store, statement, &more, err);
        if (status != BASE_OK || !more)
            return status;
        struct held held = {statement_int(statement, 0), statement_date(statement, 1),
                            statement_date(statement, 2)};
        bool has_key = keys_equal(statement, table, row);
        bool fits = start != BASE_DATE_NONE
                        ? base_date_within(start, held.valid_from, held.valid_to)
                        : has_key || !out_has_key;
        if (fits)
            *out = held;
        out_has_key = out_has_key || (fits && has_key);
    }
}

/* --- comparing ----------------------------------------------------------- */

static void write_wkb(const struct versioned_table *table, const struct versioned_row *row,
                      struct base_buffer *out)
{
    base_buffer_clear(out);
    if (row->geometry && row->geometry->part_count > 0)
        geo_wkb_write(row->geometry, table->promote, out);
}

/* store->wkb holds the row's geometry. */
static enum base_status is_equal(struct store *store, const struct versioned_table *table,
                                 const struct versioned_row *row, int64_t version, bool *equal,
                                 struct base_error *err)
{
    sqlite3_stmt *statement;
    bool found;
    enum base_status status = get(store, table, TEXT_COMPARE, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, version);
    status = statement_step(store, statement, &found, err);
    if (status != BASE_OK)
        return status;
    size_t size = (size_t)sqlite3_column_bytes(statement, 0);
    *equal = !table->has_geometry ||
             (size == store->wkb.size &&
              (size == 0 || memcmp(sqlite3_column_blob(statement, 0), store->wkb.data, size) == 0));
    for (size_t i = 0; i < table->column_count && *equal; i++)
        *equal = cell_equals(statement, 1 + (int)i, table->columns[i].kind, &row->cells[i]);
    sqlite3_reset(statement);
    return BASE_OK;
}

/* --- writing ------------------------------------------------------------- */

static enum base_status insert(struct store *store, const struct versioned_table *table,
                               const struct versioned_row *row, int64_t edition, int64_t identity,
                               base_date_t from, base_date_t to, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = get(store, table, TEXT_INSERT, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, identity);
    if (table->has_geometry) {
        statement_bind_blob(statement, 2, row->source.wkb, row->source.size);
        statement_bind_text(statement, 3, row->source.crs);
        statement_bind_blob(statement, 7 + (int)table->column_count,
                            store->wkb.size ? store->wkb.data : NULL, store->wkb.size);
    }
    statement_bind_date(statement, 4, from);
    statement_bind_date(statement, 5, to);
    statement_bind_int(statement, 6, edition);
    for (size_t i = 0; i < table->column_count; i++)
        bind_cell(statement, 7 + (int)i, table->columns[i].kind, &row->cells[i]);
    store_touch(store, table->entity);
    return statement_run(store, statement, err);
}

static enum base_status close_version(struct store *store, const struct versioned_table *table,
                                      int64_t version, int64_t edition, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = get(store, table, TEXT_CLOSE, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, version);
    statement_bind_int(statement, 2, edition);
    store_touch(store, table->entity);
    return statement_run(store, statement, err);
}

static enum base_status copy_version(struct store *store, const struct versioned_table *table,
                                     const struct held *held, int64_t edition, base_date_t to,
                                     struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = get(store, table, TEXT_COPY, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, held->version);
    statement_bind_int(statement, 2, edition);
    statement_bind_date(statement, 3, held->valid_from);
    statement_bind_date(statement, 4, to);
    return statement_run(store, statement, err);
}

static enum base_status new_identity(struct store *store, const struct versioned_table *table,
                                     int64_t *identity, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = get(store, table, TEXT_NEW_IDENTITY, &statement, err);
    if (status == BASE_OK)
        status = statement_run(store, statement, err);
    if (status == BASE_OK)
        *identity = sqlite3_last_insert_rowid(store->db);
    return status;
}

/* The old version is superseded by itself with an end, and the new one begins. */
static enum base_status change_at(struct store *store, const struct versioned_table *table,
                                  const struct store_change *change,
                                  const struct versioned_row *row, int64_t identity,
                                  const struct held *held, base_date_t start,
                                  struct base_error *err)
{
    base_date_t to = row->valid_to != BASE_DATE_NONE ? row->valid_to : held->valid_to;
    enum base_status status = close_version(store, table, held->version, change->edition, err);
    if (status == BASE_OK)
        status = copy_version(store, table, held, change->edition, start, err);
    if (status == BASE_OK)
        status = insert(store, table, row, change->edition, identity, start, to, err);
    return status;
}

static enum base_status correct(struct store *store, const struct versioned_table *table,
                                const struct store_change *change, const struct versioned_row *row,
                                int64_t identity, const struct held *held, struct base_error *err)
{
    base_date_t from = row->valid_from != BASE_DATE_NONE ? row->valid_from : held->valid_from;
    base_date_t to = row->valid_to != BASE_DATE_NONE ? row->valid_to : held->valid_to;
    enum base_status status = close_version(store, table, held->version, change->edition, err);
    if (status == BASE_OK)
        status = insert(store, table, row, change->edition, identity, from, to, err);
    return status;
}

static enum base_status supersede(struct store *store, const struct versioned_table *table,
                                  const struct store_change *change,
                                  const struct versioned_row *row, int64_t identity,
                                  const struct held *held, enum store_outcome *outcome,
                                  struct base_error *err)
{
    bool equal = false;
    base_date_t start = start_of(change, row);
    enum base_status status = is_equal(store, table, row, held->version, &equal, err);
    if (status != BASE_OK)
        return status;
    bool same_days = (row->valid_from == BASE_DATE_NONE || row->valid_from == held->valid_from) &&
                     (row->valid_to == BASE_DATE_NONE || row->valid_to == held->valid_to);
    if (equal && (same_days || change->effective != BASE_DATE_NONE)) {
        *outcome = STORE_UNCHANGED;
        return BASE_OK;
    }
    bool begins_later = start != BASE_DATE_NONE && start != held->valid_from;
    if (begins_later && !equal) {
        *outcome = STORE_CHANGED;
        return change_at(store, table, change, row, identity, held, start, err);
    }
    *outcome = STORE_CORRECTED;
    return correct(store, table, change, row, identity, held, err);
}

enum base_status versioned_put(struct store *store, const struct versioned_table *table,
                               const struct store_change *change, const struct versioned_row *row,
                               int64_t identity, enum store_outcome *outcome, int64_t *identity_out,
                               struct base_error *err)
{
    struct held held = {0};
    enum base_status status = BASE_OK;
    write_wkb(table, row, &store->wkb);
    if (store->wkb.failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (identity == 0)
        status = versioned_find_identity(store, table, row->cells, &identity, err);
    if (status == BASE_OK && identity != 0)
        status = find_held(store, table, change, row, identity, &held, err);
    if (status == BASE_OK && identity == 0)
        status = new_identity(store, table, &identity, err);
    if (status != BASE_OK)
        return status;
    *identity_out = identity;
    if (held.version != 0)
        return supersede(store, table, change, row, identity, &held, outcome, err);
    *outcome = STORE_NEW;
    return insert(store, table, row, change->edition, identity, start_of(change, row),
                  row->valid_to, err);
}

enum base_status versioned_end(struct store *store, const struct versioned_table *table,
                               const struct store_change *change, int64_t version,
                               struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = close_version(store, table, version, change->edition, err);
    if (status != BASE_OK || change->effective == BASE_DATE_NONE)
        return status;
    const char *sql = versioned_text(store, table, TEXT_COPY_UNTIL, NULL);
    status = sql ? statement_get(store, sql, &statement, err)
                 : base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, version);
    statement_bind_int(statement, 2, change->edition);
    statement_bind_date(statement, 3, change->effective);
    return statement_run(store, statement, err);
}

/* --- reading ------------------------------------------------------------- */

enum base_status versioned_select(struct store *store, const struct versioned_table *table,
                                  struct store_as_of as_of, bool with_geometry, const char *where,
                                  sqlite3_stmt **out, struct base_error *err)
{
    enum versioned_text which = with_geometry || where ? TEXT_SELECT_GEOMETRY : TEXT_SELECT;
    const char *sql = versioned_text(store, table, which, where);
    enum base_status status =
        sql ? statement_get(store, sql, out, err) : base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status != BASE_OK)
        return status;
    statement_bind_int(*out, 1, as_of.known);
    statement_bind_date(*out, 2, as_of.at);
    return BASE_OK;
}

void versioned_read_version(sqlite3_stmt *statement, struct store_version *out)
{
    *out = (struct store_version){
        .version = statement_int(statement, 0),
        .identity = statement_int(statement, 1),
        .valid_from = statement_date(statement, 2),
        .valid_to = statement_date(statement, 3),
        .recorded_from = statement_int(statement, 4),
        .recorded_to = statement_int(statement, 5),
    };
}

enum base_status versioned_read_geometry(sqlite3_stmt *statement,
                                         const struct versioned_table *table,
                                         struct base_arena *arena, struct geo_geometry *out,
                                         struct base_error *err)
{
    int column = VERSIONED_FIRST + (int)table->column_count;
    const void *wkb = sqlite3_column_blob(statement, column);
    *out = (struct geo_geometry){0};
    if (!wkb)
        return BASE_OK;
    return geo_wkb_parse(wkb, (size_t)sqlite3_column_bytes(statement, column), arena, out, err);
}

void *versioned_list_add(struct versioned_list *list)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 64;
        char *items = base_arena_alloc(list->arena, capacity * list->size);
        if (!items)
            return NULL;
        if (list->count > 0)
            memcpy(items, list->items, list->count * list->size);
        list->items = items;
        list->capacity = capacity;
    }
    void *item = (char *)list->items + list->count++ * list->size;
    memset(item, 0, list->size);
    return item;
}

enum base_status versioned_collect_rest(struct store *store, sqlite3_stmt *statement,
                                        versioned_reader read, struct versioned_list *list,
                                        struct base_error *err)
{
    bool row = true;
    while (true) {
        enum base_status status = statement_step(store, statement, &row, err);
        if (status != BASE_OK || !row)
            return status;
        void *item = versioned_list_add(list);
        status = item ? read(statement, list->arena, item, err)
                      : base_fail(err, BASE_NO_MEMORY, "out of memory");
        if (status != BASE_OK) {
            sqlite3_reset(statement);
            return status;
        }
    }
}

enum base_status versioned_collect(struct store *store, const struct versioned_table *table,
                                   struct store_as_of as_of, bool with_geometry,
                                   versioned_reader read, struct versioned_list *list,
                                   struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        versioned_select(store, table, as_of, with_geometry, NULL, &statement, err);
    return status == BASE_OK ? versioned_collect_rest(store, statement, read, list, err) : status;
}
