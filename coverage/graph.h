/* coverage/graph.h - the snapshot section "graph": where people walk, as arrays.
 *
 * Nodes are where ways meet or end; an undirected edge runs between two nodes,
 * with its own geometry and its length in millimetres; each node's edges stand
 * together (compressed sparse rows). */
#ifndef COVERAGE_GRAPH_H
#define COVERAGE_GRAPH_H

#include "base/buffer.h"
#include "base/section.h"
#include "geo/geometry.h"
#include "geo/rtree.h"
#include "store/road.h"

struct coverage_edge {
    uint32_t a, b; /* nodes; the geometry runs from a to b */
    uint32_t length_mm;
    uint32_t first_point, point_count;
};

/* Of one component: how many nodes it has. */
struct coverage_graph {
    struct base_section section;
    const struct geo_point *nodes;
    const uint32_t *first;    /* node_count + 1: where a node's incidences begin */
    const uint32_t *incident; /* edges */
    const struct coverage_edge *edges;
    const struct geo_point *points;
    const uint32_t *component;      /* of each node */
    const uint32_t *component_size; /* nodes, by component */
    size_t node_count, edge_count, incident_count, point_count, component_count;
    struct geo_rtree tree; /* over edges */
};

/* Builds the section from the roads that people may walk on. Ways that are
 * `noded` meet at shared vertices only; others wherever they cross, run along
 * each other or end within half a metre of another, unless bridge, tunnel or
 * layer part them. The same roads give the same bytes,
 * whatever their order. */
BASE_MUST_CHECK
enum base_status coverage_graph_build(const struct store_road *roads, size_t count,
                                      struct base_buffer *out, struct base_error *err);

/* A view on the bytes, checked once. BASE_INVALID for damaged ones. */
BASE_MUST_CHECK
enum base_status coverage_graph_open(const void *bytes, size_t size, struct coverage_graph *out,
                                     struct base_error *err);

#endif
