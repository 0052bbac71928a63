/* geo/topology_node.c - splits edges where others cross or touch them.
 *
 * Snap rounding (Hobby, "Practical segment intersection with finite precision
 * output", 1999): every vertex and every crossing is the centre of a hot pixel
 * one grid unit wide; an edge that meets a pixel is led through its centre.
 * Afterwards edges meet at vertices only, and keep half a unit from all others. Pixels are closed
 * left and below, open right and above, so that each point lies in exactly one. */
#include <stdlib.h>

#include "geo/topology_build.h"

#define RUN_EDGES   16U
#define PAIRS_A_RUN 8U     /* that are kept before they are tried */
#define VISITS      65536U /* between two questions whether to go on */

static const struct geo_box EVERYWHERE = {.min = {INT64_MIN, INT64_MIN},
                                          .max = {INT64_MAX, INT64_MAX}};

struct split {
    uint32_t edge, vertex;
};

/* The edges that one round added, in runs of 16: the steps, in the first round, and
 * the jumps first .. end. */
struct layer {
    struct layer *earlier;
    uint32_t steps, first, end;
    struct base_buffer tree_bytes;
    struct geo_rtree tree;
};

/* Two runs of the newest layer whose boxes meet; first < second. */
struct run_pair {
    uint32_t first, second;
};

struct noder {
    struct topology_build *build;
    struct layer *newest;
    struct geo_box *boxes; /* of its runs */
    struct run_pair *pairs;
    uint32_t pair_count, pair_capacity;
    struct split *splits;
    uint32_t split_count, split_capacity;
    /* The search in hand: a run of the newest layer, or a pixel, against a layer. */
    const struct layer *layer;
    uint32_t run, vertex;
    struct geo_box run_box;
    uint32_t visits; /* until it is asked whether to go on */
    bool failed, cancelled;
};

static struct geo_box box_of(struct geo_point a, struct geo_point b)
{
    return (struct geo_box){.min = {a.lon < b.lon ? a.lon : b.lon, a.lat < b.lat ? a.lat : b.lat},
                            .max = {a.lon < b.lon ? b.lon : a.lon, a.lat < b.lat ? b.lat : a.lat}};
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

static bool try_vertex(struct noder *noder, uint32_t edge, const struct topology_edge *e,
                       uint32_t vertex)
{
    const struct topology_build *build = noder->build;
    if (vertex == e->from || vertex == e->to ||
        !geo_topology_pixel_hit(build->vertices[e->from], build->vertices[e->to],
                                build->vertices[vertex]))
        return false;
    add_split(noder, edge, vertex);
    return true;
}

static bool try_crossing(struct noder *noder, const struct topology_edge *e,
                         const struct topology_edge *f)
{
    struct topology_build *build = noder->build;
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
    const struct topology_edge e = geo_topology_edge(build, first);
    const struct topology_edge f = geo_topology_edge(build, second);
    uint32_t f_end = far_end(&e, &f);
    bool met;
    if (f_end != TOPOLOGY_NONE) {
        met = try_vertex(noder, first, &e, f_end);
        met = try_vertex(noder, second, &f, far_end(&f, &e)) || met;
    } else {
        met = try_vertex(noder, first, &e, f.from);
        met = try_vertex(noder, first, &e, f.to) || met;
        met = try_vertex(noder, second, &f, e.from) || met;
        met = try_vertex(noder, second, &f, e.to) || met;
        met = try_crossing(noder, &e, &f) || met;
    }
    if (met)
        mark_common(build, e.list, f.list);
}

static uint32_t runs_of(uint32_t edges)
{
    return (edges + RUN_EDGES - 1) / RUN_EDGES;
}

static uint32_t run_count(const struct layer *layer)
{
    return runs_of(layer->steps) + runs_of(layer->end - layer->first);
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* The edges of a run follow one another: the first, and the one behind the last. */
static uint32_t run_begin(const struct layer *layer, uint32_t run, uint32_t *end)
{
    uint32_t step_runs = runs_of(layer->steps);
    if (run < step_runs) {
        *end = smaller((run + 1) * RUN_EDGES, layer->steps);
        return run * RUN_EDGES;
    }
    uint32_t begin = layer->first + (run - step_runs) * RUN_EDGES;
    *end = smaller(begin + RUN_EDGES, layer->end) | TOPOLOGY_JUMP;
    return begin | TOPOLOGY_JUMP;
}

/* Edges of a run. */
struct hand {
    uint32_t edges[RUN_EDGES], count;
    struct geo_box boxes[RUN_EDGES];
};

static void take(struct hand *hand, uint32_t edge, struct geo_box box)
{
    hand->edges[hand->count] = edge;
    hand->boxes[hand->count++] = box;
}

/* On which sides of the box the point lies outside: an edge meets the box unless both
 * of its ends lie outside on one. */
static unsigned sides_of(struct geo_box box, struct geo_point p)
{
    return (unsigned)(p.lon < box.min.lon) | (unsigned)(p.lon > box.max.lon) << 1 |
           (unsigned)(p.lat < box.min.lat) << 2 | (unsigned)(p.lat > box.max.lat) << 3;
}

static void take_steps(const struct topology_build *build, uint32_t begin, uint32_t end,
                       struct geo_box box, struct hand *out)
{
    const struct geo_point *points = build->vertices;
    unsigned next = sides_of(box, points[begin]);
    for (uint32_t v = begin; v < end; v++) {
        unsigned sides = next;
        next = sides_of(box, points[v + 1]);
        if (!(sides & next) && build->steps[v] != TOPOLOGY_NONE)
            take(out, v, box_of(points[v], points[v + 1]));
    }
}

/* Takes the run's edges that meet the box. */
static void take_run(const struct topology_build *build, const struct layer *layer, uint32_t run,
                     struct geo_box box, struct hand *out)
{
    uint32_t end, begin = run_begin(layer, run, &end);
    out->count = 0;
    if (!(begin & TOPOLOGY_JUMP)) {
        take_steps(build, begin, end, box, out);
        return;
    }
    for (uint32_t j = begin & ~TOPOLOGY_JUMP; j < (end & ~TOPOLOGY_JUMP); j++) {
        const struct topology_edge *jump = &build->jumps[j];
        struct geo_box its = box_of(build->vertices[jump->from], build->vertices[jump->to]);
        if (jump->list != TOPOLOGY_NONE && geo_box_intersects(its, box))
            take(out, j | TOPOLOGY_JUMP, its);
    }
}

/* Tries the edges of a run against each other. */
static void try_run(struct noder *noder, const struct hand *hand)
{
    for (uint32_t i = 0; i < hand->count; i++)
        for (uint32_t k = i + 1; k < hand->count; k++)
            if (geo_box_intersects(hand->boxes[i], hand->boxes[k]))
                try_pair(noder, hand->edges[i], hand->edges[k]);
}

/* box: of the other run. */
static void try_runs(struct noder *noder, const struct hand *hand, const struct hand *other,
                     struct geo_box box)
{
    for (uint32_t i = 0; i < hand->count; i++) {
        if (!geo_box_intersects(hand->boxes[i], box))
            continue;
        for (uint32_t k = 0; k < other->count; k++)
            if (geo_box_intersects(hand->boxes[i], other->boxes[k]))
                try_pair(noder, hand->edges[i], other->edges[k]);
    }
}

static struct geo_box hand_box(const struct hand *hand)
{
    struct geo_box all = geo_box_empty();
    for (uint32_t i = 0; i < hand->count; i++)
        all = geo_box_union(all, hand->boxes[i]);
    return all;
}

/* Tries each run against itself and the next one, which it mostly touches, while
 * both are at hand; fills boxes, one a run. */
static void try_in_order(struct noder *noder, const struct layer *layer, struct geo_box *boxes)
{
    struct hand hands[2] = {{.count = 0}, {.count = 0}};
    for (uint32_t r = 0; r < run_count(layer); r++) {
        struct hand *hand = &hands[r % 2];
        take_run(noder->build, layer, r, EVERYWHERE, hand);
        boxes[r] = hand_box(hand);
        try_run(noder, hand);
        if (r > 0)
            try_runs(noder, &hands[(r + 1) % 2], hand, boxes[r]);
    }
}

static bool goes_on(struct noder *noder)
{
    if (++noder->visits % VISITS == 0)
        noder->cancelled = base_progress_cancelled(noder->build->progress);
    return !noder->failed && !noder->cancelled;
}

/* Puts the second runs of the pairs in hand in order of the first: those of run r
 * are seconds[starts[r] .. starts[r + 1]). */
static void order_pairs(const struct noder *noder, uint32_t runs, uint32_t *starts,
                        uint32_t *seconds)
{
    for (uint32_t i = 0; i < noder->pair_count; i++)
        starts[noder->pairs[i].first + 2]++;
    for (uint32_t run = 2; run < runs + 2; run++)
        starts[run] += starts[run - 1];
    for (uint32_t i = 0; i < noder->pair_count; i++)
        seconds[starts[noder->pairs[i].first + 1]++] = noder->pairs[i].second;
}

static bool any_meets(const struct hand *hand, struct geo_box box)
{
    for (uint32_t i = 0; i < hand->count; i++)
        if (geo_box_intersects(hand->boxes[i], box))
            return true;
    return false;
}

/* Tries a run of the newest layer against others. Most share no ground but that of
 * their boxes, and are not even read. */
static void try_partners(struct noder *noder, uint32_t run, const uint32_t *partners,
                         uint32_t count)
{
    struct hand hand, other;
    take_run(noder->build, noder->newest, run, EVERYWHERE, &hand);
    for (uint32_t i = 0; i < count; i++) {
        if (!any_meets(&hand, noder->boxes[partners[i]]))
            continue;
        take_run(noder->build, noder->newest, partners[i], noder->boxes[run], &other);
        try_runs(noder, &hand, &other, noder->boxes[partners[i]]);
    }
}

/* Tries the pairs in hand in the order of the edges: in that of the tree each run
 * would come from afar. */
static void try_pairs(struct noder *noder)
{
    uint32_t runs = run_count(noder->newest);
    uint32_t *starts = calloc((size_t)runs + 2, sizeof *starts);
    uint32_t *seconds = malloc(((size_t)noder->pair_count + 1) * sizeof *seconds);
    if (starts && seconds) {
        order_pairs(noder, runs, starts, seconds);
        for (uint32_t run = 0; run < runs && goes_on(noder); run++)
            if (starts[run + 1] > starts[run])
                try_partners(noder, run, seconds + starts[run], starts[run + 1] - starts[run]);
    } else {
        noder->failed = true;
    }
    free(starts);
    free(seconds);
    noder->pair_count = 0;
}

/* Keeps two runs of the newest layer to be tried against each other, unless that
 * was done. */
static bool visit_runs(void *context, uint32_t first, struct geo_box first_box, uint32_t second,
                       struct geo_box second_box)
{
    struct noder *noder = context;
    struct run_pair pair = {first < second ? first : second, first < second ? second : first};
    (void)first_box;
    (void)second_box;
    if (pair.first + 1 == pair.second)
        return true;
    if (noder->pair_count / PAIRS_A_RUN > run_count(noder->newest))
        try_pairs(noder);
    if (!geo_topology_grow((void **)&noder->pairs, &noder->pair_capacity, noder->pair_count,
                           sizeof *noder->pairs))
        noder->failed = true;
    else
        noder->pairs[noder->pair_count++] = pair;
    return goes_on(noder);
}

/* Tries the run in hand, of the newest layer, against a run of an earlier one. */
static bool visit_run(void *context, uint32_t run, struct geo_box box)
{
    struct noder *noder = context;
    struct hand hand, other;
    take_run(noder->build, noder->newest, noder->run, box, &hand);
    take_run(noder->build, noder->layer, run, noder->run_box, &other);
    try_runs(noder, &hand, &other, box);
    return goes_on(noder);
}

/* Tries the vertex in hand, made by a crossing, against a run. */
static bool visit_pixel(void *context, uint32_t run, struct geo_box box)
{
    struct noder *noder = context;
    uint32_t end, begin = run_begin(noder->layer, run, &end);
    (void)box;
    for (uint32_t e = begin; e < end; e++) {
        struct topology_edge edge = geo_topology_edge(noder->build, e);
        if (edge.list != TOPOLOGY_NONE)
            try_vertex(noder, e, &edge, noder->vertex);
    }
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
    *layer =
        (struct layer){.earlier = noder->newest,
                       .steps = noder->newest || !build->vertex_count ? 0 : build->vertex_count - 1,
                       .first = build->round_jumps,
                       .end = build->jump_count};
    noder->newest = layer;
    uint32_t count = run_count(layer);
    free(noder->boxes);
    noder->boxes = malloc(((size_t)count + 1) * sizeof *noder->boxes);
    if (!noder->boxes)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    try_in_order(noder, layer, noder->boxes);
    enum base_status status = geo_rtree_build(noder->boxes, count, &layer->tree_bytes, err);
    if (status != BASE_OK)
        return status;
    build->round_jumps = layer->end;
    return geo_rtree_open(layer->tree_bytes.data, layer->tree_bytes.size, &layer->tree, err);
}

/* Tries the newest layer against itself, run by run, and against the earlier ones. */
static void try_layer(struct noder *noder)
{
    const struct layer *newest = noder->newest;
    geo_rtree_join(&newest->tree, visit_runs, noder);
    if (goes_on(noder))
        try_pairs(noder);
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
        struct topology_edge edge = geo_topology_edge(build, noder->splits[i].edge);
        struct geo_point p = build->vertices[noder->splits[i].vertex];
        bool down = build->vertices[edge.to].lat < build->vertices[edge.from].lat;
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
    struct topology_edge edge = geo_topology_edge(build, keys[0].edge);
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
        uint32_t *list = geo_topology_list(build, keys[at].edge);
        lists[at] = *list;
        *list = TOPOLOGY_NONE;
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
    free(noder.pairs);
    free(noder.boxes);
    while (noder.newest) {
        struct layer *layer = noder.newest;
        noder.newest = layer->earlier;
        base_buffer_done(&layer->tree_bytes);
        free(layer);
    }
    return status;
}
