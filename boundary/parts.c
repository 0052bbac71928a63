/* boundary/parts.c - detached parts: exclaves that no register knows, and crumbs. */
#include <stdlib.h>

#include "boundary/exempt.h"
#include "geo/measure.h"
#include "geo/rtree.h"

/* A face that may hold a point: a unit's ground is mostly one large face, and the one
 * that is sought is mostly small. */
struct seat {
    double size;
    uint32_t item; /* of the unit's faces */
};

/* The parts of one unit's multipolygon. */
struct parts {
    const struct geo_geometry *shape;
    uint32_t count, main;
    double *area_m2;
    bool *attached;  /* to the main part, be it over a mere point */
    uint32_t *queue; /* scratch: attached parts, and how many there are */
    uint32_t queued, current;
    struct geo_rtree face_tree; /* of the faces that the unit covers */
    struct seat *seats;         /* scratch: room for all of them */
};

/* Units that lie around a part. Marks of all units are made once a level: a round more
 * is all that the next part costs. */
struct around {
    uint32_t *round_of; /* per unit */
    uint32_t round;
    uint32_t *units; /* those marked in this round; room for all */
    uint32_t count;
};

static bool touches(const struct geo_geometry *a, const struct geo_geometry *b)
{
    if (!geo_box_intersects(geo_geometry_box(a), geo_geometry_box(b)))
        return false;
    for (uint32_t r = a->part_rings[0]; r < a->part_rings[1]; r++)
        for (uint32_t i = a->ring_points[r]; i < a->ring_points[r + 1]; i++)
            if (geo_polygon_locate(b, a->points[i]) == GEO_BOUNDARY)
                return true;
    return false;
}

static bool parts_touch(const struct parts *parts, uint32_t a, uint32_t b)
{
    struct geo_geometry left = geo_geometry_part(parts->shape, a);
    struct geo_geometry right = geo_geometry_part(parts->shape, b);
    return touches(&left, &right) || touches(&right, &left);
}

/* A tree over count boxes, kept in the arena. */
static enum base_status keep_tree(const struct geo_box *boxes, uint32_t count,
                                  struct base_arena *arena, struct geo_rtree *out,
                                  struct base_error *err)
{
    struct base_buffer bytes BASE_BUFFER_AUTO = {0};
    enum base_status status = geo_rtree_build(boxes, count, &bytes, err);
    if (status != BASE_OK)
        return status;
    const void *kept = base_arena_copy(arena, bytes.data, bytes.size);
    return kept ? geo_rtree_open(kept, bytes.size, out, err) : boundary_no_memory(err);
}

static bool attach_one(void *context, uint32_t part, struct geo_box box)
{
    (void)box;
    struct parts *parts = context;
    if (!parts->attached[part] && parts_touch(parts, parts->current, part)) {
        parts->attached[part] = true;
        parts->queue[parts->queued++] = part;
    }
    return true;
}

/* Attaches what touches the main part, what touches that, and so on. */
static enum base_status attach(struct parts *parts, struct base_arena *arena,
                               struct base_error *err)
{
    struct geo_rtree tree;
    struct geo_box *boxes = base_arena_alloc(arena, parts->count * sizeof *boxes);
    parts->queue = base_arena_alloc(arena, parts->count * sizeof *parts->queue);
    if (!boxes || !parts->queue)
        return boundary_no_memory(err);
    for (uint32_t p = 0; p < parts->count; p++) {
        struct geo_geometry part = geo_geometry_part(parts->shape, p);
        boxes[p] = geo_geometry_box(&part);
    }
    enum base_status status = keep_tree(boxes, parts->count, arena, &tree, err);
    parts->attached[parts->main] = true;
    parts->queue[parts->queued++] = parts->main;
    for (uint32_t next = 0; status == BASE_OK && next < parts->queued; next++) {
        parts->current = parts->queue[next];
        geo_rtree_query(&tree, boxes[parts->current], attach_one, parts);
    }
    return status;
}

static struct geo_box face_box(const struct geo_topology *t, uint32_t face)
{
    struct geo_box box = geo_box_empty();
    for (uint32_t i = 0; i < t->faces[face].arc_count; i++) {
        const struct geo_arc *arc = &t->arcs[t->face_arcs[t->faces[face].first_arc + i]];
        for (uint32_t k = 0; k < arc->point_count; k++)
            box = geo_box_add_point(box, t->points[arc->first_point + k]);
    }
    return box;
}

static enum base_status index_faces(const struct boundary_siblings *siblings, uint32_t unit,
                                    struct parts *parts, struct base_arena *arena,
                                    struct base_error *err)
{
    uint32_t count = boundary_face_count(siblings, unit);
    struct geo_box *boxes = base_arena_alloc(arena, ((size_t)count + 1) * sizeof *boxes);
    parts->seats = base_arena_alloc(arena, ((size_t)count + 1) * sizeof *parts->seats);
    if (!boxes || !parts->seats)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < count; i++)
        boxes[i] = face_box(&siblings->topology, boundary_face_of(siblings, unit, i));
    return keep_tree(boxes, count, arena, &parts->face_tree, err);
}

/* The faces whose boxes hold a point. */
struct seating {
    struct seat *seats;
    uint32_t count;
};

static bool add_seat(void *context, uint32_t item, struct geo_box box)
{
    struct seating *seating = context;
    double size = (double)(box.max.lon - box.min.lon) * (double)(box.max.lat - box.min.lat);
    seating->seats[seating->count++] = (struct seat){size, item};
    return true;
}

static int smaller_first(const void *left, const void *right)
{
    const struct seat *a = left, *b = right;
    if (a->size != b->size)
        return a->size < b->size ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

/* Which of the unit's faces holds the point; GEO_TOPOLOGY_OUTER: none. */
static uint32_t find_face(const struct boundary_siblings *siblings, uint32_t unit,
                          struct geo_point point, const struct parts *parts)
{
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    struct seating seating = {.seats = parts->seats};
    struct geo_geometry polygon;
    geo_rtree_query(&parts->face_tree, geo_box_add_point(geo_box_empty(), point), add_seat,
                    &seating);
    qsort(seating.seats, seating.count, sizeof *seating.seats, smaller_first);
    for (uint32_t i = 0; scratch && i < seating.count; i++) {
        uint32_t face = boundary_face_of(siblings, unit, seating.seats[i].item);
        base_arena_reset(scratch);
        if (geo_topology_face_polygon(&siblings->topology, face, scratch, &polygon, NULL) ==
                BASE_OK &&
            geo_polygon_locate(&polygon, point) == GEO_INSIDE)
            return face;
    }
    return GEO_TOPOLOGY_OUTER;
}

static void mark_unit(struct around *around, uint32_t unit)
{
    if (around->round_of[unit] == around->round)
        return;
    around->round_of[unit] = around->round;
    around->units[around->count++] = unit;
}

static void mark_owners(const struct geo_topology *t, uint32_t face, struct around *around)
{
    for (uint32_t k = 0; k < t->faces[face].owner_count; k++)
        mark_unit(around, t->owners[t->faces[face].first_owner + k]);
}

/* Marks who owns the faces beside a face, and across a gap around it. */
static void mark_beside(const struct geo_topology *t, uint32_t face, bool across,
                        struct around *around)
{
    for (uint32_t i = 0; i < t->faces[face].arc_count; i++) {
        const struct geo_arc *arc = &t->arcs[t->face_arcs[t->faces[face].first_arc + i]];
        uint32_t other = arc->left_face == face ? arc->right_face : arc->left_face;
        mark_owners(t, other, around);
        if (across && other != GEO_TOPOLOGY_OUTER && t->faces[other].owner_count == 0)
            mark_beside(t, other, false, around);
    }
}

static int compare_units(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Lists the unit and all that own, or lie around, its face at point, in order. */
static void look_around(const struct boundary_siblings *siblings, uint32_t unit,
                        struct geo_point point, const struct parts *parts, struct around *around)
{
    const struct geo_topology *t = &siblings->topology;
    uint32_t face = find_face(siblings, unit, point, parts);
    around->round++;
    around->count = 0;
    if (face != GEO_TOPOLOGY_OUTER) {
        mark_owners(t, face, around);
        mark_beside(t, face, true, around);
    }
    mark_unit(around, unit);
    qsort(around->units, around->count, sizeof *around->units, compare_units);
}

static void tell_tiny(struct boundary_inspection *inspection, const struct boundary_unit *unit,
                      const struct geo_geometry *part, double area_m2)
{
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_TINY_PART, BOUNDARY_MINOR, &unit, 1);
    if (!finding)
        return;
    finding->area_m2 = area_m2;
    finding->tolerance_m = inspection->options->profile.tolerance_m;
    boundary_finding_place(finding, part);
    boundary_finding_say(finding, &inspection->list, &unit, 1, "%s has a part of only %.1f m².",
                         area_m2);
}

/* Around it lie the others among those that are told. */
static void say_exclave(struct boundary_inspection *inspection, struct boundary_finding *finding,
                        const struct boundary_unit *unit, const struct boundary_unit **around,
                        uint32_t count)
{
    const struct boundary_unit **others =
        base_arena_alloc(inspection->arena, ((size_t)count + 1) * sizeof *others);
    uint32_t other_count = 0;
    if (!others) {
        inspection->list.failed = true;
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        if (around[i] != unit)
            others[other_count++] = around[i];
    for (int lang = BASE_ZH; lang <= BASE_EN; lang++)
        boundary_finding_say_in(
            finding, &inspection->list, (enum base_lang)lang, &unit, 1,
            "%s has a detached part of %.1f m² that no register of exclaves knows; around it lies "
            "%s.",
            finding->area_m2,
            boundary_list_names(&inspection->list, others, other_count, (enum base_lang)lang));
}

static void tell_exclave(struct boundary_inspection *inspection, const struct boundary_unit *unit,
                         const struct boundary_unit **around, uint32_t count,
                         const struct geo_geometry *part, double area_m2)
{
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_EXCLAVE, BOUNDARY_SUBSTANTIVE, around, count);
    if (!finding)
        return;
    finding->area_m2 = area_m2;
    boundary_finding_place(finding, part);
    say_exclave(inspection, finding, unit, around, count);
}

/* An exclave, unless the register knows it. */
static enum base_status check_exclave(struct boundary_inspection *inspection,
                                      const struct boundary_siblings *siblings,
                                      const struct around *around, uint32_t unit,
                                      const struct geo_geometry *part, double area_m2,
                                      struct base_error *err)
{
    const struct boundary_unit **units =
        base_arena_alloc(inspection->arena, around->count * sizeof *units);
    bool told;
    if (!units)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < around->count; i++)
        units[i] = siblings->units[around->units[i]];
    enum base_status status = boundary_exempt_part(inspection, siblings->units[unit], units,
                                                   around->count, part, &told, err);
    if (status == BASE_OK && !told)
        tell_exclave(inspection, siblings->units[unit], units, around->count, part, area_m2);
    return status;
}

static enum base_status check_part(struct boundary_inspection *inspection,
                                   const struct boundary_siblings *siblings, uint32_t unit,
                                   const struct parts *parts, uint32_t p, struct around *around,
                                   struct base_error *err)
{
    struct geo_geometry view = geo_geometry_part(parts->shape, p);
    double tiny = 2 * inspection->options->profile.tolerance_m;
    struct geo_point inside;
    struct geo_geometry part = geo_geometry_copy(&view, inspection->arena);
    if (!part.points)
        return boundary_no_memory(err);
    if (parts->area_m2[p] < tiny * tiny) {
        tell_tiny(inspection, siblings->units[unit], &part, parts->area_m2[p]);
        return BASE_OK;
    }
    if (parts->attached[p] || geo_label_point(&part, &inside, NULL, NULL) != BASE_OK)
        return BASE_OK;
    look_around(siblings, unit, inside, parts, around);
    if (around->count < 2) /* an island that touches nobody is no exclave */
        return BASE_OK;
    return check_exclave(inspection, siblings, around, unit, &part, parts->area_m2[p], err);
}

static enum base_status check_unit(struct boundary_inspection *inspection,
                                   const struct boundary_siblings *siblings, uint32_t unit,
                                   struct around *around, struct base_error *err)
{
    struct parts parts = {.shape = &siblings->shapes[unit],
                          .count = siblings->shapes[unit].part_count};
    parts.area_m2 = base_arena_calloc(inspection->arena, parts.count, sizeof *parts.area_m2);
    parts.attached = base_arena_calloc(inspection->arena, parts.count, sizeof *parts.attached);
    if (!parts.area_m2 || !parts.attached)
        return boundary_no_memory(err);
    for (uint32_t p = 0; p < parts.count; p++) {
        struct geo_geometry part = geo_geometry_part(parts.shape, p);
        parts.area_m2[p] = geo_area_m2(&part);
        if (parts.area_m2[p] > parts.area_m2[parts.main])
            parts.main = p;
    }
    enum base_status status = attach(&parts, inspection->arena, err);
    if (status == BASE_OK)
        status = index_faces(siblings, unit, &parts, inspection->arena, err);
    for (uint32_t p = 0; p < parts.count && status == BASE_OK; p++)
        if (p != parts.main)
            status = check_part(inspection, siblings, unit, &parts, p, around, err);
    return status;
}

enum base_status boundary_check_parts(struct boundary_inspection *inspection,
                                      struct boundary_siblings *siblings, struct base_error *err)
{
    size_t units = (size_t)siblings->count + 1;
    struct around around = {.round_of = calloc(units, sizeof *around.round_of),
                            .units = malloc(units * sizeof *around.units)};
    enum base_status status = around.round_of && around.units ? BASE_OK : boundary_no_memory(err);
    for (uint32_t i = 0; i < siblings->count && status == BASE_OK; i++)
        if (siblings->valid[i] && !siblings->suspect[i] && siblings->shapes[i].part_count > 1)
            status = check_unit(inspection, siblings, i, &around, err);
    free(around.round_of);
    free(around.units);
    return status;
}
