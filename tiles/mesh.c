/* tiles/mesh.c - from a topology to borders by level and rings of divisions.
 *
 * An arc's level is the highest at which its two sides belong to different
 * divisions. Mesh d is the arcs of levels 1..d, joined across the nodes at
 * which only deeper borders end, so that a province simplifies freely at the
 * zooms that show no township. */
#include <stdlib.h>
#include <string.h>

#include "geo/measure.h"
#include "geo/topology.h"
#include "tiles/builder.h"
#include "tiles/holder.h"

/* An arc in a direction: arc << 1 | reversed. Leaving its first node. */
typedef uint32_t half_t;

struct mesh {
    struct tiles_builder *builder;
    struct geo_topology topology;
    struct tiles_holder *holders;
    struct tiles_border *borders; /* one an arc, in the arc's direction */
    uint32_t *line_rows;          /* one an arc: row of the boundary line */
    bool *flipped;                /* one an arc: the line runs the other way */
    uint32_t depth;               /* the mesh being made */
    uint32_t *first_half;         /* node_count + 1, into halves */
    half_t *halves;               /* of the mesh, by the node that they leave */
    bool *used;
    /* The references that the chains give to divisions: (unit, ref) pairs. */
    struct base_buffer uses;
    uint32_t first_chain;
};

struct use {
    uint32_t unit, reference, start, end; /* nodes in the reference's direction */
};

static uint32_t half_start(const struct mesh *mesh, half_t half)
{
    const struct geo_arc *arc = &mesh->topology.arcs[half >> 1];
    return half & 1 ? arc->end_node : arc->start_node;
}

static uint32_t half_end(const struct mesh *mesh, half_t half)
{
    return half_start(mesh, half ^ 1);
}

static bool in_mesh(const struct mesh *mesh, uint32_t arc)
{
    return mesh->borders[arc].level <= mesh->depth;
}

/* Lists the halves of the mesh by the node they leave. */
static void collect_halves(struct mesh *mesh)
{
    const struct geo_topology *t = &mesh->topology;
    memset(mesh->first_half, 0, (t->node_count + 2) * sizeof *mesh->first_half);
    for (half_t half = 0; half < 2 * t->arc_count; half++)
        if (in_mesh(mesh, half >> 1))
            mesh->first_half[half_start(mesh, half) + 2]++;
    for (uint32_t node = 0; node < t->node_count; node++)
        mesh->first_half[node + 2] += mesh->first_half[node + 1];
    for (half_t half = 0; half < 2 * t->arc_count; half++)
        if (in_mesh(mesh, half >> 1))
            mesh->halves[mesh->first_half[half_start(mesh, half) + 1]++] = half;
}

/* The half that goes on behind half, when nothing else meets there; else half. */
static half_t next_half(const struct mesh *mesh, half_t half)
{
    uint32_t node = half_end(mesh, half);
    const half_t *halves = mesh->halves + mesh->first_half[node];
    if (mesh->first_half[node + 1] - mesh->first_half[node] != 2)
        return half;
    half_t next = halves[0] == (half ^ 1) ? halves[1] : halves[0];
    bool same = mesh->line_rows[next >> 1] == mesh->line_rows[half >> 1] && next >> 1 != half >> 1;
    return same ? next : half;
}

/* The first half of the chain that holds arc; any for a closed one: the one
 * that leaves the smallest node. */
static half_t chain_start(const struct mesh *mesh, uint32_t arc)
{
    half_t first = arc << 1 | 1, back = first, smallest = first;
    for (;;) {
        half_t next = next_half(mesh, back);
        if (next == back)
            return back ^ 1;
        back = next;
        if (half_end(mesh, back) < half_end(mesh, smallest))
            smallest = back;
        if (back == first)
            return smallest ^ 1;
    }
}

static void append_arc(struct mesh *mesh, half_t half, struct base_buffer *points)
{
    const struct geo_arc *arc = &mesh->topology.arcs[half >> 1];
    const struct geo_point *p = mesh->topology.points + arc->first_point;
    for (uint32_t i = points->size ? 1 : 0; i < arc->point_count; i++)
        base_buffer_append(points, &p[half & 1 ? arc->point_count - 1 - i : i], sizeof *p);
}

/* Tells every division that has the chain on exactly one side. */
static void note_uses(struct mesh *mesh, half_t first, uint32_t path, uint32_t start, uint32_t end)
{
    const struct geo_topology *t = &mesh->topology;
    const struct geo_arc *arc = &t->arcs[first >> 1];
    for (uint32_t side = 0; side < 2; side++) { /* 0: left of the chain */
        bool left = (side ^ (first & 1)) == 0;
        uint32_t face = left ? arc->left_face : arc->right_face;
        uint32_t other = left ? arc->right_face : arc->left_face;
        for (uint32_t i = 0; i < t->faces[face].owner_count; i++) {
            uint32_t unit = t->owners[t->faces[face].first_owner + i];
            if (mesh->builder->units[unit].level > mesh->depth ||
                geo_topology_covers(t, other, unit))
                continue;
            struct use use = {unit, path << 1 | side, side ? end : start, side ? start : end};
            base_buffer_append(&mesh->uses, &use, sizeof use);
        }
    }
}

/* Walks the chain from half to its end and keeps it as a path. */
static void add_chain(struct mesh *mesh, half_t first)
{
    struct base_buffer points = {0};
    half_t half = first;
    uint32_t start = half_start(mesh, first);
    if (mesh->flipped[first >> 1] != (first & 1)) { /* run as the boundary line does */
        half_t last = first;
        for (half_t next = next_half(mesh, last); next != last && next != first;
             next = next_half(mesh, last))
            last = next;
        half = first = last ^ 1;
        start = half_start(mesh, first);
    }
    for (;;) {
        mesh->used[half >> 1] = true;
        append_arc(mesh, half, &points);
        half_t next = next_half(mesh, half);
        if (next == half || next == first)
            break;
        half = next;
    }
    uint32_t count = (uint32_t)(points.size / sizeof(struct geo_point));
    uint32_t path = tiles_builder_path(mesh->builder, (void *)points.data, count);
    struct tiles_chain chain = {path, mesh->line_rows[first >> 1]};
    base_buffer_append(&mesh->builder->chains, &chain, sizeof chain);
    note_uses(mesh, first, path, start, half_end(mesh, half));
    mesh->uses.failed |= points.failed;
    base_buffer_done(&points);
}

static int compare_uses(const void *a, const void *b)
{
    const struct use *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->reference > y->reference) - (x->reference < y->reference);
}

/* The first unused use of the unit that leaves node; count when there is none. */
static uint32_t find_use(const struct use *uses, uint32_t count, const bool *taken, uint32_t node)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (uses[middle].start < node)
            low = middle + 1;
        else
            high = middle;
    }
    while (low < count && uses[low].start == node && taken[low])
        low++;
    return low < count && uses[low].start == node ? low : count;
}

static void add_ring(struct tiles_builder *builder, const struct use *uses, const uint32_t *stack,
                     uint32_t count)
{
    struct tiles_span ring = {(uint32_t)(builder->references.size / sizeof(uint32_t)), count};
    for (uint32_t i = 0; i < count; i++)
        base_buffer_append(&builder->references, &uses[stack[i]].reference, sizeof(uint32_t));
    base_buffer_append(&builder->rings, &ring, sizeof ring);
}

/* Joins a unit's chains to rings. A walk that comes back to a node it has
 * passed is cut there, so that no ring touches itself. */
static bool add_rings(struct tiles_builder *builder, const struct use *uses, uint32_t count)
{
    uint32_t *stack = base_arena_calloc(builder->arena, count + 1, sizeof *stack);
    bool *taken = base_arena_calloc(builder->arena, count + 1, sizeof *taken);
    if (!stack || !taken)
        return false;
    for (uint32_t first = 0; first < count; first++) {
        uint32_t depth = 0;
        for (uint32_t at = taken[first] ? count : first; at < count;) {
            taken[at] = true;
            stack[depth++] = at;
            uint32_t node = uses[at].end;
            for (uint32_t i = depth; i-- > 0;)
                if (uses[stack[i]].start == node) {
                    add_ring(builder, uses, stack + i, depth - i);
                    depth = i;
                    break;
                }
            at = find_use(uses, count, taken, node);
            if (depth == 0)
                break;
        }
    }
    return true;
}

/* The rings of every unit, in the order of the division rows. */
static bool add_polygons(struct mesh *mesh)
{
    struct tiles_builder *builder = mesh->builder;
    uint32_t count = (uint32_t)(mesh->uses.size / sizeof(struct use)), at = 0;
    struct use *uses = (void *)mesh->uses.data;
    if (count)
        qsort(uses, count, sizeof *uses, compare_uses);
    for (uint32_t unit = 0; unit < builder->unit_count; unit++) {
        struct tiles_span polygon = {
            .first = (uint32_t)(builder->rings.size / sizeof(struct tiles_span))};
        uint32_t first = at;
        while (at < count && uses[at].unit == unit)
            at++;
        if (at > first && !add_rings(builder, uses + first, at - first))
            return false;
        polygon.count = (uint32_t)(builder->rings.size / sizeof(struct tiles_span)) - polygon.first;
        base_buffer_append(&builder->polygons, &polygon, sizeof polygon);
    }
    return true;
}

static enum base_status add_chain_tree(struct mesh *mesh, struct base_error *err)
{
    struct tiles_builder *builder = mesh->builder;
    uint32_t total = (uint32_t)(builder->chains.size / sizeof(struct tiles_chain));
    uint32_t count = total - mesh->first_chain;
    const struct tiles_chain *chains = (void *)builder->chains.data;
    const struct tiles_path *paths = (void *)builder->paths.data;
    struct geo_box *boxes = base_arena_calloc(builder->arena, count + 1, sizeof *boxes);
    if (!boxes)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the map layers");
    for (uint32_t i = 0; i < count; i++)
        boxes[i] = paths[chains[mesh->first_chain + i].path].box;
    struct tiles_mesh entry = {mesh->first_chain, count};
    base_buffer_append(&builder->meshes, &entry, sizeof entry);
    return geo_rtree_build(boxes, count, &builder->chain_trees[mesh->depth - 1], err);
}

static enum base_status make_mesh(struct mesh *mesh, struct base_error *err)
{
    struct tiles_builder *builder = mesh->builder;
    mesh->first_chain = (uint32_t)(builder->chains.size / sizeof(struct tiles_chain));
    base_buffer_clear(&mesh->uses);
    memset(mesh->used, 0, mesh->topology.arc_count * sizeof *mesh->used);
    collect_halves(mesh);
    for (uint32_t arc = 0; arc < mesh->topology.arc_count; arc++)
        if (in_mesh(mesh, arc) && !mesh->used[arc])
            add_chain(mesh, chain_start(mesh, arc));
    if (mesh->uses.failed || builder->paths.failed || builder->chains.failed || !add_polygons(mesh))
        return base_fail(err, BASE_NO_MEMORY, "no memory for the map layers");
    return add_chain_tree(mesh, err);
}

/* One row a pair of divisions and level; every arc learns its row. */
struct line {
    int64_t id;
    uint32_t arc;
};

static int compare_lines(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return (x->arc > y->arc) - (x->arc < y->arc);
}

/* The border as the boundary line has it: the lower code on the left. */
static struct tiles_border ordered(struct tiles_border border, bool *flipped)
{
    int order = strcmp(border.left, border.right);
    *flipped = *border.right && (!*border.left || order > 0);
    if (!*flipped)
        return border;
    return (struct tiles_border){border.level, border.right, border.left, border.right_id,
                                 border.left_id};
}

static bool add_line_row(struct mesh *mesh, uint32_t arc, int64_t id)
{
    bool flipped;
    struct tiles_border border = ordered(mesh->borders[arc], &flipped);
    struct tiles_row row = {.id = id,
                            .valid_from = BASE_DATE_NONE,
                            .valid_to = BASE_DATE_NONE,
                            .minzoom = tiles_level_minzoom((int)border.level),
                            .level = border.level};
    uint32_t *values = tiles_builder_row(mesh->builder, TILES_BOUNDARY_LINE, &row, geo_box_empty());
    if (!values)
        return false;
    values[0] = tiles_builder_text(mesh->builder, border.left);
    values[1] = tiles_builder_text(mesh->builder, border.right);
    values[2] = tiles_builder_text(mesh->builder, store_level_name((enum store_level)border.level));
    return true;
}

static bool add_lines(struct mesh *mesh)
{
    uint32_t count = mesh->topology.arc_count;
    struct line *lines = base_arena_calloc(mesh->builder->arena, count + 1, sizeof *lines);
    if (!lines)
        return false;
    for (uint32_t arc = 0; arc < count; arc++) {
        struct tiles_border border = ordered(mesh->borders[arc], &mesh->flipped[arc]);
        lines[arc] = (struct line){tiles_border_id(&border), arc};
    }
    qsort(lines, count, sizeof *lines, compare_lines);
    for (uint32_t i = 0; i < count; i++) {
        if ((i == 0 || lines[i].id != lines[i - 1].id) &&
            !add_line_row(mesh, lines[i].arc, lines[i].id))
            return false;
        mesh->line_rows[lines[i].arc] = mesh->builder->layers[TILES_BOUNDARY_LINE].count - 1;
    }
    return true;
}

static bool prepare(struct mesh *mesh)
{
    struct base_arena *arena = mesh->builder->arena;
    const struct geo_topology *t = &mesh->topology;
    mesh->holders = tiles_holders_make(mesh->builder, t);
    mesh->borders = base_arena_calloc(arena, t->arc_count + 1, sizeof *mesh->borders);
    mesh->line_rows = base_arena_calloc(arena, t->arc_count + 1, sizeof *mesh->line_rows);
    mesh->flipped = base_arena_calloc(arena, t->arc_count + 1, sizeof *mesh->flipped);
    mesh->used = base_arena_calloc(arena, t->arc_count + 1, sizeof *mesh->used);
    mesh->first_half = base_arena_calloc(arena, t->node_count + 2, sizeof *mesh->first_half);
    mesh->halves = base_arena_calloc(arena, 2 * (size_t)t->arc_count + 1, sizeof *mesh->halves);
    if (!mesh->holders || !mesh->borders || !mesh->line_rows || !mesh->flipped || !mesh->used ||
        !mesh->first_half || !mesh->halves)
        return false;
    for (uint32_t arc = 0; arc < t->arc_count; arc++)
        mesh->borders[arc] = tiles_border_of(mesh->builder, t, mesh->holders,
                                             t->arcs[arc].left_face, t->arcs[arc].right_face);
    return add_lines(mesh);
}

enum base_status tiles_mesh_build(struct tiles_builder *builder, struct base_error *err)
{
    struct mesh mesh = {.builder = builder};
    struct geo_geometry *areas =
        base_arena_calloc(builder->arena, builder->unit_count + 1, sizeof *areas);
    if (!areas)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the map layers");
    for (uint32_t i = 0; i < builder->unit_count; i++)
        areas[i] = builder->units[i].geometry;
    enum base_status status = geo_topology_build(areas, builder->unit_count, builder->arena,
                                                 builder->progress, &mesh.topology, err);
    if (status == BASE_OK && !prepare(&mesh))
        status = base_fail(err, BASE_NO_MEMORY, "no memory for the map layers");
    for (mesh.depth = 1; status == BASE_OK && mesh.depth <= TILES_MESHES; mesh.depth++)
        status = make_mesh(&mesh, err);
    if (status == BASE_OK)
        status = tiles_colour_units(builder, &mesh.topology, err);
    base_buffer_done(&mesh.uses);
    return status;
}
