/* The section "graph": what opens can be walked, whatever it holds. */
#include "coverage/ring.h"
#include "tests/fuzz/fuzz.h"

static void walk(const struct coverage_graph *graph, struct base_arena *arena, double lon,
                 double lat)
{
    const struct coverage_profile profile = {"older", 1060};
    const struct geo_point point = {geo_grid_from_degrees(lon), geo_grid_from_degrees(lat)};
    struct coverage_source source = {coverage_snap_find(graph, point, COVERAGE_CAP_MM, NULL)};
    struct coverage_reach reach;
    struct geo_geometry lines;
    if (source.snap.place == COVERAGE_ON_NETWORK) {
        FUZZ_HOLDS(source.snap.edge < graph->edge_count);
        FUZZ_HOLDS(source.snap.at_mm <= graph->edges[source.snap.edge].length_mm);
    } else if (graph->edge_count > 0)
        source.snap = (struct coverage_snap){.place = COVERAGE_ON_NETWORK};
    if (coverage_reach_search(graph, &source, 1, &profile, 900000, arena, &reach, NULL) != BASE_OK)
        return;
    uint32_t cost = coverage_reach_cost(&reach, &source.snap, NULL);
    FUZZ_HOLDS(cost == COVERAGE_NEVER || cost <= 900000);
    uint64_t whole = coverage_reach_length_mm(&reach, 900000);
    FUZZ_HOLDS(whole >= coverage_reach_length_mm(&reach, 450000));
    enum base_status status = coverage_ring_lines(&reach, 900000, arena, &lines, NULL);
    FUZZ_HOLDS(status == BASE_OK || status == BASE_NO_MEMORY);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct base_arena *arena = base_arena_create((size_t)16 * 1024 * 1024);
    unsigned char *bytes = fuzz_copy(data, size);
    struct coverage_graph graph;
    FUZZ_HOLDS(arena);
    if (coverage_graph_open(bytes, size, &graph, NULL) == BASE_OK) {
        walk(&graph, arena, 125.32, 43.88);
        walk(&graph, arena, 180, 90);
        walk(&graph, arena, 0, 0);
    }
    base_arena_free(arena);
    free(bytes);
    return 0;
}
