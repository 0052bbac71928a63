/* names/hits.h - what a search has met so far, each subject once; internal to names/. */
#ifndef NAMES_HITS_H
#define NAMES_HITS_H

#include "names/search.h"

/* How one name was met. */
struct names_hit {
    size_t part;
    uint32_t name; /* of the part */
    enum names_class class;
    enum names_how how;
    double match; /* 0..1 */
    unsigned edits;
    bool shortened; /* without its generic */
};

struct names_hits {
    const struct names_index *index;
    const struct store_division_index *divisions;
    const struct names_query *query; /* within is a code of the day */
    struct base_arena *arena;
    size_t need; /* results that fill the page */
    struct names_result *items;
    size_t count, capacity;
    uint32_t *table; /* by subject: position + 1 */
    size_t table_size;
    double *best; /* the scores of the best `need`, best first; not kept past TOP_MOST */
    size_t best_count;
    bool failed; /* no memory */
};

/* need: how many results are wanted at most. */
void names_hits_init(struct names_hits *hits, const struct names_index *index,
                     const struct store_division_index *divisions, struct base_arena *arena,
                     size_t need);

/* Takes the hit as a result if it passes the query's filters. */
void names_hits_add(struct names_hits *hits, const struct names_hit *hit);

static inline bool names_hits_is_full(const struct names_hits *hits)
{
    return hits->failed || hits->count >= hits->need;
}

/* True when nothing that comes later and scores at most this can enter the page. */
bool names_hits_is_beyond(const struct names_hits *hits, double score);

/* The most that a hit of the class and match can score when its rank (names/rank.h)
 * is rank. */
double names_hits_bound(enum names_class class, double match, uint8_t rank);

/* The rank of a name, at least what it can be on any day. */
uint8_t names_hits_rank(const struct names_part *part, uint32_t name);

/* Sorts the results, best first. */
void names_hits_sort(struct names_hits *hits);

#endif
