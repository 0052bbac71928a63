/* geo/topology.h - polygons as shared arcs: nodes, arcs and faces.
 *
 * Exact: equal segments are found by hashing on the integer grid first (linear
 * time); only what is left over is noded. A vertex of the input never moves; a
 * crossing of two segments becomes the nearest grid point (within 0.05 mm) and
 * bends both through it, iterated until nothing crosses (after snap rounding,
 * Hobby 1999). The result depends on the set of input polygons only: not on
 * their order, ring start or winding. */
#ifndef GEO_TOPOLOGY_H
#define GEO_TOPOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/progress.h"
#include "geo/geometry.h"

#define GEO_TOPOLOGY_OUTER 0U /* face 0 is everything outside */

/* A maximal chain of segments between nodes, or a closed ring (start == end).
 * A node is where three or more segments meet, or where owners change. */
struct geo_arc {
    uint32_t first_point, point_count; /* into points; closed arcs repeat the first point */
    uint32_t start_node, end_node;
    uint32_t left_face, right_face;
    bool noded; /* an edge of some input was led through one of its points */
};

/* A connected open region of the plane. Its owners are the inputs that cover
 * it: none (a gap, when it is not the outer face), one, or several (overlap). */
struct geo_face {
    uint32_t first_owner, owner_count; /* into owners: input indexes, ascending */
    uint32_t first_arc, arc_count;     /* into face_arcs: arcs with this face on a side */
};

struct geo_topology {
    uint32_t node_count, arc_count, face_count, point_count;
    const struct geo_point *nodes;
    const struct geo_arc *arcs; /* in canonical order: by first point, then next */
    const struct geo_face *faces;
    const struct geo_point *points;
    const uint32_t *owners, *face_arcs;
    /* Inputs that could not be used, by index: rings under four points or
     * without area. Inputs with self-crossing rings are used by even-odd fill. */
    uint32_t dropped_count;
    const uint32_t *dropped;
    /* By input. False: its rings are closed and meet neither themselves nor each
     * other, not even within a grid unit, so that one ring with a face is valid. */
    const bool *meets;
};

/* Builds the topology of count polygons (kinds POLYGON and MULTIPOLYGON; others
 * and empty ones are left out). Everything goes to the arena.
 * Returns BASE_OK, BASE_NO_MEMORY, or BASE_UNAVAILABLE when cancelled. */
BASE_MUST_CHECK
enum base_status geo_topology_build(const struct geo_geometry *polygons, uint32_t count,
                                    struct base_arena *arena, const struct base_progress *progress,
                                    struct geo_topology *out, struct base_error *err);

/* The face as a valid polygon (one part, holes kept), in the arena. Not for
 * the outer face. */
BASE_MUST_CHECK
enum base_status geo_topology_face_polygon(const struct geo_topology *topology, uint32_t face,
                                           struct base_arena *arena, struct geo_geometry *out,
                                           struct base_error *err);

/* The ground of several faces, each listed once or more, none the outer one: a
 * valid multipolygon in the arena straight from the arcs; what lies between two
 * of them is dissolved, no vertex moves and none is left out. Parts that meet in
 * a point only stay parts. No faces: no parts. Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status geo_topology_faces_polygon(const struct geo_topology *topology,
                                            const uint32_t *faces, uint32_t count,
                                            struct base_arena *arena, struct geo_geometry *out,
                                            struct base_error *err);

/* True when the input covers the face. */
bool geo_topology_covers(const struct geo_topology *topology, uint32_t face, uint32_t input);

#endif
