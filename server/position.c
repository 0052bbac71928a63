/* server/position.c - lon, lat and crs of a request as a point of the grid. */
#include "server/position.h"

#include <string.h>

#include "server/worker.h"

enum base_status server_position(struct server_call *call, struct geo_point *out,
                                 struct base_error *err)
{
    double x = server_call_value(call, "lon")->number, y = server_call_value(call, "lat")->number;
    const char *name = server_call_text(call, "crs");
    if (name && strcmp(name, "CRS84") != 0) {
        struct geo_crs_context *context;
        struct geo_crs crs;
        struct geo_crs_result result;
        enum base_status status = server_worker_crs(call->worker, &context, err);
        if (status == BASE_OK)
            status = geo_crs_parse(context, name, &crs, err);
        if (status == BASE_OK)
            status = geo_crs_to_lonlat(context, &crs, false, &x, &y, 1, &result, err);
        if (status != BASE_OK) {
            call->bad_parameter = "crs";
            return status;
        }
    }
    if (!(x >= -180 && x <= 180)) { /* NaN too */
        call->bad_parameter = "lon";
        return base_fail(err, BASE_INVALID, "lon must be in [-180, 180] degrees");
    }
    if (!(y >= -90 && y <= 90)) {
        call->bad_parameter = "lat";
        return base_fail(err, BASE_INVALID, "lat must be in [-90, 90] degrees");
    }
    *out = (struct geo_point){geo_grid_from_degrees(x), geo_grid_from_degrees(y)};
    return BASE_OK;
}
