/* geo/engine.c - GEOS geometries made from ours and back. */
#include "geo/engine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void keep_message(const char *message, void *context)
{
    struct geo_engine *engine = context;
    snprintf(engine->message, sizeof engine->message, "%s", message);
}

struct geo_engine *geo_engine_create(void)
{
    struct geo_engine *engine = calloc(1, sizeof *engine);
    if (!engine)
        return NULL;
    engine->geos = GEOS_init_r();
    if (!engine->geos) {
        free(engine);
        return NULL;
    }
    GEOSContext_setErrorMessageHandler_r(engine->geos, keep_message, engine);
    return engine;
}

const char *geo_engine_version(void)
{
    return GEOSversion();
}

void geo_engine_free(struct geo_engine *engine)
{
    if (!engine)
        return;
    GEOS_finish_r(engine->geos);
    free(engine);
}

enum base_status geo_engine_fail(struct geo_engine *engine, struct base_error *err)
{
    return base_fail(err, BASE_FAILED, "the geometry engine failed: %s",
                     engine->message[0] ? engine->message : "out of memory");
}

struct geo_frame geo_frame_degrees(void)
{
    return (struct geo_frame){
        {0, 0}, 1 / (double)GEO_GRID_PER_DEGREE, 1 / (double)GEO_GRID_PER_DEGREE};
}

static bool is_degrees(const struct geo_frame *frame)
{
    return frame->lat_scale == 1 / (double)GEO_GRID_PER_DEGREE && frame->origin.lon == 0;
}

/* Integers are always finite here, so that no NaN can enter GEOS. */
static void to_frame(const struct geo_frame *frame, struct geo_point point, double xy[2])
{
    if (is_degrees(frame)) {
        xy[0] = geo_grid_to_degrees(point.lon);
        xy[1] = geo_grid_to_degrees(point.lat);
    } else {
        xy[0] = (double)(point.lon - frame->origin.lon) * frame->lon_scale;
        xy[1] = (double)(point.lat - frame->origin.lat) * frame->lat_scale;
    }
}

static GEOSCoordSequence *make_sequence(struct geo_engine *engine, const struct geo_geometry *g,
                                        uint32_t ring, const struct geo_frame *frame)
{
    uint32_t first = g->ring_points[ring], count = g->ring_points[ring + 1] - first;
    double *xy = malloc(((size_t)count + 1) * 2 * sizeof *xy);
    if (!xy)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        to_frame(frame, g->points[first + i], xy + 2 * (size_t)i);
    GEOSCoordSequence *sequence = GEOSCoordSeq_copyFromBuffer_r(engine->geos, xy, count, 0, 0);
    free(xy);
    return sequence;
}

static void destroy_all(struct geo_engine *engine, GEOSGeometry **items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(engine->geos, items[i]);
}

static GEOSGeometry *make_ring(struct geo_engine *engine, const struct geo_geometry *g,
                               uint32_t ring, const struct geo_frame *frame)
{
    GEOSCoordSequence *sequence = make_sequence(engine, g, ring, frame);
    return sequence ? GEOSGeom_createLinearRing_r(engine->geos, sequence) : NULL;
}

static GEOSGeometry *make_polygon(struct geo_engine *engine, const struct geo_geometry *g,
                                  uint32_t part, const struct geo_frame *frame)
{
    uint32_t first = g->part_rings[part], count = g->part_rings[part + 1] - first, made = 0;
    GEOSGeometry **rings = malloc(((size_t)count + 1) * sizeof(GEOSGeometry *));
    while (rings && made < count) {
        rings[made] = make_ring(engine, g, first + made, frame);
        if (!rings[made])
            break;
        made++;
    }
    GEOSGeometry *polygon = NULL;
    if (rings && made == count && count)
        polygon = GEOSGeom_createPolygon_r(engine->geos, rings[0], rings + 1, count - 1);
    else if (rings)
        destroy_all(engine, rings, made);
    free(rings);
    return polygon;
}

static GEOSGeometry *make_part(struct geo_engine *engine, const struct geo_geometry *g,
                               uint32_t part, const struct geo_frame *frame)
{
    if (g->kind == GEO_POLYGON || g->kind == GEO_MULTIPOLYGON)
        return make_polygon(engine, g, part, frame);
    GEOSCoordSequence *sequence = make_sequence(engine, g, g->part_rings[part], frame);
    if (!sequence)
        return NULL;
    return g->kind == GEO_POINT || g->kind == GEO_MULTIPOINT
               ? GEOSGeom_createPoint_r(engine->geos, sequence)
               : GEOSGeom_createLineString_r(engine->geos, sequence);
}

static int collection_type(enum geo_kind kind)
{
    switch (kind) {
    case GEO_POINT:
    case GEO_MULTIPOINT:
        return GEOS_MULTIPOINT;
    case GEO_LINE:
    case GEO_MULTILINE:
        return GEOS_MULTILINESTRING;
    default:
        return GEOS_MULTIPOLYGON;
    }
}

GEOSGeometry *geo_engine_make(struct geo_engine *engine, const struct geo_geometry *geometry,
                              const struct geo_frame *frame)
{
    engine->message[0] = '\0';
    uint32_t count = geometry->part_count, made = 0;
    if (geometry->kind <= GEO_POLYGON && count == 1)
        return make_part(engine, geometry, 0, frame);
    GEOSGeometry **parts = malloc(((size_t)count + 1) * sizeof(GEOSGeometry *));
    while (parts && made < count) {
        parts[made] = make_part(engine, geometry, made, frame);
        if (!parts[made])
            break;
        made++;
    }
    GEOSGeometry *out = NULL;
    if (parts && made == count)
        out = GEOSGeom_createCollection_r(engine->geos, collection_type(geometry->kind), parts,
                                          count);
    else if (parts)
        destroy_all(engine, parts, made);
    free(parts);
    return out;
}

static int64_t limited(double grid, int64_t limit)
{
    if (grid > (double)limit)
        return limit;
    return grid < (double)-limit ? -limit : llround(grid);
}

static struct geo_point from_frame(const struct geo_frame *frame, double x, double y)
{
    if (is_degrees(frame))
        return (struct geo_point){limited(x * 1e9, 180 * GEO_GRID_PER_DEGREE),
                                  limited(y * 1e9, 90 * GEO_GRID_PER_DEGREE)};
    return (struct geo_point){
        limited(x / frame->lon_scale + (double)frame->origin.lon, 180 * GEO_GRID_PER_DEGREE),
        limited(y / frame->lat_scale + (double)frame->origin.lat, 90 * GEO_GRID_PER_DEGREE)};
}

/* Adds a ring, repeated grid points left out; false when it collapsed. */
static bool take_ring(struct geo_engine *engine, const GEOSGeometry *ring,
                      const struct geo_frame *frame, struct geo_builder *builder)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(engine->geos, ring);
    unsigned count = 0;
    if (!sequence || !GEOSCoordSeq_getSize_r(engine->geos, sequence, &count))
        return false;
    geo_builder_ring(builder);
    struct geo_point last = {INT64_MAX, 0};
    for (unsigned i = 0; i < count; i++) {
        double x = 0, y = 0;
        GEOSCoordSeq_getXY_r(engine->geos, sequence, i, &x, &y);
        struct geo_point point = from_frame(frame, x, y);
        if (!geo_point_equal(point, last))
            geo_builder_point(builder, point);
        last = point;
    }
    uint32_t size = geo_builder_ring_size(builder);
    if (builder->failed ||
        (size >= 4 && geo_ring_area2(builder->points + builder->point_count - size, size) != 0))
        return true;
    geo_builder_drop_ring(builder);
    return false;
}

static void take_polygon(struct geo_engine *engine, const GEOSGeometry *polygon,
                         const struct geo_frame *frame, struct geo_builder *builder)
{
    if (GEOSisEmpty_r(engine->geos, polygon))
        return;
    geo_builder_part(builder);
    if (!take_ring(engine, GEOSGetExteriorRing_r(engine->geos, polygon), frame, builder))
        return;
    int holes = GEOSGetNumInteriorRings_r(engine->geos, polygon);
    for (int i = 0; i < holes; i++)
        take_ring(engine, GEOSGetInteriorRingN_r(engine->geos, polygon, i), frame, builder);
}

static void take_all(struct geo_engine *engine, const GEOSGeometry *geometry,
                     const struct geo_frame *frame, struct geo_builder *builder)
{
    int type = GEOSGeomTypeId_r(engine->geos, geometry);
    if (type == GEOS_POLYGON)
        take_polygon(engine, geometry, frame, builder);
    if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION)
        return;
    int count = GEOSGetNumGeometries_r(engine->geos, geometry);
    for (int i = 0; i < count; i++)
        take_all(engine, GEOSGetGeometryN_r(engine->geos, geometry, i), frame, builder);
}

enum base_status geo_engine_take_polygons(struct geo_engine *engine, const GEOSGeometry *geometry,
                                          const struct geo_frame *frame, struct base_arena *arena,
                                          struct geo_geometry *out, struct base_error *err)
{
    struct geo_builder builder;
    struct geo_geometry taken;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, arena);
    take_all(engine, geometry, frame, &builder);
    if (builder.part_count <= 1)
        builder.kind = GEO_POLYGON;
    enum base_status status = geo_builder_finish(&builder, &taken, err);
    return status ? status : geo_geometry_orient(&taken, arena, out, err);
}
