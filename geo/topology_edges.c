/* geo/topology_edges.c - every segment of the inputs once.
 *
 * Vertices are numbered along the rings, so that most edges lead from a vertex to
 * the next by number, and are found by that number; the others, by hashing.
 * Expected time is linear. */
#include <stdlib.h>

#include "base/hash.h"
#include "geo/topology_build.h"

#define SOON 16U /* vertices ahead in a ring that are fetched */

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

/* --- edges ------------------------------------------------------------------ */

/* An edge between vertices that do not follow one another is a jump. */
static struct topology_probe pair_probe(const struct topology_slots *table, uint32_t from,
                                        uint32_t to)
{
    uint64_t mixed = base_hash_mix((uint64_t)from << 32 | to);
    return topology_probe_start(table, mixed >> 8, mixed);
}

static struct topology_probe jump_probe(const struct topology_build *build,
                                        const struct topology_slots *table, uint32_t jump)
{
    const struct topology_edge *edge = &build->edges[build->jumps[jump]];
    return pair_probe(table, edge->from, edge->to);
}

/* Adds an edge that toggles nothing yet; NONE without memory. */
static uint32_t add_edge(struct topology_build *build, uint32_t from, uint32_t to)
{
    if (!geo_topology_grow((void **)&build->edges, &build->edge_capacity, build->edge_count,
                           sizeof *build->edges))
        return TOPOLOGY_NONE;
    build->edges[build->edge_count] =
        (struct topology_edge){.from = from, .to = to, .list = TOPOLOGY_NONE};
    return build->edge_count++;
}

/* Among the edges of earlier rounds only those exist that toggle something. */
static bool is_there(const struct topology_build *build, uint32_t edge)
{
    return build->edges[edge].list != TOPOLOGY_NONE || edge >= build->round_edges;
}

/* The edge between a vertex and the next by number, as those of a ring are. */
static uint32_t step_edge(struct topology_build *build, uint32_t from, uint32_t to)
{
    uint32_t *step = &build->steps[from < to ? from : to];
    if (*step == TOPOLOGY_NONE || !is_there(build, *step))
        *step = add_edge(build, from, to);
    return *step;
}

static uint32_t jump_edge(struct topology_build *build, uint32_t from, uint32_t to)
{
    struct topology_slots *table = &build->jump_slots;
    if (!geo_topology_reserve(build, table, build->jump_count, 0, jump_probe))
        return TOPOLOGY_NONE;
    struct topology_probe probe = pair_probe(table, from, to);
    for (uint32_t at; topology_probe_find(table, &probe, &at); topology_probe_next(&probe)) {
        uint32_t found = build->jumps[at];
        if (build->edges[found].from == from && build->edges[found].to == to &&
            is_there(build, found))
            return found;
    }
    uint32_t edge = add_edge(build, from, to);
    if (edge == TOPOLOGY_NONE || !geo_topology_grow((void **)&build->jumps, &build->jump_capacity,
                                                    build->jump_count, sizeof *build->jumps))
        return TOPOLOGY_NONE;
    topology_probe_put(table, &probe, build->jump_count);
    build->jumps[build->jump_count++] = edge;
    return edge;
}

/* Edges along one border change from the same list to the same list. */
static bool toggle_edge(struct topology_build *build, struct topology_edge *edge, uint32_t input)
{
    struct topology_change *last = &build->changes[edge->list == TOPOLOGY_NONE];
    if (!last->known || last->from != edge->list || last->input != input) {
        uint32_t to;
        if (!geo_topology_list_toggled(build, edge->list, input, &to))
            return false;
        *last =
            (struct topology_change){.known = true, .from = edge->list, .to = to, .input = input};
    }
    edge->list = last->to;
    return true;
}

static uint32_t edge_of(struct topology_build *build, uint32_t a, uint32_t b)
{
    bool forward = geo_point_compare(build->vertices[a], build->vertices[b]) < 0;
    bool step = a + 1 == b || b + 1 == a;
    return (step ? step_edge : jump_edge)(build, forward ? a : b, forward ? b : a);
}

bool geo_topology_lay(struct topology_build *build, uint32_t a, uint32_t b, uint32_t list)
{
    if (a == b)
        return true;
    uint32_t edge = edge_of(build, a, b);
    bool ok = edge != TOPOLOGY_NONE;
    if (ok && build->edges[edge].list == TOPOLOGY_NONE) {
        build->edges[edge].list = list;
        return true;
    }
    for (; ok && list != TOPOLOGY_NONE; list = build->toggles[list].next)
        ok = toggle_edge(build, &build->edges[edge], build->toggles[list].input);
    return ok;
}

/* --- rings ------------------------------------------------------------------ */

static bool add_segment(struct topology_build *build, uint32_t a, uint32_t b, uint32_t input)
{
    if (a == b)
        return true;
    uint32_t edge = edge_of(build, a, b);
    return edge != TOPOLOGY_NONE && toggle_edge(build, &build->edges[edge], input);
}

/* The vertex at the first of the points that are left. Vertices are numbered along the rings, so
 * that a walk along a border which a neighbour walked before meets one number after another, and
 * need not search. */
static uint32_t next_vertex(struct topology_build *build, uint32_t before, uint32_t last,
                            const struct geo_point *points, uint32_t left)
{
    uint32_t guess = last + (last - before); /* wraps around: no vertex */
    bool in_step = last - before == 1 || before - last == 1;
    if (in_step && guess < build->vertex_count && geo_point_equal(build->vertices[guess], *points))
        return guess;
    if (left > SOON)
        geo_topology_vertex_soon(build, points[SOON]);
    return geo_topology_vertex(build, *points);
}

/* Adds a ring, closing it when it is open. */
static bool add_ring(struct topology_build *build, const struct geo_point *points, uint32_t count,
                     uint32_t input)
{
    uint32_t first = geo_topology_vertex(build, points[0]), last = first, before = first;
    for (uint32_t i = 1; i < count && last != TOPOLOGY_NONE; i++) {
        uint32_t vertex = next_vertex(build, before, last, points + i, count - i);
        if (vertex == TOPOLOGY_NONE || !add_segment(build, last, vertex, input))
            return false;
        before = last;
        last = vertex;
    }
    if (last != first)
        build->meets[input] = true; /* not closed: nothing is promised */
    return last != TOPOLOGY_NONE && add_segment(build, last, first, input);
}

static bool add_polygon(struct topology_build *build, const struct geo_geometry *polygon,
                        uint32_t input)
{
    for (uint32_t r = polygon->part_rings[0]; r < polygon->part_rings[polygon->part_count]; r++) {
        uint32_t first = polygon->ring_points[r], end = polygon->ring_points[r + 1];
        if (end - first >= 4) {
            if (!add_ring(build, polygon->points + first, end - first, input))
                return false;
        } else {
            build->meets[input] = true;
        }
    }
    return true;
}

bool geo_topology_takes(const struct geo_geometry *geometry)
{
    return (geometry->kind == GEO_POLYGON || geometry->kind == GEO_MULTIPOLYGON) &&
           geometry->part_count > 0;
}

enum base_status geo_topology_edges(struct topology_build *build,
                                    const struct geo_geometry *polygons, uint32_t count,
                                    struct base_error *err)
{
    build->meets = calloc((size_t)count + 1, sizeof *build->meets);
    if (!build->meets)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    geo_topology_expect(build, polygons, count);
    for (uint32_t i = 0; i < count; i++) {
        if (base_progress_cancelled(build->progress))
            return base_fail(err, BASE_UNAVAILABLE, "building the topology was cancelled");
        if (geo_topology_takes(&polygons[i]) && !add_polygon(build, &polygons[i], i))
            return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    }
    return BASE_OK;
}
