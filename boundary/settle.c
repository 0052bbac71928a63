/* boundary/settle.c - faces become findings: numeric ones are tallied, slivers
 * of one border are merged, the rest stands alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"
#include "geo/measure.h"

static int compare_faces(const void *left, const void *right)
{
    const struct boundary_face *a = left, *b = right;
    if (a->party_count != b->party_count)
        return a->party_count < b->party_count ? -1 : 1;
    for (uint32_t i = 0; i < a->party_count; i++) {
        int order = strcmp(a->parties[i]->code, b->parties[i]->code);
        if (order)
            return order;
    }
    uint32_t count = a->polygon.point_count < b->polygon.point_count ? a->polygon.point_count
                                                                     : b->polygon.point_count;
    for (uint32_t i = 0; i < count; i++) {
        int order = geo_point_compare(a->polygon.points[i], b->polygon.points[i]);
        if (order)
            return order;
    }
    return (a->polygon.point_count > b->polygon.point_count) -
           (a->polygon.point_count < b->polygon.point_count);
}

static bool same_parties(const struct boundary_face *a, const struct boundary_face *b)
{
    if (a->party_count != b->party_count)
        return false;
    for (uint32_t i = 0; i < a->party_count; i++)
        if (a->parties[i] != b->parties[i])
            return false;
    return true;
}

/* Of a gap, which belongs to none of its parties. */
static const char *gap_english(const struct boundary_face *face)
{
    if (face->kind == BOUNDARY_OPEN_GAP)
        return "At the edge of the parent, beside %s, lies ground that belongs to none: %.1f m², "
               "up to %.2f m wide.";
    if (face->party_count == 1)
        return "Inside %s lies ground that belongs to none: %.1f m², up to %.2f m wide.";
    return "Between %s lies ground that belongs to none: %.1f m², up to %.2f m wide.";
}

static const char *overlap_english(const struct boundary_face *face, bool beside)
{
    if (face->whole)
        return beside ? "%s claim the same ground, all that one of them has: %.1f m², up to "
                        "%.2f m wide; beside it lies %s."
                      : "%s claim the same ground, all that one of them has: %.1f m², up to "
                        "%.2f m wide.";
    return beside ? "%s claim the same ground: %.1f m², up to %.2f m wide; beside it lies %s."
                  : "%s claim the same ground: %.1f m², up to %.2f m wide.";
}

/* The parties that only share an edge with the face. */
static const char *names_beside(struct boundary_inspection *inspection,
                                const struct boundary_face *face, enum base_lang lang)
{
    const struct boundary_unit **beside =
        base_arena_alloc(inspection->arena, (face->party_count + 1) * sizeof *beside);
    uint32_t count = 0;
    if (!beside) {
        inspection->list.failed = true;
        return "";
    }
    for (uint32_t i = 0, held = 0; i < face->party_count; i++) {
        if (held < face->holder_count && face->parties[i] == face->holders[held])
            held++;
        else
            beside[count++] = face->parties[i];
    }
    return boundary_list_names(&inspection->list, beside, count, lang);
}

static void say_overlap(struct boundary_inspection *inspection, struct boundary_finding *finding,
                        const struct boundary_face *face, enum base_lang lang)
{
    bool beside = face->party_count > face->holder_count;
    boundary_finding_say_in(finding, &inspection->list, lang, face->holders, face->holder_count,
                            overlap_english(face, beside), face->area_m2, face->width_m,
                            beside ? names_beside(inspection, face, lang) : "");
}

static void say_exceeding(struct boundary_inspection *inspection, struct boundary_finding *finding,
                          const struct boundary_face *face, enum base_lang lang)
{
    bool beside = face->party_count > face->holder_count;
    const char *parent = boundary_list_names(&inspection->list, &face->parent, 1, lang);
    if (beside)
        boundary_finding_say_in(
            finding, &inspection->list, lang, face->holders, face->holder_count,
            "%s reaches out of its parent %s: %.1f m², up to %.2f m wide; beside it lies %s.",
            parent, face->area_m2, face->width_m, names_beside(inspection, face, lang));
    else
        boundary_finding_say_in(finding, &inspection->list, lang, face->holders, face->holder_count,
                                "%s reaches out of its parent %s: %.1f m², up to %.2f m wide.",
                                parent, face->area_m2, face->width_m);
}

static void say_face(struct boundary_inspection *inspection, struct boundary_finding *finding,
                     const struct boundary_face *face)
{
    for (int lang = BASE_ZH; lang <= BASE_EN; lang++) {
        if (face->kind == BOUNDARY_OVERLAP)
            say_overlap(inspection, finding, face, (enum base_lang)lang);
        else if (face->kind == BOUNDARY_EXCEEDS_PARENT)
            say_exceeding(inspection, finding, face, (enum base_lang)lang);
        else
            boundary_finding_say_in(finding, &inspection->list, (enum base_lang)lang, face->parties,
                                    face->party_count, gap_english(face), face->area_m2,
                                    face->width_m);
    }
}

/* The faces of the siblings' topology that the finding is made of, none when some
 * of it comes from the parents'. */
static void note_pieces(struct boundary_inspection *inspection,
                        const struct boundary_siblings *siblings, struct boundary_finding *finding,
                        const struct boundary_face *const *faces, uint32_t count)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (faces[i]->topology != &siblings->topology)
            return;
        total += faces[i]->face_count;
    }
    uint32_t *pieces = base_arena_alloc(inspection->arena, total * sizeof *pieces);
    if (!pieces) {
        inspection->list.failed = true;
        return;
    }
    finding->pieces = pieces;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < faces[i]->face_count; k++)
            pieces[finding->piece_count++] = faces[i]->faces[k];
}

static void emit_face(struct boundary_inspection *inspection,
                      const struct boundary_siblings *siblings, const struct boundary_face *face)
{
    double tolerance_m = inspection->options->profile.tolerance_m;
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, face->kind, boundary_face_severity(face, tolerance_m),
                          face->parties, face->party_count);
    if (!finding)
        return;
    finding->area_m2 = face->area_m2;
    finding->width_m = face->width_m;
    finding->length_m = face->length_m;
    finding->max_offset_m = face->max_offset_m;
    finding->tolerance_m = tolerance_m;
    finding->sliver = face->sliver;
    note_pieces(inspection, siblings, finding, &face, 1);
    boundary_finding_place(finding, &face->polygon);
    say_face(inspection, finding, face);
}

/* All polygons as the parts of one. */
static void place_faces(struct boundary_inspection *inspection, struct boundary_finding *finding,
                        const struct boundary_face *const *faces, uint32_t count)
{
    struct geo_builder builder;
    struct geo_geometry geometry;
    geo_builder_init(&builder, GEO_MULTIPOLYGON, inspection->arena);
    for (uint32_t f = 0; f < count; f++) {
        const struct geo_geometry *polygon = &faces[f]->polygon;
        for (uint32_t p = 0; p < polygon->part_count; p++) {
            geo_builder_part(&builder);
            for (uint32_t r = polygon->part_rings[p]; r < polygon->part_rings[p + 1]; r++) {
                geo_builder_ring(&builder);
                for (uint32_t i = polygon->ring_points[r]; i < polygon->ring_points[r + 1]; i++)
                    geo_builder_point(&builder, polygon->points[i]);
            }
        }
    }
    if (geo_builder_finish(&builder, &geometry, NULL) == BASE_OK)
        boundary_finding_place(finding, &geometry);
    else
        inspection->list.failed = true;
}

static void emit_border(struct boundary_inspection *inspection,
                        const struct boundary_siblings *siblings,
                        const struct boundary_face *const *faces, uint32_t count)
{
    const struct boundary_face *first = faces[0];
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_NON_COINCIDENT, BOUNDARY_MINOR,
                          first->parties, first->party_count);
    if (!finding)
        return;
    finding->faces = count;
    finding->sliver = true;
    finding->tolerance_m = inspection->options->profile.tolerance_m;
    finding->area_m2 = finding->gap_area_m2 = finding->overlap_area_m2 = 0;
    finding->width_m = finding->length_m = finding->max_offset_m = 0;
    for (uint32_t i = 0; i < count; i++) {
        finding->area_m2 += faces[i]->area_m2;
        if (faces[i]->kind == BOUNDARY_OVERLAP)
            finding->overlap_area_m2 += faces[i]->area_m2;
        else
            finding->gap_area_m2 += faces[i]->area_m2;
        finding->width_m = fmax(finding->width_m, faces[i]->width_m);
        finding->max_offset_m = fmax(finding->max_offset_m, faces[i]->max_offset_m);
        finding->length_m += faces[i]->length_m;
    }
    note_pieces(inspection, siblings, finding, faces, count);
    place_faces(inspection, finding, faces, count);
    boundary_finding_say(finding, &inspection->list, first->parties, first->party_count,
                         "%s draw their common border differently: %u slivers, gaps %.1f m², "
                         "overlaps %.1f m², up to %.2f m apart.",
                         count, finding->gap_area_m2, finding->overlap_area_m2, finding->width_m);
}

static uint32_t root_of(uint32_t *parent, uint32_t item)
{
    while (parent[item] != item)
        item = parent[item] = parent[parent[item]];
    return item;
}

/* Scratch for slivers, one item each. */
struct joining {
    uint32_t *parent; /* who hangs together */
    struct geo_box *boxes;
    const struct boundary_face **border;
};

/* Joins the slivers within reach of one another; most are not even in reach of the
 * other's box, which is a little wider than need be. */
static void join_near(const struct boundary_face *faces, uint32_t count, double reach_m,
                      const struct joining *joining)
{
    uint32_t *parent = joining->parent;
    for (uint32_t i = 0; i < count; i++) {
        parent[i] = i;
        joining->boxes[i] = geo_geometry_box(&faces[i].polygon);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct geo_box grown = boundary_box_grown(joining->boxes[i], 1.01 * reach_m);
        for (uint32_t j = i + 1; j < count; j++) {
            if (!geo_box_intersects(grown, joining->boxes[j]))
                continue;
            uint32_t a = root_of(parent, i), b = root_of(parent, j);
            if (a != b && boundary_polygon_distance_m(&faces[i].polygon, &faces[j].polygon,
                                                      reach_m) < reach_m)
                parent[a > b ? a : b] = a > b ? b : a;
        }
    }
}

/* Emits the slivers of one pair, neighbours within reach as one. */
static void emit_slivers(struct boundary_inspection *inspection,
                         const struct boundary_siblings *siblings,
                         const struct boundary_face *faces, uint32_t count,
                         const struct joining *joining)
{
    uint32_t *parent = joining->parent;
    const struct boundary_face **border = joining->border;
    join_near(faces, count, boundary_reach_m(inspection->options->profile.tolerance_m), joining);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t members = 0;
        if (root_of(parent, i) != i)
            continue;
        for (uint32_t j = i; j < count; j++)
            if (root_of(parent, j) == i)
                border[members++] = &faces[j];
        if (members == 1)
            emit_face(inspection, siblings, border[0]);
        else
            emit_border(inspection, siblings, border, members);
    }
}

static bool grow_widths(struct boundary_inspection *inspection)
{
    uint32_t capacity = inspection->width_capacity ? inspection->width_capacity * 2 : 256;
    int64_t *widths = base_arena_alloc(inspection->arena, capacity * sizeof *widths);
    if (!widths)
        return false;
    if (inspection->width_count)
        memcpy(widths, inspection->widths_nm, inspection->width_count * sizeof *widths);
    inspection->widths_nm = widths;
    inspection->width_capacity = capacity;
    return true;
}

static void tally_numeric(struct boundary_inspection *inspection, const struct boundary_face *face)
{
    if (inspection->width_count == inspection->width_capacity && !grow_widths(inspection)) {
        inspection->list.failed = true;
        return;
    }
    inspection->tally.numeric_faces++;
    inspection->tally.numeric_e7_m2 += boundary_whole(face->area_m2, BOUNDARY_E7_A_M2);
    inspection->widths_nm[inspection->width_count++] =
        boundary_whole(face->width_m, BOUNDARY_NM_A_M);
}

/* Sorts a run of faces with the same parties: numeric ones stay for the density
 * check, slivers of a pair go first in line, others are told at once. Returns
 * how many slivers were moved to the front. */
static uint32_t part_run(struct boundary_inspection *inspection,
                         const struct boundary_siblings *siblings, struct boundary_face *faces,
                         uint32_t count)
{
    uint32_t slivers = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (boundary_face_is_numeric(&faces[i])) {
            tally_numeric(inspection, &faces[i]);
        } else if (faces[i].sliver && faces[i].party_count == 2 &&
                   faces[i].kind != BOUNDARY_EXCEEDS_PARENT && !faces[i].whole) {
            struct boundary_face sliver = faces[i];
            memmove(faces + slivers + 1, faces + slivers, (i - slivers) * sizeof *faces);
            faces[slivers++] = sliver;
        } else {
            emit_face(inspection, siblings, &faces[i]);
        }
    }
    return slivers;
}

enum base_status boundary_faces_settle(struct boundary_inspection *inspection,
                                       const struct boundary_siblings *siblings,
                                       struct base_error *err)
{
    struct boundary_face *faces = inspection->faces;
    uint32_t count = inspection->face_count;
    if (count == 0)
        return BASE_OK;
    qsort(faces, count, sizeof *faces, compare_faces);
    struct joining joining = {.parent = malloc(count * sizeof *joining.parent),
                              .boxes = malloc(count * sizeof *joining.boxes),
                              .border = malloc(count * sizeof *joining.border)};
    bool ok = joining.parent && joining.boxes && joining.border;
    for (uint32_t first = 0, end; ok && first < count; first = end) {
        for (end = first; end < count && same_parties(&faces[first], &faces[end]); end++)
            ;
        uint32_t slivers = part_run(inspection, siblings, faces + first, end - first);
        emit_slivers(inspection, siblings, faces + first, slivers, &joining);
    }
    free(joining.parent);
    free(joining.boxes);
    free(joining.border);
    return ok ? BASE_OK : boundary_no_memory(err);
}
