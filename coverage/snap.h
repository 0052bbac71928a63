/* coverage/snap.h - from a point to the nearest way, into the middle of an edge. */
#ifndef COVERAGE_SNAP_H
#define COVERAGE_SNAP_H

#include "coverage/graph.h"

#define COVERAGE_CAP_MM      300000  /* farther from any way: off the network */
#define COVERAGE_NO_DATA_MM  1000000 /* farther from any way: no road data lies there */
#define COVERAGE_LEAST_NODES 50      /* smaller components are islands, not a network */

enum coverage_place { COVERAGE_ON_NETWORK, COVERAGE_OFF_NETWORK, COVERAGE_NO_ROAD_DATA };

/* Where a point meets the network. */
struct coverage_snap {
    enum coverage_place place;
    uint32_t edge;
    uint32_t at_mm;     /* from the edge's node a, along its geometry */
    uint32_t offset_mm; /* straight from the point to the way */
};

/* The nearest edge of a component of at least COVERAGE_LEAST_NODES nodes, or of
 * one that `own` marks (by component; may be NULL): a small network of its own
 * counts where a facility stands on it. Beyond cap_mm the point is off the
 * network; beyond COVERAGE_NO_DATA_MM of any edge there is no road data. Ties
 * go to the smaller edge. */
struct coverage_snap coverage_snap_find(const struct coverage_graph *graph, struct geo_point point,
                                        uint32_t cap_mm, const bool *own);

#endif
