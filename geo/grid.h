/* geo/grid.h - the integer grid every coordinate stands on.
 *
 * A coordinate is CGCS2000 longitude/latitude (EPSG:4490) as a whole number of
 * 1e-9 degree (0.1 mm). The record holds the double nearest to that number, so
 * rounding again changes nothing (decision 1 of the architecture). */
#ifndef GEO_GRID_H
#define GEO_GRID_H

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#define GEO_GRID_PER_DEGREE INT64_C(1000000000)
#define GEO_PI              3.14159265358979323846
#define GEO_RADIANS(deg)    ((deg) * (GEO_PI / 180.0))
#define GEO_DEGREES(rad)    ((rad) * (180.0 / GEO_PI))

/* CGCS2000 ellipsoid. */
#define GEO_A_M 6378137.0
#define GEO_F   (1.0 / 298.257222101)
#define GEO_E2  (GEO_F * (2.0 - GEO_F))

/* A position; lon in [-180°, 180°], lat in [-90°, 90°], in grid units. */
struct geo_point {
    int64_t lon, lat;
};

/* Nearest grid number, halves away from zero; degrees must be finite and within
 * ±1000. */
static inline int64_t geo_grid_from_degrees(double degrees)
{
    assert(degrees >= -1000.0 && degrees <= 1000.0);
    double scaled = degrees * (double)GEO_GRID_PER_DEGREE;
    int64_t whole = (int64_t)scaled; /* what is cut off is exact */
    double rest = scaled - (double)whole;
    return whole + (rest >= 0.5) - (rest <= -0.5);
}

/* Both are exact doubles, so the quotient is the nearest double. */
static inline double geo_grid_to_degrees(int64_t grid)
{
    return (double)grid / (double)GEO_GRID_PER_DEGREE;
}

static inline bool geo_point_equal(struct geo_point a, struct geo_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

/* Order by lon, then lat: -1, 0, 1. */
int geo_point_compare(struct geo_point a, struct geo_point b);

/* Exact sign of the turn a→b→c: 1 left, -1 right, 0 straight (128-bit). */
int geo_point_orientation(struct geo_point a, struct geo_point b, struct geo_point c);

#endif
