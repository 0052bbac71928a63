/* bench/grow.h - a gazetteer of any size, grown from real names by a seed. */
#ifndef BENCH_GROW_H
#define BENCH_GROW_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Builds the sections "names" and "divisions" of `total` names. tsv: real units, a
 * line each, "CODE<tab>NAME", codes ascending within a level, provinces first;
 * those down to townships become divisions, the others places in them. What is
 * missing is grown: settlements, streets and estates whose names are put together
 * of the specifics of two real ones, each in a real township, with a reading (by
 * names/data/readings.txt), a point and an id of its own. With fewer in total the
 * real ones are cut. The same input and seed give the same bytes. Ends the program
 * when anything fails. */
void bench_grow(const char *tsv, const char *readings, size_t total, uint64_t seed,
                struct base_buffer *names, struct base_buffer *divisions);

#endif
