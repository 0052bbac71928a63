/* geo/simple.c - a quick proof that a polygon is valid. */
#include "geo/simple.h"

#include <math.h>
#include <stdlib.h>

#define RUN        8    /* edges in a leaf */
#define LEVELS     32   /* of a tree of runs */
#define MOST_RINGS 1024 /* each is held against each */
#define NEAR_GRID  1e-3 /* nearer than this, nothing is proved */

/* Consecutive edges of one ring; edge i goes from point i to point i + 1. */
struct run {
    uint32_t first, end;           /* edges */
    uint32_t ring_first, ring_end; /* edges of its ring */
};

/* Boxes of level 0 are the runs', two of a level make one of the next. */
struct tree {
    const struct geo_point *points;
    struct run *runs;
    struct geo_box *boxes[LEVELS];
    uint32_t counts[LEVELS];
    int levels;
};

static struct geo_box edge_box(const struct geo_point *p)
{
    return (struct geo_box){
        {p[0].lon < p[1].lon ? p[0].lon : p[1].lon, p[0].lat < p[1].lat ? p[0].lat : p[1].lat},
        {p[0].lon < p[1].lon ? p[1].lon : p[0].lon, p[0].lat < p[1].lat ? p[1].lat : p[0].lat}};
}

/* --- two edges ----------------------------------------------------------- */

struct vector {
    double x, y;
};

/* Exact: grid numbers are far below 2⁵³. */
static struct vector between(struct geo_point from, struct geo_point to)
{
    return (struct vector){(double)(to.lon - from.lon), (double)(to.lat - from.lat)};
}

static double cross(struct vector a, struct vector b)
{
    return a.x * b.y - a.y * b.x;
}

static double size(struct vector a)
{
    return fabs(a.x) + fabs(a.y);
}

/* True when c and d surely lie on one side of the line a-b. */
static bool on_one_side(const struct geo_point ab[2], const struct geo_point cd[2])
{
    struct vector along = between(ab[0], ab[1]), to_c = between(ab[0], cd[0]),
                  to_d = between(ab[0], cd[1]);
    double c = cross(along, to_c), d = cross(along, to_d);
    double least = NEAR_GRID * (size(along) + size(to_c) + size(to_d));
    return (c > least && d > least) || (c < -least && d < -least);
}

static bool edges_apart(const struct geo_point *a, const struct geo_point *b)
{
    return !geo_box_intersects(edge_box(a), edge_box(b)) || on_one_side(a, b) || on_one_side(b, a);
}

/* Edges that share a point meet nowhere else, unless the second turns back onto the
 * first. */
static bool goes_on(struct geo_point a, struct geo_point b, struct geo_point c)
{
    struct vector in = between(a, b), out = between(b, c);
    return in.x * out.x + in.y * out.y > 0 ||
           fabs(cross(in, out)) > NEAR_GRID * (size(in) + size(out));
}

/* i < j. Returns whether the two are proved to meet at most where they follow each
 * other. */
static bool pair_is_good(const struct tree *t, const struct run *a, uint32_t i, uint32_t j)
{
    const struct geo_point *p = t->points;
    if (j == i + 1 && j < a->ring_end)
        return goes_on(p[i], p[j], p[j + 1]);
    if (i == a->ring_first && j == a->ring_end - 1)
        return goes_on(p[j], p[i], p[i + 1]);
    return edges_apart(&p[i], &p[j]);
}

/* --- runs and their tree ------------------------------------------------- */

static bool run_is_good(const struct tree *t, uint32_t run)
{
    const struct run *r = &t->runs[run];
    for (uint32_t i = r->first; i < r->end; i++)
        for (uint32_t j = i + 1; j < r->end; j++)
            if (!pair_is_good(t, r, i, j))
                return false;
    return true;
}

/* The edges of a run that come into a box. */
static uint32_t edges_in(const struct tree *t, uint32_t run, struct geo_box box, uint32_t out[RUN])
{
    uint32_t count = 0;
    for (uint32_t i = t->runs[run].first; i < t->runs[run].end; i++) {
        out[count] = i;
        count += geo_box_intersects(edge_box(&t->points[i]), box);
    }
    return count;
}

/* a < b, their boxes meet. */
static bool runs_are_good(const struct tree *t, uint32_t a, uint32_t b)
{
    uint32_t first[RUN], second[RUN];
    uint32_t firsts = edges_in(t, a, t->boxes[0][b], first);
    uint32_t seconds = firsts ? edges_in(t, b, t->boxes[0][a], second) : 0;
    for (uint32_t i = 0; i < firsts; i++)
        for (uint32_t j = 0; j < seconds; j++)
            if (!pair_is_good(t, &t->runs[a], first[i], second[j]))
                return false;
    return true;
}

/* Nodes a <= b of a level against each other. */
static bool nodes_are_good(const struct tree *t, int level, uint32_t a, uint32_t b)
{
    if (a != b && !geo_box_intersects(t->boxes[level][a], t->boxes[level][b]))
        return true;
    if (level == 0)
        return a == b ? run_is_good(t, a) : runs_are_good(t, a, b);
    for (uint32_t i = 2 * a; i < 2 * a + 2 && i < t->counts[level - 1]; i++)
        for (uint32_t j = a == b ? i : 2 * b; j < 2 * b + 2 && j < t->counts[level - 1]; j++)
            if (!nodes_are_good(t, level - 1, i, j))
                return false;
    return true;
}

/* Closed rings share no point, so that an edge never leads from one to the next. */
static uint32_t make_runs(const struct geo_geometry *g, struct run *runs)
{
    uint32_t count = 0;
    for (uint32_t r = g->part_rings[0]; r < g->part_rings[g->part_count]; r++) {
        uint32_t first = g->ring_points[r], end = g->ring_points[r + 1] - 1;
        for (uint32_t at = first; at < end; at += RUN)
            runs[count++] = (struct run){at, end - at < RUN ? end : at + RUN, first, end};
    }
    return count;
}

/* Of points first to last. */
static struct geo_box box_of(const struct geo_point *points, uint32_t first, uint32_t last)
{
    struct geo_box box = {points[first], points[first]};
    for (uint32_t i = first + 1; i <= last; i++) {
        struct geo_point p = points[i];
        box.min.lon = p.lon < box.min.lon ? p.lon : box.min.lon;
        box.min.lat = p.lat < box.min.lat ? p.lat : box.min.lat;
        box.max.lon = p.lon > box.max.lon ? p.lon : box.max.lon;
        box.max.lat = p.lat > box.max.lat ? p.lat : box.max.lat;
    }
    return box;
}

static void make_levels(struct tree *t, struct geo_box *boxes, uint32_t runs)
{
    t->boxes[0] = boxes;
    t->counts[0] = runs;
    for (uint32_t i = 0; i < runs; i++)
        boxes[i] = box_of(t->points, t->runs[i].first, t->runs[i].end);
    for (t->levels = 1; t->counts[t->levels - 1] > 1; t->levels++) {
        const struct geo_box *below = t->boxes[t->levels - 1];
        uint32_t count = t->counts[t->levels - 1], half = (count + 1) / 2;
        struct geo_box *level = t->boxes[t->levels - 1] + count;
        for (uint32_t i = 0; i < half; i++)
            level[i] =
                2 * i + 1 < count ? geo_box_union(below[2 * i], below[2 * i + 1]) : below[2 * i];
        t->boxes[t->levels] = level;
        t->counts[t->levels] = half;
    }
}

/* No edge meets another but the next one of its ring. */
static bool edges_are_good(const struct geo_geometry *g)
{
    size_t most = (size_t)g->point_count / RUN + g->ring_count + 1;
    struct tree t = {.points = g->points, .runs = malloc(most * sizeof *t.runs)};
    struct geo_box *boxes = malloc((2 * most + LEVELS) * sizeof *boxes);
    bool good = t.runs && boxes;
    if (good) {
        make_levels(&t, boxes, make_runs(g, t.runs));
        good = nodes_are_good(&t, t.levels - 1, 0, 0);
    }
    free(t.runs);
    free(boxes);
    return good;
}

/* --- which ring lies in which -------------------------------------------- */

struct rings {
    const struct geo_geometry *g;
    struct geo_box *boxes; /* by ring, from the geometry's first */
};

static const struct geo_box *box_at(const struct rings *rings, uint32_t ring)
{
    return &rings->boxes[ring - rings->g->part_rings[0]];
}

/* Whether a ring lies in the area that the rings from first on, and no others, are.
 * Rings do not meet, so that one point tells for all. */
static bool lies_in(const struct rings *rings, uint32_t ring, uint32_t first, uint32_t end)
{
    const struct geo_geometry *g = rings->g;
    struct geo_point point = g->points[g->ring_points[ring]];
    const uint32_t part_rings[] = {first, end};
    struct geo_geometry area = *g;
    area.kind = GEO_POLYGON;
    area.part_count = 1;
    area.part_rings = part_rings;
    return geo_box_contains(*box_at(rings, first), point) &&
           geo_polygon_locate(&area, point) == GEO_INSIDE;
}

/* Holes lie in the shell, and in no other hole. */
static bool holes_are_good(const struct rings *rings, uint32_t part)
{
    uint32_t shell = rings->g->part_rings[part], end = rings->g->part_rings[part + 1];
    for (uint32_t r = shell + 1; r < end; r++) {
        if (!lies_in(rings, r, shell, shell + 1))
            return false;
        for (uint32_t other = shell + 1; other < end; other++)
            if (other != r && lies_in(rings, r, other, other + 1))
                return false;
    }
    return true;
}

/* Each part has a shell, which lies in no other part. */
static bool parts_are_good(const struct rings *rings)
{
    const uint32_t *shells = rings->g->part_rings;
    uint32_t count = rings->g->part_count;
    for (uint32_t p = 0; p < count; p++)
        if (shells[p] == shells[p + 1])
            return false;
    for (uint32_t p = 0; p < count; p++)
        for (uint32_t other = 0; other < count; other++)
            if (other != p && lies_in(rings, shells[p], shells[other], shells[other + 1]))
                return false;
    return true;
}

static bool rings_are_good(const struct geo_geometry *g)
{
    uint32_t first = g->part_rings[0], end = g->part_rings[g->part_count];
    struct rings rings = {g, malloc((size_t)(end - first + 1) * sizeof *rings.boxes)};
    if (!rings.boxes)
        return false;
    for (uint32_t r = first; r < end; r++)
        rings.boxes[r - first] = box_of(g->points, g->ring_points[r], g->ring_points[r + 1] - 1);
    bool good = parts_are_good(&rings);
    for (uint32_t p = 0; p < g->part_count && good; p++)
        good = holes_are_good(&rings, p);
    free(rings.boxes);
    return good;
}

bool geo_polygon_is_simple(const struct geo_geometry *polygon)
{
    if (polygon->part_count == 0 || polygon->ring_count > MOST_RINGS || !edges_are_good(polygon))
        return false;
    return polygon->ring_count == 1 || rings_are_good(polygon);
}
