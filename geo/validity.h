/* geo/validity.h - OGC validity with the place and the reason of the fault. */
#ifndef GEO_VALIDITY_H
#define GEO_VALIDITY_H

#include <stdbool.h>

#include "base/error.h"
#include "geo/geometry.h"

struct geo_engine; /* one GEOS context; one per worker thread */

struct geo_engine *geo_engine_create(void); /* NULL without memory */
void geo_engine_free(struct geo_engine *engine);
const char *geo_engine_version(void); /* of the GEOS that is linked */

struct geo_fault {
    char reason[64]; /* GEOS's words: "Self-intersection", "Ring Self-intersection", … */
    struct geo_point where;
};

/* The reason in a language, "自相交"; GEOS's words where they are none of its closed
 * list. Borrowed from the fault or static. */
const char *geo_fault_reason(const struct geo_fault *fault, enum base_lang lang);

/* *valid tells; where it is false, fault says why and where (the first one).
 * A ring of fewer than four points, or an empty geometry, is a fault too. */
BASE_MUST_CHECK
enum base_status geo_validity_check(struct geo_engine *engine, const struct geo_geometry *geometry,
                                    bool *valid, struct geo_fault *fault, struct base_error *err);

#endif
