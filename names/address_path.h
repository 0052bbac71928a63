/* names/address_path.h - the ways to read a text as divisions, zone, street or other
 * place; internal to names/.
 *
 * A lattice, not a pattern: wherever a reading of the text has come to, every word of
 * the tree that begins there carries on from it, or letters are passed over at a price.
 * The reading with the highest score wins (place-names.md 4.1). */
#ifndef NAMES_ADDRESS_PATH_H
#define NAMES_ADDRESS_PATH_H

#include "names/address_text.h"
#include "names/result.h"

#define NAMES_ADDRESS_STEPS 256
#define NAMES_ADDRESS_HITS  512
#define NAMES_ADDRESS_WAY   16 /* words of one reading */

/* How a division or place stands to the division written before it. */
enum names_agreement {
    NAMES_AGREES,
    NAMES_AGREED,  /* on another day */
    NAMES_NEAR,    /* elsewhere in the same prefecture */
    NAMES_DIFFERS, /* further away */
};

/* A word that stands in the text. */
struct names_address_hit {
    const struct names_address_word *word;
    uint32_t row; /* of a division: of the division index on the day; else NONE */
    uint16_t from, to;
};

/* A reading of the text up to a word; its earlier words by before. */
struct names_address_step {
    const struct names_address_hit *hit; /* NULL: nothing read yet */
    int32_t before;                      /* a step; -1: none */
    int32_t next;                        /* of those that end at the same letter; -1: none */
    uint16_t end;
    uint32_t row; /* deepest division so far; NONE */
    bool has_zone, has_street, has_place;
    enum names_agreement agreement; /* of the word with what stood before */
    double score;
};

struct names_address_lattice {
    const struct names_context *context;
    const struct names_address_text *text;
    uint32_t focus; /* division that is meant where none is written; NONE */
    struct names_address_step steps[NAMES_ADDRESS_STEPS];
    size_t step_count;
    int32_t ending[NAMES_ADDRESS_MOST + 1]; /* first step that ends at each letter */
    struct names_address_hit hits[NAMES_ADDRESS_HITS];
    size_t hit_count;
    int32_t hits_at[NAMES_ADDRESS_MOST + 2]; /* first hit that begins at each letter; -1: not
                                                looked up */
    uint16_t hits_of[NAMES_ADDRESS_MOST + 2];
};

/* Fills the steps; the first has read nothing. */
void names_address_paths(struct names_address_lattice *lattice);

/* The words that begin at a letter; *count of them. */
const struct names_address_hit *names_address_hits(struct names_address_lattice *lattice, size_t at,
                                                   size_t *count);

/* How a place of the divisions (codes, commas between) stands to a division. */
enum names_agreement names_address_agreement(const struct names_context *context,
                                             const char *divisions, uint32_t row);

/* True when a street, square or the like is named by the word that ends here: 重庆|路. */
bool names_address_names_road(const struct names_address_text *text, size_t end);

#endif
