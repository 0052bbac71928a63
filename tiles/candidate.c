/* tiles/candidate.c - the labels that want to stand in an area. */
#include "tiles/candidate.h"

#include <math.h>
#include <string.h>

#include "base/hash.h"

struct search {
    const struct tiles_candidates *from;
    struct tiles_rect area;
    struct tiles_view view; /* of the area: x = world - area.x0 */
    struct geo_box box;
    struct tiles_label *labels;
    uint32_t count, capacity;
    uint32_t layer_number;
    const struct styles_layer *layer;
};

static struct tiles_label *add_label(struct search *search)
{
    if (search->count == search->capacity) {
        uint32_t wider = search->capacity ? search->capacity * 2 : 32;
        struct tiles_label *labels = base_arena_calloc(search->from->arena, wider, sizeof *labels);
        if (!labels)
            return NULL;
        if (search->count)
            memcpy(labels, search->labels, search->count * sizeof *labels);
        search->labels = labels;
        search->capacity = wider;
    }
    return &search->labels[search->count++];
}

static enum base_status no_memory(struct base_error *err)
{
    return base_fail(err, BASE_NO_MEMORY, "no memory for labels");
}

/* Where the text stands against its anchor: "top-left" means that the text's
 * top left corner is at the anchor. */
static struct tiles_xy shift_for(const char *anchor, const struct tiles_rect *box, double away_px)
{
    struct tiles_xy shift = {0, 0};
    double width = box->x1 - box->x0, height = box->y1 - box->y0;
    bool diagonal = strchr(anchor, '-') != NULL;
    double away = diagonal ? away_px * 0.7071 : away_px;
    if (strstr(anchor, "left"))
        shift.x = width / 2 + away;
    if (strstr(anchor, "right"))
        shift.x = -width / 2 - away;
    if (strstr(anchor, "top"))
        shift.y = height / 2 + away;
    if (strstr(anchor, "bottom"))
        shift.y = -height / 2 - away;
    return shift;
}

#define VALUE(get, property) get(search->from->style, search->layer, property, scope)

static void fill_shifts(const struct search *search, const struct styles_scope *scope,
                        struct tiles_label *label)
{
    double size = label->size_px;
    struct styles_value wishes = VALUE(styles_layer_value, STYLES_TEXT_VARIABLE_ANCHOR);
    struct styles_value offset = VALUE(styles_layer_value, STYLES_TEXT_OFFSET);
    double away = VALUE(styles_layer_number, STYLES_TEXT_RADIAL_OFFSET) * size;
    label->shift_count = 0;
    if (wishes.kind == STYLES_ARRAY)
        for (uint32_t i = 0; i < wishes.as.array.count && i < TILES_ANCHORS_MOST; i++)
            label->shifts[label->shift_count++] =
                shift_for(wishes.as.array.items[i].as.text, &label->layout.box, away);
    if (label->shift_count > 0)
        return;
    struct tiles_xy shift =
        shift_for(VALUE(styles_layer_text, STYLES_TEXT_ANCHOR), &label->layout.box, away);
    if (away == 0 && offset.kind == STYLES_ARRAY && offset.as.array.count == 2) {
        shift.x += offset.as.array.items[0].as.number * size;
        shift.y += offset.as.array.items[1].as.number * size;
    }
    label->shifts[label->shift_count++] = shift;
}

static uint64_t hash_text(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

/* What a label is, but for its layout and anchor. */
static void fill_label(const struct search *search, const struct styles_scope *scope,
                       const char *text, struct tiles_label *label)
{
    struct styles_value key = VALUE(styles_layer_value, STYLES_SYMBOL_SORT_KEY);
    *label = (struct tiles_label){
        .style_layer = search->layer_number,
        .sort_key = key.kind == STYLES_NUMBER ? key.as.number : 0,
        .id = scope->feature->id,
        .hash = base_hash_mix((uint64_t)scope->feature->id + 1),
        .text_hash = hash_text(text),
        .text = text,
        .size_px = VALUE(styles_layer_number, STYLES_TEXT_SIZE),
        .padding = VALUE(styles_layer_number, STYLES_TEXT_PADDING),
        .overlaps = VALUE(styles_layer_boolean, STYLES_TEXT_ALLOW_OVERLAP),
        .ignores = VALUE(styles_layer_boolean, STYLES_TEXT_IGNORE_PLACEMENT),
        .color = VALUE(styles_layer_color, STYLES_TEXT_COLOR),
        .halo = VALUE(styles_layer_color, STYLES_TEXT_HALO_COLOR),
        .halo_px = VALUE(styles_layer_number, STYLES_TEXT_HALO_WIDTH),
        .opacity = VALUE(styles_layer_number, STYLES_TEXT_OPACITY),
    };
}

static bool in_area(const struct search *search, struct tiles_xy world)
{
    return world.x >= search->area.x0 && world.x < search->area.x1 && world.y >= search->area.y0 &&
           world.y < search->area.y1;
}

static bool reaches_too_far(const struct search *search, const struct tiles_label *label)
{
    double reach = search->from->reach_px;
    for (uint32_t shift = 0; shift < label->shift_count; shift++) {
        struct tiles_rect rect = tiles_label_rect(label, shift);
        if (rect.x0 < label->anchor.x - reach || rect.x1 > label->anchor.x + reach ||
            rect.y0 < label->anchor.y - reach || rect.y1 > label->anchor.y + reach)
            return true;
    }
    return false;
}

static enum base_status add_point_labels(struct search *search, const struct styles_scope *scope,
                                         const char *text, const struct tiles_shape *shape,
                                         struct base_error *err)
{
    struct tiles_layout_style style = {
        .spacing_em = VALUE(styles_layer_number, STYLES_TEXT_LETTER_SPACING),
        .max_width_em = VALUE(styles_layer_number, STYLES_TEXT_MAX_WIDTH),
        .line_height_em = VALUE(styles_layer_number, STYLES_TEXT_LINE_HEIGHT),
        .size_px = VALUE(styles_layer_number, STYLES_TEXT_SIZE),
    };
    for (uint32_t i = 0; i < shape->point_count; i++) {
        struct tiles_xy world = {shape->points[i].x + search->area.x0,
                                 shape->points[i].y + search->area.y0};
        if (!in_area(search, world) || style.size_px <= 0)
            continue;
        struct tiles_label *label = add_label(search);
        if (!label)
            return no_memory(err);
        fill_label(search, scope, text, label);
        enum base_status status = tiles_layout_block(search->from->fonts, text, &style,
                                                     search->from->arena, &label->layout, err);
        if (status != BASE_OK)
            return status;
        label->anchor = world;
        fill_shifts(search, scope, label);
        if (label->layout.count == 0 || reaches_too_far(search, label))
            search->count--;
    }
    return BASE_OK;
}

static double line_length(const struct tiles_xy *points, uint32_t count)
{
    double length = 0;
    for (uint32_t i = 1; i < count; i++)
        length += hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
    return length;
}

struct line_text {
    const char *text;
    struct tiles_glyph *glyphs;
    uint32_t count;
    double width_em, size_px, spacing_px, max_angle;
};

/* One label with its middle at `middle` px along the line, when it fits there. */
static enum base_status add_on_line(struct search *search, const struct styles_scope *scope,
                                    const struct line_text *text, const struct tiles_xy *points,
                                    uint32_t count, double middle, uint64_t number,
                                    struct base_error *err)
{
    struct tiles_layout layout;
    struct tiles_xy anchor;
    if (!tiles_layout_line(points, count, middle, text->glyphs, text->count, text->width_em,
                           text->size_px, text->max_angle, search->from->arena, &layout, &anchor))
        return BASE_OK;
    struct tiles_label *label = add_label(search);
    if (!label)
        return no_memory(err);
    fill_label(search, scope, text->text, label);
    label->layout = layout;
    label->anchor = (struct tiles_xy){anchor.x + search->area.x0, anchor.y + search->area.y0};
    label->shift_count = 1;
    label->repeat_px = fmin(text->spacing_px * 0.6, search->from->reach_px);
    label->hash = base_hash_mix(label->hash + number);
    if (reaches_too_far(search, label))
        search->count--;
    return BASE_OK;
}

/* The labels along one line, spaced evenly around its middle. Only those whose
 * middle is in the area are laid out. */
static enum base_status add_along(struct search *search, const struct styles_scope *scope,
                                  const struct line_text *text, const struct tiles_xy *points,
                                  uint32_t count, struct base_error *err)
{
    double length = line_length(points, count), width = text->width_em * text->size_px;
    if (length < width * 1.05)
        return BASE_OK;
    double places = fmax(1, floor(length / text->spacing_px)), passed = 0;
    double next = length / 2 - (places - 1) / 2 * text->spacing_px;
    uint64_t number = 0;
    enum base_status status = BASE_OK;
    for (uint32_t i = 1; i < count && status == BASE_OK; i++) {
        double dx = points[i].x - points[i - 1].x, dy = points[i].y - points[i - 1].y;
        double step = hypot(dx, dy);
        for (; next <= passed + step && (double)number < places && status == BASE_OK;
             next += text->spacing_px, number++) {
            double t = step > 0 ? (next - passed) / step : 0;
            struct tiles_xy world = {points[i - 1].x + dx * t + search->area.x0,
                                     points[i - 1].y + dy * t + search->area.y0};
            if (in_area(search, world))
                status = add_on_line(search, scope, text, points, count, next, number, err);
        }
        passed += step;
    }
    return status;
}

static enum base_status add_line_labels(struct search *search, const struct styles_scope *scope,
                                        const char *text, const struct tiles_shape *shape,
                                        struct base_error *err)
{
    struct line_text line = {
        .text = text,
        .size_px = VALUE(styles_layer_number, STYLES_TEXT_SIZE),
        .spacing_px = VALUE(styles_layer_number, STYLES_SYMBOL_SPACING),
        .max_angle = GEO_RADIANS(VALUE(styles_layer_number, STYLES_TEXT_MAX_ANGLE)),
    };
    enum base_status status =
        tiles_text_shape(search->from->fonts, text, strlen(text),
                         VALUE(styles_layer_number, STYLES_TEXT_LETTER_SPACING),
                         search->from->arena, &line.glyphs, &line.count, &line.width_em, err);
    for (uint32_t i = 0; status == BASE_OK && i < shape->count && line.size_px > 0; i++)
        status = add_along(search, scope, &line, shape->points + shape->starts[i],
                           tiles_shape_size(shape, i), err);
    return status;
}

static enum base_status add_feature(struct search *search, const struct tiles_feature *feature,
                                    struct base_error *err)
{
    struct styles_feature style_feature = tiles_feature_style(feature);
    struct styles_scope scope_value = {search->view.zoom, &style_feature, search->from->arena};
    const struct styles_scope *scope = &scope_value;
    struct tiles_shape shape;
    if (!styles_layer_accepts(search->layer, scope))
        return BASE_OK;
    const char *text = VALUE(styles_layer_text, STYLES_TEXT_FIELD);
    if (!*text)
        return BASE_OK;
    text = base_arena_strdup(search->from->arena, text);
    if (!text)
        return no_memory(err);
    tiles_shape_init(&shape, search->from->arena);
    enum tiles_shape_kind kind = tiles_feature_shape(feature, &search->view, &search->box, &shape);
    if (shape.failed)
        return no_memory(err);
    bool along = strcmp(VALUE(styles_layer_text, STYLES_SYMBOL_PLACEMENT), "line") == 0;
    if (along && kind == TILES_LINES)
        return add_line_labels(search, scope, text, &shape, err);
    if (!along && kind == TILES_POINTS)
        return add_point_labels(search, scope, text, &shape, err);
    return BASE_OK;
}

static enum base_status search_layer(struct search *search, struct base_error *err)
{
    struct tiles_feature *features;
    size_t count;
    enum tiles_layer layer = tiles_layer_find(search->layer->source_layer);
    if (layer == TILES_LAYERS || !(search->from->layers & TILES_LAYER_BIT(layer)))
        return BASE_OK;
    enum base_status status =
        tiles_scene_query(search->from->scene, layer, &search->view, search->box,
                          search->from->arena, &features, &count, err);
    for (size_t i = 0; status == BASE_OK && i < count; i++)
        status = add_feature(search, &features[i], err);
    return status;
}

enum base_status tiles_candidates_find(const struct tiles_candidates *candidates,
                                       struct tiles_rect area, struct tiles_label **out,
                                       uint32_t *count, struct base_error *err)
{
    struct search search = {.from = candidates, .area = area};
    search.view = tiles_view_make(candidates->tms, candidates->z, area.x0, area.y0,
                                  area.x1 - area.x0, area.y1 - area.y0, 1, -1);
    search.box = tiles_view_box(&search.view, 1);
    enum base_status status = BASE_OK;
    for (uint32_t i = 0; status == BASE_OK && i < candidates->style->layer_count; i++) {
        search.layer = &candidates->style->layers[i];
        search.layer_number = i;
        if (search.layer->type == STYLES_SYMBOL &&
            styles_layer_is_visible(search.layer, search.view.zoom))
            status = search_layer(&search, err);
    }
    *out = search.labels;
    *count = search.count;
    return status;
}
