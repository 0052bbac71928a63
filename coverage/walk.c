/* coverage/walk.c - where people may walk. */
#include "coverage/walk.h"

#include <stddef.h>
#include <string.h>

/* Classes that are closed unless foot says otherwise. */
static const char *const CLOSED[] = {
    "motorway", "motorway_link", "construction", "proposed", "raceway",    "abandoned",
    "platform", "bus_guideway",  "高速公路",     "高速",     "快速路主路",
};

static bool is_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; text && i < count; i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return false;
}

bool coverage_walk_allows(const struct store_road *road)
{
    static const char *const YES[] = {"yes", "designated", "permissive", "official", "destination"};
    static const char *const NO[] = {"no", "private", "use_sidepath"};
    if (is_one_of(road->foot, YES, sizeof YES / sizeof YES[0]))
        return true;
    if (is_one_of(road->foot, NO, sizeof NO / sizeof NO[0]) || is_one_of(road->access, NO, 2))
        return false;
    return !is_one_of(road->class_name, CLOSED, sizeof CLOSED / sizeof CLOSED[0]);
}
