/* tiles/holder.c - who holds a face at each level. */
#include "tiles/holder.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/division.h"

/* Units by code, to follow parents. */
struct code_entry {
    const char *code;
    uint32_t unit;
};

struct lookup {
    const struct tiles_builder *builder;
    struct code_entry *entries;
};

static int compare_entries(const void *a, const void *b)
{
    const struct code_entry *x = a, *y = b;
    int order = strcmp(x->code, y->code);
    return order ? order : (x->unit > y->unit) - (x->unit < y->unit);
}

static const struct tiles_unit *find_unit(const struct lookup *lookup, const char *code)
{
    uint32_t low = 0, high = lookup->builder->unit_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(lookup->entries[middle].code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == lookup->builder->unit_count || strcmp(lookup->entries[low].code, code) != 0)
        return NULL;
    return &lookup->builder->units[lookup->entries[low].unit];
}

/* Fills the levels above the deepest unit with the codes of its parents. */
static bool fill_parents(const struct lookup *lookup, struct tiles_holder *holder)
{
    int deepest = 5;
    while (deepest > 0 && holder->units[deepest] == TILES_NO_UNIT)
        deepest--;
    if (deepest == 0)
        return true;
    const char *code = holder->codes[deepest];
    for (int steps = 0; steps < 5; steps++) {
        const struct tiles_unit *unit = find_unit(lookup, code);
        char by_prefix[STORE_CODE_SIZE];
        const char *parent = unit ? unit->parent : NULL;
        if (!parent || !*parent) {
            store_code_parent(code, by_prefix);
            parent = base_arena_strdup(lookup->builder->arena, by_prefix);
        }
        if (!parent)
            return false;
        if (!*parent)
            break;
        const struct tiles_unit *above = find_unit(lookup, parent);
        int level = above ? (int)above->level : (int)store_code_level(parent);
        if (level >= 1 && level <= 5 && !holder->codes[level])
            holder->codes[level] = parent;
        code = parent;
    }
    return true;
}

static void take_owners(const struct tiles_builder *builder, const struct geo_topology *topology,
                        uint32_t face, struct tiles_holder *holder)
{
    const struct geo_face *f = &topology->faces[face];
    for (int level = 0; level < 6; level++)
        holder->units[level] = TILES_NO_UNIT;
    for (uint32_t i = 0; i < f->owner_count; i++) {
        uint32_t unit = topology->owners[f->first_owner + i];
        uint32_t level = builder->units[unit].level;
        if (holder->codes[level] && strcmp(holder->codes[level], builder->units[unit].code) <= 0)
            continue;
        holder->units[level] = unit;
        holder->codes[level] = builder->units[unit].code;
    }
}

struct tiles_holder *tiles_holders_make(struct tiles_builder *builder,
                                        const struct geo_topology *topology)
{
    struct lookup lookup = {.builder = builder};
    struct tiles_holder *holders =
        base_arena_calloc(builder->arena, topology->face_count, sizeof *holders);
    lookup.entries =
        base_arena_calloc(builder->arena, builder->unit_count + 1, sizeof *lookup.entries);
    if (!holders || !lookup.entries)
        return NULL;
    for (uint32_t i = 0; i < builder->unit_count; i++)
        lookup.entries[i] = (struct code_entry){builder->units[i].code, i};
    qsort(lookup.entries, builder->unit_count, sizeof *lookup.entries, compare_entries);
    for (uint32_t face = 0; face < topology->face_count; face++) {
        take_owners(builder, topology, face, &holders[face]);
        if (!fill_parents(&lookup, &holders[face]))
            return NULL;
    }
    return holders;
}

static bool is_held(const struct tiles_holder *holder)
{
    for (int level = 1; level <= 5; level++)
        if (holder->units[level] != TILES_NO_UNIT)
            return true;
    return false;
}

static bool codes_differ(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) != 0 : a != b;
}

/* The highest level of a unit that covers one of the faces but not both. */
static uint32_t level_of_owners(const struct tiles_builder *builder,
                                const struct geo_topology *topology, uint32_t a, uint32_t b)
{
    uint32_t best = 5;
    for (int side = 0; side < 2; side++) {
        const struct geo_face *face = &topology->faces[side ? b : a];
        for (uint32_t i = 0; i < face->owner_count; i++) {
            uint32_t unit = topology->owners[face->first_owner + i];
            if (builder->units[unit].level < best &&
                !geo_topology_covers(topology, side ? a : b, unit))
                best = builder->units[unit].level;
        }
    }
    return best;
}

/* Where nobody holds one side only areas count, not what codes imply: the
 * outside of a county is not the outside of its province. */
static uint32_t border_level(const struct tiles_builder *builder,
                             const struct geo_topology *topology,
                             const struct tiles_holder *holders, uint32_t left, uint32_t right)
{
    if (is_held(&holders[left]) && is_held(&holders[right]))
        for (uint32_t level = 1; level <= 5; level++)
            if (codes_differ(holders[left].codes[level], holders[right].codes[level]))
                return level;
    return level_of_owners(builder, topology, left, right);
}

static int64_t side_id(const struct tiles_builder *builder, const struct tiles_holder *holder,
                       uint32_t level)
{
    unsigned char digest[BASE_HASH_SIZE];
    int64_t number;
    if (holder->units[level] != TILES_NO_UNIT)
        return builder->units[holder->units[level]].identity;
    if (!holder->codes[level])
        return 0;
    base_hash(holder->codes[level], strlen(holder->codes[level]), digest);
    memcpy(&number, digest, sizeof number);
    return -(number & INT64_MAX) - 1;
}

struct tiles_border tiles_border_of(const struct tiles_builder *builder,
                                    const struct geo_topology *topology,
                                    const struct tiles_holder *holders, uint32_t left_face,
                                    uint32_t right_face)
{
    const struct tiles_holder *left = &holders[left_face], *right = &holders[right_face];
    uint32_t level = border_level(builder, topology, holders, left_face, right_face);
    return (struct tiles_border){
        .level = level,
        .left = left->codes[level] ? left->codes[level] : "",
        .right = right->codes[level] ? right->codes[level] : "",
        .left_id = side_id(builder, left, level),
        .right_id = side_id(builder, right, level),
    };
}

int64_t tiles_border_id(const struct tiles_border *border)
{
    uint64_t hash = base_hash_mix((uint64_t)border->left_id ^ UINT64_C(0x9e3779b97f4a7c15));
    hash = base_hash_mix(hash ^ (uint64_t)border->right_id);
    hash = base_hash_mix(hash + border->level);
    return (int64_t)(hash >> 11); /* numbers of JavaScript hold 53 bits */
}
