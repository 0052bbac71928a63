/* tests/server/test_answer.c - whole answers, without a socket. */
#include "server/auth.h"
#include "tests/server/node.h"

#define DIVISION "/api/v1/divisions/220104"
#define FINDINGS "/api/v1/findings"
#define GET(...) (&(struct node_request){.method = SERVER_GET, __VA_ARGS__})

/* --- divisions and names ---------------------------------------------------- */

static void a_division_is_told_as_of_a_day(void **state)
{
    json_t *now = node_get_json(*state, DIVISION, 200);
    assert_string_equal(node_text(now, "full_name"), "吉林省长春市朝阳区");
    assert_string_equal(node_text(now, "level"), "county");
    assert_null(json_object_get(now, "requested"));
    json_decref(now);
    json_t *then = node_get_json(*state, "/api/v1/divisions/220381?at=2019-01-01", 200);
    assert_string_equal(node_text(then, "full_name"), "吉林省四平市公主岭市");
    assert_string_equal(node_text(then, "valid_to"), "2020-06-05");
    json_decref(then);
}

static void a_retired_code_is_answered_by_the_unit_as_it_is_now(void **state)
{
    json_t *answer = node_get_json(*state, "/api/v1/divisions/220381", 200);
    const json_t *requested = json_object_get(answer, "requested");
    assert_string_equal(node_text(answer, "code"), "220184");
    assert_string_equal(node_text(answer, "full_name"), "吉林省长春市公主岭市");
    assert_string_equal(node_text(requested, "code"), "220381");
    assert_string_equal(node_text(requested, "form"), "former");
    assert_string_equal(node_text(requested, "valid_to"), "2020-06-05");
    json_decref(answer);
    json_decref(node_get_json(*state, "/api/v1/divisions/220381?at=2021-01-01", 404));
    json_decref(node_get_json(*state, "/api/v1/divisions/220184?at=2019-01-01", 404));
    json_decref(node_get_json(*state, "/api/v1/divisions/990000", 404));
}

static size_t listed(json_t *answer, const char *const *codes)
{
    const json_t *divisions = json_object_get(answer, "divisions");
    size_t count = json_array_size(divisions);
    for (size_t i = 0; i < count && codes[i]; i++)
        assert_string_equal(node_text(json_array_get(divisions, i), "code"), codes[i]);
    json_decref(answer);
    return count;
}

static void relations_follow_the_day(void **state)
{
    static const struct {
        const char *target;
        const char *codes[5];
    } cases[] = {
        {"/children", {"220102", "220104", "220184", NULL}},
        {"/children?at=2019-01-01", {"220102", "220104", NULL}},
        {"/parents", {"220000", NULL}},
        {"/children?limit=2", {"220102", "220104", NULL}},
        {"/children?cursor=220104", {"220184", NULL}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char target[100];
        size_t expected = 0;
        while (cases[i].codes[expected])
            expected++;
        snprintf(target, sizeof target, "/api/v1/divisions/2201%s", cases[i].target);
        assert_int_equal(listed(node_get_json(*state, target, 200), cases[i].codes), expected);
    }
    const char *const beside[] = {"220102", NULL};
    assert_int_equal(listed(node_get_json(*state, DIVISION "/neighbours", 200), beside), 1);
    const char *const versions[] = {"220381", "220184", NULL};
    assert_int_equal(
        listed(node_get_json(*state, "/api/v1/divisions/220184/history", 200), versions), 2);
    assert_int_equal(
        listed(node_get_json(*state, "/api/v1/divisions/220381/history", 200), versions), 2);
}

static void the_next_page_is_linked(void **state)
{
    struct node_answer answer = node_ask(
        *state, GET(.target = "/api/v1/divisions/2201/children?cursor=220102&limit=1&at=2026-01-01",
                    .headers = {{"Host", "maps.example:8080"}}));
    assert_string_equal(node_header(&answer, "Link"),
                        "<http://maps.example:8080/api/v1/divisions/2201/children?limit=1&at="
                        "2026-01-01&cursor=220104>; rel=\"next\"");
    json_t *root = node_json(&answer);
    assert_string_equal(node_text(root, "next"), "220104");
    json_decref(root);
    struct node_answer last = node_get(*state, "/api/v1/divisions/2201/children");
    assert_null(node_header(&last, "Link"));
    node_answer_done(&last);
}

static void a_strange_host_never_enters_an_answer(void **state)
{
    static const char *const hosts[] = {"a>b", "x\"y", "evil/path", "a b", ""};
    for (size_t i = 0; i < COUNT(hosts); i++) {
        struct node_answer answer =
            node_ask(*state, GET(.target = "/api/v1/divisions/2201/children?limit=1",
                                 .headers = {{"Host", hosts[i]}}));
        assert_memory_equal(node_header(&answer, "Link"), "<http://127.0.0.1/", 18);
        node_answer_done(&answer);
    }
}

static void geojson_is_asked_for_by_f(void **state)
{
    struct node_answer answer = node_get(*state, DIVISION "?f=geojson");
    assert_string_equal(answer.media, SERVER_GEOJSON);
    json_t *root = node_json(&answer);
    assert_string_equal(node_text(root, "type"), "Feature");
    assert_string_equal(node_text(json_object_get(root, "properties"), "code"), "220104");
    json_decref(root);
}

static void search_and_reverse_answer(void **state)
{
    static const char *const cases[][2] = {
        {"/api/v1/search?q=%E6%9C%9D%E9%98%B3", "朝阳区"},
        {"/api/v1/search?q=chaoyang", "朝阳区"},
        {"/api/v1/search?q=220381", "公主岭市"},
        {"/api/v1/search?q=%E6%96%AF%E5%A4%A7%E6%9E%97%E5%A4%A7%E8%A1%97", "人民大街"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *root = node_get_json(*state, cases[i][0], 200);
        const json_t *first = json_array_get(json_object_get(root, "results"), 0);
        assert_string_equal(node_text(first, "standard_name"), cases[i][1]);
        json_decref(root);
    }
    json_t *root = node_get_json(*state, "/api/v1/reverse?lon=125.0005&lat=43.0005", 200);
    assert_int_equal(json_array_size(json_object_get(root, "chain")), 3);
    const json_t *nearest = json_array_get(json_object_get(root, "nearest"), 0);
    assert_string_equal(node_text(nearest, "name"), "人民大街");
    json_decref(root);
    root = node_get_json(*state, "/api/v1/places/street-1", 200);
    assert_int_equal(json_array_size(json_object_get(root, "names")), 2);
    json_decref(root);
    json_decref(node_get_json(*state, "/api/v1/places/220104", 200));
    json_decref(node_get_json(*state, "/api/v1/places/nothing", 404));
}

static void pages_of_the_ranking_go_on(void **state)
{
    json_t *root = node_get_json(*state, "/api/v1/search?q=220&limit=2", 200);
    assert_string_equal(node_text(root, "next"), "2");
    json_decref(root);
    root = node_get_json(*state, "/api/v1/search?q=220&limit=100&cursor=2", 200);
    assert_true(json_is_null(json_object_get(root, "next")));
    json_decref(root);
}

/* --- failures ----------------------------------------------------------------- */

static void a_problem_has_its_shape(void **state)
{
    struct node_answer answer =
        node_ask(*state, GET(.target = "/api/v1/nothing", .headers = {{"Accept-Language", "en"}}));
    assert_int_equal(answer.status, 404);
    assert_string_equal(answer.media, SERVER_PROBLEM);
    assert_string_equal(node_header(&answer, "Cache-Control"), "no-store");
    assert_string_equal(answer.etag, "");
    json_t *root = node_json(&answer);
    assert_string_equal(node_text(root, "type"), "about:blank");
    assert_string_equal(node_text(root, "title"), "Not found");
    assert_int_equal(json_integer_value(json_object_get(root, "status")), 404);
    assert_string_equal(node_text(root, "instance"), "/api/v1/nothing");
    assert_non_null(strstr(node_text(root, "detail"), "openapi.json"));
    assert_null(json_object_get(root, "errors"));
    json_decref(root);
}

static void the_language_is_asked_for(void **state)
{
    static const struct {
        const char *target, *accept;
        bool english;
    } cases[] = {
        {"/x", NULL, false},           {"/x", "en-GB,en;q=0.9", true}, {"/x", "zh-CN", false},
        {"/x?lang=en", "zh-CN", true}, {"/x?lang=zh", "en", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct node_answer answer = node_ask(
            *state,
            GET(.target = cases[i].target,
                .headers = {{cases[i].accept ? "Accept-Language" : NULL, cases[i].accept}}));
        json_t *root = node_json(&answer);
        assert_int_equal(strcmp(node_text(root, "title"), "Not found") == 0, cases[i].english);
        json_decref(root);
    }
}

static void assert_names(struct node *node, const char *target, const char *parameter)
{
    struct node_answer answer = node_ask(node, GET(.target = target, .key = node->clerk));
    if (answer.status != 400)
        fail_msg("%s: %d", target, answer.status);
    json_t *root = node_json(&answer);
    const json_t *error = json_array_get(json_object_get(root, "errors"), 0);
    if (strcmp(node_text(error, "parameter"), parameter) != 0)
        fail_msg("%s names %s", target, node_text(error, "parameter"));
    assert_true(strlen(node_text(error, "message")) > 5);
    json_decref(root);
}

static void assert_fails_as_nominatim(struct node *node, const char *target)
{
    struct node_answer answer = node_ask(node, GET(.target = target));
    if (answer.status != 400)
        fail_msg("%s: %d", target, answer.status);
    /* reverse and lookup answer XML where nothing else is asked for */
    assert_true(strstr(answer.body.data, "<code>400</code><message>") != NULL ||
                strstr(answer.body.data, "{\"error\":{\"code\":400,\"message\":\"") != NULL);
    assert_true(answer.body.size > 40);
    node_answer_done(&answer);
}

static void unknown_parameters_are_refused(void **state)
{
    assert_names(*state, DIVISION "?att=2019-01-01", "att");
    assert_names(*state, "/api/v1/search?q=a&Limit=1", "Limit");
    assert_names(*state, "/api/v1/search", "q");
    assert_names(*state, "/api/v1/search?q=", "q");
    assert_names(*state, "/api/v1/search?q=a&cursor=x", "cursor");
    assert_names(*state, "/api/v1/reverse?lon=181&lat=43", "lon");
    assert_names(*state, "/api/v1/reverse?lon=125&lat=91", "lat");
    assert_names(*state, "/api/v1/reverse?lon=125&lat=43&crs=EPSG:999999", "crs");
}

/* A value that no parameter of the type takes. */
static const char *wrong_value(const struct server_param *param)
{
    static char text[4096 + 1]; /* longer than any text may be */
    memset(text, 'a', sizeof text - 1);
    return param->type == SERVER_PARAM_TEXT ? text : "no";
}

/* The route's address with the example of every required parameter, but for one
 * which gets `value`. */
static void write_target(const struct server_route *route, const struct server_param *wrong,
                         const char *value, char *out, size_t size)
{
    struct base_buffer text = {0};
    for (const char *p = route->pattern; *p; p++) {
        if (*p != '{') {
            base_buffer_byte(&text, (unsigned char)*p);
            continue;
        }
        size_t length = strcspn(p, "}") - 1;
        for (const struct server_param *q = route->params; q->name; q++)
            if (strlen(q->name) == length && strncmp(q->name, p + 1, length) == 0)
                base_buffer_text(&text, q == wrong ? value : q->example ? q->example : "1");
        p += length + 1;
    }
    base_buffer_byte(&text, '?');
    for (const struct server_param *p = route->params; p && p->name; p++) {
        char braces[64];
        snprintf(braces, sizeof braces, "{%s}", p->name);
        if (strstr(route->pattern, braces) || (p != wrong && !p->required))
            continue;
        base_buffer_printf(&text, "%s=%s&", p->name, p == wrong ? value : p->example);
    }
    assert_true(text.size < size);
    memcpy(out, text.data, text.size + 1);
    base_buffer_done(&text);
}

static void every_parameter_has_a_wrong_value_that_is_named(void **state)
{
    size_t count, tried = 0;
    const struct server_route *routes = server_routes(&count);
    for (size_t i = 0; i < count; i++)
        for (const struct server_param *p = routes[i].params;
             p && p->name && routes[i].method == SERVER_GET; p++, tried++) {
            char target[8192];
            write_target(&routes[i], p, wrong_value(p), target, sizeof target);
            if (routes[i].flags & SERVER_NOMINATIM)
                assert_fails_as_nominatim(*state, target);
            else
                assert_names(*state, target, p->name);
        }
    assert_true(tried > 80);
    assert_names(*state, DIVISION "?at=2026-02-30", "at");
    assert_names(*state, DIVISION "?lang=x", "lang");
}

static void every_route_answers_its_example(void **state)
{
    struct node *node = *state;
    size_t count;
    const struct server_route *routes = server_routes(&count);
    for (size_t i = 0; i < count; i++) {
        char target[2048];
        if (routes[i].method != SERVER_GET || strcmp(routes[i].pattern, "/api/v1/reach") == 0)
            continue;
        write_target(&routes[i], NULL, NULL, target, sizeof target);
        if (strncmp(target, "/nominatim/search", 17) == 0) /* q, or parts of an address */
            strcat(target, "q=x");
        struct node_answer answer = node_ask(node, GET(.target = target, .key = node->clerk));
        /* 404: this record has no job, no finding and no facility. */
        if (answer.status != 200 && answer.status != 404)
            fail_msg("%s: %d %.300s", target, answer.status, answer.body.data);
        assert_true(answer.body.size > 0 || strcmp(routes[i].media, SERVER_MVT) == 0);
        assert_true(strlen(node_header(&answer, "X-Snapshot")) == 16);
        assert_non_null(node_header(&answer, "X-Request-Id"));
        assert_non_null(node_header(&answer, "Server-Timing"));
        if (answer.status == 200 && !(routes[i].flags & SERVER_NO_ETAG))
            assert_true(answer.etag[0] == '"');
        if (answer.status == 404 || strstr(answer.media, "json")) {
            json_t *root = node_json(&answer);
            json_decref(root);
        } else
            node_answer_done(&answer);
    }
}

/* --- methods, bodies ---------------------------------------------------------- */

static void methods_that_do_not_fit_get_405(void **state)
{
    struct node_answer answer =
        node_ask(*state, &(struct node_request){.method = SERVER_POST, .target = DIVISION});
    assert_int_equal(answer.status, 405);
    assert_string_equal(node_header(&answer, "Allow"), "GET, HEAD");
    node_answer_done(&answer);
    assert_int_equal(node_status(*state, &(struct node_request){.method = SERVER_OTHER_METHOD,
                                                                .target = DIVISION}),
                     405);
    assert_int_equal(
        node_status(*state, &(struct node_request){.method = SERVER_DELETE, .target = "/nothing"}),
        404);
}

static void head_has_the_headers_of_get(void **state)
{
    static const char *const targets[] = {DIVISION, "/openapi.json", "/", "/api/v1/search?q=a"};
    for (size_t i = 0; i < COUNT(targets); i++) {
        struct node_answer get = node_get(*state, targets[i]);
        struct node_answer head =
            node_ask(*state, &(struct node_request){.method = SERVER_HEAD, .target = targets[i]});
        assert_int_equal(head.status, get.status);
        assert_string_equal(head.etag, get.etag);
        assert_string_equal(head.media, get.media);
        assert_int_equal(head.body.size, get.body.size); /* the length to tell; not sent */
        node_answer_done(&get);
        node_answer_done(&head);
    }
}

static void options_tells_what_another_site_may_do(void **state)
{
    struct node_answer answer =
        node_ask(*state, &(struct node_request){.method = SERVER_OPTIONS, .target = DIVISION});
    assert_int_equal(answer.status, 204);
    assert_int_equal(answer.body.size, 0);
    assert_string_equal(node_header(&answer, "Access-Control-Allow-Origin"), "*");
    assert_string_equal(node_header(&answer, "Access-Control-Allow-Methods"), "GET, HEAD, OPTIONS");
    node_answer_done(&answer);
}

static void other_sites_may_read_what_is_open_and_nothing_else(void **state)
{
    struct node *node = *state;
    struct node_answer open = node_get(node, DIVISION);
    assert_string_equal(node_header(&open, "Access-Control-Allow-Origin"), "*");
    node_answer_done(&open);
    struct node_answer closed = node_ask(node, GET(.target = FINDINGS, .key = node->viewer));
    assert_null(node_header(&closed, "Access-Control-Allow-Origin"));
    assert_string_equal(node_header(&closed, "Cache-Control"), "no-store");
    node_answer_done(&closed);
}

static void bodies_have_a_limit(void **state)
{
    struct node *node = *state;
    char body[NODE_BODY_LIMIT + 2];
    memset(body, 'a', sizeof body - 1);
    body[sizeof body - 1] = '\0';
    assert_int_equal(node_status(node, GET(.target = DIVISION, .body = "a")), 413);
    struct node_request upload = {
        .method = SERVER_POST, .target = "/api/v1/imports", .body = body, .key = node->clerk};
    assert_int_equal(node_status(node, &upload), 413);
    body[NODE_BODY_LIMIT] = '\0';
    assert_int_equal(node_status(node, &upload), 400); /* no form */
}

static size_t room_for(struct node *node, enum server_method method, const char *target,
                       const char *key)
{
    char bearer[STORE_KEY_TEXT + 16];
    snprintf(bearer, sizeof bearer, "Bearer %s", key);
    const struct server_pair header = {"Authorization", bearer};
    struct server_request request = {
        .method = method, .target = target, .headers = &header, .header_count = key[0] != 0};
    size_t room = server_app_body_limit(node->app, node->worker, &request);
    base_arena_reset(node->worker->arena);
    return room;
}

/* Nobody fills the memory of a server that would refuse the upload anyway. */
static void a_body_is_read_from_those_who_may_send_one(void **state)
{
    struct node *node = *state;
    static const char IMPORTS[] = "/api/v1/imports";
    assert_int_equal(room_for(node, SERVER_POST, IMPORTS, node->clerk), NODE_BODY_LIMIT);
    assert_int_equal(room_for(node, SERVER_POST, IMPORTS, node->planner), NODE_BODY_LIMIT);
    assert_int_equal(room_for(node, SERVER_POST, IMPORTS, node->viewer), 0);
    assert_int_equal(room_for(node, SERVER_POST, IMPORTS, "wrong"), 0);
    assert_int_equal(room_for(node, SERVER_POST, IMPORTS, ""), 0);
    assert_int_equal(room_for(node, SERVER_POST, DIVISION, node->clerk), 0);
    assert_int_equal(room_for(node, SERVER_GET, IMPORTS, node->clerk), 0);
    assert_int_equal(room_for(node, SERVER_POST, "/%00", node->clerk), 0);
}

static void a_refusal_of_the_socket_side_is_a_problem_too(void **state)
{
    struct node *node = *state;
    const struct server_pair header = {"Accept-Language", "en"};
    struct server_request request = {
        .target = "/a?token=secret", .headers = &header, .header_count = 1, .client = "192.0.2.1"};
    struct server_reply reply;
    struct base_error reason;
    base_fail(&reason, BASE_UNAVAILABLE, "the server is stopping");
    server_app_refuse(node->app, node->worker, &request, 503, &reason, &reply);
    struct node_answer answer = node_take(&reply);
    server_reply_done(&reply);
    static const char *const names[] = {"X-Request-Id", "X-Snapshot", "Server-Timing",
                                        "Retry-After"};
    for (size_t i = 0; i < COUNT(names); i++)
        assert_non_null(node_header(&answer, names[i]));
    assert_string_equal(node_header(&answer, "Connection"), "close");
    json_t *problem = node_json(&answer);
    assert_string_equal(node_text(problem, "detail"), "the server is stopping");
    assert_string_equal(node_text(problem, "instance"), "/a");
    json_decref(problem);
}

static void an_upload_starts_a_job(void **state)
{
    static const char FORM[] =
        "--X\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\ndivision\r\n--X\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"../a.csv\"\r\n\r\nx\r\n--X--";
    struct node *node = *state;
    struct node_request upload = {.method = SERVER_POST,
                                  .target = "/api/v1/imports",
                                  .headers = {{"Content-Type", "multipart/form-data; boundary=X"}},
                                  .body = FORM,
                                  .key = node->clerk};
    struct node_answer answer = node_ask(node, &upload);
    assert_int_equal(answer.status, 202);
    assert_non_null(strstr(node_header(&answer, "Location"), "/api/v1/jobs/"));
    assert_null(node_header(&answer, "Access-Control-Allow-Origin"));
    json_t *root = node_json(&answer);
    char target[100];
    snprintf(target, sizeof target, "/api/v1/jobs/%s", node_text(root, "id"));
    json_decref(root);
    assert_int_equal(node_status(node, GET(.target = target, .key = node->clerk)), 200);
    assert_int_equal(node_status(node, GET(.target = target, .key = node->viewer)), 403);
    assert_int_equal(node_status(node, GET(.target = target)), 401);
    upload.key = node->viewer;
    assert_int_equal(node_status(node, &upload), 403);
    upload.key = NULL;
    assert_int_equal(node_status(node, &upload), 401);
}

static void forms_that_lack_something_are_refused(void **state)
{
    static const char *const forms[] = {
        "--X--",
        "--X\r\nContent-Disposition: form-data; name=\"as\"\r\n\r\nroad\r\n--X--",
        "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nx\r\n--X--",
        "--X\r\nContent-Disposition: form-data; name=\"output\"\r\n\r\n/etc\r\n--X--",
    };
    struct node *node = *state;
    for (size_t i = 0; i < COUNT(forms); i++)
        assert_int_equal(
            node_status(node,
                        &(struct node_request){
                            .method = SERVER_POST,
                            .target = "/api/v1/imports",
                            .headers = {{"Content-Type", "multipart/form-data; boundary=X"}},
                            .body = forms[i],
                            .key = node->clerk}),
            400);
}

/* --- who may ------------------------------------------------------------------ */

static void what_is_not_open_needs_a_key_of_the_role(void **state)
{
    struct node *node = *state;
    static const struct {
        const char *target;
        int none, wrong, viewer, clerk;
    } cases[] = {
        {FINDINGS, 401, 401, 200, 200},
        {"/api/v1/inspections", 401, 401, 200, 200},
        {"/api/v1/coverage/uncovered?kind=eldercare", 401, 401, 200, 200},
        {"/api/v1/jobs/1", 401, 401, 403, 404},
        {DIVISION, 200, 200, 200, 200},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *target = cases[i].target;
        assert_int_equal(node_status(node, GET(.target = target)), cases[i].none);
        assert_int_equal(node_status(node, GET(.target = target, .key = "wrong")), cases[i].wrong);
        assert_int_equal(node_status(node, GET(.target = target, .key = node->viewer)),
                         cases[i].viewer);
        assert_int_equal(node_status(node, GET(.target = target, .key = node->clerk)),
                         cases[i].clerk);
    }
    struct node_answer answer = node_get(node, FINDINGS);
    assert_non_null(strstr(node_header(&answer, "WWW-Authenticate"), "Bearer"));
    node_answer_done(&answer);
}

static void a_key_travels_as_token_too(void **state)
{
    struct node *node = *state;
    char target[200];
    snprintf(target, sizeof target, FINDINGS "?token=%s", node->viewer);
    struct node_answer answer = node_get(node, target);
    assert_int_equal(answer.status, 200);
    assert_null(strstr(answer.body.data, node->viewer));
    node_answer_done(&answer);
    assert_int_equal(node_status(node, GET(.target = FINDINGS "?token=")), 401);
}

/* Each role may do what those below it may; inspector and planner stand side by side. */
static void roles_allow_what_lies_below_them(void **state)
{
    (void)state;
    static const bool allows[6][6] = {
        {true, false, false, false, false, false}, /* none */
        {true, true, false, false, false, false},  /* viewer */
        {true, true, true, false, false, false},   /* clerk */
        {true, true, true, true, false, false},    /* inspector */
        {true, true, true, false, true, false},    /* planner */
        {true, true, true, true, true, true},      /* administrator */
    };
    for (int held = STORE_ROLE_NONE; held <= STORE_ROLE_ADMINISTRATOR; held++)
        for (int needed = STORE_ROLE_NONE; needed <= STORE_ROLE_ADMINISTRATOR; needed++)
            assert_int_equal(server_role_allows((enum store_role)held, (enum store_role)needed),
                             allows[held][needed]);
}

static void a_disabled_key_does_not_work(void **state)
{
    struct node *node = *state;
    char key[STORE_KEY_TEXT];
    assert_int_equal(
        store_key_add(node->record->store, "gone", STORE_ROLE_VIEWER, "test", key, NULL), BASE_OK);
    assert_int_equal(node_status(node, GET(.target = FINDINGS, .key = key)), 200);
    assert_int_equal(store_key_disable(node->record->store, "gone", "test", NULL), BASE_OK);
    assert_int_equal(node_status(node, GET(.target = FINDINGS, .key = key)), 401);
}

static void open_lifts_the_viewer_on_the_loopback_alone(void **state)
{
    struct node *node = *state;
    struct node open = *node;
    node_start(&open, true, true);
    static const struct {
        const char *client, *host, *target;
        int status;
    } cases[] = {
        {"127.0.0.1", "127.0.0.1:8080", FINDINGS, 200},
        {"127.0.0.1", "localhost:8080", FINDINGS, 200},
        {"127.0.0.1", "LOCALHOST", FINDINGS, 200},
        {"::1", "[::1]:8080", FINDINGS, 200},
        {"::ffff:127.0.0.1", "127.0.0.1", FINDINGS, 200},
        {"127.0.0.1", "evil.example", FINDINGS, 401},
        {"127.0.0.1", "localhost.evil.example", FINDINGS, 401},
        {"127.0.0.1", "127.0.0.1.evil.example", FINDINGS, 401},
        {"127.0.0.1", "127.evil", FINDINGS, 401},
        {"127.0.0.1", "[::1]x", FINDINGS, 401},
        {"127.0.0.1", NULL, FINDINGS, 401},
        {"192.0.2.1", "127.0.0.1:8080", FINDINGS, 401},
        {"1270.0.0.1", "127.0.0.1", FINDINGS, 401},
        {"127.0.0.1", "127.0.0.1", "/api/v1/jobs/1", 401}, /* clerk stays closed */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int status =
            node_status(&open, GET(.target = cases[i].target, .client = cases[i].client,
                                   .headers = {{cases[i].host ? "Host" : NULL, cases[i].host}}));
        if (status != cases[i].status)
            fail_msg("case %zu: %d", i, status);
    }
    node_end(&open);
}

static void a_snapshot_alone_knows_no_keys_and_no_findings(void **state)
{
    struct node *node = *state;
    struct node alone = *node;
    node_start(&alone, false, false);
    assert_int_equal(node_status(&alone, GET(.target = DIVISION)), 200);
    assert_int_equal(node_status(&alone, GET(.target = FINDINGS)), 404);
    assert_int_equal(node_status(&alone, GET(.target = FINDINGS, .key = node->viewer)), 404);
    assert_int_equal(node_status(&alone, GET(.target = "/api/v1/coverage/uncovered?kind=eldercare",
                                             .key = node->viewer)),
                     401);
    node_end(&alone);
    node_start(&alone, false, true);
    assert_int_equal(node_status(&alone, GET(.target = FINDINGS, .client = "127.0.0.1",
                                             .headers = {{"Host", "127.0.0.1"}})),
                     404);
    node_end(&alone);
}

/* --- caches --------------------------------------------------------------------- */

static void what_the_client_has_is_not_sent_again(void **state)
{
    static const char *const targets[] = {DIVISION, "/", "/openapi.json",
                                          "/tiles/map/10/868/371.png",
                                          "/api/v1/coverage?kind=eldercare"};
    for (size_t i = 0; i < COUNT(targets); i++) {
        struct node_answer first = node_get(*state, targets[i]);
        assert_int_equal(first.status, 200);
        struct node_answer again =
            node_ask(*state, GET(.target = targets[i], .headers = {{"If-None-Match", first.etag}}));
        assert_int_equal(again.status, 304);
        assert_int_equal(again.body.size, 0);
        assert_string_equal(again.etag, first.etag);
        node_answer_done(&again);
        again = node_ask(*state,
                         GET(.target = targets[i], .headers = {{"If-None-Match", "\"other\""}}));
        assert_int_equal(again.status, 200);
        node_answer_done(&again);
        node_answer_done(&first);
    }
}

static void each_encoding_has_its_own_tag(void **state)
{
    struct node_answer plain = node_get(*state, "/openapi.json");
    struct node_answer packed =
        node_ask(*state, GET(.target = "/openapi.json", .headers = {{"Accept-Encoding", "gzip"}}));
    assert_string_equal(node_header(&packed, "Content-Encoding"), "gzip");
    assert_null(node_header(&plain, "Content-Encoding"));
    assert_string_not_equal(plain.etag, packed.etag);
    assert_string_equal(node_header(&plain, "Vary"), "Accept-Encoding, Accept-Language");
    const char *const tags[] = {plain.etag, packed.etag};
    for (size_t i = 0; i < COUNT(tags); i++) { /* either copy is as new as the other */
        struct node_answer again = node_ask(
            *state, GET(.target = "/openapi.json",
                        .headers = {{"Accept-Encoding", "gzip"}, {"If-None-Match", tags[i]}}));
        assert_int_equal(again.status, 304);
        assert_string_equal(again.etag, tags[i]);
        node_answer_done(&again);
    }
    node_answer_done(&plain);
    node_answer_done(&packed);
}

static void different_answers_have_different_tags(void **state)
{
    static const char *const targets[] = {
        DIVISION,
        DIVISION "?at=2019-01-01",
        DIVISION "?f=geojson",
        DIVISION "?lang=en",
        "/api/v1/divisions/220102",
    };
    char tags[COUNT(targets)][SERVER_ETAG_SIZE];
    for (size_t i = 0; i < COUNT(targets); i++) {
        struct node_answer answer = node_get(*state, targets[i]);
        memcpy(tags[i], answer.etag, sizeof tags[i]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(tags[i], tags[j]);
        node_answer_done(&answer);
    }
}

static void what_is_not_there_is_never_not_modified(void **state)
{
    static const char *const targets[] = {"/api/v1/divisions/990000", "/api/v1/places/nothing"};
    for (size_t i = 0; i < COUNT(targets); i++)
        assert_int_equal(
            node_status(*state, GET(.target = targets[i], .headers = {{"If-None-Match", "*"}})),
            404);
    assert_int_equal(
        node_status(*state, GET(.target = DIVISION, .headers = {{"If-None-Match", "*"}})), 304);
}

/* --- the order of things -------------------------------------------------------- */

static void long_work_is_put_off_on_the_event_thread(void **state)
{
    struct node *node = *state;
    static const struct {
        const char *target;
        bool later;
    } cases[] = {
        {DIVISION, false},
        {"/api/v1/search?q=a", false},
        {DIVISION "/neighbours", true},
        {FINDINGS, true},
        {"/api/v1/coverage?kind=eldercare", true},
        {DIVISION "?wait=1", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct node_answer answer = node_ask(
            node, GET(.target = cases[i].target, .key = node->viewer, .on_event_thread = true));
        assert_int_equal(answer.later, cases[i].later);
        node_answer_done(&answer);
    }
}

static void request_ids_are_kept_or_made(void **state)
{
    struct node_answer given =
        node_ask(*state, GET(.target = "/healthz", .headers = {{"X-Request-Id", "abc-1"}}));
    assert_string_equal(node_header(&given, "X-Request-Id"), "abc-1");
    node_answer_done(&given);
    struct node_answer bad =
        node_ask(*state, GET(.target = "/healthz", .headers = {{"X-Request-Id", "a b\r\nc"}}));
    assert_null(strchr(node_header(&bad, "X-Request-Id"), ' '));
    node_answer_done(&bad);
}

static void answers_are_counted(void **state)
{
    struct node *node = *state;
    struct server_metrics before = server_app_metrics(node->app);
    node_status(node, GET(.target = "/healthz"));
    node_status(node, GET(.target = "/nothing"));
    struct server_metrics after = server_app_metrics(node->app);
    assert_int_equal(after.answers[2], before.answers[2] + 1);
    assert_int_equal(after.answers[4], before.answers[4] + 1);
    assert_true(after.bytes > before.bytes);
}

static void a_new_view_answers_from_then_on(void **state)
{
    struct node *node = *state;
    struct server_view *view = NULL, *old = server_app_view(node->app);
    int64_t identity;
    struct store_division row = record_division(node->record, "220105", "二道区", 125002000000);
    json_decref(node_get_json(node, "/api/v1/divisions/220105", 404));
    assert_true(server_view_is_current(old, node->record->store));
    record_put(node->record, &row, NULL, NULL, &identity);
    assert_false(server_view_is_current(old, node->record->store));
    node_refresh(node);
    assert_int_equal(server_view_open(node->snapshot, &view, NULL), BASE_OK);
    server_app_swap(node->app, view);
    json_decref(node_get_json(node, "/api/v1/divisions/220105", 200));
    assert_true(old->divisions.count > 0); /* whoever holds it still reads it */
    server_app_release(node->app, old);
}

static void a_small_arena_is_an_answer_and_no_crash(void **state)
{
    struct node *node = *state;
    struct node small = *node;
    static const char *const targets[] = {DIVISION, "/api/v1/search?q=chaoyang", "/openapi.json",
                                          DIVISION "/neighbours", "/tiles/map/10/868/371.png"};
    small.worker = NULL;
    for (size_t limit = 64; limit < 200000; limit = limit * 2) {
        small.worker = server_worker_create(node->record->path, limit, NULL);
        for (size_t i = 0; i < COUNT(targets); i++) {
            int status = node_status(&small, GET(.target = targets[i]));
            if (status != 200 && status != 503)
                fail_msg("%s in %zu bytes: %d", targets[i], limit, status);
        }
        server_worker_free(small.worker);
    }
}

/* Bytes of good addresses changed, doubled and cut by chance. */
static void mutated_addresses_are_answered(void **state)
{
    static const char *const seeds[] = {
        DIVISION "?at=2019-01-01&f=geojson",
        "/api/v1/search?q=%E6%9C%9D%E9%98%B3&near=125.32,43.88&bbox=124,43,127,45&level=county",
        "/api/v1/reverse?lon=125.3235&lat=43.8871&crs=GCJ-02",
        "/api/v1/divisions/2201/children?limit=2&cursor=220102",
        "/tiles/division.json?format=mvt",
        "/api/v1/places/street-1",
    };
    static const char MARKS[] = "%/?&=.,-0129azAZ#+;:@{}[]\"'<>\\ \t\x01\x7F\x80\xFF";
    struct node *node = *state;
    srand(20261124);
    for (int i = 0; i < 3000; i++) {
        char target[256];
        snprintf(target, sizeof target - 4, "%s", seeds[(size_t)i % COUNT(seeds)]);
        for (int changes = 1 + rand() % 3; changes > 0; changes--) {
            size_t size = strlen(target), at = (size_t)rand() % (size + 1);
            if (rand() % 8 == 0)
                target[at] = '\0';
            else if (rand() % 4 == 0 && size + 4 < sizeof target)
                memcpy(target + size, "%00", 4);
            else if (at < size)
                target[at] = MARKS[(size_t)rand() % (sizeof MARKS - 1)];
        }
        struct node_answer answer = node_get(node, target);
        assert_true(answer.status == 200 || answer.status == 400 || answer.status == 404);
        if (answer.status != 200) {
            json_t *root = node_json(&answer);
            assert_int_equal(json_integer_value(json_object_get(root, "status")), answer.status);
            json_decref(root);
        } else
            node_answer_done(&answer);
    }
    json_decref(node_get_json(node, DIVISION, 200));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_division_is_told_as_of_a_day),
        cmocka_unit_test(a_retired_code_is_answered_by_the_unit_as_it_is_now),
        cmocka_unit_test(relations_follow_the_day),
        cmocka_unit_test(the_next_page_is_linked),
        cmocka_unit_test(a_strange_host_never_enters_an_answer),
        cmocka_unit_test(geojson_is_asked_for_by_f),
        cmocka_unit_test(search_and_reverse_answer),
        cmocka_unit_test(pages_of_the_ranking_go_on),
        cmocka_unit_test(a_problem_has_its_shape),
        cmocka_unit_test(the_language_is_asked_for),
        cmocka_unit_test(unknown_parameters_are_refused),
        cmocka_unit_test(every_parameter_has_a_wrong_value_that_is_named),
        cmocka_unit_test(every_route_answers_its_example),
        cmocka_unit_test(methods_that_do_not_fit_get_405),
        cmocka_unit_test(head_has_the_headers_of_get),
        cmocka_unit_test(options_tells_what_another_site_may_do),
        cmocka_unit_test(other_sites_may_read_what_is_open_and_nothing_else),
        cmocka_unit_test(bodies_have_a_limit),
        cmocka_unit_test(a_body_is_read_from_those_who_may_send_one),
        cmocka_unit_test(a_refusal_of_the_socket_side_is_a_problem_too),
        cmocka_unit_test(an_upload_starts_a_job),
        cmocka_unit_test(forms_that_lack_something_are_refused),
        cmocka_unit_test(what_is_not_open_needs_a_key_of_the_role),
        cmocka_unit_test(a_key_travels_as_token_too),
        cmocka_unit_test(roles_allow_what_lies_below_them),
        cmocka_unit_test(a_disabled_key_does_not_work),
        cmocka_unit_test(open_lifts_the_viewer_on_the_loopback_alone),
        cmocka_unit_test(a_snapshot_alone_knows_no_keys_and_no_findings),
        cmocka_unit_test(what_the_client_has_is_not_sent_again),
        cmocka_unit_test(each_encoding_has_its_own_tag),
        cmocka_unit_test(different_answers_have_different_tags),
        cmocka_unit_test(what_is_not_there_is_never_not_modified),
        cmocka_unit_test(long_work_is_put_off_on_the_event_thread),
        cmocka_unit_test(request_ids_are_kept_or_made),
        cmocka_unit_test(answers_are_counted),
        cmocka_unit_test(a_new_view_answers_from_then_on),
        cmocka_unit_test(a_small_arena_is_an_answer_and_no_crash),
        cmocka_unit_test(mutated_addresses_are_answered),
    };
    return cmocka_run_group_tests(tests, node_setup, node_teardown);
}
