/* boundary/shift.c - units that are displaced as a whole.
 *
 * Units that share a border exactly form a block. Edges of a smaller block are
 * matched with edges of the others by their vector, the longest first; where one
 * displacement wins, its mean is more than ten times its spread (boundaries.md
 * 3.4) and it holds along the border with others, the block is suspected: a unit
 * that grew, or a few edges that look alike, are not displaced. The inverses of GCJ-02 and
 * BD-09 are tried, a person decides. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"
#include "geo/measure.h"
#include "geo/offset.h"

#define MIN_EDGE_M     40.0
#define MIN_MATCHES    8U
#define VECTOR_M       1.0 /* edges match when their vectors differ by less, each way */
#define NEAR_SHARE     0.2 /* a vote counts for a displacement within this share of it */
#define NEAR_MOST_M    2000.0
#define UNKNOWN_MOST_M 2000.0 /* farther off, edges that no offset explains only look alike */
#define MAX_BLOCK      4000U
#define MIN_SHIFT_TOL  3.0
#define MIN_SHARE      3U /* of the edges that face others, one in so many must be displaced alike */
#define MAX_FACING     500U /* edges of a block that are looked at for that */

/* An edge, headed east, in metres from one origin. */
struct edge {
    uint32_t unit;
    double x, y, dx, dy;
    struct geo_point middle;
};

struct shift {
    const struct boundary_siblings *siblings;
    uint32_t *block; /* per unit */
    struct edge *edges;
    uint32_t count;
};

/* Two edges that may be one and the same, displaced by (x, y). */
struct vote {
    double x, y;
    uint32_t edge, other;
};

struct votes {
    struct vote *items;
    uint32_t count, capacity;
    uint32_t from; /* edges from here on were paired */
};

static uint32_t root_of(uint32_t *block, uint32_t unit)
{
    while (block[unit] != unit)
        unit = block[unit] = block[block[unit]];
    return unit;
}

static void join(uint32_t *block, uint32_t a, uint32_t b)
{
    a = root_of(block, a);
    b = root_of(block, b);
    block[a > b ? a : b] = a > b ? b : a;
}

/* Joins all units on whose border the arc lies: owners of one side only. */
static void join_arc(struct shift *shift, const struct geo_arc *arc)
{
    const struct geo_topology *t = &shift->siblings->topology;
    const uint32_t sides[2] = {arc->left_face, arc->right_face};
    uint32_t first = BOUNDARY_NONE;
    for (int s = 0; s < 2; s++)
        for (uint32_t i = 0; i < t->faces[sides[s]].owner_count; i++) {
            uint32_t owner = t->owners[t->faces[sides[s]].first_owner + i];
            if (geo_topology_covers(t, sides[1 - s], owner))
                continue;
            if (first == BOUNDARY_NONE)
                first = owner;
            join(shift->block, first, owner);
        }
}

static void find_blocks(struct shift *shift)
{
    const struct geo_topology *t = &shift->siblings->topology;
    for (uint32_t i = 0; i < shift->siblings->count; i++)
        shift->block[i] = i;
    for (uint32_t a = 0; a < t->arc_count; a++)
        join_arc(shift, &t->arcs[a]);
}

static void add_edge(struct shift *shift, const struct geo_plane *plane, uint32_t unit,
                     struct geo_point a, struct geo_point b)
{
    double ax, ay, bx, by;
    geo_plane_project(plane, a, &ax, &ay);
    geo_plane_project(plane, b, &bx, &by);
    if (hypot(bx - ax, by - ay) < MIN_EDGE_M)
        return;
    bool turn = bx < ax || (bx == ax && by < ay);
    shift->edges[shift->count++] =
        (struct edge){.unit = unit,
                      .x = (ax + bx) / 2,
                      .y = (ay + by) / 2,
                      .dx = turn ? ax - bx : bx - ax,
                      .dy = turn ? ay - by : by - ay,
                      .middle = {a.lon + (b.lon - a.lon) / 2, a.lat + (b.lat - a.lat) / 2}};
}

static int compare_edges(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    if (a->dx != b->dx)
        return a->dx < b->dx ? -1 : 1;
    return (a->dy > b->dy) - (a->dy < b->dy);
}

static bool collect_edges(struct shift *shift)
{
    size_t points = 1;
    const struct boundary_siblings *siblings = shift->siblings;
    for (uint32_t i = 0; i < siblings->count; i++)
        points += siblings->shapes[i].point_count;
    shift->edges = malloc(points * sizeof *shift->edges);
    if (!shift->edges)
        return false;
    struct geo_plane plane = geo_plane_at(siblings->shapes[0].points[0]);
    for (uint32_t i = 0; i < siblings->count; i++) {
        const struct geo_geometry *g = &siblings->shapes[i];
        for (uint32_t r = 0; r < g->ring_count; r++)
            for (uint32_t k = g->ring_points[r] + 1; k < g->ring_points[r + 1]; k++)
                add_edge(shift, &plane, i, g->points[k - 1], g->points[k]);
    }
    qsort(shift->edges, shift->count, sizeof *shift->edges, compare_edges);
    return true;
}

static bool push_vote(struct votes *votes, const struct shift *shift, uint32_t edge, uint32_t other)
{
    if (votes->count == votes->capacity) {
        uint32_t capacity = votes->capacity ? votes->capacity * 2 : 1024;
        struct vote *items = realloc(votes->items, capacity * sizeof *items);
        if (!items)
            return false;
        votes->items = items;
        votes->capacity = capacity;
    }
    votes->items[votes->count++] = (struct vote){.x = shift->edges[edge].x - shift->edges[other].x,
                                                 .y = shift->edges[edge].y - shift->edges[other].y,
                                                 .edge = edge,
                                                 .other = other};
    return true;
}

/* First edge whose dx is not below. */
static uint32_t lower_edge(const struct shift *shift, double dx)
{
    uint32_t low = 0, high = shift->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (shift->edges[middle].dx < dx)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Pairs edges of the block with those of others that have their vector; long
 * edges first, because short ones look alike by chance. */
static bool collect_votes(const struct shift *shift, uint32_t block, struct votes *votes)
{
    for (uint32_t i = shift->count; i-- > 0 && votes->count < MAX_BLOCK;) {
        const struct edge *edge = &shift->edges[i];
        if (shift->block[edge->unit] != block)
            continue;
        votes->from = i;
        for (uint32_t j = lower_edge(shift, edge->dx - VECTOR_M);
             j < shift->count && shift->edges[j].dx <= edge->dx + VECTOR_M; j++)
            if (shift->block[shift->edges[j].unit] != block &&
                fabs(shift->edges[j].dy - edge->dy) <= VECTOR_M && !push_vote(votes, shift, i, j))
                return false;
    }
    return true;
}

struct verdict {
    double x, y, spread;
    uint32_t matches;
    const char *system; /* NULL: none explains it */
    double residual_m;
};

/* Keeps the votes near the displacement that most agree with; returns how many. */
static uint32_t keep_winner(struct votes *votes, double tolerance_m)
{
    uint32_t best = 0, best_count = 0, kept = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = pass ? best : 0; i < (pass ? best + 1 : votes->count); i++) {
            struct vote v = votes->items[i];
            double reach = fmax(fmin(NEAR_SHARE * hypot(v.x, v.y), NEAR_MOST_M), tolerance_m);
            uint32_t count = 0;
            for (uint32_t j = 0; j < votes->count; j++) {
                struct vote w = votes->items[j];
                if (hypot(w.x - v.x, w.y - v.y) > reach)
                    continue;
                count++;
                if (pass)
                    votes->items[kept++] = w;
            }
            if (!pass && count > best_count) {
                best = i;
                best_count = count;
            }
        }
    return votes->count = kept;
}

/* Edges of other blocks around a block. */
struct others {
    const struct edge **items;
    uint32_t count;
};

static bool collect_others(const struct shift *shift, uint32_t block, double reach_m,
                           struct others *others)
{
    double min_x = INFINITY, min_y = INFINITY, max_x = -INFINITY, max_y = -INFINITY;
    others->items = malloc((shift->count + 1) * sizeof(struct edge *));
    for (uint32_t i = 0; others->items && i < shift->count; i++) {
        const struct edge *edge = &shift->edges[i];
        if (shift->block[edge->unit] != block)
            continue;
        min_x = fmin(min_x, edge->x - reach_m);
        min_y = fmin(min_y, edge->y - reach_m);
        max_x = fmax(max_x, edge->x + reach_m);
        max_y = fmax(max_y, edge->y + reach_m);
    }
    for (uint32_t i = 0; others->items && i < shift->count; i++) {
        const struct edge *edge = &shift->edges[i];
        if (shift->block[edge->unit] != block && edge->x >= min_x && edge->x <= max_x &&
            edge->y >= min_y && edge->y <= max_y)
            others->items[others->count++] = edge;
    }
    return others->items != NULL;
}

static bool faces(const struct edge *edge, const struct others *others, double reach_m)
{
    double own = hypot(edge->dx, edge->dy) / 2;
    for (uint32_t i = 0; i < others->count; i++) {
        const struct edge *o = others->items[i];
        double reach = reach_m + own + hypot(o->dx, o->dy) / 2;
        if (fabs(o->x - edge->x) <= reach && hypot(o->x - edge->x, o->y - edge->y) <= reach)
            return true;
    }
    return false;
}

/* Of the block's edges that lie near other blocks, enough are displaced alike:
 * else it is a stretch that moved, or edges that look alike. Votes come by edge,
 * from the last. */
static bool holds_along_border(const struct shift *shift, uint32_t block, const struct votes *votes,
                               const struct others *others, double distance_m)
{
    uint32_t own = 0, facing = 0, displaced = 0, vote = 0, seen = 0;
    for (uint32_t i = votes->from; i < shift->count; i++)
        own += shift->block[shift->edges[i].unit] == block;
    uint32_t step = own / MAX_FACING + 1;
    for (uint32_t i = shift->count; i-- > votes->from;) {
        if (shift->block[shift->edges[i].unit] != block || seen++ % step != 0)
            continue;
        while (vote < votes->count && votes->items[vote].edge > i)
            vote++;
        if (vote < votes->count && votes->items[vote].edge == i) {
            displaced++;
            facing++;
        } else
            facing += faces(&shift->edges[i], others, 2 * distance_m);
    }
    return displaced * MIN_SHARE >= facing;
}

static void average(const struct votes *votes, struct verdict *verdict)
{
    double n = votes->count;
    for (uint32_t i = 0; i < votes->count; i++) {
        verdict->x += votes->items[i].x / n;
        verdict->y += votes->items[i].y / n;
    }
    for (uint32_t i = 0; i < votes->count; i++)
        verdict->spread +=
            hypot(votes->items[i].x - verdict->x, votes->items[i].y - verdict->y) / n;
    verdict->matches = votes->count;
}

/* Mean distance that is left when the block's edges are moved back. */
static double residual(const struct shift *shift, const struct votes *votes,
                       void (*undo)(double *lon, double *lat))
{
    double sum = 0;
    for (uint32_t i = 0; i < votes->count; i++) {
        struct geo_point p = shift->edges[votes->items[i].edge].middle;
        double lon = geo_grid_to_degrees(p.lon), lat = geo_grid_to_degrees(p.lat);
        undo(&lon, &lat);
        sum += geo_distance_m(
            (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)},
            shift->edges[votes->items[i].other].middle);
    }
    return sum / votes->count;
}

/* The offset system whose inverse leaves the least, if it leaves little. */
static void name_system(const struct shift *shift, const struct votes *votes,
                        struct verdict *verdict)
{
    static const struct {
        const char *name;
        void (*undo)(double *lon, double *lat);
    } SYSTEMS[] = {{"GCJ-02", geo_offset_from_gcj02}, {"BD-09", geo_offset_from_bd09}};
    verdict->residual_m = hypot(verdict->x, verdict->y) / 10;
    for (size_t i = 0; i < sizeof SYSTEMS / sizeof SYSTEMS[0]; i++) {
        double left = residual(shift, votes, SYSTEMS[i].undo);
        if (left < verdict->residual_m) {
            verdict->residual_m = left;
            verdict->system = SYSTEMS[i].name;
        }
    }
}

static void tell(struct boundary_inspection *inspection, const struct shift *shift, uint32_t block,
                 const struct verdict *verdict)
{
    const struct boundary_siblings *siblings = shift->siblings;
    const struct boundary_unit **units =
        base_arena_alloc(inspection->arena, (siblings->count + 1) * sizeof *units);
    uint32_t count = 0;
    if (!units) {
        inspection->list.failed = true;
        return;
    }
    for (uint32_t i = 0; i < siblings->count; i++)
        if (shift->block[i] == block) {
            siblings->suspect[i] = true;
            units[count++] = siblings->units[i];
        }
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_CRS_SUSPECT, BOUNDARY_BLOCKING, units, count);
    if (!finding)
        return;
    double distance = hypot(verdict->x, verdict->y);
    double azimuth = fmod(GEO_DEGREES(atan2(verdict->x, verdict->y)) + 360, 360);
    finding->max_offset_m = distance;
    if (verdict->system)
        boundary_finding_say(finding, &inspection->list, units, count,
                             "%s as a whole: displaced by %.1f m at azimuth %.1f°, spread %.1f m; "
                             "it looks like %s, after undoing which %.2f m remain.",
                             distance, azimuth, verdict->spread, verdict->system,
                             verdict->residual_m);
    else
        boundary_finding_say(finding, &inspection->list, units, count,
                             "%s as a whole: displaced by %.1f m at azimuth %.1f°, spread %.1f m; "
                             "no known offset explains it.",
                             distance, azimuth, verdict->spread);
}

static bool check_block(struct boundary_inspection *inspection, const struct shift *shift,
                        uint32_t block)
{
    struct votes votes = {0};
    struct verdict verdict = {0};
    double tolerance = inspection->options->profile.tolerance_m;
    bool ok = collect_votes(shift, block, &votes);
    if (ok && votes.count >= MIN_MATCHES && keep_winner(&votes, tolerance) >= MIN_MATCHES) {
        average(&votes, &verdict);
        double distance = hypot(verdict.x, verdict.y);
        struct others others = {0};
        if (distance > 10 * verdict.spread && distance > MIN_SHIFT_TOL * tolerance &&
            (ok = collect_others(shift, block, 2 * distance, &others)) &&
            holds_along_border(shift, block, &votes, &others, distance)) {
            name_system(shift, &votes, &verdict);
            if (verdict.system || distance <= UNKNOWN_MOST_M)
                tell(inspection, shift, block, &verdict);
        }
        free(others.items);
    }
    free(votes.items);
    return ok;
}

/* The block that has most ground; it is the measure of the others. */
static uint32_t largest_block(const struct shift *shift, double *area)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < shift->siblings->count; i++)
        area[shift->block[i]] += fabs(geo_area_m2(&shift->siblings->shapes[i]));
    for (uint32_t i = 1; i < shift->siblings->count; i++)
        if (area[i] > area[best])
            best = i;
    return best;
}

enum base_status boundary_check_shift(struct boundary_inspection *inspection,
                                      struct boundary_siblings *siblings, struct base_error *err)
{
    struct shift shift = {.siblings = siblings};
    shift.block = malloc((siblings->count + 1) * sizeof *shift.block);
    double *area = calloc(siblings->count + 1, sizeof *area);
    bool ok = shift.block && area, several = false;
    if (ok) {
        find_blocks(&shift);
        for (uint32_t i = 0; i < siblings->count; i++) {
            shift.block[i] = root_of(shift.block, i);
            several = several || shift.block[i] != shift.block[0];
        }
    }
    if (ok && several && (ok = collect_edges(&shift))) {
        uint32_t largest = largest_block(&shift, area);
        for (uint32_t i = 0; i < siblings->count && ok; i++)
            if (shift.block[i] == i && i != largest)
                ok = check_block(inspection, &shift, i);
    }
    free(shift.block);
    free(shift.edges);
    free(area);
    return ok ? BASE_OK : boundary_no_memory(err);
}
