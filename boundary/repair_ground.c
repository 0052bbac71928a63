/* boundary/repair_ground.c - who has the ground of a finding, tried anew. */
#include "boundary/repairing.h"

/* The sides of a box that a point lies beyond, as bits. */
static unsigned beyond(struct geo_box box, struct geo_point p)
{
    return (p.lon < box.min.lon ? 1U : 0U) | (p.lon > box.max.lon ? 2U : 0U) |
           (p.lat < box.min.lat ? 4U : 0U) | (p.lat > box.max.lat ? 8U : 0U);
}

/* Copies the ring with what happens outside of the box cut short: a vertex is left out
 * where it, the one kept before it and the one after it lie beyond the same side, for
 * then the way without it, too, stays outside. */
static void shorten_ring(const struct geo_point *points, uint32_t count, struct geo_box box,
                         struct geo_builder *builder)
{
    unsigned common = 15;
    for (uint32_t i = 0; i < count; i++)
        common &= beyond(box, points[i]);
    if (common) /* all of it lies beyond one side */
        return;
    unsigned before = beyond(box, points[0]);
    geo_builder_ring(builder);
    geo_builder_point(builder, points[0]);
    for (uint32_t i = 1; i + 1 < count; i++) {
        unsigned here = beyond(box, points[i]);
        if (before & here & beyond(box, points[i + 1]))
            continue;
        geo_builder_point(builder, points[i]);
        before = here;
    }
    geo_builder_point(builder, points[0]);
}

/* The same ground within the box, by even-odd fill of all rings. */
static enum base_status shorten(const struct geo_geometry *polygon, struct geo_box box,
                                struct base_arena *arena, struct geo_geometry *out,
                                struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, arena);
    for (uint32_t p = 0; p < polygon->part_count; p++) {
        geo_builder_part(&builder);
        for (uint32_t r = polygon->part_rings[p]; r < polygon->part_rings[p + 1]; r++)
            shorten_ring(polygon->points + polygon->ring_points[r],
                         polygon->ring_points[r + 1] - polygon->ring_points[r], box, &builder);
    }
    return geo_builder_finish(&builder, out, err);
}

/* The last input is the ground. */
static bool has_one_owner(const struct geo_topology *t, uint32_t ground)
{
    for (uint32_t f = 1; f < t->face_count; f++)
        if (geo_topology_covers(t, f, ground) && t->faces[f].owner_count != 2)
            return false;
    return true;
}

enum base_status boundary_ground_try(const struct boundary_mend *mend,
                                     const struct geo_geometry *parties, bool *whole,
                                     struct base_error *err)
{
    const struct geo_geometry *ground = &mend->repair.finding->geometry;
    struct geo_box box = geo_geometry_box(ground);
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct geo_geometry *shapes =
        arena ? base_arena_calloc(arena, (size_t)mend->party_count + 1, sizeof *shapes) : NULL;
    struct geo_topology t;
    enum base_status status = shapes ? BASE_OK : boundary_no_memory(err);
    for (uint32_t p = 0; p < mend->party_count && status == BASE_OK; p++)
        status = shorten(&parties[p], box, arena, &shapes[p], err);
    if (status != BASE_OK)
        return status;
    shapes[mend->party_count] = *ground;
    status = geo_topology_build(shapes, mend->party_count + 1, arena, NULL, &t, err);
    if (status == BASE_OK)
        *whole = has_one_owner(&t, mend->party_count);
    return status;
}
