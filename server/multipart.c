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
    bool inside = false; /* a quoted value, which may hold anything */
    for (size_t i = 0; i + length + 1 < size; i++) {
        bool starts = !inside && (i == 0 || strchr("; \t", line[i - 1]));
        inside ^= line[i] == '"';
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

/* Behind a delimiter stand blanks and the end of the line, or "--"; NULL when
 * other text does: then it was none. *last tells which. */
static const char *behind_mark(const char *at, const char *end, bool *last)
{
    *last = end - at >= 2 && memcmp(at, "--", 2) == 0;
    if (*last)
        return at + 2;
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return end - at >= 2 && memcmp(at, "\r\n", 2) == 0 ? at + 2 : NULL;
}

/* The next delimiter, mark being "\r\n--BOUNDARY". *next is what stands behind
 * it. The first one of a body may lack the line end before it. */
static const char *find_mark(const char *text, const char *end, bool first, const char *mark,
                             const char **next, bool *last)
{
    size_t length = strlen(mark);
    if (first && (size_t)(end - text) >= length - 2 && memcmp(text, mark + 2, length - 2) == 0 &&
        (*next = behind_mark(text + length - 2, end, last)))
        return text;
    for (const char *at = text; (at = find(at, (size_t)(end - at), mark, length)); at++)
        if ((*next = behind_mark(at + length, end, last)))
            return at;
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
    return length > 0 && length <= 70 ? base_arena_printf(arena, "\r\n--%s", value) : NULL;
}

enum base_status server_multipart_parse(const char *content_type, const void *body, size_t size,
                                        struct base_arena *arena, struct server_part *parts,
                                        size_t *count, struct base_error *err)
{
    const char *mark = boundary_of(content_type, arena);
    if (!mark)
        return base_fail(err, BASE_INVALID, "send the files as multipart/form-data");
    const char *end = (const char *)body + size, *at, *next;
    bool last = false;
    *count = 0;
    if (size == 0 || !find_mark(body, end, true, mark, &at, &last))
        return base_fail(err, BASE_INVALID, "the form is cut off or has more than %d parts",
                         SERVER_MAX_PARTS);
    while (!last) {
        const char *stop = find_mark(at, end, false, mark, &next, &last);
        if (!stop || *count == SERVER_MAX_PARTS)
            return base_fail(err, BASE_INVALID, "the form is cut off or has more than %d parts",
                             SERVER_MAX_PARTS);
        enum base_status status = read_part(at, (size_t)(stop - at), arena, &parts[*count], err);
        if (status != BASE_OK)
            return status;
        ++*count;
        at = next;
    }
    return BASE_OK;
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
