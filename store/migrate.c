/* store/migrate.c - bringing a file to the form this program writes. */
#include <string.h>

#include "store/connection.h"
#include "store/statement.h"

extern const unsigned char store_migration_0001[];

/* Tables that only Yutu writes. */
static const char *const GUARDED[] = {
    "setting",
    "state",
    "edition",
    "audit",
    "division",
    "claim",
    "place",
    "name",
    "facility",
    "population",
    "road",
    "division_version",
    "claim_version",
    "place_version",
    "name_version",
    "facility_version",
    "population_version",
    "road_version",
    "run",
    "finding",
    "run_finding",
    "api_key",
};
static const char *const VERBS[] = {"INSERT", "UPDATE", "DELETE"};
#define GUARDED_COUNT (sizeof GUARDED / sizeof GUARDED[0])
#define VERB_COUNT    (sizeof VERBS / sizeof VERBS[0])

int store_migration_newest(void)
{
    return 1;
}

const char *store_migration_table(size_t i)
{
    return i < GUARDED_COUNT ? GUARDED[i] : NULL;
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

/* Programs before the first release wrote form 1 without the source's edition. */
bool store_migration_is_early(const struct store *store)
{
    sqlite3_stmt *statement = NULL;
    bool early = sqlite3_prepare_v2(store->db, "SELECT source_edition FROM division_version", -1,
                                    &statement, NULL) != SQLITE_OK;
    sqlite3_finalize(statement);
    return early;
}

/* Identifiers cannot be bound; these come from the table above. */
static enum base_status add_guard(struct store *store, const char *table, const char *verb,
                                  struct base_error *err)
{
    char *sql = sqlite3_mprintf(
        "CREATE TRIGGER guard_%s_%s BEFORE %s ON %s BEGIN SELECT yutu_writer(); END", table, verb,
        verb, table);
    if (!sql)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = statement_script(store, sql, err);
    sqlite3_free(sql);
    return status;
}

/* Another program has no yutu_writer(): its edit fails before it begins. */
static enum base_status add_guards(struct store *store, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < GUARDED_COUNT && status == BASE_OK; i++)
        for (size_t verb = 0; verb < VERB_COUNT && status == BASE_OK; verb++)
            status = add_guard(store, GUARDED[i], VERBS[verb], err);
    return status;
}

/* SpatiaLite's functions answer 0 where they failed. */
static int stop_at_zero(void *context, int count, char **values, char **names)
{
    (void)context;
    (void)names;
    return count == 1 && values[0] && strcmp(values[0], "0") == 0;
}

static enum base_status apply_first(struct store *store, struct base_error *err)
{
    if (sqlite3_exec(store->db, (const char *)store_migration_0001, stop_at_zero, NULL, NULL) !=
        SQLITE_OK)
        return statement_fail(store, err);
    enum base_status status = add_guards(store, err);
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
