/* geo/between.c - the ground between two lines. */
#include <math.h>

#include "geo/apart.h"
#include "geo/measure.h"
#include "geo/topology.h"

/* The path out and the other line back, closed. */
static enum base_status make_ring(const struct geo_path *path, const struct geo_path *other,
                                  struct base_arena *arena, struct geo_geometry *out,
                                  struct base_error *err)
{
    struct geo_builder builder;
    bool turned = geo_path_is_opposite(path, other);
    uint32_t count = other->line.point_count;
    geo_builder_init(&builder, GEO_POLYGON, arena);
    geo_builder_reserve(&builder, path->line.point_count + count + 1);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (uint32_t i = 0; i < path->line.point_count; i++)
        geo_builder_point(&builder, path->line.points[i]);
    for (uint32_t i = 0; i < count; i++)
        geo_builder_point(&builder, other->line.points[turned ? i : count - 1 - i]);
    geo_builder_point(&builder, path->line.points[0]);
    return geo_builder_finish(&builder, out, err);
}

static enum base_status add_face(const struct geo_path *path, const struct geo_topology *topology,
                                 uint32_t face, struct base_arena *arena,
                                 struct geo_between *between, struct base_error *err)
{
    struct geo_geometry polygon;
    struct geo_point inside;
    enum base_status status = geo_topology_face_polygon(topology, face, arena, &polygon, err);
    if (status == BASE_OK)
        status = geo_label_point(&polygon, &inside, NULL, err);
    if (status != BASE_OK)
        return status;
    double area = geo_area_m2(&polygon);
    if (geo_path_find(path, inside).side >= 0)
        between->left_m2 += area;
    else
        between->right_m2 += area;
    between->faces++;
    return BASE_OK;
}

enum base_status geo_path_between(const struct geo_path *path, const struct geo_path *other,
                                  struct base_arena *arena, struct geo_between *out,
                                  struct base_error *err)
{
    struct geo_between between = {0, 0, 0};
    struct geo_geometry ring;
    struct geo_topology topology;
    if (path->line.part_count != 1 || other->line.part_count != 1) {
        *out = (struct geo_between){NAN, NAN, 0};
        return BASE_OK;
    }
    enum base_status status = make_ring(path, other, arena, &ring, err);
    if (status == BASE_OK)
        status = geo_topology_build(&ring, 1, arena, NULL, &topology, err);
    for (uint32_t f = 1; status == BASE_OK && f < topology.face_count; f++)
        if (topology.faces[f].owner_count > 0)
            status = add_face(path, &topology, f, arena, &between, err);
    if (status == BASE_OK)
        *out = between;
    return status;
}
