/* coverage/graph.c - opening the section "graph". */
#include "coverage/graph.h"

#include "coverage/globe.h"
#include "coverage/section.h"

static bool edges_sound(const struct coverage_graph *g)
{
    for (size_t i = 0; i < g->edge_count; i++) {
        const struct coverage_edge *e = &g->edges[i];
        if (e->a >= g->node_count || e->b >= g->node_count || e->point_count < 2 ||
            e->first_point > g->point_count || e->point_count > g->point_count - e->first_point)
            return false;
    }
    return g->tree.input_count <= g->edge_count;
}

static bool positions_sound(const struct coverage_graph *g)
{
    for (size_t i = 0; i < g->node_count; i++)
        if (!coverage_on_globe(g->nodes[i]))
            return false;
    for (size_t i = 0; i < g->point_count; i++)
        if (!coverage_on_globe(g->points[i]))
            return false;
    return true;
}

static bool rows_sound(const struct coverage_graph *g)
{
    for (size_t i = 0; i < g->node_count; i++)
        if (g->first[i] > g->first[i + 1] || g->component[i] >= g->component_count)
            return false;
    for (size_t i = 0; i < g->incident_count; i++)
        if (g->incident[i] >= g->edge_count)
            return false;
    return g->first[g->node_count] == g->incident_count;
}

enum base_status coverage_graph_open(const void *bytes, size_t size, struct coverage_graph *out,
                                     struct base_error *err)
{
    struct coverage_graph g = {0};
    size_t firsts, components, tree_size;
    enum base_status status = base_section_open(bytes, size, COVERAGE_GRAPH_KIND,
                                                COVERAGE_GRAPH_VERSION, 0, &g.section, err);
    if (status != BASE_OK)
        return status;
    g.nodes = base_section_block(&g.section, "nodes", sizeof *g.nodes, &g.node_count);
    g.first = base_section_block(&g.section, "first", 4, &firsts);
    g.incident = base_section_block(&g.section, "incident", 4, &g.incident_count);
    g.edges = base_section_block(&g.section, "edges", sizeof *g.edges, &g.edge_count);
    g.points = base_section_block(&g.section, "points", sizeof *g.points, &g.point_count);
    g.component = base_section_block(&g.section, "component", 4, &components);
    g.component_size = base_section_block(&g.section, "component_size", 4, &g.component_count);
    const void *tree = base_section_block(&g.section, "tree", 1, &tree_size);
    status = geo_rtree_open(tree, tree_size, &g.tree, err);
    if (status != BASE_OK)
        return status;
    if (firsts != g.node_count + 1 || components != g.node_count || !edges_sound(&g) ||
        !rows_sound(&g) || !positions_sound(&g))
        return base_fail(err, BASE_INVALID, "the graph section is damaged; build it again");
    *out = g;
    return BASE_OK;
}
