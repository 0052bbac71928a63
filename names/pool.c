/* names/pool.c - rows and texts, each once. */
#include "names/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

void names_pool_done(struct names_pool *pool)
{
    base_buffer_done(&pool->rows);
    free(pool->table);
    pool->table = NULL;
    pool->table_size = pool->count = 0;
}

static uint64_t hash_of(const unsigned char *bytes, size_t size)
{
    uint64_t hash = size;
    for (; size >= 8; bytes += 8, size -= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        hash = (hash ^ word) * 0xff51afd7ed558ccdULL + (hash >> 47);
    }
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0xc4ceb9fe1a85ec53ULL;
    return base_hash_mix(hash);
}

static size_t size_at(const struct names_pool *pool, uint32_t offset)
{
    return pool->size ? pool->size : strlen(pool->rows.data + offset) + 1;
}

/* The slot of the bytes, or the free one where they belong. */
static size_t place_of(const struct names_pool *pool, const void *bytes, size_t size)
{
    size_t mask = pool->table_size - 1;
    size_t at = hash_of(bytes, size) & mask;
    for (; pool->table[at] != 0; at = (at + 1) & mask) {
        uint32_t offset = pool->table[at] - 1;
        if (size <= pool->rows.size - offset && memcmp(pool->rows.data + offset, bytes, size) == 0)
            break;
    }
    return at;
}

static bool grow(struct names_pool *pool)
{
    if (pool->count * 2 < pool->table_size)
        return true;
    size_t old_size = pool->table_size;
    uint32_t *old = pool->table;
    pool->table_size = old_size ? old_size * 2 : 256;
    pool->table = calloc(pool->table_size, sizeof *pool->table);
    if (!pool->table) {
        pool->table = old;
        pool->table_size = old_size;
        return false;
    }
    for (size_t i = 0; i < old_size; i++)
        if (old[i] != 0) {
            uint32_t offset = old[i] - 1;
            pool->table[place_of(pool, pool->rows.data + offset, size_at(pool, offset))] = old[i];
        }
    free(old);
    return true;
}

uint32_t names_pool_add(struct names_pool *pool, const void *bytes, size_t size)
{
    if (pool->rows.failed || !grow(pool) || pool->rows.size + size >= UINT32_MAX) {
        pool->rows.failed = true;
        return 0;
    }
    size_t at = place_of(pool, bytes, size);
    if (pool->table[at] == 0) {
        pool->table[at] = (uint32_t)pool->rows.size + 1;
        pool->count++;
        base_buffer_append(&pool->rows, bytes, size);
    }
    uint32_t offset = pool->table[at] - 1;
    return pool->size ? offset / (uint32_t)pool->size : offset;
}
