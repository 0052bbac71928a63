/* names/lexicon.c - looking sequences up. */
#include "names/lexicon.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"

#define PROBES_MOST 4096 /* slots looked at; a sound table needs a few */
#define BUCKET_MOST 4096

/* --- opening --------------------------------------------------------------------- */

static const void *block(const struct base_section *section, const char *prefix, const char *name,
                         size_t element, size_t *count)
{
    char full[BASE_SECTION_NAME + 1];
    snprintf(full, sizeof full, "%s.%s", prefix, name);
    return base_section_block(section, full, element, count);
}

bool names_lexicon_open(const struct base_section *section, const char *prefix,
                        struct names_lexicon *out)
{
    struct names_lexicon l = {0};
    size_t firsts, orders, keys, delete_firsts;
    l.first = block(section, prefix, "first", 4, &firsts);
    l.units = block(section, prefix, "units", 2, &l.unit_count);
    l.slots = block(section, prefix, "slots", 8, &l.slot_count);
    l.order = block(section, prefix, "order", 4, &orders);
    l.keys = block(section, prefix, "keys", 4, &keys);
    l.least = block(section, prefix, "least", 4, &l.least_count);
    l.heads = block(section, prefix, "heads", 4, &l.head_count);
    l.delete_first = block(section, prefix, "delfirst", 4, &delete_firsts);
    l.deletes = block(section, prefix, "deletes", 4, &l.delete_count);
    l.pairs = block(section, prefix, "pairs", sizeof *l.pairs, &l.pair_count);
    l.postings = block(section, prefix, "postings", 1, &l.posting_size);
    l.skips = block(section, prefix, "skips", sizeof *l.skips, &l.skip_count);
    l.delete_buckets = delete_firsts > 0 ? delete_firsts - 1 : 0;
    if (!l.first || firsts == 0 || l.slot_count == 0 || l.slot_count > UINT32_MAX ||
        l.delete_buckets > UINT32_MAX)
        return false;
    l.count = firsts - 1;
    if (orders != l.count || keys != l.count ||
        l.least_count != (l.count + NAMES_LEAST_SPAN - 1) / NAMES_LEAST_SPAN)
        return false;
    *out = l;
    return true;
}

/* --- one sequence ------------------------------------------------------------------- */

struct names_sequence names_lexicon_sequence(const struct names_lexicon *l, uint32_t number)
{
    struct names_sequence none = {NULL, 0};
    if (number >= l->count)
        return none;
    uint32_t from = l->first[number], to = l->first[number + 1];
    if (from > to || to > l->unit_count || to - from > NAMES_SEQUENCE_MOST)
        return none;
    return (struct names_sequence){l->units + from, to - from};
}

int names_sequence_compare(struct names_sequence a, struct names_sequence b)
{
    size_t common = a.count < b.count ? a.count : b.count;
    for (size_t i = 0; i < common; i++)
        if (a.units[i] != b.units[i])
            return a.units[i] < b.units[i] ? -1 : 1;
    return a.count < b.count ? -1 : a.count > b.count;
}

bool names_sequence_is(struct names_sequence sequence, const uint16_t *units, size_t count)
{
    return sequence.count == count && count > 0 &&
           memcmp(sequence.units, units, count * sizeof *units) == 0;
}

uint64_t names_lexicon_hash(const uint16_t *units, size_t count, size_t skip)
{
    uint64_t hash = 0x9e3779b97f4a7c15ULL;
    for (size_t i = 0; i < count; i++)
        if (i != skip)
            hash = (hash ^ units[i]) * 0xff51afd7ed558ccdULL + (hash >> 47);
    return base_hash_mix(hash);
}

uint32_t names_lexicon_find(const struct names_lexicon *l, const uint16_t *units, size_t count,
                            bool *marked)
{
    uint64_t hash = names_lexicon_hash(units, count, SIZE_MAX);
    size_t at = names_lexicon_place(hash, l->slot_count);
    for (size_t probe = 0; probe < PROBES_MOST; probe++) {
        uint64_t slot = l->slots[at];
        at = at + 1 < l->slot_count ? at + 1 : 0;
        if (slot == 0)
            return NAMES_NONE;
        uint32_t number = (uint32_t)slot - 1;
        if (slot >> 33 != hash >> 33 ||
            !names_sequence_is(names_lexicon_sequence(l, number), units, count))
            continue;
        if (marked)
            *marked = slot >> 32 & 1;
        return number;
    }
    return NAMES_NONE;
}

/* --- beginnings ---------------------------------------------------------------------- */

static struct names_range head_range(const struct names_lexicon *l, uint32_t from, uint32_t beyond)
{
    struct names_range none = {0, 0};
    if (l->head_count == 0 || from >= l->head_count)
        return none;
    uint32_t first = l->heads[from];
    uint32_t last = beyond < l->head_count ? l->heads[beyond] : (uint32_t)l->count;
    if (first > last || last > l->count)
        return none;
    return (struct names_range){first, last};
}

/* First position of the range whose key is not below. */
static uint32_t key_bound(const struct names_lexicon *l, struct names_range range, uint64_t key)
{
    uint32_t low = range.first, high = range.last;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (l->keys[middle] < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct names_range narrow_keys(const struct names_lexicon *l, struct names_range range,
                                      uint64_t from, uint64_t beyond)
{
    uint32_t first = key_bound(l, range, from);
    return (struct names_range){first,
                                key_bound(l, (struct names_range){first, range.last}, beyond)};
}

/* The unit of the sequence at a position of the order; 0 behind its end. */
static uint16_t unit_at(const struct names_lexicon *l, uint32_t position, size_t index)
{
    struct names_sequence sequence = names_lexicon_sequence(l, l->order[position]);
    return index < sequence.count ? sequence.units[index] : 0;
}

static uint32_t unit_bound(const struct names_lexicon *l, struct names_range range, size_t index,
                           uint32_t unit)
{
    uint32_t low = range.first, high = range.last;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (unit_at(l, middle, index) < unit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct names_range narrow_unit(const struct names_lexicon *l, struct names_range range,
                                      size_t index, uint32_t from, uint32_t beyond)
{
    uint32_t first = unit_bound(l, range, index, from);
    return (struct names_range){
        first, unit_bound(l, (struct names_range){first, range.last}, index, beyond)};
}

struct names_range names_lexicon_range(const struct names_lexicon *l, const uint16_t *units,
                                       size_t count, uint16_t from, uint16_t beyond)
{
    if (count == 0)
        return head_range(l, from, beyond);
    struct names_range range = head_range(l, units[0], units[0] + 1u);
    uint64_t second = count > 1 ? units[1] : from, second_end = count > 1 ? units[1] + 1u : beyond;
    if (count == 1 && beyond == 0)
        return range;
    if (count < 2 || (count == 2 && beyond == 0))
        return narrow_keys(l, range, second << 16, second_end << 16);
    uint64_t third = count > 2 ? units[2] : from, third_end = count > 2 ? units[2] + 1u : beyond;
    range = narrow_keys(l, range, second << 16 | third, (second << 16) + third_end);
    for (size_t i = 3; i < count; i++)
        range = narrow_unit(l, range, i, units[i], units[i] + 1u);
    return count > 2 && beyond > 0 ? narrow_unit(l, range, count, from, beyond) : range;
}

/* --- the best of a range: a heap of the lowest numbers, the highest of them on top --- */

static void sift_down(uint32_t *heap, size_t count, size_t i)
{
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= count)
            return;
        if (child + 1 < count && heap[child + 1] > heap[child])
            child++;
        if (heap[i] >= heap[child])
            return;
        uint32_t other = heap[i];
        heap[i] = heap[child];
        heap[child] = other;
        i = child;
    }
}

static void offer(uint32_t *heap, size_t *count, size_t most, uint32_t number)
{
    if (*count < most) {
        heap[(*count)++] = number;
        for (size_t i = *count / 2; *count == most && i-- > 0;)
            sift_down(heap, most, i);
    } else if (number < heap[0]) {
        heap[0] = number;
        sift_down(heap, most, 0);
    }
}

/* Ascending; a heap that never filled is no heap yet. */
static void sort_heap(uint32_t *heap, size_t count)
{
    for (size_t i = count / 2; i-- > 0;)
        sift_down(heap, count, i);
    for (size_t last = count; last-- > 1;) {
        uint32_t other = heap[0];
        heap[0] = heap[last];
        heap[last] = other;
        sift_down(heap, last, 0);
    }
}

size_t names_lexicon_best(const struct names_lexicon *l, struct names_range range, uint32_t *out,
                          size_t most)
{
    size_t count = 0;
    for (uint32_t i = range.first; i < range.last && most > 0;) {
        uint32_t end = (i / NAMES_LEAST_SPAN + 1) * NAMES_LEAST_SPAN;
        end = end < range.last ? end : range.last;
        if (count < most || l->least[i / NAMES_LEAST_SPAN] < out[0])
            for (uint32_t k = i; k < end; k++)
                offer(out, &count, most, l->order[k]);
        i = end;
    }
    sort_heap(out, count);
    return count;
}

/* --- one unit less --------------------------------------------------------------------- */

const uint32_t *names_lexicon_deleted(const struct names_lexicon *l, const uint16_t *units,
                                      size_t count, size_t *found)
{
    *found = 0;
    if (l->delete_buckets == 0)
        return NULL;
    size_t bucket =
        names_lexicon_place(names_lexicon_hash(units, count, SIZE_MAX), l->delete_buckets);
    uint32_t from = l->delete_first[bucket], to = l->delete_first[bucket + 1];
    if (from > to || to > l->delete_count)
        return NULL;
    *found = to - from < BUCKET_MOST ? to - from : BUCKET_MOST;
    return l->deletes + from;
}

/* --- pairs ------------------------------------------------------------------------------- */

struct names_postings names_lexicon_pair(const struct names_lexicon *l, uint16_t first,
                                         uint16_t second, uint32_t apart)
{
    uint32_t key = (uint32_t)first << 16 | second | apart;
    struct names_postings none = {.lexicon = l, .current = NAMES_NONE};
    size_t low = 0, high = l->pair_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (l->pairs[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == l->pair_count || l->pairs[low].key != key)
        return none;
    const struct names_pair *pair = &l->pairs[low];
    return (struct names_postings){.lexicon = l,
                                   .count = pair->count,
                                   .offset = pair->offset,
                                   .skip = pair->skip,
                                   .current = NAMES_NONE,
                                   .next = pair->offset};
}

uint32_t names_postings_next(struct names_postings *p)
{
    uint32_t difference = 0;
    if (p->at >= p->count)
        return p->current = NAMES_NONE;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (p->next >= p->lexicon->posting_size) {
            p->at = p->count;
            return p->current = NAMES_NONE;
        }
        unsigned char byte = p->lexicon->postings[p->next++];
        difference |= (uint32_t)(byte & 0x7F) << (shift < 28 ? shift : 28);
        if (byte < 0x80)
            break;
    }
    p->current = p->at == 0 ? difference : p->current + difference;
    p->at++;
    return p->current;
}

/* Steps over whole spans that end before least. */
static void skip_spans(struct names_postings *p, uint32_t least)
{
    uint32_t span = p->at / NAMES_SKIP_SPAN, spans = p->count / NAMES_SKIP_SPAN;
    uint32_t low = span, high = spans;
    if (p->skip > p->lexicon->skip_count || spans > p->lexicon->skip_count - p->skip)
        return;
    const struct names_skip *skips = p->lexicon->skips + p->skip;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (skips[middle].last < least)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == span || skips[low - 1].offset < p->next)
        return;
    p->at = low * NAMES_SKIP_SPAN;
    p->current = skips[low - 1].last;
    p->next = skips[low - 1].offset;
}

uint32_t names_postings_seek(struct names_postings *p, uint32_t least, size_t *work)
{
    if (p->at > 0 && (p->current == NAMES_NONE || p->current >= least))
        return p->current;
    if (p->count > NAMES_SKIP_SPAN)
        skip_spans(p, least);
    uint32_t number;
    do {
        ++*work;
        number = names_postings_next(p);
    } while (number != NAMES_NONE && number < least);
    return number;
}
