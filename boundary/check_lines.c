/* boundary/check_lines.c - the checks of lines and markers, in their order. */
#include "boundary/course.h"

static enum base_status check_courses(struct boundary_inspection *inspection,
                                      struct boundary_courses *courses, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (uint32_t c = 0; c < courses->count && status == BASE_OK; c++) {
        if (base_progress_cancelled(inspection->progress))
            return boundary_cancelled(err);
        if (!courses->items[c].inspected)
            continue;
        boundary_check_markers(inspection, &courses->items[c]);
        boundary_check_numbers(inspection, courses, &courses->items[c]);
        boundary_check_legs(inspection, &courses->items[c]);
        status = boundary_check_claims(inspection, courses, &courses->items[c], err);
    }
    boundary_check_strays(inspection, courses);
    if (status == BASE_OK)
        status = boundary_check_ends(inspection, courses, err);
    if (status == BASE_OK)
        status = boundary_check_outlines(inspection, courses, err);
    return status;
}

enum base_status boundary_check_lines(struct boundary_inspection *inspection,
                                      struct base_error *err)
{
    const struct boundary_lines *lines = &inspection->input->lines;
    struct boundary_courses courses;
    if (lines->line_count + lines->marker_count + lines->junction_count == 0)
        return BASE_OK;
    enum base_status status = boundary_courses_make(inspection, &courses, err);
    if (status != BASE_OK)
        return status;
    status = check_courses(inspection, &courses, err);
    boundary_courses_done(&courses);
    return status;
}
