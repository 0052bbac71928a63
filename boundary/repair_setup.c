/* boundary/repair_setup.c - the findings of slivers, their parties, and their faces
 * in the topology that the level was inspected in. */
#include <stdlib.h>
#include <string.h>

#include "boundary/repairing.h"

/* --- which findings, which units -------------------------------------------- */

static bool has_party(const struct boundary_finding *finding, const char *code)
{
    for (uint32_t i = 0; i < finding->party_count; i++)
        if (strcmp(finding->parties[i], code) == 0)
            return true;
    return false;
}

static bool is_wanted(const struct boundary_repair_options *options,
                      const struct boundary_finding *finding)
{
    if (!boundary_repair_is_sliver(finding) || !boundary_repair_is_asked(options, finding))
        return false;
    return !options->between[0] || !options->between[1] ||
           (has_party(finding, options->between[0]) && has_party(finding, options->between[1]));
}

static bool select_mends(struct boundary_repairing *repairing)
{
    const struct boundary_report *report = repairing->report;
    size_t most = (size_t)report->finding_count + 1;
    repairing->mends = base_arena_calloc(repairing->arena, most, sizeof *repairing->mends);
    if (!repairing->mends)
        return false;
    for (uint32_t i = 0; i < report->finding_count; i++)
        if (is_wanted(repairing->options, &report->findings[i])) {
            struct boundary_repair *repair = &repairing->mends[repairing->mend_count++].repair;
            repair->finding = &report->findings[i];
            repair->chosen = -1;
        }
    return true;
}

/* First unit whose code is not below. */
static uint32_t first_with(const struct boundary_repairing *repairing, const char *code)
{
    uint32_t low = 0, high = repairing->unit_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(repairing->units[middle]->code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has_code(const struct boundary_repairing *repairing, uint32_t unit, const char *code)
{
    return unit < repairing->unit_count && strcmp(repairing->units[unit]->code, code) == 0;
}

static bool mark_faults(struct boundary_repairing *repairing)
{
    size_t all = (size_t)repairing->unit_count + 1;
    repairing->unfit = base_arena_calloc(repairing->arena, all, sizeof *repairing->unfit);
    repairing->twice = base_arena_calloc(repairing->arena, all, sizeof *repairing->twice);
    if (!repairing->unfit || !repairing->twice)
        return false;
    for (uint32_t u = 0; u < repairing->unit_count; u++) {
        repairing->unfit[u] = !repairing->siblings.valid[u];
        if (has_code(repairing, u + 1, repairing->units[u]->code))
            repairing->twice[u] = repairing->twice[u + 1] = true;
    }
    return true;
}

/* The first unit of each code; of codes held twice no other is needed. */
static bool name_parties(struct boundary_repairing *repairing)
{
    for (uint32_t m = 0; m < repairing->mend_count; m++) {
        struct boundary_mend *mend = &repairing->mends[m];
        const struct boundary_finding *finding = mend->repair.finding;
        mend->parties =
            base_arena_alloc(repairing->arena, (finding->party_count + 1) * sizeof *mend->parties);
        if (!mend->parties)
            return false;
        for (uint32_t p = 0; p < finding->party_count; p++) {
            uint32_t u = first_with(repairing, finding->parties[p]);
            if (has_code(repairing, u, finding->parties[p]))
                mend->parties[mend->party_count++] = u;
        }
    }
    return true;
}

/* --- lists ------------------------------------------------------------------ */

/* Lists are made in two rounds: first[i + 1] counts, then places are given out. */
static bool lists_begin(struct boundary_lists *lists, uint32_t count, struct base_arena *arena)
{
    lists->first = base_arena_calloc(arena, (size_t)count + 2, sizeof *lists->first);
    return lists->first != NULL;
}

/* After counting: first[i] is where list i is to be written next. */
static bool lists_fill(struct boundary_lists *lists, uint32_t count, struct base_arena *arena)
{
    for (uint32_t i = 0; i < count; i++)
        lists->first[i + 1] += lists->first[i];
    lists->items =
        base_arena_alloc(arena, ((size_t)lists->first[count] + 1) * sizeof *lists->items);
    return lists->items != NULL;
}

/* Writing moved each list's start to its end, which is the next one's start. */
static void lists_end(struct boundary_lists *lists, uint32_t count)
{
    memmove(lists->first + 1, lists->first, count * sizeof *lists->first);
    lists->first[0] = 0;
}

static bool list_mends(struct boundary_repairing *repairing)
{
    struct boundary_lists *lists = &repairing->unit_mends;
    if (!lists_begin(lists, repairing->unit_count, repairing->arena))
        return false;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        for (uint32_t p = 0; p < repairing->mends[m].party_count; p++)
            lists->first[repairing->mends[m].parties[p] + 1]++;
    if (!lists_fill(lists, repairing->unit_count, repairing->arena))
        return false;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        for (uint32_t p = 0; p < repairing->mends[m].party_count; p++)
            lists->items[lists->first[repairing->mends[m].parties[p]]++] = m;
    lists_end(lists, repairing->unit_count);
    return true;
}

static bool is_party(const struct boundary_repairing *repairing, uint32_t unit)
{
    const uint32_t *first = repairing->unit_mends.first;
    return unit < repairing->unit_count && first[unit] < first[unit + 1];
}

static bool list_faces(struct boundary_repairing *repairing)
{
    const struct geo_topology *t = repairing->topology;
    struct boundary_lists *lists = &repairing->unit_faces;
    if (!lists_begin(lists, repairing->unit_count, repairing->arena))
        return false;
    for (int fill = 0; fill < 2; fill++) {
        if (fill && !lists_fill(lists, repairing->unit_count, repairing->arena))
            return false;
        for (uint32_t f = 1; f < t->face_count; f++)
            for (uint32_t i = 0; i < t->faces[f].owner_count; i++) {
                uint32_t owner = t->owners[t->faces[f].first_owner + i];
                if (!is_party(repairing, owner))
                    continue;
                if (fill)
                    lists->items[lists->first[owner]++] = f;
                else
                    lists->first[owner + 1]++;
            }
    }
    lists_end(lists, repairing->unit_count);
    return true;
}

/* --- the faces of the findings ---------------------------------------------- */

static uint32_t unit_owners(const struct boundary_repairing *repairing, uint32_t face)
{
    const struct geo_face *f = &repairing->topology->faces[face];
    uint32_t count = 0;
    while (count < f->owner_count &&
           repairing->topology->owners[f->first_owner + count] < repairing->unit_count)
        count++;
    return count;
}

/* An edge of a finding's ground, the ground on its left. */
struct edge {
    struct geo_point from, to;
    uint32_t mend;
};

static int compare_edges(const void *left, const void *right)
{
    const struct edge *a = left, *b = right;
    int order = geo_point_compare(a->from, b->from);
    return order ? order : geo_point_compare(a->to, b->to);
}

struct edges {
    struct edge *items;
    uint32_t count;
};

static uint32_t edges_of(const struct geo_topology *t, uint32_t face)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < t->faces[face].arc_count; i++)
        sum += t->arcs[t->face_arcs[t->faces[face].first_arc + i]].point_count - 1;
    return sum;
}

/* The k-th edge of the arc, the face on its left. */
static struct edge edge_at(const struct geo_topology *t, uint32_t arc, uint32_t face, uint32_t k)
{
    const struct geo_point *points = t->points + t->arcs[arc].first_point + k;
    return t->arcs[arc].left_face == face ? (struct edge){points[0], points[1], BOUNDARY_NONE}
                                          : (struct edge){points[1], points[0], BOUNDARY_NONE};
}

static void add_edges(struct edges *edges, const struct geo_topology *t, uint32_t face,
                      uint32_t mend)
{
    for (uint32_t i = 0; i < t->faces[face].arc_count; i++) {
        uint32_t arc = t->face_arcs[t->faces[face].first_arc + i];
        for (uint32_t k = 0; k + 1 < t->arcs[arc].point_count; k++) {
            struct edge edge = edge_at(t, arc, face, k);
            edge.mend = mend;
            edges->items[edges->count++] = edge;
        }
    }
}

/* The edges of all findings' ground in the siblings' own topology, sorted. */
static bool gather_edges(const struct boundary_repairing *repairing, struct edges *edges)
{
    const struct geo_topology *t = &repairing->siblings.topology;
    size_t most = 1;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        for (uint32_t i = 0; i < repairing->mends[m].repair.finding->piece_count; i++)
            most += edges_of(t, repairing->mends[m].repair.finding->pieces[i]);
    edges->items = malloc(most * sizeof *edges->items);
    if (!edges->items)
        return false;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        for (uint32_t i = 0; i < repairing->mends[m].repair.finding->piece_count; i++)
            add_edges(edges, t, repairing->mends[m].repair.finding->pieces[i], m);
    qsort(edges->items, edges->count, sizeof *edges->items, compare_edges);
    return true;
}

/* The finding that one of the face's edges is of; NONE. */
static uint32_t mend_beside(const struct geo_topology *t, const struct edges *edges, uint32_t face)
{
    for (uint32_t i = 0; i < t->faces[face].arc_count; i++) {
        uint32_t arc = t->face_arcs[t->faces[face].first_arc + i];
        for (uint32_t k = 0; k + 1 < t->arcs[arc].point_count; k++) {
            struct edge edge = edge_at(t, arc, face, k);
            const struct edge *found =
                bsearch(&edge, edges->items, edges->count, sizeof edge, compare_edges);
            if (found)
                return found->mend;
        }
    }
    return BOUNDARY_NONE;
}

static bool same_units(const struct boundary_repairing *repairing, uint32_t a, uint32_t b)
{
    const struct geo_topology *t = repairing->topology;
    uint32_t count = unit_owners(repairing, a);
    return count == unit_owners(repairing, b) &&
           memcmp(t->owners + t->faces[a].first_owner, t->owners + t->faces[b].first_owner,
                  count * sizeof *t->owners) == 0;
}

/* What hangs together with the face and has the same units is of the same finding:
 * only a parent's line parts it. */
static void spread(const struct boundary_repairing *repairing, uint32_t face, uint32_t *queue)
{
    const struct geo_topology *t = repairing->topology;
    uint32_t head = 0, tail = 0;
    queue[tail++] = face;
    while (head < tail) {
        const struct geo_face *f = &t->faces[queue[head]];
        for (uint32_t i = 0; i < f->arc_count; i++) {
            uint32_t across = boundary_across(t, t->face_arcs[f->first_arc + i], queue[head]);
            if (across == GEO_TOPOLOGY_OUTER || repairing->mend_of[across] != BOUNDARY_NONE ||
                !same_units(repairing, face, across))
                continue;
            repairing->mend_of[across] = repairing->mend_of[face];
            queue[tail++] = across;
        }
        head++;
    }
}

/* A parent's line may part the ground of a finding, or lead its edges through a
 * vertex more; of the edges at least one is as it was, or the ground is not found. */
static bool find_joined(struct boundary_repairing *repairing)
{
    const struct geo_topology *t = repairing->topology;
    struct edges edges = {0};
    uint32_t *queue = malloc(t->face_count * sizeof *queue);
    bool ok = queue && gather_edges(repairing, &edges);
    for (uint32_t f = 1; ok && f < t->face_count; f++) {
        if (repairing->mend_of[f] != BOUNDARY_NONE || unit_owners(repairing, f) == 1)
            continue;
        repairing->mend_of[f] = mend_beside(t, &edges, f);
        if (repairing->mend_of[f] != BOUNDARY_NONE)
            spread(repairing, f, queue);
    }
    free(edges.items);
    free(queue);
    return ok;
}

static void find_alone(struct boundary_repairing *repairing)
{
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        for (uint32_t i = 0; i < repairing->mends[m].repair.finding->piece_count; i++)
            repairing->mend_of[repairing->mends[m].repair.finding->pieces[i]] = m;
}

static bool list_ground(struct boundary_repairing *repairing)
{
    uint32_t faces = repairing->topology->face_count;
    for (uint32_t f = 1; f < faces; f++)
        if (repairing->mend_of[f] != BOUNDARY_NONE)
            repairing->place_of[f] = repairing->mends[repairing->mend_of[f]].face_count++;
    for (uint32_t m = 0; m < repairing->mend_count; m++) {
        struct boundary_mend *mend = &repairing->mends[m];
        mend->faces =
            base_arena_alloc(repairing->arena, (mend->face_count + 1) * sizeof *mend->faces);
        if (!mend->faces)
            return false;
    }
    for (uint32_t f = 1; f < faces; f++)
        if (repairing->mend_of[f] != BOUNDARY_NONE)
            repairing->mends[repairing->mend_of[f]].faces[repairing->place_of[f]] = f;
    return true;
}

static bool find_faces(struct boundary_repairing *repairing)
{
    size_t faces = repairing->topology->face_count;
    repairing->mend_of = base_arena_alloc(repairing->arena, faces * sizeof *repairing->mend_of);
    repairing->place_of = base_arena_alloc(repairing->arena, faces * sizeof *repairing->place_of);
    if (!repairing->mend_of || !repairing->place_of)
        return false;
    for (size_t f = 0; f < faces; f++)
        repairing->mend_of[f] = BOUNDARY_NONE;
    if (repairing->siblings.parent_count == 0)
        find_alone(repairing);
    else if (!find_joined(repairing))
        return false;
    return list_ground(repairing);
}

static void take_siblings(struct boundary_repairing *repairing)
{
    const struct boundary_siblings *siblings = &repairing->siblings;
    repairing->topology = siblings->parent_count ? &siblings->joined : &siblings->topology;
    repairing->units = siblings->units;
    repairing->unit_count = siblings->count;
    repairing->ground = siblings->ground;
}

enum base_status boundary_repair_set_up(struct boundary_repairing *repairing,
                                        struct base_error *err)
{
    take_siblings(repairing);
    if (!boundary_repair_meet(repairing) || !select_mends(repairing))
        return boundary_no_memory(err);
    if (repairing->mend_count == 0)
        return BASE_OK;
    bool ok = mark_faults(repairing) && name_parties(repairing) && list_mends(repairing) &&
              list_faces(repairing) && find_faces(repairing);
    return ok ? BASE_OK : boundary_no_memory(err);
}
