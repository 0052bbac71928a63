/* The query of /api/v1/findings, from the address to the SQL: the answer is a page
 * of what the filters let through, or says which parameter is wrong. */
#include <math.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json_read.h"
#include "server/app.h"
#include "server/view.h"
#include "store/finding.h"
#include "tests/fuzz/fuzz.h"

#define PATH "/api/v1/findings?"

struct node {
    char folder[64], record[96], snapshot[112];
    struct server_app *app;
    struct server_worker *worker;
};

static struct node node; /* made once, its folder removed at exit */

static void put_finding(struct store *store, int64_t run, int number, const char *kind,
                        const char *severity, const char *state, double area_m2)
{
    static const char *const LEVELS[] = {"county", "township"};
    char id[16], body[256];
    int64_t lon = 125000000000 + number * INT64_C(1000000);
    snprintf(id, sizeof id, "f%d", number);
    snprintf(body, sizeof body,
             "{\"id\":\"%s\",\"kind\":\"%s\",\"severity\":\"%s\",\"level\":\"%s\"}", id, kind,
             severity, LEVELS[number % 2]);
    const struct store_finding finding = {.id = id,
                                          .kind = kind,
                                          .level = LEVELS[number % 2],
                                          .severity = severity,
                                          .state = state,
                                          .parties = "220102,220104",
                                          .area_m2 = area_m2,
                                          .width_m = area_m2 / 100,
                                          .box = {{lon, 43000000000}, {lon + 1000, 43000001000}},
                                          .first_vertex = {lon, 43000000000},
                                          .first_run = run,
                                          .last_run = run,
                                          .body = body};
    FUZZ_HOLDS(store_finding_put(store, run, &finding, NULL) == BASE_OK);
}

static void fill(struct store *store)
{
    struct store_run run = {.job = "inspection", .options = "{}", .at = 20000};
    int64_t id;
    FUZZ_HOLDS(store_begin(store, NULL) == BASE_OK);
    FUZZ_HOLDS(store_run_add(store, &run, &id, NULL) == BASE_OK);
    put_finding(store, id, 1, "gap", "substantive", "new", 1234.5);
    put_finding(store, id, 2, "gap", "minor", "confirmed", 3);
    put_finding(store, id, 3, "overlap", "substantive", "new", 77);
    put_finding(store, id, 4, "marker-off-line", "notice", "new", NAN);
    put_finding(store, id, 5, "invalid-geometry", "blocking", "rejected", NAN);
    FUZZ_HOLDS(store_commit(store, NULL) == BASE_OK);
}

static void remove_node(void)
{
    server_worker_free(node.worker);
    server_app_free(node.app);
    if (base_file_remove_tree(node.folder, NULL) != BASE_OK)
        fprintf(stderr, "%s stays behind\n", node.folder);
}

static void make_node(void)
{
    struct store *store;
    bool changed;
    snprintf(node.folder, sizeof node.folder, "/tmp/yutu-fuzz-XXXXXX");
    FUZZ_HOLDS(mkdtemp(node.folder));
    snprintf(node.record, sizeof node.record, "%s/record.sqlite", node.folder);
    snprintf(node.snapshot, sizeof node.snapshot, "%s.snapshot", node.record);
    FUZZ_HOLDS(store_create(node.record, NULL) == BASE_OK);
    FUZZ_HOLDS(store_open(node.record, STORE_WRITE, &store, NULL) == BASE_OK);
    fill(store);
    FUZZ_HOLDS(server_view_refresh(store, node.snapshot, NULL, &changed, NULL) == BASE_OK);
    store_close(store);
    const struct server_config config = {.record_path = node.record,
                                         .snapshot_path = node.snapshot,
                                         .program = "/bin/true",
                                         .open = true,
                                         .arena_limit = (size_t)64 * 1024 * 1024,
                                         .cache_bytes = 1024 * 1024};
    FUZZ_HOLDS(server_app_create(&config, NULL, &node.app, NULL) == BASE_OK);
    node.worker = server_app_worker(node.app);
    FUZZ_HOLDS(node.worker && atexit(remove_node) == 0);
}

/* The member of every finding is what the query asked for, where it asked. */
static void check_filter(const json_t *findings, const struct server_target *target,
                         const char *name)
{
    const char *wanted = server_target_query(target, name);
    for (size_t i = 0; wanted && i < json_array_size(findings); i++) {
        const json_t *finding = json_array_get(findings, i);
        const json_t *facts = json_object_get(finding, "properties");
        const char *is = json_string_value(json_object_get(facts ? facts : finding, name));
        FUZZ_HOLDS(is && strcmp(is, wanted) == 0);
    }
}

static void check_page(const json_t *page, const char *text)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    struct server_target target;
    const json_t *list = json_object_get(page, "findings");
    const json_t *findings = list ? list : json_object_get(page, "features");
    FUZZ_HOLDS(json_is_array(findings) && json_array_size(findings) <= 5);
    FUZZ_HOLDS(server_target_parse(text, arena, &target, NULL) == BASE_OK);
    check_filter(findings, &target, "kind");
    check_filter(findings, &target, "severity");
    check_filter(findings, &target, "state");
    check_filter(findings, &target, "level");
}

static void ask(const char *text)
{
    static const struct server_pair HOST = {"host", "127.0.0.1"};
    const struct server_request request = {.method = SERVER_GET,
                                           .target = text,
                                           .headers = &HOST,
                                           .header_count = 1,
                                           .client = "127.0.0.1"};
    struct server_reply reply;
    json_t *root = NULL;
    size_t size;
    server_app_answer(node.app, node.worker, &request, true, &reply);
    const void *bytes = server_reply_bytes(&reply, &size);
    FUZZ_HOLDS(reply.status == 200 || reply.status == 400 || reply.status == 404);
    FUZZ_HOLDS(base_json_parse(bytes, size, 0, &root, NULL) == BASE_OK);
    if (reply.status == 200)
        check_page(root, text);
    json_decref(root);
    server_reply_done(&reply);
    base_arena_reset(node.worker->arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(sizeof PATH + size);
    FUZZ_HOLDS(text);
    if (!node.app)
        make_node();
    memcpy(text, PATH, sizeof PATH - 1);
    if (size)
        memcpy(text + sizeof PATH - 1, data, size);
    text[sizeof PATH - 1 + size] = '\0';
    if (!strchr(text, '#')) /* the socket side cuts a fragment off */
        ask(text);
    free(text);
    return 0;
}
