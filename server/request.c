/* server/request.c - one HTTP request, without a socket. */
#include "server/request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

static const char *const METHODS[] = {"GET", "HEAD", "POST", "DELETE", "OPTIONS"};

enum server_method server_method_parse(const char *text)
{
    for (int i = 0; i < SERVER_OTHER_METHOD; i++)
        if (strcmp(text, METHODS[i]) == 0)
            return (enum server_method)i;
    return SERVER_OTHER_METHOD;
}

const char *server_method_name(enum server_method method)
{
    return method < SERVER_OTHER_METHOD ? METHODS[method] : "?";
}

const char *server_request_header(const struct server_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcasecmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

const char *server_target_query(const struct server_target *target, const char *name)
{
    for (size_t i = 0; i < target->query_count; i++)
        if (strcmp(target->query[i].name, name) == 0)
            return target->query[i].value;
    return NULL;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Decodes text[0..size) in the arena; plus means that '+' is a blank. */
static enum base_status decode(const char *text, size_t size, bool plus, struct base_arena *arena,
                               const char **out, struct base_error *err)
{
    char *decoded = base_arena_alloc(arena, size + 1);
    if (!decoded)
        return base_fail(err, BASE_UNAVAILABLE, "the request is too large");
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '%') {
            int high = i + 2 < size ? hex_digit(text[i + 1]) : -1;
            int low = i + 2 < size ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return base_fail(err, BASE_INVALID,
                                 "the address holds a %% without two hexadecimal digits");
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus)
            c = ' ';
        if (c == '\0')
            return base_fail(err, BASE_INVALID, "the address holds a zero byte (%%00)");
        decoded[length++] = c;
    }
    decoded[length] = '\0';
    if (!base_text_valid(decoded, length))
        return base_fail(err, BASE_INVALID,
                         "the address is not UTF-8; percent-encode Chinese text as UTF-8, not GBK");
    *out = decoded;
    return BASE_OK;
}

static enum base_status parse_path(const char *path, size_t size, struct base_arena *arena,
                                   struct server_target *out, struct base_error *err)
{
    for (size_t from = 1; from <= size;) {
        const char *slash = memchr(path + from, '/', size - from);
        size_t to = slash ? (size_t)(slash - path) : size;
        if (out->segment_count == SERVER_MAX_SEGMENTS)
            return base_fail(err, BASE_INVALID, "the address has more than %d parts",
                             SERVER_MAX_SEGMENTS);
        enum base_status status =
            decode(path + from, to - from, false, arena, &out->segments[out->segment_count], err);
        if (status != BASE_OK)
            return status;
        out->segment_count++;
        from = to + 1;
    }
    return BASE_OK;
}

static enum base_status parse_pair(const char *text, size_t size, struct base_arena *arena,
                                   struct server_target *out, struct base_error *err)
{
    if (size == 0)
        return BASE_OK;
    if (out->query_count == SERVER_MAX_QUERY)
        return base_fail(err, BASE_INVALID, "the address has more than %d parameters",
                         SERVER_MAX_QUERY);
    const char *equals = memchr(text, '=', size);
    size_t name_size = equals ? (size_t)(equals - text) : size;
    size_t value_at = equals ? name_size + 1 : size;
    struct server_pair *pair = &out->query[out->query_count];
    enum base_status status = decode(text, name_size, true, arena, &pair->name, err);
    if (status == BASE_OK)
        status = decode(text + value_at, size - value_at, true, arena, &pair->value, err);
    if (status == BASE_OK)
        out->query_count++;
    return status;
}

enum base_status server_target_parse(const char *text, struct base_arena *arena,
                                     struct server_target *out, struct base_error *err)
{
    *out = (struct server_target){0};
    if (text[0] != '/')
        return base_fail(err, BASE_INVALID, "the address must start with /");
    size_t path_size = strcspn(text, "?#");
    out->path = base_arena_strndup(arena, text, path_size);
    if (!out->path)
        return base_fail(err, BASE_UNAVAILABLE, "the request is too large");
    enum base_status status = parse_path(text, path_size, arena, out, err);
    const char *query = text[path_size] == '?' ? text + path_size + 1 : "";
    while (status == BASE_OK && *query && *query != '#') {
        size_t size = strcspn(query, "&#");
        status = parse_pair(query, size, arena, out, err);
        query += size + (query[size] == '&');
    }
    return status;
}

/* The weight of one item of an Accept header, "gzip;q=0.5". */
static double item_weight(const char *item, size_t size)
{
    char text[64] = "";
    memcpy(text, item, size < sizeof text - 1 ? size : sizeof text - 1);
    const char *q = strstr(text, "q=");
    return q ? atof(q + 2) : 1;
}

bool server_accepts_gzip(const char *accept)
{
    bool any = false;
    while (accept && *accept) {
        accept += strspn(accept, " \t,");
        size_t size = strcspn(accept, ","), name = strcspn(accept, " \t;,");
        if (name == 4 && strncasecmp(accept, "gzip", 4) == 0)
            return item_weight(accept, size) > 0; /* its own word counts before * */
        if (name == 1 && accept[0] == '*')
            any = item_weight(accept, size) > 0;
        accept += size;
    }
    return any;
}

bool server_etag_matches(const char *header, const char *etag)
{
    if (!header || !etag)
        return false;
    size_t length = strlen(etag);
    while (*header) {
        header += strspn(header, " \t,");
        if (*header == '*')
            return true;
        if (strncmp(header, "W/", 2) == 0)
            header += 2;
        if (strncmp(header, etag, length) == 0)
            return true;
        header += strcspn(header, ",");
    }
    return false;
}
