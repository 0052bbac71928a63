/* names/match.h - the ways in which a text meets names, one a function; internal to names/.
 *
 * Each adds what it meets to the hits of the search and keeps to the budget. */
#ifndef NAMES_MATCH_H
#define NAMES_MATCH_H

#include "names/hits.h"
#include "names/typed.h"

struct names_match {
    struct names_hits *hits;
    const struct names_part *part;
    size_t part_number;
    const struct names_typed *typed;       /* in the units of the part */
    const struct names_spelling *spelling; /* the one being looked up */
    bool suggest;
    bool shortened; /* this time without the generic that names end with */
    bool loosely;   /* this time the generic is enough of the same characters */
    size_t budget;  /* names and numbers that may still be looked at */
};

/* names/match_text.c: by characters. */
void names_match_whole(struct names_match *match);
void names_match_code(struct names_match *match);
void names_match_begun(struct names_match *match);
void names_match_other_generic(struct names_match *match);
void names_match_inside(struct names_match *match);

/* names/match_sound.c: by pinyin. */
void names_match_spelt(struct names_match *match);
void names_match_spelling_begun(struct names_match *match);
void names_match_initials(struct names_match *match);
void names_match_initials_begun(struct names_match *match);
void names_match_abbreviated(struct names_match *match);
void names_match_heard(struct names_match *match);
void names_match_heard_loosely(struct names_match *match);
void names_match_heard_short(struct names_match *match); /* without its generic */

/* names/match_fault.c: with faults. */
void names_match_mistyped(struct names_match *match);
void names_match_misspelt(struct names_match *match);
void names_match_misspelt_short(struct names_match *match); /* without its generic */
void names_match_guessed(struct names_match *match);

/* Adds the names of a term; false when neither it nor any later one can still enter
 * the page. */
bool names_match_term(struct names_match *match, uint32_t term, enum names_class class,
                      enum names_how how, double quality, unsigned edits, bool shortened);
/* The same for each term that sounds so, when accept (may be NULL) takes it. */
bool names_match_sound(struct names_match *match, uint32_t sound, enum names_class class,
                       enum names_how how, double quality, unsigned edits, bool shortened,
                       bool (*accept)(const struct names_match *match, uint32_t term));

/* The longest generic with which the units end, something before it; NULL: none. */
const struct names_ending *names_ending_of(const struct names_part *part, const uint16_t *units,
                                           size_t count);

/* How many faults are forgiven in a text of so many characters or syllables. */
static inline unsigned names_fault_budget(size_t count)
{
    return count <= 2 ? 0 : count <= 4 ? 1 : 2;
}

#endif
