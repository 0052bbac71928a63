/* import/shape.c - from a source's WKB to geometry on the grid. */
#include "import/shape.h"

#include <math.h>
#include <string.h>

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

static enum base_status to_lonlat(struct import_shaper *s, struct import_xy *xy,
                                  struct import_shape *out, struct base_error *err)
{
    const struct geo_crs *crs = &s->crs->crs;
    bool old = crs->frame == GEO_FRAME_XIAN80 || crs->frame == GEO_FRAME_BEIJING54;
    if (old && !s->shift && !s->unshifted)
        return base_fail(err, BASE_INVALID,
                         "%s is not CGCS2000; give the surveyor's parameters with --shift FILE, or "
                         "--shift none to accept an accuracy of 100 m",
                         crs->name);
    struct base_error problem;
    enum base_status status = geo_crs_to_lonlat(s->context, crs, true, xy->x, xy->y,
                                                xy->point_count, &s->result, &problem);
    if (status == BASE_INVALID) {
        out->state = IMPORT_SHAPE_OUTSIDE;
        out->problem = problem;
        return BASE_OK;
    }
    if (status) {
        if (err)
            *err = problem;
        return status;
    }
    if (old && s->shift) {
        import_shift_apply(s->shift, crs->frame, xy->x, xy->y, xy->point_count);
        s->result.accuracy_m = s->shift->accuracy_m;
    }
    return BASE_OK;
}

static bool all_on_earth(const struct import_xy *xy, struct import_shape *out)
{
    for (uint32_t i = 0; i < xy->point_count; i++)
        if (!isfinite(xy->x[i]) || !isfinite(xy->y[i]) || fabs(xy->x[i]) > 180 ||
            fabs(xy->y[i]) > 90) {
            out->state = IMPORT_SHAPE_OUTSIDE;
            base_fail(&out->problem, BASE_INVALID, "point %u at (%.9g, %.9g) is no place on the earth",
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

static void build_run(struct geo_builder *builder, const struct import_xy *xy, uint32_t first,
                      uint32_t count, bool ring)
{
    struct geo_point start = on_grid(xy, first), last = start;
    geo_builder_ring(builder);
    geo_builder_point(builder, start);
    for (uint32_t i = 1; i < count; i++) {
        struct geo_point point = on_grid(xy, first + i);
        if (!geo_point_equal(point, last)) /* one place on the grid */
            geo_builder_point(builder, point);
        last = point;
    }
    if (ring && !geo_point_equal(start, last))
        geo_builder_point(builder, start);
}

static enum base_status build(const struct import_xy *xy, const uint32_t *counts,
                              struct base_arena *arena, struct import_shape *out,
                              struct base_error *err)
{
    struct geo_builder builder;
    struct geo_geometry built;
    bool ring = xy->kind == GEO_POLYGON || xy->kind == GEO_MULTIPOLYGON;
    geo_builder_init(&builder, xy->kind, arena);
    geo_builder_reserve(&builder, xy->point_count + xy->ring_count);
    for (uint32_t p = 0; p < xy->part_count; p++) {
        geo_builder_part(&builder);
        for (uint32_t r = xy->part_rings[p]; r < xy->part_rings[p + 1]; r++)
            if (counts[r])
                build_run(&builder, xy, xy->ring_points[r], counts[r], ring);
    }
    enum base_status status = geo_builder_finish(&builder, &built, err);
    if (status)
        return status;
    if (ring)
        return geo_geometry_orient(&built, arena, &out->geometry, err);
    out->geometry = built;
    return BASE_OK;
}

static void exchange(struct import_xy *xy)
{
    double *x = xy->x;
    xy->x = xy->y;
    xy->y = x;
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

static enum base_status make(struct import_shaper *s, struct import_xy *xy,
                             struct base_arena *arena, struct import_shape *out,
                             struct base_error *err)
{
    uint32_t *counts = base_arena_calloc(arena, (size_t)xy->ring_count + 1, sizeof *counts);
    if (!counts)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (s->crs->swap)
        exchange(xy);
    clean(xy, s->winding, counts, out);
    enum base_status status = to_lonlat(s, xy, out, err);
    if (status || out->state == IMPORT_SHAPE_OUTSIDE || !all_on_earth(xy, out))
        return status;
    out->state = IMPORT_SHAPE_GOOD;
    status = build(xy, counts, arena, out, err);
    return status ? status : check_validity(s, out, err);
}

enum base_status import_shape_make(struct import_shaper *shaper, const void *wkb, size_t size,
                                   struct base_arena *arena, struct import_shape *out,
                                   struct base_error *err)
{
    *out = (struct import_shape){.state = IMPORT_SHAPE_NONE};
    struct import_xy xy;
    if (!wkb)
        return BASE_OK;
    enum base_status status = import_xy_parse(wkb, size, arena, &xy, &out->problem);
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
