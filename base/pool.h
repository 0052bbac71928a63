/* base/pool.h - worker threads behind a bounded queue.
 *
 * Each worker owns one context, made and freed on the worker's own thread:
 * arena, GEOS and PROJ handles, database connection. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

#include "base/error.h"

struct base_pool;

struct base_pool_setup {
    size_t threads; /* at least 1 */
    size_t queue;   /* jobs that may wait, at least 1 */
    /* Makes a worker's context; may be NULL: jobs then get a NULL worker. */
    enum base_status (*worker_create)(void *shared, void **worker, struct base_error *err);
    void (*worker_free)(void *worker); /* may be NULL */
    void *shared;                      /* handed to worker_create; borrowed */
};

/* For each accepted job exactly one of run and cancel is called, once. */
struct base_pool_job {
    void (*run)(void *context, void *worker); /* on a worker */
    void (*cancel)(void *context);            /* on the thread that stops; may be NULL */
    void *context;
};

/* Starts all workers and waits until each has its context. Signals stay with
 * the threads that the program had. Returns BASE_OK, the first failure of
 * worker_create, BASE_NO_MEMORY, or BASE_FAILED (no threads). */
BASE_MUST_CHECK
enum base_status base_pool_create(const struct base_pool_setup *setup, struct base_pool **out,
                                  struct base_error *err);

/* Stops, then frees. free(NULL) is fine. */
void base_pool_free(struct base_pool *pool);

/* Queues a copy of job. Any thread, a worker included. Returns BASE_OK, or
 * BASE_UNAVAILABLE when the queue is full or the pool is stopping (neither run
 * nor cancel is called then). */
BASE_MUST_CHECK
enum base_status base_pool_submit(struct base_pool *pool, const struct base_pool_job *job,
                                  struct base_error *err);

/* Waits until nothing is queued or running. Not from a worker. */
void base_pool_drain(struct base_pool *pool);

/* Accepts nothing more, cancels what waits, lets what runs end and joins the
 * workers. Not from a worker; a second call does nothing. */
void base_pool_stop(struct base_pool *pool);

/* Jobs accepted and not ended: those that wait and those that run. */
size_t base_pool_pending(struct base_pool *pool);

#endif
