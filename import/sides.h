/* import/sides.h - what lines, claims of lines, markers, tri-junctions and
 * exemptions refer to. Internal to import/. */
#ifndef IMPORT_SIDES_H
#define IMPORT_SIDES_H

#include "import/job.h"

/* A line farther than this from both its divisions is not theirs: the least
 * search distance of boundary inspection. */
#define IMPORT_TOUCH_M 50.0

/* Checks each row that is not rejected. codes: of the record's divisions.
 * Returns BASE_OK, BASE_NO_MEMORY or BASE_FAILED; what is wrong goes to the report. */
BASE_MUST_CHECK
enum base_status import_check_sides(struct import_job *job, const struct import_set *codes);

#endif
