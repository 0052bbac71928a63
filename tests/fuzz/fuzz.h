/* tests/fuzz/fuzz.h - what every fuzz target shares. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Feeds size bytes to the target. Always returns 0; a fault aborts. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts, in any build, when a promise of the code under test does not hold. */
#define FUZZ_HOLDS(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A copy of exactly size bytes, aligned for any type, so that ASan sees a read
 * behind the end. free() it. */
static inline void *fuzz_copy(const uint8_t *data, size_t size)
{
    void *copy = malloc(size ? size : 1);
    FUZZ_HOLDS(copy);
    if (size)
        memcpy(copy, data, size);
    return copy;
}

/* The same, terminated. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1);
    FUZZ_HOLDS(copy);
    if (size)
        memcpy(copy, data, size);
    copy[size] = '\0';
    return copy;
}

#endif
