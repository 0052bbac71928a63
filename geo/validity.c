/* geo/validity.c - OGC validity. */
#include "geo/validity.h"

#include <stdio.h>

#include "base/message.h"
#include "geo/engine.h"
#include "geo/simple.h"

static void set_fault(struct geo_fault *fault, const char *reason, struct geo_point where)
{
    snprintf(fault->reason, sizeof fault->reason, "%s", reason);
    fault->where = where;
}

const char *geo_fault_reason(const struct geo_fault *fault, enum base_lang lang)
{
    return base_message_format(fault->reason, lang);
}

/* Faults that GEOS would refuse to build: told by ourselves. */
static bool find_short_part(const struct geo_geometry *g, struct geo_fault *fault)
{
    bool area = g->kind == GEO_POLYGON || g->kind == GEO_MULTIPOLYGON;
    bool line = g->kind == GEO_LINE || g->kind == GEO_MULTILINE;
    uint32_t least = area ? 4 : line ? 2 : 1;
    for (uint32_t part = 0; part < g->part_count; part++) {
        for (uint32_t r = g->part_rings[part]; r < g->part_rings[part + 1]; r++) {
            uint32_t first = g->ring_points[r], count = g->ring_points[r + 1] - first;
            bool closed = count && geo_point_equal(g->points[first], g->points[first + count - 1]);
            if (count >= least && (!area || closed))
                continue;
            struct geo_point where = count ? g->points[first] : (struct geo_point){0, 0};
            set_fault(fault,
                      count < least ? "Too few points in geometry component" : "Ring is not closed",
                      where);
            return true;
        }
    }
    return false;
}

static struct geo_point location_of(struct geo_engine *engine, const GEOSGeometry *location)
{
    double x = 0, y = 0;
    if (location) {
        GEOSGeomGetX_r(engine->geos, location, &x);
        GEOSGeomGetY_r(engine->geos, location, &y);
    }
    return (struct geo_point){geo_grid_from_degrees(x), geo_grid_from_degrees(y)};
}

static enum base_status ask_geos(struct geo_engine *engine, const struct geo_geometry *geometry,
                                 bool *valid, struct geo_fault *fault, struct base_error *err)
{
    struct geo_frame frame = geo_frame_degrees();
    GEOSGeometry *made = geo_engine_make(engine, geometry, &frame);
    if (!made)
        return geo_engine_fail(engine, err);
    char *reason = NULL;
    GEOSGeometry *location = NULL;
    char answer = GEOSisValidDetail_r(engine->geos, made, 0, &reason, &location);
    if (answer == 0)
        set_fault(fault, reason ? reason : "Invalid", location_of(engine, location));
    GEOSGeom_destroy_r(engine->geos, made);
    GEOSGeom_destroy_r(engine->geos, location);
    GEOSFree_r(engine->geos, reason);
    if (answer != 0 && answer != 1)
        return geo_engine_fail(engine, err);
    *valid = answer == 1;
    return BASE_OK;
}

enum base_status geo_validity_check(struct geo_engine *engine, const struct geo_geometry *geometry,
                                    bool *valid, struct geo_fault *fault, struct base_error *err)
{
    if (geometry->part_count == 0) {
        set_fault(fault, "Empty geometry", (struct geo_point){0, 0});
        *valid = false;
        return BASE_OK;
    }
    if (find_short_part(geometry, fault)) {
        *valid = false;
        return BASE_OK;
    }
    bool area = geometry->kind == GEO_POLYGON || geometry->kind == GEO_MULTIPOLYGON;
    if (area && geo_polygon_is_simple(geometry)) {
        *valid = true;
        return BASE_OK;
    }
    return ask_geos(engine, geometry, valid, fault, err);
}
