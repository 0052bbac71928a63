/* server/attribution.h - whose data an answer holds. */
#ifndef SERVER_ATTRIBUTION_H
#define SERVER_ATTRIBUTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/json.h"
#include "server/route.h"

/* Writes the key "attribution" with the distinct attributions of the editions
 * (an array of texts, empty when they have none). */
void server_attribution_write(struct base_json *json, const struct server_call *call,
                              const int64_t *editions, size_t count);

#endif
