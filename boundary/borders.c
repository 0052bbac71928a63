/* boundary/borders.c - how far the borders of two editions lie from each other. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"
#include "geo/measure.h"

/* Arcs between exactly two units, by the units' identities. */
struct border {
    int64_t low, high;
    const struct geo_point *points;
    uint32_t count;
};

struct borders {
    struct border *items;
    uint32_t count;
};

static int compare_borders(const void *left, const void *right)
{
    const struct border *a = left, *b = right;
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return (a->points > b->points) - (a->points < b->points);
}

static enum base_status collect(struct base_arena *arena, const struct boundary_unit *const *units,
                                uint32_t count, struct borders *out, struct base_error *err)
{
    struct geo_topology t;
    struct geo_geometry *shapes = base_arena_alloc(arena, (count + 1) * sizeof *shapes);
    if (!shapes)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < count; i++)
        shapes[i] = units[i]->geometry;
    enum base_status status = geo_topology_build(shapes, count, arena, NULL, &t, err);
    if (status != BASE_OK)
        return status;
    out->items = base_arena_alloc(arena, (t.arc_count + 1) * sizeof *out->items);
    if (!out->items)
        return boundary_no_memory(err);
    for (uint32_t a = 0; a < t.arc_count; a++) {
        const struct geo_face *left = &t.faces[t.arcs[a].left_face];
        const struct geo_face *right = &t.faces[t.arcs[a].right_face];
        if (left->owner_count != 1 || right->owner_count != 1)
            continue;
        int64_t l = units[t.owners[left->first_owner]]->identity;
        int64_t r = units[t.owners[right->first_owner]]->identity;
        out->items[out->count++] = (struct border){.low = l < r ? l : r,
                                                   .high = l < r ? r : l,
                                                   .points = t.points + t.arcs[a].first_point,
                                                   .count = t.arcs[a].point_count};
    }
    qsort(out->items, out->count, sizeof *out->items, compare_borders);
    return BASE_OK;
}

/* First border whose pair is not below that of key. */
static uint32_t first_of(const struct borders *borders, const struct border *key)
{
    uint32_t low = 0, high = borders->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct border *m = &borders->items[middle];
        if (m->low < key->low || (m->low == key->low && m->high < key->high))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static double distance_to(const struct borders *borders, const struct border *key, uint32_t first,
                          struct geo_point p)
{
    double best = INFINITY;
    for (uint32_t i = first; i < borders->count && borders->items[i].low == key->low &&
                             borders->items[i].high == key->high;
         i++)
        for (uint32_t k = 1; k < borders->items[i].count; k++) {
            double fraction;
            best = fmin(best, geo_segment_distance_m(p, borders->items[i].points[k - 1],
                                                     borders->items[i].points[k], &fraction));
        }
    return best;
}

/* The middle of an edge, how far it lies off, and the edge's length. */
struct sample {
    double offset_m, length_m;
};

static int compare_samples(const void *left, const void *right)
{
    const struct sample *a = left, *b = right;
    return (a->offset_m > b->offset_m) - (a->offset_m < b->offset_m);
}

static uint32_t take_samples(const struct borders *now, const struct borders *before,
                             struct sample *samples)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < now->count; i++) {
        const struct border *border = &now->items[i];
        uint32_t first = first_of(before, border);
        for (uint32_t k = 1; k < border->count; k++) {
            struct geo_point a = border->points[k - 1], b = border->points[k];
            struct geo_point middle = {a.lon + (b.lon - a.lon) / 2, a.lat + (b.lat - a.lat) / 2};
            double offset = distance_to(before, border, first, middle);
            if (isfinite(offset))
                samples[count++] = (struct sample){offset, geo_distance_m(a, b)};
        }
    }
    return count;
}

/* The offset at half of the length, among samples no farther than limit_m. */
static double median_of(const struct sample *samples, uint32_t count, double limit_m,
                        double *length_m)
{
    double total = 0, sum = 0;
    for (uint32_t i = 0; i < count && samples[i].offset_m <= limit_m; i++)
        total += samples[i].length_m;
    *length_m = total;
    for (uint32_t i = 0; i < count; i++) {
        sum += samples[i].length_m;
        if (sum >= total / 2)
            return samples[i].offset_m;
    }
    return NAN;
}

enum base_status boundary_borders_compare(struct base_arena *arena,
                                          const struct boundary_unit *const *units, uint32_t count,
                                          const struct boundary_unit *const *before,
                                          uint32_t before_count, double reach_m, double *median_m,
                                          double *length_m, struct base_error *err)
{
    struct borders now = {0}, then = {0};
    enum base_status status = collect(arena, units, count, &now, err);
    if (status == BASE_OK)
        status = collect(arena, before, before_count, &then, err);
    if (status != BASE_OK)
        return status;
    size_t edges = 1;
    for (uint32_t i = 0; i < now.count; i++)
        edges += now.items[i].count;
    struct sample *samples = malloc(edges * sizeof *samples);
    if (!samples)
        return boundary_no_memory(err);
    uint32_t taken = take_samples(&now, &then, samples);
    qsort(samples, taken, sizeof *samples, compare_samples);
    *median_m = median_of(samples, taken, reach_m, length_m);
    free(samples);
    return BASE_OK;
}
