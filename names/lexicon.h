/* names/lexicon.h - many short sequences of units, each once, found by what
 * they are, begin with, hold, or differ from in one place; internal to names/.
 *
 * The same structure serves names as characters, as syllables and as initials.
 * Sequences are numbered by rank: the lower the number, the likelier it is meant,
 * so that a list in ascending order gives the best first. Blocks of the section,
 * PREFIX being the lexicon's:
 *   PREFIX.first    u32[count + 1]  where each sequence's units begin
 *   PREFIX.units    u16[]           the units
 *   PREFIX.slots    u64[]           open addressing: number + 1, mark, check bits
 *   PREFIX.order    u32[count]      numbers, ascending by units
 *   PREFIX.keys     u32[count]      second and third unit of each in that order
 *   PREFIX.least    u32[]           least number of every 64 of order
 *   PREFIX.heads    u32[]           where each first unit begins in order
 *   PREFIX.delfirst u32[]           where each bucket of deletes begins
 *   PREFIX.deletes  u32[]           numbers, by the hash of the sequence less one unit
 *   PREFIX.pairs    {key, count, offset, skip}  pairs of units, ascending by key
 *   PREFIX.postings bytes           ascending numbers as LEB128 differences
 *   PREFIX.skips    {last, offset}  one each 128 of a posting list
 * Nothing is checked at opening but sizes that hang together: every look-up
 * keeps inside the blocks whatever they hold. */
#ifndef NAMES_LEXICON_H
#define NAMES_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/section.h"

#define NAMES_SEQUENCE_MOST 255 /* units of one sequence; longer names are cut for keys */
#define NAMES_DELETE_LEAST  3   /* units of sequences that are found less one */
#define NAMES_DELETE_MOST   16
#define NAMES_LEAST_SPAN    64
#define NAMES_SKIP_SPAN     128
#define NAMES_NONE          UINT32_MAX

struct names_pair {
    uint32_t key, count, offset, skip;
};

struct names_skip {
    uint32_t last, offset;
};

struct names_lexicon {
    size_t count, unit_count, slot_count, head_count, least_count;
    size_t delete_buckets, delete_count, pair_count, posting_size, skip_count;
    const uint32_t *first, *order, *keys, *least, *heads, *delete_first, *deletes;
    const uint16_t *units;
    const uint64_t *slots;
    const struct names_pair *pairs;
    const unsigned char *postings;
    const struct names_skip *skips;
};

/* Borrowed from the section. */
struct names_sequence {
    const uint16_t *units;
    size_t count;
};

/* Positions in the order: first..last, last excluded. */
struct names_range {
    uint32_t first, last;
};

/* False when the blocks of the prefix do not hang together. */
bool names_lexicon_open(const struct base_section *section, const char *prefix,
                        struct names_lexicon *out);

/* Empty when the number or what it points to lies outside. */
struct names_sequence names_lexicon_sequence(const struct names_lexicon *lexicon, uint32_t number);

/* The sequence's number, NAMES_NONE when it is none; *marked (may be NULL) tells
 * whether the builder marked it. */
uint32_t names_lexicon_find(const struct names_lexicon *lexicon, const uint16_t *units,
                            size_t count, bool *marked);

/* The sequences that begin with the units (count ≥ 1) and then, when beyond > 0,
 * with a unit from..beyond, beyond excluded. */
struct names_range names_lexicon_range(const struct names_lexicon *lexicon, const uint16_t *units,
                                       size_t count, uint16_t from, uint16_t beyond);

/* The `most` lowest numbers of the range, ascending; returns how many. */
size_t names_lexicon_best(const struct names_lexicon *lexicon, struct names_range range,
                          uint32_t *out, size_t most);

/* Numbers of sequences that may be these units with one more somewhere. */
const uint32_t *names_lexicon_deleted(const struct names_lexicon *lexicon, const uint16_t *units,
                                      size_t count, size_t *found);

/* Numbers of the sequences that hold a pair, ascending. */
struct names_postings {
    const struct names_lexicon *lexicon;
    uint32_t count, offset, skip; /* of the list; count 0: no such pair */
    uint32_t at, current;         /* how many were read, and the last of them */
    uint32_t next;                /* byte that follows */
};
#define NAMES_PAIR_APART 0x80000000u /* one unit stands between the two */
struct names_postings names_lexicon_pair(const struct names_lexicon *lexicon, uint16_t first,
                                         uint16_t second, uint32_t apart);
/* The next number, NAMES_NONE behind the last. */
uint32_t names_postings_next(struct names_postings *postings);
/* The next number that is not below least. *work counts what was read. */
uint32_t names_postings_seek(struct names_postings *postings, uint32_t least, size_t *work);

/* The place of a hash among `size` slots or buckets. */
static inline size_t names_lexicon_place(uint64_t hash, size_t size)
{
    return (size_t)((hash & UINT32_MAX) * size >> 32);
}

/* The hash of units; the sequence without the unit at skip (SIZE_MAX: with all). */
uint64_t names_lexicon_hash(const uint16_t *units, size_t count, size_t skip);

/* Order of two sequences by units; a beginning stands before the longer one. */
int names_sequence_compare(struct names_sequence a, struct names_sequence b);
bool names_sequence_is(struct names_sequence sequence, const uint16_t *units, size_t count);

#endif
