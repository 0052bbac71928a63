/* boundary/owners.c - which faces each unit covers, and who covers the same. */
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"
#include "geo/measure.h"

/* Lists the faces of each unit, rising. */
static bool list_faces(struct boundary_inspection *inspection, struct boundary_siblings *siblings)
{
    const struct geo_topology *t = &siblings->topology;
    size_t units = (size_t)siblings->count + 2, owned = 0;
    uint32_t *first = base_arena_calloc(inspection->arena, units, sizeof *first);
    if (!first)
        return false;
    for (uint32_t f = 1; f < t->face_count; f++)
        for (uint32_t i = 0; i < t->faces[f].owner_count; i++, owned++)
            first[t->owners[t->faces[f].first_owner + i] + 2]++;
    uint32_t *list = base_arena_alloc(inspection->arena, (owned + 1) * sizeof *list);
    if (!list)
        return false;
    for (uint32_t i = 2; i < units; i++)
        first[i] += first[i - 1];
    for (uint32_t f = 1; f < t->face_count; f++)
        for (uint32_t i = 0; i < t->faces[f].owner_count; i++)
            list[first[t->owners[t->faces[f].first_owner + i] + 1]++] = f;
    siblings->first_face = first; /* of each unit, now that each was moved past its own */
    siblings->face_list = list;
    return true;
}

/* --- twins -------------------------------------------------------------------------- */

/* The faces of a unit: how many, and a hash of their numbers. */
struct cover {
    uint64_t mix;
    uint32_t faces, unit;
};

static int compare_covers(const void *left, const void *right)
{
    const struct cover *a = left, *b = right;
    if (a->faces != b->faces)
        return a->faces < b->faces ? -1 : 1;
    if (a->mix != b->mix)
        return a->mix < b->mix ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static struct cover cover_of(const struct boundary_siblings *siblings, uint32_t unit)
{
    struct cover cover = {.faces = boundary_face_count(siblings, unit), .unit = unit};
    for (uint32_t i = 0; i < cover.faces; i++)
        cover.mix = cover.mix * UINT64_C(6364136223846793005) + boundary_face_of(siblings, unit, i);
    return cover;
}

static bool find_twins(struct boundary_siblings *siblings)
{
    struct cover *covers = malloc(((size_t)siblings->count + 1) * sizeof *covers);
    if (!covers)
        return false;
    for (uint32_t i = 0; i < siblings->count; i++)
        covers[i] = cover_of(siblings, i);
    qsort(covers, siblings->count, sizeof *covers, compare_covers);
    for (uint32_t i = 0; i < siblings->count; i++) {
        const struct cover *cover = &covers[i], *last = i ? &covers[i - 1] : NULL;
        bool same = last && cover->faces && cover->faces == last->faces && cover->mix == last->mix;
        siblings->twin[cover->unit] = same ? siblings->twin[last->unit] : cover->unit;
    }
    free(covers);
    return true;
}

bool boundary_list_owners(struct boundary_inspection *inspection,
                          struct boundary_siblings *siblings)
{
    siblings->loud =
        base_arena_calloc(inspection->arena, siblings->topology.face_count, sizeof *siblings->loud);
    return siblings->loud && list_faces(inspection, siblings) && find_twins(siblings);
}

/* --- units that lie in another ------------------------------------------------------- */

/* No face is narrower than twice its area by its outline. */
static bool is_wider(const struct geo_geometry *polygon, double width_m)
{
    return 2 * geo_area_m2(polygon) > width_m * geo_length_m(polygon) ||
           geo_width_m(polygon) > width_m;
}

/* What is asked of each face of a unit that another one does not cover. */
struct lying {
    const struct boundary_siblings *siblings;
    struct base_arena *scratch;
    uint32_t unit, other;
    double step_m;
    bool inside; /* so far */
};

#define FEW_ARCS 8U

/* Looks at the faces of few arcs, or at those of more: a unit that does not lie in the
 * other mostly has small faces that tell so, and its ground is dear to look at. */
static enum base_status look_at_faces(struct lying *lying, bool few, struct base_error *err)
{
    const struct geo_topology *t = &lying->siblings->topology;
    uint32_t count = boundary_face_count(lying->siblings, lying->unit);
    for (uint32_t i = 0; i < count && lying->inside; i++) {
        struct geo_geometry polygon;
        uint32_t face = boundary_face_of(lying->siblings, lying->unit, i);
        if ((t->faces[face].arc_count <= FEW_ARCS) != few ||
            geo_topology_covers(t, face, lying->other))
            continue;
        base_arena_reset(lying->scratch);
        enum base_status status = geo_topology_face_polygon(t, face, lying->scratch, &polygon, err);
        if (status != BASE_OK)
            return status;
        lying->inside = !is_wider(&polygon, lying->step_m);
    }
    return BASE_OK;
}

enum base_status boundary_lies_in(const struct boundary_siblings *siblings, uint32_t unit,
                                  uint32_t other, bool *out, struct base_error *err)
{
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    struct lying lying = {siblings,
                          scratch,
                          unit,
                          other,
                          boundary_unit_resolution_m(siblings->units[unit]) +
                              boundary_unit_resolution_m(siblings->units[other]),
                          true};
    if (!scratch)
        return boundary_no_memory(err);
    enum base_status status = look_at_faces(&lying, true, err);
    if (status == BASE_OK)
        status = look_at_faces(&lying, false, err);
    *out = lying.inside;
    return status;
}
