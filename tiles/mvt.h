/* tiles/mvt.h - vector tiles (Mapbox Vector Tile 2.1). */
#ifndef TILES_MVT_H
#define TILES_MVT_H

#include "base/buffer.h"
#include "geo/validity.h"
#include "tiles/scene.h"

#define TILES_MVT_EXTENT 4096
#define TILES_MVT_BUFFER 64 /* beyond the tile's edge, so that strokes along it do not show */
#define TILES_MVT_MOST   ((size_t)2 << 20) /* bytes from which a tile is drawn coarser */

/* Appends the tile to out; a tile without features is no bytes. Rings are those
 * of the shared arcs, rounded to the tile's units before they are cut, so that
 * neighbours share every vertex; exterior rings have positive area in tile
 * coordinates and every polygon is valid after rounding (the few that are not
 * are made anew, see tiles/repair.h). A tile of more than most_bytes (0:
 * TILES_MVT_MOST) is written again with twice the tolerance, up to four times;
 * then it may part from its neighbours by that much. The arena is for the work.
 * Returns BASE_OK, BASE_NO_MEMORY or BASE_UNAVAILABLE (limits). */
BASE_MUST_CHECK
enum base_status tiles_mvt_write(const struct tiles_scene *scene, tiles_layer_set layers,
                                 const struct geo_tile *tile, size_t most_bytes,
                                 struct geo_engine *engine, struct base_arena *arena,
                                 struct base_buffer *out, struct base_error *err);

#endif
