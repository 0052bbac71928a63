/* tiles/layout.c - a label's text laid out around its anchor. */
#include "tiles/layout.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "geo/grid.h"

/* Middle of a Han character above the base line, in em. */
#define MIDDLE_EM 0.38

#define LINES_MOST  8
#define GLYPHS_MOST 64 /* a longer text stays on one line */

struct block {
    const struct tiles_glyph *glyphs;
    uint32_t count;
    double spacing, widest; /* em */
    uint32_t starts[LINES_MOST + 1];
    uint32_t lines;
};

static bool is_one_of(uint32_t character, const char *set)
{
    for (size_t at = 0, size = strlen(set); at < size;)
        if (base_text_next(set, size, &at) == character)
            return true;
    return false;
}

#define OPENING "（《「『【(["
#define CLOSING "，。、）》」』】！？；：·—,.)]"

/* True when a line may end before glyph i. */
static bool can_break(const struct tiles_glyph *glyphs, uint32_t i)
{
    uint32_t before = glyphs[i - 1].character, after = glyphs[i].character;
    if (is_one_of(after, CLOSING) || is_one_of(before, OPENING))
        return false;
    if (before == ' ' || before == 0x200B)
        return true;
    return (base_text_is_han(before) || is_one_of(before, CLOSING)) &&
           (base_text_is_han(after) || is_one_of(after, OPENING));
}

/* Width of glyphs first..end as a line, in em: without blanks and spacing at its end. */
static double span_width(const struct tiles_glyph *glyphs, uint32_t first, uint32_t end,
                         double spacing)
{
    while (end > first && glyphs[end - 1].character == ' ')
        end--;
    double width = 0;
    for (uint32_t i = first; i < end; i++)
        width += glyphs[i].advance;
    return width > 0 ? width - spacing : 0;
}

/* How bad a line of first..end is: off the even width, far worse beyond the
 * widest allowed, a little better before 自治 (县, 州, 区) and before an opening bracket. */
static double badness(const struct block *block, uint32_t first, uint32_t end, double even)
{
    double width = span_width(block->glyphs, first, end, block->spacing);
    double over = fmax(0, width - block->widest), off = width - even;
    uint32_t next = end < block->count ? block->glyphs[end].character : 0;
    uint32_t after = end + 1 < block->count ? block->glyphs[end + 1].character : 0;
    bool natural = (next == 0x81EA && after == 0x6CBB) || (next && is_one_of(next, OPENING));
    return off * off + 100 * over * over - (natural ? 3 : 0);
}

/* Breaks with the least badness in all, by dynamic programming (after Knuth and
 * Plass, Software: Practice and Experience 11, 1981). */
static void break_lines(struct block *block, double even)
{
    double least[GLYPHS_MOST + 1] = {0};
    uint32_t before[GLYPHS_MOST + 1] = {0}, lines[GLYPHS_MOST + 1] = {0};
    uint32_t n = block->count;
    for (uint32_t end = 1; end <= n; end++) {
        least[end] = INFINITY;
        for (uint32_t first = 0; first < end && (end == n || can_break(block->glyphs, end));
             first++) {
            double bad = least[first] + badness(block, first, end, even);
            if (lines[first] < LINES_MOST && bad < least[end]) {
                least[end] = bad;
                before[end] = first;
                lines[end] = lines[first] + 1;
            }
        }
    }
    block->lines = lines[n];
    for (uint32_t end = n, line = block->lines; line > 0; end = before[end])
        block->starts[line--] = end;
    block->starts[0] = 0;
}

static void place_line(const struct block *block, uint32_t line, double width, double y_px,
                       double size_px, struct tiles_layout *out)
{
    uint32_t first = block->starts[line], end = block->starts[line + 1];
    double from = first < end ? block->glyphs[first].x : 0;
    for (uint32_t i = first; i < end; i++) {
        const struct tiles_glyph *glyph = &block->glyphs[i];
        if (glyph->character == ' ')
            continue;
        out->glyphs[out->count++] = (struct tiles_placed_glyph){
            .font = glyph->font,
            .number = glyph->number,
            .x = (glyph->x - from - width / 2) * size_px,
            .y = y_px - glyph->y * size_px,
        };
    }
}

enum base_status tiles_layout_block(struct tiles_fonts *fonts, const char *text,
                                    const struct tiles_layout_style *style,
                                    struct base_arena *arena, struct tiles_layout *out,
                                    struct base_error *err)
{
    struct tiles_glyph *glyphs;
    struct block block = {0};
    double total, widest = 0, size = style->size_px;
    enum base_status status = tiles_text_shape(fonts, text, strlen(text), style->spacing_em, arena,
                                               &glyphs, &block.count, &total, err);
    if (status != BASE_OK)
        return status;
    block.glyphs = glyphs;
    block.spacing = style->spacing_em;
    block.widest = fmax(style->max_width_em, 1);
    block.lines = 1;
    block.starts[1] = block.count;
    if (style->max_width_em > 0 && total > block.widest + 1e-6 && block.count <= GLYPHS_MOST)
        break_lines(&block, total / ceil(total / block.widest - 1e-6));
    struct tiles_layout layout = {
        .glyphs = base_arena_calloc(arena, block.count + 1, sizeof *layout.glyphs)};
    if (!layout.glyphs)
        return base_fail(err, BASE_NO_MEMORY, "no memory for a label");
    double step = style->line_height_em * size;
    for (uint32_t line = 0; line < block.lines; line++) {
        double width =
            span_width(glyphs, block.starts[line], block.starts[line + 1], style->spacing_em);
        double middle = (line - (block.lines - 1) / 2.0) * step;
        place_line(&block, line, width, middle + MIDDLE_EM * size, size, &layout);
        widest = fmax(widest, width);
    }
    double half_height = ((block.lines - 1) * step + size) / 2;
    layout.box =
        (struct tiles_rect){-widest * size / 2, -half_height, widest * size / 2, half_height};
    *out = layout;
    return BASE_OK;
}

/* The point at distance from the line's start, and the direction there. */
static bool walk(const struct tiles_xy *points, uint32_t count, double distance,
                 struct tiles_xy *out, double *angle)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        double dx = points[i + 1].x - points[i].x, dy = points[i + 1].y - points[i].y;
        double length = hypot(dx, dy);
        if (distance <= length && length > 0) {
            double t = distance / length;
            *out = (struct tiles_xy){points[i].x + dx * t, points[i].y + dy * t};
            *angle = atan2(dy, dx);
            return distance >= 0;
        }
        distance -= length;
    }
    return false;
}

static double turn(double from, double to)
{
    return fabs(remainder(to - from, 2 * GEO_PI));
}

static struct tiles_rect around(struct tiles_rect box, double x, double y, double half)
{
    return (struct tiles_rect){fmin(box.x0, x - half), fmin(box.y0, y - half),
                               fmax(box.x1, x + half), fmax(box.y1, y + half)};
}

/* False when anything but Han characters is in the text. */
static bool is_all_han(const struct tiles_glyph *glyphs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!base_text_is_han(glyphs[i].character))
            return false;
    return true;
}

bool tiles_layout_line(const struct tiles_xy *points, uint32_t count, double middle_px,
                       const struct tiles_glyph *glyphs, uint32_t glyph_count, double width_em,
                       double size_px, double max_angle, struct base_arena *arena,
                       struct tiles_layout *out, struct tiles_xy *anchor)
{
    double half = width_em * size_px / 2, first_angle, last_angle, unused;
    struct tiles_xy first, last;
    if (!walk(points, count, middle_px - half, &first, &first_angle) ||
        !walk(points, count, middle_px + half, &last, &last_angle) ||
        !walk(points, count, middle_px, anchor, &unused))
        return false;
    double chord = atan2(last.y - first.y, last.x - first.x);
    bool han = is_all_han(glyphs, glyph_count);
    bool steep = han && fabs(sin(chord)) > 0.866; /* 60°: characters stay upright */
    bool backwards = steep ? last.y < first.y : last.x < first.x;
    struct tiles_layout layout = {
        .glyphs = base_arena_calloc(arena, glyph_count + 1, sizeof *layout.glyphs),
        .box = {INFINITY, INFINITY, -INFINITY, -INFINITY}};
    if (!layout.glyphs)
        return false;
    double before = 0;
    for (uint32_t i = 0; i < glyph_count; i++) {
        double along = (glyphs[i].x + fmin(glyphs[i].advance, 1) / 2) * size_px - half, angle;
        struct tiles_xy at;
        if (!walk(points, count, middle_px + (backwards ? -along : along), &at, &angle))
            return false;
        angle += backwards ? GEO_PI : 0;
        if (i > 0 && turn(before, angle) > max_angle)
            return false;
        before = angle;
        if (steep)
            angle = 0;
        double back = fmin(glyphs[i].advance, 1) / 2 * size_px, down = MIDDLE_EM * size_px;
        layout.glyphs[layout.count++] = (struct tiles_placed_glyph){
            .font = glyphs[i].font,
            .number = glyphs[i].number,
            .x = at.x - anchor->x - back * cos(angle) - down * sin(angle),
            .y = at.y - anchor->y - back * sin(angle) + down * cos(angle),
            .angle = angle,
        };
        layout.box = around(layout.box, at.x - anchor->x, at.y - anchor->y, size_px * 0.6);
    }
    *out = layout;
    return glyph_count > 0;
}
