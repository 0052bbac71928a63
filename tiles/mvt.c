/* tiles/mvt.c - vector tiles (Mapbox Vector Tile 2.1). */
#include "tiles/mvt.h"

#include <string.h>

#include "tiles/polygon.h"
#include "tiles/repair.h"

/* Protocol buffer wire types, as tag bytes of the fields that we write. */
enum {
    TILE_LAYER = 3 << 3 | 2,
    LAYER_NAME = 1 << 3 | 2,
    LAYER_FEATURE = 2 << 3 | 2,
    LAYER_KEY = 3 << 3 | 2,
    LAYER_VALUE = 4 << 3 | 2,
    LAYER_EXTENT = 5 << 3,
    LAYER_VERSION = 15 << 3,
    FEATURE_ID = 1 << 3,
    FEATURE_TAGS = 2 << 3 | 2,
    FEATURE_TYPE = 3 << 3,
    FEATURE_GEOMETRY = 4 << 3 | 2,
    VALUE_TEXT = 1 << 3 | 2,
    VALUE_UINT = 5 << 3,
    VALUE_SINT = 6 << 3,
    MOVE_TO = 1,
    LINE_TO = 2,
    CLOSE_PATH = 7,
};

static void put_varint(struct base_buffer *out, uint64_t value)
{
    for (; value >= 128; value >>= 7)
        base_buffer_byte(out, (unsigned char)(value | 128));
    base_buffer_byte(out, (unsigned char)value);
}

static uint64_t zigzag(int64_t value)
{
    return (uint64_t)value << 1 ^ (uint64_t)(value >> 63);
}

static void put_bytes(struct base_buffer *out, unsigned char tag, const void *data, size_t size)
{
    base_buffer_byte(out, tag);
    put_varint(out, size);
    base_buffer_append(out, data, size);
}

/* A layer being written. */
struct writer {
    const struct tiles_view *view;
    struct base_arena *arena;
    struct geo_engine *engine;
    const struct tiles_layer_info *info;
    struct base_buffer features, values, geometry, tags;
    int key_numbers[TILES_COLUMNS_MOST]; /* -1: not used yet */
    uint32_t key_count, value_count, value_capacity, feature_count;
    int key_columns[TILES_COLUMNS_MOST];
    /* Values seen, by hash: number + 1, and the value itself. */
    uint32_t *slots;
    struct styles_value *seen;
    int64_t pen_x, pen_y;
    bool failed;
};

static void writer_done(struct writer *writer)
{
    base_buffer_done(&writer->features);
    base_buffer_done(&writer->values);
    base_buffer_done(&writer->geometry);
    base_buffer_done(&writer->tags);
}

static uint64_t hash_value(const struct styles_value *value)
{
    if (value->kind == STYLES_NUMBER)
        return (uint64_t)(int64_t)value->as.number * UINT64_C(0x9e3779b97f4a7c15) >> 20;
    uint64_t hash = UINT64_C(14695981039346656037);
    for (const char *c = value->as.text; *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(1099511628211);
    return hash >> 20;
}

static void encode_value(struct base_buffer *out, const struct styles_value *value)
{
    struct base_buffer body = {0};
    if (value->kind == STYLES_STRING) {
        put_bytes(&body, VALUE_TEXT, value->as.text, strlen(value->as.text));
    } else {
        int64_t number = (int64_t)value->as.number;
        base_buffer_byte(&body, number < 0 ? VALUE_SINT : VALUE_UINT);
        put_varint(&body, number < 0 ? zigzag(number) : (uint64_t)number);
    }
    put_bytes(out, LAYER_VALUE, body.data, body.size);
    out->failed |= body.failed;
    base_buffer_done(&body);
}

static bool grow_values(struct writer *writer)
{
    uint32_t capacity = writer->value_capacity ? writer->value_capacity * 2 : 256;
    uint32_t *slots = base_arena_calloc(writer->arena, 2 * (size_t)capacity, sizeof *slots);
    struct styles_value *seen = base_arena_calloc(writer->arena, capacity, sizeof *seen);
    if (!slots || !seen)
        return false;
    for (uint32_t i = 0; i < writer->value_count; i++) {
        seen[i] = writer->seen[i];
        uint64_t at = hash_value(&seen[i]) & (2 * capacity - 1);
        while (slots[at])
            at = (at + 1) & (2 * capacity - 1);
        slots[at] = i + 1;
    }
    writer->slots = slots;
    writer->seen = seen;
    writer->value_capacity = capacity;
    return true;
}

/* The number of the value in the layer, each value once. */
static uint32_t value_number(struct writer *writer, const struct styles_value *value)
{
    if (writer->value_count == writer->value_capacity && !grow_values(writer)) {
        writer->failed = true;
        return 0;
    }
    uint64_t mask = 2 * writer->value_capacity - 1, at = hash_value(value) & mask;
    for (; writer->slots[at]; at = (at + 1) & mask)
        if (styles_value_equal(&writer->seen[writer->slots[at] - 1], value))
            return writer->slots[at] - 1;
    encode_value(&writer->values, value);
    writer->seen[writer->value_count] = *value;
    writer->slots[at] = ++writer->value_count;
    return writer->value_count - 1;
}

static uint32_t key_number(struct writer *writer, int column)
{
    if (writer->key_numbers[column] < 0) {
        writer->key_columns[writer->key_count] = column;
        writer->key_numbers[column] = (int)writer->key_count++;
    }
    return (uint32_t)writer->key_numbers[column];
}

static void put_tags(struct writer *writer, const struct tiles_feature *feature)
{
    base_buffer_clear(&writer->tags);
    for (int column = 0; column < (int)writer->info->column_count; column++) {
        struct styles_value value = tiles_feature_value(feature, column);
        if (value.kind == STYLES_NULL)
            continue;
        put_varint(&writer->tags, key_number(writer, column));
        put_varint(&writer->tags, value_number(writer, &value));
    }
}

static void put_point(struct writer *writer, struct tiles_xy point)
{
    int64_t x = (int64_t)point.x, y = (int64_t)point.y;
    put_varint(&writer->geometry, zigzag(x - writer->pen_x));
    put_varint(&writer->geometry, zigzag(y - writer->pen_y));
    writer->pen_x = x;
    writer->pen_y = y;
}

static void put_command(struct writer *writer, int command, uint32_t count)
{
    put_varint(&writer->geometry, (uint64_t)count << 3 | (uint64_t)command);
}

static bool put_points(struct writer *writer, const struct tiles_shape *shape)
{
    const double edge = TILES_MVT_EXTENT + TILES_MVT_BUFFER;
    uint32_t count = 0;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && count > 0)
            put_command(writer, MOVE_TO, count);
        for (uint32_t i = 0; i < shape->point_count; i++) {
            struct tiles_xy p = shape->points[i];
            if (p.x < -TILES_MVT_BUFFER || p.y < -TILES_MVT_BUFFER || p.x >= edge || p.y >= edge)
                continue;
            if (pass == 0)
                count++;
            else
                put_point(writer, p);
        }
    }
    return count > 0;
}

/* Repeated points are left out; a line of one point is none. */
static bool put_line(struct writer *writer, const struct tiles_xy *points, uint32_t count)
{
    uint32_t steps = 0;
    for (uint32_t i = 1; i < count; i++)
        steps += points[i].x != points[i - 1].x || points[i].y != points[i - 1].y;
    if (steps == 0)
        return false;
    put_command(writer, MOVE_TO, 1);
    put_point(writer, points[0]);
    put_command(writer, LINE_TO, steps);
    for (uint32_t i = 1; i < count; i++)
        if (points[i].x != points[i - 1].x || points[i].y != points[i - 1].y)
            put_point(writer, points[i]);
    return true;
}

static struct tiles_rect buffer_rect(void)
{
    return (struct tiles_rect){-TILES_MVT_BUFFER, -TILES_MVT_BUFFER,
                               TILES_MVT_EXTENT + TILES_MVT_BUFFER,
                               TILES_MVT_EXTENT + TILES_MVT_BUFFER};
}

static bool put_lines(struct writer *writer, const struct tiles_shape *shape)
{
    struct tiles_shape cut;
    bool any = false;
    tiles_shape_init(&cut, writer->arena);
    tiles_clip_lines(shape, buffer_rect(), true, &cut);
    writer->failed |= cut.failed;
    for (uint32_t i = 0; i < cut.count && !cut.failed; i++)
        any |= put_line(writer, cut.points + cut.starts[i], tiles_shape_size(&cut, i));
    return any;
}

/* Our shells run anti-clockwise to the eye; the format wants them clockwise. */
static void put_ring(struct writer *writer, const struct tiles_xy *points, uint32_t count,
                     bool positive)
{
    bool forward = (tiles_ring_area2(points, count) > 0) == positive;
    put_command(writer, MOVE_TO, 1);
    put_point(writer, points[0]);
    put_command(writer, LINE_TO, count - 1);
    for (uint32_t i = 1; i < count; i++)
        put_point(writer, points[forward ? i : count - i]);
    put_command(writer, CLOSE_PATH, 1);
}

/* Cuts and cleans the rings and sorts them to polygons. */
static bool make_polygons(struct writer *writer, const struct tiles_shape *shape, int shell_sign,
                          struct tiles_polygons *out)
{
    struct tiles_shape cut;
    tiles_shape_init(&cut, writer->arena);
    tiles_shape_init(&out->rings, writer->arena);
    tiles_clip_rings(shape, buffer_rect(), true, &cut);
    if (!cut.failed)
        tiles_rings_clean(&cut, &out->rings);
    uint32_t *order = base_arena_calloc(writer->arena, out->rings.count + 1, sizeof *order);
    bool *is_shell = base_arena_calloc(writer->arena, out->rings.count + 1, sizeof *is_shell);
    if (cut.failed || out->rings.failed || !order || !is_shell)
        return false;
    out->count = tiles_rings_order(&out->rings, shell_sign, order, is_shell, writer->arena);
    out->order = order;
    out->is_shell = is_shell;
    return true;
}

static bool put_rings(struct writer *writer, const struct tiles_shape *shape, int shell_sign)
{
    struct tiles_polygons polygons = {0};
    if (!make_polygons(writer, shape, shell_sign, &polygons) ||
        tiles_polygons_repair(writer->engine, shell_sign, writer->arena, &polygons, NULL) !=
            BASE_OK) {
        writer->failed = true;
        return false;
    }
    const struct tiles_shape *rings = &polygons.rings;
    for (uint32_t i = 0; i < polygons.count; i++)
        put_ring(writer, rings->points + rings->starts[polygons.order[i]],
                 tiles_shape_size(rings, polygons.order[i]), polygons.is_shell[i]);
    return polygons.count > 0;
}

static void snap_shape(struct tiles_shape *shape, const struct tiles_view *view)
{
    for (uint32_t i = 0; i < shape->point_count; i++) { /* towards the same side in every tile */
        double x = shape->points[i].x + view->origin_x, y = shape->points[i].y + view->origin_y;
        shape->points[i].x = (double)(int64_t)(x + 0.5) - view->origin_x;
        shape->points[i].y = (double)(int64_t)(y + 0.5) - view->origin_y;
    }
}

/* The winding of a finding's shells is not known: the largest ring is one. */
static int largest_sign(const struct tiles_shape *shape)
{
    double largest = 0;
    for (uint32_t i = 0; i < shape->count; i++) {
        double area2 =
            tiles_ring_area2(shape->points + shape->starts[i], tiles_shape_size(shape, i));
        if (area2 * area2 > largest * largest)
            largest = area2;
    }
    return largest > 0 ? 1 : -1;
}

/* Puts features[0..count), which are one (a boundary line has many chains). */
static void put_feature(struct writer *writer, const struct tiles_feature *features, size_t count,
                        const struct geo_box *box)
{
    struct tiles_shape shape;
    enum tiles_shape_kind kind = TILES_POINTS;
    tiles_shape_init(&shape, writer->arena);
    for (size_t i = 0; i < count; i++)
        kind = tiles_feature_shape(&features[i], writer->view, box, &shape);
    if (shape.failed) {
        writer->failed = true;
        return;
    }
    snap_shape(&shape, writer->view);
    base_buffer_clear(&writer->geometry);
    writer->pen_x = writer->pen_y = 0;
    bool any = kind == TILES_POINTS ? put_points(writer, &shape)
               : kind == TILES_LINES
                   ? put_lines(writer, &shape)
                   : put_rings(writer, &shape, features->finding ? largest_sign(&shape) : -1);
    if (!any || writer->failed)
        return;
    put_tags(writer, features);
    struct base_buffer body = {0};
    base_buffer_byte(&body, FEATURE_ID);
    put_varint(&body, (uint64_t)features->id);
    put_bytes(&body, FEATURE_TAGS, writer->tags.data ? writer->tags.data : "", writer->tags.size);
    base_buffer_byte(&body, FEATURE_TYPE);
    put_varint(&body, (uint64_t)kind);
    put_bytes(&body, FEATURE_GEOMETRY, writer->geometry.data, writer->geometry.size);
    put_bytes(&writer->features, LAYER_FEATURE, body.data, body.size);
    writer->features.failed |= body.failed;
    writer->feature_count++;
    base_buffer_done(&body);
}

static void put_layer(struct writer *writer, struct base_buffer *out)
{
    struct base_buffer body = {0};
    base_buffer_byte(&body, LAYER_VERSION);
    put_varint(&body, 2);
    put_bytes(&body, LAYER_NAME, writer->info->name, strlen(writer->info->name));
    base_buffer_append(&body, writer->features.data, writer->features.size);
    for (uint32_t i = 0; i < writer->key_count; i++) {
        const char *key = writer->info->columns[writer->key_columns[i]].name;
        put_bytes(&body, LAYER_KEY, key, strlen(key));
    }
    if (writer->values.size)
        base_buffer_append(&body, writer->values.data, writer->values.size);
    base_buffer_byte(&body, LAYER_EXTENT);
    put_varint(&body, TILES_MVT_EXTENT);
    put_bytes(out, TILE_LAYER, body.data, body.size);
    out->failed |= body.failed;
    base_buffer_done(&body);
}

static enum base_status write_layer(const struct tiles_scene *scene, enum tiles_layer layer,
                                    const struct tiles_view *view, struct geo_engine *engine,
                                    struct base_arena *arena, struct base_buffer *out,
                                    struct base_error *err)
{
    struct tiles_feature *features;
    size_t count;
    struct geo_box box = tiles_view_box(view, TILES_MVT_BUFFER);
    enum base_status status =
        tiles_scene_query(scene, layer, view, box, arena, &features, &count, err);
    if (status != BASE_OK)
        return status;
    struct writer writer = {
        .view = view, .arena = arena, .engine = engine, .info = tiles_layer_info(layer)};
    memset(writer.key_numbers, -1, sizeof writer.key_numbers);
    for (size_t i = 0, end; i < count && !writer.failed; i = end) {
        end = i + 1;
        while (end < count && features[end].row == features[i].row)
            end++;
        put_feature(&writer, features + i, end - i, &box);
    }
    if (writer.feature_count > 0)
        put_layer(&writer, out);
    bool failed = writer.failed || writer.features.failed || writer.values.failed ||
                  writer.geometry.failed || writer.tags.failed;
    writer_done(&writer);
    return failed ? base_fail(err, BASE_NO_MEMORY, "no memory for a tile") : BASE_OK;
}

static enum base_status write_layers(const struct tiles_scene *scene, tiles_layer_set layers,
                                     const struct tiles_view *view, struct geo_engine *engine,
                                     struct base_arena *arena, struct base_buffer *out,
                                     struct base_error *err)
{
    for (int layer = 0; layer < TILES_LAYERS; layer++) {
        if (!(layers & TILES_LAYER_BIT(layer)))
            continue;
        enum base_status status =
            write_layer(scene, (enum tiles_layer)layer, view, engine, arena, out, err);
        if (status != BASE_OK)
            return status;
    }
    return BASE_OK;
}

#define COARSER_MOST 4

enum base_status tiles_mvt_write(const struct tiles_scene *scene, tiles_layer_set layers,
                                 const struct geo_tile *tile, size_t most_bytes,
                                 struct geo_engine *engine, struct base_arena *arena,
                                 struct base_buffer *out, struct base_error *err)
{
    struct tiles_view view = tiles_view_make(tile->tms, tile->z, 256.0 * tile->x, 256.0 * tile->y,
                                             256, 256, TILES_MVT_EXTENT / 256.0, 0);
    size_t most = most_bytes ? most_bytes : TILES_MVT_MOST;
    for (int step = 0;; step++) {
        struct base_buffer bytes = {0};
        enum base_status status = write_layers(scene, layers, &view, engine, arena, &bytes, err);
        if (status == BASE_OK)
            status = base_buffer_check(&bytes, err);
        bool enough = status != BASE_OK || bytes.size <= most || step == COARSER_MOST;
        if (status == BASE_OK && enough && bytes.size)
            base_buffer_append(out, bytes.data, bytes.size);
        base_buffer_done(&bytes);
        if (enough)
            return status == BASE_OK ? base_buffer_check(out, err) : status;
        view.threshold *= 2;
    }
}
