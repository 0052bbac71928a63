/* boundary/repair_move.c - how far a proposal moves lines. */
#include <math.h>
#include <stdlib.h>

#include "boundary/repairing.h"
#include "geo/measure.h"

#define MOST_SAMPLES 4000000.0

struct line {
    const struct geo_point *points;
    uint32_t count;
};

struct lines {
    struct line *items;
    uint32_t count, points;
};

static void lines_add(struct lines *lines, const struct geo_point *points, uint32_t count)
{
    lines->items[lines->count++] = (struct line){points, count};
    lines->points += count;
}

static double distance_to(const struct lines *lines, struct geo_point p)
{
    double best = INFINITY, fraction;
    for (uint32_t i = 0; i < lines->count; i++)
        for (uint32_t k = 1; k < lines->items[i].count; k++)
            best = fmin(best, geo_segment_distance_m(p, lines->items[i].points[k - 1],
                                                     lines->items[i].points[k], &fraction));
    return best;
}

/* The farthest that the vertices and edge middles of one lie from the other. */
static double directed_m(const struct lines *from, const struct lines *to)
{
    double worst = 0;
    for (uint32_t i = 0; i < from->count; i++)
        for (uint32_t k = 0; k + 1 < 2 * from->items[i].count; k++) {
            struct geo_point a = from->items[i].points[k / 2];
            struct geo_point b = from->items[i].points[(k + 1) / 2];
            struct geo_point p = {a.lon + (b.lon - a.lon) / 2, a.lat + (b.lat - a.lat) / 2};
            worst = fmax(worst, distance_to(to, p));
        }
    return worst;
}

static double apart_m(const struct lines *a, const struct lines *b)
{
    if (a->count == 0 || b->count == 0 || (double)a->points * b->points > MOST_SAMPLES)
        return NAN;
    return fmax(directed_m(a, b), directed_m(b, a));
}

/* The lines of the face: where `unit` alone of the pair changes, and the rest but
 * what both share. */
static void part_lines(const struct boundary_repairing *repairing, const struct boundary_mend *mend,
                       uint32_t face, uint32_t unit, struct lines *own, struct lines *others)
{
    const struct geo_topology *t = repairing->topology;
    const struct geo_face *f = &t->faces[face];
    const uint32_t alone[2] = {unit, BOUNDARY_NONE};
    const uint32_t *pair = mend->pair[0] == BOUNDARY_NONE ? alone : mend->pair;
    unsigned whose = pair[0] == unit ? 1U : 2U;
    for (uint32_t i = 0; i < f->arc_count; i++) {
        uint32_t number = t->face_arcs[f->first_arc + i];
        const struct geo_arc *arc = &t->arcs[number];
        unsigned sides = boundary_sides(t, number, pair);
        if (sides != 3)
            lines_add(sides == whose ? own : others, t->points + arc->first_point,
                      arc->point_count);
    }
}

/* The farthest that a line moves over one face. */
enum base_status boundary_repair_measure(const struct boundary_repairing *repairing,
                                         const struct boundary_mend *mend, uint32_t proposal,
                                         uint32_t at, double *out, struct base_error *err)
{
    uint32_t face = mend->faces[at];
    size_t arcs = repairing->topology->faces[face].arc_count;
    bool middle = mend->repair.proposals[proposal].method == BOUNDARY_MIDDLE;
    struct lines lines[3] = {{0}};
    struct line *items = malloc(2 * (arcs + 1) * sizeof *items);
    if (!items)
        return boundary_no_memory(err);
    struct line between;
    lines[0].items = items;
    lines[1].items = items + arcs;
    lines[2].items = &between;
    part_lines(repairing, mend, face,
               mend->unit[proposal] == BOUNDARY_NONE ? mend->pair[0] : mend->unit[proposal],
               &lines[0], &lines[1]);
    if (middle) {
        lines_add(&lines[2], mend->splits[at].middle, mend->splits[at].middle_count);
        *out = fmax(apart_m(&lines[0], &lines[2]), apart_m(&lines[1], &lines[2]));
    } else {
        *out = apart_m(&lines[0], &lines[1]);
    }
    free(items);
    return BASE_OK;
}
