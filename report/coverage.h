/* report/coverage.h - a coverage run as a page. */
#ifndef REPORT_COVERAGE_H
#define REPORT_COVERAGE_H

#include "coverage/run.h"
#include "report/html.h"

struct report_coverage {
    const struct coverage_report *report;
    const struct coverage_input *input;
    const struct geo_geometry *area; /* coverage_ring_area; part_count 0: nothing is reached */
};

/* Facts, people by status, a map, divisions, facilities and indicators. Check
 * the page's buffer, or save it, afterwards. BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status report_coverage_write(const struct report_coverage *coverage,
                                       struct report_page *page, struct base_error *err);

#endif
