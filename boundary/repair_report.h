/* boundary/repair_report.h - repair proposals as JSON. */
#ifndef BOUNDARY_REPAIR_REPORT_H
#define BOUNDARY_REPAIR_REPORT_H

#include "base/json.h"
#include "boundary/repair.h"

/* How the document of `yutu repair --json` (docs/inspection.md) is written. */
struct boundary_repairs_form {
    int64_t edition;  /* that was written; 0: none */
    bool geometry;    /* ground and lines; without, it is what an edition keeps */
    bool units;       /* the outlines of the changed units */
    int64_t run;      /* whose findings they are: written in place of edition; 0: of none */
    const char *next; /* with a run: where the list goes on; NULL: nowhere */
    enum base_lang lang;
};
void boundary_repairs_write(const struct boundary_repairs *repairs,
                            const struct boundary_repairs_form *form, struct base_json *json);

/* Why a finding gets no proposal. */
const char *boundary_missed_text(const struct boundary_missed *missed, enum base_lang lang);

/* "least", "middle", or the preferred code. */
const char *boundary_preference_name(const struct boundary_repair_options *options);

#endif
