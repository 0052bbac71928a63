/* import/touch.h - whether a line comes to an area at all. */
#ifndef IMPORT_TOUCH_H
#define IMPORT_TOUCH_H

#include <stdbool.h>

#include "geo/geometry.h"

/* True when some point of the line lies in the area or within distance_m of it. */
bool import_touches(const struct geo_geometry *line, const struct geo_geometry *area,
                    double distance_m);

#endif
