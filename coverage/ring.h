/* coverage/ring.h - the ground around the stretches that are reached: a picture,
 * never what people are counted by. */
#ifndef COVERAGE_RING_H
#define COVERAGE_RING_H

#include "coverage/reach.h"
#include "geo/overlay.h"

#define COVERAGE_RING_M 30.0 /* about the depth of a plot */

/* The reached stretches as lines; part_count 0 when nothing is reached. */
BASE_MUST_CHECK
enum base_status coverage_ring_lines(const struct coverage_reach *reach, uint32_t limit_ms,
                                     struct base_arena *arena, struct geo_geometry *out,
                                     struct base_error *err);

/* Everything within COVERAGE_RING_M of a reached stretch, dissolved. */
BASE_MUST_CHECK
enum base_status coverage_ring_area(const struct coverage_reach *reach, uint32_t limit_ms,
                                    struct geo_engine *engine, struct base_arena *arena,
                                    struct geo_geometry *out, struct base_error *err);

#endif
