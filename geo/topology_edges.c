/* geo/topology_edges.c - every segment of the inputs once, found by hashing.
 *
 * A table's items have a home, a bucket of one cache line that they share with
 * what lies near them on the ground: walking along a border touches few lines.
 * What finds no room at home goes anywhere, so that a crowd at one place costs
 * no more than in a plain table. Expected time is linear. */
#include <stdlib.h>

#include "base/hash.h"
#include "geo/topology_build.h"

#define BUCKET       16U /* slots of a home: 64 bytes */
#define CELL_STEPS   8   /* a home's cell is about as wide as so many segments */
#define SAMPLE_EDGES 4096U

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

/* --- slots ------------------------------------------------------------------ */

/* The slots where an item may stand, in the order they are tried. */
struct probe {
    uint32_t mask, home, at, tried;
    uint64_t mixed;
};

/* home: any number that near things share; mixed: the item's own hash. */
static struct probe probe_start(const struct topology_slots *table, uint64_t home, uint64_t mixed)
{
    uint32_t mask = table->size - 1, first = ((uint32_t)home * BUCKET) & mask;
    return (struct probe){.mask = mask,
                          .home = first,
                          .at = first + (uint32_t)(mixed & (BUCKET - 1)),
                          .mixed = mixed};
}

static void probe_next(struct probe *probe)
{
    probe->tried++;
    if (probe->tried < BUCKET)
        probe->at = probe->home + ((uint32_t)(probe->mixed + probe->tried) & (BUCKET - 1));
    else if (probe->tried == BUCKET)
        probe->at = (uint32_t)(probe->mixed >> 32) & probe->mask;
    else
        probe->at = (probe->at + 1) & probe->mask;
}

static bool has_room(const struct topology_slots *table, uint32_t count)
{
    return count < table->size / 3 * 2;
}

/* Makes the table larger when it is two thirds full, and large enough for all
 * items when it was forgotten; probe_of tells where an item may stand. */
static bool
slots_reserve(struct topology_build *build, struct topology_slots *table, uint32_t count,
              struct probe (*probe_of)(const struct topology_build *build,
                                       const struct topology_slots *table, uint32_t item))
{
    if (has_room(table, count))
        return true;
    uint32_t wanted = count > build->expected ? count : build->expected;
    struct topology_slots larger = {.size = table->size ? table->size * 2 : 4096};
    while (larger.size && !has_room(&larger, wanted))
        larger.size *= 2;
    larger.slots = larger.size ? calloc(larger.size, sizeof *larger.slots) : NULL;
    if (!larger.slots)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct probe probe = probe_of(build, &larger, i);
        while (larger.slots[probe.at])
            probe_next(&probe);
        larger.slots[probe.at] = i + 1;
    }
    free(table->slots);
    *table = larger;
    return true;
}

/* --- vertices --------------------------------------------------------------- */

static struct probe point_probe(const struct topology_build *build,
                                const struct topology_slots *table, struct geo_point p)
{
    uint64_t x = (uint64_t)p.lon >> build->cell_bits, y = (uint64_t)p.lat >> build->cell_bits;
    return probe_start(table, base_hash_mix(x * 0x9e3779b97f4a7c15ULL ^ y),
                       base_hash_mix((uint64_t)p.lon * 0x9e3779b97f4a7c15ULL ^ (uint64_t)p.lat));
}

static struct probe vertex_probe(const struct topology_build *build,
                                 const struct topology_slots *table, uint32_t vertex)
{
    return point_probe(build, table, build->vertices[vertex]);
}

uint32_t geo_topology_vertex(struct topology_build *build, struct geo_point point)
{
    struct topology_slots *table = &build->vertex_slots;
    if (!slots_reserve(build, table, build->vertex_count, vertex_probe))
        return TOPOLOGY_NONE;
    struct probe probe = point_probe(build, table, point);
    for (; table->slots[probe.at]; probe_next(&probe)) {
        uint32_t found = table->slots[probe.at] - 1;
        if (geo_point_equal(build->vertices[found], point))
            return found;
    }
    if (!geo_topology_grow((void **)&build->vertices, &build->vertex_capacity, build->vertex_count,
                           sizeof *build->vertices))
        return TOPOLOGY_NONE;
    build->vertices[build->vertex_count++] = point;
    table->slots[probe.at] = build->vertex_count;
    return build->vertex_count - 1;
}

/* --- edges ------------------------------------------------------------------ */

/* Vertices are numbered along the rings: near numbers are near places. */
static struct probe pair_probe(const struct topology_slots *table, uint32_t from, uint32_t to)
{
    return probe_start(table, from / (BUCKET / 2), base_hash_mix((uint64_t)from << 32 | to));
}

static struct probe edge_probe(const struct topology_build *build,
                               const struct topology_slots *table, uint32_t edge)
{
    return pair_probe(table, build->edges[edge].from, build->edges[edge].to);
}

/* The edge from-to, added when there is none, or none that exists among those of
 * earlier rounds; NONE without memory. */
static uint32_t edge_between(struct topology_build *build, uint32_t from, uint32_t to)
{
    struct topology_slots *table = &build->edge_slots;
    if (!slots_reserve(build, table, build->edge_count, edge_probe))
        return TOPOLOGY_NONE;
    struct probe probe = pair_probe(table, from, to);
    for (; table->slots[probe.at]; probe_next(&probe)) {
        uint32_t found = table->slots[probe.at] - 1;
        const struct topology_edge *edge = &build->edges[found];
        bool exists = edge->list != TOPOLOGY_NONE || found >= build->round_edges;
        if (edge->from == from && edge->to == to && exists)
            return found;
    }
    if (!geo_topology_grow((void **)&build->edges, &build->edge_capacity, build->edge_count,
                           sizeof *build->edges))
        return TOPOLOGY_NONE;
    build->edges[build->edge_count++] =
        (struct topology_edge){.from = from, .to = to, .list = TOPOLOGY_NONE};
    table->slots[probe.at] = build->edge_count;
    return build->edge_count - 1;
}

/* --- lists of inputs: equal lists are one list ------------------------------- */

static struct probe toggle_probe(const struct topology_build *build,
                                 const struct topology_slots *table, uint32_t list)
{
    uint64_t mixed =
        base_hash_mix((uint64_t)build->toggles[list].input << 32 | build->toggles[list].next);
    return probe_start(table, mixed >> 8, mixed);
}

/* The list of input and then rest; NONE without memory. */
static uint32_t list_of(struct topology_build *build, uint32_t input, uint32_t rest)
{
    struct topology_slots *table = &build->toggle_slots;
    if (!geo_topology_grow((void **)&build->toggles, &build->toggle_capacity, build->toggle_count,
                           sizeof *build->toggles) ||
        !slots_reserve(build, table, build->toggle_count, toggle_probe))
        return TOPOLOGY_NONE;
    build->toggles[build->toggle_count] = (struct topology_toggle){.input = input, .next = rest};
    struct probe probe = toggle_probe(build, table, build->toggle_count);
    for (; table->slots[probe.at]; probe_next(&probe)) {
        uint32_t found = table->slots[probe.at] - 1;
        if (build->toggles[found].input == input && build->toggles[found].next == rest)
            return found;
    }
    table->slots[probe.at] = ++build->toggle_count;
    return build->toggle_count - 1;
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

/* The list with the input toggled. */
static bool list_toggled(struct topology_build *build, uint32_t list, uint32_t input, uint32_t *out)
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

/* Edges along one border change from the same list to the same list. */
static bool toggle_edge(struct topology_build *build, struct topology_edge *edge, uint32_t input)
{
    struct topology_change *last = &build->changes[edge->list == TOPOLOGY_NONE];
    if (!last->known || last->from != edge->list || last->input != input) {
        uint32_t to;
        if (!list_toggled(build, edge->list, input, &to))
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
    return edge_between(build, forward ? a : b, forward ? b : a);
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

/* The vertex at the point. Vertices are numbered along the rings, so that a walk
 * along a border which a neighbour walked before meets one number after another,
 * and need not search. */
static uint32_t next_vertex(struct topology_build *build, uint32_t before, uint32_t last,
                            struct geo_point point)
{
    uint32_t guess = last + (last - before); /* wraps around: no vertex */
    bool in_step = last - before == 1 || before - last == 1;
    if (in_step && guess < build->vertex_count && geo_point_equal(build->vertices[guess], point))
        return guess;
    return geo_topology_vertex(build, point);
}

/* Adds a ring, closing it when it is open. */
static bool add_ring(struct topology_build *build, const struct geo_point *points, uint32_t count,
                     uint32_t input)
{
    uint32_t first = geo_topology_vertex(build, points[0]), last = first, before = first;
    for (uint32_t i = 1; i < count && last != TOPOLOGY_NONE; i++) {
        uint32_t vertex = next_vertex(build, before, last, points[i]);
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

static bool is_polygon(const struct geo_geometry *geometry)
{
    return (geometry->kind == GEO_POLYGON || geometry->kind == GEO_MULTIPOLYGON) &&
           geometry->part_count > 0;
}

/* Chooses the size of the homes' cells by the first polygon's segments, and how
 * many vertices to make room for: neighbours share most of theirs. */
static void expect(struct topology_build *build, const struct geo_geometry *polygons,
                   uint32_t count)
{
    uint64_t points = 0, length = 0, edges = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!is_polygon(&polygons[i]))
            continue;
        points += polygons[i].point_count;
        for (uint32_t p = 1; p < polygons[i].point_count && edges < SAMPLE_EDGES; p++, edges++)
            length += (uint64_t)llabs(polygons[i].points[p].lon - polygons[i].points[p - 1].lon) +
                      (uint64_t)llabs(polygons[i].points[p].lat - polygons[i].points[p - 1].lat);
    }
    build->expected = points / 2 < UINT32_MAX / 4 ? (uint32_t)(points / 2) : UINT32_MAX / 4;
    for (uint64_t cell = edges ? CELL_STEPS * length / edges : 0; cell > 1; cell /= 2)
        build->cell_bits++;
}

enum base_status geo_topology_edges(struct topology_build *build,
                                    const struct geo_geometry *polygons, uint32_t count,
                                    struct base_error *err)
{
    build->meets = calloc((size_t)count + 1, sizeof *build->meets);
    if (!build->meets)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    expect(build, polygons, count);
    for (uint32_t i = 0; i < count; i++) {
        if (base_progress_cancelled(build->progress))
            return base_fail(err, BASE_UNAVAILABLE, "building the topology was cancelled");
        if (is_polygon(&polygons[i]) && !add_polygon(build, &polygons[i], i))
            return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    }
    return BASE_OK;
}
