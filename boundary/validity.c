/* boundary/validity.c - geometry that is wrong in itself. */
#include <math.h>

#include "boundary/inspection.h"
#include "geo/measure.h"

#define SPIKE_DEG 1.0
#define WIDE      0.018 /* above tan(SPIKE_DEG), for longitude up to 1.4 % longer than latitude */

static void tell_invalid(struct boundary_inspection *inspection, const struct boundary_unit *unit,
                         const struct geo_fault *fault)
{
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_INVALID, BOUNDARY_BLOCKING, &unit, 1);
    if (!finding)
        return;
    boundary_finding_place_point(finding, &inspection->list, fault->where);
    for (int lang = BASE_ZH; lang <= BASE_EN; lang++)
        boundary_finding_say_in(finding, &inspection->list, (enum base_lang)lang, &unit, 1,
                                "The outline of %s is not valid: %s at %.7f, %.7f.",
                                geo_fault_reason(fault, (enum base_lang)lang),
                                geo_grid_to_degrees(fault->where.lon),
                                geo_grid_to_degrees(fault->where.lat));
}

/* The angle at b between a and c, in degrees; 180 when straight. */
static double angle_deg(struct geo_point a, struct geo_point b, struct geo_point c)
{
    struct geo_plane plane = geo_plane_at(b);
    double ax, ay, cx, cy;
    geo_plane_project(&plane, a, &ax, &ay);
    geo_plane_project(&plane, c, &cx, &cy);
    return GEO_DEGREES(fabs(atan2(ax * cy - ay * cx, ax * cx + ay * cy)));
}

/* True when the angle at b is wider than SPIKE_DEG beyond doubt: the cross product
 * of its arms is more than the spike's tangent times anything that their scalar
 * product can be, whatever longitude is worth at b. */
static bool is_surely_wide(struct geo_point a, struct geo_point b, struct geo_point c)
{
    double ax = (double)(a.lon - b.lon), ay = (double)(a.lat - b.lat);
    double cx = (double)(c.lon - b.lon), cy = (double)(c.lat - b.lat);
    double lat = GEO_RADIANS(geo_grid_to_degrees(b.lat));
    double narrowest = 1 - lat * lat / 2; /* below the cosine */
    return fabs(ax * cy - ay * cx) * narrowest > WIDE * (fabs(ax * cx) + fabs(ay * cy));
}

/* A repeated vertex, or a spike sharper than SPIKE_DEG, among a ring's points. */
static bool ring_noise(const struct geo_point *points, uint32_t count, struct geo_point *where)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        struct geo_point before = points[i ? i - 1 : count - 2];
        if (geo_point_equal(points[i], points[i + 1]) ||
            (!is_surely_wide(before, points[i], points[i + 1]) &&
             angle_deg(before, points[i], points[i + 1]) < SPIKE_DEG)) {
            *where = points[i];
            return true;
        }
    }
    return false;
}

/* One notice a unit, at the first such vertex. */
static void check_noise(struct boundary_inspection *inspection, const struct boundary_unit *unit)
{
    const struct geo_geometry *g = &unit->geometry;
    struct geo_point where;
    for (uint32_t r = 0; r < g->ring_count; r++) {
        uint32_t first = g->ring_points[r];
        if (!ring_noise(g->points + first, g->ring_points[r + 1] - first, &where))
            continue;
        struct boundary_finding *finding =
            boundary_list_add(&inspection->list, BOUNDARY_VERTEX_NOISE, BOUNDARY_NOTICE, &unit, 1);
        if (!finding)
            return;
        boundary_finding_place_point(finding, &inspection->list, where);
        boundary_finding_say(finding, &inspection->list, &unit, 1,
                             "The outline of %s has a repeated vertex or a spike under 1° at "
                             "%.7f, %.7f.",
                             geo_grid_to_degrees(where.lon), geo_grid_to_degrees(where.lat));
        return;
    }
}

/* What the topology has proved already: one ring that meets itself nowhere. */
static bool is_one_clear_ring(const struct boundary_siblings *siblings, uint32_t unit)
{
    return siblings->shapes[unit].ring_count == 1 && boundary_face_count(siblings, unit) > 0 &&
           !siblings->topology.meets[unit];
}

enum base_status boundary_check_validity(struct boundary_inspection *inspection,
                                         struct boundary_siblings *siblings, struct base_error *err)
{
    for (uint32_t i = 0; i < siblings->count; i++) {
        struct geo_fault fault = {.reason = ""};
        enum base_status status = BASE_OK;
        siblings->valid[i] = is_one_clear_ring(siblings, i);
        if (!siblings->valid[i])
            status = geo_validity_check(inspection->engine, &siblings->shapes[i],
                                        &siblings->valid[i], &fault, err);
        if (status != BASE_OK)
            return status;
        if (siblings->valid[i])
            check_noise(inspection, siblings->units[i]);
        else
            tell_invalid(inspection, siblings->units[i], &fault);
    }
    return BASE_OK;
}
