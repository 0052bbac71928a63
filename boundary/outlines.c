/* boundary/outlines.c - lines against the outlines of the units on both sides. */
#include <math.h>
#include <string.h>

#include "boundary/course.h"
#include "geo/measure.h"

/* A side whose outline the line leaves. */
struct departure {
    const struct boundary_unit *unit;
    const struct geo_path *outline;
    struct geo_farthest farthest;
    double step_m;
};

/* The rings as lines. */
static enum base_status trace(const struct geo_geometry *polygon, struct base_arena *arena,
                              struct geo_geometry *out, struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_MULTILINE, arena);
    geo_builder_reserve(&builder, polygon->point_count);
    for (uint32_t r = 0; r < polygon->ring_count; r++) {
        geo_builder_part(&builder);
        geo_builder_ring(&builder);
        for (uint32_t i = polygon->ring_points[r]; i < polygon->ring_points[r + 1]; i++)
            geo_builder_point(&builder, polygon->points[i]);
    }
    return geo_builder_finish(&builder, out, err);
}

enum base_status boundary_outline_index(const struct boundary_unit *unit, struct base_arena *arena,
                                        struct boundary_outline *outline, struct base_error *err)
{
    struct geo_geometry rings;
    enum base_status status = BASE_OK;
    if (outline->known || unit->geometry.part_count == 0)
        return BASE_OK;
    status = trace(&unit->geometry, arena, &rings, err);
    if (status == BASE_OK)
        status = boundary_path_init(&rings, arena, &outline->path, &outline->has_path, err);
    outline->known = true;
    return status;
}

/* The pieces of the path that lie off the outline. */
static bool cut_pieces(const struct geo_path *path, const struct departure *departure,
                       struct base_arena *arena, struct geo_geometry *out)
{
    struct geo_builder builder;
    bool open = false;
    uint32_t ring = 0;
    geo_builder_init(&builder, GEO_MULTILINE, arena);
    for (uint32_t s = 0; s < path->segment_count; s++) {
        if (geo_path_segment_is_within(path, s, departure->outline, departure->step_m)) {
            open = false;
            continue;
        }
        if (!open || path->rings[s] != ring) {
            geo_builder_part(&builder);
            geo_builder_ring(&builder);
            geo_builder_point(&builder, geo_path_start(path, s));
        }
        geo_builder_point(&builder, geo_path_end(path, s));
        open = true;
        ring = path->rings[s];
    }
    if (geo_builder_finish(&builder, out, NULL) != BASE_OK)
        return false;
    if (out->part_count == 1)
        out->kind = GEO_LINE;
    return true;
}

/* One or both sides, the farther first. */
static void say(struct boundary_inspection *inspection, struct boundary_finding *finding,
                const struct boundary_course *course, const struct departure *departures)
{
    const struct departure *far = &departures[0], *other = &departures[1];
    if (other->unit)
        boundary_finding_say(finding, &inspection->list, course->sides, 2,
                             "%s: line %s runs up to %.2f m from the outline of %s and up to %.2f "
                             "m from that of %s, off the first over %.1f m.",
                             course->line->code, far->farthest.distance_m, far->unit->code,
                             other->farthest.distance_m, other->unit->code, finding->length_m);
    else
        boundary_finding_say(finding, &inspection->list, course->sides, 2,
                             "%s: line %s runs up to %.2f m from the outline of %s, off it over "
                             "%.1f m.",
                             course->line->code, far->farthest.distance_m, far->unit->code,
                             finding->length_m);
}

static enum base_status tell(struct boundary_inspection *inspection,
                             const struct boundary_course *course,
                             const struct departure *departures, struct base_error *err)
{
    const struct departure *departure = &departures[0];
    double tolerance = inspection->options->profile.tolerance_m;
    double offset = departure->farthest.distance_m;
    struct geo_geometry pieces;
    struct boundary_along *along;
    struct boundary_apart *apart = base_arena_alloc(inspection->arena, sizeof *apart);
    struct boundary_finding *finding =
        boundary_course_tell(inspection, course, BOUNDARY_LINE_OFF_POLYGONS,
                             offset > tolerance ? BOUNDARY_SUBSTANTIVE : BOUNDARY_MINOR, &along);
    if (!finding || !apart || !cut_pieces(&course->path, departure, inspection->arena, &pieces) ||
        !boundary_apart_outline(&course->path, departure->outline, tolerance, inspection->arena,
                                apart))
        return boundary_no_memory(err);
    along->apart = apart;
    along->chainage_m = departure->farthest.chainage_m;
    finding->max_offset_m = offset;
    finding->tolerance_m = tolerance;
    finding->length_m =
        fmax(0, course->path.length_m -
                    geo_path_within_m(&course->path, departure->outline, departure->step_m));
    finding->subject = course->line->code;
    boundary_finding_place(finding, &pieces);
    say(inspection, finding, course, departures);
    return BASE_OK;
}

/* Puts a departure among two, the farther first. */
static void keep(struct departure departures[2], const struct departure *here)
{
    bool farther =
        !departures[0].unit || here->farthest.distance_m > departures[0].farthest.distance_m;
    if (farther)
        departures[1] = departures[0];
    departures[farther ? 0 : 1] = *here;
}

/* The side whose outline the line leaves farthest is measured, both are named. */
static enum base_status check_course(struct boundary_inspection *inspection,
                                     const struct boundary_course *course,
                                     struct boundary_outline *outlines, bool *astray,
                                     struct base_error *err)
{
    const struct boundary_input *input = inspection->input;
    double reach = boundary_reach_m(inspection->options->profile.tolerance_m);
    struct departure departures[2] = {{.unit = NULL}, {.unit = NULL}};
    for (int s = 0; s < 2; s++) {
        const struct boundary_unit *unit = course->sides[s];
        if (unit->geometry.part_count == 0)
            continue;
        struct boundary_outline *outline = &outlines[unit - input->units];
        enum base_status status = boundary_outline_index(unit, inspection->arena, outline, err);
        if (status != BASE_OK)
            return status;
        if (!outline->has_path)
            continue;
        const struct departure here = {
            .unit = unit,
            .outline = &outline->path,
            .farthest = geo_path_farthest(&course->path, &outline->path),
            .step_m =
                boundary_step_m(course->line->resolution_m) + boundary_step_m(unit->resolution_m),
        };
        if (here.farthest.distance_m > here.step_m)
            keep(departures, &here);
        *astray = *astray || here.farthest.distance_m > reach;
    }
    return departures[0].unit ? tell(inspection, course, departures, err) : BASE_OK;
}

/* A line that is not settled need not fit anybody's outline. */
static bool is_settled(const struct boundary_line *line)
{
    return !line->status ||
           (strcmp(line->status, "disputed") != 0 && strcmp(line->status, "undetermined") != 0);
}

enum base_status boundary_check_outlines(struct boundary_inspection *inspection,
                                         const struct boundary_courses *courses,
                                         struct base_error *err)
{
    struct boundary_outline *outlines = base_arena_calloc(
        inspection->arena, (size_t)inspection->input->unit_count + 1, sizeof *outlines);
    bool *astray = base_arena_calloc(inspection->arena, courses->count + 1, sizeof *astray);
    enum base_status status = outlines && astray ? BASE_OK : boundary_no_memory(err);
    for (uint32_t c = 0; c < courses->count && status == BASE_OK; c++) {
        const struct boundary_course *course = &courses->items[c];
        if (course->inspected && course->has_path && !courses->suspect[c] &&
            is_settled(course->line))
            status = check_course(inspection, course, outlines, &astray[c], err);
    }
    if (status == BASE_OK)
        status = boundary_check_cover(inspection, courses, outlines, astray, err);
    return status;
}
