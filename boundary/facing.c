/* boundary/facing.c - borders that run side by side and are open at their end.
 *
 * Where no parent lies over two siblings, ground between them that the union does
 * not enclose is no gap: nothing says that it belongs to anybody (boundaries.md 3.3
 * rule 3). What can be said is that two outlines face each other within reach,
 * along a stretch that is long for the distance; a bay is not. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"
#include "geo/measure.h"
#include "geo/rtree.h"

#define OPPOSITE   0.7 /* cosine of the most that facing edges may turn from each other: 45° */
#define LONG_SHARE 4.0 /* a stretch is at least so many times as long as its greatest offset */

/* An edge of the outer face's border, as its arc runs. */
struct edge {
    uint32_t unit, arc;
    struct geo_point a, b;
    bool outside_left;
    double start_m, length_m; /* along the arc */
};

/* A piece of an edge that faces another unit: metres along the arc, distance at most. */
struct stretch {
    uint32_t unit, other, arc, edge;
    double from_m, to_m, offset_m;
};

/* What an edge sees of another edge: metres along it and the distances there. */
struct sight {
    double from, to, from_offset, to_offset;
    uint32_t unit;
};

struct facing {
    struct boundary_inspection *inspection;
    const struct boundary_siblings *siblings;
    double reach_m;
    struct edge *edges;
    struct base_buffer tree_bytes;
    struct geo_rtree tree;
    struct sight *sights; /* of the edge in hand */
    struct stretch *stretches;
    uint32_t edge_count, sight_count, sight_capacity, stretch_count, stretch_capacity;
    const struct edge *edge; /* in hand, with its frame: */
    struct geo_plane plane;
    double ax, ay, ux, uy, nx, ny, length;
    bool failed;
};

static struct geo_box box_of(const struct edge *e)
{
    return geo_box_add_point(geo_box_add_point(geo_box_empty(), e->a), e->b);
}

/* The one unit that an arc of the outer face bounds, if nothing lies over it. */
static uint32_t unit_of(const struct boundary_siblings *siblings, const struct geo_arc *arc)
{
    const struct geo_topology *t = &siblings->topology;
    if ((arc->left_face == GEO_TOPOLOGY_OUTER) == (arc->right_face == GEO_TOPOLOGY_OUTER))
        return BOUNDARY_NONE;
    const struct geo_face *face =
        &t->faces[arc->left_face == GEO_TOPOLOGY_OUTER ? arc->right_face : arc->left_face];
    uint32_t unit = face->owner_count == 1 ? t->owners[face->first_owner] : BOUNDARY_NONE;
    if (unit == BOUNDARY_NONE || siblings->ground[unit] != BOUNDARY_NONE ||
        siblings->suspect[unit] || !siblings->valid[unit])
        return BOUNDARY_NONE;
    return unit;
}

static uint32_t each_edge(struct facing *facing, struct edge *edges)
{
    const struct geo_topology *t = &facing->siblings->topology;
    uint32_t count = 0;
    for (uint32_t a = 0; a < t->arc_count; a++) {
        const struct geo_arc *arc = &t->arcs[a];
        const struct geo_point *points = t->points + arc->first_point;
        uint32_t unit = unit_of(facing->siblings, arc);
        double along = 0;
        for (uint32_t k = 1; k < arc->point_count && unit != BOUNDARY_NONE; k++, count++) {
            if (!edges)
                continue;
            double length = geo_distance_m(points[k - 1], points[k]);
            edges[count] = (struct edge){.unit = unit,
                                         .arc = a,
                                         .a = points[k - 1],
                                         .b = points[k],
                                         .outside_left = arc->left_face == GEO_TOPOLOGY_OUTER,
                                         .start_m = along,
                                         .length_m = length};
            along += length;
        }
    }
    return count;
}

static bool collect(struct facing *facing, struct base_error *err)
{
    facing->edge_count = each_edge(facing, NULL);
    facing->edges = malloc(((size_t)facing->edge_count + 1) * sizeof *facing->edges);
    struct geo_box *boxes = malloc(((size_t)facing->edge_count + 1) * sizeof *boxes);
    bool ok = facing->edges && boxes;
    if (ok) {
        each_edge(facing, facing->edges);
        for (uint32_t i = 0; i < facing->edge_count; i++)
            boxes[i] = box_of(&facing->edges[i]);
        ok = geo_rtree_build(boxes, facing->edge_count, &facing->tree_bytes, err) == BASE_OK &&
             geo_rtree_open(facing->tree_bytes.data, facing->tree_bytes.size, &facing->tree, err) ==
                 BASE_OK;
    }
    free(boxes);
    return ok;
}

/* --- what an edge sees ------------------------------------------------------- */

static void set_edge(struct facing *facing, const struct edge *e)
{
    facing->edge = e;
    facing->sight_count = 0;
    facing->plane = geo_plane_at((struct geo_point){e->a.lon + (e->b.lon - e->a.lon) / 2,
                                                    e->a.lat + (e->b.lat - e->a.lat) / 2});
    double bx, by;
    geo_plane_project(&facing->plane, e->a, &facing->ax, &facing->ay);
    geo_plane_project(&facing->plane, e->b, &bx, &by);
    facing->length = hypot(bx - facing->ax, by - facing->ay);
    facing->ux = (bx - facing->ax) / facing->length;
    facing->uy = (by - facing->ay) / facing->length;
    facing->nx = e->outside_left ? -facing->uy : facing->uy;
    facing->ny = e->outside_left ? facing->ux : -facing->ux;
}

/* Metres along the edge in hand and out from it. */
static void in_frame(const struct facing *facing, struct geo_point p, double *along, double *out)
{
    double x, y;
    geo_plane_project(&facing->plane, p, &x, &y);
    *along = (x - facing->ax) * facing->ux + (y - facing->ay) * facing->uy;
    *out = (x - facing->ax) * facing->nx + (y - facing->ay) * facing->ny;
}

static void push_sight(struct facing *facing, const struct sight *sight)
{
    if (facing->sight_count == facing->sight_capacity) {
        uint32_t capacity = facing->sight_capacity ? facing->sight_capacity * 2 : 64;
        struct sight *sights = realloc(facing->sights, capacity * sizeof *sights);
        if (!sights) {
            facing->failed = true;
            return;
        }
        facing->sights = sights;
        facing->sight_capacity = capacity;
    }
    facing->sights[facing->sight_count++] = *sight;
}

/* Keeps the part of a line between from and to where value runs from `at_from` to
 * `at_to` within low and high, as fractions. */
static bool clip(double at_from, double at_to, double low, double high, double *from, double *to)
{
    double step = at_to - at_from;
    if (step == 0)
        return at_from >= low && at_from <= high;
    double first = (low - at_from) / step, last = (high - at_from) / step;
    *from = fmax(*from, fmin(first, last));
    *to = fmin(*to, fmax(first, last));
    return *from < *to;
}

static bool see(void *context, uint32_t item, struct geo_box box)
{
    (void)box;
    struct facing *facing = context;
    const struct edge *f = &facing->edges[item];
    double s1, t1, s2, t2, from = 0, to = 1;
    if (f == facing->edge)
        return true;
    in_frame(facing, f->a, &s1, &t1);
    in_frame(facing, f->b, &s2, &t2);
    /* The other's outside must look this way: its normal along ours is the way along. */
    double opposite = (s2 - s1) / fmax(hypot(s2 - s1, t2 - t1), 1e-9);
    if (f->outside_left == facing->edge->outside_left)
        opposite = -opposite;
    if (opposite < OPPOSITE || !clip(s1, s2, 0, facing->length, &from, &to) ||
        !clip(t1, t2, 0, facing->reach_m, &from, &to))
        return true;
    struct sight sight = {.unit = f->unit};
    bool turned = s1 > s2;
    double first = turned ? to : from, last = turned ? from : to;
    sight.from = s1 + first * (s2 - s1);
    sight.to = s1 + last * (s2 - s1);
    sight.from_offset = t1 + first * (t2 - t1);
    sight.to_offset = t1 + last * (t2 - t1);
    push_sight(facing, &sight);
    return !facing->failed;
}

static void look(struct facing *facing, const struct edge *e)
{
    set_edge(facing, e);
    struct geo_box box = box_of(e);
    int64_t east = (int64_t)(facing->reach_m / facing->plane.m_per_lon) + 1;
    int64_t north = (int64_t)(facing->reach_m / facing->plane.m_per_lat) + 1;
    box.min.lon -= east;
    box.max.lon += east;
    box.min.lat -= north;
    box.max.lat += north;
    geo_rtree_query(&facing->tree, box, see, facing);
}

/* --- the nearest wins ------------------------------------------------------------ */

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double offset_at(const struct sight *sight, double along)
{
    double span = sight->to - sight->from;
    double share = span > 0 ? (along - sight->from) / span : 0;
    return sight->from_offset + share * (sight->to_offset - sight->from_offset);
}

static void push_stretch(struct facing *facing, const struct sight *sight, double from, double to)
{
    if (facing->stretch_count == facing->stretch_capacity) {
        uint32_t capacity = facing->stretch_capacity ? facing->stretch_capacity * 2 : 64;
        struct stretch *stretches = realloc(facing->stretches, capacity * sizeof *stretches);
        if (!stretches) {
            facing->failed = true;
            return;
        }
        facing->stretches = stretches;
        facing->stretch_capacity = capacity;
    }
    const struct edge *e = facing->edge;
    facing->stretches[facing->stretch_count++] =
        (struct stretch){.unit = e->unit,
                         .other = sight->unit,
                         .arc = e->arc,
                         .edge = (uint32_t)(e - facing->edges),
                         .from_m = e->start_m + from,
                         .to_m = e->start_m + to,
                         .offset_m = fmax(offset_at(sight, from), offset_at(sight, to))};
}

/* Of all that the edge sees, the nearest at each place; told from the side of the
 * unit that comes first. */
static void keep_nearest(struct facing *facing)
{
    if (facing->sight_count == 0)
        return;
    double *ends = malloc(2 * (size_t)facing->sight_count * sizeof *ends);
    if (!ends) {
        facing->failed = true;
        return;
    }
    for (uint32_t i = 0; i < facing->sight_count; i++) {
        ends[2 * i] = facing->sights[i].from;
        ends[2 * i + 1] = facing->sights[i].to;
    }
    qsort(ends, 2 * (size_t)facing->sight_count, sizeof *ends, compare_doubles);
    for (uint32_t k = 1; k < 2 * facing->sight_count; k++) {
        double middle = ends[k - 1] + (ends[k] - ends[k - 1]) / 2;
        const struct sight *nearest = NULL;
        for (uint32_t i = 0; i < facing->sight_count && ends[k] > ends[k - 1]; i++) {
            const struct sight *sight = &facing->sights[i];
            if (sight->from < middle && middle < sight->to &&
                (!nearest || offset_at(sight, middle) < offset_at(nearest, middle)))
                nearest = sight;
        }
        if (nearest && nearest->unit > facing->edge->unit)
            push_stretch(facing, nearest, ends[k - 1], ends[k]);
    }
    free(ends);
}

/* --- findings -------------------------------------------------------------------- */

static int compare_stretches(const void *left, const void *right)
{
    const struct stretch *a = left, *b = right;
    if (a->arc != b->arc)
        return a->arc < b->arc ? -1 : 1;
    if (a->other != b->other)
        return a->other < b->other ? -1 : 1;
    return (a->from_m > b->from_m) - (a->from_m < b->from_m);
}

static struct geo_point point_at(const struct edge *e, double along_m)
{
    double share = fmin(along_m - e->start_m, e->length_m) / e->length_m;
    return (struct geo_point){e->a.lon + llround(share * (double)(e->b.lon - e->a.lon)),
                              e->a.lat + llround(share * (double)(e->b.lat - e->a.lat))};
}

static bool place(struct boundary_inspection *inspection, const struct facing *facing,
                  struct boundary_finding *finding, const struct stretch *first,
                  const struct stretch *last)
{
    struct geo_point *points = base_arena_alloc(
        inspection->arena, ((size_t)last->edge - first->edge + 2) * sizeof *points);
    if (!points)
        return false;
    uint32_t count = 0;
    points[count++] = point_at(&facing->edges[first->edge], first->from_m);
    for (uint32_t i = first->edge; i < last->edge; i++)
        points[count++] = facing->edges[i].b;
    points[count++] = point_at(&facing->edges[last->edge], last->to_m);
    boundary_finding_place_line(finding, &inspection->list, points, count);
    return true;
}

static void tell(struct facing *facing, const struct stretch *stretches, uint32_t count)
{
    struct boundary_inspection *inspection = facing->inspection;
    const struct boundary_unit *pair[2] = {facing->siblings->units[stretches[0].unit],
                                           facing->siblings->units[stretches[0].other]};
    double tolerance = inspection->options->profile.tolerance_m, length = 0, offset = 0;
    for (uint32_t i = 0; i < count; i++) {
        length += stretches[i].to_m - stretches[i].from_m;
        offset = fmax(offset, stretches[i].offset_m);
    }
    if (offset <= boundary_unit_resolution_m(pair[0]) + boundary_unit_resolution_m(pair[1]) ||
        length < LONG_SHARE * offset)
        return;
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_NON_COINCIDENT,
                          offset <= tolerance ? BOUNDARY_MINOR : BOUNDARY_SUBSTANTIVE, pair, 2);
    if (!finding)
        return;
    finding->length_m = length;
    finding->max_offset_m = offset;
    finding->tolerance_m = tolerance;
    if (!place(inspection, facing, finding, &stretches[0], &stretches[count - 1]))
        inspection->list.failed = true;
    else
        boundary_finding_say(finding, &inspection->list, pair, 2,
                             "%s draw their common border side by side: %.1f m of it up to %.2f m "
                             "apart.",
                             length, offset);
}

/* Stretches of one pair along one arc are one while less than reach is between. */
static void tell_all(struct facing *facing)
{
    const struct stretch *s = facing->stretches;
    if (facing->stretch_count)
        qsort(facing->stretches, facing->stretch_count, sizeof *s, compare_stretches);
    for (uint32_t first = 0, end; first < facing->stretch_count; first = end) {
        for (end = first + 1;
             end < facing->stretch_count && s[end].arc == s[first].arc &&
             s[end].other == s[first].other && s[end].from_m - s[end - 1].to_m < facing->reach_m;
             end++)
            ;
        tell(facing, s + first, end - first);
    }
}

enum base_status boundary_check_facing(struct boundary_inspection *inspection,
                                       struct boundary_siblings *siblings, struct base_error *err)
{
    struct facing facing = {.inspection = inspection,
                            .siblings = siblings,
                            .reach_m = boundary_reach_m(inspection->options->profile.tolerance_m)};
    bool ok = collect(&facing, err);
    for (uint32_t i = 0; i < facing.edge_count && ok; i++) {
        look(&facing, &facing.edges[i]);
        keep_nearest(&facing);
        ok = !facing.failed;
    }
    if (ok)
        tell_all(&facing);
    free(facing.edges);
    free(facing.sights);
    free(facing.stretches);
    base_buffer_done(&facing.tree_bytes);
    return ok ? BASE_OK : boundary_no_memory(err);
}
