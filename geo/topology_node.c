/* geo/topology_node.c - splits edges where others cross or touch them.
 *
 * Snap rounding (Hobby, "Practical segment intersection with finite precision
 * output", 1999): every vertex and every crossing is the centre of a hot pixel
 * one grid unit wide; an edge that meets a pixel is led through its centre.
 * Afterwards edges meet at vertices only, and keep half a unit from all others. Pixels are closed
 * left and below, open right and above, so that each point lies in exactly one. */
#include <stdlib.h>

#include "geo/topology_build.h"

#define RUN_EDGES 8U

struct split {
    uint32_t edge, vertex;
};

/* The edges that one round added, in runs: run r is edges first + 8r to first +
 * 8r + 7. */
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
    /* The search in hand: edges of a run, or a pixel, against a layer. */
    const struct layer *layer;
    uint32_t edges[RUN_EDGES], edge_count, vertex;
    struct geo_box edge_boxes[RUN_EDGES];
    bool failed;
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

static int sign(geo_wide_t value)
{
    return (value > 0) - (value < 0);
}

/* Side of the corner (c + offset / 2) of a pixel against the edge a→b. */
static int corner_side(struct geo_point a, struct geo_point b, struct geo_point c, int dx, int dy)
{
    geo_wide_t ux = b.lon - a.lon, uy = b.lat - a.lat;
    geo_wide_t vx = 2 * (geo_wide_t)(c.lon - a.lon) + dx, vy = 2 * (geo_wide_t)(c.lat - a.lat) + dy;
    return sign(ux * vy - uy * vx);
}

/* True when the edge a→b (a.lon <= b.lon) meets the half-open pixel around c. */
static bool pixel_hit(struct geo_point a, struct geo_point b, struct geo_point c)
{
    int64_t low = a.lat < b.lat ? a.lat : b.lat, high = a.lat < b.lat ? b.lat : a.lat;
    if (c.lon < a.lon || c.lon > b.lon || c.lat < low || c.lat > high)
        return false;
    if (a.lon == b.lon || a.lat == b.lat)
        return true;
    bool upward = a.lat < b.lat;
    int upper_left = corner_side(a, b, c, -1, 1), upper_right = corner_side(a, b, c, 1, 1);
    int lower_left = corner_side(a, b, c, -1, -1), lower_right = corner_side(a, b, c, 1, -1);
    if (upper_left == 0)
        return !upward;
    if (upper_right == 0)
        return upward;
    if (upper_left != upper_right || lower_left == 0 || lower_left != upper_left)
        return true;
    if (lower_right == 0)
        return !upward;
    return lower_left != lower_right;
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
        !pixel_hit(build->vertices[e->from], build->vertices[e->to], build->vertices[vertex]))
        return false;
    add_split(noder, edge, vertex);
    return true;
}

/* floor(n / d + 1/2), d > 0. */
static int64_t round_half_up(geo_wide_t n, geo_wide_t d)
{
    geo_wide_t twice = 2 * n + d, by = 2 * d;
    geo_wide_t quotient = twice / by;
    return (int64_t)(quotient - (twice % by < 0));
}

/* The grid point in whose pixel a-b and c-d cross; they do cross properly. The
 * widest product has 117 bits. */
static struct geo_point crossing(struct geo_point a, struct geo_point b, struct geo_point c,
                                 struct geo_point d)
{
    geo_wide_t rx = b.lon - a.lon, ry = b.lat - a.lat, sx = d.lon - c.lon, sy = d.lat - c.lat;
    geo_wide_t below = rx * sy - ry * sx;
    geo_wide_t above = (c.lon - a.lon) * sy - (c.lat - a.lat) * sx;
    if (below < 0) {
        below = -below;
        above = -above;
    }
    return (struct geo_point){a.lon + round_half_up(rx * above, below),
                              a.lat + round_half_up(ry * above, below)};
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
    if (geo_topology_vertex(build, crossing(a, b, c, d)) == TOPOLOGY_NONE)
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

static void try_pair(struct noder *noder, uint32_t first, uint32_t second)
{
    struct topology_build *build = noder->build;
    const struct topology_edge e = build->edges[first], f = build->edges[second];
    bool met = try_vertex(noder, first, f.from);
    met = try_vertex(noder, first, f.to) || met;
    met = try_vertex(noder, second, e.from) || met;
    met = try_vertex(noder, second, e.to) || met;
    met = try_crossing(noder, first, second) || met;
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

/* Puts the run's edges in hand; returns their box. */
static struct geo_box take_run(struct noder *noder, const struct layer *layer, uint32_t run)
{
    struct geo_box all = geo_box_empty();
    noder->edge_count = 0;
    for (uint32_t e = layer->first + run * RUN_EDGES; e < run_end(layer, run); e++) {
        if (!exists(noder->build, e))
            continue;
        struct geo_box box = edge_box(noder->build, e);
        noder->edge_boxes[noder->edge_count] = box;
        noder->edges[noder->edge_count++] = e;
        all = geo_box_union(all, box);
    }
    return all;
}

/* Tries the edges in hand against those behind them in a run of the layer. */
static bool visit_run(void *context, uint32_t run, struct geo_box run_box)
{
    struct noder *noder = context;
    const struct topology_build *build = noder->build;
    uint32_t first = noder->layer->first + run * RUN_EDGES, end = run_end(noder->layer, run);
    bool later = noder->layer == noder->newest;
    if (later && end <= noder->edges[0])
        return true;
    for (uint32_t i = 0; i < noder->edge_count; i++) {
        if (!geo_box_intersects(noder->edge_boxes[i], run_box))
            continue;
        uint32_t from = later && noder->edges[i] >= first ? noder->edges[i] + 1 : first;
        for (uint32_t j = from; j < end; j++)
            if (exists(build, j) && geo_box_intersects(noder->edge_boxes[i], edge_box(build, j)))
                try_pair(noder, noder->edges[i], j);
    }
    return !noder->failed;
}

/* Tries the vertex in hand, made by a crossing, against a run. */
static bool visit_pixel(void *context, uint32_t run, struct geo_box box)
{
    struct noder *noder = context;
    (void)box;
    for (uint32_t e = noder->layer->first + run * RUN_EDGES; e < run_end(noder->layer, run); e++)
        if (exists(noder->build, e))
            try_vertex(noder, e, noder->vertex);
    return !noder->failed;
}

static void search_layers(struct noder *noder, struct geo_box box,
                          bool (*visit)(void *context, uint32_t run, struct geo_box box))
{
    for (noder->layer = noder->newest; noder->layer; noder->layer = noder->layer->earlier)
        geo_rtree_query(&noder->layer->tree, box, visit, noder);
}

/* Puts the edges of the last round on top; nothing when there are none. */
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
        boxes[r] = take_run(noder, layer, r);
    enum base_status status = geo_rtree_build(boxes, count, &layer->tree_bytes, err);
    free(boxes);
    if (status != BASE_OK)
        return status;
    build->round_edges = build->edge_count;
    return geo_rtree_open(layer->tree_bytes.data, layer->tree_bytes.size, &layer->tree, err);
}

static enum base_status find_splits(struct noder *noder, struct base_error *err)
{
    struct topology_build *build = noder->build;
    uint32_t vertices = build->vertex_count, runs = run_count(noder->newest);
    for (uint32_t r = 0; r < runs && !noder->failed; r++) {
        if (r % 4096 == 0 && base_progress_cancelled(build->progress))
            return base_fail(err, BASE_UNAVAILABLE, "building the topology was cancelled");
        struct geo_box box = take_run(noder, noder->newest, r);
        if (noder->edge_count > 0)
            search_layers(noder, box, visit_run);
    }
    /* Crossings became vertices behind the input's own. */
    for (uint32_t v = vertices; v < build->vertex_count && !noder->failed; v++) {
        struct geo_point p = build->vertices[v];
        noder->vertex = v;
        search_layers(noder, (struct geo_box){.min = p, .max = p}, visit_pixel);
    }
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
    enum base_status status = add_layer(noder, err);
    if (status == BASE_OK)
        status = find_splits(noder, err);
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
