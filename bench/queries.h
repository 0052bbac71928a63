/* bench/queries.h - distinct queries of several classes, made from the names of an
 * index by a seed: what people type, right and wrong, and what is not there. */
#ifndef BENCH_QUERIES_H
#define BENCH_QUERIES_H

#include "base/arena.h"
#include "names/index.h"

enum bench_class {
    BENCH_EXACT,    /* a whole name */
    BENCH_PREFIX,   /* its first characters, two or more */
    BENCH_PART,     /* two characters or more out of the middle or the end */
    BENCH_PINYIN,   /* its whole pinyin */
    BENCH_SYLLABLE, /* pinyin of four syllables or more with one of them wrong */
    BENCH_WRONG,    /* a name of five characters or more with one of them wrong */
    BENCH_TWO,      /* the same with two wrong */
    BENCH_MISS,     /* three to five characters of names, each from another one */
    BENCH_CLASSES,
};

extern const char *const BENCH_CLASS_NAMES[BENCH_CLASSES];

struct bench_query {
    const char *text;
    uint32_t name; /* of the index: what was meant; of misses nothing */
};

struct bench_queries {
    struct bench_query *items[BENCH_CLASSES]; /* shuffled; borrowed from the arena */
    size_t count[BENCH_CLASSES];
};

/* `each` queries of every class, of misses two fifths more, so that a fifth of all
 * are; texts of one class differ. The same index and seed give the same queries. */
void bench_queries_make(const struct names_index *index, size_t each, uint64_t seed,
                        struct base_arena *arena, struct bench_queries *out);

/* The pinyin of a name: its reading's letters, else the usual ones. False when it has none. */
bool bench_pinyin(const struct names_index *index, uint32_t name, uint16_t *syllables,
                  size_t *count);

#endif
