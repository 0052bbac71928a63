/* geo/topology_build.h - the stages of geo_topology_build; private to topology*.c.
 *
 * edges   every segment once, with the inputs whose parity it toggles
 * node    splits edges where others cross or touch them
 * arcs    chains edges between nodes, in canonical order
 * faces   cycles around the faces, nesting, owners */
#ifndef GEO_TOPOLOGY_BUILD_H
#define GEO_TOPOLOGY_BUILD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/progress.h"
#include "geo/geometry.h"
#include "geo/rtree.h"
#include "geo/topology.h"
#include "geo/topology_slots.h"

#define TOPOLOGY_NONE UINT32_MAX

/* An undirected segment. Crossing it toggles, for each input of its list, whether
 * one is inside that input. An edge with an empty list does not exist any more.
 *
 * Vertices are numbered along the rings, so that most edges lead from a vertex to
 * the next by number. Such an edge, a step, is known by its lower vertex, and only
 * its list is kept; the others, the jumps, are known by TOPOLOGY_JUMP and their
 * place. What is laid while noding is a jump, unless the step is there. */
#define TOPOLOGY_JUMP UINT32_C(0x80000000)

struct topology_edge {
    uint32_t from, to;
    uint32_t list; /* a place in toggles; NONE: empty */
};

/* An input and the list of those below it. Lists are never changed: two with the
 * same inputs are the same, and edges share them. */
struct topology_toggle {
    uint32_t input, next;
};

/* What toggling the input made of a list, remembered for the next edge. */
struct topology_change {
    bool known;
    uint32_t from, to, input;
};

struct topology_chain {
    uint32_t first, count; /* into chained vertices; closed chains repeat the first */
    uint32_t list;         /* all its edges share it */
    uint32_t start, end;   /* nodes */
};

/* Half-arc h: arc h / 2, forward when h is even. */
struct topology_build {
    struct geo_point *vertices;
    uint32_t *steps;             /* per vertex: the list of the step to the next */
    struct topology_edge *jumps; /* from precedes to in point order */
    struct topology_toggle *toggles;
    uint32_t vertex_count, vertex_capacity;
    uint32_t toggle_count, toggle_capacity;
    uint32_t step_capacity, jump_count, jump_capacity;
    struct topology_slots vertex_slots, jump_slots, toggle_slots;
    struct topology_change changes[2]; /* the last of a list, and of the empty one */
    uint32_t *larger;                  /* scratch: inputs at the head of a list */
    uint32_t larger_count, larger_capacity;
    uint32_t expected, cell_bits; /* of the vertices: how many, and the size of a home */
    uint32_t input_count;
    bool *meets; /* per input: its rings may touch or cross, or are no rings */

    uint32_t round_jumps; /* those below were looked at in an earlier round of noding */
    uint32_t *split;      /* vertices that an edge was led through */
    uint32_t split_count, split_capacity;

    uint32_t *chained; /* vertices of the chains */
    uint32_t chained_count, chained_capacity;
    struct topology_chain *chains; /* the arcs to be, in canonical order */
    uint32_t chain_count, chain_capacity;
    uint32_t *nodes; /* vertices, in point order */
    uint32_t node_count;

    uint32_t *next;  /* per half-arc: the one that follows around its left face */
    uint32_t *cycle; /* per half-arc */
    uint32_t cycle_count;
    geo_wide_t *cycle_area2;
    uint32_t *cycle_component;
    uint32_t component_count;
    uint32_t *cycle_face;
    uint32_t face_count;

    const struct base_progress *progress;
};

/* Makes room for one more item of an array that grows by doubling. */
bool geo_topology_grow(void **items, uint32_t *capacity, uint32_t count, size_t item_size);

/* True for what has a part in the topology: polygons that are not empty. */
bool geo_topology_takes(const struct geo_geometry *geometry);

/* Chooses how the table of vertices is laid out, before the first is added. */
void geo_topology_expect(struct topology_build *build, const struct geo_geometry *polygons,
                         uint32_t count);

/* The list with the input toggled. False without memory. */
bool geo_topology_list_toggled(struct topology_build *build, uint32_t list, uint32_t input,
                               uint32_t *out);

/* The vertex at the point, added when new; NONE without memory. */
uint32_t geo_topology_vertex(struct topology_build *build, struct geo_point point);

/* The vertex at the point will be asked for in a moment. */
void geo_topology_vertex_soon(const struct topology_build *build, struct geo_point point);

/* Toggles the inputs of the list on the segment a-b; nothing when a equals b. */
bool geo_topology_lay(struct topology_build *build, uint32_t a, uint32_t b, uint32_t list);

/* True when the edge a→b (a.lon <= b.lon) meets the half-open pixel around c. */
bool geo_topology_pixel_hit(struct geo_point a, struct geo_point b, struct geo_point c);

/* The grid point in whose pixel a-b and c-d cross; they do cross properly. */
struct geo_point geo_topology_crossing(struct geo_point a, struct geo_point b, struct geo_point c,
                                       struct geo_point d);

/* Each stage returns BASE_OK, BASE_NO_MEMORY or BASE_UNAVAILABLE (cancelled). */
BASE_MUST_CHECK
enum base_status geo_topology_edges(struct topology_build *build,
                                    const struct geo_geometry *polygons, uint32_t count,
                                    struct base_error *err);
BASE_MUST_CHECK
enum base_status geo_topology_node(struct topology_build *build, struct base_error *err);
BASE_MUST_CHECK
enum base_status geo_topology_chains(struct topology_build *build, struct base_error *err);
BASE_MUST_CHECK
enum base_status geo_topology_cycles(struct topology_build *build, struct base_error *err);
BASE_MUST_CHECK
enum base_status geo_topology_nest(struct topology_build *build, struct base_error *err);
BASE_MUST_CHECK
enum base_status geo_topology_emit(const struct topology_build *build,
                                   const struct geo_geometry *polygons, uint32_t count,
                                   struct base_arena *arena, struct geo_topology *out,
                                   struct base_error *err);

/* Frees the tables that find vertices, edges and lists again. They are made anew
 * when one is looked for: most sets need none after the first stage. */
void geo_topology_forget(struct topology_build *build);
void geo_topology_build_done(struct topology_build *build);

/* True when direction origin→a comes before origin→b counter-clockwise from
 * east; the two never coincide. */
bool geo_topology_angle_less(struct geo_point origin, struct geo_point a, struct geo_point b);

/* The list of an edge, to be read or changed before the next edge is laid. */
static inline uint32_t *geo_topology_list(struct topology_build *build, uint32_t edge)
{
    return edge & TOPOLOGY_JUMP ? &build->jumps[edge & ~TOPOLOGY_JUMP].list : &build->steps[edge];
}

/* An edge with its ends in point order. */
static inline struct topology_edge geo_topology_edge(const struct topology_build *build,
                                                     uint32_t edge)
{
    if (edge & TOPOLOGY_JUMP)
        return build->jumps[edge & ~TOPOLOGY_JUMP];
    bool up = geo_point_compare(build->vertices[edge], build->vertices[edge + 1]) < 0;
    return (struct topology_edge){
        .from = up ? edge : edge + 1, .to = up ? edge + 1 : edge, .list = build->steps[edge]};
}

static inline struct geo_point geo_topology_chain_point(const struct topology_build *build,
                                                        uint32_t at)
{
    return build->vertices[build->chained[at]];
}

#endif
