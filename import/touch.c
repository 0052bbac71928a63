/* import/touch.c - whether a line comes to an area at all. */
#include "import/touch.h"

#include <math.h>

#include "geo/bbox.h"
#include "geo/measure.h"

#define EARTH_M_PER_DEG 110000.0 /* no more than a degree of latitude has anywhere */

/* The box with a margin around it: at least distance_m on each side. */
static struct geo_box widened(struct geo_box box, double distance_m)
{
    double lat_deg =
        fmax(fabs(geo_grid_to_degrees(box.min.lat)), fabs(geo_grid_to_degrees(box.max.lat)));
    double north_deg = distance_m / EARTH_M_PER_DEG;
    double east_deg = north_deg / fmax(cos((lat_deg + north_deg) * acos(-1) / 180), 1e-3);
    box.min.lon -= geo_grid_from_degrees(east_deg);
    box.max.lon += geo_grid_from_degrees(east_deg);
    box.min.lat -= geo_grid_from_degrees(north_deg);
    box.max.lat += geo_grid_from_degrees(north_deg);
    return box;
}

static struct geo_box box_of(struct geo_point a, struct geo_point b)
{
    return (struct geo_box){{a.lon < b.lon ? a.lon : b.lon, a.lat < b.lat ? a.lat : b.lat},
                            {a.lon > b.lon ? a.lon : b.lon, a.lat > b.lat ? a.lat : b.lat}};
}

/* > 0 when c lies left of a-b; exact. */
static geo_wide_t side(struct geo_point a, struct geo_point b, struct geo_point c)
{
    return (geo_wide_t)(b.lon - a.lon) * (c.lat - a.lat) -
           (geo_wide_t)(b.lat - a.lat) * (c.lon - a.lon);
}

static bool opposite(geo_wide_t s, geo_wide_t t)
{
    return (s < 0 && t > 0) || (s > 0 && t < 0);
}

/* Where segments cross, each end of the one is on another side of the other;
 * where they do not, they are nearest at an end. */
static bool segments_meet(struct geo_point a, struct geo_point b, struct geo_point c,
                          struct geo_point d, double distance_m)
{
    return (opposite(side(a, b, c), side(a, b, d)) && opposite(side(c, d, a), side(c, d, b))) ||
           geo_segment_distance_m(a, c, d, NULL) <= distance_m ||
           geo_segment_distance_m(b, c, d, NULL) <= distance_m ||
           geo_segment_distance_m(c, a, b, NULL) <= distance_m ||
           geo_segment_distance_m(d, a, b, NULL) <= distance_m;
}

static bool segment_meets(struct geo_point a, struct geo_point b, const struct geo_geometry *area,
                          double distance_m)
{
    struct geo_box near = widened(box_of(a, b), distance_m);
    for (uint32_t r = 0; r < area->ring_count; r++)
        for (uint32_t i = area->ring_points[r]; i + 1 < area->ring_points[r + 1]; i++)
            if (geo_box_intersects(near, box_of(area->points[i], area->points[i + 1])) &&
                segments_meet(a, b, area->points[i], area->points[i + 1], distance_m))
                return true;
    return false;
}

bool import_touches(const struct geo_geometry *line, const struct geo_geometry *area,
                    double distance_m)
{
    struct geo_box near = widened(geo_geometry_box(area), distance_m);
    if (line->point_count == 0 || area->point_count == 0 ||
        !geo_box_intersects(near, geo_geometry_box(line)))
        return false;
    /* A line that keeps clear of every edge is inside or outside as a whole. */
    for (uint32_t p = 0; p < line->ring_count; p++)
        if (geo_polygon_locate(area, line->points[line->ring_points[p]]) != GEO_OUTSIDE)
            return true;
    for (uint32_t p = 0; p < line->ring_count; p++)
        for (uint32_t i = line->ring_points[p]; i + 1 < line->ring_points[p + 1]; i++)
            if (segment_meets(line->points[i], line->points[i + 1], area, distance_m))
                return true;
    return false;
}
