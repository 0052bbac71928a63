/* store/doctor.c - checking the record itself. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/wkb.h"
#include "store/audit.h"
#include "store/versioned.h"

struct doctor {
    struct store *store;
    store_doctor_found found;
    void *context;
    int64_t count;
};

static void tell(struct doctor *doctor, const char *severity, const struct base_error *what)
{
    doctor->count++;
    doctor->found(doctor->context, severity, what);
}

/* --- the file ------------------------------------------------------------ */

static enum base_status check_file(struct doctor *doctor, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = true;
    enum base_status status =
        statement_get(doctor->store, "PRAGMA integrity_check(20)", &statement, err);
    while (status == BASE_OK) {
        struct base_error what;
        status = statement_step(doctor->store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        if (strcmp(text, "ok") == 0)
            continue;
        base_fail(&what, BASE_INVALID, "the file is damaged: %.200s; restore a backup", text);
        tell(doctor, "blocking", &what);
    }
    return status;
}

static enum base_status check_references(struct doctor *doctor, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = true;
    enum base_status status =
        statement_get(doctor->store, "PRAGMA foreign_key_check", &statement, err);
    while (status == BASE_OK) {
        struct base_error what;
        status = statement_step(doctor->store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        base_fail(&what, BASE_INVALID, "row %lld of %s points to a row of %s that is not there",
                  (long long)statement_int(statement, 1),
                  (const char *)sqlite3_column_text(statement, 0),
                  (const char *)sqlite3_column_text(statement, 2));
        tell(doctor, "blocking", &what);
    }
    return status;
}

/* --- geometry ------------------------------------------------------------ */

/* The doubles of the record are those nearest to a grid number: written again
 * they give the same bytes. */
static void check_blob(struct doctor *doctor, const char *table, int64_t version, const void *blob,
                       size_t size, struct base_arena *arena)
{
    struct base_error what, why;
    struct geo_geometry geometry;
    struct base_buffer again BASE_BUFFER_AUTO = {0};
    if (geo_spatialite_parse(blob, size, arena, &geometry, &why) != BASE_OK) {
        base_fail(&what, BASE_INVALID, "%s version %lld has geometry that cannot be read: %.200s",
                  table, (long long)version, why.message);
        tell(doctor, "blocking", &what);
        return;
    }
    geo_blob_write(&geometry, 0, &again);
    if (again.size != size || memcmp(again.data, blob, size) != 0) {
        base_fail(&what, BASE_INVALID, "%s version %lld has coordinates off the 1e-9 degree grid",
                  table, (long long)version);
        tell(doctor, "substantive", &what);
    }
}

/* The statement of one of the texts of the table. */
static enum base_status get(struct doctor *doctor, const struct versioned_table *table,
                            enum versioned_text which, sqlite3_stmt **out, struct base_error *err)
{
    const char *sql = versioned_text(doctor->store, table, which, NULL);
    return sql ? statement_get(doctor->store, sql, out, err)
               : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status check_geometry(struct doctor *doctor, const struct versioned_table *table,
                                       struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = true;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = get(doctor, table, TEXT_GEOMETRIES, &statement, err);
    while (status == BASE_OK) {
        status = statement_step(doctor->store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        const void *blob = sqlite3_column_blob(statement, 1);
        size_t size = (size_t)sqlite3_column_bytes(statement, 1);
        check_blob(doctor, table->name, statement_int(statement, 0), blob ? blob : "", size, arena);
        base_arena_reset(arena);
    }
    return status;
}

/* --- dates, codes, owners, guards ----------------------------------------- */

static enum base_status check_days(struct doctor *doctor, const struct versioned_table *table,
                                   struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = true;
    enum base_status status = get(doctor, table, TEXT_DAYS, &statement, err);
    while (status == BASE_OK) {
        struct base_error what;
        status = statement_step(doctor->store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        base_fail(&what, BASE_INVALID, "%s %lld has two versions on the same days", table->name,
                  (long long)statement_int(statement, 0));
        tell(doctor, "blocking", &what);
    }
    return status;
}

/* A question whose every answer is a text, told with the sentence. */
enum doctor_question { TWO_HOLDERS, NO_OWNER, NO_GUARD };

static void tell_text(struct doctor *doctor, enum doctor_question question, const char *text)
{
    struct base_error what;
    if (question == TWO_HOLDERS)
        base_fail(&what, BASE_INVALID, "two units hold the code %s on the same days", text);
    else if (question == NO_OWNER)
        base_fail(&what, BASE_INVALID, "the name %.100s belongs to what is no longer there", text);
    else
        base_fail(&what, BASE_INVALID,
                  "the table %s is not guarded against other programs; restore a backup", text);
    tell(doctor, question == NO_OWNER ? "minor" : "blocking", &what);
}

static enum base_status check_texts(struct doctor *doctor, enum doctor_question question,
                                    struct base_error *err)
{
    static const char *const SQL[] = {
        [TWO_HOLDERS] =
            "SELECT DISTINCT a.code FROM division_version a JOIN division_version b ON "
            "b.code = a.code AND b.identity > a.identity WHERE a.recorded_to IS NULL AND "
            "b.recorded_to IS NULL AND " VERSIONED_SAME_DAYS,
        [NO_OWNER] = "SELECT n.name FROM name_version n WHERE n.recorded_to IS NULL AND NOT EXISTS "
                     "(SELECT 1 FROM division_version d WHERE n.owner_kind = 0 AND "
                     "d.identity = n.owner AND d.recorded_to IS NULL) AND NOT EXISTS "
                     "(SELECT 1 FROM place_version p WHERE n.owner_kind = 1 AND "
                     "p.identity = n.owner AND p.recorded_to IS NULL)",
    };
    sqlite3_stmt *statement;
    bool row = true;
    enum base_status status = statement_get(doctor->store, SQL[question], &statement, err);
    while (status == BASE_OK) {
        status = statement_step(doctor->store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        tell_text(doctor, question, (const char *)sqlite3_column_text(statement, 0));
    }
    return status;
}

static enum base_status check_subjects_of(struct doctor *doctor,
                                          const struct versioned_table *table, const char *column,
                                          struct base_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool row = true;
    char *sql = versioned_dangling_text(table, column);
    enum base_status status = sql ? statement_once(doctor->store, sql, &statement, err)
                                  : base_fail(err, BASE_NO_MEMORY, "out of memory");
    while (status == BASE_OK) {
        struct base_error what;
        status = statement_step(doctor->store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        base_fail(&what, BASE_INVALID, "%s version %lld is about %.60s, which is no longer there",
                  table->name, (long long)statement_int(statement, 0),
                  (const char *)sqlite3_column_text(statement, 1));
        tell(doctor, "minor", &what);
    }
    sqlite3_finalize(statement);
    free(sql);
    return status;
}

static enum base_status check_subjects(struct doctor *doctor, const struct versioned_table *table,
                                       struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < table->column_count && status == BASE_OK; i++)
        if (table->columns[i].kind == STORE_COLUMN_SUBJECT)
            status = check_subjects_of(doctor, table, table->columns[i].name, err);
    return status;
}

static enum base_status check_guards(struct doctor *doctor, struct base_error *err)
{
    const char *table;
    for (size_t i = 0; (table = store_migration_table(i)); i++) {
        sqlite3_stmt *statement;
        bool row = false;
        enum base_status status =
            statement_get(doctor->store,
                          "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND "
                          "tbl_name = ?1 AND name LIKE 'guard!_%' ESCAPE '!' AND "
                          "sql LIKE '%SELECT yutu_writer()%'",
                          &statement, err);
        if (status == BASE_OK) {
            statement_bind_text(statement, 1, table);
            status = statement_step(doctor->store, statement, &row, err);
        }
        if (status != BASE_OK)
            return status;
        if (row && statement_int(statement, 0) < 3)
            tell_text(doctor, NO_GUARD, table);
        sqlite3_reset(statement);
    }
    return BASE_OK;
}

/* --- the audit chain ----------------------------------------------------- */

static enum base_status check_audit(struct doctor *doctor, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = true;
    char previous[BASE_HASH_TEXT] = "";
    enum base_status status =
        statement_get(doctor->store,
                      "SELECT seq, recorded_at, actor, action, subject, before, after, "
                      "previous_hash, hash FROM audit ORDER BY seq",
                      &statement, err);
    while (status == BASE_OK) {
        struct base_error what;
        char hash[BASE_HASH_TEXT];
        status = statement_step(doctor->store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        struct audit_row audit = {.recorded_at = statement_int(statement, 1),
                                  .actor = (const char *)sqlite3_column_text(statement, 2),
                                  .action = (const char *)sqlite3_column_text(statement, 3),
                                  .subject = (const char *)sqlite3_column_text(statement, 4),
                                  .before = (const char *)sqlite3_column_text(statement, 5),
                                  .after = (const char *)sqlite3_column_text(statement, 6),
                                  .previous_hash = previous};
        store_audit_hash(&audit, hash);
        const char *kept = (const char *)sqlite3_column_text(statement, 8);
        const char *said = (const char *)sqlite3_column_text(statement, 7);
        if (strcmp(hash, kept) != 0 || strcmp(said, previous) != 0) {
            base_fail(&what, BASE_INVALID, "the audit chain is broken at row %lld",
                      (long long)statement_int(statement, 0));
            tell(doctor, "blocking", &what);
        }
        snprintf(previous, sizeof previous, "%s", kept);
    }
    return status;
}

enum base_status store_doctor(struct store *store, store_doctor_found found, void *context,
                              int64_t *count, struct base_error *err)
{
    struct doctor doctor = {store, found, context, 0};
    enum base_status status = check_file(&doctor, err);
    if (status == BASE_OK)
        status = check_references(&doctor, err);
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT && status == BASE_OK; i++)
        if (VERSIONED_TABLES[i]->has_geometry)
            status = check_geometry(&doctor, VERSIONED_TABLES[i], err);
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT && status == BASE_OK; i++)
        status = check_days(&doctor, VERSIONED_TABLES[i], err);
    if (status == BASE_OK)
        status = check_texts(&doctor, TWO_HOLDERS, err);
    if (status == BASE_OK)
        status = check_texts(&doctor, NO_OWNER, err);
    for (size_t i = 0; i < VERSIONED_TABLE_COUNT && status == BASE_OK; i++)
        status = check_subjects(&doctor, VERSIONED_TABLES[i], err);
    if (status == BASE_OK)
        status = check_guards(&doctor, err);
    if (status == BASE_OK)
        status = check_audit(&doctor, err);
    *count = doctor.count;
    return status;
}
