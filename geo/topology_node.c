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

struct noder {
    struct topology_build *build;
    uint32_t *live; /* edges that exist; run r is live[8r .. 8r + 8) */
    uint32_t live_count, run_count;
    struct geo_box *boxes; /* of the runs */
    struct base_buffer tree_bytes;
    struct geo_rtree tree;
    struct split *splits;
    uint32_t split_count, split_capacity;
    uint32_t run; /* whose partners are looked for */
    struct geo_point pixel;
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

static void try_vertex(struct noder *noder, uint32_t edge, uint32_t vertex)
{
    const struct topology_build *build = noder->build;
    const struct topology_edge *e = &build->edges[edge];
    if (vertex != e->from && vertex != e->to &&
        pixel_hit(build->vertices[e->from], build->vertices[e->to], build->vertices[vertex]))
        add_split(noder, edge, vertex);
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

static void try_crossing(struct noder *noder, uint32_t first, uint32_t second)
{
    struct topology_build *build = noder->build;
    const struct topology_edge *e = &build->edges[first], *f = &build->edges[second];
    if (e->from == f->from || e->from == f->to || e->to == f->from || e->to == f->to)
        return;
    struct geo_point a = build->vertices[e->from], b = build->vertices[e->to];
    struct geo_point c = build->vertices[f->from], d = build->vertices[f->to];
    if (geo_point_orientation(a, b, c) * geo_point_orientation(a, b, d) >= 0 ||
        geo_point_orientation(c, d, a) * geo_point_orientation(c, d, b) >= 0)
        return;
    if (geo_topology_vertex(build, crossing(a, b, c, d)) == TOPOLOGY_NONE)
        noder->failed = true;
}

static void try_pair(struct noder *noder, uint32_t first, uint32_t second)
{
    const struct topology_edge e = noder->build->edges[first], f = noder->build->edges[second];
    try_vertex(noder, first, f.from);
    try_vertex(noder, first, f.to);
    try_vertex(noder, second, e.from);
    try_vertex(noder, second, e.to);
    try_crossing(noder, first, second);
}

static uint32_t run_end(const struct noder *noder, uint32_t run)
{
    uint32_t end = (run + 1) * RUN_EDGES;
    return end < noder->live_count ? end : noder->live_count;
}

/* Tries the edges of noder->run against those of a later or the same run. */
static bool visit_partner(void *context, uint32_t other, struct geo_box other_box)
{
    struct noder *noder = context;
    if (other < noder->run)
        return true;
    for (uint32_t i = noder->run * RUN_EDGES; i < run_end(noder, noder->run); i++) {
        struct geo_box box = edge_box(noder->build, noder->live[i]);
        if (!geo_box_intersects(box, other_box))
            continue;
        uint32_t from = other == noder->run ? i + 1 : other * RUN_EDGES;
        for (uint32_t j = from; j < run_end(noder, other); j++)
            if (geo_box_intersects(box, edge_box(noder->build, noder->live[j])))
                try_pair(noder, noder->live[i], noder->live[j]);
    }
    return !noder->failed;
}

/* Tries the vertex made by a crossing (noder->run holds its number) against a run. */
static bool visit_pixel(void *context, uint32_t run, struct geo_box box)
{
    struct noder *noder = context;
    (void)box;
    for (uint32_t i = run * RUN_EDGES; i < run_end(noder, run); i++)
        try_vertex(noder, noder->live[i], noder->run);
    return !noder->failed;
}

static enum base_status index_runs(struct noder *noder, struct base_error *err)
{
    const struct topology_build *build = noder->build;
    noder->live = malloc((build->edge_count + 1) * sizeof *noder->live);
    if (!noder->live)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    for (uint32_t e = 0; e < build->edge_count; e++)
        if (build->edges[e].first_toggle != TOPOLOGY_NONE)
            noder->live[noder->live_count++] = e;

    noder->run_count = (noder->live_count + RUN_EDGES - 1) / RUN_EDGES;
    noder->boxes = malloc((noder->run_count + 1) * sizeof *noder->boxes);
    if (!noder->boxes)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    for (uint32_t r = 0; r < noder->run_count; r++) {
        noder->boxes[r] = geo_box_empty();
        for (uint32_t i = r * RUN_EDGES; i < run_end(noder, r); i++)
            noder->boxes[r] = geo_box_union(noder->boxes[r], edge_box(build, noder->live[i]));
    }
    enum base_status status =
        geo_rtree_build(noder->boxes, noder->run_count, &noder->tree_bytes, err);
    if (status != BASE_OK)
        return status;
    return geo_rtree_open(noder->tree_bytes.data, noder->tree_bytes.size, &noder->tree, err);
}

static enum base_status find_splits(struct noder *noder, struct base_error *err)
{
    struct topology_build *build = noder->build;
    uint32_t vertices = build->vertex_count;
    for (uint32_t r = 0; r < noder->run_count && !noder->failed; r++) {
        if (r % 4096 == 0 && base_progress_cancelled(build->progress))
            return base_fail(err, BASE_UNAVAILABLE, "building the topology was cancelled");
        noder->run = r;
        geo_rtree_query(&noder->tree, noder->boxes[r], visit_partner, noder);
    }
    /* Crossings became vertices behind the input's own. */
    for (uint32_t v = vertices; v < build->vertex_count && !noder->failed; v++) {
        struct geo_point p = build->vertices[v];
        noder->run = v;
        geo_rtree_query(&noder->tree, (struct geo_box){.min = p, .max = p}, visit_pixel, noder);
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

/* Toggles the inputs of the list on from-to. */
static bool lay_piece(struct topology_build *build, uint32_t from, uint32_t to, uint32_t list)
{
    while (list != TOPOLOGY_NONE) {
        struct topology_toggle toggle = build->toggles[list];
        if (!geo_topology_toggle(build, from, to, toggle.input))
            return false;
        list = toggle.next;
    }
    return true;
}

/* Lays the pieces of the edge that keys[0..count) split; its list was taken out. */
static bool lay_edge(struct topology_build *build, const struct split_key *keys, uint32_t count,
                     uint32_t list)
{
    struct topology_edge edge = build->edges[keys[0].edge];
    uint32_t last = edge.from;
    for (uint32_t i = 0; i < count; i++) {
        if (keys[i].vertex != last && !lay_piece(build, last, keys[i].vertex, list))
            return false;
        last = keys[i].vertex;
    }
    return lay_piece(build, last, edge.to, list);
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
        lists[at] = build->edges[keys[at].edge].first_toggle;
        build->edges[keys[at].edge].first_toggle = TOPOLOGY_NONE;
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

/* One round; *split tells how often edges were split. */
static enum base_status node_once(struct topology_build *build, uint32_t *split,
                                  struct base_error *err)
{
    struct noder noder = {.build = build};
    struct split_key *keys = NULL;
    enum base_status status = index_runs(&noder, err);
    if (status == BASE_OK)
        status = find_splits(&noder, err);
    if (status == BASE_OK && noder.split_count) {
        keys = sorted_splits(&noder);
        if (!keys || !apply_splits(build, keys, noder.split_count))
            status = base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    }
    *split = noder.split_count;
    free(keys);
    free(noder.splits);
    free(noder.boxes);
    free(noder.live);
    base_buffer_done(&noder.tree_bytes);
    return status;
}

/* A bent edge may pass within half a unit of a vertex it did not meet before, so
 * that rounds follow until none changes anything (iterated snap rounding,
 * Halperin & Packer 2002, which ends: no vertex is ever added but crossings). */
enum base_status geo_topology_node(struct topology_build *build, struct base_error *err)
{
    uint32_t split;
    enum base_status status;
    do
        status = node_once(build, &split, err);
    while (status == BASE_OK && split > 0);
    return status;
}
