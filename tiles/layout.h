/* tiles/layout.h - a label's text laid out around its anchor; private to the folder. */
#ifndef TILES_LAYOUT_H
#define TILES_LAYOUT_H

#include "tiles/font.h"
#include "tiles/view.h"

/* A glyph at its place, in px of a plain picture (not @2x), relative to the
 * anchor; y grows south. angle in radians, clockwise. */
struct tiles_placed_glyph {
    uint32_t font, number;
    double x, y, angle;
};

struct tiles_layout {
    struct tiles_placed_glyph *glyphs;
    uint32_t count;
    struct tiles_rect box; /* around the text, without padding */
};

struct tiles_layout_style {
    double size_px, spacing_em, max_width_em, line_height_em;
};

/* Lays text out in lines no wider than max_width_em where it can be broken,
 * balanced, centred on (0, 0). Breaks are made at blanks and between Han
 * characters; none before closing or after opening punctuation. */
BASE_MUST_CHECK
enum base_status tiles_layout_block(struct tiles_fonts *fonts, const char *text,
                                    const struct tiles_layout_style *style,
                                    struct base_arena *arena, struct tiles_layout *out,
                                    struct base_error *err);

/* Lays shaped glyphs along a line, their middle at `middle_px` from its start.
 * False when the line is too short there or bends more than max_angle (radians)
 * between two glyphs. The anchor is the point at middle_px, given in *anchor. */
bool tiles_layout_line(const struct tiles_xy *points, uint32_t count, double middle_px,
                       const struct tiles_glyph *glyphs, uint32_t glyph_count, double width_em,
                       double size_px, double max_angle, struct base_arena *arena,
                       struct tiles_layout *out, struct tiles_xy *anchor);

#endif
