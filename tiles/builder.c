/* tiles/builder.c - the growing arrays of a "layers" section. */
#include "tiles/builder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/simplify.h"

static uint64_t text_hash(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash ^ hash >> 29;
}

static uint32_t *find_slot(const struct tiles_builder *builder, const char *text)
{
    uint32_t mask = builder->text_capacity - 1, at = (uint32_t)text_hash(text) & mask;
    while (builder->text_slots[at] &&
           strcmp(builder->texts.data + builder->text_slots[at], text) != 0)
        at = (at + 1) & mask;
    return &builder->text_slots[at];
}

/* Doubles the table; false without memory. */
static bool grow_table(struct tiles_builder *builder)
{
    uint32_t *old = builder->text_slots, old_capacity = builder->text_capacity;
    uint32_t capacity = old_capacity ? old_capacity * 2 : 1024;
    uint32_t *slots = base_arena_calloc(builder->arena, capacity, sizeof *slots);
    if (!slots)
        return false;
    builder->text_slots = slots;
    builder->text_capacity = capacity;
    for (uint32_t i = 0; i < old_capacity; i++)
        if (old[i])
            *find_slot(builder, builder->texts.data + old[i]) = old[i];
    return true;
}

uint32_t tiles_builder_text(struct tiles_builder *builder, const char *text)
{
    if (builder->texts.size == 0)
        base_buffer_byte(&builder->texts, 0);
    if (!text || !*text || builder->texts.failed)
        return 0;
    if (builder->text_count * 2 >= builder->text_capacity && !grow_table(builder)) {
        builder->texts.failed = true;
        return 0;
    }
    uint32_t *slot = find_slot(builder, text);
    if (*slot == 0) {
        *slot = (uint32_t)builder->texts.size;
        base_buffer_append(&builder->texts, text, strlen(text) + 1);
        builder->text_count++;
    }
    return *slot;
}

uint32_t *tiles_builder_row(struct tiles_builder *builder, enum tiles_layer layer,
                            const struct tiles_row *row, struct geo_box box)
{
    struct tiles_rows_buffer *rows = &builder->layers[layer];
    const struct tiles_layer_info *info = tiles_layer_info(layer);
    base_buffer_append(&rows->rows, row, sizeof *row);
    base_buffer_append(&rows->boxes, &box, sizeof box);
    uint32_t *values = base_buffer_extend(&rows->values, info->column_count * sizeof *values);
    if (!values)
        return NULL;
    for (uint32_t i = 0; i < info->column_count; i++)
        values[i] = info->columns[i].kind == TILES_TEXT ? 0 : (uint32_t)TILES_NO_INTEGER;
    rows->count++;
    if (!geo_box_is_empty(box))
        builder->bounds = geo_box_union(builder->bounds, box);
    return values;
}

static double mercator_of(int64_t lat)
{
    double degrees = fmax(-89.9, fmin(89.9, geo_grid_to_degrees(lat)));
    return 0.5 - asinh(tan(GEO_RADIANS(degrees))) / (2 * GEO_PI);
}

uint32_t tiles_builder_vertex(struct tiles_builder *builder, struct geo_point point, float weight)
{
    struct tiles_vertex vertex = {point.lon, point.lat, mercator_of(point.lat)};
    uint32_t number = (uint32_t)(builder->vertices.size / sizeof vertex);
    base_buffer_append(&builder->vertices, &vertex, sizeof vertex);
    base_buffer_append(&builder->weights, &weight, sizeof weight);
    return number;
}

uint32_t tiles_builder_path(struct tiles_builder *builder, const struct geo_point *points,
                            uint32_t count)
{
    uint32_t number = (uint32_t)(builder->paths.size / sizeof(struct tiles_path));
    struct tiles_path path = {.count = count, .box = geo_box_empty()};
    path.first = (uint32_t)(builder->vertices.size / sizeof(struct tiles_vertex));
    float *weights = base_arena_calloc(builder->arena, count + 1, sizeof *weights);
    if (!weights || geo_simplify_weights(points, count, weights, NULL) != BASE_OK) {
        builder->weights.failed = true;
        return number;
    }
    for (uint32_t i = 0; i < count; i++) {
        path.box = geo_box_add_point(path.box, points[i]);
        tiles_builder_vertex(builder, points[i], weights[i]);
    }
    base_buffer_append(&builder->paths, &path, sizeof path);
    return number;
}

int32_t tiles_date_number(base_date_t date)
{
    char text[BASE_DATE_SIZE];
    if (date == BASE_DATE_NONE)
        return TILES_NO_INTEGER;
    base_date_print(date, text);
    if (strlen(text) != 10)
        return TILES_NO_INTEGER;
    text[4] = text[7] = '\0';
    return (int32_t)(atoi(text) * 10000 + atoi(text + 5) * 100 + atoi(text + 8));
}
