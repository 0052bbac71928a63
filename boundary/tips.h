/* boundary/tips.h - the ends of lines, found by place; private to boundary/. */
#ifndef BOUNDARY_TIPS_H
#define BOUNDARY_TIPS_H

#include "boundary/course.h"

/* An end of a piece of a line. */
struct boundary_tip {
    const struct boundary_course *course;
    struct geo_point point;
    bool met; /* belongs to a tri-junction, told or in order */
};

/* Ends in order of line and place, then the tri-junctions of record. */
struct boundary_tips {
    struct boundary_tip *items;
    uint32_t count;
    const struct boundary_junction **junctions; /* by number */
    uint32_t junction_count;
    struct geo_rtree nodes;   /* over items, then junctions */
    struct geo_rtree courses; /* over the lines' boxes */
};

/* Tells where lines that should meet do not, and marks the ends that meet. */
void boundary_check_junctions(struct boundary_inspection *inspection,
                              const struct boundary_courses *courses, struct boundary_tips *tips);

#endif
