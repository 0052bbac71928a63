#include <pthread.h>
#include <stdatomic.h>

#include "base/queue.h"
#include "tests/support/cmocka.h"

static void items_come_out_in_order_and_a_full_queue_refuses(void **state)
{
    (void)state;
    struct base_queue *queue = base_queue_create(3, sizeof(int));
    int out = 0, next_in = 0, next_out = 0;
    for (int round = 0; round < 10; round++) {
        while (base_queue_push(queue, &next_in))
            next_in++;
        assert_int_equal(base_queue_length(queue), 3);
        for (int i = 0; i < 2; i++) {
            assert_true(base_queue_pop(queue, &out));
            assert_int_equal(out, next_out++);
        }
    }
    while (base_queue_try_pop(queue, &out))
        assert_int_equal(out, next_out++);
    assert_int_equal(next_in, next_out);
    base_queue_free(queue);
    base_queue_free(NULL);
}

static void a_closed_queue_gives_what_it_has_and_takes_nothing(void **state)
{
    (void)state;
    struct base_queue *queue = base_queue_create(3, sizeof(int));
    int item = 5, out = 0;
    assert_true(base_queue_push(queue, &item));
    base_queue_close(queue);
    assert_false(base_queue_push(queue, &item));
    assert_true(base_queue_pop(queue, &out));
    assert_int_equal(out, 5);
    assert_false(base_queue_pop(queue, &out));
    base_queue_free(queue);
}

#define PUSHERS 4
#define POPPERS 3
#define ITEMS   5000

struct shared {
    struct base_queue *queue;
    atomic_int seen[PUSHERS * ITEMS];
    atomic_int next_pusher;
};

static void *push_all(void *context)
{
    struct shared *shared = context;
    int first = atomic_fetch_add(&shared->next_pusher, 1) * ITEMS;
    for (int item = first; item < first + ITEMS;)
        if (base_queue_push(shared->queue, &item))
            item++;
    return NULL;
}

static void *pop_all(void *context)
{
    struct shared *shared = context;
    for (int item; base_queue_pop(shared->queue, &item);)
        atomic_fetch_add(&shared->seen[item], 1);
    return NULL;
}

static void each_item_reaches_exactly_one_of_many_threads(void **state)
{
    (void)state;
    static struct shared shared;
    pthread_t pushers[PUSHERS], poppers[POPPERS];
    shared.queue = base_queue_create(16, sizeof(int));
    for (int i = 0; i < POPPERS; i++)
        assert_int_equal(pthread_create(&poppers[i], NULL, pop_all, &shared), 0);
    for (int i = 0; i < PUSHERS; i++)
        assert_int_equal(pthread_create(&pushers[i], NULL, push_all, &shared), 0);
    for (int i = 0; i < PUSHERS; i++)
        pthread_join(pushers[i], NULL);
    base_queue_close(shared.queue);
    for (int i = 0; i < POPPERS; i++)
        pthread_join(poppers[i], NULL);
    for (size_t i = 0; i < COUNT(shared.seen); i++)
        assert_int_equal(shared.seen[i], 1);
    base_queue_free(shared.queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_come_out_in_order_and_a_full_queue_refuses),
        cmocka_unit_test(a_closed_queue_gives_what_it_has_and_takes_nothing),
        cmocka_unit_test(each_item_reaches_exactly_one_of_many_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
