/* bench/reach.c - times walking reach and the snapping of points to ways.
 *
 * usage: reach_bench SNAPSHOT edges|reach|snap [POINTS] [rows]
 *   edges  prints the network: "edge A B LENGTH_MM NETWORK WKT", NETWORK 1 where
 *          the component is large enough to be snapped to
 *   reach  one search of 15 minutes, profile "older", from all points together
 *   snap   the nearest way of each point
 * Prints "CPU-SECONDS P50-US P99-US" (of one search or one point); with `rows`
 * the answers instead, for comparing. Opening and reading are not timed. */
#include <string.h>

#include "bench/support.h"
#include "coverage/reach.h"

#define LIMIT_MS 900000
#define ROUNDS   20

static void print_edges(const struct coverage_graph *graph)
{
    for (size_t i = 0; i < graph->edge_count; i++) {
        const struct coverage_edge *edge = &graph->edges[i];
        uint32_t size = graph->component_size[graph->component[edge->a]];
        printf("edge %u %u %u %d LINESTRING(", edge->a, edge->b, edge->length_mm,
               size >= COVERAGE_LEAST_NODES);
        for (uint32_t k = 0; k < edge->point_count; k++) {
            struct geo_point p = graph->points[edge->first_point + k];
            printf("%s%.9f %.9f", k ? "," : "", (double)p.lon / 1e9, (double)p.lat / 1e9);
        }
        printf(")\n");
    }
}

static struct coverage_source *snap_all(const struct coverage_graph *graph,
                                        const struct geo_point *points, size_t count,
                                        struct base_arena *arena)
{
    struct coverage_source *sources = bench_calloc(arena, count + 1, sizeof *sources);
    for (size_t i = 0; i < count; i++)
        sources[i].snap = coverage_snap_find(graph, points[i], COVERAGE_CAP_MM, NULL);
    return sources;
}

static void print_snaps(const struct coverage_source *sources, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sources[i].snap.place == COVERAGE_ON_NETWORK)
            printf("source %zu %u %u %u\n", i, sources[i].snap.edge, sources[i].snap.at_mm,
                   sources[i].snap.offset_mm);
}

static void time_snaps(const struct coverage_graph *graph, const struct geo_point *points,
                       size_t count, struct base_arena *arena)
{
    double *times = bench_calloc(arena, count, sizeof *times);
    double start = bench_cpu_s();
    snap_all(graph, points, count, arena);
    double total = bench_cpu_s() - start;
    for (size_t i = 0; i < count; i++) {
        double before = bench_clock_us();
        coverage_snap_find(graph, points[i], COVERAGE_CAP_MM, NULL);
        times[i] = bench_clock_us() - before;
    }
    printf("%.9f %.2f %.2f\n", total, bench_quantile(times, count, 0.5),
           bench_quantile(times, count, 0.99));
}

static void search(const struct coverage_graph *graph, const struct coverage_source *sources,
                   size_t count, struct base_arena *arena, struct coverage_reach *reach)
{
    struct coverage_profile profile;
    struct base_error err = {0};
    if (!coverage_profile_find("older", COVERAGE_SUMMER, &profile) ||
        coverage_reach_search(graph, sources, count, &profile, LIMIT_MS, arena, reach, &err) !=
            BASE_OK)
        BENCH_FAIL("%s", err.message);
}

static void print_costs(const struct coverage_graph *graph, const struct coverage_source *sources,
                        size_t count, struct base_arena *arena)
{
    struct coverage_reach reach;
    search(graph, sources, count, arena, &reach);
    for (size_t i = 0; i < graph->node_count; i++)
        if (reach.cost_ms[i] != COVERAGE_NEVER)
            printf("node %zu %u\n", i, reach.cost_ms[i]);
}

/* The mean CPU time of one search over ROUNDS, each in memory taken afresh. */
static void time_searches(const struct coverage_graph *graph, const struct coverage_source *sources,
                          size_t count)
{
    struct base_arena *scratch = base_arena_create(0);
    struct coverage_reach reach;
    double times[ROUNDS];
    double start = bench_cpu_s();
    for (size_t i = 0; i < ROUNDS; i++) {
        double before = bench_clock_us();
        base_arena_reset(scratch);
        search(graph, sources, count, scratch, &reach);
        times[i] = bench_clock_us() - before;
    }
    double mean = (bench_cpu_s() - start) / ROUNDS;
    printf("%.9f %.2f %.2f\n", mean, bench_quantile(times, ROUNDS, 0.5),
           bench_quantile(times, ROUNDS, 0.99));
    base_arena_free(scratch);
}

int main(int argc, char **argv)
{
    if (argc < 3 || (argc < 4 && strcmp(argv[2], "edges") != 0))
        BENCH_FAIL("usage: reach_bench SNAPSHOT edges|reach|snap [POINTS] [rows]");
    struct base_arena *arena = base_arena_create(0);
    struct server_view *view = bench_view_open(argv[1]);
    const struct coverage_graph *graph = &view->graph;
    size_t count = 0;
    struct geo_point *points = argc > 3 ? bench_points_read(argv[3], arena, &count) : NULL;
    struct coverage_source *sources = snap_all(graph, points, count, arena);
    bool rows = argc > 4, snap = strcmp(argv[2], "snap") == 0;
    if (!points)
        print_edges(graph);
    else if (snap && rows)
        print_snaps(sources, count);
    else if (snap)
        time_snaps(graph, points, count, arena);
    else if (rows)
        print_costs(graph, sources, count, arena);
    else
        time_searches(graph, sources, count);
    server_view_close(view);
    base_arena_free(arena);
    return 0;
}
