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
 * middle of its box, with the radius no more than tolerance × (2 area /
 * perimeter) below the largest. Radius 0, at the first vertex, for a part
 * without area. Holes count. tolerance > 0.
 *
 * Branch and bound over squares, as polylabel (Agafonkin 2016), with two
 * additions for long thin faces: each square inherits only the edges that can
 * be nearest to a point of it, and its bound also looks at both sides of a
 * strip: within it min(d1, d2) <= (d1 + d2)/2, which is convex, so its largest
 * value stands at a corner. A strip then ends the search at squares as wide as
 * itself.
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status geo_inscribed_circle(const struct geo_geometry *polygon, uint32_t part,
                                      double tolerance, struct geo_circle *out,
                                      struct base_error *err);

#endif
