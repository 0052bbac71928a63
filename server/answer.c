/* server/answer.c - the order every request goes through: limits → route →
 * auth → parameters → handler → error body → ETag → compression → log line. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "base/message.h"
#include "base/number.h"
#include "server/app.h"
#include "server/app_state.h"
#include "server/auth.h"
#include "server/compress.h"
#include "server/nominatim.h"
#include "server/route.h"

const struct server_value *server_call_value(const struct server_call *call, const char *name)
{
    for (size_t i = 0; i < call->value_count; i++)
        if (strcmp(call->values[i].param->name, name) == 0)
            return &call->values[i];
    assert(!"the route's table has no such parameter");
    return NULL;
}

const char *server_call_text(const struct server_call *call, const char *name)
{
    const struct server_value *value = server_call_value(call, name);
    return value->given ? value->text : NULL;
}

/* The target's own parameters, as sent, but for the cursor. */
static void copy_but_cursor(const char *query, struct base_buffer *out)
{
    for (const char *pair = query; *pair;) {
        size_t length = strcspn(pair, "&");
        if (length > 0 && strncmp(pair, "cursor=", 7) != 0) {
            base_buffer_append(out, pair, length);
            base_buffer_byte(out, '&');
        }
        pair += length + (pair[length] == '&');
    }
}

void server_call_link_next(struct server_call *call, struct server_reply *reply, const char *cursor)
{
    if (!cursor)
        return;
    BASE_BUFFER_AUTO struct base_buffer link = {0};
    const char *target = call->request->target;
    size_t path = strcspn(target, "?");
    base_buffer_printf(&link, "<%s%.*s?", call->base_url, (int)path, target);
    copy_but_cursor(target + path + (target[path] == '?'), &link);
    base_buffer_printf(&link, "cursor=%s>; rel=\"next\"", cursor);
    if (!link.failed)
        server_reply_header(reply, "Link", base_arena_strdup(call->arena, link.data));
}

/* What one request carries from step to step. */
struct exchange {
    struct server_call call;
    struct server_target target;
    struct server_pair path_values[SERVER_MAX_SEGMENTS];
    size_t path_value_count;
    char allow[64];
    struct base_error err;
    bool not_modified;
    struct server_view *view; /* retained */
};

static enum base_lang wanted_lang(const struct server_request *request,
                                  const struct server_target *target)
{
    const char *lang = server_target_query(target, "lang");
    return base_lang_parse(lang ? lang : server_request_header(request, "Accept-Language"));
}

/* The server's address as the client sees it: configured, or by its Host. */
static const char *base_url(const struct server_config *config,
                            const struct server_request *request, struct base_arena *arena)
{
    const char *host = server_request_header(request, "Host");
    if (config->public_url)
        return config->public_url;
    if (!host || !host[0] ||
        host[strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]")])
        host = "127.0.0.1";
    return base_arena_printf(arena, "http://%s", host);
}

static enum base_status find_route(struct exchange *x, const struct server_request *request,
                                   struct server_reply *reply)
{
    struct server_call *call = &x->call;
    enum base_status status =
        server_target_parse(request->target, call->arena, &x->target, &x->err);
    call->lang = wanted_lang(request, &x->target);
    if (status != BASE_OK)
        return status;
    status =
        server_route_find(request->method, &x->target, &call->route, x->path_values,
                          &x->path_value_count, x->allow, sizeof x->allow, call->arena, &x->err);
    if (status == BASE_INVALID) {
        reply->status = 405;
        server_reply_header(reply, "Allow", x->allow);
    }
    return status;
}

static const char *path_value(const struct exchange *x, const char *name)
{
    for (size_t i = 0; i < x->path_value_count; i++)
        if (strcmp(x->path_values[i].name, name) == 0)
            return x->path_values[i].value;
    return NULL;
}

static enum base_status read_param(struct exchange *x, const struct server_param *param)
{
    struct server_call *call = &x->call;
    assert(call->value_count < SERVER_MAX_PARAMS);
    struct server_value *value = &call->values[call->value_count++];
    *value = (struct server_value){.param = param};
    const char *text = path_value(x, param->name);
    if (!text)
        text = server_target_query(&x->target, param->name);
    if (!text)
        text = param->fallback;
    if (!text && !param->required)
        return BASE_OK;
    enum base_status status = text
                                  ? server_param_parse(param, text, call->arena, value, &x->err)
                                  : base_fail(&x->err, BASE_INVALID, "%s is required", param->name);
    if (status == BASE_INVALID)
        x->call.bad_parameter = param->name;
    return status;
}

static bool is_known(const struct exchange *x, const char *name)
{
    if (strcmp(name, "token") == 0)
        return true; /* read with the rights */
    for (size_t i = 0; i < x->call.value_count; i++)
        if (strcmp(name, x->call.values[i].param->name) == 0)
            return true;
    return false;
}

/* A misspelt or second parameter must not be ignored silently. */
static enum base_status refuse_unknown(struct exchange *x)
{
    if (strncmp(x->call.route->pattern, "/api/", 5) != 0)
        return BASE_OK;
    for (size_t i = 0; i < x->target.query_count; i++) {
        const char *name = x->target.query[i].name;
        if (server_target_query(&x->target, name) != x->target.query[i].value) {
            x->call.bad_parameter = name;
            return base_fail(&x->err, BASE_INVALID, "%.60s is given twice", name);
        }
        if (is_known(x, name))
            continue;
        x->call.bad_parameter = name;
        return base_fail(&x->err, BASE_INVALID,
                         "%.60s is not a parameter of this address; see /openapi.json", name);
    }
    return BASE_OK;
}

static enum base_status read_params(struct exchange *x)
{
    struct server_call *call = &x->call;
    enum base_status status = BASE_OK;
    for (const struct server_param *p = call->route->params; p && p->name && !status; p++)
        status = read_param(x, p);
    size_t count;
    const struct server_param *common = server_common_params(&count);
    for (size_t i = 0; i < count && status == BASE_OK; i++)
        if (!is_known(x, common[i].name))
            status = read_param(x, &common[i]);
    if (status == BASE_OK)
        status = refuse_unknown(x);
    if (status != BASE_OK)
        return status;
    const struct server_value *at = server_call_value(call, "at");
    call->at_given = at->given;
    call->at = at->given ? at->date : base_date_today(call->view->zone_minutes);
    return BASE_OK;
}

/* What the client asked for, without what does not change the answer: the key
 * and the waiting. */
static void write_asked(const struct exchange *x, struct base_buffer *out)
{
    base_buffer_text(out, x->target.path);
    for (size_t i = 0; i < x->target.query_count; i++) {
        const struct server_pair *pair = &x->target.query[i];
        if (strcmp(pair->name, "token") != 0 && strcmp(pair->name, "wait") != 0)
            base_buffer_printf(out, "&%zu:%s=%zu:%s", strlen(pair->name), pair->name,
                               strlen(pair->value), pair->value);
    }
}

static void print_tag(const void *bytes, size_t size, struct server_reply *reply)
{
    char text[BASE_HASH_TEXT];
    unsigned char hash[BASE_HASH_SIZE];
    base_hash(bytes, size, hash);
    base_hash_hex(hash, 10, text);
    snprintf(reply->etag, sizeof reply->etag, "\"%.20s\"", text);
}

/* Snapshot answers have their tag before any work is done. */
static void tag_from_snapshot(struct exchange *x, struct server_reply *reply)
{
    char date[BASE_DATE_SIZE];
    BASE_BUFFER_AUTO struct base_buffer key = {0};
    base_buffer_printf(&key, "%s %d %s %d %s ", x->call.view->id, x->call.lang,
                       base_date_print(x->call.at, date), x->call.role, x->call.base_url);
    write_asked(x, &key);
    if (!key.failed)
        print_tag(key.data, key.size, reply);
}

static void tag_from_body(struct server_reply *reply)
{
    size_t size;
    const void *bytes = server_reply_bytes(reply, &size);
    print_tag(bytes ? bytes : "", size, reply);
}

/* Strong tags differ by encoding. */
static void tag_as_gzip(struct server_reply *reply)
{
    size_t length = strlen(reply->etag);
    if (length > 1 && length + 4 <= sizeof reply->etag)
        memcpy(reply->etag + length - 1, "-gz\"", 5);
}

static bool takes_gzip(const struct server_request *request)
{
    return server_accepts_gzip(server_request_header(request, "Accept-Encoding"));
}

/* The packed copy counts for who can unpack it. The reply's tag becomes the one
 * that was named, so that a cache knows which of its copies is still good. */
static bool client_has_it(const struct server_request *request, struct server_reply *reply)
{
    const char *header = server_request_header(request, "If-None-Match");
    struct server_reply packed = *reply;
    if (!header || !reply->etag[0])
        return false;
    tag_as_gzip(&packed);
    if (header[0] != '*' && takes_gzip(request) && server_etag_matches(header, packed.etag)) {
        memcpy(reply->etag, packed.etag, sizeof reply->etag);
        return true;
    }
    return server_etag_matches(header, reply->etag);
}

/* False for `*`, which holds only where there is something: that is known after
 * the handler. */
static bool names_a_tag(const struct server_request *request)
{
    const char *header = server_request_header(request, "If-None-Match");
    return header && header[0] != '*';
}

static void answer_not_modified(struct exchange *x, struct server_reply *reply)
{
    x->not_modified = true;
    base_buffer_clear(&reply->body);
    reply->borrowed_size = 0;
    reply->status = 304;
}

/* `wait=SECONDS`: a writer who must see the own write waits until the snapshot
 * has caught up with the record, at most 30 s; then it gets what there is. */
static void wait_for_record(struct exchange *x, int64_t seconds)
{
    struct store *store;
    struct timespec pause = {.tv_nsec = 50 * 1000 * 1000};
    if (server_worker_store(x->call.worker, &store, NULL) != BASE_OK)
        return;
    int64_t until = base_time_ticks() + seconds * 1000000;
    while (!server_view_is_current(x->call.view, store) && base_time_ticks() < until) {
        nanosleep(&pause, NULL);
        server_app_release(x->call.app, x->view);
        x->view = server_app_view(x->call.app);
        x->call.view = x->view;
    }
}

static enum base_status run_handler(struct exchange *x, const struct server_request *request,
                                    struct server_reply *reply)
{
    const struct server_route *route = x->call.route;
    int64_t wait_s = server_call_value(&x->call, "wait")->integer;
    bool waits = wait_s > 0 && (route->flags & SERVER_FROM_SNAPSHOT);
    reply->later = waits && !x->call.may_wait;
    if (reply->later)
        return BASE_OK;
    if (waits)
        wait_for_record(x, wait_s);
    if (route->flags & SERVER_FROM_SNAPSHOT) {
        tag_from_snapshot(x, reply);
        if (names_a_tag(request) && client_has_it(request, reply)) {
            answer_not_modified(x, reply);
            return BASE_OK;
        }
    }
    reply->later = (route->flags & SERVER_SLOW) && !x->call.may_wait;
    if (reply->later)
        return BASE_OK;
    reply->media = route->media;
    enum base_status status = route->handler(&x->call, reply, &x->err);
    if (status == BASE_OK)
        status = base_buffer_check(&reply->body, &x->err);
    return status;
}

static void write_failure(struct exchange *x, enum base_status status,
                          const struct server_request *request, struct server_reply *reply)
{
    x->err.status = status;
    const char *instance = x->target.path ? x->target.path : request->target;
    if (x->call.route && x->call.route->flags & SERVER_NOMINATIM)
        server_nominatim_write_failure(reply, &x->err, x->call.lang, &x->target);
    else if (x->call.bad_parameter)
        server_reply_parameter(reply, x->call.bad_parameter, &x->err, x->call.lang, instance);
    else
        server_reply_problem(reply, &x->err, x->call.lang, instance);
    if (status == BASE_UNAVAILABLE || status == BASE_NO_MEMORY)
        server_reply_header(reply, "Retry-After", "2");
}

static void finish_body(struct exchange *x, const struct server_request *request,
                        struct server_reply *reply)
{
    const struct server_route *route = x->call.route;
    bool tagged = route && reply->status == 200 && !(route->flags & SERVER_NO_ETAG) &&
                  request->method != SERVER_POST && request->method != SERVER_DELETE;
    if (tagged && !reply->etag[0])
        tag_from_body(reply);
    if (tagged && !x->not_modified && client_has_it(request, reply))
        answer_not_modified(x, reply);
    if (!tagged && !x->not_modified)
        reply->etag[0] = '\0';
    if (!x->not_modified && server_compress(reply, takes_gzip(request)))
        tag_as_gzip(reply);
}

static const char *default_cache(const struct server_call *call)
{
    const struct server_route *route = call->route;
    if (!route || route->flags & (SERVER_NO_ETAG | SERVER_NEEDS_RECORD))
        return "no-store";
    if (route->flags & SERVER_PRIVATE || call->closed)
        return "private, no-cache";
    return "public, no-cache"; /* asked again each time, so that a write is seen; cheap by its tag
                                */
}

static const char *request_id(const struct server_request *request, struct server_app *app,
                              struct base_arena *arena)
{
    const char *given = server_request_header(request, "X-Request-Id");
    size_t length = given ? strlen(given) : 0;
    if (length > 0 && length <= 64 &&
        given[strspn(given, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] ==
            '\0')
        return given;
    return base_arena_printf(arena, "%llx", (unsigned long long)server_app_next_id(app));
}

static void add_headers(struct exchange *x, const struct server_request *request,
                        struct server_reply *reply, int64_t started, const char *id)
{
    const struct server_config *config = server_app_config(x->call.app);
    const struct server_route *route = x->call.route;
    struct base_arena *arena = x->call.arena;
    server_reply_header(reply, "Cache-Control",
                        reply->cache_control ? reply->cache_control : default_cache(&x->call));
    server_reply_header(reply, "Vary", "Accept-Encoding, Accept-Language");
    server_reply_header(reply, "X-Content-Type-Options", "nosniff");
    server_reply_header(reply, "Referrer-Policy", "no-referrer");
    server_reply_header(reply, "X-Request-Id", id);
    /* A copy: the view may be gone before the answer is sent. */
    server_reply_header(reply, "X-Snapshot", base_arena_strdup(arena, x->call.view->id));
    server_reply_header(
        reply, "Server-Timing",
        base_arena_printf(arena, "app;dur=%.3f", (double)(base_time_ticks() - started) / 1000));
    bool open_route = !route || (!x->call.closed && !(route->flags & SERVER_PRIVATE));
    if (config->cors_origin && open_route && (!route || route->method == SERVER_GET)) {
        server_reply_header(reply, "Access-Control-Allow-Origin", config->cors_origin);
        server_reply_header(reply, "Access-Control-Expose-Headers",
                            "ETag, Link, X-Cursor, X-Request-Id, X-Snapshot, Server-Timing");
    }
    if (request->method == SERVER_OPTIONS && config->cors_origin) {
        server_reply_header(reply, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
        server_reply_header(reply, "Access-Control-Allow-Headers",
                            "Authorization, If-None-Match, Content-Type");
        server_reply_header(reply, "Access-Control-Max-Age", "86400");
    }
    if (reply->etag[0])
        server_reply_header(reply, "ETag", reply->etag);
    if (reply->encoded)
        server_reply_header(reply, "Content-Encoding", "gzip");
}

static void log_answer(struct exchange *x, const struct server_request *request,
                       const struct server_reply *reply, int64_t started, const char *id)
{
    size_t size;
    server_reply_bytes(reply, &size);
    int64_t spent = base_time_ticks() - started;
    server_app_count(x->call.app, reply->status, size, spent);
    const char *path = x->target.path ? x->target.path : "-"; /* the query may hold a token */
    struct base_log_field fields[] = {
        {"method", server_method_name(request->method), 0},
        {"path", path, 0},
        {"status", NULL, reply->status},
        {"bytes", NULL, (double)size},
        {"ms", NULL, (double)spent / 1000},
        {"client", request->client, 0},
        {"request_id", id, 0},
        {"error", x->err.message, 0},
    };
    size_t count = sizeof fields / sizeof fields[0] - (reply->status < 400);
    base_log_event(server_app_log(x->call.app),
                   reply->status >= 500 ? BASE_LOG_ERROR : BASE_LOG_INFO, "request", fields, count);
}

/* Before the key is asked for: a node without the record knows no keys. */
static enum base_status check_record(struct exchange *x)
{
    if (!(x->call.route->flags & SERVER_NEEDS_RECORD) || x->call.worker->record_path)
        return BASE_OK;
    return base_fail(
        &x->err, BASE_NOT_FOUND,
        "this node serves a snapshot; findings, lines, jobs and keys live in the record");
}

static enum base_status check_body(struct exchange *x, const struct server_request *request,
                                   struct server_reply *reply)
{
    size_t limit = x->call.route->body_limit, most = server_app_config(x->call.app)->body_limit;
    limit = limit < most ? limit : most;
    if (request->body_size <= limit)
        return BASE_OK;
    reply->status = 413;
    return base_fail(&x->err, BASE_INVALID, "the body is larger than %zu bytes", limit);
}

static enum base_status process(struct exchange *x, const struct server_request *request,
                                struct server_reply *reply)
{
    enum base_status status = find_route(x, request, reply);
    if (request->method == SERVER_OPTIONS && reply->status == 405) {
        reply->status = 204;
        return BASE_OK;
    }
    if (status == BASE_OK)
        status = check_record(x);
    if (status == BASE_OK)
        status = server_auth(&x->call, reply, &x->err);
    if (status == BASE_OK)
        status = read_params(x);
    if (status == BASE_OK)
        status = check_body(x, request, reply);
    return status == BASE_OK ? run_handler(x, request, reply) : status;
}

static void begin(struct exchange *x, struct server_app *app, struct server_worker *worker,
                  const struct server_request *request)
{
    *x = (struct exchange){
        .view = server_app_view(app),
        .call = {.app = app, .worker = worker, .request = request, .arena = worker->arena}};
    x->call.view = x->view;
    x->call.target = &x->target;
    x->call.base_url = base_url(server_app_config(app), request, worker->arena);
}

static void finish(struct exchange *x, enum base_status status,
                   const struct server_request *request, int64_t started,
                   struct server_reply *reply)
{
    struct server_app *app = x->call.app;
    if (status != BASE_OK)
        write_failure(x, status, request, reply);
    if (!reply->later) {
        finish_body(x, request, reply);
        const char *id = request_id(request, app, x->call.arena);
        add_headers(x, request, reply, started, id);
        log_answer(x, request, reply, started, id);
    }
    server_app_release(app, x->view);
}

void server_app_answer(struct server_app *app, struct server_worker *worker,
                       const struct server_request *request, bool may_wait,
                       struct server_reply *reply)
{
    int64_t started = base_time_ticks();
    struct exchange x;
    begin(&x, app, worker, request);
    x.call.may_wait = may_wait;
    server_reply_init(reply);
    enum base_status status = process(&x, request, reply);
    finish(&x, status, request, started, reply);
}

void server_app_refuse(struct server_app *app, struct server_worker *worker,
                       const struct server_request *request, int code,
                       const struct base_error *reason, struct server_reply *reply)
{
    int64_t started = base_time_ticks();
    struct exchange x;
    begin(&x, app, worker, request);
    x.err = *reason;
    x.call.lang = wanted_lang(request, &x.target);
    x.target.path =
        base_arena_strndup(x.call.arena, request->target, strcspn(request->target, "?#"));
    server_reply_init(reply);
    reply->status = code;
    server_reply_header(reply, "Connection", "close");
    finish(&x, BASE_UNAVAILABLE, request, started, reply);
}

size_t server_app_body_limit(struct server_app *app, struct server_worker *worker,
                             const struct server_request *request)
{
    struct exchange x;
    struct server_reply ignored;
    if (request->method != SERVER_POST)
        return 0;
    begin(&x, app, worker, request);
    server_reply_init(&ignored);
    bool admitted = find_route(&x, request, &ignored) == BASE_OK &&
                    server_auth(&x.call, &ignored, &x.err) == BASE_OK;
    server_reply_done(&ignored);
    server_app_release(app, x.view);
    if (!admitted)
        return 0;
    size_t limit = x.call.route->body_limit, most = server_app_config(app)->body_limit;
    return limit < most ? limit : most;
}
