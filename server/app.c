/* server/app.c - what all threads share: configuration, view, cache, counters. */
#include "server/app.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "server/app_state.h"

struct server_app {
    struct server_config config;
    struct base_log *log;
    struct server_jobs *jobs;
    struct tiles_cache *cache;
    struct styles_style *map_style, *finding_style;
    pthread_mutex_t lock; /* guards view and its references */
    struct held_view *held;
    atomic_ullong next_id, bytes, busy_us, answers[6];
};

/* A view and how many requests use it; the app itself counts as one. */
struct held_view {
    struct server_view *view;
    size_t users;
    struct held_view *older; /* still used by requests */
};

static enum base_status parse_style(const char *name, struct styles_style **out,
                                    struct base_error *err)
{
    size_t size;
    const char *json;
    if (!styles_builtin_find(name, &json, &size))
        return base_fail(err, BASE_NOT_FOUND, "there is no style %.60s", name);
    return styles_style_parse(json, size, out, err);
}

static enum base_status open_parts(struct server_app *app, struct base_error *err)
{
    const struct server_config *config = &app->config;
    app->cache = tiles_cache_create(config->cache_bytes);
    app->held = calloc(1, sizeof *app->held);
    if (!app->cache || !app->held)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    app->held->users = 1;
    enum base_status status = parse_style("default", &app->map_style, err);
    if (status == BASE_OK)
        status = parse_style("finding", &app->finding_style, err);
    if (status == BASE_OK)
        status = server_view_open(config->snapshot_path, &app->held->view, err);
    if (status != BASE_OK || !config->record_path)
        return status;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const char *folder =
        arena ? base_arena_printf(arena, "%s.work/jobs", config->record_path) : NULL;
    if (!folder)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    return server_jobs_create(config->program, folder, &app->jobs, err);
}

enum base_status server_app_create(const struct server_config *config, struct base_log *log,
                                   struct server_app **out, struct base_error *err)
{
    struct server_app *app = calloc(1, sizeof *app);
    if (!app)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    app->config = *config;
    app->log = log;
    pthread_mutex_init(&app->lock, NULL);
    enum base_status status = open_parts(app, err);
    if (status != BASE_OK) {
        server_app_free(app);
        return status;
    }
    *out = app;
    return BASE_OK;
}

void server_app_free(struct server_app *app)
{
    if (!app)
        return;
    server_jobs_free(app->jobs);
    while (app->held) {
        struct held_view *older = app->held->older;
        server_view_close(app->held->view);
        free(app->held);
        app->held = older;
    }
    tiles_cache_free(app->cache);
    styles_style_free(app->map_style);
    styles_style_free(app->finding_style);
    pthread_mutex_destroy(&app->lock);
    free(app);
}

struct server_worker *server_app_worker(struct server_app *app)
{
    return server_worker_create(app->config.record_path, app->config.arena_limit,
                                app->config.fonts);
}

struct server_view *server_app_view(struct server_app *app)
{
    pthread_mutex_lock(&app->lock);
    app->held->users++;
    struct server_view *view = app->held->view;
    pthread_mutex_unlock(&app->lock);
    return view;
}

/* Takes what nobody uses any more out of the chain of older views. */
static struct held_view *unlink_unused(struct server_app *app)
{
    struct held_view *unused = NULL;
    for (struct held_view **link = &app->held->older; *link;) {
        struct held_view *held = *link;
        if (held->users > 0) {
            link = &held->older;
            continue;
        }
        *link = held->older;
        held->older = unused;
        unused = held;
    }
    return unused;
}

static void close_all(struct held_view *held)
{
    while (held) {
        struct held_view *next = held->older;
        server_view_close(held->view);
        free(held);
        held = next;
    }
}

void server_app_release(struct server_app *app, struct server_view *view)
{
    pthread_mutex_lock(&app->lock);
    for (struct held_view *held = app->held; held; held = held->older)
        if (held->view == view) {
            held->users--;
            break;
        }
    struct held_view *unused = unlink_unused(app);
    pthread_mutex_unlock(&app->lock);
    close_all(unused);
}

void server_app_swap(struct server_app *app, struct server_view *view)
{
    struct held_view *held = calloc(1, sizeof *held);
    if (!held) { /* the old view goes on serving; the next change tries again */
        server_view_close(view);
        return;
    }
    held->view = view;
    held->users = 1;
    pthread_mutex_lock(&app->lock);
    held->older = app->held;
    app->held->users--;
    app->held = held;
    struct held_view *unused = unlink_unused(app);
    pthread_mutex_unlock(&app->lock);
    close_all(unused);
}

const struct server_config *server_app_config(const struct server_app *app)
{
    return &app->config;
}

struct base_log *server_app_log(const struct server_app *app)
{
    return app->log;
}

struct server_jobs *server_app_jobs(struct server_app *app)
{
    return app->jobs;
}

const struct styles_style *server_app_style(const struct server_app *app, const char *name)
{
    return strcmp(name, "finding") == 0 ? app->finding_style : app->map_style;
}

struct tiles_cache *server_app_cache(struct server_app *app)
{
    return app->cache;
}

uint64_t server_app_next_id(struct server_app *app)
{
    return atomic_fetch_add(&app->next_id, 1) + 1;
}

void server_app_count(struct server_app *app, int status, size_t bytes, int64_t spent_us)
{
    size_t hundreds = status >= 100 && status < 600 ? (size_t)status / 100 : 5;
    atomic_fetch_add(&app->answers[hundreds], 1);
    atomic_fetch_add(&app->bytes, bytes);
    atomic_fetch_add(&app->busy_us, (unsigned long long)spent_us);
}

struct server_metrics server_app_metrics(struct server_app *app)
{
    struct server_metrics metrics = {.bytes = atomic_load(&app->bytes),
                                     .busy_us = atomic_load(&app->busy_us)};
    for (size_t i = 0; i < 6; i++)
        metrics.answers[i] = atomic_load(&app->answers[i]);
    return metrics;
}
