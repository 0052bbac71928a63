/* tests/server/node.h - a small record, its snapshot and an app that answers,
 * without a socket. */
#ifndef TESTS_SERVER_NODE_H
#define TESTS_SERVER_NODE_H

#include "base/json_read.h"
#include "server/app.h"
#include "server/route.h"
#include "store/key.h"
#include "store/place.h"
#include "tests/store/record.h"

#define NODE_BODY_LIMIT 2000

struct node {
    struct record *record;
    struct server_app *app;
    struct server_worker *worker;
    char snapshot[SCRATCH_SIZE + 64];
    char viewer[STORE_KEY_TEXT], clerk[STORE_KEY_TEXT], planner[STORE_KEY_TEXT];
};

/* One request; headers end with a NULL name. */
struct node_request {
    enum server_method method;
    const char *target;
    struct server_pair headers[6];
    const char *body, *client, *key;
    bool on_event_thread;
};

struct node_answer {
    int status;
    char media[80], etag[SERVER_ETAG_SIZE];
    struct base_buffer body;
    struct server_pair headers[SERVER_MAX_HEADERS]; /* copies */
    size_t header_count;
    bool later, encoded;
};

static inline void node_place(struct record *record)
{
    struct base_error err = {.message = ""};
    struct geo_builder builder;
    struct store_change change = {.effective = BASE_DATE_NONE};
    enum store_outcome outcome;
    int64_t identity;
    struct store_place place = {
        .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .id = "street-1",
        .name = "人民大街",
        .kind = "street",
        .status = "approved"};
    struct store_name former = {
        .version = {.valid_from = BASE_DATE_NONE, .valid_to = BASE_DATE_NONE},
        .name = "斯大林大街",
        .form = "former"};
    geo_builder_init(&builder, GEO_POINT, record->arena);
    geo_builder_part(&builder);
    geo_builder_ring(&builder);
    geo_builder_point(&builder, (struct geo_point){125000500000, 43000500000});
    assert_int_equal(geo_builder_finish(&builder, &place.geometry, NULL), BASE_OK);
    assert_true(base_date_parse("1996-01-01", &former.version.valid_to));
    assert_int_equal(store_begin(record->store, NULL), BASE_OK);
    change.edition = record_edition(record);
    if (store_place_put(record->store, &change, &place, &outcome, &identity, &err) != BASE_OK ||
        store_name_put(record->store, &change, "street-1", &former, &outcome, &identity, &err) !=
            BASE_OK)
        fail_msg("%s", err.message);
    assert_int_equal(store_commit(record->store, NULL), BASE_OK);
}

static inline void node_fill(struct record *record)
{
    static const struct {
        const char *code, *name, *former, *effective;
        int64_t x;
    } rows[] = {
        {"220000", "吉林省", NULL, NULL, 0},
        {"220100", "长春市", NULL, NULL, 0},
        {"220300", "四平市", NULL, NULL, 0},
        {"220102", "南关区", NULL, NULL, 125001000000},
        {"220104", "朝阳区", NULL, NULL, 125000000000},
        {"220381", "公主岭市", NULL, NULL, 124000000000},
        {"220184", "公主岭市", "220381", "2020-06-05", 124000000000},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t identity;
        struct store_division row = record_division(record, rows[i].code, rows[i].name, rows[i].x);
        if (rows[i].x == 0)
            row.geometry = (struct geo_geometry){.kind = GEO_MULTIPOLYGON};
        record_put(record, &row, rows[i].former, rows[i].effective, &identity);
    }
    node_place(record);
}

static inline void node_start(struct node *node, bool with_record, bool open)
{
    struct base_error err = {.message = ""};
    struct server_config config = {.record_path = with_record ? node->record->path : NULL,
                                   .snapshot_path = node->snapshot,
                                   .program = "/bin/true",
                                   .open = open,
                                   .cors_origin = "*",
                                   .arena_limit = (size_t)64 * 1024 * 1024,
                                   .body_limit = NODE_BODY_LIMIT,
                                   .cache_bytes = (size_t)16 * 1024 * 1024};
    if (server_app_create(&config, NULL, &node->app, &err) != BASE_OK)
        fail_msg("%s", err.message);
    node->worker = server_app_worker(node->app);
    assert_non_null(node->worker);
}

static inline void node_end(struct node *node)
{
    server_worker_free(node->worker);
    server_app_free(node->app);
    node->worker = NULL;
    node->app = NULL;
}

static inline void node_refresh(struct node *node)
{
    struct base_error err = {.message = ""};
    bool changed = false;
    if (server_view_refresh(node->record->store, node->snapshot, NULL, &changed, &err) != BASE_OK)
        fail_msg("%s", err.message);
    assert_true(changed);
}

static inline int node_setup(void **state)
{
    static struct node node;
    node = (struct node){.record = NULL};
    if (record_setup((void **)&node.record) != 0)
        return -1;
    struct store *store = node.record->store;
    snprintf(node.snapshot, sizeof node.snapshot, "%s.snapshot", node.record->path);
    node_fill(node.record);
    if (store_key_add(store, "v", STORE_ROLE_VIEWER, "test", node.viewer, NULL) != BASE_OK ||
        store_key_add(store, "c", STORE_ROLE_CLERK, "test", node.clerk, NULL) != BASE_OK ||
        store_key_add(store, "p", STORE_ROLE_PLANNER, "test", node.planner, NULL) != BASE_OK)
        return -1;
    node_refresh(&node);
    node_start(&node, true, false);
    *state = &node;
    return 0;
}

static inline int node_teardown(void **state)
{
    struct node *node = *state;
    node_end(node);
    return record_teardown((void **)&node->record);
}

static inline void node_answer_done(struct node_answer *answer)
{
    for (size_t i = 0; i < answer->header_count; i++) {
        free((void *)(uintptr_t)answer->headers[i].name);
        free((void *)(uintptr_t)answer->headers[i].value);
    }
    base_buffer_done(&answer->body);
}

static inline char *node_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    assert_non_null(copy);
    return memcpy(copy, text, size);
}

/* What the socket side would send; the reply's own texts die with the arena. */
static inline struct node_answer node_take(struct server_reply *reply)
{
    struct node_answer answer = {.status = reply->status,
                                 .header_count = reply->header_count,
                                 .later = reply->later,
                                 .encoded = reply->encoded};
    size_t size;
    const void *bytes = server_reply_bytes(reply, &size);
    snprintf(answer.media, sizeof answer.media, "%s", reply->media);
    snprintf(answer.etag, sizeof answer.etag, "%s", reply->etag);
    for (size_t i = 0; i < reply->header_count; i++)
        answer.headers[i] = (struct server_pair){node_copy(reply->headers[i].name),
                                                 node_copy(reply->headers[i].value)};
    base_buffer_append(&answer.body, size ? bytes : "", size);
    return answer;
}

static inline struct node_answer node_ask(struct node *node, const struct node_request *ask)
{
    struct server_pair headers[8];
    struct server_reply reply;
    char bearer[STORE_KEY_TEXT + 16];
    size_t count = 0;
    while (ask->headers[count].name) {
        headers[count] = ask->headers[count];
        count++;
    }
    if (ask->key) {
        snprintf(bearer, sizeof bearer, "Bearer %s", ask->key);
        headers[count++] = (struct server_pair){"authorization", bearer};
    }
    struct server_request request = {.method = ask->method,
                                     .target = ask->target,
                                     .headers = headers,
                                     .header_count = count,
                                     .body = ask->body,
                                     .body_size = ask->body ? strlen(ask->body) : 0,
                                     .client = ask->client ? ask->client : "192.0.2.1"};
    server_app_answer(node->app, node->worker, &request, !ask->on_event_thread, &reply);
    struct node_answer answer = node_take(&reply);
    server_reply_done(&reply);
    base_arena_reset(node->worker->arena);
    return answer;
}

static inline struct node_answer node_get(struct node *node, const char *target)
{
    return node_ask(node, &(struct node_request){.target = target});
}

static inline const char *node_header(const struct node_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->header_count; i++)
        if (strcmp(answer->headers[i].name, name) == 0)
            return answer->headers[i].value;
    return NULL;
}

/* The answer's body; json_decref it. Ends the answer. */
static inline json_t *node_json(struct node_answer *answer)
{
    json_t *root = NULL;
    struct base_error err = {.message = ""};
    if (base_json_parse(answer->body.data, answer->body.size, 0, &root, &err) != BASE_OK)
        fail_msg("%s in %.200s", err.message, answer->body.data);
    node_answer_done(answer);
    return root;
}

static inline json_t *node_get_json(struct node *node, const char *target, int status)
{
    struct node_answer answer = node_get(node, target);
    if (answer.status != status)
        fail_msg("%s: %d %s", target, answer.status, answer.body.data);
    return node_json(&answer);
}

static inline int node_status(struct node *node, const struct node_request *ask)
{
    struct node_answer answer = node_ask(node, ask);
    node_answer_done(&answer);
    return answer.status;
}

static inline const char *node_text(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "(none)";
}

#endif
