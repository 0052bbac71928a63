/* names/rank.c - how likely a name is meant, whatever was typed. */
#include "names/rank.h"

#include <math.h>
#include <string.h>

#define LEAST 0.75 /* the weight of rank 0 */

double names_form_weight(enum names_form form)
{
    static const double WEIGHTS[NAMES_FORMS] = {1.0, 0.99, 0.94, 0.92, 0.88, 0.96, 0.92};
    return WEIGHTS[form < NAMES_FORMS ? form : NAMES_STANDARD];
}

double names_level_weight(uint32_t level)
{
    static const double WEIGHTS[] = {0.9, 1.0, 0.999, 0.99, 0.96, 0.92};
    return WEIGHTS[level < sizeof WEIGHTS / sizeof WEIGHTS[0] ? level : 0];
}

/* A street before a village point. */
double names_kind_weight(const char *kind)
{
    return strcmp(kind, "street") == 0 ? 0.95 : 0.91;
}

double names_size_weight(double m2)
{
    if (!(m2 > 0))
        return 1 - 0.001;
    double decades = fmin(fmax(log10(m2) - 5, 0), 8); /* 0.1 km² to a large province */
    return 1 - 0.001 * (1 - decades / 8);
}

uint8_t names_rank(double weight)
{
    double share = (weight - LEAST) / (1 - LEAST);
    return (uint8_t)lround(255 * fmin(fmax(share, 0), 1));
}

double names_rank_weight(uint8_t rank)
{
    return LEAST + (1 - LEAST) * rank / 255;
}
