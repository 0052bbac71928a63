/* boundary/inspect.h - inspection of areas and lines: finds, measures, never repairs.
 *
 * Siblings are the divisions of one level. Their shared-arc topology gives gaps
 * and overlaps; joined with the next higher level that has polygons it gives
 * open gaps and what exceeds a parent. Detection is at zero above the numbers'
 * own resolution; the profile's tolerance only sets severity (interface.md,
 * boundaries.md 3.1-3.4). Lines are compared with the parties' claims, their
 * markers, one another and the outlines of both sides; none is ever moved. The
 * result depends on the input as a set. */
#ifndef BOUNDARY_INSPECT_H
#define BOUNDARY_INSPECT_H

#include "base/arena.h"
#include "base/progress.h"
#include "boundary/exemption.h"
#include "boundary/finding.h"
#include "boundary/line.h"
#include "boundary/number.h"
#include "boundary/profile.h"
#include "boundary/uninspected.h"
#include "boundary/unit.h"

struct boundary_base;
struct boundary_window;

struct boundary_options {
    enum store_level level; /* NONE: every level that has polygons */
    struct boundary_profile profile;
    const char *between[2]; /* canonical codes; NULL: all */
    base_date_t at;
    uint32_t workers; /* threads; 0: one for each core */
    int64_t against;  /* an edition; 0: none */
    bool whole;       /* of a record: nothing is carried over from an earlier inspection */
    bool summary;     /* the same: its list of findings is not asked for */
};

/* What to inspect. Arrays are borrowed. */
struct boundary_input {
    const struct boundary_unit *units; /* valid on the day, any order, with or without geometry */
    uint32_t unit_count;
    const struct boundary_unit *before; /* with `against`: the same as that edition left them */
    uint32_t before_count;
    const struct boundary_unit *history; /* every version held, for code conflicts */
    uint32_t history_count;
    struct boundary_lines lines;                 /* zeroed: none */
    const struct boundary_exemption *exemptions; /* those that have ended included */
    uint32_t exemption_count;
    struct boundary_window *window; /* NULL: this is all there is; else a part (window.h) */
};

/* Stretches of two units' common border that no line between both covers. */
struct boundary_bare {
    const struct boundary_unit *sides[2];
    const char *lines;         /* codes of the lines there are, "L1, L2" */
    double border_m, length_m; /* of the common border; without a line */
    struct geo_geometry geometry;
};

struct boundary_report {
    int64_t run;                /* 0: not stored */
    struct boundary_base *base; /* what the next inspection must know (boundary/base.h) */
    const int64_t *widths_nm;   /* of the numeric faces */
    uint32_t width_count;
    base_date_t at;
    enum store_level level; /* NONE: all */
    struct boundary_profile profile;
    uint32_t divisions, without_geometry;
    uint32_t lines; /* pairs of units that share a border */
    double length_m;
    /* What was imported of lines, and how many metres of it have a shape. */
    struct {
        uint32_t lines, claims, markers, tri_junctions;
        double length_m;
        double border_m;            /* common borders of the pairs that have a line */
        double bare_m;              /* what of them lies beyond reach of the lines' ends */
        struct boundary_bare *bare; /* by code of the sides */
        uint32_t bare_count;
    } registered;
    struct {
        uint32_t faces;
        double area_m2, max_width_m;
    } numeric;
    /* What is no finding, since the register of exemptions allows it. */
    struct {
        const struct boundary_exempted *items; /* by exemption, level, kind, place */
        uint32_t item_count;
        double area_m2;
        const struct boundary_exemption_use *uses; /* exemptions in force, by id */
        uint32_t use_count;
    } exempted;
    struct boundary_uninspected uninspected[STORE_LEVEL_VILLAGE + 1]; /* by level */
    uint32_t counts[BOUNDARY_KIND_COUNT];
    uint32_t severities[BOUNDARY_SEVERITY_COUNT];
    const struct boundary_finding *findings; /* by severity, kind, id */
    uint32_t finding_count;
    bool listed; /* of a record: false where findings were carried over and not asked for */
    struct {     /* what was carried over; run 0: nothing */
        int64_t run;
        uint32_t changed, looked_at; /* divisions */
    } again;
    /* With `against`: how far unchanged borders lie from where they lay. NAN: none. */
    int64_t against;
    double median_offset_m, unchanged_length_m;
};

/* Inspects. Everything in the report lives in the arena.
 * Returns BASE_OK, BASE_NO_MEMORY, BASE_UNAVAILABLE (cancelled) or BASE_FAILED
 * (GEOS). */
BASE_MUST_CHECK
enum base_status boundary_inspect(const struct boundary_input *input,
                                  const struct boundary_options *options, struct base_arena *arena,
                                  const struct base_progress *progress, struct boundary_report *out,
                                  struct base_error *err);

#endif
