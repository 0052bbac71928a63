/* boundary/exempting.h - the register of exemptions at work; private to boundary/exempt*.c. */
#ifndef BOUNDARY_EXEMPTING_H
#define BOUNDARY_EXEMPTING_H

#include "boundary/course.h"
#include "boundary/exempt.h"

/* A row with its codes as they are today. */
struct boundary_rule {
    const struct boundary_exemption *row;
    const char **codes;
    bool in_force;
};

/* Ground that was exempted, with its units. */
struct boundary_exempt_item {
    struct boundary_exempted told;
    const struct boundary_rule *rule;
    const struct boundary_unit **units;
    struct geo_point first; /* smallest vertex */
};

struct boundary_exempting {
    struct boundary_rule *rules; /* by id, then the one that ended last */
    uint32_t rule_count;
    struct boundary_directory directory;
    struct boundary_exempt_item *items;
    uint32_t item_count, item_capacity;
};

/* A face, or a part, and who must be named for it to be allowed. */
struct boundary_exempt_ground {
    const struct boundary_face *face;
    const struct boundary_unit **bound;
    uint32_t bound_count;
};

/* What can be said without looking at the parties: kind and boxes fit. */
bool boundary_rule_is_near(const struct boundary_rule *rule, const struct boundary_face *face);

/* The same, and all who are bound are named. */
bool boundary_rule_fits(struct boundary_inspection *inspection, const struct boundary_rule *rule,
                        const struct boundary_exempt_ground *ground);

/* What of `from` lies on the rule's ground, and what is left; to the resolution of the
 * face and the rule, so that one of them may be all of it and the other empty. */
BASE_MUST_CHECK
enum base_status boundary_rule_cut(struct boundary_inspection *inspection,
                                   const struct boundary_rule *rule,
                                   const struct boundary_face *face,
                                   const struct geo_geometry *from, struct geo_geometry *inside,
                                   struct geo_geometry *rest, struct base_error *err);

/* Tells that a part of the ground lies beyond the rule's. */
void boundary_exempt_tell_beyond(struct boundary_inspection *inspection,
                                 const struct boundary_exempt_ground *ground,
                                 const struct boundary_rule *rule,
                                 const struct geo_geometry *excess);

/* Tells that the ground is allowed no longer. */
void boundary_exempt_tell_ended(struct boundary_inspection *inspection,
                                const struct boundary_exempt_ground *ground,
                                const struct boundary_rule *rule);

/* Tells when the rule covers more at the level than its area, by more than half a
 * step along the outlines. */
BASE_MUST_CHECK
enum base_status boundary_exempt_check_area(struct boundary_inspection *inspection,
                                            const struct boundary_rule *rule,
                                            enum store_level level, struct base_error *err);

#endif
