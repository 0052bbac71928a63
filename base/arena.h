/* base/arena.h - memory that is freed all at once: one request, one job. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/error.h"

struct base_arena;

/* An arena that hands out at most limit bytes (0: no limit). NULL when the
 * machine has no memory. Free with base_arena_free; free(NULL) is fine. */
struct base_arena *base_arena_create(size_t limit);
void base_arena_free(struct base_arena *arena);

/* Takes everything back but keeps one block (of at most 8 MiB), so that a
 * worker's arena stops asking the system. */
void base_arena_reset(struct base_arena *arena);

/* Bytes handed out since creation or reset. */
size_t base_arena_used(const struct base_arena *arena);

/* size bytes aligned for any type, not cleared; NULL past the limit. size 0
 * gives a pointer that must not be read. */
void *base_arena_alloc(struct base_arena *arena, size_t size);

/* count × size zeroed bytes; NULL past the limit or on overflow. */
void *base_arena_calloc(struct base_arena *arena, size_t count, size_t size);

/* A copy of size bytes, or of the text, terminated. NULL past the limit; a NULL
 * text gives NULL. */
void *base_arena_copy(struct base_arena *arena, const void *data, size_t size);
char *base_arena_strdup(struct base_arena *arena, const char *text);
char *base_arena_strndup(struct base_arena *arena, const char *text, size_t size);
char *base_arena_printf(struct base_arena *arena, const char *format, ...) BASE_PRINTF(2, 3);

static inline void base_arena_cleanup(struct base_arena **arena)
{
    base_arena_free(*arena);
}
/* struct base_arena *a BASE_ARENA_AUTO = base_arena_create(0); */
#define BASE_ARENA_AUTO __attribute__((cleanup(base_arena_cleanup)))

#endif
