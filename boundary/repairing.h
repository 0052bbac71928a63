/* boundary/repairing.h - a repair of one level in hand; private to boundary/.
 *
 * It is worked out in the topology that the level was inspected in: its inputs are
 * the units and, where there are any, the parents, so that a face knows by its
 * owners who has it and in which parent it lies. */
#ifndef BOUNDARY_REPAIRING_H
#define BOUNDARY_REPAIRING_H

#include "boundary/inspection.h"
#include "boundary/repair.h"

/* A line between the two lines that bound a face. */
struct boundary_split {
    uint32_t face;
    uint32_t first_unit, second_unit; /* whose lines they are */
    uint32_t *first, *second;         /* half-arcs from start to end; from end to start */
    uint32_t first_count, second_count;
    uint32_t start_node, end_node;
    struct geo_point *middle; /* from start to end */
    uint32_t middle_count;
};

/* A finding of slivers, and its faces in the topology. */
struct boundary_mend {
    struct boundary_repair repair;
    uint32_t *parties; /* units */
    uint32_t party_count;
    uint32_t *faces;
    uint32_t face_count;
    uint32_t pair[2];                  /* the two who may have all of it; NONE */
    uint32_t unit[BOUNDARY_PROPOSALS]; /* that of a proposal; NONE */
    struct boundary_split *splits;     /* of the middle, one a face; NULL: none */
};

/* Lists of numbers, one for each of some things: the list of i is
 * items[first[i]..first[i + 1]). */
struct boundary_lists {
    uint32_t *first, *items;
};

/* What became of a finding that the record keeps. */
enum boundary_meeting { BOUNDARY_GONE, BOUNDARY_NO_SLIVER, BOUNDARY_MET };

struct boundary_repairing {
    const struct boundary_repair_options *options;
    struct base_arena *arena;
    struct geo_engine *engine;
    const struct base_progress *progress;
    struct boundary_report *report;      /* the level's inspection */
    enum boundary_meeting *met;          /* per finding of options->only */
    struct boundary_siblings siblings;   /* the level's units, as inspected */
    const struct geo_topology *topology; /* of the siblings, with the parents if there are any */
    const struct boundary_unit **units;  /* the siblings, by code */
    uint32_t unit_count;
    const uint32_t *ground; /* per unit: the parent in which most of it lies; NONE */
    bool *unfit;            /* per unit: not valid */
    bool *twice;            /* per unit: its code is another's too */
    struct boundary_mend *mends;
    uint32_t mend_count;
    uint32_t *mend_of, *place_of;     /* per face: its mend, or NONE, and its place among faces */
    struct boundary_lists unit_mends; /* per unit: those it is a party of */
    struct boundary_lists unit_faces; /* per party: the faces that it has */
};

/* Chooses the findings of the inspected level, and finds their parties and faces. No
 * mends: nothing else is set. Returns BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status boundary_repair_set_up(struct boundary_repairing *repairing,
                                        struct base_error *err);

/* Fills in the mends' proposals, none chosen. */
BASE_MUST_CHECK
enum base_status boundary_repair_propose(struct boundary_repairing *repairing,
                                         struct base_error *err);

/* Gives the findings of options->only the ids that the record knows them by, and
 * tells which were met. Returns false without memory. */
BASE_MUST_CHECK
bool boundary_repair_meet(struct boundary_repairing *repairing);

/* Whether the finding is of options->only, or all are wanted. */
bool boundary_repair_is_asked(const struct boundary_repair_options *options,
                              const struct boundary_finding *finding);

/* True for ground between siblings that is a sliver. */
bool boundary_repair_is_sliver(const struct boundary_finding *finding);

/* Where borders run over the mend's ground after a proposal. */
BASE_MUST_CHECK
enum base_status boundary_repair_line(const struct boundary_repairing *repairing,
                                      const struct boundary_mend *mend, uint32_t proposal,
                                      struct geo_geometry *out, struct base_error *err);

/* The farthest that a line moves over the mend's at-th face, in metres; NAN: too
 * many vertices to tell. */
BASE_MUST_CHECK
enum base_status boundary_repair_measure(const struct boundary_repairing *repairing,
                                         const struct boundary_mend *mend, uint32_t proposal,
                                         uint32_t at, double *out, struct base_error *err);

/* Looks for the line between the two lines that bound the face. Returns BASE_OK
 * with *hindrance BY_NOTHING and out set, or with the reason why there is none. */
BASE_MUST_CHECK
enum base_status boundary_split_find(struct boundary_repairing *repairing, uint32_t face,
                                     const uint32_t pair[2], struct boundary_split *out,
                                     enum boundary_hindrance *hindrance, struct base_error *err);

/* Marks the one of those offered that moves lines least. */
void boundary_repair_mark_least(struct boundary_mend *mend);

/* Chooses, and tries what is chosen until nothing of it fails: a proposal that does
 * gets its hindrance and the next best is taken. out: the changed units, by code. */
BASE_MUST_CHECK
enum base_status boundary_repair_settle(struct boundary_repairing *repairing,
                                        struct boundary_repaired **out, uint32_t *count,
                                        struct base_error *err);

/* A unit as the chosen proposals leave it; after and the areas in the arena given. */
struct boundary_outline {
    struct geo_geometry after; /* part_count 0: as it was, or nothing is left */
    bool changed;
    bool thinned; /* others' vertices were left out, so that it may be not valid */
};

/* Puts the unit's outline together. Safe on several threads. */
BASE_MUST_CHECK
enum base_status boundary_outline_draw(const struct boundary_repairing *repairing, uint32_t unit,
                                       struct base_arena *arena, struct boundary_outline *out,
                                       struct base_error *err);

/* Whether each piece of the mend's ground has one owner among its parties, whose
 * outlines are given (by their place in mend->parties). Safe on several threads. */
BASE_MUST_CHECK
enum base_status boundary_ground_try(const struct boundary_mend *mend,
                                     const struct geo_geometry *parties, bool *whole,
                                     struct base_error *err);

/* The half of a split face beside the first line or the second. */
BASE_MUST_CHECK
enum base_status boundary_split_half(const struct boundary_repairing *repairing,
                                     const struct boundary_split *split, bool second,
                                     struct geo_geometry *out, struct base_error *err);

/* Who gets a face by a proposal of the mend; NONE: nobody may. By MIDDLE, who
 * gets the half beside the line of `side`. */
uint32_t boundary_repair_receiver(const struct boundary_repairing *repairing,
                                  const struct boundary_mend *mend, uint32_t proposal,
                                  uint32_t face, uint32_t side);

/* Who gets the face, or its half beside the line of pair[side] where it is split, by
 * what is chosen; NONE: it stays with whoever has it. */
uint32_t boundary_repair_taker(const struct boundary_repairing *repairing, uint32_t face,
                               uint32_t side);

/* How the face is split by what is chosen; NULL: it is not. */
const struct boundary_split *boundary_repair_split(const struct boundary_repairing *repairing,
                                                   uint32_t face);

/* True when one unit at least has the face. */
bool boundary_repair_is_owned(const struct boundary_repairing *repairing, uint32_t face);

static inline uint32_t boundary_across(const struct geo_topology *topology, uint32_t arc,
                                       uint32_t face)
{
    return topology->arcs[arc].left_face == face ? topology->arcs[arc].right_face
                                                 : topology->arcs[arc].left_face;
}

/* Bit i: pair[i]'s border runs along the arc. */
static inline unsigned boundary_sides(const struct geo_topology *topology, uint32_t arc,
                                      const uint32_t pair[2])
{
    unsigned sides = 0;
    for (unsigned i = 0; i < 2; i++)
        if (pair[i] != BOUNDARY_NONE &&
            geo_topology_covers(topology, topology->arcs[arc].left_face, pair[i]) !=
                geo_topology_covers(topology, topology->arcs[arc].right_face, pair[i]))
            sides |= 1U << i;
    return sides;
}

#endif
