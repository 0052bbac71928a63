/* store/connection.h - the inside of struct store; internal to store/. */
#ifndef STORE_CONNECTION_H
#define STORE_CONNECTION_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "store/row.h"
#include "store/store.h"

#define STORE_STATEMENTS 256 /* cached a connection */
#define STORE_TEXTS      32  /* of one entity */

struct store {
    sqlite3 *db;
    void *spatialite; /* its cache, where it was needed (store/spatial.h) */
    char *path;
    bool writable, in_transaction, in_read;
    bool loading;              /* triggers rest (store/load.h) */
    unsigned dirty;            /* entities changed in this transaction, one bit each */
    unsigned loaded, reloaded; /* of these, rows were inserted, updated */
    bool loaded_findings;      /* rows of run_finding were inserted */
    struct {
        const char *sql; /* by address: texts are constant */
        sqlite3_stmt *statement;
    } statements[STORE_STATEMENTS];
    char *made_sql[STORE_ENTITIES][STORE_TEXTS]; /* texts of versioned_sql.c, made once */
    struct base_buffer wkb, held; /* a geometry, held versions: kept for their room */
    struct base_buffer seen;      /* one bit for each division of this transaction */
};

/* The entity changed in the open transaction. */
static inline void store_touch(struct store *store, enum store_entity entity)
{
    store->dirty |= 1U << entity;
}

/* Remembers, and tells, that the transaction has put this division. */
void store_mark_seen(struct store *store, int64_t identity);
bool store_was_seen(const struct store *store, int64_t identity);

/* Applies the migrations that the file lacks, up to that form. */
BASE_MUST_CHECK
enum base_status store_migrate(struct store *store, int form, struct base_error *err);

/* As store_create, of an older form: what the migrations are tested with. */
BASE_MUST_CHECK
enum base_status store_create_form(const char *path, int form, struct base_error *err);

/* Newest migration this program knows, and the file's (0: not ours). */
int store_migration_newest(void);
int store_migration_of(struct store *store);
/* True for a record written before the first release, which no migration reads. */
bool store_migration_is_early(struct store *store);
/* The i-th table that only Yutu writes; NULL past the end. */
const char *store_migration_table(size_t i);

#endif
