/* geo/measure.c - lengths, distances and planes on the CGCS2000 ellipsoid. */
#include "geo/measure.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "geo/proj_late.h"

#define SHORT_GRID (GEO_GRID_PER_DEGREE / 20)
#define TINY_GRID  (GEO_GRID_PER_DEGREE / 1000)
#define NEAR_GRID  (GEO_GRID_PER_DEGREE / 20) /* 9e-4 radians */

static bool is_within(struct geo_point a, struct geo_point b, int64_t limit)
{
    return llabs(a.lon - b.lon) < limit && llabs(a.lat - b.lat) < limit;
}

/* The chord through the ellipsoid, formed from the coordinates' differences so
 * that no digit is lost, and the arc over it by the curvature in its direction
 * (Euler). What is left out is the chord's fourth power: 2e-12 of a length of
 * 7 km. */
static double short_length_m(struct geo_point a, struct geo_point b)
{
    const double radians = GEO_RADIANS(1.0 / (double)GEO_GRID_PER_DEGREE);
    double half = (double)(b.lat - a.lat) * radians / 2,
           turn = (double)(b.lon - a.lon) * radians / 2;
    double middle = ((double)a.lat + (double)(b.lat - a.lat) / 2) * radians;
    double s = sin(middle), c = cos(middle), h2 = half * half, t2 = turn * turn;
    double sin_half = half * (1 - h2 / 6 * (1 - h2 / 20)), cos_half = 1 - h2 / 2 * (1 - h2 / 12);
    double sin_turn = turn * (1 - t2 / 6 * (1 - t2 / 20));

    double ds = 2 * c * sin_half, dc = -2 * s * sin_half; /* of sine and cosine */
    double s1 = s * cos_half - ds / 2, s2 = s * cos_half + ds / 2;
    double c1 = c * cos_half - dc / 2, c2 = c * cos_half + dc / 2;
    double w1 = sqrt(1 - GEO_E2 * s1 * s1), w2 = sqrt(1 - GEO_E2 * s2 * s2);
    double n1 = GEO_A_M / w1, n2 = GEO_A_M / w2, n = (n1 + n2) / 2; /* prime vertical */
    double dn = n1 * n2 * GEO_E2 * ds * (s1 + s2) / (GEO_A_M * (w1 + w2));

    double north = (1 - GEO_E2) * (n * ds + s * cos_half * dn);
    double out = n * dc + c * cos_half * dn;
    double chord = sqrt(north * north + out * out + 4 * n1 * c1 * n2 * c2 * sin_turn * sin_turn);
    double meridional = (1 - GEO_E2) * n * n * n / (GEO_A_M * GEO_A_M);
    double bend = 4 * (meridional * h2 + n * c * c * t2); /* curvature times chord² */
    return chord > 0 ? chord + bend * bend / (24 * chord) : 0;
}

/* Sine and cosine of a latitude, from which those of near ones follow. */
struct near_latitude {
    int64_t lat;
    double sine, cosine;
};

/* Of lat, 1e-3 radians or less from the known one: Taylor, 1e-17 is left out. */
static void sine_near(const struct near_latitude *near, int64_t lat, double *sine, double *cosine)
{
    double d = GEO_RADIANS((double)(lat - near->lat) / (double)GEO_GRID_PER_DEGREE), d2 = d * d;
    double odd = d * (1 - d2 / 6), even = 1 - d2 / 2 * (1 - d2 / 12);
    *sine = near->sine * even + near->cosine * odd;
    *cosine = near->cosine * even - near->sine * odd;
}

/* A segment of less than 160 m by the radii of curvature at its middle, where the
 * ellipsoid is as good as a sphere of either: the chord, and the arc over it. What
 * is left out is e² times the length's square by the radius: below 1e-12. */
static double tiny_length_m(struct near_latitude *near, struct geo_point a, struct geo_point b)
{
    const double radians = GEO_RADIANS(1.0 / (double)GEO_GRID_PER_DEGREE);
    if (llabs(a.lat - near->lat) > NEAR_GRID) {
        double lat = (double)a.lat * radians;
        *near = (struct near_latitude){a.lat, sin(lat), cos(lat)};
    }
    double half = (double)(b.lat - a.lat) * radians / 2;
    double turn = (double)(b.lon - a.lon) * radians / 2;
    double s, c, h2 = half * half, t2 = turn * turn;
    sine_near(near, a.lat + (b.lat - a.lat) / 2, &s, &c);
    double w2 = 1 - GEO_E2 * s * s, prime2 = GEO_A_M * GEO_A_M / w2;
    double flat = (1 - GEO_E2) / w2; /* meridional radius by the prime vertical's */
    double chord2 = flat * flat * h2 * (1 - h2 / 3) + (c * c - h2) * t2 * (1 - t2 / 3);
    return 2 * sqrt(prime2 * chord2) * (1 + chord2 / 6);
}

static struct geod_geodesic earth_of(void)
{
    struct geod_geodesic earth;
    geo_proj_need();
    geod_init(&earth, GEO_A_M, GEO_F);
    return earth;
}

/* By Karney's geodesic. */
static double long_length_m(struct geo_point a, struct geo_point b)
{
    struct geod_geodesic earth = earth_of();
    double length = 0;
    geod_inverse(&earth, geo_grid_to_degrees(a.lat), geo_grid_to_degrees(a.lon),
                 geo_grid_to_degrees(b.lat), geo_grid_to_degrees(b.lon), &length, NULL, NULL);
    return length;
}

double geo_path_length_m(const struct geo_point *points, uint32_t count)
{
    struct near_latitude near = {.lat = INT64_MAX / 2};
    double sum = 0;
    for (uint32_t i = 1; i < count; i++) {
        struct geo_point a = points[i - 1], b = points[i];
        if (is_within(a, b, TINY_GRID))
            sum += tiny_length_m(&near, a, b);
        else
            sum += is_within(a, b, SHORT_GRID) ? short_length_m(a, b) : long_length_m(a, b);
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
    struct geod_geodesic earth = earth_of();
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
    struct geod_geodesic earth = earth_of();
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
