/* tiles/cache.h - finished tiles in memory, bounded by bytes; thread safe.
 *
 * Several threads that want the same missing tile make it once: the others
 * wait. A key names everything that the bytes depend on, so nothing is ever
 * stale; old epochs fall out as least recently used. */
#ifndef TILES_CACHE_H
#define TILES_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

/* Set every field; unused ones are 0. */
struct tiles_cache_key {
    uint64_t epoch; /* of the snapshot */
    uint64_t style; /* a hash of the style's text; 0 for vector tiles */
    uint32_t layers, x, y;
    int32_t at;
    uint8_t tms, z, format, scale;
    uint32_t variant; /* what else the caller distinguishes */
};

struct tiles_cache;

/* bytes bounds the tiles' bytes and about 128 bytes each for keeping them. NULL
 * without memory. */
struct tiles_cache *tiles_cache_create(size_t bytes);
/* Nothing may be held or under way. */
void tiles_cache_free(struct tiles_cache *cache);

/* Bytes of a tile, held until released; immutable. */
struct tiles_cache_item {
    const char *data; /* NULL for an empty tile */
    size_t size;
    void *owner;
};
void tiles_cache_release(struct tiles_cache *cache, struct tiles_cache_item *item);

/* True when the tile is there: then it is held. Never waits for one being made. */
bool tiles_cache_find(struct tiles_cache *cache, const struct tiles_cache_key *key,
                      struct tiles_cache_item *out);

/* Appends the tile's bytes to out. Called without any lock held. */
typedef enum base_status (*tiles_cache_make)(void *context, const struct tiles_cache_key *key,
                                             struct base_buffer *out, struct base_error *err);

/* Finds the tile, or waits for whoever is making it, or makes it. A failure is
 * given to all who waited and not kept; made tells whether this call did the
 * work (may be NULL). */
BASE_MUST_CHECK
enum base_status tiles_cache_get(struct tiles_cache *cache, const struct tiles_cache_key *key,
                                 tiles_cache_make make, void *context, struct tiles_cache_item *out,
                                 bool *made, struct base_error *err);

struct tiles_cache_counts {
    uint64_t hits, misses, waits, evictions;
    size_t items, bytes;
};
struct tiles_cache_counts tiles_cache_count(struct tiles_cache *cache);

#endif
