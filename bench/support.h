/* bench/support.h - what the programs that time look-ups in a snapshot share.
 *
 * A bench may end at once: what goes wrong is told and the program exits. */
#ifndef BENCH_SUPPORT_H
#define BENCH_SUPPORT_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "geo/geometry.h"
#include "server/view.h"

#define BENCH_FAIL(...) (fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), exit(1))

/* CPU seconds of this process, user and system. */
double bench_cpu_s(void);

/* Microseconds of a clock that only rises; cheap enough to read around one look-up. */
double bench_clock_us(void);

/* Microseconds of CPU time of this thread. */
double bench_thread_us(void);

/* The value below which `part` (0 to 1) of the values lie. Sorts them. */
double bench_quantile(double *values, size_t count, double part);

/* Opens a packed snapshot or its folder. */
struct server_view *bench_view_open(const char *path);

/* The points of a file, a line each: "LON LAT". In the arena. */
struct geo_point *bench_points_read(const char *path, struct base_arena *arena, size_t *count);

/* Zeroed memory in the arena, or the end of the program. */
void *bench_calloc(struct base_arena *arena, size_t count, size_t size);

/* The next number of a sequence fixed by its seed (Knuth's MMIX constants). */
uint32_t bench_chance(uint64_t *state, uint32_t below);

#endif
