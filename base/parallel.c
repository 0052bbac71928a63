/* base/parallel.c - the same work on many items, on several threads. */
#include "base/parallel.h"

#include <stdatomic.h>
#include <unistd.h>

#include "base/pool.h"

#define AT_A_TIME 16U /* items that a thread takes */

struct work {
    size_t count;
    void (*run)(void *context, size_t item);
    void *context;
    atomic_size_t next;
};

static void take_items(void *context, void *worker)
{
    struct work *work = context;
    size_t first;
    (void)worker;
    while ((first = atomic_fetch_add(&work->next, AT_A_TIME)) < work->count)
        for (size_t i = first; i < work->count && i < first + AT_A_TIME; i++)
            work->run(work->context, i);
}

static size_t core_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (size_t)cores : 1;
}

/* The calling thread waits while the others work. */
static void share_out(struct work *work, size_t workers)
{
    struct base_pool_setup setup = {.threads = workers, .queue = workers};
    struct base_pool_job job = {.run = take_items, .context = work};
    struct base_pool *pool;
    if (base_pool_create(&setup, &pool, NULL) != BASE_OK)
        return;
    for (size_t i = 0; i < workers; i++)
        if (base_pool_submit(pool, &job, NULL) != BASE_OK)
            break; /* those that were taken do the rest */
    base_pool_drain(pool);
    base_pool_free(pool);
}

void base_parallel(size_t workers, size_t count, void (*run)(void *context, size_t item),
                   void *context)
{
    struct work work = {.count = count, .run = run, .context = context};
    size_t most = (count + AT_A_TIME - 1) / AT_A_TIME;
    if (workers == 0)
        workers = core_count();
    if (workers > most)
        workers = most;
    if (workers > 1)
        share_out(&work, workers);
    take_items(&work, NULL); /* what nobody did */
}
