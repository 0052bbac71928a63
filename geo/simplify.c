/* geo/simplify.c - how much each vertex of a path matters. */
#include "geo/simplify.h"

#include <math.h>
#include <stdlib.h>

#include "geo/measure.h"

struct stretch {
    uint32_t first, last;
    float limit; /* weight of the vertex that made it */
};

struct work {
    double (*xy)[2];
    struct stretch *stack;
    float *weights;
    uint32_t count;
    bool reversed; /* index i of the work is count - 1 - i outside */
};

/* True when the path read from its end comes first in order. */
static bool reads_smaller_backwards(const struct geo_point *points, uint32_t count)
{
    for (uint32_t i = 0; i < count / 2; i++) {
        int order = geo_point_compare(points[i], points[count - 1 - i]);
        if (order)
            return order > 0;
    }
    return false;
}

static void load(struct work *work, const struct geo_point *points)
{
    struct geo_box box = geo_box_empty();
    for (uint32_t i = 0; i < work->count; i++)
        box = geo_box_add_point(box, points[i]);
    struct geo_plane plane =
        geo_plane_at((struct geo_point){box.min.lon + (box.max.lon - box.min.lon) / 2,
                                        box.min.lat + (box.max.lat - box.min.lat) / 2});
    for (uint32_t i = 0; i < work->count; i++)
        geo_plane_project(&plane, points[work->reversed ? work->count - 1 - i : i], &work->xy[i][0],
                          &work->xy[i][1]);
}

static double distance2(const double p[2], const double a[2], const double b[2])
{
    double dx = b[0] - a[0], dy = b[1] - a[1], x = p[0] - a[0], y = p[1] - a[1];
    double length2 = dx * dx + dy * dy;
    if (length2 > 0) {
        double t = (x * dx + y * dy) / length2;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        x -= t * dx;
        y -= t * dy;
    }
    return x * x + y * y;
}

/* The vertex inside the stretch that is farthest from its chord. */
static uint32_t farthest(const struct work *work, const struct stretch *s, double *distance)
{
    uint32_t best = s->first + 1;
    double most = -1;
    for (uint32_t i = s->first + 1; i < s->last; i++) {
        double d2 = distance2(work->xy[i], work->xy[s->first], work->xy[s->last]);
        if (d2 > most) {
            most = d2;
            best = i;
        }
    }
    *distance = sqrt(most);
    return best;
}

static void set_weight(struct work *work, uint32_t index, float weight)
{
    work->weights[work->reversed ? work->count - 1 - index : index] = weight;
}

static void weigh(struct work *work)
{
    uint32_t depth = 0;
    set_weight(work, 0, INFINITY);
    set_weight(work, work->count - 1, INFINITY);
    work->stack[depth++] = (struct stretch){0, work->count - 1, INFINITY};
    while (depth) {
        struct stretch s = work->stack[--depth];
        if (s.last - s.first < 2)
            continue;
        double distance;
        uint32_t at = farthest(work, &s, &distance);
        float weight = fminf((float)distance, s.limit);
        set_weight(work, at, weight);
        work->stack[depth++] = (struct stretch){s.first, at, weight};
        work->stack[depth++] = (struct stretch){at, s.last, weight};
    }
}

enum base_status geo_simplify_weights(const struct geo_point *points, uint32_t count,
                                      float *weights, struct base_error *err)
{
    if (count == 0)
        return BASE_OK;
    struct work work = {.xy = malloc(count * sizeof *work.xy),
                        .stack = malloc(((size_t)count + 1) * sizeof *work.stack),
                        .weights = weights,
                        .count = count,
                        .reversed = reads_smaller_backwards(points, count)};
    bool ready = work.xy && work.stack;
    if (ready) {
        load(&work, points);
        weigh(&work);
    }
    free(work.xy);
    free(work.stack);
    return ready ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

uint32_t geo_simplify_path(const struct geo_point *points, const float *weights, uint32_t count,
                           double tolerance_m, struct geo_point *out)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (weights[i] >= tolerance_m)
            out[kept++] = points[i];
    return kept;
}
