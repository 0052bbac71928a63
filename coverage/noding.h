/* coverage/noding.h - roads as runs of points, split where they cross; internal. */
#ifndef COVERAGE_NODING_H
#define COVERAGE_NODING_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "geo/geometry.h"
#include "store/road.h"

/* One line of a road. */
struct coverage_way {
    const struct geo_point *points;
    uint32_t count;
    bool noded, bridge, tunnel;
    int layer;
};

struct coverage_ways {
    struct coverage_way *items;
    size_t count;
};

/* From point index of a way to the next. */
struct coverage_segment {
    uint32_t way, index;
};

/* A vertex to be added to a segment. */
struct coverage_crossing {
    uint32_t way, index;
    double along; /* 0..1 on the segment */
    struct geo_point point;
};

/* True when two ways may meet away from shared vertices: at the same height. */
bool coverage_ways_may_meet(const struct coverage_way *a, const struct coverage_way *b);

/* The grid point where segments a-b and c-d meet, with the fraction of each;
 * false when they do not, or run along each other. */
bool coverage_segments_meet(struct geo_point a, struct geo_point b, struct geo_point c,
                            struct geo_point d, double *along, double *other,
                            struct geo_point *point);

/* The walkable roads' lines, in an order that does not depend on the roads';
 * those that are not noded have a vertex added at each crossing at grade, and
 * ends that fall short of another way are joined to it (coverage/gap.h). */
BASE_MUST_CHECK
enum base_status coverage_ways_make(const struct store_road *roads, size_t count,
                                    struct base_arena *arena, struct coverage_ways *out,
                                    struct base_error *err);

#endif
