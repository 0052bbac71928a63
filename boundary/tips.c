/* boundary/tips.c - ends of lines that stop short of what they should reach. */
#include "boundary/tips.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"

/* --- making ---------------------------------------------------------------- */

static bool is_ring(const struct geo_geometry *line, uint32_t ring)
{
    return geo_point_equal(line->points[line->ring_points[ring]],
                           line->points[line->ring_points[ring + 1] - 1]);
}

static int compare_tips(const void *left, const void *right)
{
    const struct boundary_tip *a = left, *b = right;
    if (a->course != b->course)
        return a->course < b->course ? -1 : 1;
    return geo_point_compare(a->point, b->point);
}

static bool list_tips(struct base_arena *arena, const struct boundary_courses *courses,
                      struct boundary_tips *tips)
{
    size_t most = 1;
    for (uint32_t c = 0; c < courses->count; c++)
        most += courses->items[c].has_path ? 2 * (size_t)courses->items[c].path.line.ring_count : 0;
    tips->items = base_arena_alloc(arena, most * sizeof *tips->items);
    if (!tips->items)
        return false;
    for (uint32_t c = 0; c < courses->count; c++) {
        const struct boundary_course *course = &courses->items[c];
        const struct geo_geometry *line = &course->path.line;
        for (uint32_t r = 0; course->has_path && r < line->ring_count; r++) {
            if (is_ring(line, r))
                continue;
            tips->items[tips->count++] =
                (struct boundary_tip){course, line->points[line->ring_points[r]], false};
            tips->items[tips->count++] =
                (struct boundary_tip){course, line->points[line->ring_points[r + 1] - 1], false};
        }
    }
    if (tips->count)
        qsort(tips->items, tips->count, sizeof *tips->items, compare_tips);
    return true;
}

static int compare_junctions(const void *left, const void *right)
{
    const struct boundary_junction *a = *(const struct boundary_junction *const *)left;
    const struct boundary_junction *b = *(const struct boundary_junction *const *)right;
    int order = strcmp(a->number, b->number);
    if (order == 0)
        order = geo_point_compare(a->point, b->point);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

static bool list_junctions(struct boundary_inspection *inspection, struct boundary_tips *tips)
{
    const struct boundary_lines *lines = &inspection->input->lines;
    tips->junctions =
        base_arena_alloc(inspection->arena, (lines->junction_count + 1) * sizeof *tips->junctions);
    if (!tips->junctions)
        return false;
    for (uint32_t i = 0; i < lines->junction_count; i++)
        tips->junctions[tips->junction_count++] = &lines->junctions[i];
    if (tips->junction_count)
        qsort(tips->junctions, tips->junction_count, sizeof *tips->junctions, compare_junctions);
    return true;
}

/* A tree over boxes, kept in the arena. */
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

static enum base_status index_tips(struct boundary_inspection *inspection,
                                   const struct boundary_courses *courses,
                                   struct boundary_tips *tips, struct base_error *err)
{
    uint32_t nodes = tips->count + tips->junction_count;
    size_t most = (nodes > courses->count ? nodes : courses->count) + (size_t)1;
    struct geo_box *boxes = malloc(most * sizeof *boxes);
    if (!boxes)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < nodes; i++)
        boxes[i] = geo_box_add_point(geo_box_empty(),
                                     i < tips->count ? tips->items[i].point
                                                     : tips->junctions[i - tips->count]->point);
    enum base_status status = keep_tree(boxes, nodes, inspection->arena, &tips->nodes, err);
    for (uint32_t c = 0; c < courses->count; c++)
        boxes[c] = courses->items[c].has_path ? geo_geometry_box(&courses->items[c].path.line)
                                              : geo_box_empty();
    if (status == BASE_OK)
        status = keep_tree(boxes, courses->count, inspection->arena, &tips->courses, err);
    free(boxes);
    return status;
}

/* --- searching -------------------------------------------------------------- */

/* What an end comes nearest to. */
struct target {
    double distance_m;                    /* INFINITY: nothing within reach */
    uint32_t tip;                         /* UINT32_MAX: none of the ends */
    const struct boundary_course *course; /* whose end or body it is; NULL: a tri-junction */
    struct geo_point point;
};

struct search {
    const struct boundary_courses *courses;
    const struct boundary_tips *tips;
    uint32_t tip;
};

static struct geo_point node_point(const struct boundary_tips *tips, uint32_t node)
{
    return node < tips->count ? tips->items[node].point
                              : tips->junctions[node - tips->count]->point;
}

static double to_node(void *context, uint32_t node)
{
    const struct search *search = context;
    return node == search->tip ? INFINITY
                               : geo_distance_m(search->tips->items[search->tip].point,
                                                node_point(search->tips, node));
}

static double to_course(void *context, uint32_t course)
{
    const struct search *search = context;
    const struct boundary_tip *tip = &search->tips->items[search->tip];
    const struct boundary_course *other = &search->courses->items[course];
    return other == tip->course ? INFINITY : geo_path_find(&other->path, tip->point).distance_m;
}

/* Nodes win over bodies that are no nearer. */
static struct target find_target(const struct boundary_courses *courses,
                                 const struct boundary_tips *tips, uint32_t tip, double reach_m)
{
    struct search search = {courses, tips, tip};
    struct target target = {.distance_m = INFINITY, .tip = UINT32_MAX};
    struct geo_point point = tips->items[tip].point;
    double distance;
    uint32_t node = geo_rtree_nearest(&tips->nodes, point, reach_m, to_node, &search, &distance);
    if (node != UINT32_MAX && distance <= reach_m) {
        target = (struct target){distance, UINT32_MAX, NULL, node_point(tips, node)};
        if (node < tips->count) {
            target.tip = node;
            target.course = tips->items[node].course;
        }
    }
    uint32_t body =
        geo_rtree_nearest(&tips->courses, point, reach_m, to_course, &search, &distance);
    if (body != UINT32_MAX && distance < target.distance_m - 0.001) {
        target = (struct target){distance, UINT32_MAX, &courses->items[body], {0, 0}};
        target.point = geo_path_find(&courses->items[body].path, point).point;
    }
    return target;
}

/* --- telling ---------------------------------------------------------------- */

static void tell_dangling(struct boundary_inspection *inspection, const struct boundary_tip *tip,
                          const struct target *target)
{
    const struct boundary_profile *profile = &inspection->options->profile;
    const struct boundary_unit *units[4] = {tip->course->sides[0], tip->course->sides[1]};
    uint32_t count = 2;
    struct boundary_along *along = base_arena_calloc(inspection->arena, 1, sizeof *along);
    for (int i = 0; target->course && i < 2; i++)
        units[count++] = target->course->sides[i];
    struct boundary_finding *finding = boundary_list_add(
        &inspection->list, BOUNDARY_DANGLING_END,
        target->distance_m > profile->tolerance_m ? BOUNDARY_SUBSTANTIVE : BOUNDARY_MINOR, units,
        count);
    if (!finding || !along) {
        inspection->list.failed = true;
        return;
    }
    struct geo_point way[2] = {tip->point, target->point};
    *along = (struct boundary_along){.line = tip->course->line->code, .chainage_m = NAN};
    along->chainage_m = geo_path_find(&tip->course->path, tip->point).chainage_m;
    finding->along = along;
    finding->level = boundary_course_level(tip->course);
    finding->max_offset_m = target->distance_m;
    finding->tolerance_m = profile->tolerance_m;
    boundary_finding_place_line(finding, &inspection->list, way, 2);
    if (target->course)
        boundary_finding_say(finding, &inspection->list, tip->course->sides, 2,
                             "%s: an end of line %s stops %.2f m from line %s.", along->line,
                             target->distance_m, target->course->line->code);
    else
        boundary_finding_say(finding, &inspection->list, tip->course->sides, 2,
                             "%s: an end of line %s stops %.2f m from a tri-junction.", along->line,
                             target->distance_m);
}

static bool stands_at_marker(const struct boundary_tip *tip, double node_m)
{
    for (uint32_t i = 0; i < tip->course->stone_count; i++) {
        const struct boundary_stone *stone = &tip->course->stones[i];
        if (stone->has_foot && stone->foot.distance_m <= node_m &&
            geo_distance_m(stone->marker->record.point, tip->point) <= node_m)
            return true;
    }
    return false;
}

/* Two ends that miss one another are one finding. */
static bool told_by_other(const struct boundary_courses *courses, const struct boundary_tips *tips,
                          uint32_t tip, const struct target *target, double reach_m)
{
    if (target->tip == UINT32_MAX || target->tip > tip || tips->items[target->tip].met ||
        !tips->items[target->tip].course->inspected)
        return false;
    return find_target(courses, tips, target->tip, reach_m).tip == tip;
}

static void check_tip(struct boundary_inspection *inspection,
                      const struct boundary_courses *courses, const struct boundary_tips *tips,
                      uint32_t tip)
{
    const struct boundary_profile *profile = &inspection->options->profile;
    double reach = boundary_reach_m(profile->tolerance_m);
    struct target target = find_target(courses, tips, tip, reach);
    if (!isfinite(target.distance_m) || target.distance_m <= profile->node_m ||
        stands_at_marker(&tips->items[tip], profile->node_m) ||
        told_by_other(courses, tips, tip, &target, reach))
        return;
    tell_dangling(inspection, &tips->items[tip], &target);
}

enum base_status boundary_check_ends(struct boundary_inspection *inspection,
                                     const struct boundary_courses *courses, struct base_error *err)
{
    struct boundary_tips tips = {.count = 0};
    if (!list_tips(inspection->arena, courses, &tips) || !list_junctions(inspection, &tips))
        return boundary_no_memory(err);
    enum base_status status = index_tips(inspection, courses, &tips, err);
    if (status != BASE_OK)
        return status;
    boundary_check_junctions(inspection, courses, &tips);
    for (uint32_t i = 0; i < tips.count; i++)
        if (tips.items[i].course->inspected && !tips.items[i].met)
            check_tip(inspection, courses, &tips, i);
    return BASE_OK;
}
