/* store/statement.c - prepared statements. */
#include "store/statement.h"

#include <math.h>
#include <string.h>

#include "store/connection.h"

enum base_status statement_fail(struct store *store, struct base_error *err)
{
    int code = sqlite3_errcode(store->db) & 0xFF;
    const char *text = sqlite3_errmsg(store->db);
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return base_fail(err, BASE_UNAVAILABLE,
                         "another program is writing to the record; try again");
    case SQLITE_NOMEM:
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    case SQLITE_FULL:
        return base_fail(err, BASE_FAILED, "the disk is full; nothing was changed");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return base_fail(err, BASE_INVALID, "the record is damaged (%s); restore a backup", text);
    default:
        return base_fail(err, BASE_FAILED, "the record could not be used: %s", text);
    }
}

/* Texts are constant, so the address says which one it is. */
static size_t slot_of(const struct store *store, const char *sql)
{
    size_t slot = ((uintptr_t)sql >> 4) % STORE_STATEMENTS;
    for (size_t i = 0; i < STORE_STATEMENTS; i++) {
        size_t at = (slot + i) % STORE_STATEMENTS;
        if (!store->statements[at].sql || store->statements[at].sql == sql)
            return at;
    }
    return slot; /* full: the statement there gives way */
}

enum base_status statement_once(struct store *store, const char *sql, sqlite3_stmt **out,
                                struct base_error *err)
{
    return sqlite3_prepare_v2(store->db, sql, -1, out, NULL) == SQLITE_OK
               ? BASE_OK
               : statement_fail(store, err);
}

enum base_status statement_get(struct store *store, const char *sql, sqlite3_stmt **out,
                               struct base_error *err)
{
    size_t slot = slot_of(store, sql);
    if (store->statements[slot].sql != sql) {
        sqlite3_finalize(store->statements[slot].statement);
        store->statements[slot].sql = NULL;
        store->statements[slot].statement = NULL;
        sqlite3_stmt *statement;
        if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
            SQLITE_OK)
            return statement_fail(store, err);
        store->statements[slot].sql = sql;
        store->statements[slot].statement = statement;
    }
    *out = store->statements[slot].statement;
    sqlite3_reset(*out);
    sqlite3_clear_bindings(*out);
    return BASE_OK;
}

void statement_bind_text(sqlite3_stmt *statement, int place, const char *text)
{
    if (text)
        sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, place);
}

void statement_bind_int(sqlite3_stmt *statement, int place, int64_t value)
{
    sqlite3_bind_int64(statement, place, value);
}

void statement_bind_number(sqlite3_stmt *statement, int place, double value)
{
    if (isnan(value))
        sqlite3_bind_null(statement, place);
    else
        sqlite3_bind_double(statement, place, value);
}

void statement_bind_date(sqlite3_stmt *statement, int place, base_date_t date)
{
    char text[BASE_DATE_SIZE];
    if (date == BASE_DATE_NONE)
        sqlite3_bind_null(statement, place);
    else
        sqlite3_bind_text(statement, place, base_date_print(date, text), -1, SQLITE_TRANSIENT);
}

void statement_bind_blob(sqlite3_stmt *statement, int place, const void *data, size_t size)
{
    if (data)
        sqlite3_bind_blob64(statement, place, data, size, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, place);
}

enum base_status statement_step(struct store *store, sqlite3_stmt *statement, bool *row,
                                struct base_error *err)
{
    int result = sqlite3_step(statement);
    *row = result == SQLITE_ROW;
    if (result == SQLITE_ROW)
        return BASE_OK;
    enum base_status status = result == SQLITE_DONE ? BASE_OK : statement_fail(store, err);
    sqlite3_reset(statement);
    return status;
}

enum base_status statement_run(struct store *store, sqlite3_stmt *statement, struct base_error *err)
{
    bool row = true;
    while (row) {
        enum base_status status = statement_step(store, statement, &row, err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

const char *statement_text(sqlite3_stmt *statement, int column, struct base_arena *arena)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? base_arena_strndup(arena, text, (size_t)sqlite3_column_bytes(statement, column))
                : NULL;
}

int64_t statement_int(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_int64(statement, column);
}

double statement_number(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_type(statement, column) == SQLITE_NULL
               ? NAN
               : sqlite3_column_double(statement, column);
}

base_date_t statement_date(sqlite3_stmt *statement, int column)
{
    base_date_t date;
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text && base_date_parse(text, &date) ? date : BASE_DATE_NONE;
}

enum base_status statement_script(struct store *store, const char *sql, struct base_error *err)
{
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return statement_fail(store, err);
    return BASE_OK;
}
