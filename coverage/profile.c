/* coverage/profile.c - how fast who walks, by season. */
#include "coverage/profile.h"

#include <stddef.h>
#include <string.h>

#define WINTER_US_PER_MM 60 /* a minute a kilometre */

static const struct coverage_profile PROFILES[] = {
    {"adult", 800},
    {"older", 1000},
    {"older80", 1250},
    {"assisted", 1667},
};

bool coverage_profile_find(const char *name, enum coverage_season season,
                           struct coverage_profile *out)
{
    for (size_t i = 0; i < sizeof PROFILES / sizeof PROFILES[0]; i++)
        if (strcmp(name, PROFILES[i].name) == 0) {
            *out = PROFILES[i];
            if (season == COVERAGE_WINTER)
                out->us_per_mm += WINTER_US_PER_MM;
            return true;
        }
    return false;
}

bool coverage_season_parse(const char *text, enum coverage_season *out)
{
    if (strcmp(text, "summer") != 0 && strcmp(text, "winter") != 0)
        return false;
    *out = text[0] == 's' ? COVERAGE_SUMMER : COVERAGE_WINTER;
    return true;
}

uint32_t coverage_cost_ms(const struct coverage_profile *profile, uint32_t length_mm)
{
    uint64_t ms = ((uint64_t)length_mm * profile->us_per_mm + 500) / 1000;
    return ms < UINT32_MAX ? (uint32_t)ms : UINT32_MAX;
}

uint32_t coverage_length_mm(const struct coverage_profile *profile, uint32_t ms)
{
    uint64_t mm = ((uint64_t)ms * 1000 + 499) / profile->us_per_mm;
    return mm < UINT32_MAX ? (uint32_t)mm : UINT32_MAX;
}
