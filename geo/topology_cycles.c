/* geo/topology_cycles.c - the closed walks around faces, and which are connected. */
#include <stdlib.h>

#include "geo/topology_build.h"

static int half_of(struct geo_point origin, struct geo_point p)
{
    return p.lat > origin.lat || (p.lat == origin.lat && p.lon > origin.lon) ? 0 : 1;
}

bool geo_topology_angle_less(struct geo_point origin, struct geo_point a, struct geo_point b)
{
    int half_a = half_of(origin, a), half_b = half_of(origin, b);
    if (half_a != half_b)
        return half_a < half_b;
    return geo_point_orientation(origin, a, b) > 0;
}

/* A half-arc that leaves a node, and the point it heads for. */
struct spoke {
    uint32_t node, half;
    struct geo_point origin, toward;
};

static int compare_spokes(const void *left, const void *right)
{
    const struct spoke *a = left, *b = right;
    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    if (geo_point_equal(a->toward, b->toward))
        return 0;
    return geo_topology_angle_less(a->origin, a->toward, b->toward) ? -1 : 1;
}

static void fill_spokes(const struct topology_build *build, struct spoke *spokes)
{
    for (uint32_t a = 0; a < build->chain_count; a++) {
        struct topology_chain chain = build->chains[a];
        uint32_t last = chain.first + chain.count - 1;
        spokes[2 * a] =
            (struct spoke){chain.start, 2 * a, geo_topology_chain_point(build, chain.first),
                           geo_topology_chain_point(build, chain.first + 1)};
        spokes[2 * a + 1] =
            (struct spoke){chain.end, 2 * a + 1, geo_topology_chain_point(build, last),
                           geo_topology_chain_point(build, last - 1)};
    }
}

/* Keeping the face on the left, a walk that comes in along half-arc h leaves by
 * the spoke clockwise from h's twin. */
static void link_spokes(struct topology_build *build, const struct spoke *spokes, uint32_t count)
{
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && spokes[end].node == spokes[first].node; end++)
            ;
        for (uint32_t i = first; i < end; i++) {
            uint32_t clockwise = i == first ? end - 1 : i - 1;
            build->next[spokes[i].half ^ 1U] = spokes[clockwise].half;
        }
    }
}

/* An input has two arcs at a node that its border passes once; more: it comes
 * back, and meets itself. ends is scratch, one an input, zeroed. */
static void mark_returning(const struct topology_build *build, const struct spoke *spokes,
                           uint32_t count, uint32_t *ends)
{
    const struct topology_toggle *toggles = build->toggles;
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && spokes[end].node == spokes[first].node; end++)
            for (uint32_t list = build->chains[spokes[end].half / 2].list; list != TOPOLOGY_NONE;
                 list = toggles[list].next)
                if (++ends[toggles[list].input] > 2)
                    build->meets[toggles[list].input] = true;
        for (uint32_t i = first; i < end; i++)
            for (uint32_t list = build->chains[spokes[i].half / 2].list; list != TOPOLOGY_NONE;
                 list = toggles[list].next)
                ends[toggles[list].input] = 0;
    }
}

/* Double signed area under each chain, seen from one common point. */
static geo_wide_t chain_area2(const struct topology_build *build,
                              const struct topology_chain *chain, struct geo_point origin)
{
    geo_wide_t sum = 0;
    struct geo_point a = geo_topology_chain_point(build, chain->first);
    for (uint32_t i = 1; i < chain->count; i++) {
        struct geo_point b = geo_topology_chain_point(build, chain->first + i);
        sum += (geo_wide_t)(a.lon - origin.lon) * (b.lat - origin.lat) -
               (geo_wide_t)(b.lon - origin.lon) * (a.lat - origin.lat);
        a = b;
    }
    return sum;
}

static void walk_cycles(struct topology_build *build, const geo_wide_t *area2)
{
    uint32_t halves = build->chain_count * 2;
    for (uint32_t h = 0; h < halves; h++)
        build->cycle[h] = TOPOLOGY_NONE;
    for (uint32_t h = 0; h < halves; h++) {
        if (build->cycle[h] != TOPOLOGY_NONE)
            continue;
        geo_wide_t sum = 0;
        for (uint32_t at = h; build->cycle[at] == TOPOLOGY_NONE; at = build->next[at]) {
            build->cycle[at] = build->cycle_count;
            sum += at & 1U ? -area2[at / 2] : area2[at / 2];
        }
        build->cycle_area2[build->cycle_count++] = sum;
    }
}

static uint32_t root_of(uint32_t *parent, uint32_t item)
{
    while (parent[item] != item) {
        parent[item] = parent[parent[item]];
        item = parent[item];
    }
    return item;
}

/* Cycles on both sides of an arc are connected. Numbers the components by their
 * first cycle. */
static void join_components(struct topology_build *build, uint32_t *parent)
{
    for (uint32_t c = 0; c < build->cycle_count; c++)
        parent[c] = c;
    for (uint32_t a = 0; a < build->chain_count; a++) {
        uint32_t left = root_of(parent, build->cycle[2 * a]);
        uint32_t right = root_of(parent, build->cycle[2 * a + 1]);
        if (left < right)
            parent[right] = left;
        else
            parent[left] = right;
    }
    for (uint32_t c = 0; c < build->cycle_count; c++) {
        uint32_t root = root_of(parent, c);
        build->cycle_component[c] =
            root == c ? build->component_count++ : build->cycle_component[root];
    }
}

enum base_status geo_topology_cycles(struct topology_build *build, struct base_error *err)
{
    size_t halves = (size_t)build->chain_count * 2 + 1;
    build->next = malloc(halves * sizeof *build->next);
    build->cycle = malloc(halves * sizeof *build->cycle);
    build->cycle_area2 = malloc(halves * sizeof *build->cycle_area2);
    build->cycle_component = malloc(halves * sizeof *build->cycle_component);
    struct spoke *spokes = malloc(halves * sizeof *spokes);
    geo_wide_t *area2 = malloc(halves * sizeof *area2);
    uint32_t *parent = malloc(halves * sizeof *parent);
    uint32_t *ends = calloc((size_t)build->input_count + 1, sizeof *ends);
    bool ok = build->next && build->cycle && build->cycle_area2 && build->cycle_component &&
              spokes && area2 && parent && ends;
    if (ok) {
        fill_spokes(build, spokes);
        qsort(spokes, halves - 1, sizeof *spokes, compare_spokes);
        link_spokes(build, spokes, (uint32_t)halves - 1);
        mark_returning(build, spokes, (uint32_t)halves - 1, ends);
        for (uint32_t a = 0; a < build->chain_count; a++)
            area2[a] = chain_area2(build, &build->chains[a], build->vertices[0]);
        walk_cycles(build, area2);
        join_components(build, parent);
    }
    free(spokes);
    free(area2);
    free(parent);
    free(ends);
    return ok ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
}
