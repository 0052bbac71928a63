/* boundary/report.h - an inspection as JSON and GeoJSON. */
#ifndef BOUNDARY_REPORT_H
#define BOUNDARY_REPORT_H

#include "base/json.h"
#include "boundary/inspect.h"

/* The document of interface.md, `inspect`. findings false leaves them out, and the
 * geometry of what is exempted (the form that a stored run keeps). */
void boundary_report_write(const struct boundary_report *report, enum base_lang lang, bool findings,
                           struct base_json *json);

/* One finding as the object of interface.md; with the other language's sentence
 * beside it as message_en or message_zh. */
void boundary_finding_write(const struct boundary_finding *finding, enum base_lang lang,
                            struct base_json *json);

/* The same without geometry and state: what a run keeps of it, since the state
 * changes afterwards and the geometry has a column of its own. */
void boundary_finding_write_lasting(const struct boundary_finding *finding, enum base_lang lang,
                                    struct base_json *json);

/* All findings as a FeatureCollection; geometry null where there is none. */
void boundary_report_write_geojson(const struct boundary_report *report, enum base_lang lang,
                                   struct base_json *json);

/* True when a finding is at least as grave. */
bool boundary_report_reaches(const struct boundary_report *report, enum boundary_severity severity);

/* All findings, listed or not. */
uint32_t boundary_report_total(const struct boundary_report *report);

#endif
