/* store/edition.c - accepted change sets. */
#include "store/edition.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "store/connection.h"
#include "store/key.h"
#include "store/statement.h"
#include "store/versioned.h"

#define COLUMNS                                                                                    \
    "id, recorded_at, kind, entity, actor, reason, source_file, source_sha256, driver, layer, "    \
    "encoding, encoding_from, crs, crs_from, pipeline, resolution_m, accuracy_m, effective, "      \
    "options_hash, licence, attribution, may_publish, may_export, secrecy, reverts, reverted_by"

static void bind_facts(sqlite3_stmt *statement, const struct store_edition *e)
{
    const char *const texts[] = {e->kind,        e->entity,        e->actor,  e->reason,
                                 e->source_file, e->source_sha256, e->driver, e->layer,
                                 e->encoding,    e->encoding_from, e->crs,    e->crs_from,
                                 e->pipeline};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        statement_bind_text(statement, (int)i + 2, texts[i]);
    statement_bind_number(statement, 15, e->resolution_m);
    statement_bind_number(statement, 16, e->accuracy_m);
    statement_bind_date(statement, 17, e->effective);
    statement_bind_text(statement, 18, e->options_hash);
    statement_bind_text(statement, 19, e->licence);
    statement_bind_text(statement, 20, e->attribution);
    statement_bind_int(statement, 21, e->may_publish);
    statement_bind_int(statement, 22, e->may_export);
    statement_bind_text(statement, 23, e->secrecy ? e->secrecy : "open");
    statement_bind_text(statement, 24, e->report);
    if (e->reverts)
        statement_bind_int(statement, 25, e->reverts);
}

enum base_status store_edition_add(struct store *store, const struct store_edition *edition,
                                   int64_t *id, struct base_error *err)
{
    static const char SQL[] =
        "INSERT INTO edition (recorded_at, kind, entity, actor, reason, source_file, "
        "source_sha256, driver, layer, encoding, encoding_from, crs, crs_from, pipeline, "
        "resolution_m, accuracy_m, effective, options_hash, licence, attribution, may_publish, "
        "may_export, secrecy, report, reverts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)";
    sqlite3_stmt *statement;
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, base_time_now());
    bind_facts(statement, edition);
    status = statement_run(store, statement, err);
    if (status != BASE_OK)
        return status;
    char subject[40];
    *id = sqlite3_last_insert_rowid(store->db);
    snprintf(subject, sizeof subject, "edition %lld", (long long)*id);
    store_touch(store, STORE_EDITION);
    return store_audit_add(store, edition->actor, edition->kind, subject, NULL,
                           edition->source_sha256, err);
}

enum base_status store_edition_set_report(struct store *store, int64_t id, const char *report,
                                          struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        statement_get(store, "UPDATE edition SET report = ?2 WHERE id = ?1", &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, id);
    statement_bind_text(statement, 2, report);
    return statement_run(store, statement, err);
}

static enum base_status read_row(sqlite3_stmt *s, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_edition *e = item;
    *e = (struct store_edition){
        .id = statement_int(s, 0),
        .recorded_at = statement_int(s, 1),
        .kind = statement_text(s, 2, arena),
        .entity = statement_text(s, 3, arena),
        .actor = statement_text(s, 4, arena),
        .reason = statement_text(s, 5, arena),
        .source_file = statement_text(s, 6, arena),
        .source_sha256 = statement_text(s, 7, arena),
        .driver = statement_text(s, 8, arena),
        .layer = statement_text(s, 9, arena),
        .encoding = statement_text(s, 10, arena),
        .encoding_from = statement_text(s, 11, arena),
        .crs = statement_text(s, 12, arena),
        .crs_from = statement_text(s, 13, arena),
        .pipeline = statement_text(s, 14, arena),
        .resolution_m = statement_number(s, 15),
        .accuracy_m = statement_number(s, 16),
        .effective = statement_date(s, 17),
        .options_hash = statement_text(s, 18, arena),
        .licence = statement_text(s, 19, arena),
        .attribution = statement_text(s, 20, arena),
        .may_publish = statement_int(s, 21) != 0,
        .may_export = statement_int(s, 22) != 0,
        .secrecy = statement_text(s, 23, arena),
        .reverts = statement_int(s, 24),
        .reverted_by = statement_int(s, 25),
    };
    if (sqlite3_column_count(s) > 26)
        e->report = statement_text(s, 26, arena);
    return e->kind ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status read_one(struct store *store, sqlite3_stmt *statement,
                                 struct base_arena *arena, struct store_edition *out,
                                 struct base_error *err)
{
    struct versioned_list list = {.arena = arena, .size = sizeof *out};
    enum base_status status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK && list.count == 0)
        return base_fail(err, BASE_NOT_FOUND, "the record has no such edition");
    if (status == BASE_OK)
        *out = *(struct store_edition *)list.items;
    return status;
}

enum base_status store_edition_find(struct store *store, int64_t id, struct base_arena *arena,
                                    struct store_edition *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = statement_get(
        store, "SELECT " COLUMNS ", report FROM edition WHERE id = ?1", &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, id);
    return read_one(store, statement, arena, out, err);
}

enum base_status store_edition_find_hash(struct store *store, const char *options_hash,
                                         struct base_arena *arena, struct store_edition *out,
                                         struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        statement_get(store,
                      "SELECT " COLUMNS ", report FROM edition WHERE options_hash = ?1 AND "
                      "reverted_by IS NULL ORDER BY id DESC LIMIT 1",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, options_hash);
    return read_one(store, statement, arena, out, err);
}

enum base_status store_edition_list(struct store *store, struct base_arena *arena,
                                    struct store_edition **out, size_t *count,
                                    struct base_error *err)
{
    sqlite3_stmt *statement;
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status =
        statement_get(store, "SELECT " COLUMNS " FROM edition ORDER BY id", &statement, err);
    if (status == BASE_OK)
        status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}

enum base_status store_edition_last(struct store *store, int64_t *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status = statement_get(store, "SELECT max(id) FROM edition", &statement, err);
    if (status == BASE_OK)
        status = statement_step(store, statement, &row, err);
    if (status == BASE_OK) {
        *out = statement_int(statement, 0);
        sqlite3_reset(statement);
    }
    return status;
}

enum base_status store_edition_known(struct store *store, base_time_t moment, int64_t *out,
                                     struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status = statement_get(
        store, "SELECT max(id) FROM edition WHERE recorded_at <= ?1", &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, moment);
    status = statement_step(store, statement, &row, err);
    if (status == BASE_OK) {
        *out = statement_int(statement, 0);
        sqlite3_reset(statement);
    }
    return status;
}

enum base_status store_edition_resolution(struct store *store, int64_t edition, double *out,
                                          struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status =
        statement_get(store, "SELECT resolution_m FROM edition WHERE id = ?1", &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, edition);
    status = statement_step(store, statement, &row, err);
    if (status == BASE_OK) {
        *out = row ? statement_number(statement, 0) : NAN;
        sqlite3_reset(statement);
    }
    return status;
}
