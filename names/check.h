/* names/check.h - checks a proposed name by the rules of names/rule.h and says what
 * it found, against whom, and what it could not check. Nothing is decided here: an
 * officer reads the remarks. */
#ifndef NAMES_CHECK_H
#define NAMES_CHECK_H

#include "names/romanise.h"
#include "names/scope.h"
#include "names/words.h"

/* By whom a name is approved (地名管理条例, article 12). */
enum names_approver {
    NAMES_APPROVER_NONE, /* not said */
    NAMES_APPROVER_STATE_COUNCIL,
    NAMES_APPROVER_PROVINCE,
    NAMES_APPROVER_CITY, /* the government of a municipality, city or county */
    NAMES_APPROVER_HOUSING,
    NAMES_APPROVER_DEPARTMENT, /* the competent department of a facility */
    NAMES_APPROVERS,
};

struct names_proposal {
    const char *name;
    const char *reading; /* "yù mín lù"; NULL: the usual one */
    enum names_legal_kind kind;
    bool has_kind;           /* false: by the generic term */
    enum store_level level;  /* of a division; NONE: by the generic term */
    const char *within;      /* canonical code; NULL: not said */
    const char *renames;     /* id of the place that would bear it; NULL: a new place */
    double lon_deg, lat_deg; /* NAN: not said; names_proposal_finish makes the point */
    bool has_point;
    struct geo_point point;
    bool lenient_sound; /* the same sound is a warning, not an error */
    enum names_approver approver;
    base_date_t decided, filed, published; /* BASE_DATE_NONE: not (yet) */
};

struct names_conflict {
    uint32_t subject, name; /* of the index */
    double distance_m;      /* from the proposal's point; NAN */
};

struct names_remark {
    enum names_rule rule;
    enum names_severity severity;
    const char *message[2]; /* by enum base_lang */
    const struct names_conflict *conflicts;
    size_t conflict_count;
};

struct names_unchecked {
    enum names_rule rule;
    const char *reason[2];
};

struct names_check {
    const char *name;
    enum names_legal_kind kind;
    enum store_level level;
    struct names_romanised romanised;
    struct names_scope scope;
    struct names_remark remarks[64];
    size_t remark_count;
    struct names_unchecked unchecked[NAMES_RULE_END];
    size_t unchecked_count;
};

/* Checks the proposal; conflicts and texts live in the arena, proposal and words are
 * borrowed while *out is used. Remarks come by severity, then rule.
 * Returns BASE_OK, BASE_INVALID (no name, or one that cannot be read), BASE_NOT_FOUND
 * (within, renames) or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status names_check(const struct names_context *context, const struct names_words *words,
                             const struct names_proposal *proposal, struct base_arena *arena,
                             struct names_check *out, struct base_error *err);

/* {"name", "specific", "generic", "romanised", "kind", "scope", "severity": the worst
 * or null, "remarks": […], "unchecked": […]}. */
void names_check_write(const struct names_context *context, const struct names_check *check,
                       enum base_lang lang, struct base_json *json);

/* "state-council"; false, and *out untouched, for an unknown word. */
const char *names_approver_name(enum names_approver approver);
bool names_approver_parse(const char *text, enum names_approver *out);

#endif
