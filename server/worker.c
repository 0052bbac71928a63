/* server/worker.c - what one thread owns. */
#include "server/worker.h"

#include <stdlib.h>

struct server_worker *server_worker_create(const char *record_path, size_t arena_limit,
                                           const char *fonts)
{
    struct server_worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return NULL;
    worker->record_path = record_path;
    worker->fonts = fonts;
    worker->arena = base_arena_create(arena_limit);
    if (!worker->arena) {
        free(worker);
        return NULL;
    }
    return worker;
}

void server_worker_free(struct server_worker *worker)
{
    if (!worker)
        return;
    tiles_worker_free(worker->tiles);
    geo_crs_context_free(worker->crs);
    geo_engine_free(worker->engine);
    store_close(worker->store);
    base_arena_free(worker->arena);
    free(worker);
}

enum base_status server_worker_store(struct server_worker *worker, struct store **out,
                                     struct base_error *err)
{
    if (!worker->record_path)
        return base_fail(
            err, BASE_NOT_FOUND,
            "this node serves a snapshot; findings, lines, jobs and keys live in the record");
    if (!worker->store) {
        enum base_status status = store_open(worker->record_path, STORE_READ, &worker->store, err);
        if (status != BASE_OK)
            return status;
    }
    *out = worker->store;
    return BASE_OK;
}

enum base_status server_worker_engine(struct server_worker *worker, struct geo_engine **out,
                                      struct base_error *err)
{
    if (!worker->engine)
        worker->engine = geo_engine_create();
    *out = worker->engine;
    return *out ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status server_worker_crs(struct server_worker *worker, struct geo_crs_context **out,
                                   struct base_error *err)
{
    if (!worker->crs)
        worker->crs = geo_crs_context_create();
    *out = worker->crs;
    return *out ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status server_worker_tiles(struct server_worker *worker, struct tiles_worker **out,
                                     struct base_error *err)
{
    if (!worker->tiles) {
        enum base_status status = tiles_worker_create(worker->fonts, 0, &worker->tiles, err);
        if (status != BASE_OK)
            return status;
    }
    *out = worker->tiles;
    return BASE_OK;
}
