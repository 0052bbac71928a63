/* geo/topology_lists.c - lists of the inputs that an edge toggles: equal lists
 * are one list. */
#include "base/hash.h"
#include "geo/topology_build.h"

static struct topology_probe toggle_probe(const struct topology_build *build,
                                          const struct topology_slots *table, uint32_t list)
{
    uint64_t mixed =
        base_hash_mix((uint64_t)build->toggles[list].input << 32 | build->toggles[list].next);
    return topology_probe_start(table, mixed >> 8, mixed);
}

/* The list of input and then rest; NONE without memory. */
static uint32_t list_of(struct topology_build *build, uint32_t input, uint32_t rest)
{
    struct topology_slots *table = &build->toggle_slots;
    if (!geo_topology_grow((void **)&build->toggles, &build->toggle_capacity, build->toggle_count,
                           sizeof *build->toggles) ||
        !geo_topology_reserve(build, table, build->toggle_count, 0, toggle_probe))
        return TOPOLOGY_NONE;
    build->toggles[build->toggle_count] = (struct topology_toggle){.input = input, .next = rest};
    struct topology_probe probe = toggle_probe(build, table, build->toggle_count);
    for (uint32_t found; topology_probe_find(table, &probe, &found); topology_probe_next(&probe))
        if (build->toggles[found].input == input && build->toggles[found].next == rest)
            return found;
    topology_probe_put(table, &probe, build->toggle_count);
    return build->toggle_count++;
}

/* Looks for input among those of the list, which come from the largest; pushes
 * the larger ones. *rest: the list from input's place on. */
static bool split_list(struct topology_build *build, uint32_t list, uint32_t input, uint32_t *rest)
{
    build->larger_count = 0;
    for (; list != TOPOLOGY_NONE && build->toggles[list].input > input;
         list = build->toggles[list].next) {
        if (!geo_topology_grow((void **)&build->larger, &build->larger_capacity,
                               build->larger_count, sizeof *build->larger))
            return false;
        build->larger[build->larger_count++] = build->toggles[list].input;
    }
    *rest = list;
    return true;
}

bool geo_topology_list_toggled(struct topology_build *build, uint32_t list, uint32_t input,
                               uint32_t *out)
{
    uint32_t rest;
    if (!split_list(build, list, input, &rest))
        return false;
    if (rest != TOPOLOGY_NONE && build->toggles[rest].input == input) {
        rest = build->toggles[rest].next;
        build->meets[input] = true; /* one ring, or two of one input, share the edge */
    } else if ((rest = list_of(build, input, rest)) == TOPOLOGY_NONE) {
        return false;
    }
    while (build->larger_count > 0) {
        rest = list_of(build, build->larger[--build->larger_count], rest);
        if (rest == TOPOLOGY_NONE)
            return false;
    }
    *out = rest;
    return true;
}
