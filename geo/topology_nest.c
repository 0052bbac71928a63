/* geo/topology_nest.c - numbers the faces and puts components into the faces
 * that hold them.
 *
 * A component's outer cycle runs clockwise. What lies nearest west of the
 * component's westernmost point tells the face around it. */
#include <stdlib.h>

#include "geo/topology_build.h"

#define RUN_SEGMENTS 16U

/* A run of segments of one chain: vertices first .. first + count. */
struct run {
    uint32_t chain, first, count;
};

struct nester {
    struct topology_build *build;
    struct run *runs;
    uint32_t run_count;
    struct base_buffer tree_bytes;
    struct geo_rtree tree;
    struct geo_point *smallest; /* per component: its westernmost point */
    uint32_t *outer;            /* per component: its clockwise cycle */
    /* The search in hand. */
    struct geo_point from;
    uint32_t component, found_cycle; /* NONE: nothing lies west */
    struct geo_point low, high;      /* the nearest segment so far */
};

/* True when the upward segment low→high lies nearer (further east) than the one
 * found. They do not cross, and both meet the parallel just above from. */
static bool is_nearer(const struct nester *nester, struct geo_point low, struct geo_point high)
{
    if (nester->found_cycle == TOPOLOGY_NONE)
        return true;
    if (low.lat >= nester->low.lat) {
        int side = geo_point_orientation(nester->low, nester->high, low);
        if (side)
            return side < 0;
    } else {
        int side = geo_point_orientation(low, high, nester->low);
        if (side)
            return side > 0;
    }
    if (high.lat <= nester->high.lat)
        return geo_point_orientation(nester->low, nester->high, high) < 0;
    return geo_point_orientation(low, high, nester->high) > 0;
}

static void try_segment(struct nester *nester, uint32_t chain, uint32_t at)
{
    const struct topology_build *build = nester->build;
    struct geo_point a = geo_topology_chain_point(build, at);
    struct geo_point b = geo_topology_chain_point(build, at + 1);
    bool up = a.lat < b.lat;
    struct geo_point low = up ? a : b, high = up ? b : a;
    if (low.lat > nester->from.lat || high.lat <= nester->from.lat)
        return;
    if (geo_point_orientation(low, high, nester->from) >= 0 || !is_nearer(nester, low, high))
        return;
    nester->low = low;
    nester->high = high;
    nester->found_cycle = build->cycle[2 * chain + (up ? 1 : 0)];
}

static bool visit_run(void *context, uint32_t item, struct geo_box box)
{
    struct nester *nester = context;
    struct run run = nester->runs[item];
    (void)box;
    if (nester->build->cycle_component[nester->build->cycle[2 * run.chain]] == nester->component)
        return true;
    for (uint32_t i = 0; i < run.count; i++)
        try_segment(nester, run.chain, run.first + i);
    return true;
}

static uint32_t count_runs(const struct topology_build *build)
{
    uint32_t count = 0;
    for (uint32_t a = 0; a < build->chain_count; a++)
        count += (build->chains[a].count - 2) / RUN_SEGMENTS + 1;
    return count;
}

static void fill_runs(struct nester *nester, struct geo_box *boxes)
{
    const struct topology_build *build = nester->build;
    for (uint32_t a = 0; a < build->chain_count; a++) {
        uint32_t segments = build->chains[a].count - 1;
        for (uint32_t at = 0; at < segments; at += RUN_SEGMENTS) {
            struct run run = {.chain = a, .first = build->chains[a].first + at};
            run.count = segments - at < RUN_SEGMENTS ? segments - at : RUN_SEGMENTS;
            struct geo_box box = geo_box_empty();
            for (uint32_t i = 0; i <= run.count; i++)
                box = geo_box_add_point(box, geo_topology_chain_point(build, run.first + i));
            boxes[nester->run_count] = box;
            nester->runs[nester->run_count++] = run;
        }
    }
}

static enum base_status index_runs(struct nester *nester, struct base_error *err)
{
    size_t count = (size_t)count_runs(nester->build) + 1;
    nester->runs = malloc(count * sizeof *nester->runs);
    struct geo_box *boxes = malloc(count * sizeof *boxes);
    if (!nester->runs || !boxes) {
        free(boxes);
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    }
    fill_runs(nester, boxes);
    enum base_status status = geo_rtree_build(boxes, nester->run_count, &nester->tree_bytes, err);
    free(boxes);
    if (status != BASE_OK)
        return status;
    return geo_rtree_open(nester->tree_bytes.data, nester->tree_bytes.size, &nester->tree, err);
}

static void describe_components(struct nester *nester)
{
    const struct topology_build *build = nester->build;
    for (uint32_t c = 0; c < build->component_count; c++)
        nester->outer[c] = TOPOLOGY_NONE;
    for (uint32_t c = 0; c < build->cycle_count; c++)
        if (build->cycle_area2[c] < 0)
            nester->outer[build->cycle_component[c]] = c;
    for (uint32_t c = 0; c < build->component_count; c++)
        nester->smallest[c] = (struct geo_point){INT64_MAX, INT64_MAX};
    for (uint32_t a = 0; a < build->chain_count; a++) {
        struct geo_point *smallest = &nester->smallest[build->cycle_component[build->cycle[2 * a]]];
        for (uint32_t i = 0; i < build->chains[a].count; i++) {
            struct geo_point p = geo_topology_chain_point(build, build->chains[a].first + i);
            if (geo_point_compare(p, *smallest) < 0)
                *smallest = p;
        }
    }
}

/* Counter-clockwise cycles bound a face each, numbered by their first half-arc. */
static void number_faces(struct topology_build *build)
{
    for (uint32_t c = 0; c < build->cycle_count; c++)
        build->cycle_face[c] = TOPOLOGY_NONE;
    build->face_count = 1;
    for (uint32_t h = 0; h < build->chain_count * 2; h++) {
        uint32_t cycle = build->cycle[h];
        if (build->cycle_face[cycle] == TOPOLOGY_NONE && build->cycle_area2[cycle] > 0)
            build->cycle_face[cycle] = build->face_count++;
    }
}

struct ordered_component {
    struct geo_point smallest;
    uint32_t component;
};

static int compare_components(const void *left, const void *right)
{
    const struct ordered_component *a = left, *b = right;
    return geo_point_compare(a->smallest, b->smallest);
}

/* From west to east: what lies west of a component has its face already. */
static void place(struct nester *nester, const struct ordered_component *order)
{
    struct topology_build *build = nester->build;
    int64_t west = build->component_count ? order[0].smallest.lon : 0;
    for (uint32_t i = 0; i < build->component_count; i++) {
        nester->component = order[i].component;
        nester->from = order[i].smallest;
        nester->found_cycle = TOPOLOGY_NONE;
        struct geo_box box = {.min = {west, nester->from.lat}, .max = nester->from};
        if (i > 0)
            geo_rtree_query(&nester->tree, box, visit_run, nester);
        build->cycle_face[nester->outer[nester->component]] =
            nester->found_cycle == TOPOLOGY_NONE ? GEO_TOPOLOGY_OUTER
                                                 : build->cycle_face[nester->found_cycle];
    }
}

static enum base_status nest(struct nester *nester, struct ordered_component *order,
                             struct base_error *err)
{
    struct topology_build *build = nester->build;
    describe_components(nester);
    number_faces(build);
    if (build->component_count > 1) {
        enum base_status status = index_runs(nester, err);
        if (status != BASE_OK)
            return status;
    }
    for (uint32_t c = 0; c < build->component_count; c++)
        order[c] = (struct ordered_component){nester->smallest[c], c};
    qsort(order, build->component_count, sizeof *order, compare_components);
    place(nester, order);
    return BASE_OK;
}

enum base_status geo_topology_nest(struct topology_build *build, struct base_error *err)
{
    struct nester nester = {.build = build};
    size_t components = (size_t)build->component_count + 1;
    build->cycle_face = malloc(((size_t)build->cycle_count + 1) * sizeof *build->cycle_face);
    nester.smallest = malloc(components * sizeof *nester.smallest);
    nester.outer = malloc(components * sizeof *nester.outer);
    struct ordered_component *order = malloc(components * sizeof *order);
    enum base_status status;
    if (!build->cycle_face || !nester.smallest || !nester.outer || !order)
        status = base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    else
        status = nest(&nester, order, err);
    free(order);
    free(nester.smallest);
    free(nester.outer);
    free(nester.runs);
    base_buffer_done(&nester.tree_bytes);
    return status;
}
