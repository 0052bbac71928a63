/* geo/topology_face.c - a face as a polygon. */
#include <stdlib.h>

#include "geo/topology_build.h"

/* The half-arcs that have the face on their left, sorted by start node. */
struct border {
    const struct geo_topology *topology;
    uint32_t *halves;
    uint32_t count;
    bool *used;     /* per half */
    uint32_t *walk; /* the closed walk in hand: places in halves */
    uint32_t walked;
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

static void sift(struct border *border, uint32_t at)
{
    /* Insertion keeps the order of equal nodes; a face has few arcs out of order. */
    uint32_t half = border->halves[at], node = start_of(border->topology, half);
    while (at > 0 && start_of(border->topology, border->halves[at - 1]) > node) {
        border->halves[at] = border->halves[at - 1];
        at--;
    }
    border->halves[at] = half;
}

static void collect(struct border *border, uint32_t face)
{
    const struct geo_face *f = &border->topology->faces[face];
    for (uint32_t i = 0; i < f->arc_count; i++) {
        uint32_t arc = border->topology->face_arcs[f->first_arc + i];
        bool left = border->topology->arcs[arc].left_face == face;
        border->halves[border->count] = 2 * arc + (left ? 0 : 1);
        sift(border, border->count++);
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
    geo_wide_t area2;
};

struct rings {
    struct ring *items;
    uint32_t count;
    uint32_t *places; /* places in halves, ring after ring */
    uint32_t place_count;
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

/* Cuts a simple ring off the end of the walk, from the place at. */
static void cut_ring(struct border *border, struct rings *rings, uint32_t at)
{
    uint32_t count = border->walked - at;
    struct ring ring = {.first = rings->place_count, .count = count};
    for (uint32_t i = 0; i < count; i++)
        rings->places[rings->place_count++] = border->walk[at + i];
    ring.area2 = ring_area2(border, rings->places + ring.first, count);
    rings->items[rings->count++] = ring;
    border->walked = at;
}

/* Walks around the face from place; where the walk comes back to a node it has
 * passed, what lies between is a ring of its own. */
static void walk_from(struct border *border, struct rings *rings, uint32_t place)
{
    const struct geo_topology *topology = border->topology;
    border->walked = 0;
    while (!border->used[place]) {
        border->used[place] = true;
        border->walk[border->walked++] = place;
        uint32_t node = start_of(topology, border->halves[place] ^ 1U);
        for (uint32_t at = border->walked; at-- > 0;) {
            if (start_of(topology, border->halves[border->walk[at]]) == node) {
                cut_ring(border, rings, at);
                break;
            }
        }
        place = next_place(border, place);
    }
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

static enum base_status build_polygon(const struct border *border, const struct rings *rings,
                                      struct base_arena *arena, struct geo_geometry *out,
                                      struct base_error *err)
{
    struct geo_builder builder;
    geo_builder_init(&builder, GEO_POLYGON, arena);
    geo_builder_part(&builder);
    for (int holes = 0; holes < 2; holes++)
        for (uint32_t r = 0; r < rings->count; r++)
            if ((rings->items[r].area2 < 0) == (holes == 1))
                build_ring(border, rings, &rings->items[r], &builder);
    return geo_builder_finish(&builder, out, err);
}

enum base_status geo_topology_face_polygon(const struct geo_topology *topology, uint32_t face,
                                           struct base_arena *arena, struct geo_geometry *out,
                                           struct base_error *err)
{
    size_t arcs = (size_t)topology->faces[face].arc_count + 1;
    struct border border = {.topology = topology};
    struct rings rings = {0};
    border.halves = malloc(arcs * sizeof *border.halves);
    border.used = calloc(arcs, sizeof *border.used);
    border.walk = malloc(arcs * sizeof *border.walk);
    rings.items = malloc(arcs * sizeof *rings.items);
    rings.places = malloc(arcs * sizeof *rings.places);
    enum base_status status;
    if (!border.halves || !border.used || !border.walk || !rings.items || !rings.places) {
        status = base_fail(err, BASE_NO_MEMORY, "no memory for the topology");
    } else {
        collect(&border, face);
        for (uint32_t i = 0; i < border.count; i++)
            if (!border.used[i])
                walk_from(&border, &rings, i);
        status = build_polygon(&border, &rings, arena, out, err);
    }
    free(border.halves);
    free(border.used);
    free(border.walk);
    free(rings.items);
    free(rings.places);
    return status;
}
