/* boundary/junctions.c - what should meet in one point: three lines, the corners of
 * the units' outlines, and the tri-junction of record. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/tips.h"
#include "geo/enclosing.h"
#include "geo/measure.h"

#define MOST_MEETING 32U
#define MOST_AROUND  64U

/* Points that should be one. */
struct meeting {
    const struct boundary_unit *units[MOST_MEETING];
    struct geo_point points[MOST_MEETING];
    uint32_t unit_count, count;
    uint32_t tips[MOST_MEETING], tip_count; /* the ends among the points */
    double step_m;                          /* the coarsest source's */
    const char *number;                     /* of the tri-junction; NULL: not of record */
    bool inspected;
};

static void add_point(struct meeting *meeting, struct geo_point point)
{
    if (meeting->count < MOST_MEETING)
        meeting->points[meeting->count++] = point;
}

static bool has_unit(const struct meeting *meeting, const struct boundary_unit *unit)
{
    for (uint32_t i = 0; i < meeting->unit_count; i++)
        if (strcmp(meeting->units[i]->code, unit->code) == 0)
            return true;
    return false;
}

static void add_unit(struct meeting *meeting, const struct boundary_unit *unit)
{
    if (meeting->unit_count < MOST_MEETING && !has_unit(meeting, unit))
        meeting->units[meeting->unit_count++] = unit;
}

static void add_tip(struct meeting *meeting, struct boundary_tips *tips, uint32_t tip)
{
    struct boundary_tip *t = &tips->items[tip];
    if (meeting->tip_count == MOST_MEETING)
        return;
    t->met = true;
    meeting->tips[meeting->tip_count++] = tip;
    meeting->step_m = fmax(meeting->step_m, boundary_step_m(t->course->line->resolution_m));
    meeting->inspected = meeting->inspected || t->course->inspected;
    add_point(meeting, t->point);
}

/* --- telling ---------------------------------------------------------------- */

/* The triangle of three ends, or the centre of the smallest circle. */
static void place(struct boundary_inspection *inspection, struct boundary_finding *finding,
                  const struct meeting *meeting, const struct boundary_tips *tips,
                  struct geo_point centre)
{
    struct geo_point corners[3];
    for (uint32_t i = 0; meeting->tip_count == 3 && i < 3; i++)
        corners[i] = tips->items[meeting->tips[i]].point;
    if (meeting->tip_count != 3 || geo_point_orientation(corners[0], corners[1], corners[2]) == 0) {
        boundary_finding_place_point(finding, &inspection->list, centre);
        return;
    }
    struct geo_builder builder;
    struct geo_geometry triangle, turned;
    geo_builder_init(&builder, GEO_POLYGON, inspection->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    for (uint32_t i = 0; i < 4; i++)
        geo_builder_point(&builder, corners[i % 3]);
    if (geo_builder_finish(&builder, &triangle, NULL) != BASE_OK ||
        geo_geometry_orient(&triangle, inspection->arena, &turned, NULL) != BASE_OK) {
        inspection->list.failed = true;
        return;
    }
    finding->area_m2 = geo_area_m2(&turned);
    boundary_finding_place(finding, &turned);
}

static void tell(struct boundary_inspection *inspection, const struct meeting *meeting,
                 const struct boundary_tips *tips)
{
    double tolerance = inspection->options->profile.tri_junction_m, radius;
    double spread = geo_spread_m(meeting->points, meeting->count);
    struct geo_point centre;
    if (!meeting->inspected || meeting->count < 2 || spread <= 2 * meeting->step_m)
        return;
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_TRI_JUNCTION,
                          spread > tolerance ? BOUNDARY_SUBSTANTIVE : BOUNDARY_MINOR,
                          meeting->units, meeting->unit_count);
    if (!finding)
        return;
    geo_enclosing_circle(meeting->points, meeting->count, &centre, &radius);
    finding->max_offset_m = spread;
    finding->width_m = 2 * radius;
    finding->tolerance_m = tolerance;
    finding->subject = meeting->number;
    place(inspection, finding, meeting, tips, centre);
    double lon = geo_grid_to_degrees(centre.lon), lat = geo_grid_to_degrees(centre.lat);
    if (meeting->number)
        boundary_finding_say(finding, &inspection->list, meeting->units, meeting->unit_count,
                             "%s should meet in the tri-junction %s, but %u points lie up to %.2f "
                             "m apart, in a circle of radius %.2f m around %.7f, %.7f.",
                             meeting->number, meeting->count, spread, radius, lon, lat);
    else
        boundary_finding_say(finding, &inspection->list, meeting->units, meeting->unit_count,
                             "%s should meet in one point, but %u points of them lie up to %.2f m "
                             "apart, in a circle of radius %.2f m around %.7f, %.7f.",
                             meeting->count, spread, radius, lon, lat);
}

/* --- of record --------------------------------------------------------------- */

/* Ends that lie near a point. */
struct around {
    const struct boundary_tips *tips;
    uint32_t items[MOST_AROUND], count;
};

static bool note_tip(void *context, uint32_t node, struct geo_box box)
{
    struct around *around = context;
    (void)box;
    if (node < around->tips->count && !around->tips->items[node].met)
        around->items[around->count++] = node;
    return around->count < MOST_AROUND;
}

static void list_around(const struct boundary_tips *tips, struct geo_point point, double reach_m,
                        struct around *around)
{
    struct geo_plane plane = geo_plane_at(point);
    struct geo_box box = {geo_plane_unproject(&plane, -reach_m, -reach_m),
                          geo_plane_unproject(&plane, reach_m, reach_m)};
    around->tips = tips;
    around->count = 0;
    geo_rtree_query(&tips->nodes, box, note_tip, around);
    for (uint32_t i = 1; i < around->count; i++) /* in order of the tips */
        for (uint32_t k = i; k > 0 && around->items[k - 1] > around->items[k]; k--) {
            uint32_t swap = around->items[k];
            around->items[k] = around->items[k - 1];
            around->items[k - 1] = swap;
        }
}

/* Of each line between two of the units, the end that is nearest to the point. */
static void add_lines(struct meeting *meeting, struct boundary_tips *tips, struct geo_point point,
                      double reach_m)
{
    struct around around;
    list_around(tips, point, reach_m, &around);
    for (uint32_t i = 0; i < around.count; i++) {
        const struct boundary_course *course = tips->items[around.items[i]].course;
        if (!has_unit(meeting, course->sides[0]) || !has_unit(meeting, course->sides[1]))
            continue;
        uint32_t best = around.items[i];
        for (; i + 1 < around.count && tips->items[around.items[i + 1]].course == course; i++)
            if (geo_distance_m(tips->items[around.items[i + 1]].point, point) <
                geo_distance_m(tips->items[best].point, point))
                best = around.items[i + 1];
        if (geo_distance_m(tips->items[best].point, point) <= reach_m)
            add_tip(meeting, tips, best);
    }
}

static bool on_all(const struct meeting *meeting, struct geo_point point)
{
    for (uint32_t i = 0; i < meeting->unit_count; i++)
        if (geo_polygon_locate(&meeting->units[i]->geometry, point) != GEO_BOUNDARY)
            return false;
    return true;
}

/* The place on all units' outlines that is nearest to the point, within reach. */
static bool find_corner(const struct meeting *meeting, struct geo_point point, double reach_m,
                        struct geo_point *corner)
{
    double distance = INFINITY;
    for (uint32_t u = 0; u < meeting->unit_count; u++) {
        const struct geo_geometry *g = &meeting->units[u]->geometry;
        if (g->part_count == 0)
            return false;
        for (uint32_t i = 0; i < g->point_count; i++) {
            if ((double)llabs(g->points[i].lat - point.lat) > reach_m * 1e4)
                continue; /* 1e-9° of latitude is 0.11 mm */
            double here = geo_distance_m(g->points[i], point);
            if (here <= reach_m && here < distance && on_all(meeting, g->points[i])) {
                distance = here;
                *corner = g->points[i];
            }
        }
    }
    return isfinite(distance);
}

/* True when the point lies near none of some unit's outline. */
static bool is_astray(const struct meeting *meeting, struct geo_point point, double reach_m)
{
    static const uint32_t ONE[] = {0, 1};
    const struct geo_geometry there = {GEO_POINT, 1, 1, 1, ONE, ONE, &point};
    for (uint32_t u = 0; u < meeting->unit_count; u++)
        if (!isfinite(boundary_polygon_distance_m(&there, &meeting->units[u]->geometry, reach_m)))
            return true;
    return false;
}

/* Near the point; or where its units meet at all, when the point lies far from them. */
static void add_corner(struct meeting *meeting, struct geo_point point, double reach_m)
{
    struct geo_point corner = point;
    bool found =
        find_corner(meeting, point, reach_m, &corner) ||
        (is_astray(meeting, point, reach_m) && find_corner(meeting, point, INFINITY, &corner));
    if (!found)
        return;
    for (uint32_t u = 0; u < meeting->unit_count; u++)
        meeting->step_m = fmax(meeting->step_m, boundary_step_m(meeting->units[u]->resolution_m));
    add_point(meeting, corner);
}

static void check_of_record(struct boundary_inspection *inspection,
                            const struct boundary_courses *courses, struct boundary_tips *tips,
                            const struct boundary_junction *junction)
{
    double reach = boundary_reach_m(inspection->options->profile.tri_junction_m);
    enum store_level level = inspection->options->level;
    struct meeting meeting = {.number = junction->number,
                              .step_m = boundary_step_m(junction->resolution_m)};
    for (uint32_t i = 0; i < junction->code_count; i++) {
        const struct boundary_unit *unit =
            boundary_unit_find(inspection, &courses->directory, junction->codes[i]);
        if (!unit)
            return;
        add_unit(&meeting, unit);
        meeting.inspected = meeting.inspected || level == STORE_LEVEL_NONE || unit->level == level;
    }
    inspection->report->registered.tri_junctions += meeting.inspected;
    add_point(&meeting, junction->point);
    add_lines(&meeting, tips, junction->point, reach);
    add_corner(&meeting, junction->point, reach);
    tell(inspection, &meeting, tips);
}

/* --- by the lines alone ------------------------------------------------------- */

/* True when the three lines are those between three units, each pair once. */
static bool is_triangle(const struct boundary_course *a, const struct boundary_course *b,
                        const struct boundary_course *c, struct meeting *meeting)
{
    const struct boundary_course *lines[3] = {a, b, c};
    meeting->unit_count = 0;
    for (int i = 0; i < 3; i++)
        for (int s = 0; s < 2; s++)
            add_unit(meeting, lines[i]->sides[s]);
    for (int i = 0; i < 3; i++) {
        const struct boundary_course *x = lines[i], *y = lines[(i + 1) % 3];
        if (strcmp(x->sides[0]->code, y->sides[0]->code) == 0 &&
            strcmp(x->sides[1]->code, y->sides[1]->code) == 0)
            return false;
    }
    return meeting->unit_count == 3;
}

/* The two other ends that make the tightest triangle with this one. */
static bool find_triangle(struct boundary_tips *tips, uint32_t tip, double reach_m,
                          uint32_t best[2])
{
    struct around around;
    struct meeting meeting;
    double tightest = reach_m;
    bool found = false;
    const struct boundary_tip *t = tips->items;
    list_around(tips, t[tip].point, reach_m, &around);
    for (uint32_t i = 0; i < around.count; i++)
        for (uint32_t k = i + 1; k < around.count; k++) {
            uint32_t a = around.items[i], b = around.items[k];
            if (a == tip || b == tip ||
                !is_triangle(t[tip].course, t[a].course, t[b].course, &meeting))
                continue;
            struct geo_point points[3] = {t[tip].point, t[a].point, t[b].point};
            double spread = geo_spread_m(points, 3);
            if (spread >= tightest)
                continue;
            tightest = spread;
            best[0] = a;
            best[1] = b;
            found = true;
        }
    return found;
}

static void check_triangle(struct boundary_inspection *inspection, struct boundary_tips *tips,
                           uint32_t tip)
{
    struct meeting meeting = {.count = 0};
    uint32_t others[2];
    double reach = boundary_reach_m(inspection->options->profile.tri_junction_m);
    if (!find_triangle(tips, tip, reach, others))
        return;
    const struct boundary_tip *t = tips->items;
    (void)is_triangle(t[tip].course, t[others[0]].course, t[others[1]].course, &meeting);
    add_tip(&meeting, tips, tip);
    add_tip(&meeting, tips, others[0]);
    add_tip(&meeting, tips, others[1]);
    tell(inspection, &meeting, tips);
}

void boundary_check_junctions(struct boundary_inspection *inspection,
                              const struct boundary_courses *courses, struct boundary_tips *tips)
{
    for (uint32_t i = 0; i < tips->junction_count; i++)
        check_of_record(inspection, courses, tips, tips->junctions[i]);
    for (uint32_t i = 0; i < tips->count; i++)
        if (!tips->items[i].met)
            check_triangle(inspection, tips, i);
}
