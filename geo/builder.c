/* geo/builder.c - makes a geometry part by part. */
#include <assert.h>
#include <string.h>

#include "geo/geometry.h"

void geo_builder_init(struct geo_builder *builder, enum geo_kind kind, struct base_arena *arena)
{
    *builder = (struct geo_builder){.kind = kind, .arena = arena};
}

/* A larger copy of an array with used elements; NULL and failed without memory. */
static void *grown(struct geo_builder *builder, const void *old, uint32_t used, uint32_t capacity,
                   size_t element)
{
    void *memory = base_arena_alloc(builder->arena, capacity * element);
    if (!memory)
        builder->failed = 1;
    else if (used)
        memcpy(memory, old, used * element);
    return memory;
}

/* The next capacity that holds need elements; 0 and failed past 2³¹. */
static uint32_t next_capacity(struct geo_builder *builder, uint32_t capacity, uint32_t need)
{
    if (need >= UINT32_C(1) << 31) {
        builder->failed = 1;
        return 0;
    }
    uint32_t wanted = capacity ? capacity * 2 : 4;
    return wanted < need ? need : wanted;
}

static bool reserve_offsets(struct geo_builder *builder, uint32_t **offsets, uint32_t used,
                            uint32_t *capacity)
{
    if (builder->failed)
        return false;
    if (used + 2 <= *capacity)
        return true;
    uint32_t wanted = next_capacity(builder, *capacity, used + 2);
    uint32_t *memory = wanted ? grown(builder, *offsets, used, wanted, sizeof **offsets) : NULL;
    if (!memory)
        return false;
    *offsets = memory;
    *capacity = wanted;
    return true;
}

void geo_builder_reserve(struct geo_builder *builder, uint32_t points)
{
    if (builder->failed || points <= builder->point_capacity)
        return;
    struct geo_point *memory =
        grown(builder, builder->points, builder->point_count, points, sizeof *memory);
    if (!memory)
        return;
    builder->points = memory;
    builder->point_capacity = points;
}

void geo_builder_part(struct geo_builder *builder)
{
    if (reserve_offsets(builder, &builder->part_rings, builder->part_count,
                        &builder->part_capacity))
        builder->part_rings[builder->part_count++] = builder->ring_count;
}

void geo_builder_ring(struct geo_builder *builder)
{
    assert(builder->part_count || builder->failed);
    if (reserve_offsets(builder, &builder->ring_points, builder->ring_count,
                        &builder->ring_capacity))
        builder->ring_points[builder->ring_count++] = builder->point_count;
}

void geo_builder_point(struct geo_builder *builder, struct geo_point point)
{
    assert(builder->ring_count || builder->failed);
    if (builder->point_count == builder->point_capacity && !builder->failed)
        geo_builder_reserve(
            builder, next_capacity(builder, builder->point_capacity, builder->point_count + 1));
    if (!builder->failed)
        builder->points[builder->point_count++] = point;
}

struct geo_point *geo_builder_points(struct geo_builder *builder, uint32_t count)
{
    assert(builder->ring_count || builder->failed);
    if (count > builder->point_capacity - builder->point_count && !builder->failed)
        geo_builder_reserve(builder, count < UINT32_MAX - builder->point_count
                                         ? next_capacity(builder, builder->point_capacity,
                                                         builder->point_count + count)
                                         : next_capacity(builder, 0, UINT32_MAX));
    if (builder->failed)
        return NULL;
    builder->point_count += count;
    return builder->points + builder->point_count - count;
}

uint32_t geo_builder_ring_size(const struct geo_builder *builder)
{
    return builder->ring_count
               ? builder->point_count - builder->ring_points[builder->ring_count - 1]
               : 0;
}

void geo_builder_drop_ring(struct geo_builder *builder)
{
    if (builder->failed || builder->part_count == 0)
        return;
    if (builder->ring_count > builder->part_rings[builder->part_count - 1])
        builder->point_count = builder->ring_points[--builder->ring_count];
    if (builder->ring_count == builder->part_rings[builder->part_count - 1])
        builder->part_count--;
}

enum base_status geo_builder_finish(struct geo_builder *builder, struct geo_geometry *out,
                                    struct base_error *err)
{
    if (!reserve_offsets(builder, &builder->part_rings, builder->part_count,
                         &builder->part_capacity) ||
        !reserve_offsets(builder, &builder->ring_points, builder->ring_count,
                         &builder->ring_capacity))
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    assert(builder->kind > GEO_POLYGON || builder->part_count <= 1);
    builder->part_rings[builder->part_count] = builder->ring_count;
    builder->ring_points[builder->ring_count] = builder->point_count;
    *out = (struct geo_geometry){
        .kind = builder->kind,
        .part_count = builder->part_count,
        .ring_count = builder->ring_count,
        .point_count = builder->point_count,
        .part_rings = builder->part_rings,
        .ring_points = builder->ring_points,
        .points = builder->points,
    };
    return BASE_OK;
}
