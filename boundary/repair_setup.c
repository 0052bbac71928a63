/* boundary/repair_setup.c - the findings of slivers, their parties, and the
 * topology of both. */
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

/* Ground between siblings that is a sliver. */
static bool is_wanted(const struct boundary_repair_options *options,
                      const struct boundary_finding *finding)
{
    bool between = finding->kind == BOUNDARY_GAP || finding->kind == BOUNDARY_OVERLAP ||
                   finding->kind == BOUNDARY_NON_COINCIDENT;
    bool ground = finding->geometry.part_count && (finding->geometry.kind == GEO_POLYGON ||
                                                   finding->geometry.kind == GEO_MULTIPOLYGON);
    if (!between || !ground || !finding->sliver)
        return false;
    return !options->between[0] || !options->between[1] ||
           (has_party(finding, options->between[0]) && has_party(finding, options->between[1]));
}

/* The number of a place on a curve that fills the globe: bits of both coordinates
 * in turns (Morton order), so that what follows one another lies side by side. */
static uint64_t curve_place(struct geo_point p)
{
    uint64_t x = (uint64_t)(p.lon + 180 * GEO_GRID_PER_DEGREE) >> 7;
    uint64_t y = (uint64_t)(p.lat + 180 * GEO_GRID_PER_DEGREE) >> 7, place = 0;
    for (unsigned bit = 0; bit < 32; bit++)
        place |= (x >> bit & 1U) << (2 * bit) | (y >> bit & 1U) << (2 * bit + 1);
    return place;
}

static int compare_places(const void *left, const void *right)
{
    const struct boundary_mend *a = left, *b = right;
    uint64_t x = curve_place(a->repair.finding->first_vertex);
    uint64_t y = curve_place(b->repair.finding->first_vertex);
    if (x != y)
        return x < y ? -1 : 1;
    return (a->repair.finding > b->repair.finding) - (a->repair.finding < b->repair.finding);
}

/* In the order of places, as the topology likes its inputs: it looks for crossings
 * a few edges of one input after another at a time. */
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
    qsort(repairing->mends, repairing->mend_count, sizeof *repairing->mends, compare_places);
    return true;
}

static int compare_units(const void *left, const void *right)
{
    const struct boundary_unit *a = *(const struct boundary_unit *const *)left;
    const struct boundary_unit *b = *(const struct boundary_unit *const *)right;
    int order = strcmp(a->code, b->code);
    return order ? order : (a->identity > b->identity) - (a->identity < b->identity);
}

/* First unit whose code is not below. */
static uint32_t first_with(const struct boundary_unit *const *units, uint32_t count,
                           const char *code)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(units[middle]->code, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t units_of_level(const struct boundary_input *input, enum store_level level,
                               const struct boundary_unit **out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < input->unit_count; i++)
        if (input->units[i].level == level && input->units[i].geometry.part_count)
            out[count++] = &input->units[i];
    qsort(out, count, sizeof *out, compare_units);
    return count;
}

static void mark_parties(const struct boundary_finding *finding,
                         const struct boundary_unit *const *units, uint32_t count, bool *marks)
{
    for (uint32_t p = 0; p < finding->party_count; p++)
        for (uint32_t u = first_with(units, count, finding->parties[p]);
             u < count && strcmp(units[u]->code, finding->parties[p]) == 0; u++)
            marks[u] = true;
}

/* Keeps the units that are parties; the others are nobody's business. */
static bool select_units(struct boundary_repairing *repairing, const struct boundary_input *input,
                         enum store_level level)
{
    struct base_arena *arena = repairing->arena;
    size_t all = (size_t)input->unit_count + 1;
    repairing->units = base_arena_alloc(arena, all * sizeof *repairing->units);
    bool *marks = base_arena_calloc(arena, all, sizeof *marks);
    repairing->unfit = base_arena_calloc(arena, all, sizeof *repairing->unfit);
    repairing->twice = base_arena_calloc(arena, all, sizeof *repairing->twice);
    repairing->ground = base_arena_alloc(arena, all * sizeof *repairing->ground);
    if (!repairing->units || !marks || !repairing->unfit || !repairing->twice || !repairing->ground)
        return false;
    uint32_t count = units_of_level(input, level, repairing->units);
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        mark_parties(repairing->mends[m].repair.finding, repairing->units, count, marks);
    for (uint32_t u = 0; u < count; u++)
        if (marks[u])
            repairing->units[repairing->unit_count++] = repairing->units[u];
    return true;
}

static void mark_faults(struct boundary_repairing *repairing)
{
    const struct boundary_report *report = repairing->report;
    for (uint32_t i = 0; i < report->finding_count; i++)
        if (report->findings[i].kind == BOUNDARY_INVALID)
            mark_parties(&report->findings[i], repairing->units, repairing->unit_count,
                         repairing->unfit);
    for (uint32_t u = 0; u + 1 < repairing->unit_count; u++)
        if (strcmp(repairing->units[u]->code, repairing->units[u + 1]->code) == 0)
            repairing->twice[u] = repairing->twice[u + 1] = true;
}

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
            uint32_t u = first_with(repairing->units, repairing->unit_count, finding->parties[p]);
            if (u < repairing->unit_count &&
                strcmp(repairing->units[u]->code, finding->parties[p]) == 0)
                mend->parties[mend->party_count++] = u;
        }
    }
    return true;
}

/* --- the topology ----------------------------------------------------------- */

static bool meets_a_mend(const struct boundary_repairing *repairing, struct geo_box box)
{
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        if (geo_box_intersects(box,
                               geo_geometry_box(&repairing->mends[m].repair.finding->geometry)))
            return true;
    return false;
}

/* The next higher level that has polygons, where slivers are. */
static bool add_parents(struct boundary_repairing *repairing, const struct boundary_input *input,
                        enum store_level level)
{
    const struct boundary_unit **parents =
        base_arena_alloc(repairing->arena, ((size_t)input->unit_count + 1) * sizeof *parents);
    uint32_t found = 0;
    if (!parents)
        return false;
    for (int above = (int)level - 1; above > STORE_LEVEL_NONE && found == 0; above--)
        found = units_of_level(input, (enum store_level)above, parents);
    for (uint32_t p = 0; p < found; p++)
        if (meets_a_mend(repairing, geo_geometry_box(&parents[p]->geometry))) {
            repairing->shapes[repairing->shape_count++] = parents[p]->geometry;
            repairing->parent_count++;
        }
    return true;
}

static bool gather_shapes(struct boundary_repairing *repairing, const struct boundary_input *input,
                          enum store_level level)
{
    size_t most = (size_t)input->unit_count + repairing->mend_count + 1;
    repairing->shapes = base_arena_alloc(repairing->arena, most * sizeof *repairing->shapes);
    if (!repairing->shapes)
        return false;
    for (uint32_t u = 0; u < repairing->unit_count; u++)
        repairing->shapes[repairing->shape_count++] = repairing->units[u]->geometry;
    if (!add_parents(repairing, input, level))
        return false;
    for (uint32_t m = 0; m < repairing->mend_count; m++)
        repairing->shapes[repairing->shape_count++] = repairing->mends[m].repair.finding->geometry;
    return true;
}

/* The finding that the face is of; NONE. Owners ascend, findings come last. */
static uint32_t mend_of(const struct boundary_repairing *repairing, uint32_t face)
{
    const struct geo_face *f = &repairing->topology.faces[face];
    uint32_t first = boundary_mend_input(repairing, 0);
    uint32_t last =
        f->owner_count ? repairing->topology.owners[f->first_owner + f->owner_count - 1] : 0;
    return last >= first && f->owner_count ? last - first : BOUNDARY_NONE;
}

static uint32_t unit_owners(const struct boundary_repairing *repairing, uint32_t face)
{
    const struct geo_face *f = &repairing->topology.faces[face];
    uint32_t count = 0;
    while (count < f->owner_count &&
           repairing->topology.owners[f->first_owner + count] < repairing->unit_count)
        count++;
    return count;
}

static bool find_faces(struct boundary_repairing *repairing)
{
    uint32_t faces = repairing->topology.face_count;
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t f = 1; f < faces; f++) {
            uint32_t m = mend_of(repairing, f);
            if (m == BOUNDARY_NONE || unit_owners(repairing, f) == 1)
                continue;
            struct boundary_mend *mend = &repairing->mends[m];
            if (fill)
                mend->faces[mend->face_count] = f;
            mend->face_count++;
        }
        for (uint32_t m = 0; m < repairing->mend_count && !fill; m++) {
            struct boundary_mend *mend = &repairing->mends[m];
            mend->faces =
                base_arena_alloc(repairing->arena, (mend->face_count + 1) * sizeof *mend->faces);
            if (!mend->faces)
                return false;
            mend->face_count = 0;
        }
    }
    return true;
}

/* --- the parent in which a unit lies ---------------------------------------- */

struct share {
    uint32_t unit, parent;
    double area; /* any measure that adds up */
};

static int compare_shares(const void *left, const void *right)
{
    const struct share *a = left, *b = right;
    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return (a->parent > b->parent) - (a->parent < b->parent);
}

/* Signed area of every face in square grid units, from the arcs. */
static double *face_areas(const struct geo_topology *t, struct base_arena *arena)
{
    double *areas = base_arena_calloc(arena, t->face_count, sizeof *areas);
    for (uint32_t a = 0; a < t->arc_count && areas; a++) {
        const struct geo_arc *arc = &t->arcs[a];
        const struct geo_point *points = t->points + arc->first_point, o = t->points[0];
        double sum = 0;
        for (uint32_t k = 1; k < arc->point_count; k++)
            sum += (double)(points[k - 1].lon - o.lon) * (double)(points[k].lat - o.lat) -
                   (double)(points[k].lon - o.lon) * (double)(points[k - 1].lat - o.lat);
        areas[arc->left_face] += sum;
        areas[arc->right_face] -= sum;
    }
    return areas;
}

static uint32_t collect_shares(const struct boundary_repairing *repairing, const double *areas,
                               struct share *shares)
{
    const struct geo_topology *t = &repairing->topology;
    uint32_t count = 0, last = repairing->unit_count + repairing->parent_count;
    for (uint32_t f = 1; f < t->face_count; f++) {
        const uint32_t *owners = t->owners + t->faces[f].first_owner;
        uint32_t units = unit_owners(repairing, f);
        for (uint32_t i = 0; i < units; i++)
            for (uint32_t k = units; k < t->faces[f].owner_count && owners[k] < last; k++) {
                if (shares)
                    shares[count] =
                        (struct share){owners[i], owners[k] - repairing->unit_count, areas[f]};
                count++;
            }
    }
    return count;
}

static bool find_grounds(struct boundary_repairing *repairing)
{
    for (uint32_t u = 0; u < repairing->unit_count; u++)
        repairing->ground[u] = BOUNDARY_NONE;
    if (repairing->parent_count == 0)
        return true;
    double *areas = face_areas(&repairing->topology, repairing->arena);
    if (!areas)
        return false;
    uint32_t count = collect_shares(repairing, areas, NULL);
    struct share *shares = base_arena_alloc(repairing->arena, (count + 1) * sizeof *shares);
    if (!shares)
        return false;
    collect_shares(repairing, areas, shares);
    qsort(shares, count, sizeof *shares, compare_shares);
    for (uint32_t i = 0, next; i < count; i = next) {
        double most = 0;
        for (next = i; next < count && shares[next].unit == shares[i].unit;) {
            uint32_t first = next;
            double sum = 0;
            for (; next < count && compare_shares(&shares[next], &shares[first]) == 0; next++)
                sum += shares[next].area;
            if (sum > most) {
                most = sum;
                repairing->ground[shares[i].unit] = shares[first].parent;
            }
        }
    }
    return true;
}

enum base_status boundary_repair_set_up(struct boundary_repairing *repairing,
                                        const struct boundary_input *input, enum store_level level,
                                        struct base_error *err)
{
    if (!select_mends(repairing))
        return boundary_no_memory(err);
    if (repairing->mend_count == 0)
        return BASE_OK;
    if (!select_units(repairing, input, level))
        return boundary_no_memory(err);
    mark_faults(repairing);
    if (!name_parties(repairing) || !gather_shapes(repairing, input, level))
        return boundary_no_memory(err);
    enum base_status status =
        geo_topology_build(repairing->shapes, repairing->shape_count, repairing->arena,
                           repairing->progress, &repairing->topology, err);
    if (status != BASE_OK)
        return status;
    return find_faces(repairing) && find_grounds(repairing) ? BASE_OK : boundary_no_memory(err);
}
