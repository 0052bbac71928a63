/* server/compress.c - gzip of whole bodies, by libdeflate. */
#include "server/compress.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#define SMALLEST 860 /* below, one packet holds it anyway */
#define LEVEL    5

static bool shrinks(const char *media)
{
    return strncmp(media, "text/", 5) == 0 || strstr(media, "json") || strstr(media, "xml") ||
           strstr(media, "javascript") || strcmp(media, SERVER_MVT) == 0;
}

static void replace_body(struct server_reply *reply, struct base_buffer *body)
{
    base_buffer_done(&reply->body);
    if (reply->borrowed_free)
        reply->borrowed_free(reply->borrowed_owner);
    reply->borrowed = NULL;
    reply->borrowed_free = NULL;
    reply->body = *body;
}

enum base_status server_gzip(const void *bytes, size_t size, struct base_buffer *out,
                             struct base_error *err)
{
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(LEVEL);
    if (!compressor)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    size_t start = out->size, room = libdeflate_gzip_compress_bound(compressor, size);
    void *to = base_buffer_extend(out, room);
    if (to)
        out->size = start + libdeflate_gzip_compress(compressor, bytes, size, to, room);
    libdeflate_free_compressor(compressor);
    return base_buffer_check(out, err);
}

static bool pack(struct server_reply *reply)
{
    size_t size;
    const void *bytes = server_reply_bytes(reply, &size);
    if (size < SMALLEST || !shrinks(reply->media))
        return false;
    struct base_buffer packed = {0};
    if (server_gzip(bytes, size, &packed, NULL) != BASE_OK || packed.size >= size) {
        base_buffer_done(&packed);
        return false;
    }
    replace_body(reply, &packed);
    reply->encoded = true;
    return true;
}

/* The unpacked size stands in the last four bytes of a gzip member. */
static void unpack(struct server_reply *reply)
{
    size_t size;
    const unsigned char *bytes = server_reply_bytes(reply, &size);
    if (size < 18)
        return;
    const unsigned char *tail = bytes + size - 4;
    size_t room =
        (size_t)tail[0] | (size_t)tail[1] << 8 | (size_t)tail[2] << 16 | (size_t)tail[3] << 24;
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    struct base_buffer plain = {0};
    void *out = base_buffer_extend(&plain, room);
    if (decompressor && out &&
        libdeflate_gzip_decompress(decompressor, bytes, size, out, room, NULL) ==
            LIBDEFLATE_SUCCESS) {
        replace_body(reply, &plain);
        reply->encoded = false;
    } else
        base_buffer_done(&plain);
    libdeflate_free_decompressor(decompressor);
}

bool server_compress(struct server_reply *reply, bool accepted)
{
    if (reply->encoded && !accepted)
        unpack(reply);
    else if (!reply->encoded && accepted)
        pack(reply);
    return reply->encoded;
}
