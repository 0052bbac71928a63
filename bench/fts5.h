/* bench/fts5.h - the peer of search: SQLite FTS5 over the same written forms. */
#ifndef BENCH_FTS5_H
#define BENCH_FTS5_H

#include "bench/queries.h"

struct bench_fts5;

/* A table in memory: each name as its pairs of neighbouring characters with blanks
 * between (unicode61), and its pinyin as one word, with prefix indexes. */
struct bench_fts5 *bench_fts5_create(const struct names_index *index);
void bench_fts5_free(struct bench_fts5 *fts5);

/* Bytes of its database. */
size_t bench_fts5_size(struct bench_fts5 *fts5);

/* True for the classes that it can answer. */
bool bench_fts5_answers(enum bench_class class);

/* Any `most` names that answer; returns how many there were. */
size_t bench_fts5_ask(struct bench_fts5 *fts5, enum bench_class class,
                      const struct bench_query *query, size_t most);

#endif
