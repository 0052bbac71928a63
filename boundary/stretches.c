/* boundary/stretches.c - borders cut into short stretches, found by place. */
#include "boundary/stretches.h"

#include <stdlib.h>

#include "boundary/window.h"

#define MOST_EDGES 32U

static uint32_t count_stretches(const struct geo_geometry *shapes, uint32_t count)
{
    uint32_t stretches = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t r = 0; r < shapes[i].ring_count; r++) {
            uint32_t points = shapes[i].ring_points[r + 1] - shapes[i].ring_points[r];
            stretches += points > 1 ? (points - 2) / MOST_EDGES + 1 : 0;
        }
    return stretches;
}

static void cut_ring(struct boundary_stretches *stretches, const struct geo_geometry *shape,
                     uint32_t unit, uint32_t first, uint32_t end)
{
    for (uint32_t edges; first + 1 < end; first += edges) {
        edges = end - 1 - first < MOST_EDGES ? end - 1 - first : MOST_EDGES;
        struct geo_box box = geo_box_empty();
        for (uint32_t i = 0; i <= edges; i++)
            box = geo_box_add_point(box, shape->points[first + i]);
        stretches->boxes[stretches->count] = box;
        stretches->items[stretches->count++] =
            (struct boundary_stretch){.unit = unit, .first = first, .count = edges};
    }
}

static bool build_tree(struct boundary_stretches *stretches)
{
    return geo_rtree_build(stretches->boxes, stretches->count, &stretches->bytes, NULL) ==
               BASE_OK &&
           geo_rtree_open(stretches->bytes.data, stretches->bytes.size, &stretches->tree, NULL) ==
               BASE_OK;
}

bool boundary_stretches_init(struct boundary_stretches *stretches,
                             const struct geo_geometry *shapes, uint32_t count)
{
    size_t most = count_stretches(shapes, count) + (size_t)1;
    *stretches = (struct boundary_stretches){.round = 1};
    stretches->items = malloc(most * sizeof *stretches->items);
    stretches->boxes = malloc(most * sizeof *stretches->boxes);
    stretches->first = malloc(((size_t)count + 1) * sizeof *stretches->first);
    if (!stretches->items || !stretches->boxes || !stretches->first)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        stretches->first[i] = stretches->count;
        for (uint32_t r = 0; r < shapes[i].ring_count; r++)
            cut_ring(stretches, &shapes[i], i, shapes[i].ring_points[r],
                     shapes[i].ring_points[r + 1]);
    }
    stretches->first[count] = stretches->count;
    return build_tree(stretches);
}

void boundary_stretches_done(struct boundary_stretches *stretches)
{
    free(stretches->items);
    free(stretches->boxes);
    free(stretches->first);
    base_buffer_done(&stretches->bytes);
    *stretches = (struct boundary_stretches){0};
}

void boundary_stretches_near(const struct boundary_stretches *stretches, uint32_t at,
                             double reach_m, geo_rtree_visit visit, void *context)
{
    geo_rtree_query(&stretches->tree, boundary_box_grown(stretches->boxes[at], reach_m), visit,
                    context);
}

void boundary_stretches_unmark(struct boundary_stretches *stretches)
{
    stretches->round++;
}

bool boundary_stretches_mark(struct boundary_stretches *stretches, uint32_t at)
{
    if (stretches->items[at].seen == stretches->round)
        return false;
    stretches->items[at].seen = stretches->round;
    return true;
}
