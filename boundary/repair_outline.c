/* boundary/repair_outline.c - a unit's outline as the chosen proposals leave it. */
#include <stdlib.h>
#include <string.h>

#include "boundary/repairing.h"

/* The arcs between what the unit has and what it has not, copied from the topology
 * and the middles: a topology of its own with one face, the unit's ground. */
struct drawing {
    const struct boundary_repairing *repairing;
    uint32_t unit;
    struct base_arena *arena;
    struct geo_arc *arcs;
    struct geo_point *points;
    uint32_t arc_count, arc_capacity, point_count, point_capacity;
    /* Points that the unit may not have had: at a chosen face, where they become its
     * own, and elsewhere, where others' vertices were put on its edges. */
    struct geo_point *seams, *others;
    uint32_t seam_count, other_count, seam_capacity, other_capacity;
    bool moved; /* it gets or loses ground */
    bool failed;
};

static bool make_room(void **items, uint32_t *capacity, size_t needed, size_t size,
                      struct base_arena *arena)
{
    if (needed <= *capacity)
        return true;
    size_t wanted = needed > 2 * (size_t)*capacity ? needed + 32 : 2 * (size_t)*capacity;
    void *memory = wanted > UINT32_MAX ? NULL : base_arena_alloc(arena, wanted * size);
    if (!memory)
        return false;
    if (*capacity)
        memcpy(memory, *items, *capacity * size);
    *items = memory;
    *capacity = (uint32_t)wanted;
    return true;
}

static void add_points(struct drawing *drawing, struct geo_point **items, uint32_t *count,
                       uint32_t *capacity, const struct geo_point *points, uint32_t added)
{
    if (!make_room((void **)items, capacity, (size_t)*count + added, sizeof **items,
                   drawing->arena)) {
        drawing->failed = true;
        return;
    }
    memcpy(*items + *count, points, added * sizeof *points);
    *count += added;
}

/* --- whose is what ----------------------------------------------------------- */

static bool has(const struct drawing *drawing, uint32_t face, uint32_t side)
{
    uint32_t taker = boundary_repair_taker(drawing->repairing, face, side);
    return taker == BOUNDARY_NONE
               ? geo_topology_covers(drawing->repairing->topology, face, drawing->unit)
               : taker == drawing->unit;
}

static bool is_chosen(const struct drawing *drawing, uint32_t face)
{
    return boundary_repair_taker(drawing->repairing, face, 0) != BOUNDARY_NONE;
}

/* The half of a split face that has the arc: 0 beside the first line. */
static uint32_t half_with(const struct boundary_split *split, uint32_t arc)
{
    for (uint32_t i = 0; split && i < split->second_count; i++)
        if (split->second[i] / 2 == arc)
            return 1;
    return 0;
}

/* --- collecting ---------------------------------------------------------------- */

static void add_arc(struct drawing *drawing, const struct geo_arc *arc,
                    const struct geo_point *points, bool left)
{
    if (!make_room((void **)&drawing->arcs, &drawing->arc_capacity, (size_t)drawing->arc_count + 1,
                   sizeof *drawing->arcs, drawing->arena)) {
        drawing->failed = true;
        return;
    }
    struct geo_arc copy = *arc;
    copy.first_point = drawing->point_count;
    copy.left_face = left ? 1 : 0;
    copy.right_face = left ? 0 : 1;
    drawing->arcs[drawing->arc_count++] = copy;
    add_points(drawing, &drawing->points, &drawing->point_count, &drawing->point_capacity, points,
               arc->point_count);
}

/* An arc of the topology with the unit's face on one side. */
static void take_arc(struct drawing *drawing, uint32_t number, uint32_t face)
{
    const struct geo_topology *t = drawing->repairing->topology;
    const struct geo_arc *arc = &t->arcs[number];
    const struct geo_point *points = t->points + arc->first_point;
    uint32_t across = boundary_across(t, number, face);
    const struct boundary_split *split = boundary_repair_split(drawing->repairing, across);
    if (has(drawing, across, half_with(split, number)))
        return;
    add_arc(drawing, arc, points, arc->left_face == face);
    if (!arc->noded) /* all inputs that it bounds have all its vertices */
        return;
    if (is_chosen(drawing, face) || is_chosen(drawing, across))
        add_points(drawing, &drawing->seams, &drawing->seam_count, &drawing->seam_capacity, points,
                   arc->point_count);
    else
        add_points(drawing, &drawing->others, &drawing->other_count, &drawing->other_capacity,
                   points, arc->point_count);
}

/* Half of a split face; the middle runs along it. */
static void take_half(struct drawing *drawing, const struct boundary_split *split, uint32_t side)
{
    const uint32_t *halves = side ? split->second : split->first;
    uint32_t count = side ? split->second_count : split->first_count;
    const struct geo_arc middle = {.point_count = split->middle_count,
                                   .start_node = split->start_node,
                                   .end_node = split->end_node};
    if (!has(drawing, split->face, side))
        return;
    for (uint32_t i = 0; i < count; i++)
        take_arc(drawing, halves[i] / 2, split->face);
    if (has(drawing, split->face, 1 - side))
        return;
    add_arc(drawing, &middle, split->middle, side == 1);
    add_points(drawing, &drawing->seams, &drawing->seam_count, &drawing->seam_capacity,
               split->middle, split->middle_count);
}

static void take_face(struct drawing *drawing, uint32_t face)
{
    const struct geo_topology *t = drawing->repairing->topology;
    const struct boundary_split *split = boundary_repair_split(drawing->repairing, face);
    bool had = geo_topology_covers(t, face, drawing->unit);
    for (uint32_t side = 0; side < (split ? 2U : 1U); side++)
        drawing->moved |= has(drawing, face, side) != had;
    if (split) {
        take_half(drawing, split, 0);
        take_half(drawing, split, 1);
        return;
    }
    for (uint32_t i = 0; has(drawing, face, 0) && i < t->faces[face].arc_count; i++)
        take_arc(drawing, t->face_arcs[t->faces[face].first_arc + i], face);
}

/* What the unit had, and what it may get. */
static void take_all(struct drawing *drawing)
{
    const struct boundary_repairing *repairing = drawing->repairing;
    uint32_t unit = drawing->unit;
    const struct boundary_lists *faces = &repairing->unit_faces, *mends = &repairing->unit_mends;
    for (uint32_t i = faces->first[unit]; i < faces->first[unit + 1]; i++)
        take_face(drawing, faces->items[i]);
    for (uint32_t i = mends->first[unit]; i < mends->first[unit + 1]; i++) {
        const struct boundary_mend *mend = &repairing->mends[mends->items[i]];
        for (uint32_t k = 0; k < mend->face_count; k++)
            if (!geo_topology_covers(repairing->topology, mend->faces[k], unit))
                take_face(drawing, mend->faces[k]);
    }
}

/* --- the outline --------------------------------------------------------------- */

static int compare_points(const void *left, const void *right)
{
    return geo_point_compare(*(const struct geo_point *)left, *(const struct geo_point *)right);
}

static void sort_points(struct geo_point *points, uint32_t count)
{
    if (count)
        qsort(points, count, sizeof *points, compare_points);
}

static bool is_among(const struct geo_point *sorted, uint32_t count, struct geo_point p)
{
    return count && bsearch(&p, sorted, count, sizeof *sorted, compare_points);
}

/* True when a seam has a point that is not the unit's. */
static bool gains_a_point(const struct drawing *drawing, const struct geo_point *own,
                          uint32_t own_count)
{
    for (uint32_t i = 0; i < drawing->seam_count; i++)
        if (!is_among(own, own_count, drawing->seams[i]))
            return true;
    return false;
}

/* Keeps of the others those that are no seam's and that the unit had not: they are
 * left out again, so that its edges stay as they were. */
static void part_others(struct drawing *drawing, const struct geo_point *own, uint32_t own_count)
{
    uint32_t kept = 0;
    sort_points(drawing->seams, drawing->seam_count);
    for (uint32_t i = 0; i < drawing->other_count; i++)
        if (!is_among(own, own_count, drawing->others[i]) &&
            !is_among(drawing->seams, drawing->seam_count, drawing->others[i]))
            drawing->others[kept++] = drawing->others[i];
    drawing->other_count = kept;
    sort_points(drawing->others, kept);
}

/* Tells whether the unit changes, and sorts out which points are not its own. */
static bool part_points(struct drawing *drawing, bool *changed)
{
    const struct geo_geometry *before = &drawing->repairing->units[drawing->unit]->geometry;
    uint32_t count = before->point_count;
    *changed = drawing->moved;
    if (drawing->other_count == 0 && (drawing->moved || drawing->seam_count == 0))
        return true;
    struct geo_point *own =
        base_arena_copy(drawing->arena, before->points, count * sizeof *before->points);
    if (!own)
        return false;
    sort_points(own, count);
    *changed = drawing->moved || gains_a_point(drawing, own, count);
    if (*changed)
        part_others(drawing, own, count);
    return true;
}

static void copy_ring(const struct drawing *drawing, const struct geo_geometry *drawn,
                      uint32_t ring, struct geo_builder *builder)
{
    struct geo_point first = {0, 0};
    geo_builder_ring(builder);
    for (uint32_t i = drawn->ring_points[ring]; i + 1 < drawn->ring_points[ring + 1]; i++)
        if (!is_among(drawing->others, drawing->other_count, drawn->points[i])) {
            if (geo_builder_ring_size(builder) == 0)
                first = drawn->points[i];
            geo_builder_point(builder, drawn->points[i]);
        }
    if (geo_builder_ring_size(builder))
        geo_builder_point(builder, first);
}

/* The outline without the others' points. */
static enum base_status thin(const struct drawing *drawing, const struct geo_geometry *drawn,
                             struct geo_geometry *out, struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, drawing->arena);
    geo_builder_reserve(&builder, drawn->point_count);
    for (uint32_t p = 0; p < drawn->part_count; p++) {
        geo_builder_part(&builder);
        for (uint32_t r = drawn->part_rings[p]; r < drawn->part_rings[p + 1]; r++)
            copy_ring(drawing, drawn, r, &builder);
    }
    return geo_builder_finish(&builder, out, err);
}

static enum base_status draw(const struct drawing *drawing, struct geo_geometry *out,
                             struct base_error *err)
{
    struct geo_face faces[2] = {{0}, {.arc_count = drawing->arc_count}};
    const uint32_t ground = 1;
    uint32_t *numbers =
        base_arena_alloc(drawing->arena, (drawing->arc_count + 1) * sizeof *numbers);
    if (!numbers)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < drawing->arc_count; i++)
        numbers[i] = i;
    const struct geo_topology own = {.arc_count = drawing->arc_count,
                                     .arcs = drawing->arcs,
                                     .face_count = 2,
                                     .faces = faces,
                                     .face_arcs = numbers,
                                     .point_count = drawing->point_count,
                                     .points = drawing->points};
    return geo_topology_faces_polygon(&own, &ground, 1, drawing->arena, out, err);
}

enum base_status boundary_outline_draw(const struct boundary_repairing *repairing, uint32_t unit,
                                       struct base_arena *arena, struct boundary_outline *out,
                                       struct base_error *err)
{
    struct drawing drawing = {.repairing = repairing, .unit = unit, .arena = arena};
    struct boundary_outline outline = {.changed = false};
    struct geo_geometry drawn;
    take_all(&drawing);
    if (drawing.failed || !part_points(&drawing, &outline.changed))
        return boundary_no_memory(err);
    if (outline.changed) {
        enum base_status status = draw(&drawing, &drawn, err);
        if (status == BASE_OK && drawing.other_count)
            status = thin(&drawing, &drawn, &outline.after, err);
        else
            outline.after = drawn;
        if (status != BASE_OK)
            return status;
        outline.thinned = drawing.other_count > 0;
    }
    *out = outline;
    return BASE_OK;
}
