/* geo/label.c - label points and widths, by the largest inscribed circle. */
#include <math.h>

#include "geo/inscribed.h"
#include "geo/measure.h"

#define LABEL_TOLERANCE 0.01
#define WIDTH_TOLERANCE 0.005

static uint32_t largest_part(const struct geo_geometry *g,
                             double (*size)(const struct geo_geometry *))
{
    uint32_t best = 0;
    double most = -1;
    for (uint32_t part = 0; part < g->part_count; part++) {
        struct geo_geometry single = geo_geometry_part(g, part);
        double value = size(&single);
        if (value > most) {
            most = value;
            best = part;
        }
    }
    return best;
}

/* The point half way along the path by length. */
static struct geo_point middle_of_path(const struct geo_point *points, uint32_t count)
{
    double left = geo_path_length_m(points, count) / 2;
    for (uint32_t i = 1; i < count; i++) {
        struct geo_point a = points[i - 1], b = points[i];
        double length = geo_distance_m(a, b);
        if (length > 0 && left <= length) {
            double t = left / length;
            return (struct geo_point){a.lon + llround(t * (double)(b.lon - a.lon)),
                                      a.lat + llround(t * (double)(b.lat - a.lat))};
        }
        left -= length;
    }
    return points[count - 1];
}

static struct geo_point line_label(const struct geo_geometry *g)
{
    uint32_t ring = g->part_rings[largest_part(g, geo_length_m)];
    uint32_t first = g->ring_points[ring];
    return middle_of_path(g->points + first, g->ring_points[ring + 1] - first);
}

static enum base_status polygon_label(const struct geo_geometry *g, struct geo_circle *circle,
                                      struct base_error *err)
{
    uint32_t part = largest_part(g, geo_area_m2);
    enum base_status status = geo_inscribed_circle(g, part, LABEL_TOLERANCE, circle, err);
    if (status)
        return status;
    /* A face of some grid units may have no grid point inside. */
    if (geo_polygon_locate(g, circle->center) == GEO_OUTSIDE)
        circle->center = g->points[g->ring_points[g->part_rings[part]]];
    return BASE_OK;
}

enum base_status geo_label_point(const struct geo_geometry *geometry, struct geo_point *out,
                                 double *radius_m, struct base_error *err)
{
    if (geometry->part_count == 0)
        return base_fail(err, BASE_INVALID, "an empty geometry has no place for a label");
    struct geo_circle circle = {0};
    enum base_status status = BASE_OK;
    if (geometry->kind == GEO_POLYGON || geometry->kind == GEO_MULTIPOLYGON)
        status = polygon_label(geometry, &circle, err);
    else if (geometry->kind == GEO_LINE || geometry->kind == GEO_MULTILINE)
        circle.center = line_label(geometry);
    else
        circle.center = geometry->points[geometry->ring_points[geometry->part_rings[0]]];
    if (status)
        return status;
    *out = circle.center;
    if (radius_m)
        *radius_m = circle.radius_m;
    return BASE_OK;
}

double geo_width_m(const struct geo_geometry *polygon)
{
    if (polygon->kind != GEO_POLYGON && polygon->kind != GEO_MULTIPOLYGON)
        return 0;
    double most = 0;
    for (uint32_t part = 0; part < polygon->part_count; part++) {
        struct geo_circle circle;
        if (geo_inscribed_circle(polygon, part, WIDTH_TOLERANCE, &circle, NULL) != BASE_OK)
            return NAN;
        most = fmax(most, 2 * circle.radius_m);
    }
    return most;
}
