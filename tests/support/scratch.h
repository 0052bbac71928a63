/* tests/support/scratch.h - a folder of its own for each test.
 *
 *   cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)
 *
 * *state is then the folder's path (const char *), gone after the test. */
#ifndef SUPPORT_SCRATCH_H
#define SUPPORT_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "tests/support/cmocka.h"

#define SCRATCH_SIZE 512

/* A new folder below SCRATCH_DIR, its path in out. Remove with scratch_remove. */
static inline void scratch_make(char out[SCRATCH_SIZE])
{
    assert_int_equal(base_file_make_folder(SCRATCH_DIR, NULL), BASE_OK);
    snprintf(out, SCRATCH_SIZE, "%s/XXXXXX", SCRATCH_DIR);
    assert_non_null(mkdtemp(out));
}

static inline void scratch_remove(const char *folder)
{
    assert_int_equal(base_file_remove_tree(folder, NULL), BASE_OK);
}

static inline int scratch_setup(void **state)
{
    char *folder = malloc(SCRATCH_SIZE);
    assert_non_null(folder);
    scratch_make(folder);
    *state = folder;
    return 0;
}

static inline int scratch_teardown(void **state)
{
    scratch_remove(*state);
    free(*state);
    return 0;
}

/* "FOLDER/NAME" in out, which is returned. */
static inline const char *scratch_path(const char *folder, const char *name, char out[SCRATCH_SIZE])
{
    assert_true(snprintf(out, SCRATCH_SIZE, "%s/%s", folder, name) < SCRATCH_SIZE);
    return out;
}

#endif
