/* server/listing.c - the body of a list. */
#include "server/listing.h"

#include "base/number.h"
#include "geo/geojson.h"

void server_listing_begin(struct base_json *json, struct server_reply *reply, const char *key,
                          bool geojson)
{
    base_json_init(json, &reply->body);
    base_json_object_begin(json);
    if (geojson) {
        reply->media = SERVER_GEOJSON;
        base_json_key_string(json, "type", "FeatureCollection");
    }
    base_json_key(json, geojson ? "features" : key);
    base_json_array_begin(json);
}

void server_listing_end(struct base_json *json, struct server_call *call,
                        struct server_reply *reply, const char *next)
{
    base_json_array_end(json);
    base_json_key_string(json, "next", next);
    base_json_object_end(json);
    server_call_link_next(call, reply, next);
}

void server_listing_feature_begin(struct base_json *json, bool geojson, int64_t id)
{
    base_json_object_begin(json);
    if (geojson) {
        base_json_key_string(json, "type", "Feature");
        base_json_key_int(json, "id", id);
        base_json_key(json, "properties");
        base_json_object_begin(json);
    }
}

void server_listing_item_begin(struct base_json *json, bool geojson, int64_t id)
{
    server_listing_feature_begin(json, geojson, id);
    base_json_key_int(json, "id", id);
}

void server_listing_item_end(struct base_json *json, bool geojson,
                             const struct geo_geometry *geometry)
{
    if (geojson) {
        base_json_object_end(json);
        base_json_key(json, "geometry");
        geo_geojson_write(geometry->part_count > 0 ? geometry : NULL, json);
    }
    base_json_object_end(json);
}

void server_listing_date(struct base_json *json, const char *key, base_date_t date)
{
    char text[BASE_DATE_SIZE];
    base_json_key_string(json, key, date == BASE_DATE_NONE ? NULL : base_date_print(date, text));
}

enum base_status server_listing_cursor(struct server_call *call, int64_t *after,
                                       struct base_error *err)
{
    const char *cursor = server_call_text(call, "cursor");
    *after = 0;
    if (!cursor || (base_number_parse_int(cursor, after) && *after > 0))
        return BASE_OK;
    call->bad_parameter = "cursor";
    return base_fail(err, BASE_INVALID, "cursor must be the next of an earlier answer");
}

const char *server_listing_next(struct server_call *call, int64_t after)
{
    return base_arena_printf(call->arena, "%lld", (long long)after);
}
