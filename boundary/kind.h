/* boundary/kind.h - what inspection can find, and how grave it is. */
#ifndef BOUNDARY_KIND_H
#define BOUNDARY_KIND_H

#include <stdbool.h>

/* In the order of interface.md. */
enum boundary_kind {
    BOUNDARY_GAP,
    BOUNDARY_OPEN_GAP,
    BOUNDARY_OVERLAP,
    BOUNDARY_NON_COINCIDENT,
    BOUNDARY_DENSITY,
    BOUNDARY_DANGLING_END,
    BOUNDARY_TRI_JUNCTION,
    BOUNDARY_MARKER_OFF_LINE,
    BOUNDARY_MARKER_SIDE,
    BOUNDARY_MARKER_ORDER,
    BOUNDARY_MARKER_NUMBER,
    BOUNDARY_MARKER_MISSING,
    BOUNDARY_MARKER_UNKNOWN,
    BOUNDARY_MARKER_DUPLICATE,
    BOUNDARY_MARKER_MOVED,
    BOUNDARY_REFERENCE_STALE,
    BOUNDARY_INVALID,
    BOUNDARY_VERTEX_NOISE,
    BOUNDARY_TINY_PART,
    BOUNDARY_DUPLICATE,
    BOUNDARY_CODE,
    BOUNDARY_NAME,
    BOUNDARY_PARENT,
    BOUNDARY_EXCEEDS_PARENT,
    BOUNDARY_CHILDREN,
    BOUNDARY_AREA,
    BOUNDARY_EXCLAVE,
    BOUNDARY_LINE_OFF_POLYGONS,
    BOUNDARY_LINE_OFF_FEATURE,
    BOUNDARY_LINE_RUNS_BACK,
    BOUNDARY_DESCRIPTION,
    BOUNDARY_EXEMPTION,
    BOUNDARY_HISTORY,
    BOUNDARY_REDIGITISED,
    BOUNDARY_TRANSFER,
    BOUNDARY_CRS_SUSPECT,
    BOUNDARY_ROUND_OVERDUE,
    BOUNDARY_OBLIGATION_OVERDUE,
    BOUNDARY_KIND_COUNT,
};

/* S1 to S4 of the domain page, the gravest first. */
enum boundary_severity {
    BOUNDARY_BLOCKING,
    BOUNDARY_SUBSTANTIVE,
    BOUNDARY_MINOR,
    BOUNDARY_NOTICE,
    BOUNDARY_SEVERITY_COUNT,
};

/* All names, in the order of the kinds; NULL at the end. */
extern const char *const boundary_kind_names[BOUNDARY_KIND_COUNT + 1];
const char *boundary_kind_name(enum boundary_kind kind);             /* "open-gap" */
const char *boundary_severity_name(enum boundary_severity severity); /* "substantive" */
/* False, out untouched, for a name that is none. */
bool boundary_severity_parse(const char *name, enum boundary_severity *out);

#endif
