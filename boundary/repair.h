/* boundary/repair.h - proposals that mend slivers; a person chooses and applies.
 *
 * A sliver (a gap, an overlap or a border drawn twice, no wider than the
 * profile's tolerance) is ground that none or several of its neighbours have.
 * A proposal says who gets which piece of it, so that everything else stays:
 * whoever is not a party keeps every byte, a party keeps every vertex that is
 * not on the sliver, and neither the outer border nor a parent's is moved.
 * Substantive faces, open gaps and what reaches out of a parent are for the
 * parties to settle, never for a program. */
#ifndef BOUNDARY_REPAIR_H
#define BOUNDARY_REPAIR_H

#include "base/message.h"
#include "boundary/inspect.h"
#include "store/finding.h"

enum boundary_method {
    BOUNDARY_KEEP,   /* unit's line stays, the other party's moves onto it */
    BOUNDARY_MIDDLE, /* both lines move to one between them */
    BOUNDARY_FOLLOW, /* each piece to the party of the parent that covers it */
    BOUNDARY_GIVE,   /* all to unit, which adjoins the sliver longest */
};
const char *boundary_method_name(enum boundary_method method); /* "keep", … */

/* Why a proposal is not offered. */
enum boundary_hindrance {
    BOUNDARY_BY_NOTHING, /* it is offered */
    BOUNDARY_BY_OPEN,    /* the sliver lies open at the outer border */
    BOUNDARY_BY_INVALID, /* a party's outline is not valid */
    BOUNDARY_BY_CODE,    /* two divisions have a party's code */
    BOUNDARY_BY_PARENT,  /* it would move a parent's border */
    BOUNDARY_BY_SHAPE,   /* no line lies between both: they do not run side by side */
    BOUNDARY_BY_LENGTH,  /* too many vertices to look for one */
    BOUNDARY_BY_CUT,     /* a party would be cut in pieces, vanish or not be valid */
    BOUNDARY_BY_REST,    /* a gap or overlap would be left */
};
const char *boundary_hindrance_name(enum boundary_hindrance hindrance); /* "open-border", … */
const char *boundary_hindrance_text(enum boundary_hindrance hindrance, enum base_lang lang);

/* A piece of ground that changes hands. */
struct boundary_piece {
    const struct boundary_unit *from, *to; /* NULL: had by none; stays with whom else had it */
    struct geo_geometry ground;
    double area_m2;
};

struct boundary_proposal {
    enum boundary_method method;
    enum boundary_hindrance hindrance;
    const struct boundary_unit *unit; /* of KEEP and GIVE; NULL otherwise */
    bool least;                       /* the least movement of those offered */
    /* Of what is offered; NAN and none otherwise. */
    double area_m2;    /* ground that changes hands */
    double max_move_m; /* farthest that a line moves; NAN: too many vertices to tell */
    const struct boundary_piece *pieces;
    uint32_t piece_count;
    struct geo_geometry line; /* MULTILINE: where borders run over the sliver afterwards */
};

#define BOUNDARY_PROPOSALS 4

struct boundary_repair {
    const struct boundary_finding *finding;
    struct boundary_proposal proposals[BOUNDARY_PROPOSALS];
    uint32_t proposal_count;
    int chosen; /* -1: none is offered */
};

/* A unit as the chosen proposals leave it. */
struct boundary_repaired {
    const struct boundary_unit *unit; /* as it was */
    struct geo_geometry after;
    double before_m2, after_m2;
};

enum boundary_preference { BOUNDARY_PREFER_LEAST, BOUNDARY_PREFER_CODE, BOUNDARY_PREFER_MIDDLE };

struct boundary_repair_options {
    enum store_level level; /* NONE: every level that has polygons */
    struct boundary_profile profile;
    const char *between[2]; /* canonical codes; NULL: all */
    enum boundary_preference prefer;
    const char *prefer_code; /* whose line stays, where it is a party */
    base_date_t at;
    const struct store_finding *only; /* findings that the record keeps; the others are left */
    uint32_t only_count;              /* 0: every sliver */
};

/* "least", "middle" or a division code, which is copied to code in canonical form.
 * False when text is none of them. */
BASE_MUST_CHECK
bool boundary_preference_parse(const char *text, char code[STORE_CODE_SIZE],
                               struct boundary_repair_options *options);

/* One of options->only that gets no proposal: it is not there any more, or no sliver. */
struct boundary_missed {
    const struct store_finding *finding;
    bool gone;
};

/* Everything lives in the arena. */
struct boundary_repairs {
    struct boundary_repair_options options;
    const struct boundary_repair *items; /* in the findings' order, level by level */
    uint32_t count, chosen;
    const struct boundary_repaired *units; /* changed ones, by level and code */
    uint32_t unit_count;
    double area_m2; /* ground that changes hands by what was chosen */
    const struct boundary_missed *missed;
    uint32_t missed_count;
};

/* Marks what a repair of options->only needs to know of: the units of their level near
 * them, whose boxes are given, and the units above in which those lie. Without
 * `only` all are. */
void boundary_repair_mark_near(const struct boundary_unit *units, const struct geo_box *boxes,
                               uint32_t count, const struct boundary_repair_options *options,
                               bool *needed);

/* Inspects, and proposes for every sliver. What is chosen was tried: with all of
 * it done, each piece of the slivers' ground has one owner and every changed unit
 * is valid and in no more parts than before. A finding of `only` is found again by
 * its id, or on the same ground by its kind and parties, and keeps its id. Borrows
 * from input and options.
 * Returns what boundary_inspect returns. */
BASE_MUST_CHECK
enum base_status boundary_repair_plan(const struct boundary_input *input,
                                      const struct boundary_repair_options *options,
                                      struct base_arena *arena,
                                      const struct base_progress *progress,
                                      struct boundary_repairs *out, struct base_error *err);

#endif
