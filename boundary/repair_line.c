/* boundary/repair_line.c - where borders run over a sliver after a proposal. */
#include "boundary/repairing.h"

struct course {
    const struct boundary_repairing *repairing;
    const struct boundary_mend *mend;
    uint32_t proposal;
    struct geo_builder builder;
};

static bool is_own(const struct course *course, uint32_t face)
{
    uint32_t m = course->repairing->mend_of[face];
    return m != BOUNDARY_NONE && &course->repairing->mends[m] == course->mend;
}

/* How the proposal splits a face of the mend; NULL: it does not. */
static const struct boundary_split *split_of(const struct course *course, uint32_t face)
{
    const struct boundary_proposal *p = &course->mend->repair.proposals[course->proposal];
    return p->method == BOUNDARY_MIDDLE && is_own(course, face)
               ? &course->mend->splits[course->repairing->place_of[face]]
               : NULL;
}

/* The one unit that has the face at the arc afterwards; NONE: none, or several. */
static uint32_t holder(const struct course *course, uint32_t face, uint32_t arc)
{
    const struct geo_topology *t = course->repairing->topology;
    const struct geo_face *f = &t->faces[face];
    uint32_t owner = f->owner_count ? t->owners[f->first_owner] : BOUNDARY_NONE, side = 0;
    const struct boundary_split *split = split_of(course, face);
    for (uint32_t i = 0; split && i < split->second_count; i++)
        side |= split->second[i] / 2 == arc;
    if (is_own(course, face))
        return boundary_repair_receiver(course->repairing, course->mend, course->proposal, face,
                                        course->mend->pair[side]);
    bool several =
        f->owner_count > 1 && t->owners[f->first_owner + 1] < course->repairing->unit_count;
    return several || owner >= course->repairing->unit_count ? BOUNDARY_NONE : owner;
}

static void add_line(struct course *course, const struct geo_point *points, uint32_t count)
{
    geo_builder_part(&course->builder);
    geo_builder_ring(&course->builder);
    for (uint32_t i = 0; i < count; i++)
        geo_builder_point(&course->builder, points[i]);
}

/* The face's arcs that part two units; one between two faces of the mend once. */
static void follow_face(struct course *course, uint32_t face)
{
    const struct geo_topology *t = course->repairing->topology;
    const struct boundary_split *split = split_of(course, face);
    for (uint32_t i = 0; i < t->faces[face].arc_count; i++) {
        uint32_t number = t->face_arcs[t->faces[face].first_arc + i];
        uint32_t across = boundary_across(t, number, face);
        if ((is_own(course, across) && across < face) ||
            holder(course, face, number) == holder(course, across, number))
            continue;
        add_line(course, t->points + t->arcs[number].first_point, t->arcs[number].point_count);
    }
    if (split)
        add_line(course, split->middle, split->middle_count);
}

enum base_status boundary_repair_line(const struct boundary_repairing *repairing,
                                      const struct boundary_mend *mend, uint32_t proposal,
                                      struct geo_geometry *out, struct base_error *err)
{
    struct course course = {.repairing = repairing, .mend = mend, .proposal = proposal};
    geo_builder_init(&course.builder, GEO_MULTILINE, repairing->arena);
    for (uint32_t i = 0; i < mend->face_count; i++)
        follow_face(&course, mend->faces[i]);
    return geo_builder_finish(&course.builder, out, err);
}
