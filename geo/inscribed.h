/* geo/inscribed.h - the largest circle inside a polygon. */
#ifndef GEO_INSCRIBED_H
#define GEO_INSCRIBED_H

#include "base/error.h"
#include "geo/geometry.h"

struct geo_circle {
    struct geo_point center;
    double radius_m;
};

/* The largest inscribed circle of one polygon part, in a local plane at the
 * middle of its box, that the largest there does not exceed by more than the
 * fraction tolerance (and 0.01 mm); its radius is measured at its centre. Radius 0, at the first
 * vertex, for a part without area. Holes count. tolerance > 0. A part that
 * crosses itself gives some circle, or none.
 *
 * Branch and bound over the places where the circle may touch the boundary
 * (stretches of edges, fans at reflex vertices), not over the plane, so that a
 * strip of 40 km × 1 mm costs what its vertices cost. A circle of radius r that
 * touches at p with inward normal n holds no boundary point q:
 *   r <= |q - p|² / (2 (q - p)·n),
 * which bounds r over a stretch for every q met on the way: the first hit of
 * the normal (r is at most half its length; over a whole stretch where both end
 * normals hit one and the same edge), and the points that shrink the circle at
 * the middle (Ma, Bae & Choi 2012, "3D medial axis point approximation using
 * nearest neighbors and the normal field").
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status geo_inscribed_circle(const struct geo_geometry *polygon, uint32_t part,
                                      double tolerance, struct geo_circle *out,
                                      struct base_error *err);

#endif
