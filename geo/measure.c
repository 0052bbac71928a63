/* geo/measure.c - lengths, distances and planes on the CGCS2000 ellipsoid. */
#include "geo/measure.h"

#include <geodesic.h>
#include <math.h>

double geo_path_length_m(const struct geo_point *points, uint32_t count)
{
    struct geod_geodesic earth;
    geod_init(&earth, GEO_A_M, GEO_F);
    double sum = 0;
    for (uint32_t i = 1; i < count; i++) {
        double length = 0;
        if (!geo_point_equal(points[i - 1], points[i]))
            geod_inverse(&earth, geo_grid_to_degrees(points[i - 1].lat),
                         geo_grid_to_degrees(points[i - 1].lon), geo_grid_to_degrees(points[i].lat),
                         geo_grid_to_degrees(points[i].lon), &length, NULL, NULL);
        sum += length;
    }
    return sum;
}

double geo_length_m(const struct geo_geometry *geometry)
{
    double sum = 0;
    for (uint32_t part = 0; part < geometry->part_count; part++) {
        for (uint32_t r = geometry->part_rings[part]; r < geometry->part_rings[part + 1]; r++) {
            uint32_t first = geometry->ring_points[r];
            sum +=
                geo_path_length_m(geometry->points + first, geometry->ring_points[r + 1] - first);
        }
    }
    return sum;
}

double geo_distance_m(struct geo_point a, struct geo_point b)
{
    struct geo_point path[] = {a, b};
    return geo_path_length_m(path, 2);
}

double geo_azimuth_deg(struct geo_point a, struct geo_point b)
{
    struct geod_geodesic earth;
    geod_init(&earth, GEO_A_M, GEO_F);
    double azimuth = 0;
    geod_inverse(&earth, geo_grid_to_degrees(a.lat), geo_grid_to_degrees(a.lon),
                 geo_grid_to_degrees(b.lat), geo_grid_to_degrees(b.lon), NULL, &azimuth, NULL);
    return azimuth < 0 ? azimuth + 360 : azimuth;
}

/* Signed area of a ring with geodesic edges. */
static double ring_area_geodesic(const struct geod_geodesic *earth, const struct geo_point *points,
                                 uint32_t count)
{
    struct geod_polygon polygon;
    geod_polygon_init(&polygon, 0);
    for (uint32_t i = 0; i + 1 < count; i++)
        geod_polygon_addpoint(earth, &polygon, geo_grid_to_degrees(points[i].lat),
                              geo_grid_to_degrees(points[i].lon));
    double area = 0, perimeter = 0;
    geod_polygon_compute(earth, &polygon, 0, 1, &area, &perimeter);
    return area;
}

double geo_area_geodesic_m2(const struct geo_geometry *geometry)
{
    if (geometry->kind != GEO_POLYGON && geometry->kind != GEO_MULTIPOLYGON)
        return 0;
    struct geod_geodesic earth;
    geod_init(&earth, GEO_A_M, GEO_F);
    double sum = 0;
    for (uint32_t part = 0; part < geometry->part_count; part++) {
        for (uint32_t r = geometry->part_rings[part]; r < geometry->part_rings[part + 1]; r++) {
            uint32_t first = geometry->ring_points[r];
            double area = fabs(ring_area_geodesic(&earth, geometry->points + first,
                                                  geometry->ring_points[r + 1] - first));
            sum += r == geometry->part_rings[part] ? area : -area;
        }
    }
    return sum;
}

struct geo_plane geo_plane_at(struct geo_point origin)
{
    double lat = GEO_RADIANS(geo_grid_to_degrees(origin.lat));
    double s = sin(lat), w2 = 1 - GEO_E2 * s * s;
    double prime_vertical = GEO_A_M / sqrt(w2);
    double meridional = prime_vertical * (1 - GEO_E2) / w2;
    double radians = GEO_RADIANS(1.0 / (double)GEO_GRID_PER_DEGREE);
    return (struct geo_plane){
        .origin = origin,
        .m_per_lon = prime_vertical * cos(lat) * radians,
        .m_per_lat = meridional * radians,
    };
}

/* Longitude difference the short way round. */
static int64_t wrapped(int64_t lon)
{
    const int64_t half = 180 * GEO_GRID_PER_DEGREE;
    if (lon > half)
        return lon - 2 * half;
    return lon < -half ? lon + 2 * half : lon;
}

void geo_plane_project(const struct geo_plane *plane, struct geo_point point, double *x, double *y)
{
    *x = (double)wrapped(point.lon - plane->origin.lon) * plane->m_per_lon;
    *y = (double)(point.lat - plane->origin.lat) * plane->m_per_lat;
}

struct geo_point geo_plane_unproject(const struct geo_plane *plane, double x, double y)
{
    const int64_t quarter = 90 * GEO_GRID_PER_DEGREE;
    /* At a pole every longitude is the same place. */
    int64_t lon = plane->m_per_lon > 1e-9 ? llround(x / plane->m_per_lon) : 0;
    int64_t lat = plane->origin.lat + llround(y / plane->m_per_lat);
    if (lat > quarter)
        lat = quarter;
    if (lat < -quarter)
        lat = -quarter;
    return (struct geo_point){wrapped(plane->origin.lon + lon), lat};
}

/* The point of a-b nearest to the origin, as a fraction. */
static double nearest_fraction(double ax, double ay, double bx, double by)
{
    double dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
    if (length2 <= 0)
        return 0;
    double t = -(ax * dx + ay * dy) / length2;
    return t < 0 ? 0 : t > 1 ? 1 : t;
}

/* A place at middle latitude between a point and a second one y metres north of
 * it: there the scale of longitude is right for the way between them. */
static struct geo_plane plane_between(struct geo_point p, double y, double m_per_lat)
{
    return geo_plane_at((struct geo_point){p.lon, p.lat + llround(y / m_per_lat / 2)});
}

double geo_segment_distance_m(struct geo_point p, struct geo_point a, struct geo_point b,
                              double *fraction)
{
    struct geo_plane plane = geo_plane_at(p);
    double ax, ay, bx, by;
    geo_plane_project(&plane, a, &ax, &ay);
    geo_plane_project(&plane, b, &bx, &by);
    double t = nearest_fraction(ax, ay, bx, by);
    double x = ax + t * (bx - ax), y = ay + t * (by - ay);
    if (fabs(y) > 50) { /* nearer, the difference is below 1e-5 */
        struct geo_plane middle = plane_between(p, y, plane.m_per_lat);
        x *= middle.m_per_lon / plane.m_per_lon;
        y *= middle.m_per_lat / plane.m_per_lat;
    }
    if (fraction)
        *fraction = t;
    return hypot(x, y);
}

double geo_compactness(const struct geo_geometry *polygon)
{
    double perimeter = geo_length_m(polygon);
    return perimeter > 0 ? 4 * GEO_PI * geo_area_m2(polygon) / (perimeter * perimeter) : 0;
}
