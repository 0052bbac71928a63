/* server/route.c - finding the route of a request. */
#include "server/route.h"

#include <stdio.h>
#include <string.h>

/* One pattern segment against one decoded segment: literal text, or "{name}"
 * with literal text around it ("{y}.png"). Without memory the value is NULL. */
static bool match_segment(const char *pattern, size_t size, const char *segment,
                          struct base_arena *arena, struct server_pair *value, bool *captured)
{
    const char *open = memchr(pattern, '{', size);
    *captured = open != NULL;
    if (!open)
        return strlen(segment) == size && memcmp(segment, pattern, size) == 0;
    const char *close = memchr(open, '}', size - (size_t)(open - pattern));
    size_t before = (size_t)(open - pattern), after = size - (size_t)(close + 1 - pattern);
    size_t length = strlen(segment);
    if (length < before + after + 1 || memcmp(segment, pattern, before) != 0 ||
        memcmp(segment + length - after, close + 1, after) != 0)
        return false;
    value->name = base_arena_strndup(arena, open + 1, (size_t)(close - open - 1));
    value->value = base_arena_strndup(arena, segment + before, length - before - after);
    return true;
}

static bool match_pattern(const char *pattern, const struct server_target *target,
                          struct base_arena *arena, struct server_pair *values, size_t *count)
{
    size_t segment = 0;
    *count = 0;
    for (const char *p = pattern + 1;; segment++) {
        size_t size = strcspn(p, "/");
        bool captured;
        if (segment == target->segment_count ||
            !match_segment(p, size, target->segments[segment], arena, &values[*count], &captured))
            return false;
        *count += captured;
        if (p[size] == '\0')
            return segment + 1 == target->segment_count;
        p += size + 1;
    }
}

static bool has_all(const struct server_pair *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!values[i].name || !values[i].value)
            return false;
    return true;
}

static void add_method(char *allow, size_t size, enum server_method method)
{
    size_t used = strlen(allow);
    const char *name = method == SERVER_GET ? "GET, HEAD" : server_method_name(method);
    if (!strstr(allow, name))
        snprintf(allow + used, size - used, "%s%s", used ? ", " : "", name);
}

enum base_status server_route_find(enum server_method method, const struct server_target *target,
                                   const struct server_route **out, struct server_pair *values,
                                   size_t *value_count, char *allow, size_t allow_size,
                                   struct base_arena *arena, struct base_error *err)
{
    if (method == SERVER_HEAD)
        method = SERVER_GET;
    size_t count;
    const struct server_route *routes = server_routes(&count);
    allow[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (!match_pattern(routes[i].pattern, target, arena, values, value_count))
            continue;
        if (!has_all(values, *value_count))
            return base_fail(err, BASE_UNAVAILABLE, "the request is too large");
        if (routes[i].method == method) {
            *out = &routes[i];
            return BASE_OK;
        }
        add_method(allow, allow_size, routes[i].method);
    }
    if (allow[0])
        return base_fail(err, BASE_INVALID, "this address accepts %s only", allow);
    return base_fail(err, BASE_NOT_FOUND, "there is nothing at %.200s; see /openapi.json",
                     target->path);
}
