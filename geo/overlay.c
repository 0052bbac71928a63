/* geo/overlay.c - set operations and buffers, by GEOS.
 *
 * Set operations run in degrees scaled to grid units around the first operand's
 * corner, with GEOS's snap-rounding overlay at a precision of one unit, so that
 * the result stands on our grid and needs no second rounding. */
#include "geo/overlay.h"

#include <math.h>
#include <stdlib.h>

#include "geo/engine.h"
#include "geo/measure.h"

#define QUARTER_SEGMENTS 8
#define GRID_PRECISION   1.0

static struct geo_frame grid_frame(const struct geo_geometry *geometry)
{
    struct geo_box box = geo_geometry_box(geometry);
    struct geo_point origin = geo_box_is_empty(box) ? (struct geo_point){0, 0} : box.min;
    return (struct geo_frame){origin, 1, 1};
}

/* A geometry without the rings that GEOS would refuse. */
static enum base_status drop_short_rings(const struct geo_geometry *g, struct base_arena *arena,
                                         struct geo_geometry *out, struct base_error *err)
{
    bool area = g->kind == GEO_POLYGON || g->kind == GEO_MULTIPOLYGON;
    bool line = g->kind == GEO_LINE || g->kind == GEO_MULTILINE;
    uint32_t least = area ? 4 : line ? 2 : 1;
    struct geo_builder builder;
    geo_builder_init(&builder, g->kind, arena);
    for (uint32_t part = 0; part < g->part_count; part++) {
        geo_builder_part(&builder);
        for (uint32_t r = g->part_rings[part]; r < g->part_rings[part + 1]; r++) {
            uint32_t first = g->ring_points[r], last = g->ring_points[r + 1];
            bool closed = last > first && geo_point_equal(g->points[first], g->points[last - 1]);
            bool usable = last - first >= least && (!area || closed);
            if (!usable && r == g->part_rings[part]) {
                geo_builder_drop_ring(&builder);
                break;
            }
            if (!usable)
                continue;
            geo_builder_ring(&builder);
            for (uint32_t i = first; i < last; i++)
                geo_builder_point(&builder, g->points[i]);
        }
    }
    return geo_builder_finish(&builder, out, err);
}

/* GEOS's form of it, made valid when it is an invalid area. */
static GEOSGeometry *make_valid(struct geo_engine *engine, const struct geo_geometry *geometry,
                                const struct geo_frame *frame)
{
    GEOSGeometry *made = geo_engine_make(engine, geometry, frame);
    if (!made || GEOSisValid_r(engine->geos, made) == 1)
        return made;
    GEOSGeometry *valid = GEOSMakeValid_r(engine->geos, made);
    GEOSGeom_destroy_r(engine->geos, made);
    return valid;
}

static enum base_status prepare(struct geo_engine *engine, const struct geo_geometry *geometry,
                                const struct geo_frame *frame, struct base_arena *arena,
                                GEOSGeometry **out, struct base_error *err)
{
    struct geo_geometry clean;
    enum base_status status = drop_short_rings(geometry, arena, &clean, err);
    if (status)
        return status;
    *out = make_valid(engine, &clean, frame);
    return *out ? BASE_OK : geo_engine_fail(engine, err);
}

/* Takes result over and destroys it. */
static enum base_status take(struct geo_engine *engine, GEOSGeometry *result,
                             const struct geo_frame *frame, struct base_arena *arena,
                             struct geo_geometry *out, struct base_error *err)
{
    if (!result)
        return geo_engine_fail(engine, err);
    enum base_status status = geo_engine_take_polygons(engine, result, frame, arena, out, err);
    GEOSGeom_destroy_r(engine->geos, result);
    return status;
}

static GEOSGeometry *run(struct geo_engine *engine, enum geo_overlay_op op, const GEOSGeometry *a,
                         const GEOSGeometry *b)
{
    switch (op) {
    case GEO_UNION:
        return GEOSUnionPrec_r(engine->geos, a, b, GRID_PRECISION);
    case GEO_INTERSECTION:
        return GEOSIntersectionPrec_r(engine->geos, a, b, GRID_PRECISION);
    default:
        return GEOSDifferencePrec_r(engine->geos, a, b, GRID_PRECISION);
    }
}

enum base_status geo_overlay(struct geo_engine *engine, enum geo_overlay_op op,
                             const struct geo_geometry *a, const struct geo_geometry *b,
                             struct base_arena *arena, struct geo_geometry *out,
                             struct base_error *err)
{
    struct geo_frame frame = grid_frame(a->part_count ? a : b);
    GEOSGeometry *first = NULL, *second = NULL;
    enum base_status status = prepare(engine, a, &frame, arena, &first, err);
    if (status == BASE_OK)
        status = prepare(engine, b, &frame, arena, &second, err);
    if (status == BASE_OK)
        status = take(engine, run(engine, op, first, second), &frame, arena, out, err);
    GEOSGeom_destroy_r(engine->geos, first);
    GEOSGeom_destroy_r(engine->geos, second);
    return status;
}

enum base_status geo_overlay_union(struct geo_engine *engine, const struct geo_geometry *items,
                                   size_t count, struct base_arena *arena, struct geo_geometry *out,
                                   struct base_error *err)
{
    struct geo_frame frame = grid_frame(count ? items : &(struct geo_geometry){0});
    GEOSGeometry **made = calloc(count + 1, sizeof(GEOSGeometry *));
    if (!made || count > UINT32_MAX) {
        free(made);
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    }
    enum base_status status = BASE_OK;
    size_t ready = 0;
    while (status == BASE_OK && ready < count) {
        status = prepare(engine, &items[ready], &frame, arena, &made[ready], err);
        ready += status == BASE_OK;
    }
    if (status == BASE_OK) {
        GEOSGeometry *all = GEOSGeom_createCollection_r(engine->geos, GEOS_GEOMETRYCOLLECTION, made,
                                                        (unsigned)count);
        GEOSGeometry *merged = all ? GEOSUnaryUnionPrec_r(engine->geos, all, GRID_PRECISION) : NULL;
        GEOSGeom_destroy_r(engine->geos, all);
        ready = 0; /* the collection owned them */
        status = take(engine, merged, &frame, arena, out, err);
    }
    for (size_t i = 0; i < ready; i++)
        GEOSGeom_destroy_r(engine->geos, made[i]);
    free(made);
    return status;
}

enum base_status geo_overlay_buffer(struct geo_engine *engine, const struct geo_geometry *geometry,
                                    double distance_m, struct base_arena *arena,
                                    struct geo_geometry *out, struct base_error *err)
{
    if (!isfinite(distance_m))
        return base_fail(err, BASE_INVALID, "a buffer's distance must be a number of metres");
    struct geo_box box = geo_geometry_box(geometry);
    struct geo_point middle = {0, 0};
    if (!geo_box_is_empty(box))
        middle = (struct geo_point){box.min.lon + (box.max.lon - box.min.lon) / 2,
                                    box.min.lat + (box.max.lat - box.min.lat) / 2};
    struct geo_plane plane = geo_plane_at(middle);
    struct geo_frame frame = {middle, fmax(plane.m_per_lon, 1e-9), plane.m_per_lat};
    GEOSGeometry *made = NULL;
    enum base_status status = prepare(engine, geometry, &frame, arena, &made, err);
    if (status)
        return status;
    GEOSGeometry *grown = GEOSBuffer_r(engine->geos, made, distance_m, QUARTER_SEGMENTS);
    GEOSGeom_destroy_r(engine->geos, made);
    return take(engine, grown, &frame, arena, out, err);
}
