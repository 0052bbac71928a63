/* The same work on many items: each is done once, by however many threads. */
#include "base/parallel.h"

#include <stdatomic.h>

#include "tests/support/cmocka.h"

#define ITEMS 1000

static void count_item(void *context, size_t item)
{
    atomic_int *done = context;
    atomic_fetch_add(&done[item], 1);
}

static void every_item_is_done_once(void **state)
{
    (void)state;
    static const size_t workers[] = {0, 1, 2, 7, 5000}, counts[] = {0, 1, 15, 16, 17, ITEMS};
    for (size_t w = 0; w < sizeof workers / sizeof workers[0]; w++)
        for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
            atomic_int done[ITEMS] = {0};
            base_parallel(workers[w], counts[c], count_item, done);
            for (size_t i = 0; i < ITEMS; i++)
                assert_int_equal(done[i], i < counts[c] ? 1 : 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_item_is_done_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
