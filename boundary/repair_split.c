/* boundary/repair_split.c - the line between the two lines that bound a sliver. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/repairing.h"
#include "geo/measure.h"

#define MOST_MATCHES 64000000.0 /* vertex against edge */
#define NEAR_GRID    5.0        /* closer than half a millimetre there is nothing between */

/* --- the two lines ---------------------------------------------------------- */

static uint32_t half_start(const struct geo_topology *t, uint32_t half)
{
    return half & 1U ? t->arcs[half / 2].end_node : t->arcs[half / 2].start_node;
}

/* The face's half-arcs, face on the left, in the order in which they follow one
 * another. False when they are not one simple ring. */
static bool order_ring(const struct geo_topology *t, uint32_t face, uint32_t *halves)
{
    const struct geo_face *f = &t->faces[face];
    for (uint32_t i = 0; i < f->arc_count; i++) {
        uint32_t arc = t->face_arcs[f->first_arc + i];
        halves[i] = 2 * arc + (t->arcs[arc].left_face == face ? 0 : 1);
    }
    for (uint32_t i = 0; i < f->arc_count; i++) {
        uint32_t node = half_start(t, halves[i] ^ 1U), found = BOUNDARY_NONE;
        for (uint32_t j = 0; j < f->arc_count; j++)
            if (half_start(t, halves[j]) == node) {
                if (found != BOUNDARY_NONE)
                    return false; /* pinched */
                found = j;
            }
        if (i + 1 == f->arc_count)
            return found == 0;
        if (found == BOUNDARY_NONE || found <= i)
            return false; /* closed before all are used: a hole */
        uint32_t swapped = halves[i + 1];
        halves[i + 1] = halves[found];
        halves[found] = swapped;
    }
    return false;
}

/* Parts the ring into the run along one line and the run along the other. */
static bool part_ring(const struct geo_topology *t, const uint32_t pair[2], uint32_t *halves,
                      uint32_t count, struct boundary_split *split)
{
    uint32_t changes = 0, first = 0;
    for (uint32_t i = 0; i < count; i++) {
        unsigned here = boundary_sides(t, halves[i] / 2, pair);
        unsigned before = boundary_sides(t, halves[(i + count - 1) % count] / 2, pair);
        if (here != 1 && here != 2)
            return false;
        changes += here != before;
        if (here == 1 && before == 2)
            first = i;
    }
    if (changes != 2)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t half = halves[(first + i) % count];
        if (boundary_sides(t, half / 2, pair) == 1)
            split->first[split->first_count++] = half;
        else
            split->second[split->second_count++] = half;
    }
    split->start_node = half_start(t, split->first[0]);
    split->end_node = half_start(t, split->second[0]);
    return split->start_node != split->end_node;
}

/* One line from the start to the end of the split: grid units and metres from
 * the start, and how far along each vertex is. */
struct chain {
    double *lon, *lat, *x, *y, *at;
    uint32_t count;
};

static bool chain_init(struct chain *chain, uint32_t capacity)
{
    double *numbers = malloc(5 * (size_t)capacity * sizeof *numbers);
    if (!numbers)
        return false;
    chain->lon = numbers;
    chain->lat = chain->lon + capacity;
    chain->x = chain->lat + capacity;
    chain->y = chain->x + capacity;
    chain->at = chain->y + capacity;
    return true;
}

static void chain_point(struct chain *chain, const struct geo_plane *plane, struct geo_point p)
{
    uint32_t i = chain->count++;
    chain->lon[i] = (double)(p.lon - plane->origin.lon);
    chain->lat[i] = (double)(p.lat - plane->origin.lat);
    geo_plane_project(plane, p, &chain->x[i], &chain->y[i]);
    chain->at[i] =
        i ? chain->at[i - 1] + hypot(chain->x[i] - chain->x[i - 1], chain->y[i] - chain->y[i - 1])
          : 0;
}

/* Reads the halves as they run, or all of it from the end. */
static void chain_read(struct chain *chain, const struct geo_topology *t,
                       const struct geo_plane *plane, const uint32_t *halves, uint32_t count,
                       bool reverse)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t half = halves[reverse ? count - 1 - i : i];
        const struct geo_arc *arc = &t->arcs[half / 2];
        bool backward = (half & 1U) != (reverse ? 1U : 0U);
        for (uint32_t k = i ? 1 : 0; k < arc->point_count; k++)
            chain_point(chain, plane,
                        t->points[arc->first_point + (backward ? arc->point_count - 1 - k : k)]);
    }
}

static uint32_t points_of(const struct geo_topology *t, const uint32_t *halves, uint32_t count)
{
    uint32_t sum = 1;
    for (uint32_t i = 0; i < count; i++)
        sum += t->arcs[halves[i] / 2].point_count;
    return sum;
}

/* --- matching --------------------------------------------------------------- */

/* A place on one line and the place on the other that it belongs to, in metres
 * along them. */
struct match {
    double first, second;
};

static int compare_matches(const void *left, const void *right)
{
    const struct match *a = left, *b = right;
    double x = a->first + a->second, y = b->first + b->second;
    return (x > y) - (x < y);
}

/* How far along the chain the place nearest to (x, y) is. */
static double nearest_at(const struct chain *chain, double x, double y)
{
    double best = INFINITY, at = 0;
    for (uint32_t i = 1; i < chain->count; i++) {
        double ax = chain->x[i - 1], ay = chain->y[i - 1];
        double dx = chain->x[i] - ax, dy = chain->y[i] - ay, square = dx * dx + dy * dy;
        double f = square > 0 ? ((x - ax) * dx + (y - ay) * dy) / square : 0;
        f = f < 0 ? 0 : f > 1 ? 1 : f;
        double ex = ax + f * dx - x, ey = ay + f * dy - y, d = ex * ex + ey * ey;
        if (d < best) {
            best = d;
            at = chain->at[i - 1] + f * (chain->at[i] - chain->at[i - 1]);
        }
    }
    return at;
}

/* Every vertex with its nearest place on the other line, in order along both;
 * what runs back is left out. */
static uint32_t match_chains(const struct chain *a, const struct chain *b, struct match *matches)
{
    uint32_t count = 0, kept = 0;
    for (uint32_t i = 1; i + 1 < a->count; i++)
        matches[count++] = (struct match){a->at[i], nearest_at(b, a->x[i], a->y[i])};
    for (uint32_t i = 1; i + 1 < b->count; i++)
        matches[count++] = (struct match){nearest_at(a, b->x[i], b->y[i]), b->at[i]};
    qsort(matches, count, sizeof *matches, compare_matches);
    for (uint32_t i = 0; i < count; i++)
        if (kept == 0 || (matches[i].first >= matches[kept - 1].first &&
                          matches[i].second >= matches[kept - 1].second))
            matches[kept++] = matches[i];
    return kept;
}

/* The place in grid units; *edge goes up as places do. */
static void place_at(const struct chain *chain, double at, uint32_t *edge, double *lon, double *lat)
{
    while (*edge + 2 < chain->count && chain->at[*edge + 1] < at)
        ++*edge;
    uint32_t i = *edge;
    double length = chain->at[i + 1] - chain->at[i];
    double f = length > 0 ? (at - chain->at[i]) / length : 0;
    *lon = chain->lon[i] + f * (chain->lon[i + 1] - chain->lon[i]);
    *lat = chain->lat[i] + f * (chain->lat[i + 1] - chain->lat[i]);
}

static void draw_middle(const struct chain *a, const struct chain *b, const struct match *matches,
                        uint32_t count, struct geo_point origin, struct boundary_split *split)
{
    struct geo_point end = {origin.lon + (int64_t)a->lon[a->count - 1],
                            origin.lat + (int64_t)a->lat[a->count - 1]};
    uint32_t edge_a = 0, edge_b = 0;
    split->middle[split->middle_count++] = origin;
    for (uint32_t i = 0; i < count; i++) {
        double alon, alat, blon, blat;
        place_at(a, matches[i].first, &edge_a, &alon, &alat);
        place_at(b, matches[i].second, &edge_b, &blon, &blat);
        struct geo_point p = {origin.lon + llround((alon + blon) / 2),
                              origin.lat + llround((alat + blat) / 2)};
        bool apart = hypot(alon - blon, alat - blat) > NEAR_GRID;
        if (apart && !geo_point_equal(p, split->middle[split->middle_count - 1]) &&
            !geo_point_equal(p, end))
            split->middle[split->middle_count++] = p;
    }
    split->middle[split->middle_count++] = end;
}

/* --- checking --------------------------------------------------------------- */

static void build_halves(struct geo_builder *builder, const struct geo_topology *t,
                         const uint32_t *halves, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct geo_arc *arc = &t->arcs[halves[i] / 2];
        for (uint32_t k = 1; k < arc->point_count; k++)
            geo_builder_point(
                builder,
                t->points[arc->first_point + (halves[i] & 1U ? arc->point_count - 1 - k : k)]);
    }
}

enum base_status boundary_split_half(const struct boundary_repairing *repairing,
                                     const struct boundary_split *split, bool second,
                                     struct geo_geometry *out, struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_POLYGON, repairing->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (uint32_t i = 0; i < split->middle_count; i++)
        geo_builder_point(&builder, split->middle[second ? i : split->middle_count - 1 - i]);
    build_halves(&builder, repairing->topology, second ? split->second : split->first,
                 second ? split->second_count : split->first_count);
    return geo_builder_finish(&builder, out, err);
}

/* A middle that leaves the face crosses a side, and then one half is not valid. */
static enum base_status check_halves(struct boundary_repairing *repairing,
                                     const struct boundary_split *split, bool *good,
                                     struct base_error *err)
{
    *good = true;
    for (int second = 0; second < 2 && *good; second++) {
        struct geo_geometry half;
        struct geo_fault fault;
        enum base_status status = boundary_split_half(repairing, split, second, &half, err);
        if (status == BASE_OK)
            status = geo_validity_check(repairing->engine, &half, good, &fault, err);
        if (status != BASE_OK)
            return status;
        *good = *good && geo_ring_area2(half.points, half.point_count) > 0;
    }
    return BASE_OK;
}

static bool draw(struct boundary_repairing *repairing, struct boundary_split *split)
{
    const struct geo_topology *t = repairing->topology;
    const struct geo_plane plane = geo_plane_at(t->nodes[split->start_node]);
    uint32_t na = points_of(t, split->first, split->first_count);
    uint32_t nb = points_of(t, split->second, split->second_count);
    struct chain a = {0}, b = {0};
    struct match *matches = malloc(((size_t)na + nb) * sizeof *matches);
    split->middle = base_arena_alloc(repairing->arena, ((size_t)na + nb) * sizeof *split->middle);
    bool ok = matches && split->middle && chain_init(&a, na) && chain_init(&b, nb);
    if (ok) {
        chain_read(&a, t, &plane, split->first, split->first_count, false);
        chain_read(&b, t, &plane, split->second, split->second_count, true);
        uint32_t count = match_chains(&a, &b, matches);
        draw_middle(&a, &b, matches, count, plane.origin, split);
    }
    free(a.lon);
    free(b.lon);
    free(matches);
    return ok;
}

enum base_status boundary_split_find(struct boundary_repairing *repairing, uint32_t face,
                                     const uint32_t pair[2], struct boundary_split *out,
                                     enum boundary_hindrance *hindrance, struct base_error *err)
{
    const struct geo_topology *t = repairing->topology;
    uint32_t count = t->faces[face].arc_count;
    struct boundary_split split = {.face = face, .first_unit = pair[0], .second_unit = pair[1]};
    uint32_t *halves = base_arena_alloc(repairing->arena, 3 * (size_t)count * sizeof *halves);
    bool good;
    if (!halves)
        return boundary_no_memory(err);
    split.first = halves + count;
    split.second = halves + 2 * (size_t)count;
    *hindrance = BOUNDARY_BY_SHAPE;
    if (!order_ring(t, face, halves) || !part_ring(t, pair, halves, count, &split))
        return BASE_OK;
    if ((double)points_of(t, split.first, split.first_count) *
            points_of(t, split.second, split.second_count) >
        MOST_MATCHES) {
        *hindrance = BOUNDARY_BY_LENGTH;
        return BASE_OK;
    }
    if (!draw(repairing, &split))
        return boundary_no_memory(err);
    enum base_status status = check_halves(repairing, &split, &good, err);
    if (status == BASE_OK && good) {
        *out = split;
        *hindrance = BOUNDARY_BY_NOTHING;
    }
    return status;
}
