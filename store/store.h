/* store/store.h - the record: one connection to one database.
 *
 * A connection belongs to one thread. Everything that changes rows happens
 * between store_begin and store_commit. Only our connections can write: the
 * base tables' triggers call yutu_writer(), which no other program defines. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE };

/* Makes an empty SpatiaLite file with every migration applied. BASE_CONFLICT
 * when path exists; a failure leaves nothing behind. */
BASE_MUST_CHECK
enum base_status store_create(const char *path, struct base_error *err);

/* Opens an existing record; STORE_WRITE applies newer migrations first.
 * Returns BASE_OK, BASE_NOT_FOUND, BASE_INVALID (no record of ours, or one made
 * by a newer program) or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status store_open(const char *path, enum store_mode mode, struct store **out,
                            struct base_error *err);
void store_close(struct store *store); /* rolls back what is open; NULL is fine */

const char *store_path(const struct store *store); /* borrowed from store */

/* Changes whenever another connection committed (PRAGMA data_version). */
BASE_MUST_CHECK
enum base_status store_data_version(struct store *store, int64_t *out, struct base_error *err);

/* One writer at a time: BEGIN IMMEDIATE, waiting up to 5 s (then BASE_UNAVAILABLE). */
BASE_MUST_CHECK enum base_status store_begin(struct store *store, struct base_error *err);
BASE_MUST_CHECK enum base_status store_commit(struct store *store, struct base_error *err);
void store_rollback(struct store *store); /* nothing open is fine */
/* The same as store_begin, for many rows: dearer to begin and to end, cheaper for
 * each row. Only versions of entities may be written then, or findings inserted. */
BASE_MUST_CHECK enum base_status store_begin_load(struct store *store, struct base_error *err);

/* A read transaction: every read until store_read_end sees one state. */
BASE_MUST_CHECK enum base_status store_read_begin(struct store *store, struct base_error *err);
void store_read_end(struct store *store);

/* Settings kept in the record ("zone_minutes" = "480", "city" = …). A missing
 * one gives BASE_NOT_FOUND. Text goes to the arena. */
BASE_MUST_CHECK
enum base_status store_setting_get(struct store *store, const char *name, struct base_arena *arena,
                                   const char **out, struct base_error *err);
BASE_MUST_CHECK
enum base_status store_setting_set(struct store *store, const char *name, const char *value,
                                   struct base_error *err);
/* Minutes east of UTC of the record's civil dates (default 480), and today there. */
int store_zone_minutes(struct store *store);
base_date_t store_today(struct store *store);

/* A cheap fingerprint of the named tables' content, for deciding which snapshot
 * sections to rebuild: the last edition and change counter that touched them.
 * tables: comma separated entity names ("division,name"). */
#define STORE_STATE_SIZE 64
BASE_MUST_CHECK
enum base_status store_state(struct store *store, const char *tables, char out[STORE_STATE_SIZE],
                             struct base_error *err);

/* Online copy of a live record to a new file (SQLite backup API), fsynced. */
BASE_MUST_CHECK
enum base_status store_backup(struct store *store, const char *out_path, struct base_error *err);

/* Integrity of file, schema, references, geometry, audit chain. Calls found for
 * each problem (English and Chinese sentence); the count is returned in *count. */
typedef void (*store_doctor_found)(void *context, const char *severity,
                                   const struct base_error *what);
BASE_MUST_CHECK
enum base_status store_doctor(struct store *store, store_doctor_found found, void *context,
                              int64_t *count, struct base_error *err);

#endif
