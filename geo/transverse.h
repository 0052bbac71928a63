/* geo/transverse.h - transverse Mercator to longitude and latitude, quickly.
 *
 * Krüger's series (L. Krüger, Konforme Abbildung des Erdellipsoids in der Ebene,
 * 1912) to the sixth order in the third flattening, with the coefficients of
 * C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers, J.
 * Geodesy 85 (2011), eq. 36, and for the latitude those of the same author, On
 * auxiliary latitudes (2023), table A5. Each point is computed by itself: the same
 * coordinates give the same bits wherever they stand in an array. */
#ifndef GEO_TRANSVERSE_H
#define GEO_TRANSVERSE_H

#include <stddef.h>

#define GEO_TRANSVERSE_ORDER 6

/* A plain value, made by init. */
struct geo_transverse {
    double meridian_deg;
    double east_m, north_m; /* of the origin, on the equator */
    double radius_m;        /* of the rectifying sphere, times the scale */
    double to_sphere[GEO_TRANSVERSE_ORDER];
    double to_latitude[GEO_TRANSVERSE_ORDER];
};

/* axis_m and flattening of the ellipsoid; scale on the meridian. */
void geo_transverse_init(struct geo_transverse *projection, double axis_m, double flattening,
                         double meridian_deg, double scale, double east_m, double north_m);

/* Easting and northing in metres to degrees, in place, up to the first point that
 * lies more than 637 km east or west of the meridian or 9 550 km from the equator, is
 * not finite, or would lie beyond 180 degrees. Within that, 2e-13 degrees from what
 * PROJ gives at most. Returns the point's index, or count. */
size_t geo_transverse_to_lonlat(const struct geo_transverse *projection, double *x, double *y,
                                size_t count);

#endif
