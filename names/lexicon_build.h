/* names/lexicon_build.h - collecting sequences and writing a lexicon; internal to names/. */
#ifndef NAMES_LEXICON_BUILD_H
#define NAMES_LEXICON_BUILD_H

#include "base/buffer.h"
#include "names/lexicon.h"

enum names_lexicon_block {
    NAMES_FIRST,
    NAMES_SEQUENCE_UNITS,
    NAMES_SLOTS,
    NAMES_ORDER,
    NAMES_KEYS,
    NAMES_LEAST,
    NAMES_HEADS,
    NAMES_DELETE_FIRST,
    NAMES_DELETES,
    NAMES_PAIRS,
    NAMES_POSTINGS,
    NAMES_SKIPS,
    NAMES_LEXICON_BLOCKS,
};

/* Sequences as they come. Zeroed is empty; release with names_lexicon_builder_done. */
struct names_lexicon_builder {
    bool deletes, pairs; /* which look-ups are wanted beside exact and beginning */
    struct base_buffer first, units, ranks, marks; /* by number of coming */
    uint32_t *table;                               /* open addressing, number + 1 */
    size_t table_size, count;
    bool failed;
    /* After names_lexicon_builder_sort: */
    uint32_t *by_rank; /* number of coming, by final number */
    uint32_t *number;  /* final number, by number of coming */
    struct base_buffer blocks[NAMES_LEXICON_BLOCKS];
};

void names_lexicon_builder_done(struct names_lexicon_builder *builder);

/* The number of coming of the sequence (count 1 to NAMES_SEQUENCE_MOST), new or
 * not; its rank (higher is better) becomes the higher of the two. NAMES_NONE
 * without memory. */
uint32_t names_lexicon_add(struct names_lexicon_builder *builder, const uint16_t *units,
                           size_t count, uint8_t rank);
/* The number of coming, NAMES_NONE when it did not come. */
uint32_t names_lexicon_came(const struct names_lexicon_builder *builder, const uint16_t *units,
                            size_t count);
void names_lexicon_mark(struct names_lexicon_builder *builder, uint32_t came);

/* Numbers the sequences by rank, length and units, and makes all blocks.
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status names_lexicon_build(struct names_lexicon_builder *builder, struct base_error *err);

/* Adds the blocks as PREFIX.name and empties them. */
void names_lexicon_write(struct names_lexicon_builder *builder, const char *prefix,
                         struct base_section_writer *writer);

/* Sorts by key, then by nothing: equal keys keep their order. scratch has room
 * for count items too. */
struct names_sort_item {
    uint64_t key;
    uint32_t value;
};
void names_sort(struct names_sort_item *items, struct names_sort_item *scratch, size_t count);

#endif
