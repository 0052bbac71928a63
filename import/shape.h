/* import/shape.h - from a source's WKB to geometry on the grid. */
#ifndef IMPORT_SHAPE_H
#define IMPORT_SHAPE_H

#include <stdbool.h>

#include "geo/validity.h"
#include "import/crs.h"
#include "import/shift.h"
#include "import/table.h"

/* What all rows of a source share. Borrowed parts. */
struct import_shaper {
    struct geo_crs_context *context;
    struct geo_engine *engine;
    const struct import_crs *crs;
    const struct import_shift *shift; /* NULL: none needed or none given */
    bool unshifted;                   /* `--shift none` */
    enum import_winding winding;
    struct base_arena *scratch;   /* what one geometry needs on its way */
    struct geo_crs_result result; /* of the first row that had a geometry */
};

enum import_shape_state {
    IMPORT_SHAPE_NONE, /* null or empty */
    IMPORT_SHAPE_GOOD,
    IMPORT_SHAPE_INVALID,    /* kept as it came; see fault */
    IMPORT_SHAPE_OUTSIDE,    /* no place on the earth; problem says why */
    IMPORT_SHAPE_UNREADABLE, /* a kind of geometry we do not keep */
};

struct import_shape {
    enum import_shape_state state;
    struct geo_geometry geometry; /* polygons oriented as RFC 7946 wants */
    bool repaired;
    bool own_digits; /* the geometry's numbers are the source's: no copy of it is needed */
    struct geo_fault fault;
    struct base_error problem;
};

/* Repairs what loses nothing (direction, unclosed ring, repeated point), turns
 * into CGCS2000, splits projected edges, rounds to the grid, checks validity.
 * Returns BASE_OK, or BASE_INVALID when the frame needs a shift that was not
 * given, BASE_NO_MEMORY or BASE_FAILED. */
BASE_MUST_CHECK
enum base_status import_shape_make(struct import_shaper *shaper, const void *wkb, size_t size,
                                   struct base_arena *arena, struct import_shape *out,
                                   struct base_error *err);

#endif
