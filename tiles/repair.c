/* tiles/repair.c - polygons that rounding has made cross themselves. */
#include "tiles/repair.h"

#include "geo/topology.h"
#include "tiles/polygon.h"

/* An eighth of a degree: a tile's units become exact binary fractions within the
 * range of degrees, so that what GEOS says of them is exact. */
#define CHECK_SCALE (GEO_GRID_PER_DEGREE / 8)

/* The polygons as a geometry; scale: grid units a tile unit. With 1 the grid is
 * the tile's, for noding. */
static enum base_status to_geometry(const struct tiles_polygons *polygons, int64_t scale,
                                    struct base_arena *arena, struct geo_geometry *out,
                                    struct base_error *err)
{
    struct geo_builder builder;
    const struct tiles_shape *rings = &polygons->rings;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, arena);
    for (uint32_t i = 0; i < polygons->count; i++) {
        uint32_t first = rings->starts[polygons->order[i]];
        uint32_t end = rings->starts[polygons->order[i] + 1];
        if (polygons->is_shell[i])
            geo_builder_part(&builder);
        geo_builder_ring(&builder);
        for (uint32_t k = first; k <= end; k++) { /* the first again at the end */
            struct tiles_xy p = rings->points[k < end ? k : first];
            geo_builder_point(&builder,
                              (struct geo_point){(int64_t)p.x * scale, (int64_t)p.y * scale});
        }
    }
    return geo_builder_finish(&builder, out, err);
}

/* Appends a face's rings, shell first; the shell gets the wanted sign. */
static void take_face(const struct geo_geometry *face, int shell_sign, struct tiles_shape *out)
{
    for (uint32_t ring = 0; ring < face->ring_count; ring++) {
        uint32_t first = face->ring_points[ring], end = face->ring_points[ring + 1] - 1;
        int sign = geo_ring_area2(face->points + first, end + 1 - first) > 0 ? 1 : -1;
        bool forward = sign == (ring == 0 ? shell_sign : -shell_sign);
        tiles_shape_begin(out);
        for (uint32_t k = first; k < end; k++) {
            struct geo_point p = face->points[forward ? k : first + end - 1 - k];
            tiles_shape_add(out, (struct tiles_xy){(double)p.lon, (double)p.lat});
        }
    }
}

static enum base_status make_anew(const struct geo_geometry *geometry, int shell_sign,
                                  struct base_arena *arena, struct tiles_polygons *polygons,
                                  struct base_error *err)
{
    struct geo_topology topology;
    struct tiles_shape rings;
    enum base_status status = geo_topology_build(geometry, 1, arena, NULL, &topology, err);
    tiles_shape_init(&rings, arena);
    for (uint32_t f = 0; status == BASE_OK && f < topology.face_count; f++) {
        struct geo_geometry face;
        if (topology.faces[f].owner_count == 0)
            continue;
        status = geo_topology_face_polygon(&topology, f, arena, &face, err);
        if (status == BASE_OK)
            take_face(&face, shell_sign, &rings);
    }
    if (status != BASE_OK)
        return status;
    uint32_t *order = base_arena_calloc(arena, rings.count + 1, sizeof *order);
    bool *is_shell = base_arena_calloc(arena, rings.count + 1, sizeof *is_shell);
    if (!order || !is_shell || rings.failed)
        return base_fail(err, BASE_NO_MEMORY, "no memory for a tile");
    uint32_t count = tiles_rings_order(&rings, shell_sign, order, is_shell, arena);
    *polygons = (struct tiles_polygons){rings, order, is_shell, count};
    return BASE_OK;
}

/* The four corners of a covered tile, and triangles, cannot be wrong. */
static bool is_simple(const struct tiles_polygons *polygons)
{
    const struct tiles_shape *rings = &polygons->rings;
    if (polygons->count != 1)
        return polygons->count == 0;
    uint32_t ring = polygons->order[0], first = rings->starts[ring];
    uint32_t n = tiles_shape_size(rings, ring);
    const struct tiles_xy *p = rings->points + first;
    return n == 3 ||
           (n == 4 && p[0].x == p[1].x && p[2].x == p[3].x && p[1].y == p[2].y && p[3].y == p[0].y);
}

enum base_status tiles_polygons_repair(struct geo_engine *engine, int shell_sign,
                                       struct base_arena *arena, struct tiles_polygons *polygons,
                                       struct base_error *err)
{
    struct geo_geometry geometry;
    struct geo_fault fault;
    bool valid = true;
    if (is_simple(polygons))
        return BASE_OK;
    enum base_status status = to_geometry(polygons, CHECK_SCALE, arena, &geometry, err);
    if (status == BASE_OK)
        status = geo_validity_check(engine, &geometry, &valid, &fault, err);
    if (status == BASE_OK && !valid)
        status = to_geometry(polygons, 1, arena, &geometry, err);
    if (status == BASE_OK && !valid)
        status = make_anew(&geometry, shell_sign, arena, polygons, err);
    return status;
}
