/* coverage/profile.h - how fast who walks, by season. */
#ifndef COVERAGE_PROFILE_H
#define COVERAGE_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

enum coverage_season { COVERAGE_SUMMER, COVERAGE_WINTER };

/* Walking cost is linear in length; costs are whole milliseconds, lengths whole
 * millimetres, so that no float comparison decides who is covered. */
struct coverage_profile {
    const char *name;   /* "older" */
    uint32_t us_per_mm; /* microseconds a millimetre */
};

/* adult 1.25, older 1.0 (the default for eldercare), older80 0.8 and assisted
 * 0.6 m/s in summer [proposal]; in winter a minute a kilometre more, what good
 * winter pavement costs (Fossum & Ryeng 2021). False for another name. */
bool coverage_profile_find(const char *name, enum coverage_season season,
                           struct coverage_profile *out);

/* False for another word than summer and winter. */
bool coverage_season_parse(const char *text, enum coverage_season *out);

/* Milliseconds for a length, rounded; saturates. */
uint32_t coverage_cost_ms(const struct coverage_profile *profile, uint32_t length_mm);
/* The longest length that costs at most ms. */
uint32_t coverage_length_mm(const struct coverage_profile *profile, uint32_t ms);

#endif
