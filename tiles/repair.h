/* tiles/repair.h - polygons that rounding has made cross themselves; private to the folder. */
#ifndef TILES_REPAIR_H
#define TILES_REPAIR_H

#include "geo/validity.h"
#include "tiles/view.h"

/* Rings in the order of polygons: each shell is followed by its holes. */
struct tiles_polygons {
    struct tiles_shape rings;
    const uint32_t *order;
    const bool *is_shell;
    uint32_t count;
};

/* Checks polygons whose coordinates are whole numbers, and where they cross or
 * touch themselves makes them anew from the faces of their noded edges (snap
 * rounding on the same whole numbers), filled even-odd. shell_sign as for
 * tiles_rings_order. BASE_OK, or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status tiles_polygons_repair(struct geo_engine *engine, int shell_sign,
                                       struct base_arena *arena, struct tiles_polygons *polygons,
                                       struct base_error *err);

#endif
