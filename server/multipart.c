/* server/multipart.c - the parts of a multipart/form-data body. */
#include "server/multipart.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* memmem is no POSIX function. */
static const char *find(const char *text, size_t size, const char *what, size_t length)
{
    while (size >= length) {
        const char *start = memchr(text, what[0], size - length + 1);
        if (!start)
            return NULL;
        if (memcmp(start, what, length) == 0)
            return start;
        size -= (size_t)(start + 1 - text);
        text = start + 1;
    }
    return NULL;
}

/* The value of name="…" (or name=token) in a header line; NULL when absent. */
static const char *attribute(const char *line, size_t size, const char *name,
                             struct base_arena *arena)
{
    size_t length = strlen(name);
    for (size_t i = 0; i + length + 1 < size; i++) {
        bool starts = i == 0 || strchr("; \t", line[i - 1]);
        if (!starts || strncasecmp(line + i, name, length) != 0 || line[i + length] != '=')
            continue;
        const char *value = line + i + length + 1, *end = line + size;
        bool quoted = value < end && *value == '"';
        value += quoted;
        const char *stop = value;
        while (stop < end && (quoted ? *stop != '"' : !strchr("; \t\r\n", *stop)))
            stop++;
        return base_arena_strndup(arena, value, (size_t)(stop - value));
    }
    return NULL;
}

static enum base_status read_part(const char *text, size_t size, struct base_arena *arena,
                                  struct server_part *part, struct base_error *err)
{
    const char *body = find(text, size, "\r\n\r\n", 4);
    if (!body)
        return base_fail(err, BASE_INVALID, "a part of the form has no end of its headers");
    size_t head = (size_t)(body - text);
    *part = (struct server_part){.data = body + 4, .size = size - head - 4};
    for (const char *line = text; line < body;) {
        const char *end = find(line, head - (size_t)(line - text), "\r\n", 2);
        size_t length = end ? (size_t)(end - line) : head - (size_t)(line - text);
        if (length > 20 && strncasecmp(line, "Content-Disposition:", 20) == 0) {
            part->filename = attribute(line + 20, length - 20, "filename", arena);
            part->name = attribute(line + 20, length - 20, "name", arena);
        }
        line += length + 2;
    }
    if (!part->name)
        return base_fail(err, BASE_INVALID, "a part of the form has no name");
    return BASE_OK;
}

static const char *boundary_of(const char *content_type, struct base_arena *arena)
{
    if (!content_type || strncasecmp(content_type, "multipart/form-data", 19) != 0)
        return NULL;
    const char *value = attribute(content_type, strlen(content_type), "boundary", arena);
    size_t length = value ? strlen(value) : 0;
    return length > 0 && length <= 70 ? base_arena_printf(arena, "--%s", value) : NULL;
}

enum base_status server_multipart_parse(const char *content_type, const void *body, size_t size,
                                        struct base_arena *arena, struct server_part *parts,
                                        size_t *count, struct base_error *err)
{
    const char *mark = boundary_of(content_type, arena);
    if (!mark)
        return base_fail(err, BASE_INVALID, "send the files as multipart/form-data");
    size_t length = strlen(mark);
    const char *text = body, *end = text + size;
    const char *at = size ? find(text, size, mark, length) : NULL;
    *count = 0;
    while (at) {
        at += length;
        if (end - at >= 2 && memcmp(at, "--", 2) == 0)
            return BASE_OK;
        const char *next = find(at, (size_t)(end - at), mark, length);
        if (!next || next - at < 4 || *count == SERVER_MAX_PARTS)
            break;
        /* "\r\n" stands behind the mark and before the next one. */
        enum base_status status =
            read_part(at + 2, (size_t)(next - at) - 4, arena, &parts[*count], err);
        if (status != BASE_OK)
            return status;
        ++*count;
        at = next;
    }
    return base_fail(err, BASE_INVALID, "the form is cut off or has more than %d parts",
                     SERVER_MAX_PARTS);
}

const char *server_multipart_filename(const char *sent, struct base_arena *arena)
{
    const char *last = sent;
    for (const char *p = sent; *p; p++)
        if (*p == '/' || *p == '\\')
            last = p + 1;
    while (*last == '.' || *last == ' ')
        last++;
    char *name = base_arena_strdup(arena, last);
    if (!name)
        return NULL;
    for (char *p = name; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F || *p == ':')
            *p = '_';
    if (!base_text_valid(name, strlen(name)) || strlen(name) > 200)
        return "file";
    return name[0] ? name : "file";
}
