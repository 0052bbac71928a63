/* tiles/scene.h - what is to be drawn: the layers of a day, and findings. */
#ifndef TILES_SCENE_H
#define TILES_SCENE_H

#include "base/arena.h"
#include "geo/geometry.h"
#include "styles/expression.h"
#include "tiles/view.h"

/* A finding as the caller read it from the store. Texts may be NULL. */
struct tiles_finding {
    int64_t number; /* of the feature, unique */
    const char *id, *kind, *severity, *state, *level;
    struct geo_geometry geometry;
};

/* A plain value; everything is borrowed. */
struct tiles_scene {
    const struct tiles_set *base;      /* places, roads, facilities */
    const struct tiles_set *divisions; /* divisions, labels, borders; NULL: base's */
    base_date_t at;                    /* BASE_DATE_NONE: the day of base */
    const struct tiles_finding *findings;
    size_t finding_count;
};

/* One thing to draw. Of a boundary line each chain is one. */
struct tiles_feature {
    enum tiles_layer layer;
    const struct tiles_set *set; /* NULL for a finding */
    const struct tiles_finding *finding;
    int64_t id;
    uint32_t row, path; /* path: of a boundary line's chain */
};

/* The features of a layer that are in the tiles of the view's zoom and whose
 * box meets box, in an order that does not depend on the box. In the arena.
 * BASE_NO_MEMORY when it is full. */
BASE_MUST_CHECK
enum base_status tiles_scene_query(const struct tiles_scene *scene, enum tiles_layer layer,
                                   const struct tiles_view *view, struct geo_box box,
                                   struct base_arena *arena, struct tiles_feature **out,
                                   size_t *count, struct base_error *err);

enum tiles_shape_kind { TILES_POINTS = 1, TILES_LINES, TILES_RINGS };

/* The feature in window units; parts that lie beside box may be shortened to
 * their ends. Appends to out. */
enum tiles_shape_kind tiles_feature_shape(const struct tiles_feature *feature,
                                          const struct tiles_view *view, const struct geo_box *box,
                                          struct tiles_shape *out);

/* A column's value by its number, and the feature as style expressions see it
 * (the context is the feature). */
struct styles_value tiles_feature_value(const struct tiles_feature *feature, int column);
struct styles_feature tiles_feature_style(const struct tiles_feature *feature);

#endif
