/* boundary/again.c - inspection again after few divisions changed. */
#include "boundary/again.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/report.h"
#include "boundary/run.h"

#define MOST_CHANGED 64U  /* divisions */
#define MOST_UNITS   600U /* in the window, and */
#define MOST_SHARE   3    /* of all at most one in so many, unless there are */
#define FEW_UNITS    64U  /* so few in it */
#define MOST_LOOKS   6    /* as often is the window made larger */
#define MARGIN_M     1.0

struct divisions {
    const struct boundary_unit **units;
    uint32_t count;
};

struct looking {
    struct store *store;
    const struct boundary_options *options;
    struct base_arena *arena;
    const struct base_progress *progress;
    struct store_as_of then, now;
    struct store_run run;
    struct boundary_base base;
    int64_t *changed;
    uint32_t changed_count;
    struct divisions before, after; /* the changed ones */
    struct divisions around;        /* those that did not change, in the window */
    struct geo_box *places;
    uint32_t place_count;
    enum store_level level;
    double reach_m;
    struct geo_box ground;
    struct boundary_window was_window, is_window;
    struct boundary_report was, is;
    struct boundary_finding *found;
    struct store_finding *dropped;
    uint32_t found_count, dropped_count;
    bool strange; /* the window does not show what the earlier run saw */
    bool fits;    /* so far nothing speaks against it */
};

/* --- what changed ---------------------------------------------------------------- */

static int compare_numbers(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Only what lies on the ground may differ: every other fact of a division is also
 * compared with divisions elsewhere. */
static bool differs_in_ground_only(const struct boundary_unit *a, const struct boundary_unit *b)
{
    return same_text(a->code, b->code) && same_text(a->name, b->name) && a->level == b->level &&
           same_text(a->parent, b->parent) && same_text(a->managed_by, b->managed_by) &&
           (a->area_km2 == b->area_km2 || (isnan(a->area_km2) && isnan(b->area_km2))) &&
           a->valid_from == b->valid_from && a->valid_to == b->valid_to && a->geometry.part_count &&
           b->geometry.part_count;
}

static enum base_status load_one(struct looking *looking, int64_t identity,
                                 struct store_as_of as_of, struct divisions *out,
                                 struct base_error *err)
{
    struct store_division *rows;
    size_t count;
    enum base_status status =
        store_division_of(looking->store, identity, as_of, looking->arena, &rows, &count, err);
    if (status != BASE_OK)
        return status;
    struct boundary_unit *unit = base_arena_alloc(looking->arena, sizeof *unit);
    if (!unit)
        return boundary_no_memory(err);
    looking->fits = looking->fits && count == 1;
    if (count == 1) {
        *unit = boundary_unit_of(&rows[0]);
        out->units[out->count++] = unit;
    }
    return BASE_OK;
}

static enum base_status load_changed(struct looking *looking, struct base_error *err)
{
    enum base_status status = BASE_OK;
    size_t most = (size_t)looking->changed_count + 1;
    looking->before.units = base_arena_alloc(looking->arena, most * sizeof *looking->before.units);
    looking->after.units = base_arena_alloc(looking->arena, most * sizeof *looking->after.units);
    looking->places = base_arena_alloc(looking->arena, 2 * most * sizeof *looking->places);
    if (!looking->before.units || !looking->after.units || !looking->places)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < looking->changed_count && status == BASE_OK && looking->fits; i++) {
        status = load_one(looking, looking->changed[i], looking->then, &looking->before, err);
        if (status == BASE_OK)
            status = load_one(looking, looking->changed[i], looking->now, &looking->after, err);
        if (status != BASE_OK || !looking->fits)
            break;
        const struct boundary_unit *was = looking->before.units[i], *is = looking->after.units[i];
        looking->level = i ? looking->level : is->level;
        looking->fits = differs_in_ground_only(was, is) && is->level == looking->level;
        looking->places[looking->place_count++] = geo_geometry_box(&was->geometry);
        looking->places[looking->place_count++] = geo_geometry_box(&is->geometry);
    }
    return status;
}

/* Levels with outlines that stand above or below are not looked at here. */
static bool is_only_level(const struct looking *looking)
{
    for (int level = STORE_LEVEL_PROVINCE; level <= STORE_LEVEL_VILLAGE; level++)
        if (level != (int)looking->level && looking->base.levels[level].polygons)
            return false;
    return looking->options->level == STORE_LEVEL_NONE || looking->options->level == looking->level;
}

/* The earlier run, and which divisions were touched since. */
static enum base_status find_changed(struct looking *looking, const char *options_text,
                                     const unsigned char *sign, int64_t edition,
                                     struct base_error *err)
{
    size_t count = 0;
    enum base_status status =
        store_run_find_looked(looking->store, options_text, looking->arena, &looking->run, err);
    if (status == BASE_NOT_FOUND)
        return BASE_OK;
    if (status == BASE_OK)
        status = boundary_base_parse(looking->run.looked, looking->run.looked_size, looking->arena,
                                     &looking->base, err);
    if (status == BASE_INVALID)
        return BASE_OK;
    if (status != BASE_OK)
        return status;
    looking->fits = memcmp(looking->base.sign, sign, BOUNDARY_BASE_SIGN) == 0 &&
                    looking->base.edition <= edition;
    if (!looking->fits)
        return BASE_OK;
    looking->then =
        (struct store_as_of){.at = looking->options->at, .known = looking->base.edition};
    looking->now = (struct store_as_of){.at = looking->options->at, .known = edition};
    status =
        store_division_touched(looking->store, looking->base.edition, edition, MOST_CHANGED + 1,
                               looking->arena, &looking->changed, &count, err);
    looking->changed_count = (uint32_t)count;
    looking->fits = count <= MOST_CHANGED;
    return status;
}

/* --- the window -------------------------------------------------------------------- */

static enum base_status load_around(struct looking *looking, struct base_error *err)
{
    struct store_division *rows;
    size_t count;
    enum base_status status =
        store_division_near(looking->store, looking->now, looking->level, looking->ground,
                            looking->arena, &rows, &count, err);
    if (status != BASE_OK)
        return status;
    struct boundary_unit *units = base_arena_alloc(looking->arena, (count + 1) * sizeof *units);
    const struct boundary_unit **list =
        base_arena_alloc(looking->arena, (count + 1) * sizeof *list);
    if (!units || !list)
        return boundary_no_memory(err);
    looking->around = (struct divisions){.units = list};
    for (size_t i = 0; i < count; i++) {
        units[i] = boundary_unit_of(&rows[i]);
        if (!boundary_window_is_changed(&looking->is_window, units[i].identity))
            list[looking->around.count++] = &units[i];
    }
    int64_t all = looking->base.levels[looking->level].polygons;
    looking->fits =
        count <= FEW_UNITS || (count <= MOST_UNITS && (int64_t)count * MOST_SHARE <= all);
    return BASE_OK;
}

/* All that touches a changed division is to be known whole. */
static enum base_status open_window(struct looking *looking, struct base_error *err)
{
    looking->ground = geo_box_empty();
    for (uint32_t i = 0; i < looking->place_count; i++)
        looking->ground = geo_box_union(looking->ground,
                                        boundary_box_grown(looking->places[i], looking->reach_m));
    looking->is_window = (struct boundary_window){.changed = looking->changed,
                                                  .changed_count = looking->changed_count};
    enum base_status status = load_around(looking, err);
    for (uint32_t i = 0; i < looking->around.count && status == BASE_OK; i++)
        looking->ground =
            geo_box_union(looking->ground,
                          boundary_box_grown(geo_geometry_box(&looking->around.units[i]->geometry),
                                             looking->reach_m));
    return status == BASE_OK && looking->fits ? load_around(looking, err) : status;
}

static enum base_status inspect(struct looking *looking, const struct divisions *changed,
                                struct boundary_window *window, struct boundary_report *out,
                                struct base_error *err)
{
    const struct boundary_base_level *level = &looking->base.levels[looking->level];
    uint32_t count = 0;
    struct boundary_unit *units = base_arena_alloc(
        looking->arena, ((size_t)changed->count + looking->around.count + 1) * sizeof *units);
    if (!units)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < changed->count; i++)
        units[count++] = *changed->units[i];
    for (uint32_t i = 0; i < looking->around.count; i++)
        units[count++] = *looking->around.units[i];
    *window = (struct boundary_window){.level = looking->level,
                                       .ground = looking->ground,
                                       .changed = looking->changed,
                                       .changed_count = looking->changed_count,
                                       .places = looking->places,
                                       .place_count = looking->place_count,
                                       .loose = level->loose,
                                       .loose_count = level->loose_count,
                                       .reach_m = looking->reach_m,
                                       .wanted = geo_box_empty()};
    const struct boundary_input input = {.units = units, .unit_count = count, .window = window};
    return boundary_inspect(&input, looking->options, looking->arena, looking->progress, out, err);
}

/* --- the difference ----------------------------------------------------------------- */

static int compare_ids(const void *left, const void *right)
{
    return strcmp(((const struct boundary_finding *)left)->id,
                  ((const struct boundary_finding *)right)->id);
}

static const struct boundary_finding *
by_id(struct looking *looking, const struct boundary_report *report, struct base_error *err)
{
    struct boundary_finding *copy =
        base_arena_copy(looking->arena, report->findings, report->finding_count * sizeof *copy);
    if (!copy) {
        (void)!boundary_no_memory(err);
        return NULL;
    }
    if (report->finding_count)
        qsort(copy, report->finding_count, sizeof *copy, compare_ids);
    return copy;
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* To the last bit of what is kept, and the last letter of what is told. */
static bool same_finding(const struct boundary_finding *a, const struct boundary_finding *b)
{
    struct base_buffer left BASE_BUFFER_AUTO = {0}, right BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &left);
    boundary_finding_write(a, BASE_ZH, &json);
    base_json_init(&json, &right);
    boundary_finding_write(b, BASE_ZH, &json);
    return !left.failed && !right.failed && left.size == right.size &&
           memcmp(left.data, right.data, left.size) == 0 && same_number(a->area_m2, b->area_m2) &&
           same_number(a->width_m, b->width_m) && geo_point_equal(a->first_vertex, b->first_vertex);
}

/* A party that is not known whole, or ground that reaches out of the window, is wanted:
 * what the finding would be in the whole is not certain. */
static void want_parties(struct looking *looking, const struct divisions *units,
                         const struct boundary_finding *finding)
{
    struct boundary_window *window = &looking->is_window;
    for (uint32_t i = 0; i < units->count; i++)
        for (uint32_t k = 0; k < finding->party_count; k++)
            if (strcmp(units->units[i]->code, finding->parties[k]) == 0)
                boundary_window_want(window, &units->units[i]->geometry, looking->reach_m);
    if (finding->geometry.part_count)
        boundary_window_want(window, &finding->geometry, 0);
}

static bool matches(const struct boundary_finding *finding, const struct store_finding *kept)
{
    const char *level = finding->level ? store_level_name(finding->level) : NULL;
    const struct geo_geometry *a = &finding->geometry, *b = &kept->geometry;
    return strcmp(boundary_kind_name(finding->kind), kept->kind) == 0 &&
           strcmp(boundary_severity_name(finding->severity), kept->severity) == 0 &&
           same_text(level, kept->level) && same_number(finding->area_m2, kept->area_m2) &&
           same_number(finding->width_m, kept->width_m) && a->part_count == b->part_count &&
           a->ring_count == b->ring_count && a->point_count == b->point_count &&
           (a->point_count == 0 ||
            (geo_point_equal(finding->first_vertex, kept->first_vertex) &&
             memcmp(a->points, b->points, a->point_count * sizeof *a->points) == 0));
}

/* What is gone must have been there, the same to the last digit. */
static enum base_status drop(struct looking *looking, const struct boundary_finding *finding,
                             struct base_error *err)
{
    struct store_finding kept;
    bool found = false;
    want_parties(looking, &looking->before, finding);
    want_parties(looking, &looking->around, finding);
    enum base_status status = store_finding_seen(looking->store, looking->run.id, finding->id,
                                                 looking->arena, &found, &kept, err);
    if (status != BASE_OK)
        return status;
    looking->strange = looking->strange || !found || !matches(finding, &kept);
    if (found)
        looking->dropped[looking->dropped_count++] = kept;
    return BASE_OK;
}

static void find(struct looking *looking, const struct boundary_finding *finding)
{
    want_parties(looking, &looking->after, finding);
    want_parties(looking, &looking->around, finding);
    looking->found[looking->found_count++] = *finding;
}

static enum base_status compare(struct looking *looking, struct base_error *err)
{
    const struct boundary_finding *was = by_id(looking, &looking->was, err);
    const struct boundary_finding *is = by_id(looking, &looking->is, err);
    uint32_t i = 0, j = 0, was_count = looking->was.finding_count,
             is_count = looking->is.finding_count;
    looking->found =
        base_arena_alloc(looking->arena, ((size_t)is_count + 1) * sizeof *looking->found);
    looking->dropped =
        base_arena_alloc(looking->arena, ((size_t)was_count + 1) * sizeof *looking->dropped);
    looking->found_count = looking->dropped_count = 0;
    if (!was || !is || !looking->found || !looking->dropped)
        return boundary_no_memory(err);
    enum base_status status = BASE_OK;
    while ((i < was_count || j < is_count) && status == BASE_OK) {
        int order = i == was_count ? 1 : j == is_count ? -1 : compare_ids(&was[i], &is[j]);
        if (order != 0 || !same_finding(&was[i], &is[j])) {
            if (order <= 0)
                status = drop(looking, &was[i], err);
            if (order >= 0)
                find(looking, &is[j]);
        }
        i += order <= 0;
        j += order >= 0;
    }
    return status;
}

static bool is_of_ground(const char *kind)
{
    static const enum boundary_kind OTHERS[] = {BOUNDARY_CODE, BOUNDARY_NAME, BOUNDARY_CHILDREN,
                                                BOUNDARY_HISTORY};
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
        if (strcmp(kind, boundary_kind_name(OTHERS[i])) == 0)
            return false;
    return true;
}

static bool was_seen(const struct looking *looking, const struct store_finding *kept)
{
    const char *id = kept->derived ? kept->derived : kept->id;
    for (uint32_t i = 0; i < looking->was.finding_count; i++)
        if (strcmp(looking->was.findings[i].id, id) == 0)
            return matches(&looking->was.findings[i], kept);
    return false;
}

/* All that the earlier run said of the changed ones must be seen in the window too. */
static enum base_status check_known(struct looking *looking, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (uint32_t i = 0; i < looking->before.count && status == BASE_OK; i++) {
        struct store_finding *kept;
        size_t count = 0;
        status =
            store_finding_of_party(looking->store, looking->run.id, looking->before.units[i]->code,
                                   looking->arena, &kept, &count, err);
        for (size_t k = 0; k < count && status == BASE_OK; k++) {
            if (!is_of_ground(kept[k].kind) || was_seen(looking, &kept[k]))
                continue;
            struct geo_box box = geo_box_is_empty(kept[k].box)
                                     ? looking->ground
                                     : boundary_box_grown(kept[k].box, looking->reach_m);
            looking->strange = true;
            if (!boundary_box_within(box, looking->ground))
                looking->is_window.wanted = geo_box_union(looking->is_window.wanted, box);
        }
    }
    return status;
}

/* A new finding must not need an id that another one, which is carried over, has taken. */
static enum base_status check_ids(struct looking *looking, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (uint32_t i = 0; i < looking->found_count && status == BASE_OK; i++) {
        bool seen = false, dropped = false;
        status = store_finding_is_seen(looking->store, looking->run.id, looking->found[i].id, &seen,
                                       err);
        for (uint32_t k = 0; k < looking->dropped_count && !dropped; k++)
            dropped = strcmp(looking->dropped[k].id, looking->found[i].id) == 0;
        looking->fits = looking->fits && (!seen || dropped);
    }
    return status;
}

/* --- how units hang together ------------------------------------------------------------ */

static bool same_blocks(const struct boundary_window *a, const struct boundary_window *b)
{
    if (a->block_count != b->block_count)
        return false;
    for (uint32_t i = 0; i < a->block_count; i++)
        if (a->blocks[i].identity != b->blocks[i].identity ||
            a->blocks[i].block != b->blocks[i].block)
            return false;
    return true;
}

static const struct boundary_loose *judged(const struct boundary_window *window, int64_t identity)
{
    for (uint32_t i = 0; i < window->judged_count; i++)
        if (window->judged[i].identity == identity)
            return &window->judged[i];
    return NULL;
}

/* What was judged in the window must be what the earlier run thought of the blocks. */
static bool as_judged_before(const struct looking *looking)
{
    const struct boundary_window *was = &looking->was_window;
    for (uint32_t i = 0; i < was->judged_count; i++) {
        const struct boundary_loose *known = boundary_window_loose(was, was->judged[i].identity);
        if (!known || known->suspect != was->judged[i].suspect)
            return false;
    }
    for (uint32_t i = 0; i < looking->changed_count; i++)
        if (boundary_window_loose(was, looking->changed[i]) && !judged(was, looking->changed[i]))
            return false;
    return true;
}

/* The largest block stays the largest, whatever ground the changed ones take to it or
 * from it. */
static bool largest_is_sure(const struct looking *looking)
{
    const struct boundary_base_level *level = &looking->base.levels[looking->level];
    double largest_m2 = looking->is_window.main_m2;
    bool in_it = false;
    for (uint32_t i = 0; i < looking->changed_count; i++)
        in_it = in_it || !judged(&looking->was_window, looking->changed[i]) ||
                !judged(&looking->is_window, looking->changed[i]);
    if (!in_it && level->largest_m2 > largest_m2)
        largest_m2 = level->largest_m2;
    return largest_m2 > (1 + 1e-6) * fmax(level->second_m2, looking->is_window.other_m2);
}

static int compare_loose(const void *left, const void *right)
{
    const struct boundary_loose *a = left, *b = right;
    return (a->identity > b->identity) - (a->identity < b->identity);
}

/* Who is loose now: as before, but for the blocks that were judged. */
static enum base_status change_blocks(struct looking *looking, struct base_error *err)
{
    const struct boundary_window *is = &looking->is_window;
    struct boundary_base_level *level = &looking->base.levels[looking->level];
    struct boundary_loose *list = base_arena_alloc(
        looking->arena, ((size_t)level->loose_count + is->judged_count + 1) * sizeof *list);
    uint32_t count = 0;
    if (!list)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < level->loose_count; i++)
        if (!boundary_window_is_changed(is, level->loose[i].identity) &&
            !judged(is, level->loose[i].identity))
            list[count++] = level->loose[i];
    for (uint32_t i = 0; i < is->judged_count; i++)
        list[count++] = is->judged[i];
    if (count)
        qsort(list, count, sizeof *list, compare_loose);
    if (level->largest_m2 > 0 || count) /* only ever too small, and too large */
        level->largest_m2 = fmin(level->largest_m2 > 0 ? level->largest_m2 : INFINITY, is->main_m2);
    level->second_m2 = fmax(level->second_m2, is->other_m2);
    level->loose = list;
    level->loose_count = count;
    return BASE_OK;
}

/* --- where nothing lies ------------------------------------------------------------------- */

/* Ground that leaves the window is what lies outside of all, and stays so: the changed
 * units were at it already, and bridge nothing. */
static bool open_ground_is_sure(const struct looking *looking)
{
    const struct boundary_base_level *level = &looking->base.levels[looking->level];
    const struct boundary_window *was = &looking->was_window, *is = &looking->is_window;
    if (!was->open && !is->open)
        return true;
    if (!was->open || was->bridges || is->bridges)
        return false;
    for (uint32_t i = 0; i < looking->changed_count; i++)
        if (boundary_identity_is_in(was->shore, was->shore_count, looking->changed[i]) &&
            !boundary_identity_is_in(level->shore, level->shore_count, looking->changed[i]))
            return false;
    return true;
}

/* Who is at the outer face now: as before, but for units that came to it or left it. */
static enum base_status change_shore(struct looking *looking, struct base_error *err)
{
    struct boundary_base_level *level = &looking->base.levels[looking->level];
    const struct boundary_window *was = &looking->was_window, *is = &looking->is_window;
    size_t most = (size_t)level->shore_count + is->shore_count + 1;
    int64_t *list = base_arena_alloc(looking->arena, most * sizeof *list);
    uint32_t count = 0;
    if (!list)
        return boundary_no_memory(err);
    for (uint32_t i = 0; i < level->shore_count; i++)
        if (!boundary_identity_is_in(was->shore, was->shore_count, level->shore[i]) ||
            boundary_identity_is_in(is->shore, is->shore_count, level->shore[i]))
            list[count++] = level->shore[i];
    for (uint32_t i = 0; i < is->shore_count; i++)
        if (!boundary_identity_is_in(was->shore, was->shore_count, is->shore[i]) &&
            !boundary_identity_is_in(level->shore, level->shore_count, is->shore[i]))
            list[count++] = is->shore[i];
    if (count)
        qsort(list, count, sizeof *list, compare_numbers);
    level->shore = list;
    level->shore_count = count;
    return BASE_OK;
}

/* --- all together -------------------------------------------------------------------------- */

static enum base_status look_once(struct looking *looking, struct base_error *err)
{
    enum base_status status =
        inspect(looking, &looking->before, &looking->was_window, &looking->was, err);
    if (status == BASE_OK)
        status = inspect(looking, &looking->after, &looking->is_window, &looking->is, err);
    if (status != BASE_OK)
        return status;
    const struct boundary_window *was = &looking->was_window, *is = &looking->is_window;
    looking->fits = !was->broken && !is->broken && open_ground_is_sure(looking);
    looking->strange = false;
    looking->is_window.wanted = geo_box_union(was->wanted, is->wanted);
    if (!looking->fits || !geo_box_is_empty(looking->is_window.wanted))
        return BASE_OK;
    status = compare(looking, err);
    if (status == BASE_OK)
        status = check_known(looking, err);
    looking->fits = !looking->strange || !geo_box_is_empty(looking->is_window.wanted);
    return status;
}

/* Until the window is large enough, or too large. */
static enum base_status look(struct looking *looking, struct base_error *err)
{
    enum base_status status = open_window(looking, err);
    for (int i = 0; i < MOST_LOOKS && status == BASE_OK && looking->fits; i++) {
        status = look_once(looking, err);
        if (status != BASE_OK || !looking->fits || geo_box_is_empty(looking->is_window.wanted))
            return status;
        looking->ground = geo_box_union(looking->ground, looking->is_window.wanted);
        status = load_around(looking, err);
    }
    looking->fits = false;
    return status;
}

static enum base_status change_base(struct looking *looking, int64_t edition,
                                    struct base_error *err)
{
    struct boundary_base *base = &looking->base;
    const struct boundary_report *was = &looking->was, *is = &looking->is;
    boundary_tally_add(&base->tally, &was->base->tally, -1);
    boundary_tally_add(&base->tally, &is->base->tally, 1);
    for (int kind = 0; kind < BOUNDARY_KIND_COUNT; kind++)
        base->counts[kind] += is->base->counts[kind] - was->base->counts[kind];
    for (int severity = 0; severity < BOUNDARY_SEVERITY_COUNT; severity++)
        base->severities[severity] +=
            is->base->severities[severity] - was->base->severities[severity];
    base->edition = edition;
    looking->fits = looking->fits &&
                    boundary_base_change_widths(base, was->widths_nm, was->width_count,
                                                is->widths_nm, is->width_count) &&
                    same_blocks(&looking->was_window, &looking->is_window) &&
                    as_judged_before(looking) && largest_is_sure(looking);
    enum base_status status = looking->fits ? check_ids(looking, err) : BASE_OK;
    if (status == BASE_OK && looking->fits)
        status = change_blocks(looking, err);
    return status == BASE_OK && looking->fits ? change_shore(looking, err) : status;
}

static enum base_status look_again(struct looking *looking, int64_t edition, struct base_error *err)
{
    enum base_status status = load_changed(looking, err);
    if (status != BASE_OK || !looking->fits)
        return status;
    looking->fits = is_only_level(looking);
    if (looking->fits)
        status = look(looking, err);
    return status == BASE_OK && looking->fits ? change_base(looking, edition, err) : status;
}

enum base_status boundary_again(struct store *store, const struct boundary_options *options,
                                const char *options_text,
                                const unsigned char sign[BOUNDARY_BASE_SIGN], int64_t edition,
                                struct base_arena *arena, const struct base_progress *progress,
                                struct boundary_again *out, struct base_error *err)
{
    struct looking looking = {.store = store,
                              .options = options,
                              .arena = arena,
                              .progress = progress,
                              .reach_m = boundary_reach_m(options->profile.tolerance_m) + MARGIN_M};
    *out = (struct boundary_again){.run = 0};
    enum base_status status = find_changed(&looking, options_text, sign, edition, err);
    if (status == BASE_OK && looking.fits && looking.changed_count)
        status = look_again(&looking, edition, err);
    if (status != BASE_OK || !looking.fits)
        return status;
    looking.base.edition = edition;
    *out = (struct boundary_again){.run = looking.run.id,
                                   .base = looking.base,
                                   .found = looking.found,
                                   .dropped = looking.dropped,
                                   .found_count = looking.found_count,
                                   .dropped_count = looking.dropped_count,
                                   .changed = looking.changed_count,
                                   .looked_at = looking.is.divisions};
    return BASE_OK;
}
