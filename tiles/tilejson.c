/* tiles/tilejson.c - TileJSON 3.0. */
#include "tiles/tilejson.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct geo_box tiles_scene_bounds(const struct tiles_scene *scene)
{
    struct geo_box box = scene->base->head->bounds;
    if (scene->divisions)
        box = geo_box_union(box, scene->divisions->head->bounds);
    return box;
}

/* Zoom at which the box fills about a screen of 1024 px. */
static int fitting_zoom(struct geo_bbox box)
{
    double width_deg = fmax(box.east - box.west, 1e-4);
    int zoom = (int)floor(log2(360.0 * 2 / width_deg));
    return zoom < 0 ? 0 : zoom > TILES_MAXZOOM ? TILES_MAXZOOM : zoom;
}

static void write_bounds(const struct tiles_scene *scene, struct base_json *json)
{
    struct geo_box box = tiles_scene_bounds(scene);
    if (geo_box_is_empty(box))
        return;
    struct geo_bbox degrees = geo_box_to_bbox(box);
    const double sides[4] = {degrees.west, degrees.south, degrees.east, degrees.north};
    base_json_key(json, "bounds");
    base_json_array_begin(json);
    for (int i = 0; i < 4; i++)
        base_json_fixed(json, sides[i], 7);
    base_json_array_end(json);
    base_json_key(json, "center");
    base_json_array_begin(json);
    base_json_fixed(json, (degrees.west + degrees.east) / 2, 5);
    base_json_fixed(json, (degrees.south + degrees.north) / 2, 5);
    base_json_int(json, fitting_zoom(degrees));
    base_json_array_end(json);
}

static int layer_minzoom(enum tiles_layer layer)
{
    static const int MINZOOM[TILES_LAYERS] = {0, 0, 0, 5, 5, 10, 0};
    return MINZOOM[layer];
}

static void write_layer(enum tiles_layer layer, struct base_json *json)
{
    const struct tiles_layer_info *info = tiles_layer_info(layer);
    base_json_object_begin(json);
    base_json_key_string(json, "id", info->name);
    base_json_key_string(json, "description", info->description);
    base_json_key_int(json, "minzoom", layer_minzoom(layer));
    base_json_key_int(json, "maxzoom", TILES_MAXZOOM);
    base_json_key(json, "fields");
    base_json_object_begin(json);
    for (uint32_t i = 0; i < info->column_count; i++) {
        char text[160];
        snprintf(text, sizeof text, "%s: %s",
                 info->columns[i].kind == TILES_TEXT ? "String" : "Number",
                 info->columns[i].description);
        base_json_key_string(json, info->columns[i].name, text);
    }
    base_json_object_end(json);
    base_json_object_end(json);
}

static void write_vector_layers(tiles_layer_set layers, struct base_json *json)
{
    base_json_key(json, "vector_layers");
    base_json_array_begin(json);
    for (int layer = 0; layer < TILES_LAYERS; layer++)
        if (layers & TILES_LAYER_BIT(layer))
            write_layer((enum tiles_layer)layer, json);
    base_json_array_end(json);
}

static void write_url(const struct tiles_tilejson *options, struct base_json *json)
{
    char url[1024];
    bool named = options->tms && strcmp(options->tms, "WebMercatorQuad") != 0;
    bool query = options->query && *options->query;
    snprintf(url, sizeof url, "%s/tiles/%s/%s%s{z}/{x}/{y}.%s%s%s", options->base_url,
             options->name, named ? options->tms : "", named ? "/" : "", options->format,
             query ? "?" : "", query ? options->query : "");
    base_json_key(json, "tiles");
    base_json_array_begin(json);
    base_json_string(json, url);
    base_json_array_end(json);
}

void tiles_tilejson_write(const struct tiles_scene *scene, tiles_layer_set layers,
                          const struct tiles_tilejson *options, struct base_json *json)
{
    bool vector = strcmp(options->format, "png") != 0;
    int minzoom = TILES_MAXZOOM;
    for (int layer = 0; layer < TILES_LAYERS; layer++)
        if (layers & TILES_LAYER_BIT(layer) && layer_minzoom((enum tiles_layer)layer) < minzoom)
            minzoom = layer_minzoom((enum tiles_layer)layer);
    base_json_object_begin(json);
    base_json_key_string(json, "tilejson", "3.0.0");
    base_json_key_string(json, "name", options->name);
    base_json_key_string(json, "scheme", "xyz");
    write_url(options, json);
    write_bounds(scene, json);
    base_json_key_int(json, "minzoom", minzoom);
    base_json_key_int(json, "maxzoom", vector ? TILES_MAXZOOM : 20);
    if (options->attribution && *options->attribution)
        base_json_key_string(json, "attribution", options->attribution);
    if (vector)
        write_vector_layers(layers, json);
    else
        base_json_key_int(json, "tileSize", 256);
    base_json_object_end(json);
}
