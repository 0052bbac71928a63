/* store/backup.c - an online copy. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "store/connection.h"
#include "store/statement.h"

/* In one step: in WAL the pages are those of one moment and writers go on. The
 * copy is left in the form that network shares can bear, without WAL. */
static enum base_status copy(struct store *store, sqlite3 *target, struct base_error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(target, "main", store->db, "main");
    if (!backup)
        return base_fail(err, BASE_FAILED, "the copy cannot be begun: %s", sqlite3_errmsg(target));
    int result;
    while ((result = sqlite3_backup_step(backup, -1)) == SQLITE_BUSY || result == SQLITE_LOCKED)
        sqlite3_sleep(20);
    if (sqlite3_backup_finish(backup) != SQLITE_OK ||
        sqlite3_exec(target, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
        return base_fail(err, BASE_FAILED, "the copy failed: %s", sqlite3_errmsg(target));
    return BASE_OK;
}

static enum base_status flush(const char *path, struct base_error *err)
{
    int file = open(path, O_RDONLY);
    bool done = file >= 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    return done ? BASE_OK : base_fail(err, BASE_FAILED, "%s cannot be written to the disk", path);
}

enum base_status store_backup(struct store *store, const char *out_path, struct base_error *err)
{
    char building[4096];
    sqlite3 *target = NULL;
    if (base_file_exists(out_path))
        return base_fail(err, BASE_CONFLICT, "%s exists already; choose another name", out_path);
    snprintf(building, sizeof building, "%s.new-%ld", out_path, (long)getpid());
    int opened =
        sqlite3_open_v2(building, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    enum base_status status = opened == SQLITE_OK
                                  ? copy(store, target, err)
                                  : base_fail(err, BASE_FAILED, "%s cannot be made: %s", out_path,
                                              sqlite3_errmsg(target));
    sqlite3_close(target);
    if (status == BASE_OK)
        status = flush(building, err);
    if (status == BASE_OK && rename(building, out_path) != 0)
        status = base_fail(err, BASE_FAILED, "%s cannot be made", out_path);
    if (status != BASE_OK)
        unlink(building);
    return status;
}
