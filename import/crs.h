/* import/crs.h - deciding the CRS of a source. */
#ifndef IMPORT_CRS_H
#define IMPORT_CRS_H

#include <stdbool.h>

#include "geo/crs.h"
#include "import/report.h"
#include "import/sample.h"

/* A plain value. */
struct import_crs {
    struct geo_crs crs;
    const char *from; /* "prj", "option" or "coordinates" */
    bool swap;        /* the source gives the northern ordinate first */
    double step;      /* of the digits, in source units; 1e-5 degree or 1 m at most */
    double resolution_m;
};

/* The CRS by the option, else by what the source states (wkt, may be NULL),
 * else by the coordinates; each is held against the coordinates. near: where the
 * record's data lies (may be empty), to narrow what is proposed.
 *
 * What is guessed, missing or untrue goes to the report; where only a person can
 * decide, the report is blocked and out is still set to the likeliest.
 * Returns BASE_OK, BASE_INVALID (the option is no CRS) or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status import_crs_decide(struct geo_crs_context *context, const char *option,
                                   const char *wkt, bool wkt_assumed,
                                   const struct import_sample *sample, struct geo_box near,
                                   struct import_report *report, struct import_crs *out,
                                   struct base_error *err);

#endif
