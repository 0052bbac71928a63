/* names/addresses.c - reading the section "addresses". */
#include "names/addresses.h"

#include <assert.h>

static_assert(sizeof(struct names_address_word) == 24 && sizeof(struct names_spot) == 72 &&
                  sizeof(struct names_edge) == 12,
              "file format");

static bool is_sound(struct names_addresses *a)
{
    size_t plane, ends;
    const struct base_section *s = &a->section;
    a->plane = base_section_block(s, "plane", 2, &plane);
    a->edges = base_section_block(s, "edges", sizeof *a->edges, &a->edge_count);
    a->ends = base_section_block(s, "ends", 4, &ends);
    a->words = base_section_block(s, "words", sizeof *a->words, &a->word_count);
    a->spots = base_section_block(s, "spots", sizeof *a->spots, &a->spot_count);
    a->texts = base_section_block(s, "texts", 1, &a->text_size);
    a->node_count = ends > 0 ? ends - 1 : 0;
    return plane == 65536 && a->edge_count > 0 && a->node_count > 0 && a->text_size > 0 &&
           a->texts[a->text_size - 1] == '\0';
}

enum base_status names_addresses_open(const void *bytes, size_t size, struct names_addresses *out,
                                      struct base_error *err)
{
    struct names_addresses addresses = {0};
    enum base_status status = base_section_open(
        bytes, size, NAMES_ADDRESSES_KIND, NAMES_ADDRESSES_VERSION, 0, &addresses.section, err);
    if (status != BASE_OK)
        return status;
    if (!is_sound(&addresses))
        return base_fail(err, BASE_INVALID, "the addresses section is damaged; build it again");
    *out = addresses;
    return BASE_OK;
}

uint32_t names_addresses_step(const struct names_addresses *addresses, uint32_t node,
                              uint16_t letter)
{
    size_t size = addresses->edge_count, at = names_edge_place(node, letter, size);
    for (size_t looked = 0; looked < size; looked++) {
        const struct names_edge *edge = &addresses->edges[at];
        if (edge->child == 0)
            return 0;
        if (edge->node == node && edge->letter == letter)
            return edge->child < addresses->node_count ? edge->child : 0;
        at = at + 1 == size ? 0 : at + 1;
    }
    return 0;
}

const struct names_address_word *names_addresses_words(const struct names_addresses *addresses,
                                                       uint32_t node, size_t *count)
{
    *count = 0;
    if (node >= addresses->node_count)
        return NULL;
    uint32_t from = addresses->ends[node], to = addresses->ends[node + 1];
    if (from > to || to > addresses->word_count)
        return NULL;
    *count = to - from;
    return addresses->words + from;
}

const struct names_spot *names_addresses_spot(const struct names_addresses *addresses,
                                              uint32_t spot)
{
    return spot < addresses->spot_count ? &addresses->spots[spot] : NULL;
}
