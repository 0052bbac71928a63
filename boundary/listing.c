/* boundary/listing.c - marker numbers: read, twice, missing, unknown to the list. */
#include <math.h>
#include <string.h>

#include "boundary/course.h"
#include "geo/measure.h"

static void tell_number(struct boundary_inspection *inspection,
                        const struct boundary_course *course, const struct boundary_stone *stone)
{
    struct boundary_along *along;
    struct boundary_finding *finding =
        boundary_course_tell(inspection, course, BOUNDARY_MARKER_NUMBER, BOUNDARY_MINOR, &along);
    if (!finding)
        return;
    boundary_finding_name_markers(inspection, finding, along, &stone->marker->number, 1);
    if (stone->marker->has_point)
        boundary_finding_place_point(finding, &inspection->list, stone->marker->record.point);
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: the marker number %s of line %s fits no pattern of this level.",
                         stone->marker->number, course->line->code);
}

/* --- twice ----------------------------------------------------------------- */

static void tell_duplicate(struct boundary_inspection *inspection,
                           const struct boundary_course *course,
                           const struct boundary_stone *stones, uint32_t count)
{
    struct boundary_along *along;
    struct boundary_finding *finding = boundary_course_tell(
        inspection, course, BOUNDARY_MARKER_DUPLICATE, BOUNDARY_BLOCKING, &along);
    if (!finding)
        return;
    const struct boundary_stone *placed = NULL;
    double apart = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!stones[i].marker->has_point)
            continue;
        if (!placed)
            placed = &stones[i];
        apart = fmax(apart,
                     geo_distance_m(placed->marker->record.point, stones[i].marker->record.point));
    }
    boundary_finding_name_markers(inspection, finding, along, &stones[0].marker->number, 1);
    if (placed) {
        finding->max_offset_m = apart;
        boundary_finding_place_point(finding, &inspection->list, placed->marker->record.point);
    }
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: the marker number %s stands %u times on line %s, up to %.2f m apart.",
                         stones[0].marker->number, count, course->line->code, apart);
}

static void check_duplicates(struct boundary_inspection *inspection,
                             const struct boundary_course *course)
{
    const struct boundary_stone *stones = course->stones;
    for (uint32_t first = 0, end; first < course->stone_count; first = end) {
        for (end = first + 1; end < course->stone_count &&
                              strcmp(stones[first].marker->number, stones[end].marker->number) == 0;
             end++)
            ;
        if (end - first > 1)
            tell_duplicate(inspection, course, stones + first, end - first);
    }
}

/* --- against the agreement's list ------------------------------------------- */

static bool is_listed(const struct boundary_listed *listed, uint32_t count,
                      const struct boundary_number *number)
{
    for (uint32_t i = 0; i < count; i++)
        if (listed[i].first <= number->serial && number->serial <= listed[i].last &&
            (listed[i].letter == 0 || listed[i].letter == number->letter))
            return true;
    return false;
}

static const struct boundary_stone *find_stone(const struct boundary_course *course,
                                               uint32_t serial, char letter)
{
    uint32_t low = 0, high = course->stone_count;
    while (low < high) { /* read ones come first, by serial */
        uint32_t middle = low + (high - low) / 2;
        const struct boundary_stone *stone = &course->stones[middle];
        if (stone->parsed && stone->number.has_serial && stone->number.serial < serial)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < course->stone_count; low++) {
        const struct boundary_stone *stone = &course->stones[low];
        if (!stone->parsed || !stone->number.has_serial || stone->number.serial != serial)
            return NULL;
        if (letter == 0 || stone->number.letter == letter)
            return stone;
    }
    return NULL;
}

static void tell_missing(struct boundary_inspection *inspection,
                         const struct boundary_course *course, uint32_t serial, char letter)
{
    struct boundary_along *along;
    struct boundary_finding *finding = boundary_course_tell(
        inspection, course, BOUNDARY_MARKER_MISSING, BOUNDARY_SUBSTANTIVE, &along);
    char *number = base_arena_printf(inspection->arena, "%03u%.1s", serial, &letter);
    if (!finding || !number) {
        inspection->list.failed = true;
        return;
    }
    const char *numbers[1] = {number};
    boundary_finding_name_markers(inspection, finding, along, numbers, 1);
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: marker %s of line %s stands in the agreement's list, but not among "
                         "the markers.",
                         number, course->line->code);
}

static void tell_unlisted(struct boundary_inspection *inspection,
                          const struct boundary_course *course, const struct boundary_stone *stone)
{
    struct boundary_along *along;
    struct boundary_finding *finding = boundary_course_tell(
        inspection, course, BOUNDARY_MARKER_UNKNOWN, BOUNDARY_SUBSTANTIVE, &along);
    if (!finding)
        return;
    boundary_finding_name_markers(inspection, finding, along, &stone->marker->number, 1);
    if (stone->marker->has_point)
        boundary_finding_place_point(finding, &inspection->list, stone->marker->record.point);
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: marker %s is not in the list of the agreement on line %s.",
                         stone->marker->number, course->line->code);
}

static void tell_unreadable_list(struct boundary_inspection *inspection,
                                 const struct boundary_course *course)
{
    struct boundary_along *along;
    struct boundary_finding *finding =
        boundary_course_tell(inspection, course, BOUNDARY_MARKER_NUMBER, BOUNDARY_MINOR, &along);
    if (!finding)
        return;
    finding->subject = course->line->code;
    boundary_finding_say(finding, &inspection->list, course->sides, 2,
                         "%s: the agreement's list of markers of line %s cannot be read; write it "
                         "as 001-004,006Q.",
                         course->line->code);
}

static void check_list(struct boundary_inspection *inspection,
                       const struct boundary_courses *courses, const struct boundary_course *course)
{
    struct boundary_listed *listed;
    uint32_t count;
    if (!course->line->markers)
        return;
    if (!boundary_listed_parse(courses->numbers, boundary_course_level(course),
                               course->line->markers, inspection->arena, &listed, &count)) {
        tell_unreadable_list(inspection, course);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t serial = listed[i].first; serial <= listed[i].last; serial++)
            if (!find_stone(course, serial, listed[i].letter))
                tell_missing(inspection, course, serial, listed[i].letter);
    for (uint32_t i = 0; i < course->stone_count; i++) {
        const struct boundary_stone *stone = &course->stones[i];
        if (stone->parsed && stone->number.has_serial && !is_listed(listed, count, &stone->number))
            tell_unlisted(inspection, course, stone);
    }
}

void boundary_check_numbers(struct boundary_inspection *inspection,
                            const struct boundary_courses *courses,
                            const struct boundary_course *course)
{
    for (uint32_t i = 0; i < course->stone_count; i++)
        if (!course->stones[i].parsed)
            tell_number(inspection, course, &course->stones[i]);
    check_duplicates(inspection, course);
    check_list(inspection, courses, course);
}

/* --- of no line ------------------------------------------------------------- */

/* The line within reach that comes nearest; NULL: none. */
static const struct boundary_course *nearest_course(const struct boundary_courses *courses,
                                                    struct geo_point point, double reach_m,
                                                    struct geo_foot *foot)
{
    const struct boundary_course *nearest = NULL;
    for (uint32_t c = 0; c < courses->count; c++) {
        const struct boundary_course *course = &courses->items[c];
        struct geo_foot here;
        if (!course->inspected || !course->has_path ||
            !geo_path_find_within(&course->path, point, reach_m, &here) ||
            (nearest && here.distance_m >= foot->distance_m))
            continue;
        *foot = here;
        nearest = course;
    }
    return nearest;
}

static void say_stray(struct boundary_inspection *inspection, struct boundary_finding *finding,
                      const struct boundary_course *nearest, const struct boundary_marker *marker)
{
    struct boundary_list *list = &inspection->list;
    const char *number = marker->number, *line = marker->line;
    double offset_m = finding->max_offset_m;
    if (nearest && line)
        boundary_finding_say(finding, list, nearest->sides, 2,
                             "%s: the line %s that marker %s names is not known; %.2f m from the "
                             "marker runs line %s.",
                             line, number, offset_m, nearest->line->code);
    else if (nearest)
        boundary_finding_say(finding, list, nearest->sides, 2,
                             "%s: marker %s belongs to no line that is known; %.2f m away runs "
                             "line %s.",
                             number, offset_m, nearest->line->code);
    else if (line)
        boundary_finding_say(finding, list, NULL, 0,
                             "%sThe line %s that marker %s names is not known, and no line lies "
                             "near.",
                             line, number);
    else
        boundary_finding_say(finding, list, NULL, 0,
                             "%sMarker %s belongs to no line that is known, and none lies near.",
                             number);
}

static void tell_stray(struct boundary_inspection *inspection,
                       const struct boundary_course *nearest, const struct geo_foot *foot,
                       const struct boundary_marker *marker)
{
    const struct boundary_unit *const *sides = nearest ? nearest->sides : NULL;
    struct boundary_along *along = base_arena_calloc(inspection->arena, 1, sizeof *along);
    struct boundary_finding *finding = boundary_list_add(
        &inspection->list, BOUNDARY_MARKER_UNKNOWN, BOUNDARY_SUBSTANTIVE, sides, nearest ? 2 : 0);
    if (!finding || !along) {
        inspection->list.failed = true;
        return;
    }
    *along = (struct boundary_along){.line = marker->line, .chainage_m = NAN};
    finding->along = along;
    boundary_finding_name_markers(inspection, finding, along, &marker->number, 1);
    if (marker->has_point)
        boundary_finding_place_point(finding, &inspection->list, marker->record.point);
    if (nearest)
        finding->max_offset_m = foot->distance_m;
    say_stray(inspection, finding, nearest, marker);
}

/* With a level asked for, a stray belongs to it when a line of that level is near. */
void boundary_check_strays(struct boundary_inspection *inspection,
                           const struct boundary_courses *courses)
{
    double reach = boundary_reach_m(inspection->options->profile.tolerance_m);
    for (uint32_t i = 0; i < courses->stray_count; i++) {
        const struct boundary_marker *marker = courses->strays[i].marker;
        struct geo_foot foot = {.segment = 0};
        const struct boundary_course *nearest =
            marker->has_point ? nearest_course(courses, marker->record.point, reach, &foot) : NULL;
        if (nearest || inspection->options->level == STORE_LEVEL_NONE)
            tell_stray(inspection, nearest, &foot, marker);
    }
}
