/* store/facility.h - facilities and the people they serve. */
#ifndef STORE_FACILITY_H
#define STORE_FACILITY_H

#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

/* Counts and measures are NAN where the source says nothing. */
struct store_facility {
    struct store_version version;
    const char *id, *name;
    const char *kind; /* "eldercare.day", a node of the tree */
    const char *division, *address;
    double beds, nursing_beds;
    const char *ownership, *nature, *rank, *functions;
    base_date_t opened, closed; /* closed means closed on that day and later */
    struct geo_point point;
    bool has_point;
    struct store_source source;
};

/* True when kind equals branch or lies below it ("eldercare" holds "eldercare.day"). */
bool store_facility_in_branch(const char *kind, const char *branch);

/* True for a kind of the tree that Yutu brings (docs/data-formats.md) and for a
 * branch that holds one. Records may hold others besides. */
bool store_facility_kind_is_known(const char *kind);
/* True when the facility is open on the day. */
bool store_facility_is_open(const struct store_facility *facility, base_date_t day);

BASE_MUST_CHECK
enum base_status store_facility_put(struct store *store, const struct store_change *change,
                                    const struct store_facility *row, enum store_outcome *outcome,
                                    int64_t *identity, struct base_error *err);
/* kind NULL: all; else the branch. In id order. */
BASE_MUST_CHECK
enum base_status store_facility_list(struct store *store, struct store_as_of as_of,
                                     const char *kind, struct base_arena *arena,
                                     struct store_facility **out, size_t *count,
                                     struct base_error *err);

struct store_population {
    struct store_version version;
    const char *id;
    int64_t total, age60, age65, age80, households; /* -1: unknown */
    const char *division, *origin, *method;         /* method: "census", "modelled", … */
    struct geo_point point;
    bool has_point;
    struct store_source source;
};
BASE_MUST_CHECK
enum base_status store_population_put(struct store *store, const struct store_change *change,
                                      const struct store_population *row,
                                      enum store_outcome *outcome, int64_t *identity,
                                      struct base_error *err);
BASE_MUST_CHECK
enum base_status store_population_list(struct store *store, struct store_as_of as_of,
                                       struct base_arena *arena, struct store_population **out,
                                       size_t *count, struct base_error *err);

#endif
