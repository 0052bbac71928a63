/* tiles/worker.h - what one thread needs to make tiles; not shared. */
#ifndef TILES_WORKER_H
#define TILES_WORKER_H

#include "base/arena.h"
#include "base/error.h"
#include "geo/validity.h"
#include "tiles/font.h"

struct libdeflate_compressor;
struct tiles_masks;
struct tiles_labels;

struct tiles_worker {
    struct base_arena *arena; /* reset for each tile */
    struct base_arena *label_arena;
    struct tiles_labels *labels; /* of the last picture, in label_arena; NULL: none */
    struct tiles_fonts *fonts;
    struct tiles_masks *masks; /* drawn glyphs */
    struct libdeflate_compressor *compressor;
    struct geo_engine *engine;
};

/* font_paths as for tiles_fonts_open; memory_limit bounds the work on one tile
 * (bytes, 0: 512 MB). Returns BASE_OK, BASE_NOT_FOUND (no font) or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status tiles_worker_create(const char *font_paths, size_t memory_limit,
                                     struct tiles_worker **out, struct base_error *err);
void tiles_worker_free(struct tiles_worker *worker);

#endif
