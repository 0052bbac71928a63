/* Forms: every part lies inside the body, in order, and no file name leaves its
 * folder. The input's first line is the Content-Type. */
#include "base/text.h"
#include "server/multipart.h"
#include "tests/fuzz/fuzz.h"

static void check_name(const char *sent, struct base_arena *arena)
{
    const char *name = server_multipart_filename(sent, arena);
    FUZZ_HOLDS(name && name[0] && name[0] != '.' && strlen(name) <= 200);
    FUZZ_HOLDS(!strpbrk(name, "/\\:") && base_text_valid(name, strlen(name)));
}

static void check_parts(const struct server_part *parts, size_t count, const char *body,
                        size_t size, struct base_arena *arena)
{
    const char *from = body;
    FUZZ_HOLDS(count <= SERVER_MAX_PARTS);
    for (size_t i = 0; i < count; i++) {
        const char *data = parts[i].data;
        FUZZ_HOLDS(parts[i].name && data >= from && data + parts[i].size <= body + size);
        from = data + parts[i].size;
        if (parts[i].filename)
            check_name(parts[i].filename, arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    size_t head = line ? (size_t)(line - data) : 0;
    char *type = fuzz_text(data, head);
    size_t rest = line ? size - head - 1 : 0;
    char *body = fuzz_copy(line ? line + 1 : data, rest);
    struct base_arena *arena = base_arena_create(1 << 24);
    struct server_part parts[SERVER_MAX_PARTS];
    size_t count = 0;
    struct base_error err = {0};
    if (server_multipart_parse(type, body, rest, arena, parts, &count, &err) == BASE_OK)
        check_parts(parts, count, body, rest, arena);
    else
        FUZZ_HOLDS(err.message[0]);
    base_arena_free(arena);
    free(body);
    free(type);
    return 0;
}
