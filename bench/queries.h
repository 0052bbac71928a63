/* bench/queries.h - distinct queries of several classes, made from the names of a
 * record: what people type, and what is not there. */
#ifndef BENCH_QUERIES_H
#define BENCH_QUERIES_H

#include "base/arena.h"
#include "names/index.h"

enum bench_class {
    BENCH_EXACT,     /* a whole name */
    BENCH_PREFIX,    /* its first characters, two or more */
    BENCH_PINYIN,    /* pinyin or initials of three letters or more, whole or begun */
    BENCH_PART,      /* three characters or more out of the middle or the end, no punctuation */
    BENCH_PART_OF_2, /* two of them */
    BENCH_MISS,      /* three or four characters that no name holds in that order */
    BENCH_CLASSES,
};

extern const char *const BENCH_CLASS_NAMES[BENCH_CLASSES];

struct bench_queries {
    const char **texts[BENCH_CLASSES]; /* shuffled; borrowed from the arena */
    size_t count[BENCH_CLASSES];
};

/* All queries that the names yield, each text in the first class that fits, and
 * as many misses as make up `total`; more than that are cut, class by class.
 * The same index gives the same queries in the same order. */
void bench_queries_make(const struct names_index *index, size_t total, struct base_arena *arena,
                        struct bench_queries *out);

#endif
