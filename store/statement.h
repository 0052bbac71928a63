/* store/statement.h - prepared statements; internal to store/.
 *
 * SQL is constant text or made from the constant tables of versioned.c; values
 * are bound. A statement belongs to the connection's cache and is reset when it
 * is asked for again. */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "store/store.h"

/* The cached statement of that text, reset and without bindings. */
BASE_MUST_CHECK
enum base_status statement_get(struct store *store, const char *sql, sqlite3_stmt **out,
                               struct base_error *err);

/* A statement of a text that is made for one use: sqlite3_finalize it. */
BASE_MUST_CHECK
enum base_status statement_once(struct store *store, const char *sql, sqlite3_stmt **out,
                                struct base_error *err);

/* Binding by place, from 1. NULL text and NAN are NULL; texts and blobs are
 * borrowed until the statement was stepped to its end. */
void statement_bind_text(sqlite3_stmt *statement, int place, const char *text);
void statement_bind_int(sqlite3_stmt *statement, int place, int64_t value);
void statement_bind_number(sqlite3_stmt *statement, int place, double value);
void statement_bind_date(sqlite3_stmt *statement, int place, base_date_t date);
void statement_bind_blob(sqlite3_stmt *statement, int place, const void *data, size_t size);

/* One row: *row tells whether there is one. */
BASE_MUST_CHECK
enum base_status statement_step(struct store *store, sqlite3_stmt *statement, bool *row,
                                struct base_error *err);
/* Runs to the end and resets. */
BASE_MUST_CHECK
enum base_status statement_run(struct store *store, sqlite3_stmt *statement,
                               struct base_error *err);

/* Columns, from 0. Texts are copied to the arena; NULL stays NULL. */
const char *statement_text(sqlite3_stmt *statement, int column, struct base_arena *arena);
int64_t statement_int(sqlite3_stmt *statement, int column);
double statement_number(sqlite3_stmt *statement, int column); /* NAN for NULL */
base_date_t statement_date(sqlite3_stmt *statement, int column);

/* Text of several statements, without values: migrations and pragmas. */
BASE_MUST_CHECK
enum base_status statement_script(struct store *store, const char *sql, struct base_error *err);

/* The last failure of the connection as an error. */
enum base_status statement_fail(struct store *store, struct base_error *err);

#endif
