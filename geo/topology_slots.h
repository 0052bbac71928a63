/* geo/topology_slots.h - the tables that find vertices, edges and lists again;
 * private to topology*.c.
 *
 * An item has a home, a bucket of one cache line that it shares with what lies
 * near it on the ground: walking along a border touches few lines. What finds no
 * room at home goes anywhere, so that a crowd at one place costs no more than in
 * a plain table. A slot holds the item and, in the bits that no item's number
 * needs, a part of its hash: most of what stands in the way is not looked at. */
#ifndef GEO_TOPOLOGY_SLOTS_H
#define GEO_TOPOLOGY_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#define TOPOLOGY_BUCKET 16U /* slots of a home: 64 bytes */

/* An open-addressing table of indexes + 1; 0: empty. */
struct topology_slots {
    uint32_t *slots;
    uint32_t size; /* a power of two */
};

/* The slots where an item may stand, in the order they are tried. */
struct topology_probe {
    uint32_t mask, home, at, tried, tag;
    uint64_t mixed;
};

/* home: any number that near things share; mixed: the item's own hash. */
static inline struct topology_probe topology_probe_start(const struct topology_slots *table,
                                                         uint64_t home, uint64_t mixed)
{
    uint32_t mask = table->size - 1, first = ((uint32_t)home * TOPOLOGY_BUCKET) & mask;
    return (struct topology_probe){.mask = mask,
                                   .home = first,
                                   .at = first + (uint32_t)(mixed & (TOPOLOGY_BUCKET - 1)),
                                   .tag = (uint32_t)(mixed >> 32) & ~mask,
                                   .mixed = mixed};
}

/* Asks for the home's slots, which are wanted soon: they come from far. */
static inline void topology_slots_fetch(const struct topology_slots *table, uint64_t home)
{
    if (table->size)
        __builtin_prefetch(&table->slots[((uint32_t)home * TOPOLOGY_BUCKET) & (table->size - 1)]);
}

static inline void topology_probe_next(struct topology_probe *probe)
{
    probe->tried++;
    if (probe->tried < TOPOLOGY_BUCKET)
        probe->at = probe->home + ((uint32_t)(probe->mixed + probe->tried) & (TOPOLOGY_BUCKET - 1));
    else if (probe->tried == TOPOLOGY_BUCKET)
        probe->at = (uint32_t)(probe->mixed >> 32) & probe->mask;
    else
        probe->at = (probe->at + 1) & probe->mask;
}

/* Goes on to the next slot that may hold the item looked for; false: it stands
 * nowhere, and the probe is at its place. */
static inline bool topology_probe_find(const struct topology_slots *table,
                                       struct topology_probe *probe, uint32_t *item)
{
    for (;; topology_probe_next(probe)) {
        uint32_t slot = table->slots[probe->at];
        if (slot == 0)
            return false;
        if ((slot & ~probe->mask) == probe->tag) {
            *item = (slot & probe->mask) - 1;
            return true;
        }
    }
}

/* Puts the item at the probe's place, which is empty. */
static inline void topology_probe_put(struct topology_slots *table,
                                      const struct topology_probe *probe, uint32_t item)
{
    table->slots[probe->at] = probe->tag | (item + 1);
}

/* Where an item that the table holds may stand. context: the build. */
struct topology_build;
typedef struct topology_probe (*topology_probe_of)(const struct topology_build *build,
                                                   const struct topology_slots *table,
                                                   uint32_t item);

static inline bool topology_slots_have_room(const struct topology_slots *table, uint32_t count)
{
    return count < table->size / 3 * 2;
}

/* Makes room for one item more than count: the table is made larger when it is two
 * thirds full, and large enough for `expected` at once. False without memory. */
bool geo_topology_reserve(const struct topology_build *build, struct topology_slots *table,
                          uint32_t count, uint32_t expected, topology_probe_of probe_of);

#endif
