/* server/api_job.c - jobs: started inspections, their state, their end. */
#include <string.h>

#include "base/json.h"
#include "base/json_read.h"
#include "server/api.h"
#include "server/app.h"

enum base_status server_job_accepted(struct server_call *call, struct server_reply *reply,
                                     const char *id, const char *kind, struct base_error *err)
{
    struct base_json json;
    const char *address = base_arena_printf(call->arena, "%s/api/v1/jobs/%s", call->base_url, id);
    if (!address)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    reply->status = 202;
    server_reply_header(reply, "Location", address);
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key_string(&json, "id", id);
    base_json_key_string(&json, "kind", kind);
    base_json_key_string(&json, "state", "running");
    base_json_key_string(&json, "href", address);
    base_json_object_end(&json);
    return BASE_OK;
}

/* --- inspections ----------------------------------------------------------- */

#define BODY_LIMIT (64 * 1024)
#define MAX_ARGS   16

struct arguments {
    const char *items[MAX_ARGS + 1];
    size_t count;
};

/* Adds --NAME=VALUE, where the body has the text. */
static enum base_status add_text(struct server_call *call, const json_t *body, const char *name,
                                 struct arguments *arguments, struct base_error *err)
{
    const char *value = NULL;
    enum base_status status = base_json_get_text(body, name, false, &value, err);
    if (status != BASE_OK || !value)
        return status;
    arguments->items[arguments->count++] = base_arena_printf(call->arena, "--%s=%s", name, value);
    return BASE_OK;
}

static enum base_status add_against(struct server_call *call, const json_t *body,
                                    struct arguments *arguments, struct base_error *err)
{
    int64_t against = 0;
    enum base_status status = base_json_get_int(body, "against", false, &against, err);
    if (status == BASE_OK && against)
        arguments->items[arguments->count++] =
            base_arena_printf(call->arena, "--against=%lld", (long long)against);
    return status;
}

/* A profile is a scale here: a stranger names no file of ours. */
static enum base_status add_profile(struct server_call *call, const json_t *body,
                                    struct arguments *arguments, struct base_error *err)
{
    const char *profile = NULL;
    enum base_status status = base_json_get_text(body, "profile", false, &profile, err);
    bool scale = profile && strncmp(profile, "1:", 2) == 0 &&
                 strspn(profile + 2, "0123456789") == strlen(profile + 2);
    if (status == BASE_OK && profile && !scale)
        return base_fail(err, BASE_INVALID, "profile must be a scale, as 1:10000");
    return status == BASE_OK ? add_text(call, body, "profile", arguments, err) : status;
}

static enum base_status read_body(struct server_call *call, const json_t *body,
                                  struct arguments *arguments, struct base_error *err)
{
    static const char *const KEYS[] = {"level",   "between", "claims", "against",
                                       "profile", "at",      "whole"};
    bool claims = false, whole = false;
    enum base_status status = base_json_check_keys(body, KEYS, sizeof KEYS / sizeof KEYS[0], err);
    if (status == BASE_OK)
        status = add_text(call, body, "level", arguments, err);
    if (status == BASE_OK)
        status = add_text(call, body, "between", arguments, err);
    if (status == BASE_OK)
        status = add_text(call, body, "at", arguments, err);
    if (status == BASE_OK)
        status = add_profile(call, body, arguments, err);
    if (status == BASE_OK)
        status = add_against(call, body, arguments, err);
    if (status == BASE_OK)
        status = base_json_get_bool(body, "claims", false, &claims, err);
    if (status == BASE_OK && claims)
        arguments->items[arguments->count++] = "--claims";
    if (status == BASE_OK)
        status = base_json_get_bool(body, "whole", false, &whole, err);
    if (status == BASE_OK && whole)
        arguments->items[arguments->count++] = "--whole";
    return status;
}

static enum base_status read_options(struct server_call *call, struct arguments *arguments,
                                     struct base_error *err)
{
    json_t *body = NULL;
    const struct server_request *request = call->request;
    if (request->body_size == 0)
        return BASE_OK;
    enum base_status status =
        base_json_parse(request->body, request->body_size, BODY_LIMIT, &body, err);
    if (status == BASE_OK)
        status = read_body(call, body, arguments, err);
    json_decref(body);
    return status;
}

enum base_status server_api_inspect(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    char id[33], folder[4096];
    struct server_jobs *jobs = server_app_jobs(call->app);
    struct arguments arguments = {{"inspect", "--json", "--summary", "--progress-lines"}, 4};
    enum base_status status = read_options(call, &arguments, err);
    arguments.items[arguments.count++] = "--";
    arguments.items[arguments.count++] = server_app_config(call->app)->record_path;
    for (size_t i = 0; i < arguments.count; i++)
        if (!arguments.items[i])
            return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status == BASE_OK)
        status = server_jobs_folder(jobs, id, folder, sizeof folder, err);
    if (status == BASE_OK)
        status = server_jobs_start(jobs, id, "inspection", arguments.items, err);
    return status == BASE_OK ? server_job_accepted(call, reply, id, "inspection", err) : status;
}

/* --- state ----------------------------------------------------------------- */

static void write_job(struct base_json *json, const struct server_job *job)
{
    char time[BASE_TIME_SIZE];
    base_json_object_begin(json);
    base_json_key_string(json, "id", job->id);
    base_json_key_string(json, "kind", job->kind);
    base_json_key_string(json, "state", server_job_state_name(job->state));
    base_json_key_string(json, "started_at", base_time_print(job->started_at, time));
    base_json_key_string(json, "ended_at",
                         job->ended_at ? base_time_print(job->ended_at, time) : NULL);
    base_json_key(json, "progress");
    base_json_object_begin(json);
    base_json_key_string(json, "stage", job->stage);
    base_json_key_int(json, "done", (int64_t)job->done);
    base_json_key_int(json, "total", (int64_t)job->total);
    base_json_object_end(json);
    base_json_key(json, "exit_code");
    if (job->state == SERVER_JOB_RUNNING)
        base_json_null(json);
    else
        base_json_int(json, job->exit_code);
    base_json_key(json, "result");
    if (job->result)
        base_json_raw(json, job->result, strlen(job->result));
    else
        base_json_null(json);
    base_json_object_end(json);
}

enum base_status server_api_job(struct server_call *call, struct server_reply *reply,
                                struct base_error *err)
{
    struct server_job job;
    enum base_status status = server_jobs_find(
        server_app_jobs(call->app), server_call_text(call, "id"), call->arena, &job, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    base_json_init(&json, &reply->body);
    write_job(&json, &job);
    return BASE_OK;
}

enum base_status server_api_job_cancel(struct server_call *call, struct server_reply *reply,
                                       struct base_error *err)
{
    enum base_status status =
        server_jobs_cancel(server_app_jobs(call->app), server_call_text(call, "id"), err);
    return status == BASE_OK ? server_api_job(call, reply, err) : status;
}
