/* geo/crs_proj.h - what geo/crs asks PROJ; for geo/ alone. */
#ifndef GEO_CRS_PROJ_H
#define GEO_CRS_PROJ_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "geo/crs.h"
#include "geo/transverse.h"

/* An EPSG code from PROJ's database, or a WKT text. BASE_INVALID when unknown or
 * neither geographic nor projected. */
BASE_MUST_CHECK
enum base_status geo_crs_proj_find(struct geo_crs_context *context, int epsg, struct geo_crs *out,
                                   struct base_error *err);
BASE_MUST_CHECK
enum base_status geo_crs_proj_read(struct geo_crs_context *context, const char *wkt,
                                   struct geo_crs *out, struct base_error *err);

/* How a system becomes lon/lat of a modern frame. Frames we know are only
 * unprojected; other datums go to WGS 84 by PROJ's best operation. is_guess:
 * that operation is a "ballpark" one, no datum shift at all. Borrowed from
 * context, which keeps the last ones. */
struct geo_crs_operation {
    void *pj;
    double accuracy_m;
    bool is_guess;
    const char *definition;
    const struct geo_transverse *transverse; /* computes near its meridian; NULL: PROJ does all */
};
BASE_MUST_CHECK
enum base_status geo_crs_proj_operation(struct geo_crs_context *context, const struct geo_crs *crs,
                                        struct geo_crs_operation *out, struct base_error *err);

/* In place; inverse is to lon/lat. What PROJ converts is proved by going back. */
BASE_MUST_CHECK
enum base_status geo_crs_proj_inverse(const struct geo_crs_operation *operation,
                                      const struct geo_crs *crs, double *x, double *y, size_t count,
                                      struct base_error *err);
BASE_MUST_CHECK
enum base_status geo_crs_proj_forward(const struct geo_crs_operation *operation,
                                      const struct geo_crs *crs, double *x, double *y, size_t count,
                                      struct base_error *err);

#endif
