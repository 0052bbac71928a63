/* tiles/builder.h - the growing arrays of a "layers" section; private to the folder. */
#ifndef TILES_BUILDER_H
#define TILES_BUILDER_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/progress.h"
#include "geo/geometry.h"
#include "geo/topology.h"
#include "tiles/layers.h"
#include "tiles/set.h"

struct tiles_rows_buffer {
    struct base_buffer rows, values, boxes;
    uint32_t count;
};

/* A division that is drawn: valid on the day, with an area. */
struct tiles_unit {
    int64_t identity;
    base_date_t valid_from, valid_to;
    uint32_t level;
    const char *code, *name, *short_name, *type;
    const char *parent; /* code, or "" */
    struct geo_geometry geometry;
    struct geo_point label;
    double label_radius_m;
    int32_t colour;
};

struct tiles_builder {
    struct base_arena *arena; /* for the work, freed at the end */
    const struct base_progress *progress;
    base_date_t at;
    struct tiles_rows_buffer layers[TILES_STORED];
    struct base_buffer vertices, weights, paths, texts;
    struct base_buffer meshes, chains, polygons, rings, references;
    struct base_buffer chain_trees[TILES_MESHES];
    uint32_t *text_slots; /* hash table of offsets into texts */
    uint32_t text_capacity, text_count;
    struct tiles_unit *units;
    uint32_t unit_count;
    struct geo_box bounds;
};

/* The offset of text in texts, each text once; 0 for NULL and "". */
uint32_t tiles_builder_text(struct tiles_builder *builder, const char *text);

/* Appends a row (its box for the tree) and returns its values to fill: zeros
 * and TILES_NO_INTEGER by the column's kind. NULL without memory. */
uint32_t *tiles_builder_row(struct tiles_builder *builder, enum tiles_layer layer,
                            const struct tiles_row *row, struct geo_box box);

/* Appends a path with its weights; returns its number. */
uint32_t tiles_builder_path(struct tiles_builder *builder, const struct geo_point *points,
                            uint32_t count);
/* Appends one vertex and returns its number. */
uint32_t tiles_builder_vertex(struct tiles_builder *builder, struct geo_point point, float weight);

/* Makes the meshes, the division rows, labels and boundary lines of the units. */
BASE_MUST_CHECK
enum base_status tiles_mesh_build(struct tiles_builder *builder, struct base_error *err);

/* Gives every unit a colour (0..5) that no neighbour of its level has, where six suffice. */
BASE_MUST_CHECK
enum base_status tiles_colour_units(struct tiles_builder *builder,
                                    const struct geo_topology *topology, struct base_error *err);

/* yyyymmdd, or TILES_NO_INTEGER. */
int32_t tiles_date_number(base_date_t date);

#endif
