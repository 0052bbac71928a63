/* boundary/line.h - lines, markers and tri-junctions as inspection sees them. */
#ifndef BOUNDARY_LINE_H
#define BOUNDARY_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "geo/geometry.h"

/* Plain values; texts, arrays and geometry are borrowed. Positions are CGCS2000
 * longitude and latitude on the grid; unknown lengths are NAN. */

/* One leg of a line's description (走向说明): from a marker to a marker, in one
 * of the 16 compass sectors. */
struct boundary_leg {
    const char *from, *to; /* marker numbers */
    const char *direction; /* "北", "北偏东北" … "北偏西北"; NULL: not told */
};

/* A line between two divisions. Its shape is its agreed one, if any. */
struct boundary_line {
    int64_t identity;
    const char *code, *name; /* name may be NULL */
    const char *a, *b;       /* codes of the two sides, as they were at the agreement */
    const char
        *status; /* "agreed", "approved-pending-survey", "customary", "undetermined", "disputed" */
    const char *agreement_no;     /* NULL: none */
    base_date_t agreement_date;   /* BASE_DATE_NONE: unknown */
    const char *support;          /* "river-centre" …; NULL: not told */
    const char *markers;          /* the agreement's list, "001-004,006Q"; NULL: not held */
    struct geo_geometry geometry; /* LINE or MULTILINE; part_count 0: none */
    double resolution_m;          /* step of the source's digits; NAN: unknown */
    const struct boundary_leg *legs;
    uint32_t leg_count;
};

/* What one party says the line is. */
struct boundary_line_claim {
    int64_t identity;
    const char *line, *party;     /* codes */
    struct geo_geometry geometry; /* LINE or MULTILINE */
    double resolution_m;          /* NAN: unknown */
};

/* Where a marker stood, who measured well or badly. */
struct boundary_fix {
    struct geo_point point;
    base_date_t measured_on; /* BASE_DATE_NONE: unknown */
    double sigma_m;          /* NAN: unknown */
};

/* A reference object (方位物), by the record and as measured again. */
struct boundary_reference {
    const char *name;
    double bearing_deg, distance_m;
    double measured_bearing_deg, measured_distance_m; /* NAN: not measured again */
};

enum boundary_marker_mode {
    BOUNDARY_MARKER_UNKNOWN_MODE, /* by the letter of its number, if any */
    BOUNDARY_MARKER_SINGLE,       /* 单立: stands on the line */
    BOUNDARY_MARKER_DOUBLE,       /* 同号双立: the line runs between */
    BOUNDARY_MARKER_TRIPLE,       /* 同号三立 */
};

/* A marker (界桩). An illegal move has no effect: the position of record stays,
 * what was measured later stands beside it. */
struct boundary_marker {
    int64_t identity;
    const char *number; /* in full, letter included */
    const char *line;   /* code; NULL: of no line */
    enum boundary_marker_mode mode;
    const char *kind;           /* material or make; NULL: not told */
    struct boundary_fix record; /* position of record; read only with has_point */
    bool has_point;
    const struct boundary_fix *fixes; /* measured later, in any order */
    uint32_t fix_count;
    const struct boundary_reference *references;
    uint32_t reference_count;
    const char *condition; /* "intact", "moved", "lost" …; NULL: not told */
    const char *keeper;    /* code; NULL: not told */
};

/* A point where three or more divisions meet (三交点). */
struct boundary_junction {
    int64_t identity;
    const char *number;
    const char *const *codes; /* divisions that meet, any order */
    uint32_t code_count;
    struct geo_point point;
    double resolution_m; /* step of the source's digits; NAN: unknown */
};

/* What there is of lines, in any order; empty when nothing was imported. */
struct boundary_lines {
    const struct boundary_line *lines;
    const struct boundary_line_claim *claims;
    const struct boundary_marker *markers;
    const struct boundary_junction *junctions;
    uint32_t line_count, claim_count, marker_count, junction_count;
};

/* True when the line's shape is law: agreed, with number and date. Then it wins
 * over what the parties claim. */
bool boundary_line_is_agreed(const struct boundary_line *line);

#endif
