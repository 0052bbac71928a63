/* tiles/set.h - the snapshot section "layers" as it lies in memory.
 *
 * Every vertex is held once, on the grid and as a Mercator ordinate, with its
 * weight for simplification (geo/simplify.h); a path is a run of vertices. Borders are held as
 * five meshes, one per deepest level: mesh d has the borders of levels 1..d,
 * chained across the nodes that matter there, and the rings of the divisions of
 * these levels as lists of the same chains. So a fill and a line at one zoom
 * are made of the same simplified vertices and neighbours never part. */
#ifndef TILES_SET_H
#define TILES_SET_H

#include "base/date.h"
#include "base/section.h"
#include "geo/bbox.h"
#include "geo/rtree.h"
#include "tiles/layer.h"

#define TILES_SECTION_KIND    "layers"
#define TILES_SECTION_VERSION 1
#define TILES_MESHES          5

struct tiles_vertex {
    int64_t lon, lat;
    double mercator; /* 0 at the north edge of the world, 1 at the south */
};

struct tiles_path {
    uint32_t first, count; /* vertices; a closed path repeats the first */
    struct geo_box box;
};

/* A feature. first and count: its vertex (points), its paths (roads); unused by
 * divisions and boundary lines, whose geometry is in the meshes. */
struct tiles_row {
    int64_t id;
    base_date_t valid_from, valid_to;
    uint32_t first, count;
    int32_t minzoom;
    uint32_t level; /* of divisions, labels and boundary lines; else 0 */
};

struct tiles_chain {
    uint32_t path, row; /* row: of the boundary line */
};

/* A division's rings in one mesh; a ring's references: path << 1 | reversed,
 * the division on the left. */
struct tiles_span {
    uint32_t first, count;
};

struct tiles_mesh {
    uint32_t first_chain, chain_count;
};

struct tiles_head {
    base_date_t at;
    uint32_t division_count;
    struct geo_box bounds; /* of everything; empty when there is nothing */
};

/* A view on the section's bytes; a plain value, borrowed from them. */
struct tiles_set {
    unsigned char hash[BASE_SECTION_HASH]; /* of the content, from the section's header */
    const struct tiles_head *head;
    const struct tiles_vertex *vertices;
    const float *weights;
    const struct tiles_path *paths;
    const struct tiles_row *rows[TILES_STORED];
    const uint32_t *values[TILES_STORED]; /* column_count each row: text offsets, integers */
    uint32_t row_count[TILES_STORED];
    struct geo_rtree trees[TILES_STORED]; /* item: row; none for boundary lines */
    struct geo_rtree chain_trees[TILES_MESHES];
    const struct tiles_mesh *meshes;
    const struct tiles_chain *chains;
    const struct tiles_span *polygons; /* mesh × division row: rings */
    const struct tiles_span *rings;    /* references */
    const uint32_t *references;
    const char *texts;
    size_t vertex_count, path_count, chain_count, polygon_count, ring_count, reference_count,
        text_size;
};

/* Value of an integer column that holds nothing. */
#define TILES_NO_INTEGER INT32_MIN

/* Opens a section (checked by base_section_open without its checksum, which the
 * snapshot has verified) and checks that every number in it stays inside.
 * BASE_INVALID says what is damaged. */
BASE_MUST_CHECK
enum base_status tiles_set_open(const void *bytes, size_t size, struct tiles_set *out,
                                struct base_error *err);

/* The text of a column; NULL when it holds none. */
const char *tiles_set_text(const struct tiles_set *set, enum tiles_layer layer, uint32_t row,
                           int column);
/* TILES_NO_INTEGER when it holds none. */
int32_t tiles_set_integer(const struct tiles_set *set, enum tiles_layer layer, uint32_t row,
                          int column);

/* The rings of a division row in mesh 1..5. */
struct tiles_span tiles_set_polygon(const struct tiles_set *set, int mesh, uint32_t row);

#endif
