/* geo/topology_edges.c - every segment of the inputs once: steps by their vertex's
 * number, jumps by hashing. Expected time is linear. */
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

static struct topology_probe pair_probe(const struct topology_slots *table, uint32_t from,
                                        uint32_t to)
{
    uint64_t mixed = base_hash_mix((uint64_t)from << 32 | to);
    return topology_probe_start(table, mixed >> 8, mixed);
}

static struct topology_probe jump_probe(const struct topology_build *build,
                                        const struct topology_slots *table, uint32_t jump)
{
    return pair_probe(table, build->jumps[jump].from, build->jumps[jump].to);
}

/* Among the jumps of earlier rounds only those exist that toggle something. */
static bool is_there(const struct topology_build *build, uint32_t jump)
{
    return build->jumps[jump].list != TOPOLOGY_NONE || jump >= build->round_jumps;
}

/* The list of the jump from-to, which is added when there is none; NULL without
 * memory. */
static uint32_t *jump_list(struct topology_build *build, uint32_t from, uint32_t to)
{
    struct topology_slots *table = &build->jump_slots;
    if (!geo_topology_reserve(build, table, build->jump_count, 0, jump_probe))
        return NULL;
    struct topology_probe probe = pair_probe(table, from, to);
    for (uint32_t at; topology_probe_find(table, &probe, &at); topology_probe_next(&probe))
        if (build->jumps[at].from == from && build->jumps[at].to == to && is_there(build, at))
            return &build->jumps[at].list;
    if (!geo_topology_grow((void **)&build->jumps, &build->jump_capacity, build->jump_count,
                           sizeof *build->jumps))
        return NULL;
    topology_probe_put(table, &probe, build->jump_count);
    struct topology_edge *jump = &build->jumps[build->jump_count++];
    *jump = (struct topology_edge){.from = from, .to = to, .list = TOPOLOGY_NONE};
    return &jump->list;
}

static bool is_step(uint32_t a, uint32_t b)
{
    return a + 1 == b || b + 1 == a;
}

static uint32_t *step_list(struct topology_build *build, uint32_t a, uint32_t b)
{
    return &build->steps[a < b ? a : b];
}

static uint32_t *ordered_jump_list(struct topology_build *build, uint32_t a, uint32_t b)
{
    bool forward = geo_point_compare(build->vertices[a], build->vertices[b]) < 0;
    return jump_list(build, forward ? a : b, forward ? b : a);
}

/* Edges along one border change from the same list to the same list. */
static bool toggle(struct topology_build *build, uint32_t *list, uint32_t input)
{
    struct topology_change *last = &build->changes[*list == TOPOLOGY_NONE];
    if (!last->known || last->from != *list || last->input != input) {
        uint32_t to;
        if (!geo_topology_list_toggled(build, *list, input, &to))
            return false;
        *last = (struct topology_change){.known = true, .from = *list, .to = to, .input = input};
    }
    *list = last->to;
    return true;
}

bool geo_topology_lay(struct topology_build *build, uint32_t a, uint32_t b, uint32_t list)
{
    if (a == b)
        return true;
    bool step = is_step(a, b) && *step_list(build, a, b) != TOPOLOGY_NONE;
    uint32_t *held = step ? step_list(build, a, b) : ordered_jump_list(build, a, b);
    if (!held)
        return false;
    if (*held == TOPOLOGY_NONE) {
        *held = list;
        return true;
    }
    bool ok = true;
    for (; ok && list != TOPOLOGY_NONE; list = build->toggles[list].next)
        ok = toggle(build, held, build->toggles[list].input);
    return ok;
}

/* --- rings ------------------------------------------------------------------ */

static bool add_segment(struct topology_build *build, uint32_t a, uint32_t b, uint32_t input)
{
    if (a == b)
        return true;
    uint32_t *list = is_step(a, b) ? step_list(build, a, b) : ordered_jump_list(build, a, b);
    return list && toggle(build, list, input);
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
