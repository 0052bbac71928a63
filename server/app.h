/* server/app.h - request to response, with no socket. */
#ifndef SERVER_APP_H
#define SERVER_APP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/log.h"
#include "server/jobs.h"
#include "server/reply.h"
#include "server/request.h"
#include "server/view.h"
#include "server/worker.h"
#include "styles/style.h"
#include "tiles/cache.h"

struct server_config {
    const char *record_path;   /* NULL: only a snapshot */
    const char *snapshot_path; /* folder or packed file */
    const char *program;       /* path of our own program, for jobs */
    bool open;                 /* lift role viewer for the loopback (the demo) */
    const char *cors_origin;   /* "*" by default; NULL: none */
    const char *public_url;    /* "https://maps.example" behind a proxy; NULL: by the Host header */
    const char *review_number; /* 审图号; NULL: none */
    size_t arena_limit;        /* bytes one answer may use */
    size_t body_limit;         /* bytes of an upload */
    size_t cache_bytes;        /* tile cache */
    const char *fonts;         /* font files, colons between; NULL: the defaults */
};

struct server_app; /* shared by all threads; immutable but for the current view */

BASE_MUST_CHECK
enum base_status server_app_create(const struct server_config *config, struct base_log *log,
                                   struct server_app **out, struct base_error *err);
void server_app_free(struct server_app *app);

struct server_worker *server_app_worker(struct server_app *app); /* a new one, for one thread */

/* The current view, retained; give it back with server_app_release. */
struct server_view *server_app_view(struct server_app *app);
void server_app_release(struct server_app *app, struct server_view *view);
/* Makes view the current one (takes it over). */
void server_app_swap(struct server_app *app, struct server_view *view);

const struct server_config *server_app_config(const struct server_app *app);
struct base_log *server_app_log(const struct server_app *app);
struct server_jobs *server_app_jobs(struct server_app *app);
/* A builtin style, "default" or "finding", parsed. */
const struct styles_style *server_app_style(const struct server_app *app, const char *name);
struct tiles_cache *server_app_cache(struct server_app *app);

/* Counters for /metrics: answers by status class, seconds spent. */
struct server_metrics {
    uint64_t answers[6]; /* by hundreds; [0] unused */
    uint64_t bytes;
    uint64_t busy_us;
};
struct server_metrics server_app_metrics(struct server_app *app);

/* How much body the request may send, by its address, headers and client; 0:
 * none, also where the sender lacks the right. For the socket side, before it
 * reads the body. The worker's arena is used. */
size_t server_app_body_limit(struct server_app *app, struct server_worker *worker,
                             const struct server_request *request);

/* Answers one request: limits → route → auth → parameters → handler → error
 * body → ETag → compression → log line. Never fails: a failure is an answer.
 * may_wait false: reply->later is set, and nothing else done, where the work is
 * long; call again on a pool thread with may_wait true. The reply's texts live
 * in worker->arena: reset it after sending. */
void server_app_answer(struct server_app *app, struct server_worker *worker,
                       const struct server_request *request, bool may_wait,
                       struct server_reply *reply);

/* Answers with a problem of that code instead: for what the socket side finds
 * wrong, or when it has no room. The connection ends with it. */
void server_app_refuse(struct server_app *app, struct server_worker *worker,
                       const struct server_request *request, int code,
                       const struct base_error *reason, struct server_reply *reply);

#endif
