/* server/api_gazetteer.c - lists of places and of the registers of place names. */
#include <stdio.h>
#include <string.h>

#include "geo/geojson.h"
#include "server/api.h"
#include "server/attribution.h"
#include "server/auth.h"
#include "server/listing.h"
#include "server/view.h"
#include "server/worker.h"
#include "store/approval.h"
#include "store/house_number.h"
#include "store/row_json.h"
#include "store/subject.h"

/* --- what is asked for -------------------------------------------------------- */

/* Members of an item besides its columns. */
typedef void (*extra_writer)(struct base_json *json, const struct server_call *call,
                             const struct store_row *row);

/* One list: its key in the body, and the parameters that are columns of it. */
struct list {
    enum store_entity entity;
    const char *key;
    const char *filters[STORE_ROW_FILTERS];
    extra_writer extra;
};

static enum base_status bad(struct server_call *call, const char *parameter,
                            enum base_status status)
{
    call->bad_parameter = status == BASE_INVALID ? parameter : call->bad_parameter;
    return status;
}

/* A subject may be asked for by any of its ids. Nothing is about one that is not there. */
static enum base_status subject_text(struct server_call *call, struct store *store,
                                     const char *text, const char **out, struct base_error *err)
{
    struct store_subject subject;
    char printed[STORE_SUBJECT_SIZE];
    enum base_status status = store_subject_find(store, text, &subject, err);
    if (status != BASE_OK)
        return status;
    *out = base_arena_strdup(call->arena, store_subject_print(subject, printed));
    return *out ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status read_filters(struct server_call *call, struct store *store,
                                     const struct list *list, struct store_row_filter *out,
                                     struct base_error *err)
{
    size_t count;
    const struct store_field *fields = store_row_fields(list->entity, &count);
    for (size_t i = 0; i < STORE_ROW_FILTERS && list->filters[i]; i++) {
        const char *text = server_call_text(call, list->filters[i]);
        int field = store_row_field(list->entity, list->filters[i]);
        enum base_status status = BASE_OK;
        if (!text)
            continue;
        if (fields[field].kind == STORE_COLUMN_SUBJECT)
            status = subject_text(call, store, text, &text, err);
        if (status != BASE_OK)
            return status;
        out->equal[out->equal_count].field = field;
        out->equal[out->equal_count++].text = text;
    }
    return BASE_OK;
}

/* Everyone sees rows of open editions; of addresses, those without unit and room. */
static enum base_status read_rights(struct server_call *call, struct server_reply *reply,
                                    const struct list *list, struct store_row_filter *out,
                                    struct base_error *err)
{
    bool viewer = false;
    enum base_status status = server_auth_may(call, STORE_ROLE_VIEWER, reply, &viewer, err);
    if (status != BASE_OK)
        return status;
    out->open_only = !viewer;
    if (list->entity != STORE_ADDRESS)
        return BASE_OK;
    bool households = strcmp(server_call_text(call, "detail"), "household") == 0;
    if (households)
        return server_auth_need(call, STORE_ROLE_VIEWER, reply, err);
    out->absent[0] = "unit";
    out->absent[1] = "room";
    return BASE_OK;
}

static enum base_status read_request(struct server_call *call, struct server_reply *reply,
                                     struct store *store, const struct list *list,
                                     struct store_row_filter *out, struct base_error *err)
{
    struct store_row_filter filter = {.box = geo_box_empty()};
    bool boxed = list->entity == STORE_ADDRESS || list->entity == STORE_SIGN;
    filter.limit = (size_t)server_call_value(call, "limit")->integer;
    enum base_status status = server_listing_cursor(call, &filter.after, err);
    if (status == BASE_OK)
        status = read_rights(call, reply, list, &filter, err);
    if (status == BASE_OK)
        status = read_filters(call, store, list, &filter, err);
    if (status == BASE_OK && boxed && server_call_value(call, "bbox")->given)
        filter.box = geo_box_from_bbox(server_call_value(call, "bbox")->bbox);
    if (status == BASE_OK)
        *out = filter;
    return status;
}

/* --- items ----------------------------------------------------------------------- */

static void write_item(struct base_json *json, const struct server_call *call,
                       const struct list *list, const struct store_row *row, bool geojson)
{
    char text[STORE_SUBJECT_SIZE];
    int64_t edition = store_version_edition(&row->version);
    server_listing_feature_begin(json, geojson, row->version.identity);
    base_json_key_string(
        json, "subject",
        store_subject_print((struct store_subject){list->entity, row->version.identity}, text));
    store_row_write(list->entity, row, json);
    if (list->extra)
        list->extra(json, call, row);
    server_attribution_write(json, call, &edition, 1);
    if (!geojson && store_row_has_geometry(list->entity)) {
        base_json_key(json, "geometry");
        geo_geojson_write(row->geometry.part_count > 0 ? &row->geometry : NULL, json);
    }
    server_listing_item_end(json, geojson, &row->geometry);
}

static void write_list(struct server_call *call, struct server_reply *reply,
                       const struct list *list, const struct store_row *rows, size_t count,
                       size_t limit)
{
    struct base_json json;
    bool geojson = store_row_has_geometry(list->entity) && server_call_value(call, "f")->choice;
    size_t shown = count > limit ? limit : count;
    server_listing_begin(&json, reply, list->key, geojson);
    for (size_t i = 0; i < shown; i++)
        write_item(&json, call, list, &rows[i], geojson);
    server_listing_end(&json, call, reply,
                       count > shown ? server_listing_next(call, rows[shown - 1].version.identity)
                                     : NULL);
}

static enum base_status answer(struct server_call *call, struct server_reply *reply,
                               const struct list *list, struct base_error *err)
{
    struct store *store;
    struct store_row *rows;
    struct store_row_filter filter = {0};
    size_t count = 0;
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = read_request(call, reply, store, list, &filter, err);
    size_t limit = filter.limit++;
    if (status == BASE_OK)
        status = store_row_page(store, list->entity, &filter, (struct store_as_of){.at = call->at},
                                call->arena, &rows, &count, err);
    if (status == BASE_OK)
        write_list(call, reply, list, rows, count, limit);
    return status;
}

/* --- the lists ---------------------------------------------------------------------- */

enum base_status server_api_places(struct server_call *call, struct server_reply *reply,
                                   struct base_error *err)
{
    static const struct list LIST = {
        STORE_PLACE, "places", {"kind", "legal_kind", "division", "status"}, NULL};
    return answer(call, reply, &LIST, err);
}

/* Which side of the street, and the one spelling of the number. */
static void write_number(struct base_json *json, const struct server_call *call,
                         const struct store_row *row)
{
    struct store_house_number number;
    char text[STORE_NUMBER_SIZE];
    const char *raw = row->cells[store_row_field(STORE_ADDRESS, "number")].text;
    bool read = store_house_number_parse(raw, &number);
    (void)call;
    base_json_key_string(json, "canonical", read ? store_house_number_print(&number, text) : NULL);
    base_json_key_string(json, "parity",
                         !read                                ? NULL
                         : store_house_number_is_odd(&number) ? "odd"
                                                              : "even");
}

enum base_status server_api_addresses(struct server_call *call, struct server_reply *reply,
                                      struct base_error *err)
{
    static const struct list LIST = {
        STORE_ADDRESS, "addresses", {"street", "road", "estate", "division"}, write_number};
    return answer(call, reply, &LIST, err);
}

/* What the code of a sign made now would hold: the GB/T 39609 code of its address,
 * else our own name of what it is about. */
static const char *payload_of(const struct server_call *call, const char *about)
{
    struct store *store;
    struct store_subject subject;
    struct store_row *rows = NULL;
    size_t count = 0;
    const char *code = NULL;
    if (store_subject_parse(about, &subject) && subject.entity == STORE_ADDRESS &&
        server_worker_store(call->worker, &store, NULL) == BASE_OK &&
        store_row_versions(store, STORE_ADDRESS, subject.identity, 0, call->arena, &rows, &count,
                           NULL) == BASE_OK &&
        count > 0)
        code = rows[count - 1].cells[store_row_field(STORE_ADDRESS, "geocode")].text;
    return code ? code : base_arena_printf(call->arena, "yutu:%s", about);
}

static void write_payload(struct base_json *json, const struct server_call *call,
                          const struct store_row *row)
{
    const char *held = row->cells[store_row_field(STORE_SIGN, "qr")].text;
    const char *about = row->cells[store_row_field(STORE_SIGN, "place")].text;
    base_json_key_string(json, "payload", held ? held : payload_of(call, about));
}

enum base_status server_api_signs(struct server_call *call, struct server_reply *reply,
                                  struct base_error *err)
{
    static const struct list LIST = {
        STORE_SIGN, "signs", {"place", "type", "state", "keeper"}, write_payload};
    return answer(call, reply, &LIST, err);
}

enum base_status server_api_heritage(struct server_call *call, struct server_reply *reply,
                                     struct base_error *err)
{
    static const struct list LIST = {
        STORE_HERITAGE, "heritage", {"place", "level", "scheme", "category"}, NULL};
    return answer(call, reply, &LIST, err);
}

enum base_status server_api_categories(struct server_call *call, struct server_reply *reply,
                                       struct base_error *err)
{
    static const struct list LIST = {
        STORE_CATEGORY, "categories", {"scheme", "code", "parent"}, NULL};
    return answer(call, reply, &LIST, err);
}

enum base_status server_api_code_aliases(struct server_call *call, struct server_reply *reply,
                                         struct base_error *err)
{
    static const struct list LIST = {
        STORE_CODE_ALIAS, "code_aliases", {"scheme", "code", "place"}, NULL};
    return answer(call, reply, &LIST, err);
}

enum base_status server_api_relations(struct server_call *call, struct server_reply *reply,
                                      struct base_error *err)
{
    static const struct list LIST = {
        STORE_RELATION, "relations", {"place", "successor", "relation"}, NULL};
    return answer(call, reply, &LIST, err);
}

enum base_status server_api_street_parts(struct server_call *call, struct server_reply *reply,
                                         struct base_error *err)
{
    static const struct list LIST = {
        STORE_STREET_PART, "street_parts", {"street", "division", "name"}, NULL};
    return answer(call, reply, &LIST, err);
}

/* --- approvals, with their clocks ------------------------------------------------------ */

struct clocks {
    struct store_clock filing, notice;
};

static void write_clock(struct base_json *json, const char *key, const struct store_clock *clock)
{
    base_json_key(json, key);
    base_json_object_begin(json);
    server_listing_date(json, "due", clock->due);
    server_listing_date(json, "done", clock->done);
    base_json_key_string(json, "state", store_clock_state_name(clock->state));
    base_json_object_end(json);
}

static bool is_overdue(const struct clocks *clocks)
{
    return clocks->filing.state == STORE_CLOCK_OVERDUE ||
           clocks->notice.state == STORE_CLOCK_OVERDUE;
}

static void write_approval(struct base_json *json, const struct server_call *call,
                           const struct store_row *row, const struct clocks *clocks)
{
    char text[STORE_SUBJECT_SIZE];
    int64_t edition = store_version_edition(&row->version);
    base_json_object_begin(json);
    base_json_key_string(
        json, "subject",
        store_subject_print((struct store_subject){STORE_APPROVAL, row->version.identity}, text));
    store_row_write(STORE_APPROVAL, row, json);
    write_clock(json, "filing", &clocks->filing);
    write_clock(json, "notice", &clocks->notice);
    server_attribution_write(json, call, &edition, 1);
    base_json_object_end(json);
}

/* Overdue ones are found by their clocks, so that all are looked at: a city approves
 * some hundred names a year. */
enum base_status server_api_approvals(struct server_call *call, struct server_reply *reply,
                                      struct base_error *err)
{
    static const struct list LIST = {
        STORE_APPROVAL, "approvals", {"place", "action", "body_kind"}, NULL};
    struct store *store;
    struct store_row *rows = NULL;
    struct store_row_filter filter = {0};
    struct store_clock_days days = {0};
    struct base_json json;
    size_t count = 0, shown = 0;
    bool overdue_only = server_call_value(call, "overdue")->choice == 1;
    const char *next = NULL;
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = read_request(call, reply, store, &LIST, &filter, err);
    size_t limit = filter.limit;
    filter.limit = overdue_only ? 0 : limit + 1;
    if (status == BASE_OK)
        status = store_clock_days(store, &days, err);
    if (status == BASE_OK)
        status =
            store_row_page(store, STORE_APPROVAL, &filter, (struct store_as_of){.at = call->at},
                           call->arena, &rows, &count, err);
    if (status != BASE_OK)
        return bad(call, "place", status);
    server_listing_begin(&json, reply, LIST.key, false);
    for (size_t i = 0, last = 0; i < count; i++) {
        struct clocks clocks;
        store_approval_clocks(&rows[i], days, call->at, &clocks.filing, &clocks.notice);
        if (overdue_only && !is_overdue(&clocks))
            continue;
        if (shown++ == limit) {
            next = server_listing_next(call, rows[last].version.identity);
            break;
        }
        last = i;
        write_approval(&json, call, &rows[i], &clocks);
    }
    server_listing_end(&json, call, reply, next);
    return BASE_OK;
}
