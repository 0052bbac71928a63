/* geo/crs_proj.c - what geo/crs asks PROJ. */
#include "geo/crs_proj.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "geo/grid.h"
#include "geo/proj_late.h"

#define KEPT               16
#define CHUNK              256
#define LEAST_CONFIDENCE   70 /* the same definition, perhaps under another name */
#define FORMULA_ACCURACY_M 0.001
#define UNKNOWN_ACCURACY_M 100.0

/* One conversion that is kept for the worker's life. */
struct kept {
    char *key;
    PJ *pj;
    double accuracy_m;
    bool is_guess;
    const char *definition; /* of pj, and borrowed from it; dear to ask for */
    bool is_transverse;     /* a plain one: computed without PJ */
    struct geo_transverse transverse;
};

struct geo_crs_context {
    PJ_CONTEXT *proj; /* NULL: not needed so far */
    struct kept kept[KEPT];
    unsigned next; /* the slot that is given up next */
};

/* PROJ for the context, when it is asked for the first time. */
static enum base_status start(struct geo_crs_context *context, struct base_error *err)
{
    if (context->proj)
        return BASE_OK;
    enum base_status status = geo_proj_load(err);
    if (status != BASE_OK)
        return status;
    context->proj = proj_context_create();
    if (!context->proj)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    proj_context_set_enable_network(context->proj, 0);
    proj_log_level(context->proj, PJ_LOG_NONE);
    return BASE_OK;
}

struct geo_crs_context *geo_crs_context_create(void)
{
    return calloc(1, sizeof(struct geo_crs_context));
}

static void give_up(struct kept *kept)
{
    if (kept->pj)
        proj_destroy(kept->pj);
    free(kept->key);
    *kept = (struct kept){0};
}

void geo_crs_context_free(struct geo_crs_context *context)
{
    if (!context)
        return;
    for (int i = 0; i < KEPT; i++)
        give_up(&context->kept[i]);
    if (context->proj)
        proj_context_destroy(context->proj);
    free(context);
}

static bool name_has(const char *name, const char *const *words)
{
    for (; name && *words; words++)
        if (strstr(name, *words))
            return true;
    return false;
}

static enum geo_crs_frame frame_named(const char *datum)
{
    static const char *const MODERN[] = {
        "China 2000", "China_2000", "China Geodetic Coordinate System 2000",
        "CGCS2000",   "CGCS_2000",  "World Geodetic System 1984",
        "WGS_1984",   "WGS 84",     "WGS84",
        NULL};
    static const char *const XIAN[] = {"Xian 1980", "Xian_1980", "Xian80", NULL};
    static const char *const BEIJING[] = {"Beijing 1954", "Beijing_1954", "Beijing54", NULL};
    if (name_has(datum, XIAN))
        return GEO_FRAME_XIAN80;
    if (name_has(datum, BEIJING))
        return GEO_FRAME_BEIJING54;
    return name_has(datum, MODERN) ? GEO_FRAME_MODERN : GEO_FRAME_OTHER;
}

static enum geo_crs_frame frame_of(PJ_CONTEXT *proj, const PJ *crs)
{
    /* A shift that came with the definition makes it an ordinary datum. */
    if (proj_get_type(crs) == PJ_TYPE_BOUND_CRS)
        return GEO_FRAME_OTHER;
    PJ *datum = proj_crs_get_datum_forced(proj, crs);
    enum geo_crs_frame frame = datum ? frame_named(proj_get_name(datum)) : GEO_FRAME_OTHER;
    proj_destroy(datum);
    return frame;
}

/* The horizontal part of a compound system; takes crs over. */
static PJ *horizontal(PJ_CONTEXT *proj, PJ *crs)
{
    if (!crs || proj_get_type(crs) != PJ_TYPE_COMPOUND_CRS)
        return crs;
    PJ *part = proj_crs_get_sub_crs(proj, crs, 0);
    proj_destroy(crs);
    return part;
}

/* False when it is neither geographic nor projected. */
static bool family_of(PJ_CONTEXT *proj, const PJ *crs, enum geo_crs_family *out)
{
    PJ_TYPE type = proj_get_type(crs);
    if (type == PJ_TYPE_BOUND_CRS) {
        PJ *source = proj_get_source_crs(proj, crs);
        bool known = source && family_of(proj, source, out);
        proj_destroy(source);
        return known;
    }
    *out = type == PJ_TYPE_PROJECTED_CRS ? GEO_CRS_PROJECTED : GEO_CRS_GEOGRAPHIC;
    return type == PJ_TYPE_PROJECTED_CRS || type == PJ_TYPE_GEOGRAPHIC_2D_CRS ||
           type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
}

enum base_status geo_crs_proj_find(struct geo_crs_context *context, int epsg, struct geo_crs *out,
                                   struct base_error *err)
{
    char code[16];
    enum base_status status = start(context, err);
    if (status != BASE_OK)
        return status;
    snprintf(code, sizeof code, "%d", epsg);
    PJ *pj = horizontal(context->proj, proj_create_from_database(context->proj, "EPSG", code,
                                                                 PJ_CATEGORY_CRS, 0, NULL));
    if (!pj)
        return base_fail(err, BASE_INVALID, "EPSG:%d is not a known coordinate system", epsg);
    struct geo_crs crs = {.epsg = epsg, .frame = frame_of(context->proj, pj)};
    snprintf(crs.name, sizeof crs.name, "EPSG:%d", epsg);
    bool usable = family_of(context->proj, pj, &crs.family);
    proj_destroy(pj);
    if (!usable)
        return base_fail(err, BASE_INVALID,
                         "EPSG:%d is neither a geographic nor a projected coordinate system", epsg);
    *out = crs;
    return BASE_OK;
}

/* The EPSG code of the best match, 0 when PROJ is not sure. */
static int identified(PJ_CONTEXT *proj, const PJ *crs)
{
    int *confidence = NULL, epsg = 0;
    PJ_OBJ_LIST *list = proj_identify(proj, crs, "EPSG", NULL, &confidence);
    if (list && proj_list_get_count(list) > 0 && confidence[0] >= LEAST_CONFIDENCE) {
        PJ *best = proj_list_get(proj, list, 0);
        const char *code = best ? proj_get_id_code(best, 0) : NULL;
        epsg = code ? atoi(code) : 0;
        proj_destroy(best);
    }
    proj_list_destroy(list);
    proj_int_list_destroy(confidence);
    return epsg;
}

enum base_status geo_crs_proj_read(struct geo_crs_context *context, const char *wkt,
                                   struct geo_crs *out, struct base_error *err)
{
    struct geo_crs crs = {.name = "custom"};
    if (strlen(wkt) >= sizeof crs.wkt)
        return base_fail(err, BASE_INVALID,
                         "the coordinate system's definition is longer than %zu "
                         "bytes",
                         sizeof crs.wkt - 1);
    enum base_status status = start(context, err);
    if (status != BASE_OK)
        return status;
    PJ *pj = horizontal(context->proj, proj_create_from_wkt(context->proj, wkt, NULL, NULL, NULL));
    if (!pj || !family_of(context->proj, pj, &crs.family)) {
        proj_destroy(pj);
        return base_fail(err, BASE_INVALID,
                         "the coordinate system's definition is not WKT of a geographic or "
                         "projected system");
    }
    crs.frame = frame_of(context->proj, pj);
    int epsg = proj_get_type(pj) == PJ_TYPE_BOUND_CRS ? 0 : identified(context->proj, pj);
    proj_destroy(pj);
    if (epsg) {
        crs.epsg = epsg;
        snprintf(crs.name, sizeof crs.name, "EPSG:%d", epsg);
    } else {
        memcpy(crs.wkt, wkt, strlen(wkt) + 1);
    }
    *out = crs;
    return BASE_OK;
}

static PJ *source_of(PJ_CONTEXT *proj, const struct geo_crs *crs)
{
    if (!crs->epsg)
        return horizontal(proj, proj_create_from_wkt(proj, crs->wkt, NULL, NULL, NULL));
    char code[16];
    snprintf(code, sizeof code, "%d", crs->epsg);
    return horizontal(proj,
                      proj_create_from_database(proj, "EPSG", code, PJ_CATEGORY_CRS, 0, NULL));
}

/* The one place that settles axis order: x is east, y is north. Takes pj over. */
static PJ *east_north(PJ_CONTEXT *proj, PJ *pj)
{
    PJ *normal = pj ? proj_normalize_for_visualization(proj, pj) : NULL;
    proj_destroy(pj);
    return normal;
}

static PJ *best_operation(PJ_CONTEXT *proj, const PJ *source, const PJ *target)
{
    PJ_OPERATION_FACTORY_CONTEXT *factory = proj_create_operation_factory_context(proj, NULL);
    PJ_OBJ_LIST *list = factory ? proj_create_operations(proj, source, target, factory) : NULL;
    PJ *best = list && proj_list_get_count(list) > 0 ? proj_list_get(proj, list, 0) : NULL;
    proj_list_destroy(list);
    proj_operation_factory_context_destroy(factory);
    return best;
}

/* NAN when it is not there, or in another unit. */
static double parameter_of(PJ_CONTEXT *proj, const PJ *conversion, const char *epsg, double unit)
{
    int count = proj_coordoperation_get_param_count(proj, conversion);
    for (int i = 0; i < count; i++) {
        const char *code = NULL;
        double value = NAN, its = NAN;
        if (proj_coordoperation_get_param(proj, conversion, i, NULL, NULL, &code, &value, NULL,
                                          &its, NULL, NULL, NULL, NULL) &&
            code && strcmp(code, epsg) == 0)
            return fabs(its / unit - 1) < 1e-9 ? value : NAN;
    }
    return NAN;
}

static bool in_metres(PJ_CONTEXT *proj, const PJ *crs)
{
    double unit = 0;
    PJ *system = proj_crs_get_coordinate_system(proj, crs);
    bool known =
        system && proj_cs_get_axis_info(proj, system, 0, NULL, NULL, NULL, &unit, NULL, NULL, NULL);
    proj_destroy(system);
    return known && unit == 1;
}

static bool from_greenwich(PJ_CONTEXT *proj, const PJ *crs)
{
    double degrees = NAN;
    PJ *meridian = proj_get_prime_meridian(proj, crs);
    bool known =
        meridian && proj_prime_meridian_get_parameters(proj, meridian, &degrees, NULL, NULL);
    proj_destroy(meridian);
    return known && degrees == 0;
}

/* EPSG's method 9807 with its origin on the equator. */
static bool read_transverse(PJ_CONTEXT *proj, const PJ *crs, struct geo_transverse *out)
{
    const double degree = GEO_RADIANS(1.0);
    const char *method = NULL;
    double axis = NAN, inverse_flattening = NAN;
    PJ *conversion = proj_crs_get_coordoperation(proj, crs);
    PJ *ellipsoid = proj_get_ellipsoid(proj, crs);
    bool plain =
        conversion && ellipsoid && in_metres(proj, crs) && from_greenwich(proj, crs) &&
        proj_coordoperation_get_method_info(proj, conversion, NULL, NULL, &method) && method &&
        strcmp(method, "9807") == 0 &&
        proj_ellipsoid_get_parameters(proj, ellipsoid, &axis, NULL, NULL, &inverse_flattening) &&
        parameter_of(proj, conversion, "8801", degree) == 0;
    if (plain) {
        double meridian = parameter_of(proj, conversion, "8802", degree);
        double scale = parameter_of(proj, conversion, "8805", 1);
        double east = parameter_of(proj, conversion, "8806", 1);
        double north = parameter_of(proj, conversion, "8807", 1);
        plain = isfinite(meridian + east + north) && scale > 0 && inverse_flattening > 0;
        if (plain)
            geo_transverse_init(out, axis, 1 / inverse_flattening, meridian, scale, east, north);
    }
    proj_destroy(conversion);
    proj_destroy(ellipsoid);
    return plain;
}

/* A known frame is only unprojected, to its own geographic system; another
 * datum goes to WGS 84, to which the most operations lead. */
static void make(PJ_CONTEXT *proj, const struct geo_crs *crs, struct kept *out)
{
    PJ *source = source_of(proj, crs), *operation = NULL;
    out->accuracy_m = FORMULA_ACCURACY_M;
    if (source && crs->frame == GEO_FRAME_OTHER) {
        PJ *target = proj_create_from_database(proj, "EPSG", "4326", PJ_CATEGORY_CRS, 0, NULL);
        operation = target ? best_operation(proj, source, target) : NULL;
        proj_destroy(target);
        if (operation) {
            out->is_guess = proj_coordoperation_has_ballpark_transformation(proj, operation);
            out->accuracy_m = proj_coordoperation_get_accuracy(proj, operation);
            if (out->accuracy_m < 0)
                out->accuracy_m = UNKNOWN_ACCURACY_M;
        }
    } else if (source) {
        PJ *target = proj_crs_get_geodetic_crs(proj, source);
        operation = target ? best_operation(proj, source, target) : NULL;
        proj_destroy(target);
        out->is_transverse = crs->frame == GEO_FRAME_MODERN && crs->family == GEO_CRS_PROJECTED &&
                             read_transverse(proj, source, &out->transverse);
    }
    proj_destroy(source);
    out->pj = east_north(proj, operation);
}

static const char *key_of(const struct geo_crs *crs)
{
    return crs->epsg ? crs->name : crs->wkt;
}

enum base_status geo_crs_proj_operation(struct geo_crs_context *context, const struct geo_crs *crs,
                                        struct geo_crs_operation *out, struct base_error *err)
{
    struct kept *kept = NULL;
    enum base_status status = start(context, err);
    if (status != BASE_OK)
        return status;
    for (int i = 0; i < KEPT && !kept; i++)
        if (context->kept[i].key && strcmp(context->kept[i].key, key_of(crs)) == 0)
            kept = &context->kept[i];
    if (!kept) {
        kept = &context->kept[context->next++ % KEPT];
        give_up(kept);
        make(context->proj, crs, kept);
        if (!kept->pj)
            return base_fail(err, BASE_INVALID, "%s cannot be converted to longitude and latitude",
                             crs->name);
        kept->definition = proj_pj_info(kept->pj).definition;
        kept->key = strdup(key_of(crs));
        if (!kept->key) {
            give_up(kept);
            return base_fail(err, BASE_NO_MEMORY, "out of memory");
        }
    }
    *out = (struct geo_crs_operation){kept->pj, kept->accuracy_m, kept->is_guess, kept->definition,
                                      kept->is_transverse ? &kept->transverse : NULL};
    return BASE_OK;
}

static void convert(PJ *pj, PJ_DIRECTION direction, double *x, double *y, size_t count)
{
    proj_errno_reset(pj);
    proj_trans_generic(pj, direction, x, sizeof *x, count, y, sizeof *y, count, NULL, 0, 0, NULL, 0,
                       0);
}

/* How far a converted point may come back from where it was: a millimetre, or
 * in degrees its like. A change of datum does not come back so well, since the
 * height that it makes is dropped: there it is what the change is good for. */
static double return_limit(const struct geo_crs_operation *operation, const struct geo_crs *crs)
{
    double limit_m = operation->accuracy_m > 1e-3 ? fmin(operation->accuracy_m, 1) : 1e-3;
    return crs->family == GEO_CRS_PROJECTED ? limit_m : limit_m * 1e-5;
}

/* Converts a chunk and returns the index of the first point that has no place
 * there, or count. */
static size_t convert_chunk(PJ *pj, PJ_DIRECTION direction, double limit, double *x, double *y,
                            size_t count)
{
    double back_x[CHUNK], back_y[CHUNK], was_x[CHUNK], was_y[CHUNK];
    memcpy(was_x, x, count * sizeof *x);
    memcpy(was_y, y, count * sizeof *y);
    convert(pj, direction, x, y, count);
    memcpy(back_x, x, count * sizeof *x);
    memcpy(back_y, y, count * sizeof *y);
    convert(pj, direction == PJ_FWD ? PJ_INV : PJ_FWD, back_x, back_y, count);
    for (size_t i = 0; i < count; i++)
        if (!(fabs(back_x[i] - was_x[i]) <= limit && fabs(back_y[i] - was_y[i]) <= limit))
            return i;
    return count;
}

/* Points from start on. */
static enum base_status convert_all(const struct geo_crs_operation *operation,
                                    PJ_DIRECTION direction, double limit, const struct geo_crs *crs,
                                    double *x, double *y, size_t start, size_t count,
                                    struct base_error *err)
{
    for (size_t at = start; at < count; at += CHUNK) {
        size_t size = count - at < CHUNK ? count - at : CHUNK;
        size_t bad = convert_chunk(operation->pj, direction, limit, x + at, y + at, size);
        if (bad < size)
            return base_fail(err, BASE_INVALID, "point %zu lies outside %s", at + bad, crs->name);
    }
    return BASE_OK;
}

enum base_status geo_crs_proj_inverse(const struct geo_crs_operation *operation,
                                      const struct geo_crs *crs, double *x, double *y, size_t count,
                                      struct base_error *err)
{
    double limit = return_limit(operation, crs);
    size_t done = 0;
    enum base_status status = BASE_OK;
    if (!operation->transverse)
        return convert_all(operation, PJ_FWD, limit, crs, x, y, 0, count, err);
    while (status == BASE_OK && done < count) {
        done += geo_transverse_to_lonlat(operation->transverse, x + done, y + done, count - done);
        if (done == count)
            break;
        status = convert_all(operation, PJ_FWD, limit, crs, x, y, done, done + 1, err);
        done++;
    }
    return status;
}

enum base_status geo_crs_proj_forward(const struct geo_crs_operation *operation,
                                      const struct geo_crs *crs, double *x, double *y, size_t count,
                                      struct base_error *err)
{
    double limit = operation->accuracy_m > 1e-3 ? fmin(operation->accuracy_m, 1) * 1e-5 : 1e-8;
    return convert_all(operation, PJ_INV, limit, crs, x, y, 0, count, err);
}
