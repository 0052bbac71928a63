/* coverage/globe.h - positions that a damaged section may not hold; internal. */
#ifndef COVERAGE_GLOBE_H
#define COVERAGE_GLOBE_H

#include <stdbool.h>

#include "geo/grid.h"

static inline bool coverage_on_globe(struct geo_point point)
{
    const int64_t lon = 180 * GEO_GRID_PER_DEGREE, lat = 90 * GEO_GRID_PER_DEGREE;
    return point.lon >= -lon && point.lon <= lon && point.lat >= -lat && point.lat <= lat;
}

#endif
