/* geo/topology_face.c - a face, or the ground of several, as polygons. */
#include <stdlib.h>
#include <string.h>

#include "geo/topology_build.h"

/* The half-arcs that have the ground on their left and not on their right,
 * sorted by start node. */
struct border {
    const struct geo_topology *topology;
    uint32_t *halves;
    uint32_t count;
    bool *used;     /* per half */
    uint32_t *walk; /* the closed walk in hand: places in halves */
    uint32_t walked;
    uint32_t *passed; /* at a node's first half: where the walk left the node, from 1; 0: not */
};

static uint32_t start_of(const struct geo_topology *topology, uint32_t half)
{
    const struct geo_arc *arc = &topology->arcs[half / 2];
    return half & 1U ? arc->end_node : arc->start_node;
}

/* The at-th point of a half-arc. */
static struct geo_point half_point(const struct geo_topology *topology, uint32_t half, uint32_t at)
{
    const struct geo_arc *arc = &topology->arcs[half / 2];
    uint32_t place = half & 1U ? arc->point_count - 1 - at : at;
    return topology->points[arc->first_point + place];
}

static bool holds(const uint32_t *faces, uint32_t count, uint32_t face)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (faces[middle] < face)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && faces[low] == face;
}

/* faces ascend. */
static void collect(struct border *border, const uint32_t *faces, uint32_t count)
{
    const struct geo_topology *topology = border->topology;
    for (uint32_t i = 0; i < count; i++) {
        const struct geo_face *face = &topology->faces[faces[i]];
        for (uint32_t k = 0; k < face->arc_count; k++) {
            uint32_t arc = topology->face_arcs[face->first_arc + k];
            bool left = topology->arcs[arc].left_face == faces[i];
            uint32_t across = left ? topology->arcs[arc].right_face : topology->arcs[arc].left_face;
            if (!holds(faces, count, across))
                border->halves[border->count++] = 2 * arc + (left ? 0 : 1);
        }
    }
}

/* Stable merge sort by start node: what came first stays first at its node. */
static void sort_by_node(const struct geo_topology *topology, uint32_t *halves, uint32_t count,
                         uint32_t *spare)
{
    if (count < 2)
        return;
    uint32_t middle = count / 2, a = 0, b = middle, to = 0;
    sort_by_node(topology, halves, middle, spare);
    sort_by_node(topology, halves + middle, count - middle, spare);
    memcpy(spare, halves, count * sizeof *halves);
    while (to < count) {
        bool first = b == count ||
                     (a < middle && start_of(topology, spare[a]) <= start_of(topology, spare[b]));
        halves[to++] = first ? spare[a++] : spare[b++];
    }
}

/* First place in halves whose start node is not below node. */
static uint32_t lower_bound(const struct border *border, uint32_t node)
{
    uint32_t low = 0, high = border->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (start_of(border->topology, border->halves[middle]) < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* True when turning clockwise from `from`, a comes before b. */
static bool clockwise_first(struct geo_point origin, struct geo_point from, struct geo_point a,
                            struct geo_point b)
{
    bool a_below = geo_topology_angle_less(origin, a, from);
    bool b_below = geo_topology_angle_less(origin, b, from);
    if (a_below != b_below)
        return a_below;
    return geo_topology_angle_less(origin, b, a);
}

/* The half-arc that goes on from the end of the one at place. */
static uint32_t next_place(const struct border *border, uint32_t place)
{
    const struct geo_topology *topology = border->topology;
    uint32_t twin = border->halves[place] ^ 1U;
    uint32_t node = start_of(topology, twin), best = TOPOLOGY_NONE;
    struct geo_point origin = half_point(topology, twin, 0), from = half_point(topology, twin, 1);
    for (uint32_t i = lower_bound(border, node);
         i < border->count && start_of(topology, border->halves[i]) == node; i++) {
        struct geo_point toward = half_point(topology, border->halves[i], 1);
        if (best == TOPOLOGY_NONE ||
            clockwise_first(origin, from, toward, half_point(topology, border->halves[best], 1)))
            best = i;
    }
    return best;
}

struct ring {
    uint32_t first, count; /* into the list of ring places */
    uint32_t walk;         /* rings of one walk border the same ground */
    uint32_t shell;        /* of a hole: the ring that holds it; NONE: not looked for */
    geo_wide_t area2;
};

struct rings {
    struct ring *items;
    uint32_t count;
    uint32_t *places; /* places in halves, ring after ring */
    uint32_t place_count, walks;
};

static geo_wide_t ring_area2(const struct border *border, const uint32_t *places, uint32_t count)
{
    const struct geo_topology *topology = border->topology;
    struct geo_point origin = half_point(topology, border->halves[places[0]], 0);
    geo_wide_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t half = border->halves[places[i]];
        uint32_t points = topology->arcs[half / 2].point_count;
        struct geo_point a = half_point(topology, half, 0);
        for (uint32_t p = 1; p < points; p++) {
            struct geo_point b = half_point(topology, half, p);
            sum += (geo_wide_t)(a.lon - origin.lon) * (b.lat - origin.lat) -
                   (geo_wide_t)(b.lon - origin.lon) * (a.lat - origin.lat);
            a = b;
        }
    }
    return sum;
}

static void forget(struct border *border, uint32_t at)
{
    for (uint32_t i = at; i < border->walked; i++)
        border->passed[lower_bound(
            border, start_of(border->topology, border->halves[border->walk[i]]))] = 0;
    border->walked = at;
}

/* Cuts a simple ring off the end of the walk, from the place at. */
static void cut_ring(struct border *border, struct rings *rings, uint32_t at)
{
    uint32_t count = border->walked - at;
    struct ring ring = {
        .first = rings->place_count, .count = count, .walk = rings->walks, .shell = TOPOLOGY_NONE};
    for (uint32_t i = 0; i < count; i++)
        rings->places[rings->place_count++] = border->walk[at + i];
    ring.area2 = ring_area2(border, rings->places + ring.first, count);
    rings->items[rings->count++] = ring;
    forget(border, at);
}

/* Walks around the ground from place, never across a node where it is pinched,
 * so that a walk borders ground that hangs together; where the walk comes back to a node it has
 * passed, what lies between is a ring of its own. */
static void walk_from(struct border *border, struct rings *rings, uint32_t place)
{
    const struct geo_topology *topology = border->topology;
    forget(border, 0);
    while (!border->used[place]) {
        border->used[place] = true;
        border->walk[border->walked++] = place;
        border->passed[lower_bound(border, start_of(topology, border->halves[place]))] =
            border->walked;
        uint32_t end = lower_bound(border, start_of(topology, border->halves[place] ^ 1U));
        if (end < border->count && border->passed[end])
            cut_ring(border, rings, border->passed[end] - 1);
        place = next_place(border, place);
    }
    rings->walks++;
}

static void build_ring(const struct border *border, const struct rings *rings,
                       const struct ring *ring, struct geo_builder *builder)
{
    const struct geo_topology *topology = border->topology;
    geo_builder_ring(builder);
    for (uint32_t i = 0; i < ring->count; i++) {
        uint32_t half = border->halves[rings->places[ring->first + i]];
        uint32_t points = topology->arcs[half / 2].point_count;
        for (uint32_t p = i ? 1 : 0; p < points; p++)
            geo_builder_point(builder, half_point(topology, half, p));
    }
}

static bool is_between(int64_t value, int64_t a, int64_t b)
{
    return (a <= value && value <= b) || (b <= value && value <= a);
}

/* Whether the edge a-b has p on it, and else whether the ray from p to the east
 * crosses it. */
static bool edge_meets(struct geo_point a, struct geo_point b, struct geo_point p, bool *on)
{
    if (!is_between(p.lat, a.lat, b.lat))
        return false;
    int turn = geo_point_orientation(a, b, p);
    if (turn == 0 && is_between(p.lon, a.lon, b.lon))
        *on = true;
    bool up = a.lat <= p.lat && b.lat > p.lat, down = b.lat <= p.lat && a.lat > p.lat;
    return (up && turn > 0) || (down && turn < 0);
}

/* True when p lies strictly inside the ring. */
static bool ring_holds(const struct border *border, const struct rings *rings,
                       const struct ring *ring, struct geo_point p)
{
    const struct geo_topology *topology = border->topology;
    bool inside = false, on = false;
    for (uint32_t i = 0; i < ring->count && !on; i++) {
        uint32_t half = border->halves[rings->places[ring->first + i]];
        uint32_t points = topology->arcs[half / 2].point_count;
        for (uint32_t k = 1; k < points; k++)
            inside ^= edge_meets(half_point(topology, half, k - 1), half_point(topology, half, k),
                                 p, &on);
    }
    return inside && !on;
}

/* A hole belongs to the shell of its own walk; one that was walked alone to the
 * smallest shell around it, which it does not touch. */
static void find_shell(const struct border *border, const struct rings *rings, struct ring *hole)
{
    struct geo_point p =
        half_point(border->topology, border->halves[rings->places[hole->first]], 0);
    for (uint32_t r = 0; r < rings->count; r++) {
        const struct ring *shell = &rings->items[r];
        if (shell->area2 < 0)
            continue;
        if (shell->walk == hole->walk) {
            hole->shell = r;
            return;
        }
        bool smaller =
            hole->shell == TOPOLOGY_NONE || shell->area2 < rings->items[hole->shell].area2;
        if (smaller && shell->area2 > -hole->area2 && ring_holds(border, rings, shell, p))
            hole->shell = r;
    }
}

/* Finds the shell of every hole; where there is only one, it is that. */
static void nest(const struct border *border, struct rings *rings)
{
    uint32_t shells = 0, last = 0;
    for (uint32_t r = 0; r < rings->count; r++)
        if (rings->items[r].area2 >= 0) {
            last = r;
            shells++;
        }
    for (uint32_t r = 0; r < rings->count; r++) {
        if (rings->items[r].area2 >= 0)
            continue;
        if (shells == 1)
            rings->items[r].shell = last;
        else
            find_shell(border, rings, &rings->items[r]);
    }
}

static enum base_status build_polygons(const struct border *border, struct rings *rings,
                                       enum geo_kind kind, struct base_arena *arena,
                                       struct geo_geometry *out, struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, kind, arena);
    nest(border, rings);
    for (uint32_t s = 0; s < rings->count; s++) {
        if (rings->items[s].area2 < 0)
            continue;
        geo_builder_part(&builder);
        build_ring(border, rings, &rings->items[s], &builder);
        for (uint32_t r = 0; r < rings->count; r++)
            if (rings->items[r].shell == s)
                build_ring(border, rings, &rings->items[r], &builder);
    }
    return geo_builder_finish(&builder, out, err);
}

static enum base_status ground_polygons(const struct geo_topology *topology, const uint32_t *faces,
                                        uint32_t count, enum geo_kind kind,
                                        struct base_arena *arena, struct geo_geometry *out,
                                        struct base_error *err)
{
    size_t arcs = 1;
    for (uint32_t i = 0; i < count; i++)
        arcs += topology->faces[faces[i]].arc_count;
    struct border border = {.topology = topology};
    struct rings rings = {0};
    border.halves = malloc(arcs * sizeof *border.halves);
    border.used = calloc(arcs, sizeof *border.used);
    border.walk = malloc(arcs * sizeof *border.walk);
    border.passed = calloc(arcs, sizeof *border.passed);
    rings.items = malloc(arcs * sizeof *rings.items);
    rings.places = malloc(arcs * sizeof *rings.places);
    enum base_status status;
    if (!border.halves || !border.used || !border.walk || !border.passed || !rings.items ||
        !rings.places) {
        status = base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    } else {
        collect(&border, faces, count);
        sort_by_node(topology, border.halves, border.count, border.walk);
        for (uint32_t i = 0; i < border.count; i++)
            if (!border.used[i])
                walk_from(&border, &rings, i);
        status = build_polygons(&border, &rings, kind, arena, out, err);
    }
    free(border.halves);
    free(border.used);
    free(border.walk);
    free(border.passed);
    free(rings.items);
    free(rings.places);
    return status;
}

enum base_status geo_topology_face_polygon(const struct geo_topology *topology, uint32_t face,
                                           struct base_arena *arena, struct geo_geometry *out,
                                           struct base_error *err)
{
    return ground_polygons(topology, &face, 1, GEO_POLYGON, arena, out, err);
}

static int compare_faces(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

enum base_status geo_topology_faces_polygon(const struct geo_topology *topology,
                                            const uint32_t *faces, uint32_t count,
                                            struct base_arena *arena, struct geo_geometry *out,
                                            struct base_error *err)
{
    uint32_t *sorted = malloc(((size_t)count + 1) * sizeof *sorted);
    if (!sorted)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    uint32_t distinct = 0;
    if (count)
        memcpy(sorted, faces, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_faces);
    for (uint32_t i = 0; i < count; i++)
        if (i == 0 || sorted[i] != sorted[distinct - 1])
            sorted[distinct++] = sorted[i];
    enum base_status status =
        ground_polygons(topology, sorted, distinct, GEO_MULTIPOLYGON, arena, out, err);
    free(sorted);
    return status;
}
