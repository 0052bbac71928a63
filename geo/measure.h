/* geo/measure.h - areas, lengths and distances on the CGCS2000 ellipsoid. */
#ifndef GEO_MEASURE_H
#define GEO_MEASURE_H

#include "base/error.h"
#include "geo/geometry.h"

/* Area in m² with edges straight in lon/lat (the land survey's 椭球面积): the
 * only additive convention: children sum to their parent, a vertex on an edge
 * changes nothing. Shells count positive, holes negative, whatever their
 * winding. 0 for points and lines. Closed form: the integral of the ellipsoidal
 * zone under each edge (authalic q, Gauss-Legendre in latitude), relative error
 * below 1e-12. */
double geo_area_m2(const struct geo_geometry *geometry);

/* Signed area of one closed ring, counter-clockwise positive. */
double geo_ring_area_m2(const struct geo_point *points, uint32_t count);

/* Area with geodesic edges (Karney), to stand beside the official one. */
double geo_area_geodesic_m2(const struct geo_geometry *geometry);

/* Geodesic length over the vertices (lines and ring perimeters): Karney's, below
 * 0.05 degree a series that agrees with it to 1e-11 or 5 nm. */
double geo_length_m(const struct geo_geometry *geometry);
double geo_path_length_m(const struct geo_point *points, uint32_t count);

/* Geodesic distance, and azimuth at a in degrees clockwise from north. */
double geo_distance_m(struct geo_point a, struct geo_point b);
double geo_azimuth_deg(struct geo_point a, struct geo_point b);

/* A local metric plane at an object: x east, y north, metres; lines straight in
 * lon/lat stay straight. Scaled by the ellipsoid's radii (meridional, prime
 * vertical) at the origin's latitude: at 44° an east-west distance d metres
 * north of the origin is off by 1.5e-7 d of itself (1e-5 within 60 m, 1e-3
 * within 6 km); north-south is good to 1e-5 within 10 km. A plain value. */
struct geo_plane {
    struct geo_point origin;
    double m_per_lon, m_per_lat; /* metres per grid unit */
};
struct geo_plane geo_plane_at(struct geo_point origin);
void geo_plane_project(const struct geo_plane *plane, struct geo_point point, double *x, double *y);
struct geo_point geo_plane_unproject(const struct geo_plane *plane, double x, double y);

/* Nearest point of segment a-b to p in p's local plane: its distance in metres
 * (measured at the latitude half way: good to 1e-5 within 10 km) and the
 * fraction 0..1 along the segment (may be NULL). */
double geo_segment_distance_m(struct geo_point p, struct geo_point a, struct geo_point b,
                              double *fraction);

/* A point inside the polygon's largest part, fit for a label: the centre of its
 * largest inscribed circle in a local plane, to 1 % of its radius; radius_m may
 * be NULL. Points and lines: the first point, or the middle of the longest
 * line by length. BASE_INVALID for an empty geometry. */
BASE_MUST_CHECK
enum base_status geo_label_point(const struct geo_geometry *geometry, struct geo_point *out,
                                 double *radius_m, struct base_error *err);

/* Width of a face: twice the radius of its largest inscribed circle (m), no more
 * than 0.5 % below the true one. The largest of its parts'.
 * 0 for what has no area, NAN without memory. */
double geo_width_m(const struct geo_geometry *polygon);

/* 4π area / perimeter², 1 for a circle; 0 for an empty one. */
double geo_compactness(const struct geo_geometry *polygon);

#endif
