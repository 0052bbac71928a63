/* store/point.h - entities that stand at one point; internal to store/. */
#ifndef STORE_POINT_H
#define STORE_POINT_H

#include "store/versioned.h"

/* Room for a point geometry. */
struct store_point {
    struct geo_geometry geometry;
    struct geo_point point;
};

/* The geometry of the point, in out; empty when there is none. */
const struct geo_geometry *store_point_geometry(struct store_point *out, bool has_point,
                                                struct geo_point point);

BASE_MUST_CHECK
enum base_status store_point_read(sqlite3_stmt *statement, const struct versioned_table *table,
                                  struct base_arena *arena, bool *has_point,
                                  struct geo_point *point, struct base_error *err);

#endif
