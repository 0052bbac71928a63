/* store/tri_junction.h - the point where three or more divisions meet (三交点). */
#ifndef STORE_TRI_JUNCTION_H
#define STORE_TRI_JUNCTION_H

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

struct store_tri_junction {
    struct store_version version;
    const char *number;
    const char *codes; /* of the divisions, frozen at the agreement: rising, commas between */
    struct geo_point point;
    bool has_point;
    double resolution_m; /* step of the source's digits, from the edition; NAN */
    struct store_source source;
};

/* Matched by number. */
BASE_MUST_CHECK
enum base_status store_tri_junction_put(struct store *store, const struct store_change *change,
                                        const struct store_tri_junction *row,
                                        enum store_outcome *outcome, int64_t *identity,
                                        struct base_error *err);
/* In order of number. */
BASE_MUST_CHECK
enum base_status store_tri_junction_list(struct store *store, struct store_as_of as_of,
                                         struct base_arena *arena, struct store_tri_junction **out,
                                         size_t *count, struct base_error *err);

#endif
