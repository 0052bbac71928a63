/* store/finding.c - findings of inspection. */
#include "store/finding_row.h"

#include <math.h>
#include <string.h>

#include "geo/wkb.h"
#include "store/connection.h"
#include "store/versioned.h"

static const char *const SEVERITIES[] = {"blocking", "substantive", "minor", "notice"};

static int64_t rank_of(const char *severity)
{
    for (int i = 0; i < 4; i++)
        if (strcmp(severity, SEVERITIES[i]) == 0)
            return i;
    return 4;
}

/* The number of the finding with that id; 0: there is none. */
static enum base_status find_number(struct store *store, const char *id, int64_t *number,
                                    struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status =
        statement_get(store, "SELECT number FROM finding WHERE id = ?1", &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, id);
    status = statement_step(store, statement, &row, err);
    if (status != BASE_OK)
        return status;
    *number = row ? statement_int(statement, 0) : 0;
    sqlite3_reset(statement);
    return BASE_OK;
}

static enum base_status make_identity(struct store *store, int64_t run,
                                      const struct store_finding *f, int64_t *number,
                                      struct base_error *err)
{
    static const char SQL[] =
        "INSERT INTO finding (id, kind, parties, state, first_run, last_run, first_seen) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)";
    sqlite3_stmt *statement;
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, f->id);
    statement_bind_text(statement, 2, f->kind);
    statement_bind_text(statement, 3, f->parties ? f->parties : "");
    statement_bind_text(statement, 4, f->state ? f->state : "new");
    statement_bind_int(statement, 5, run);
    statement_bind_int(statement, 6, f->first_seen);
    status = statement_run(store, statement, err);
    if (status == BASE_OK)
        *number = sqlite3_last_insert_rowid(store->db);
    return status;
}

static enum base_status see_again(struct store *store, int64_t run, int64_t number,
                                  struct base_error *err)
{
    static const char SQL[] =
        "UPDATE finding SET last_run = ?2, state = " FINDING_SEEN_AGAIN " WHERE number = ?1";
    sqlite3_stmt *statement;
    enum base_status status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, number);
    statement_bind_int(statement, 2, run);
    return statement_run(store, statement, err);
}

/* The finding itself: made, or carried over with its state. Gives its number. */
static enum base_status put_identity(struct store *store, int64_t run,
                                     const struct store_finding *f, int64_t *number,
                                     struct base_error *err)
{
    enum base_status status = find_number(store, f->id, number, err);
    if (status != BASE_OK)
        return status;
    return *number ? see_again(store, run, *number, err)
                   : make_identity(store, run, f, number, err);
}

static void bind_sight(sqlite3_stmt *statement, const struct store_finding *f,
                       const struct base_buffer *blob)
{
    statement_bind_text(statement, 3, f->level);
    statement_bind_text(statement, 4, f->severity);
    statement_bind_int(statement, 5, rank_of(f->severity));
    statement_bind_number(statement, 6, f->area_m2);
    statement_bind_number(statement, 7, f->width_m);
    if (!geo_box_is_empty(f->box)) {
        statement_bind_int(statement, 8, f->box.min.lon);
        statement_bind_int(statement, 9, f->box.min.lat);
        statement_bind_int(statement, 10, f->box.max.lon);
        statement_bind_int(statement, 11, f->box.max.lat);
        statement_bind_int(statement, 12, f->first_vertex.lon);
        statement_bind_int(statement, 13, f->first_vertex.lat);
    }
    statement_bind_text(statement, 14, f->body);
    statement_bind_blob(statement, 15, blob->size ? blob->data : NULL, blob->size);
    statement_bind_text(statement, 16, f->derived);
}

/* What the run saw; the last word where it says it twice. */
enum base_status store_finding_put(struct store *store, int64_t run,
                                   const struct store_finding *finding, struct base_error *err)
{
    static const char SQL[] =
        "INSERT INTO run_finding (run, finding, level, severity, severity_rank, area_m2, width_m, "
        "west, south, east, north, first_lon, first_lat, body, geometry, derived) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) "
        "ON CONFLICT (run, finding) DO UPDATE SET level = excluded.level, "
        "severity = excluded.severity, severity_rank = excluded.severity_rank, "
        "area_m2 = excluded.area_m2, width_m = excluded.width_m, west = excluded.west, "
        "south = excluded.south, east = excluded.east, north = excluded.north, "
        "first_lon = excluded.first_lon, first_lat = excluded.first_lat, body = excluded.body, "
        "geometry = excluded.geometry, derived = excluded.derived";
    sqlite3_stmt *statement;
    int64_t number = 0;
    base_buffer_clear(&store->wkb);
    if (finding->geometry.part_count > 0)
        geo_blob_write(&finding->geometry, 0, &store->wkb);
    enum base_status status = base_buffer_check(&store->wkb, err);
    if (status == BASE_OK)
        status = put_identity(store, run, finding, &number, err);
    if (status == BASE_OK)
        status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, run);
    statement_bind_int(statement, 2, number);
    bind_sight(statement, finding, &store->wkb);
    store->loaded_findings = true;
    return statement_run(store, statement, err);
}

static enum base_status read_row(sqlite3_stmt *s, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_finding *f = item;
    bool placed = sqlite3_column_type(s, 8) != SQLITE_NULL;
    *f = (struct store_finding){
        .id = statement_text(s, 0, arena),
        .kind = statement_text(s, 1, arena),
        .level = statement_text(s, 2, arena),
        .severity = statement_text(s, 3, arena),
        .state = statement_text(s, 4, arena),
        .parties = statement_text(s, 5, arena),
        .area_m2 = statement_number(s, 6),
        .width_m = statement_number(s, 7),
        .box = geo_box_empty(),
        .first_vertex = {statement_int(s, 12), statement_int(s, 13)},
        .first_run = statement_int(s, 14),
        .last_run = statement_int(s, 15),
        .first_seen = statement_int(s, 16),
        .body = statement_text(s, 17, arena),
        .derived = statement_text(s, 19, arena),
    };
    if (placed)
        f->box = (struct geo_box){{statement_int(s, 8), statement_int(s, 9)},
                                  {statement_int(s, 10), statement_int(s, 11)}};
    if (!f->id || !f->body)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    const void *blob = sqlite3_column_blob(s, 18);
    size_t size = (size_t)sqlite3_column_bytes(s, 18);
    return blob ? geo_spatialite_parse(blob, size, arena, &f->geometry, err) : BASE_OK;
}

enum base_status finding_collect(struct store *store, sqlite3_stmt *statement,
                                 struct base_arena *arena, struct store_finding **out,
                                 size_t *count, struct base_error *err)
{
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}

enum base_status store_finding_any(struct store *store, bool *any, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status =
        statement_get(store, "SELECT 1 FROM finding LIMIT 1", &statement, err);
    if (status == BASE_OK)
        status = statement_step(store, statement, &row, err);
    if (status != BASE_OK)
        return status;
    *any = row;
    sqlite3_reset(statement);
    return BASE_OK;
}

enum base_status store_finding_known(struct store *store, int64_t run, const char *id,
                                     struct base_arena *arena, bool *known, base_time_t *first_seen,
                                     const char **state, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status = statement_get(store,
                                            "SELECT first_seen, " FINDING_SEEN_AGAIN
                                            " FROM finding WHERE id = ?1 AND last_run < ?2",
                                            &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, id);
    statement_bind_int(statement, 2, run);
    status = statement_step(store, statement, &row, err);
    if (status != BASE_OK)
        return status;
    *known = row;
    if (row) {
        *first_seen = statement_int(statement, 0);
        *state = statement_text(statement, 1, arena);
        sqlite3_reset(statement);
    }
    return row && !*state ? base_fail(err, BASE_NO_MEMORY, "out of memory") : BASE_OK;
}

enum base_status store_finding_earlier(struct store *store, int64_t run, const char *kind,
                                       const char *parties, struct base_arena *arena,
                                       struct store_finding **out, size_t *count,
                                       struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = statement_get(
        store,
        "SELECT " FINDING_COLUMNS " FROM finding f JOIN run_finding r ON r.number = "
        "(SELECT max(l.number) FROM run_finding l WHERE l.finding = f.number) "
        "WHERE f.kind = ?1 AND f.parties = ?2 AND f.last_run < ?3 ORDER BY " FINDING_LAST_RUN
        " DESC, f.id",
        &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, kind);
    statement_bind_text(statement, 2, parties);
    statement_bind_int(statement, 3, run);
    return finding_collect(store, statement, arena, out, count, err);
}

enum base_status store_finding_last_id(struct store *store, int64_t run, const char *derived,
                                       struct base_arena *arena, bool *known, const char **id,
                                       struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status =
        statement_get(store,
                      "SELECT f.id FROM run_finding r JOIN finding f ON f.number = r.finding "
                      "WHERE r.derived = ?1 AND r.run < ?2 ORDER BY r.run DESC LIMIT 1",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, derived);
    statement_bind_int(statement, 2, run);
    status = statement_step(store, statement, &row, err);
    if (status != BASE_OK)
        return status;
    *known = row;
    if (!row)
        return BASE_OK;
    *id = statement_text(statement, 0, arena);
    sqlite3_reset(statement);
    return *id ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status newest_run(struct store *store, int64_t *run, struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status =
        statement_get(store, "SELECT max(id) FROM run WHERE job = 'inspection'", &statement, err);
    if (status == BASE_OK)
        status = statement_step(store, statement, &row, err);
    if (status == BASE_OK) {
        *run = statement_int(statement, 0);
        sqlite3_reset(statement);
    }
    return status;
}

enum base_status store_finding_find(struct store *store, const char *id, struct base_arena *arena,
                                    struct store_finding *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    struct store_finding *found;
    size_t count;
    enum base_status status =
        statement_get(store,
                      "SELECT " FINDING_COLUMNS " FROM finding f JOIN run_finding r ON r.number = "
                      "(SELECT max(l.number) FROM run_finding l WHERE l.finding = f.number) "
                      "WHERE f.id = ?1",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, id);
    status = finding_collect(store, statement, arena, &found, &count, err);
    if (status == BASE_OK && count == 0)
        return base_fail(err, BASE_NOT_FOUND, "no inspection told of a finding %.40s", id);
    if (status == BASE_OK)
        *out = found[0];
    return status;
}

/* Pages go on behind a finding of the same order. Sizes are compared with the four digits
 * that answers show. */
enum base_status store_finding_list(struct store *store, const struct store_finding_filter *filter,
                                    struct base_arena *arena, struct store_finding **out,
                                    size_t *count, struct base_error *err)
{
    static const char SQL[] =
        "SELECT " FINDING_COLUMNS " FROM run_finding r JOIN finding f ON f.number = r.finding "
        "WHERE r.number IN (SELECT number FROM run_finding WHERE run = ?1 UNION ALL SELECT "
        "c.number FROM run_finding c WHERE c.run = (SELECT carries FROM run WHERE id = ?1) AND "
        "NOT EXISTS (SELECT 1 FROM run_over o WHERE o.run = ?1 AND o.finding = c.finding)) "
        "AND (?2 IS NULL OR f.kind = ?2) AND (?3 IS NULL OR r.severity = ?3) AND "
        "(?4 IS NULL OR f.state = ?4) AND "
        "(?5 IS NULL OR instr(',' || f.parties || ',', ',' || ?5 || ',') > 0) AND "
        "(?6 IS NULL OR r.level = ?6) AND (?7 IS NULL OR round(r.area_m2, 4) >= ?7) AND "
        "(?8 IS NULL OR (r.west <= ?10 AND r.east >= ?8 AND r.south <= ?11 AND r.north >= ?9)) AND "
        "(?14 IS NULL OR f.id = ?14) AND (?15 IS NULL OR round(r.width_m, 4) >= ?15) AND "
        "(?12 IS NULL OR (r.severity_rank, f.kind, f.id) > "
        "(SELECT b.severity_rank, a.kind, a.id FROM finding a JOIN run_finding b ON "
        "b.finding = a.number AND b.run IN (?1, (SELECT carries FROM run WHERE id = ?1)) "
        "WHERE a.id = ?12 ORDER BY b.run DESC LIMIT 1)) "
        "ORDER BY r.severity_rank, f.kind, f.id LIMIT ?13";
    sqlite3_stmt *statement;
    int64_t run = filter->run;
    enum base_status status = run ? BASE_OK : newest_run(store, &run, err);
    if (status == BASE_OK)
        status = statement_get(store, SQL, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_int(statement, 1, run);
    statement_bind_text(statement, 2, filter->kind);
    statement_bind_text(statement, 3, filter->severity);
    statement_bind_text(statement, 4, filter->state);
    statement_bind_text(statement, 5, filter->party);
    statement_bind_text(statement, 6, filter->level);
    statement_bind_number(statement, 7, filter->min_area_m2);
    if (!geo_box_is_empty(filter->box)) {
        statement_bind_int(statement, 8, filter->box.min.lon);
        statement_bind_int(statement, 9, filter->box.min.lat);
        statement_bind_int(statement, 10, filter->box.max.lon);
        statement_bind_int(statement, 11, filter->box.max.lat);
    }
    statement_bind_text(statement, 12, filter->after);
    statement_bind_int(statement, 13, filter->limit ? (int64_t)filter->limit : -1);
    statement_bind_text(statement, 14, filter->id);
    statement_bind_number(statement, 15, filter->min_width_m > 0 ? filter->min_width_m : NAN);
    return finding_collect(store, statement, arena, out, count, err);
}
