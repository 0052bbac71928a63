/* boundary/face.c - faces of a topology as measured candidates. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "boundary/inspection.h"
#include "geo/densify.h"
#include "geo/measure.h"
#include "geo/overlay.h"

#define COMPACT_SLIVER   0.2
#define MEASURED_AT_ONCE 16384U /* faces between two questions whether to go on */
#define MAX_SAMPLES      4000000.0

double boundary_unit_resolution_m(const struct boundary_unit *unit)
{
    return unit->resolution_m > 0.001 ? unit->resolution_m : 0.001;
}

bool boundary_face_is_numeric(const struct boundary_face *face)
{
    return face->width_m <= face->resolution_m;
}

/* A projected edge is held to a millimetre on import, so a width is no better known. */
static bool is_within(double width_m, double tolerance_m)
{
    return width_m <= tolerance_m + GEO_DENSIFY_TOLERANCE_M;
}

bool boundary_is_sliver(const struct geo_geometry *polygon, double width_m, double tolerance_m)
{
    return is_within(width_m, tolerance_m) && geo_compactness(polygon) <= COMPACT_SLIVER;
}

enum boundary_severity boundary_face_severity(const struct boundary_face *face, double tolerance_m)
{
    if (face->whole)
        return BOUNDARY_BLOCKING;
    bool small =
        is_within(face->width_m, tolerance_m) && face->area_m2 <= tolerance_m * tolerance_m;
    return face->sliver || small ? BOUNDARY_MINOR : BOUNDARY_SUBSTANTIVE;
}

/* The group of faces being measured. */
struct group {
    const struct boundary_siblings *siblings;
    const struct geo_topology *topology;
    const uint32_t *faces;
    uint32_t count;
};

static bool is_member(const struct group *group, uint32_t face)
{
    for (uint32_t i = 0; i < group->count; i++)
        if (group->faces[i] == face)
            return true;
    return false;
}

/* Siblings, each as often as it was met, until they are sorted. */
struct parties {
    uint32_t *items;
    uint32_t count, capacity;
};

static bool add_party(struct parties *parties, uint32_t unit)
{
    if (parties->count == parties->capacity) {
        uint32_t capacity = parties->capacity ? parties->capacity * 2 : 16;
        uint32_t *items = realloc(parties->items, capacity * sizeof *items);
        if (!items)
            return false;
        parties->items = items;
        parties->capacity = capacity;
    }
    parties->items[parties->count++] = unit;
    return true;
}

static bool add_owners(const struct group *group, uint32_t face, struct parties *parties)
{
    const struct geo_face *f = &group->topology->faces[face];
    for (uint32_t i = 0; i < f->owner_count; i++) {
        uint32_t owner = group->topology->owners[f->first_owner + i];
        if (owner < group->siblings->count && !add_party(parties, owner))
            return false;
    }
    return true;
}

static int compare_indexes(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Sorts, and keeps one of each. */
static void sort_parties(struct parties *parties)
{
    uint32_t kept = 0;
    if (parties->count)
        qsort(parties->items, parties->count, sizeof *parties->items, compare_indexes);
    for (uint32_t i = 0; i < parties->count; i++)
        if (i == 0 || parties->items[i] != parties->items[i - 1])
            parties->items[kept++] = parties->items[i];
    parties->count = kept;
}

static uint32_t other_side(const struct geo_topology *topology, uint32_t arc, uint32_t face)
{
    return topology->arcs[arc].left_face == face ? topology->arcs[arc].right_face
                                                 : topology->arcs[arc].left_face;
}

/* Owners of the group and of every face across one of its arcs, ascending. */
static bool find_parties(const struct group *group, struct parties *parties)
{
    const struct geo_topology *topology = group->topology;
    for (uint32_t g = 0; g < group->count; g++) {
        uint32_t face = group->faces[g];
        const struct geo_face *f = &topology->faces[face];
        if (!add_owners(group, face, parties))
            return false;
        for (uint32_t i = 0; i < f->arc_count; i++)
            if (!add_owners(group,
                            other_side(topology, topology->face_arcs[f->first_arc + i], face),
                            parties))
                return false;
    }
    sort_parties(parties);
    return true;
}

/* Sides that are no sibling's. */
#define SIDE_PARENT BOUNDARY_NONE
#define SIDE_COMMON (BOUNDARY_NONE - 1) /* of several siblings: an end between two sides */

/* The sibling whose border the arc is. */
static uint32_t border_of(const struct group *group, uint32_t arc)
{
    const struct geo_topology *t = group->topology;
    const struct geo_face *left = &t->faces[t->arcs[arc].left_face];
    const struct geo_face *right = &t->faces[t->arcs[arc].right_face];
    uint32_t i = 0, j = 0, found = SIDE_PARENT;
    while (i < left->owner_count || j < right->owner_count) {
        uint32_t a = i < left->owner_count ? t->owners[left->first_owner + i] : BOUNDARY_NONE;
        uint32_t b = j < right->owner_count ? t->owners[right->first_owner + j] : BOUNDARY_NONE;
        uint32_t smaller = a < b ? a : b;
        if (smaller >= group->siblings->count)
            break;
        if (a != b && found != SIDE_PARENT)
            return SIDE_COMMON;
        found = a != b ? smaller : found;
        i += a == smaller;
        j += b == smaller;
    }
    return found;
}

/* One of the lines that bound a group: the arcs that belong to one unit's border. */
struct side {
    uint32_t unit; /* or SIDE_PARENT, SIDE_COMMON */
    double length_m;
    uint32_t *arcs;
    uint32_t arc_count, point_count;
};

/* At most as many as the face has parties, and two. */
struct sides {
    struct side *items;
    uint32_t count;
    uint32_t *arcs; /* of all sides, one side after another */
};

static struct side *side_for(struct sides *sides, uint32_t unit)
{
    for (uint32_t i = 0; i < sides->count; i++)
        if (sides->items[i].unit == unit)
            return &sides->items[i];
    sides->items[sides->count++].unit = unit;
    return &sides->items[sides->count - 1];
}

/* Shows each arc on the outside of the group to visit, with its side. */
static void visit_arcs(const struct group *group, struct sides *sides,
                       void (*visit)(const struct geo_topology *t, struct side *side, uint32_t arc))
{
    const struct geo_topology *topology = group->topology;
    for (uint32_t g = 0; g < group->count; g++) {
        const struct geo_face *face = &topology->faces[group->faces[g]];
        for (uint32_t i = 0; i < face->arc_count; i++) {
            uint32_t arc = topology->face_arcs[face->first_arc + i];
            if (!is_member(group, other_side(topology, arc, group->faces[g])))
                visit(topology, side_for(sides, border_of(group, arc)), arc);
        }
    }
}

static void count_arc(const struct geo_topology *t, struct side *side, uint32_t arc)
{
    const struct geo_arc *a = &t->arcs[arc];
    side->length_m += geo_path_length_m(t->points + a->first_point, a->point_count);
    side->point_count += a->point_count;
    side->arc_count++;
}

static void list_arc(const struct geo_topology *t, struct side *side, uint32_t arc)
{
    (void)t;
    side->arcs[side->arc_count++] = arc;
}

/* Free items and arcs also where it fails. */
static bool collect_sides(const struct group *group, uint32_t party_count, struct sides *sides)
{
    size_t arcs = 0;
    sides->items = calloc((size_t)party_count + 2, sizeof *sides->items);
    if (!sides->items)
        return false;
    visit_arcs(group, sides, count_arc);
    for (uint32_t i = 0; i < sides->count; i++)
        arcs += sides->items[i].arc_count;
    sides->arcs = malloc((arcs + 1) * sizeof *sides->arcs);
    if (!sides->arcs)
        return false;
    arcs = 0;
    for (uint32_t i = 0; i < sides->count; i++) {
        sides->items[i].arcs = sides->arcs + arcs;
        arcs += sides->items[i].arc_count;
        sides->items[i].arc_count = 0;
    }
    visit_arcs(group, sides, list_arc);
    return true;
}

static double distance_to_side(const struct geo_topology *topology, const struct side *side,
                               struct geo_point p)
{
    double best = INFINITY;
    for (uint32_t i = 0; i < side->arc_count; i++) {
        const struct geo_arc *arc = &topology->arcs[side->arcs[i]];
        const struct geo_point *points = topology->points + arc->first_point;
        for (uint32_t k = 1; k < arc->point_count; k++) {
            double fraction, d = geo_segment_distance_m(p, points[k - 1], points[k], &fraction);
            best = d < best ? d : best;
        }
    }
    return best;
}

/* The farthest that the vertices and edge middles of one side lie from the other. */
static double directed_offset(const struct geo_topology *topology, const struct side *from,
                              const struct side *to)
{
    double worst = 0;
    for (uint32_t i = 0; i < from->arc_count; i++) {
        const struct geo_arc *arc = &topology->arcs[from->arcs[i]];
        const struct geo_point *points = topology->points + arc->first_point;
        for (uint32_t k = 0; k < 2 * arc->point_count - 1; k++) {
            struct geo_point a = points[k / 2], b = points[(k + 1) / 2];
            struct geo_point p = {a.lon + (b.lon - a.lon) / 2, a.lat + (b.lat - a.lat) / 2};
            double d = distance_to_side(topology, to, p);
            worst = d > worst ? d : worst;
        }
    }
    return worst;
}

/* The two lines that a face lies between: of two siblings, or of one and the parents.
 * What several siblings have in common is the end of such a face, as is the parents' edge
 * beside two siblings. False when there are not two. */
static bool find_lines(const struct sides *sides, const struct side **a, const struct side **b)
{
    const struct side *parent = NULL;
    uint32_t siblings = 0;
    *a = *b = NULL;
    for (uint32_t i = 0; i < sides->count; i++) {
        const struct side *side = &sides->items[i];
        if (side->unit == SIDE_PARENT)
            parent = side;
        else if (side->unit != SIDE_COMMON) {
            siblings++;
            *b = *a ? *b ? *b : side : NULL;
            *a = *a ? *a : side;
        }
    }
    if (siblings == 1)
        *b = parent;
    return siblings <= 2 && *a && *b;
}

/* The longest side; of those that are ends only where there is no other. */
static double longest_m(const struct sides *sides)
{
    double sibling_m = 0, parent_m = 0, common_m = 0;
    uint32_t siblings = 0;
    for (uint32_t i = 0; i < sides->count; i++) {
        const struct side *side = &sides->items[i];
        bool parent = side->unit == SIDE_PARENT, common = side->unit == SIDE_COMMON;
        double *most = parent ? &parent_m : common ? &common_m : &sibling_m;
        *most = fmax(*most, side->length_m);
        siblings += !parent && !common;
    }
    if (siblings == 0)
        return fmax(parent_m, common_m);
    return siblings == 1 ? fmax(sibling_m, parent_m) : sibling_m;
}

/* Length along the longer side; offset between the sides when there are two. */
static bool measure_sides(struct boundary_face *face, const struct group *group)
{
    struct sides sides = {0};
    const struct side *a, *b;
    bool ok = collect_sides(group, face->party_count, &sides);
    face->max_offset_m = NAN;
    if (ok) {
        face->length_m = longest_m(&sides);
        if (find_lines(&sides, &a, &b) && (double)a->point_count * b->point_count <= MAX_SAMPLES)
            face->max_offset_m = fmax(directed_offset(group->topology, a, b),
                                      directed_offset(group->topology, b, a));
    }
    free(sides.items);
    free(sides.arcs);
    return ok;
}

/* The two coarsest steps among the units at the face, and among the parents
 * where only one unit is. */
static double resolution_of(const struct group *group, const struct boundary_face *face)
{
    double first = 0, second = 0;
    for (uint32_t i = 0; i < face->party_count; i++) {
        double step = boundary_unit_resolution_m(face->parties[i]);
        if (step > first) {
            second = first;
            first = step;
        } else if (step > second) {
            second = step;
        }
    }
    if (face->party_count == 1)
        for (uint32_t p = 0; p < group->siblings->parent_count; p++)
            second = fmax(second, boundary_unit_resolution_m(group->siblings->parents[p]));
    return first + second;
}

static enum base_status group_polygon(struct boundary_inspection *inspection,
                                      const struct group *group, struct geo_geometry *out,
                                      struct base_error *err)
{
    if (group->count == 1)
        return geo_topology_face_polygon(group->topology, group->faces[0], inspection->arena, out,
                                         err);
    struct geo_geometry *parts = base_arena_calloc(inspection->arena, group->count, sizeof *parts);
    if (!parts)
        return boundary_no_memory(err);
    for (uint32_t g = 0; g < group->count; g++) {
        enum base_status status = geo_topology_face_polygon(group->topology, group->faces[g],
                                                            inspection->arena, &parts[g], err);
        if (status != BASE_OK)
            return status;
    }
    return geo_overlay_union(inspection->engine, parts, group->count, inspection->arena, out, err);
}

static const struct boundary_unit **units_of(struct boundary_inspection *inspection,
                                             const struct group *group,
                                             const struct parties *parties, uint32_t *count)
{
    const struct boundary_unit **units =
        base_arena_alloc(inspection->arena, ((size_t)parties->count + 1) * sizeof *units);
    for (uint32_t i = 0; units && i < parties->count; i++)
        units[(*count)++] = group->siblings->units[parties->items[i]];
    return units;
}

/* All faces of a group have the same owners among the siblings. */
static bool fill_parties(struct boundary_inspection *inspection, const struct group *group,
                         struct boundary_face *face, const struct parties *parties)
{
    struct parties holders = {0};
    face->parties = units_of(inspection, group, parties, &face->party_count);
    if (add_owners(group, group->faces[0], &holders)) {
        sort_parties(&holders);
        face->holders = units_of(inspection, group, &holders, &face->holder_count);
    }
    free(holders.items);
    return face->parties && face->holders;
}

static bool any_suspect(const struct boundary_siblings *siblings, const struct parties *parties)
{
    for (uint32_t i = 0; i < parties->count; i++)
        if (siblings->suspect[parties->items[i]])
            return true;
    return false;
}

static bool push_face(struct boundary_inspection *inspection, const struct boundary_face *face)
{
    if (inspection->face_count == inspection->face_capacity) {
        uint32_t capacity = inspection->face_capacity ? inspection->face_capacity * 2 : 256;
        struct boundary_face *faces = base_arena_alloc(inspection->arena, capacity * sizeof *faces);
        if (!faces)
            return false;
        if (inspection->face_count)
            memcpy(faces, inspection->faces, inspection->face_count * sizeof *faces);
        inspection->faces = faces;
        inspection->face_capacity = capacity;
    }
    inspection->faces[inspection->face_count++] = *face;
    return true;
}

static enum base_status keep_face(struct boundary_inspection *inspection, const struct group *group,
                                  struct boundary_face *face, struct base_error *err)
{
    face->topology = group->topology;
    face->face_count = group->count;
    face->faces =
        base_arena_copy(inspection->arena, group->faces, group->count * sizeof *face->faces);
    if (!face->faces)
        return boundary_no_memory(err);
    enum base_status status = group_polygon(inspection, group, &face->polygon, err);
    if (status != BASE_OK)
        return status;
    return push_face(inspection, face) ? BASE_OK : boundary_no_memory(err);
}

struct measuring {
    const struct boundary_siblings *siblings;
    struct boundary_face *faces;
    double tolerance_m;
};

/* Runs on any thread; writes nothing but the face. */
static void measure_face(void *context, size_t at)
{
    const struct measuring *measuring = context;
    struct boundary_face *face = &measuring->faces[at];
    struct group group = {.siblings = measuring->siblings,
                          .topology = face->topology,
                          .faces = face->faces,
                          .count = face->face_count};
    face->area_m2 = geo_area_m2(&face->polygon);
    face->width_m = geo_width_m(&face->polygon);
    face->resolution_m = resolution_of(&group, face);
    face->sliver = boundary_is_sliver(&face->polygon, face->width_m, measuring->tolerance_m);
    face->failed = !measure_sides(face, &group);
}

enum base_status boundary_faces_measure(struct boundary_inspection *inspection,
                                        struct boundary_siblings *siblings, struct base_error *err)
{
    struct measuring measuring = {.siblings = siblings,
                                  .tolerance_m = inspection->options->profile.tolerance_m};
    for (uint32_t first = 0; first < inspection->face_count; first += MEASURED_AT_ONCE) {
        uint32_t rest = inspection->face_count - first;
        uint32_t count = rest < MEASURED_AT_ONCE ? rest : MEASURED_AT_ONCE;
        if (base_progress_cancelled(inspection->progress))
            return boundary_cancelled(err);
        measuring.faces = inspection->faces + first;
        base_parallel(inspection->options->workers, count, measure_face, &measuring);
    }
    for (uint32_t i = 0; i < inspection->face_count; i++) {
        const struct boundary_face *face = &inspection->faces[i];
        if (face->failed)
            return boundary_no_memory(err);
        if (face->topology == &siblings->topology)
            siblings->loud[face->faces[0]] = !boundary_face_is_numeric(face);
    }
    return BASE_OK;
}

enum base_status boundary_face_add(struct boundary_inspection *inspection,
                                   const struct boundary_siblings *siblings,
                                   const struct geo_topology *topology, const uint32_t *faces,
                                   uint32_t count, enum boundary_kind kind, bool whole,
                                   struct base_error *err)
{
    struct group group = {
        .siblings = siblings, .topology = topology, .faces = faces, .count = count};
    struct boundary_face face = {.kind = kind, .whole = whole};
    struct parties parties = {0};
    enum base_status status = BASE_OK;
    if (!find_parties(&group, &parties) || !fill_parties(inspection, &group, &face, &parties))
        status = boundary_no_memory(err);
    else if (face.party_count && !any_suspect(siblings, &parties))
        status = keep_face(inspection, &group, &face, err);
    free(parties.items);
    return status;
}

static bool boxes_near(const struct geo_geometry *a, const struct geo_geometry *b, double limit_m)
{
    struct geo_box box = geo_geometry_box(a);
    struct geo_plane plane = geo_plane_at(box.min);
    int64_t east = (int64_t)(limit_m / plane.m_per_lon) + 1;
    int64_t north = (int64_t)(limit_m / plane.m_per_lat) + 1;
    box.min.lon -= east;
    box.max.lon += east;
    box.min.lat -= north;
    box.max.lat += north;
    return geo_box_intersects(box, geo_geometry_box(b));
}

static double vertices_to_edges(const struct geo_geometry *a, const struct geo_geometry *b,
                                double best)
{
    for (uint32_t i = 0; i < a->point_count && best > 0; i++) {
        for (uint32_t r = 0; r < b->ring_count; r++)
            for (uint32_t k = b->ring_points[r] + 1; k < b->ring_points[r + 1]; k++) {
                double fraction;
                double d =
                    geo_segment_distance_m(a->points[i], b->points[k - 1], b->points[k], &fraction);
                best = d < best ? d : best;
            }
    }
    return best;
}

double boundary_polygon_distance_m(const struct geo_geometry *a, const struct geo_geometry *b,
                                   double limit_m)
{
    if (!boxes_near(a, b, limit_m))
        return INFINITY;
    double best = vertices_to_edges(a, b, INFINITY);
    best = vertices_to_edges(b, a, best);
    return best < limit_m ? best : INFINITY;
}
