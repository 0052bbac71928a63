/* boundary/profile.c - tolerances by the scale of the source. */
#include "boundary/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* boundaries.md 2.7; design defaults, not law. */
static const struct {
    long scale; /* the coarsest this row serves */
    double sigma_m, tolerance_m, marker_m, tri_junction_m, node_m;
} SCALES[] = {
    {2000, 0.4, 1, 0.5, 0.5, 0.05},
    {10000, 2, 5, 2, 2, 0.2},
    {50000, 10, 25, 10, 10, 1},
    {1000000, 20, 50, 20, 20, 2},
};

static struct boundary_profile profile_of(size_t row, long scale)
{
    struct boundary_profile profile = {.sigma_m = SCALES[row].sigma_m,
                                       .tolerance_m = SCALES[row].tolerance_m,
                                       .marker_m = SCALES[row].marker_m,
                                       .tri_junction_m = SCALES[row].tri_junction_m,
                                       .node_m = SCALES[row].node_m};
    snprintf(profile.name, sizeof profile.name, "1:%ld", scale);
    return profile;
}

struct boundary_profile boundary_profile_default(void)
{
    return profile_of(1, 10000);
}

enum base_status boundary_profile_parse(const char *text, struct boundary_profile *out,
                                        struct base_error *err)
{
    char *end = NULL;
    long scale = strncmp(text, "1:", 2) == 0 ? strtol(text + 2, &end, 10) : 0;
    if (end && *end == '\0' && scale >= 500)
        for (size_t i = 0; i < sizeof SCALES / sizeof SCALES[0]; i++)
            if (scale <= SCALES[i].scale) {
                *out = profile_of(i, scale);
                return BASE_OK;
            }
    return base_fail(
        err, BASE_INVALID,
        "profile \"%s\" is no scale: write 1:500, 1:2000, 1:10000, 1:50000 or 1:100000", text);
}
