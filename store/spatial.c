/* store/spatial.c - what the record needs of SpatiaLite. */
#include "store/spatial.h"

#include <assert.h>
#include <pthread.h>
#include <spatialite.h>
#include <string.h>

#include "base/late.h"
#include "geo/wkb.h"
#include "store/statement.h"

/* --- loading --------------------------------------------------------------- */

#define FUNCTIONS(X)                                                                               \
    X(spatialite_alloc_connection)                                                                 \
    X(spatialite_init_ex)                                                                          \
    X(spatialite_cleanup_ex)

static struct spatial_late {
    FUNCTIONS(BASE_LATE_POINTER)
} late;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;
static struct base_error load_error; /* status BASE_OK: it is there */

static void load(void)
{
    static const char *const NAMES[] = {FUNCTIONS(BASE_LATE_NAME)};
    static_assert(sizeof late == sizeof NAMES, "one pointer a function");
    (void)!base_late_load(YUTU_SPATIALITE, NAMES, sizeof NAMES / sizeof NAMES[0], &late,
                          &load_error);
}

enum base_status spatial_load(struct store *store, struct base_error *err)
{
    if (store->spatialite)
        return BASE_OK;
    pthread_once(&loaded, load);
    if (load_error.status != BASE_OK) {
        if (err)
            *err = load_error;
        return load_error.status;
    }
    store->spatialite = late.spatialite_alloc_connection();
    if (!store->spatialite)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    late.spatialite_init_ex(store->db, store->spatialite, 0);
    return BASE_OK;
}

void spatial_free(struct store *store)
{
    if (store->spatialite)
        late.spatialite_cleanup_ex(store->spatialite);
    store->spatialite = NULL;
}

/* --- functions of triggers --------------------------------------------------- */

static bool read_blob(sqlite3_value *value, struct geo_blob *out)
{
    size_t size = (size_t)sqlite3_value_bytes(value);
    return sqlite3_value_type(value) == SQLITE_BLOB &&
           geo_blob_describe(sqlite3_value_blob(value), size, out);
}

/* No geometry fits everywhere; type 0 stands for any. */
static void geometry_constraints(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct geo_blob blob;
    (void)count;
    int type = sqlite3_value_int(values[1]);
    bool fits = sqlite3_value_type(values[0]) == SQLITE_NULL ||
                (read_blob(values[0], &blob) && blob.srid == sqlite3_value_int(values[2]) &&
                 (type == 0 || (int)blob.kind == type));
    sqlite3_result_int(context, fits);
}

static bool insert_box(sqlite3 *db, const char *index, sqlite3_int64 row, struct geo_bbox box)
{
    sqlite3_stmt *statement = NULL;
    char *sql = sqlite3_mprintf("INSERT INTO \"%w\" (pkid, xmin, xmax, ymin, ymax) "
                                "VALUES (?1, ?2, ?3, ?4, ?5)",
                                index);
    bool done = sql && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK;
    if (done) {
        sqlite3_bind_int64(statement, 1, row);
        sqlite3_bind_double(statement, 2, box.west);
        sqlite3_bind_double(statement, 3, box.east);
        sqlite3_bind_double(statement, 4, box.south);
        sqlite3_bind_double(statement, 5, box.north);
        done = sqlite3_step(statement) == SQLITE_DONE;
    }
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return done;
}

/* The trigger removed the row's box before. Where it cannot be put, the statement
 * fails: a row that the index lacks would not be found. */
static void rtree_align(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct geo_blob blob;
    const char *index = (const char *)sqlite3_value_text(values[0]);
    (void)count;
    if (sqlite3_value_type(values[2]) == SQLITE_NULL) {
        sqlite3_result_int(context, 1);
        return;
    }
    if (index && read_blob(values[2], &blob) &&
        insert_box(sqlite3_context_db_handle(context), index, sqlite3_value_int64(values[1]),
                   blob.box))
        sqlite3_result_int(context, 1);
    else
        sqlite3_result_error(context, "the spatial index cannot be written", -1);
}

enum base_status spatial_define(struct store *store, struct base_error *err)
{
    static const int PURE = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (sqlite3_create_function_v2(store->db, "GeometryConstraints", 3, PURE, NULL,
                                   geometry_constraints, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_create_function_v2(store->db, "RTreeAlign", 3, SQLITE_UTF8, NULL, rtree_align, NULL,
                                   NULL, NULL) != SQLITE_OK)
        return statement_fail(store, err);
    return BASE_OK;
}
