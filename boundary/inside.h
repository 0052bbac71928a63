/* boundary/inside.h - who and what stands on the ground of a finding. */
#ifndef BOUNDARY_INSIDE_H
#define BOUNDARY_INSIDE_H

#include "base/arena.h"
#include "boundary/finding.h"
#include "store/facility.h"
#include "store/place.h"
#include "store/road.h"

/* What the record holds on the day. Arrays are borrowed. */
struct boundary_ground {
    const struct store_population *people;
    size_t people_count;
    const struct store_place *places;
    size_t place_count;
    const struct store_facility *facilities;
    size_t facility_count;
    const struct store_road *roads;
    size_t road_count;
};

/* True for a finding that is a piece of ground: gaps, overlaps, transfers, exclaves,
 * what exceeds an exemption. */
bool boundary_inside_applies(const struct boundary_finding *finding);

/* Reads the ground. In the arena. */
BASE_MUST_CHECK
enum base_status boundary_ground_load(struct store *store, struct store_as_of as_of,
                                      struct base_arena *arena, struct boundary_ground *out,
                                      struct base_error *err);

/* Fills `inside` of every finding it applies to: people by the points they are
 * counted at, places and facilities by their point (a place's first vertex where it
 * is a line or an area), a point on the edge included; roads by the geodesic length
 * of what lies inside. BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status boundary_inside_measure(struct boundary_finding *findings, uint32_t count,
                                         const struct boundary_ground *ground,
                                         struct base_error *err);

/* Geodesic metres of a path (count vertices) that lie inside the polygon. A piece
 * between two crossings counts where its middle lies, to the grid: what runs along
 * the very edge may count or not. NAN without memory. */
double boundary_inside_length_m(const struct geo_point *points, uint32_t count,
                                const struct geo_geometry *polygon);

#endif
