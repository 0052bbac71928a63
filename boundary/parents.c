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

/* The parent that holds most of each unit's ground. */
static enum base_status find_ground(struct boundary_inspection *inspection,
                                    struct boundary_siblings *siblings, struct base_error *err)
{
    const struct geo_topology *t = &siblings->joined;
    uint32_t parents = siblings->parent_count;
    double *area = calloc((size_t)siblings->count * (parents + 1) + 1, sizeof *area);
    struct base_arena *scratch BASE_ARENA_AUTO = base_arena_create(0);
    if (!area || !scratch) {
        free(area);
        return boundary_no_memory(err);
    }
    enum base_status status = BASE_OK;
    for (uint32_t f = 1; f < t->face_count && status == BASE_OK; f++) {
        struct geo_geometry polygon;
        base_arena_reset(scratch);
        status = geo_topology_face_polygon(t, f, scratch, &polygon, err);
        double m2 = status == BASE_OK ? geo_area_m2(&polygon) : 0;
        const uint32_t *owners = owners_of(t, f);
        uint32_t all = t->faces[f].owner_count;
        for (uint32_t i = 0; i < all && owners[i] < siblings->count; i++) {
            bool outside = true;
            for (uint32_t k = i + 1; k < all; k++)
                if (owners[k] >= siblings->count) {
                    area[owners[i] * (parents + 1) + owners[k] - siblings->count] += m2;
                    outside = false;
                }
            if (outside)
                area[owners[i] * (parents + 1) + parents] += m2;
        }
    }
    for (uint32_t i = 0; i < siblings->count; i++) {
        const double *of = area + (size_t)i * (parents + 1);
        uint32_t best = parents;
        for (uint32_t p = 0; p < parents; p++)
            if (of[p] > of[best])
                best = p;
        siblings->ground[i] = best == parents ? BOUNDARY_NONE : best;
    }
    (void)inspection;
    free(area);
    return status;
}

/* True when some unit lies in a parent of the face. */
static bool is_inhabited(const struct boundary_siblings *siblings, uint32_t face)
{
    const struct geo_face *f = &siblings->joined.faces[face];
    for (uint32_t k = 0; k < f->owner_count; k++) {
        uint32_t owner = owners_of(&siblings->joined, face)[k];
        for (uint32_t i = 0; owner >= siblings->count && i < siblings->count; i++)
            if (siblings->ground[i] == owner - siblings->count)
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
        if (map->done[f] || !fits_open(map, f, f) || !is_inhabited(siblings, f))
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
        status = boundary_face_add(inspection, siblings, map->topology, map->group, count,
                                   BOUNDARY_EXCEEDS_PARENT, false, err);
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
    struct geo_point inside;
    struct boundary_finding *finding =
        parent
            ? boundary_list_add(&inspection->list, BOUNDARY_PARENT, BOUNDARY_SUBSTANTIVE, &unit, 1)
            : NULL;
    if (!finding)
        return;
    if (geo_label_point(&siblings->shapes[i], &inside, NULL, NULL) == BASE_OK)
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
    enum base_status status;
    if (!map.open || !map.done || !map.group || !map.queue) {
        status = boundary_no_memory(err);
    } else {
        flood(&map, GEO_TOPOLOGY_OUTER, map.group, fits_uncovered, map.open);
        status = check_open_gaps(inspection, siblings, &map, err);
        if (status == BASE_OK)
            status = check_exceeding(inspection, siblings, &map, err);
    }
    free(map.open);
    free(map.done);
    free(map.group);
    free(map.queue);
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
