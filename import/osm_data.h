/* import/osm_data.h - nodes, ways and relations of an OpenStreetMap extract. */
#ifndef IMPORT_OSM_DATA_H
#define IMPORT_OSM_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/progress.h"
#include "import/kind.h"

struct import_osm_tag {
    const char *key, *value;
};

struct import_osm_node {
    int64_t id;
    double lon, lat;
};

/* A node, way or relation that the kind may need. Texts live in the arena. */
struct import_osm_object {
    char type; /* 'n', 'w', 'r' */
    int64_t id;
    const struct import_osm_tag *tags;
    size_t tag_count;
    const int64_t *refs; /* way: its nodes; relation: ids of its member ways */
    const bool *inner;   /* relation: the member's role was inner */
    size_t ref_count;
};

/* Everything of one extract; arrays sorted by id. */
struct import_osm_data {
    struct import_osm_node *nodes;
    size_t node_count, node_capacity;
    struct import_osm_object *points, *ways, *relations; /* points: nodes with tags */
    size_t point_count, way_count, relation_count;
    size_t point_capacity, way_capacity, relation_capacity;
};

/* Reads .osm or .pbf by readosm. Ways are kept when they carry tags that the kind
 * looks at, or all where relations are needed.
 * Returns BASE_OK, BASE_INVALID (damaged), BASE_UNAVAILABLE (cancelled) or
 * BASE_NO_MEMORY. Free with import_osm_data_done also after a failure. */
BASE_MUST_CHECK
enum base_status import_osm_data_read(const char *path, enum import_kind kind,
                                      struct base_arena *arena,
                                      const struct base_progress *progress,
                                      struct import_osm_data *out, struct base_error *err);
void import_osm_data_done(struct import_osm_data *data);

/* The value of a tag; NULL when there is none. */
const char *import_osm_tag(const struct import_osm_object *object, const char *key);
const struct import_osm_node *import_osm_node(const struct import_osm_data *data, int64_t id);
const struct import_osm_object *import_osm_way(const struct import_osm_data *data, int64_t id);

/* Appends the object as WKB: a node as point, a way as line (area: as polygon
 * when it is closed), a relation as multipolygon of its ways. False when nodes
 * or ways of it lie outside the extract, or its rings do not close. */
bool import_osm_write(const struct import_osm_data *data, const struct import_osm_object *object,
                      bool area, struct base_arena *arena, struct base_buffer *out);

#endif
