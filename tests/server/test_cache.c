/* What caches go by: tags, days, keys, waiting for the own write. */
#include <string.h>

#include "server/view.h"
#include "tests/server/node.h"

static struct node_answer get(struct node *node, const char *target, const char *encoding,
                              const char *tag)
{
    struct node_request ask = {.target = target, .headers = {{"Accept-Encoding", encoding}}};
    if (tag)
        ask.headers[1] = (struct server_pair){"If-None-Match", tag};
    return node_ask(node, &ask);
}

/* The very tag that was sent, or a cache could not tell which copy is good. */
static void a_304_carries_the_tag_of_the_answer_it_stands_for(void **state)
{
    static const char *const targets[] = {
        "/api/v1/divisions/220104",  "/openapi.json",       "/", "/tiles/map/3/6/2.png",
        "/tiles/division/3/6/2.mvt", "/styles/default.json"};
    static const char *const encodings[] = {"identity", "gzip"};
    for (size_t i = 0; i < COUNT(targets) * 2; i++) {
        const char *target = targets[i / 2], *encoding = encodings[i % 2];
        struct node_answer full = get(*state, target, encoding, NULL);
        assert_int_equal(full.status, 200);
        struct node_answer none = get(*state, target, encoding, full.etag);
        assert_int_equal(none.status, 304);
        assert_int_equal(none.body.size, 0);
        if (strcmp(node_header(&none, "ETag"), full.etag) != 0)
            fail_msg("%s for %s: %s, not %s", target, encoding, node_header(&none, "ETag"),
                     full.etag);
        assert_null(node_header(&none, "Content-Encoding"));
        node_answer_done(&full);
        node_answer_done(&none);
    }
}

static void a_packed_copy_does_not_serve_who_cannot_unpack_it(void **state)
{
    struct node_answer packed = get(*state, "/openapi.json", "gzip", NULL);
    struct node_answer plain = get(*state, "/openapi.json", "identity", packed.etag);
    assert_true(packed.encoded);
    assert_int_equal(plain.status, 200);
    assert_string_not_equal(plain.etag, packed.etag);
    node_answer_done(&packed);
    node_answer_done(&plain);
}

static void assert_same_tag(struct node *node, const char *a, const char *b, bool same)
{
    struct node_answer first = node_get(node, a), second = node_get(node, b);
    if (first.status != 200 || second.status != 200 ||
        (strcmp(first.etag, second.etag) == 0) != same)
        fail_msg("%s (%d) and %s (%d)", a, first.status, b, second.status);
    node_answer_done(&first);
    node_answer_done(&second);
}

static void a_tag_depends_on_what_the_answer_depends_on(void **state)
{
#define HERE "/api/v1/divisions/220184"
    assert_same_tag(*state, HERE, HERE, true);
    assert_same_tag(*state, HERE, HERE "?at=2024-01-01", false);
    assert_same_tag(*state, HERE, HERE "?lang=en", false);
    /* A key has no place in what a cache goes by, nor has the waiting. */
    assert_same_tag(*state, HERE, HERE "?token=secret", true);
    assert_same_tag(*state, HERE, HERE "?wait=1", true);
    assert_same_tag(*state, HERE "?at=2024-01-01", HERE "?token=a&at=2024-01-01", true);
}

static void a_writer_who_waits_sees_the_own_write(void **state)
{
    struct node *node = *state;
    struct node_answer old = node_get(node, "/api/v1/divisions/220104");
    struct store_division row = record_division(node->record, "220104", "新区", 125000000000);
    int64_t identity;
    record_put(node->record, &row, NULL, NULL, &identity);
    node_refresh(node);
    struct server_view *view;
    assert_int_equal(server_view_open(node->snapshot, &view, NULL), BASE_OK);
    server_app_swap(node->app, view);
    struct node_answer fresh = get(node, "/api/v1/divisions/220104?wait=1", "identity", old.etag);
    assert_int_equal(fresh.status, 200);
    assert_non_null(strstr(fresh.body.data, "新区"));
    assert_string_not_equal(fresh.etag, old.etag);
    node_answer_done(&old);
    node_answer_done(&fresh);
}

/* Headers are sent when the view that made them may be gone. */
static void an_answer_outlives_its_view(void **state)
{
    struct node *node = *state;
    struct server_view *view;
    struct server_reply reply;
    struct store_division row = record_division(node->record, "220104", "新区", 125000000000);
    struct server_request request = {.target = "/api/v1/divisions/220104", .client = "192.0.2.1"};
    int64_t identity;
    server_app_answer(node->app, node->worker, &request, true, &reply);
    record_put(node->record, &row, NULL, NULL, &identity);
    node_refresh(node);
    assert_int_equal(server_view_open(node->snapshot, &view, NULL), BASE_OK);
    server_app_swap(node->app, view);
    struct node_answer answer = node_take(&reply);
    server_reply_done(&reply);
    assert_string_not_equal(node_header(&answer, "X-Snapshot"), view->id);
    assert_int_equal(strlen(node_header(&answer, "X-Snapshot")), strlen(view->id));
    node_answer_done(&answer);
}

static void assert_kept(struct node *node, const char *target, const char *wanted)
{
    struct node_answer answer = node_get(node, target);
    assert_int_equal(answer.status, 200);
    if (strcmp(node_header(&answer, "Cache-Control"), wanted) != 0)
        fail_msg("%s: %s", target, node_header(&answer, "Cache-Control"));
    node_answer_done(&answer);
}

static void only_a_tile_of_this_very_snapshot_is_kept_for_good(void **state)
{
    struct node *node = *state;
    char target[256];
    struct server_view *view = server_app_view(node->app);
    snprintf(target, sizeof target, "/tiles/map/3/6/2.png?v=%s", view->id);
    server_app_release(node->app, view);
    assert_kept(node, target, "public, max-age=31536000, immutable");
    assert_kept(node, "/tiles/map/3/6/2.png", "public, no-cache");
    assert_kept(node, "/tiles/map/3/6/2.png?v=other", "public, no-cache");
    assert_kept(node, "/api/v1/divisions/220104", "public, no-cache");
    assert_kept(node, "/tiles/map.json", "public, no-cache");
    assert_kept(node, "/healthz", "no-store");
}

static void waiting_and_language_are_parameters_too(void **state)
{
    static const struct {
        const char *target, *name;
    } cases[] = {{"/api/v1/divisions/220104?wait=soon", "wait"},
                 {"/api/v1/divisions/220104?wait=31", "wait"},
                 {"/api/v1/search?q=x&lang=fr", "lang"},
                 {"/api/v1/search?q=x&lang=", "lang"},
                 {"/api/v1/search?q=x&limit=1001", "limit"},
                 {"/api/v1/search?q=x&limit=5&limit=6", "limit"},
                 {"/api/v1/search?q=x&q=x", "q"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *problem = node_get_json(*state, cases[i].target, 400);
        json_t *error = json_array_get(json_object_get(problem, "errors"), 0);
        assert_string_equal(node_text(error, "parameter"), cases[i].name);
        json_decref(problem);
    }
}

static const struct node_request AS_VIEWER[] = {
    {.target = "/tiles/finding/3/6/2.png"},
    {.target = "/tiles/finding/3/6/2.mvt"},
    {.target = "/tiles/finding/3/6/2@2x.png"},
    {.target = "/tiles/finding.json"},
};

static void tiles_of_findings_open_with_a_key(void **state)
{
    struct node *node = *state;
    char target[256];
    for (size_t i = 0; i < COUNT(AS_VIEWER); i++) {
        struct node_request ask = AS_VIEWER[i];
        struct node_answer refused = node_ask(node, &ask);
        assert_int_equal(refused.status, 401);
        assert_non_null(node_header(&refused, "WWW-Authenticate"));
        ask.key = "wrong";
        assert_int_equal(node_status(node, &ask), 401);
        ask.key = node->viewer;
        struct node_answer answer = node_ask(node, &ask);
        if (answer.status != 200)
            fail_msg("%s: %d", ask.target, answer.status);
        if (!strstr(node_header(&answer, "Cache-Control"), "private"))
            fail_msg("%s: %s", ask.target, node_header(&answer, "Cache-Control"));
        assert_null(node_header(&answer, "Access-Control-Allow-Origin"));
        snprintf(target, sizeof target, "%s?token=%s", ask.target, node->viewer);
        assert_int_equal(node_status(node, &(struct node_request){.target = target}), 200);
        node_answer_done(&refused);
        node_answer_done(&answer);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, node_setup, node_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_304_carries_the_tag_of_the_answer_it_stands_for),
        TEST(a_packed_copy_does_not_serve_who_cannot_unpack_it),
        TEST(a_tag_depends_on_what_the_answer_depends_on),
        TEST(a_writer_who_waits_sees_the_own_write),
        TEST(an_answer_outlives_its_view),
        TEST(only_a_tile_of_this_very_snapshot_is_kept_for_good),
        TEST(waiting_and_language_are_parameters_too),
        TEST(tiles_of_findings_open_with_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
