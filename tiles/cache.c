/* tiles/cache.c - finished tiles in memory. */
#include "tiles/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define BUCKETS  8192U /* a power of two */
#define OVERHEAD 128U

struct entry {
    struct tiles_cache_key key;
    struct entry *chain;         /* in its bucket */
    struct entry *newer, *older; /* by use; only when ready */
    bool ready;                  /* else someone is making it */
    bool listed;                 /* in its bucket */
    uint32_t holders;            /* items given out, and threads waiting */
    char *data;
    size_t size;
    enum base_status status;
    struct base_error error;
};

struct tiles_cache {
    pthread_mutex_t lock;
    pthread_cond_t done;
    size_t limit;
    struct entry *buckets[BUCKETS];
    struct entry *newest, *oldest;
    struct tiles_cache_counts counts;
};

struct tiles_cache *tiles_cache_create(size_t bytes)
{
    struct tiles_cache *cache = calloc(1, sizeof *cache);
    if (!cache)
        return NULL;
    pthread_mutex_init(&cache->lock, NULL);
    pthread_cond_init(&cache->done, NULL);
    cache->limit = bytes;
    return cache;
}

static void free_entry(struct entry *entry)
{
    free(entry->data);
    free(entry);
}

void tiles_cache_free(struct tiles_cache *cache)
{
    if (!cache)
        return;
    for (uint32_t i = 0; i < BUCKETS; i++)
        for (struct entry *entry = cache->buckets[i], *next; entry; entry = next) {
            next = entry->chain;
            free_entry(entry);
        }
    pthread_cond_destroy(&cache->done);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static bool keys_equal(const struct tiles_cache_key *a, const struct tiles_cache_key *b)
{
    return a->epoch == b->epoch && a->style == b->style && a->layers == b->layers && a->x == b->x &&
           a->y == b->y && a->at == b->at && a->tms == b->tms && a->z == b->z &&
           a->format == b->format && a->scale == b->scale && a->variant == b->variant;
}

static struct entry **bucket_of(struct tiles_cache *cache, const struct tiles_cache_key *key)
{
    uint64_t hash = base_hash_mix(key->epoch ^ key->style << 1);
    hash = base_hash_mix(hash ^ ((uint64_t)key->x << 32 | key->y));
    hash = base_hash_mix(hash ^ ((uint64_t)key->layers << 32 | (uint32_t)key->at));
    hash = base_hash_mix(hash ^ ((uint64_t)key->variant << 32 | (uint32_t)key->tms << 24 |
                                 (uint32_t)key->z << 16 | (uint32_t)key->format << 8 | key->scale));
    return &cache->buckets[hash & (BUCKETS - 1)];
}

static struct entry *find_entry(struct tiles_cache *cache, const struct tiles_cache_key *key)
{
    struct entry *entry = *bucket_of(cache, key);
    while (entry && !keys_equal(&entry->key, key))
        entry = entry->chain;
    return entry;
}

static void unlink_use(struct tiles_cache *cache, struct entry *entry)
{
    *(entry->newer ? &entry->newer->older : &cache->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &cache->oldest) = entry->newer;
    entry->newer = entry->older = NULL;
}

static void link_newest(struct tiles_cache *cache, struct entry *entry)
{
    entry->older = cache->newest;
    entry->newer = NULL;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = entry;
    cache->newest = entry;
}

static void unlist(struct tiles_cache *cache, struct entry *entry)
{
    struct entry **at = bucket_of(cache, &entry->key);
    while (*at != entry)
        at = &(*at)->chain;
    *at = entry->chain;
    entry->listed = false;
}

static void let_go(struct entry *entry)
{
    if (--entry->holders == 0 && !entry->listed)
        free_entry(entry);
}

/* Drops the least recently used until the bound holds; who holds one keeps it. */
static void evict(struct tiles_cache *cache)
{
    while (cache->counts.bytes > cache->limit && cache->oldest) {
        struct entry *entry = cache->oldest;
        unlink_use(cache, entry);
        unlist(cache, entry);
        cache->counts.bytes -= entry->size + OVERHEAD;
        cache->counts.items--;
        cache->counts.evictions++;
        if (entry->holders == 0)
            free_entry(entry);
    }
}

/* Gives the entry to the caller, who counts as a holder already. */
static void give(struct entry *entry, struct tiles_cache_item *out)
{
    *out = (struct tiles_cache_item){entry->data, entry->size, entry};
}

void tiles_cache_release(struct tiles_cache *cache, struct tiles_cache_item *item)
{
    if (!item->owner)
        return;
    pthread_mutex_lock(&cache->lock);
    let_go(item->owner);
    pthread_mutex_unlock(&cache->lock);
    *item = (struct tiles_cache_item){0};
}

/* With the lock held: true when the tile is ready. */
static bool take_ready(struct tiles_cache *cache, struct entry *entry, struct tiles_cache_item *out)
{
    if (!entry || !entry->ready)
        return false;
    unlink_use(cache, entry);
    link_newest(cache, entry);
    entry->holders++;
    cache->counts.hits++;
    give(entry, out);
    return true;
}

bool tiles_cache_find(struct tiles_cache *cache, const struct tiles_cache_key *key,
                      struct tiles_cache_item *out)
{
    pthread_mutex_lock(&cache->lock);
    bool found = take_ready(cache, find_entry(cache, key), out);
    pthread_mutex_unlock(&cache->lock);
    return found;
}

/* With the lock held: waits until the maker is done. */
static enum base_status wait_for(struct tiles_cache *cache, struct entry *entry,
                                 struct tiles_cache_item *out, struct base_error *err)
{
    entry->holders++;
    cache->counts.waits++;
    while (!entry->ready && entry->status == BASE_OK)
        pthread_cond_wait(&cache->done, &cache->lock);
    enum base_status status = entry->status;
    if (status == BASE_OK) {
        give(entry, out);
    } else {
        if (err)
            *err = entry->error;
        let_go(entry);
    }
    return status;
}

/* With the lock held: what the maker hands in. */
static void finish(struct tiles_cache *cache, struct entry *entry, struct base_buffer *bytes)
{
    if (entry->status == BASE_OK) {
        entry->data = bytes->size ? base_buffer_take(bytes, &entry->size) : NULL;
        entry->ready = true;
        link_newest(cache, entry);
        cache->counts.bytes += entry->size + OVERHEAD;
        cache->counts.items++;
        evict(cache);
    } else {
        unlist(cache, entry);
    }
    pthread_cond_broadcast(&cache->done);
}

static struct entry *begin(struct tiles_cache *cache, const struct tiles_cache_key *key)
{
    struct entry *entry = calloc(1, sizeof *entry), **bucket = bucket_of(cache, key);
    if (!entry)
        return NULL;
    entry->key = *key;
    entry->chain = *bucket;
    entry->listed = true;
    entry->holders = 1;
    *bucket = entry;
    cache->counts.misses++;
    return entry;
}

enum base_status tiles_cache_get(struct tiles_cache *cache, const struct tiles_cache_key *key,
                                 tiles_cache_make make, void *context, struct tiles_cache_item *out,
                                 bool *made, struct base_error *err)
{
    struct base_error error = {0};
    struct base_buffer bytes = {0};
    if (made)
        *made = false;
    pthread_mutex_lock(&cache->lock);
    struct entry *entry = find_entry(cache, key);
    if (entry) {
        bool ready = take_ready(cache, entry, out);
        enum base_status waited = ready ? BASE_OK : wait_for(cache, entry, out, err);
        pthread_mutex_unlock(&cache->lock);
        return waited;
    }
    entry = begin(cache, key);
    pthread_mutex_unlock(&cache->lock);
    if (!entry)
        return base_fail(err, BASE_NO_MEMORY, "no memory for a tile");
    if (made)
        *made = true;
    enum base_status status = make(context, key, &bytes, &error);
    if (status == BASE_OK)
        status = base_buffer_check(&bytes, &error);
    pthread_mutex_lock(&cache->lock);
    entry->status = status;
    entry->error = error;
    finish(cache, entry, &bytes);
    if (status == BASE_OK)
        give(entry, out);
    else
        let_go(entry);
    pthread_mutex_unlock(&cache->lock);
    base_buffer_done(&bytes);
    if (status != BASE_OK && err)
        *err = error;
    return status;
}

struct tiles_cache_counts tiles_cache_count(struct tiles_cache *cache)
{
    pthread_mutex_lock(&cache->lock);
    struct tiles_cache_counts counts = cache->counts;
    pthread_mutex_unlock(&cache->lock);
    return counts;
}
