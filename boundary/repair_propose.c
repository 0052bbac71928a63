/* boundary/repair_propose.c - what can be done about one finding of slivers. */
#include <math.h>

#include "boundary/repairing.h"
#include "geo/measure.h"

/* --- who is concerned ------------------------------------------------------- */

bool boundary_repair_is_owned(const struct boundary_repairing *repairing, uint32_t face)
{
    const struct geo_face *f = &repairing->topology->faces[face];
    /* Owners ascend, and units come first. */
    return f->owner_count && repairing->topology->owners[f->first_owner] < repairing->unit_count;
}

static bool covers(const struct boundary_repairing *repairing, uint32_t face, uint32_t unit)
{
    return geo_topology_covers(repairing->topology, face, unit);
}

/* How much of the face's border has the unit on its far side, in metres. */
static double adjoining_m(const struct boundary_repairing *repairing, uint32_t face, uint32_t unit)
{
    const struct geo_topology *t = repairing->topology;
    const struct geo_face *f = &t->faces[face];
    double sum = 0;
    for (uint32_t i = 0; i < f->arc_count; i++) {
        uint32_t number = t->face_arcs[f->first_arc + i];
        const struct geo_arc *arc = &t->arcs[number];
        if (covers(repairing, boundary_across(t, number, face), unit))
            sum += geo_path_length_m(t->points + arc->first_point, arc->point_count);
    }
    return sum;
}

/* An overlap stays with one who has it; a gap goes to one who adjoins it (of a
 * border drawn twice both do at each face, and a parent's line may cut a face). */
static bool may_have_all(const struct boundary_repairing *repairing,
                         const struct boundary_mend *mend, uint32_t unit)
{
    double adjoining = 0;
    bool gap = false;
    for (uint32_t i = 0; i < mend->face_count; i++) {
        if (!boundary_repair_is_owned(repairing, mend->faces[i])) {
            gap = true;
            adjoining += adjoining_m(repairing, mend->faces[i], unit);
        } else if (!covers(repairing, mend->faces[i], unit)) {
            return false;
        }
    }
    return mend->face_count > 0 && (!gap || adjoining > 0);
}

/* True when the unit may have the face without moving a parent's border: its own
 * parent covers it, or no party's does. */
static bool agrees(const struct boundary_repairing *repairing, const struct boundary_mend *mend,
                   uint32_t face, uint32_t unit)
{
    bool any = false;
    for (uint32_t p = 0; p < mend->party_count; p++) {
        uint32_t ground = repairing->ground[mend->parties[p]];
        if (ground == BOUNDARY_NONE || !covers(repairing, face, repairing->unit_count + ground))
            continue;
        any = true;
        if (ground == repairing->ground[unit])
            return true;
    }
    return !any;
}

static void find_pair(const struct boundary_repairing *repairing, struct boundary_mend *mend)
{
    uint32_t count = 0;
    mend->pair[0] = mend->pair[1] = BOUNDARY_NONE;
    for (uint32_t p = 0; p < mend->party_count; p++)
        if (may_have_all(repairing, mend, mend->parties[p])) {
            if (count < 2)
                mend->pair[count] = mend->parties[p];
            count++;
        }
    if (count != 2)
        mend->pair[0] = mend->pair[1] = BOUNDARY_NONE;
}

/* Of those who may have all of it, the one that adjoins it longest. */
static uint32_t longest(const struct boundary_repairing *repairing,
                        const struct boundary_mend *mend)
{
    uint32_t best = BOUNDARY_NONE;
    double most = -1;
    for (uint32_t p = 0; p < mend->party_count; p++) {
        uint32_t unit = mend->parties[p];
        double sum = 0;
        bool good = may_have_all(repairing, mend, unit);
        for (uint32_t i = 0; i < mend->face_count && good; i++) {
            good = agrees(repairing, mend, mend->faces[i], unit);
            sum += adjoining_m(repairing, mend->faces[i], unit);
        }
        if (good && sum > most) {
            most = sum;
            best = unit;
        }
    }
    return best;
}

/* What stands against every proposal. */
static enum boundary_hindrance common_hindrance(const struct boundary_repairing *repairing,
                                                const struct boundary_mend *mend)
{
    for (uint32_t p = 0; p < mend->party_count; p++) {
        if (repairing->twice[mend->parties[p]])
            return BOUNDARY_BY_CODE;
        if (repairing->unfit[mend->parties[p]])
            return BOUNDARY_BY_INVALID;
    }
    return mend->repair.finding->piece_count ? BOUNDARY_BY_NOTHING : BOUNDARY_BY_OPEN;
}

/* --- who gets what ---------------------------------------------------------- */

static uint32_t other_of(const struct boundary_mend *mend, uint32_t unit)
{
    return mend->pair[mend->pair[0] == unit ? 1 : 0];
}

/* A line that gives way: the ground it gives way over goes to the one whose line
 * it is where nobody had it, and to the other where both had. */
static uint32_t give_way(const struct boundary_repairing *repairing,
                         const struct boundary_mend *mend, uint32_t face, uint32_t whose)
{
    return boundary_repair_is_owned(repairing, face) ? other_of(mend, whose) : whose;
}

static uint32_t follow_parent(const struct boundary_repairing *repairing,
                              const struct boundary_mend *mend, uint32_t face)
{
    bool first = agrees(repairing, mend, face, mend->pair[0]);
    bool second = agrees(repairing, mend, face, mend->pair[1]);
    return first == second ? BOUNDARY_NONE : mend->pair[first ? 0 : 1];
}

uint32_t boundary_repair_receiver(const struct boundary_repairing *repairing,
                                  const struct boundary_mend *mend, uint32_t proposal,
                                  uint32_t face, uint32_t side)
{
    uint32_t unit = mend->unit[proposal];
    switch (mend->repair.proposals[proposal].method) {
    case BOUNDARY_KEEP:
        return give_way(repairing, mend, face, other_of(mend, unit));
    case BOUNDARY_MIDDLE:
        return give_way(repairing, mend, face, side);
    case BOUNDARY_FOLLOW:
        return follow_parent(repairing, mend, face);
    case BOUNDARY_GIVE:
        break;
    }
    return unit;
}

const struct boundary_split *boundary_repair_split(const struct boundary_repairing *repairing,
                                                   uint32_t face)
{
    uint32_t m = repairing->mend_of[face];
    const struct boundary_mend *mend = m == BOUNDARY_NONE ? NULL : &repairing->mends[m];
    if (!mend || mend->repair.chosen < 0 ||
        mend->repair.proposals[mend->repair.chosen].method != BOUNDARY_MIDDLE)
        return NULL;
    return &mend->splits[repairing->place_of[face]];
}

uint32_t boundary_repair_taker(const struct boundary_repairing *repairing, uint32_t face,
                               uint32_t side)
{
    uint32_t m = repairing->mend_of[face];
    const struct boundary_mend *mend = m == BOUNDARY_NONE ? NULL : &repairing->mends[m];
    if (!mend || mend->repair.chosen < 0)
        return BOUNDARY_NONE;
    return boundary_repair_receiver(repairing, mend, (uint32_t)mend->repair.chosen, face,
                                    mend->pair[side]);
}

static bool moves_parent(const struct boundary_repairing *repairing,
                         const struct boundary_mend *mend, uint32_t proposal)
{
    uint32_t sides = mend->repair.proposals[proposal].method == BOUNDARY_MIDDLE ? 2 : 1;
    for (uint32_t i = 0; i < mend->face_count; i++)
        for (uint32_t s = 0; s < sides; s++) {
            uint32_t to =
                boundary_repair_receiver(repairing, mend, proposal, mend->faces[i], mend->pair[s]);
            if (to == BOUNDARY_NONE || !agrees(repairing, mend, mend->faces[i], to))
                return true;
        }
    return false;
}

/* --- filling a proposal in -------------------------------------------------- */

struct pieces {
    struct boundary_piece *items;
    uint32_t count;
};

/* The ground goes to a unit: it gets what nobody had, the others lose it. */
static void add_pieces(const struct boundary_repairing *repairing, const struct boundary_mend *mend,
                       uint32_t face, uint32_t to, const struct geo_geometry *ground,
                       struct pieces *pieces)
{
    struct boundary_piece piece = {.ground = *ground, .area_m2 = geo_area_m2(ground)};
    if (!boundary_repair_is_owned(repairing, face)) {
        piece.to = repairing->units[to];
        pieces->items[pieces->count++] = piece;
        return;
    }
    for (uint32_t p = 0; p < mend->party_count; p++)
        if (mend->parties[p] != to && covers(repairing, face, mend->parties[p])) {
            piece.from = repairing->units[mend->parties[p]];
            pieces->items[pieces->count++] = piece;
        }
}

static enum base_status fill_face(struct boundary_repairing *repairing, struct boundary_mend *mend,
                                  uint32_t proposal, uint32_t at, struct pieces *pieces,
                                  struct base_error *err)
{
    struct boundary_proposal *p = &mend->repair.proposals[proposal];
    bool middle = p->method == BOUNDARY_MIDDLE;
    uint32_t face = mend->faces[at];
    enum base_status status = BASE_OK;
    for (uint32_t s = 0; s < (middle ? 2U : 1U) && status == BASE_OK; s++) {
        struct geo_geometry ground;
        status = middle ? boundary_split_half(repairing, &mend->splits[at], s == 1, &ground, err)
                        : geo_topology_face_polygon(repairing->topology, face, repairing->arena,
                                                    &ground, err);
        if (status != BASE_OK)
            return status;
        uint32_t to = boundary_repair_receiver(repairing, mend, proposal, face, mend->pair[s]);
        add_pieces(repairing, mend, face, to, &ground, pieces);
        p->area_m2 += geo_area_m2(&ground);
    }
    double move_m;
    status = boundary_repair_measure(repairing, mend, proposal, at, &move_m, err);
    if (status == BASE_OK) /* NAN stays */
        p->max_move_m = isnan(move_m) || isnan(p->max_move_m) ? NAN : fmax(p->max_move_m, move_m);
    return status;
}

static enum base_status fill(struct boundary_repairing *repairing, struct boundary_mend *mend,
                             uint32_t proposal, struct base_error *err)
{
    struct boundary_proposal *p = &mend->repair.proposals[proposal];
    size_t most = 2 * (size_t)mend->face_count * (mend->party_count + 1);
    struct pieces pieces = {.items =
                                base_arena_alloc(repairing->arena, most * sizeof *pieces.items)};
    enum base_status status = BASE_OK;
    if (!pieces.items)
        return boundary_no_memory(err);
    p->area_m2 = p->max_move_m = 0;
    for (uint32_t i = 0; i < mend->face_count && status == BASE_OK; i++)
        status = fill_face(repairing, mend, proposal, i, &pieces, err);
    if (status == BASE_OK)
        status = boundary_repair_line(repairing, mend, proposal, &p->line, err);
    p->pieces = pieces.items;
    p->piece_count = pieces.count;
    return status;
}

/* --- the proposals of a finding --------------------------------------------- */

static uint32_t add(const struct boundary_repairing *repairing, struct boundary_mend *mend,
                    enum boundary_method method, uint32_t unit, enum boundary_hindrance hindrance)
{
    uint32_t at = mend->repair.proposal_count++;
    mend->unit[at] = unit;
    mend->repair.proposals[at] =
        (struct boundary_proposal){.method = method,
                                   .hindrance = hindrance,
                                   .unit = unit == BOUNDARY_NONE ? NULL : repairing->units[unit],
                                   .area_m2 = NAN,
                                   .max_move_m = NAN};
    if (hindrance == BOUNDARY_BY_NOTHING && unit == BOUNDARY_NONE && method == BOUNDARY_GIVE)
        mend->repair.proposals[at].hindrance = BOUNDARY_BY_PARENT;
    else if (hindrance == BOUNDARY_BY_NOTHING && moves_parent(repairing, mend, at))
        mend->repair.proposals[at].hindrance = BOUNDARY_BY_PARENT;
    return at;
}

/* Looks for the middle of every face; one without hinders the whole. */
static enum base_status split_faces(struct boundary_repairing *repairing,
                                    struct boundary_mend *mend, enum boundary_hindrance *hindrance,
                                    struct base_error *err)
{
    enum base_status status = BASE_OK;
    mend->splits =
        base_arena_alloc(repairing->arena, (mend->face_count + 1) * sizeof *mend->splits);
    if (!mend->splits)
        return boundary_no_memory(err);
    for (uint32_t i = 0;
         i < mend->face_count && status == BASE_OK && *hindrance == BOUNDARY_BY_NOTHING; i++)
        status = boundary_split_find(repairing, mend->faces[i], mend->pair, &mend->splits[i],
                                     hindrance, err);
    return status;
}

static enum base_status list_proposals(struct boundary_repairing *repairing,
                                       struct boundary_mend *mend, struct base_error *err)
{
    enum boundary_hindrance hindrance = common_hindrance(repairing, mend);
    struct boundary_proposal *p = mend->repair.proposals;
    find_pair(repairing, mend);
    if (mend->pair[0] == BOUNDARY_NONE) {
        add(repairing, mend, BOUNDARY_GIVE, longest(repairing, mend), hindrance);
        return BASE_OK;
    }
    add(repairing, mend, BOUNDARY_KEEP, mend->pair[0], hindrance);
    add(repairing, mend, BOUNDARY_KEEP, mend->pair[1], hindrance);
    uint32_t middle = add(repairing, mend, BOUNDARY_MIDDLE, BOUNDARY_NONE, hindrance);
    if (p[0].hindrance == BOUNDARY_BY_PARENT && p[1].hindrance == BOUNDARY_BY_PARENT)
        add(repairing, mend, BOUNDARY_FOLLOW, BOUNDARY_NONE, hindrance);
    return p[middle].hindrance == BOUNDARY_BY_NOTHING
               ? split_faces(repairing, mend, &p[middle].hindrance, err)
               : BASE_OK;
}

/* True when a moves less than b. Of two that move alike, the line drawn with finer
 * digits stays, then the one of the smaller code: the earlier one. */
static bool moves_less(const struct boundary_proposal *a, const struct boundary_proposal *b)
{
    double x = isnan(a->max_move_m) ? INFINITY : a->max_move_m;
    double y = isnan(b->max_move_m) ? INFINITY : b->max_move_m;
    if (x != y)
        return x < y;
    return a->unit && b->unit &&
           boundary_unit_resolution_m(a->unit) < boundary_unit_resolution_m(b->unit);
}

void boundary_repair_mark_least(struct boundary_mend *mend)
{
    struct boundary_proposal *least = NULL;
    for (uint32_t i = 0; i < mend->repair.proposal_count; i++) {
        struct boundary_proposal *p = &mend->repair.proposals[i];
        if (p->hindrance == BOUNDARY_BY_NOTHING && (!least || moves_less(p, least)))
            least = p;
    }
    if (least)
        least->least = true;
}

static enum base_status propose_for(struct boundary_repairing *repairing,
                                    struct boundary_mend *mend, struct base_error *err)
{
    enum base_status status = list_proposals(repairing, mend, err);
    for (uint32_t i = 0; i < mend->repair.proposal_count && status == BASE_OK; i++)
        if (mend->repair.proposals[i].hindrance == BOUNDARY_BY_NOTHING)
            status = fill(repairing, mend, i, err);
    boundary_repair_mark_least(mend);
    return status;
}

enum base_status boundary_repair_propose(struct boundary_repairing *repairing,
                                         struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (uint32_t i = 0; i < repairing->mend_count && status == BASE_OK; i++) {
        if (base_progress_cancelled(repairing->progress))
            return boundary_cancelled(err);
        status = propose_for(repairing, &repairing->mends[i], err);
    }
    return status;
}
