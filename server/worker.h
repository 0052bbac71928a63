/* server/worker.h - what one thread owns: arena, engines, one connection. */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "base/arena.h"
#include "base/error.h"
#include "geo/crs.h"
#include "geo/validity.h"
#include "store/store.h"
#include "tiles/worker.h"

struct server_worker {
    struct base_arena *arena;    /* reset after each answer */
    const char *record_path;     /* NULL on a snapshot-only node */
    struct store *store;         /* opened at first use */
    struct geo_engine *engine;   /* opened at first use */
    struct geo_crs_context *crs; /* opened at first use */
    struct tiles_worker *tiles;  /* opened at first use */
    const char *fonts;           /* font files, colons between; NULL: the defaults */
};

struct server_worker *server_worker_create(const char *record_path, size_t arena_limit,
                                           const char *fonts);
void server_worker_free(struct server_worker *worker);

/* The thread's read connection. BASE_NOT_FOUND on a snapshot-only node. */
BASE_MUST_CHECK
enum base_status server_worker_store(struct server_worker *worker, struct store **out,
                                     struct base_error *err);
BASE_MUST_CHECK
enum base_status server_worker_engine(struct server_worker *worker, struct geo_engine **out,
                                      struct base_error *err);
BASE_MUST_CHECK
enum base_status server_worker_crs(struct server_worker *worker, struct geo_crs_context **out,
                                   struct base_error *err);
BASE_MUST_CHECK
enum base_status server_worker_tiles(struct server_worker *worker, struct tiles_worker **out,
                                     struct base_error *err);

#endif
