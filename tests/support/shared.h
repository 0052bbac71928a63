/* tests/support/shared.h - the shared data folder, which may be absent.
 *
 * It is where the environment variable YUTU_SHARED says, else `../shared` beside
 * the source tree. A test that needs it begins with
 *   if (!shared_path("data/…", path)) skip(); */
#ifndef SUPPORT_SHARED_H
#define SUPPORT_SHARED_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/cmocka.h"

#define SHARED_SIZE 1024

/* The path of a file or folder below the shared folder, in out, which is
 * returned; NULL when it is not there. */
static inline const char *shared_path(const char *below, char out[SHARED_SIZE])
{
    const char *root = getenv("YUTU_SHARED");
    if (!root || !root[0])
        root = TESTS_DIR "/../../shared";
    int length = snprintf(out, SHARED_SIZE, "%s/%s", root, below);
    return length < SHARED_SIZE && access(out, R_OK) == 0 ? out : NULL;
}

#endif
