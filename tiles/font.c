/* tiles/font.c - fonts and shaped text. */
#include "tiles/font.h"

#include <ft2build.h>
#include <hb-ft.h>
#include <hb.h>
#include <stdlib.h>
#include <string.h>

#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "base/text.h"

struct tiles_fonts {
    FT_Library library;
    FT_Face faces[TILES_FONTS_MOST];
    hb_font_t *shapers[TILES_FONTS_MOST];
    uint32_t count;
    hb_buffer_t *buffer;
    uint64_t missing;
    uint32_t missing_character;
};

static void open_font(struct tiles_fonts *fonts, const char *path)
{
    FT_Face face;
    if (fonts->count == TILES_FONTS_MOST || FT_New_Face(fonts->library, path, 0, &face) != 0)
        return;
    if (!FT_IS_SCALABLE(face)) {
        FT_Done_Face(face);
        return;
    }
    hb_face_t *shared = hb_ft_face_create_referenced(face);
    hb_font_t *shaper = hb_font_create(shared); /* HarfBuzz's own reading, in font units */
    hb_face_destroy(shared);
    fonts->faces[fonts->count] = face;
    fonts->shapers[fonts->count++] = shaper;
}

static void open_list(struct tiles_fonts *fonts, const char *paths)
{
    char path[1024];
    for (const char *at = paths; *at;) {
        size_t length = strcspn(at, ":");
        if (length > 0 && length < sizeof path) {
            memcpy(path, at, length);
            path[length] = '\0';
            open_font(fonts, path);
        }
        at += length + (at[length] == ':');
    }
}

enum base_status tiles_fonts_open(const char *paths, struct tiles_fonts **out,
                                  struct base_error *err)
{
    struct tiles_fonts *fonts = calloc(1, sizeof *fonts);
    if (!fonts || FT_Init_FreeType(&fonts->library) != 0) {
        free(fonts);
        return base_fail(err, BASE_NO_MEMORY, "no memory for fonts");
    }
    fonts->buffer = hb_buffer_create();
    open_list(fonts, paths ? paths : TILES_FONT_PATHS);
    if (fonts->count == 0) {
        tiles_fonts_close(fonts);
        return base_fail(err, BASE_NOT_FOUND,
                         "no font was found at \"%.300s\"; install fonts-wqy-microhei, or name one "
                         "in the configuration",
                         paths ? paths : TILES_FONT_PATHS);
    }
    *out = fonts;
    return BASE_OK;
}

void tiles_fonts_close(struct tiles_fonts *fonts)
{
    if (!fonts)
        return;
    for (uint32_t i = 0; i < fonts->count; i++) {
        hb_font_destroy(fonts->shapers[i]);
        FT_Done_Face(fonts->faces[i]);
    }
    hb_buffer_destroy(fonts->buffer);
    FT_Done_FreeType(fonts->library);
    free(fonts);
}

uint64_t tiles_fonts_missing(const struct tiles_fonts *fonts, uint32_t *code_point)
{
    if (code_point)
        *code_point = fonts->missing_character;
    return fonts->missing;
}

/* The first font that has the character; the first of all when none has. */
static uint32_t font_for(struct tiles_fonts *fonts, uint32_t character)
{
    for (uint32_t i = 0; i < fonts->count; i++)
        if (FT_Get_Char_Index(fonts->faces[i], character) != 0)
            return i;
    return 0;
}

static bool keeps_font(uint32_t character)
{
    return character == ' ' || (character >= 0x300 && character < 0x370); /* blanks, marks */
}

/* The end of the run that begins at `from` and is drawn with one font. */
static size_t run_end(struct tiles_fonts *fonts, const char *text, size_t size, size_t from,
                      uint32_t *font)
{
    size_t at = from;
    *font = font_for(fonts, base_text_next(text, size, &at));
    while (at < size) {
        size_t next = at;
        uint32_t character = base_text_next(text, size, &next);
        if (!keeps_font(character) && font_for(fonts, character) != *font)
            break;
        at = next;
    }
    return at;
}

struct shaping {
    struct tiles_fonts *fonts;
    const char *text;
    size_t size;
    double spacing, pen;
    struct tiles_glyph *glyphs;
    uint32_t count, capacity;
};

static bool take_glyphs(struct shaping *shaping, uint32_t font)
{
    struct tiles_fonts *fonts = shaping->fonts;
    unsigned int count = 0;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(fonts->buffer, &count);
    const hb_glyph_position_t *places = hb_buffer_get_glyph_positions(fonts->buffer, &count);
    double em = fonts->faces[font]->units_per_EM;
    for (unsigned int i = 0; i < count; i++) {
        if (shaping->count == shaping->capacity)
            return false;
        size_t at = infos[i].cluster;
        uint32_t character = base_text_next(shaping->text, shaping->size, &at);
        if (infos[i].codepoint == 0) {
            fonts->missing++;
            fonts->missing_character = character;
        }
        struct tiles_glyph *glyph = &shaping->glyphs[shaping->count++];
        *glyph = (struct tiles_glyph){.font = font,
                                      .number = infos[i].codepoint,
                                      .x = shaping->pen + places[i].x_offset / em,
                                      .y = places[i].y_offset / em,
                                      .advance = places[i].x_advance / em + shaping->spacing,
                                      .character = character,
                                      .offset = infos[i].cluster};
        shaping->pen += glyph->advance;
    }
    return true;
}

enum base_status tiles_text_shape(struct tiles_fonts *fonts, const char *text, size_t size,
                                  double spacing, struct base_arena *arena,
                                  struct tiles_glyph **out, uint32_t *count, double *width,
                                  struct base_error *err)
{
    /* a cluster decomposes to at most a few glyphs; never more than two a byte */
    struct shaping shaping = {.fonts = fonts, .text = text, .size = size, .spacing = spacing};
    shaping.capacity = (uint32_t)(2 * size + 4);
    shaping.glyphs = base_arena_alloc(arena, shaping.capacity * sizeof *shaping.glyphs);
    if (!shaping.glyphs)
        return base_fail(err, BASE_NO_MEMORY, "no memory for a label");
    for (size_t from = 0; from < size;) {
        uint32_t font;
        size_t end = run_end(fonts, text, size, from, &font);
        hb_buffer_clear_contents(fonts->buffer);
        hb_buffer_add_utf8(fonts->buffer, text, (int)size, (unsigned int)from, (int)(end - from));
        hb_buffer_guess_segment_properties(fonts->buffer);
        hb_shape(fonts->shapers[font], fonts->buffer, NULL, 0);
        if (!take_glyphs(&shaping, font))
            break;
        from = end;
    }
    *out = shaping.glyphs;
    *count = shaping.count;
    *width = shaping.count ? shaping.pen - spacing : 0;
    return BASE_OK;
}

struct pen {
    cairo_t *cairo;
    double em, x, y;
};

static int move_to(const FT_Vector *to, void *context)
{
    struct pen *pen = context;
    cairo_close_path(pen->cairo);
    pen->x = (double)to->x / pen->em;
    pen->y = (double)to->y / pen->em;
    cairo_move_to(pen->cairo, pen->x, pen->y);
    return 0;
}

static int line_to(const FT_Vector *to, void *context)
{
    struct pen *pen = context;
    pen->x = (double)to->x / pen->em;
    pen->y = (double)to->y / pen->em;
    cairo_line_to(pen->cairo, pen->x, pen->y);
    return 0;
}

static int cubic_to(const FT_Vector *c1, const FT_Vector *c2, const FT_Vector *to, void *context)
{
    struct pen *pen = context;
    double x = (double)to->x / pen->em, y = (double)to->y / pen->em;
    cairo_curve_to(pen->cairo, (double)c1->x / pen->em, (double)c1->y / pen->em,
                   (double)c2->x / pen->em, (double)c2->y / pen->em, x, y);
    pen->x = x;
    pen->y = y;
    return 0;
}

static int conic_to(const FT_Vector *control, const FT_Vector *to, void *context)
{
    struct pen *pen = context;
    double cx = (double)control->x / pen->em, cy = (double)control->y / pen->em;
    double x = (double)to->x / pen->em, y = (double)to->y / pen->em;
    cairo_curve_to(pen->cairo, pen->x + (cx - pen->x) * 2 / 3, pen->y + (cy - pen->y) * 2 / 3,
                   x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y);
    pen->x = x;
    pen->y = y;
    return 0;
}

void tiles_glyph_path(struct tiles_fonts *fonts, uint32_t font, uint32_t glyph, cairo_t *cairo)
{
    static const FT_Outline_Funcs FUNCTIONS = {move_to, line_to, conic_to, cubic_to, 0, 0};
    FT_Face face = fonts->faces[font];
    struct pen pen = {.cairo = cairo, .em = face->units_per_EM};
    if (FT_Load_Glyph(face, glyph, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING) != 0 ||
        face->glyph->format != FT_GLYPH_FORMAT_OUTLINE)
        return;
    FT_Outline_Decompose(&face->glyph->outline, &FUNCTIONS, &pen);
    cairo_close_path(cairo);
}
