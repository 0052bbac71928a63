#include <string.h>

#include "base/arena.h"
#include "tests/support/cmocka.h"

static void alloc_gives_aligned_memory_that_does_not_overlap(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    unsigned char *blocks[200];
    for (size_t i = 0; i < COUNT(blocks); i++) {
        blocks[i] = base_arena_alloc(arena, i * 37 + 1);
        assert_int_equal((uintptr_t)blocks[i] % 16, 0);
        memset(blocks[i], (int)i, i * 37 + 1);
    }
    for (size_t i = 0; i < COUNT(blocks); i++)
        for (size_t k = 0; k < i * 37 + 1; k++)
            assert_int_equal(blocks[i][k], i);
}

static void alloc_past_the_limit_gives_null_and_the_rest_stays_usable(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(100);
    assert_non_null(base_arena_alloc(arena, 90));
    assert_int_equal(base_arena_used(arena), 96);
    assert_null(base_arena_alloc(arena, 5));
    assert_null(base_arena_alloc(arena, SIZE_MAX));
    assert_null(base_arena_alloc(arena, SIZE_MAX - 15));
    assert_null(base_arena_calloc(arena, SIZE_MAX / 2, 4));
    base_arena_reset(arena);
    assert_int_equal(base_arena_used(arena), 0);
    assert_non_null(base_arena_alloc(arena, 90));
}

static void reset_forgets_a_huge_block_and_keeps_working(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    for (int round = 0; round < 3; round++) {
        char *small = base_arena_alloc(arena, 10);
        char *huge = base_arena_alloc(arena, (size_t)9 * 1024 * 1024);
        char *after = base_arena_alloc(arena, 10);
        assert_non_null(huge);
        memset(huge, 1, (size_t)9 * 1024 * 1024);
        small[0] = after[0] = 2;
        base_arena_reset(arena);
    }
    base_arena_reset(arena);
}

static void calloc_clears_memory_that_was_used_before(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    memset(base_arena_alloc(arena, 256), 0xFF, 256);
    base_arena_reset(arena);
    const unsigned char *bytes = base_arena_calloc(arena, 16, 16);
    for (size_t i = 0; i < 256; i++)
        assert_int_equal(bytes[i], 0);
}

static void texts_are_copied_and_terminated(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    assert_string_equal(base_arena_strdup(arena, "朝阳区"), "朝阳区");
    assert_string_equal(base_arena_strndup(arena, "朝阳区", 6), "朝阳");
    assert_string_equal(base_arena_printf(arena, "%d-%s", 7, "a"), "7-a");
    assert_null(base_arena_strdup(arena, NULL));
    assert_null(base_arena_strndup(arena, NULL, 0));
    assert_memory_equal(base_arena_copy(arena, "\0\1", 2), "\0\1", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alloc_gives_aligned_memory_that_does_not_overlap),
        cmocka_unit_test(alloc_past_the_limit_gives_null_and_the_rest_stays_usable),
        cmocka_unit_test(reset_forgets_a_huge_block_and_keeps_working),
        cmocka_unit_test(calloc_clears_memory_that_was_used_before),
        cmocka_unit_test(texts_are_copied_and_terminated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
