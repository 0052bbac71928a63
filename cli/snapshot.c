/* cli/snapshot.c - snapshot: the read-only file that serving nodes run on. */
#include "base/snapshot.h"

#include "base/file.h"
#include "base/json.h"
#include "cli/cli.h"
#include "server/view.h"

/* An older snapshot may be replaced; anything else that has the name may not. */
static enum base_status check_place(const char *path, struct base_error *err)
{
    struct base_snapshot *old = NULL;
    if (!base_file_exists(path))
        return BASE_OK;
    if (base_snapshot_open(path, &old, NULL) != BASE_OK)
        return base_fail(err, BASE_CONFLICT, "%s exists and is no snapshot; choose another name",
                         path);
    base_snapshot_release(old);
    return BASE_OK;
}

static enum base_status pack(struct cli *cli, struct base_snapshot **snapshot,
                             struct base_error *err)
{
    struct store *store = NULL;
    bool changed;
    const char *folder = server_view_folder(cli->arguments[0], cli->arena);
    if (!folder)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = check_place(cli->arguments[1], err);
    if (status == BASE_OK)
        status = cli_open(cli, STORE_WRITE, &store, err);
    if (status == BASE_OK)
        status = server_view_refresh(store, folder, &cli->progress, &changed, err);
    store_close(store);
    if (status == BASE_OK)
        status = base_snapshot_open(folder, snapshot, err);
    if (status == BASE_OK)
        status = base_snapshot_pack(*snapshot, cli->arguments[1], err);
    return status;
}

enum cli_exit cli_snapshot(struct cli *cli)
{
    struct base_error err;
    struct base_snapshot *snapshot = NULL;
    enum cli_exit code = CLI_DONE;
    if (pack(cli, &snapshot, &err) != BASE_OK)
        code = cli_fail(cli, &err);
    else if (cli->json) {
        struct base_buffer out BASE_BUFFER_AUTO = {0};
        struct base_json json;
        base_json_init(&json, &out);
        base_json_object_begin(&json);
        base_json_key_string(&json, "snapshot", base_snapshot_id(snapshot));
        base_json_key_string(&json, "file", cli->arguments[1]);
        base_json_object_end(&json);
        code = cli_print(cli, &out);
    } else
        cli_say(cli, "%s holds snapshot %s", cli->arguments[1], base_snapshot_id(snapshot));
    base_snapshot_release(snapshot);
    return code;
}
