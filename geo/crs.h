/* geo/crs.h - coordinate reference systems; the one place that knows axis order.
 *
 * Everything here takes and gives x, y: easting/northing or lon/lat, whatever
 * the authority's order is. Frames: CGCS2000 and WGS 84 coincide for our
 * purposes; Xian 80 and Beijing 54 never convert without a given shift (PROJ
 * would silently take them as CGCS2000). Web Mercator and lon/lat never reach
 * PROJ. */
#ifndef GEO_CRS_H
#define GEO_CRS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

enum geo_crs_family {
    GEO_CRS_GEOGRAPHIC, /* lon, lat in degrees; CGCS2000 or WGS 84 unless frame says else */
    GEO_CRS_MERCATOR,   /* EPSG:3857 */
    GEO_CRS_PROJECTED,  /* any other map projection PROJ knows */
    GEO_CRS_GCJ02,
    GEO_CRS_BD09,
};

enum geo_crs_frame { GEO_FRAME_MODERN, GEO_FRAME_XIAN80, GEO_FRAME_BEIJING54, GEO_FRAME_OTHER };

/* A plain value. name is canonical: "CRS84", "EPSG:4551", "GCJ-02", "BD-09", or
 * "custom" with the definition in wkt. */
struct geo_crs {
    enum geo_crs_family family;
    enum geo_crs_frame frame;
    int epsg; /* 0 when none */
    char name[32];
    char wkt[4096]; /* only for "custom" */
};

struct geo_crs_context; /* one per worker thread: PROJ context and its transformations */

/* NULL without memory. The network stays off. free(NULL) is fine. */
struct geo_crs_context *geo_crs_context_create(void);
void geo_crs_context_free(struct geo_crs_context *context);

/* Reads `CRS84`, `EPSG:n` (or urn:ogc:def:crs:EPSG::n, and the OGC http URI),
 * `GCJ-02`, `BD-09`, case-insensitively. BASE_INVALID lists what is accepted;
 * an EPSG code that PROJ lacks is BASE_INVALID too. */
BASE_MUST_CHECK
enum base_status geo_crs_parse(struct geo_crs_context *context, const char *text,
                               struct geo_crs *out, struct base_error *err);

/* Reads a WKT definition (a .prj file's text, ESRI or OGC flavour) and
 * identifies the EPSG code where PROJ is sure; else "custom". */
BASE_MUST_CHECK
enum base_status geo_crs_from_wkt(struct geo_crs_context *context, const char *wkt,
                                  struct geo_crs *out, struct base_error *err);

/* True for the two modern frames in lon/lat: what comes in needs no conversion. */
bool geo_crs_is_lonlat(const struct geo_crs *crs);

/* Converts count points in place, x and y arrays, from crs to CGCS2000 lon/lat
 * degrees, or back. accuracy_m and pipeline (size bytes, may be NULL) tell what
 * was done. BASE_INVALID when the frame needs a shift parameter (Xian 80,
 * Beijing 54) and allow_unshifted is false; points outside the projection give
 * BASE_INVALID with the index of the first (the arrays are spoilt then). Exact
 * no-op, but for that check, for GEO_CRS_GEOGRAPHIC of a modern frame. accuracy_m
 * is that of the conversion: 0.001 for a formula (each projected point is proved
 * by projecting it back, but where geo/transverse is exact), 100 for an unshifted old frame, PROJ's
 * own figure for other datums. */
struct geo_crs_result {
    double accuracy_m;
    bool unshifted; /* an old frame taken as CGCS2000, or a datum PROJ has no operation for */
    char pipeline[256];
};
BASE_MUST_CHECK
enum base_status geo_crs_to_lonlat(struct geo_crs_context *context, const struct geo_crs *crs,
                                   bool allow_unshifted, double *x, double *y, size_t count,
                                   struct geo_crs_result *result, struct base_error *err);
/* The central meridian of a plain transverse Mercator projection of a modern frame,
 * in degrees; NAN of anything else. */
double geo_crs_meridian(struct geo_crs_context *context, const struct geo_crs *crs);
BASE_MUST_CHECK
enum base_status geo_crs_from_lonlat(struct geo_crs_context *context, const struct geo_crs *crs,
                                     double *x, double *y, size_t count, struct base_error *err);

#endif
