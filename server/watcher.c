/* server/watcher.c - keeps the view up to date with the record. */
#include "server/watcher.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#define INTERVAL_MS 1000

struct server_watcher {
    struct server_app *app;
    struct store *store;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
};

static bool is_stopping(void *context)
{
    struct server_watcher *watcher = context;
    pthread_mutex_lock(&watcher->lock);
    bool stopping = watcher->stopping;
    pthread_mutex_unlock(&watcher->lock);
    return stopping;
}

/* Sleeps, or wakes at once to stop. */
static void rest(struct server_watcher *watcher)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += INTERVAL_MS / 1000;
    pthread_mutex_lock(&watcher->lock);
    int result = 0;
    while (!watcher->stopping && result != ETIMEDOUT)
        result = pthread_cond_timedwait(&watcher->wake, &watcher->lock, &until);
    pthread_mutex_unlock(&watcher->lock);
}

static void refresh(struct server_watcher *watcher)
{
    struct base_error err;
    struct server_view *view = NULL;
    bool changed = false;
    const struct base_progress progress = {.cancelled = is_stopping, .context = watcher};
    const struct server_config *config = server_app_config(watcher->app);
    enum base_status status =
        server_view_refresh(watcher->store, config->snapshot_path, &progress, &changed, &err);
    if (status == BASE_OK && changed)
        status = server_view_open(config->snapshot_path, &view, &err);
    if (status != BASE_OK)
        base_log_printf(server_app_log(watcher->app), BASE_LOG_ERROR,
                        "the snapshot could not be renewed: %s", err.message);
    if (view)
        server_app_swap(watcher->app, view);
}

static void *watch(void *context)
{
    struct server_watcher *watcher = context;
    int64_t seen = -1;
    while (!is_stopping(watcher)) {
        int64_t version;
        if (store_data_version(watcher->store, &version, NULL) == BASE_OK && version != seen) {
            refresh(watcher);
            seen = version;
        }
        rest(watcher);
    }
    return NULL;
}

enum base_status server_watcher_start(struct server_app *app, struct server_watcher **out,
                                      struct base_error *err)
{
    struct server_watcher *watcher = calloc(1, sizeof *watcher);
    if (!watcher)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    watcher->app = app;
    enum base_status status =
        store_open(server_app_config(app)->record_path, STORE_READ, &watcher->store, err);
    if (status != BASE_OK) {
        free(watcher);
        return status;
    }
    pthread_mutex_init(&watcher->lock, NULL);
    pthread_cond_init(&watcher->wake, NULL);
    if (pthread_create(&watcher->thread, NULL, watch, watcher) != 0) {
        store_close(watcher->store);
        free(watcher);
        return base_fail(err, BASE_FAILED, "cannot start a thread");
    }
    *out = watcher;
    return BASE_OK;
}

void server_watcher_stop(struct server_watcher *watcher)
{
    if (!watcher)
        return;
    pthread_mutex_lock(&watcher->lock);
    watcher->stopping = true;
    pthread_cond_signal(&watcher->wake);
    pthread_mutex_unlock(&watcher->lock);
    pthread_join(watcher->thread, NULL);
    store_close(watcher->store);
    pthread_cond_destroy(&watcher->wake);
    pthread_mutex_destroy(&watcher->lock);
    free(watcher);
}
