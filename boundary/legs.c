/* boundary/legs.c - a line's description (走向说明) against its markers. */
#include <math.h>
#include <string.h>

#include "boundary/compass.h"
#include "boundary/course.h"
#include "geo/measure.h"

static void tell_leg(struct boundary_inspection *inspection, const struct boundary_course *course,
                     const struct boundary_stone *from, const struct boundary_stone *to,
                     const char *told, double azimuth_deg)
{
    const char *sector = boundary_compass_name(azimuth_deg);
    struct boundary_along *along;
    struct boundary_finding *finding =
        boundary_course_tell(inspection, course, BOUNDARY_DESCRIPTION, BOUNDARY_MINOR, &along);
    if (!finding)
        return;
    const char *numbers[2] = {from->marker->number, to->marker->number};
    struct geo_point points[2] = {from->marker->record.point, to->marker->record.point};
    along->chainage_m = from->has_foot ? from->foot.chainage_m : NAN;
    boundary_finding_name_markers(inspection, finding, along, numbers, 2);
    boundary_finding_place_line(finding, &inspection->list, points, 2);
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: the description of line %s says %s from marker %s to %s; the markers "
                         "lie %s (%.1f°).",
                         course->line->code, told, numbers[0], numbers[1], sector, azimuth_deg);
}

static const struct boundary_stone *find_number(const struct boundary_course *course,
                                                const char *number)
{
    for (uint32_t i = 0; number && i < course->stone_count; i++)
        if (course->stones[i].marker->has_point &&
            strcmp(course->stones[i].marker->number, number) == 0)
            return &course->stones[i];
    return NULL;
}

static void check_direction(struct boundary_inspection *inspection,
                            const struct boundary_course *course, const struct boundary_leg *leg)
{
    const struct boundary_stone *from = find_number(course, leg->from);
    const struct boundary_stone *to = find_number(course, leg->to);
    if (!from || !to || !leg->direction ||
        geo_point_equal(from->marker->record.point, to->marker->record.point))
        return;
    double azimuth = geo_azimuth_deg(from->marker->record.point, to->marker->record.point);
    if (strcmp(boundary_compass_name(azimuth), leg->direction) != 0)
        tell_leg(inspection, course, from, to, leg->direction, azimuth);
}

void boundary_check_legs(struct boundary_inspection *inspection,
                         const struct boundary_course *course)
{
    for (uint32_t i = 0; i < course->line->leg_count; i++)
        check_direction(inspection, course, &course->line->legs[i]);
}
