/* import/shape.c - from a source's WKB to geometry on the grid. */
#include "import/shape.h"

#include <math.h>
#include <string.h>

#include "geo/densify.h"
#include "geo/geometry.h"
#include "import/wkb_xy.h"

/* One ring or line being cleaned, in place in the arrays. */
struct run {
    double *x, *y;
    uint32_t count;
};

static bool same(const struct run *run, uint32_t a, uint32_t b)
{
    return run->x[a] == run->x[b] && run->y[a] == run->y[b];
}

static bool drop_repeated(struct run *run)
{
    uint32_t kept = run->count ? 1 : 0;
    for (uint32_t i = 1; i < run->count; i++) {
        if (same(run, i, kept - 1))
            continue;
        run->x[kept] = run->x[i];
        run->y[kept++] = run->y[i];
    }
    bool dropped = kept != run->count;
    run->count = kept;
    return dropped;
}

static double area2(const struct run *run)
{
    double sum = 0;
    for (uint32_t i = 1; i + 1 < run->count; i++)
        sum += (run->x[i] - run->x[0]) * (run->y[i + 1] - run->y[0]) -
               (run->x[i + 1] - run->x[0]) * (run->y[i] - run->y[0]);
    return sum;
}

static bool runs_wrong(const struct run *run, bool hole, enum import_winding winding)
{
    double area = area2(run);
    if (winding == IMPORT_WINDING_ANY || area == 0)
        return false;
    bool clockwise = area < 0, want = (winding == IMPORT_WINDING_CLOCKWISE) != hole;
    return clockwise != want;
}

static bool old_frame(const struct geo_crs *crs)
{
    return crs->frame == GEO_FRAME_XIAN80 || crs->frame == GEO_FRAME_BEIJING54;
}

/* A geo_densify_transform; context is the shaper. */
static enum base_status to_lonlat(void *context, double *x, double *y, size_t count,
                                  struct base_error *err)
{
    struct import_shaper *s = context;
    const struct geo_crs *crs = &s->crs->crs;
    /* What was done is the same for all rows, and dear to describe: once. */
    struct geo_crs_result *result = s->result.pipeline[0] ? NULL : &s->result;
    enum base_status status = geo_crs_to_lonlat(s->context, crs, true, x, y, count, result, err);
    if (!status && old_frame(crs) && s->shift) {
        import_shift_apply(s->shift, crs->frame, x, y, count);
        s->result.accuracy_m = s->shift->accuracy_m;
    }
    return status;
}

/* A point that has no place on the earth is the row's fault, not the work's. */
static enum base_status judge(enum base_status status, const struct base_error *problem,
                              struct import_shape *out, struct base_error *err)
{
    if (status == BASE_INVALID) {
        out->state = IMPORT_SHAPE_OUTSIDE;
        out->problem = *problem;
        return BASE_OK;
    }
    if (status && err)
        *err = *problem;
    return status;
}

static bool all_on_earth(const struct import_xy *xy, struct import_shape *out)
{
    for (uint32_t i = 0; i < xy->point_count; i++)
        if (!isfinite(xy->x[i]) || !isfinite(xy->y[i]) || fabs(xy->x[i]) > 180 ||
            fabs(xy->y[i]) > 90) {
            bool turned = fabs(xy->x[i]) <= 90 && fabs(xy->y[i]) <= 180;
            out->state = IMPORT_SHAPE_OUTSIDE;
            base_fail(&out->problem, BASE_INVALID,
                      turned ? "point %u at (%.9g, %.9g) is no place on the earth; exchange its "
                               "longitude and latitude"
                             : "point %u at (%.9g, %.9g) is no place on the earth",
                      i + 1, xy->x[i], xy->y[i]);
            return false;
        }
    return true;
}

/* Cleans the runs in place; ring_points shrink with them. Rings are closed
 * behind (in build), so that nothing has to move. */
static void clean(struct import_xy *xy, enum import_winding winding, uint32_t *counts,
                  struct import_shape *out)
{
    bool rings = xy->kind == GEO_POLYGON || xy->kind == GEO_MULTIPOLYGON;
    bool lines = xy->kind == GEO_LINE || xy->kind == GEO_MULTILINE;
    for (uint32_t p = 0; p < xy->part_count; p++)
        for (uint32_t r = xy->part_rings[p]; r < xy->part_rings[p + 1]; r++) {
            uint32_t first = xy->ring_points[r];
            struct run run = {xy->x + first, xy->y + first, xy->ring_points[r + 1] - first};
            if (rings || lines)
                out->repaired |= drop_repeated(&run);
            if (rings && run.count > 2) {
                out->repaired |= !same(&run, 0, run.count - 1);
                out->repaired |= runs_wrong(&run, r > xy->part_rings[p], winding);
            }
            counts[r] = run.count;
        }
}

static struct geo_point on_grid(const struct import_xy *xy, uint32_t i)
{
    return (struct geo_point){geo_grid_from_degrees(xy->x[i]), geo_grid_from_degrees(xy->y[i])};
}

/* What building the runs of one geometry shares. */
struct building {
    struct import_shaper *shaper;
    const struct import_xy *xy; /* degrees, or the source's units when projected */
    struct geo_builder builder;
    struct base_arena *arena;
    struct geo_point *run; /* room for the longest, closed */
    bool ring, projected;
};

static void build_run(struct building *b, uint32_t first, uint32_t count)
{
    struct geo_point *points = b->run;
    uint32_t kept = 1;
    points[0] = on_grid(b->xy, first);
    for (uint32_t i = 1; i < count; i++) {
        points[kept] = on_grid(b->xy, first + i);
        kept += !geo_point_equal(points[kept], points[kept - 1]); /* one place on the grid */
    }
    if (b->ring && !geo_point_equal(points[0], points[kept - 1]))
        points[kept++] = points[0];
    struct geo_point *room = geo_builder_points(&b->builder, kept);
    if (room)
        memcpy(room, points, kept * sizeof *room);
}

/* A run straight in the projection: split until it is straight in lon/lat. */
static enum base_status build_projected(struct building *b, uint32_t first, uint32_t count,
                                        struct base_error *problem)
{
    const double *x = b->xy->x + first, *y = b->xy->y + first;
    bool open = b->ring && (x[0] != x[count - 1] || y[0] != y[count - 1]);
    if (open) {
        double *xs = base_arena_alloc(b->arena, ((size_t)count + 1) * sizeof *xs);
        double *ys = base_arena_alloc(b->arena, ((size_t)count + 1) * sizeof *ys);
        if (!xs || !ys)
            return base_fail(problem, BASE_NO_MEMORY, "out of memory");
        memcpy(xs, x, count * sizeof *xs);
        memcpy(ys, y, count * sizeof *ys);
        xs[count] = x[0];
        ys[count++] = y[0];
        x = xs;
        y = ys;
    }
    return geo_densify_projected(x, y, count, to_lonlat, b->shaper,
                                 geo_crs_meridian(b->shaper->context, &b->shaper->crs->crs),
                                 &b->builder, problem);
}

static enum base_status build(struct building *b, const uint32_t *counts, struct geo_geometry *out,
                              struct base_error *problem)
{
    const struct import_xy *xy = b->xy;
    geo_builder_init(&b->builder, xy->kind, b->arena);
    geo_builder_reserve(&b->builder, xy->point_count + xy->ring_count);
    b->run = base_arena_alloc(b->arena, ((size_t)xy->point_count + 1) * sizeof *b->run);
    if (!b->run)
        return base_fail(problem, BASE_NO_MEMORY, "out of memory");
    for (uint32_t p = 0; p < xy->part_count; p++) {
        geo_builder_part(&b->builder);
        for (uint32_t r = xy->part_rings[p]; r < xy->part_rings[p + 1]; r++) {
            enum base_status status = BASE_OK;
            if (!counts[r])
                continue;
            geo_builder_ring(&b->builder);
            if (b->projected)
                status = build_projected(b, xy->ring_points[r], counts[r], problem);
            else
                build_run(b, xy->ring_points[r], counts[r]);
            if (status)
                return status;
        }
    }
    return geo_builder_finish(&b->builder, out, problem);
}

static enum base_status check_validity(struct import_shaper *s, struct import_shape *out,
                                       struct base_error *err)
{
    bool valid = true;
    if (out->geometry.kind == GEO_POINT || out->geometry.kind == GEO_MULTIPOINT)
        return BASE_OK;
    enum base_status status =
        geo_validity_check(s->engine, &out->geometry, &valid, &out->fault, err);
    if (!status && !valid)
        out->state = IMPORT_SHAPE_INVALID;
    return status;
}

static enum base_status refuse_old_frame(const struct geo_crs *crs, struct base_error *err)
{
    return base_fail(err, BASE_INVALID,
                     "%s is not CGCS2000; give the surveyor's parameters with --shift FILE, or "
                     "--shift none to accept an accuracy of 100 m",
                     crs->name);
}

/* True when every number of the source stands on the grid as it is. Ring directions
 * may differ: they are no digits. */
static bool has_own_digits(const struct import_xy *xy, const struct geo_geometry *built)
{
    if (xy->point_count != built->point_count || xy->ring_count != built->ring_count)
        return false;
    for (uint32_t i = 0; i < xy->point_count; i++)
        if (geo_grid_to_degrees(built->points[i].lon) != xy->x[i] ||
            geo_grid_to_degrees(built->points[i].lat) != xy->y[i])
            return false;
    return true;
}

/* Cleaned runs to a geometry on the grid; out->state says when a point is nowhere. */
static enum base_status place(struct import_shaper *s, struct import_xy *xy, const uint32_t *counts,
                              struct base_arena *arena, struct import_shape *out,
                              struct base_error *err)
{
    struct base_error problem;
    enum geo_crs_family family = s->crs->crs.family;
    struct building b = {.shaper = s,
                         .xy = xy,
                         .arena = s->scratch,
                         .ring = xy->kind == GEO_POLYGON || xy->kind == GEO_MULTIPOLYGON,
                         .projected = (family == GEO_CRS_PROJECTED || family == GEO_CRS_MERCATOR) &&
                                      xy->kind != GEO_POINT && xy->kind != GEO_MULTIPOINT};
    struct geo_geometry built;
    enum base_status status = BASE_OK;
    bool degrees = family != GEO_CRS_PROJECTED && family != GEO_CRS_MERCATOR;
    if (degrees && !all_on_earth(xy, out)) /* in the source's own numbers */
        return BASE_OK;
    if (!b.projected) {
        status = to_lonlat(s, xy->x, xy->y, xy->point_count, &problem);
        if (status)
            return judge(status, &problem, out, err);
        if (!all_on_earth(xy, out))
            return BASE_OK;
    }
    status = build(&b, counts, &built, &problem);
    if (status)
        return judge(status, &problem, out, err);
    out->state = IMPORT_SHAPE_GOOD;
    out->own_digits =
        !out->repaired && geo_crs_is_lonlat(&s->crs->crs) && has_own_digits(xy, &built);
    if (b.ring)
        return geo_geometry_orient(&built, arena, &out->geometry, err);
    out->geometry = geo_geometry_copy(&built, arena);
    return out->geometry.points ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status make(struct import_shaper *s, struct import_xy *xy,
                             struct base_arena *arena, struct import_shape *out,
                             struct base_error *err)
{
    if (old_frame(&s->crs->crs) && !s->shift && !s->unshifted)
        return refuse_old_frame(&s->crs->crs, err);
    uint32_t *counts = base_arena_calloc(s->scratch, (size_t)xy->ring_count + 1, sizeof *counts);
    if (!counts)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    clean(xy, s->winding, counts, out);
    enum base_status status = place(s, xy, counts, arena, out, err);
    return status || out->state != IMPORT_SHAPE_GOOD ? status : check_validity(s, out, err);
}

enum base_status import_shape_make(struct import_shaper *shaper, const void *wkb, size_t size,
                                   struct base_arena *arena, struct import_shape *out,
                                   struct base_error *err)
{
    *out = (struct import_shape){.state = IMPORT_SHAPE_NONE};
    struct import_xy xy;
    if (!wkb)
        return BASE_OK;
    base_arena_reset(shaper->scratch);
    enum base_status status = import_xy_parse(wkb, size, shaper->scratch, &xy, &out->problem);
    if (status == BASE_INVALID) {
        out->state = IMPORT_SHAPE_UNREADABLE;
        return BASE_OK;
    }
    if (status)
        return base_fail(err, status, "out of memory");
    if (xy.point_count == 0)
        return BASE_OK;
    return make(shaper, &xy, arena, out, err);
}
