/* bench/support.c - clocks, quantiles and inputs of the benches. */
#include "bench/support.h"

#include <math.h>
#include <time.h>

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double bench_cpu_s(void)
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_clock_us(void)
{
    return seconds(CLOCK_MONOTONIC) * 1e6;
}

double bench_thread_us(void)
{
    return seconds(CLOCK_THREAD_CPUTIME_ID) * 1e6;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double bench_quantile(double *values, size_t count, double part)
{
    if (count == 0)
        return 0;
    qsort(values, count, sizeof *values, compare_doubles);
    return values[(size_t)(part * (double)(count - 1))];
}

struct server_view *bench_view_open(const char *path)
{
    struct server_view *view;
    struct base_error err = {0};
    if (server_view_open(path, &view, &err) != BASE_OK)
        BENCH_FAIL("%s", err.message);
    return view;
}

void *bench_calloc(struct base_arena *arena, size_t count, size_t size)
{
    void *memory = base_arena_calloc(arena, count, size);
    if (!memory)
        BENCH_FAIL("there is no memory for %zu things of %zu bytes", count, size);
    return memory;
}

struct geo_point *bench_points_read(const char *path, struct base_arena *arena, size_t *count)
{
    FILE *file = fopen(path, "r");
    if (!file)
        BENCH_FAIL("%s cannot be read", path);
    size_t lines = 0;
    for (int c = fgetc(file); c != EOF; c = fgetc(file))
        lines += c == '\n';
    rewind(file);
    struct geo_point *points = bench_calloc(arena, lines + 1, sizeof *points);
    double lon, lat;
    for (*count = 0; *count < lines && fscanf(file, "%lf %lf", &lon, &lat) == 2; (*count)++)
        points[*count] = (struct geo_point){llround(lon * 1e9), llround(lat * 1e9)};
    fclose(file);
    if (*count != lines)
        BENCH_FAIL("%s: line %zu is not LON LAT", path, *count + 1);
    return points;
}

uint32_t bench_chance(uint64_t *state, uint32_t below)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*state >> 33) % below);
}
