/* boundary/faces.c - gaps, overlaps and duplicates among siblings; shared borders. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "boundary/inspection.h"
#include "geo/measure.h"

static const uint32_t *owners_of(const struct geo_topology *topology, uint32_t face)
{
    return topology->owners + topology->faces[face].first_owner;
}

/* How many different units cover the face, twins counted once. */
static uint32_t claimants(const struct boundary_siblings *siblings, uint32_t face)
{
    const struct geo_face *f = &siblings->topology.faces[face];
    const uint32_t *owners = owners_of(&siblings->topology, face);
    uint32_t count = 0;
    for (uint32_t i = 0; i < f->owner_count; i++)
        count += siblings->twin[owners[i]] == owners[i];
    return count;
}

/* Which unit each was last asked to lie in, and the answer: faces of one pair are many. */
struct nesting {
    uint32_t *other; /* BOUNDARY_NONE: not asked yet */
    bool *inside;
};

static enum base_status lies_in(const struct boundary_siblings *siblings, uint32_t unit,
                                uint32_t other, struct nesting *nesting, struct base_error *err)
{
    if (nesting->other[unit] == other)
        return BASE_OK;
    enum base_status status = boundary_lies_in(siblings, unit, other, &nesting->inside[unit], err);
    if (status == BASE_OK)
        nesting->other[unit] = other;
    return status;
}

/* Whether some unit at this face has no ground but what another one has too. */
static enum base_status find_whole(const struct boundary_siblings *siblings, uint32_t face,
                                   struct nesting *nesting, bool *whole, struct base_error *err)
{
    const uint32_t *owners = owners_of(&siblings->topology, face);
    uint32_t count = siblings->topology.faces[face].owner_count;
    enum base_status status = BASE_OK;
    *whole = false;
    for (uint32_t i = 0; i < count && !*whole && status == BASE_OK; i++)
        for (uint32_t k = 0; k < count && !*whole && status == BASE_OK; k++) {
            if (siblings->twin[owners[i]] == siblings->twin[owners[k]])
                continue;
            status = lies_in(siblings, owners[i], owners[k], nesting, err);
            *whole = status == BASE_OK && nesting->inside[owners[i]];
        }
    return status;
}

/* A hole that the parents leave open too belongs to somebody else. */
static bool is_outside_parents(const struct boundary_siblings *siblings, uint32_t face,
                               struct base_arena *arena)
{
    struct geo_geometry polygon;
    struct geo_point inside;
    const struct geo_topology *t = &siblings->topology;
    for (uint32_t i = 0; i < t->faces[face].arc_count; i++) {
        uint32_t arc = t->face_arcs[t->faces[face].first_arc + i];
        uint32_t other =
            t->arcs[arc].left_face == face ? t->arcs[arc].right_face : t->arcs[arc].left_face;
        for (uint32_t k = 0; k < t->faces[other].owner_count; k++)
            if (siblings->ground[owners_of(t, other)[k]] == BOUNDARY_NONE)
                return false;
    }
    if (geo_topology_face_polygon(t, face, arena, &polygon, NULL) != BASE_OK ||
        geo_label_point(&polygon, &inside, NULL, NULL) != BASE_OK)
        return false;
    for (uint32_t p = 0; p < siblings->parent_count; p++)
        if (geo_polygon_locate(&siblings->parents[p]->geometry, inside) != GEO_OUTSIDE)
            return false;
    return siblings->parent_count > 0;
}

/* The only unit across the face's arcs; NONE when there are several. */
static uint32_t only_neighbour(const struct geo_topology *t, uint32_t face)
{
    uint32_t only = BOUNDARY_NONE;
    for (uint32_t i = 0; i < t->faces[face].arc_count; i++) {
        const struct geo_arc *arc = &t->arcs[t->face_arcs[t->faces[face].first_arc + i]];
        uint32_t other = arc->left_face == face ? arc->right_face : arc->left_face;
        if (t->faces[other].owner_count != 1 ||
            (only != BOUNDARY_NONE && owners_of(t, other)[0] != only))
            return BOUNDARY_NONE;
        only = owners_of(t, other)[0];
    }
    return only;
}

/* A hole that only an invalid outline encloses is that outline's fault. */
static bool is_own_fault(const struct boundary_siblings *siblings, uint32_t face)
{
    uint32_t only = only_neighbour(&siblings->topology, face);
    return only != BOUNDARY_NONE && !siblings->valid[only];
}

static void tell_twins(struct boundary_inspection *inspection,
                       const struct boundary_siblings *siblings, uint32_t first)
{
    const struct boundary_unit **units =
        base_arena_alloc(inspection->arena, (siblings->count + 1) * sizeof *units);
    uint32_t count = 0;
    if (!units) {
        inspection->list.failed = true;
        return;
    }
    for (uint32_t i = first; i < siblings->count; i++)
        if (siblings->twin[i] == first)
            units[count++] = siblings->units[i];
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_DUPLICATE, BOUNDARY_BLOCKING, units, count);
    if (!finding)
        return;
    finding->area_m2 = geo_area_m2(&siblings->shapes[first]);
    boundary_finding_place(finding, &siblings->shapes[first]);
    boundary_finding_say(finding, &inspection->list, units, count,
                         "%s have the same outline: one division stands twice, %.1f m².",
                         finding->area_m2);
}

/* Told once, at the second of the twins. */
static enum base_status check_twins(struct boundary_inspection *inspection,
                                    const struct boundary_siblings *siblings,
                                    struct base_error *err)
{
    bool *told = calloc((size_t)siblings->count + 1, sizeof *told);
    if (!told)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < siblings->count; i++) {
        uint32_t first = siblings->twin[i];
        if (first != i && !told[first])
            tell_twins(inspection, siblings, first);
        told[first] = told[first] || first != i;
    }
    free(told);
    return BASE_OK;
}

/* --- shared borders ------------------------------------------------------- */

struct pair {
    uint32_t a, b;
};

static int compare_pairs(const void *left, const void *right)
{
    const struct pair *p = left, *q = right;
    if (p->a != q->a)
        return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

static bool is_between(const struct boundary_inspection *inspection, const struct boundary_unit *a,
                       const struct boundary_unit *b)
{
    const char *const *between = inspection->options->between;
    if (!between[0] || !between[1])
        return true;
    return (strcmp(a->code, between[0]) == 0 && strcmp(b->code, between[1]) == 0) ||
           (strcmp(a->code, between[1]) == 0 && strcmp(b->code, between[0]) == 0);
}

/* An arc between one unit and one other. */
static bool is_border(const struct geo_topology *t, const struct geo_arc *arc)
{
    return t->faces[arc->left_face].owner_count == 1 && t->faces[arc->right_face].owner_count == 1;
}

struct border_lengths {
    const struct geo_topology *topology;
    int64_t *length_um; /* per arc; 0 where it is no border */
};

static void measure_arc(void *context, size_t at)
{
    const struct border_lengths *lengths = context;
    const struct geo_topology *t = lengths->topology;
    const struct geo_arc *arc = &t->arcs[at];
    if (is_border(t, arc))
        lengths->length_um[at] = boundary_whole(
            geo_path_length_m(t->points + arc->first_point, arc->point_count), BOUNDARY_UM_A_M);
}

/* Counts the pairs that share a border and adds up its length. */
static enum base_status measure_borders(struct boundary_inspection *inspection,
                                        const struct boundary_siblings *siblings,
                                        struct base_error *err)
{
    const struct geo_topology *t = &siblings->topology;
    struct pair *pairs = malloc(((size_t)t->arc_count + 1) * sizeof *pairs);
    struct border_lengths lengths = {t, calloc((size_t)t->arc_count + 1, sizeof(int64_t))};
    if (!pairs || !lengths.length_um) {
        free(pairs);
        free(lengths.length_um);
        return boundary_no_memory(err);
    }
    uint32_t count = 0;
    base_parallel(inspection->options->workers, t->arc_count, measure_arc, &lengths);
    for (uint32_t i = 0; i < t->arc_count; i++) {
        const struct geo_arc *arc = &t->arcs[i];
        if (!is_border(t, arc))
            continue;
        uint32_t a = owners_of(t, arc->left_face)[0], b = owners_of(t, arc->right_face)[0];
        if (!is_between(inspection, siblings->units[a], siblings->units[b]))
            continue;
        inspection->tally.length_um += lengths.length_um[i];
        pairs[count++] = a < b ? (struct pair){a, b} : (struct pair){b, a};
    }
    qsort(pairs, count, sizeof *pairs, compare_pairs);
    for (uint32_t i = 0; i < count; i++)
        inspection->tally.lines += i == 0 || compare_pairs(&pairs[i], &pairs[i - 1]) != 0;
    free(pairs);
    free(lengths.length_um);
    return BASE_OK;
}

/* Adds a gap or overlap; it is loud until it is measured as numeric. */
static enum base_status add_face(struct boundary_inspection *inspection,
                                 const struct boundary_siblings *siblings, uint32_t face,
                                 enum boundary_kind kind, bool whole, struct base_error *err)
{
    siblings->loud[face] = true;
    return boundary_face_add(inspection, siblings, &siblings->topology, &face, 1, kind, whole, err);
}

static enum base_status check_face(struct boundary_inspection *inspection,
                                   const struct boundary_siblings *siblings, uint32_t face,
                                   struct nesting *nesting, struct base_error *err)
{
    bool whole;
    if (siblings->topology.faces[face].owner_count == 0) {
        if (is_own_fault(siblings, face) || is_outside_parents(siblings, face, inspection->arena))
            return BASE_OK;
        return add_face(inspection, siblings, face, BOUNDARY_GAP, false, err);
    }
    if (claimants(siblings, face) < 2)
        return BASE_OK;
    enum base_status status = find_whole(siblings, face, nesting, &whole, err);
    return status == BASE_OK ? add_face(inspection, siblings, face, BOUNDARY_OVERLAP, whole, err)
                             : status;
}

static enum base_status check_each(struct boundary_inspection *inspection,
                                   struct boundary_siblings *siblings, struct base_error *err)
{
    size_t units = (size_t)siblings->count + 1;
    struct nesting nesting = {.other = malloc(units * sizeof *nesting.other),
                              .inside = calloc(units, sizeof *nesting.inside)};
    enum base_status status = nesting.other && nesting.inside ? BASE_OK : boundary_no_memory(err);
    for (uint32_t i = 0; status == BASE_OK && i < siblings->count; i++)
        nesting.other[i] = BOUNDARY_NONE;
    for (uint32_t f = 1; f < siblings->topology.face_count && status == BASE_OK; f++) {
        if (f % 256 == 0 && base_progress_cancelled(inspection->progress))
            status = boundary_cancelled(err);
        else
            status = check_face(inspection, siblings, f, &nesting, err);
    }
    free(nesting.other);
    free(nesting.inside);
    return status;
}

enum base_status boundary_check_faces(struct boundary_inspection *inspection,
                                      struct boundary_siblings *siblings, struct base_error *err)
{
    enum base_status status = measure_borders(inspection, siblings, err);
    if (status == BASE_OK)
        status = check_each(inspection, siblings, err);
    if (status == BASE_OK)
        status = boundary_faces_measure(inspection, siblings, err);
    return status == BASE_OK ? check_twins(inspection, siblings, err) : status;
}
