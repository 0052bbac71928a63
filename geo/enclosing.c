/* geo/enclosing.c - the smallest circle around a few points. */
#include "geo/enclosing.h"

#include <math.h>

#include "geo/measure.h"

struct circle {
    double x, y, radius;
};

struct place {
    double x, y;
};

static struct circle of_two(struct place a, struct place b)
{
    return (struct circle){(a.x + b.x) / 2, (a.y + b.y) / 2, hypot(b.x - a.x, b.y - a.y) / 2};
}

/* Through three points; of no use, with radius INFINITY, when they lie straight. */
static struct circle of_three(struct place a, struct place b, struct place c)
{
    double bx = b.x - a.x, by = b.y - a.y, cx = c.x - a.x, cy = c.y - a.y;
    double d = 2 * (bx * cy - by * cx), b2 = bx * bx + by * by, c2 = cx * cx + cy * cy;
    if (fabs(d) < 1e-12)
        return (struct circle){a.x, a.y, INFINITY};
    double x = (cy * b2 - by * c2) / d, y = (bx * c2 - cx * b2) / d;
    return (struct circle){a.x + x, a.y + y, hypot(x, y)};
}

struct cloud {
    struct geo_plane plane;
    const struct geo_point *points;
    uint32_t count;
    struct circle best;
};

static struct place place_of(const struct cloud *cloud, uint32_t i)
{
    struct place place;
    geo_plane_project(&cloud->plane, cloud->points[i], &place.x, &place.y);
    return place;
}

/* Keeps the circle when it is smaller and holds every point, to 0.01 mm. */
static void try_circle(struct cloud *cloud, struct circle circle)
{
    if (!(circle.radius < cloud->best.radius))
        return;
    for (uint32_t i = 0; i < cloud->count; i++) {
        struct place p = place_of(cloud, i);
        if (hypot(p.x - circle.x, p.y - circle.y) > circle.radius + 1e-5)
            return;
    }
    cloud->best = circle;
}

void geo_enclosing_circle(const struct geo_point *points, uint32_t count, struct geo_point *centre,
                          double *radius_m)
{
    struct cloud cloud = {geo_plane_at(points[0]), points, count, {0, 0, INFINITY}};
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = i; j < count; j++)
            try_circle(&cloud, of_two(place_of(&cloud, i), place_of(&cloud, j)));
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = i + 1; j < count; j++)
            for (uint32_t k = j + 1; k < count; k++)
                try_circle(&cloud,
                           of_three(place_of(&cloud, i), place_of(&cloud, j), place_of(&cloud, k)));
    *centre = geo_plane_unproject(&cloud.plane, cloud.best.x, cloud.best.y);
    *radius_m = cloud.best.radius;
}

double geo_spread_m(const struct geo_point *points, uint32_t count)
{
    double spread = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = i + 1; j < count; j++)
            spread = fmax(spread, geo_distance_m(points[i], points[j]));
    return spread;
}
