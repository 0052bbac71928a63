/* geo/bbox.h - axis-aligned rectangles in longitude and latitude. */
#ifndef GEO_BBOX_H
#define GEO_BBOX_H

#include <stdbool.h>

#include "base/error.h"
#include "geo/grid.h"

/* Degrees, CGCS2000. Edges are inclusive. west > east means that the box
 * crosses the antimeridian, as in RFC 7946. A plain value: copy it freely. */
struct geo_bbox {
    double west, south, east, north;
};

/* Reads "west,south,east,north", the form of the `bbox` query parameter.
 *
 * out  set only on success.
 * err  may be NULL.
 * Returns BASE_OK, or BASE_INVALID when text does not hold exactly four
 * finite numbers, a latitude is outside [-90, 90], a longitude outside
 * [-180, 180], or south > north. */
BASE_MUST_CHECK
enum base_status geo_bbox_parse(const char *text, struct geo_bbox *out, struct base_error *err);

/* True when the boxes share at least one point, a touching edge included. */
bool geo_bbox_intersects(const struct geo_bbox *a, const struct geo_bbox *b);

/* The same on the grid: inclusive, never crossing the antimeridian; empty when
 * min > max. */
struct geo_box {
    struct geo_point min, max;
};

struct geo_box geo_box_empty(void);
bool geo_box_is_empty(struct geo_box box);
struct geo_box geo_box_add_point(struct geo_box box, struct geo_point point);
struct geo_box geo_box_union(struct geo_box a, struct geo_box b);
static inline bool geo_box_intersects(struct geo_box a, struct geo_box b)
{
    return a.min.lon <= b.max.lon && b.min.lon <= a.max.lon && a.min.lat <= b.max.lat &&
           b.min.lat <= a.max.lat;
}
bool geo_box_contains(struct geo_box box, struct geo_point point);
struct geo_bbox geo_box_to_bbox(struct geo_box box);
/* For a bbox that does not cross the antimeridian. */
struct geo_box geo_box_from_bbox(struct geo_bbox bbox);

#endif
