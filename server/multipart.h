/* server/multipart.h - the parts of a multipart/form-data body (RFC 7578). */
#ifndef SERVER_MULTIPART_H
#define SERVER_MULTIPART_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct server_part {
    const char *name;     /* of the form field */
    const char *filename; /* NULL for a plain value */
    const void *data;     /* borrowed from the body */
    size_t size;
};

#define SERVER_MAX_PARTS 64

/* Splits body by the boundary of content_type. BASE_INVALID when the type is
 * another, the body is cut off, or a part has no name. */
BASE_MUST_CHECK
enum base_status server_multipart_parse(const char *content_type, const void *body, size_t size,
                                        struct base_arena *arena, struct server_part *parts,
                                        size_t *count, struct base_error *err);

/* A sent file name made safe: its last component, without control characters
 * and leading dots; "file" when nothing is left. In the arena. */
const char *server_multipart_filename(const char *sent, struct base_arena *arena);

#endif
