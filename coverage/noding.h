/* coverage/noding.h - roads as runs of points, split where they cross; internal. */
#ifndef COVERAGE_NODING_H
#define COVERAGE_NODING_H

#include "base/arena.h"
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

/* The walkable roads' lines, in an order that does not depend on the roads';
 * those that are not noded have a vertex added at each crossing at grade. */
BASE_MUST_CHECK
enum base_status coverage_ways_make(const struct store_road *roads, size_t count,
                                    struct base_arena *arena, struct coverage_ways *out,
                                    struct base_error *err);

#endif
