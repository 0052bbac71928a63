#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/pool.h"
#include "tests/support/cmocka.h"

struct shared {
    atomic_int created, freed, ran, cancelled;
    int fail_at;          /* the worker whose context cannot be made; 0: none */
    pthread_mutex_t gate; /* held by the test while jobs must not end */
};

struct worker {
    pthread_t thread;
    struct shared *shared;
};

static enum base_status create_worker(void *context, void **out, struct base_error *err)
{
    struct shared *shared = context;
    if (atomic_fetch_add(&shared->created, 1) + 1 == shared->fail_at)
        return base_fail(err, BASE_FAILED, "no context");
    struct worker *worker = malloc(sizeof *worker);
    *worker = (struct worker){pthread_self(), shared};
    *out = worker;
    return BASE_OK;
}

static void free_worker(void *context)
{
    struct worker *worker = context;
    if (pthread_equal(worker->thread, pthread_self()))
        atomic_fetch_add(&worker->shared->freed, 1);
    free(worker);
}

static void run(void *context, void *worker_context)
{
    struct shared *shared = context;
    struct worker *worker = worker_context;
    sigset_t blocked;
    pthread_sigmask(SIG_BLOCK, NULL, &blocked);
    pthread_mutex_lock(&shared->gate);
    pthread_mutex_unlock(&shared->gate);
    if (pthread_equal(worker->thread, pthread_self()) && sigismember(&blocked, SIGTERM))
        atomic_fetch_add(&shared->ran, 1);
}

static void cancel(void *context)
{
    atomic_fetch_add(&((struct shared *)context)->cancelled, 1);
}

static struct base_pool *start(struct shared *shared, size_t threads, size_t queue)
{
    const struct base_pool_setup setup = {threads, queue, create_worker, free_worker, shared};
    struct base_pool *pool = NULL;
    pthread_mutex_init(&shared->gate, NULL);
    assert_int_equal(base_pool_create(&setup, &pool, NULL), BASE_OK);
    return pool;
}

static void every_job_runs_once_with_its_workers_context(void **state)
{
    (void)state;
    struct shared shared = {0};
    struct base_pool *pool = start(&shared, 3, 8);
    const struct base_pool_job job = {run, cancel, &shared};
    for (int sent = 0; sent < 500;)
        sent += base_pool_submit(pool, &job, NULL) == BASE_OK;
    base_pool_drain(pool);
    assert_int_equal(shared.ran, 500);
    assert_int_equal(base_pool_pending(pool), 0);
    base_pool_free(pool);
    assert_int_equal(shared.cancelled, 0);
    assert_int_equal(shared.created, 3);
    assert_int_equal(shared.freed, 3);
}

static void a_full_queue_says_unavailable(void **state)
{
    (void)state;
    struct shared shared = {0};
    struct base_pool *pool = start(&shared, 1, 2);
    const struct base_pool_job job = {run, cancel, &shared};
    struct base_error err;
    pthread_mutex_lock(&shared.gate);
    size_t accepted = 0;
    enum base_status status;
    /* One runs, two wait; the worker takes the first when it likes. */
    for (int i = 0; i < 1000 && accepted < 3; i++) {
        status = base_pool_submit(pool, &job, NULL);
        accepted += status == BASE_OK;
        if (status != BASE_OK) {
            const struct timespec millisecond = {.tv_nsec = 1000000};
            nanosleep(&millisecond, NULL);
        }
    }
    assert_int_equal(accepted, 3);
    assert_int_equal(base_pool_submit(pool, &job, &err), BASE_UNAVAILABLE);
    assert_string_equal(err.message, "too much work is waiting; try again later");
    assert_int_equal(base_pool_pending(pool), 3);
    pthread_mutex_unlock(&shared.gate);
    base_pool_drain(pool);
    assert_int_equal(shared.ran, 3);
    base_pool_free(pool);
}

/* Stopping happens while the only worker is held by the first job: cancel of
 * the first waiting job opens the gate. */
static void cancel_and_open(void *context)
{
    struct shared *shared = context;
    if (atomic_fetch_add(&shared->cancelled, 1) == 0)
        pthread_mutex_unlock(&shared->gate);
}

static void stop_cancels_what_waits_and_lets_what_runs_end(void **state)
{
    (void)state;
    struct shared shared = {0};
    struct base_pool *pool = start(&shared, 1, 100);
    const struct base_pool_job job = {run, cancel_and_open, &shared};
    pthread_mutex_lock(&shared.gate);
    for (int i = 0; i < 10; i++)
        assert_int_equal(base_pool_submit(pool, &job, NULL), BASE_OK);
    base_pool_stop(pool); /* cancels here, on the thread that holds the gate */
    base_pool_stop(pool);
    assert_int_equal(shared.ran + shared.cancelled, 10);
    assert_true(shared.cancelled >= 1);
    assert_int_equal(base_pool_pending(pool), 0);
    assert_int_equal(base_pool_submit(pool, &job, NULL), BASE_UNAVAILABLE);
    assert_int_equal(shared.freed, 1);
    base_pool_free(pool);
}

static void a_context_that_cannot_be_made_fails_the_start_and_frees_the_others(void **state)
{
    (void)state;
    struct shared shared = {.fail_at = 2};
    const struct base_pool_setup setup = {3, 4, create_worker, free_worker, &shared};
    struct base_pool *pool = NULL;
    struct base_error err;
    assert_int_equal(base_pool_create(&setup, &pool, &err), BASE_FAILED);
    assert_string_equal(err.message, "no context");
    assert_null(pool);
    assert_int_equal(shared.freed, 2);
    base_pool_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_runs_once_with_its_workers_context),
        cmocka_unit_test(a_full_queue_says_unavailable),
        cmocka_unit_test(stop_cancels_what_waits_and_lets_what_runs_end),
        cmocka_unit_test(a_context_that_cannot_be_made_fails_the_start_and_frees_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
