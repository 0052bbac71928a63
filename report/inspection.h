/* report/inspection.h - an inspection of boundaries as a page. */
#ifndef REPORT_INSPECTION_H
#define REPORT_INSPECTION_H

#include "boundary/inspect.h"
#include "report/html.h"
#include "store/division.h"

struct report_inspection {
    const struct boundary_report *report;
    const struct store_division *divisions; /* of the day, by code: names and outlines */
    size_t division_count;
    const char *between[2]; /* codes; NULL: all */
    bool claims;            /* claims stood in for the register */
};

/* The division with that code, borrowed; NULL where there is none. */
const struct store_division *report_inspection_division(const struct report_inspection *inspection,
                                                        const char *code);

/* Facts, counts by kind, a map, every finding, and a page to sign. Check the page's buffer, or
 * save it, afterwards. BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status report_inspection_write(const struct report_inspection *inspection,
                                         struct report_page *page, struct base_error *err);

#endif
