/* boundary/window.h - a part of the record in hand; private to boundary/.
 *
 * After few divisions changed, two inspections of the ground around them, as it was
 * and as it is, tell by their difference what the whole would tell otherwise
 * (boundary/again.h). What a missing neighbour makes up at the rim of the window is
 * made up in both, and falls out. A window says what is true of the whole, as far as
 * a stage cannot see it here, and learns whether it was large enough. */
#ifndef BOUNDARY_WINDOW_H
#define BOUNDARY_WINDOW_H

#include "base/arena.h"
#include "boundary/unit.h"

/* A unit that hangs together exactly with others than the most of the ground does
 * (boundary/shift.c): block is a number that the units of one block have in common. */
struct boundary_loose {
    int64_t identity, block;
    bool suspect; /* displaced as a whole */
};

struct boundary_window {
    enum store_level level; /* the one level that is inspected */
    struct geo_box ground;  /* all units of the level that meet it are in the input */
    const int64_t *changed; /* identities, rising */
    uint32_t changed_count;
    const struct geo_box *places; /* where the changed ones lie, before and now */
    uint32_t place_count;
    const struct boundary_loose *loose; /* of all units of the record, by identity */
    uint32_t loose_count;
    double reach_m; /* a unit is known whole when the window has all that lies so near */

    /* What was learned. */
    bool open;      /* a changed unit lies at ground that leaves the window */
    bool bridges;   /* the changed ones touch others that do not hang together here */
    int64_t *shore; /* units at ground that leaves the window, by identity */
    uint32_t shore_count;
    bool broken;           /* something depends on more than the window has */
    struct geo_box wanted; /* what the window must hold besides; empty: it is large enough */
    struct boundary_loose *blocks; /* per unit of the level, by code: how they hang together */
    uint32_t block_count;          /* without the changed ones; block: of their own */
    struct boundary_loose *judged; /* of the blocks judged here, those of the changed ones, in
                                      order of code */
    uint32_t judged_count;
    double main_m2;  /* ground here that hangs together with the most, the changed left out */
    double other_m2; /* of the largest other block that a changed unit is in */
};

/* The box grown by so many metres each way, at the latitude farther from the equator. */
struct geo_box boundary_box_grown(struct geo_box box, double reach_m);

bool boundary_box_within(struct geo_box inner, struct geo_box outer);

/* True when a list, rising, has the identity. */
bool boundary_identity_is_in(const int64_t *list, uint32_t count, int64_t identity);

bool boundary_window_is_changed(const struct boundary_window *window, int64_t identity);

/* NULL: it hangs together with the most. */
const struct boundary_loose *boundary_window_loose(const struct boundary_window *window,
                                                   int64_t identity);

/* Asks for the unit with all that lies within reach_m of it, unless it is there. */
void boundary_window_want(struct boundary_window *window, const struct geo_geometry *shape,
                          double reach_m);

#endif
