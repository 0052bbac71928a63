/* geo/topology_edges.c - every segment of the inputs once, found by hashing. */
#include <stdlib.h>

#include "base/hash.h"
#include "geo/topology_build.h"

bool geo_topology_grow(void **items, uint32_t *capacity, uint32_t count, size_t item_size)
{
    if (count < *capacity)
        return true;
    if (*capacity > UINT32_MAX / 4)
        return false;
    uint32_t wanted = *capacity ? *capacity * 2 : 1024;
    void *grown = realloc(*items, wanted * item_size);
    if (!grown)
        return false;
    *items = grown;
    *capacity = wanted;
    return true;
}

static uint64_t hash_point(struct geo_point point)
{
    return base_hash_mix((uint64_t)point.lon * 0x9e3779b97f4a7c15ULL ^ (uint64_t)point.lat);
}

static uint64_t hash_pair(uint32_t from, uint32_t to)
{
    return base_hash_mix((uint64_t)from << 32 | to);
}

/* Doubles the table when it is half full; hash_of tells the hash of an item. */
static bool slots_reserve(struct topology_slots *table, uint32_t count,
                          uint64_t (*hash_of)(const void *context, uint32_t index),
                          const void *context)
{
    if (count < table->size / 2)
        return true;
    uint32_t size = table->size ? table->size * 2 : 4096;
    uint32_t *slots = size ? calloc(size, sizeof *slots) : NULL;
    if (!slots)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)hash_of(context, i) & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = i + 1;
    }
    free(table->slots);
    *table = (struct topology_slots){.slots = slots, .size = size};
    return true;
}

static uint64_t vertex_hash(const void *context, uint32_t index)
{
    return hash_point(((const struct topology_build *)context)->vertices[index]);
}

static uint64_t edge_hash(const void *context, uint32_t index)
{
    const struct topology_edge *edge = &((const struct topology_build *)context)->edges[index];
    return hash_pair(edge->from, edge->to);
}

uint32_t geo_topology_vertex(struct topology_build *build, struct geo_point point)
{
    if (!slots_reserve(&build->vertex_slots, build->vertex_count, vertex_hash, build))
        return TOPOLOGY_NONE;
    uint32_t mask = build->vertex_slots.size - 1;
    uint32_t at = (uint32_t)hash_point(point) & mask;
    for (; build->vertex_slots.slots[at]; at = (at + 1) & mask) {
        uint32_t found = build->vertex_slots.slots[at] - 1;
        if (geo_point_equal(build->vertices[found], point))
            return found;
    }
    if (!geo_topology_grow((void **)&build->vertices, &build->vertex_capacity, build->vertex_count,
                           sizeof *build->vertices))
        return TOPOLOGY_NONE;
    build->vertices[build->vertex_count++] = point;
    build->vertex_slots.slots[at] = build->vertex_count;
    return build->vertex_count - 1;
}

/* The edge from-to, added when new; NONE without memory. */
static uint32_t edge_between(struct topology_build *build, uint32_t from, uint32_t to)
{
    if (!slots_reserve(&build->edge_slots, build->edge_count, edge_hash, build))
        return TOPOLOGY_NONE;
    uint32_t mask = build->edge_slots.size - 1;
    uint32_t at = (uint32_t)hash_pair(from, to) & mask;
    for (; build->edge_slots.slots[at]; at = (at + 1) & mask) {
        uint32_t found = build->edge_slots.slots[at] - 1;
        if (build->edges[found].from == from && build->edges[found].to == to)
            return found;
    }
    if (!geo_topology_grow((void **)&build->edges, &build->edge_capacity, build->edge_count,
                           sizeof *build->edges))
        return TOPOLOGY_NONE;
    build->edges[build->edge_count++] =
        (struct topology_edge){.from = from, .to = to, .first_toggle = TOPOLOGY_NONE};
    build->edge_slots.slots[at] = build->edge_count;
    return build->edge_count - 1;
}

/* Removes the input from the list, or adds it in ascending order. */
static bool toggle_list(struct topology_build *build, uint32_t edge, uint32_t input)
{
    if (!geo_topology_grow((void **)&build->toggles, &build->toggle_capacity, build->toggle_count,
                           sizeof *build->toggles))
        return false;
    uint32_t *link = &build->edges[edge].first_toggle;
    while (*link != TOPOLOGY_NONE && build->toggles[*link].input < input)
        link = &build->toggles[*link].next;
    if (*link != TOPOLOGY_NONE && build->toggles[*link].input == input) {
        *link = build->toggles[*link].next;
        return true;
    }
    build->toggles[build->toggle_count] = (struct topology_toggle){.input = input, .next = *link};
    *link = build->toggle_count++;
    return true;
}

bool geo_topology_toggle(struct topology_build *build, uint32_t a, uint32_t b, uint32_t input)
{
    if (a == b)
        return true;
    bool forward = geo_point_compare(build->vertices[a], build->vertices[b]) < 0;
    uint32_t edge = edge_between(build, forward ? a : b, forward ? b : a);
    return edge != TOPOLOGY_NONE && toggle_list(build, edge, input);
}

/* Adds a ring, closing it when it is open. */
static bool add_ring(struct topology_build *build, const struct geo_point *points, uint32_t count,
                     uint32_t input)
{
    uint32_t first = geo_topology_vertex(build, points[0]), last = first;
    for (uint32_t i = 1; i < count && last != TOPOLOGY_NONE; i++) {
        uint32_t vertex = geo_topology_vertex(build, points[i]);
        if (vertex == TOPOLOGY_NONE || !geo_topology_toggle(build, last, vertex, input))
            return false;
        last = vertex;
    }
    return last != TOPOLOGY_NONE && geo_topology_toggle(build, last, first, input);
}

static bool add_polygon(struct topology_build *build, const struct geo_geometry *polygon,
                        uint32_t input)
{
    for (uint32_t r = polygon->part_rings[0]; r < polygon->part_rings[polygon->part_count]; r++) {
        uint32_t first = polygon->ring_points[r], end = polygon->ring_points[r + 1];
        if (end - first >= 4 && !add_ring(build, polygon->points + first, end - first, input))
            return false;
    }
    return true;
}

enum base_status geo_topology_edges(struct topology_build *build,
                                    const struct geo_geometry *polygons, uint32_t count,
                                    struct base_error *err)
{
    for (uint32_t i = 0; i < count; i++) {
        if (base_progress_cancelled(build->progress))
            return base_fail(err, BASE_UNAVAILABLE, "building the topology was cancelled");
        if (polygons[i].kind != GEO_POLYGON && polygons[i].kind != GEO_MULTIPOLYGON)
            continue;
        if (polygons[i].part_count && !add_polygon(build, &polygons[i], i))
            return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    }
    return BASE_OK;
}
