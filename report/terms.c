/* report/terms.c - English words of what reports name. */
#include "report/terms.h"

#include <assert.h>
#include <string.h>

static const char *const KINDS[BOUNDARY_KIND_COUNT] = {
    [BOUNDARY_GAP] = "Gap",
    [BOUNDARY_OPEN_GAP] = "Open gap",
    [BOUNDARY_OVERLAP] = "Overlap",
    [BOUNDARY_NON_COINCIDENT] = "Borders do not coincide",
    [BOUNDARY_DENSITY] = "Vertex density differs",
    [BOUNDARY_DANGLING_END] = "Dangling end",
    [BOUNDARY_TRI_JUNCTION] = "Tri-junction mismatch",
    [BOUNDARY_MARKER_OFF_LINE] = "Marker off its line",
    [BOUNDARY_MARKER_SIDE] = "Marker on the wrong side",
    [BOUNDARY_MARKER_ORDER] = "Markers out of order",
    [BOUNDARY_MARKER_NUMBER] = "Marker number wrong",
    [BOUNDARY_MARKER_MISSING] = "Marker missing",
    [BOUNDARY_MARKER_UNKNOWN] = "Marker not registered",
    [BOUNDARY_MARKER_DUPLICATE] = "Marker number twice",
    [BOUNDARY_MARKER_MOVED] = "Marker moved",
    [BOUNDARY_REFERENCE_STALE] = "Stale reference",
    [BOUNDARY_INVALID] = "Invalid geometry",
    [BOUNDARY_VERTEX_NOISE] = "Superfluous vertices",
    [BOUNDARY_TINY_PART] = "Tiny part",
    [BOUNDARY_DUPLICATE] = "Division twice",
    [BOUNDARY_CODE] = "Code mismatch",
    [BOUNDARY_NAME] = "Name mismatch",
    [BOUNDARY_PARENT] = "Parent mismatch",
    [BOUNDARY_EXCEEDS_PARENT] = "Exceeds its parent",
    [BOUNDARY_CHILDREN] = "Children differ from parent",
    [BOUNDARY_AREA] = "Area mismatch",
    [BOUNDARY_EXCLAVE] = "Unregistered exclave",
    [BOUNDARY_LINE_OFF_POLYGONS] = "Line off the polygons",
    [BOUNDARY_LINE_OFF_FEATURE] = "Line off its feature",
    [BOUNDARY_LINE_RUNS_BACK] = "Line runs back",
    [BOUNDARY_DESCRIPTION] = "Differs from the description",
    [BOUNDARY_EXEMPTION] = "Exemption exceeded",
    [BOUNDARY_HISTORY] = "History conflict",
    [BOUNDARY_REDIGITISED] = "Redigitised",
    [BOUNDARY_TRANSFER] = "Transfer",
    [BOUNDARY_CRS_SUSPECT] = "Coordinate system suspect",
    [BOUNDARY_ROUND_OVERDUE] = "Round overdue",
    [BOUNDARY_OBLIGATION_OVERDUE] = "Obligation overdue",
};
static const char *const SEVERITIES[BOUNDARY_SEVERITY_COUNT] = {"Blocking", "Substantive", "Minor",
                                                                "Notice"};
static const char *const STATUSES[COVERAGE_STATUSES] = {
    "Covered", "Too far", "Unreachable", "Far from any road", "No road data", "No capacity",
};
static const char *const AGES[COVERAGE_AGES] = {"All ages", "60 and over", "65 and over",
                                                "80 and over"};

/* A word of the interface and the one for people; the table ends with NULL. */
struct term {
    const char *name, *english;
};

static const struct term STATES[] = {
    {"new", "New"},
    {"confirmed", "Confirmed"},
    {"rejected", "Rejected"},
    {"assigned", "Assigned"},
    {"handling", "Being handled"},
    {"fixed", "Fixed"},
    {"verified", "Verified"},
    {"closed", "Closed"},
    {"accepted-exception", "Accepted exception"},
    {"reopened", "Reopened"},
    {NULL, NULL},
};
static const struct term PROFILES[] = {
    {"adult", "Adults"},
    {"older", "Older people"},
    {"older80", "People of 80 and over"},
    {"assisted", "People who walk with help"},
    {NULL, NULL},
};
static const struct term FACILITIES[] = {
    {"eldercare", "Eldercare"},
    {"eldercare.home", "Care home"},
    {"eldercare.day", "Day care"},
    {"eldercare.centre", "Eldercare centre"},
    {"eldercare.meal", "Meal point"},
    {"funeral.home", "Funeral home"},
    {"funeral.ash-hall", "Ash hall"},
    {"funeral.cemetery", "Cemetery"},
    {"community.service", "Community service"},
    {"child.station", "Children's station"},
    {"social.station", "Social work station"},
    {"marriage.registry", "Marriage registry"},
    {NULL, NULL},
};

static const char *find(const struct term *terms, const char *name)
{
    for (; terms->name; terms++)
        if (strcmp(terms->name, name) == 0)
            return terms->english;
    return name;
}

const char *report_term_kind(enum boundary_kind kind)
{
    assert(kind < BOUNDARY_KIND_COUNT);
    return KINDS[kind];
}

const char *report_term_severity(enum boundary_severity severity)
{
    assert(severity < BOUNDARY_SEVERITY_COUNT);
    return SEVERITIES[severity];
}

const char *report_term_status(enum coverage_status status)
{
    assert(status < COVERAGE_STATUSES);
    return STATUSES[status];
}

const char *report_term_age(int age)
{
    assert(age >= 0 && age < COVERAGE_AGES);
    return AGES[age];
}

const char *report_term_state(const char *state)
{
    return find(STATES, state ? state : "new");
}

const char *report_term_profile(const char *profile)
{
    return find(PROFILES, profile);
}

const char *report_term_facility(const char *kind)
{
    return find(FACILITIES, kind);
}
