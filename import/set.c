/* import/set.c - texts seen so far. */
#include "import/set.h"

#include <string.h>

static size_t hash_of(const char *text)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a */
    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return (size_t)(h ^ h >> 29);
}

static struct import_set_slot *slot_of(const struct import_set *set, const char *text)
{
    size_t mask = set->capacity - 1, at = hash_of(text) & mask;
    while (set->slots[at].text && strcmp(set->slots[at].text, text) != 0)
        at = (at + 1) & mask;
    return &set->slots[at];
}

static int grow(struct import_set *set)
{
    struct import_set bigger = {.arena = set->arena,
                                .count = set->count,
                                .capacity = set->capacity ? 2 * set->capacity : 256};
    bigger.slots = base_arena_calloc(set->arena, bigger.capacity, sizeof *bigger.slots);
    if (!bigger.slots)
        return 0;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i].text)
            *slot_of(&bigger, set->slots[i].text) = set->slots[i];
    *set = bigger;
    return 1;
}

int64_t import_set_find(const struct import_set *set, const char *text)
{
    return text && set->capacity ? slot_of(set, text)->number : 0;
}

int64_t import_set_add(struct import_set *set, const char *text, int64_t number)
{
    if (2 * (set->count + 1) > set->capacity && !grow(set))
        return -1;
    struct import_set_slot *slot = slot_of(set, text);
    if (slot->text)
        return slot->number;
    *slot = (struct import_set_slot){text, number};
    set->count++;
    return 0;
}
