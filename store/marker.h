/* store/marker.h - boundary markers (界桩): the stones that show a line on the ground. */
#ifndef STORE_MARKER_H
#define STORE_MARKER_H

#include "geo/bbox.h"
#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

/* How many stones bear one number. A single one stands on the line; those of a
 * double or triple one beside it, the line between them. */
enum store_marker_mode {
    STORE_MARKER_UNKNOWN = 0,
    STORE_MARKER_SINGLE,
    STORE_MARKER_DOUBLE,
    STORE_MARKER_TRIPLE,
};
const char *store_marker_mode_name(enum store_marker_mode mode);  /* NULL for UNKNOWN */
enum store_marker_mode store_marker_mode_parse(const char *text); /* UNKNOWN: another word */

/* One version. Texts are borrowed (writers) or live in the arena (readers). The
 * position is that of the record: a stone that was moved does not change it
 * (Order 353 art. 6). */
struct store_marker {
    struct store_version version;
    const char *number; /* as cut into the stone, letter included */
    const char *line;   /* code of its line; NULL: not said */
    int ordinal;        /* the how manieth of that number there: 1 (or 0) but for duplicates */
    enum store_marker_mode mode;
    const char *kind; /* of what it is made: "stone", "concrete", … */
    base_date_t measured_on;
    double sigma_m;        /* of the position, one dimension; NAN: not said */
    const char *condition; /* "intact", "leaning", "lost", … */
    const char *keeper;    /* who cares for it: a division's code or a name */
    struct geo_point point;
    bool has_point;
    double resolution_m; /* step of the source's digits, from the edition; NAN */
    struct store_source source;
};

/* Matched by line, number and ordinal. */
BASE_MUST_CHECK
enum base_status store_marker_put(struct store *store, const struct store_change *change,
                                  const struct store_marker *row, enum store_outcome *outcome,
                                  int64_t *identity, struct base_error *err);

/* In order of line and number; those of no line first. */
BASE_MUST_CHECK
enum base_status store_marker_list(struct store *store, struct store_as_of as_of,
                                   struct base_arena *arena, struct store_marker **out,
                                   size_t *count, struct base_error *err);

/* Which markers a page shows; {0} with box empty: all. Texts are borrowed. */
struct store_marker_filter {
    const char *line;   /* NULL: of any line and of none */
    struct geo_box box; /* empty: everywhere */
    int64_t after;      /* identity of the marker that the page before ended with; 0: none */
    size_t limit;       /* 0: all */
};
BASE_MUST_CHECK
enum base_status store_marker_page(struct store *store, const struct store_marker_filter *filter,
                                   struct store_as_of as_of, struct base_arena *arena,
                                   struct store_marker **out, size_t *count,
                                   struct base_error *err);

#endif
