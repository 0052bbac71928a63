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
        "profile \"%s\" is neither a file that exists nor a scale: write 1:500, 1:2000, 1:10000, "
        "1:50000 or 1:100000",
        text);
}

/* --- patterns of marker numbers ---------------------------------------------- */

/* Of STORE_LEVEL_NONE (any) to STORE_LEVEL_VILLAGE. */
#define LEVELS (STORE_LEVEL_VILLAGE + 1)

static uint32_t count_words(const char *text)
{
    uint32_t count = 0;
    for (text += strspn(text, " \t"); *text; text += strspn(text, " \t")) {
        text += strcspn(text, " \t");
        count++;
    }
    return count;
}

static bool add_words(const char *text, enum store_level level, struct base_arena *arena,
                      struct boundary_number_pattern *out, uint32_t *count)
{
    for (text += strspn(text, " \t"); *text; text += strspn(text, " \t")) {
        size_t size = strcspn(text, " \t");
        const char *expression = base_arena_strndup(arena, text, size);
        if (!expression)
            return false;
        out[(*count)++] = (struct boundary_number_pattern){level, expression};
        text += size;
    }
    return true;
}

static void add_defaults(enum store_level level, struct boundary_number_pattern *out,
                         uint32_t *count)
{
    uint32_t all;
    const struct boundary_number_pattern *defaults = boundary_number_patterns(&all);
    for (uint32_t i = 0; i < all; i++)
        if (defaults[i].level == level)
            out[(*count)++] = defaults[i];
}

/* What is given of a level stands in place of its defaults. */
static enum base_status set_patterns(const char *const given[LEVELS], struct base_arena *arena,
                                     struct boundary_profile *profile, struct base_error *err)
{
    uint32_t most, count = 0, words = 0;
    struct boundary_numbers *numbers;
    bool ok = true;
    (void)boundary_number_patterns(&most);
    for (int level = 0; level < LEVELS; level++)
        words += given[level] ? count_words(given[level]) : 0;
    if (words == 0)
        return BASE_OK;
    struct boundary_number_pattern *patterns =
        base_arena_alloc(arena, (most + words) * sizeof *patterns);
    for (int level = 0; level < LEVELS && patterns && ok; level++)
        if (given[level])
            ok = add_words(given[level], (enum store_level)level, arena, patterns, &count);
        else
            add_defaults((enum store_level)level, patterns, &count);
    if (!patterns || !ok)
        return base_fail(err, BASE_NO_MEMORY, "no memory for the inspection");
    enum base_status status = boundary_numbers_create(patterns, count, &numbers, err);
    if (status != BASE_OK)
        return status;
    boundary_numbers_free(numbers);
    profile->patterns = patterns;
    profile->pattern_count = count;
    return BASE_OK;
}

/* --- files -------------------------------------------------------------------- */

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
    struct boundary_profile given = {"", NAN, NAN, NAN, NAN, NAN, NULL, 0};
    const char *scale = NULL, *name = NULL, *numbers[LEVELS] = {NULL};
    const struct base_config_option options[] = {
        {"scale", BASE_CONFIG_TEXT, &scale, 0, 0},
        {"name", BASE_CONFIG_TEXT, &name, 0, 0},
        {"sigma_m", BASE_CONFIG_NUMBER, &given.sigma_m, LEAST_M, MOST_M},
        {"tolerance_m", BASE_CONFIG_NUMBER, &given.tolerance_m, LEAST_M, MOST_M},
        {"marker_m", BASE_CONFIG_NUMBER, &given.marker_m, LEAST_M, MOST_M},
        {"tri_junction_m", BASE_CONFIG_NUMBER, &given.tri_junction_m, LEAST_M, MOST_M},
        {"node_m", BASE_CONFIG_NUMBER, &given.node_m, LEAST_M, MOST_M},
        {"number_any", BASE_CONFIG_TEXT, &numbers[STORE_LEVEL_NONE], 0, 0},
        {"number_province", BASE_CONFIG_TEXT, &numbers[STORE_LEVEL_PROVINCE], 0, 0},
        {"number_prefecture", BASE_CONFIG_TEXT, &numbers[STORE_LEVEL_PREFECTURE], 0, 0},
        {"number_county", BASE_CONFIG_TEXT, &numbers[STORE_LEVEL_COUNTY], 0, 0},
        {"number_township", BASE_CONFIG_TEXT, &numbers[STORE_LEVEL_TOWNSHIP], 0, 0},
        {"number_village", BASE_CONFIG_TEXT, &numbers[STORE_LEVEL_VILLAGE], 0, 0},
    };
    struct boundary_profile profile = boundary_profile_default();
    enum base_status status =
        base_config_read(path, options, sizeof options / sizeof options[0], arena, err);
    if (status == BASE_OK && scale)
        status = boundary_profile_parse(scale, &profile, err);
    if (status == BASE_OK)
        status = set_patterns(numbers, arena, &profile, err);
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
