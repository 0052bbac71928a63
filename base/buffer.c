/* base/buffer.c - a growing run of bytes, for writers. */
#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void base_buffer_init(struct base_buffer *buffer, size_t limit)
{
    *buffer = (struct base_buffer){.limit = limit};
}

void base_buffer_done(struct base_buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct base_buffer){.limit = buffer->limit};
}

void base_buffer_clear(struct base_buffer *buffer)
{
    buffer->size = 0;
    buffer->failed = false;
    if (buffer->data)
        buffer->data[0] = '\0';
}

static bool reserve(struct base_buffer *buffer, size_t extra)
{
    size_t limit = buffer->limit ? buffer->limit : SIZE_MAX / 2;
    if (buffer->failed || extra > limit - buffer->size) {
        buffer->failed = true;
        return false;
    }
    size_t need = buffer->size + extra + 1;
    if (need <= buffer->capacity)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity * 2 : 256;
    if (capacity < need)
        capacity = need;
    char *data = realloc(buffer->data, capacity);
    if (!data) {
        buffer->failed = true;
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

void *base_buffer_extend(struct base_buffer *buffer, size_t size)
{
    if (!reserve(buffer, size))
        return NULL;
    char *room = buffer->data + buffer->size;
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
    return room;
}

void base_buffer_append(struct base_buffer *buffer, const void *data, size_t size)
{
    void *room = base_buffer_extend(buffer, size);
    if (room && size)
        memcpy(room, data, size);
}

void base_buffer_text(struct base_buffer *buffer, const char *text)
{
    base_buffer_append(buffer, text, strlen(text));
}

void base_buffer_byte(struct base_buffer *buffer, unsigned char byte)
{
    base_buffer_append(buffer, &byte, 1);
}

void base_buffer_printf(struct base_buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        buffer->failed = true;
    else if (reserve(buffer, (size_t)length)) {
        vsnprintf(buffer->data + buffer->size, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    }
    va_end(again);
}

static void append_little_endian(struct base_buffer *buffer, uint64_t value, size_t bytes)
{
    unsigned char *room = base_buffer_extend(buffer, bytes);
    for (size_t i = 0; room && i < bytes; i++)
        room[i] = (unsigned char)(value >> (8 * i));
}

void base_buffer_u16(struct base_buffer *buffer, uint16_t value)
{
    append_little_endian(buffer, value, 2);
}

void base_buffer_u32(struct base_buffer *buffer, uint32_t value)
{
    append_little_endian(buffer, value, 4);
}

void base_buffer_u64(struct base_buffer *buffer, uint64_t value)
{
    append_little_endian(buffer, value, 8);
}

void base_buffer_align(struct base_buffer *buffer, size_t alignment)
{
    size_t rest = buffer->size % alignment;
    if (!rest)
        return;
    void *room = base_buffer_extend(buffer, alignment - rest);
    if (room)
        memset(room, 0, alignment - rest);
}

char *base_buffer_take(struct base_buffer *buffer, size_t *size)
{
    if (!reserve(buffer, 0))
        return NULL;
    char *data = buffer->data;
    data[buffer->size] = '\0';
    *size = buffer->size;
    *buffer = (struct base_buffer){.limit = buffer->limit};
    return data;
}

enum base_status base_buffer_check(const struct base_buffer *buffer, struct base_error *err)
{
    return buffer->failed ? base_fail(err, BASE_NO_MEMORY, "out of memory") : BASE_OK;
}
