/* server/position.h - lon, lat and crs of a request as a point of the grid. */
#ifndef SERVER_POSITION_H
#define SERVER_POSITION_H

#include "server/route.h"

/* Reads the parameters lon, lat and crs (which the route must have) and
 * converts to CGCS2000. BASE_INVALID for a system that cannot be converted. */
BASE_MUST_CHECK
enum base_status server_position(struct server_call *call, struct geo_point *out,
                                 struct base_error *err);

#endif
