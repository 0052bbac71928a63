/* boundary/line.c - when a line is law. */
#include "boundary/line.h"

#include <string.h>

bool boundary_line_is_agreed(const struct boundary_line *line)
{
    return line->geometry.part_count && line->status && strcmp(line->status, "agreed") == 0 &&
           line->agreement_no && line->agreement_no[0] && line->agreement_date != BASE_DATE_NONE;
}
