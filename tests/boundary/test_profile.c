/* tests/boundary/test_profile.c - tolerances by scale, and of a file. */
#include <string.h>

#include "boundary/profile.h"
#include "tests/support/near.h"
#include "tests/support/scratch.h"

static enum base_status read_text(const char *folder, const char *text,
                                  struct boundary_profile *out, struct base_error *err)
{
    char path[SCRATCH_SIZE];
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    scratch_path(folder, "profile.conf", path);
    assert_int_equal(base_file_write_atomic(path, text, strlen(text), NULL), BASE_OK);
    return boundary_profile_read(path, arena, out, err);
}

static void a_scale_takes_the_next_coarser_row(void **state)
{
    (void)state;
    struct boundary_profile profile;
    assert_int_equal(boundary_profile_parse("1:5000", &profile, NULL), BASE_OK);
    assert_string_equal(profile.name, "1:5000");
    assert_near(profile.tolerance_m, 5, 0);
    assert_int_equal(boundary_profile_parse("1:2000", &profile, NULL), BASE_OK);
    assert_near(profile.tolerance_m, 1, 0);
    assert_int_equal(boundary_profile_parse("1:2000000", &profile, NULL), BASE_INVALID);
    assert_int_equal(boundary_profile_parse("1:", &profile, NULL), BASE_INVALID);
    assert_int_equal(boundary_profile_parse("5", &profile, NULL), BASE_INVALID);
}

static void a_file_stands_over_its_scale(void **state)
{
    struct boundary_profile profile;
    assert_int_equal(read_text(*state,
                               "# 长春\nscale = 1:50000\nname = 长春联检\nmarker_m = 0.35\n",
                               &profile, NULL),
                     BASE_OK);
    assert_string_equal(profile.name, "长春联检");
    assert_near(profile.tolerance_m, 25, 0);
    assert_near(profile.marker_m, 0.35, 0);
    assert_int_equal(read_text(*state, "tolerance_m = 3", &profile, NULL), BASE_OK);
    assert_string_equal(profile.name, "1:10000");
    assert_near(profile.tolerance_m, 3, 0);
    assert_near(profile.sigma_m, 2, 0);
}

static void a_wrong_line_is_named_and_nothing_changes(void **state)
{
    struct boundary_profile profile = boundary_profile_default();
    struct base_error err;
    assert_int_equal(read_text(*state, "sigma_m = 2\ntolerance_m = -5\n", &profile, &err),
                     BASE_INVALID);
    assert_non_null(strstr(err.message, "2"));
    assert_int_equal(read_text(*state, "tolerance = 5\n", &profile, NULL), BASE_INVALID);
    assert_int_equal(read_text(*state, "scale = 10000\n", &profile, NULL), BASE_INVALID);
    assert_near(profile.tolerance_m, 5, 0);
    assert_int_equal(boundary_profile_read("/nowhere/profile.conf", NULL, &profile, NULL),
                     BASE_NOT_FOUND);
}

/* A name of eleven characters is 33 bytes: cut between characters. */
static void a_long_name_is_cut_between_characters(void **state)
{
    struct boundary_profile profile;
    assert_int_equal(read_text(*state, "name = 长春市行政区域界线联检\n", &profile, NULL), BASE_OK);
    assert_string_equal(profile.name, "长春市行政区域界线联");
}

static void patterns_of_marker_numbers_come_from_the_file(void **state)
{
    char path[SCRATCH_SIZE];
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct boundary_profile profile;
    struct boundary_numbers *numbers;
    struct boundary_number number;
    static const char TEXT[] = "number_county = ^(JL[0-9]{2})-([0-9]+)([AB]?)$ ^(X)([0-9])()$\n";
    scratch_path(*state, "profile.conf", path);
    assert_int_equal(base_file_write_atomic(path, TEXT, strlen(TEXT), NULL), BASE_OK);
    assert_int_equal(boundary_profile_read(path, arena, &profile, NULL), BASE_OK);
    assert_int_equal(
        boundary_numbers_create(profile.patterns, profile.pattern_count, &numbers, NULL), BASE_OK);
    assert_true(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "JL07-12A", &number));
    assert_int_equal(number.serial, 12);
    assert_true(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "X7", &number));
    /* the county's own defaults are gone, those of other levels and of all are not */
    assert_false(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "0102003A", &number));
    assert_true(boundary_number_parse(numbers, STORE_LEVEL_PROVINCE, "2223015Q", &number));
    assert_true(boundary_number_parse(numbers, STORE_LEVEL_COUNTY, "003A", &number));
    boundary_numbers_free(numbers);
}

static void a_pattern_that_is_no_expression_of_three_groups_is_refused(void **state)
{
    struct boundary_profile profile = boundary_profile_default();
    struct base_error err;
    assert_int_equal(read_text(*state, "number_county = ^([0-9]{4})$\n", &profile, &err),
                     BASE_INVALID);
    assert_non_null(strstr(err.message, "^([0-9]{4})$"));
    assert_int_equal(read_text(*state, "number_any = ([0-9\n", &profile, &err), BASE_INVALID);
    assert_null(profile.patterns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scale_takes_the_next_coarser_row),
        cmocka_unit_test_setup_teardown(a_file_stands_over_its_scale, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_wrong_line_is_named_and_nothing_changes, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_long_name_is_cut_between_characters, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(patterns_of_marker_numbers_come_from_the_file,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_pattern_that_is_no_expression_of_three_groups_is_refused,
                                        scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
