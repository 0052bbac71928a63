/* tiles/colour.c - a colour for each division, different from its neighbours'.
 *
 * DSATUR (Brélaz, CACM 22, 1979): next comes the division whose neighbours have
 * the most colours already, then the one with the most neighbours, then the
 * lower code. The result depends on the divisions only. */
#include <stdlib.h>
#include <string.h>

#include "geo/topology.h"
#include "tiles/builder.h"

#define COLOURS 6U

struct pair {
    uint32_t a, b;
};

struct graph {
    struct base_buffer pairs;
    uint32_t *first, *colours, *degree;
    uint32_t used[6][COLOURS]; /* by level: how often each colour was given */
    struct pair *edges;
    uint32_t edge_count;
};

static void add_pair(struct base_buffer *pairs, uint32_t a, uint32_t b)
{
    struct pair both[2] = {{a, b}, {b, a}};
    base_buffer_append(pairs, both, sizeof both);
}

/* The unit whose colour is seen where every level down to the county is drawn
 * over the one above; UINT32_MAX for none. */
static uint32_t seen_unit(const struct tiles_builder *builder, const struct geo_topology *t,
                          const struct geo_face *face)
{
    uint32_t seen = UINT32_MAX;
    for (uint32_t i = 0; i < face->owner_count; i++) {
        uint32_t unit = t->owners[face->first_owner + i];
        if (builder->units[unit].level <= STORE_LEVEL_COUNTY &&
            (seen == UINT32_MAX || builder->units[unit].level > builder->units[seen].level))
            seen = unit;
    }
    return seen;
}

/* Units of one level on the two sides of an arc; and where counties end and a
 * prefecture without them goes on, these two. */
static void note_neighbours(const struct tiles_builder *builder, const struct geo_topology *t,
                            const struct geo_arc *arc, struct base_buffer *pairs)
{
    const struct geo_face *left = &t->faces[arc->left_face], *right = &t->faces[arc->right_face];
    for (uint32_t i = 0; i < left->owner_count; i++)
        for (uint32_t j = 0; j < right->owner_count; j++) {
            uint32_t a = t->owners[left->first_owner + i], b = t->owners[right->first_owner + j];
            if (a == b || builder->units[a].level != builder->units[b].level)
                continue;
            add_pair(pairs, a, b);
        }
    uint32_t a = seen_unit(builder, t, left), b = seen_unit(builder, t, right);
    if (a != UINT32_MAX && b != UINT32_MAX && builder->units[a].level != builder->units[b].level)
        add_pair(pairs, a, b);
}

static int compare_pairs(const void *x, const void *y)
{
    const struct pair *a = x, *b = y;
    if (a->a != b->a)
        return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

static bool make_graph(struct tiles_builder *builder, const struct geo_topology *topology,
                       struct graph *graph)
{
    for (uint32_t arc = 0; arc < topology->arc_count; arc++)
        note_neighbours(builder, topology, &topology->arcs[arc], &graph->pairs);
    uint32_t count = (uint32_t)(graph->pairs.size / sizeof(struct pair));
    graph->edges = (void *)graph->pairs.data;
    if (count)
        qsort(graph->edges, count, sizeof *graph->edges, compare_pairs);
    graph->first = base_arena_calloc(builder->arena, builder->unit_count + 2, sizeof(uint32_t));
    graph->colours = base_arena_calloc(builder->arena, builder->unit_count + 1, sizeof(uint32_t));
    graph->degree = base_arena_calloc(builder->arena, builder->unit_count + 1, sizeof(uint32_t));
    if (!graph->first || !graph->colours || !graph->degree || graph->pairs.failed)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || compare_pairs(&graph->edges[i], &graph->edges[i - 1]) != 0)
            graph->edges[graph->edge_count++] = graph->edges[i];
    for (uint32_t i = 0; i < graph->edge_count; i++)
        graph->degree[graph->edges[i].a]++;
    for (uint32_t i = 0; i < builder->unit_count; i++)
        graph->first[i + 1] = graph->first[i] + graph->degree[i];
    return true;
}

static int count_bits(uint32_t bits)
{
    int count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

/* True when unit a is coloured before unit b. */
static bool goes_first(const struct tiles_builder *builder, const struct graph *graph, uint32_t a,
                       uint32_t b)
{
    int x = count_bits(graph->colours[a]), y = count_bits(graph->colours[b]);
    if (x != y)
        return x > y;
    if (graph->degree[a] != graph->degree[b])
        return graph->degree[a] > graph->degree[b];
    return strcmp(builder->units[a].code, builder->units[b].code) < 0;
}

/* The colour least used so far that no neighbour has; the last one only when the
 * others do not do. */
static uint32_t choose_colour(struct graph *graph, uint32_t unit, uint32_t level)
{
    uint32_t best = COLOURS - 1;
    for (uint32_t colour = 0; colour + 1 < COLOURS; colour++)
        if (!(graph->colours[unit] >> colour & 1) &&
            (best == COLOURS - 1 || graph->used[level][colour] < graph->used[level][best]))
            best = colour;
    graph->used[level][best]++;
    return best;
}

/* graph->colours: the set of the neighbours' colours, one bit each. */
static void colour_all(struct tiles_builder *builder, struct graph *graph, struct tiles_unit *units)
{
    for (uint32_t round = 0; round < builder->unit_count; round++) {
        uint32_t next = UINT32_MAX;
        for (uint32_t i = 0; i < builder->unit_count; i++)
            if (units[i].colour < 0 && (next == UINT32_MAX || goes_first(builder, graph, i, next)))
                next = i;
        uint32_t colour = choose_colour(graph, next, units[next].level);
        units[next].colour = (int32_t)colour;
        for (uint32_t i = graph->first[next]; i < graph->first[next + 1]; i++)
            graph->colours[graph->edges[i].b] |= 1U << colour;
    }
}

/* Above this many divisions the quadratic choice is too slow: code order. */
#define DSATUR_MOST 8000U

static void colour_in_order(struct tiles_builder *builder, struct graph *graph,
                            struct tiles_unit *units)
{
    for (uint32_t i = 0; i < builder->unit_count; i++) {
        uint32_t colour = choose_colour(graph, i, units[i].level);
        units[i].colour = (int32_t)colour;
        for (uint32_t e = graph->first[i]; e < graph->first[i + 1]; e++)
            graph->colours[graph->edges[e].b] |= 1U << colour;
    }
}

enum base_status tiles_colour_units(struct tiles_builder *builder,
                                    const struct geo_topology *topology, struct base_error *err)
{
    struct graph graph = {0};
    bool made = make_graph(builder, topology, &graph);
    if (made && builder->unit_count <= DSATUR_MOST)
        colour_all(builder, &graph, builder->units);
    else if (made)
        colour_in_order(builder, &graph, builder->units);
    base_buffer_done(&graph.pairs);
    return made ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "no memory for the map layers");
}
