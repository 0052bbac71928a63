/* boundary/repair_assemble.c - the units as the chosen proposals leave them, and the trial
 * of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/repairing.h"
#include "geo/measure.h"

/* What a trial works on: the topology with the chosen middles in it. */
struct trial {
    struct boundary_repairing *repairing;
    struct geo_topology topology;
    uint32_t *give;          /* per face: the unit that gets it; NONE: as it was */
    bool *concerned;         /* per unit: party of something chosen */
    bool *moved;             /* per unit: it gets or loses ground */
    struct geo_point *seams; /* every point at a chosen face, sorted */
    uint32_t seam_count;
    uint32_t *first_face, *faces; /* per concerned unit: the faces that it has after it */
    struct geo_geometry *after;   /* per unit; part_count 0: as it was */
};

static const struct boundary_proposal *chosen_of(const struct boundary_mend *mend)
{
    return mend->repair.chosen < 0 ? NULL : &mend->repair.proposals[mend->repair.chosen];
}

static bool is_split(const struct boundary_mend *mend)
{
    const struct boundary_proposal *p = chosen_of(mend);
    return p && p->method == BOUNDARY_MIDDLE;
}

/* --- middles into the topology ---------------------------------------------- */

struct growth {
    uint32_t splits, points;
};

static struct growth count_splits(const struct boundary_repairing *repairing)
{
    struct growth growth = {0, 0};
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        for (uint32_t i = 0; is_split(&repairing->mends[m]) && i < repairing->mends[m].face_count;
             i++) {
            growth.splits++;
            growth.points += repairing->mends[m].splits[i].middle_count;
        }
    return growth;
}

/* The arrays being written, larger copies of the topology's. */
struct copies {
    struct geo_arc *arcs;
    struct geo_face *faces;
    struct geo_point *points;
    uint32_t *face_arcs;
    uint32_t face_arc_count;
};

static void *larger(struct base_arena *arena, const void *items, size_t count, size_t more,
                    size_t size)
{
    void *memory = base_arena_alloc(arena, (count + more + 1) * size);
    if (memory && count)
        memcpy(memory, items, count * size);
    return memory;
}

static bool copy_topology(struct trial *trial, struct copies *copies)
{
    const struct geo_topology *t = &trial->repairing->topology;
    struct base_arena *arena = trial->repairing->arena;
    struct growth more = count_splits(trial->repairing);
    for (uint32_t f = 0; f < t->face_count; f++)
        copies->face_arc_count += t->faces[f].arc_count;
    copies->arcs = larger(arena, t->arcs, t->arc_count, more.splits, sizeof *t->arcs);
    copies->faces = larger(arena, t->faces, t->face_count, more.splits, sizeof *t->faces);
    copies->points = larger(arena, t->points, t->point_count, more.points, sizeof *t->points);
    /* The two halves of a face list its arcs and the new one, after all others. */
    copies->face_arcs = larger(arena, t->face_arcs, copies->face_arc_count,
                               copies->face_arc_count + 2 * (size_t)more.splits, sizeof(uint32_t));
    trial->topology = *t;
    trial->topology.arcs = copies->arcs;
    trial->topology.faces = copies->faces;
    trial->topology.points = copies->points;
    trial->topology.face_arcs = copies->face_arcs;
    return copies->arcs && copies->faces && copies->points && copies->face_arcs;
}

/* The face that has the arcs of the halves on its left, and the new arc. */
static void list_arcs(struct copies *copies, const uint32_t *halves, uint32_t count, uint32_t face,
                      uint32_t added)
{
    copies->faces[face].first_arc = copies->face_arc_count;
    copies->faces[face].arc_count = count + 1;
    for (uint32_t i = 0; i < count; i++) {
        struct geo_arc *arc = &copies->arcs[halves[i] / 2];
        *(halves[i] & 1U ? &arc->right_face : &arc->left_face) = face;
        copies->face_arcs[copies->face_arc_count++] = halves[i] / 2;
    }
    copies->face_arcs[copies->face_arc_count++] = added;
}

/* The half beside the first line keeps the face's number; returns the other's. */
static uint32_t split_face(struct trial *trial, struct copies *copies,
                           const struct boundary_split *split)
{
    struct geo_topology *t = &trial->topology;
    uint32_t arc = t->arc_count++, face = t->face_count++;
    copies->faces[face] = copies->faces[split->face];
    list_arcs(copies, split->first, split->first_count, split->face, arc);
    list_arcs(copies, split->second, split->second_count, face, arc);
    copies->arcs[arc] = (struct geo_arc){.first_point = t->point_count,
                                         .point_count = split->middle_count,
                                         .start_node = split->start_node,
                                         .end_node = split->end_node,
                                         .left_face = face,
                                         .right_face = split->face};
    memcpy(copies->points + t->point_count, split->middle,
           split->middle_count * sizeof *split->middle);
    t->point_count += split->middle_count;
    return face;
}

/* --- who has what afterwards ------------------------------------------------ */

static void note_change(struct trial *trial, const struct boundary_mend *mend, uint32_t face,
                        uint32_t to)
{
    const struct geo_topology *t = &trial->repairing->topology;
    trial->moved[to] |= !geo_topology_covers(t, face, to);
    for (uint32_t p = 0; p < mend->party_count; p++) {
        trial->concerned[mend->parties[p]] = true;
        if (mend->parties[p] != to)
            trial->moved[mend->parties[p]] |= geo_topology_covers(t, face, mend->parties[p]);
    }
}

static void assign_mend(struct trial *trial, struct copies *copies,
                        const struct boundary_mend *mend)
{
    const struct boundary_repairing *repairing = trial->repairing;
    uint32_t proposal = (uint32_t)mend->repair.chosen;
    for (uint32_t i = 0; i < mend->face_count; i++) {
        uint32_t face = mend->faces[i];
        uint32_t to = boundary_repair_receiver(repairing, mend, proposal, face, mend->pair[0]);
        trial->give[face] = to;
        note_change(trial, mend, face, to);
        if (!is_split(mend))
            continue;
        to = boundary_repair_receiver(repairing, mend, proposal, face, mend->pair[1]);
        trial->give[split_face(trial, copies, &mend->splits[i])] = to;
        note_change(trial, mend, face, to);
    }
}

static bool assign(struct trial *trial)
{
    struct boundary_repairing *repairing = trial->repairing;
    struct copies copies = {0};
    size_t faces = repairing->topology.face_count + (size_t)count_splits(repairing).splits + 1;
    size_t units = (size_t)repairing->unit_count + 1;
    trial->give = base_arena_alloc(repairing->arena, faces * sizeof *trial->give);
    trial->concerned = base_arena_calloc(repairing->arena, units, sizeof *trial->concerned);
    trial->moved = base_arena_calloc(repairing->arena, units, sizeof *trial->moved);
    trial->after = base_arena_calloc(repairing->arena, units, sizeof *trial->after);
    if (!trial->give || !trial->concerned || !trial->moved || !trial->after ||
        !copy_topology(trial, &copies))
        return false;
    for (size_t f = 0; f < faces; f++)
        trial->give[f] = BOUNDARY_NONE;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        if (repairing->mends[m].repair.chosen >= 0)
            assign_mend(trial, &copies, &repairing->mends[m]);
    return true;
}

static int compare_points(const void *left, const void *right)
{
    return geo_point_compare(*(const struct geo_point *)left, *(const struct geo_point *)right);
}

static bool gather_seams(struct trial *trial)
{
    const struct geo_topology *t = &trial->topology;
    size_t most = 1;
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t a = 0; a < t->arc_count; a++) {
            const struct geo_arc *arc = &t->arcs[a];
            if (trial->give[arc->left_face] == BOUNDARY_NONE &&
                trial->give[arc->right_face] == BOUNDARY_NONE)
                continue;
            if (fill) {
                memcpy(trial->seams + trial->seam_count, t->points + arc->first_point,
                       arc->point_count * sizeof *trial->seams);
                trial->seam_count += arc->point_count;
            } else {
                most += arc->point_count;
            }
        }
        if (!fill)
            trial->seams = base_arena_alloc(trial->repairing->arena, most * sizeof *trial->seams);
        if (!trial->seams)
            return false;
    }
    qsort(trial->seams, trial->seam_count, sizeof *trial->seams, compare_points);
    return true;
}

/* Calls for each concerned unit that has the face afterwards: counts it, or notes
 * the face. next may be NULL. */
static void note_owners(struct trial *trial, uint32_t face, uint32_t *next)
{
    const struct boundary_repairing *repairing = trial->repairing;
    const struct geo_face *f = &trial->topology.faces[face];
    uint32_t given = trial->give[face];
    uint32_t count = given == BOUNDARY_NONE ? f->owner_count : 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t unit = given == BOUNDARY_NONE ? trial->topology.owners[f->first_owner + i] : given;
        if (unit >= repairing->unit_count)
            break;
        if (!trial->concerned[unit])
            continue;
        if (next)
            trial->faces[next[unit]++] = face;
        else
            trial->first_face[unit + 1]++;
    }
}

static bool list_faces(struct trial *trial)
{
    struct base_arena *arena = trial->repairing->arena;
    uint32_t units = trial->repairing->unit_count;
    trial->first_face = base_arena_calloc(arena, (size_t)units + 2, sizeof *trial->first_face);
    uint32_t *next = base_arena_alloc(arena, ((size_t)units + 2) * sizeof *next);
    if (!trial->first_face || !next)
        return false;
    for (uint32_t f = 1; f < trial->topology.face_count; f++)
        note_owners(trial, f, NULL);
    for (uint32_t u = 0; u < units; u++)
        trial->first_face[u + 1] += trial->first_face[u];
    trial->faces =
        base_arena_alloc(arena, ((size_t)trial->first_face[units] + 1) * sizeof *trial->faces);
    if (!trial->faces)
        return false;
    memcpy(next, trial->first_face, ((size_t)units + 1) * sizeof *next);
    for (uint32_t f = 1; f < trial->topology.face_count; f++)
        note_owners(trial, f, next);
    return true;
}

/* --- a unit ----------------------------------------------------------------- */

static bool is_among(const struct geo_point *sorted, uint32_t count, struct geo_point p)
{
    return count && bsearch(&p, sorted, count, sizeof *sorted, compare_points);
}

/* A unit's outline from the topology, and which of its points are its own: those
 * it had before, and those on a seam. Other units' vertices that lie on its edges
 * elsewhere are left out again, so that those edges stay as they were. */
struct outline {
    const struct trial *trial;
    struct geo_geometry drawn;
    struct geo_point *own; /* the points it had, sorted */
    uint32_t own_count;
    bool changed;
};

static bool keeps(struct outline *outline, struct geo_point p)
{
    if (is_among(outline->own, outline->own_count, p))
        return true;
    if (!is_among(outline->trial->seams, outline->trial->seam_count, p))
        return false;
    outline->changed = true;
    return true;
}

static void copy_ring(struct outline *outline, uint32_t ring, struct geo_builder *builder)
{
    const struct geo_geometry *g = &outline->drawn;
    struct geo_point first = {0, 0};
    geo_builder_ring(builder);
    for (uint32_t i = g->ring_points[ring]; i + 1 < g->ring_points[ring + 1]; i++)
        if (keeps(outline, g->points[i])) {
            if (geo_builder_ring_size(builder) == 0)
                first = g->points[i];
            geo_builder_point(builder, g->points[i]);
        }
    if (geo_builder_ring_size(builder))
        geo_builder_point(builder, first);
}

static enum base_status thin(struct outline *outline, struct geo_geometry *out,
                             struct base_error *err)
{
    const struct geo_geometry *g = &outline->drawn;
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, outline->trial->repairing->arena);
    geo_builder_reserve(&builder, g->point_count);
    for (uint32_t p = 0; p < g->part_count; p++) {
        geo_builder_part(&builder);
        for (uint32_t r = g->part_rings[p]; r < g->part_rings[p + 1]; r++)
            copy_ring(outline, r, &builder);
    }
    return geo_builder_finish(&builder, out, err);
}

static enum base_status put_together(struct trial *trial, uint32_t unit, struct base_error *err)
{
    const struct geo_geometry *before = &trial->repairing->units[unit]->geometry;
    struct outline outline = {
        .trial = trial, .changed = trial->moved[unit], .own_count = before->point_count};
    uint32_t first = trial->first_face[unit], count = trial->first_face[unit + 1] - first;
    struct geo_geometry after;
    outline.own = malloc(((size_t)before->point_count + 1) * sizeof *outline.own);
    if (!outline.own)
        return boundary_no_memory(err);
    memcpy(outline.own, before->points, before->point_count * sizeof *outline.own);
    qsort(outline.own, outline.own_count, sizeof *outline.own, compare_points);
    enum base_status status =
        geo_topology_faces_polygon(&trial->topology, trial->faces + first, count,
                                   trial->repairing->arena, &outline.drawn, err);
    if (status == BASE_OK)
        status = thin(&outline, &after, err);
    if (status == BASE_OK && outline.changed)
        trial->after[unit] = after;
    free(outline.own);
    return status;
}

/* --- the trial -------------------------------------------------------------- */

static bool has_party(const struct boundary_mend *mend, uint32_t unit)
{
    for (uint32_t p = 0; p < mend->party_count; p++)
        if (mend->parties[p] == unit)
            return true;
    return false;
}

static void fail(struct boundary_mend *mend, enum boundary_hindrance hindrance, bool *again)
{
    struct boundary_proposal *p = &mend->repair.proposals[mend->repair.chosen];
    p->hindrance = hindrance;
    p->least = false;
    p->pieces = NULL;
    p->piece_count = 0;
    p->area_m2 = p->max_move_m = NAN;
    mend->repair.chosen = -1;
    boundary_repair_mark_least(mend);
    *again = true;
}

static void fail_unit(struct trial *trial, uint32_t unit, bool *again)
{
    for (uint32_t m = 0; m < trial->repairing->mend_count; m++) {
        struct boundary_mend *mend = &trial->repairing->mends[m];
        if (mend->repair.chosen >= 0 && has_party(mend, unit))
            fail(mend, BOUNDARY_BY_CUT, again);
    }
}

static enum base_status try_units(struct trial *trial, bool *again, struct base_error *err)
{
    struct boundary_repairing *repairing = trial->repairing;
    for (uint32_t u = 0; u < repairing->unit_count; u++) {
        struct geo_fault fault;
        bool valid = false;
        if (!trial->concerned[u])
            continue;
        enum base_status status = put_together(trial, u, err);
        const struct geo_geometry *after = &trial->after[u];
        bool whole =
            after->part_count && after->part_count <= repairing->units[u]->geometry.part_count;
        if (status == BASE_OK && whole)
            status = geo_validity_check(repairing->engine, after, &valid, &fault, err);
        if (status != BASE_OK)
            return status;
        bool kept = after->part_count == 0 && trial->first_face[u + 1] > trial->first_face[u];
        if (!kept && !valid)
            fail_unit(trial, u, again);
    }
    return BASE_OK;
}

/* Every piece of the chosen findings' ground must have one owner in the topology
 * of the parties as they are afterwards. */
static enum base_status try_ground(struct trial *trial, bool *again, struct base_error *err)
{
    struct boundary_repairing *repairing = trial->repairing;
    struct geo_topology t;
    size_t count = (size_t)repairing->unit_count + repairing->mend_count;
    struct geo_geometry *shapes = base_arena_calloc(repairing->arena, count + 1, sizeof *shapes);
    if (!shapes)
        return boundary_no_memory(err);
    for (uint32_t u = 0; u < repairing->unit_count; u++)
        shapes[u] = trial->after[u].part_count ? trial->after[u] : repairing->units[u]->geometry;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        if (repairing->mends[m].repair.chosen >= 0)
            shapes[repairing->unit_count + m] = repairing->mends[m].repair.finding->geometry;
        else
            shapes[repairing->unit_count + m].kind = GEO_POLYGON;
    enum base_status status =
        geo_topology_build(shapes, (uint32_t)count, repairing->arena, repairing->progress, &t, err);
    for (uint32_t f = 1; status == BASE_OK && f < t.face_count; f++) {
        const uint32_t *owners = t.owners + t.faces[f].first_owner;
        uint32_t all = t.faces[f].owner_count;
        if (all == 0 || owners[all - 1] < repairing->unit_count ||
            (all == 2 && owners[0] < repairing->unit_count))
            continue;
        struct boundary_mend *mend = &repairing->mends[owners[all - 1] - repairing->unit_count];
        if (mend->repair.chosen >= 0)
            fail(mend, BOUNDARY_BY_REST, again);
    }
    return status;
}

static enum base_status harvest(struct trial *trial, struct boundary_repaired **out,
                                uint32_t *count, struct base_error *err)
{
    const struct boundary_repairing *repairing = trial->repairing;
    struct boundary_repaired *units =
        base_arena_alloc(repairing->arena, ((size_t)repairing->unit_count + 1) * sizeof *units);
    if (!units)
        return boundary_no_memory(err);
    *count = 0;
    for (uint32_t u = 0; u < repairing->unit_count; u++)
        if (trial->after[u].part_count)
            units[(*count)++] =
                (struct boundary_repaired){.unit = repairing->units[u],
                                           .after = trial->after[u],
                                           .before_m2 = geo_area_m2(&repairing->units[u]->geometry),
                                           .after_m2 = geo_area_m2(&trial->after[u])};
    *out = units;
    return BASE_OK;
}

enum base_status boundary_repair_assemble(struct boundary_repairing *repairing,
                                          struct boundary_repaired **out, uint32_t *count,
                                          bool *again, struct base_error *err)
{
    struct trial trial = {.repairing = repairing};
    if (!assign(&trial) || !gather_seams(&trial) || !list_faces(&trial))
        return boundary_no_memory(err);
    enum base_status status = try_units(&trial, again, err);
    if (status == BASE_OK && !*again)
        status = try_ground(&trial, again, err);
    if (status == BASE_OK && !*again)
        status = harvest(&trial, out, count, err);
    return status;
}
