/* tiles/font.h - fonts and shaped text. One struct a worker thread. */
#ifndef TILES_FONT_H
#define TILES_FONT_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

#define TILES_FONTS_MOST 8

struct tiles_fonts;

/* Opens the font files that exist, in order of preference (separated by ':').
 * NULL: the list the program was built with. BASE_NOT_FOUND when none can be
 * opened, naming the package that has one. */
BASE_MUST_CHECK
enum base_status tiles_fonts_open(const char *paths, struct tiles_fonts **out,
                                  struct base_error *err);
void tiles_fonts_close(struct tiles_fonts *fonts);

/* How many characters no font had since opening (each is drawn as a box), and
 * the last of them. */
uint64_t tiles_fonts_missing(const struct tiles_fonts *fonts, uint32_t *code_point);

/* One glyph, in em: where its origin stands behind the text's beginning. */
struct tiles_glyph {
    uint32_t font, number;
    double x, y, advance;
    uint32_t character; /* first code point of its cluster */
    uint32_t offset;    /* where that character stands in the text, bytes */
};

/* Shapes one line of text, each character with the first font that has it;
 * spacing in em is added behind each glyph. In the arena.
 * Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status tiles_text_shape(struct tiles_fonts *fonts, const char *text, size_t size,
                                  double spacing, struct base_arena *arena,
                                  struct tiles_glyph **out, uint32_t *count, double *width,
                                  struct base_error *err);

/* Adds the glyph's outline to the path; one em is one unit, y grows upwards. */
void tiles_glyph_path(struct tiles_fonts *fonts, uint32_t font, uint32_t glyph, cairo_t *cairo);

#endif
