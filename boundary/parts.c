/* boundary/parts.c - detached parts: exclaves that no register knows, and crumbs. */
#include <stdlib.h>

#include "boundary/exempt.h"
#include "geo/measure.h"

/* The parts of one unit's multipolygon. */
struct parts {
    const struct geo_geometry *shape;
    uint32_t count, main;
    double *area_m2;
    bool *attached; /* to the main part, be it over a mere point */
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

static void attach(struct parts *parts)
{
    bool again = true;
    parts->attached[parts->main] = true;
    while (again) {
        again = false;
        for (uint32_t a = 0; a < parts->count; a++)
            for (uint32_t b = 0; b < parts->count && !parts->attached[a]; b++)
                if (parts->attached[b] && parts_touch(parts, a, b))
                    parts->attached[a] = again = true;
    }
}

/* Marks the unit and all that own, or share an edge with, the face at point. */
static uint32_t mark_around(const struct boundary_siblings *siblings, uint32_t unit,
                            struct geo_point point, struct base_arena *arena, bool *party)
{
    const struct geo_topology *t = &siblings->topology;
    for (uint32_t f = 1; f < t->face_count; f++) {
        struct geo_geometry polygon;
        if (!geo_topology_covers(t, f, unit) ||
            geo_topology_face_polygon(t, f, arena, &polygon, NULL) != BASE_OK ||
            geo_polygon_locate(&polygon, point) != GEO_INSIDE)
            continue;
        for (uint32_t i = 0; i < t->faces[f].arc_count; i++) {
            const struct geo_arc *arc = &t->arcs[t->face_arcs[t->faces[f].first_arc + i]];
            const uint32_t sides[2] = {arc->left_face, arc->right_face};
            for (int s = 0; s < 2; s++)
                for (uint32_t k = 0; k < t->faces[sides[s]].owner_count; k++)
                    party[t->owners[t->faces[sides[s]].first_owner + k]] = true;
        }
        break;
    }
    party[unit] = true;
    uint32_t count = 0;
    for (uint32_t i = 0; i < siblings->count; i++)
        count += party[i];
    return count;
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
    boundary_finding_say(finding, &inspection->list, &unit, 1,
                         "%s has a detached part of %.1f m² that no register of exclaves knows.",
                         area_m2);
}

/* An exclave, unless the register knows it. */
static enum base_status check_exclave(struct boundary_inspection *inspection,
                                      const struct boundary_siblings *siblings, const bool *party,
                                      uint32_t unit, const struct geo_geometry *part,
                                      double area_m2, struct base_error *err)
{
    const struct boundary_unit **around =
        base_arena_alloc(inspection->arena, (siblings->count + 1) * sizeof *around);
    uint32_t count = 0;
    bool told;
    if (!around)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < siblings->count; i++)
        if (party[i])
            around[count++] = siblings->units[i];
    enum base_status status =
        boundary_exempt_part(inspection, siblings->units[unit], around, count, part, &told, err);
    if (status == BASE_OK && !told)
        tell_exclave(inspection, siblings->units[unit], around, count, part, area_m2);
    return status;
}

static enum base_status check_part(struct boundary_inspection *inspection,
                                   const struct boundary_siblings *siblings, uint32_t unit,
                                   const struct parts *parts, uint32_t p, struct base_error *err)
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
    bool *party = base_arena_calloc(inspection->arena, siblings->count, sizeof *party);
    if (!party)
        return boundary_no_memory(err);
    /* An island that touches nobody is no exclave. */
    if (mark_around(siblings, unit, inside, inspection->arena, party) > 1)
        return check_exclave(inspection, siblings, party, unit, &part, parts->area_m2[p], err);
    return BASE_OK;
}

static enum base_status check_unit(struct boundary_inspection *inspection,
                                   const struct boundary_siblings *siblings, uint32_t unit,
                                   struct base_error *err)
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
    attach(&parts);
    enum base_status status = BASE_OK;
    for (uint32_t p = 0; p < parts.count && status == BASE_OK; p++)
        if (p != parts.main)
            status = check_part(inspection, siblings, unit, &parts, p, err);
    return status;
}

enum base_status boundary_check_parts(struct boundary_inspection *inspection,
                                      struct boundary_siblings *siblings, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (uint32_t i = 0; i < siblings->count && status == BASE_OK; i++)
        if (siblings->valid[i] && !siblings->suspect[i] && siblings->shapes[i].part_count > 1)
            status = check_unit(inspection, siblings, i, err);
    return status;
}
