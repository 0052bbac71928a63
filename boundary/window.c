/* boundary/window.c - a part of the record in hand. */
#include "boundary/window.h"

#include <math.h>
#include <stdlib.h>

#include "boundary/inspection.h"
#include "geo/measure.h"

#define HALF_CIRCLE 180e9 /* grid units */

struct geo_box boundary_box_grown(struct geo_box box, double reach_m)
{
    bool north = box.max.lat > -box.min.lat;
    struct geo_plane plane = geo_plane_at(north ? box.max : box.min);
    int64_t lon = (int64_t)fmin(ceil(reach_m / plane.m_per_lon), HALF_CIRCLE);
    int64_t lat = (int64_t)ceil(reach_m / plane.m_per_lat);
    return (struct geo_box){{box.min.lon - lon, box.min.lat - lat},
                            {box.max.lon + lon, box.max.lat + lat}};
}

bool boundary_box_within(struct geo_box inner, struct geo_box outer)
{
    return geo_box_contains(outer, inner.min) && geo_box_contains(outer, inner.max);
}

static int compare_identities(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

bool boundary_identity_is_in(const int64_t *list, uint32_t count, int64_t identity)
{
    return count && bsearch(&identity, list, count, sizeof identity, compare_identities) != NULL;
}

bool boundary_window_is_changed(const struct boundary_window *window, int64_t identity)
{
    return boundary_identity_is_in(window->changed, window->changed_count, identity);
}

/* identity comes first in the structure. */
const struct boundary_loose *boundary_window_loose(const struct boundary_window *window,
                                                   int64_t identity)
{
    return window->loose_count ? bsearch(&identity, window->loose, window->loose_count,
                                         sizeof *window->loose, compare_identities)
                               : NULL;
}

void boundary_window_want(struct boundary_window *window, const struct geo_geometry *shape,
                          double reach_m)
{
    struct geo_box box = boundary_box_grown(geo_geometry_box(shape), reach_m);
    if (!boundary_box_within(box, window->ground))
        window->wanted = geo_box_union(window->wanted, box);
}

/* All owners around a hole must be known whole, so that it is the hole it seems. */
static void look_around_hole(const struct boundary_siblings *siblings,
                             struct boundary_window *window, uint32_t hole)
{
    const struct geo_topology *t = &siblings->topology;
    for (uint32_t i = 0; i < t->faces[hole].arc_count; i++) {
        const struct geo_arc *arc = &t->arcs[t->face_arcs[t->faces[hole].first_arc + i]];
        const struct geo_face *other =
            &t->faces[arc->left_face == hole ? arc->right_face : arc->left_face];
        for (uint32_t k = 0; k < other->owner_count; k++)
            boundary_window_want(window, &siblings->shapes[t->owners[other->first_owner + k]],
                                 window->reach_m);
    }
}

static const uint32_t *owners_of(const struct geo_topology *t, uint32_t face)
{
    return t->owners + t->faces[face].first_owner;
}

static bool is_of_changed(const struct boundary_siblings *siblings,
                          const struct boundary_window *window, uint32_t face)
{
    const struct geo_topology *t = &siblings->topology;
    for (uint32_t k = 0; k < t->faces[face].owner_count; k++)
        if (boundary_window_is_changed(window, siblings->units[owners_of(t, face)[k]]->identity))
            return true;
    return false;
}

static void mark_shore(const struct geo_topology *t, bool *at_shore)
{
    for (uint32_t a = 0; a < t->arc_count; a++) {
        const uint32_t sides[2] = {t->arcs[a].left_face, t->arcs[a].right_face};
        for (int s = 0; s < 2; s++) {
            if (sides[1 - s] != GEO_TOPOLOGY_OUTER)
                continue;
            for (uint32_t k = 0; k < t->faces[sides[s]].owner_count; k++)
                at_shore[owners_of(t, sides[s])[k]] = true;
        }
    }
}

enum base_status boundary_shore_list(struct boundary_inspection *inspection,
                                     const struct boundary_siblings *siblings, int64_t **out,
                                     uint32_t *count, struct base_error *err)
{
    size_t most = (size_t)siblings->count + 1;
    bool *at_shore = base_arena_calloc(inspection->arena, most, sizeof *at_shore);
    int64_t *shore = base_arena_alloc(inspection->arena, most * sizeof *shore);
    if (!at_shore || !shore)
        return boundary_no_memory(err);
    mark_shore(&siblings->topology, at_shore);
    *count = 0;
    for (uint32_t i = 0; i < siblings->count; i++)
        if (at_shore[i])
            shore[(*count)++] = siblings->units[i]->identity;
    if (*count)
        qsort(shore, *count, sizeof *shore, compare_identities);
    *out = shore;
    return BASE_OK;
}

/* --- what hangs together -------------------------------------------------------- */

/* The units that did not change, joined where they have a point in common. */
struct land {
    const struct boundary_siblings *siblings;
    const struct boundary_window *window;
    uint32_t *part;  /* per unit */
    uint32_t *first; /* per node: a unit at it; NONE */
    bool *changed;   /* per node: a changed unit is at it */
};

static uint32_t root_of(uint32_t *part, uint32_t unit)
{
    while (part[unit] != unit)
        unit = part[unit] = part[part[unit]];
    return unit;
}

static void join_at(struct land *land, uint32_t node, uint32_t face)
{
    const struct geo_topology *t = &land->siblings->topology;
    for (uint32_t k = 0; k < t->faces[face].owner_count; k++) {
        uint32_t unit = owners_of(t, face)[k];
        if (boundary_window_is_changed(land->window, land->siblings->units[unit]->identity))
            land->changed[node] = true;
        else if (land->first[node] == BOUNDARY_NONE)
            land->first[node] = unit;
        else
            land->part[root_of(land->part, unit)] = root_of(land->part, land->first[node]);
    }
}

/* Where the changed units touch one part only of what does not change, no ring closes
 * beyond the window that is not seen in it: what is a hole there, and what lies outside,
 * stays so. */
static bool find_bridges(struct land *land)
{
    const struct geo_topology *t = &land->siblings->topology;
    uint32_t only = BOUNDARY_NONE;
    for (uint32_t i = 0; i < land->siblings->count; i++)
        land->part[i] = i;
    for (uint32_t n = 0; n < t->node_count; n++)
        land->first[n] = BOUNDARY_NONE;
    for (uint32_t a = 0; a < t->arc_count; a++)
        for (int end = 0; end < 2; end++) {
            uint32_t node = end ? t->arcs[a].end_node : t->arcs[a].start_node;
            join_at(land, node, t->arcs[a].left_face);
            join_at(land, node, t->arcs[a].right_face);
        }
    for (uint32_t n = 0; n < t->node_count; n++) {
        if (!land->changed[n] || land->first[n] == BOUNDARY_NONE)
            continue;
        uint32_t part = root_of(land->part, land->first[n]);
        if (only != BOUNDARY_NONE && only != part)
            return true;
        only = part;
    }
    return false;
}

static enum base_status look_for_bridges(const struct boundary_siblings *siblings,
                                         struct boundary_window *window, struct base_error *err)
{
    size_t nodes = (size_t)siblings->topology.node_count + 1;
    struct land land = {.siblings = siblings,
                        .window = window,
                        .part = malloc(((size_t)siblings->count + 1) * sizeof *land.part),
                        .first = malloc(nodes * sizeof *land.first),
                        .changed = calloc(nodes, sizeof *land.changed)};
    bool ok = land.part && land.first && land.changed;
    if (ok)
        window->bridges = find_bridges(&land);
    free(land.part);
    free(land.first);
    free(land.changed);
    return ok ? BASE_OK : boundary_no_memory(err);
}

enum base_status boundary_window_look(struct boundary_inspection *inspection,
                                      const struct boundary_siblings *siblings,
                                      struct base_error *err)
{
    const struct geo_topology *t = &siblings->topology;
    struct boundary_window *window = inspection->input->window;
    for (uint32_t a = 0; a < t->arc_count; a++) {
        const uint32_t sides[2] = {t->arcs[a].left_face, t->arcs[a].right_face};
        for (int s = 0; s < 2; s++) {
            if (t->faces[sides[s]].owner_count || !is_of_changed(siblings, window, sides[1 - s]))
                continue;
            if (sides[s] == GEO_TOPOLOGY_OUTER)
                window->open = true;
            else
                look_around_hole(siblings, window, sides[s]);
        }
    }
    window->broken = window->broken || t->dropped_count > 0;
    enum base_status status =
        boundary_shore_list(inspection, siblings, &window->shore, &window->shore_count, err);
    return status == BASE_OK && window->open ? look_for_bridges(siblings, window, err) : status;
}
