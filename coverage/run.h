/* coverage/run.h - who reaches a facility of a kind, and who does not.
 *
 * Each person is counted by the own walking cost from the own point, never by a
 * polygon. Plain arrays in, a report out; no store. */
#ifndef COVERAGE_RUN_H
#define COVERAGE_RUN_H

#include "coverage/indicator.h"
#include "coverage/people.h"
#include "coverage/points.h"
#include "coverage/reach.h"
#include "store/division_index.h"

struct coverage_options {
    const char *kind; /* a branch of the tree */
    base_date_t at;
    uint32_t minutes;
    const char *profile; /* "older" */
    enum coverage_season season;
};

/* What is read; everything borrowed. */
struct coverage_input {
    const struct coverage_graph *graph;
    const struct coverage_points *points;
    const struct store_division_index *divisions;
};

struct coverage_division {
    uint32_t row; /* of the division index */
    struct coverage_people people;
};

struct coverage_facility {
    uint32_t row; /* of the points section */
    struct coverage_snap snap;
    struct coverage_people people; /* whose nearest it is, within the limit */
};

/* What became of one population point. */
struct coverage_person {
    uint32_t row; /* of the points section */
    enum coverage_status status;
    uint32_t cost_ms, facility; /* of the covered; facility: number in the report */
};

struct coverage_report {
    int64_t run; /* 0: not stored */
    struct coverage_options options;
    struct coverage_profile profile;
    uint32_t limit_ms;
    struct coverage_people people;
    struct coverage_division *divisions; /* by level, then code */
    size_t division_count;
    struct coverage_facility *facilities; /* by id */
    size_t facility_count;
    struct coverage_person *persons; /* all that are valid on the day */
    size_t person_count;
    struct coverage_indicator *indicators;
    size_t indicator_count;
    struct coverage_reach reach;
    bool has_modelled, has_example, has_stand_in; /* what the reader must be told */
};

/* BASE_INVALID for a kind that neither the tree (store/facility.h) nor the record
 * knows: a slip of the hand, not a city without facilities. */
BASE_MUST_CHECK
enum base_status coverage_kind_check(const struct coverage_input *input, const char *kind,
                                     struct base_error *err);

/* Facilities of the branch that are open on the day are the sources.
 * In the arena. Returns BASE_OK, BASE_INVALID (an unknown profile) or
 * BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status coverage_run(const struct coverage_input *input,
                              const struct coverage_options *options, struct base_arena *arena,
                              struct coverage_report *out, struct base_error *err);

/* The document of interface.md, `coverage`; run 0 is written null. */
void coverage_report_write(const struct coverage_report *report, const struct coverage_input *input,
                           struct base_json *json);

#endif
