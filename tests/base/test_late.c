/* Tests of base/late. */
#include "base/late.h"

#include <string.h>
#include <zlib.h>

#include "tests/support/cmocka.h"

#define FUNCTIONS(X)                                                                               \
    X(zlibVersion)                                                                                 \
    X(crc32)

static const char *const NAMES[] = {FUNCTIONS(BASE_LATE_NAME)};
struct late {
    FUNCTIONS(BASE_LATE_POINTER)
};

static void functions_of_a_library_are_found(void **state)
{
    (void)state;
    struct late late = {0};
    assert_int_equal(base_late_load("libz.so.1", NAMES, 2, &late, NULL), BASE_OK);
    assert_string_equal(late.zlibVersion(), late.zlibVersion());
    assert_int_equal(late.crc32(0, (const unsigned char *)"123456789", 9), 0xcbf43926);
}

static void what_is_not_there_is_said_and_leaves_the_table_alone(void **state)
{
    (void)state;
    static const char *const LACKING[] = {"zlibVersion", "no_such_function"};
    struct late late = {0};
    struct base_error err;
    assert_int_equal(base_late_load("libnowhere.so.7", NAMES, 2, &late, &err), BASE_FAILED);
    assert_non_null(strstr(err.message, "libnowhere.so.7 cannot be loaded"));
    assert_int_equal(base_late_load("libz.so.1", LACKING, 2, &late, &err), BASE_FAILED);
    assert_non_null(strstr(err.message, "no_such_function"));
    assert_true(!late.zlibVersion && !late.crc32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_of_a_library_are_found),
        cmocka_unit_test(what_is_not_there_is_said_and_leaves_the_table_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
