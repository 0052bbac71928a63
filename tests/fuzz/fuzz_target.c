/* Addresses and the headers that are read beside them: what is taken is UTF-8
 * without zero bytes, and finds at most one route. */
#include "base/text.h"
#include "server/route.h"
#include "tests/fuzz/fuzz.h"

static void check_text(const char *text)
{
    FUZZ_HOLDS(text && base_text_valid(text, strlen(text)));
}

static void check_params(const struct server_route *route, const struct server_pair *values,
                         size_t count, struct base_arena *arena)
{
    for (size_t i = 0; i < count; i++)
        for (const struct server_param *p = route->params; p && p->name; p++) {
            struct server_value value;
            struct base_error err = {0};
            if (strcmp(p->name, values[i].name) != 0)
                continue;
            if (server_param_parse(p, values[i].value, arena, &value, &err) != BASE_OK)
                check_text(err.message);
            else
                FUZZ_HOLDS(value.given && value.text);
        }
}

static void check_target(const struct server_target *target, struct base_arena *arena)
{
    FUZZ_HOLDS(target->segment_count <= SERVER_MAX_SEGMENTS);
    FUZZ_HOLDS(target->query_count <= SERVER_MAX_QUERY);
    for (size_t i = 0; i < target->segment_count; i++)
        check_text(target->segments[i]);
    for (size_t i = 0; i < target->query_count; i++) {
        check_text(target->query[i].name);
        check_text(target->query[i].value);
    }
    const struct server_route *route = NULL;
    struct server_pair values[SERVER_MAX_SEGMENTS];
    size_t count = 0;
    char allow[64];
    enum base_status status = server_route_find(SERVER_GET, target, &route, values, &count, allow,
                                                sizeof allow, arena, NULL);
    FUZZ_HOLDS((status == BASE_OK) == (route != NULL));
    if (route) {
        check_params(route, values, count, arena);
        check_params(route, target->query, target->query_count, arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    struct base_arena *arena = base_arena_create(1 << 20);
    struct server_target target;
    struct base_error err = {0};
    if (server_target_parse(text, arena, &target, &err) == BASE_OK)
        check_target(&target, arena);
    else
        check_text(err.message);
    server_accepts_gzip(text);
    server_etag_matches(text, "\"ab\"");
    base_arena_free(arena);
    free(text);
    return 0;
}
