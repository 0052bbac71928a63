/* boundary/against.c - two editions of the same units: ground that moved, and
 * borders that were only drawn anew.
 *
 * Both editions stand in one topology. A face that one unit has now and another
 * had before has moved. Where it is no wider than redrawing explains (the
 * tolerance, or six times the median offset of the borders that stayed), or less
 * than a hundredth of what moved the same way in one piece, it is told as
 * `redigitised`, once a pair; else it is a `transfer`. Units that moved as a whole are
 * told as displaced and compared from where they were (boundary/displaced.h). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/displaced.h"
#include "geo/measure.h"
#include "geo/overlay.h"

#define REDRAWN_MEDIANS 6.0
#define REDRAWN_SHARE   0.01

struct compared {
    const struct boundary_unit **now, **before;
    uint32_t now_count, before_count;
    struct geo_topology topology; /* owners from now_count on are before */
    double redrawn_m;
};

/* Ground that moved as one piece, or several slivers of one pair. */
struct moved {
    const struct boundary_unit *from, *to;
    struct geo_geometry polygon;
    double area_m2, width_m;
};

static int compare_units(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

static const struct boundary_unit **select_level(struct base_arena *arena,
                                                 const struct boundary_unit *units, uint32_t count,
                                                 enum store_level level, uint32_t *selected)
{
    const struct boundary_unit **out = base_arena_alloc(arena, (count + 1) * sizeof *out);
    *selected = 0;
    for (uint32_t i = 0; out && i < count; i++)
        if (units[i].level == level && units[i].geometry.part_count)
            out[(*selected)++] = &units[i];
    if (out)
        qsort(out, *selected, sizeof *out, compare_units);
    return out;
}

/* From whom to whom the face went; false when it stayed, is contested or new. */
static bool face_moved(const struct compared *compared, uint32_t face,
                       const struct boundary_unit **from, const struct boundary_unit **to)
{
    const struct geo_face *f = &compared->topology.faces[face];
    const uint32_t *owners = compared->topology.owners + f->first_owner;
    if (f->owner_count != 2 || owners[0] >= compared->now_count || owners[1] < compared->now_count)
        return false;
    *to = compared->now[owners[0]];
    *from = compared->before[owners[1] - compared->now_count];
    return (*to)->identity != (*from)->identity;
}

static bool same_owners(const struct geo_topology *t, uint32_t a, uint32_t b)
{
    return t->faces[a].owner_count == t->faces[b].owner_count &&
           memcmp(t->owners + t->faces[a].first_owner, t->owners + t->faces[b].first_owner,
                  t->faces[a].owner_count * sizeof *t->owners) == 0;
}

/* The faces that hang together with start and have its owners; into queue. */
static uint32_t flood(const struct geo_topology *t, uint32_t start, bool *seen, uint32_t *queue)
{
    uint32_t tail = 0;
    queue[tail++] = start;
    seen[start] = true;
    for (uint32_t head = 0; head < tail; head++) {
        const struct geo_face *face = &t->faces[queue[head]];
        for (uint32_t i = 0; i < face->arc_count; i++) {
            const struct geo_arc *arc = &t->arcs[t->face_arcs[face->first_arc + i]];
            uint32_t other = arc->left_face == queue[head] ? arc->right_face : arc->left_face;
            if (!seen[other] && same_owners(t, other, start)) {
                seen[other] = true;
                queue[tail++] = other;
            }
        }
    }
    return tail;
}

static enum base_status measure(struct boundary_inspection *inspection,
                                const struct compared *compared, const uint32_t *faces,
                                uint32_t count, struct moved *moved, struct base_error *err)
{
    struct geo_geometry *parts = base_arena_calloc(inspection->arena, count, sizeof *parts);
    enum base_status status = parts ? BASE_OK : boundary_no_memory(err);
    for (uint32_t i = 0; i < count && status == BASE_OK; i++)
        status = geo_topology_face_polygon(&compared->topology, faces[i], inspection->arena,
                                           &parts[i], err);
    if (status != BASE_OK)
        return status;
    moved->polygon = parts[0];
    if (count > 1)
        status = geo_overlay_union(inspection->engine, parts, count, inspection->arena,
                                   &moved->polygon, err);
    if (status != BASE_OK)
        return status;
    moved->area_m2 = geo_area_m2(&moved->polygon);
    moved->width_m = geo_width_m(&moved->polygon);
    return BASE_OK;
}

static struct boundary_finding *add(struct boundary_inspection *inspection, enum boundary_kind kind,
                                    enum boundary_severity severity, const struct moved *moved)
{
    const struct boundary_unit *units[2] = {moved->from, moved->to};
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, kind, severity, units, 2);
    if (finding)
        finding->tolerance_m = inspection->options->profile.tolerance_m;
    return finding;
}

static void tell_transfer(struct boundary_inspection *inspection, const struct moved *moved)
{
    const struct boundary_unit *units[2] = {moved->from, moved->to};
    struct boundary_finding *finding =
        add(inspection, BOUNDARY_TRANSFER, BOUNDARY_SUBSTANTIVE, moved);
    if (!finding)
        return;
    finding->area_m2 = moved->area_m2;
    finding->width_m = moved->width_m;
    finding->from = moved->from->code;
    finding->to = moved->to->code;
    boundary_finding_place(finding, &moved->polygon);
    boundary_finding_say(finding, &inspection->list, units, 2,
                         "%s: %.1f m² moved from %s to %s since edition %lld.", moved->area_m2,
                         finding->from, finding->to, (long long)inspection->options->against);
}

static void tell_redrawn(struct boundary_inspection *inspection, const struct moved *moved,
                         uint32_t count)
{
    const struct boundary_unit *units[2] = {moved[0].from, moved[0].to};
    struct boundary_finding *finding =
        add(inspection, BOUNDARY_REDIGITISED, BOUNDARY_NOTICE, &moved[0]);
    if (!finding)
        return;
    qsort(units, 2, sizeof units[0], compare_units);
    finding->faces = count;
    finding->area_m2 = finding->width_m = 0;
    uint32_t largest = 0;
    for (uint32_t i = 0; i < count; i++) {
        finding->area_m2 += moved[i].area_m2;
        finding->width_m = fmax(finding->width_m, moved[i].width_m);
        if (moved[i].area_m2 > moved[largest].area_m2)
            largest = i;
    }
    boundary_finding_place(finding, &moved[largest].polygon);
    boundary_finding_say(finding, &inspection->list, units, 2,
                         "%s: the border was drawn anew since edition %lld, %u slivers, %.1f m², "
                         "up to %.2f m apart.",
                         (long long)inspection->options->against, count, finding->area_m2,
                         finding->width_m);
}

static int64_t low_of(const struct moved *moved)
{
    return moved->from->identity < moved->to->identity ? moved->from->identity
                                                       : moved->to->identity;
}

static int64_t high_of(const struct moved *moved)
{
    return moved->from->identity < moved->to->identity ? moved->to->identity
                                                       : moved->from->identity;
}

static int compare_moved(const void *left, const void *right)
{
    const struct moved *a = left, *b = right;
    if (low_of(a) != low_of(b))
        return low_of(a) < low_of(b) ? -1 : 1;
    if (high_of(a) != high_of(b))
        return high_of(a) < high_of(b) ? -1 : 1;
    return geo_point_compare(a->polygon.points[0], b->polygon.points[0]);
}

static void tell_all(struct boundary_inspection *inspection, struct moved *redrawn, uint32_t count)
{
    if (count)
        qsort(redrawn, count, sizeof *redrawn, compare_moved);
    for (uint32_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && low_of(&redrawn[first]) == low_of(&redrawn[end]) &&
                          high_of(&redrawn[first]) == high_of(&redrawn[end]);
             end++)
            ;
        tell_redrawn(inspection, redrawn + first, end - first);
    }
}

/* The largest piece that went the same way. */
static double largest_area(const struct moved *moved, uint32_t count, const struct moved *like)
{
    double largest = 0;
    for (uint32_t i = 0; i < count; i++)
        if (moved[i].from == like->from && moved[i].to == like->to)
            largest = fmax(largest, moved[i].area_m2);
    return largest;
}

/* Tells the transfers and leaves what was only redrawn at the front; moved and
 * redrawn have room for count. */
static void sort_out(struct boundary_inspection *inspection, const struct compared *compared,
                     const struct moved *moved, uint32_t count, struct moved *redrawn)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (moved[i].width_m <= compared->redrawn_m ||
            moved[i].area_m2 < REDRAWN_SHARE * largest_area(moved, count, &moved[i]))
            redrawn[kept++] = moved[i];
        else
            tell_transfer(inspection, &moved[i]);
    }
    tell_all(inspection, redrawn, kept);
}

static enum base_status find_moved(struct boundary_inspection *inspection,
                                   const struct compared *compared, bool *seen, uint32_t *queue,
                                   struct moved *pieces, struct base_error *err)
{
    uint32_t count = 0, faces = compared->topology.face_count;
    for (uint32_t f = 1; f < faces; f++) {
        struct moved moved;
        if (seen[f] || !face_moved(compared, f, &moved.from, &moved.to))
            continue;
        uint32_t size = flood(&compared->topology, f, seen, queue);
        enum base_status status = measure(inspection, compared, queue, size, &moved, err);
        if (status != BASE_OK)
            return status;
        if (moved.width_m >
            boundary_unit_resolution_m(moved.from) + boundary_unit_resolution_m(moved.to))
            pieces[count++] = moved;
    }
    sort_out(inspection, compared, pieces, count, pieces + faces);
    return BASE_OK;
}

static enum base_status overlay(struct boundary_inspection *inspection, struct compared *compared,
                                struct base_error *err)
{
    uint32_t count = compared->now_count + compared->before_count;
    struct geo_geometry *shapes = base_arena_alloc(inspection->arena, (count + 1) * sizeof *shapes);
    if (!shapes)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < compared->now_count; i++)
        shapes[i] = compared->now[i]->geometry;
    for (uint32_t i = 0; i < compared->before_count; i++)
        shapes[compared->now_count + i] = compared->before[i]->geometry;
    return geo_topology_build(shapes, count, inspection->arena, inspection->progress,
                              &compared->topology, err);
}

static enum base_status compare_faces(struct boundary_inspection *inspection,
                                      struct compared *compared, struct base_error *err)
{
    enum base_status status = overlay(inspection, compared, err);
    if (status != BASE_OK)
        return status;
    uint32_t faces = compared->topology.face_count;
    bool *seen = calloc(faces, sizeof *seen);
    uint32_t *queue = malloc(faces * sizeof *queue);
    struct moved *pieces = malloc(2 * (size_t)faces * sizeof *pieces);
    if (seen && queue && pieces)
        status = find_moved(inspection, compared, seen, queue, pieces, err);
    else
        status = boundary_no_memory(err);
    free(seen);
    free(queue);
    free(pieces);
    return status;
}

/* Tells which units the later edition changed: what nobody touched says nothing
 * about how far a redrawn border lies off. All count when none differs. */
static void mark_changed(const struct compared *compared, bool *changed)
{
    bool any = false;
    for (uint32_t i = 0; i < compared->now_count; i++) {
        changed[i] = true;
        for (uint32_t j = 0; j < compared->before_count; j++)
            if (compared->now[i]->identity == compared->before[j]->identity &&
                geo_geometry_equal(&compared->now[i]->geometry, &compared->before[j]->geometry))
                changed[i] = false;
        any = any || changed[i];
    }
    for (uint32_t i = 0; i < compared->now_count && !any; i++)
        changed[i] = true;
}

static enum base_status compare_borders(struct boundary_inspection *inspection,
                                        const struct compared *compared, double *median_m,
                                        double *length_m, struct base_error *err)
{
    uint32_t count = 0;
    bool *changed = base_arena_calloc(inspection->arena, compared->now_count, sizeof *changed);
    const struct boundary_unit **units =
        base_arena_alloc(inspection->arena, compared->now_count * sizeof *units);
    if (!changed || !units)
        return boundary_no_memory(err);
    mark_changed(compared, changed);
    for (uint32_t i = 0; i < compared->now_count; i++)
        if (changed[i])
            units[count++] = compared->now[i];
    return boundary_borders_compare(
        inspection->arena, units, count, compared->before, compared->before_count,
        boundary_reach_m(inspection->options->profile.tolerance_m), median_m, length_m, err);
}

enum base_status boundary_check_against(struct boundary_inspection *inspection,
                                        enum store_level level, struct base_error *err)
{
    const struct boundary_input *input = inspection->input;
    struct compared compared = {0};
    double median = NAN, length = NAN;
    compared.now = select_level(inspection->arena, input->units, input->unit_count, level,
                                &compared.now_count);
    compared.before = select_level(inspection->arena, input->before, input->before_count, level,
                                   &compared.before_count);
    if (!compared.now || !compared.before)
        return boundary_no_memory(err);
    if (compared.now_count == 0 || compared.before_count == 0)
        return BASE_OK;
    enum base_status status = boundary_displaced_undo(inspection, compared.now, compared.now_count,
                                                      compared.before, compared.before_count, err);
    if (status == BASE_OK)
        status = compare_borders(inspection, &compared, &median, &length, err);
    if (status != BASE_OK)
        return status;
    inspection->report->median_offset_m = median; /* of the deepest level inspected */
    inspection->report->unchanged_length_m = length;
    compared.redrawn_m = inspection->options->profile.tolerance_m;
    if (isfinite(median))
        compared.redrawn_m = fmax(compared.redrawn_m, REDRAWN_MEDIANS * median);
    return compare_faces(inspection, &compared, err);
}
