/* report/signing.h - where the parties of an inspection sign its report. */
#ifndef REPORT_SIGNING_H
#define REPORT_SIGNING_H

#include "report/inspection.h"

/* For each pair of parties, or more of them where more are concerned: how many findings of
 * each severity, their numbers in the report, and a row for the opinion, signature and seal
 * of each. A pair that was asked for (`between`) stands there without findings, too.
 * BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status report_signing_write(const struct report_inspection *inspection,
                                      struct report_page *page, struct base_error *err);

#endif
