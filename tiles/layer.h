/* tiles/layer.h - the layers of the map and what their features carry. */
#ifndef TILES_LAYER_H
#define TILES_LAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

enum tiles_layer {
    TILES_DIVISION,
    TILES_DIVISION_LABEL,
    TILES_BOUNDARY_LINE,
    TILES_PLACE,
    TILES_ROAD,
    TILES_FACILITY,
    TILES_STORED, /* the layers above are in the section "layers" */
    TILES_FINDING = TILES_STORED,
    TILES_LAYERS,
};

enum tiles_column_kind { TILES_TEXT, TILES_INTEGER };

struct tiles_column {
    const char *name;
    enum tiles_column_kind kind;
    const char *description;
};

#define TILES_COLUMNS_MOST 12

struct tiles_layer_info {
    const char *name;
    const char *description;
    const char *geometry_type; /* of a style: "Point", "LineString", "Polygon" */
    bool is_internal;          /* needs a role to be seen */
    uint32_t column_count;
    struct tiles_column columns[TILES_COLUMNS_MOST];
};

const struct tiles_layer_info *tiles_layer_info(enum tiles_layer layer);

/* The layer of that name; TILES_LAYERS when there is none. */
enum tiles_layer tiles_layer_find(const char *name);

/* The column's number, -1 when the layer has none of that name. */
int tiles_layer_column(enum tiles_layer layer, const char *name);

/* A set of layers, one bit each. */
typedef uint32_t tiles_layer_set;
#define TILES_LAYER_BIT(layer) (1U << (layer))
#define TILES_LAYERS_MAP       (TILES_LAYER_BIT(TILES_STORED) - 1U)

/* Reads a layer's name, "map" (every open layer) or names separated by commas.
 * BASE_NOT_FOUND lists the known ones. */
BASE_MUST_CHECK
enum base_status tiles_layer_set_parse(const char *text, tiles_layer_set *out,
                                       struct base_error *err);

/* Zoom levels (of 512-px tiles, as MapLibre counts) from which a division level
 * (1 province … 5 village) and its borders are in the tiles. */
int tiles_level_minzoom(int level);
/* The deepest division level in the tiles of a zoom, 1..5. */
int tiles_zoom_level(int zoom);

#endif
