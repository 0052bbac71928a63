/* coverage/people.h - people counted by what became of them. */
#ifndef COVERAGE_PEOPLE_H
#define COVERAGE_PEOPLE_H

#include <stdint.h>

#include "base/json.h"

enum coverage_status {
    COVERAGE_COVERED,
    COVERAGE_TOO_FAR,     /* a way exists, longer than the limit */
    COVERAGE_UNREACHABLE, /* no way leads to any facility */
    COVERAGE_OFF_ROADS,   /* farther from any way than the cap */
    COVERAGE_NO_ROADS,    /* no road data lies there */
    COVERAGE_NO_CAPACITY, /* reached, but full: not used until capacity is computed */
    COVERAGE_STATUSES,
};
/* "too_far"; the word of interface.md. */
const char *coverage_status_name(enum coverage_status status);

enum { COVERAGE_TOTAL, COVERAGE_AGE60, COVERAGE_AGE65, COVERAGE_AGE80, COVERAGE_AGES };

/* Whole people; the statuses add up to all, exactly, by construction. */
struct coverage_people {
    int64_t count[COVERAGE_AGES][COVERAGE_STATUSES];
};

void coverage_people_add(struct coverage_people *people, const int64_t counts[COVERAGE_AGES],
                         enum coverage_status status);
int64_t coverage_people_all(const struct coverage_people *people, int age);
/* {"total": {"all": …, "covered": …}, "age60": …} */
void coverage_people_write(const struct coverage_people *people, struct base_json *json);

#endif
