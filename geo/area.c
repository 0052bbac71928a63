/* geo/area.c - area with edges straight in lon/lat on the ellipsoid.
 *
 * The zone between latitudes B0 and B, one radian wide, is F(B) - F(B0) with
 *   F = b²/2 · (s/(1 - e²s²) + artanh(e s)/e),  s = sin B
 * (the authalic q of Snyder, USGS 1395, p. 16, times a²/2). A ring's area is
 * -∮ (F(B) - F(B0)) dL; along a straight edge F is averaged over latitude by
 * Gauss-Legendre. F(B) - F(B0) is formed from B - B0, which the grid gives
 * exactly, so a face of one square metre keeps as many digits as a province. */
#include <math.h>

#include "geo/measure.h"

#define HALF_B2      (GEO_A_M * GEO_A_M * (1 - GEO_E2) / 2)
#define MAX_STEP_RAD 0.05 /* three nodes: error below 1e-14 */
#define SMALL_RAD    2e-4 /* two nodes: error below 1e-18 of F */
#define GRID_TO_RAD  (GEO_PI / 180.0 / 1e9)

/* Where B0 is. */
struct base_latitude {
    int64_t lat;
    double radians, sine, weight; /* weight: 1 - e² sine² */
};

static struct base_latitude base_latitude_at(int64_t lat)
{
    double radians = (double)lat * GRID_TO_RAD, sine = sin(radians);
    return (struct base_latitude){lat, radians, sine, 1 - GEO_E2 * sine * sine};
}

/* artanh(e u)/e for |u| <= 2.02: the series in e²u² <= 0.0274. */
static double artanh_scaled(double u)
{
    double v = GEO_E2 * u * u, sum = 0;
    for (int k = 8; k >= 0; k--)
        sum = sum * v + 1.0 / (2 * k + 1);
    return u * sum;
}

/* F(B0 + delta) - F(B0) in m² a radian. */
static double zone(const struct base_latitude *base, double delta)
{
    double d = 2 * cos(base->radians + delta / 2) * sin(delta / 2);
    double sine = base->sine + d, product = GEO_E2 * base->sine * sine;
    double weight = 1 - GEO_E2 * sine * sine;
    return HALF_B2 *
           (d * (1 + product) / (weight * base->weight) + artanh_scaled(d / (1 - product)));
}

/* The mean of zone over [middle - half, middle + half]. */
static double mean_zone(const struct base_latitude *base, double middle, double half)
{
    if (half == 0)
        return zone(base, middle);
    if (half <= SMALL_RAD) {
        double step = half * 0.57735026918962576451;
        return (zone(base, middle - step) + zone(base, middle + step)) / 2;
    }
    double step = half * 0.77459666924148337704;
    return (5 * (zone(base, middle - step) + zone(base, middle + step)) + 8 * zone(base, middle)) /
           18;
}

/* The integral of zone along the edge, per radian of longitude. */
static double edge_zone(const struct base_latitude *base, int64_t from, int64_t to)
{
    double start = (double)(from - base->lat) * GRID_TO_RAD;
    double span = (double)(to - from) * GRID_TO_RAD;
    int steps = (int)ceil(fabs(span) / MAX_STEP_RAD);
    if (steps <= 1)
        return mean_zone(base, start + span / 2, fabs(span) / 2);
    double sum = 0, step = span / steps;
    for (int i = 0; i < steps; i++)
        sum += mean_zone(base, start + (i + 0.5) * step, fabs(step) / 2);
    return sum / steps;
}

double geo_ring_area_m2(const struct geo_point *points, uint32_t count)
{
    if (count < 4)
        return 0;
    struct base_latitude base = base_latitude_at(points[0].lat);
    double sum = 0;
    for (uint32_t i = 1; i < count; i++) {
        int64_t width = points[i].lon - points[i - 1].lon;
        if (width)
            sum -= (double)width * GRID_TO_RAD * edge_zone(&base, points[i - 1].lat, points[i].lat);
    }
    return sum;
}

double geo_area_m2(const struct geo_geometry *geometry)
{
    if (geometry->kind != GEO_POLYGON && geometry->kind != GEO_MULTIPOLYGON)
        return 0;
    double sum = 0;
    for (uint32_t part = 0; part < geometry->part_count; part++) {
        for (uint32_t r = geometry->part_rings[part]; r < geometry->part_rings[part + 1]; r++) {
            uint32_t first = geometry->ring_points[r];
            double area = fabs(
                geo_ring_area_m2(geometry->points + first, geometry->ring_points[r + 1] - first));
            sum += r == geometry->part_rings[part] ? area : -area;
        }
    }
    return sum;
}
