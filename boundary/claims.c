/* boundary/claims.c - the parties' drawings of a line, against the agreed one or
 * against one another.
 *
 * An agreed line wins over both claims: each is measured from it. Without one the
 * claims are measured from one another, in order of party; a claim that stands
 * alone is measured from whatever shape the line has. */
#include <math.h>
#include <string.h>

#include "boundary/course.h"

/* A drawing that is measured from. party NULL: the line's own shape. */
struct drawing {
    const char *party;
    const struct geo_geometry *shape;
    const struct geo_path *path;
    double resolution_m;
};

struct comparison {
    const struct boundary_course *course;
    struct drawing from, to;
    const struct boundary_unit *parties[4];
    uint32_t party_count;
    struct boundary_apart *apart;
    double length_m; /* of `to` that lies apart */
};

static struct boundary_finding *tell(struct boundary_inspection *inspection,
                                     const struct comparison *c, enum boundary_kind kind,
                                     double offset_m)
{
    double tolerance = inspection->options->profile.tolerance_m;
    struct boundary_along *along = base_arena_calloc(inspection->arena, 1, sizeof *along);
    struct boundary_finding *finding = boundary_list_add(
        &inspection->list, kind, offset_m > tolerance ? BOUNDARY_SUBSTANTIVE : BOUNDARY_MINOR,
        c->parties, c->party_count);
    if (!finding || !along) {
        inspection->list.failed = true;
        return NULL;
    }
    *along = (struct boundary_along){
        .line = c->course->line->code, .chainage_m = NAN, .apart = c->apart};
    finding->along = along;
    finding->level = boundary_course_level(c->course);
    finding->max_offset_m = offset_m;
    finding->tolerance_m = tolerance;
    finding->subject = base_arena_printf(inspection->arena, "%s/%s/%s", along->line,
                                         c->from.party ? c->from.party : "", c->to.party);
    inspection->list.failed = inspection->list.failed || !finding->subject;
    boundary_finding_place(finding, c->to.shape);
    return finding;
}

static void tell_offset(struct boundary_inspection *inspection, const struct comparison *c)
{
    const struct boundary_apart *apart = c->apart;
    struct boundary_finding *finding =
        tell(inspection, c, BOUNDARY_NON_COINCIDENT, fmax(apart->there_m, apart->back_m));
    if (!finding)
        return;
    finding->length_m = c->length_m;
    finding->area_m2 = apart->left_m2 + apart->right_m2;
    if (c->from.party)
        boundary_finding_say(finding, &inspection->list, c->parties, c->party_count,
                             "%s: on line %s the claims of %s and %s lie up to %.2f m apart, over "
                             "%.1f m.",
                             c->course->line->code, c->from.party, c->to.party,
                             finding->max_offset_m, c->length_m);
    else
        boundary_finding_say(finding, &inspection->list, c->parties, c->party_count,
                             "%s: on line %s the claim of %s lies up to %.2f m from the line's own "
                             "shape, over %.1f m.",
                             c->course->line->code, c->to.party, finding->max_offset_m,
                             c->length_m);
}

/* Two walkers who must not turn back need a longer leash than the lines are
 * apart only where one line runs back along the other. */
static void tell_runs_back(struct boundary_inspection *inspection, const struct comparison *c)
{
    const struct boundary_apart *apart = c->apart;
    struct boundary_finding *finding =
        tell(inspection, c, BOUNDARY_LINE_RUNS_BACK, apart->frechet_m);
    if (!finding)
        return;
    boundary_finding_say(finding, &inspection->list, c->parties, c->party_count,
                         "%s: on line %s the claim of %s runs back along its way: nowhere more "
                         "than %.2f m off, but %.2f m by order (Fréchet).",
                         c->course->line->code, c->to.party, fmax(apart->there_m, apart->back_m),
                         apart->frechet_m);
}

static bool list_parties(struct boundary_inspection *inspection,
                         const struct boundary_courses *courses, struct comparison *c)
{
    const char *claimants[2] = {c->to.party, c->from.party};
    c->parties[c->party_count++] = c->course->sides[0];
    c->parties[c->party_count++] = c->course->sides[1];
    for (int i = 0; i < 2 && claimants[i]; i++) {
        const struct boundary_unit *unit =
            boundary_unit_find(inspection, &courses->directory, claimants[i]);
        if (!unit)
            return false;
        if (strcmp(unit->code, c->course->sides[0]->code) != 0 &&
            strcmp(unit->code, c->course->sides[1]->code) != 0)
            c->parties[c->party_count++] = unit;
    }
    return true;
}

static enum base_status compare(struct boundary_inspection *inspection,
                                const struct boundary_courses *courses, struct comparison *c,
                                struct base_error *err)
{
    double step = boundary_step_m(c->from.resolution_m) + boundary_step_m(c->to.resolution_m);
    double tolerance = inspection->options->profile.tolerance_m;
    c->apart = base_arena_alloc(inspection->arena, sizeof *c->apart);
    if (!c->apart || !list_parties(inspection, courses, c))
        return boundary_no_memory(err);
    enum base_status status = boundary_apart_measure(c->from.path, c->to.path, tolerance,
                                                     inspection->arena, c->apart, err);
    if (status != BASE_OK)
        return status;
    double farthest = fmax(c->apart->there_m, c->apart->back_m);
    if (farthest <= step)
        return BASE_OK;
    c->length_m = fmax(0, c->to.path->length_m - geo_path_within_m(c->to.path, c->from.path, step));
    tell_offset(inspection, c);
    if (c->apart->frechet_m - farthest > tolerance)
        tell_runs_back(inspection, c);
    return BASE_OK;
}

static enum base_status draw(struct boundary_inspection *inspection,
                             const struct boundary_course *course, struct drawing *drawings,
                             uint32_t *count, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (uint32_t i = 0; i < course->claim_count && status == BASE_OK; i++) {
        const struct boundary_line_claim *claim = course->claims[i];
        struct geo_path *path = base_arena_alloc(inspection->arena, sizeof *path);
        bool has_path = false;
        if (!path)
            return boundary_no_memory(err);
        status = boundary_path_init(&claim->geometry, inspection->arena, path, &has_path, err);
        if (has_path)
            drawings[(*count)++] =
                (struct drawing){claim->party, &claim->geometry, path, claim->resolution_m};
    }
    return status;
}

enum base_status boundary_check_claims(struct boundary_inspection *inspection,
                                       const struct boundary_courses *courses,
                                       const struct boundary_course *course, struct base_error *err)
{
    struct drawing *drawings =
        base_arena_alloc(inspection->arena, (course->claim_count + 1) * sizeof *drawings);
    uint32_t count = 0;
    if (!drawings)
        return boundary_no_memory(err);
    enum base_status status = draw(inspection, course, drawings, &count, err);
    bool agreed = course->has_path && boundary_line_is_agreed(course->line);
    const struct drawing own = {NULL, &course->line->geometry, &course->path,
                                course->line->resolution_m};
    for (uint32_t i = 0; i < count && status == BASE_OK; i++) {
        struct comparison c = {.course = course, .from = own, .to = drawings[i]};
        if (agreed || (count == 1 && course->has_path))
            status = compare(inspection, courses, &c, err);
        for (uint32_t k = 0; k < i && !agreed && status == BASE_OK; k++) {
            c = (struct comparison){.course = course, .from = drawings[k], .to = drawings[i]};
            status = compare(inspection, courses, &c, err);
        }
    }
    return status;
}
