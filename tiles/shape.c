/* tiles/shape.c - rings and lines in window units. */
#include <math.h>
#include <string.h>

#include "tiles/view.h"

void tiles_shape_init(struct tiles_shape *shape, struct base_arena *arena)
{
    *shape = (struct tiles_shape){.arena = arena};
    shape->starts = base_arena_calloc(arena, 16, sizeof *shape->starts);
    shape->start_capacity = shape->starts ? 16 : 0;
    shape->failed = !shape->starts;
}

/* A copy of twice the capacity; NULL when the arena is full. */
static void *grow(struct base_arena *arena, const void *old, uint32_t *capacity, size_t size)
{
    uint32_t wider = *capacity ? *capacity * 2 : 64;
    void *copy = base_arena_alloc(arena, (size_t)wider * size);
    if (copy && *capacity)
        memcpy(copy, old, (size_t)*capacity * size);
    if (copy)
        *capacity = wider;
    return copy;
}

void tiles_shape_begin(struct tiles_shape *shape)
{
    if (shape->failed)
        return;
    if (shape->count + 2 > shape->start_capacity) {
        uint32_t *starts =
            grow(shape->arena, shape->starts, &shape->start_capacity, sizeof *starts);
        if (!starts) {
            shape->failed = true;
            return;
        }
        shape->starts = starts;
    }
    shape->starts[shape->count++] = shape->point_count;
    shape->starts[shape->count] = shape->point_count;
}

void tiles_shape_add(struct tiles_shape *shape, struct tiles_xy point)
{
    if (shape->failed)
        return;
    if (shape->point_count == shape->point_capacity) {
        struct tiles_xy *points =
            grow(shape->arena, shape->points, &shape->point_capacity, sizeof *points);
        if (!points) {
            shape->failed = true;
            return;
        }
        shape->points = points;
    }
    shape->points[shape->point_count++] = point;
    shape->starts[shape->count] = shape->point_count;
}

void tiles_shape_drop(struct tiles_shape *shape)
{
    if (shape->failed || shape->count == 0)
        return;
    shape->count--;
    shape->point_count = shape->starts[shape->count];
}

uint32_t tiles_shape_size(const struct tiles_shape *shape, uint32_t part)
{
    return shape->starts[part + 1] - shape->starts[part];
}

/* Adds the vertices of path that count, but the last one when open_end. */
static void add_vertices(const struct tiles_view *view, const struct tiles_set *set, uint32_t path,
                         bool reversed, bool open_end, struct tiles_shape *out)
{
    const struct tiles_path *p = &set->paths[path];
    uint32_t count = p->count - (open_end && p->count > 1 ? 1 : 0);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = p->first + (reversed ? p->count - 1 - i : i);
        if (set->weights[at] >= view->threshold)
            tiles_shape_add(out, tiles_view_project(view, &set->vertices[at]));
    }
}

void tiles_view_path(const struct tiles_view *view, const struct tiles_set *set, uint32_t path,
                     bool reversed, struct tiles_shape *out)
{
    tiles_shape_begin(out);
    add_vertices(view, set, path, reversed, false, out);
}

static void add_start(const struct tiles_view *view, const struct tiles_set *set, uint32_t path,
                      bool reversed, struct tiles_shape *out)
{
    const struct tiles_path *p = &set->paths[path];
    uint32_t at = p->first + (reversed ? p->count - 1 : 0);
    tiles_shape_add(out, tiles_view_project(view, &set->vertices[at]));
}

void tiles_view_rings(const struct tiles_view *view, const struct tiles_set *set,
                      struct tiles_span rings, const struct geo_box *box, struct tiles_shape *out)
{
    for (uint32_t r = 0; r < rings.count; r++) {
        const struct tiles_span *ring = &set->rings[rings.first + r];
        tiles_shape_begin(out);
        for (uint32_t i = 0; i < ring->count; i++) {
            uint32_t reference = set->references[ring->first + i];
            bool near = geo_box_intersects(set->paths[reference >> 1].box, *box);
            if (near)
                add_vertices(view, set, reference >> 1, reference & 1, true, out);
            else
                add_start(view, set, reference >> 1, reference & 1, out);
        }
        if (!out->failed && tiles_shape_size(out, out->count - 1) < 3)
            tiles_shape_drop(out);
    }
}
