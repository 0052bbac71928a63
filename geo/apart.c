/* geo/apart.c - the farthest place of one line from another, and how much lies near. */
#include "geo/apart.h"

#include <math.h>

#include "geo/measure.h"

#define LEAST_PIECE_M 0.25
#define NONE          UINT32_MAX

/* A place on an edge, and how near the other line comes to it. */
struct place {
    double fraction;
    struct geo_point point;
    uint32_t nearest; /* segment of the other line */
    double distance_m;
};

struct scan {
    const struct geo_path *path, *other;
    uint32_t segment;
    double length_m; /* of the segment */
    double best_m, limit_m;
    uint32_t best_segment;
    struct place best;
};

static double to_segment(const struct scan *scan, struct geo_point p, uint32_t segment)
{
    return geo_segment_distance_m(p, geo_path_start(scan->other, segment),
                                  geo_path_end(scan->other, segment), NULL);
}

static struct place place_at(const struct scan *scan, double fraction)
{
    struct place place = {.fraction = fraction,
                          .point = geo_path_on(scan->path, scan->segment, fraction)};
    place.distance_m = geo_path_distance_m(scan->other, place.point, &place.nearest);
    return place;
}

/* No place between u and v is farther: the distance to any one segment is
 * convex, and the distance to the line changes no faster than one walks. */
static double upper_bound(const struct scan *scan, const struct place *u, const struct place *v,
                          double length_m)
{
    double lipschitz = (u->distance_m + v->distance_m + length_m) / 2;
    double by_u = fmax(u->distance_m, to_segment(scan, v->point, u->nearest));
    double by_v = fmax(v->distance_m, to_segment(scan, u->point, v->nearest));
    return fmin(lipschitz, fmin(by_u, by_v));
}

static void take(struct scan *scan, const struct place *place)
{
    if (place->distance_m <= scan->best_m)
        return;
    scan->best_m = place->distance_m;
    scan->best_segment = scan->segment;
    scan->best = *place;
}

static void search(struct scan *scan, const struct place *u, const struct place *v)
{
    double length = scan->length_m * (v->fraction - u->fraction);
    if (length <= GEO_APART_PRECISION_M ||
        upper_bound(scan, u, v, length) <= scan->best_m + GEO_APART_PRECISION_M)
        return;
    struct place middle = place_at(scan, (u->fraction + v->fraction) / 2);
    take(scan, &middle);
    search(scan, u, &middle);
    search(scan, &middle, v);
}

/* Both ends of a segment; the start is where the segment before it ended, mostly. */
static void start_segment(struct scan *scan, uint32_t segment, struct place *start,
                          struct place *end)
{
    const uint32_t *points = scan->path->segments;
    bool goes_on =
        segment > 0 && scan->segment == segment - 1 && points[segment] == points[segment - 1] + 1;
    scan->segment = segment;
    scan->length_m =
        geo_distance_m(geo_path_start(scan->path, segment), geo_path_end(scan->path, segment));
    *start = goes_on ? *end : place_at(scan, 0);
    start->fraction = 0;
    *end = place_at(scan, 1);
}

struct geo_farthest geo_path_farthest(const struct geo_path *path, const struct geo_path *other)
{
    struct scan scan = {.path = path, .other = other, .segment = NONE, .best_m = -1};
    struct place start, end;
    for (uint32_t s = 0; s < path->segment_count; s++) {
        start_segment(&scan, s, &start, &end);
        take(&scan, &start);
        take(&scan, &end);
        search(&scan, &start, &end);
    }
    struct geo_foot foot = geo_path_find(other, scan.best.point);
    struct geo_point from = geo_path_start(path, scan.best_segment);
    return (struct geo_farthest){.from = scan.best.point,
                                 .to = foot.point,
                                 .distance_m = foot.distance_m,
                                 .chainage_m = path->chainage_m[path->segments[scan.best_segment]] +
                                               geo_distance_m(from, scan.best.point)};
}

bool geo_path_segment_is_within(const struct geo_path *path, uint32_t segment,
                                const struct geo_path *other, double limit_m)
{
    struct scan scan = {.path = path, .other = other, .segment = NONE, .best_m = limit_m};
    struct place start, end;
    start_segment(&scan, segment, &start, &end);
    take(&scan, &start);
    take(&scan, &end);
    if (scan.best_m <= limit_m)
        search(&scan, &start, &end);
    return scan.best_m <= limit_m;
}

/* Metres between u and v that lie within the limit. */
static double within(struct scan *scan, const struct place *u, const struct place *v)
{
    double length = scan->length_m * (v->fraction - u->fraction);
    bool u_in = u->distance_m <= scan->limit_m, v_in = v->distance_m <= scan->limit_m;
    if (u_in && v_in && upper_bound(scan, u, v, length) <= scan->limit_m)
        return length;
    if ((u->distance_m + v->distance_m - length) / 2 > scan->limit_m)
        return 0;
    if (length > LEAST_PIECE_M) {
        struct place middle = place_at(scan, (u->fraction + v->fraction) / 2);
        return within(scan, u, &middle) + within(scan, &middle, v);
    }
    if (u_in == v_in)
        return u_in ? length : 0;
    double share = (scan->limit_m - u->distance_m) / (v->distance_m - u->distance_m);
    return length * (u_in ? share : 1 - share);
}

double geo_path_within_m(const struct geo_path *path, const struct geo_path *other, double limit_m)
{
    struct scan scan = {.path = path, .other = other, .segment = NONE, .limit_m = limit_m};
    struct place start, end;
    double sum = 0;
    for (uint32_t s = 0; s < path->segment_count; s++) {
        start_segment(&scan, s, &start, &end);
        sum += within(&scan, &start, &end);
    }
    return sum;
}

bool geo_path_is_opposite(const struct geo_path *path, const struct geo_path *other)
{
    struct geo_point a = path->line.points[0], b = path->line.points[path->line.point_count - 1];
    struct geo_point c = other->line.points[0];
    struct geo_point d = other->line.points[other->line.point_count - 1];
    return geo_distance_m(a, d) + geo_distance_m(b, c) <
           geo_distance_m(a, c) + geo_distance_m(b, d);
}
