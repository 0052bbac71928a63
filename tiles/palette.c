/* tiles/palette.c - a picture with at most 256 colours. */
#include "tiles/palette.h"

#include <stdlib.h>
#include <string.h>

#define BY_COUNT 192U

struct bucket {
    uint32_t key, count;
    uint32_t sums[4];
    uint32_t colour; /* the mean */
    uint32_t index;  /* of the nearest palette entry */
    uint32_t distance;
};

/* Open addressing by key + 1; a power of two that is never more than half full. */
struct table {
    struct bucket *buckets;
    uint32_t *slots;
    uint32_t count, capacity;
    struct base_arena *arena;
};

static uint32_t slot_of(const struct table *table, uint32_t key)
{
    uint32_t mask = 2 * table->capacity - 1, at = (key * 2654435761U >> 7) & mask;
    while (table->slots[at] && table->buckets[table->slots[at] - 1].key != key)
        at = (at + 1) & mask;
    return at;
}

static bool table_grow(struct table *table)
{
    struct table wider = {.count = table->count,
                          .capacity = table->capacity ? table->capacity * 2 : 512,
                          .arena = table->arena};
    wider.buckets = base_arena_calloc(table->arena, wider.capacity, sizeof *wider.buckets);
    wider.slots = base_arena_calloc(table->arena, 2 * (size_t)wider.capacity, sizeof *wider.slots);
    if (!wider.buckets || !wider.slots)
        return false;
    if (table->count)
        memcpy(wider.buckets, table->buckets, table->count * sizeof *wider.buckets);
    for (uint32_t i = 0; i < table->count; i++)
        wider.slots[slot_of(&wider, wider.buckets[i].key)] = i + 1;
    *table = wider;
    return true;
}

/* The bucket of key, made when new; NULL without memory. */
static struct bucket *table_find(struct table *table, uint32_t key)
{
    if (table->count == table->capacity && !table_grow(table))
        return NULL;
    uint32_t at = slot_of(table, key);
    if (!table->slots[at]) {
        table->slots[at] = ++table->count;
        table->buckets[table->count - 1].key = key;
    }
    return &table->buckets[table->slots[at] - 1];
}

static uint32_t bucket_key(uint32_t pixel)
{
    return (pixel >> 3 & 31) | (pixel >> 11 & 31) << 5 | (pixel >> 19 & 31) << 10 |
           (pixel >> 28 & 15) << 15;
}

/* Tries to take every colour as it is; false at the 257th. */
static bool take_exact(const uint32_t *pixels, size_t count, struct table *table,
                       struct tiles_palette *out, bool *memory)
{
    uint32_t last = pixels[0] + 1, index = 0;
    for (size_t i = 0; i < count; i++) {
        if (pixels[i] != last) {
            struct bucket *bucket = table_find(table, pixels[i]);
            if (!bucket) {
                *memory = false;
                return false;
            }
            index = (uint32_t)(bucket - table->buckets);
            if (index >= 256)
                return false;
            out->colours[index] = last = pixels[i];
        }
        out->pixels[i] = (unsigned char)index;
    }
    out->count = table->count;
    return true;
}

static bool count_buckets(const uint32_t *pixels, size_t count, struct table *table)
{
    for (size_t i = 0; i < count;) {
        size_t run = 1;
        while (i + run < count && pixels[i + run] == pixels[i])
            run++;
        struct bucket *bucket = table_find(table, bucket_key(pixels[i]));
        if (!bucket)
            return false;
        bucket->count += (uint32_t)run;
        for (int c = 0; c < 4; c++)
            bucket->sums[c] += (uint32_t)run * (pixels[i] >> 8 * c & 255);
        i += run;
    }
    return true;
}

static int by_count(const void *a, const void *b)
{
    const struct bucket *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return (x->key > y->key) - (x->key < y->key);
}

static uint32_t distance2(uint32_t a, uint32_t b)
{
    uint32_t sum = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        int d = (int)(a >> shift & 255) - (int)(b >> shift & 255);
        sum += (uint32_t)(d * d);
    }
    return sum;
}

/* Takes a colour in, and brings every bucket nearer that it is nearest to. */
static void take_colour(struct table *table, struct tiles_palette *out, uint32_t colour)
{
    uint32_t index = out->count++;
    out->colours[index] = colour;
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t distance = distance2(table->buckets[i].colour, colour);
        if (distance < table->buckets[i].distance) {
            table->buckets[i].distance = distance;
            table->buckets[i].index = index;
        }
    }
}

static void choose_colours(struct table *table, struct tiles_palette *out)
{
    for (uint32_t i = 0; i < table->count; i++) {
        struct bucket *b = &table->buckets[i];
        b->distance = UINT32_MAX;
        b->colour = 0;
        for (int c = 0; c < 4; c++)
            b->colour |= (b->sums[c] + b->count / 2) / b->count << 8 * c;
    }
    out->count = 0;
    while (out->count < 256 && out->count < table->count) {
        uint32_t next = out->count;
        if (out->count >= BY_COUNT)
            for (uint32_t i = next = 0; i < table->count; i++)
                if (table->buckets[i].distance > table->buckets[next].distance)
                    next = i;
        if (table->buckets[next].distance == 0)
            break;
        take_colour(table, out, table->buckets[next].colour);
    }
}

bool tiles_palette_make(const uint32_t *pixels, size_t count, struct base_arena *arena,
                        struct tiles_palette *out)
{
    struct table exact = {.arena = arena}, table = {.arena = arena};
    bool memory = true;
    out->pixels = base_arena_alloc(arena, count ? count : 1);
    if (!out->pixels)
        return false;
    out->count = 0;
    if (count == 0 || take_exact(pixels, count, &exact, out, &memory))
        return true;
    if (!memory || !count_buckets(pixels, count, &table))
        return false;
    qsort(table.buckets, table.count, sizeof *table.buckets, by_count);
    memset(table.slots, 0, 2 * (size_t)table.capacity * sizeof *table.slots);
    for (uint32_t i = 0; i < table.count; i++)
        table.slots[slot_of(&table, table.buckets[i].key)] = i + 1;
    choose_colours(&table, out);
    uint32_t last = pixels[0] + 1, index = 0;
    for (size_t i = 0; i < count; i++) {
        if (pixels[i] != last) {
            last = pixels[i];
            index = table.buckets[table.slots[slot_of(&table, bucket_key(last))] - 1].index;
        }
        out->pixels[i] = (unsigned char)index;
    }
    return true;
}
