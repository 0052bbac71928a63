/* store/revert.c - undoing one edition. */
#include <stdio.h>
#include <stdlib.h>

#include "store/edition.h"
#include "store/place.h"
#include "store/versioned.h"

static enum base_status run_text(struct store *store, const struct versioned_table *table,
                                 enum versioned_text which, int64_t edition, int64_t by,
                                 struct base_error *err)
{
    sqlite3_stmt *statement;
    const char *sql = versioned_text(store, table, which, NULL);
    enum base_status status = sql ? statement_get(store, sql, &statement, err)
                                  : base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, edition);
    statement_bind_int(statement, 2, by);
    status = statement_run(store, statement, err);
    if (status == BASE_OK && sqlite3_changes(store->db) > 0)
        store_touch(store, table->entity);
    return status;
}

/* Runs one of the questions that answer with a later edition; 0: none. */
static enum base_status ask(struct store *store, const struct versioned_table *table,
                            enum versioned_text which, int64_t edition, int64_t kind,
                            int64_t *later, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    const char *sql = versioned_text(store, table, which, NULL);
    enum base_status status = sql ? statement_get(store, sql, &statement, err)
                                  : base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, edition);
    if (sqlite3_bind_parameter_count(statement) > 1)
        statement_bind_int(statement, 2, kind);
    status = statement_step(store, statement, &row, err);
    if (status == BASE_OK) {
        *later = row ? statement_int(statement, 0) : 0;
        sqlite3_reset(statement);
    }
    return status;
}

static enum base_status in_the_way(int64_t later, int64_t edition, struct base_error *err)
{
    if (later != 0)
        return base_fail(err, BASE_CONFLICT,
                         "edition %lld builds on edition %lld; undo the later one first",
                         (long long)later, (long long)edition);
    return BASE_OK;
}

/* A row of the edition that a later one superseded stands in the way. */
static enum base_status check_built_upon(struct store *store, int64_t edition,
                                         struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT && status == BASE_OK; i++) {
        int64_t later = 0;
        status = ask(store, VERSIONED_TABLES[i], TEXT_BUILT_UPON, edition, 0, &later, err);
        if (status == BASE_OK)
            status = in_the_way(later, edition, err);
    }
    return status;
}

/* The last edition whose held rows, in a column of subjects, refer to what the
 * undoing closed and nobody holds now; 0: none. */
static enum base_status ask_referring(struct store *store, const struct versioned_table *rows,
                                      const char *column, const struct versioned_table *owner,
                                      int64_t by, int64_t *later, struct base_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    char *sql = versioned_referring_text(rows, column, owner);
    enum base_status status = sql ? statement_once(store, sql, &statement, err)
                                  : base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status == BASE_OK) {
        statement_bind_int(statement, 1, by);
        status = statement_step(store, statement, &row, err);
    }
    if (status == BASE_OK)
        *later = row ? statement_int(statement, 0) : 0;
    sqlite3_finalize(statement);
    free(sql);
    return status;
}

/* Signs, approvals and other rows about what would be gone stand in the way. */
static enum base_status check_referring(struct store *store, int64_t edition, int64_t by,
                                        struct base_error *err)
{
    static const struct versioned_table *const OWNERS[] = {&DIVISION_TABLE, &PLACE_TABLE,
                                                           &ADDRESS_TABLE};
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT; i++)
        for (size_t j = 0; j < VERSIONED_TABLES[i]->column_count; j++) {
            const struct store_field *field = &VERSIONED_TABLES[i]->columns[j];
            if (field->kind != STORE_COLUMN_SUBJECT)
                continue;
            for (size_t k = 0; k < sizeof OWNERS / sizeof OWNERS[0] && status == BASE_OK; k++) {
                int64_t later = 0;
                status = ask_referring(store, VERSIONED_TABLES[i], field->name, OWNERS[k], by,
                                       &later, err);
                if (status == BASE_OK)
                    status = in_the_way(later, edition, err);
            }
        }
    return status;
}

/* So does what a later one put on the days or under the code that would be
 * restored, and a name it gave to what would be gone. by: the undoing. */
static enum base_status check_result(struct store *store, int64_t edition, int64_t by,
                                     struct base_error *err)
{
    enum base_status status = BASE_OK;
    int64_t later = 0;
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT && status == BASE_OK; i++) {
        status = ask(store, VERSIONED_TABLES[i], TEXT_OVERLAP, by, 0, &later, err);
        if (status == BASE_OK)
            status = in_the_way(later, edition, err);
    }
    if (status == BASE_OK)
        status = ask(store, &DIVISION_TABLE, TEXT_ORPHANS, by, STORE_OWNER_DIVISION, &later, err);
    if (status == BASE_OK)
        status = in_the_way(later, edition, err);
    if (status == BASE_OK)
        status = ask(store, &PLACE_TABLE, TEXT_ORPHANS, by, STORE_OWNER_PLACE, &later, err);
    if (status == BASE_OK)
        status = in_the_way(later, edition, err);
    if (status == BASE_OK)
        status = check_referring(store, edition, by, err);
    if (status == BASE_OK)
        status = store_division_clash(store, by, &later, err);
    return status == BASE_OK ? in_the_way(later, edition, err) : status;
}

static enum base_status mark_reverted(struct store *store, int64_t edition, int64_t by,
                                      struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        statement_get(store, "UPDATE edition SET reverted_by = ?2 WHERE id = ?1", &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, edition);
    statement_bind_int(statement, 2, by);
    return statement_run(store, statement, err);
}

static enum base_status revert(struct store *store, int64_t edition, const char *actor, int64_t *by,
                               struct base_error *err)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct store_edition old;
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = store_edition_find(store, edition, arena, &old, err);
    if (status != BASE_OK)
        return status;
    if (old.reverted_by != 0)
        return base_fail(err, BASE_INVALID, "edition %lld was undone before, by edition %lld",
                         (long long)edition, (long long)old.reverted_by);
    if (old.reverts != 0)
        return base_fail(err, BASE_INVALID,
                         "edition %lld is itself an undoing; import the data again instead",
                         (long long)edition);
    struct store_edition facts = {.kind = "revert",
                                  .entity = old.entity,
                                  .actor = actor,
                                  .effective = BASE_DATE_NONE,
                                  .resolution_m = old.resolution_m,
                                  .accuracy_m = old.accuracy_m,
                                  .licence = old.licence,
                                  .attribution = old.attribution,
                                  .may_publish = old.may_publish,
                                  .may_export = old.may_export,
                                  .secrecy = old.secrecy,
                                  .reverts = edition};
    status = check_built_upon(store, edition, err);
    if (status == BASE_OK)
        status = store_edition_add(store, &facts, by, err);
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT && status == BASE_OK; i++) {
        status = run_text(store, VERSIONED_TABLES[i], TEXT_CLOSE_EDITION, edition, *by, err);
        if (status == BASE_OK)
            status = run_text(store, VERSIONED_TABLES[i], TEXT_REOPEN_EDITION, edition, *by, err);
    }
    if (status == BASE_OK)
        status = check_result(store, edition, *by, err);
    return status == BASE_OK ? mark_reverted(store, edition, *by, err) : status;
}

enum base_status store_edition_revert(struct store *store, int64_t id, const char *actor,
                                      int64_t *new_id, struct base_error *err)
{
    int64_t by = 0;
    enum base_status status = store_begin(store, err);
    if (status != BASE_OK)
        return status;
    status = revert(store, id, actor, &by, err);
    if (status != BASE_OK) {
        store_rollback(store);
        return status;
    }
    status = store_commit(store, err);
    if (status == BASE_OK)
        *new_id = by;
    return status;
}
