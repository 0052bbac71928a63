/* bench/truth.h - where outlines overlap or leave gaps, by GEOS: pair by pair and
 * the holes of the union, with none of Yutu's own code. */
#ifndef BENCH_TRUTH_H
#define BENCH_TRUTH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define RING_MOST 769

struct point {
    double x, y; /* degrees */
};

/* Closed. */
struct ring {
    struct point points[RING_MOST];
    int count;
};

struct truth; /* outlines, each with a code */

struct truth *truth_create(uint32_t count); /* ends the program without memory */
void truth_free(struct truth *truth);

/* The next outline: a shell, and with two rings also its hole, or (parts) another
 * shell. code is copied. */
void truth_add(struct truth *truth, const char *code, const struct ring *rings, uint32_t count,
               bool parts);

/* Writes one line a face: kind, the codes of those who hold it (first, and the others
 * with blanks between; none for a gap), twice the distance of its place from its edge
 * in metres, area in m² by the scale of its middle, the place (lon, lat), its rings
 * ("lon lat lon lat", ';' between). */
void truth_write(const struct truth *truth, FILE *file);

#endif
