/* base/buffer.h - a growing run of bytes, for writers.
 *
 * Appending never fails visibly: past the limit or without memory the buffer
 * turns `failed`, keeps what it has and ignores the rest, so that a writer of a
 * hundred fields checks once, at the end. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct base_buffer {
    char *data; /* terminated by a zero byte that size does not count; NULL while empty */
    size_t size, capacity, limit;
    bool failed;
};

/* In place; limit 0 means none. `struct base_buffer b = {0}` is the same. */
void base_buffer_init(struct base_buffer *buffer, size_t limit);
void base_buffer_done(struct base_buffer *buffer); /* frees the bytes; twice is fine */
void base_buffer_clear(struct base_buffer *buffer);

void base_buffer_append(struct base_buffer *buffer, const void *data, size_t size);
void base_buffer_text(struct base_buffer *buffer, const char *text);
void base_buffer_byte(struct base_buffer *buffer, unsigned char byte);
void base_buffer_printf(struct base_buffer *buffer, const char *format, ...) BASE_PRINTF(2, 3);
/* Little endian. */
void base_buffer_u16(struct base_buffer *buffer, uint16_t value);
void base_buffer_u32(struct base_buffer *buffer, uint32_t value);
void base_buffer_u64(struct base_buffer *buffer, uint64_t value);
/* Zero bytes until size is a multiple of alignment. */
void base_buffer_align(struct base_buffer *buffer, size_t alignment);
/* Room for size bytes at the end, counted in; NULL when failed. */
void *base_buffer_extend(struct base_buffer *buffer, size_t size);

/* Hands the bytes to the caller (free() them) and empties the buffer. NULL when failed. */
char *base_buffer_take(struct base_buffer *buffer, size_t *size);

/* BASE_OK, or BASE_NO_MEMORY when an append was dropped. */
BASE_MUST_CHECK
enum base_status base_buffer_check(const struct base_buffer *buffer, struct base_error *err);

/* struct base_buffer b BASE_BUFFER_AUTO = {0}; */
#define BASE_BUFFER_AUTO __attribute__((cleanup(base_buffer_done)))

#endif
