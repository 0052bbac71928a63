/* geo/topology_chains.c - chains edges between nodes: the arcs to be. */
#include <stdlib.h>
#include <string.h>

#include "geo/topology_build.h"

/* The jumps at each vertex: jumps[first[v] .. first[v + 1]). */
struct incidence {
    uint32_t *first, *jumps;
};

static bool incidence_make(const struct topology_build *build, struct incidence *out)
{
    out->first = calloc((size_t)build->vertex_count + 2, sizeof *out->first);
    out->jumps = malloc(((size_t)build->jump_count * 2 + 1) * sizeof *out->jumps);
    if (!out->first || !out->jumps)
        return false;
    for (uint32_t j = 0; j < build->jump_count; j++) {
        if (build->jumps[j].list == TOPOLOGY_NONE)
            continue;
        out->first[build->jumps[j].from + 2]++;
        out->first[build->jumps[j].to + 2]++;
    }
    for (uint32_t v = 2; v < build->vertex_count + 2; v++)
        out->first[v] += out->first[v - 1];
    for (uint32_t j = 0; j < build->jump_count; j++) {
        if (build->jumps[j].list == TOPOLOGY_NONE)
            continue;
        out->jumps[out->first[build->jumps[j].from + 1]++] = j;
        out->jumps[out->first[build->jumps[j].to + 1]++] = j;
    }
    return true;
}

struct chainer {
    struct topology_build *build;
    struct incidence incidence;
    bool *step_used, *jump_used;
};

static bool has_step(const struct chainer *chainer, uint32_t vertex)
{
    return chainer->build->steps[vertex] != TOPOLOGY_NONE;
}

static bool has_step_before(const struct chainer *chainer, uint32_t vertex)
{
    return vertex > 0 && has_step(chainer, vertex - 1);
}

static uint32_t degree(const struct chainer *chainer, uint32_t vertex)
{
    uint32_t jumps = chainer->incidence.first[vertex + 1] - chainer->incidence.first[vertex];
    return jumps + has_step(chainer, vertex) + has_step_before(chainer, vertex);
}

/* The at-th edge at the vertex, of as many as its degree. */
static uint32_t edge_at(const struct chainer *chainer, uint32_t vertex, uint32_t at)
{
    if (has_step(chainer, vertex) && at-- == 0)
        return vertex;
    if (has_step_before(chainer, vertex) && at-- == 0)
        return vertex - 1;
    return TOPOLOGY_JUMP | chainer->incidence.jumps[chainer->incidence.first[vertex] + at];
}

static uint32_t across(const struct topology_build *build, uint32_t edge, uint32_t vertex)
{
    if (!(edge & TOPOLOGY_JUMP))
        return edge == vertex ? vertex + 1 : edge;
    const struct topology_edge *jump = &build->jumps[edge & ~TOPOLOGY_JUMP];
    return jump->from == vertex ? jump->to : jump->from;
}

static bool *used(const struct chainer *chainer, uint32_t edge)
{
    return edge & TOPOLOGY_JUMP ? &chainer->jump_used[edge & ~TOPOLOGY_JUMP]
                                : &chainer->step_used[edge];
}

static bool push(struct topology_build *build, uint32_t vertex)
{
    if (!geo_topology_grow((void **)&build->chained, &build->chained_capacity, build->chained_count,
                           sizeof *build->chained))
        return false;
    build->chained[build->chained_count++] = vertex;
    return true;
}

/* The edge that goes on from vertex, which has two. */
static uint32_t other_edge(const struct chainer *chainer, uint32_t vertex, uint32_t edge)
{
    uint32_t first = edge_at(chainer, vertex, 0);
    return first == edge ? edge_at(chainer, vertex, 1) : first;
}

static void reverse(uint32_t *items, uint32_t count)
{
    for (uint32_t i = 0; i < count / 2; i++) {
        uint32_t item = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = item;
    }
}

/* Turns a ring without nodes so that it starts at its smallest vertex. */
static void rotate_to_smallest(const struct topology_build *build, uint32_t *ring, uint32_t count)
{
    uint32_t distinct = count - 1, best = 0;
    for (uint32_t i = 1; i < distinct; i++)
        if (geo_point_compare(build->vertices[ring[i]], build->vertices[ring[best]]) < 0)
            best = i;
    reverse(ring, best);
    reverse(ring + best, distinct - best);
    reverse(ring, distinct);
    ring[distinct] = ring[0];
}

/* The canonical direction starts at the smaller end; a closed chain goes to its
 * smaller neighbour first. */
static void direct(const struct topology_build *build, uint32_t *items, uint32_t count)
{
    int order = geo_point_compare(build->vertices[items[0]], build->vertices[items[count - 1]]);
    if (order == 0)
        order = geo_point_compare(build->vertices[items[1]], build->vertices[items[count - 2]]);
    if (order > 0)
        reverse(items, count);
}

/* Follows edge from start to the next node, or back to start. */
static bool follow(struct chainer *chainer, uint32_t start, uint32_t edge)
{
    struct topology_build *build = chainer->build;
    struct topology_chain chain = {.first = build->chained_count,
                                   .list = *geo_topology_list(build, edge)};
    if (!push(build, start))
        return false;
    uint32_t vertex = start;
    for (;;) {
        *used(chainer, edge) = true;
        vertex = across(build, edge, vertex);
        if (!push(build, vertex))
            return false;
        if (vertex == start || degree(chainer, vertex) != 2)
            break;
        edge = other_edge(chainer, vertex, edge);
    }
    chain.count = build->chained_count - chain.first;
    if (degree(chainer, start) == 2)
        rotate_to_smallest(build, build->chained + chain.first, chain.count);
    direct(build, build->chained + chain.first, chain.count);
    if (!geo_topology_grow((void **)&build->chains, &build->chain_capacity, build->chain_count,
                           sizeof *build->chains))
        return false;
    build->chains[build->chain_count++] = chain;
    return true;
}

/* A ring that meets nothing, from an edge of it that was not used. */
static bool follow_ring(struct chainer *chainer, uint32_t edge)
{
    struct topology_edge ends = geo_topology_edge(chainer->build, edge);
    return ends.list == TOPOLOGY_NONE || *used(chainer, edge) || follow(chainer, ends.from, edge);
}

static bool follow_all(struct chainer *chainer)
{
    const struct topology_build *build = chainer->build;
    for (uint32_t v = 0; v < build->vertex_count; v++) {
        uint32_t edges = degree(chainer, v);
        for (uint32_t i = 0; i < edges && edges != 2; i++) {
            uint32_t edge = edge_at(chainer, v, i);
            if (!*used(chainer, edge) && !follow(chainer, v, edge))
                return false;
        }
    }
    for (uint32_t v = 0; v < build->vertex_count; v++)
        if (has_step(chainer, v) && !chainer->step_used[v] && !follow_ring(chainer, v))
            return false;
    for (uint32_t j = 0; j < build->jump_count; j++)
        if (!follow_ring(chainer, TOPOLOGY_JUMP | j))
            return false;
    return true;
}

struct ordered_chain {
    struct geo_point first, second;
    struct topology_chain chain;
};

static int compare_chains(const void *left, const void *right)
{
    const struct ordered_chain *a = left, *b = right;
    int order = geo_point_compare(a->first, b->first);
    return order ? order : geo_point_compare(a->second, b->second);
}

static bool sort_chains(struct topology_build *build)
{
    struct ordered_chain *order = malloc((build->chain_count + 1) * sizeof *order);
    if (!order)
        return false;
    for (uint32_t i = 0; i < build->chain_count; i++) {
        struct topology_chain chain = build->chains[i];
        order[i] =
            (struct ordered_chain){.first = geo_topology_chain_point(build, chain.first),
                                   .second = geo_topology_chain_point(build, chain.first + 1),
                                   .chain = chain};
    }
    qsort(order, build->chain_count, sizeof *order, compare_chains);
    for (uint32_t i = 0; i < build->chain_count; i++)
        build->chains[i] = order[i].chain;
    free(order);
    return true;
}

struct ordered_node {
    struct geo_point point;
    uint32_t vertex;
};

static int compare_nodes(const void *left, const void *right)
{
    const struct ordered_node *a = left, *b = right;
    return geo_point_compare(a->point, b->point);
}

/* Numbers the chains' ends in point order. number is scratch, one a vertex. */
static void number_nodes(struct topology_build *build, struct ordered_node *order, uint32_t *number)
{
    uint32_t ends = 0;
    for (uint32_t i = 0; i < build->chain_count; i++) {
        struct topology_chain chain = build->chains[i];
        const uint32_t sides[2] = {build->chained[chain.first],
                                   build->chained[chain.first + chain.count - 1]};
        for (int s = 0; s < 2; s++)
            order[ends++] = (struct ordered_node){build->vertices[sides[s]], sides[s]};
    }
    qsort(order, ends, sizeof *order, compare_nodes);
    for (uint32_t i = 0; i < ends; i++) {
        if (i == 0 || order[i].vertex != order[i - 1].vertex)
            build->nodes[build->node_count++] = order[i].vertex;
        number[order[i].vertex] = build->node_count - 1;
    }
    for (uint32_t i = 0; i < build->chain_count; i++) {
        struct topology_chain *chain = &build->chains[i];
        chain->start = number[build->chained[chain->first]];
        chain->end = number[build->chained[chain->first + chain->count - 1]];
    }
}

static bool make_nodes(struct topology_build *build)
{
    size_t ends = (size_t)build->chain_count * 2 + 1;
    build->nodes = malloc(ends * sizeof *build->nodes);
    struct ordered_node *order = malloc(ends * sizeof *order);
    uint32_t *number = malloc(((size_t)build->vertex_count + 1) * sizeof *number);
    bool ok = build->nodes && order && number;
    if (ok)
        number_nodes(build, order, number);
    free(order);
    free(number);
    return ok;
}

enum base_status geo_topology_chains(struct topology_build *build, struct base_error *err)
{
    struct chainer chainer = {.build = build};
    chainer.step_used = calloc((size_t)build->vertex_count + 1, sizeof *chainer.step_used);
    chainer.jump_used = calloc((size_t)build->jump_count + 1, sizeof *chainer.jump_used);
    bool ok = chainer.step_used && chainer.jump_used && incidence_make(build, &chainer.incidence) &&
              follow_all(&chainer);
    free(chainer.step_used);
    free(chainer.jump_used);
    free(chainer.incidence.first);
    free(chainer.incidence.jumps);
    free(build->steps); /* the chains hold what they held */
    free(build->jumps);
    build->steps = NULL;
    build->jumps = NULL;
    ok = ok && sort_chains(build) && make_nodes(build);
    return ok ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
}
