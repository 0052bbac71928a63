/* tiles/label.h - which labels stand where, the same in every picture.
 *
 * A label stands when no label that goes before it stands in its way. What goes
 * before is fixed for the whole map (style layer from the top down, sort key, a
 * hash of the feature), so the answer for one label is found by asking the few
 * before it that touch it, and they theirs: no picture's edge enters into it,
 * and every picture agrees with the whole. */
#ifndef TILES_LABEL_H
#define TILES_LABEL_H

#include "styles/style.h"
#include "tiles/layout.h"
#include "tiles/scene.h"

#define TILES_ANCHORS_MOST 9

enum tiles_label_state { TILES_LABEL_OPEN, TILES_LABEL_ASKED, TILES_LABEL_STANDS, TILES_LABEL_OUT };

/* Nothing in it points into scene or style: it may outlive both. */
struct tiles_label {
    uint32_t style_layer; /* its number in the style */
    double sort_key;
    uint64_t hash, text_hash;
    int64_t id;
    struct tiles_xy anchor; /* world px at the level, plain picture */
    struct tiles_layout layout;
    struct tiles_xy
        shifts[TILES_ANCHORS_MOST]; /* of the text against the anchor; in order of wish */
    uint32_t shift_count, chosen;
    double padding, size_px,
        repeat_px;          /* repeat_px: nearer than that the same text does not stand */
    bool overlaps, ignores; /* text-allow-overlap, text-ignore-placement */
    enum tiles_label_state state;
    struct styles_color color, halo;
    double halo_px, opacity;
    const char *text; /* in the arena */
};

/* The label's box in world px with its padding, for the shift. */
struct tiles_rect tiles_label_rect(const struct tiles_label *label, uint32_t shift);

/* The labels of one style and level that were looked at so far. Answers do not
 * depend on what was asked before, so it may serve picture after picture. */
struct tiles_labels;

/* What labels depend on. */
struct tiles_labels_of {
    const struct tiles_scene *scene;
    const struct styles_style *style;
    tiles_layer_set layers;
    enum geo_tms_id tms;
    int z;
};

/* Begins; the arena holds everything. NULL when it is full. */
struct tiles_labels *tiles_labels_begin(const struct tiles_labels_of *of, struct tiles_fonts *fonts,
                                        struct base_arena *arena);

/* True when the labels are those of the same content (whatever address it has
 * now) and have room left; then they go on with it. */
bool tiles_labels_resume(struct tiles_labels *labels, const struct tiles_labels_of *of);

/* The labels that stand and touch the window (world px), in the order in which
 * they are drawn; the list in the arena. BASE_NO_MEMORY, or BASE_UNAVAILABLE
 * when there are more candidates than a picture may have. */
BASE_MUST_CHECK
enum base_status tiles_labels_find(struct tiles_labels *labels, struct tiles_rect window,
                                   struct base_arena *arena, const struct tiles_label ***out,
                                   size_t *count, struct base_error *err);

#endif
