/* import/sample.h - what a source's coordinates look like. */
#ifndef IMPORT_SAMPLE_H
#define IMPORT_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "geo/bbox.h"

struct import_table;

/* Every n-th point of a source, at most IMPORT_SAMPLE_POINTS. */
#define IMPORT_SAMPLE_POINTS 4096
struct import_sample {
    double *x, *y; /* finite */
    size_t count;
};

/* Takes points from all records. Arrays go to the arena. */
BASE_MUST_CHECK
enum base_status import_sample_take(const struct import_table *table, struct base_arena *arena,
                                    struct import_sample *out, struct base_error *err);

/* What coordinates can be, by their ranges alone. */
enum import_look {
    IMPORT_LOOK_NOTHING = 0, /* fits none of these */
    IMPORT_LOOK_DEGREES,
    IMPORT_LOOK_DEGREES_SWAPPED, /* latitude first, in China */
    IMPORT_LOOK_ZONED,           /* Gauss-Krueger easting with the zone number before it */
    IMPORT_LOOK_ZONED_SWAPPED,
    IMPORT_LOOK_METRES, /* an easting around 500 000 and a northing of China */
    IMPORT_LOOK_METRES_SWAPPED,
};

/* The look that 99 of 100 points have. *zone is set for the zoned ones: 13-23
 * (6 degrees wide) or 25-45 (3 degrees). */
enum import_look import_sample_look(const struct import_sample *sample, int *zone);

/* EPSG code of CGCS2000 in a zone, easting with prefix: 4491-4501 and 4513-4533. */
int import_zone_epsg(int zone);
/* The code for the same meridian without prefix (4530 gives 4551), or back; 0. */
int import_zone_counterpart(int epsg);
/* The zone of such a code, with or without prefix; 0 when it is none of these. */
int import_zone_of(int epsg, bool *prefixed);

/* "EPSG:4549, EPSG:4550, … or (6°) EPSG:4510, …": the zones without prefix that
 * would put the points into China, or into `near` when that is not empty. */
const char *import_zones_fitting(const struct import_sample *sample, struct geo_box near, char *out,
                                 size_t size);

/* Step of the coordinates' digits in source units, a power of ten: 1e-7 when all
 * have at most seven decimals; least when no step fits. */
double import_sample_step(const struct import_sample *sample, double least);

/* True when the coordinates look rounded to the step: two of three have a digit there
 * that is not 0, as nine of ten do in a survey. Drawn by hand in round numbers they are
 * as exact as can be. */
bool import_sample_is_rounded(const struct import_sample *sample, double step);

#endif
