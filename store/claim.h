/* store/claim.h - the area which one party says is its own. Never changes the register. */
#ifndef STORE_CLAIM_H
#define STORE_CLAIM_H

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

struct store_claim {
    struct store_version version;
    const char *code; /* of the division it is about */
    const char *name, *party;
    struct geo_geometry geometry;
    double resolution_m;
    struct store_source source;
};

/* Matched by code and party. */
BASE_MUST_CHECK
enum base_status store_claim_put(struct store *store, const struct store_change *change,
                                 const struct store_claim *row, enum store_outcome *outcome,
                                 int64_t *identity, struct base_error *err);
BASE_MUST_CHECK
enum base_status store_claim_list(struct store *store, struct store_as_of as_of,
                                  struct base_arena *arena, struct store_claim **out, size_t *count,
                                  struct base_error *err);

#endif
