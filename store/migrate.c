/* store/migrate.c - bringing a file to the form this program writes. */
#include <stdio.h>
#include <string.h>

#include "store/spatial.h"
#include "store/statement.h"

extern const unsigned char store_migration_0001[], store_migration_0002[], store_migration_0003[],
    store_migration_0004[], store_migration_0005[];

/* Each form of the file: what makes it of the one before. */
static const unsigned char *const MIGRATIONS[] = {store_migration_0001, store_migration_0002,
                                                  store_migration_0003, store_migration_0004,
                                                  store_migration_0005};
#define NEWEST ((int)(sizeof MIGRATIONS / sizeof MIGRATIONS[0]))

/* Tables that only Yutu writes, with the form they came with. */
static const struct {
    const char *table;
    int form;
} GUARDED[] = {
    {"setting", 1},
    {"state", 1},
    {"edition", 1},
    {"audit", 1},
    {"division", 1},
    {"claim", 1},
    {"place", 1},
    {"name", 1},
    {"facility", 1},
    {"population", 1},
    {"road", 1},
    {"division_version", 1},
    {"claim_version", 1},
    {"place_version", 1},
    {"name_version", 1},
    {"facility_version", 1},
    {"population_version", 1},
    {"road_version", 1},
    {"run", 1},
    {"finding", 1},
    {"run_finding", 1},
    {"api_key", 1},
    {"line", 2},
    {"line_claim", 2},
    {"marker", 2},
    {"tri_junction", 2},
    {"line_version", 2},
    {"line_claim_version", 2},
    {"marker_version", 2},
    {"tri_junction_version", 2},
    {"exemption", 3},
    {"exemption_version", 3},
    {"run_over", 4},
    {"category", 5},
    {"code_alias", 5},
    {"relation", 5},
    {"street_part", 5},
    {"address", 5},
    {"sign", 5},
    {"heritage", 5},
    {"approval", 5},
    {"category_version", 5},
    {"code_alias_version", 5},
    {"relation_version", 5},
    {"street_part_version", 5},
    {"address_version", 5},
    {"sign_version", 5},
    {"heritage_version", 5},
    {"approval_version", 5},
};
static const char *const VERBS[] = {"INSERT", "UPDATE", "DELETE"};
#define GUARDED_COUNT (sizeof GUARDED / sizeof GUARDED[0])
#define VERB_COUNT    (sizeof VERBS / sizeof VERBS[0])

int store_migration_newest(void)
{
    return NEWEST;
}

const char *store_migration_table(size_t i)
{
    return i < GUARDED_COUNT ? GUARDED[i].table : NULL;
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

/* Programs before the first release wrote form 1 without the source's edition, and
 * form 2 without the ordinals of markers. */
bool store_migration_is_early(struct store *store)
{
    static const char *const PROOFS[] = {"SELECT source_edition FROM division_version",
                                         "SELECT ordinal FROM marker_version"};
    int form = store_migration_of(store);
    bool early = false;
    for (int i = 0; i < 2 && i < form && !early; i++) {
        sqlite3_stmt *statement = NULL;
        early = sqlite3_prepare_v2(store->db, PROOFS[i], -1, &statement, NULL) != SQLITE_OK;
        sqlite3_finalize(statement);
    }
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
static enum base_status add_guards(struct store *store, int form, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < GUARDED_COUNT && status == BASE_OK; i++)
        for (size_t verb = 0; verb < VERB_COUNT && status == BASE_OK; verb++)
            if (GUARDED[i].form == form)
                status = add_guard(store, GUARDED[i].table, VERBS[verb], err);
    return status;
}

/* SpatiaLite's functions answer 0 where they failed. */
static int stop_at_zero(void *context, int count, char **values, char **names)
{
    (void)context;
    (void)names;
    return count == 1 && values[0] && strcmp(values[0], "0") == 0;
}

/* Values in a pragma cannot be bound. */
static enum base_status sign(struct store *store, int form, struct base_error *err)
{
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id = 0x59555455; PRAGMA user_version = %d;",
             form);
    return statement_script(store, sql, err);
}

static enum base_status apply(struct store *store, int form, struct base_error *err)
{
    if (sqlite3_exec(store->db, (const char *)MIGRATIONS[form - 1], stop_at_zero, NULL, NULL) !=
        SQLITE_OK)
        return statement_fail(store, err);
    enum base_status status = add_guards(store, form, err);
    return status == BASE_OK ? sign(store, form, err) : status;
}

enum base_status store_migrate(struct store *store, int form, struct base_error *err)
{
    enum base_status status = spatial_load(store, err);
    if (status == BASE_OK)
        status = store_begin(store, err);
    for (int next = store_migration_of(store) + 1; next <= form && status == BASE_OK; next++)
        status = apply(store, next, err);
    if (status == BASE_OK)
        return store_commit(store, err);
    store_rollback(store);
    return status;
}
