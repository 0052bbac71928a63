/* boundary/kind.c - names of kinds and severities. */
#include "boundary/kind.h"

#include <assert.h>
#include <string.h>

const char *const boundary_kind_names[BOUNDARY_KIND_COUNT + 1] = {
    [BOUNDARY_GAP] = "gap",
    [BOUNDARY_OPEN_GAP] = "open-gap",
    [BOUNDARY_OVERLAP] = "overlap",
    [BOUNDARY_NON_COINCIDENT] = "non-coincident-border",
    [BOUNDARY_DENSITY] = "density-mismatch",
    [BOUNDARY_DANGLING_END] = "dangling-end",
    [BOUNDARY_TRI_JUNCTION] = "tri-junction-mismatch",
    [BOUNDARY_MARKER_OFF_LINE] = "marker-off-line",
    [BOUNDARY_MARKER_SIDE] = "marker-side",
    [BOUNDARY_MARKER_ORDER] = "marker-order",
    [BOUNDARY_MARKER_NUMBER] = "marker-number",
    [BOUNDARY_MARKER_MISSING] = "marker-missing",
    [BOUNDARY_MARKER_UNKNOWN] = "marker-unknown",
    [BOUNDARY_MARKER_DUPLICATE] = "marker-duplicate",
    [BOUNDARY_MARKER_MOVED] = "marker-moved",
    [BOUNDARY_REFERENCE_STALE] = "reference-stale",
    [BOUNDARY_INVALID] = "invalid-geometry",
    [BOUNDARY_VERTEX_NOISE] = "vertex-noise",
    [BOUNDARY_TINY_PART] = "tiny-part",
    [BOUNDARY_DUPLICATE] = "duplicate-division",
    [BOUNDARY_CODE] = "code-mismatch",
    [BOUNDARY_NAME] = "name-mismatch",
    [BOUNDARY_PARENT] = "parent-mismatch",
    [BOUNDARY_EXCEEDS_PARENT] = "exceeds-parent",
    [BOUNDARY_CHILDREN] = "children-not-parent",
    [BOUNDARY_AREA] = "area-mismatch",
    [BOUNDARY_EXCLAVE] = "unregistered-exclave",
    [BOUNDARY_LINE_OFF_POLYGONS] = "line-off-polygons",
    [BOUNDARY_LINE_OFF_FEATURE] = "line-off-feature",
    [BOUNDARY_LINE_RUNS_BACK] = "line-runs-back",
    [BOUNDARY_DESCRIPTION] = "description-mismatch",
    [BOUNDARY_EXEMPTION] = "exemption-exceeded",
    [BOUNDARY_HISTORY] = "history-conflict",
    [BOUNDARY_REDIGITISED] = "redigitised",
    [BOUNDARY_TRANSFER] = "transfer",
    [BOUNDARY_CRS_SUSPECT] = "crs-suspect",
    [BOUNDARY_ROUND_OVERDUE] = "round-overdue",
    [BOUNDARY_OBLIGATION_OVERDUE] = "obligation-overdue",
};

static const char *const SEVERITIES[BOUNDARY_SEVERITY_COUNT] = {"blocking", "substantive", "minor",
                                                                "notice"};

const char *boundary_kind_name(enum boundary_kind kind)
{
    assert(kind < BOUNDARY_KIND_COUNT);
    return boundary_kind_names[kind];
}

const char *boundary_severity_name(enum boundary_severity severity)
{
    assert(severity < BOUNDARY_SEVERITY_COUNT);
    return SEVERITIES[severity];
}

bool boundary_severity_parse(const char *name, enum boundary_severity *out)
{
    for (int severity = 0; severity < BOUNDARY_SEVERITY_COUNT; severity++)
        if (strcmp(SEVERITIES[severity], name) == 0) {
            *out = (enum boundary_severity)severity;
            return true;
        }
    return false;
}
