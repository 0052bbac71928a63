/* tests/tiles/test_cache.c */
#include "tiles/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/support/cmocka.h"

struct maker {
    pthread_mutex_t lock;
    int calls, fail_first;
    int slow;
};

static enum base_status make(void *context, const struct tiles_cache_key *key,
                             struct base_buffer *out, struct base_error *err)
{
    struct maker *maker = context;
    pthread_mutex_lock(&maker->lock);
    int call = ++maker->calls;
    pthread_mutex_unlock(&maker->lock);
    if (maker->slow) {
        struct timespec pause = {0, 50000000};
        nanosleep(&pause, NULL);
    }
    if (call <= maker->fail_first)
        return base_fail(err, BASE_UNAVAILABLE, "no memory for a tile");
    for (uint32_t i = 0; i < key->y; i++)
        base_buffer_byte(out, (unsigned char)key->x);
    return BASE_OK;
}

static struct maker new_maker(void)
{
    return (struct maker){.lock = PTHREAD_MUTEX_INITIALIZER};
}

/* Gets tile x of y bytes, checks it and lets it go; true when it was made. */
static bool get(struct tiles_cache *cache, struct maker *maker, uint32_t x, uint32_t y)
{
    struct tiles_cache_key key = {.epoch = 1, .x = x, .y = y};
    struct tiles_cache_item item;
    bool made;
    assert_int_equal(tiles_cache_get(cache, &key, make, maker, &item, &made, NULL), BASE_OK);
    assert_int_equal(item.size, y);
    for (size_t i = 0; i < item.size; i++)
        assert_int_equal((unsigned char)item.data[i], x & 255);
    tiles_cache_release(cache, &item);
    assert_null(item.owner);
    return made;
}

static void a_tile_is_made_once(void **state)
{
    (void)state;
    struct maker maker = new_maker();
    struct tiles_cache *cache = tiles_cache_create(100000);
    assert_true(get(cache, &maker, 7, 100));
    assert_false(get(cache, &maker, 7, 100));
    assert_true(get(cache, &maker, 8, 0)); /* an empty tile is kept like others */
    assert_false(get(cache, &maker, 8, 0));
    assert_int_equal(maker.calls, 2);
    assert_int_equal(tiles_cache_count(cache).hits, 2);
    assert_int_equal(tiles_cache_count(cache).misses, 2);
    tiles_cache_free(cache);
}

static void every_field_of_the_key_counts(void **state)
{
    (void)state;
    struct maker maker = new_maker();
    struct tiles_cache *cache = tiles_cache_create(100000);
    struct tiles_cache_key keys[12] = {{0}};
    keys[1].epoch = keys[2].style = 1;
    keys[3].layers = keys[4].x = keys[5].y = 1;
    keys[6].at = 1;
    keys[7].tms = keys[8].z = keys[9].format = keys[10].scale = 1;
    keys[11].variant = 1;
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct tiles_cache_item item;
        bool made;
        assert_int_equal(tiles_cache_get(cache, &keys[i], make, &maker, &item, &made, NULL),
                         BASE_OK);
        assert_true(made);
        tiles_cache_release(cache, &item);
    }
    tiles_cache_free(cache);
}

static void the_least_recently_used_goes_first(void **state)
{
    (void)state;
    struct maker maker = new_maker();
    struct tiles_cache *cache = tiles_cache_create(4000);
    for (uint32_t x = 0; x < 3; x++)
        get(cache, &maker, x, 1000);
    assert_false(get(cache, &maker, 0, 1000)); /* now 1 is the oldest */
    get(cache, &maker, 3, 1000);
    struct tiles_cache_counts counts = tiles_cache_count(cache);
    assert_int_equal(counts.items, 3);
    assert_int_equal(counts.evictions, 1);
    assert_true(counts.bytes <= 4000);
    assert_false(get(cache, &maker, 0, 1000));
    assert_true(get(cache, &maker, 1, 1000));
    tiles_cache_free(cache);
}

static void what_is_held_outlives_its_place(void **state)
{
    (void)state;
    struct maker maker = new_maker();
    struct tiles_cache *cache = tiles_cache_create(1500);
    struct tiles_cache_key key = {.epoch = 1, .x = 65, .y = 1000};
    struct tiles_cache_item item;
    assert_int_equal(tiles_cache_get(cache, &key, make, &maker, &item, NULL, NULL), BASE_OK);
    get(cache, &maker, 2, 1000);
    struct tiles_cache_item again;
    assert_false(tiles_cache_find(cache, &key, &again));
    assert_int_equal(item.data[999], 65);
    tiles_cache_release(cache, &item);
    tiles_cache_free(cache);
}

static void a_failure_is_told_and_not_kept(void **state)
{
    (void)state;
    struct maker maker = new_maker();
    maker.fail_first = 1;
    struct tiles_cache *cache = tiles_cache_create(100000);
    struct tiles_cache_key key = {.epoch = 1, .x = 1, .y = 10};
    struct tiles_cache_item item;
    struct base_error err;
    assert_int_equal(tiles_cache_get(cache, &key, make, &maker, &item, NULL, &err),
                     BASE_UNAVAILABLE);
    assert_string_equal(err.message, "no memory for a tile");
    assert_true(get(cache, &maker, 1, 10));
    tiles_cache_free(cache);
}

struct crowd {
    struct tiles_cache *cache;
    struct maker *maker;
    enum base_status wanted;
};

static void *crowd_run(void *context)
{
    struct crowd *crowd = context;
    struct tiles_cache_key key = {.epoch = 9, .x = 3, .y = 500};
    struct tiles_cache_item item;
    enum base_status status =
        tiles_cache_get(crowd->cache, &key, make, crowd->maker, &item, NULL, NULL);
    if (status == BASE_OK)
        tiles_cache_release(crowd->cache, &item);
    return status == crowd->wanted ? NULL : context;
}

static void many_who_want_one_tile_make_it_once(void **state)
{
    (void)state;
    for (int failing = 0; failing < 2; failing++) {
        struct maker maker = new_maker();
        maker.slow = 1;
        maker.fail_first = failing;
        struct tiles_cache *cache = tiles_cache_create(100000);
        struct crowd crowd = {cache, &maker, failing ? BASE_UNAVAILABLE : BASE_OK};
        pthread_t threads[16];
        for (size_t i = 0; i < COUNT(threads); i++)
            assert_int_equal(pthread_create(&threads[i], NULL, crowd_run, &crowd), 0);
        for (size_t i = 0; i < COUNT(threads); i++) {
            void *result;
            pthread_join(threads[i], &result);
            if (!failing)
                assert_null(result);
        }
        if (!failing)
            assert_int_equal(maker.calls, 1);
        else /* one who comes after the failure tries anew */
            assert_true(maker.calls >= 1 && maker.calls < (int)COUNT(threads));
        tiles_cache_free(cache);
    }
}

struct mixer {
    struct tiles_cache *cache;
    struct maker *maker;
    uint32_t seed;
};

static void *mix(void *context)
{
    struct mixer *mixer = context;
    for (int i = 0; i < 3000; i++) {
        mixer->seed = mixer->seed * 1664525U + 1013904223U;
        get(mixer->cache, mixer->maker, mixer->seed >> 24 & 63, 200 + (mixer->seed >> 16 & 3));
    }
    return NULL;
}

static void threads_may_mix(void **state)
{
    (void)state;
    struct maker maker = new_maker();
    struct tiles_cache *cache = tiles_cache_create(20000);
    struct mixer mixers[4];
    pthread_t threads[4];
    for (uint32_t i = 0; i < 4; i++) {
        mixers[i] = (struct mixer){cache, &maker, i + 1};
        assert_int_equal(pthread_create(&threads[i], NULL, mix, &mixers[i]), 0);
    }
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    struct tiles_cache_counts counts = tiles_cache_count(cache);
    assert_int_equal(counts.hits + counts.misses + counts.waits, 12000);
    assert_true(counts.bytes <= 20000);
    tiles_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tile_is_made_once),
        cmocka_unit_test(every_field_of_the_key_counts),
        cmocka_unit_test(the_least_recently_used_goes_first),
        cmocka_unit_test(what_is_held_outlives_its_place),
        cmocka_unit_test(a_failure_is_told_and_not_kept),
        cmocka_unit_test(many_who_want_one_tile_make_it_once),
        cmocka_unit_test(threads_may_mix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
