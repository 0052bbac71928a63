/* tiles/tilejson.h - TileJSON 3.0: what a client must know of a layer's tiles. */
#ifndef TILES_TILEJSON_H
#define TILES_TILEJSON_H

#include "base/json.h"
#include "tiles/scene.h"

#define TILES_MAXZOOM 16 /* of vector tiles; clients enlarge these beyond */

struct tiles_tilejson {
    const char *name;        /* of the layer, or "map" */
    const char *base_url;    /* "https://maps.example" without a slash at the end */
    const char *query;       /* put behind the tile URLs, as "v=…&at=…"; NULL or "": none */
    const char *format;      /* "mvt", or "png" for pictures of 256 px */
    const char *tms;         /* NULL or "WebMercatorQuad": the default set, not in the URL */
    const char *attribution; /* NULL: none */
};

/* Writes the document: tiles, bounds of the data (left out when there are none),
 * centre, zooms, for vector tiles vector_layers with every field, for pictures
 * "tileSize": 256. */
void tiles_tilejson_write(const struct tiles_scene *scene, tiles_layer_set layers,
                          const struct tiles_tilejson *options, struct base_json *json);

/* The box of the scene's data; empty when there is none. */
struct geo_box tiles_scene_bounds(const struct tiles_scene *scene);

#endif
