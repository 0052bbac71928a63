/* base/pool.c - worker threads behind a bounded queue. */
#include "base/pool.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/queue.h"

struct base_pool {
    struct base_pool_setup setup;
    struct base_queue *jobs;
    pthread_t *threads;
    size_t running; /* threads to join; the creator's and stopper's business */

    pthread_mutex_t lock; /* of all below */
    pthread_cond_t changed;
    bool stopping;
    size_t pending; /* accepted, not ended */
    size_t started; /* workers that tried to make their context */
    enum base_status status;
    struct base_error error; /* the first failure of worker_create */
};

static void job_ended(struct base_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->pending--;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
}

/* The worker's context; false when it could not be made. */
static bool make_context(struct base_pool *pool, void **worker)
{
    struct base_error err = {0};
    enum base_status status = BASE_OK;
    if (pool->setup.worker_create)
        status = pool->setup.worker_create(pool->setup.shared, worker, &err);
    pthread_mutex_lock(&pool->lock);
    if (status != BASE_OK && pool->status == BASE_OK) {
        pool->status = status;
        pool->error = err;
    }
    pool->started++;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->lock);
    return status == BASE_OK;
}

static void *work(void *context)
{
    struct base_pool *pool = context;
    void *worker = NULL;
    if (!make_context(pool, &worker))
        return NULL;
    struct base_pool_job job;
    while (base_queue_pop(pool->jobs, &job)) {
        job.run(job.context, worker);
        job_ended(pool);
    }
    if (pool->setup.worker_free)
        pool->setup.worker_free(worker);
    return NULL;
}

/* Everything but the threads. NULL when there is no memory. */
static struct base_pool *prepare(const struct base_pool_setup *setup)
{
    struct base_pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->setup = *setup;
    pool->jobs = base_queue_create(setup->queue, sizeof(struct base_pool_job));
    pool->threads = calloc(setup->threads, sizeof *pool->threads);
    if (!pool->jobs || !pool->threads || pthread_mutex_init(&pool->lock, NULL) != 0) {
        base_queue_free(pool->jobs);
        free(pool->threads);
        free(pool);
        return NULL;
    }
    pthread_cond_init(&pool->changed, NULL); /* cannot fail without attributes on Linux */
    return pool;
}

/* Signals are blocked in workers, so that SIGTERM reaches the main thread. */
static void start_threads(struct base_pool *pool)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (pool->running < pool->setup.threads &&
           pthread_create(&pool->threads[pool->running], NULL, work, pool) == 0)
        pool->running++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static enum base_status wait_for_contexts(struct base_pool *pool, struct base_error *err)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->started < pool->running)
        pthread_cond_wait(&pool->changed, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
    if (pool->status != BASE_OK && err)
        *err = pool->error;
    if (pool->status == BASE_OK && pool->running < pool->setup.threads)
        return base_fail(err, BASE_FAILED, "cannot start %zu worker threads", pool->setup.threads);
    return pool->status;
}

enum base_status base_pool_create(const struct base_pool_setup *setup, struct base_pool **out,
                                  struct base_error *err)
{
    struct base_pool *pool = prepare(setup);
    if (!pool)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    start_threads(pool);
    enum base_status status = wait_for_contexts(pool, err);
    if (status == BASE_OK)
        *out = pool;
    else
        base_pool_free(pool);
    return status;
}

enum base_status base_pool_submit(struct base_pool *pool, const struct base_pool_job *job,
                                  struct base_error *err)
{
    pthread_mutex_lock(&pool->lock);
    bool accepted = !pool->stopping && base_queue_push(pool->jobs, job);
    if (accepted)
        pool->pending++;
    pthread_mutex_unlock(&pool->lock);
    if (!accepted)
        return base_fail(err, BASE_UNAVAILABLE, "too much work is waiting; try again later");
    return BASE_OK;
}

void base_pool_drain(struct base_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (pool->pending > 0)
        pthread_cond_wait(&pool->changed, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}

void base_pool_stop(struct base_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    pthread_mutex_unlock(&pool->lock);
    base_queue_close(pool->jobs);
    struct base_pool_job job;
    while (base_queue_try_pop(pool->jobs, &job)) {
        if (job.cancel)
            job.cancel(job.context);
        job_ended(pool);
    }
    for (; pool->running > 0; pool->running--)
        pthread_join(pool->threads[pool->running - 1], NULL);
}

void base_pool_free(struct base_pool *pool)
{
    if (!pool)
        return;
    base_pool_stop(pool);
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->lock);
    base_queue_free(pool->jobs);
    free(pool->threads);
    free(pool);
}

size_t base_pool_pending(struct base_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    size_t pending = pool->pending;
    pthread_mutex_unlock(&pool->lock);
    return pending;
}
