/* store/line.h - boundary lines (行政区域界线): what two divisions agreed on. */
#ifndef STORE_LINE_H
#define STORE_LINE_H

#include "geo/bbox.h"
#include "geo/geometry.h"
#include "store/store.h"
#include "store/version.h"

/* Comes from a document of approval, never from the geometry (Order 353 art. 2). */
enum store_line_status {
    STORE_LINE_AGREED,
    STORE_LINE_PENDING_SURVEY, /* a change is approved, the ground not yet surveyed */
    STORE_LINE_CUSTOMARY,
    STORE_LINE_UNDETERMINED,
    STORE_LINE_DISPUTED,
};
#define STORE_LINE_STATUSES 5
const char *store_line_status_name(enum store_line_status status); /* "approved-pending-survey" */
/* False for another word. */
bool store_line_status_parse(const char *text, enum store_line_status *out);

/* One version. Texts are borrowed (writers) or live in the arena (readers). */
struct store_line {
    struct store_version version;
    const char *code;
    const char *a, *b; /* codes of the two sides, frozen at the agreement */
    const char *name;
    enum store_line_status status;
    const char *agreement_no;
    base_date_t agreement_date;
    const char *support;          /* what the line follows on the ground: "river-centre", … */
    const char *markers;          /* the list of the agreement: "001-004,006Q" */
    const char *description;      /* 走向说明, as the agreement has it */
    struct geo_geometry geometry; /* LINE or MULTILINE; part_count 0: none */
    double resolution_m;          /* step of the source's digits, from the edition; NAN */
    struct store_source source;
};

/* Matched by code. BASE_INVALID for a geometry that is no line. */
BASE_MUST_CHECK
enum base_status store_line_put(struct store *store, const struct store_change *change,
                                const struct store_line *row, enum store_outcome *outcome,
                                int64_t *identity, struct base_error *err);

/* In code order. */
BASE_MUST_CHECK
enum base_status store_line_list(struct store *store, struct store_as_of as_of,
                                 struct base_arena *arena, struct store_line **out, size_t *count,
                                 struct base_error *err);

/* The line of that code on the day, or BASE_NOT_FOUND. */
BASE_MUST_CHECK
enum base_status store_line_find(struct store *store, const char *code, struct store_as_of as_of,
                                 struct base_arena *arena, struct store_line *out,
                                 struct base_error *err);

/* Which lines a page shows; {0} with box empty: all. Texts are borrowed. */
struct store_line_filter {
    const char *status; /* NULL: any */
    const char *a, *b;  /* lines with this side, and this other one; NULL: any */
    bool open_only;     /* not of editions that are internal or may not be published */
    struct geo_box box; /* lines whose box meets it; empty: everywhere */
    int64_t after;      /* identity of the line that the page before ended with; 0: none */
    size_t limit;       /* 0: all */
};
/* In code order. */
BASE_MUST_CHECK
enum base_status store_line_page(struct store *store, const struct store_line_filter *filter,
                                 struct store_as_of as_of, struct base_arena *arena,
                                 struct store_line **out, size_t *count, struct base_error *err);

#endif
