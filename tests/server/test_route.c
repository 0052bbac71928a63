/* tests/server/test_route.c - the route table, and the document made of it. */
#include "server/route.h"

#include <string.h>

#include "base/json_read.h"
#include "base/message.h"
#include "server/openapi.h"
#include "tests/support/cmocka.h"

struct found {
    enum base_status status;
    const struct server_route *route;
    struct server_pair values[SERVER_MAX_SEGMENTS];
    size_t count;
    char allow[64];
};

static struct base_arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = base_arena_create(0);
    return arena ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    base_arena_free(arena);
    return 0;
}

static struct found find(enum server_method method, const char *text)
{
    struct found found = {.route = NULL};
    struct server_target target;
    assert_int_equal(server_target_parse(text, arena, &target, NULL), BASE_OK);
    found.status = server_route_find(method, &target, &found.route, found.values, &found.count,
                                     found.allow, sizeof found.allow, arena, NULL);
    return found;
}

static void addresses_find_their_routes(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"/", "page"},
        {"/?q=1", "page"},
        {"/api/v1/search?q=x", "search"},
        {"/api/v1/divisions/220104", "division"},
        {"/api/v1/divisions/220104/children", "divisionChildren"},
        {"/api/v1/places/a%2Fb", "place"},
        {"/tiles/map/10/868/371.png", "tilePng"},
        {"/tiles/map/10/868/371@2x.png", "tilePng2x"},
        {"/tiles/map/10/868/371.mvt", "tileMvt"},
        {"/tiles/map/10/868/371.pbf", "tilePbf"},
        {"/tiles/map/c/10/868/371@2x.png", "setTilePng2x"},
        {"/tiles/division.json", "tilejson"},
        {"/styles/default.json", "style"},
        {"/openapi.json", "openapi"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct found found = find(SERVER_GET, cases[i][0]);
        assert_int_equal(found.status, BASE_OK);
        assert_string_equal(found.route->id, cases[i][1]);
        assert_ptr_equal(find(SERVER_HEAD, cases[i][0]).route, found.route);
    }
}

static void braces_give_their_values(void **state)
{
    (void)state;
    struct found found = find(SERVER_GET, "/tiles/map/c/10/868/371@2x.png");
    static const char *const values[][2] = {
        {"layer", "map"}, {"tms", "c"}, {"z", "10"}, {"x", "868"}, {"y", "371"}};
    assert_int_equal(found.count, COUNT(values));
    for (size_t i = 0; i < COUNT(values); i++) {
        assert_string_equal(found.values[i].name, values[i][0]);
        assert_string_equal(found.values[i].value, values[i][1]);
    }
    assert_string_equal(find(SERVER_GET, "/api/v1/places/a%2Fb").values[0].value, "a/b");
}

static void other_addresses_find_nothing(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/x",
        "/api",
        "/api/v1/search/",
        "/api/v1/divisions",
        "/api/v1/divisions/",
        "//",
        "/api%2Fv1%2Fsearch",
        "/tiles/.json",
        "/tiles/map/1/2/.png",
        "/API/v1/search",
        "/tiles/map/1/2/3.jpg",
        "/tiles/map/1/2/3/4/5.png",
        "/web/a/b",
    };
    for (size_t i = 0; i < COUNT(targets); i++)
        if (find(SERVER_GET, targets[i]).status != BASE_NOT_FOUND)
            fail_msg("%s", targets[i]);
}

static void other_methods_are_told_which_are_allowed(void **state)
{
    (void)state;
    struct found found = find(SERVER_POST, "/api/v1/search");
    assert_int_equal(found.status, BASE_INVALID);
    assert_string_equal(found.allow, "GET, HEAD");
    found = find(SERVER_GET, "/api/v1/imports");
    assert_int_equal(found.status, BASE_INVALID);
    assert_string_equal(found.allow, "POST");
    found = find(SERVER_POST, "/api/v1/jobs/1");
    assert_int_equal(found.status, BASE_INVALID);
    assert_string_equal(found.allow, "GET, HEAD, DELETE");
    assert_int_equal(find(SERVER_OTHER_METHOD, "/").status, BASE_INVALID);
}

static bool in_pattern(const struct server_route *route, const char *name)
{
    char braces[64];
    snprintf(braces, sizeof braces, "{%s}", name);
    return strstr(route->pattern, braces) != NULL;
}

static void the_table_is_consistent(void **state)
{
    (void)state;
    size_t count;
    const struct server_route *routes = server_routes(&count);
    for (size_t i = 0; i < count; i++) {
        const struct server_route *route = &routes[i];
        size_t braces = 0, params = 0;
        for (const char *p = route->pattern; *p; p++)
            braces += *p == '{';
        for (const struct server_param *p = route->params; p && p->name; p++, params++) {
            braces -= in_pattern(route, p->name);
            assert_true(!in_pattern(route, p->name) || p->required);
            assert_true(p->type != SERVER_PARAM_ENUM || (p->values && p->values[0]));
            assert_string_not_equal(base_message_format(p->about, BASE_ZH), p->about);
            struct server_value value;
            if (p->example)
                assert_int_equal(server_param_parse(p, p->example, arena, &value, NULL), BASE_OK);
            if (p->fallback)
                assert_int_equal(server_param_parse(p, p->fallback, arena, &value, NULL), BASE_OK);
        }
        assert_int_equal(braces, 0); /* each brace has its parameter */
        assert_true(params + 2 <= SERVER_MAX_PARAMS);
        assert_true((route->method == SERVER_POST) == (route->body_limit > 0));
        assert_string_not_equal(base_message_format(route->summary, BASE_ZH), route->summary);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(routes[j].id, route->id);
    }
}

static json_t *document(enum base_lang lang)
{
    struct base_buffer text = {0};
    struct base_error err = {.message = ""};
    json_t *root = NULL;
    server_openapi_write("http://127.0.0.1:8080", lang, &text);
    assert_int_equal(base_buffer_check(&text, NULL), BASE_OK);
    if (base_json_parse(text.data, text.size, 0, &root, &err) != BASE_OK)
        fail_msg("%s", err.message);
    base_buffer_done(&text);
    return root;
}

static void every_route_stands_in_the_document(void **state)
{
    (void)state;
    static const char *const KEYS[] = {"get", "head", "post", "delete"};
    size_t count, hidden = 0, listed = 0;
    const struct server_route *routes = server_routes(&count);
    json_t *root = document(BASE_EN);
    const json_t *paths = json_object_get(root, "paths");
    for (size_t i = 0; i < count; i++) {
        const json_t *path = json_object_get(paths, routes[i].pattern);
        if (routes[i].flags & SERVER_HIDDEN) {
            assert_null(path);
            hidden++;
            continue;
        }
        const json_t *operation = json_object_get(path, KEYS[routes[i].method]);
        assert_non_null(operation);
        assert_string_equal(json_string_value(json_object_get(operation, "operationId")),
                            routes[i].id);
        const json_t *parameters = json_object_get(operation, "parameters");
        for (const struct server_param *p = routes[i].params; p && p->name; p++) {
            size_t j;
            json_t *parameter;
            bool found = false;
            json_array_foreach(parameters, j, parameter)
            {
                const char *name = json_string_value(json_object_get(parameter, "name"));
                found = found || strcmp(name, p->name) == 0;
            }
            assert_true(found);
        }
    }
    const char *key;
    json_t *path;
    json_object_foreach((json_t *)(uintptr_t)paths, key, path) listed += json_object_size(path);
    assert_int_equal(listed, count - hidden);
    json_decref(root);
}

static void check_references(const json_t *root, const json_t *value)
{
    const char *key;
    size_t i;
    json_t *item;
    if (json_is_array(value))
        json_array_foreach(value, i, item) check_references(root, item);
    if (!json_is_object(value))
        return;
    const char *ref = json_string_value(json_object_get(value, "$ref"));
    if (ref) {
        const json_t *schemas = json_object_get(json_object_get(root, "components"), "schemas");
        assert_memory_equal(ref, "#/components/schemas/", 21);
        if (!json_object_get(schemas, ref + 21))
            fail_msg("%s is not there", ref);
    }
    json_object_foreach((json_t *)(uintptr_t)value, key, item) check_references(root, item);
}

static void every_reference_of_the_document_is_there(void **state)
{
    (void)state;
    json_t *root = document(BASE_ZH);
    check_references(root, root);
    json_decref(root);
}

static void the_document_speaks_both_languages(void **state)
{
    (void)state;
    json_t *zh = document(BASE_ZH), *en = document(BASE_EN);
    assert_false(json_equal(zh, en));
    assert_string_equal(json_string_value(json_object_get(en, "openapi")), "3.1.0");
    json_decref(zh);
    json_decref(en);
}

static void the_page_of_addresses_is_closed(void **state)
{
    (void)state;
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    server_openapi_write_html(BASE_ZH, &text);
    assert_non_null(strstr(text.data, "/api/v1/search"));
    assert_non_null(strstr(text.data, "</html>"));
    assert_null(strstr(text.data, "<script"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_find_their_routes),
        cmocka_unit_test(braces_give_their_values),
        cmocka_unit_test(other_addresses_find_nothing),
        cmocka_unit_test(other_methods_are_told_which_are_allowed),
        cmocka_unit_test(the_table_is_consistent),
        cmocka_unit_test(every_route_stands_in_the_document),
        cmocka_unit_test(every_reference_of_the_document_is_there),
        cmocka_unit_test(the_document_speaks_both_languages),
        cmocka_unit_test(the_page_of_addresses_is_closed),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
