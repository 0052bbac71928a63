/* report/terms.h - English words of what reports name; the catalogue has the
 * Chinese. */
#ifndef REPORT_TERMS_H
#define REPORT_TERMS_H

#include "boundary/kind.h"
#include "coverage/people.h"

const char *report_term_kind(enum boundary_kind kind);
const char *report_term_severity(enum boundary_severity severity);
const char *report_term_status(enum coverage_status status);
const char *report_term_age(int age);
/* Of a finding; the name itself when it is none of interface.md. NULL is new. */
const char *report_term_state(const char *state);
/* Of a walking speed and of a kind of facility, likewise. */
const char *report_term_profile(const char *profile);
const char *report_term_facility(const char *kind);

#endif
