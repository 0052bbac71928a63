/* boundary/cover.c - common borders against the lines between both units: what no line
 * covers.
 *
 * A place of the border is without a line where the nearest place of the lines is an end of
 * one, beyond which they do not go. Within reach of the end that is a line that stops short;
 * beyond it the line is not there, which the report tells at its whole length. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/course.h"
#include "geo/measure.h"

#define SAMPLE_M     10.0
#define MOST_SAMPLES 50000.0
#define BISECTIONS   20
#define LEAST_M      0.001

/* The border of two units and what lines there are between them. */
struct pair {
    const struct boundary_course *const *courses; /* by code */
    uint32_t course_count;
    struct geo_path border, lines;
    bool has_border;
    double step_m; /* less than this is no distance */
};

/* A stretch of the border, by chainage. */
struct stretch {
    double from_m, to_m, farthest_m;
};

/* --- the common border ---------------------------------------------------------- */

static void add_segment(struct geo_builder *builder, const struct geo_path *path, uint32_t segment)
{
    geo_builder_part(builder);
    geo_builder_ring(builder);
    geo_builder_point(builder, geo_path_start(path, segment));
    geo_builder_point(builder, geo_path_end(path, segment));
}

/* The edges of either outline that lie on the other, those of both once: a corner may
 * stand on one side of an edge only. */
static enum base_status find_border(const struct geo_path *a, const struct geo_path *b,
                                    struct pair *pair, struct base_arena *arena,
                                    struct base_error *err)
{
    struct geo_builder builder;
    struct geo_geometry edges;
    struct geo_path own;
    bool has_own = false;
    geo_builder_init(&builder, GEO_MULTILINE, arena);
    for (uint32_t s = 0; s < a->segment_count; s++)
        if (geo_path_segment_is_within(a, s, b, pair->step_m))
            add_segment(&builder, a, s);
    enum base_status status = geo_builder_finish(&builder, &edges, err);
    if (status == BASE_OK)
        status = boundary_path_init(&edges, arena, &own, &has_own, err);
    if (status != BASE_OK)
        return status;
    geo_builder_init(&builder, GEO_MULTILINE, arena);
    for (uint32_t s = 0; has_own && s < own.segment_count; s++)
        add_segment(&builder, &own, s);
    for (uint32_t s = 0; s < b->segment_count; s++)
        if (geo_path_segment_is_within(b, s, a, pair->step_m) &&
            !(has_own && geo_path_segment_is_within(b, s, &own, pair->step_m)))
            add_segment(&builder, b, s);
    status = geo_builder_finish(&builder, &edges, err);
    return status == BASE_OK
               ? boundary_path_init(&edges, arena, &pair->border, &pair->has_border, err)
               : status;
}

/* --- what is without a line ------------------------------------------------------- */

static bool is_end(const struct geo_path *lines, const struct geo_foot *foot)
{
    const struct geo_geometry *g = &lines->line;
    uint32_t ring = lines->rings[foot->segment];
    struct geo_point first = g->points[g->ring_points[ring]];
    struct geo_point last = g->points[g->ring_points[ring + 1] - 1];
    return !geo_point_equal(first, last) &&
           (geo_point_equal(foot->point, first) || geo_point_equal(foot->point, last));
}

/* Metres to the lines where they are no help; 0 where they cover the place. */
static double bare_m(const struct pair *pair, double chainage_m, double reach_m)
{
    struct geo_foot foot = geo_path_find(&pair->lines, geo_path_at(&pair->border, chainage_m));
    if (foot.distance_m <= LEAST_M)
        return 0;
    return foot.distance_m > reach_m || is_end(&pair->lines, &foot) ? foot.distance_m : 0;
}

/* Where between a bare place and a covered one the cover ends. */
static double find_edge(const struct pair *pair, double bare_at_m, double covered_at_m,
                        double reach_m)
{
    for (int i = 0; i < BISECTIONS; i++) {
        double middle = (bare_at_m + covered_at_m) / 2;
        if (bare_m(pair, middle, reach_m) > 0)
            bare_at_m = middle;
        else
            covered_at_m = middle;
    }
    return bare_at_m;
}

static bool find_stretches(const struct pair *pair, double reach_m, struct base_arena *arena,
                           struct stretch **out, uint32_t *count)
{
    double length = pair->border.length_m;
    double samples = fmin(fmax(ceil(length / SAMPLE_M), 2), MOST_SAMPLES);
    double before_m = 0;
    bool bare = false;
    *out = base_arena_alloc(arena, ((size_t)samples + 2) * sizeof **out);
    *count = 0;
    for (double i = 0; *out && i <= samples; i++) {
        double at_m = length * i / samples, distance_m = bare_m(pair, at_m, reach_m);
        struct stretch *last = bare ? &(*out)[*count - 1] : NULL;
        if (distance_m > 0 && !last) {
            double from_m = i > 0 ? find_edge(pair, at_m, before_m, reach_m) : at_m;
            (*out)[(*count)++] = (struct stretch){from_m, at_m, distance_m};
        } else if (distance_m > 0) {
            last->to_m = at_m;
            last->farthest_m = fmax(last->farthest_m, distance_m);
        } else if (last)
            last->to_m = find_edge(pair, before_m, at_m, reach_m);
        bare = distance_m > 0;
        before_m = at_m;
    }
    return *out != NULL;
}

/* --- telling ---------------------------------------------------------------------- */

/* Ends that do not meet tell it themselves. */
static bool is_told_there(const struct boundary_inspection *inspection, const struct pair *pair,
                          const struct stretch *stretch, double reach_m)
{
    struct geo_point middle = geo_path_at(&pair->border, (stretch->from_m + stretch->to_m) / 2);
    for (uint32_t i = 0; i < inspection->list.count; i++) {
        const struct boundary_finding *f = &inspection->list.items[i];
        if ((f->kind == BOUNDARY_DANGLING_END || f->kind == BOUNDARY_TRI_JUNCTION) &&
            geo_distance_m(f->first_vertex, middle) <= 2 * reach_m)
            return true;
    }
    return false;
}

/* A marker stands at an end that is one in order. */
static bool has_marker_there(const struct boundary_inspection *inspection, const struct pair *pair,
                             const struct stretch *stretch)
{
    struct geo_point ends[2] = {geo_path_at(&pair->border, stretch->from_m),
                                geo_path_at(&pair->border, stretch->to_m)};
    double node_m = inspection->options->profile.node_m;
    for (uint32_t c = 0; c < pair->course_count; c++)
        for (uint32_t i = 0; i < pair->courses[c]->stone_count; i++) {
            const struct boundary_marker *marker = pair->courses[c]->stones[i].marker;
            for (int e = 0; e < 2 && marker->has_point; e++)
                if (geo_distance_m(marker->record.point, ends[e]) <= node_m)
                    return true;
        }
    return false;
}

/* Beside a line that runs along the border, at whatever distance, its end is no lack; nor
 * is one that is told already. */
static bool matters(const struct boundary_inspection *inspection, const struct pair *pair,
                    const struct stretch *stretch, double reach_m)
{
    return stretch->to_m - stretch->from_m > pair->step_m && stretch->farthest_m > pair->step_m &&
           !has_marker_there(inspection, pair, stretch) &&
           !is_told_there(inspection, pair, stretch, reach_m);
}

static void add_stretch(struct geo_builder *builder, const struct geo_path *border,
                        const struct stretch *stretch)
{
    const struct geo_geometry *g = &border->line;
    for (uint32_t r = 0; r < g->ring_count; r++) {
        uint32_t first = g->ring_points[r], last = g->ring_points[r + 1] - 1;
        double from_m = fmax(stretch->from_m, border->chainage_m[first]);
        double to_m = fmin(stretch->to_m, border->chainage_m[last]);
        if (!(from_m < to_m))
            continue;
        geo_builder_part(builder);
        geo_builder_ring(builder);
        geo_builder_point(builder, geo_path_at(border, from_m));
        for (uint32_t i = first + 1; i < last; i++)
            if (border->chainage_m[i] > from_m && border->chainage_m[i] < to_m)
                geo_builder_point(builder, g->points[i]);
        geo_builder_point(builder, geo_path_at(border, to_m));
    }
}

/* "L1, L2" */
static const char *join_codes(struct boundary_inspection *inspection, const struct pair *pair)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    for (uint32_t c = 0; c < pair->course_count; c++)
        base_buffer_printf(&text, "%s%s", c ? ", " : "", pair->courses[c]->line->code);
    const char *codes = base_arena_strndup(inspection->arena, text.data, text.size);
    inspection->list.failed = inspection->list.failed || text.failed || !codes;
    return codes ? codes : "";
}

static double length_of(const struct stretch *stretches, uint32_t count)
{
    double length_m = 0;
    for (uint32_t i = 0; i < count; i++)
        length_m += stretches[i].to_m - stretches[i].from_m;
    return length_m;
}

static bool draw(struct boundary_inspection *inspection, const struct pair *pair,
                 const struct stretch *stretches, uint32_t count, struct geo_geometry *out)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_MULTILINE, inspection->arena);
    for (uint32_t i = 0; i < count; i++)
        add_stretch(&builder, &pair->border, &stretches[i]);
    bool ok = geo_builder_finish(&builder, out, NULL) == BASE_OK;
    inspection->list.failed = inspection->list.failed || !ok;
    if (ok && out->part_count == 1)
        out->kind = GEO_LINE;
    return ok && out->part_count > 0;
}

/* The line ends within reach of where the border does, at no other line: told as an end
 * that stops short. */
static void tell_short(struct boundary_inspection *inspection, const struct pair *pair,
                       const struct stretch *stretch)
{
    double tolerance = inspection->options->profile.tolerance_m;
    struct geo_geometry shape;
    struct boundary_along *along;
    if (!draw(inspection, pair, stretch, 1, &shape))
        return;
    struct boundary_finding *finding = boundary_course_tell(
        inspection, pair->courses[0], BOUNDARY_DANGLING_END,
        stretch->farthest_m > tolerance ? BOUNDARY_SUBSTANTIVE : BOUNDARY_MINOR, &along);
    if (!finding)
        return;
    finding->length_m = length_of(stretch, 1);
    finding->max_offset_m = stretch->farthest_m;
    finding->tolerance_m = tolerance;
    boundary_finding_place(finding, &shape);
    boundary_finding_say(finding, &inspection->list, pair->courses[0]->sides, 2,
                         "%s: an end of line %s stops %.2f m before their common border ends.",
                         join_codes(inspection, pair), stretch->farthest_m);
}

/* Beyond reach nothing is wrong, only unknown: a line is not there yet. */
static void report_bare(struct boundary_inspection *inspection, const struct pair *pair,
                        const struct stretch *stretches, uint32_t count)
{
    struct boundary_report *report = inspection->report;
    struct boundary_bare *bare = &report->registered.bare[report->registered.bare_count];
    if (count == 0 || !draw(inspection, pair, stretches, count, &bare->geometry))
        return;
    bare->sides[0] = pair->courses[0]->sides[0];
    bare->sides[1] = pair->courses[0]->sides[1];
    bare->lines = join_codes(inspection, pair);
    bare->border_m = pair->border.length_m;
    bare->length_m = length_of(stretches, count);
    report->registered.bare_m += bare->length_m;
    report->registered.bare_count++;
}

/* --- pairs ------------------------------------------------------------------------- */

static bool is_asked_for(const struct boundary_inspection *inspection,
                         const struct boundary_course *course)
{
    const char *const *between = inspection->options->between;
    const char *a = course->sides[0]->code, *b = course->sides[1]->code;
    return !between[0] || !between[1] ||
           (strcmp(a, between[0]) == 0 && strcmp(b, between[1]) == 0) ||
           (strcmp(a, between[1]) == 0 && strcmp(b, between[0]) == 0);
}

static bool same_pair(const struct boundary_course *a, const struct boundary_course *b)
{
    return a->sides[0] == b->sides[0] && a->sides[1] == b->sides[1];
}

static int compare_pairs(const void *left, const void *right)
{
    const struct boundary_course *a = *(const struct boundary_course *const *)left;
    const struct boundary_course *b = *(const struct boundary_course *const *)right;
    for (int s = 0; s < 2; s++) {
        int order = strcmp(a->sides[s]->code, b->sides[s]->code);
        if (order)
            return order;
    }
    return (a > b) - (a < b); /* courses stand in order of code */
}

static enum base_status join_lines(const struct boundary_course *const *courses, uint32_t count,
                                   struct base_arena *arena, struct pair *pair,
                                   struct base_error *err)
{
    struct geo_builder builder;
    struct geo_geometry all;
    bool has_lines;
    geo_builder_init(&builder, GEO_MULTILINE, arena);
    for (uint32_t c = 0; c < count; c++)
        for (uint32_t s = 0; s < courses[c]->path.segment_count; s++)
            add_segment(&builder, &courses[c]->path, s);
    enum base_status status = geo_builder_finish(&builder, &all, err);
    return status == BASE_OK ? boundary_path_init(&all, arena, &pair->lines, &has_lines, err)
                             : status;
}

static enum base_status check_pair(struct boundary_inspection *inspection,
                                   const struct boundary_course *const *courses, uint32_t count,
                                   struct boundary_outline *outlines, struct base_error *err)
{
    const struct boundary_unit *const *sides = courses[0]->sides;
    double reach = boundary_reach_m(inspection->options->profile.tolerance_m);
    struct pair pair = {.courses = courses, .course_count = count};
    struct boundary_outline *outline[2];
    enum base_status status = BASE_OK;
    pair.step_m = fmax(inspection->options->profile.node_m,
                       boundary_unit_resolution_m(sides[0]) + boundary_unit_resolution_m(sides[1]));
    for (int s = 0; s < 2 && status == BASE_OK; s++) {
        outline[s] = &outlines[sides[s] - inspection->input->units];
        status = boundary_outline_index(sides[s], inspection->arena, outline[s], err);
        if (status == BASE_OK && !outline[s]->has_path)
            return BASE_OK;
    }
    if (status == BASE_OK)
        status = find_border(&outline[0]->path, &outline[1]->path, &pair, inspection->arena, err);
    if (status == BASE_OK && pair.has_border)
        status = join_lines(courses, count, inspection->arena, &pair, err);
    if (status != BASE_OK || !pair.has_border)
        return status;
    inspection->report->registered.border_m += pair.border.length_m;
    struct stretch *stretches;
    uint32_t found, far = 0;
    if (!find_stretches(&pair, reach, inspection->arena, &stretches, &found))
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < found; i++)
        if (stretches[i].farthest_m > reach)
            stretches[far++] = stretches[i];
        else if (matters(inspection, &pair, &stretches[i], reach))
            tell_short(inspection, &pair, &stretches[i]);
    report_bare(inspection, &pair, stretches, far);
    return BASE_OK;
}

enum base_status boundary_check_cover(struct boundary_inspection *inspection,
                                      const struct boundary_courses *courses,
                                      struct boundary_outline *outlines, const bool *astray,
                                      struct base_error *err)
{
    const struct boundary_course **listed =
        base_arena_alloc(inspection->arena, (courses->count + 1) * sizeof *listed);
    uint32_t count = 0;
    inspection->report->registered.bare = base_arena_calloc(
        inspection->arena, courses->count + 1, sizeof *inspection->report->registered.bare);
    bool ok = listed && inspection->report->registered.bare;
    enum base_status status = ok ? BASE_OK : boundary_no_memory(err);
    for (uint32_t c = 0; c < courses->count && status == BASE_OK; c++) {
        const struct boundary_course *course = &courses->items[c];
        if (course->inspected && course->has_path && !courses->suspect[c] &&
            is_asked_for(inspection, course) && course->sides[0]->geometry.part_count &&
            course->sides[1]->geometry.part_count)
            listed[count++] = course;
    }
    if (count)
        qsort(listed, count, sizeof *listed, compare_pairs);
    for (uint32_t first = 0, end; first < count && status == BASE_OK; first = end) {
        bool far = false;
        for (end = first; end < count && same_pair(listed[first], listed[end]); end++)
            far = far || astray[listed[end] - courses->items];
        if (!far)
            status = check_pair(inspection, listed + first, end - first, outlines, err);
    }
    return status;
}
