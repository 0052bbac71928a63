/* tiles/paint.c - drawing a style with Cairo. */
#include "tiles/paint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tiles/label.h"
#include "tiles/label_paint.h"

/* Geometry is cut this far outside the window, beyond any line's half width. */
#define MARGIN_PX 24.0

struct painter {
    const struct tiles_scene *scene;
    const struct styles_style *style;
    const struct styles_layer *layer;
    tiles_layer_set layers;
    struct tiles_view view;
    struct geo_box box;
    struct tiles_rect rect;
    double scale;
    struct tiles_worker *worker;
    struct base_arena *arena;
    cairo_t *cairo;
    struct tiles_feature *features; /* of the layer being drawn, accepted, sorted */
    double *sort_keys;
    size_t count;
};

static enum base_status no_memory(struct base_error *err)
{
    return base_fail(err, BASE_NO_MEMORY, "no memory for a picture");
}

static void set_color(cairo_t *cairo, struct styles_color color, double opacity)
{
    cairo_set_source_rgba(cairo, color.red, color.green, color.blue, color.alpha * opacity);
}

static enum styles_property sort_property(enum styles_layer_type type)
{
    static const enum styles_property KEYS[STYLES_LAYER_TYPES] = {
        [STYLES_BACKGROUND] = STYLES_PROPERTY_COUNT, [STYLES_FILL] = STYLES_FILL_SORT_KEY,
        [STYLES_LINE] = STYLES_LINE_SORT_KEY,        [STYLES_CIRCLE] = STYLES_CIRCLE_SORT_KEY,
        [STYLES_SYMBOL] = STYLES_SYMBOL_SORT_KEY,
    };
    return KEYS[type];
}

/* Sorts features by their keys, keeping the order of equal ones. */
static void sort_features(struct painter *painter)
{
    for (size_t i = 1; i < painter->count; i++) {
        struct tiles_feature feature = painter->features[i];
        double key = painter->sort_keys[i];
        size_t at = i;
        for (; at > 0 && painter->sort_keys[at - 1] > key; at--) {
            painter->features[at] = painter->features[at - 1];
            painter->sort_keys[at] = painter->sort_keys[at - 1];
        }
        painter->features[at] = feature;
        painter->sort_keys[at] = key;
    }
}

/* Keeps those features of the query that pass the filter. */
static void accept_features(struct painter *painter, size_t count)
{
    const struct styles_layer *layer = painter->layer;
    enum styles_property key = sort_property(layer->type);
    bool sorts = layer->properties[key] != NULL;
    painter->count = 0;
    for (size_t i = 0; i < count; i++) {
        struct styles_feature feature = tiles_feature_style(&painter->features[i]);
        struct styles_scope scope = {painter->view.zoom, &feature, painter->arena};
        if (!styles_layer_accepts(layer, &scope))
            continue;
        if (sorts)
            painter->sort_keys[painter->count] =
                styles_layer_number(painter->style, layer, key, &scope);
        painter->features[painter->count++] = painter->features[i];
    }
    if (sorts)
        sort_features(painter);
}

static enum base_status find_features(struct painter *painter, struct base_error *err)
{
    size_t count = 0;
    enum tiles_layer layer = tiles_layer_find(painter->layer->source_layer);
    painter->count = 0;
    if (layer == TILES_LAYERS || !(painter->layers & TILES_LAYER_BIT(layer)))
        return BASE_OK;
    enum base_status status = tiles_scene_query(painter->scene, layer, &painter->view, painter->box,
                                                painter->arena, &painter->features, &count, err);
    if (status != BASE_OK)
        return status;
    painter->sort_keys = base_arena_calloc(painter->arena, count + 1, sizeof(double));
    if (!painter->sort_keys)
        return no_memory(err);
    accept_features(painter, count);
    return BASE_OK;
}

/* The feature cut to the rectangle. */
static enum base_status cut_feature(struct painter *painter, size_t i, struct tiles_shape *out,
                                    enum tiles_shape_kind *kind, struct base_error *err)
{
    struct tiles_shape shape;
    tiles_shape_init(&shape, painter->arena);
    tiles_shape_init(out, painter->arena);
    *kind = tiles_feature_shape(&painter->features[i], &painter->view, &painter->box, &shape);
    if (!shape.failed && *kind == TILES_RINGS)
        tiles_clip_rings(&shape, painter->rect, false, out);
    else if (!shape.failed)
        *out = shape;
    return shape.failed || out->failed ? no_memory(err) : BASE_OK;
}

static void add_path(cairo_t *cairo, const struct tiles_shape *shape, bool close)
{
    for (uint32_t part = 0; part < shape->count; part++) {
        for (uint32_t i = shape->starts[part]; i < shape->starts[part + 1]; i++) {
            if (i == shape->starts[part])
                cairo_move_to(cairo, shape->points[i].x, shape->points[i].y);
            else
                cairo_line_to(cairo, shape->points[i].x, shape->points[i].y);
        }
        if (close)
            cairo_close_path(cairo);
    }
}

#define VALUE(get, property) get(painter->style, painter->layer, property, scope)

static enum base_status fill_feature(struct painter *painter, size_t i,
                                     const struct styles_scope *scope, struct base_error *err)
{
    struct tiles_shape shape;
    enum tiles_shape_kind kind;
    enum base_status status = cut_feature(painter, i, &shape, &kind, err);
    if (status != BASE_OK || kind != TILES_RINGS || shape.count == 0)
        return status;
    double opacity = VALUE(styles_layer_number, STYLES_FILL_OPACITY);
    bool smooth = VALUE(styles_layer_boolean, STYLES_FILL_ANTIALIAS);
    struct styles_value outline = VALUE(styles_layer_value, STYLES_FILL_OUTLINE_COLOR);
    cairo_set_antialias(painter->cairo, smooth ? CAIRO_ANTIALIAS_DEFAULT : CAIRO_ANTIALIAS_NONE);
    set_color(painter->cairo, VALUE(styles_layer_color, STYLES_FILL_COLOR), opacity);
    add_path(painter->cairo, &shape, true);
    cairo_fill_preserve(painter->cairo);
    if (outline.kind == STYLES_COLOR) {
        set_color(painter->cairo, outline.as.color, opacity);
        cairo_set_line_width(painter->cairo, painter->scale);
        cairo_stroke_preserve(painter->cairo);
    }
    cairo_new_path(painter->cairo);
    return BASE_OK;
}

/* Areas that tile the plane are added up in a group of their own: along a
 * shared edge the two shares of a pixel make one, and nothing shines through. */
static enum base_status paint_fill(struct painter *painter, struct base_error *err)
{
    enum base_status status = BASE_OK;
    bool adds = painter->layer->coverage && painter->count > 1;
    if (adds) {
        cairo_push_group(painter->cairo);
        cairo_set_operator(painter->cairo, CAIRO_OPERATOR_ADD);
    }
    for (size_t i = 0; status == BASE_OK && i < painter->count; i++) {
        struct styles_feature feature = tiles_feature_style(&painter->features[i]);
        struct styles_scope scope = {painter->view.zoom, &feature, painter->arena};
        status = fill_feature(painter, i, &scope, err);
    }
    if (adds) {
        cairo_pop_group_to_source(painter->cairo);
        cairo_paint(painter->cairo);
    }
    cairo_set_antialias(painter->cairo, CAIRO_ANTIALIAS_DEFAULT);
    return status;
}

/* What a stroke looks like; equal neighbours are stroked together. */
struct stroke {
    struct styles_color color;
    double width, opacity;
    double dashes[16];
    uint32_t dash_count;
    cairo_line_cap_t cap;
    cairo_line_join_t join;
    double miter_limit;
};

static cairo_line_cap_t find_cap(const char *name)
{
    if (strcmp(name, "round") == 0)
        return CAIRO_LINE_CAP_ROUND;
    return strcmp(name, "square") == 0 ? CAIRO_LINE_CAP_SQUARE : CAIRO_LINE_CAP_BUTT;
}

static cairo_line_join_t find_join(const char *name)
{
    if (strcmp(name, "round") == 0)
        return CAIRO_LINE_JOIN_ROUND;
    return strcmp(name, "bevel") == 0 ? CAIRO_LINE_JOIN_BEVEL : CAIRO_LINE_JOIN_MITER;
}

static struct stroke stroke_of(const struct painter *painter, const struct styles_scope *scope)
{
    struct stroke stroke = {
        .color = VALUE(styles_layer_color, STYLES_LINE_COLOR),
        .width = VALUE(styles_layer_number, STYLES_LINE_WIDTH) * painter->scale,
        .opacity = VALUE(styles_layer_number, STYLES_LINE_OPACITY),
        .cap = find_cap(VALUE(styles_layer_text, STYLES_LINE_CAP)),
        .join = find_join(VALUE(styles_layer_text, STYLES_LINE_JOIN)),
        .miter_limit = VALUE(styles_layer_number, STYLES_LINE_MITER_LIMIT),
    };
    struct styles_value dashes = VALUE(styles_layer_value, STYLES_LINE_DASHARRAY);
    double period = 0;
    for (uint32_t i = 0; dashes.kind == STYLES_ARRAY && i < dashes.as.array.count && i < 16; i++) {
        stroke.dashes[i] = dashes.as.array.items[i].as.number * stroke.width;
        period += stroke.dashes[i];
        stroke.dash_count++;
    }
    if (period <= 0)
        stroke.dash_count = 0;
    return stroke;
}

static bool strokes_equal(const struct stroke *a, const struct stroke *b)
{
    return a->width == b->width && a->opacity == b->opacity && a->cap == b->cap &&
           a->join == b->join && a->dash_count == 0 && b->dash_count == 0 &&
           memcmp(&a->color, &b->color, sizeof a->color) == 0;
}

static void apply_stroke(struct painter *painter, const struct stroke *stroke)
{
    set_color(painter->cairo, stroke->color, stroke->opacity);
    cairo_set_line_width(painter->cairo, stroke->width);
    cairo_set_line_cap(painter->cairo, stroke->cap);
    cairo_set_line_join(painter->cairo, stroke->join);
    cairo_set_miter_limit(painter->cairo, stroke->miter_limit);
}

static double line_length(const struct tiles_xy *points, uint32_t count)
{
    double length = 0;
    for (uint32_t i = 1; i < count; i++)
        length += hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y);
    return length;
}

/* The pattern stretched so that a whole number of periods lies between the
 * line's ends: each end, and so each junction, falls in the middle of the first
 * dash. Returns the offset at which the line begins. */
static double fit_dashes(const struct stroke *stroke, double length, double dashes[16])
{
    double period = 0;
    for (uint32_t i = 0; i < stroke->dash_count; i++)
        period += stroke->dashes[i];
    period *= stroke->dash_count % 2 ? 2 : 1; /* an odd pattern is repeated */
    double periods = fmax(1, round(length / period));
    double stretch = length > period / 2 ? length / (periods * period) : 1;
    for (uint32_t i = 0; i < stroke->dash_count; i++)
        dashes[i] = stroke->dashes[i] * stretch;
    return dashes[0] / 2;
}

static bool clip_part(struct tiles_rect rect, struct tiles_xy a, struct tiles_xy b, double *t0,
                      double *t1)
{
    struct tiles_xy d = {b.x - a.x, b.y - a.y};
    const double p[4] = {-d.x, d.x, -d.y, d.y};
    const double q[4] = {a.x - rect.x0, rect.x1 - a.x, a.y - rect.y0, rect.y1 - a.y};
    *t0 = 0;
    *t1 = 1;
    for (int i = 0; i < 4; i++) {
        if (p[i] == 0 && q[i] < 0)
            return false;
        if (p[i] < 0)
            *t0 = fmax(*t0, q[i] / p[i]);
        if (p[i] > 0)
            *t1 = fmin(*t1, q[i] / p[i]);
    }
    return *t0 <= *t1;
}

/* Strokes what lies in the rectangle, run by run, each with the pattern as far
 * on as the line is at its beginning: so dashes run through every tile edge. */
static void stroke_dashed(struct painter *painter, const struct stroke *stroke,
                          const struct tiles_xy *p, uint32_t count)
{
    double dashes[16], passed = 0;
    double offset = fit_dashes(stroke, line_length(p, count), dashes);
    bool open = false;
    for (uint32_t i = 0; i + 1 < count; i++) {
        double t0, t1, length = hypot(p[i + 1].x - p[i].x, p[i + 1].y - p[i].y);
        bool inside = clip_part(painter->rect, p[i], p[i + 1], &t0, &t1);
        struct tiles_xy d = {p[i + 1].x - p[i].x, p[i + 1].y - p[i].y};
        if (inside && (!open || t0 > 0)) {
            if (open)
                cairo_stroke(painter->cairo);
            cairo_set_dash(painter->cairo, dashes, (int)stroke->dash_count,
                           offset + passed + t0 * length);
            cairo_move_to(painter->cairo, p[i].x + d.x * t0, p[i].y + d.y * t0);
            open = true;
        }
        if (inside)
            cairo_line_to(painter->cairo, p[i].x + d.x * t1, p[i].y + d.y * t1);
        if (open && (!inside || t1 < 1)) {
            cairo_stroke(painter->cairo);
            open = false;
        }
        passed += length;
    }
    if (open)
        cairo_stroke(painter->cairo);
    cairo_set_dash(painter->cairo, NULL, 0, 0);
}

static enum base_status stroke_feature(struct painter *painter, const struct stroke *stroke,
                                       const struct tiles_shape *shape, bool closed,
                                       struct base_error *err)
{
    if (stroke->dash_count > 0 && !closed) {
        apply_stroke(painter, stroke);
        for (uint32_t part = 0; part < shape->count; part++)
            stroke_dashed(painter, stroke, shape->points + shape->starts[part],
                          tiles_shape_size(shape, part));
        return BASE_OK;
    }
    struct tiles_shape cut;
    tiles_shape_init(&cut, painter->arena);
    if (closed)
        cut = *shape;
    else
        tiles_clip_lines(shape, painter->rect, false, &cut);
    add_path(painter->cairo, &cut, closed);
    return cut.failed ? no_memory(err) : BASE_OK;
}

static enum base_status paint_line(struct painter *painter, struct base_error *err)
{
    struct stroke current = {0};
    bool open = false;
    for (size_t i = 0; i < painter->count; i++) {
        struct styles_feature feature = tiles_feature_style(&painter->features[i]);
        struct styles_scope scope = {painter->view.zoom, &feature, painter->arena};
        struct stroke stroke = stroke_of(painter, &scope);
        struct tiles_shape shape;
        enum tiles_shape_kind kind;
        if (stroke.width <= 0 || stroke.opacity <= 0)
            continue;
        enum base_status status = cut_feature(painter, i, &shape, &kind, err);
        if (status == BASE_OK && open && !strokes_equal(&current, &stroke)) {
            cairo_stroke(painter->cairo);
            open = false;
        }
        if (status == BASE_OK && kind != TILES_POINTS)
            status = stroke_feature(painter, &stroke, &shape, kind == TILES_RINGS, err);
        if (status != BASE_OK)
            return status;
        if (!open && stroke.dash_count == 0) {
            apply_stroke(painter, &stroke);
            open = true;
        }
        current = stroke;
    }
    if (open)
        cairo_stroke(painter->cairo);
    return BASE_OK;
}

static void paint_dot(struct painter *painter, const struct styles_scope *scope, struct tiles_xy at)
{
    double radius = VALUE(styles_layer_number, STYLES_CIRCLE_RADIUS) * painter->scale;
    double stroke = VALUE(styles_layer_number, STYLES_CIRCLE_STROKE_WIDTH) * painter->scale;
    cairo_t *cairo = painter->cairo;
    if (stroke > 0) { /* a disc below, so that no seam shows between fill and rim */
        set_color(cairo, VALUE(styles_layer_color, STYLES_CIRCLE_STROKE_COLOR),
                  VALUE(styles_layer_number, STYLES_CIRCLE_STROKE_OPACITY));
        cairo_arc(cairo, at.x, at.y, radius + stroke, 0, 2 * GEO_PI);
        cairo_fill(cairo);
    }
    set_color(cairo, VALUE(styles_layer_color, STYLES_CIRCLE_COLOR),
              VALUE(styles_layer_number, STYLES_CIRCLE_OPACITY));
    cairo_arc(cairo, at.x, at.y, radius, 0, 2 * GEO_PI);
    cairo_fill(cairo);
}

static enum base_status paint_circle(struct painter *painter, struct base_error *err)
{
    for (size_t i = 0; i < painter->count; i++) {
        struct styles_feature feature = tiles_feature_style(&painter->features[i]);
        struct styles_scope scope = {painter->view.zoom, &feature, painter->arena};
        struct tiles_shape shape;
        enum tiles_shape_kind kind;
        enum base_status status = cut_feature(painter, i, &shape, &kind, err);
        if (status != BASE_OK)
            return status;
        for (uint32_t k = 0; kind == TILES_POINTS && k < shape.point_count; k++)
            paint_dot(painter, &scope, shape.points[k]);
    }
    return BASE_OK;
}

static void paint_background(struct painter *painter)
{
    struct styles_scope scope_value = {painter->view.zoom, NULL, painter->arena};
    const struct styles_scope *scope = &scope_value;
    if ((painter->layers & TILES_LAYERS_MAP) != TILES_LAYERS_MAP)
        return;
    set_color(painter->cairo, VALUE(styles_layer_color, STYLES_BACKGROUND_COLOR),
              VALUE(styles_layer_number, STYLES_BACKGROUND_OPACITY));
    cairo_paint(painter->cairo);
}

static enum base_status paint_layer(struct painter *painter, struct base_error *err)
{
    enum base_status status = BASE_OK;
    if (painter->layer->type == STYLES_BACKGROUND) {
        paint_background(painter);
        return BASE_OK;
    }
    status = find_features(painter, err);
    if (status != BASE_OK || painter->count == 0)
        return status;
    switch (painter->layer->type) {
    case STYLES_FILL:
        return paint_fill(painter, err);
    case STYLES_LINE:
        return paint_line(painter, err);
    case STYLES_CIRCLE:
        return paint_circle(painter, err);
    default:
        return BASE_OK;
    }
}

/* The worker's labels of the last picture when they are of the same map. */
static struct tiles_labels *labels_for(const struct painter *painter,
                                       const struct tiles_window *window)
{
    struct tiles_worker *worker = painter->worker;
    struct tiles_labels_of of = {painter->scene, painter->style, painter->layers, window->tms,
                                 window->z};
    if (worker->labels && tiles_labels_resume(worker->labels, &of))
        return worker->labels;
    base_arena_reset(worker->label_arena);
    worker->labels = tiles_labels_begin(&of, worker->fonts, worker->label_arena);
    return worker->labels;
}

/* Labels are found once and drawn with the layer that they belong to. */
static enum base_status paint_layers(struct painter *painter, const struct tiles_window *window,
                                     struct base_error *err)
{
    const struct tiles_label **standing = NULL;
    size_t count = 0, next = 0;
    struct tiles_labels *labels = labels_for(painter, window);
    struct tiles_rect rect = {window->left_px, window->top_px, window->left_px + window->width_px,
                              window->top_px + window->height_px};
    enum base_status status =
        labels ? tiles_labels_find(labels, rect, painter->arena, &standing, &count, err)
               : no_memory(err);
    for (uint32_t i = 0; status == BASE_OK && i < painter->style->layer_count; i++) {
        painter->layer = &painter->style->layers[i];
        if (!styles_layer_is_visible(painter->layer, painter->view.zoom))
            continue;
        if (painter->layer->type != STYLES_SYMBOL) {
            status = paint_layer(painter, err);
            continue;
        }
        size_t first = next;
        while (next < count && standing[next]->style_layer == i)
            next++;
        tiles_labels_paint(standing + first, next - first, window, painter->worker, painter->cairo);
    }
    return status;
}

enum base_status tiles_paint(const struct tiles_scene *scene, const struct styles_style *style,
                             tiles_layer_set layers, const struct tiles_window *window,
                             struct tiles_worker *worker, cairo_t *cairo, struct base_error *err)
{
    struct painter painter = {
        .scene = scene,
        .style = style,
        .layers = layers,
        .scale = window->scale,
        .worker = worker,
        .arena = worker->arena,
        .cairo = cairo,
    };
    double margin = MARGIN_PX * window->scale;
    painter.view = tiles_view_make(window->tms, window->z, window->left_px, window->top_px,
                                   window->width_px, window->height_px, window->scale, -1);
    painter.box = tiles_view_box(&painter.view, margin);
    painter.rect = (struct tiles_rect){-margin, -margin, painter.view.width + margin,
                                       painter.view.height + margin};
    enum base_status status = paint_layers(&painter, window, err);
    if (status != BASE_OK)
        worker->labels = NULL; /* half made */
    if (status == BASE_OK && cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
        status = base_fail(err, BASE_FAILED, "drawing failed: %s",
                           cairo_status_to_string(cairo_status(cairo)));
    return status;
}
