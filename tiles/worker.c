/* tiles/worker.c - what one thread needs to make tiles. */
#include "tiles/worker.h"

#include <libdeflate.h>
#include <stdlib.h>

#include "tiles/mask.h"

#define LEVEL         6
#define DEFAULT_BYTES ((size_t)512 << 20)

enum base_status tiles_worker_create(const char *font_paths, size_t memory_limit,
                                     struct tiles_worker **out, struct base_error *err)
{
    struct tiles_worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return base_fail(err, BASE_NO_MEMORY, "no memory for making tiles");
    worker->arena = base_arena_create(memory_limit ? memory_limit : DEFAULT_BYTES);
    worker->label_arena = base_arena_create(memory_limit ? memory_limit : DEFAULT_BYTES);
    worker->engine = geo_engine_create();
    worker->compressor = libdeflate_alloc_compressor(LEVEL);
    enum base_status status = tiles_fonts_open(font_paths, &worker->fonts, err);
    if (status == BASE_OK) {
        worker->masks = tiles_masks_create(worker->fonts);
        if (!worker->arena || !worker->label_arena || !worker->compressor || !worker->engine ||
            !worker->masks)
            status = base_fail(err, BASE_NO_MEMORY, "no memory for making tiles");
    }
    if (status == BASE_OK)
        *out = worker;
    else
        tiles_worker_free(worker);
    return status;
}

void tiles_worker_free(struct tiles_worker *worker)
{
    if (!worker)
        return;
    tiles_masks_free(worker->masks);
    tiles_fonts_close(worker->fonts);
    if (worker->compressor)
        libdeflate_free_compressor(worker->compressor);
    geo_engine_free(worker->engine);
    base_arena_free(worker->label_arena);
    base_arena_free(worker->arena);
    free(worker);
}
