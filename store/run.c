/* store/run.c - runs of inspection and coverage. */
#include <stdio.h>

#include "store/connection.h"
#include "store/finding.h"
#include "store/key.h"
#include "store/statement.h"
#include "store/versioned.h"

enum base_status store_run_add(struct store *store, const struct store_run *run, int64_t *id,
                               struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        statement_get(store,
                      "INSERT INTO run (recorded_at, job, options, at, report, looked) "
                      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, base_time_now());
    statement_bind_text(statement, 2, run->job);
    statement_bind_text(statement, 3, run->options);
    statement_bind_date(statement, 4, run->at);
    statement_bind_text(statement, 5, run->report);
    statement_bind_blob(statement, 6, run->looked, run->looked_size);
    status = statement_run(store, statement, err);
    if (status != BASE_OK)
        return status;
    char subject[40];
    *id = sqlite3_last_insert_rowid(store->db);
    snprintf(subject, sizeof subject, "run %lld", (long long)*id);
    return store_audit_add(store, NULL, run->job, subject, NULL, run->options, err);
}

enum base_status store_run_set_report(struct store *store, int64_t id, const char *report,
                                      struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        statement_get(store, "UPDATE run SET report = ?2 WHERE id = ?1", &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, id);
    statement_bind_text(statement, 2, report);
    return statement_run(store, statement, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_run *run = item;
    *run = (struct store_run){
        .id = statement_int(statement, 0),
        .recorded_at = statement_int(statement, 1),
        .job = statement_text(statement, 2, arena),
        .options = statement_text(statement, 3, arena),
        .at = statement_date(statement, 4),
    };
    if (sqlite3_column_count(statement) > 5)
        run->report = statement_text(statement, 5, arena);
    return run->job ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status store_run_find(struct store *store, const char *job, int64_t id,
                                struct base_arena *arena, struct store_run *out,
                                struct base_error *err)
{
    sqlite3_stmt *statement;
    struct versioned_list list = {.arena = arena, .size = sizeof *out};
    enum base_status status =
        statement_get(store,
                      "SELECT id, recorded_at, job, options, at, report FROM run WHERE job = ?1 "
                      "AND (?2 = 0 OR id = ?2) ORDER BY id DESC LIMIT 1",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, job);
    statement_bind_int(statement, 2, id);
    status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK && list.count == 0)
        return id ? base_fail(err, BASE_NOT_FOUND, "there is no run %lld", (long long)id)
                  : base_fail(err, BASE_NOT_FOUND, "there was no run yet");
    if (status == BASE_OK)
        *out = *(struct store_run *)list.items;
    return status;
}

static enum base_status read_looked(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                    struct base_error *err)
{
    struct store_run *run = item;
    enum base_status status = read_row(statement, arena, item, err);
    if (status != BASE_OK)
        return status;
    run->carries = statement_int(statement, 6);
    run->looked_size = (size_t)sqlite3_column_bytes(statement, 7);
    run->looked = base_arena_copy(arena, sqlite3_column_blob(statement, 7), run->looked_size);
    return run->looked ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status store_run_find_looked(struct store *store, const char *options,
                                       struct base_arena *arena, struct store_run *out,
                                       struct base_error *err)
{
    sqlite3_stmt *statement;
    struct versioned_list list = {.arena = arena, .size = sizeof *out};
    enum base_status status =
        statement_get(store,
                      "SELECT id, recorded_at, job, options, at, report, carries, looked FROM run "
                      "WHERE job = 'inspection' AND options = ?1 AND looked IS NOT NULL "
                      "ORDER BY id DESC LIMIT 1",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, options);
    status = versioned_collect_rest(store, statement, read_looked, &list, err);
    if (status == BASE_OK && list.count == 0)
        return base_fail(err, BASE_NOT_FOUND, "there was no run yet");
    if (status == BASE_OK)
        *out = *(struct store_run *)list.items;
    return status;
}

enum base_status store_run_list(struct store *store, const char *job, int64_t before_id,
                                size_t limit, struct base_arena *arena, struct store_run **out,
                                size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status =
        statement_get(store,
                      "SELECT id, recorded_at, job, options, at FROM run WHERE job = ?1 AND "
                      "(?2 = 0 OR id < ?2) ORDER BY id DESC LIMIT ?3",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, job);
    statement_bind_int(statement, 2, before_id);
    statement_bind_int(statement, 3, (int64_t)limit);
    status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}
