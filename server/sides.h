/* server/sides.h - whose borders a finding lies between, for the eye. */
#ifndef SERVER_SIDES_H
#define SERVER_SIDES_H

#include "base/json.h"
#include "server/route.h"
#include "store/finding.h"

/* Writes an array with one object a party of the finding, in their order:
 * {"code", "name", "claim", "geometry"}, the geometry being the edges of what the
 * run compared that pass near the finding: the party's claim of the line that the
 * finding is about; else, in a run on claims, its claim of the area; else its
 * outline of the register, as the record has them now for the day of the run. The
 * name is null for a code the record does not know, the geometry where there is none. */
BASE_MUST_CHECK
enum base_status server_sides_write(struct base_json *json, struct server_call *call,
                                    struct store *store, const struct store_run *run,
                                    const struct store_finding *finding, struct base_error *err);

#endif
