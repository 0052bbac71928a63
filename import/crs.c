/* import/crs.c - deciding the CRS of a source. */
#include "import/crs.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct decision {
    struct geo_crs_context *context;
    const struct import_sample *sample;
    struct geo_box near;
    struct import_report *report;
    struct import_crs *out;
    struct base_error *err;
    enum import_look look;
    int zone;
};

static enum base_status use_epsg(struct decision *d, int epsg)
{
    char name[16];
    snprintf(name, sizeof name, "EPSG:%d", epsg);
    d->out->from = "coordinates";
    return geo_crs_parse(d->context, name, &d->out->crs, d->err);
}

static bool swapped(enum import_look look)
{
    return look == IMPORT_LOOK_DEGREES_SWAPPED || look == IMPORT_LOOK_ZONED_SWAPPED ||
           look == IMPORT_LOOK_METRES_SWAPPED;
}

static enum import_look straight(enum import_look look)
{
    return swapped(look) ? look - 1 : look;
}

static enum base_status by_coordinates(struct decision *d)
{
    char zones[512];
    struct import_report *report = d->report;
    enum base_status status = BASE_OK;
    d->out->swap = swapped(d->look);
    switch (straight(d->look)) {
    case IMPORT_LOOK_DEGREES:
        status = use_epsg(d, 4490);
        import_report_add(report, IMPORT_NOTICE, IMPORT_CRS_MISSING, 0, NULL, "EPSG:4490",
                          "the source states no CRS; its coordinates are degrees and are taken as "
                          "CGCS2000 (EPSG:4490)");
        break;
    case IMPORT_LOOK_ZONED:
        status = use_epsg(d, import_zone_epsg(d->zone));
        import_report_add(report, IMPORT_NOTICE, IMPORT_CRS_MISSING, 0, NULL, d->out->crs.name,
                          "the source states no CRS; its eastings carry the zone number %d and are "
                          "taken as %s",
                          d->zone, d->out->crs.name);
        break;
    case IMPORT_LOOK_METRES:
        status = use_epsg(d, 4490);
        import_zones_fitting(d->sample, d->near, zones, sizeof zones);
        import_report_add(report, IMPORT_ERROR, IMPORT_CRS_MISSING, 0, NULL, zones,
                          "the source states no CRS and its eastings carry no zone number; say "
                          "which with --crs; these would fit: %s",
                          zones);
        break;
    default:
        status = use_epsg(d, 4490);
        import_report_add(report, IMPORT_ERROR, IMPORT_CRS_MISSING, 0, NULL, NULL,
                          "the source states no CRS and its coordinates (%.6g, %.6g) fit none that "
                          "is used here; say which with --crs",
                          d->sample->x[0], d->sample->y[0]);
    }
    if (!status && d->out->swap && !report->blocked)
        import_report_add(report, IMPORT_WARNING, IMPORT_CRS_LIES, 0, NULL, NULL,
                          "the northern coordinate stands first; both were exchanged");
    return status;
}

/* The middle of the sample lands on the earth. */
static bool lands(struct decision *d, const struct geo_crs *crs)
{
    size_t middle = d->sample->count / 2;
    double x = d->sample->x[middle], y = d->sample->y[middle];
    return geo_crs_to_lonlat(d->context, crs, true, &x, &y, 1, NULL, NULL) == BASE_OK &&
           fabs(x) <= 180 && fabs(y) <= 90;
}

enum fit { FITS, FITS_SWAPPED, OTHER_ZONE, UNPREFIXED, IS_DEGREES, FITS_NOT };

static enum fit fit_projected(struct decision *d, const struct geo_crs *crs)
{
    bool prefixed;
    int zone = import_zone_of(crs->epsg, &prefixed);
    enum import_look look = straight(d->look);
    if (d->look == IMPORT_LOOK_DEGREES || d->look == IMPORT_LOOK_DEGREES_SWAPPED)
        return IS_DEGREES;
    if (!zone)
        return lands(d, crs) ? FITS : FITS_NOT;
    if (look == IMPORT_LOOK_ZONED)
        return prefixed && zone == d->zone ? (swapped(d->look) ? FITS_SWAPPED : FITS) : OTHER_ZONE;
    if (look == IMPORT_LOOK_METRES)
        return prefixed ? UNPREFIXED : (swapped(d->look) ? FITS_SWAPPED : FITS);
    return !prefixed && lands(d, crs) ? FITS : FITS_NOT;
}

static enum fit fit_of(struct decision *d, const struct geo_crs *crs)
{
    if (d->sample->count == 0)
        return FITS;
    if (crs->family == GEO_CRS_PROJECTED || crs->family == GEO_CRS_MERCATOR)
        return fit_projected(d, crs);
    if (d->look == IMPORT_LOOK_DEGREES)
        return FITS;
    if (d->look == IMPORT_LOOK_DEGREES_SWAPPED)
        return FITS_SWAPPED;
    return straight(d->look) == IMPORT_LOOK_ZONED ? OTHER_ZONE : FITS_NOT;
}

/* What the source states is untrue, and the coordinates tell what is true. */
static enum base_status correct(struct decision *d, const char *stated, int epsg)
{
    enum base_status status = use_epsg(d, epsg);
    if (status)
        return status;
    d->out->swap = swapped(d->look);
    import_report_add(d->report, IMPORT_WARNING, IMPORT_CRS_LIES, 0, NULL, stated,
                      "the source says %s, which its coordinates contradict; they are taken as %s",
                      stated, d->out->crs.name);
    return BASE_OK;
}

/* The first point that is no longitude and latitude, where a file that says degrees
 * has some that are; else the first one. */
static size_t odd_point(const struct import_sample *sample)
{
    for (size_t i = 0; i < sample->count; i++)
        if (fabs(sample->x[i]) > 180 || fabs(sample->y[i]) > 90)
            return i;
    return 0;
}

static void refuse(struct decision *d, const char *stated)
{
    char zones[512];
    size_t odd = straight(d->look) == IMPORT_LOOK_METRES ? 0 : odd_point(d->sample);
    double x = d->sample->x[odd], y = d->sample->y[odd];
    if (straight(d->look) != IMPORT_LOOK_METRES) {
        import_report_add(d->report, IMPORT_ERROR, IMPORT_CRS_LIES, 0, NULL, stated,
                          "the coordinates (%.6g, %.6g) cannot be %s; say the right one with --crs",
                          x, y, stated);
        return;
    }
    import_zones_fitting(d->sample, d->near, zones, sizeof zones);
    import_report_add(d->report, IMPORT_ERROR, IMPORT_CRS_LIES, 0, NULL, stated,
                      "the coordinates (%.6g, %.6g) cannot be %s; say the right one with --crs; "
                      "these would fit: %s",
                      x, y, stated, zones);
}

static enum base_status hold_against(struct decision *d, bool option)
{
    const char *stated = d->out->crs.name;
    char name[32];
    snprintf(name, sizeof name, "%s", stated);
    bool modern = d->out->crs.frame == GEO_FRAME_MODERN;
    switch (fit_of(d, &d->out->crs)) {
    case FITS:
        return BASE_OK;
    case FITS_SWAPPED:
        d->out->swap = true;
        import_report_add(d->report, IMPORT_WARNING, IMPORT_CRS_LIES, 0, NULL, NULL,
                          "the northern coordinate stands first; both were exchanged");
        return BASE_OK;
    case OTHER_ZONE:
        if (!option && modern)
            return correct(d, name, import_zone_epsg(d->zone));
        break;
    case UNPREFIXED:
        if (!option && modern)
            return correct(d, name, import_zone_counterpart(d->out->crs.epsg));
        break;
    case IS_DEGREES:
        if (!option && modern)
            return correct(d, name, 4490);
        break;
    case FITS_NOT:
        break;
    }
    refuse(d, name);
    return BASE_OK;
}

static enum base_status by_statement(struct decision *d, const char *wkt)
{
    struct base_error problem;
    enum base_status status = geo_crs_from_wkt(d->context, wkt, &d->out->crs, &problem);
    if (status == BASE_NO_MEMORY)
        return base_fail(d->err, status, "out of memory");
    if (status) {
        import_report_add_error(d->report, IMPORT_WARNING, IMPORT_CRS_LIES, 0, NULL, NULL,
                                &problem);
        return by_coordinates(d);
    }
    d->out->from = "prj";
    return hold_against(d, false);
}

static enum base_status by_option(struct decision *d, const char *option, const char *wkt)
{
    struct geo_crs stated;
    enum base_status status = geo_crs_parse(d->context, option, &d->out->crs, d->err);
    if (status)
        return status;
    d->out->from = "option";
    bool other = wkt && geo_crs_from_wkt(d->context, wkt, &stated, NULL) == BASE_OK &&
                 (stated.family != d->out->crs.family ||
                  (stated.family == GEO_CRS_PROJECTED && stated.epsg != d->out->crs.epsg));
    if (other)
        import_report_add(d->report, IMPORT_NOTICE, IMPORT_CRS_LIES, 0, NULL, stated.name,
                          "the source says %s, --crs says %s; --crs counts", stated.name,
                          d->out->crs.name);
    return hold_against(d, true);
}

#define LEAST_M 0.001

/* Coarser digits than 1e-5 degree, or whole metres, are no measure of anything, nor are
 * numbers that are rounder than rounding makes them: they must not make inspection blind. */
static void measure_step(struct decision *d)
{
    bool metres = d->out->crs.family == GEO_CRS_PROJECTED || d->out->crs.family == GEO_CRS_MERCATOR;
    double unit_m = metres ? 1 : 111319.49079327358; /* a degree of longitude at the equator */
    double step = import_sample_step(d->sample, metres ? 1e-4 : 1e-9);
    d->out->step = fmin(step, metres ? 1 : 1e-5);
    double step_m = d->out->step * unit_m;
    /* two significant digits say all there is to know: 7 decimals are 11 mm */
    double scale = pow(10, floor(log10(step_m)) - 1);
    d->out->resolution_m = LEAST_M;
    if (d->out->step == step && import_sample_is_rounded(d->sample, step))
        d->out->resolution_m = fmax(LEAST_M, nearbyint(step_m / scale) * scale);
}

enum base_status import_crs_decide(struct geo_crs_context *context, const char *option,
                                   const char *wkt, bool wkt_assumed,
                                   const struct import_sample *sample, struct geo_box near,
                                   struct import_report *report, struct import_crs *out,
                                   struct base_error *err)
{
    struct import_crs result = {0};
    struct decision d = {.context = context,
                         .sample = sample,
                         .near = near,
                         .report = report,
                         .out = &result,
                         .err = err};
    d.look = import_sample_look(sample, &d.zone);
    enum base_status status = BASE_OK;
    if (option)
        status = by_option(&d, option, wkt_assumed ? NULL : wkt);
    else if (wkt)
        status = by_statement(&d, wkt);
    else if (sample->count)
        status = by_coordinates(&d);
    else
        status = use_epsg(&d, 4490);
    if (status)
        return status;
    measure_step(&d);
    *out = result;
    return BASE_OK;
}
