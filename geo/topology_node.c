/* geo/topology_node.c - splits edges where others cross or touch them.
 *
 * Snap rounding (Hobby, "Practical segment intersection with finite precision
 * output", 1999): every vertex and every crossing is the centre of a hot pixel
 * one grid unit wide; an edge that meets a pixel is led through its centre.
 * Afterwards edges meet at vertices only, and keep half a unit from all others. Pixels are closed
 * left and below, open right and above, so that each point lies in exactly one. */
#include <stdlib.h>

#include "geo/topology_build.h"

#define RUN_EDGES 16U
#define VISITS    65536U /* between two questions whether to go on */

static const struct geo_box EVERYWHERE = {.min = {INT64_MIN, INT64_MIN},
                                          .max = {INT64_MAX, INT64_MAX}};

struct split {
    uint32_t edge, vertex;
};

/* The edges that one round added, in runs: run r is edges first + 16r to first +
 * 16r + 15. */
struct layer {
    struct layer *earlier;
    uint32_t first, end;
    struct base_buffer tree_bytes;
    struct geo_rtree tree;
};

struct noder {
    struct topology_build *build;
    struct layer *newest;
    struct split *splits;
    uint32_t split_count, split_capacity;
    /* The search in hand: a run of the newest layer, or a pixel, against a layer. */
    const struct layer *layer;
    uint32_t run, vertex;
    struct geo_box run_box;
    uint32_t visits; /* until it is asked whether to go on */
    bool failed, cancelled;
};

static struct geo_box edge_box(const struct topology_build *build, uint32_t edge)
{
    struct geo_point a = build->vertices[build->edges[edge].from];
    struct geo_point b = build->vertices[build->edges[edge].to];
    struct geo_box box = {.min = a, .max = b}; /* a.lon <= b.lon */
    if (a.lat > b.lat) {
        box.min.lat = b.lat;
        box.max.lat = a.lat;
    }
    return box;
}

static void add_split(struct noder *noder, uint32_t edge, uint32_t vertex)
{
    if (!geo_topology_grow((void **)&noder->splits, &noder->split_capacity, noder->split_count,
                           sizeof *noder->splits)) {
        noder->failed = true;
        return;
    }
    noder->splits[noder->split_count++] = (struct split){.edge = edge, .vertex = vertex};
}

static bool try_vertex(struct noder *noder, uint32_t edge, uint32_t vertex)
{
    const struct topology_build *build = noder->build;
    const struct topology_edge *e = &build->edges[edge];
    if (vertex == e->from || vertex == e->to ||
        !geo_topology_pixel_hit(build->vertices[e->from], build->vertices[e->to],
                                build->vertices[vertex]))
        return false;
    add_split(noder, edge, vertex);
    return true;
}

static bool try_crossing(struct noder *noder, uint32_t first, uint32_t second)
{
    struct topology_build *build = noder->build;
    const struct topology_edge *e = &build->edges[first], *f = &build->edges[second];
    if (e->from == f->from || e->from == f->to || e->to == f->from || e->to == f->to)
        return false;
    struct geo_point a = build->vertices[e->from], b = build->vertices[e->to];
    struct geo_point c = build->vertices[f->from], d = build->vertices[f->to];
    if (geo_point_orientation(a, b, c) * geo_point_orientation(a, b, d) >= 0 ||
        geo_point_orientation(c, d, a) * geo_point_orientation(c, d, b) >= 0)
        return false;
    if (geo_topology_vertex(build, geo_topology_crossing(a, b, c, d)) == TOPOLOGY_NONE)
        noder->failed = true;
    return true;
}

/* Remembers which inputs meet themselves: those that both lists, descending, hold. */
static void mark_common(struct topology_build *build, uint32_t first, uint32_t second)
{
    while (first != TOPOLOGY_NONE && second != TOPOLOGY_NONE) {
        uint32_t a = build->toggles[first].input, b = build->toggles[second].input;
        if (a == b)
            build->meets[a] = true;
        if (a >= b)
            first = build->toggles[first].next;
        if (b >= a)
            second = build->toggles[second].next;
    }
}

/* The far end of the second edge, which starts at the first's end; NONE. */
static uint32_t far_end(const struct topology_edge *first, const struct topology_edge *second)
{
    if (second->from == first->from || second->from == first->to)
        return second->to;
    return second->to == first->from || second->to == first->to ? second->from : TOPOLOGY_NONE;
}

static void try_pair(struct noder *noder, uint32_t first, uint32_t second)
{
    struct topology_build *build = noder->build;
    const struct topology_edge e = build->edges[first], f = build->edges[second];
    uint32_t f_end = far_end(&e, &f);
    bool met;
    if (f_end != TOPOLOGY_NONE) {
        met = try_vertex(noder, first, f_end);
        met = try_vertex(noder, second, far_end(&f, &e)) || met;
    } else {
        met = try_vertex(noder, first, f.from);
        met = try_vertex(noder, first, f.to) || met;
        met = try_vertex(noder, second, e.from) || met;
        met = try_vertex(noder, second, e.to) || met;
        met = try_crossing(noder, first, second) || met;
    }
    if (met)
        mark_common(build, e.list, f.list);
}

static bool exists(const struct topology_build *build, uint32_t edge)
{
    return build->edges[edge].list != TOPOLOGY_NONE;
}

static uint32_t run_count(const struct layer *layer)
{
    return (layer->end - layer->first + RUN_EDGES - 1) / RUN_EDGES;
}

static uint32_t run_end(const struct layer *layer, uint32_t run)
{
    uint32_t end = layer->first + (run + 1) * RUN_EDGES;
    return end < layer->end ? end : layer->end;
}

/* Edges of a run. */
struct hand {
    uint32_t edges[RUN_EDGES], count;
    struct geo_box boxes[RUN_EDGES];
};

/* Takes the run's edges that meet the box. */
static void take_run(const struct topology_build *build, const struct layer *layer, uint32_t run,
                     struct geo_box box, struct hand *out)
{
    out->count = 0;
    for (uint32_t e = layer->first + run * RUN_EDGES; e < run_end(layer, run); e++) {
        if (!exists(build, e))
            continue;
        out->edges[out->count] = e;
        out->boxes[out->count] = edge_box(build, e);
        out->count += geo_box_intersects(out->boxes[out->count], box);
    }
}

/* Tries the edges of a run against each other; returns their box. */
static struct geo_box try_run(struct noder *noder, const struct layer *layer, uint32_t run)
{
    struct geo_box all = geo_box_empty();
    struct hand hand;
    take_run(noder->build, layer, run, EVERYWHERE, &hand);
    for (uint32_t i = 0; i < hand.count; i++) {
        all = geo_box_union(all, hand.boxes[i]);
        for (uint32_t k = i + 1; k < hand.count; k++)
            if (geo_box_intersects(hand.boxes[i], hand.boxes[k]))
                try_pair(noder, hand.edges[i], hand.edges[k]);
    }
    return all;
}

static void try_runs(struct noder *noder, const struct hand *hand, const struct hand *other)
{
    for (uint32_t i = 0; i < hand->count; i++)
        for (uint32_t k = 0; k < other->count; k++)
            if (geo_box_intersects(hand->boxes[i], other->boxes[k]))
                try_pair(noder, hand->edges[i], other->edges[k]);
}

static bool goes_on(struct noder *noder)
{
    if (++noder->visits % VISITS == 0)
        noder->cancelled = base_progress_cancelled(noder->build->progress);
    return !noder->failed && !noder->cancelled;
}

/* Tries two runs of the newest layer against each other. */
static bool visit_runs(void *context, uint32_t first, struct geo_box first_box, uint32_t second,
                       struct geo_box second_box)
{
    struct noder *noder = context;
    struct hand hand, other;
    take_run(noder->build, noder->newest, first, second_box, &hand);
    take_run(noder->build, noder->newest, second, first_box, &other);
    try_runs(noder, &hand, &other);
    return goes_on(noder);
}

/* Tries the run in hand, of the newest layer, against a run of an earlier one. */
static bool visit_run(void *context, uint32_t run, struct geo_box box)
{
    struct noder *noder = context;
    struct hand hand, other;
    take_run(noder->build, noder->newest, noder->run, box, &hand);
    take_run(noder->build, noder->layer, run, noder->run_box, &other);
    try_runs(noder, &hand, &other);
    return goes_on(noder);
}

/* Tries the vertex in hand, made by a crossing, against a run. */
static bool visit_pixel(void *context, uint32_t run, struct geo_box box)
{
    struct noder *noder = context;
    (void)box;
    for (uint32_t e = noder->layer->first + run * RUN_EDGES; e < run_end(noder->layer, run); e++)
        if (exists(noder->build, e))
            try_vertex(noder, e, noder->vertex);
    return goes_on(noder);
}

/* Looks through the layer and those before it. */
static void search_layers(struct noder *noder, const struct layer *layer, struct geo_box box,
                          geo_rtree_visit visit)
{
    for (noder->layer = layer; noder->layer; noder->layer = noder->layer->earlier)
        geo_rtree_query(&noder->layer->tree, box, visit, noder);
}

/* Puts the edges of the last round on top, each run tried against itself. */
static enum base_status add_layer(struct noder *noder, struct base_error *err)
{
    struct topology_build *build = noder->build;
    struct layer *layer = calloc(1, sizeof *layer);
    if (!layer)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    *layer = (struct layer){
        .earlier = noder->newest, .first = build->round_edges, .end = build->edge_count};
    noder->newest = layer;
    uint32_t count = run_count(layer);
    struct geo_box *boxes = malloc(((size_t)count + 1) * sizeof *boxes);
    if (!boxes)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    for (uint32_t r = 0; r < count; r++)
        boxes[r] = try_run(noder, layer, r);
    enum base_status status = geo_rtree_build(boxes, count, &layer->tree_bytes, err);
    free(boxes);
    if (status != BASE_OK)
        return status;
    build->round_edges = build->edge_count;
    return geo_rtree_open(layer->tree_bytes.data, layer->tree_bytes.size, &layer->tree, err);
}

/* Tries the newest layer against itself, run by run, and against the earlier ones. */
static void try_layer(struct noder *noder)
{
    const struct layer *newest = noder->newest;
    geo_rtree_join(&newest->tree, visit_runs, noder);
    for (uint32_t i = 0; i < newest->tree.item_count && newest->earlier && goes_on(noder); i++) {
        noder->run = geo_rtree_item(&newest->tree, i, &noder->run_box);
        search_layers(noder, newest->earlier, noder->run_box, visit_run);
    }
}

static enum base_status find_splits(struct noder *noder, struct base_error *err)
{
    struct topology_build *build = noder->build;
    uint32_t vertices = build->vertex_count;
    enum base_status status = add_layer(noder, err);
    if (status != BASE_OK)
        return status;
    try_layer(noder);
    /* Crossings became vertices behind the input's own. */
    for (uint32_t v = vertices; v < build->vertex_count && goes_on(noder); v++) {
        struct geo_point p = build->vertices[v];
        noder->vertex = v;
        search_layers(noder, noder->newest, (struct geo_box){.min = p, .max = p}, visit_pixel);
    }
    if (noder->cancelled)
        return base_fail(err, BASE_UNAVAILABLE, "building the topology was cancelled");
    return noder->failed ? base_fail(err, BASE_NO_MEMORY, "no memory for the topology") : BASE_OK;
}

struct split_key {
    uint32_t edge, vertex;
    int64_t along, across; /* place along the edge */
};

static int compare_keys(const void *left, const void *right)
{
    const struct split_key *a = left, *b = right;
    if (a->edge != b->edge)
        return a->edge < b->edge ? -1 : 1;
    if (a->along != b->along)
        return a->along < b->along ? -1 : 1;
    return (a->across > b->across) - (a->across < b->across);
}

/* Pixels that one edge meets follow one another in lon and lat both, so that
 * comparing coordinates in the edge's own direction orders them. */
static struct split_key *sorted_splits(const struct noder *noder)
{
    const struct topology_build *build = noder->build;
    struct split_key *keys = malloc((noder->split_count + 1) * sizeof *keys);
    if (!keys)
        return NULL;
    for (uint32_t i = 0; i < noder->split_count; i++) {
        const struct topology_edge *edge = &build->edges[noder->splits[i].edge];
        struct geo_point p = build->vertices[noder->splits[i].vertex];
        bool down = build->vertices[edge->to].lat < build->vertices[edge->from].lat;
        keys[i] = (struct split_key){.edge = noder->splits[i].edge,
                                     .vertex = noder->splits[i].vertex,
                                     .along = p.lon,
                                     .across = down ? -p.lat : p.lat};
    }
    qsort(keys, noder->split_count, sizeof *keys, compare_keys);
    return keys;
}

/* Lays the pieces of the edge that keys[0..count) split; its list was taken out. */
static bool lay_edge(struct topology_build *build, const struct split_key *keys, uint32_t count,
                     uint32_t list)
{
    struct topology_edge edge = build->edges[keys[0].edge];
    uint32_t last = edge.from;
    for (uint32_t i = 0; i < count; i++) {
        if (!geo_topology_lay(build, last, keys[i].vertex, list))
            return false;
        last = keys[i].vertex;
    }
    return geo_topology_lay(build, last, edge.to, list);
}

static uint32_t same_edge(const struct split_key *keys, uint32_t at, uint32_t count)
{
    uint32_t end = at;
    while (end < count && keys[end].edge == keys[at].edge)
        end++;
    return end;
}

/* Takes every split edge out before the first piece is laid, since a piece may
 * fall on an edge that is split itself. lists holds a list per split edge. */
static bool apply_splits(struct topology_build *build, const struct split_key *keys, uint32_t count)
{
    uint32_t *lists = malloc((count + 1) * sizeof *lists);
    if (!lists)
        return false;
    for (uint32_t at = 0; at < count; at = same_edge(keys, at, count)) {
        lists[at] = build->edges[keys[at].edge].list;
        build->edges[keys[at].edge].list = TOPOLOGY_NONE;
    }
    bool ok = true;
    for (uint32_t at = 0; ok && at < count;) {
        uint32_t end = same_edge(keys, at, count);
        ok = lay_edge(build, keys + at, end - at, lists[at]);
        at = end;
    }
    free(lists);
    return ok;
}

/* Remembers the vertices that edges are led through. */
static bool keep_split(struct topology_build *build, const struct split_key *keys, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!geo_topology_grow((void **)&build->split, &build->split_capacity, build->split_count,
                               sizeof *build->split))
            return false;
        build->split[build->split_count++] = keys[i].vertex;
    }
    return true;
}

/* One round: what the edges of the last one meet. */
static enum base_status node_once(struct noder *noder, struct base_error *err)
{
    struct topology_build *build = noder->build;
    noder->split_count = 0;
    enum base_status status = find_splits(noder, err);
    if (status != BASE_OK || noder->split_count == 0)
        return status;
    struct split_key *keys = sorted_splits(noder);
    if (!keys || !keep_split(build, keys, noder->split_count) ||
        !apply_splits(build, keys, noder->split_count))
        status = base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    free(keys);
    return status;
}

/* A bent edge may pass within half a unit of a vertex it did not meet before, so
 * that rounds follow until none changes anything (iterated snap rounding,
 * Halperin & Packer 2002, which ends: no vertex is ever added but crossings).
 * Two edges that were looked at in one round need no second look: a round tries
 * only what the one before laid, against everything. */
enum base_status geo_topology_node(struct topology_build *build, struct base_error *err)
{
    struct noder noder = {.build = build};
    enum base_status status;
    do
        status = node_once(&noder, err);
    while (status == BASE_OK && noder.split_count > 0);
    free(noder.splits);
    while (noder.newest) {
        struct layer *layer = noder.newest;
        noder.newest = layer->earlier;
        base_buffer_done(&layer->tree_bytes);
        free(layer);
    }
    return status;
}
