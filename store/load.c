/* store/load.c - many rows in one transaction, without triggers. */
#include "store/load.h"

void load_rest_triggers(struct store *store, bool rest)
{
    store->loading = rest;
    store->loaded = store->reloaded = 0;
    store->loaded_findings = false;
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, !rest, (int *)NULL);
}

static enum base_status get(struct store *store, const struct versioned_table *table,
                            enum versioned_text which, sqlite3_stmt **out, struct base_error *err)
{
    const char *sql = versioned_text(store, table, which, NULL);
    return sql ? statement_get(store, sql, out, err)
               : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status load_inserted(struct store *store, const struct versioned_table *table,
                               int64_t version, const struct geo_geometry *geometry,
                               struct base_error *err)
{
    sqlite3_stmt *statement;
    store->loaded |= 1U << table->entity;
    if (!store->loading || !table->is_indexed || !geometry || geometry->part_count == 0)
        return BASE_OK;
    enum base_status status = get(store, table, TEXT_INDEX, &statement, err);
    if (status != BASE_OK)
        return status;
    struct geo_bbox box = geo_box_to_bbox(geo_geometry_box(geometry));
    statement_bind_int(statement, 1, version);
    statement_bind_number(statement, 2, box.west);
    statement_bind_number(statement, 3, box.east);
    statement_bind_number(statement, 4, box.south);
    statement_bind_number(statement, 5, box.north);
    return statement_run(store, statement, err);
}

enum base_status load_copied(struct store *store, const struct versioned_table *table, int64_t from,
                             int64_t version, struct base_error *err)
{
    sqlite3_stmt *statement;
    store->loaded |= 1U << table->entity;
    if (!store->loading || !table->is_indexed)
        return BASE_OK;
    enum base_status status = get(store, table, TEXT_INDEX_AGAIN, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, from);
    statement_bind_int(statement, 2, version);
    return statement_run(store, statement, err);
}

void load_updated(struct store *store, const struct versioned_table *table)
{
    store->reloaded |= 1U << table->entity;
}

static enum base_status set_clock(struct store *store, const struct versioned_table *table,
                                  struct base_error *err)
{
    sqlite3_stmt *statement;
    unsigned bit = 1U << table->entity;
    enum base_status status = get(store, table, TEXT_CLOCK, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, (store->loaded & bit) != 0);
    statement_bind_int(statement, 2, (store->reloaded & bit) != 0);
    return statement_run(store, statement, err);
}

static enum base_status set_clock_of_findings(struct store *store, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = statement_get(
        store,
        "UPDATE geometry_columns_time SET last_insert = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') "
        "WHERE f_table_name = 'run_finding' AND f_geometry_column = 'geometry'",
        &statement, err);
    return status == BASE_OK ? statement_run(store, statement, err) : status;
}

enum base_status load_finish(struct store *store, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT && status == BASE_OK; i++) {
        const struct versioned_table *table = VERSIONED_TABLES[i];
        bool changed = ((store->loaded | store->reloaded) & 1U << table->entity) != 0;
        if (changed && table->has_geometry)
            status = set_clock(store, table, err);
    }
    if (status == BASE_OK && store->loaded_findings)
        status = set_clock_of_findings(store, err);
    return status;
}
