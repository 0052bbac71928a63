/* store/road.h - roads, as imported; the walking graph is derived from them. */
#ifndef STORE_ROAD_H
#define STORE_ROAD_H

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

enum store_oneway { STORE_BOTH_WAYS = 0, STORE_FORWARD = 1, STORE_BACKWARD = -1 };

struct store_road {
    struct store_version version;
    const char *id;
    const char *class_name; /* OSM's highway value or the source's class */
    const char *name;
    enum store_oneway oneway;
    int layer;
    bool bridge, tunnel;
    const char *foot, *access; /* OSM values; NULL: nothing said */
    bool noded; /* ways meet at shared vertices only (OSM); false: wherever they cross */
    struct geo_geometry geometry; /* LINE or MULTILINE */
    struct store_source source;
};

BASE_MUST_CHECK
enum base_status store_road_put(struct store *store, const struct store_change *change,
                                const struct store_road *row, enum store_outcome *outcome,
                                int64_t *identity, struct base_error *err);
BASE_MUST_CHECK
enum base_status store_road_list(struct store *store, struct store_as_of as_of,
                                 struct base_arena *arena, struct store_road **out, size_t *count,
                                 struct base_error *err);

#endif
