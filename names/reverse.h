/* names/reverse.h - where a point lies: the division chain and the nearest names. */
#ifndef NAMES_REVERSE_H
#define NAMES_REVERSE_H

#include "names/result.h"

#define NAMES_NEAREST 5

struct names_nearest {
    uint32_t subject;
    double distance_m;
};

struct names_reverse {
    uint32_t chain[5]; /* rows of the division index, province first */
    size_t chain_count;
    struct names_nearest nearest[NAMES_NEAREST];
    size_t nearest_count;
};

/* The chain on the day and up to NAMES_NEAREST places within limit_m, nearest
 * first. Microseconds: two index look-ups, no allocation. */
void names_reverse_find(const struct names_context *context, struct geo_point point, double limit_m,
                        struct names_reverse *out);

/* {"chain": […], "nearest": […], "address": null}: addresses come with issue C. */
void names_reverse_write(const struct names_context *context, const struct names_reverse *reverse,
                         struct base_json *json);

#endif
