/* bench/fts5.h - the peer of search: SQLite FTS5 over the same written forms. */
#ifndef BENCH_FTS5_H
#define BENCH_FTS5_H

#include "bench/queries.h"

struct bench_fts5;

/* Two tables in memory: whole words with prefix indexes for two and three
 * characters (unicode61 keeps a Chinese name as one word), and trigrams, with the
 * Latin keys that the names section holds in a column of their own. */
struct bench_fts5 *bench_fts5_create(const struct names_index *index);
void bench_fts5_free(struct bench_fts5 *fts5);

/* Which table and operator answers a class. */
const char *bench_fts5_method(enum bench_class class);

/* Calls found (may be NULL) with each subject; all of them, or the ten best by
 * bm25. Returns how many. */
size_t bench_fts5_ask(struct bench_fts5 *fts5, enum bench_class class, const char *text, bool all,
                      void (*found)(void *context, uint32_t subject), void *context);

#endif
