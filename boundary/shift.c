/* boundary/shift.c - units that are displaced as a whole.
 *
 * Units that share a border exactly form a block. Edges of a smaller block are
 * matched by their vector with edges of other blocks no farther off than any
 * offset moves them, the longest first; where one displacement wins, its mean is
 * more than ten times its spread (boundaries.md 3.4) and it holds along the border
 * with others, the block is suspected: a unit that grew, or a few edges that look
 * alike, are not displaced. The inverses of GCJ-02 and BD-09 are tried, a person
 * decides.
 *
 * A block is measured in a plane of its own, against the stretches of border around
 * it alone (boundary/stretches.h), so that the cost grows with the length of the borders. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/base.h"
#include "boundary/inspection.h"
#include "boundary/stretches.h"
#include "geo/measure.h"
#include "geo/offset.h"

#define MIN_EDGE_M    40.0
#define MIN_MATCHES   8U
#define VECTOR_M      1.0    /* edges match when their vectors differ by less, each way */
#define BENT_SHARE    0.02   /* and by that share of their length: BD-09 bends, GCJ-02 does not */
#define NEAR_SHARE    0.2    /* a vote counts for a displacement within this share of it */
#define MOST_M        2000.0 /* no offset moves farther; beyond, edges only look alike */
#define MAX_VOTES     4000U  /* of a block */
#define REACH_M       (2 * MOST_M + 1) /* what lies farther off is never looked at */
#define MIN_SHIFT_TOL 3.0
#define MIN_SHARE     3U /* of the edges that face others, one in so many must be displaced alike */
#define MAX_FACING    500U /* edges of a block that are looked at for that */

/* An edge of a unit, from point - 1 to point, headed east, in metres of the
 * block's plane. */
struct edge {
    uint32_t unit, point;
    double x, y, dx, dy;
};

struct edges {
    struct edge *items;
    uint32_t count, capacity;
};

/* Two edges that may be one and the same, displaced by (x, y). */
struct vote {
    double x, y;
    uint32_t edge, other;
};

/* A vote's displacement, to be put in order. */
struct place {
    double x, y;
    uint32_t vote;
};

struct votes {
    struct vote *items;   /* room for MAX_VOTES */
    struct place *places; /* the same; scratch */
    uint32_t count;
    uint32_t paired; /* own edges that were looked at, the longest ones */
};

struct shift {
    const struct boundary_siblings *siblings;
    uint32_t *block; /* per unit: the first unit of its block */
    uint32_t *next;  /* per unit: the next of its block; NONE */
    bool *skipped;   /* per unit, the first of a block: that one is not judged */
    struct boundary_stretches stretches;
};

/* A block in hand. */
struct subject {
    uint32_t block;
    struct geo_plane plane;
    struct edges own, others;
    struct votes votes;
    double bent; /* share of an edge's length that its match may differ by */
};

static uint32_t root_of(uint32_t *block, uint32_t unit)
{
    while (block[unit] != unit)
        unit = block[unit] = block[block[unit]];
    return unit;
}

static void join(uint32_t *block, uint32_t a, uint32_t b)
{
    a = root_of(block, a);
    b = root_of(block, b);
    block[a > b ? a : b] = a > b ? b : a;
}

/* Joins all units on whose border the arc lies: owners of one side only. */
static void join_arc(struct shift *shift, const struct geo_arc *arc)
{
    const struct geo_topology *t = &shift->siblings->topology;
    const uint32_t sides[2] = {arc->left_face, arc->right_face};
    uint32_t first = BOUNDARY_NONE;
    for (int s = 0; s < 2; s++)
        for (uint32_t i = 0; i < t->faces[sides[s]].owner_count; i++) {
            uint32_t owner = t->owners[t->faces[sides[s]].first_owner + i];
            if (geo_topology_covers(t, sides[1 - s], owner))
                continue;
            if (first == BOUNDARY_NONE)
                first = owner;
            join(shift->block, first, owner);
        }
}

static void join_arcs(struct shift *shift)
{
    const struct geo_topology *t = &shift->siblings->topology;
    for (uint32_t i = 0; i < shift->siblings->count; i++)
        shift->block[i] = i;
    for (uint32_t a = 0; a < t->arc_count; a++)
        join_arc(shift, &t->arcs[a]);
}

/* Returns how many blocks there are; each becomes a list from its first unit on. */
static uint32_t list_blocks(struct shift *shift)
{
    uint32_t blocks = 0;
    for (uint32_t i = 0; i < shift->siblings->count; i++)
        shift->next[i] = BOUNDARY_NONE;
    for (uint32_t i = shift->siblings->count; i-- > 0;) {
        uint32_t first = shift->block[i] = root_of(shift->block, i);
        blocks += first == i;
        if (first != i) {
            shift->next[i] = shift->next[first];
            shift->next[first] = i;
        }
    }
    return blocks;
}

/* --- edges -------------------------------------------------------------------- */

static bool add_edge(struct edges *edges, struct edge edge)
{
    if (edges->count == edges->capacity) {
        uint32_t capacity = edges->capacity ? edges->capacity * 2 : 256;
        struct edge *items = realloc(edges->items, capacity * sizeof *items);
        if (!items)
            return false;
        edges->items = items;
        edges->capacity = capacity;
    }
    edges->items[edges->count++] = edge;
    return true;
}

/* Adds the edges of the stretch that are long enough to be known again. */
static bool add_stretch(struct edges *edges, const struct shift *shift,
                        const struct geo_plane *plane, const struct boundary_stretch *stretch)
{
    const struct geo_point *points = shift->siblings->shapes[stretch->unit].points;
    double ax, ay, bx, by;
    geo_plane_project(plane, points[stretch->first], &ax, &ay);
    for (uint32_t i = 1; i <= stretch->count; i++, ax = bx, ay = by) {
        geo_plane_project(plane, points[stretch->first + i], &bx, &by);
        double dx = bx - ax, dy = by - ay;
        if (dx * dx + dy * dy < MIN_EDGE_M * MIN_EDGE_M)
            continue;
        bool turn = dx < 0 || (dx == 0 && dy < 0);
        struct edge edge = {.unit = stretch->unit,
                            .point = stretch->first + i,
                            .x = (ax + bx) / 2,
                            .y = (ay + by) / 2,
                            .dx = turn ? -dx : dx,
                            .dy = turn ? -dy : dy};
        if (!add_edge(edges, edge))
            return false;
    }
    return true;
}

static int compare_places(const struct edge *a, const struct edge *b)
{
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return (a->point > b->point) - (a->point < b->point);
}

static int by_length(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    double la = a->dx * a->dx + a->dy * a->dy, lb = b->dx * b->dx + b->dy * b->dy;
    if (la != lb)
        return la > lb ? -1 : 1;
    return compare_places(a, b);
}

static int by_vector(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    if (a->dx != b->dx)
        return a->dx < b->dx ? -1 : 1;
    return compare_places(a, b);
}

/* A stretch of another block near one of this block is taken once. */
struct search {
    struct shift *shift;
    struct subject *subject;
    bool failed;
};

static bool take_other(void *context, uint32_t item, struct geo_box box)
{
    struct search *search = context;
    struct shift *shift = search->shift;
    const struct boundary_stretch *stretch = &shift->stretches.items[item];
    (void)box;
    if (shift->block[stretch->unit] == search->subject->block ||
        !boundary_stretches_mark(&shift->stretches, item))
        return true;
    search->failed =
        !add_stretch(&search->subject->others, shift, &search->subject->plane, stretch);
    return !search->failed;
}

/* Fills subject->others with the edges of other blocks within reach of the
 * block's stretches; with `own`, also subject->own with those that have such. False
 * without memory. */
static bool look_around(struct shift *shift, struct subject *subject, double reach_m, bool own)
{
    struct search search = {.shift = shift, .subject = subject};
    subject->others.count = 0;
    boundary_stretches_unmark(&shift->stretches);
    for (uint32_t u = subject->block; u != BOUNDARY_NONE && !search.failed; u = shift->next[u])
        for (uint32_t r = shift->stretches.first[u];
             r < shift->stretches.first[u + 1] && !search.failed; r++) {
            boundary_stretches_near(&shift->stretches, r, reach_m, take_other, &search);
            if (own && !search.failed)
                search.failed =
                    !add_stretch(&subject->own, shift, &subject->plane, &shift->stretches.items[r]);
        }
    return !search.failed;
}

/* --- votes -------------------------------------------------------------------- */

/* First edge, by vector, whose dx is not below. */
static uint32_t lower_edge(const struct edges *edges, double dx)
{
    uint32_t low = 0, high = edges->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (edges->items[middle].dx < dx)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void vote(struct subject *subject, uint32_t own)
{
    const struct edge *edge = &subject->own.items[own];
    const struct edges *others = &subject->others;
    struct votes *votes = &subject->votes;
    double most = VECTOR_M + subject->bent * hypot(edge->dx, edge->dy);
    for (uint32_t i = lower_edge(others, edge->dx - most);
         i < others->count && others->items[i].dx <= edge->dx + most; i++) {
        const struct edge *other = &others->items[i];
        double x = edge->x - other->x, y = edge->y - other->y;
        if (fabs(other->dy - edge->dy) <= most && x * x + y * y <= MOST_M * MOST_M &&
            votes->count < MAX_VOTES)
            votes->items[votes->count++] = (struct vote){x, y, own, i};
    }
}

/* Pairs edges of the block with those of others that have their vector; long
 * edges first, because short ones look alike by chance. */
static void collect_votes(struct subject *subject)
{
    struct votes *votes = &subject->votes;
    votes->count = votes->paired = 0;
    if (subject->own.count == 0 || subject->others.count == 0)
        return;
    qsort(subject->own.items, subject->own.count, sizeof *subject->own.items, by_length);
    qsort(subject->others.items, subject->others.count, sizeof *subject->others.items, by_vector);
    for (; votes->paired < subject->own.count && votes->count < MAX_VOTES; votes->paired++)
        vote(subject, votes->paired);
}

static double squared(double x, double y)
{
    return x * x + y * y;
}

/* The square of how far from a vote others still agree with it. */
static double reach_squared(const struct vote *vote, double tolerance_m)
{
    double reach = fmax(NEAR_SHARE * sqrt(squared(vote->x, vote->y)), tolerance_m);
    return reach * reach;
}

static int from_west(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->x != b->x)
        return a->x < b->x ? -1 : 1;
    return (a->vote > b->vote) - (a->vote < b->vote);
}

/* How many agree with the one at `at`, among places in order from the west. */
static uint32_t count_near(const struct place *places, uint32_t count, uint32_t at, double reach2)
{
    const struct place here = places[at];
    uint32_t near = 0;
    for (uint32_t i = at; i-- > 0 && squared(places[i].x - here.x, 0) <= reach2;)
        near += squared(places[i].x - here.x, places[i].y - here.y) <= reach2;
    for (uint32_t i = at; i < count && squared(places[i].x - here.x, 0) <= reach2; i++)
        near += squared(places[i].x - here.x, places[i].y - here.y) <= reach2;
    return near;
}

/* The vote that most agree with; the first of several. */
static uint32_t find_winner(const struct votes *votes, double tolerance_m)
{
    uint32_t best = 0, best_count = 0;
    for (uint32_t i = 0; i < votes->count; i++)
        votes->places[i] = (struct place){votes->items[i].x, votes->items[i].y, i};
    qsort(votes->places, votes->count, sizeof *votes->places, from_west);
    for (uint32_t i = 0; i < votes->count; i++) {
        uint32_t vote = votes->places[i].vote;
        uint32_t count = count_near(votes->places, votes->count, i,
                                    reach_squared(&votes->items[vote], tolerance_m));
        if (count > best_count || (count == best_count && vote < best)) {
            best = vote;
            best_count = count;
        }
    }
    return best;
}

/* Keeps the votes near the displacement that most agree with. */
static void keep_winner(struct votes *votes, double tolerance_m)
{
    uint32_t kept = 0;
    if (votes->count == 0)
        return;
    uint32_t best = find_winner(votes, tolerance_m);
    struct vote winner = votes->items[best];
    double reach = reach_squared(&winner, tolerance_m);
    for (uint32_t i = 0; i < votes->count; i++)
        if (squared(votes->items[i].x - winner.x, votes->items[i].y - winner.y) <= reach)
            votes->items[kept++] = votes->items[i];
    votes->count = kept;
}

/* --- judgement ------------------------------------------------------------------ */

struct verdict {
    double x, y, distance_m, spread_m;
    const char *system; /* NULL: none explains it */
    double residual_m;
};

static bool faces(const struct edge *edge, const struct edges *others, double reach_m)
{
    double own = hypot(edge->dx, edge->dy) / 2;
    for (uint32_t i = 0; i < others->count; i++) {
        const struct edge *o = &others->items[i];
        double reach = reach_m + own + hypot(o->dx, o->dy) / 2;
        if (fabs(o->x - edge->x) <= reach &&
            squared(o->x - edge->x, o->y - edge->y) <= reach * reach)
            return true;
    }
    return false;
}

/* Of the block's edges that lie near other blocks, enough are displaced alike:
 * else it is a stretch that moved, or edges that look alike. Votes come by edge. */
static bool holds_along_border(const struct subject *subject, double distance_m)
{
    const struct votes *votes = &subject->votes;
    uint32_t facing = 0, displaced = 0, at = 0, step = votes->paired / MAX_FACING + 1;
    for (uint32_t i = 0; i < votes->paired; i += step) {
        while (at < votes->count && votes->items[at].edge < i)
            at++;
        if (at < votes->count && votes->items[at].edge == i) {
            displaced++;
            facing++;
        } else
            facing += faces(&subject->own.items[i], &subject->others, 2 * distance_m);
    }
    return displaced * MIN_SHARE >= facing;
}

static void average(const struct votes *votes, struct verdict *verdict)
{
    double n = votes->count;
    for (uint32_t i = 0; i < votes->count; i++) {
        verdict->x += votes->items[i].x / n;
        verdict->y += votes->items[i].y / n;
    }
    for (uint32_t i = 0; i < votes->count; i++)
        verdict->spread_m +=
            hypot(votes->items[i].x - verdict->x, votes->items[i].y - verdict->y) / n;
    verdict->distance_m = hypot(verdict->x, verdict->y);
}

static struct geo_point middle_of(const struct shift *shift, const struct edge *edge)
{
    const struct geo_point *b = &shift->siblings->shapes[edge->unit].points[edge->point];
    const struct geo_point *a = b - 1;
    return (struct geo_point){a->lon + (b->lon - a->lon) / 2, a->lat + (b->lat - a->lat) / 2};
}

/* Mean distance that is left when the block's edges are moved back. */
static double residual(const struct shift *shift, const struct subject *subject,
                       void (*undo)(double *lon, double *lat))
{
    const struct votes *votes = &subject->votes;
    double sum = 0;
    for (uint32_t i = 0; i < votes->count; i++) {
        struct geo_point p = middle_of(shift, &subject->own.items[votes->items[i].edge]);
        double lon = geo_grid_to_degrees(p.lon), lat = geo_grid_to_degrees(p.lat);
        undo(&lon, &lat);
        sum += geo_distance_m(
            (struct geo_point){geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)},
            middle_of(shift, &subject->others.items[votes->items[i].other]));
    }
    return sum / votes->count;
}

/* The offset system whose inverse leaves the least, if it leaves little. */
static void name_system(const struct shift *shift, const struct subject *subject,
                        struct verdict *verdict)
{
    static const struct {
        const char *name;
        void (*undo)(double *lon, double *lat);
    } SYSTEMS[] = {{"GCJ-02", geo_offset_from_gcj02}, {"BD-09", geo_offset_from_bd09}};
    verdict->residual_m = verdict->distance_m / 10;
    for (size_t i = 0; i < sizeof SYSTEMS / sizeof SYSTEMS[0]; i++) {
        double left = residual(shift, subject, SYSTEMS[i].undo);
        if (left < verdict->residual_m) {
            verdict->residual_m = left;
            verdict->system = SYSTEMS[i].name;
        }
    }
}

static void say(struct boundary_inspection *inspection, struct boundary_finding *finding,
                const struct boundary_unit **units, uint32_t count, const struct verdict *verdict)
{
    double azimuth = fmod(GEO_DEGREES(atan2(verdict->x, verdict->y)) + 360, 360);
    if (verdict->system)
        boundary_finding_say(finding, &inspection->list, units, count,
                             "%s as a whole: displaced by %.1f m at azimuth %.1f°, spread %.1f m; "
                             "it looks like %s, after undoing which %.2f m remain.",
                             verdict->distance_m, azimuth, verdict->spread_m, verdict->system,
                             verdict->residual_m);
    else
        boundary_finding_say(finding, &inspection->list, units, count,
                             "%s as a whole: displaced by %.1f m at azimuth %.1f°, spread %.1f m; "
                             "no known offset explains it.",
                             verdict->distance_m, azimuth, verdict->spread_m);
}

/* Marks the block's units and tells of them in one finding. */
static void tell(struct boundary_inspection *inspection, struct boundary_siblings *siblings,
                 const struct shift *shift, uint32_t block, const struct verdict *verdict)
{
    uint32_t count = 0;
    for (uint32_t u = block; u != BOUNDARY_NONE; u = shift->next[u])
        count++;
    const struct boundary_unit **units = base_arena_alloc(inspection->arena, count * sizeof *units);
    if (!units) {
        inspection->list.failed = true;
        return;
    }
    count = 0;
    for (uint32_t u = block; u != BOUNDARY_NONE; u = shift->next[u]) {
        siblings->suspect[u] = true;
        units[count++] = siblings->units[u];
    }
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_CRS_SUSPECT, BOUNDARY_BLOCKING, units, count);
    struct boundary_shift *kept = base_arena_calloc(inspection->arena, 1, sizeof *kept);
    inspection->list.failed = inspection->list.failed || !kept;
    if (!finding || !kept)
        return;
    *kept = (struct boundary_shift){verdict->x, verdict->y,
                                    verdict->system ? verdict->residual_m : verdict->spread_m};
    finding->shift = kept;
    finding->max_offset_m = verdict->distance_m;
    say(inspection, finding, units, count, verdict);
}

/* True when the votes agree on a displacement worth telling. */
static bool agree(struct votes *votes, double tolerance_m, struct verdict *verdict)
{
    if (votes->count < MIN_MATCHES)
        return false;
    keep_winner(votes, tolerance_m);
    if (votes->count < MIN_MATCHES)
        return false;
    average(votes, verdict);
    return verdict->distance_m > 10 * verdict->spread_m &&
           verdict->distance_m > MIN_SHIFT_TOL * tolerance_m;
}

static bool check_block(struct boundary_inspection *inspection, struct boundary_siblings *siblings,
                        struct shift *shift, struct subject *subject)
{
    struct verdict verdict = {0};
    double tolerance_m = inspection->options->profile.tolerance_m;
    subject->plane = geo_plane_at(siblings->shapes[subject->block].points[0]);
    subject->own.count = 0;
    subject->bent = 0;
    if (!look_around(shift, subject, MOST_M, true))
        return false;
    collect_votes(subject);
    if (!agree(&subject->votes, tolerance_m, &verdict)) {
        verdict = (struct verdict){0};
        subject->bent = BENT_SHARE;
        collect_votes(subject);
        if (!agree(&subject->votes, tolerance_m, &verdict))
            return true;
    }
    name_system(shift, subject, &verdict);
    if (subject->bent > 0 && !verdict.system) /* what looks alike when bent is not enough */
        return true;
    if (!look_around(shift, subject, 2 * verdict.distance_m, false))
        return false;
    if (holds_along_border(subject, verdict.distance_m))
        tell(inspection, siblings, shift, subject->block, &verdict);
    return true;
}

/* The block that has most ground; it is the measure of the others. */
static uint32_t largest_block(const struct shift *shift, double *area)
{
    uint32_t best = 0;
    for (uint32_t i = 0; i < shift->siblings->count; i++)
        area[shift->block[i]] += fabs(geo_area_m2(&shift->siblings->shapes[i]));
    for (uint32_t i = 1; i < shift->siblings->count; i++)
        if (area[i] > area[best])
            best = i;
    return best;
}

static enum base_status check_blocks(struct boundary_inspection *inspection,
                                     struct boundary_siblings *siblings, struct shift *shift,
                                     uint32_t largest, struct base_error *err)
{
    struct subject subject = {0};
    subject.votes.items = malloc(MAX_VOTES * sizeof *subject.votes.items);
    subject.votes.places = malloc(MAX_VOTES * sizeof *subject.votes.places);
    enum base_status status = BASE_OK;
    if (!subject.votes.items || !subject.votes.places ||
        !boundary_stretches_init(&shift->stretches, siblings->shapes, siblings->count))
        status = boundary_no_memory(err);
    for (uint32_t i = 0; i < siblings->count && status == BASE_OK; i++) {
        if (shift->block[i] != i || i == largest || shift->skipped[i])
            continue;
        subject.block = i;
        if (base_progress_cancelled(inspection->progress))
            status = boundary_cancelled(err);
        else if (!check_block(inspection, siblings, shift, &subject))
            status = boundary_no_memory(err);
    }
    boundary_stretches_done(&shift->stretches);
    free(subject.votes.items);
    free(subject.votes.places);
    free(subject.own.items);
    free(subject.others.items);
    return status;
}

/* --- for the next inspection ------------------------------------------------------ */

static int compare_loose(const void *left, const void *right)
{
    const struct boundary_loose *a = left, *b = right;
    return (a->identity > b->identity) - (a->identity < b->identity);
}

/* Leaves word of the blocks: who is in none but the largest is not named. */
static enum base_status keep_blocks(struct boundary_inspection *inspection,
                                    const struct boundary_siblings *siblings,
                                    const struct shift *shift, uint32_t largest, const double *area,
                                    struct base_error *err)
{
    struct boundary_base_level *level = &inspection->base->levels[siblings->level];
    level->loose =
        base_arena_alloc(inspection->arena, ((size_t)siblings->count + 1) * sizeof *level->loose);
    if (!level->loose)
        return boundary_no_memory(err);
    level->largest_m2 = area[largest];
    for (uint32_t i = 0; i < siblings->count; i++) {
        if (shift->block[i] == largest)
            continue;
        level->second_m2 = fmax(level->second_m2, area[i]);
        level->loose[level->loose_count++] =
            (struct boundary_loose){.identity = siblings->units[i]->identity,
                                    .block = siblings->units[shift->block[i]]->identity,
                                    .suspect = siblings->suspect[i]};
    }
    qsort(level->loose, level->loose_count, sizeof *level->loose, compare_loose);
    return BASE_OK;
}

/* --- in a window -------------------------------------------------------------------- */

/* How the units that did not change hang together here. */
static bool tell_blocks(const struct shift *shift, struct boundary_window *window,
                        struct base_arena *arena)
{
    const struct boundary_siblings *siblings = shift->siblings;
    size_t count = (size_t)siblings->count + 1;
    uint32_t *first = base_arena_alloc(arena, count * sizeof *first);
    window->blocks = base_arena_alloc(arena, count * sizeof *window->blocks);
    window->judged = base_arena_alloc(arena, count * sizeof *window->judged);
    if (!first || !window->blocks || !window->judged)
        return false;
    for (uint32_t i = 0; i < siblings->count; i++)
        first[i] = BOUNDARY_NONE;
    for (uint32_t i = 0; i < siblings->count; i++) {
        int64_t identity = siblings->units[i]->identity;
        uint32_t block = root_of(shift->block, i);
        if (boundary_window_is_changed(window, identity))
            continue;
        if (first[block] == BOUNDARY_NONE)
            first[block] = i;
        window->blocks[window->block_count++] = (struct boundary_loose){
            .identity = identity, .block = siblings->units[first[block]]->identity};
    }
    return true;
}

/* What the record knows to hang together with the most of it does so here too. Returns
 * the first of those; NONE: none is here. */
static uint32_t join_most(struct shift *shift, struct boundary_window *window)
{
    const struct boundary_siblings *siblings = shift->siblings;
    uint32_t first = BOUNDARY_NONE;
    for (uint32_t i = 0; i < siblings->count; i++) {
        int64_t identity = siblings->units[i]->identity;
        if (boundary_window_is_changed(window, identity) || boundary_window_loose(window, identity))
            continue;
        if (first == BOUNDARY_NONE)
            first = i;
        join(shift->block, first, i);
        window->main_m2 += fabs(geo_area_m2(&siblings->shapes[i]));
    }
    return first;
}

static bool is_near_changed(const struct boundary_window *window, const struct geo_geometry *shape)
{
    struct geo_box box = boundary_box_grown(geo_geometry_box(shape), REACH_M);
    for (uint32_t i = 0; i < window->place_count; i++)
        if (geo_box_intersects(box, window->places[i]))
            return true;
    return false;
}

/* True when all of the record's units of that block are here. */
static bool is_complete(const struct boundary_window *window, int64_t block, uint32_t here)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < window->loose_count; i++)
        count += window->loose[i].block == block &&
                 !boundary_window_is_changed(window, window->loose[i].identity);
    return count == here;
}

/* Whether a block must be judged again; if so, it and all around it must be here. */
static bool is_judged(const struct shift *shift, struct boundary_window *window, uint32_t block)
{
    const struct boundary_siblings *siblings = shift->siblings;
    const struct boundary_loose *loose = NULL;
    uint32_t here = 0;
    bool near = false;
    double m2 = 0;
    for (uint32_t u = block; u != BOUNDARY_NONE; u = shift->next[u]) {
        int64_t identity = siblings->units[u]->identity;
        near = near || is_near_changed(window, &siblings->shapes[u]);
        if (boundary_window_is_changed(window, identity))
            continue;
        const struct boundary_loose *own = boundary_window_loose(window, identity);
        window->broken = window->broken || (loose && own->block != loose->block);
        loose = own;
        here++;
    }
    if (!near)
        return false;
    window->broken = window->broken || (loose && !is_complete(window, loose->block, here));
    for (uint32_t u = block; u != BOUNDARY_NONE; u = shift->next[u]) {
        boundary_window_want(window, &siblings->shapes[u], REACH_M);
        m2 += fabs(geo_area_m2(&siblings->shapes[u]));
    }
    window->other_m2 = fmax(window->other_m2, m2);
    return true;
}

/* Blocks that the change cannot reach are as suspect as they were. */
static void choose_blocks(struct boundary_siblings *siblings, struct shift *shift,
                          struct boundary_window *window, uint32_t most)
{
    for (uint32_t i = 0; i < siblings->count; i++) {
        if (shift->block[i] != i || i == most || is_judged(shift, window, i))
            continue;
        shift->skipped[i] = true;
        for (uint32_t u = i; u != BOUNDARY_NONE; u = shift->next[u])
            siblings->suspect[u] =
                boundary_window_loose(window, siblings->units[u]->identity)->suspect;
    }
}

static void tell_judged(const struct shift *shift, struct boundary_window *window, uint32_t most)
{
    const struct boundary_siblings *siblings = shift->siblings;
    for (uint32_t i = 0; i < siblings->count; i++) {
        uint32_t block = shift->block[i];
        const struct boundary_loose *of = NULL;
        if (block == most || shift->skipped[block])
            continue;
        for (uint32_t u = block; u != BOUNDARY_NONE && !of; u = shift->next[u])
            of = boundary_window_is_changed(window, siblings->units[u]->identity)
                     ? NULL
                     : boundary_window_loose(window, siblings->units[u]->identity);
        window->judged[window->judged_count++] =
            (struct boundary_loose){.identity = siblings->units[i]->identity,
                                    .block = of ? of->block : siblings->units[block]->identity,
                                    .suspect = siblings->suspect[i]};
    }
}

static enum base_status check_window(struct boundary_inspection *inspection,
                                     struct boundary_siblings *siblings, struct shift *shift,
                                     struct base_error *err)
{
    struct boundary_window *window = inspection->input->window;
    join_arcs(shift);
    if (!tell_blocks(shift, window, inspection->arena))
        return boundary_no_memory(err);
    uint32_t most = join_most(shift, window);
    list_blocks(shift);
    most = most == BOUNDARY_NONE ? most : shift->block[most];
    choose_blocks(siblings, shift, window, most);
    enum base_status status = check_blocks(inspection, siblings, shift, most, err);
    if (status == BASE_OK)
        tell_judged(shift, window, most);
    return status;
}

static enum base_status check_all(struct boundary_inspection *inspection,
                                  struct boundary_siblings *siblings, struct shift *shift,
                                  struct base_error *err)
{
    join_arcs(shift);
    if (list_blocks(shift) < 2)
        return BASE_OK;
    double *area = calloc(siblings->count, sizeof *area);
    if (!area)
        return boundary_no_memory(err);
    uint32_t largest = largest_block(shift, area);
    enum base_status status = check_blocks(inspection, siblings, shift, largest, err);
    if (status == BASE_OK)
        status = keep_blocks(inspection, siblings, shift, largest, area, err);
    free(area);
    return status;
}

enum base_status boundary_check_shift(struct boundary_inspection *inspection,
                                      struct boundary_siblings *siblings, struct base_error *err)
{
    struct shift shift = {.siblings = siblings};
    enum base_status status;
    shift.block = malloc(siblings->count * sizeof *shift.block);
    shift.next = malloc(siblings->count * sizeof *shift.next);
    shift.skipped = calloc(siblings->count, sizeof *shift.skipped);
    if (!shift.block || !shift.next || !shift.skipped)
        status = boundary_no_memory(err);
    else if (inspection->input->window)
        status = check_window(inspection, siblings, &shift, err);
    else
        status = check_all(inspection, siblings, &shift, err);
    free(shift.block);
    free(shift.next);
    free(shift.skipped);
    return status;
}
