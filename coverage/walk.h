/* coverage/walk.h - where people may walk. */
#ifndef COVERAGE_WALK_H
#define COVERAGE_WALK_H

#include <stdbool.h>

#include "store/road.h"

/* By foot, then access, then the class (coverage.md 5.1). Unknown classes are
 * open: outside OpenStreetMap only expressways are closed to walkers. */
bool coverage_walk_allows(const struct store_road *road);

#endif
