/* boundary/stretches.h - borders cut into short stretches, found by place; private
 * to boundary/. */
#ifndef BOUNDARY_STRETCHES_H
#define BOUNDARY_STRETCHES_H

#include "base/buffer.h"
#include "geo/geometry.h"
#include "geo/rtree.h"

/* Up to 32 edges of one ring that follow one another: edge i, from 1, leads from
 * point first + i - 1 of the shape to the next. */
struct boundary_stretch {
    uint32_t unit, first, count;
    uint32_t seen; /* the last round in which it was marked */
};

struct boundary_stretches {
    struct boundary_stretch *items; /* by unit */
    struct geo_box *boxes;          /* one each */
    uint32_t *first;                /* per unit, and one more: into items */
    struct base_buffer bytes;       /* of the tree */
    struct geo_rtree tree;
    uint32_t count, round;
};

/* Cuts the outlines of all shapes, which are borrowed. False without memory;
 * done() in any case. */
bool boundary_stretches_init(struct boundary_stretches *stretches,
                             const struct geo_geometry *shapes, uint32_t count);
void boundary_stretches_done(struct boundary_stretches *stretches);

/* Visits the stretches whose boxes lie within reach_m of that of stretch `at`,
 * itself included. */
void boundary_stretches_near(const struct boundary_stretches *stretches, uint32_t at,
                             double reach_m, geo_rtree_visit visit, void *context);

/* Forgets all marks; sets one: false when it was set already. */
void boundary_stretches_unmark(struct boundary_stretches *stretches);
bool boundary_stretches_mark(struct boundary_stretches *stretches, uint32_t at);

#endif
