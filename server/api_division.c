/* server/api_division.c - /api/v1/divisions. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "geo/geojson.h"
#include "server/api.h"
#include "server/app.h"
#include "server/attribution.h"

#define NONE STORE_DIVISION_INDEX_NONE

static void write_date(struct base_json *json, const char *key, base_date_t date)
{
    char text[BASE_DATE_SIZE];
    base_json_key_string(json, key, date == BASE_DATE_NONE ? NULL : base_date_print(date, text));
}

static void write_text(struct base_json *json, const char *key, const char *text)
{
    base_json_key_string(json, key, text[0] ? text : NULL);
}

/* The members that every division object has. */
static void write_entry(struct base_json *json, const struct server_call *call,
                        const struct store_division_entry *entry)
{
    char full[512];
    const struct store_division_index *index = &call->view->divisions;
    base_json_key_int(json, "id", entry->identity);
    base_json_key_string(json, "code", entry->code);
    base_json_key_string(json, "name", entry->name);
    base_json_key_string(
        json, "full_name",
        store_division_index_full_name(index, entry->row, call->at, full, sizeof full));
    base_json_key_string(json, "level", store_level_name(entry->level));
    write_text(json, "type", entry->type);
    write_text(json, "parent", entry->parent);
    write_text(json, "managed_by", entry->managed_by);
    write_date(json, "valid_from", entry->valid_from);
    write_date(json, "valid_to", entry->valid_to);
    base_json_key_fixed(json, "area_m2", entry->area_m2, 1);
    base_json_key_fixed(json, "registered_area_m2", entry->registered_km2 * 1e6, 1);
    bool placed = !geo_box_is_empty(entry->box);
    base_json_key_fixed(json, "lon", placed ? geo_grid_to_degrees(entry->label.lon) : NAN, 7);
    base_json_key_fixed(json, "lat", placed ? geo_grid_to_degrees(entry->label.lat) : NAN, 7);
    base_json_key(json, "bbox");
    if (placed)
        geo_geojson_write_bbox(entry->box, json);
    else
        base_json_null(json);
    base_json_key_int(json, "edition", entry->edition);
}

/* The row on the day of the unit that a code of another scheme means. */
static uint32_t find_alias(const struct server_call *call, const char *code)
{
    struct store_subject subject;
    return store_gazetteer_index_code(&call->view->gazetteer, code, &subject) &&
                   subject.entity == STORE_DIVISION
               ? store_division_index_of(&call->view->divisions, subject.identity, call->at)
               : NONE;
}

/* The row that answers for the code: on the day, or for a retired code without
 * `at` the unit as it is now (*former then tells the retired row), or for a code
 * of another scheme. */
static enum base_status find_row(const struct server_call *call, uint32_t *row, uint32_t *former,
                                 struct base_error *err)
{
    const struct store_division_index *index = &call->view->divisions;
    const char *code = server_call_code(call, "code");
    *former = NONE;
    *row = store_division_index_find(index, code, call->at);
    if (*row != NONE)
        return BASE_OK;
    uint32_t ever = store_division_index_find_ever(index, code);
    if (ever == NONE && (*row = find_alias(call, code)) != NONE)
        return BASE_OK;
    char day[BASE_DATE_SIZE];
    if (ever == NONE)
        return base_fail(err, BASE_NOT_FOUND, "no division has or had the code %s", code);
    if (call->at_given)
        return base_fail(err, BASE_NOT_FOUND, "no division had the code %s on %s", code,
                         base_date_print(call->at, day));
    struct store_division_entry retired = store_division_index_entry(index, ever);
    uint32_t now = store_division_index_of(index, retired.identity, call->at);
    *former = ever;
    *row = now != NONE ? now : store_division_index_of(index, retired.identity, BASE_DATE_NONE);
    return BASE_OK;
}

/* What was asked for, when the unit answers under another code. */
static void write_requested(struct base_json *json, const struct server_call *call,
                            const struct store_division_entry *entry, uint32_t former)
{
    const char *code = server_call_code(call, "code");
    if (strcmp(code, entry->code) == 0)
        return;
    base_json_key(json, "requested");
    base_json_object_begin(json);
    base_json_key_string(json, "code", code);
    base_json_key_string(json, "form", former == NONE ? "alias" : "former");
    write_date(json, "valid_to",
               former == NONE
                   ? BASE_DATE_NONE
                   : store_division_index_entry(&call->view->divisions, former).valid_to);
    base_json_object_end(json);
}

enum base_status server_api_division(struct server_call *call, struct server_reply *reply,
                                     struct base_error *err)
{
    const struct store_division_index *index = &call->view->divisions;
    uint32_t row, former;
    enum base_status status = find_row(call, &row, &former, err);
    if (status != BASE_OK)
        return status;
    struct store_division_entry entry = store_division_index_entry(index, row);
    struct geo_geometry geometry = store_division_index_geometry(index, row);
    bool geojson = server_call_value(call, "f")->choice == 1;
    struct base_json json;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    if (geojson) {
        reply->media = SERVER_GEOJSON;
        base_json_key_string(&json, "type", "Feature");
        base_json_key_int(&json, "id", entry.identity);
        base_json_key(&json, "properties");
        base_json_object_begin(&json);
    }
    write_entry(&json, call, &entry);
    write_requested(&json, call, &entry, former);
    server_attribution_write(&json, call, &entry.edition, 1);
    if (geojson)
        base_json_object_end(&json);
    base_json_key(&json, "geometry");
    geo_geojson_write(&geometry, &json);
    base_json_object_end(&json);
    return BASE_OK;
}

static void write_list(struct server_call *call, struct server_reply *reply, const char *code,
                       const uint32_t *rows, size_t count)
{
    struct base_json json;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key_string(&json, "code", code);
    base_json_key(&json, "divisions");
    base_json_array_begin(&json);
    for (size_t i = 0; i < count; i++) {
        struct store_division_entry entry =
            store_division_index_entry(&call->view->divisions, rows[i]);
        base_json_object_begin(&json);
        write_entry(&json, call, &entry);
        base_json_object_end(&json);
    }
    base_json_array_end(&json);
}

static void end_list(struct server_call *call, struct server_reply *reply, const char *next)
{
    base_buffer_text(&reply->body, next ? ",\"next\":\"" : ",\"next\":null");
    if (next)
        base_buffer_printf(&reply->body, "%s\"", next);
    base_buffer_byte(&reply->body, '}');
    server_call_link_next(call, reply, next);
}

/* A cursor is the code after which the list goes on. */
enum base_status server_api_division_children(struct server_call *call, struct server_reply *reply,
                                              struct base_error *err)
{
    const struct store_division_index *index = &call->view->divisions;
    uint32_t row, former;
    enum base_status status = find_row(call, &row, &former, err);
    if (status != BASE_OK)
        return status;
    struct store_division_entry entry = store_division_index_entry(index, row);
    size_t total = store_division_index_children(index, entry.code, call->at, NULL, 0);
    uint32_t *rows = base_arena_calloc(call->arena, total + 1, sizeof *rows);
    if (!rows)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    store_division_index_children(index, entry.code, call->at, rows, total);
    const char *cursor = server_call_text(call, "cursor");
    size_t first = 0, limit = (size_t)server_call_value(call, "limit")->integer;
    while (cursor && first < total &&
           strcmp(store_division_index_entry(index, rows[first]).code, cursor) <= 0)
        first++;
    size_t count = total - first < limit ? total - first : limit;
    write_list(call, reply, entry.code, rows + first, count);
    end_list(call, reply,
             first + count < total ? store_division_index_entry(index, rows[first + count - 1]).code
                                   : NULL);
    return BASE_OK;
}

enum base_status server_api_division_parents(struct server_call *call, struct server_reply *reply,
                                             struct base_error *err)
{
    const struct store_division_index *index = &call->view->divisions;
    uint32_t row, former, parents[5];
    enum base_status status = find_row(call, &row, &former, err);
    if (status != BASE_OK)
        return status;
    size_t count = store_division_index_parents(index, row, call->at, parents);
    write_list(call, reply, store_division_index_entry(index, row).code, parents, count);
    end_list(call, reply, NULL);
    return BASE_OK;
}

enum base_status server_api_division_neighbours(struct server_call *call,
                                                struct server_reply *reply, struct base_error *err)
{
    const struct store_division_index *index = &call->view->divisions;
    uint32_t row, former, *rows;
    size_t count;
    enum base_status status = find_row(call, &row, &former, err);
    if (status == BASE_OK)
        status =
            store_division_index_neighbours(index, row, call->at, call->arena, &rows, &count, err);
    if (status != BASE_OK)
        return status;
    write_list(call, reply, store_division_index_entry(index, row).code, rows, count);
    end_list(call, reply, NULL);
    return BASE_OK;
}

enum base_status server_api_division_history(struct server_call *call, struct server_reply *reply,
                                             struct base_error *err)
{
    const struct store_division_index *index = &call->view->divisions;
    uint32_t row = store_division_index_find_ever(index, server_call_code(call, "code"));
    row = row == NONE ? find_alias(call, server_call_code(call, "code")) : row;
    if (row == NONE)
        return base_fail(err, BASE_NOT_FOUND, "no division has or had the code %s",
                         server_call_code(call, "code"));
    int64_t identity = store_division_index_entry(index, row).identity;
    size_t total = store_division_index_versions(index, identity, NULL, 0);
    uint32_t *rows = base_arena_calloc(call->arena, total + 1, sizeof *rows);
    if (!rows)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    store_division_index_versions(index, identity, rows, total);
    write_list(call, reply, server_call_code(call, "code"), rows, total);
    end_list(call, reply, NULL);
    return BASE_OK;
}
