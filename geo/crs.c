/* geo/crs.c - coordinate reference systems: names and conversion. */
#include "geo/crs.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "geo/crs_proj.h"
#include "geo/grid.h"
#include "geo/offset.h"

#define FORMULA_ACCURACY_M   0.001
#define UNSHIFTED_ACCURACY_M 100.0
#define HALF_WORLD_M         (GEO_PI * GEO_A_M)

static struct geo_crs named(enum geo_crs_family family, enum geo_crs_frame frame, int epsg,
                            const char *name)
{
    struct geo_crs crs = {.family = family, .frame = frame, .epsg = epsg};
    snprintf(crs.name, sizeof crs.name, "%s", name);
    return crs;
}

/* The names that need no EPSG code. */
static const struct {
    const char *text;
    enum geo_crs_family family;
    const char *name;
} NAMES[] = {
    {"CRS84", GEO_CRS_GEOGRAPHIC, "CRS84"},
    {"OGC:CRS84", GEO_CRS_GEOGRAPHIC, "CRS84"},
    {"urn:ogc:def:crs:OGC:1.3:CRS84", GEO_CRS_GEOGRAPHIC, "CRS84"},
    {"urn:ogc:def:crs:OGC::CRS84", GEO_CRS_GEOGRAPHIC, "CRS84"},
    {"http://www.opengis.net/def/crs/OGC/1.3/CRS84", GEO_CRS_GEOGRAPHIC, "CRS84"},
    {"https://www.opengis.net/def/crs/OGC/1.3/CRS84", GEO_CRS_GEOGRAPHIC, "CRS84"},
    {"GCJ-02", GEO_CRS_GCJ02, "GCJ-02"},
    {"GCJ02", GEO_CRS_GCJ02, "GCJ-02"},
    {"BD-09", GEO_CRS_BD09, "BD-09"},
    {"BD09", GEO_CRS_BD09, "BD-09"},
};

/* The number after "EPSG:", "urn:ogc:def:crs:EPSG:…:" or the OGC address; 0
 * when text is none of these. */
static int epsg_number(const char *text)
{
    static const struct {
        const char *prefix;
        char separator; /* a version stands before it */
    } FORMS[] = {
        {"EPSG:", '\0'},
        {"urn:ogc:def:crs:EPSG:", ':'},
        {"http://www.opengis.net/def/crs/EPSG/", '/'},
        {"https://www.opengis.net/def/crs/EPSG/", '/'},
    };
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++) {
        size_t length = strlen(FORMS[i].prefix);
        if (strncasecmp(text, FORMS[i].prefix, length) != 0)
            continue;
        const char *digits = text + length;
        if (FORMS[i].separator) {
            digits = strrchr(digits, FORMS[i].separator);
            digits = digits ? digits + 1 : "";
        }
        size_t count = strspn(digits, "0123456789");
        return count >= 1 && count <= 6 && digits[count] == '\0' ? atoi(digits) : 0;
    }
    return 0;
}

/* The codes that are settled without PROJ. */
static bool is_settled(int epsg, struct geo_crs *out)
{
    if (epsg == 4490 || epsg == 4326)
        *out = named(GEO_CRS_GEOGRAPHIC, GEO_FRAME_MODERN, epsg,
                     epsg == 4490 ? "EPSG:4490" : "EPSG:4326");
    else if (epsg == 3857 || epsg == 900913)
        *out = named(GEO_CRS_MERCATOR, GEO_FRAME_MODERN, 3857, "EPSG:3857");
    else
        return false;
    return true;
}

enum base_status geo_crs_parse(struct geo_crs_context *context, const char *text,
                               struct geo_crs *out, struct base_error *err)
{
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (strcasecmp(text, NAMES[i].text) == 0) {
            *out = named(NAMES[i].family, GEO_FRAME_MODERN, 0, NAMES[i].name);
            return BASE_OK;
        }
    }
    int epsg = epsg_number(text);
    if (epsg == 0)
        return base_fail(err, BASE_INVALID,
                         "\"%s\" names no coordinate system; CRS84, EPSG:n, GCJ-02 and BD-09 are "
                         "accepted",
                         text);
    return is_settled(epsg, out) ? BASE_OK : geo_crs_proj_find(context, epsg, out, err);
}

enum base_status geo_crs_from_wkt(struct geo_crs_context *context, const char *wkt,
                                  struct geo_crs *out, struct base_error *err)
{
    struct geo_crs crs;
    enum base_status status = geo_crs_proj_read(context, wkt, &crs, err);
    if (status)
        return status;
    if (!is_settled(crs.epsg, out))
        *out = crs;
    return BASE_OK;
}

bool geo_crs_is_lonlat(const struct geo_crs *crs)
{
    return crs->family == GEO_CRS_GEOGRAPHIC && crs->frame == GEO_FRAME_MODERN;
}

static enum base_status check_lonlat(const struct geo_crs *crs, const double *lon,
                                     const double *lat, size_t count, struct base_error *err)
{
    for (size_t i = 0; i < count; i++)
        if (!(fabs(lon[i]) <= 180 + 1e-9 && fabs(lat[i]) <= 90 + 1e-9))
            return base_fail(err, BASE_INVALID, "point %zu lies outside %s", i, crs->name);
    return BASE_OK;
}

static void from_mercator(double *x, double *y, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        x[i] = x[i] / HALF_WORLD_M * 180;
        y[i] = GEO_DEGREES(atan(sinh(y[i] / GEO_A_M)));
    }
}

static enum base_status to_mercator(const struct geo_crs *crs, double *x, double *y, size_t count,
                                    struct base_error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (fabs(y[i]) > 89.9)
            return base_fail(err, BASE_INVALID, "point %zu lies outside %s", i, crs->name);
        x[i] = x[i] / 180 * HALF_WORLD_M;
        y[i] = GEO_A_M * asinh(tan(GEO_RADIANS(y[i])));
    }
    return BASE_OK;
}

static void each(void (*convert)(double *, double *), double *x, double *y, size_t count)
{
    for (size_t i = 0; i < count; i++)
        convert(&x[i], &y[i]);
}

static void set_result(struct geo_crs_result *result, double accuracy_m, const char *pipeline)
{
    result->accuracy_m = accuracy_m;
    result->unshifted = false;
    snprintf(result->pipeline, sizeof result->pipeline, "%s", pipeline);
}

static const char *old_frame(const struct geo_crs *crs)
{
    return crs->frame == GEO_FRAME_XIAN80      ? "Xian 80"
           : crs->frame == GEO_FRAME_BEIJING54 ? "Beijing 54"
                                               : NULL;
}

/* What PROJ does, or refuses to guess. */
static enum base_status by_proj(struct geo_crs_context *context, const struct geo_crs *crs,
                                bool allow_unshifted, double *x, double *y, size_t count,
                                struct geo_crs_result *result, struct base_error *err)
{
    struct geo_crs_operation operation;
    enum base_status status = geo_crs_proj_operation(context, crs, &operation, err);
    if (status)
        return status;
    if (operation.is_guess && !allow_unshifted)
        return base_fail(err, BASE_INVALID,
                         "%s stands on another datum and no transformation to CGCS2000 is known; "
                         "convert the data first, or pass --shift none to accept an error up to "
                         "100 m",
                         crs->name);
    set_result(result, operation.is_guess ? UNSHIFTED_ACCURACY_M : operation.accuracy_m,
               operation.definition);
    result->unshifted = operation.is_guess;
    return geo_crs_proj_inverse(&operation, crs, x, y, count, err);
}

enum base_status geo_crs_to_lonlat(struct geo_crs_context *context, const struct geo_crs *crs,
                                   bool allow_unshifted, double *x, double *y, size_t count,
                                   struct geo_crs_result *result, struct base_error *err)
{
    struct geo_crs_result ignored, *told = result ? result : &ignored;
    if (old_frame(crs) && !allow_unshifted)
        return base_fail(err, BASE_INVALID,
                         "%s stands on %s: pass the shift parameters of the survey with --shift "
                         "FILE, or --shift none to accept an error up to 100 m",
                         crs->name, old_frame(crs));
    enum base_status status = BASE_OK;
    set_result(told, FORMULA_ACCURACY_M, "noop");
    if (crs->family == GEO_CRS_MERCATOR) {
        set_result(told, FORMULA_ACCURACY_M, "web Mercator, inverse");
        from_mercator(x, y, count);
    } else if (crs->family == GEO_CRS_GCJ02) {
        set_result(told, FORMULA_ACCURACY_M, "GCJ-02, public formula, inverse by iteration");
        each(geo_offset_from_gcj02, x, y, count);
    } else if (crs->family == GEO_CRS_BD09) {
        set_result(told, FORMULA_ACCURACY_M, "BD-09, public formula, inverse by iteration");
        each(geo_offset_from_bd09, x, y, count);
    } else if (!geo_crs_is_lonlat(crs)) {
        status = by_proj(context, crs, allow_unshifted, x, y, count, told, err);
    }
    if (old_frame(crs)) {
        told->accuracy_m = UNSHIFTED_ACCURACY_M;
        told->unshifted = true;
    }
    return status ? status : check_lonlat(crs, x, y, count, err);
}

double geo_crs_meridian(struct geo_crs_context *context, const struct geo_crs *crs)
{
    struct geo_crs_operation operation;
    if (crs->family != GEO_CRS_PROJECTED || crs->frame != GEO_FRAME_MODERN ||
        geo_crs_proj_operation(context, crs, &operation, NULL) != BASE_OK || !operation.transverse)
        return NAN;
    return operation.transverse->meridian_deg;
}

enum base_status geo_crs_from_lonlat(struct geo_crs_context *context, const struct geo_crs *crs,
                                     double *x, double *y, size_t count, struct base_error *err)
{
    enum base_status status = check_lonlat(crs, x, y, count, err);
    if (status || geo_crs_is_lonlat(crs))
        return status;
    if (crs->family == GEO_CRS_MERCATOR)
        return to_mercator(crs, x, y, count, err);
    if (crs->family == GEO_CRS_GCJ02 || crs->family == GEO_CRS_BD09) {
        each(crs->family == GEO_CRS_GCJ02 ? geo_offset_to_gcj02 : geo_offset_to_bd09, x, y, count);
        return BASE_OK;
    }
    struct geo_crs_operation operation;
    status = geo_crs_proj_operation(context, crs, &operation, err);
    return status ? status : geo_crs_proj_forward(&operation, crs, x, y, count, err);
}
