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

bool boundary_window_is_changed(const struct boundary_window *window, int64_t identity)
{
    return window->changed_count && bsearch(&identity, window->changed, window->changed_count,
                                            sizeof identity, compare_identities) != NULL;
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

static bool is_of_changed(const struct boundary_siblings *siblings,
                          const struct boundary_window *window, uint32_t face)
{
    const struct geo_topology *t = &siblings->topology;
    for (uint32_t k = 0; k < t->faces[face].owner_count; k++)
        if (boundary_window_is_changed(
                window, siblings->units[t->owners[t->faces[face].first_owner + k]]->identity))
            return true;
    return false;
}

void boundary_window_look(struct boundary_inspection *inspection,
                          const struct boundary_siblings *siblings)
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
}
