/* geo/topology.c - polygons as shared arcs: the stages in order, and questions. */
#include "geo/topology.h"

#include <stdlib.h>
#include <string.h>

#include "geo/topology_build.h"

void geo_topology_forget(struct topology_build *build)
{
    free(build->vertex_slots.slots);
    free(build->jump_slots.slots);
    free(build->toggle_slots.slots);
    build->vertex_slots = build->jump_slots = build->toggle_slots = (struct topology_slots){0};
}

void geo_topology_build_done(struct topology_build *build)
{
    geo_topology_forget(build);
    void *const arrays[] = {
        build->vertices,    build->steps,           build->jumps,     build->toggles,
        build->meets,       build->split,           build->larger,    build->chained,
        build->chains,      build->nodes,           build->next,      build->cycle,
        build->cycle_area2, build->cycle_component, build->cycle_face};
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        free(arrays[i]);
}

enum base_status geo_topology_build(const struct geo_geometry *polygons, uint32_t count,
                                    struct base_arena *arena, const struct base_progress *progress,
                                    struct geo_topology *out, struct base_error *err)
{
    struct topology_build build = {.progress = progress, .input_count = count};
    enum base_status status = geo_topology_edges(&build, polygons, count, err);
    geo_topology_forget(&build);
    if (status == BASE_OK)
        status = geo_topology_node(&build, err);
    geo_topology_forget(&build);
    if (status == BASE_OK)
        status = geo_topology_chains(&build, err);
    if (status == BASE_OK)
        status = geo_topology_cycles(&build, err);
    if (status == BASE_OK)
        status = geo_topology_nest(&build, err);
    if (status == BASE_OK)
        status = geo_topology_emit(&build, polygons, count, arena, out, err);
    geo_topology_build_done(&build);
    return status;
}

bool geo_topology_covers(const struct geo_topology *topology, uint32_t face, uint32_t input)
{
    const struct geo_face *f = &topology->faces[face];
    for (uint32_t i = 0; i < f->owner_count; i++)
        if (topology->owners[f->first_owner + i] == input)
            return true;
    return false;
}
