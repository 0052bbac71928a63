/* geo/topology_vertices.c - every vertex of the inputs once, found by hashing. */
#include <stdlib.h>

#include "base/hash.h"
#include "geo/topology_build.h"

#define CELL_STEPS   4 /* a home's cell is about as wide as so many segments */
#define PAGE_SIDE    8U
#define SAMPLE_EDGES 4096U

/* Cells side by side have homes in one page of memory. */
static uint64_t home_of(const struct topology_build *build, struct geo_point p)
{
    uint64_t x = (uint64_t)p.lon >> build->cell_bits, y = (uint64_t)p.lat >> build->cell_bits;
    uint64_t page = base_hash_mix((x / PAGE_SIDE) * 0x9e3779b97f4a7c15ULL ^ (y / PAGE_SIDE));
    return (page * PAGE_SIDE + x % PAGE_SIDE) * PAGE_SIDE + y % PAGE_SIDE;
}

static struct topology_probe point_probe(const struct topology_build *build,
                                         const struct topology_slots *table, struct geo_point p)
{
    uint64_t mixed = base_hash_mix((uint64_t)p.lon * 0x9e3779b97f4a7c15ULL ^ (uint64_t)p.lat);
    return topology_probe_start(table, home_of(build, p), mixed);
}

static struct topology_probe vertex_probe(const struct topology_build *build,
                                          const struct topology_slots *table, uint32_t vertex)
{
    return point_probe(build, table, build->vertices[vertex]);
}

/* Makes room for one more vertex, in the table too. */
static bool make_room(struct topology_build *build)
{
    uint32_t count = build->vertex_count;
    if (count < build->vertex_capacity && count < build->step_capacity &&
        topology_slots_have_room(&build->vertex_slots, count))
        return true;
    return geo_topology_grow((void **)&build->vertices, &build->vertex_capacity, count,
                             sizeof *build->vertices) &&
           geo_topology_grow((void **)&build->steps, &build->step_capacity, count,
                             sizeof *build->steps) &&
           geo_topology_reserve(build, &build->vertex_slots, count, build->expected, vertex_probe);
}

uint32_t geo_topology_vertex(struct topology_build *build, struct geo_point point)
{
    struct topology_slots *table = &build->vertex_slots;
    if (!make_room(build))
        return TOPOLOGY_NONE;
    struct topology_probe probe = point_probe(build, table, point);
    for (uint32_t found; topology_probe_find(table, &probe, &found); topology_probe_next(&probe))
        if (geo_point_equal(build->vertices[found], point))
            return found;
    topology_probe_put(table, &probe, build->vertex_count);
    build->vertices[build->vertex_count] = point;
    build->steps[build->vertex_count] = TOPOLOGY_NONE;
    return build->vertex_count++;
}

void geo_topology_vertex_soon(const struct topology_build *build, struct geo_point point)
{
    topology_slots_fetch(&build->vertex_slots, home_of(build, point));
}

/* Chooses the size of the homes' cells by the first polygons' segments, and how
 * many vertices to make room for: neighbours share most of theirs. */
void geo_topology_expect(struct topology_build *build, const struct geo_geometry *polygons,
                         uint32_t count)
{
    uint64_t points = 0, length = 0, edges = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!geo_topology_takes(&polygons[i]))
            continue;
        points += polygons[i].point_count;
        for (uint32_t p = 1; p < polygons[i].point_count && edges < SAMPLE_EDGES; p++, edges++)
            length += (uint64_t)llabs(polygons[i].points[p].lon - polygons[i].points[p - 1].lon) +
                      (uint64_t)llabs(polygons[i].points[p].lat - polygons[i].points[p - 1].lat);
    }
    build->expected = points / 2 < UINT32_MAX / 4 ? (uint32_t)(points / 2) : UINT32_MAX / 4;
    for (uint64_t cell = edges ? CELL_STEPS * length / edges : 0; cell > 1; cell /= 2)
        build->cell_bits++;
}
