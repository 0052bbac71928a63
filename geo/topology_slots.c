/* geo/topology_slots.c - the tables that find vertices, edges and lists again. */
#include "geo/topology_slots.h"

#include <stdlib.h>

bool geo_topology_reserve(const struct topology_build *build, struct topology_slots *table,
                          uint32_t count, uint32_t expected, topology_probe_of probe_of)
{
    if (topology_slots_have_room(table, count))
        return true;
    uint32_t wanted = count > expected ? count : expected;
    struct topology_slots larger = {.size = table->size ? table->size * 2 : 4096};
    while (larger.size && !topology_slots_have_room(&larger, wanted))
        larger.size *= 2;
    larger.slots = larger.size ? calloc(larger.size, sizeof *larger.slots) : NULL;
    if (!larger.slots)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct topology_probe probe = probe_of(build, &larger, i);
        while (larger.slots[probe.at])
            topology_probe_next(&probe);
        topology_probe_put(&larger, &probe, i);
    }
    free(table->slots);
    *table = larger;
    return true;
}
