/* boundary/density.c - the same border with different vertices.
 *
 * Two ways to see it: a face no wider than the numbers' resolution, and a vertex
 * of one unit that lies on an edge of another which has none there. Both are
 * told once for each set of parties. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "boundary/inspection.h"
#include "geo/measure.h"

/* Which unit has a vertex where: 64-bit fingerprints, open addressing. */
struct vertex_set {
    uint64_t *slots;
    size_t size;
};

static uint64_t fingerprint(struct geo_point p, uint32_t unit)
{
    uint64_t h = base_hash_mix((uint64_t)p.lon + UINT64_C(0x9e3779b97f4a7c15) * (unit + 1));
    h = base_hash_mix(h ^ (uint64_t)p.lat);
    return h ? h : 1;
}

static bool set_has(const struct vertex_set *set, uint64_t key)
{
    size_t at = key & (set->size - 1);
    while (set->slots[at] && set->slots[at] != key)
        at = (at + 1) & (set->size - 1);
    return set->slots[at] == key;
}

/* Marks the units that own ground at an arc that noding changed: they alone may
 * lack a vertex. */
static void mark_noded(const struct geo_topology *t, bool *noded)
{
    for (uint32_t a = 0; a < t->arc_count; a++) {
        const uint32_t sides[2] = {t->arcs[a].left_face, t->arcs[a].right_face};
        for (int s = 0; t->arcs[a].noded && s < 2; s++)
            for (uint32_t i = 0; i < t->faces[sides[s]].owner_count; i++)
                noded[t->owners[t->faces[sides[s]].first_owner + i]] = true;
    }
}

static bool is_placed(const struct boundary_face *face)
{
    return face->party_count > 1 && boundary_face_is_numeric(face);
}

/* A party's place among the siblings, which are sorted by code. */
static uint32_t index_of(const struct boundary_siblings *siblings, const struct boundary_unit *unit)
{
    uint32_t low = 0, high = siblings->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(siblings->units[middle]->code, unit->code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + 1 < siblings->count && siblings->units[low] != unit)
        low++;
    return low;
}

/* Marks the parties of faces that only the numbers' resolution made. */
static void mark_numeric(const struct boundary_inspection *inspection,
                         const struct boundary_siblings *siblings, bool *noded)
{
    for (uint32_t f = 0; f < inspection->face_count; f++)
        for (uint32_t i = 0; i < inspection->faces[f].party_count; i++)
            if (is_placed(&inspection->faces[f]))
                noded[index_of(siblings, inspection->faces[f].parties[i])] = true;
}

static bool set_fill(struct vertex_set *set, const struct boundary_siblings *siblings,
                     const bool *noded)
{
    size_t points = 16;
    for (uint32_t i = 0; i < siblings->count; i++)
        points += noded[i] ? siblings->shapes[i].point_count : 0;
    for (set->size = 64; set->size < 2 * points;)
        set->size *= 2;
    set->slots = calloc(set->size, sizeof *set->slots);
    if (!set->slots)
        return false;
    for (uint32_t i = 0; i < siblings->count; i++)
        for (uint32_t p = 0; noded[i] && p < siblings->shapes[i].point_count; p++) {
            uint64_t key = fingerprint(siblings->shapes[i].points[p], i);
            size_t at = key & (set->size - 1);
            while (set->slots[at] && set->slots[at] != key)
                at = (at + 1) & (set->size - 1);
            set->slots[at] = key;
        }
    return true;
}

/* A unit whose border passes a point, and whether it has a vertex there. */
struct record {
    struct geo_point point;
    uint32_t unit;
    bool has;
};

struct density {
    const struct boundary_siblings *siblings;
    struct vertex_set vertices;
    bool *node_loud, *node_lacks;
    struct record *records;
    size_t count, capacity;
    bool failed;
};

static void push_record(struct density *density, struct geo_point point, uint32_t unit)
{
    if (density->count == density->capacity) {
        size_t capacity = density->capacity ? density->capacity * 2 : 256;
        struct record *records = realloc(density->records, capacity * sizeof *records);
        if (!records) {
            density->failed = true;
            return;
        }
        density->records = records;
        density->capacity = capacity;
    }
    density->records[density->count++] =
        (struct record){point, unit, set_has(&density->vertices, fingerprint(point, unit))};
}

/* Units on whose border the arc lies: owners of one side only. */
static uint32_t border_units(const struct geo_topology *t, const struct geo_arc *arc,
                             uint32_t units[8])
{
    const struct geo_face *sides[2] = {&t->faces[arc->left_face], &t->faces[arc->right_face]};
    uint32_t count = 0;
    for (int s = 0; s < 2; s++)
        for (uint32_t i = 0; i < sides[s]->owner_count; i++) {
            uint32_t owner = t->owners[sides[s]->first_owner + i];
            uint32_t other = s ? arc->left_face : arc->right_face;
            if (count < 8 && !geo_topology_covers(t, other, owner))
                units[count++] = owner;
        }
    return count;
}

static bool some_lack(const struct density *density, struct geo_point point, const uint32_t *units,
                      uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!set_has(&density->vertices, fingerprint(point, units[i])))
            return true;
    return false;
}

static void scan_arc(struct density *density, const struct geo_arc *arc)
{
    const struct geo_topology *t = &density->siblings->topology;
    const struct geo_point *points = t->points + arc->first_point;
    bool loud = density->siblings->loud[arc->left_face] || density->siblings->loud[arc->right_face];
    if (loud)
        density->node_loud[arc->start_node] = density->node_loud[arc->end_node] = true;
    if (!arc->noded) /* all have all its vertices */
        return;
    uint32_t units[8], count = border_units(t, arc, units);
    if (some_lack(density, points[0], units, count))
        density->node_lacks[arc->start_node] = true;
    if (some_lack(density, points[arc->point_count - 1], units, count))
        density->node_lacks[arc->end_node] = true;
    for (uint32_t p = 1; p + 1 < arc->point_count && !loud && count > 1; p++)
        if (some_lack(density, points[p], units, count))
            for (uint32_t i = 0; i < count; i++)
                push_record(density, points[p], units[i]);
}

static void record_end(struct density *density, uint32_t node, const uint32_t *units,
                       uint32_t count)
{
    if (density->node_lacks[node] && !density->node_loud[node])
        for (uint32_t i = 0; i < count; i++)
            push_record(density, density->siblings->topology.nodes[node], units[i]);
}

static void scan(struct density *density)
{
    const struct geo_topology *t = &density->siblings->topology;
    for (uint32_t a = 0; a < t->arc_count && !density->failed; a++)
        scan_arc(density, &t->arcs[a]);
    for (uint32_t a = 0; a < t->arc_count && !density->failed; a++) {
        if (!t->arcs[a].noded)
            continue;
        uint32_t units[8], count = border_units(t, &t->arcs[a], units);
        record_end(density, t->arcs[a].start_node, units, count);
        record_end(density, t->arcs[a].end_node, units, count);
    }
}

static int compare_records(const void *left, const void *right)
{
    const struct record *a = left, *b = right;
    int order = geo_point_compare(a->point, b->point);
    if (order)
        return order;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

/* One place of a mismatch. */
struct place {
    const struct boundary_unit **parties;
    uint32_t party_count;
    struct geo_point point;
    double area_m2, width_m; /* 0: a mere vertex */
};

struct places {
    struct place *items;
    size_t count;
};

static int compare_parties(const struct place *a, const struct place *b)
{
    if (a->party_count != b->party_count)
        return a->party_count < b->party_count ? -1 : 1;
    for (uint32_t i = 0; i < a->party_count; i++)
        if (a->parties[i] != b->parties[i]) {
            int order = strcmp(a->parties[i]->code, b->parties[i]->code);
            return order ? order : (a->parties[i] < b->parties[i] ? -1 : 1);
        }
    return 0;
}

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    int order = compare_parties(a, b);
    return order ? order : geo_point_compare(a->point, b->point);
}

/* The units at a point become a place when some have a vertex and some lack it. */
static void place_records(struct boundary_inspection *inspection,
                          const struct boundary_siblings *siblings, const struct record *records,
                          size_t count, struct places *places)
{
    struct place place = {.point = records[0].point};
    bool has = false, lacks = false;
    place.parties = base_arena_alloc(inspection->arena, count * sizeof *place.parties);
    if (!place.parties) {
        inspection->list.failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (i && records[i].unit == records[i - 1].unit)
            continue;
        has = has || records[i].has;
        lacks = lacks || !records[i].has;
        if (siblings->suspect[records[i].unit])
            return;
        place.parties[place.party_count++] = siblings->units[records[i].unit];
    }
    if (has && lacks && place.party_count > 1)
        places->items[places->count++] = place;
}

/* The smallest vertex of the ring that lies beside the edge of a unit from its
 * vertex `from` to its vertex `to`. */
static void find_lacking(const struct boundary_face *face, const struct geo_point *ring,
                         uint32_t count, uint32_t from, uint32_t to, struct geo_point *best,
                         bool *found)
{
    for (uint32_t i = from + 1; i < to; i++) {
        struct geo_point p = ring[i % count];
        double off = geo_segment_distance_m(p, ring[from % count], ring[to % count], NULL);
        if (off <= face->resolution_m && (!*found || geo_point_compare(p, *best) < 0)) {
            *best = p;
            *found = true;
        }
    }
}

/* Whether a party has a vertex at the point; where edges cross all have one. */
static bool stands_at(const struct density *density, const struct boundary_face *face,
                      const struct boundary_unit *unit, struct geo_point point)
{
    uint32_t index = index_of(density->siblings, unit);
    if (set_has(&density->vertices, fingerprint(point, index)))
        return true;
    for (uint32_t i = 0; i < face->party_count; i++)
        if (set_has(&density->vertices,
                    fingerprint(point, index_of(density->siblings, face->parties[i]))))
            return false;
    return true;
}

/* The same for all edges that the ring has of a unit. */
static void find_lacking_of(const struct density *density, const struct boundary_face *face,
                            const struct boundary_unit *unit, const struct geo_point *ring,
                            uint32_t count, struct geo_point *best, bool *found)
{
    uint32_t first = BOUNDARY_NONE, last = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!stands_at(density, face, unit, ring[i]))
            continue;
        if (first == BOUNDARY_NONE)
            first = i;
        else
            find_lacking(face, ring, count, last, i, best, found);
        last = i;
    }
    if (first != BOUNDARY_NONE)
        find_lacking(face, ring, count, last, first + count, best, found);
}

/* The smallest vertex of a face that some party lacks; the smallest of all where
 * the sides only cross. */
static struct geo_point place_of(const struct density *density, const struct boundary_face *face)
{
    const struct geo_geometry *g = &face->polygon;
    struct geo_point best = g->points[0];
    bool found = false;
    for (uint32_t i = 1; i < g->point_count; i++)
        if (geo_point_compare(g->points[i], best) < 0)
            best = g->points[i];
    for (uint32_t r = 0; r < g->ring_count; r++)
        for (uint32_t i = 0; i < face->party_count; i++)
            find_lacking_of(density, face, face->parties[i], g->points + g->ring_points[r],
                            g->ring_points[r + 1] - g->ring_points[r] - 1, &best, &found);
    return best;
}

static void place_faces(const struct boundary_inspection *inspection, const struct density *density,
                        struct places *places)
{
    for (uint32_t f = 0; f < inspection->face_count; f++) {
        const struct boundary_face *face = &inspection->faces[f];
        if (!is_placed(face))
            continue;
        places->items[places->count++] = (struct place){.parties = face->parties,
                                                        .party_count = face->party_count,
                                                        .point = place_of(density, face),
                                                        .area_m2 = face->area_m2,
                                                        .width_m = face->width_m};
    }
}

static void tell_group(struct boundary_inspection *inspection, const struct place *places,
                       size_t count)
{
    struct boundary_finding *finding =
        boundary_list_add(&inspection->list, BOUNDARY_DENSITY, BOUNDARY_NOTICE, places[0].parties,
                          places[0].party_count);
    if (!finding)
        return;
    double area = 0, width = 0;
    for (size_t i = 0; i < count; i++) {
        area += places[i].area_m2;
        width = fmax(width, places[i].width_m);
    }
    finding->faces = (uint32_t)count;
    if (width > 0) {
        finding->area_m2 = area;
        finding->width_m = width;
    }
    boundary_finding_place_point(finding, &inspection->list, places[0].point);
    boundary_finding_say(finding, &inspection->list, places[0].parties, places[0].party_count,
                         "%s have different vertices on one border: %zu places, none wider than "
                         "the numbers' resolution.",
                         count);
}

static void tell_places(struct boundary_inspection *inspection, struct places *places)
{
    qsort(places->items, places->count, sizeof *places->items, compare_places);
    for (size_t first = 0, end; first < places->count; first = end) {
        for (end = first; end < places->count &&
                          compare_parties(&places->items[first], &places->items[end]) == 0;
             end++)
            ;
        tell_group(inspection, places->items + first, end - first);
    }
}

static bool gather(struct boundary_inspection *inspection, struct density *density)
{
    struct places places = {0};
    scan(density);
    places.items = malloc((density->count + inspection->face_count + 1) * sizeof *places.items);
    if (!places.items || density->failed) {
        free(places.items);
        return false;
    }
    if (density->count)
        qsort(density->records, density->count, sizeof *density->records, compare_records);
    for (size_t first = 0, end; first < density->count; first = end) {
        for (end = first; end < density->count && geo_point_equal(density->records[first].point,
                                                                  density->records[end].point);
             end++)
            ;
        place_records(inspection, density->siblings, density->records + first, end - first,
                      &places);
    }
    place_faces(inspection, density, &places);
    tell_places(inspection, &places);
    free(places.items);
    return true;
}

enum base_status boundary_check_density(struct boundary_inspection *inspection,
                                        struct boundary_siblings *siblings, struct base_error *err)
{
    struct density density = {.siblings = siblings};
    size_t nodes = (size_t)siblings->topology.node_count + 1;
    density.node_loud = calloc(nodes, sizeof *density.node_loud);
    density.node_lacks = calloc(nodes, sizeof *density.node_lacks);
    bool *noded = calloc((size_t)siblings->count + 1, sizeof *noded);
    bool ok = density.node_loud && density.node_lacks && noded;
    if (ok) {
        mark_noded(&siblings->topology, noded);
        mark_numeric(inspection, siblings, noded);
        ok = set_fill(&density.vertices, siblings, noded) && gather(inspection, &density);
    }
    free(noded);
    free(density.node_loud);
    free(density.node_lacks);
    free(density.vertices.slots);
    free(density.records);
    return ok ? BASE_OK : boundary_no_memory(err);
}
