/* boundary/markers.c - markers against their line: distance, side, order, moves. */
#include <math.h>

#include "boundary/course.h"
#include "geo/measure.h"

/* boundaries.md 3.2 */
#define MOVED_SIGMAS       2.5
#define REFERENCE_TURN_DEG 1.0
#define REFERENCE_OFF_M    2.0

static bool is_single(const struct boundary_stone *stone)
{
    if (stone->marker->mode != BOUNDARY_MARKER_UNKNOWN_MODE)
        return stone->marker->mode == BOUNDARY_MARKER_SINGLE;
    return !stone->parsed || stone->number.letter == 0 || stone->number.letter == 'Q';
}

/* A, B or C, D, E: stands beside the line. */
static bool stands_beside(const struct boundary_stone *stone)
{
    return !is_single(stone) && stone->parsed && stone->number.letter >= 'A' &&
           stone->number.letter <= 'E';
}

/* --- distance -------------------------------------------------------------- */

static void tell_off_line(struct boundary_inspection *inspection,
                          const struct boundary_course *course, const struct boundary_stone *stone,
                          enum boundary_severity severity)
{
    struct boundary_along *along;
    struct boundary_finding *finding =
        boundary_course_tell(inspection, course, BOUNDARY_MARKER_OFF_LINE, severity, &along);
    if (!finding)
        return;
    struct geo_point way[2] = {stone->marker->record.point, stone->foot.point};
    finding->max_offset_m = stone->foot.distance_m;
    finding->tolerance_m = inspection->options->profile.marker_m;
    along->chainage_m = stone->foot.chainage_m;
    along->side = stone->foot.side;
    boundary_finding_name_markers(inspection, finding, along, &stone->marker->number, 1);
    boundary_finding_place_line(finding, &inspection->list, way, 2);
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: marker %s stands %.2f m off line %s, at chainage %.1f m.",
                         stone->marker->number, stone->foot.distance_m, course->line->code,
                         stone->foot.chainage_m);
}

/* Below the standard deviation of line and marker a distance says nothing. */
static void check_distance(struct boundary_inspection *inspection,
                           const struct boundary_course *course, const struct boundary_stone *stone)
{
    const struct boundary_profile *profile = &inspection->options->profile;
    double sigma = stone->marker->record.sigma_m;
    if (!stone->has_foot || !is_single(stone))
        return;
    if (stone->foot.distance_m > profile->marker_m)
        tell_off_line(inspection, course, stone, BOUNDARY_SUBSTANTIVE);
    else if (stone->foot.distance_m > hypot(profile->sigma_m, sigma > 0 ? sigma : 0))
        tell_off_line(inspection, course, stone, BOUNDARY_MINOR);
}

/* --- sides ----------------------------------------------------------------- */

/* The stones of one serial stand together. */
struct group {
    const struct boundary_stone *stones;
    uint32_t count;
};

static bool same_serial(const struct boundary_stone *a, const struct boundary_stone *b)
{
    return a->parsed && b->parsed && a->number.has_serial && b->number.has_serial &&
           a->number.serial == b->number.serial;
}

static void tell_side(struct boundary_inspection *inspection, const struct boundary_course *course,
                      const struct boundary_stone *const *beside, uint32_t count)
{
    struct boundary_along *along;
    struct boundary_finding *finding = boundary_course_tell(
        inspection, course, BOUNDARY_MARKER_SIDE, BOUNDARY_SUBSTANTIVE, &along);
    const char **numbers = base_arena_alloc(inspection->arena, count * sizeof *numbers);
    struct geo_point *points = base_arena_alloc(inspection->arena, count * sizeof *points);
    if (!finding || !numbers || !points) {
        inspection->list.failed = true;
        return;
    }
    double nearest = INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = beside[i]->marker->number;
        points[i] = beside[i]->marker->record.point;
        nearest = fmin(nearest, beside[i]->foot.distance_m);
    }
    finding->max_offset_m = nearest;
    along->chainage_m = beside[0]->foot.chainage_m;
    along->side = beside[0]->foot.side;
    boundary_finding_name_markers(inspection, finding, along, numbers, count);
    boundary_finding_place_line(finding, &inspection->list, points, count);
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: line %s does not run between markers %s and %s: they stand on one "
                         "side of it, %.2f m and more away.",
                         course->line->code, numbers[0], numbers[count - 1], nearest);
}

/* The line should run between the stones of one serial. */
static void check_sides(struct boundary_inspection *inspection,
                        const struct boundary_course *course, const struct group *group)
{
    const struct boundary_stone **beside =
        base_arena_alloc(inspection->arena, group->count * sizeof *beside);
    uint32_t count = 0;
    if (!beside) {
        inspection->list.failed = true;
        return;
    }
    for (uint32_t i = 0; i < group->count; i++)
        if (group->stones[i].has_foot && stands_beside(&group->stones[i]))
            beside[count++] = &group->stones[i];
    bool letters = count > 1 && beside[0]->number.letter != beside[count - 1]->number.letter;
    for (uint32_t i = 0; letters && i < count; i++)
        if (beside[i]->foot.side == 0 || beside[i]->foot.side != beside[0]->foot.side)
            return;
    if (letters)
        tell_side(inspection, course, beside, count);
}

/* --- order ----------------------------------------------------------------- */

/* Where a serial stands along the line: the mean of its stones. */
struct mark {
    const struct boundary_stone *stone; /* the first of its stones */
    double chainage_m;
};

/* A stone that stands far off has no place along the line. */
static uint32_t list_marks(const struct boundary_inspection *inspection,
                           const struct boundary_course *course, struct mark *marks)
{
    double reach = boundary_reach_m(inspection->options->profile.tolerance_m);
    uint32_t count = 0, stones = 0;
    for (uint32_t i = 0; i < course->stone_count; i++) {
        const struct boundary_stone *stone = &course->stones[i];
        if (!stone->has_foot || !stone->parsed || !stone->number.has_serial ||
            (is_single(stone) && stone->foot.distance_m > reach))
            continue;
        if (count && same_serial(marks[count - 1].stone, stone)) {
            stones++;
            marks[count - 1].chainage_m +=
                (stone->foot.chainage_m - marks[count - 1].chainage_m) / stones;
        } else {
            marks[count++] = (struct mark){stone, stone->foot.chainage_m};
            stones = 1;
        }
    }
    return count;
}

/* How often the next serial stands on the wrong side, going direction 1 or -1. */
static uint32_t count_steps_back(const struct mark *marks, uint32_t count, double direction,
                                 double step_m)
{
    uint32_t back = 0;
    for (uint32_t i = 1; i < count; i++)
        back += direction * (marks[i].chainage_m - marks[i - 1].chainage_m) < -step_m;
    return back;
}

static void tell_order(struct boundary_inspection *inspection, const struct boundary_course *course,
                       const struct mark *first, const struct mark *second)
{
    struct boundary_along *along;
    struct boundary_finding *finding = boundary_course_tell(
        inspection, course, BOUNDARY_MARKER_ORDER, BOUNDARY_SUBSTANTIVE, &along);
    if (!finding)
        return;
    const char *numbers[2] = {first->stone->marker->number, second->stone->marker->number};
    struct geo_point points[2] = {first->stone->marker->record.point,
                                  second->stone->marker->record.point};
    finding->length_m = fabs(second->chainage_m - first->chainage_m);
    along->chainage_m = second->chainage_m;
    boundary_finding_name_markers(inspection, finding, along, numbers, 2);
    boundary_finding_place_line(finding, &inspection->list, points, 2);
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: marker %s stands at chainage %.1f m of line %s, but %s, which "
                         "follows it, at %.1f m.",
                         numbers[0], first->chainage_m, course->line->code, numbers[1],
                         second->chainage_m);
}

/* Serials rise along the line or fall along it: whichever fits more of them; as
 * markers are numbered by rule when both fit alike. */
static void check_order(struct boundary_inspection *inspection,
                        const struct boundary_course *course)
{
    struct mark *marks =
        base_arena_alloc(inspection->arena, (course->stone_count + 1) * sizeof *marks);
    if (!marks) {
        inspection->list.failed = true;
        return;
    }
    double step = boundary_step_m(course->line->resolution_m);
    uint32_t count = list_marks(inspection, course, marks);
    bool falls = count_steps_back(marks, count, -1, step) < count_steps_back(marks, count, 1, step);
    for (uint32_t i = 1; i < count; i++)
        if ((falls ? -1 : 1) * (marks[i].chainage_m - marks[i - 1].chainage_m) < -step)
            tell_order(inspection, course, &marks[i - 1], &marks[i]);
}

/* --- moves ----------------------------------------------------------------- */

static const struct boundary_fix *latest_fix(const struct boundary_marker *marker)
{
    const struct boundary_fix *latest = NULL;
    for (uint32_t i = 0; i < marker->fix_count; i++) {
        const struct boundary_fix *fix = &marker->fixes[i];
        if (!latest || fix->measured_on > latest->measured_on ||
            (fix->measured_on == latest->measured_on &&
             geo_point_compare(fix->point, latest->point) < 0))
            latest = fix;
    }
    return latest;
}

static void tell_moved(struct boundary_inspection *inspection, const struct boundary_course *course,
                       const struct boundary_marker *marker, const struct boundary_fix *fix,
                       double limit_m)
{
    char date[BASE_DATE_SIZE];
    struct boundary_along *along;
    struct boundary_finding *finding = boundary_course_tell(
        inspection, course, BOUNDARY_MARKER_MOVED, BOUNDARY_SUBSTANTIVE, &along);
    if (!finding)
        return;
    struct geo_point way[2] = {marker->record.point, fix->point};
    finding->max_offset_m = geo_distance_m(way[0], way[1]);
    finding->tolerance_m = limit_m;
    boundary_finding_name_markers(inspection, finding, along, &marker->number, 1);
    boundary_finding_place_line(finding, &inspection->list, way, 2);
    boundary_finding_say(
        finding, &inspection->list, course->sides, 2,
        "%s: marker %s of line %s was measured %.2f m from its position of "
        "record, at azimuth %.1f°, on %s; the position of record stays.",
        marker->number, course->line->code, finding->max_offset_m, geo_azimuth_deg(way[0], way[1]),
        fix->measured_on == BASE_DATE_NONE ? "?" : base_date_print(fix->measured_on, date));
}

/* The latest measurement against the position of record. */
static void check_moved(struct boundary_inspection *inspection,
                        const struct boundary_course *course, const struct boundary_marker *marker)
{
    double unknown = inspection->options->profile.sigma_m;
    const struct boundary_fix *fix = latest_fix(marker);
    if (!fix || !marker->has_point)
        return;
    double then = marker->record.sigma_m >= 0 ? marker->record.sigma_m : unknown;
    double now = fix->sigma_m >= 0 ? fix->sigma_m : unknown;
    double limit = MOVED_SIGMAS * hypot(then, now);
    if (geo_distance_m(marker->record.point, fix->point) > limit)
        tell_moved(inspection, course, marker, fix, limit);
}

/* --- reference objects ----------------------------------------------------- */

static void tell_stale(struct boundary_inspection *inspection, const struct boundary_course *course,
                       const struct boundary_marker *marker,
                       const struct boundary_reference *reference, double turn_deg, double off_m)
{
    struct boundary_along *along;
    struct boundary_finding *finding =
        boundary_course_tell(inspection, course, BOUNDARY_REFERENCE_STALE, BOUNDARY_MINOR, &along);
    if (!finding)
        return;
    const char *names[2] = {marker->number, reference->name};
    finding->max_offset_m = off_m;
    boundary_finding_name_markers(inspection, finding, along, names, 2);
    along->marker_count = 1; /* the object is part of the id only */
    if (marker->has_point)
        boundary_finding_place_point(finding, &inspection->list, marker->record.point);
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: reference object %s of marker %s no longer agrees with the record: "
                         "bearing off by %.1f°, distance by %.2f m.",
                         reference->name, marker->number, turn_deg, off_m);
}

static void check_references(struct boundary_inspection *inspection,
                             const struct boundary_course *course,
                             const struct boundary_marker *marker)
{
    for (uint32_t i = 0; i < marker->reference_count; i++) {
        const struct boundary_reference *r = &marker->references[i];
        double turn = fabs(remainder(r->measured_bearing_deg - r->bearing_deg, 360));
        double off = fabs(r->measured_distance_m - r->distance_m);
        if (turn > REFERENCE_TURN_DEG || off > REFERENCE_OFF_M)
            tell_stale(inspection, course, marker, r, turn, off);
    }
}

/* --- all ------------------------------------------------------------------- */

static void check_serials(struct boundary_inspection *inspection,
                          const struct boundary_course *course)
{
    struct group group = {course->stones, 0};
    for (uint32_t i = 1; i <= course->stone_count; i++) {
        if (i < course->stone_count && same_serial(group.stones, &course->stones[i]))
            continue;
        group.count = (uint32_t)(course->stones + i - group.stones);
        if (group.count > 1)
            check_sides(inspection, course, &group);
        group.stones = course->stones + i;
    }
}

void boundary_check_markers(struct boundary_inspection *inspection,
                            const struct boundary_course *course)
{
    for (uint32_t i = 0; i < course->stone_count; i++) {
        check_distance(inspection, course, &course->stones[i]);
        check_moved(inspection, course, course->stones[i].marker);
        check_references(inspection, course, course->stones[i].marker);
    }
    check_serials(inspection, course);
    check_order(inspection, course);
}
