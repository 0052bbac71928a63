/* coverage/reach.h - what can be reached on foot: one search from many sources.
 *
 * Dijkstra (1959) on whole milliseconds from the middles of edges, both ways,
 * each node with its nearest source; stops at the limit. */
#ifndef COVERAGE_REACH_H
#define COVERAGE_REACH_H

#include "base/arena.h"
#include "coverage/graph.h"
#include "coverage/profile.h"
#include "coverage/snap.h"

#define COVERAGE_NEVER UINT32_MAX /* not reached within the limit */

/* A source on an edge. Of equal costs the source with the smaller number wins:
 * give them in the order of their ids. */
struct coverage_source {
    struct coverage_snap snap;
};

struct coverage_reach {
    const struct coverage_graph *graph;
    struct coverage_profile profile;
    uint32_t limit_ms;       /* inclusive */
    const uint32_t *cost_ms; /* of each node; COVERAGE_NEVER */
    const uint32_t *owner;   /* source number of each node reached */
    const struct coverage_source *sources;
    size_t source_count;
    const uint32_t *by_edge; /* sources sorted by edge, for points on the same edge */
};

/* Sources that are not on the network reach nothing. limit_ms COVERAGE_NEVER - 1
 * searches everything. In the arena. BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status coverage_reach_search(const struct coverage_graph *graph,
                                       const struct coverage_source *sources, size_t count,
                                       const struct coverage_profile *profile, uint32_t limit_ms,
                                       struct base_arena *arena, struct coverage_reach *out,
                                       struct base_error *err);

/* The cost from a snapped point to its nearest source, walking off the road at
 * both ends included; COVERAGE_NEVER when beyond the limit. owner may be NULL. */
uint32_t coverage_reach_cost(const struct coverage_reach *reach, const struct coverage_snap *point,
                             uint32_t *owner);

/* The stretches of an edge within limit_ms, from its node a in millimetres:
 * writes up to 64 disjoint rising intervals, returns how many. */
struct coverage_interval {
    uint32_t from_mm, to_mm;
};
#define COVERAGE_INTERVALS 64
size_t coverage_reach_intervals(const struct coverage_reach *reach, uint32_t edge,
                                uint32_t limit_ms,
                                struct coverage_interval out[COVERAGE_INTERVALS]);

/* Summed length of all intervals. */
uint64_t coverage_reach_length_mm(const struct coverage_reach *reach, uint32_t limit_ms);

#endif
