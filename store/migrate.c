/* store/migrate.c - bringing a file to the form this program writes. */
#include <stdio.h>
#include <string.h>

#include "store/connection.h"
#include "store/statement.h"

extern const unsigned char store_migration_0001[];

/* Tables that only Yutu writes, and the geometry each has. */
static const struct {
    const char *table, *geometry; /* geometry NULL: none */
    const char *view;             /* of the rows valid today; NULL: none */
    bool indexed;
} TABLES[] = {
    {"setting", NULL, NULL, false},
    {"state", NULL, NULL, false},
    {"edition", NULL, NULL, false},
    {"audit", NULL, NULL, false},
    {"division", NULL, NULL, false},
    {"claim", NULL, NULL, false},
    {"place", NULL, NULL, false},
    {"name", NULL, NULL, false},
    {"facility", NULL, NULL, false},
    {"population", NULL, NULL, false},
    {"road", NULL, NULL, false},
    {"division_version", "MULTIPOLYGON", "division_today", true},
    {"claim_version", "MULTIPOLYGON", "claim_today", false},
    {"place_version", "GEOMETRY", "place_today", false},
    {"name_version", NULL, NULL, false},
    {"facility_version", "POINT", "facility_today", false},
    {"population_version", "POINT", "population_today", false},
    {"road_version", "MULTILINESTRING", "road_today", false},
    {"run", NULL, NULL, false},
    {"finding", "GEOMETRY", "finding_latest", false},
    {"run_finding", NULL, NULL, false},
    {"api_key", NULL, NULL, false},
};
#define TABLE_COUNT (sizeof TABLES / sizeof TABLES[0])

static const char TODAY[] =
    "date('now', (SELECT value FROM setting WHERE name = 'zone_minutes') || ' minutes')";

int store_migration_newest(void)
{
    return 1;
}

int store_migration_of(struct store *store)
{
    sqlite3_stmt *statement;
    int version = 0;
    /* 'YUTU' in the header says whose file it is. */
    if (sqlite3_prepare_v2(store->db, "PRAGMA application_id", -1, &statement, NULL) != SQLITE_OK)
        return 0;
    bool ours =
        sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int(statement, 0) == 0x59555455;
    sqlite3_finalize(statement);
    if (!ours ||
        sqlite3_prepare_v2(store->db, "PRAGMA user_version", -1, &statement, NULL) != SQLITE_OK)
        return 0;
    if (sqlite3_step(statement) == SQLITE_ROW)
        version = sqlite3_column_int(statement, 0);
    sqlite3_finalize(statement);
    return version;
}

static enum base_status run_format(struct store *store, struct base_error *err, const char *format,
                                   ...) BASE_PRINTF(3, 4);

/* For statements over the names of the table above: identifiers cannot be bound. */
static enum base_status run_format(struct store *store, struct base_error *err, const char *format,
                                   ...)
{
    va_list args;
    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    if (!sql)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = statement_script(store, sql, err);
    sqlite3_free(sql);
    return status;
}

static enum base_status add_geometry(struct store *store, size_t i, struct base_error *err)
{
    enum base_status status =
        run_format(store, err, "SELECT AddGeometryColumn('%s', 'geometry', 4490, '%s', 'XY')",
                   TABLES[i].table, TABLES[i].geometry);
    if (status == BASE_OK && TABLES[i].indexed)
        status =
            run_format(store, err, "SELECT CreateSpatialIndex('%s', 'geometry')", TABLES[i].table);
    return status;
}

static enum base_status add_view(struct store *store, size_t i, struct base_error *err)
{
    const char *table = TABLES[i].table, *view = TABLES[i].view;
    enum base_status status;
    if (strcmp(table, "finding") == 0)
        status = run_format(store, err,
                            "CREATE VIEW %s AS SELECT number AS rowid, * FROM finding WHERE "
                            "last_run = (SELECT max(id) FROM run WHERE job = 'inspection')",
                            view);
    else
        status = run_format(store, err,
                            "CREATE VIEW %s AS SELECT version AS rowid, * FROM %s WHERE "
                            "recorded_to IS NULL AND (valid_from IS NULL OR valid_from <= %s) AND "
                            "(valid_to IS NULL OR valid_to > %s)",
                            view, table, TODAY, TODAY);
    if (status == BASE_OK)
        status = run_format(store, err,
                            "INSERT INTO views_geometry_columns (view_name, view_geometry, "
                            "view_rowid, f_table_name, f_geometry_column, read_only) "
                            "VALUES ('%s', 'geometry', 'rowid', '%s', 'geometry', 1)",
                            view, table);
    return status;
}

/* Views without geometry. */
static enum base_status add_name_view(struct store *store, struct base_error *err)
{
    return run_format(store, err,
                      "CREATE VIEW name_today AS SELECT * FROM name_version WHERE "
                      "recorded_to IS NULL AND (valid_from IS NULL OR valid_from <= %s) AND "
                      "(valid_to IS NULL OR valid_to > %s)",
                      TODAY, TODAY);
}

/* Another program has no yutu_writer(): its edit fails before it begins. */
static enum base_status add_guards(struct store *store, size_t i, struct base_error *err)
{
    static const char *const VERBS[] = {"INSERT", "UPDATE", "DELETE"};
    for (size_t verb = 0; verb < sizeof VERBS / sizeof VERBS[0]; verb++) {
        enum base_status status =
            run_format(store, err,
                       "CREATE TRIGGER guard_%s_%s BEFORE %s ON %s BEGIN SELECT yutu_writer(); END",
                       TABLES[i].table, VERBS[verb], VERBS[verb], TABLES[i].table);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

static enum base_status apply_first(struct store *store, struct base_error *err)
{
    enum base_status status = statement_script(store, (const char *)store_migration_0001, err);
    for (size_t i = 0; i < TABLE_COUNT && status == BASE_OK; i++)
        if (TABLES[i].geometry)
            status = add_geometry(store, i, err);
    for (size_t i = 0; i < TABLE_COUNT && status == BASE_OK; i++)
        if (TABLES[i].view)
            status = add_view(store, i, err);
    if (status == BASE_OK)
        status = add_name_view(store, err);
    for (size_t i = 0; i < TABLE_COUNT && status == BASE_OK; i++)
        status = add_guards(store, i, err);
    if (status == BASE_OK)
        status = statement_script(
            store, "PRAGMA application_id = 0x59555455; PRAGMA user_version = 1;", err);
    return status;
}

enum base_status store_migrate(struct store *store, struct base_error *err)
{
    enum base_status status = store_begin(store, err);
    if (status == BASE_OK && store_migration_of(store) < 1)
        status = apply_first(store, err);
    if (status == BASE_OK)
        return store_commit(store, err);
    store_rollback(store);
    return status;
}
