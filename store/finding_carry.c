/* store/finding_carry.c - a run that carries an earlier run's findings. */
#include "store/finding_row.h"

/* Beyond so many rows of its own, a run is written whole. */
#define MOST_OWN "100"

#define ROW                                                                                        \
    "finding, level, severity, severity_rank, area_m2, width_m, west, south, east, north, "        \
    "first_lon, first_lat, body, geometry, derived"

/* Runs a statement of run numbers: ?1 the one carried from, ?2 the new one. */
static enum base_status run_two(struct store *store, const char *sql, int64_t from, int64_t run,
                                struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = statement_get(store, sql, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, from);
    statement_bind_int(statement, 2, run);
    return statement_run(store, statement, err);
}

static enum base_status is_heavy(struct store *store, int64_t from, bool *heavy,
                                 struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        statement_get(store,
                      "SELECT (SELECT carries FROM run WHERE id = ?1) IS NOT NULL AND "
                      "(SELECT count(*) FROM run_over WHERE run = ?1) > " MOST_OWN,
                      &statement, err);
    bool row;
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, from);
    status = statement_step(store, statement, &row, err);
    if (status != BASE_OK)
        return status;
    *heavy = statement_int(statement, 0) != 0;
    sqlite3_reset(statement);
    return BASE_OK;
}

/* All rows, written again. */
static enum base_status copy_all(struct store *store, int64_t from, int64_t run,
                                 struct base_error *err)
{
    return run_two(store,
                   "INSERT INTO run_finding (run, " ROW ") SELECT ?2, " ROW
                   " FROM run_finding r WHERE " FINDING_OF_RUN,
                   from, run, err);
}

/* A reference to what that run carries, or to itself, and the rows that differ. */
static enum base_status refer(struct store *store, int64_t from, int64_t run,
                              struct base_error *err)
{
    static const char *const STEPS[] = {
        "UPDATE run SET carries = (SELECT coalesce(carries, id) FROM run WHERE id = ?1) "
        "WHERE id = ?2",
        "INSERT INTO run_over (run, finding) SELECT ?2, finding FROM run_over WHERE run = ?1",
        "INSERT INTO run_finding (run, " ROW ") SELECT ?2, " ROW " FROM run_finding "
        "WHERE run = ?1 AND (SELECT carries FROM run WHERE id = ?1) IS NOT NULL",
    };
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0] && status == BASE_OK; i++)
        status = run_two(store, STEPS[i], from, run, err);
    return status;
}

enum base_status store_run_carry(struct store *store, int64_t run, int64_t from,
                                 struct base_error *err)
{
    bool heavy = false;
    enum base_status status = is_heavy(store, from, &heavy, err);
    if (status != BASE_OK)
        return status;
    return heavy ? copy_all(store, from, run, err) : refer(store, from, run, err);
}

static enum base_status run_one(struct store *store, const char *sql, int64_t run, const char *id,
                                struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = statement_get(store, sql, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, run);
    statement_bind_text(statement, 2, id);
    return statement_run(store, statement, err);
}

enum base_status store_finding_drop(struct store *store, int64_t run, const char *id,
                                    struct base_error *err)
{
    enum base_status status = run_one(store,
                                      "DELETE FROM run_finding WHERE run = ?1 AND finding = "
                                      "(SELECT number FROM finding WHERE id = ?2)",
                                      run, id, err);
    if (status == BASE_OK)
        status = run_one(store,
                         "INSERT OR IGNORE INTO run_over (run, finding) "
                         "SELECT ?1, number FROM finding WHERE id = ?2 AND "
                         "(SELECT carries FROM run WHERE id = ?1) IS NOT NULL",
                         run, id, err);
    return status;
}

enum base_status store_run_settle(struct store *store, int64_t run, struct base_error *err)
{
    static const char *const STEPS[] = {
        "INSERT OR IGNORE INTO run_over (run, finding) SELECT ?1, finding FROM run_finding "
        "WHERE run = ?1 AND (SELECT carries FROM run WHERE id = ?1) IS NOT NULL",
        "UPDATE finding SET last_run = ?1 WHERE last_run < ?1 AND number IN "
        "(SELECT finding FROM run_finding WHERE run = ?1)",
        "UPDATE finding SET state = " FINDING_SEEN_AGAIN
        " WHERE state IN ('fixed', 'verified', 'closed') AND EXISTS (SELECT 1 FROM run_finding r "
        "WHERE r.finding = finding.number AND " FINDING_OF_RUN ")",
    };
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < sizeof STEPS / sizeof STEPS[0] && status == BASE_OK; i++) {
        sqlite3_stmt *statement;
        status = statement_get(store, STEPS[i], &statement, err);
        if (status == BASE_OK) {
            statement_bind_int(statement, 1, run);
            status = statement_run(store, statement, err);
        }
    }
    return status;
}

enum base_status store_finding_seen(struct store *store, int64_t run, const char *derived,
                                    struct base_arena *arena, bool *found,
                                    struct store_finding *out, struct base_error *err)
{
    static const char *const SQL[] = {
        "SELECT " FINDING_COLUMNS " FROM finding f JOIN run_finding r ON r.finding = f.number "
        "WHERE f.id = ?2 AND r.derived IS NULL AND " FINDING_OF_RUN,
        "SELECT " FINDING_COLUMNS " FROM run_finding r JOIN finding f ON r.finding = f.number "
        "WHERE r.derived = ?2 AND " FINDING_OF_RUN,
    };
    struct store_finding *rows = NULL;
    size_t count = 0;
    enum base_status status = BASE_OK;
    for (size_t i = 0; i < 2 && status == BASE_OK && count == 0; i++) {
        sqlite3_stmt *statement;
        status = statement_get(store, SQL[i], &statement, err);
        if (status != BASE_OK)
            break;
        statement_bind_int(statement, 1, run);
        statement_bind_text(statement, 2, derived);
        status = finding_collect(store, statement, arena, &rows, &count, err);
    }
    if (status == BASE_OK) {
        *found = count > 0;
        if (count)
            *out = rows[0];
    }
    return status;
}

enum base_status store_finding_is_seen(struct store *store, int64_t run, const char *id, bool *seen,
                                       struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status =
        statement_get(store,
                      "SELECT 1 FROM finding f JOIN run_finding r ON r.finding = f.number "
                      "WHERE f.id = ?2 AND " FINDING_OF_RUN " LIMIT 1",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, run);
    statement_bind_text(statement, 2, id);
    status = statement_step(store, statement, &row, err);
    if (status != BASE_OK)
        return status;
    *seen = row;
    sqlite3_reset(statement);
    return BASE_OK;
}

/* The findings are few and their rows short: those are gone through first. */
enum base_status store_finding_of_party(struct store *store, int64_t run, const char *code,
                                        struct base_arena *arena, struct store_finding **out,
                                        size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = statement_get(
        store,
        "SELECT " FINDING_COLUMNS " FROM finding f CROSS JOIN run_finding r ON "
        "r.finding = f.number "
        "WHERE instr(',' || f.parties || ',', ',' || ?2 || ',') > 0 AND " FINDING_OF_RUN
        " ORDER BY f.id",
        &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, run);
    statement_bind_text(statement, 2, code);
    return finding_collect(store, statement, arena, out, count, err);
}
