/* boundary/profile.c - tolerances by the scale of the source. */
#include "boundary/profile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/text.h"

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

#define LEAST_M 0.001
#define MOST_M  10000

static void replace(double *value, double given)
{
    if (!isnan(given))
        *value = given;
}

enum base_status boundary_profile_read(const char *path, struct base_arena *arena,
                                       struct boundary_profile *out, struct base_error *err)
{
    struct boundary_profile given = {"", NAN, NAN, NAN, NAN, NAN};
    const char *scale = NULL, *name = NULL;
    const struct base_config_option options[] = {
        {"scale", BASE_CONFIG_TEXT, &scale, 0, 0},
        {"name", BASE_CONFIG_TEXT, &name, 0, 0},
        {"sigma_m", BASE_CONFIG_NUMBER, &given.sigma_m, LEAST_M, MOST_M},
        {"tolerance_m", BASE_CONFIG_NUMBER, &given.tolerance_m, LEAST_M, MOST_M},
        {"marker_m", BASE_CONFIG_NUMBER, &given.marker_m, LEAST_M, MOST_M},
        {"tri_junction_m", BASE_CONFIG_NUMBER, &given.tri_junction_m, LEAST_M, MOST_M},
        {"node_m", BASE_CONFIG_NUMBER, &given.node_m, LEAST_M, MOST_M},
    };
    struct boundary_profile profile = boundary_profile_default();
    enum base_status status =
        base_config_read(path, options, sizeof options / sizeof options[0], arena, err);
    if (status == BASE_OK && scale)
        status = boundary_profile_parse(scale, &profile, err);
    if (status != BASE_OK)
        return status;
    if (name)
        snprintf(profile.name, sizeof profile.name, "%s", name);
    base_text_cut(profile.name);
    replace(&profile.sigma_m, given.sigma_m);
    replace(&profile.tolerance_m, given.tolerance_m);
    replace(&profile.marker_m, given.marker_m);
    replace(&profile.tri_junction_m, given.tri_junction_m);
    replace(&profile.node_m, given.node_m);
    *out = profile;
    return BASE_OK;
}
