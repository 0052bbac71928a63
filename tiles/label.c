/* tiles/label.c - which labels stand where. */
#include "tiles/label.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "tiles/candidate.h"

#define CELL_PX  256.0
#define REACH_PX 220.0  /* a label reaches no farther from its anchor */
#define CELLS    4096U  /* slots of the table of cells; a power of two */
#define MOST     60000U /* labels looked at for one picture */

struct cell {
    int64_t x, y;
    struct tiles_label *labels;
    uint32_t count;
    bool used;
};

/* The content that labels depend on. */
struct content {
    unsigned char base[BASE_SECTION_HASH], divisions[BASE_SECTION_HASH], style[BASE_HASH_SIZE];
    base_date_t at;
    tiles_layer_set layers;
    enum geo_tms_id tms;
    int z;
};

struct tiles_labels {
    struct content content;
    struct tiles_candidates candidates;
    struct cell cells[CELLS];
    uint32_t cell_count, label_count;
};

static struct content content_of(const struct tiles_labels_of *of)
{
    const struct tiles_scene *scene = of->scene;
    const struct tiles_set *divisions = scene->divisions ? scene->divisions : scene->base;
    struct content content;
    memset(&content, 0, sizeof content); /* compared as bytes */
    memcpy(content.base, scene->base->hash, sizeof content.base);
    memcpy(content.divisions, divisions->hash, sizeof content.divisions);
    memcpy(content.style, of->style->hash, sizeof content.style);
    content.at = scene->at;
    content.layers = of->layers;
    content.tms = of->tms;
    content.z = of->z;
    return content;
}

static struct tiles_candidates candidates_of(const struct tiles_labels_of *of,
                                             struct tiles_fonts *fonts, struct base_arena *arena)
{
    return (struct tiles_candidates){of->scene, of->style, of->layers, of->tms,
                                     of->z,     fonts,     arena,      REACH_PX};
}

struct tiles_labels *tiles_labels_begin(const struct tiles_labels_of *of, struct tiles_fonts *fonts,
                                        struct base_arena *arena)
{
    struct tiles_labels *labels = base_arena_calloc(arena, 1, sizeof *labels);
    if (!labels)
        return NULL;
    labels->content = content_of(of);
    labels->candidates = candidates_of(of, fonts, arena);
    return labels;
}

bool tiles_labels_resume(struct tiles_labels *labels, const struct tiles_labels_of *of)
{
    struct content content = content_of(of);
    bool room = labels->cell_count < CELLS / 4 && labels->label_count < MOST / 2;
    if (!room || of->scene->finding_count > 0 ||
        memcmp(&content, &labels->content, sizeof content) != 0)
        return false;
    labels->candidates = candidates_of(of, labels->candidates.fonts, labels->candidates.arena);
    return true;
}

struct tiles_rect tiles_label_rect(const struct tiles_label *label, uint32_t shift)
{
    double x = label->anchor.x + label->shifts[shift].x,
           y = label->anchor.y + label->shifts[shift].y;
    const struct tiles_rect *box = &label->layout.box;
    return (struct tiles_rect){x + box->x0 - label->padding, y + box->y0 - label->padding,
                               x + box->x1 + label->padding, y + box->y1 + label->padding};
}

static bool rects_touch(struct tiles_rect a, struct tiles_rect b)
{
    return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

/* Cells are made when they are first asked for. */
static enum base_status find_cell(struct tiles_labels *labels, int64_t x, int64_t y,
                                  struct cell **out, struct base_error *err)
{
    uint64_t at = base_hash_mix((uint64_t)x * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)y);
    while (labels->cells[at & (CELLS - 1)].used &&
           (labels->cells[at & (CELLS - 1)].x != x || labels->cells[at & (CELLS - 1)].y != y))
        at++;
    struct cell *cell = &labels->cells[at & (CELLS - 1)];
    *out = cell;
    if (cell->used)
        return BASE_OK;
    if (labels->cell_count >= CELLS / 2 || labels->label_count >= MOST)
        return base_fail(err, BASE_UNAVAILABLE,
                         "a picture at this zoom would need more than %u labels", MOST);
    cell->x = x;
    cell->y = y;
    cell->used = true;
    labels->cell_count++;
    struct tiles_rect area = {(double)x * CELL_PX, (double)y * CELL_PX, (double)(x + 1) * CELL_PX,
                              (double)(y + 1) * CELL_PX};
    enum base_status status =
        tiles_candidates_find(&labels->candidates, area, &cell->labels, &cell->count, err);
    labels->label_count += cell->count;
    return status;
}

/* True when a is decided before b. */
static bool goes_before(const struct tiles_label *a, const struct tiles_label *b)
{
    if (a->style_layer != b->style_layer)
        return a->style_layer > b->style_layer;
    if (a->sort_key != b->sort_key)
        return a->sort_key < b->sort_key;
    if (a->hash != b->hash)
        return a->hash < b->hash;
    if (a->anchor.x != b->anchor.x)
        return a->anchor.x < b->anchor.x;
    return a->anchor.y < b->anchor.y;
}

static bool is_repeat(const struct tiles_label *a, const struct tiles_label *b)
{
    double limit = fmax(a->repeat_px, b->repeat_px);
    return limit > 0 && a->text_hash == b->text_hash && a->style_layer == b->style_layer &&
           hypot(a->anchor.x - b->anchor.x, a->anchor.y - b->anchor.y) < limit;
}

static enum base_status resolve(struct tiles_labels *labels, struct tiles_label *label,
                                struct base_error *err);

/* Takes from the bits of free (one a shift) those that a standing label blocks. */
static void block_shifts(const struct tiles_label *label, const struct tiles_label *other,
                         uint32_t *free_shifts)
{
    if (other->ignores)
        return;
    if (is_repeat(label, other)) {
        *free_shifts = 0;
        return;
    }
    for (uint32_t shift = 0; shift < label->shift_count; shift++)
        if (rects_touch(tiles_label_rect(label, shift), tiles_label_rect(other, other->chosen)))
            *free_shifts &= ~(1U << shift);
}

/* Where a label that could matter to this one may have its anchor. */
static struct tiles_rect reach_of(const struct tiles_label *label)
{
    struct tiles_rect reach = tiles_label_rect(label, 0);
    for (uint32_t shift = 1; shift < label->shift_count; shift++) {
        struct tiles_rect rect = tiles_label_rect(label, shift);
        reach = (struct tiles_rect){fmin(reach.x0, rect.x0), fmin(reach.y0, rect.y0),
                                    fmax(reach.x1, rect.x1), fmax(reach.y1, rect.y1)};
    }
    double far = fmax(REACH_PX, label->repeat_px);
    return (struct tiles_rect){reach.x0 - far, reach.y0 - far, reach.x1 + far, reach.y1 + far};
}

/* Could the other, wherever it ends up, be in the way? */
static bool may_matter(const struct tiles_label *label, const struct tiles_label *other)
{
    if (is_repeat(label, other))
        return true;
    for (uint32_t i = 0; i < label->shift_count; i++)
        for (uint32_t j = 0; j < other->shift_count; j++)
            if (rects_touch(tiles_label_rect(label, i), tiles_label_rect(other, j)))
                return true;
    return false;
}

static enum base_status ask_cell(struct tiles_labels *labels, struct tiles_label *label,
                                 struct cell *cell, uint32_t *free_shifts, struct base_error *err)
{
    for (uint32_t i = 0; i < cell->count && *free_shifts; i++) {
        struct tiles_label *other = &cell->labels[i];
        if (other == label || other->state == TILES_LABEL_OUT || !goes_before(other, label) ||
            !may_matter(label, other))
            continue;
        if (other->state == TILES_LABEL_OPEN) {
            enum base_status status = resolve(labels, other, err);
            if (status != BASE_OK)
                return status;
        }
        if (other->state == TILES_LABEL_STANDS)
            block_shifts(label, other, free_shifts);
    }
    return BASE_OK;
}

/* Decides one label. The chain of questions only goes to labels before it, so
 * it ends; with hashes for an order it is short. */
static enum base_status resolve(struct tiles_labels *labels, struct tiles_label *label,
                                struct base_error *err)
{
    uint32_t free_shifts = (1U << label->shift_count) - 1;
    struct tiles_rect reach = reach_of(label);
    label->state = TILES_LABEL_ASKED;
    for (int64_t y = (int64_t)floor(reach.y0 / CELL_PX);
         !label->overlaps && (double)y * CELL_PX <= reach.y1; y++)
        for (int64_t x = (int64_t)floor(reach.x0 / CELL_PX);
             free_shifts && (double)x * CELL_PX <= reach.x1; x++) {
            struct cell *cell;
            enum base_status status = find_cell(labels, x, y, &cell, err);
            if (status == BASE_OK)
                status = ask_cell(labels, label, cell, &free_shifts, err);
            if (status != BASE_OK)
                return status;
        }
    label->chosen = 0;
    while (free_shifts && !(free_shifts >> label->chosen & 1))
        label->chosen++;
    label->state = free_shifts ? TILES_LABEL_STANDS : TILES_LABEL_OUT;
    return BASE_OK;
}

static int compare_drawing(const void *a, const void *b)
{
    const struct tiles_label *x = *(const struct tiles_label *const *)a;
    const struct tiles_label *y = *(const struct tiles_label *const *)b;
    if (x->style_layer != y->style_layer)
        return x->style_layer < y->style_layer ? -1 : 1;
    return goes_before(y, x) ? -1 : goes_before(x, y) ? 1 : 0;
}

struct found {
    const struct tiles_label **labels;
    size_t count, capacity;
};

static bool keep(struct found *found, const struct tiles_label *label, struct base_arena *arena)
{
    if (found->count == found->capacity) {
        size_t wider = found->capacity ? found->capacity * 2 : 64;
        const struct tiles_label **labels = base_arena_alloc(arena, wider * sizeof(void *));
        if (!labels)
            return false;
        if (found->count)
            memcpy(labels, found->labels, found->count * sizeof(void *));
        found->labels = labels;
        found->capacity = wider;
    }
    found->labels[found->count++] = label;
    return true;
}

static bool touches_window(const struct tiles_label *label, struct tiles_rect window)
{
    for (uint32_t shift = 0; shift < label->shift_count; shift++)
        if (rects_touch(tiles_label_rect(label, shift), window))
            return true;
    return false;
}

static enum base_status find_in_cell(struct tiles_labels *labels, struct cell *cell,
                                     struct tiles_rect window, struct base_arena *arena,
                                     struct found *found, struct base_error *err)
{
    for (uint32_t i = 0; i < cell->count; i++) {
        struct tiles_label *label = &cell->labels[i];
        if (!touches_window(label, window))
            continue;
        if (label->state == TILES_LABEL_OPEN) {
            enum base_status status = resolve(labels, label, err);
            if (status != BASE_OK)
                return status;
        }
        if (label->state == TILES_LABEL_STANDS &&
            rects_touch(tiles_label_rect(label, label->chosen), window) &&
            !keep(found, label, arena))
            return base_fail(err, BASE_NO_MEMORY, "no memory for labels");
    }
    return BASE_OK;
}

enum base_status tiles_labels_find(struct tiles_labels *labels, struct tiles_rect window,
                                   struct base_arena *arena, const struct tiles_label ***out,
                                   size_t *count, struct base_error *err)
{
    struct found found = {0};
    for (int64_t y = (int64_t)floor((window.y0 - REACH_PX) / CELL_PX);
         (double)y * CELL_PX <= window.y1 + REACH_PX; y++)
        for (int64_t x = (int64_t)floor((window.x0 - REACH_PX) / CELL_PX);
             (double)x * CELL_PX <= window.x1 + REACH_PX; x++) {
            struct cell *cell;
            enum base_status status = find_cell(labels, x, y, &cell, err);
            if (status == BASE_OK)
                status = find_in_cell(labels, cell, window, arena, &found, err);
            if (status != BASE_OK)
                return status;
        }
    if (found.count)
        qsort(found.labels, found.count, sizeof *found.labels, compare_drawing);
    *out = found.labels;
    *count = found.count;
    return BASE_OK;
}
