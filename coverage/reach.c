/* coverage/reach.c - what can be reached on foot. */
#include "coverage/reach.h"

#include <stdlib.h>
#include <string.h>

/* A node with a tentative cost; the heap is four-ary, by cost, then source. */
struct entry {
    uint32_t cost, owner, node;
};

struct search {
    struct coverage_reach reach;
    uint32_t *cost, *owner;
    struct entry *heap;
    size_t count, capacity;
    bool failed;
};

static bool before(uint32_t cost, uint32_t owner, uint32_t other_cost, uint32_t other_owner)
{
    return cost < other_cost || (cost == other_cost && owner < other_owner);
}

static bool entry_before(const struct entry *a, const struct entry *b)
{
    return before(a->cost, a->owner, b->cost, b->owner) ||
           (a->cost == b->cost && a->owner == b->owner && a->node < b->node);
}

static void push(struct search *search, struct entry entry)
{
    if (search->count == search->capacity) {
        size_t capacity = search->capacity ? search->capacity * 2 : 1024;
        struct entry *heap = realloc(search->heap, capacity * sizeof *heap);
        if (!heap) {
            search->failed = true;
            return;
        }
        search->heap = heap;
        search->capacity = capacity;
    }
    size_t at = search->count++;
    for (; at > 0 && entry_before(&entry, &search->heap[(at - 1) / 4]); at = (at - 1) / 4)
        search->heap[at] = search->heap[(at - 1) / 4];
    search->heap[at] = entry;
}

static struct entry pop(struct search *search)
{
    struct entry top = search->heap[0], last = search->heap[--search->count];
    size_t at = 0;
    for (;;) {
        size_t first = 4 * at + 1, least = first;
        for (size_t i = first; i < first + 4 && i < search->count; i++)
            if (entry_before(&search->heap[i], &search->heap[least]))
                least = i;
        if (first >= search->count || !entry_before(&search->heap[least], &last))
            break;
        search->heap[at] = search->heap[least];
        at = least;
    }
    search->heap[at] = last;
    return top;
}

static uint32_t add(uint32_t a, uint32_t b)
{
    uint64_t sum = (uint64_t)a + b;
    return sum < COVERAGE_NEVER ? (uint32_t)sum : COVERAGE_NEVER;
}

/* A better way to a node. */
static void relax(struct search *search, uint32_t node, uint32_t cost, uint32_t owner)
{
    if (cost > search->reach.limit_ms || cost == COVERAGE_NEVER ||
        !before(cost, owner, search->cost[node], search->owner[node]))
        return;
    search->cost[node] = cost;
    search->owner[node] = owner;
    push(search, (struct entry){cost, owner, node});
}

static void start(struct search *search, uint32_t number)
{
    const struct coverage_snap *snap = &search->reach.sources[number].snap;
    const struct coverage_profile *profile = &search->reach.profile;
    if (snap->place != COVERAGE_ON_NETWORK)
        return;
    const struct coverage_edge *edge = &search->reach.graph->edges[snap->edge];
    uint32_t access = coverage_cost_ms(profile, snap->offset_mm);
    relax(search, edge->a, add(access, coverage_cost_ms(profile, snap->at_mm)), number);
    relax(search, edge->b, add(access, coverage_cost_ms(profile, edge->length_mm - snap->at_mm)),
          number);
}

static void settle(struct search *search, const struct entry *entry)
{
    const struct coverage_graph *graph = search->reach.graph;
    for (uint32_t i = graph->first[entry->node]; i < graph->first[entry->node + 1]; i++) {
        const struct coverage_edge *edge = &graph->edges[graph->incident[i]];
        uint32_t other = edge->a == entry->node ? edge->b : edge->a;
        uint32_t cost = coverage_cost_ms(&search->reach.profile, edge->length_mm);
        relax(search, other, add(entry->cost, cost), entry->owner);
    }
}

static void run(struct search *search)
{
    for (uint32_t i = 0; i < search->reach.source_count; i++)
        start(search, i);
    while (search->count > 0 && !search->failed) {
        struct entry entry = pop(search);
        if (entry.cost == search->cost[entry.node] && entry.owner == search->owner[entry.node])
            settle(search, &entry);
    }
}

/* Sources by edge, for points that share an edge with one. */
static bool sort_by_edge(struct coverage_reach *reach, struct base_arena *arena)
{
    uint32_t *order = base_arena_alloc(arena, (reach->source_count + 1) * sizeof *order);
    if (!order)
        return false;
    for (uint32_t i = 0; i < reach->source_count; i++) {
        size_t at = i; /* by insertion: few sources, or nearly sorted */
        for (; at > 0 && reach->sources[order[at - 1]].snap.edge > reach->sources[i].snap.edge;
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    reach->by_edge = order;
    return true;
}

enum base_status coverage_reach_search(const struct coverage_graph *graph,
                                       const struct coverage_source *sources, size_t count,
                                       const struct coverage_profile *profile, uint32_t limit_ms,
                                       struct base_arena *arena, struct coverage_reach *out,
                                       struct base_error *err)
{
    struct search search = {.reach = {.graph = graph,
                                      .profile = *profile,
                                      .limit_ms = limit_ms,
                                      .sources = sources,
                                      .source_count = count}};
    search.cost = base_arena_alloc(arena, (graph->node_count + 1) * sizeof *search.cost);
    search.owner = base_arena_alloc(arena, (graph->node_count + 1) * sizeof *search.owner);
    if (!search.cost || !search.owner || !sort_by_edge(&search.reach, arena))
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    memset(search.cost, 0xFF, (graph->node_count + 1) * sizeof *search.cost);
    memset(search.owner, 0xFF, (graph->node_count + 1) * sizeof *search.owner);
    run(&search);
    free(search.heap);
    if (search.failed)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    search.reach.cost_ms = search.cost;
    search.reach.owner = search.owner;
    *out = search.reach;
    return BASE_OK;
}

/* --- asking ---------------------------------------------------------------- */

/* First place in by_edge whose source stands on the edge or behind. */
static size_t first_on(const struct coverage_reach *reach, uint32_t edge)
{
    size_t low = 0, high = reach->source_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (reach->sources[reach->by_edge[middle]].snap.edge < edge)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool stands_on(const struct coverage_reach *reach, size_t place, uint32_t edge)
{
    return place < reach->source_count && reach->sources[reach->by_edge[place]].snap.edge == edge;
}

struct best {
    uint32_t cost, owner;
};

static void better(struct best *best, uint32_t cost, uint32_t owner)
{
    if (cost != COVERAGE_NEVER && before(cost, owner, best->cost, best->owner))
        *best = (struct best){cost, owner};
}

static void by_node(const struct coverage_reach *reach, uint32_t node, uint32_t walk_mm,
                    struct best *best)
{
    if (reach->cost_ms[node] != COVERAGE_NEVER)
        better(best, add(reach->cost_ms[node], coverage_cost_ms(&reach->profile, walk_mm)),
               reach->owner[node]);
}

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

uint32_t coverage_reach_cost(const struct coverage_reach *reach, const struct coverage_snap *point,
                             uint32_t *owner)
{
    struct best best = {COVERAGE_NEVER, COVERAGE_NEVER};
    if (point->place != COVERAGE_ON_NETWORK)
        return COVERAGE_NEVER;
    const struct coverage_edge *edge = &reach->graph->edges[point->edge];
    by_node(reach, edge->a, point->at_mm, &best);
    by_node(reach, edge->b, edge->length_mm - point->at_mm, &best);
    for (size_t i = first_on(reach, point->edge); stands_on(reach, i, point->edge); i++) {
        const struct coverage_snap *source = &reach->sources[reach->by_edge[i]].snap;
        uint32_t walk = coverage_cost_ms(&reach->profile, apart(point->at_mm, source->at_mm));
        if (source->place == COVERAGE_ON_NETWORK)
            better(&best, add(coverage_cost_ms(&reach->profile, source->offset_mm), walk),
                   reach->by_edge[i]);
    }
    uint32_t cost = add(best.cost, coverage_cost_ms(&reach->profile, point->offset_mm));
    if (best.cost == COVERAGE_NEVER || cost > reach->limit_ms)
        return COVERAGE_NEVER;
    if (owner)
        *owner = best.owner;
    return cost;
}

/* --- stretches ------------------------------------------------------------- */

static size_t merge(struct coverage_interval *items, size_t count)
{
    for (size_t i = 1; i < count; i++) { /* a handful: by insertion */
        struct coverage_interval item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].from_mm > item.from_mm; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && items[i].from_mm <= items[kept - 1].to_mm) {
            if (items[i].to_mm > items[kept - 1].to_mm)
                items[kept - 1].to_mm = items[i].to_mm;
        } else
            items[kept++] = items[i];
    }
    return kept;
}

/* Many sources on one edge overlap: room is made by merging what is there. */
static void add_interval(struct coverage_interval *out, size_t *count, uint32_t from, uint32_t to)
{
    if (*count == COVERAGE_INTERVALS)
        *count = merge(out, *count);
    if (*count < COVERAGE_INTERVALS && to > from)
        out[(*count)++] = (struct coverage_interval){from, to};
}

static uint32_t left_mm(const struct coverage_reach *reach, uint32_t cost, uint32_t limit_ms)
{
    return cost <= limit_ms && cost != COVERAGE_NEVER
               ? coverage_length_mm(&reach->profile, limit_ms - cost)
               : 0;
}

size_t coverage_reach_intervals(const struct coverage_reach *reach, uint32_t edge_number,
                                uint32_t limit_ms, struct coverage_interval out[COVERAGE_INTERVALS])
{
    size_t count = 0;
    const struct coverage_edge *edge = &reach->graph->edges[edge_number];
    uint32_t length = edge->length_mm;
    uint32_t from_a = left_mm(reach, reach->cost_ms[edge->a], limit_ms);
    uint32_t from_b = left_mm(reach, reach->cost_ms[edge->b], limit_ms);
    add_interval(out, &count, 0, from_a < length ? from_a : length);
    add_interval(out, &count, from_b < length ? length - from_b : 0, from_b ? length : 0);
    for (size_t i = first_on(reach, edge_number); stands_on(reach, i, edge_number); i++) {
        const struct coverage_snap *source = &reach->sources[reach->by_edge[i]].snap;
        uint32_t cost = source->place == COVERAGE_ON_NETWORK
                            ? coverage_cost_ms(&reach->profile, source->offset_mm)
                            : COVERAGE_NEVER;
        uint32_t reach_mm = left_mm(reach, cost, limit_ms), at = source->at_mm;
        add_interval(out, &count, reach_mm < at ? at - reach_mm : 0,
                     reach_mm < length - at ? at + reach_mm : length);
    }
    return merge(out, count);
}

uint64_t coverage_reach_length_mm(const struct coverage_reach *reach, uint32_t limit_ms)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < reach->graph->edge_count; i++) {
        struct coverage_interval intervals[COVERAGE_INTERVALS];
        size_t count = coverage_reach_intervals(reach, i, limit_ms, intervals);
        for (size_t j = 0; j < count; j++)
            total += intervals[j].to_mm - intervals[j].from_mm;
    }
    return total;
}
