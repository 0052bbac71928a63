/* names/candidates.h - what the keys of a query lead to; internal to names/. */
#ifndef NAMES_CANDIDATES_H
#define NAMES_CANDIDATES_H

#include "base/arena.h"
#include "names/index.h"

/* The best way in which each subject was met so far. */
struct names_candidate {
    uint32_t subject, name;
    enum names_form form;
    enum names_how how;
    double quality; /* of the match alone, 0..1 */
};

struct names_candidates {
    const struct names_index *index;
    struct base_arena *arena;
    struct names_candidate *items;
    size_t count, capacity;
    size_t budget; /* keys that may still be looked at */
    bool failed;   /* no memory */
};

/* Looks the folded query up by every kind of key. suggest: prefixes count more. */
void names_candidates_find(struct names_candidates *candidates, const struct names_folded *query,
                           bool suggest);

#endif
