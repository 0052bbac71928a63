/* tiles/candidate.h - the labels that want to stand in an area; private to the folder. */
#ifndef TILES_CANDIDATE_H
#define TILES_CANDIDATE_H

#include "tiles/label.h"

struct tiles_candidates {
    const struct tiles_scene *scene;
    const struct styles_style *style;
    tiles_layer_set layers;
    enum geo_tms_id tms;
    int z;
    struct tiles_fonts *fonts;
    struct base_arena *arena;
    double reach_px; /* labels that reach farther from their anchor are left out */
};

/* The labels whose anchors lie in the area (world px, half open), each as it is
 * everywhere else too. In the arena. */
BASE_MUST_CHECK
enum base_status tiles_candidates_find(const struct tiles_candidates *candidates,
                                       struct tiles_rect area, struct tiles_label **out,
                                       uint32_t *count, struct base_error *err);

#endif
