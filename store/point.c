/* store/point.c - entities that stand at one point. */
#include "store/point.h"

const struct geo_geometry *store_point_geometry(struct store_point *out, bool has_point,
                                                struct geo_point point)
{
    static const uint32_t ONE[] = {0, 1};
    out->point = point;
    out->geometry = (struct geo_geometry){.kind = GEO_POINT};
    if (has_point)
        out->geometry = (struct geo_geometry){GEO_POINT, 1, 1, 1, ONE, ONE, &out->point};
    return &out->geometry;
}

enum base_status store_point_read(sqlite3_stmt *statement, const struct versioned_table *table,
                                  struct base_arena *arena, bool *has_point,
                                  struct geo_point *point, struct base_error *err)
{
    struct geo_geometry geometry;
    enum base_status status = versioned_read_geometry(statement, table, arena, &geometry, err);
    *has_point = status == BASE_OK && geometry.point_count > 0;
    if (*has_point)
        *point = geometry.points[0];
    return status;
}
