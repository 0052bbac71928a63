/* bench/reverse.c - times the division chain of points.
 *
 * usage: reverse_bench SNAPSHOT POINTS [rows]
 * POINTS: a line a point, "LON LAT". Prints "CPU-SECONDS P50-US P99-US" of all
 * look-ups; with `rows` the code of each point's lowest unit instead, for
 * comparing. Opening and reading are not timed. */
#include "bench/support.h"

#define DEEPEST 5

static size_t locate(const struct server_view *view, struct geo_point point, base_date_t at,
                     uint32_t rows[DEEPEST])
{
    return store_division_index_locate(&view->divisions, point, at, rows);
}

static void print_rows(const struct server_view *view, const struct geo_point *points, size_t count,
                       base_date_t at)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t rows[DEEPEST];
        size_t found = locate(view, points[i], at, rows);
        puts(found ? store_division_index_entry(&view->divisions, rows[found - 1]).code : "");
    }
}

/* The clock is read around each look-up in a round of its own, so that reading
 * it is not part of the CPU time. */
static void print_times(const struct server_view *view, const struct geo_point *points,
                        size_t count, base_date_t at, struct base_arena *arena)
{
    uint32_t rows[DEEPEST];
    size_t found = 0;
    double start = bench_cpu_s();
    for (size_t i = 0; i < count; i++)
        found += locate(view, points[i], at, rows);
    double total = bench_cpu_s() - start;

    double *times = bench_calloc(arena, count, sizeof *times);
    for (size_t i = 0; i < count; i++) {
        double before = bench_clock_us();
        found += locate(view, points[i], at, rows);
        times[i] = bench_clock_us() - before;
    }
    printf("%.9f %.2f %.2f\n", total, bench_quantile(times, count, 0.5),
           bench_quantile(times, count, 0.99));
    fprintf(stderr, "%zu units\n", found);
}

int main(int argc, char **argv)
{
    base_date_t at;
    if (argc < 3 || !base_date_parse("2025-01-01", &at))
        BENCH_FAIL("usage: reverse_bench SNAPSHOT POINTS [rows]");
    struct base_arena *arena = base_arena_create(0);
    struct server_view *view = bench_view_open(argv[1]);
    size_t count;
    struct geo_point *points = bench_points_read(argv[2], arena, &count);
    if (argc > 3)
        print_rows(view, points, count, at);
    else
        print_times(view, points, count, at, arena);
    server_view_close(view);
    base_arena_free(arena);
    return 0;
}
