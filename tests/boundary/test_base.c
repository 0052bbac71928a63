/* What an inspection leaves for the next one: bytes, and the widest widths. */
#include "boundary/base.h"

#include <string.h>

#include "tests/support/cmocka.h"

static struct boundary_base sample(struct boundary_loose loose[2])
{
    static int64_t shore[] = {3, 5, 8};
    struct boundary_base base = {.sign = "sign",
                                 .edition = 7,
                                 .tally = {.divisions = 3, .numeric_e7_m2 = -1},
                                 .severities = {1, 2},
                                 .widths_nm = {9, 5},
                                 .width_count = 2,
                                 .more_widths = true};
    base.tally.levels[STORE_LEVEL_VILLAGE].no_neighbour_um = 12345678901;
    base.counts[BOUNDARY_KIND_COUNT - 1] = 4;
    loose[0] = (struct boundary_loose){.identity = 3, .block = 8};
    loose[1] = (struct boundary_loose){.identity = 8, .block = 8, .suspect = true};
    base.levels[STORE_LEVEL_TOWNSHIP] = (struct boundary_base_level){.polygons = 3,
                                                                     .largest_m2 = 2.5,
                                                                     .second_m2 = 1.5,
                                                                     .loose = loose,
                                                                     .loose_count = 2,
                                                                     .shore = shore,
                                                                     .shore_count = 3};
    return base;
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct base_buffer bytes BASE_BUFFER_AUTO = {0}, again BASE_BUFFER_AUTO = {0};
    struct boundary_loose loose[2];
    struct boundary_base base = sample(loose), read;
    boundary_base_write(&base, &bytes);
    assert_int_equal(boundary_base_parse(bytes.data, bytes.size, arena, &read, NULL), BASE_OK);
    assert_int_equal(read.edition, 7);
    assert_int_equal(read.tally.numeric_e7_m2, -1);
    assert_int_equal(read.widths_nm[1], 5);
    assert_true(read.levels[STORE_LEVEL_TOWNSHIP].loose[1].suspect);
    assert_int_equal(read.levels[STORE_LEVEL_TOWNSHIP].shore[2], 8);
    boundary_base_write(&read, &again);
    assert_int_equal(bytes.size, again.size);
    assert_memory_equal(bytes.data, again.data, bytes.size);
}

static void a_part_of_it_is_refused(void **state)
{
    (void)state;
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    struct boundary_loose loose[2];
    struct boundary_base base = sample(loose), read = {.edition = 1};
    boundary_base_write(&base, &bytes);
    for (size_t size = 0; size < bytes.size; size++)
        assert_int_equal(boundary_base_parse(bytes.data, size, arena, &read, NULL), BASE_INVALID);
    base_buffer_byte(&bytes, 0);
    assert_int_equal(boundary_base_parse(bytes.data, bytes.size, arena, &read, NULL), BASE_INVALID);
    assert_int_equal(read.edition, 1);
}

static void the_widest_are_kept_and_taken_off(void **state)
{
    (void)state;
    struct boundary_base base = {.edition = 0};
    int64_t widths[BOUNDARY_BASE_WIDTHS + 2];
    for (int i = 0; i < BOUNDARY_BASE_WIDTHS + 2; i++)
        widths[i] = i + 1;
    boundary_base_keep_widths(&base, widths, BOUNDARY_BASE_WIDTHS + 2);
    assert_true(base.more_widths);
    assert_int_equal(base.widths_nm[0], BOUNDARY_BASE_WIDTHS + 2);
    assert_int_equal(base.widths_nm[BOUNDARY_BASE_WIDTHS - 1], 3);
    const int64_t off[] = {BOUNDARY_BASE_WIDTHS + 2, 1}, in[] = {1000, 2};
    assert_true(boundary_base_change_widths(&base, off, 2, in, 2));
    assert_int_equal(base.widths_nm[0], 1000);
    assert_int_equal(base.widths_nm[1], BOUNDARY_BASE_WIDTHS + 1);
    const int64_t never[] = {500}; /* wider than the last that is kept, and not among them */
    assert_false(boundary_base_change_widths(&base, never, 1, NULL, 0));
}

static void a_greatest_width_that_is_not_known_is_not_made_up(void **state)
{
    (void)state;
    struct boundary_base base = {.widths_nm = {4}, .width_count = 1, .more_widths = true};
    const int64_t off[] = {4}, in[] = {2};
    assert_false(boundary_base_change_widths(&base, off, 1, in, 1));
    base = (struct boundary_base){.widths_nm = {4}, .width_count = 1};
    assert_true(boundary_base_change_widths(&base, off, 1, in, 1));
    assert_int_equal(base.widths_nm[0], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(a_part_of_it_is_refused),
        cmocka_unit_test(the_widest_are_kept_and_taken_off),
        cmocka_unit_test(a_greatest_width_that_is_not_known_is_not_made_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
