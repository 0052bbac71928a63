/* store/store.c - one connection: opening, transactions, settings, state. */
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/number.h"
#include "store/connection.h"
#include "store/load.h"
#include "store/spatial.h"
#include "store/statement.h"

#define BUSY_MS 5000

/* The function that the guards of the base tables call: its being there says
 * that the connection is ours. */
static void yutu_writer(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    (void)values;
    sqlite3_result_int(context, 1);
}

static enum base_status open_file(struct store *store, int flags, struct base_error *err)
{
    if (sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return base_fail(err, BASE_FAILED, "%s cannot be opened: %s", store->path,
                         store->db ? sqlite3_errmsg(store->db) : "no memory");
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_create_function_v2(store->db, "yutu_writer", 0,
                               SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
                               yutu_writer, NULL, NULL, NULL);
    enum base_status status = spatial_define(store, err);
    return status != BASE_OK
               ? status
               : statement_script(store, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;",
                                  err);
}

static struct store *allocate(const char *path)
{
    struct store *store = calloc(1, sizeof *store);
    if (store && !(store->path = strdup(path))) {
        free(store);
        store = NULL;
    }
    return store;
}

static void free_statements(struct store *store)
{
    for (size_t i = 0; i < STORE_STATEMENTS; i++)
        sqlite3_finalize(store->statements[i].statement);
    for (size_t i = 0; i < STORE_ENTITIES; i++)
        for (size_t j = 0; j < sizeof store->made_sql[i] / sizeof store->made_sql[i][0]; j++)
            free(store->made_sql[i][j]);
}

/* The connection first, then SpatiaLite's cache. */
void store_close(struct store *store)
{
    if (!store)
        return;
    store_rollback(store);
    store_read_end(store);
    free_statements(store);
    sqlite3_close(store->db);
    spatial_free(store);
    base_buffer_done(&store->wkb);
    base_buffer_done(&store->held);
    base_buffer_done(&store->seen);
    free(store->path);
    free(store);
}

const char *store_path(const struct store *store)
{
    return store->path;
}

/* --- creating ------------------------------------------------------------ */

static enum base_status fill_new(struct store *store, int form, struct base_error *err)
{
    static const char SETUP[] =
        "PRAGMA page_size = 32768; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
        "BEGIN IMMEDIATE;"
        "SELECT InitSpatialMetadata(0, 'NONE');"
        "SELECT InsertEpsgSrid(4490);"
        "COMMIT;";
    store->writable = true;
    enum base_status status = spatial_load(store, err);
    if (status == BASE_OK)
        status = statement_script(store, SETUP, err);
    return status == BASE_OK ? store_migrate(store, form, err) : status;
}

static void remove_files(const char *path)
{
    static const char *const ENDINGS[] = {"", "-wal", "-shm", "-journal"};
    char name[4096];
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        snprintf(name, sizeof name, "%s%s", path, ENDINGS[i]);
        unlink(name);
    }
}

/* Built under another name, so that what stands at path is always whole. */
enum base_status store_create_form(const char *path, int form, struct base_error *err)
{
    char building[4096];
    if (base_file_exists(path))
        return base_fail(err, BASE_CONFLICT, "%s exists already; choose another name", path);
    if (snprintf(building, sizeof building, "%s.new-%ld", path, (long)getpid()) >=
        (int)sizeof building)
        return base_fail(err, BASE_INVALID, "the path is too long");
    struct store *store = allocate(building);
    if (!store)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = open_file(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    if (status == BASE_OK)
        status = fill_new(store, form, err);
    if (status == BASE_OK)
        status = statement_script(store, "PRAGMA wal_checkpoint(TRUNCATE);", err);
    store_close(store);
    if (status == BASE_OK && link(building, path) != 0)
        status = base_fail(err, BASE_FAILED, "%s cannot be made there", path);
    remove_files(building);
    return status;
}

enum base_status store_create(const char *path, struct base_error *err)
{
    return store_create_form(path, store_migration_newest(), err);
}

/* --- opening ------------------------------------------------------------- */

/* Whoever opens a record of an older form first renews it, by a writer of its own. */
static enum base_status renew(const char *path, struct base_error *err)
{
    struct store *writer;
    enum base_status status = store_open(path, STORE_WRITE, &writer, err);
    if (status == BASE_OK)
        store_close(writer);
    return status;
}

static enum base_status check_version(struct store *store, enum store_mode mode,
                                      struct base_error *err)
{
    int version = store_migration_of(store);
    if (version == 0)
        return base_fail(err, BASE_INVALID, "%s is no record of Yutu; yutu init makes one",
                         store->path);
    if (store_migration_is_early(store))
        return base_fail(err, BASE_INVALID,
                         "%s was made before the first release; import its sources into a new "
                         "record (yutu init)",
                         store->path);
    if (version > store_migration_newest())
        return base_fail(err, BASE_INVALID,
                         "%s was made by a newer Yutu (form %d, this one knows %d); update the "
                         "program",
                         store->path, version, store_migration_newest());
    if (version == store_migration_newest())
        return BASE_OK;
    return mode == STORE_READ ? renew(store->path, err)
                              : store_migrate(store, store_migration_newest(), err);
}

enum base_status store_open(const char *path, enum store_mode mode, struct store **out,
                            struct base_error *err)
{
    if (!base_file_exists(path))
        return base_fail(err, BASE_NOT_FOUND, "there is no record at %s; yutu init makes one",
                         path);
    struct store *store = allocate(path);
    if (!store)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    store->writable = mode == STORE_WRITE;
    enum base_status status = open_file(store, SQLITE_OPEN_READWRITE, err);
    if (status == BASE_OK)
        status = statement_script(
            store, mode == STORE_WRITE ? "PRAGMA synchronous = FULL;" : "PRAGMA query_only = ON;",
            err);
    /* A copy made by backup has no WAL; where it cannot be had, writing works without. */
    if (status == BASE_OK && mode == STORE_WRITE)
        sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    if (status == BASE_OK)
        status = check_version(store, mode, err);
    if (status == BASE_OK)
        *out = store;
    else
        store_close(store);
    return status;
}

enum base_status store_data_version(struct store *store, int64_t *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row;
    enum base_status status = statement_get(store, "PRAGMA data_version", &statement, err);
    if (status == BASE_OK)
        status = statement_step(store, statement, &row, err);
    if (status == BASE_OK) {
        *out = statement_int(statement, 0);
        sqlite3_reset(statement);
    }
    return status;
}

/* --- transactions -------------------------------------------------------- */

enum base_status store_begin(struct store *store, struct base_error *err)
{
    if (!store->writable)
        return base_fail(err, BASE_FORBIDDEN, "the record was opened for reading only");
    enum base_status status = statement_script(store, "BEGIN IMMEDIATE", err);
    store->in_transaction = status == BASE_OK;
    store->dirty = 0;
    base_buffer_clear(&store->seen);
    return status;
}

enum base_status store_begin_load(struct store *store, struct base_error *err)
{
    enum base_status status = store_begin(store, err);
    if (status == BASE_OK)
        load_rest_triggers(store, true);
    return status;
}

/* The transaction is over. */
static void end(struct store *store)
{
    store->in_transaction = false;
    if (store->loading)
        load_rest_triggers(store, false);
}

void store_mark_seen(struct store *store, int64_t identity)
{
    size_t byte = (size_t)identity / 8;
    if (store->seen.size <= byte) {
        size_t more = byte + 1024 - store->seen.size;
        void *room = base_buffer_extend(&store->seen, more);
        if (!room)
            return;
        memset(room, 0, more);
    }
    store->seen.data[byte] = (char)(store->seen.data[byte] | 1 << identity % 8);
}

bool store_was_seen(const struct store *store, int64_t identity)
{
    size_t byte = (size_t)identity / 8;
    return byte < store->seen.size && (store->seen.data[byte] & 1 << identity % 8) != 0;
}

/* Counters are moments that never go back: a restored copy that goes its own way
 * never takes the other's numbers. */
static enum base_status write_state(struct store *store, struct base_error *err)
{
    for (int i = 0; i < STORE_ENTITIES; i++) {
        sqlite3_stmt *statement;
        if (!(store->dirty & 1U << i))
            continue;
        enum base_status status = statement_get(
            store, "UPDATE state SET counter = max(counter + 1, ?2) WHERE entity = ?1", &statement,
            err);
        if (status != BASE_OK)
            return status;
        statement_bind_text(statement, 1, store_entity_name((enum store_entity)i));
        statement_bind_int(statement, 2, base_time_now());
        status = statement_run(store, statement, err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

enum base_status store_commit(struct store *store, struct base_error *err)
{
    enum base_status status = write_state(store, err);
    if (status == BASE_OK && store->loading)
        status = load_finish(store, err);
    if (status == BASE_OK)
        status = statement_script(store, "COMMIT", err);
    if (status != BASE_OK) {
        store_rollback(store);
        return status;
    }
    end(store);
    return BASE_OK;
}

void store_rollback(struct store *store)
{
    if (!store->in_transaction)
        return;
    for (size_t i = 0; i < STORE_STATEMENTS; i++)
        if (store->statements[i].statement)
            sqlite3_reset(store->statements[i].statement);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    end(store);
    store->dirty = 0;
}

enum base_status store_read_begin(struct store *store, struct base_error *err)
{
    enum base_status status = statement_script(store, "BEGIN", err);
    store->in_read = status == BASE_OK;
    return status;
}

void store_read_end(struct store *store)
{
    if (!store->in_read)
        return;
    for (size_t i = 0; i < STORE_STATEMENTS; i++)
        if (store->statements[i].statement)
            sqlite3_reset(store->statements[i].statement);
    sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);
    store->in_read = false;
}

/* --- settings and state -------------------------------------------------- */

enum base_status store_setting_get(struct store *store, const char *name, struct base_arena *arena,
                                   const char **out, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status =
        statement_get(store, "SELECT value FROM setting WHERE name = ?1", &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, name);
    status = statement_step(store, statement, &row, err);
    if (status == BASE_OK && !row)
        return base_fail(err, BASE_NOT_FOUND, "the record has no setting %s", name);
    if (status == BASE_OK) {
        *out = statement_text(statement, 0, arena);
        sqlite3_reset(statement);
    }
    return status;
}

enum base_status store_setting_set(struct store *store, const char *name, const char *value,
                                   struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        statement_get(store,
                      "INSERT INTO setting (name, value) VALUES (?1, ?2) "
                      "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, name);
    statement_bind_text(statement, 2, value);
    return statement_run(store, statement, err);
}

int store_zone_minutes(struct store *store)
{
    const char *text = NULL;
    int64_t minutes = 480;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    if (arena && store_setting_get(store, "zone_minutes", arena, &text, NULL) == BASE_OK && text)
        base_number_parse_int(text, &minutes);
    return (int)minutes;
}

base_date_t store_today(struct store *store)
{
    return base_date_today(store_zone_minutes(store));
}

static bool is_listed(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *p = list; *p; p += strcspn(p, ",") + (p[strcspn(p, ",")] == ','))
        if (strncmp(p, name, length) == 0 && (p[length] == ',' || p[length] == '\0'))
            return true;
    return false;
}

/* The record's own id and the sum of the counters, which only grow. */
enum base_status store_state(struct store *store, const char *tables, char out[STORE_STATE_SIZE],
                             struct base_error *err)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const char *id = "";
    int64_t sum = 0;
    sqlite3_stmt *statement;
    bool row = true;
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = store_setting_get(store, "record_id", arena, &id, err);
    if (status == BASE_OK)
        status = statement_get(store, "SELECT entity, counter FROM state", &statement, err);
    while (status == BASE_OK && row) {
        status = statement_step(store, statement, &row, err);
        if (status == BASE_OK && row &&
            is_listed(tables, (const char *)sqlite3_column_text(statement, 0)))
            sum += statement_int(statement, 1);
    }
    if (status == BASE_OK)
        snprintf(out, STORE_STATE_SIZE, "%.16s:%lld", id, (long long)sum);
    return status;
}
