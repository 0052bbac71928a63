/* store/audit.c - who changed what, chained by hash. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "store/audit.h"
#include "store/key.h"
#include "store/statement.h"

void store_audit_hash(const struct audit_row *row, char out[BASE_HASH_TEXT])
{
    unsigned char hash[BASE_HASH_SIZE];
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    const char *const parts[] = {row->previous_hash, row->actor,  row->action,
                                 row->subject,       row->before, row->after};
    base_buffer_u64(&text, (uint64_t)row->recorded_at);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        /* With its length, so that no two rows read the same; NULL is not the empty text. */
        base_buffer_u64(&text, parts[i] ? strlen(parts[i]) + 1 : 0);
        base_buffer_text(&text, parts[i] ? parts[i] : "");
    }
    base_hash(text.data, text.size, hash);
    base_hash_hex(hash, sizeof hash, out);
}

static enum base_status last_hash(struct store *store, char out[BASE_HASH_TEXT],
                                  struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    out[0] = '\0';
    enum base_status status =
        statement_get(store, "SELECT hash FROM audit ORDER BY seq DESC LIMIT 1", &statement, err);
    if (status == BASE_OK)
        status = statement_step(store, statement, &row, err);
    if (status == BASE_OK && row) {
        snprintf(out, BASE_HASH_TEXT, "%s", (const char *)sqlite3_column_text(statement, 0));
        sqlite3_reset(statement);
    }
    return status;
}

enum base_status store_audit_add(struct store *store, const char *actor, const char *action,
                                 const char *subject, const char *before, const char *after,
                                 struct base_error *err)
{
    sqlite3_stmt *statement;
    char previous[BASE_HASH_TEXT], hash[BASE_HASH_TEXT];
    struct audit_row row = {
        base_time_now(), actor ? actor : "unknown", action, subject, before, after, previous};
    enum base_status status = last_hash(store, previous, err);
    if (status == BASE_OK)
        status =
            statement_get(store,
                          "INSERT INTO audit (recorded_at, actor, action, subject, before, "
                          "after, previous_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                          &statement, err);
    if (status != BASE_OK)
        return status;
    store_audit_hash(&row, hash);
    statement_bind_int(statement, 1, row.recorded_at);
    statement_bind_text(statement, 2, row.actor);
    statement_bind_text(statement, 3, action);
    statement_bind_text(statement, 4, subject);
    statement_bind_text(statement, 5, before);
    statement_bind_text(statement, 6, after);
    statement_bind_text(statement, 7, previous);
    statement_bind_text(statement, 8, hash);
    return statement_run(store, statement, err);
}
