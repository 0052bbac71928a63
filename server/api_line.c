/* server/api_line.c - boundary lines and markers. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "geo/geojson.h"
#include "geo/measure.h"
#include "server/api.h"
#include "server/attribution.h"
#include "server/auth.h"
#include "server/listing.h"
#include "server/view.h"
#include "server/worker.h"
#include "store/division.h"
#include "store/line.h"
#include "store/marker.h"

/* --- what both have ------------------------------------------------------- */

static struct geo_box read_box(const struct server_call *call)
{
    const struct server_value *bbox = server_call_value(call, "bbox");
    return bbox->given ? geo_box_from_bbox(bbox->bbox) : geo_box_empty();
}

/* --- lines ---------------------------------------------------------------- */

/* A side under the code it had at the agreement, with its name on the day, or
 * the last it had under that code. */
static void write_side(struct base_json *json, const struct server_call *call, const char *key,
                       const char *code)
{
    const struct store_division_index *index = &call->view->divisions;
    uint32_t row = store_division_index_find(index, code, call->at);
    if (row == STORE_DIVISION_INDEX_NONE)
        row = store_division_index_find_ever(index, code);
    base_json_key(json, key);
    base_json_object_begin(json);
    base_json_key_string(json, "code", code);
    base_json_key_string(
        json, "name",
        row == STORE_DIVISION_INDEX_NONE ? NULL : store_division_index_entry(index, row).name);
    base_json_object_end(json);
}

static void write_line(struct base_json *json, const struct server_call *call,
                       const struct store_line *line)
{
    int64_t edition = store_version_edition(&line->version);
    bool placed = line->geometry.part_count > 0;
    base_json_key_string(json, "code", line->code);
    write_side(json, call, "a", line->a);
    write_side(json, call, "b", line->b);
    base_json_key_string(json, "name", line->name);
    base_json_key_string(json, "status", store_line_status_name(line->status));
    base_json_key_string(json, "agreement_no", line->agreement_no);
    server_listing_date(json, "agreement_date", line->agreement_date);
    base_json_key_string(json, "support", line->support);
    base_json_key_string(json, "markers", line->markers);
    base_json_key_string(json, "description", line->description);
    base_json_key_fixed(json, "length_m", placed ? geo_length_m(&line->geometry) : NAN, 3);
    base_json_key(json, "bbox");
    if (placed)
        geo_geojson_write_bbox(geo_geometry_box(&line->geometry), json);
    else
        base_json_null(json);
    server_listing_date(json, "valid_from", line->version.valid_from);
    server_listing_date(json, "valid_to", line->version.valid_to);
    base_json_key_int(json, "edition", edition);
    server_attribution_write(json, call, &edition, 1);
}

static void write_line_item(struct base_json *json, const struct server_call *call,
                            const struct store_line *line, bool geojson)
{
    server_listing_item_begin(json, geojson, line->version.identity);
    write_line(json, call, line);
    server_listing_item_end(json, geojson, &line->geometry);
}

/* Lines of one division, by `code`, or between two, "CODE,CODE" in either order. */
static enum base_status read_sides(struct server_call *call, struct store_line_filter *filter,
                                   struct base_error *err)
{
    char a[STORE_CODE_SIZE], b[STORE_CODE_SIZE], first[16] = "";
    const char *text = server_call_text(call, "between");
    filter->a = server_call_code(call, "code");
    if (!text)
        return BASE_OK;
    if (filter->a) {
        call->bad_parameter = "code";
        return base_fail(err, BASE_INVALID, "give code or between, not both");
    }
    size_t size = strcspn(text, ",");
    if (size < sizeof first)
        memcpy(first, text, size);
    if (text[size] != ',' || !store_code_parse(first, a) || !store_code_parse(text + size + 1, b)) {
        call->bad_parameter = "between";
        return base_fail(err, BASE_INVALID,
                         "between must be two division codes with a comma between");
    }
    if (strcmp(a, b) == 0) {
        call->bad_parameter = "between";
        return base_fail(err, BASE_INVALID, "between names %s twice; give two divisions", a);
    }
    filter->a = base_arena_strdup(call->arena, a);
    filter->b = base_arena_strdup(call->arena, b);
    return filter->a && filter->b ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

/* Agreed lines of open editions are everyone's; to see any other needs a viewer. */
static enum base_status read_line_filter(struct server_call *call, struct server_reply *reply,
                                         struct store_line_filter *out, struct base_error *err)
{
    struct store_line_filter filter = {.box = read_box(call)};
    const char *wanted = server_call_text(call, "status");
    filter.open_only = strcmp(wanted, "agreed") == 0;
    filter.status = strcmp(wanted, "any") == 0 ? NULL : wanted;
    filter.limit = (size_t)server_call_value(call, "limit")->integer;
    enum base_status status =
        filter.open_only ? BASE_OK : server_auth_need(call, STORE_ROLE_VIEWER, reply, err);
    if (status == BASE_OK)
        status = server_listing_cursor(call, &filter.after, err);
    if (status == BASE_OK)
        status = read_sides(call, &filter, err);
    if (status == BASE_OK)
        *out = filter;
    return status;
}

enum base_status server_api_lines(struct server_call *call, struct server_reply *reply,
                                  struct base_error *err)
{
    struct store *store;
    struct store_line *lines;
    struct store_line_filter filter = {0};
    struct base_json json;
    size_t count;
    enum base_status status = read_line_filter(call, reply, &filter, err);
    size_t limit = filter.limit++;
    if (status == BASE_OK)
        status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_line_page(store, &filter, (struct store_as_of){.at = call->at}, call->arena,
                                 &lines, &count, err);
    if (status != BASE_OK)
        return status;
    bool geojson = server_call_value(call, "f")->choice == 1;
    size_t shown = count > limit ? limit : count;
    server_listing_begin(&json, reply, "lines", geojson);
    for (size_t i = 0; i < shown; i++)
        write_line_item(&json, call, &lines[i], geojson);
    server_listing_end(&json, call, reply,
                       count > shown ? server_listing_next(call, lines[shown - 1].version.identity)
                                     : NULL);
    return BASE_OK;
}

static bool is_everyone_s(const struct server_call *call, const struct store_line *line)
{
    return line->status == STORE_LINE_AGREED &&
           store_edition_index_rights(&call->view->editions, store_version_edition(&line->version))
               .is_open;
}

enum base_status server_api_line(struct server_call *call, struct server_reply *reply,
                                 struct base_error *err)
{
    struct store *store;
    struct store_line line;
    struct base_json json;
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_line_find(store, server_call_text(call, "line"),
                                 (struct store_as_of){.at = call->at}, call->arena, &line, err);
    if (status == BASE_OK && !is_everyone_s(call, &line))
        status = server_auth_need(call, STORE_ROLE_VIEWER, reply, err);
    if (status != BASE_OK)
        return status;
    base_json_init(&json, &reply->body);
    if (server_call_value(call, "f")->choice == 1) {
        reply->media = SERVER_GEOJSON;
        write_line_item(&json, call, &line, true);
        return BASE_OK;
    }
    base_json_object_begin(&json);
    base_json_key_int(&json, "id", line.version.identity);
    write_line(&json, call, &line);
    base_json_key(&json, "geometry");
    geo_geojson_write(line.geometry.part_count > 0 ? &line.geometry : NULL, &json);
    base_json_object_end(&json);
    return BASE_OK;
}

/* --- markers -------------------------------------------------------------- */

static void write_marker(struct base_json *json, const struct server_call *call,
                         const struct store_marker *marker)
{
    int64_t edition = store_version_edition(&marker->version);
    bool placed = marker->has_point;
    base_json_key_string(json, "number", marker->number);
    base_json_key_string(json, "line", marker->line);
    base_json_key_string(json, "mode", store_marker_mode_name(marker->mode));
    base_json_key_string(json, "kind", marker->kind);
    base_json_key_fixed(json, "lon", placed ? geo_grid_to_degrees(marker->point.lon) : NAN, 9);
    base_json_key_fixed(json, "lat", placed ? geo_grid_to_degrees(marker->point.lat) : NAN, 9);
    server_listing_date(json, "measured_on", marker->measured_on);
    base_json_key_number(json, "sigma_m", marker->sigma_m);
    base_json_key_string(json, "condition", marker->condition);
    base_json_key_string(json, "keeper", marker->keeper);
    server_listing_date(json, "valid_from", marker->version.valid_from);
    server_listing_date(json, "valid_to", marker->version.valid_to);
    base_json_key_int(json, "edition", edition);
    server_attribution_write(json, call, &edition, 1);
}

static void write_marker_item(struct base_json *json, const struct server_call *call,
                              const struct store_marker *marker, bool geojson)
{
    static const uint32_t ONE[] = {0, 1};
    struct geo_geometry geometry = {.kind = GEO_POINT};
    if (marker->has_point)
        geometry = (struct geo_geometry){GEO_POINT, 1, 1, 1, ONE, ONE, &marker->point};
    server_listing_item_begin(json, geojson, marker->version.identity);
    write_marker(json, call, marker);
    server_listing_item_end(json, geojson, &geometry);
}

enum base_status server_api_markers(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    struct store *store;
    struct store_marker *markers;
    struct base_json json;
    size_t count, limit = (size_t)server_call_value(call, "limit")->integer;
    struct store_marker_filter filter = {
        .line = server_call_text(call, "line"), .box = read_box(call), .limit = limit + 1};
    enum base_status status = server_listing_cursor(call, &filter.after, err);
    if (status == BASE_OK)
        status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_marker_page(store, &filter, (struct store_as_of){.at = call->at},
                                   call->arena, &markers, &count, err);
    if (status != BASE_OK)
        return status;
    bool geojson = server_call_value(call, "f")->choice == 1;
    size_t shown = count > limit ? limit : count;
    server_listing_begin(&json, reply, "markers", geojson);
    for (size_t i = 0; i < shown; i++)
        write_marker_item(&json, call, &markers[i], geojson);
    server_listing_end(
        &json, call, reply,
        count > shown ? server_listing_next(call, markers[shown - 1].version.identity) : NULL);
    return BASE_OK;
}
