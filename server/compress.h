/* server/compress.h - gzip of whole bodies, by libdeflate. */
#ifndef SERVER_COMPRESS_H
#define SERVER_COMPRESS_H

#include <stdbool.h>

#include "server/reply.h"

/* Compresses the body when the client takes gzip, the kind of content shrinks
 * and it is larger than a packet; unpacks a body that is stored compressed when
 * the client does not take it. Returns true when what is sent is gzip. Without
 * memory the body goes as it is. */
bool server_compress(struct server_reply *reply, bool accepted);

/* Appends the bytes as one gzip member. BASE_OK or BASE_NO_MEMORY. */
BASE_MUST_CHECK
enum base_status server_gzip(const void *bytes, size_t size, struct base_buffer *out,
                             struct base_error *err);

#endif
