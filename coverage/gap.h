/* coverage/gap.h - ends of ways that fall short of what they lead to; internal.
 *
 * Ways that are not noded are seldom drawn to the very point: an end within
 * COVERAGE_GAP_M of another way is taken to lie on it (coverage.md 5.3). */
#ifndef COVERAGE_GAP_H
#define COVERAGE_GAP_H

#include "coverage/noding.h"
#include "geo/rtree.h"

#define COVERAGE_GAP_M 0.5

/* A short way from an end to a vertex of another way. */
struct coverage_joint {
    struct geo_point ends[2];
};

/* Looks around both ends of each way that is not noded. An end beside the inside
 * of a segment becomes a vertex of it (struct coverage_crossing, appended); one
 * beside a vertex is joined to that (struct coverage_joint, appended). Two ends
 * may differ in height, as a bridge's and the road's before it. The tree is over
 * the segments. */
void coverage_gaps_find(const struct coverage_ways *ways, const struct coverage_segment *segments,
                        const struct geo_rtree *tree, struct base_buffer *crossings,
                        struct base_buffer *joints);

#endif
