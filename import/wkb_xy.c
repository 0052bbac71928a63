/* import/wkb_xy.c - WKB in any CRS as plain numbers. */
#include "import/wkb_xy.h"

#include <string.h>

struct cursor {
    const unsigned char *at, *end;
    struct import_xy *out;
    import_xy_visit *visit; /* NULL: nobody wants to see the runs */
    void *context;
};

static bool take_u32(struct cursor *c, uint32_t *out)
{
    if (c->end - c->at < 4)
        return false;
    memcpy(out, c->at, 4);
    c->at += 4;
    return true;
}

static bool take_head(struct cursor *c, uint32_t *type)
{
    if (c->at == c->end || *c->at != 1)
        return false;
    c->at++;
    return take_u32(c, type);
}

/* Points are read in one go; the first pass only counts. */
static bool take_points(struct cursor *c, uint32_t count)
{
    struct import_xy *out = c->out;
    if ((uint64_t)(c->end - c->at) < 16 * (uint64_t)count)
        return false;
    for (uint32_t i = 0; out->x && i < count; i++) {
        memcpy(&out->x[out->point_count + i], c->at + 16 * (size_t)i, 8);
        memcpy(&out->y[out->point_count + i], c->at + 16 * (size_t)i + 8, 8);
    }
    if (c->visit)
        c->visit(c->context, c->at, count);
    c->at += 16 * (size_t)count;
    out->point_count += count;
    out->ring_count++;
    if (out->ring_points)
        out->ring_points[out->ring_count] = out->point_count;
    return true;
}

static void end_part(struct import_xy *out)
{
    out->part_count++;
    if (out->part_rings)
        out->part_rings[out->part_count] = out->ring_count;
}

static bool take_single(struct cursor *c, uint32_t type)
{
    uint32_t count = 1;
    uint32_t rings = c->out->ring_count;
    if (type == GEO_POINT) {
        double x, y;
        if (c->end - c->at < 16)
            return false;
        memcpy(&x, c->at, 8);
        memcpy(&y, c->at + 8, 8);
        if (x != x && y != y) { /* the empty point */
            c->at += 16;
            return true;
        }
        if (!take_points(c, 1))
            return false;
    } else if (type == GEO_LINE) {
        if (!take_u32(c, &count) || (count && !take_points(c, count)))
            return false;
    } else if (type == GEO_POLYGON) {
        if (!take_u32(c, &count))
            return false;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t points;
            if (!take_u32(c, &points) || (points && !take_points(c, points)))
                return false;
        }
    } else {
        return false;
    }
    if (c->out->ring_count > rings)
        end_part(c->out);
    return true;
}

/* Multis and, one level down, collections of them. */
static bool take_any(struct cursor *c, uint32_t type, int depth)
{
    if (type >= GEO_POINT && type <= GEO_POLYGON) {
        uint32_t single = c->out->kind > GEO_POLYGON ? c->out->kind - 3u : (uint32_t)c->out->kind;
        if (c->out->kind == 0)
            c->out->kind = (enum geo_kind)type;
        else if (single != type)
            return false;
        return take_single(c, type);
    }
    uint32_t count;
    bool multi = type >= GEO_MULTIPOINT && type <= GEO_MULTIPOLYGON;
    if ((!multi && type != 7) || depth > 2 || !take_u32(c, &count))
        return false;
    if (c->out->kind == 0 && multi)
        c->out->kind = (enum geo_kind)type;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t inner;
        if (!take_head(c, &inner))
            return false;
        if (c->out->kind && c->out->kind <= GEO_POLYGON) /* a second part makes it multi */
            c->out->kind = (enum geo_kind)(c->out->kind + 3);
        if (!take_any(c, inner, depth + 1))
            return false;
    }
    return true;
}

static bool pass(const void *wkb, size_t size, struct import_xy *out, import_xy_visit *visit,
                 void *context)
{
    struct cursor c = {.at = wkb,
                       .end = (const unsigned char *)wkb + size,
                       .out = out,
                       .visit = visit,
                       .context = context};
    uint32_t type;
    out->kind = (enum geo_kind)0;
    out->part_count = out->ring_count = out->point_count = 0;
    return take_head(&c, &type) && take_any(&c, type, 0) && c.at == c.end;
}

enum base_status import_xy_parse(const void *wkb, size_t size, struct base_arena *arena,
                                 struct import_xy *out, struct base_error *err)
{
    struct import_xy xy = {0};
    if (!pass(wkb, size, &xy, NULL, NULL))
        return base_fail(err, BASE_INVALID, "the geometry is none of points, lines or polygons");
    xy.part_rings = base_arena_calloc(arena, (size_t)xy.part_count + 1, sizeof *xy.part_rings);
    xy.ring_points = base_arena_calloc(arena, (size_t)xy.ring_count + 1, sizeof *xy.ring_points);
    xy.x = base_arena_alloc(arena, ((size_t)xy.point_count + 1) * sizeof *xy.x);
    xy.y = base_arena_alloc(arena, ((size_t)xy.point_count + 1) * sizeof *xy.y);
    if (!xy.part_rings || !xy.ring_points || !xy.x || !xy.y)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (!pass(wkb, size, &xy, NULL, NULL)) /* the same bytes again, now kept */
        return base_fail(err, BASE_INVALID, "the geometry is none of points, lines or polygons");
    *out = xy;
    return BASE_OK;
}

void import_xy_write_point(double x, double y, struct base_buffer *out)
{
    base_buffer_byte(out, 1);
    base_buffer_u32(out, GEO_POINT);
    base_buffer_append(out, &x, 8);
    base_buffer_append(out, &y, 8);
}

bool import_xy_walk(const void *wkb, size_t size, import_xy_visit *visit, void *context)
{
    struct import_xy xy = {0};
    return pass(wkb, size, &xy, NULL, NULL) && pass(wkb, size, &xy, visit, context);
}

static void exchange(void *context, const unsigned char *points, uint32_t count)
{
    (void)context;
    unsigned char *point = (void *)(uintptr_t)points; /* the caller's own bytes */
    for (uint32_t i = 0; i < count; i++, point += 16) {
        unsigned char x[8];
        memcpy(x, point, 8);
        memcpy(point, point + 8, 8);
        memcpy(point + 8, x, 8);
    }
}

bool import_xy_exchange(void *wkb, size_t size)
{
    return import_xy_walk(wkb, size, exchange, NULL);
}

static void write_head(uint32_t type, struct base_buffer *out)
{
    base_buffer_byte(out, 1);
    base_buffer_u32(out, type);
}

static void write_run(const struct import_xy *xy, uint32_t ring, bool counted,
                      struct base_buffer *out)
{
    if (counted)
        base_buffer_u32(out, xy->ring_points[ring + 1] - xy->ring_points[ring]);
    for (uint32_t i = xy->ring_points[ring]; i < xy->ring_points[ring + 1]; i++) {
        base_buffer_append(out, &xy->x[i], 8);
        base_buffer_append(out, &xy->y[i], 8);
    }
}

void import_xy_write(const struct import_xy *xy, struct base_buffer *out)
{
    uint32_t single = xy->kind > GEO_POLYGON ? xy->kind - 3u : (uint32_t)xy->kind;
    if (single != (uint32_t)xy->kind) {
        write_head(xy->kind, out);
        base_buffer_u32(out, xy->part_count);
    }
    for (uint32_t p = 0; p < xy->part_count; p++) {
        write_head(single, out);
        if (single == GEO_POLYGON)
            base_buffer_u32(out, xy->part_rings[p + 1] - xy->part_rings[p]);
        for (uint32_t r = xy->part_rings[p]; r < xy->part_rings[p + 1]; r++)
            write_run(xy, r, single != GEO_POINT, out);
    }
}
