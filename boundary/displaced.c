/* boundary/displaced.c - units that an edition moved as a whole.
 *
 * The vertices of a unit now are laid beside those it had before, ring by ring from the
 * smallest vertex on, which no displacement changes. Nine tenths of them moved alike: the
 * unit is displaced. Units displaced alike are one displacement, in which a unit joins
 * that has other vertices when half of them, moved back, are vertices it had. Whoever is
 * displaced is compared from where it was: what is left are real transfers. */
#include "boundary/displaced.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"
#include "geo/offset.h"

#define ALIKE_SHARE  0.1 /* of the displacement: vertices that lie no farther off moved alike */
#define UNIT_SHARE   0.9 /* of a unit's vertices must have */
#define JOINS_SHARE  0.5 /* and of one that has other vertices than before */
#define GROUP_SHARE  0.2 /* of the displacement: units no farther off are displaced alike */
#define MIN_VERTICES 8U  /* of a displacement */
#define ZONE_DEG     3   /* zones of the Gauss-Krüger projection are apart by that, or twice */
#define ZONE_GRID    (INT64_C(3000000000))
#define ZONE_SLACK   100 /* grid units: what rounding on both sides leaves */

/* A vertex now and before. */
struct match {
    struct geo_point now, before;
};

/* A unit in both editions. */
struct subject {
    uint32_t at; /* in now */
    const struct boundary_unit *now, *before;
    const struct match *matches; /* NULL: it has other vertices than before */
    uint32_t match_count;
    bool whole;   /* displaced as a whole, by itself */
    int64_t x, y; /* grid units */
    double east_m, north_m;
    uint32_t group; /* BOUNDARY_NONE: none */
};

struct subjects {
    struct subject *items;
    uint32_t count;
};

/* A displacement of some units. */
struct group {
    uint32_t number, units, matches;
    double east_m, north_m, residual_m; /* means over the matches */
};

static double scaled_m(double away_m)
{
    return ALIKE_SHARE * away_m;
}

static uint32_t smallest_of(const struct geo_point *ring, uint32_t count)
{
    uint32_t smallest = 0;
    for (uint32_t i = 1; i < count; i++)
        if (geo_point_compare(ring[i], ring[smallest]) < 0)
            smallest = i;
    return smallest;
}

static bool have_same_rings(const struct geo_geometry *a, const struct geo_geometry *b)
{
    if (a->part_count != b->part_count || a->ring_count != b->ring_count)
        return false;
    for (uint32_t p = 0; p <= a->part_count; p++)
        if (a->part_rings[p] != b->part_rings[p])
            return false;
    for (uint32_t r = 0; r < a->ring_count; r++)
        if (a->ring_points[r] != b->ring_points[r] ||
            a->ring_points[r + 1] != b->ring_points[r + 1] ||
            a->ring_points[r + 1] < a->ring_points[r] + 2)
            return false;
    return true;
}

/* Lays the vertices side by side; leaves matches NULL where the rings are not alike. */
static bool match_vertices(struct subject *subject, struct base_arena *arena)
{
    const struct geo_geometry *a = &subject->now->geometry, *b = &subject->before->geometry;
    if (!have_same_rings(a, b))
        return true;
    struct match *matches = base_arena_alloc(arena, (a->point_count + 1) * sizeof *matches);
    if (!matches)
        return false;
    for (uint32_t r = 0; r < a->ring_count; r++) {
        const struct geo_point *now = a->points + a->ring_points[r];
        const struct geo_point *before = b->points + b->ring_points[r];
        uint32_t size = a->ring_points[r + 1] - a->ring_points[r] - 1; /* it is closed */
        uint32_t i = smallest_of(now, size), k = smallest_of(before, size);
        for (uint32_t n = 0; n < size; n++)
            matches[subject->match_count++] =
                (struct match){now[(i + n) % size], before[(k + n) % size]};
    }
    subject->matches = matches;
    return true;
}

static int compare_whole(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int64_t median_of(int64_t *values, uint32_t count)
{
    qsort(values, count, sizeof *values, compare_whole);
    return values[count / 2];
}

/* How far the match is from being displaced by (x, y). */
static double left_m(const struct geo_plane *plane, const struct match *match, int64_t x, int64_t y)
{
    return hypot((double)(match->now.lon - match->before.lon - x) * plane->m_per_lon,
                 (double)(match->now.lat - match->before.lat - y) * plane->m_per_lat);
}

/* By the median of its vertices, which a few that moved otherwise do not change. */
static bool judge_unit(struct subject *subject, double tolerance_m)
{
    uint32_t count = subject->match_count, alike = 0;
    int64_t *moved = count ? malloc(count * sizeof *moved) : NULL;
    if (!moved)
        return count == 0;
    for (uint32_t i = 0; i < count; i++)
        moved[i] = subject->matches[i].now.lon - subject->matches[i].before.lon;
    subject->x = median_of(moved, count);
    for (uint32_t i = 0; i < count; i++)
        moved[i] = subject->matches[i].now.lat - subject->matches[i].before.lat;
    subject->y = median_of(moved, count);
    free(moved);
    struct geo_plane plane = geo_plane_at(subject->matches[0].before);
    subject->east_m = (double)subject->x * plane.m_per_lon;
    subject->north_m = (double)subject->y * plane.m_per_lat;
    double away_m = hypot(subject->east_m, subject->north_m);
    for (uint32_t i = 0; i < count; i++)
        alike += left_m(&plane, &subject->matches[i], subject->x, subject->y) <= scaled_m(away_m);
    subject->whole = away_m > tolerance_m && alike >= UNIT_SHARE * count;
    return true;
}

static int compare_identities(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    return (a->identity > b->identity) - (a->identity < b->identity);
}

static bool add_subject(struct boundary_inspection *inspection, uint32_t at,
                        const struct boundary_unit *now, const struct boundary_unit *before,
                        struct subjects *out)
{
    struct subject *subject = &out->items[out->count++];
    *subject = (struct subject){.at = at, .now = now, .before = before, .group = BOUNDARY_NONE};
    return match_vertices(subject, inspection->arena) &&
           judge_unit(subject, inspection->options->profile.tolerance_m);
}

/* The units that both editions have, with another outline each. */
static bool list_subjects(struct boundary_inspection *inspection,
                          const struct boundary_unit *const *now, uint32_t now_count,
                          const struct boundary_unit *const *before, uint32_t before_count,
                          struct subjects *out)
{
    const struct boundary_unit **sorted =
        base_arena_copy(inspection->arena, before, before_count * sizeof *sorted);
    out->items = base_arena_calloc(inspection->arena, now_count + 1, sizeof *out->items);
    if (!out->items || !sorted)
        return false;
    qsort(sorted, before_count, sizeof *sorted, compare_identities);
    for (uint32_t i = 0; i < now_count; i++) {
        const struct boundary_unit **then =
            bsearch(&now[i], sorted, before_count, sizeof *sorted, compare_identities);
        if (then && !geo_geometry_equal(&now[i]->geometry, &(*then)->geometry) &&
            !add_subject(inspection, i, now[i], *then, out))
            return false;
    }
    return true;
}

/* --- units displaced alike --------------------------------------------------------- */

static bool is_alike(const struct subject *a, const struct subject *b)
{
    return hypot(a->east_m - b->east_m, a->north_m - b->north_m) <=
           GROUP_SHARE * hypot(b->east_m, b->north_m);
}

static void add_to_group(struct group *group, struct subject *subject)
{
    double before = group->matches, now = subject->match_count;
    subject->group = group->number;
    group->units++;
    group->matches += subject->match_count;
    group->east_m = (group->east_m * before + subject->east_m * now) / (before + now);
    group->north_m = (group->north_m * before + subject->north_m * now) / (before + now);
}

/* Those that are displaced like the unit at first, which is in no group yet. */
static struct group gather(struct subjects *subjects, uint32_t first)
{
    struct group group = {.number = first};
    for (uint32_t i = first; i < subjects->count; i++) {
        struct subject *subject = &subjects->items[i];
        if (subject->whole && subject->group == BOUNDARY_NONE &&
            is_alike(subject, &subjects->items[first]))
            add_to_group(&group, subject);
    }
    return group;
}

static int compare_points(const void *left, const void *right)
{
    return geo_point_compare(*(const struct geo_point *)left, *(const struct geo_point *)right);
}

/* True when one of the points, sorted, lies within reach_m of p. */
static bool is_near_one(const struct geo_point *points, uint32_t count, struct geo_point p,
                        const struct geo_plane *plane, double reach_m)
{
    uint32_t low = 0, high = count;
    int64_t reach = (int64_t)(reach_m / plane->m_per_lon) + 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (points[middle].lon < p.lon - reach)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && points[low].lon <= p.lon + reach; low++)
        if (hypot((double)(points[low].lon - p.lon) * plane->m_per_lon,
                  (double)(points[low].lat - p.lat) * plane->m_per_lat) <= reach_m)
            return true;
    return false;
}

/* Whether a unit with other vertices than before is displaced like the group. */
static bool try_to_join(struct subject *subject, const struct group *group, bool *joins)
{
    const struct geo_geometry *now = &subject->now->geometry, *then = &subject->before->geometry;
    struct geo_plane plane = geo_plane_at(then->points[0]);
    struct geo_point *points = malloc(then->point_count * sizeof *points);
    uint32_t met = 0;
    if (!points)
        return false;
    memcpy(points, then->points, then->point_count * sizeof *points);
    qsort(points, then->point_count, sizeof *points, compare_points);
    subject->x = llround(group->east_m / plane.m_per_lon);
    subject->y = llround(group->north_m / plane.m_per_lat);
    for (uint32_t i = 0; i < now->point_count; i++) {
        struct geo_point p = {now->points[i].lon - subject->x, now->points[i].lat - subject->y};
        met += is_near_one(points, then->point_count, p, &plane,
                           scaled_m(hypot(group->east_m, group->north_m)));
    }
    free(points);
    *joins = met >= JOINS_SHARE * now->point_count;
    return true;
}

static bool take_in_others(struct subjects *subjects, struct group *group)
{
    for (uint32_t i = 0; i < subjects->count; i++) {
        struct subject *subject = &subjects->items[i];
        bool joins;
        if (subject->whole || subject->group != BOUNDARY_NONE)
            continue;
        if (!try_to_join(subject, group, &joins))
            return false;
        if (joins) {
            subject->group = group->number;
            group->units++;
        }
    }
    return true;
}

/* --- telling ------------------------------------------------------------------------- */

/* What explains a displacement: an offset, or a zone. */
struct explanation {
    const char *now, *then; /* the offset system that either edition looks like; NULL */
    int zone_deg;           /* 0: none */
    double residual_m;
};

static double mean_left_m(const struct subjects *subjects, const struct group *group,
                          void (*undo)(double *lon, double *lat), bool of_now)
{
    double sum = 0;
    for (uint32_t i = 0; i < subjects->count; i++) {
        const struct subject *subject = &subjects->items[i];
        for (uint32_t k = 0; subject->group == group->number && k < subject->match_count; k++) {
            const struct match *m = &subject->matches[k];
            struct geo_point moved = of_now ? m->now : m->before;
            double lon = geo_grid_to_degrees(moved.lon), lat = geo_grid_to_degrees(moved.lat);
            undo(&lon, &lat);
            moved = (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)};
            sum += geo_distance_m(moved, of_now ? m->before : m->now);
        }
    }
    return sum / group->matches;
}

static void measure_residual(const struct subjects *subjects, struct group *group)
{
    double sum = 0;
    for (uint32_t i = 0; i < subjects->count; i++) {
        const struct subject *subject = &subjects->items[i];
        if (subject->group != group->number || subject->match_count == 0)
            continue;
        struct geo_plane plane = geo_plane_at(subject->matches[0].before);
        int64_t x = llround(group->east_m / plane.m_per_lon);
        int64_t y = llround(group->north_m / plane.m_per_lat);
        for (uint32_t k = 0; k < subject->match_count; k++)
            sum += left_m(&plane, &subject->matches[k], x, y);
    }
    group->residual_m = sum / group->matches;
}

/* Whole zones, the same for every unit. */
static int zone_of(const struct subjects *subjects, const struct group *group)
{
    int64_t zones = 0;
    for (uint32_t i = 0; i < subjects->count; i++) {
        const struct subject *subject = &subjects->items[i];
        if (!subject->whole || subject->group != group->number)
            continue;
        int64_t nearest = llround((double)subject->x / (double)ZONE_GRID);
        if (nearest == 0 || (zones != 0 && nearest != zones) || llabs(subject->y) > ZONE_SLACK ||
            llabs(subject->x - nearest * ZONE_GRID) > ZONE_SLACK)
            return 0;
        zones = nearest;
    }
    return (int)zones * ZONE_DEG;
}

static struct explanation explain(const struct subjects *subjects, const struct group *group)
{
    static const struct {
        const char *name;
        void (*undo)(double *lon, double *lat);
    } SYSTEMS[] = {{"GCJ-02", geo_offset_from_gcj02}, {"BD-09", geo_offset_from_bd09}};
    struct explanation best = {.residual_m = group->residual_m};
    best.zone_deg = zone_of(subjects, group);
    for (size_t i = 0; i < sizeof SYSTEMS / sizeof SYSTEMS[0]; i++)
        for (int now = 0; now < 2; now++) {
            double left = mean_left_m(subjects, group, SYSTEMS[i].undo, now);
            if (left < best.residual_m)
                best = (struct explanation){.now = now ? SYSTEMS[i].name : NULL,
                                            .then = now ? NULL : SYSTEMS[i].name,
                                            .residual_m = left};
        }
    return best;
}

static void say(struct boundary_inspection *inspection, struct boundary_finding *finding,
                const struct boundary_unit *const *units, uint32_t count, const struct group *group,
                const struct explanation *why)
{
    long long against = inspection->options->against;
    double east = group->east_m, north = group->north_m, left = why->residual_m;
    if (why->now)
        boundary_finding_say(
            finding, &inspection->list, units, count,
            "%s as a whole: displaced since edition %lld by %.2f m to the east and "
            "%.2f m to the north; it looks like %s now, after undoing which %.2f m "
            "remain.",
            against, east, north, why->now, left);
    else if (why->then)
        boundary_finding_say(
            finding, &inspection->list, units, count,
            "%s as a whole: displaced since edition %lld by %.2f m to the east and "
            "%.2f m to the north; it looked like %s then, after undoing which "
            "%.2f m remain.",
            against, east, north, why->then, left);
    else if (why->zone_deg)
        boundary_finding_say(finding, &inspection->list, units, count,
                             "%s as a whole: displaced since edition %lld by %d° of longitude "
                             "(%.2f m to the east, %.2f m to the north), residual %.2f m: one of "
                             "both was read in the wrong zone.",
                             against, why->zone_deg, east, north, left);
    else
        boundary_finding_say(
            finding, &inspection->list, units, count,
            "%s as a whole: displaced since edition %lld by %.2f m to the east and "
            "%.2f m to the north, residual %.2f m: another datum or a wrong "
            "origin; no ground was moved by it.",
            against, east, north, left);
}

/* True when a finding of this level calls the unit displaced already. */
static bool is_named(const struct boundary_list *list, const struct boundary_unit *unit)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const struct boundary_finding *finding = &list->items[i];
        if (finding->kind != BOUNDARY_CRS_SUSPECT || finding->level != unit->level)
            continue;
        for (uint32_t k = 0; k < finding->party_count; k++)
            if (strcmp(finding->parties[k], unit->code) == 0)
                return true;
    }
    return false;
}

static bool tell(struct boundary_inspection *inspection, const struct subjects *subjects,
                 struct group *group)
{
    const struct boundary_unit **units =
        base_arena_alloc(inspection->arena, (group->units + 1) * sizeof *units);
    struct boundary_shift *shift = base_arena_calloc(inspection->arena, 1, sizeof *shift);
    uint32_t count = 0;
    if (!units || !shift)
        return false;
    for (uint32_t i = 0; i < subjects->count; i++)
        if (subjects->items[i].group == group->number &&
            !is_named(&inspection->list, subjects->items[i].now))
            units[count++] = subjects->items[i].now;
    if (count == 0)
        return true;
    struct explanation why = explain(subjects, group);
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_CRS_SUSPECT, BOUNDARY_BLOCKING, units, count);
    if (!finding)
        return false;
    *shift = (struct boundary_shift){group->east_m, group->north_m, why.residual_m};
    finding->shift = shift;
    finding->subject = "edition";
    finding->max_offset_m = hypot(group->east_m, group->north_m);
    say(inspection, finding, units, count, group, &why);
    return true;
}

/* --- moving back ----------------------------------------------------------------------- */

/* What moved like the unit lies on its vertex of before again, to the grid. */
static void move_back_matches(const struct subject *subject, struct geo_point *points)
{
    const struct geo_geometry *shape = &subject->now->geometry;
    struct geo_plane plane = geo_plane_at(subject->matches[0].before);
    double most_m = scaled_m(hypot(subject->east_m, subject->north_m));
    uint32_t at = 0;
    for (uint32_t r = 0; r < shape->ring_count; r++) {
        uint32_t first = shape->ring_points[r], size = shape->ring_points[r + 1] - first - 1;
        uint32_t start = smallest_of(shape->points + first, size);
        for (uint32_t n = 0; n < size; n++, at++)
            if (left_m(&plane, &subject->matches[at], subject->x, subject->y) <= most_m)
                points[first + (start + n) % size] = subject->matches[at].before;
        points[first + size] = points[first];
    }
}

static bool move_back(const struct subject *subject, struct base_arena *arena,
                      const struct boundary_unit **now)
{
    const struct geo_geometry *shape = &subject->now->geometry;
    struct boundary_unit *unit = base_arena_copy(arena, subject->now, sizeof *unit);
    struct geo_point *points = base_arena_alloc(arena, shape->point_count * sizeof *points);
    if (!unit || !points)
        return false;
    for (uint32_t i = 0; i < shape->point_count; i++)
        points[i] = (struct geo_point){shape->points[i].lon - subject->x,
                                       shape->points[i].lat - subject->y};
    if (subject->whole)
        move_back_matches(subject, points);
    unit->geometry.points = points;
    now[subject->at] = unit;
    return true;
}

static bool undo_group(struct boundary_inspection *inspection, struct subjects *subjects,
                       struct group *group, const struct boundary_unit **now)
{
    if (!take_in_others(subjects, group))
        return false;
    measure_residual(subjects, group);
    if (!tell(inspection, subjects, group))
        return false;
    for (uint32_t i = 0; i < subjects->count; i++)
        if (subjects->items[i].group == group->number &&
            !move_back(&subjects->items[i], inspection->arena, now))
            return false;
    return true;
}

enum base_status boundary_displaced_undo(struct boundary_inspection *inspection,
                                         const struct boundary_unit **now, uint32_t now_count,
                                         const struct boundary_unit *const *before,
                                         uint32_t before_count, struct base_error *err)
{
    struct subjects subjects = {0};
    if (!list_subjects(inspection, now, now_count, before, before_count, &subjects))
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < subjects.count; i++) {
        if (!subjects.items[i].whole || subjects.items[i].group != BOUNDARY_NONE)
            continue;
        struct group group = gather(&subjects, i);
        if (group.matches >= MIN_VERTICES && !undo_group(inspection, &subjects, &group, now))
            return boundary_no_memory(err);
    }
    return BASE_OK;
}
