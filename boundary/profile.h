/* boundary/profile.h - tolerances by the scale of the source. */
#ifndef BOUNDARY_PROFILE_H
#define BOUNDARY_PROFILE_H

#include "base/arena.h"
#include "base/error.h"
#include "boundary/number.h"

/* Metres. A tolerance only sets severity; detection is at zero. */
struct boundary_profile {
    char name[32];         /* "1:10000" */
    double sigma_m;        /* planar standard deviation of a line point */
    double tolerance_m;    /* same border: 2.5 sigma */
    double marker_m;       /* marker to line */
    double tri_junction_m; /* spread of three ends */
    double node_m;         /* node snap, for reports only */
    /* Of marker numbers, borrowed; NULL: the defaults. */
    const struct boundary_number_pattern *patterns;
    uint32_t pattern_count;
};

/* The default, 1:10000. */
struct boundary_profile boundary_profile_default(void);

/* Reads a scale, "1:500" … "1:100000": the profile of the next coarser listed
 * scale. BASE_INVALID names the scales that are known. */
BASE_MUST_CHECK
enum base_status boundary_profile_parse(const char *text, struct boundary_profile *out,
                                        struct base_error *err);

/* Reads a file of `name = value` lines (base/config.h): `scale` as above, and any
 * of `name`, `sigma_m`, `tolerance_m`, `marker_m`, `tri_junction_m`, `node_m`,
 * which stand in place of the scale's. Without `scale` the default's are filled in.
 * `number_province` … `number_village` and `number_any` hold patterns of marker numbers
 * (boundary/number.h) with blanks between, in place of the default ones of that level;
 * they live in the arena.
 * BASE_NOT_FOUND; BASE_INVALID names the line, or the pattern, that does not fit. */
BASE_MUST_CHECK
enum base_status boundary_profile_read(const char *path, struct base_arena *arena,
                                       struct boundary_profile *out, struct base_error *err);

#endif
