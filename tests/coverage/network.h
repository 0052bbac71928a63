/* tests/coverage/network.h - small walking networks with stated lengths.
 *
 * A graph of given edges, without geometry: what the search needs and no more. */
#ifndef COVERAGE_NETWORK_H
#define COVERAGE_NETWORK_H

#include <string.h>

#include "coverage/reach.h"

#define NETWORK_MAX 128

struct network {
    struct coverage_edge edges[NETWORK_MAX];
    uint32_t first[NETWORK_MAX + 1], incident[2 * NETWORK_MAX];
    struct coverage_graph graph;
};

static inline void network_edge(struct network *n, uint32_t a, uint32_t b, uint32_t length_mm)
{
    n->edges[n->graph.edge_count++] =
        (struct coverage_edge){.a = a, .b = b, .length_mm = length_mm};
    uint32_t last = a > b ? a : b;
    if (n->graph.node_count <= last)
        n->graph.node_count = last + 1;
}

/* After the last edge: each node's edges side by side. */
static inline void network_close(struct network *n)
{
    uint32_t at = 0;
    for (uint32_t node = 0; node < n->graph.node_count; node++) {
        n->first[node] = at;
        for (uint32_t e = 0; e < n->graph.edge_count; e++)
            if (n->edges[e].a == node || n->edges[e].b == node)
                n->incident[at++] = e;
    }
    n->first[n->graph.node_count] = at;
    n->graph.edges = n->edges;
    n->graph.first = n->first;
    n->graph.incident = n->incident;
    n->graph.incident_count = at;
}

/* The grid of coverage.md 7: 5 × 5 nodes, edges of 100 m; node (i, j) is 5 j + i. */
static inline void network_grid(struct network *n)
{
    memset(n, 0, sizeof *n);
    for (uint32_t j = 0; j < 5; j++)
        for (uint32_t i = 0; i < 5; i++) {
            if (i < 4)
                network_edge(n, 5 * j + i, 5 * j + i + 1, 100000);
            if (j < 4)
                network_edge(n, 5 * j + i, 5 * j + i + 5, 100000);
        }
    network_close(n);
}

/* On the way between two nodes, at_mm from the first. */
static inline struct coverage_snap network_on(const struct network *n, uint32_t from, uint32_t to,
                                              uint32_t at_mm, uint32_t offset_mm)
{
    for (uint32_t e = 0; e < n->graph.edge_count; e++) {
        if (n->edges[e].a == from && n->edges[e].b == to)
            return (struct coverage_snap){COVERAGE_ON_NETWORK, e, at_mm, offset_mm};
        if (n->edges[e].a == to && n->edges[e].b == from)
            return (struct coverage_snap){COVERAGE_ON_NETWORK, e, n->edges[e].length_mm - at_mm,
                                          offset_mm};
    }
    return (struct coverage_snap){.place = COVERAGE_NO_ROAD_DATA};
}

#endif
