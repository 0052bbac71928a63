/* server/api_boundary.c - inspection runs and their findings. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "geo/geojson.h"
#include "server/api.h"
#include "server/sides.h"
#include "server/worker.h"
#include "store/finding.h"

/* --- runs ---------------------------------------------------------------- */

static void write_run(struct base_json *json, const struct store_run *run)
{
    char time[BASE_TIME_SIZE], date[BASE_DATE_SIZE];
    base_json_object_begin(json);
    base_json_key_int(json, "run", run->id);
    base_json_key_string(json, "recorded_at", base_time_print(run->recorded_at, time));
    base_json_key_string(json, "at", base_date_print(run->at, date));
    base_json_key(json, "options");
    if (run->options && run->options[0])
        base_json_raw(json, run->options, strlen(run->options));
    else
        base_json_null(json);
    base_json_object_end(json);
}

enum base_status server_api_inspections(struct server_call *call, struct server_reply *reply,
                                        struct base_error *err)
{
    struct store *store;
    struct store_run *runs;
    size_t count, limit = (size_t)server_call_value(call, "limit")->integer;
    int64_t before = 0;
    const char *cursor = server_call_text(call, "cursor");
    if (cursor && (!base_number_parse_int(cursor, &before) || before < 1)) {
        call->bad_parameter = "cursor";
        return base_fail(err, BASE_INVALID, "cursor must be the next of an earlier answer");
    }
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status =
            store_run_list(store, "inspection", before, limit + 1, call->arena, &runs, &count, err);
    if (status != BASE_OK)
        return status;
    struct base_json json;
    size_t shown = count > limit ? limit : count;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key(&json, "inspections");
    base_json_array_begin(&json);
    for (size_t i = 0; i < shown; i++)
        write_run(&json, &runs[i]);
    base_json_array_end(&json);
    base_json_key_string(&json, "next",
                         count > limit
                             ? base_arena_printf(call->arena, "%lld", (long long)runs[shown - 1].id)
                             : NULL);
    base_json_object_end(&json);
    return BASE_OK;
}

/* --- findings ------------------------------------------------------------ */

/* What a run stored of a finding is an object without its state, which people
 * change afterwards, and its geometry, which has a column: both go before the brace. */
static void write_finding(struct base_json *json, const struct store_finding *finding,
                          bool geometry)
{
    struct base_json rest;
    base_json_raw(json, finding->body, strlen(finding->body) - 1);
    base_buffer_text(json->out, ",\"state\":");
    base_json_init(&rest, json->out);
    base_json_string(&rest, finding->state);
    if (geometry) {
        base_buffer_text(json->out, ",\"geometry\":");
        base_json_init(&rest, json->out);
        geo_geojson_write(finding->geometry.part_count > 0 ? &finding->geometry : NULL, &rest);
    }
    base_buffer_byte(json->out, '}');
}

static void write_feature(struct base_json *json, const struct store_finding *finding)
{
    base_json_object_begin(json);
    base_json_key_string(json, "type", "Feature");
    base_json_key_string(json, "id", finding->id);
    base_json_key(json, "properties");
    write_finding(json, finding, false);
    base_json_key(json, "geometry");
    geo_geojson_write(finding->geometry.part_count > 0 ? &finding->geometry : NULL, json);
    base_json_object_end(json);
}

struct finding_page {
    struct store_finding *items;
    size_t count;
    const char *next;
};

static enum base_status read_page(struct server_call *call, struct store_finding_filter *filter,
                                  size_t limit, struct finding_page *page, struct base_error *err)
{
    struct store *store;
    enum base_status status = server_worker_store(call->worker, &store, err);
    filter->limit = limit ? limit + 1 : 0;
    if (status == BASE_OK)
        status = store_finding_list(store, filter, call->arena, &page->items, &page->count, err);
    if (status != BASE_OK)
        return status;
    page->next = NULL;
    if (limit && page->count > limit) {
        page->count = limit;
        page->next = page->items[limit - 1].id;
    }
    return BASE_OK;
}

static void write_features(struct server_reply *reply, const struct finding_page *page)
{
    struct base_json json;
    reply->media = SERVER_GEOJSON;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key_string(&json, "type", "FeatureCollection");
    base_json_key(&json, "features");
    base_json_array_begin(&json);
    for (size_t i = 0; i < page->count; i++)
        write_feature(&json, &page->items[i]);
    base_json_array_end(&json);
    base_json_key_string(&json, "next", page->next);
    base_json_object_end(&json);
}

static void write_list(struct server_reply *reply, int64_t run, const struct finding_page *page)
{
    struct base_json json;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key(&json, "run");
    run > 0 ? base_json_int(&json, run) : base_json_null(&json);
    base_json_key(&json, "findings");
    base_json_array_begin(&json);
    for (size_t i = 0; i < page->count; i++)
        write_finding(&json, &page->items[i], true);
    base_json_array_end(&json);
    base_json_key_string(&json, "next", page->next);
    base_json_object_end(&json);
}

static struct store_finding_filter read_filter(const struct server_call *call)
{
    const struct server_value *area = server_call_value(call, "min_area");
    const struct server_value *bbox = server_call_value(call, "bbox");
    const struct server_value *width = server_call_value(call, "min_width");
    return (struct store_finding_filter){
        .run = server_call_value(call, "run")->integer,
        .kind = server_call_text(call, "kind"),
        .severity = server_call_text(call, "severity"),
        .state = server_call_text(call, "state"),
        .party = server_call_text(call, "party"),
        .level = server_call_text(call, "level"),
        .min_area_m2 = area->given ? area->number : NAN,
        .min_width_m = width->given ? width->number : 0,
        .box = bbox->given ? geo_box_from_bbox(bbox->bbox) : geo_box_empty(),
        .after = server_call_text(call, "cursor"),
    };
}

/* The newest run when the request names none. */
static enum base_status find_run(struct server_call *call, int64_t *run, struct base_error *err)
{
    struct store *store;
    struct store_run found;
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_run_find(store, "inspection", *run, call->arena, &found, err);
    if (status == BASE_OK)
        *run = found.id;
    return status;
}

enum base_status server_api_findings(struct server_call *call, struct server_reply *reply,
                                     struct base_error *err)
{
    struct store_finding_filter filter = read_filter(call);
    struct finding_page page = {0};
    enum base_status status = find_run(call, &filter.run, err);
    if (status == BASE_NOT_FOUND && filter.run == 0)
        status = BASE_OK; /* nothing was inspected yet: an empty list */
    else if (status == BASE_OK)
        status =
            read_page(call, &filter, (size_t)server_call_value(call, "limit")->integer, &page, err);
    if (status != BASE_OK)
        return status;
    server_call_link_next(call, reply, page.next);
    if (server_call_value(call, "f")->choice == 1)
        write_features(reply, &page);
    else
        write_list(reply, filter.run, &page);
    return BASE_OK;
}

/* The finding with the borders it lies between, which a list leaves out. */
enum base_status server_api_finding(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    struct store *store;
    struct store_run run;
    struct finding_page page = {0};
    struct store_finding_filter filter = {.id = server_call_text(call, "id"),
                                          .run = server_call_value(call, "run")->integer,
                                          .min_area_m2 = NAN,
                                          .box = geo_box_empty()};
    struct base_json json;
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_run_find(store, "inspection", filter.run, call->arena, &run, err);
    if (status != BASE_OK)
        return status;
    filter.run = run.id;
    status = read_page(call, &filter, 0, &page, err);
    if (status != BASE_OK)
        return status;
    if (page.count == 0)
        return base_fail(err, BASE_NOT_FOUND, "run %lld has no finding %.40s", (long long)run.id,
                         filter.id);
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key_int(&json, "run", run.id);
    base_json_key(&json, "finding");
    write_finding(&json, &page.items[0], true);
    base_json_key(&json, "sides");
    status = server_sides_write(&json, call, store, &run, &page.items[0], err);
    base_json_object_end(&json);
    return status;
}

/* The stored report with the run's findings put before its last brace. */
static void write_whole_run(struct server_reply *reply, const char *report,
                            const struct finding_page *page)
{
    struct base_json json;
    base_buffer_append(&reply->body, report, strlen(report) - 1);
    base_buffer_text(&reply->body, ",\"findings\":");
    base_json_init(&json, &reply->body);
    base_json_array_begin(&json);
    for (size_t i = 0; i < page->count; i++)
        write_finding(&json, &page->items[i], true);
    base_json_array_end(&json);
    base_buffer_byte(&reply->body, '}');
}

enum base_status server_api_inspection(struct server_call *call, struct server_reply *reply,
                                       struct base_error *err)
{
    struct store *store;
    struct store_run run;
    struct finding_page page = {0};
    struct store_finding_filter filter = {
        .run = server_call_value(call, "run")->integer, .min_area_m2 = NAN, .box = geo_box_empty()};
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_run_find(store, "inspection", filter.run, call->arena, &run, err);
    if (status == BASE_OK)
        status = read_page(call, &filter, 0, &page, err);
    if (status != BASE_OK)
        return status;
    if (server_call_value(call, "f")->choice == 1)
        write_features(reply, &page);
    else
        write_whole_run(reply,
                        run.report
                            ? run.report
                            : base_arena_printf(call->arena, "{\"run\":%lld}", (long long)run.id),
                        &page);
    return BASE_OK;
}
