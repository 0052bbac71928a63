/* tiles/layers.h - building the snapshot section "layers". */
#ifndef TILES_LAYERS_H
#define TILES_LAYERS_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/progress.h"
#include "store/division.h"
#include "store/division_index.h"
#include "store/facility.h"
#include "store/place.h"
#include "store/road.h"

/* What the layers are made of: what the store's list functions give. Divisions
 * of any days (those valid `at` are drawn); places, roads and facilities of any
 * days (each feature keeps its validity, and drawing chooses). */
struct tiles_rows {
    const struct store_division *divisions;
    size_t division_count;
    const struct store_place *places;
    size_t place_count;
    const struct store_road *roads;
    size_t road_count;
    const struct store_facility *facilities;
    size_t facility_count;
};

/* Appends the section to out (empty or 16-byte aligned). The same rows give the
 * same bytes, whatever their order.
 * Returns BASE_OK, BASE_NO_MEMORY or BASE_UNAVAILABLE (cancelled). */
BASE_MUST_CHECK
enum base_status tiles_layers_build(const struct tiles_rows *rows, base_date_t at,
                                    const struct base_progress *progress, struct base_buffer *out,
                                    struct base_error *err);

/* The same with the divisions of another day alone, from the snapshot section
 * "divisions": what a scene of that day takes its divisions from. */
BASE_MUST_CHECK
enum base_status tiles_layers_from_index(const struct store_division_index *index, base_date_t at,
                                         const struct base_progress *progress,
                                         struct base_buffer *out, struct base_error *err);

#endif
