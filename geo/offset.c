/* geo/offset.c - GCJ-02 and BD-09. */
#include "geo/offset.h"

#include <math.h>
#include <stdbool.h>

#include "geo/grid.h"

/* Krassowsky's ellipsoid, on which the public formula stands. */
#define KRASSOWSKY_A  6378245.0
#define KRASSOWSKY_E2 0.00669342162296594323
#define ROUNDS        60
#define CLOSE_DEG     1e-12

static bool is_in_china(double lon, double lat)
{
    return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

/* The short wave along x that both axes share. */
static double short_wave(double x)
{
    return (20 * sin(6 * GEO_PI * x) + 20 * sin(2 * GEO_PI * x)) * 2 / 3;
}

static double lat_shift_m(double x, double y)
{
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x)) + short_wave(x) +
           (20 * sin(GEO_PI * y) + 40 * sin(GEO_PI * y / 3)) * 2 / 3 +
           (160 * sin(GEO_PI * y / 12) + 320 * sin(GEO_PI * y / 30)) * 2 / 3;
}

static double lon_shift_m(double x, double y)
{
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x)) + short_wave(x) +
           (20 * sin(GEO_PI * x) + 40 * sin(GEO_PI * x / 3)) * 2 / 3 +
           (150 * sin(GEO_PI * x / 12) + 300 * sin(GEO_PI * x / 30)) * 2 / 3;
}

/* The shift itself, wherever the place is. */
static void shift_gcj02(double *lon_deg, double *lat_deg)
{
    double x = *lon_deg - 105, y = *lat_deg - 35, lat = GEO_RADIANS(*lat_deg);
    double m = 1 - KRASSOWSKY_E2 * sin(lat) * sin(lat), root = sqrt(m);
    double m_per_lat = GEO_RADIANS(KRASSOWSKY_A * (1 - KRASSOWSKY_E2) / (m * root));
    double m_per_lon = GEO_RADIANS(KRASSOWSKY_A / root * cos(lat));
    double lat_shift = lat_shift_m(x, y) / m_per_lat;
    *lon_deg += lon_shift_m(x, y) / m_per_lon;
    *lat_deg += lat_shift;
}

static void shift_bd09(double *lon_deg, double *lat_deg)
{
    const double turn = GEO_RADIANS(3000.0);
    double z = hypot(*lon_deg, *lat_deg) + 0.00002 * sin(*lat_deg * turn);
    double angle = atan2(*lat_deg, *lon_deg) + 0.000003 * cos(*lon_deg * turn);
    *lon_deg = z * cos(angle) + 0.0065;
    *lat_deg = z * sin(angle) + 0.006;
}

/* The place that shift moves to (lon, lat): fixed-point iteration, which
 * contracts because a shift changes slowly (below 0.02 of the way). */
static void invert(void (*shift)(double *, double *), double *lon_deg, double *lat_deg)
{
    double lon = *lon_deg, lat = *lat_deg;
    for (int i = 0; i < ROUNDS; i++) {
        double there_lon = lon, there_lat = lat;
        shift(&there_lon, &there_lat);
        double lon_miss = *lon_deg - there_lon, lat_miss = *lat_deg - there_lat;
        lon += lon_miss;
        lat += lat_miss;
        if (fabs(lon_miss) < CLOSE_DEG && fabs(lat_miss) < CLOSE_DEG)
            break;
    }
    *lon_deg = lon;
    *lat_deg = lat;
}

void geo_offset_to_gcj02(double *lon_deg, double *lat_deg)
{
    if (is_in_china(*lon_deg, *lat_deg))
        shift_gcj02(lon_deg, lat_deg);
}

void geo_offset_from_gcj02(double *lon_deg, double *lat_deg)
{
    double lon = *lon_deg, lat = *lat_deg;
    invert(shift_gcj02, &lon, &lat);
    /* Judged where the place truly is, as on the way there. */
    if (!is_in_china(lon, lat))
        return;
    *lon_deg = lon;
    *lat_deg = lat;
}

void geo_offset_to_bd09(double *lon_deg, double *lat_deg)
{
    if (!is_in_china(*lon_deg, *lat_deg))
        return;
    shift_gcj02(lon_deg, lat_deg);
    shift_bd09(lon_deg, lat_deg);
}

void geo_offset_from_bd09(double *lon_deg, double *lat_deg)
{
    double lon = *lon_deg, lat = *lat_deg;
    invert(shift_bd09, &lon, &lat);
    invert(shift_gcj02, &lon, &lat);
    if (!is_in_china(lon, lat))
        return;
    *lon_deg = lon;
    *lat_deg = lat;
}
