/* coverage/graph_build.c - building the section "graph". */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "coverage/graph.h"
#include "coverage/noding.h"
#include "coverage/section.h"
#include "geo/measure.h"

/* Every distinct vertex, and how many ways' segments touch it. */
struct vertex {
    struct geo_point point;
    uint32_t uses, node; /* node UINT32_MAX: inside an edge */
    bool used;
};

struct builder {
    struct base_arena *arena;
    struct coverage_ways ways;
    struct vertex *vertices; /* hash table */
    size_t capacity;
    struct base_buffer nodes, edges, points;
};

static struct vertex *vertex_at(struct builder *b, struct geo_point point)
{
    uint64_t hash =
        base_hash_mix((uint64_t)point.lon * 0x9E3779B97F4A7C15ULL ^ (uint64_t)point.lat);
    size_t slot = hash & (b->capacity - 1);
    while (b->vertices[slot].used && !geo_point_equal(b->vertices[slot].point, point))
        slot = (slot + 1) & (b->capacity - 1);
    if (!b->vertices[slot].used)
        b->vertices[slot] = (struct vertex){point, 0, UINT32_MAX, true};
    return &b->vertices[slot];
}

/* Inner vertices count twice, ends three times: whoever has more than two is a
 * node. Repeated points inside a way count once. */
static void count_uses(struct builder *b)
{
    for (size_t w = 0; w < b->ways.count; w++) {
        const struct coverage_way *way = &b->ways.items[w];
        for (uint32_t i = 0; i < way->count; i++) {
            bool is_end = i == 0 || i + 1 == way->count;
            bool repeats = i > 0 && geo_point_equal(way->points[i], way->points[i - 1]);
            if (!repeats || is_end)
                vertex_at(b, way->points[i])->uses += is_end ? 3 : 2;
        }
    }
}

static uint32_t node_of(struct builder *b, struct vertex *vertex)
{
    if (vertex->node == UINT32_MAX) {
        vertex->node = (uint32_t)(b->nodes.size / sizeof(struct geo_point));
        base_buffer_append(&b->nodes, &vertex->point, sizeof vertex->point);
    }
    return vertex->node;
}

static uint32_t length_mm(const struct geo_point *points, uint32_t count)
{
    double mm = geo_path_length_m(points, count) * 1000;
    return mm < 4e9 ? (uint32_t)llround(mm) : UINT32_MAX;
}

/* A stretch between two places stays an edge even where its length rounds to 0:
 * without it the way would fall apart. */
static void add_edge(struct builder *b, const struct geo_point *points, uint32_t count)
{
    uint32_t length = length_mm(points, count);
    if (length == 0 && geo_point_equal(points[0], points[count - 1]))
        return;
    struct coverage_edge edge = {
        .a = node_of(b, vertex_at(b, points[0])),
        .b = node_of(b, vertex_at(b, points[count - 1])),
        .length_mm = length,
        .first_point = (uint32_t)(b->points.size / sizeof *points),
        .point_count = count,
    };
    base_buffer_append(&b->points, points, count * sizeof *points);
    base_buffer_append(&b->edges, &edge, sizeof edge);
}

/* Cuts each way at its nodes. */
static void add_edges(struct builder *b)
{
    for (size_t w = 0; w < b->ways.count; w++) {
        const struct coverage_way *way = &b->ways.items[w];
        uint32_t from = 0;
        for (uint32_t i = 1; i < way->count; i++) {
            bool is_end = i + 1 == way->count;
            if (!is_end && vertex_at(b, way->points[i])->uses <= 2)
                continue;
            add_edge(b, way->points + from, i - from + 1);
            from = i;
        }
    }
}

/* --- rows, components, tree ------------------------------------------------ */

static void make_rows(const struct builder *b, struct base_buffer *first,
                      struct base_buffer *incident)
{
    size_t nodes = b->nodes.size / sizeof(struct geo_point);
    size_t edges = b->edges.size / sizeof(struct coverage_edge);
    const struct coverage_edge *edge = (const void *)b->edges.data;
    uint32_t *starts = base_buffer_extend(first, (nodes + 1) * sizeof *starts);
    uint32_t *items = base_buffer_extend(incident, 2 * edges * sizeof *items);
    if (!starts || !items)
        return;
    memset(starts, 0, (nodes + 1) * sizeof *starts);
    for (size_t i = 0; i < edges; i++) {
        starts[edge[i].a]++;
        starts[edge[i].b]++;
    }
    for (size_t i = 1; i <= nodes; i++)
        starts[i] += starts[i - 1];
    for (size_t i = edges; i-- > 0;) { /* from behind, so that starts end at the beginnings */
        items[--starts[edge[i].b]] = (uint32_t)i;
        items[--starts[edge[i].a]] = (uint32_t)i;
    }
}

static uint32_t root_of(uint32_t *parents, uint32_t node)
{
    while (parents[node] != node)
        node = parents[node] = parents[parents[node]];
    return node;
}

/* Numbers components in the order of their first node. */
static enum base_status make_components(const struct builder *b, struct base_buffer *component,
                                        struct base_buffer *sizes, struct base_error *err)
{
    size_t nodes = b->nodes.size / sizeof(struct geo_point);
    size_t edges = b->edges.size / sizeof(struct coverage_edge);
    const struct coverage_edge *edge = (const void *)b->edges.data;
    uint32_t *parents = base_arena_alloc(b->arena, (nodes + 1) * sizeof *parents);
    uint32_t *numbers = base_buffer_extend(component, nodes * sizeof *numbers);
    uint32_t *counts = base_arena_calloc(b->arena, nodes + 1, sizeof *counts);
    uint32_t count = 0;
    if (!parents || (!numbers && nodes > 0) || !counts)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (uint32_t i = 0; i < nodes; i++)
        parents[i] = i;
    for (size_t i = 0; i < edges; i++) {
        uint32_t x = root_of(parents, edge[i].a), y = root_of(parents, edge[i].b);
        parents[x > y ? x : y] = x > y ? y : x; /* the smallest node is the root */
    }
    for (uint32_t i = 0; i < nodes; i++) {
        uint32_t root = root_of(parents, i);
        numbers[i] = root == i ? count++ : numbers[root];
        counts[numbers[i]]++;
    }
    base_buffer_append(sizes, counts, count * sizeof *counts);
    return base_buffer_check(sizes, err);
}

static enum base_status make_tree(const struct builder *b, struct base_buffer *tree,
                                  struct base_error *err)
{
    size_t edges = b->edges.size / sizeof(struct coverage_edge);
    const struct coverage_edge *edge = (const void *)b->edges.data;
    const struct geo_point *points = (const void *)b->points.data;
    struct geo_box *boxes = base_arena_alloc(b->arena, (edges + 1) * sizeof *boxes);
    if (!boxes)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < edges; i++) {
        boxes[i] = geo_box_empty();
        for (uint32_t j = 0; j < edge[i].point_count; j++)
            boxes[i] = geo_box_add_point(boxes[i], points[edge[i].first_point + j]);
    }
    return geo_rtree_build(boxes, (uint32_t)edges, tree, err);
}

static enum base_status write_section(const struct builder *b, struct base_buffer *out,
                                      struct base_error *err)
{
    struct base_buffer first BASE_BUFFER_AUTO = {0}, incident BASE_BUFFER_AUTO = {0};
    struct base_buffer component BASE_BUFFER_AUTO = {0}, sizes BASE_BUFFER_AUTO = {0};
    struct base_buffer tree BASE_BUFFER_AUTO = {0};
    make_rows(b, &first, &incident);
    enum base_status status = make_components(b, &component, &sizes, err);
    if (status == BASE_OK)
        status = make_tree(b, &tree, err);
    const struct {
        const char *name;
        const struct base_buffer *block;
    } blocks[] = {
        {"nodes", &b->nodes},       {"first", &first},      {"incident", &incident},
        {"edges", &b->edges},       {"points", &b->points}, {"component", &component},
        {"component_size", &sizes}, {"tree", &tree},
    };
    struct base_section_writer writer;
    base_section_writer_init(&writer, COVERAGE_GRAPH_KIND, COVERAGE_GRAPH_VERSION);
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0] && status == BASE_OK; i++) {
        base_section_writer_add(&writer, blocks[i].name, blocks[i].block->data,
                                blocks[i].block->size);
        status = base_buffer_check(blocks[i].block, err);
    }
    if (status == BASE_OK)
        status = base_section_writer_finish(&writer, out, err);
    base_section_writer_done(&writer);
    return status;
}

static bool make_table(struct builder *b)
{
    size_t vertices = 0;
    for (size_t i = 0; i < b->ways.count; i++)
        vertices += b->ways.items[i].count;
    for (b->capacity = 64; b->capacity < vertices * 2; b->capacity *= 2)
        ;
    b->vertices = base_arena_calloc(b->arena, b->capacity, sizeof *b->vertices);
    return b->vertices != NULL;
}

enum base_status coverage_graph_build(const struct store_road *roads, size_t count,
                                      struct base_buffer *out, struct base_error *err)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct builder b = {.arena = arena};
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = coverage_ways_make(roads, count, arena, &b.ways, err);
    if (status == BASE_OK && !make_table(&b))
        status = base_fail(err, BASE_NO_MEMORY, "out of memory");
    if (status == BASE_OK) {
        count_uses(&b);
        add_edges(&b);
        status = write_section(&b, out, err);
    }
    base_buffer_done(&b.nodes);
    base_buffer_done(&b.edges);
    base_buffer_done(&b.points);
    return status;
}
