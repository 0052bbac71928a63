/* geo/geometry.h - compact geometry on the integer grid. */
#ifndef GEO_GEOMETRY_H
#define GEO_GEOMETRY_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "geo/bbox.h"
#include "geo/grid.h"

/* Values as in WKB. */
enum geo_kind {
    GEO_POINT = 1,
    GEO_LINE = 2,
    GEO_POLYGON = 3,
    GEO_MULTIPOINT = 4,
    GEO_MULTILINE = 5,
    GEO_MULTIPOLYGON = 6,
};

/* Immutable, flat. A part is one point, one line or one polygon; a ring is a
 * run of points: a point part has one ring of one point, a line part one ring,
 * a polygon part its shell and then its holes, each closed (first point again
 * at the end). Single kinds have at most one part. Empty: part_count 0. Arrays
 * are borrowed from wherever the geometry was made (an arena, a section).
 * Walk as `for (r = g->part_rings[p]; r < g->part_rings[p + 1]; r++) for (i =
 * g->ring_points[r]; i < g->ring_points[r + 1]; i++) g->points[i]`: a borrowed
 * part's first ring is not ring 0. */
struct geo_geometry {
    enum geo_kind kind;
    uint32_t part_count, ring_count, point_count;
    const uint32_t *part_rings;  /* part_count + 1 offsets into rings */
    const uint32_t *ring_points; /* ring_count + 1 offsets into points */
    const struct geo_point *points;
};

/* Builds a geometry part by part:
 *   geo_builder_init(&b, GEO_POLYGON, arena);
 *   geo_builder_part(&b); geo_builder_ring(&b); geo_builder_point(&b, p); …
 *   status = geo_builder_finish(&b, &geometry, err);
 * Grows in the arena; without memory it remembers and finish says BASE_NO_MEMORY. */
struct geo_builder {
    enum geo_kind kind;
    struct base_arena *arena;
    uint32_t part_count, ring_count, point_count;
    uint32_t part_capacity, ring_capacity, point_capacity;
    uint32_t *part_rings, *ring_points;
    struct geo_point *points;
    int failed;
};

void geo_builder_init(struct geo_builder *builder, enum geo_kind kind, struct base_arena *arena);
void geo_builder_part(struct geo_builder *builder);
void geo_builder_ring(struct geo_builder *builder);
void geo_builder_point(struct geo_builder *builder, struct geo_point point);
/* Adds count points, to be written by the caller before it builds on; NULL and
 * failed without memory. */
struct geo_point *geo_builder_points(struct geo_builder *builder, uint32_t count);
/* Room for that many points in all, so that a reader who knows does not grow. */
void geo_builder_reserve(struct geo_builder *builder, uint32_t points);
/* Number of points in the ring being built. */
uint32_t geo_builder_ring_size(const struct geo_builder *builder);
/* Removes the ring being built (a collapsed one, say), and the part with it when
 * that leaves it without a ring: then leave out the part's holes as well. A part
 * without a ring is removed by itself. */
void geo_builder_drop_ring(struct geo_builder *builder);
BASE_MUST_CHECK
enum base_status geo_builder_finish(struct geo_builder *builder, struct geo_geometry *out,
                                    struct base_error *err);

/* Smallest box; empty for an empty geometry. */
struct geo_box geo_geometry_box(const struct geo_geometry *geometry);

/* One part as a geometry of the single kind, borrowed from geometry; offsets
 * point into the same arrays (part_rings of the result is &geometry->part_rings[part]). */
struct geo_geometry geo_geometry_part(const struct geo_geometry *geometry, uint32_t part);

/* A deep copy in the arena; points NULL when it is full. */
struct geo_geometry geo_geometry_copy(const struct geo_geometry *geometry,
                                      struct base_arena *arena);

/* Same kind class, parts, rings and points in the same order. */
int geo_geometry_equal(const struct geo_geometry *a, const struct geo_geometry *b);

/* Where a point lies against a (multi)polygon, exactly, edges straight in
 * lon/lat; each part by even-odd fill, and inside any part is inside. */
enum geo_side { GEO_OUTSIDE = 0, GEO_BOUNDARY, GEO_INSIDE };
enum geo_side geo_polygon_locate(const struct geo_geometry *polygon, struct geo_point point);

/* Signed double area of a ring in grid units² (128-bit): > 0 counter-clockwise. */
__extension__ typedef __int128 geo_wide_t;
geo_wide_t geo_ring_area2(const struct geo_point *points, uint32_t count);

/* The geometry with RFC 7946 winding (shells counter-clockwise, holes
 * clockwise), in the arena. Other kinds are copied. */
BASE_MUST_CHECK
enum base_status geo_geometry_orient(const struct geo_geometry *geometry, struct base_arena *arena,
                                     struct geo_geometry *out, struct base_error *err);

#endif
