/* boundary/parents.c - siblings against the level above: open gaps, ground
 * outside of the parent, units in another parent than their code says. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "boundary/inspection.h"
#include "geo/measure.h"

/* What each face of the joined topology is. */
struct ground_map {
    const struct geo_topology *topology;
    uint32_t count;  /* owners below are siblings */
    bool *open;      /* reached from outside over ground that no sibling covers */
    uint32_t *group; /* scratch: faces of the group in hand */
    uint32_t *queue;
    bool *done;
    bool *inhabited; /* per parent: some unit lies in it */
};

static const uint32_t *owners_of(const struct geo_topology *topology, uint32_t face)
{
    return topology->owners + topology->faces[face].first_owner;
}

static uint32_t other_side(const struct geo_topology *topology, uint32_t arc, uint32_t face)
{
    return topology->arcs[arc].left_face == face ? topology->arcs[arc].right_face
                                                 : topology->arcs[arc].left_face;
}

static uint32_t sibling_owners(const struct ground_map *map, uint32_t face)
{
    uint32_t count = 0;
    const uint32_t *owners = owners_of(map->topology, face);
    while (count < map->topology->faces[face].owner_count && owners[count] < map->count)
        count++;
    return count;
}

static bool has_parent(const struct ground_map *map, uint32_t face)
{
    return map->topology->faces[face].owner_count > sibling_owners(map, face);
}

/* Collects the faces that fit and hang together with start, over their arcs. */
static uint32_t flood(struct ground_map *map, uint32_t start, uint32_t *out,
                      bool (*fits)(const struct ground_map *map, uint32_t face, uint32_t start),
                      bool *seen)
{
    uint32_t count = 0, tail = 0;
    map->queue[tail++] = start;
    seen[start] = true;
    while (count < tail) {
        uint32_t face = map->queue[count];
        const struct geo_face *f = &map->topology->faces[face];
        out[count++] = face;
        for (uint32_t i = 0; i < f->arc_count; i++) {
            uint32_t other =
                other_side(map->topology, map->topology->face_arcs[f->first_arc + i], face);
            if (!seen[other] && fits(map, other, start)) {
                seen[other] = true;
                map->queue[tail++] = other;
            }
        }
    }
    return count;
}

static bool fits_uncovered(const struct ground_map *map, uint32_t face, uint32_t start)
{
    (void)start;
    return sibling_owners(map, face) == 0;
}

static bool fits_open(const struct ground_map *map, uint32_t face, uint32_t start)
{
    (void)start;
    return map->open[face] && has_parent(map, face);
}

static bool fits_same_owners(const struct ground_map *map, uint32_t face, uint32_t start)
{
    const struct geo_topology *t = map->topology;
    return t->faces[face].owner_count == t->faces[start].owner_count &&
           memcmp(owners_of(t, face), owners_of(t, start),
                  t->faces[face].owner_count * sizeof(uint32_t)) == 0;
}

/* Ground of a unit in one face that lies in a parent, or outside of all. */
struct share {
    uint32_t unit, parent, face; /* parent NONE: outside */
    double m2;
};

struct shares {
    struct share *items;
    size_t count, capacity;
};

static bool push_share(struct shares *shares, struct share share)
{
    if (shares->count == shares->capacity) {
        size_t capacity = shares->capacity ? shares->capacity * 2 : 256;
        struct share *items = realloc(shares->items, capacity * sizeof *items);
        if (!items)
            return false;
        shares->items = items;
        shares->capacity = capacity;
    }
    shares->items[shares->count++] = share;
    return true;
}

/* What the face gives to each of its units, in each of its parents. */
static bool share_out(const struct boundary_siblings *siblings, uint32_t face, double m2,
                      struct shares *shares)
{
    const struct geo_topology *t = &siblings->joined;
    const uint32_t *owners = owners_of(t, face);
    uint32_t all = t->faces[face].owner_count, units = 0;
    while (units < all && owners[units] < siblings->count)
        units++;
    bool ok = true;
    for (uint32_t i = 0; i < units && ok; i++) {
        struct share share = {owners[i], BOUNDARY_NONE, face, m2};
        for (uint32_t k = units; k < all && ok; k++) {
            share.parent = owners[k] - siblings->count;
            ok = push_share(shares, share);
        }
        if (units == all)
            ok = push_share(shares, share);
    }
    return ok;
}

static int compare_shares(const void *left, const void *right)
{
    const struct share *a = left, *b = right;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    if (a->parent != b->parent)
        return a->parent < b->parent ? -1 : 1;
    return (a->face > b->face) - (a->face < b->face);
}

/* The parent with most of one unit's shares, the first of equals; NONE when as
 * much lies outside. */
static uint32_t largest_share(const struct share *shares, size_t count)
{
    uint32_t best = BOUNDARY_NONE;
    double most = 0;
    for (size_t first = 0, end; first < count; first = end) {
        double m2 = 0;
        for (end = first; end < count && shares[end].parent == shares[first].parent; end++)
            m2 += shares[end].m2;
        bool outside = shares[first].parent == BOUNDARY_NONE; /* comes last */
        if (outside ? m2 >= most : m2 > most) {
            best = shares[first].parent;
            most = m2;
        }
    }
    return best;
}

static void choose_ground(struct boundary_siblings *siblings, struct shares *shares)
{
    if (shares->count)
        qsort(shares->items, shares->count, sizeof *shares->items, compare_shares);
    for (size_t first = 0, end; first < shares->count; first = end) {
        uint32_t unit = shares->items[first].unit;
        for (end = first; end < shares->count && shares->items[end].unit == unit; end++)
            ;
        siblings->ground[unit] = largest_share(shares->items + first, end - first);
    }
}

/* The parent that holds most of each unit's ground. */
static enum base_status find_ground(struct boundary_inspection *inspection,
                                    struct boundary_siblings *siblings, struct base_error *err)
{
    const struct geo_topology *t = &siblings->joined;
    struct shares shares = {0};
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    enum base_status status = scratch ? BASE_OK : boundary_no_memory(err);
    for (uint32_t f = 1; f < t->face_count && status == BASE_OK; f++) {
        struct geo_geometry polygon;
        if (f % 256 == 0 && base_progress_cancelled(inspection->progress))
            status = boundary_cancelled(err);
        if (status != BASE_OK || t->faces[f].owner_count == 0)
            continue;
        base_arena_reset(scratch);
        status = geo_topology_face_polygon(t, f, scratch, &polygon, err);
        if (status == BASE_OK && !share_out(siblings, f, geo_area_m2(&polygon), &shares))
            status = boundary_no_memory(err);
    }
    if (status == BASE_OK)
        choose_ground(siblings, &shares);
    free(shares.items);
    return status;
}

/* True when some unit lies in a parent of the face. */
static bool is_inhabited(const struct boundary_siblings *siblings, const struct ground_map *map,
                         uint32_t face)
{
    const struct geo_face *f = &siblings->joined.faces[face];
    for (uint32_t k = 0; k < f->owner_count; k++) {
        uint32_t owner = owners_of(&siblings->joined, face)[k];
        if (owner >= siblings->count && map->inhabited[owner - siblings->count])
            return true;
    }
    return false;
}

static enum base_status check_open_gaps(struct boundary_inspection *inspection,
                                        const struct boundary_siblings *siblings,
                                        struct ground_map *map, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (uint32_t f = 1; f < map->topology->face_count && status == BASE_OK; f++) {
        if (map->done[f] || !fits_open(map, f, f) || !is_inhabited(siblings, map, f))
            continue;
        uint32_t count = flood(map, f, map->group, fits_open, map->done);
        status = boundary_face_add(inspection, siblings, map->topology, map->group, count,
                                   BOUNDARY_OPEN_GAP, false, err);
    }
    return status;
}

/* Ground of one unit outside of the parent in which most of it lies. */
static bool exceeds(const struct boundary_siblings *siblings, const struct ground_map *map,
                    uint32_t face)
{
    const uint32_t *owners = owners_of(map->topology, face);
    if (sibling_owners(map, face) != 1 || siblings->ground[owners[0]] == BOUNDARY_NONE)
        return false;
    for (uint32_t k = 1; k < map->topology->faces[face].owner_count; k++)
        if (owners[k] - siblings->count == siblings->ground[owners[0]])
            return false;
    return true;
}

static enum base_status check_exceeding(struct boundary_inspection *inspection,
                                        const struct boundary_siblings *siblings,
                                        struct ground_map *map, struct base_error *err)
{
    enum base_status status = BASE_OK;
    for (uint32_t f = 1; f < map->topology->face_count && status == BASE_OK; f++) {
        if (map->done[f] || !exceeds(siblings, map, f))
            continue;
        uint32_t count = flood(map, f, map->group, fits_same_owners, map->done);
        uint32_t before = inspection->face_count;
        status = boundary_face_add(inspection, siblings, map->topology, map->group, count,
                                   BOUNDARY_EXCEEDS_PARENT, false, err);
        if (status == BASE_OK && inspection->face_count > before)
            inspection->faces[before].parent =
                siblings->parents[siblings->ground[owners_of(map->topology, f)[0]]];
    }
    return status;
}

/* The ancestor at the parents' level: the code, cut by the code's own hierarchy. */
static bool ancestor_at(const char *code, enum store_level level, char out[STORE_CODE_SIZE])
{
    if (!code || !store_code_parse(code, out))
        return false;
    while (out[0] && store_code_level(out) > level) {
        char above[STORE_CODE_SIZE];
        store_code_parent(out, above);
        memcpy(out, above, sizeof above);
    }
    return out[0] && store_code_level(out) == level;
}

static bool names_other(const char *code, const struct boundary_unit *ground)
{
    char ancestor[STORE_CODE_SIZE];
    return ancestor_at(code, ground->level, ancestor) && strcmp(ancestor, ground->code) != 0;
}

static bool names_ground(const char *code, const struct boundary_unit *ground)
{
    char ancestor[STORE_CODE_SIZE];
    return ancestor_at(code, ground->level, ancestor) && strcmp(ancestor, ground->code) == 0;
}

/* The parent among those with polygons that a unit names; NULL: it is not here. */
static const struct boundary_unit *named_parent(const struct boundary_siblings *siblings,
                                                const struct boundary_unit *unit)
{
    char declared[STORE_CODE_SIZE];
    boundary_declared_parent(unit, declared);
    for (uint32_t p = 0; p < siblings->parent_count; p++)
        if (names_ground(declared, siblings->parents[p]))
            return siblings->parents[p];
    return NULL;
}

/* A unit that lies in no parent, or for the most part beside all of them. */
static void check_outsider(struct boundary_inspection *inspection,
                           const struct boundary_siblings *siblings, uint32_t i)
{
    const struct boundary_unit *unit = siblings->units[i], *parent = named_parent(siblings, unit);
    struct geo_point inside = siblings->shapes[i].points[0];
    if (!parent)
        return;
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_PARENT, BOUNDARY_SUBSTANTIVE, &unit, 1);
    if (!finding)
        return;
    /* In an outline that crosses itself a place inside is long looked for. */
    if (!siblings->valid[i] ||
        geo_label_point(&siblings->shapes[i], &inside, NULL, NULL) == BASE_OK)
        boundary_finding_place_point(finding, &inspection->list, inside);
    boundary_finding_say(finding, &inspection->list, &unit, 1,
                         "Most of %s lies outside of %s (%s), the parent that it names.",
                         parent->name ? parent->name : "", parent->code);
}

static void check_parent_of(struct boundary_inspection *inspection,
                            const struct boundary_siblings *siblings, uint32_t i)
{
    const struct boundary_unit *unit = siblings->units[i];
    if (siblings->suspect[i])
        return;
    if (siblings->ground[i] == BOUNDARY_NONE) {
        check_outsider(inspection, siblings, i);
        return;
    }
    const struct boundary_unit *ground = siblings->parents[siblings->ground[i]];
    if (names_ground(unit->managed_by, ground) ||
        (!names_other(unit->code, ground) && !names_other(unit->parent, ground)))
        return;
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_PARENT, BOUNDARY_SUBSTANTIVE, &unit, 1);
    struct geo_point inside;
    if (!finding)
        return;
    if (geo_label_point(&siblings->shapes[i], &inside, NULL, NULL) == BASE_OK)
        boundary_finding_place_point(finding, &inspection->list, inside);
    boundary_finding_say(finding, &inspection->list, &unit, 1,
                         "%s lies in %s (%s), but its code or its parent names another.",
                         ground->name ? ground->name : "", ground->code);
}

static enum base_status check_ground(struct boundary_inspection *inspection,
                                     struct boundary_siblings *siblings, struct base_error *err)
{
    uint32_t faces = siblings->joined.face_count;
    struct ground_map map = {.topology = &siblings->joined, .count = siblings->count};
    map.open = calloc(faces, sizeof *map.open);
    map.done = calloc(faces, sizeof *map.done);
    map.group = malloc(faces * sizeof *map.group);
    map.queue = malloc(faces * sizeof *map.queue);
    map.inhabited = calloc(siblings->parent_count, sizeof *map.inhabited);
    enum base_status status;
    if (!map.open || !map.done || !map.group || !map.queue || !map.inhabited) {
        status = boundary_no_memory(err);
    } else {
        for (uint32_t i = 0; i < siblings->count; i++)
            if (siblings->ground[i] != BOUNDARY_NONE)
                map.inhabited[siblings->ground[i]] = true;
        flood(&map, GEO_TOPOLOGY_OUTER, map.group, fits_uncovered, map.open);
        status = check_open_gaps(inspection, siblings, &map, err);
        if (status == BASE_OK)
            status = check_exceeding(inspection, siblings, &map, err);
    }
    free(map.open);
    free(map.done);
    free(map.group);
    free(map.queue);
    free(map.inhabited);
    return status;
}

enum base_status boundary_check_parents(struct boundary_inspection *inspection,
                                        struct boundary_siblings *siblings, struct base_error *err)
{
    for (uint32_t i = 0; i < siblings->count; i++)
        siblings->ground[i] = BOUNDARY_NONE;
    if (siblings->parent_count == 0)
        return BASE_OK;
    enum base_status status =
        geo_topology_build(siblings->shapes, siblings->count + siblings->parent_count,
                           inspection->arena, inspection->progress, &siblings->joined, err);
    if (status == BASE_OK)
        status = find_ground(inspection, siblings, err);
    if (status == BASE_OK)
        status = check_ground(inspection, siblings, err);
    for (uint32_t i = 0; i < siblings->count && status == BASE_OK; i++)
        check_parent_of(inspection, siblings, i);
    return status;
}
