/* names/distance.h - what it costs to make one sequence of another; internal to names/. */
#ifndef NAMES_DISTANCE_H
#define NAMES_DISTANCE_H

#include "names/part.h"

/* The edits (left out, too many, wrong, exchanged with the neighbour; optimal string
 * alignment) that make `typed` of `name`, at most `most` (0 to 2), else most + 1.
 * cost: their weights; of a wrong unit what `weigh` says (0..1), of others 0.9, of
 * an exchange 0.7. weigh may be NULL: 1. */
unsigned names_distance(struct names_sequence name, struct names_sequence typed, unsigned most,
                        double (*weigh)(const void *context, size_t name_at, size_t typed_at),
                        const void *context, double *cost);

/* The same of letters, without weights. */
unsigned names_letter_distance(const char *a, size_t a_size, const char *b, size_t b_size,
                               unsigned most);

#endif
