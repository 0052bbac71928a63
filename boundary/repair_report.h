/* boundary/repair_report.h - repair proposals as JSON. */
#ifndef BOUNDARY_REPAIR_REPORT_H
#define BOUNDARY_REPAIR_REPORT_H

#include "base/json.h"
#include "boundary/repair.h"

/* The document of `yutu repair --json` (docs/inspection.md). edition 0: nothing
 * was written. geometry false leaves outlines and ground out (the form that an
 * edition keeps). */
void boundary_repairs_write(const struct boundary_repairs *repairs, int64_t edition,
                            enum base_lang lang, bool geometry, struct base_json *json);

/* "least", "middle", or the preferred code. */
const char *boundary_preference_name(const struct boundary_repair_options *options);

#endif
