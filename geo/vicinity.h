/* geo/vicinity.h - what runs past a place. */
#ifndef GEO_VICINITY_H
#define GEO_VICINITY_H

#include "base/arena.h"
#include "base/error.h"
#include "geo/geometry.h"

/* The edges of lines or outlines whose boxes meet `box`: runs of whole edges with
 * the vertices they have, in their order, as a MULTILINE in the arena; no part
 * where none does. A ring that comes back to its start inside the box gives two
 * runs. Of points nothing is left. */
BASE_MUST_CHECK
enum base_status geo_vicinity(const struct geo_geometry *geometry, struct geo_box box,
                              struct base_arena *arena, struct geo_geometry *out,
                              struct base_error *err);

#endif
