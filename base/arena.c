/* base/arena.c - memory that is freed all at once. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)16 * 1024)
#define MAX_BLOCK   ((size_t)8 * 1024 * 1024)
#define ALIGNMENT   alignof(max_align_t)

struct block {
    struct block *next;
    size_t size, used;
    alignas(max_align_t) unsigned char bytes[];
};

struct base_arena {
    struct block *blocks; /* the newest first */
    size_t limit, used;
};

struct base_arena *base_arena_create(size_t limit)
{
    struct base_arena *arena = calloc(1, sizeof *arena);
    if (arena)
        arena->limit = limit ? limit : SIZE_MAX;
    return arena;
}

static void free_blocks(struct block *block)
{
    while (block) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
}

void base_arena_free(struct base_arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena->blocks);
    free(arena);
}

void base_arena_reset(struct base_arena *arena)
{
    struct block *keep = NULL, *block = arena->blocks;
    while (block) {
        struct block *next = block->next;
        if (!keep && block->size <= MAX_BLOCK)
            keep = block;
        else
            free(block);
        block = next;
    }
    if (keep) {
        keep->next = NULL;
        keep->used = 0;
    }
    arena->blocks = keep;
    arena->used = 0;
}

size_t base_arena_used(const struct base_arena *arena)
{
    return arena->used;
}

static struct block *add_block(struct base_arena *arena, size_t need)
{
    size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
    if (size > MAX_BLOCK)
        size = MAX_BLOCK;
    if (size < need)
        size = need;
    struct block *block = malloc(sizeof *block + size);
    if (!block)
        return NULL;
    *block = (struct block){.next = arena->blocks, .size = size};
    arena->blocks = block;
    return block;
}

void *base_arena_alloc(struct base_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t need = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (need > arena->limit - arena->used)
        return NULL;
    struct block *block = arena->blocks;
    if (!block || need > block->size - block->used)
        block = add_block(arena, need);
    if (!block)
        return NULL;
    void *memory = block->bytes + block->used;
    block->used += need;
    arena->used += need;
    return memory;
}

void *base_arena_calloc(struct base_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    void *memory = base_arena_alloc(arena, count * size);
    if (memory)
        memset(memory, 0, count * size);
    return memory;
}

void *base_arena_copy(struct base_arena *arena, const void *data, size_t size)
{
    void *memory = base_arena_alloc(arena, size);
    if (memory && size)
        memcpy(memory, data, size);
    return memory;
}

char *base_arena_strndup(struct base_arena *arena, const char *text, size_t size)
{
    if (!text)
        return NULL;
    char *copy = base_arena_alloc(arena, size + 1);
    if (!copy)
        return NULL;
    if (size)
        memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *base_arena_strdup(struct base_arena *arena, const char *text)
{
    return text ? base_arena_strndup(arena, text, strlen(text)) : NULL;
}

char *base_arena_printf(struct base_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = length < 0 ? NULL : base_arena_alloc(arena, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
