/* geo/path.h - a line with its chainage, whose segments are found by place.
 *
 * Edges are straight in lon/lat, as everywhere; chainage is geodesic along the
 * vertices. Distances are geodesic to the nearest place of the line, which is
 * sought in the plane of geo_segment_distance_m and rounded to the grid: good to
 * a millimetre within 300 m, to 1e-5 within 10 km. */
#ifndef GEO_PATH_H
#define GEO_PATH_H

#include "base/arena.h"
#include "base/error.h"
#include "geo/geometry.h"
#include "geo/rtree.h"

/* Immutable; lives in the arena it was made in. */
struct geo_path {
    struct geo_geometry line; /* LINE or MULTILINE: parts that continue one another are one */
    uint32_t segment_count;   /* of positive length */
    const uint32_t *segments; /* the first point of each, in line.points */
    const uint32_t *rings;    /* the ring of each */
    const double *chainage_m; /* of each point, through all parts in order; jumps are no length */
    double length_m;
    struct geo_rtree tree; /* over segments */
};

/* The place of a path nearest to a point. */
struct geo_foot {
    uint32_t segment;
    double fraction; /* 0..1 along the segment */
    struct geo_point point;
    double distance_m, chainage_m;
    int side; /* of the point asked about: 1 left of the path, -1 right, 0 on it or beyond its
                 end straight ahead; exact */
};

/* Joins the parts of a line at ends where exactly two parts meet, turning parts
 * where needed. Each joined part runs from its western end (of ends on one
 * meridian the southern) and parts stand in order of that end, so that neither
 * order nor direction of the input's parts matters; one part alone stays as it
 * is, a ring of parts starts at the first. Repeated points are left out, and
 * parts that are all one point.
 * Returns BASE_OK (an empty line gives an empty one) or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status geo_line_join(const struct geo_geometry *line, struct base_arena *arena,
                               struct geo_geometry *out, struct base_error *err);

/* Indexes a line, joined first. Linear but for the sort of the tree.
 * Returns BASE_OK, BASE_INVALID when the geometry is no line or has no length,
 * or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status geo_path_init(const struct geo_geometry *line, struct base_arena *arena,
                               struct geo_path *out, struct base_error *err);

struct geo_point geo_path_start(const struct geo_path *path, uint32_t segment);
struct geo_point geo_path_end(const struct geo_path *path, uint32_t segment);

/* The place on a segment, 0 its start, 1 its end, rounded to the grid. */
struct geo_point geo_path_on(const struct geo_path *path, uint32_t segment, double fraction);

/* The nearest place; the first of several along the path. */
struct geo_foot geo_path_find(const struct geo_path *path, struct geo_point point);

/* The distance to the nearest segment, which is set, without what geo_path_find
 * says besides. */
double geo_path_distance_m(const struct geo_path *path, struct geo_point point, uint32_t *segment);

/* The nearest place within limit_m; false, out untouched, when there is none. */
bool geo_path_find_within(const struct geo_path *path, struct geo_point point, double limit_m,
                          struct geo_foot *out);

/* The point at a chainage, which is clamped to the path. */
struct geo_point geo_path_at(const struct geo_path *path, double chainage_m);

#endif
