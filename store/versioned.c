/* store/versioned.c - identities, versions, two times. */
#include "store/versioned.h"

#include <math.h>
#include <string.h>

#include "geo/wkb.h"
#include "store/load.h"

const struct versioned_table *const VERSIONED_TABLES[VERSIONED_TABLE_COUNT] = {
    &DIVISION_TABLE,     &CLAIM_TABLE,     &PLACE_TABLE,    &NAME_TABLE,       &FACILITY_TABLE,
    &POPULATION_TABLE,   &ROAD_TABLE,      &LINE_TABLE,     &LINE_CLAIM_TABLE, &MARKER_TABLE,
    &TRI_JUNCTION_TABLE, &EXEMPTION_TABLE, &CATEGORY_TABLE, &CODE_ALIAS_TABLE, &RELATION_TABLE,
    &STREET_PART_TABLE,  &ADDRESS_TABLE,   &SIGN_TABLE,     &HERITAGE_TABLE,   &APPROVAL_TABLE,
};

const struct versioned_table *versioned_table_of(enum store_entity entity)
{
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT; i++)
        if (VERSIONED_TABLES[i]->entity == entity)
            return VERSIONED_TABLES[i];
    return NULL;
}

static enum base_status get(struct store *store, const struct versioned_table *table,
                            enum versioned_text which, sqlite3_stmt **out, struct base_error *err)
{
    const char *sql = versioned_text(store, table, which, NULL);
    return sql ? statement_get(store, sql, out, err)
               : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static void bind_cell(sqlite3_stmt *statement, int place, enum store_column kind,
                      const union store_cell *cell)
{
    switch (kind) {
    case STORE_COLUMN_TEXT:
    case STORE_COLUMN_SUBJECT:
        statement_bind_text(statement, place, cell->text);
        break;
    case STORE_COLUMN_INT:
    case STORE_COLUMN_BOOL:
        if (cell->integer == STORE_CELL_NULL)
            sqlite3_bind_null(statement, place);
        else
            statement_bind_int(statement, place, cell->integer);
        break;
    case STORE_COLUMN_NUMBER:
        statement_bind_number(statement, place, cell->number);
        break;
    case STORE_COLUMN_DATE:
        statement_bind_date(statement, place, cell->date);
        break;
    }
}

static bool cell_equals(sqlite3_stmt *statement, int column, enum store_column kind,
                        const union store_cell *cell)
{
    bool is_null = sqlite3_column_type(statement, column) == SQLITE_NULL;
    const char *text;
    switch (kind) {
    case STORE_COLUMN_TEXT:
    case STORE_COLUMN_SUBJECT:
        text = (const char *)sqlite3_column_text(statement, column);
        return is_null ? !cell->text : cell->text && strcmp(text, cell->text) == 0;
    case STORE_COLUMN_INT:
    case STORE_COLUMN_BOOL:
        return is_null ? cell->integer == STORE_CELL_NULL
                       : cell->integer == statement_int(statement, column);
    case STORE_COLUMN_NUMBER:
        return is_null ? isnan(cell->number) : cell->number == statement_number(statement, column);
    case STORE_COLUMN_DATE:
        return statement_date(statement, column) == cell->date;
    }
    return false;
}

/* --- finding what is held ------------------------------------------------ */

enum base_status versioned_find_identity(struct store *store, const struct versioned_table *table,
                                         const union store_cell *keys, int64_t *identity,
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
    int64_t version;
    base_date_t valid_from, valid_to;
    bool has_key; /* the row's key cells */
};

/* The identity's held versions, oldest first; borrowed from store->held. */
struct held_list {
    const struct held *items;
    size_t count;
};

static bool keys_equal(sqlite3_stmt *statement, const struct versioned_table *table,
                       const struct versioned_row *row)
{
    for (size_t i = 0; i < table->key_count; i++)
        if (!cell_equals(statement, 3 + (int)i, table->columns[i].kind, &row->cells[i]))
            return false;
    return true;
}

static enum base_status list_held(struct store *store, const struct versioned_table *table,
                                  const struct versioned_row *row, int64_t identity,
                                  struct held_list *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool more = true;
    base_buffer_clear(&store->held);
    enum base_status status = get(store, table, TEXT_HELD, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, identity);
    while (true) {
        status = statement_step(store, statement, &more, err);
        if (status != BASE_OK || !more)
            break;
        struct held held = {statement_int(statement, 0), statement_date(statement, 1),
                            statement_date(statement, 2), keys_equal(statement, table, row)};
        base_buffer_append(&store->held, &held, sizeof held);
    }
    *out =
        (struct held_list){(const void *)store->held.data, store->held.size / sizeof(struct held)};
    return status == BASE_OK ? base_buffer_check(&store->held, err) : status;
}

/* Whether two stretches of days share one; NONE is open at either end. */
static bool share_a_day(base_date_t from, base_date_t to, const struct held *held)
{
    return (to == BASE_DATE_NONE || held->valid_from == BASE_DATE_NONE || held->valid_from < to) &&
           (held->valid_to == BASE_DATE_NONE || from == BASE_DATE_NONE || from < held->valid_to);
}

/* From when the row says it holds: --effective, else its own first day. */
static base_date_t start_of(const struct store_change *change, const struct versioned_row *row)
{
    return change->effective != BASE_DATE_NONE ? change->effective : row->valid_from;
}

/* The version that the row is about: the one valid on its first day; where no
 * day is said, the newest with the same key, else the newest. A row that gives
 * its own first day corrects a version that begins during its days. NULL: none. */
static const struct held *find_held(const struct held_list *list, const struct store_change *change,
                                    const struct versioned_row *row)
{
    const struct held *found = NULL;
    base_date_t start = start_of(change, row);
    for (size_t i = 0; i < list->count; i++) {
        const struct held *held = &list->items[i];
        if (start != BASE_DATE_NONE ? base_date_within(start, held->valid_from, held->valid_to)
                                    : held->has_key || !found || !found->has_key)
            found = held;
    }
    for (size_t i = 0; i < list->count && !found && change->effective == BASE_DATE_NONE; i++)
        if (share_a_day(start, row->valid_to, &list->items[i]))
            found = &list->items[i];
    return found;
}

/* --- comparing ----------------------------------------------------------- */

static void write_blob(const struct versioned_table *table, const struct versioned_row *row,
                       struct base_buffer *out)
{
    base_buffer_clear(out);
    if (row->geometry && row->geometry->part_count > 0)
        geo_blob_write(row->geometry, table->promote, out);
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
    status = statement_run(store, statement, err);
    return status ? status
                  : load_inserted(store, table, sqlite3_last_insert_rowid(store->db), row->geometry,
                                  err);
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
    load_updated(store, table);
    return statement_run(store, statement, err);
}

/* Runs a statement that copies the version, or finds nothing to copy. */
static enum base_status run_copy(struct store *store, const struct versioned_table *table,
                                 int64_t version, sqlite3_stmt *statement, struct base_error *err)
{
    enum base_status status = statement_run(store, statement, err);
    if (status != BASE_OK || sqlite3_changes(store->db) == 0)
        return status;
    return load_copied(store, table, version, sqlite3_last_insert_rowid(store->db), err);
}

static enum base_status copy_version(struct store *store, const struct versioned_table *table,
                                     int64_t version, int64_t edition, base_date_t from,
                                     base_date_t to, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = get(store, table, TEXT_COPY, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, version);
    statement_bind_int(statement, 2, edition);
    statement_bind_date(statement, 3, from);
    statement_bind_date(statement, 4, to);
    return run_copy(store, table, version, statement, err);
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

/* --- planning ------------------------------------------------------------ */

/* A first version, or one for days on which the identity had none: it ends
 * where the next one begins. */
static void plan_new(const struct held_list *list, const struct store_change *change,
                     const struct versioned_row *row, struct versioned_plan *plan)
{
    plan->outcome = list->count > 0 ? STORE_CHANGED : STORE_NEW;
    plan->from = start_of(change, row);
    plan->to = row->valid_to;
    for (size_t i = 0; i < list->count && plan->to == BASE_DATE_NONE; i++)
        if (list->items[i].valid_from > plan->from)
            plan->to = list->items[i].valid_from;
}

static void plan_over(const struct held *held, bool equal, const struct store_change *change,
                      const struct versioned_row *row, struct versioned_plan *plan)
{
    base_date_t start = start_of(change, row);
    bool is_change = change->effective != BASE_DATE_NONE;
    bool same_start = row->valid_from == BASE_DATE_NONE || row->valid_from == held->valid_from;
    bool same_end = row->valid_to == BASE_DATE_NONE || row->valid_to == held->valid_to;
    bool begins_later = start != BASE_DATE_NONE && start != held->valid_from;
    plan->to = row->valid_to != BASE_DATE_NONE ? row->valid_to : held->valid_to;
    if (equal && same_end && (same_start || is_change)) {
        plan->outcome = STORE_UNCHANGED;
        return;
    }
    plan->closes = held->version;
    plan->closes_from = held->valid_from;
    plan->keeps_start =
        begins_later && !equal && base_date_within(start, held->valid_from, held->valid_to);
    plan->outcome = plan->keeps_start ? STORE_CHANGED : STORE_CORRECTED;
    plan->from = begins_later && (plan->keeps_start || !is_change) ? start : held->valid_from;
}

static enum base_status check_days(const struct held_list *list, const struct versioned_plan *plan,
                                   struct base_error *err)
{
    char from[BASE_DATE_SIZE], to[BASE_DATE_SIZE];
    base_date_print(plan->from, from);
    base_date_print(plan->to, to);
    if (plan->from != BASE_DATE_NONE && plan->to != BASE_DATE_NONE && plan->from >= plan->to)
        return base_fail(err, BASE_INVALID,
                         "it would be valid from %s to %s; the end must be after the beginning",
                         from, to);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].version != plan->closes &&
            share_a_day(plan->from, plan->to, &list->items[i]))
            return base_fail(err, BASE_CONFLICT,
                             "its days from %s to %s are in part those of another version, valid "
                             "from %s; correct the dates",
                             from[0] ? from : "-", to[0] ? to : "-",
                             base_date_print(list->items[i].valid_from, from)[0] ? from : "-");
    return BASE_OK;
}

static enum base_status check_kind(const struct versioned_table *table,
                                   const struct versioned_row *row, struct base_error *err)
{
    const struct geo_geometry *g = row->geometry;
    if (!table->has_geometry || !table->kind || !g || g->part_count == 0)
        return BASE_OK;
    bool fits = g->kind == table->kind || (table->promote && g->kind == table->kind + GEO_POLYGON);
    return fits ? BASE_OK
                : base_fail(err, BASE_INVALID, "a %s cannot have geometry of type %d", table->name,
                            (int)g->kind);
}

enum base_status versioned_plan(struct store *store, const struct versioned_table *table,
                                const struct store_change *change, const struct versioned_row *row,
                                int64_t identity, struct versioned_plan *out,
                                struct base_error *err)
{
    struct versioned_plan plan = {.identity = identity == VERSIONED_NEW ? 0 : identity};
    struct held_list list = {0};
    bool equal = false;
    enum base_status status = check_kind(table, row, err);
    write_blob(table, row, &store->wkb);
    if (status == BASE_OK)
        status = base_buffer_check(&store->wkb, err);
    if (status == BASE_OK && identity == 0)
        status = versioned_find_identity(store, table, row->cells, &plan.identity, err);
    if (status == BASE_OK && plan.identity != 0)
        status = list_held(store, table, row, plan.identity, &list, err);
    const struct held *held = status == BASE_OK ? find_held(&list, change, row) : NULL;
    if (held)
        status = is_equal(store, table, row, held->version, &equal, err);
    if (status != BASE_OK)
        return status;
    if (held)
        plan_over(held, equal, change, row, &plan);
    else
        plan_new(&list, change, row, &plan);
    if (plan.outcome != STORE_UNCHANGED)
        status = check_days(&list, &plan, err);
    if (status == BASE_OK)
        *out = plan;
    return status;
}

enum base_status versioned_apply(struct store *store, const struct versioned_table *table,
                                 const struct store_change *change, const struct versioned_row *row,
                                 const struct versioned_plan *plan, int64_t *identity,
                                 struct base_error *err)
{
    enum base_status status = BASE_OK;
    int64_t owner = plan->identity;
    if (plan->outcome == STORE_UNCHANGED) {
        *identity = owner;
        return BASE_OK;
    }
    if (owner == 0)
        status = new_identity(store, table, &owner, err);
    if (status == BASE_OK && plan->closes)
        status = close_version(store, table, plan->closes, change->edition, err);
    /* The old version is superseded by itself with an end. */
    if (status == BASE_OK && plan->keeps_start)
        status = copy_version(store, table, plan->closes, change->edition, plan->closes_from,
                              plan->from, err);
    if (status == BASE_OK)
        status = insert(store, table, row, change->edition, owner, plan->from, plan->to, err);
    if (status == BASE_OK)
        *identity = owner;
    return status;
}

enum base_status versioned_put(struct store *store, const struct versioned_table *table,
                               const struct store_change *change, const struct versioned_row *row,
                               int64_t identity, enum store_outcome *outcome, int64_t *identity_out,
                               struct base_error *err)
{
    struct versioned_plan plan;
    enum base_status status = versioned_plan(store, table, change, row, identity, &plan, err);
    if (status == BASE_OK)
        status = versioned_apply(store, table, change, row, &plan, identity_out, err);
    if (status == BASE_OK)
        *outcome = plan.outcome;
    return status;
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
    return run_copy(store, table, version, statement, err);
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
        .source_edition = statement_int(statement, 6),
    };
}

enum base_status versioned_read_geometry(sqlite3_stmt *statement,
                                         const struct versioned_table *table,
                                         struct base_arena *arena, struct geo_geometry *out,
                                         struct base_error *err)
{
    int column = VERSIONED_FIRST + (int)table->column_count;
    const void *bytes = sqlite3_column_blob(statement, column);
    size_t size = (size_t)sqlite3_column_bytes(statement, column);
    *out = (struct geo_geometry){0};
    if (!bytes)
        return BASE_OK;
    return geo_spatialite_parse(bytes, size, arena, out, err);
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

static enum base_status collect_rows(struct store *store, sqlite3_stmt *statement,
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

/* One look-up an edition in a row. */
static enum base_status fill_resolutions(struct store *store, struct versioned_list *list,
                                         struct base_error *err)
{
    int64_t last = 0;
    double resolution_m = NAN;
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < list->count && status == BASE_OK; i++) {
        char *row = (char *)list->items + i * list->size;
        const struct store_version *version = (const void *)row;
        if (version->source_edition != last)
            status = store_edition_resolution(store, version->source_edition, &resolution_m, err);
        last = version->source_edition;
        memcpy(row + list->resolution_at, &resolution_m, sizeof resolution_m);
    }
    return status;
}

enum base_status versioned_collect_rest(struct store *store, sqlite3_stmt *statement,
                                        versioned_reader read, struct versioned_list *list,
                                        struct base_error *err)
{
    enum base_status status = collect_rows(store, statement, read, list, err);
    return status == BASE_OK && list->resolution_at ? fill_resolutions(store, list, err) : status;
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

/* --- the source's digits -------------------------------------------------- */

static const struct versioned_table *table_of(const char *entity)
{
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT; i++)
        if (VERSIONED_TABLES[i]->has_geometry && strcmp(VERSIONED_TABLES[i]->name, entity) == 0)
            return VERSIONED_TABLES[i];
    return NULL;
}

/* The source's own WKB, else the row's geometry where that says the same. */
static enum base_status read_source(struct store *store, sqlite3_stmt *statement,
                                    struct base_arena *arena, struct store_source *out,
                                    struct base_error *err)
{
    const void *blob = sqlite3_column_blob(statement, 1);
    const void *wkb = sqlite3_column_blob(statement, 0);
    size_t size = (size_t)sqlite3_column_bytes(statement, 0);
    if (blob) {
        struct geo_geometry geometry;
        size_t blob_size = (size_t)sqlite3_column_bytes(statement, 1);
        enum base_status status = geo_spatialite_parse(blob, blob_size, arena, &geometry, err);
        base_buffer_clear(&store->wkb);
        if (status == BASE_OK)
            geo_wkb_write(&geometry, 0, &store->wkb);
        status = status == BASE_OK ? base_buffer_check(&store->wkb, err) : status;
        if (status != BASE_OK)
            return status;
        wkb = store->wkb.data;
        size = store->wkb.size;
    }
    out->size = size;
    out->wkb = size ? base_arena_copy(arena, wkb, size) : NULL;
    out->crs = statement_text(statement, 2, arena);
    return size && !out->wkb ? base_fail(err, BASE_NO_MEMORY, "out of memory") : BASE_OK;
}

enum base_status store_version_source(struct store *store, const char *entity, int64_t version,
                                      struct base_arena *arena, struct store_source *out,
                                      struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    const struct versioned_table *table = table_of(entity);
    enum base_status status =
        table ? get(store, table, TEXT_SOURCE, &statement, err)
              : base_fail(err, BASE_FAILED, "%s has no geometry of its source", entity);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, version);
    status = statement_step(store, statement, &row, err);
    if (status != BASE_OK)
        return status;
    if (!row)
        return base_fail(err, BASE_NOT_FOUND, "the record has no version %lld", (long long)version);
    status = read_source(store, statement, arena, out, err);
    sqlite3_reset(statement);
    return status;
}
