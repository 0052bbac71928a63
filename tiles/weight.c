/* tiles/weight.c - how much each vertex of a path matters. */
#include "tiles/weight.h"

#include <math.h>

struct heap {
    const struct geo_point *points;
    double x_m, y_m; /* metres per grid unit */
    double *area;
    uint32_t *items, *place, *before, *after;
    uint32_t size;
};

static double triangle_m2(const struct heap *heap, uint32_t a, uint32_t b, uint32_t c)
{
    const struct geo_point *p = heap->points;
    double abx = (double)(p[b].lon - p[a].lon) * heap->x_m,
           aby = (double)(p[b].lat - p[a].lat) * heap->y_m;
    double acx = (double)(p[c].lon - p[a].lon) * heap->x_m,
           acy = (double)(p[c].lat - p[a].lat) * heap->y_m;
    return fabs(abx * acy - acx * aby) / 2;
}

/* Smallest area first; of equal ones the vertex that comes first on the ground,
 * so that direction does not matter. */
static bool goes_before(const struct heap *heap, uint32_t a, uint32_t b)
{
    if (heap->area[a] != heap->area[b])
        return heap->area[a] < heap->area[b];
    return geo_point_compare(heap->points[a], heap->points[b]) < 0;
}

static void put(struct heap *heap, uint32_t at, uint32_t item)
{
    heap->items[at] = item;
    heap->place[item] = at;
}

static void sift_up(struct heap *heap, uint32_t at)
{
    uint32_t item = heap->items[at];
    while (at > 0 && goes_before(heap, item, heap->items[(at - 1) / 2])) {
        put(heap, at, heap->items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put(heap, at, item);
}

static void sift_down(struct heap *heap, uint32_t at)
{
    uint32_t item = heap->items[at];
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= heap->size)
            break;
        if (child + 1 < heap->size && goes_before(heap, heap->items[child + 1], heap->items[child]))
            child++;
        if (!goes_before(heap, heap->items[child], item))
            break;
        put(heap, at, heap->items[child]);
        at = child;
    }
    put(heap, at, item);
}

static void update(struct heap *heap, uint32_t item, uint32_t count)
{
    if (item == 0 || item == count - 1)
        return;
    heap->area[item] = triangle_m2(heap, heap->before[item], item, heap->after[item]);
    sift_up(heap, heap->place[item]);
    sift_down(heap, heap->place[item]);
}

static void take_away(struct heap *heap, uint32_t count, float *weights)
{
    double least = 0;
    while (heap->size > 0) {
        uint32_t item = heap->items[0];
        least = fmax(least, heap->area[item]);
        weights[item] = (float)least;
        uint32_t last = heap->items[--heap->size];
        if (heap->size > 0) {
            put(heap, 0, last);
            sift_down(heap, 0);
        }
        uint32_t before = heap->before[item], after = heap->after[item];
        heap->after[before] = after;
        heap->before[after] = before;
        update(heap, before, count);
        update(heap, after, count);
    }
}

static bool heap_init(struct heap *heap, const struct geo_point *points, uint32_t count,
                      struct base_arena *arena)
{
    heap->points = points;
    heap->area = base_arena_calloc(arena, count, sizeof *heap->area);
    uint32_t *numbers = base_arena_calloc(arena, (size_t)count * 4, sizeof *numbers);
    if (!heap->area || !numbers)
        return false;
    heap->items = numbers;
    heap->place = numbers + count;
    heap->before = numbers + 2 * (size_t)count;
    heap->after = numbers + 3 * (size_t)count;
    heap->y_m = GEO_RADIANS(1e-9) * GEO_A_M;
    /* the cosine of a latitude both ends agree on, whatever the direction */
    int64_t south = points[0].lat < points[count - 1].lat ? points[0].lat : points[count - 1].lat;
    heap->x_m = heap->y_m * cos(GEO_RADIANS(geo_grid_to_degrees(south)));
    return true;
}

bool tiles_weights(const struct geo_point *points, uint32_t count, float *weights,
                   struct base_arena *arena)
{
    struct heap heap = {0};
    if (count == 0)
        return true;
    if (!heap_init(&heap, points, count, arena))
        return false;
    weights[0] = weights[count - 1] = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        heap.before[i] = i - 1;
        heap.after[i] = i + 1;
    }
    for (uint32_t i = 1; i + 1 < count; i++) {
        heap.area[i] = triangle_m2(&heap, i - 1, i, i + 1);
        put(&heap, heap.size++, i);
    }
    for (uint32_t i = heap.size / 2; i-- > 0;)
        sift_down(&heap, i);
    take_away(&heap, count, weights);
    return true;
}
