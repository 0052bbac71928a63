/* geo/densify.c - projected lines as lines straight in lon/lat. */
#include "geo/densify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"

#define MAX_DEPTH 16
/* An edge bulges by about length² · tan(latitude) / 8 R: 8e-6 m at 20 m and 45°. */
#define SHORT_M 20.0

struct place {
    double x, y;     /* source */
    double lon, lat; /* degrees */
};

struct work {
    geo_densify_transform transform;
    void *context;
    struct base_error *err;
    double short_m;          /* an edge up to this long is never halved */
    struct geo_point *inner; /* of the edge, from its smaller end */
    size_t count, capacity;
};

static struct geo_point rounded(double lon, double lat)
{
    return (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)};
}

static enum base_status add_inner(struct work *work, const struct place *place)
{
    if (work->count == work->capacity) {
        size_t capacity = work->capacity ? work->capacity * 2 : 64;
        struct geo_point *inner = realloc(work->inner, capacity * sizeof *inner);
        if (!inner)
            return base_fail(work->err, BASE_NO_MEMORY, "out of memory");
        work->inner = inner;
        work->capacity = capacity;
    }
    work->inner[work->count++] = rounded(place->lon, place->lat);
    return BASE_OK;
}

/* Metres from (lon, lat) to the chord a-b, in a plane at the chord's start. */
static double chord_distance(const struct geo_plane *plane, const struct place *a,
                             const struct place *b, double lon, double lat)
{
    double unit = (double)GEO_GRID_PER_DEGREE;
    double bx = (b->lon - a->lon) * unit * plane->m_per_lon;
    double by = (b->lat - a->lat) * unit * plane->m_per_lat;
    double px = (lon - a->lon) * unit * plane->m_per_lon;
    double py = (lat - a->lat) * unit * plane->m_per_lat;
    double length = hypot(bx, by);
    return length > 0 ? fabs(px * by - py * bx) / length : hypot(px, py);
}

/* Converts the quarter points and tells how far the worst leaves the chord;
 * the middle one is what a split would add. Quarters too, because a bulge that
 * changes sides passes through the chord's middle. */
static enum base_status bulge(struct work *work, const struct place *a, const struct place *b,
                              struct place *middle, double *worst)
{
    double x[3], y[3];
    middle->x = a->x + (b->x - a->x) / 2;
    middle->y = a->y + (b->y - a->y) / 2;
    x[1] = middle->x;
    y[1] = middle->y;
    x[0] = a->x + (x[1] - a->x) / 2;
    y[0] = a->y + (y[1] - a->y) / 2;
    x[2] = x[1] + (b->x - x[1]) / 2;
    y[2] = y[1] + (b->y - y[1]) / 2;
    enum base_status status = work->transform(work->context, x, y, 3, work->err);
    if (status)
        return status;
    middle->lon = x[1];
    middle->lat = y[1];
    struct geo_plane plane = geo_plane_at(rounded(a->lon, a->lat));
    *worst = 0;
    for (int i = 0; i < 3; i++)
        *worst = fmax(*worst, chord_distance(&plane, a, b, x[i], y[i]));
    return BASE_OK;
}

static bool is_short(const struct work *work, const struct place *a, const struct place *b)
{
    double metres_a_degree = GEO_RADIANS(GEO_A_M);
    double east = (a->lon - b->lon) * metres_a_degree, north = (a->lat - b->lat) * metres_a_degree;
    return fabs(a->lat) < 85 && east * east + north * north < work->short_m * work->short_m;
}

/* The longest edge that surely bulges by less than the tolerance, by the curvature
 * of either curve on the ground. A straight line in lon/lat bends by at most 1.0887
 * tan(latitude) / R (sin α (1 + cos² α) tan(latitude) / R in the direction α); a
 * straight line of a transverse Mercator projection by the change of its scale
 * across, at most sin(longitude from the meridian) / R. An edge of length L leaves
 * its chord by L² / 8 of their sum; a tenth is added for what the ellipsoid and the
 * latitudes between change. */
static double short_of(const double *lon, const double *lat, size_t count, double meridian_deg)
{
    double steep = 0, wide = 0;
    if (isnan(meridian_deg))
        return SHORT_M;
    for (size_t i = 0; i < count; i++) {
        steep = fmax(steep, fabs(lat[i]));
        wide = fmax(wide, fabs(lon[i] - meridian_deg));
    }
    if (steep >= 85 || wide >= 90)
        return SHORT_M;
    double bend = 1.0887 * tan(GEO_RADIANS(steep)) + sin(GEO_RADIANS(wide));
    double least = GEO_A_M * (1 - GEO_E2); /* no radius of curvature is smaller */
    return fmax(SHORT_M, sqrt(GEO_DENSIFY_TOLERANCE_M * 8 * least / (1.1 * bend)));
}

static enum base_status halve(struct work *work, const struct place *a, const struct place *b,
                              int depth)
{
    if (depth == MAX_DEPTH || is_short(work, a, b))
        return BASE_OK;
    struct place middle = {0};
    double worst = 0;
    enum base_status status = bulge(work, a, b, &middle, &worst);
    if (status || worst <= GEO_DENSIFY_TOLERANCE_M)
        return status;
    status = halve(work, a, &middle, depth + 1);
    if (status == BASE_OK)
        status = add_inner(work, &middle);
    if (status == BASE_OK)
        status = halve(work, &middle, b, depth + 1);
    return status;
}

static enum base_status add_edge(struct work *work, const struct place *a, const struct place *b,
                                 struct geo_builder *builder)
{
    bool backwards = a->x > b->x || (a->x == b->x && a->y > b->y);
    work->count = 0;
    enum base_status status = backwards ? halve(work, b, a, 0) : halve(work, a, b, 0);
    for (size_t i = 0; status == BASE_OK && i < work->count; i++)
        geo_builder_point(builder, work->inner[backwards ? work->count - 1 - i : i]);
    return status;
}

static enum base_status convert(struct work *work, const double *x, const double *y, size_t count,
                                double *lon, double *lat)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(x[i]) || !isfinite(y[i]))
            return base_fail(work->err, BASE_INVALID,
                             "point %zu has a coordinate that is not a "
                             "number",
                             i);
    memcpy(lon, x, count * sizeof *x);
    memcpy(lat, y, count * sizeof *y);
    return work->transform(work->context, lon, lat, count, work->err);
}

enum base_status geo_densify_projected(const double *x, const double *y, size_t count,
                                       geo_densify_transform transform, void *context,
                                       double meridian_deg, struct geo_builder *builder,
                                       struct base_error *err)
{
    if (count == 0)
        return BASE_OK;
    struct work work = {.transform = transform, .context = context, .err = err};
    double *lon = malloc(2 * count * sizeof *lon);
    if (!lon)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    double *lat = lon + count;
    enum base_status status = convert(&work, x, y, count, lon, lat);
    work.short_m = status ? SHORT_M : short_of(lon, lat, count, meridian_deg);
    for (size_t i = 0; status == BASE_OK && i < count; i++) {
        struct place here = {x[i], y[i], lon[i], lat[i]};
        if (i > 0) {
            struct place before = {x[i - 1], y[i - 1], lon[i - 1], lat[i - 1]};
            status = add_edge(&work, &before, &here, builder);
        }
        geo_builder_point(builder, rounded(here.lon, here.lat));
    }
    free(lon);
    free(work.inner);
    return status;
}
