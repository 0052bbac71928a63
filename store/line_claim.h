/* store/line_claim.h - where one party says that a line runs. Never changes the
 * register; an agreed line wins over both sides' claims. */
#ifndef STORE_LINE_CLAIM_H
#define STORE_LINE_CLAIM_H

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

struct store_line_claim {
    struct store_version version;
    const char *line;  /* code of the line it is about */
    const char *party; /* code of the division that claims */
    const char *name;
    struct geo_geometry geometry; /* LINE or MULTILINE */
    double resolution_m;          /* step of the source's digits, from the edition; NAN */
    struct store_source source;
};

/* Matched by line and party. */
BASE_MUST_CHECK
enum base_status store_line_claim_put(struct store *store, const struct store_change *change,
                                      const struct store_line_claim *row,
                                      enum store_outcome *outcome, int64_t *identity,
                                      struct base_error *err);
/* In order of line and party. */
BASE_MUST_CHECK
enum base_status store_line_claim_list(struct store *store, struct store_as_of as_of,
                                       struct base_arena *arena, struct store_line_claim **out,
                                       size_t *count, struct base_error *err);

#endif
