/* geo/geometry.c - compact geometry on the integer grid. */
#include "geo/geometry.h"

#include <stdint.h>
#include <string.h>

/* Offsets of a part borrowed from a larger geometry do not start at 0: always
 * go through first and last. */
static uint32_t first_ring(const struct geo_geometry *g)
{
    return g->part_count ? g->part_rings[0] : 0;
}

static uint32_t first_point(const struct geo_geometry *g)
{
    return g->ring_count ? g->ring_points[first_ring(g)] : 0;
}

struct geo_box geo_geometry_box(const struct geo_geometry *geometry)
{
    struct geo_box box = geo_box_empty();
    if (geometry->point_count == 0)
        return box;
    const struct geo_point *points = geometry->points + first_point(geometry);
    for (uint32_t i = 0; i < geometry->point_count; i++)
        box = geo_box_add_point(box, points[i]);
    return box;
}

static enum geo_kind single_kind(enum geo_kind kind)
{
    return kind > GEO_POLYGON ? kind - GEO_POLYGON : kind;
}

struct geo_geometry geo_geometry_part(const struct geo_geometry *geometry, uint32_t part)
{
    struct geo_geometry out = *geometry;
    uint32_t first = geometry->part_rings[part], last = geometry->part_rings[part + 1];
    out.kind = single_kind(geometry->kind);
    out.part_count = 1;
    out.part_rings = geometry->part_rings + part;
    out.ring_count = last - first;
    out.point_count = geometry->ring_points[last] - geometry->ring_points[first];
    return out;
}

/* count + 1 offsets, shifted so that the first is 0. NULL without memory. */
static uint32_t *copy_offsets(const uint32_t *offsets, uint32_t count, struct base_arena *arena)
{
    uint32_t *copy = base_arena_calloc(arena, (size_t)count + 1, sizeof *copy);
    for (uint32_t i = 0; copy && count && i <= count; i++)
        copy[i] = offsets[i] - offsets[0];
    return copy;
}

struct geo_geometry geo_geometry_copy(const struct geo_geometry *geometry, struct base_arena *arena)
{
    struct geo_geometry copy = {.kind = geometry->kind};
    uint32_t ring = first_ring(geometry);
    uint32_t *part_rings = copy_offsets(geometry->part_rings, geometry->part_count, arena);
    uint32_t *ring_points = copy_offsets(geometry->ring_count ? geometry->ring_points + ring : NULL,
                                         geometry->ring_count, arena);
    struct geo_point *points =
        base_arena_alloc(arena, geometry->point_count * sizeof *geometry->points);
    if (!part_rings || !ring_points || !points)
        return copy;
    if (geometry->point_count)
        memcpy(points, geometry->points + first_point(geometry),
               geometry->point_count * sizeof *points);
    copy.part_count = geometry->part_count;
    copy.ring_count = geometry->ring_count;
    copy.point_count = geometry->point_count;
    copy.part_rings = part_rings;
    copy.ring_points = ring_points;
    copy.points = points;
    return copy;
}

static int offsets_equal(const uint32_t *a, const uint32_t *b, uint32_t count)
{
    for (uint32_t i = 1; i <= count; i++)
        if (a[i] - a[0] != b[i] - b[0])
            return 0;
    return 1;
}

int geo_geometry_equal(const struct geo_geometry *a, const struct geo_geometry *b)
{
    if (single_kind(a->kind) != single_kind(b->kind) || a->part_count != b->part_count ||
        a->ring_count != b->ring_count || a->point_count != b->point_count)
        return 0;
    if (a->part_count == 0)
        return 1;
    return offsets_equal(a->part_rings, b->part_rings, a->part_count) &&
           offsets_equal(a->ring_points + first_ring(a), b->ring_points + first_ring(b),
                         a->ring_count) &&
           memcmp(a->points + first_point(a), b->points + first_point(b),
                  a->point_count * sizeof *a->points) == 0;
}

/* Boundary when p lies on the edge; inside when the ray from p eastwards
 * crosses it; outside when neither. */
static enum geo_side locate_against_edge(struct geo_point a, struct geo_point b, struct geo_point p)
{
    bool a_above = a.lat > p.lat, b_above = b.lat > p.lat;
    if (a_above == b_above) {
        if (geo_point_equal(a, p))
            return GEO_BOUNDARY;
        bool level = a.lat == p.lat && b.lat == p.lat;
        return level && (a.lon < p.lon) != (b.lon < p.lon) ? GEO_BOUNDARY : GEO_OUTSIDE;
    }
    if (a.lon < p.lon && b.lon < p.lon)
        return GEO_OUTSIDE;
    int turn = geo_point_orientation(a, b, p);
    if (turn == 0)
        return GEO_BOUNDARY;
    return (turn > 0) == b_above ? GEO_INSIDE : GEO_OUTSIDE;
}

static enum geo_side locate_in_part(const struct geo_geometry *g, uint32_t part, struct geo_point p)
{
    bool inside = false;
    for (uint32_t r = g->part_rings[part]; r < g->part_rings[part + 1]; r++) {
        for (uint32_t i = g->ring_points[r]; i + 1 < g->ring_points[r + 1]; i++) {
            enum geo_side side = locate_against_edge(g->points[i], g->points[i + 1], p);
            if (side == GEO_BOUNDARY)
                return GEO_BOUNDARY;
            inside ^= side == GEO_INSIDE;
        }
    }
    return inside ? GEO_INSIDE : GEO_OUTSIDE;
}

enum geo_side geo_polygon_locate(const struct geo_geometry *polygon, struct geo_point point)
{
    enum geo_side best = GEO_OUTSIDE;
    for (uint32_t part = 0; part < polygon->part_count && best != GEO_INSIDE; part++) {
        enum geo_side side = locate_in_part(polygon, part, point);
        if (side > best)
            best = side;
    }
    return best;
}

geo_wide_t geo_ring_area2(const struct geo_point *points, uint32_t count)
{
    geo_wide_t sum = 0;
    for (uint32_t i = 1; i + 1 < count; i++) {
        struct geo_point a = points[i], b = points[i + 1], o = points[0];
        sum += (geo_wide_t)(a.lon - o.lon) * (b.lat - o.lat) -
               (geo_wide_t)(b.lon - o.lon) * (a.lat - o.lat);
    }
    return sum;
}

static void reverse(struct geo_point *points, uint32_t count)
{
    for (uint32_t i = 0; i < count / 2; i++) {
        struct geo_point swap = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = swap;
    }
}

enum base_status geo_geometry_orient(const struct geo_geometry *geometry, struct base_arena *arena,
                                     struct geo_geometry *out, struct base_error *err)
{
    struct geo_geometry copy = geo_geometry_copy(geometry, arena);
    struct geo_point *points = (void *)(uintptr_t)copy.points; /* our own: may be turned */
    if (!points)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t part = 0; single_kind(copy.kind) == GEO_POLYGON && part < copy.part_count;
         part++) {
        for (uint32_t r = copy.part_rings[part]; r < copy.part_rings[part + 1]; r++) {
            uint32_t first = copy.ring_points[r], count = copy.ring_points[r + 1] - first;
            bool hole = r > copy.part_rings[part];
            geo_wide_t area = geo_ring_area2(points + first, count);
            if (hole ? area > 0 : area < 0)
                reverse(points + first, count);
        }
    }
    *out = copy;
    return BASE_OK;
}
