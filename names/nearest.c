/* names/nearest.c - the nearest subject, by the k-d tree of points.
 *
 * The tree is the order of the block "points": of a stretch the middle one
 * divides, by longitude and latitude in turn. */
#include <math.h>

#include "geo/grid.h"
#include "geo/measure.h"
#include "names/index.h"

#define METRES_PER_DEGREE 110000 /* of latitude; the least on the ellipsoid is 110 574 */
#define RADIANS           0.017453292519943295

struct walk {
    const struct names_index *index;
    const struct names_part *part;
    uint32_t first_subject;
    struct geo_point point;
    double best_m, lon_scale_m; /* least metres of a degree of longitude within reach */
    uint32_t best;
    double (*distance)(void *context, uint32_t subject);
    void *context;
};

static void visit(struct walk *w, uint32_t row)
{
    uint32_t subject = row + w->first_subject;
    if (names_index_is_hidden(w->index, subject))
        return;
    double distance = w->distance(w->context, subject);
    if (distance < w->best_m ||
        (isfinite(distance) && distance == w->best_m && subject < w->best)) {
        w->best_m = distance;
        w->best = subject;
    }
}

/* No point on the other side of the line is nearer than this. */
static double line_m(const struct walk *w, struct geo_point line, int axis)
{
    double lon = geo_grid_to_degrees(w->point.lon), lat = geo_grid_to_degrees(w->point.lat);
    if (axis == 1)
        return fabs(geo_grid_to_degrees(line.lat) - lat) * METRES_PER_DEGREE;
    double across = fabs(geo_grid_to_degrees(line.lon) - lon);
    double around = 180 - fabs(lon); /* to the antimeridian, behind which the other side ends */
    return fmin(across, around) * w->lon_scale_m;
}

static void descend(struct walk *w, size_t from, size_t to, int axis)
{
    if (from >= to)
        return;
    size_t middle = from + (to - from) / 2;
    uint32_t row = w->part->points[middle];
    if (row >= w->part->subject_count)
        return;
    struct geo_point line = names_part_point(&w->part->subjects[row]);
    bool left = axis == 0 ? w->point.lon < line.lon : w->point.lat < line.lat;
    descend(w, left ? from : middle + 1, left ? middle : to, !axis);
    visit(w, row);
    if (line_m(w, line, axis) <= w->best_m)
        descend(w, left ? middle + 1 : from, left ? to : middle, !axis);
}

uint32_t names_index_nearest(const struct names_index *index, struct geo_point point,
                             double limit_m, double (*distance)(void *context, uint32_t subject),
                             void *context, double *found_m)
{
    double reach = fabs(geo_grid_to_degrees(point.lat)) + limit_m / METRES_PER_DEGREE;
    struct walk w = {.index = index,
                     .point = point,
                     .best_m = limit_m,
                     .best = UINT32_MAX,
                     .lon_scale_m = reach < 90 ? METRES_PER_DEGREE * cos(reach * RADIANS) : 0,
                     .distance = distance,
                     .context = context};
    for (size_t i = 0; i < index->part_count; i++) {
        w.part = &index->parts[i];
        descend(&w, 0, w.part->point_count, 0);
        w.first_subject += (uint32_t)w.part->subject_count;
    }
    if (w.best != UINT32_MAX)
        *found_m = w.best_m;
    return w.best;
}
