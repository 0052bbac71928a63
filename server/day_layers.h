/* server/day_layers.h - the map's divisions of days other than the snapshot's. */
#ifndef SERVER_DAY_LAYERS_H
#define SERVER_DAY_LAYERS_H

#include "base/date.h"
#include "base/error.h"
#include "store/division_index.h"
#include "tiles/set.h"

/* Keeps the sets of the last few days asked for; thread safe. */
struct server_day_layers;

struct server_day_layers *server_day_layers_create(void); /* NULL without memory */
void server_day_layers_free(struct server_day_layers *days);

/* The divisions of the day, built at first use (tens of milliseconds for a
 * city). The set stays valid until server_day_layers_give_back. */
BASE_MUST_CHECK
enum base_status server_day_layers_take(struct server_day_layers *days,
                                        const struct store_division_index *index, base_date_t at,
                                        const struct tiles_set **out, struct base_error *err);
void server_day_layers_give_back(struct server_day_layers *days, const struct tiles_set *set);

#endif
