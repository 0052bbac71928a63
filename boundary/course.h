/* boundary/course.h - a line in hand, with what belongs to it; private to boundary/. */
#ifndef BOUNDARY_COURSE_H
#define BOUNDARY_COURSE_H

#include "boundary/inspection.h"
#include "geo/apart.h"

/* A marker and what its number says. */
struct boundary_stone {
    const struct boundary_marker *marker;
    struct boundary_number number; /* read only with parsed */
    bool parsed;
    struct geo_foot foot; /* on the line; read only with has_foot */
    bool has_foot;
};

/* A line with its markers and its claims by party. */
struct boundary_course {
    const struct boundary_line *line;
    const struct boundary_unit *sides[2]; /* by code; known by their code alone if need be */
    bool inspected;                       /* of the level asked for */
    bool has_path;
    /* From west to east, or from north to south where it goes farther that way,
     * as markers are numbered (boundaries.md 2.2), when it is in one piece. */
    struct geo_path path;
    struct boundary_stone *stones; /* by serial, then number; unread ones last */
    const struct boundary_line_claim **claims;
    uint32_t stone_count, claim_count;
};

/* Units by code, today's and former ones. */
struct boundary_directory {
    const struct boundary_unit **by_code, **former, **by_identity;
    uint32_t count, former_count;
};

/* All lines, by code. */
struct boundary_courses {
    struct boundary_course *items;
    uint32_t count;
    struct boundary_stone *strays; /* markers of no known line */
    uint32_t stray_count;
    struct boundary_numbers *numbers;
    struct boundary_directory directory;
    bool *suspect; /* a course each: a side is displaced as a whole */
};

/* Indexes a line in the direction told above. False when it has no length. */
BASE_MUST_CHECK
enum base_status boundary_path_init(const struct geo_geometry *line, struct base_arena *arena,
                                    struct geo_path *out, bool *has_path, struct base_error *err);

/* Step of a line's digits, never below a millimetre. */
double boundary_step_m(double resolution_m);

/* Indexes the units of the input. False without memory. */
BASE_MUST_CHECK
bool boundary_directory_make(struct boundary_inspection *inspection,
                             struct boundary_directory *out);

/* The unit of that code today, by a code it had before, or one that has nothing
 * but the code. NULL without memory. */
const struct boundary_unit *boundary_unit_find(struct boundary_inspection *inspection,
                                               const struct boundary_directory *directory,
                                               const char *code);

/* The lines of the input with their markers and claims, each run from west to east
 * or north to south. In the arena but for the number patterns, which done frees.
 * BASE_OK, BASE_INVALID (a pattern), BASE_NO_MEMORY; nothing to free then. */
BASE_MUST_CHECK
enum base_status boundary_courses_make(struct boundary_inspection *inspection,
                                       struct boundary_courses *out, struct base_error *err);
void boundary_courses_done(struct boundary_courses *courses);

/* The lower level of a line's sides. */
enum store_level boundary_course_level(const struct boundary_course *course);

/* A finding about the course, with its sides as parties, and more units if any.
 * NULL when the list failed; along belongs to the finding. */
struct boundary_finding *boundary_course_tell(struct boundary_inspection *inspection,
                                              const struct boundary_course *course,
                                              enum boundary_kind kind,
                                              enum boundary_severity severity,
                                              struct boundary_along **along);

/* Sets the numbers of markers that a finding is about, and its subject: line and
 * numbers. */
void boundary_finding_name_markers(struct boundary_inspection *inspection,
                                   struct boundary_finding *finding, struct boundary_along *along,
                                   const char *const *numbers, uint32_t count);

/* How far other lies from the path; profile and shares by the tolerance. */
BASE_MUST_CHECK
enum base_status boundary_apart_measure(const struct geo_path *path, const struct geo_path *other,
                                        double tolerance_m, struct base_arena *arena,
                                        struct boundary_apart *out, struct base_error *err);

/* The same of a path from an outline, one way: what needs the way back is NAN.
 * False without memory. */
bool boundary_apart_outline(const struct geo_path *path, const struct geo_path *outline,
                            double tolerance_m, struct base_arena *arena,
                            struct boundary_apart *out);

/* The outline of a unit as a path, made when it is first asked for. */
struct boundary_outline {
    struct geo_path path;
    bool known, has_path;
};
BASE_MUST_CHECK enum base_status boundary_outline_index(const struct boundary_unit *unit,
                                                        struct base_arena *arena,
                                                        struct boundary_outline *outline,
                                                        struct base_error *err);

/* The checks. */
void boundary_check_numbers(struct boundary_inspection *inspection,
                            const struct boundary_courses *courses,
                            const struct boundary_course *course);
void boundary_check_markers(struct boundary_inspection *inspection,
                            const struct boundary_course *course);
void boundary_check_strays(struct boundary_inspection *inspection,
                           const struct boundary_courses *courses);
void boundary_check_legs(struct boundary_inspection *inspection,
                         const struct boundary_course *course);
BASE_MUST_CHECK enum base_status boundary_check_claims(struct boundary_inspection *inspection,
                                                       const struct boundary_courses *courses,
                                                       const struct boundary_course *course,
                                                       struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_ends(struct boundary_inspection *inspection,
                                                     const struct boundary_courses *courses,
                                                     struct base_error *err);
/* The common border of each pair against all lines between both: what no line covers.
 * outlines has an item a unit of the input; astray tells for each course that its line lies
 * beyond reach of an outline, which says it all. */
BASE_MUST_CHECK enum base_status boundary_check_cover(struct boundary_inspection *inspection,
                                                      const struct boundary_courses *courses,
                                                      struct boundary_outline *outlines,
                                                      const bool *astray, struct base_error *err);
BASE_MUST_CHECK enum base_status boundary_check_outlines(struct boundary_inspection *inspection,
                                                         const struct boundary_courses *courses,
                                                         struct base_error *err);

#endif
