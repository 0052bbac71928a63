/* server/api_import.c - upload of files. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "server/api.h"
#include "server/app.h"
#include "server/multipart.h"

/* Form fields that become options of `yutu import`, by the option's name. */
static const char *const OPTIONS[] = {
    "layer", "encoding", "crs",    "shift",   "effective",   "party",        "complete",
    "map",   "licence",  "reason", "secrecy", "attribution", "allow-errors",
};

#define MAX_ARGS (6 + 2 * SERVER_MAX_PARTS)

struct arguments {
    const char *items[MAX_ARGS + 1];
    size_t count;
    size_t files;
    bool has_kind;
};

static void add(struct arguments *arguments, const char *text)
{
    if (arguments->count < MAX_ARGS)
        arguments->items[arguments->count++] = text;
}

static enum base_status save_file(const struct server_part *part, const char *folder,
                                  struct server_call *call, struct arguments *arguments,
                                  struct base_error *err)
{
    const char *name = server_multipart_filename(part->filename, call->arena);
    const char *path = name ? base_arena_printf(call->arena, "%s/%s", folder, name) : NULL;
    if (!path)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (base_file_exists(path))
        return base_fail(err, BASE_INVALID, "two files of the upload are called %s", name);
    add(arguments, path);
    arguments->files++;
    return base_file_write_atomic(path, part->data, part->size, err);
}

static enum base_status add_option(const struct server_part *part, struct server_call *call,
                                   struct arguments *arguments, struct base_error *err)
{
    const char *value = base_arena_strndup(call->arena, part->data, part->size);
    if (!value)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (strcmp(part->name, "as") == 0) {
        add(arguments, base_arena_printf(call->arena, "--as=%s", value));
        arguments->has_kind = true;
        return BASE_OK;
    }
    if (strcmp(part->name, "dry-run") == 0) {
        add(arguments, "--dry-run");
        return BASE_OK;
    }
    for (size_t i = 0; i < sizeof OPTIONS / sizeof OPTIONS[0]; i++)
        if (strcmp(part->name, OPTIONS[i]) == 0) {
            add(arguments, base_arena_printf(call->arena, "--%s=%s", part->name, value));
            return BASE_OK;
        }
    return base_fail(err, BASE_INVALID, "the form field %.40s is not known", part->name);
}

/* Options first, then `--`, so that no file name is read as an option. */
static enum base_status read_form(struct server_call *call, const char *folder,
                                  struct arguments *arguments, struct base_error *err)
{
    struct server_part parts[SERVER_MAX_PARTS];
    size_t count = 0;
    enum base_status status = server_multipart_parse(
        server_request_header(call->request, "Content-Type"), call->request->body,
        call->request->body_size, call->arena, parts, &count, err);
    for (size_t i = 0; i < count && status == BASE_OK; i++)
        if (!parts[i].filename)
            status = add_option(&parts[i], call, arguments, err);
    add(arguments, "--");
    add(arguments, server_app_config(call->app)->record_path);
    for (size_t i = 0; i < count && status == BASE_OK; i++)
        if (parts[i].filename)
            status = save_file(&parts[i], folder, call, arguments, err);
    if (status != BASE_OK)
        return status;
    if (!arguments->has_kind || arguments->files == 0)
        return base_fail(err, BASE_INVALID,
                         "the form needs the field as (division, road, …) and at least one file");
    return BASE_OK;
}

enum base_status server_api_import(struct server_call *call, struct server_reply *reply,
                                   struct base_error *err)
{
    char id[33], folder[4096];
    struct arguments arguments = {0};
    struct server_jobs *jobs = server_app_jobs(call->app);
    enum base_status status = server_jobs_folder(jobs, id, folder, sizeof folder, err);
    if (status != BASE_OK)
        return status;
    add(&arguments, "import");
    add(&arguments, "--json");
    add(&arguments, "--progress-lines");
    status = read_form(call, folder, &arguments, err);
    if (status == BASE_OK)
        status = server_jobs_start(jobs, id, "import", arguments.items, err);
    if (status != BASE_OK) {
        enum base_status removed = base_file_remove_tree(folder, NULL);
        (void)removed; /* the first fault is the one to tell */
        return status;
    }
    return server_job_accepted(call, reply, id, "import", err);
}
