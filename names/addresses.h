/* names/addresses.h - the snapshot section "addresses": the words that addresses are
 * made of, as a tree of characters.
 *
 * Blocks:
 *   plane     u16[65536]  folded form of each character (names/fold.h), 0: dropped
 *   edges     {node, character, child}  open addressing
 *   ends      u32[nodes + 1]  where the words of each node begin
 *   words     rows below
 *   spots     places that are words, ascending by identity
 *   texts     zero-terminated
 * Every reader keeps inside the bytes, whatever they hold. */
#ifndef NAMES_ADDRESSES_H
#define NAMES_ADDRESSES_H

#include "base/date.h"
#include "base/section.h"
#include "geo/geometry.h"

#define NAMES_ADDRESSES_KIND    "address"
#define NAMES_ADDRESSES_VERSION 1
#define NAMES_WORD_MOST         40 /* characters of one word */

enum names_address_kind {
    NAMES_WORD_DIVISION,
    NAMES_WORD_ZONE,
    NAMES_WORD_STREET,
    NAMES_WORD_ESTATE,
    NAMES_WORD_VILLAGE, /* a settlement or committee */
    NAMES_WORD_PLACE,
};

/* One way to write one thing. */
struct names_address_word {
    int64_t identity;
    uint32_t spot; /* of places; UINT32_MAX: a division */
    int32_t valid_from, valid_to;
    uint8_t kind, form; /* names_address_kind, names_form */
    uint8_t shortened;  /* without its generic, or without the name of the city before it */
    uint8_t level;      /* of divisions: the level of their newest version */
};

struct names_spot {
    int64_t identity;
    struct geo_point point;
    struct geo_box box;
    uint32_t name, divisions, kind; /* texts; divisions: codes, commas between */
    uint32_t has_point;
};

struct names_edge {
    uint32_t node, letter, child;
};

struct names_addresses {
    struct base_section section;
    const uint16_t *plane;
    const struct names_edge *edges;
    const uint32_t *ends;
    const struct names_address_word *words;
    const struct names_spot *spots;
    const char *texts;
    size_t edge_count, node_count, word_count, spot_count, text_size;
};

/* bytes are borrowed. BASE_INVALID when they are no sound section of addresses. */
BASE_MUST_CHECK
enum base_status names_addresses_open(const void *bytes, size_t size, struct names_addresses *out,
                                      struct base_error *err);

/* The node that follows by one folded character; 0 (the root): none. */
uint32_t names_addresses_step(const struct names_addresses *addresses, uint32_t node,
                              uint16_t letter);

/* The words that end at a node; *count of them. */
const struct names_address_word *names_addresses_words(const struct names_addresses *addresses,
                                                       uint32_t node, size_t *count);

/* NULL when there is none of that number. */
const struct names_spot *names_addresses_spot(const struct names_addresses *addresses,
                                              uint32_t spot);

static inline const char *names_addresses_text(const struct names_addresses *addresses,
                                               uint32_t offset)
{
    return addresses->texts + (offset < addresses->text_size ? offset : 0);
}

/* The place of an edge among size slots. */
static inline size_t names_edge_place(uint32_t node, uint32_t letter, size_t size)
{
    uint64_t key = ((uint64_t)node << 16 | letter) * 0x9E3779B97F4A7C15u;
    return (size_t)((key >> 32) * size >> 32);
}

#endif
