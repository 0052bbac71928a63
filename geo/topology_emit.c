/* geo/topology_emit.c - owners of the faces, and the result in the caller's arena. */
#include <stdlib.h>
#include <string.h>

#include "geo/topology_build.h"

/* Owner lists of faces while they spread: face f owns owners[first[f] .. + count[f]). */
struct spread {
    const struct topology_build *build;
    const struct geo_topology *topology;
    struct geo_face *faces;
    uint32_t *owners;
    uint32_t owner_count, owner_capacity;
    uint32_t *queue;
};

static bool append(struct spread *spread, uint32_t owner)
{
    if (!geo_topology_grow((void **)&spread->owners, &spread->owner_capacity, spread->owner_count,
                           sizeof *spread->owners))
        return false;
    spread->owners[spread->owner_count++] = owner;
    return true;
}

/* Appends the owners of face, each input of the list flipped. Owners ascend, the
 * list descends: both are walked from the largest, and the result turned. */
static bool append_flipped(struct spread *spread, struct geo_face *to, const struct geo_face *from,
                           uint32_t list)
{
    uint32_t left = from->owner_count, first = spread->owner_count;
    const struct topology_toggle *toggles = spread->build->toggles;
    while (left > 0 || list != TOPOLOGY_NONE) {
        uint32_t owner = left > 0 ? spread->owners[from->first_owner + left - 1] : 0;
        uint32_t flip = list != TOPOLOGY_NONE ? toggles[list].input : 0;
        bool owned = left > 0 && (list == TOPOLOGY_NONE || owner >= flip);
        bool flipped = list != TOPOLOGY_NONE && (left == 0 || flip >= owner);
        left -= owned;
        if (flipped)
            list = toggles[list].next;
        if (owned != flipped && !append(spread, owned ? owner : flip))
            return false;
    }
    to->first_owner = first;
    to->owner_count = spread->owner_count - first;
    for (uint32_t i = first, k = spread->owner_count; i + 1 < k; i++) {
        uint32_t owner = spread->owners[i];
        spread->owners[i] = spread->owners[--k];
        spread->owners[k] = owner;
    }
    return true;
}

/* Walks from the outer face, which nobody owns, across arcs. */
static bool spread_owners(struct spread *spread)
{
    const struct geo_topology *topology = spread->topology;
    uint32_t head = 0, tail = 0;
    for (uint32_t f = 1; f < topology->face_count; f++)
        spread->faces[f].first_owner = TOPOLOGY_NONE;
    spread->queue[tail++] = GEO_TOPOLOGY_OUTER;
    while (head < tail) {
        uint32_t face = spread->queue[head++];
        struct geo_face *from = &spread->faces[face];
        for (uint32_t i = 0; i < from->arc_count; i++) {
            uint32_t arc = topology->face_arcs[from->first_arc + i];
            uint32_t other = topology->arcs[arc].left_face == face ? topology->arcs[arc].right_face
                                                                   : topology->arcs[arc].left_face;
            if (spread->faces[other].first_owner != TOPOLOGY_NONE)
                continue;
            if (!append_flipped(spread, &spread->faces[other], from,
                                spread->build->chains[arc].list))
                return false;
            spread->queue[tail++] = other;
        }
    }
    return true;
}

/* split: per vertex, whether an edge was led through it. */
static void fill_arcs(const struct topology_build *build, const bool *split, struct geo_arc *arcs,
                      struct geo_point *points, struct geo_point *nodes)
{
    uint32_t at = 0;
    for (uint32_t a = 0; a < build->chain_count; a++) {
        struct topology_chain chain = build->chains[a];
        arcs[a] = (struct geo_arc){.first_point = at,
                                   .point_count = chain.count,
                                   .start_node = chain.start,
                                   .end_node = chain.end,
                                   .left_face = build->cycle_face[build->cycle[2 * a]],
                                   .right_face = build->cycle_face[build->cycle[2 * a + 1]]};
        for (uint32_t i = 0; i < chain.count; i++) {
            arcs[a].noded = arcs[a].noded || split[build->chained[chain.first + i]];
            points[at++] = geo_topology_chain_point(build, chain.first + i);
        }
    }
    for (uint32_t n = 0; n < build->node_count; n++)
        nodes[n] = build->vertices[build->nodes[n]];
}

/* Lists the arcs of each face, ascending. */
static void fill_face_arcs(const struct geo_topology *topology, struct geo_face *faces,
                           uint32_t *face_arcs)
{
    for (uint32_t a = 0; a < topology->arc_count; a++) {
        faces[topology->arcs[a].left_face].arc_count++;
        faces[topology->arcs[a].right_face].arc_count++;
    }
    uint32_t at = 0;
    for (uint32_t f = 0; f < topology->face_count; f++) {
        faces[f].first_arc = at;
        at += faces[f].arc_count;
        faces[f].arc_count = 0;
    }
    for (uint32_t a = 0; a < topology->arc_count; a++) {
        struct geo_face *left = &faces[topology->arcs[a].left_face];
        struct geo_face *right = &faces[topology->arcs[a].right_face];
        face_arcs[left->first_arc + left->arc_count++] = a;
        face_arcs[right->first_arc + right->arc_count++] = a;
    }
}

/* Polygons that cover nothing. covering is scratch, one a polygon, zeroed. */
static void fill_dropped(struct geo_topology *out, const struct geo_geometry *polygons,
                         uint32_t count, bool *covering, uint32_t *dropped)
{
    for (uint32_t f = 0; f < out->face_count; f++)
        for (uint32_t i = 0; i < out->faces[f].owner_count; i++)
            covering[out->owners[out->faces[f].first_owner + i]] = true;
    for (uint32_t i = 0; i < count; i++) {
        bool polygon = polygons[i].kind == GEO_POLYGON || polygons[i].kind == GEO_MULTIPOLYGON;
        if (polygon && polygons[i].part_count && !covering[i])
            dropped[out->dropped_count++] = i;
    }
    out->dropped = dropped;
}

static enum base_status emit_owners(const struct topology_build *build, struct geo_face *faces,
                                    struct base_arena *arena, struct geo_topology *topology,
                                    struct base_error *err)
{
    struct spread spread = {.build = build, .topology = topology, .faces = faces};
    spread.queue = malloc(topology->face_count * sizeof *spread.queue);
    bool ok = spread.queue && spread_owners(&spread);
    uint32_t *owners = NULL;
    if (ok)
        owners = base_arena_alloc(arena, (spread.owner_count + 1) * sizeof *owners);
    if (owners && spread.owner_count)
        memcpy(owners, spread.owners, spread.owner_count * sizeof *owners);
    topology->owners = owners;
    free(spread.queue);
    free(spread.owners);
    return owners ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
}

enum base_status geo_topology_emit(const struct topology_build *build,
                                   const struct geo_geometry *polygons, uint32_t count,
                                   struct base_arena *arena, struct geo_topology *out,
                                   struct base_error *err)
{
    uint32_t arcs_size = build->chain_count + 1;
    struct geo_arc *arcs = base_arena_alloc(arena, arcs_size * sizeof *arcs);
    struct geo_point *points =
        base_arena_alloc(arena, ((size_t)build->chained_count + 1) * sizeof *points);
    struct geo_point *nodes = base_arena_alloc(arena, (build->node_count + 1) * sizeof *nodes);
    struct geo_face *faces = base_arena_calloc(arena, build->face_count, sizeof *faces);
    uint32_t *face_arcs = base_arena_alloc(arena, arcs_size * 2 * sizeof *face_arcs);
    bool *covering = base_arena_calloc(arena, (size_t)count + 1, sizeof *covering);
    uint32_t *dropped = base_arena_alloc(arena, ((size_t)count + 1) * sizeof *dropped);
    bool *meets = base_arena_copy(arena, build->meets, (size_t)count * sizeof *meets);
    bool *split = calloc((size_t)build->vertex_count + 1, sizeof *split);
    if (!arcs || !points || !nodes || !faces || !face_arcs || !covering || !dropped || !meets ||
        !split) {
        free(split);
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    }

    for (uint32_t i = 0; i < build->split_count; i++)
        split[build->split[i]] = true;
    fill_arcs(build, split, arcs, points, nodes);
    free(split);
    struct geo_topology topology = {.node_count = build->node_count,
                                    .arc_count = build->chain_count,
                                    .face_count = build->face_count,
                                    .point_count = build->chained_count,
                                    .nodes = nodes,
                                    .arcs = arcs,
                                    .faces = faces,
                                    .points = points,
                                    .face_arcs = face_arcs,
                                    .meets = meets};
    fill_face_arcs(&topology, faces, face_arcs);
    enum base_status status = emit_owners(build, faces, arena, &topology, err);
    if (status != BASE_OK)
        return status;
    fill_dropped(&topology, polygons, count, covering, dropped);
    *out = topology;
    return BASE_OK;
}
