/* server/nominatim_json.c - Nominatim's JSON, GeoJSON and GeocodeJSON. */
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "geo/geojson.h"
#include "server/nominatim.h"

#define MEDIA_JSON    SERVER_JSON "; charset=utf-8"
#define MEDIA_GEOJSON SERVER_GEOJSON "; charset=utf-8"
#define MEDIA_XML     "text/xml; charset=utf-8"

/* Numbers as texts, as Nominatim writes positions. */
static void write_degrees(struct base_json *json, double degrees)
{
    char text[BASE_NUMBER_SIZE];
    base_number_print_fixed(degrees, 7, text);
    base_json_string(json, text);
}

static void write_address(const struct server_nominatim_place *p, struct base_json *json)
{
    base_json_key(json, "address");
    base_json_object_begin(json);
    for (size_t i = 0; i < p->part_count; i++)
        base_json_key_string(json, p->parts[i].key, p->parts[i].value);
    base_json_object_end(json);
}

static void write_names(const struct names_context *context, const struct server_nominatim_place *p,
                        struct base_json *json)
{
    BASE_BUFFER_AUTO struct base_buffer text = {0};
    base_json_key(json, "namedetails");
    base_json_object_begin(json);
    for (int form = 0; form < NAMES_FORMS; form++) {
        const char *key = server_nominatim_name_key((enum names_form)form);
        if (key && server_nominatim_names(context, p->subject, (enum names_form)form, &text))
            base_json_key_string(json, key, text.data);
    }
    base_json_object_end(json);
}

static void write_date(struct base_json *json, const char *key, base_date_t date)
{
    char text[BASE_DATE_SIZE];
    if (date != BASE_DATE_NONE)
        base_json_key_string(json, key, base_date_print(date, text));
}

static void write_extra(const struct names_context *context, const struct server_nominatim_place *p,
                        struct base_json *json)
{
    struct names_subject subject = names_index_subject(context->index, p->subject);
    base_json_key(json, "extratags");
    base_json_object_begin(json);
    if (p->division_row != STORE_DIVISION_INDEX_NONE) {
        struct store_division_entry entry =
            store_division_index_entry(context->divisions, p->division_row);
        base_json_key_string(json, "ref:code", entry.code);
        write_date(json, "start_date", entry.valid_from);
        write_date(json, "end_date", entry.valid_to);
    } else {
        if (subject.category[0])
            base_json_key_string(json, "category", subject.category);
        if (subject.status[0])
            base_json_key_string(json, "status", subject.status);
        write_date(json, "start_date", subject.valid_from);
        write_date(json, "end_date", subject.valid_to);
    }
    base_json_object_end(json);
}

static void write_point(const struct server_nominatim_place *p, struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "type", "Point");
    base_json_key(json, "coordinates");
    base_json_array_begin(json);
    base_json_fixed(json, p->lon, 7);
    base_json_fixed(json, p->lat, 7);
    base_json_array_end(json);
    base_json_object_end(json);
}

/* The whole outline where that was asked for and is known, else the point. */
static void write_geometry(const struct names_context *context,
                           const struct server_nominatim_shape *shape,
                           const struct server_nominatim_place *p, struct base_json *json)
{
    struct store_gazetteer_entry entry = {0};
    struct names_subject subject = names_index_subject(context->index, p->subject);
    struct store_subject wanted = {subject.is_place ? STORE_PLACE : STORE_DIVISION,
                                   subject.identity};
    struct geo_geometry geometry = {0};
    if (p->division_row != STORE_DIVISION_INDEX_NONE)
        geometry = store_division_index_geometry(context->divisions, p->division_row);
    if (context->gazetteer)
        store_gazetteer_index_find(context->gazetteer, wanted, &entry);
    if (shape->geometry && geometry.part_count > 0)
        geo_geojson_write(&geometry, json);
    else if (shape->geometry && entry.geometry)
        base_json_raw(json, entry.geometry, entry.geometry_size);
    else
        write_point(p, json);
}

/* Of jsonv2 and of GeoJSON's properties; json says class instead of category. */
static void write_facts(const struct names_context *context,
                        const struct server_nominatim_shape *shape,
                        const struct server_nominatim_place *p, struct base_json *json)
{
    bool old = shape->format == SERVER_NOMINATIM_JSON;
    base_json_key_int(json, "place_id", p->place_id);
    if (shape->format != SERVER_NOMINATIM_GEOJSON)
        base_json_key_string(json, "licence", server_nominatim_licence(context, p));
    if (p->osm_type) {
        base_json_key_string(json, "osm_type", server_nominatim_osm_type(p));
        base_json_key_int(json, "osm_id", p->osm_id);
    }
    if (shape->format != SERVER_NOMINATIM_GEOJSON) {
        base_json_key(json, "lat");
        write_degrees(json, p->lat);
        base_json_key(json, "lon");
        write_degrees(json, p->lon);
    }
    base_json_key_string(json, old ? "class" : "category", p->category);
    base_json_key_string(json, "type", p->type);
    base_json_key_int(json, "place_rank", p->rank);
    base_json_key_fixed(json, "importance", p->importance, 4);
    base_json_key_string(json, "addresstype", p->address_type);
    base_json_key_string(json, "name", p->name);
    base_json_key_string(json, "display_name", p->display_name);
    if (shape->address)
        write_address(p, json);
    if (shape->extra)
        write_extra(context, p, json);
    if (shape->names)
        write_names(context, p, json);
}

static void write_plain(const struct names_context *context,
                        const struct server_nominatim_shape *shape,
                        const struct server_nominatim_place *p, struct base_json *json)
{
    base_json_object_begin(json);
    write_facts(context, shape, p, json);
    const double box[] = {p->south, p->north, p->west, p->east};
    base_json_key(json, "boundingbox");
    base_json_array_begin(json);
    for (int i = 0; i < 4; i++)
        write_degrees(json, box[i]);
    base_json_array_end(json);
    if (shape->geometry) {
        base_json_key(json, "geojson");
        write_geometry(context, shape, p, json);
    }
    base_json_object_end(json);
}

/* What GeocodeJSON calls our parts. */
static const char *geocode_key(const char *key)
{
    static const char *const NAMES[][2] = {
        {"road", "street"},         {"house_number", "housenumber"}, {"suburb", "district"},
        {"town", "city"},           {"neighbourhood", "locality"},   {"village", "locality"},
        {"city_district", "county"}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(key, NAMES[i][0]) == 0)
            return NAMES[i][1];
    return key;
}

static void write_geocoding(const struct names_context *context,
                            const struct server_nominatim_shape *shape,
                            const struct server_nominatim_place *p, struct base_json *json)
{
    (void)context;
    base_json_key(json, "geocoding");
    base_json_object_begin(json);
    base_json_key_int(json, "place_id", p->place_id);
    if (p->osm_type) {
        base_json_key_string(json, "osm_type", server_nominatim_osm_type(p));
        base_json_key_int(json, "osm_id", p->osm_id);
    }
    base_json_key_string(json, "osm_key", p->category);
    base_json_key_string(json, "osm_value", p->type);
    base_json_key_string(json, "type", geocode_key(p->address_type));
    base_json_key_string(json, "label", p->display_name);
    base_json_key_string(json, "name", p->name);
    for (size_t i = 1; shape->address && i < p->part_count; i++) {
        const char *key = geocode_key(p->parts[i].key);
        bool said = false;
        for (size_t j = 1; j < i; j++)
            said = said || strcmp(geocode_key(p->parts[j].key), key) == 0;
        if (!said)
            base_json_key_string(json, key, p->parts[i].value);
    }
    base_json_object_end(json);
}

static void write_feature(const struct names_context *context,
                          const struct server_nominatim_shape *shape,
                          const struct server_nominatim_place *p, struct base_json *json)
{
    base_json_object_begin(json);
    base_json_key_string(json, "type", "Feature");
    base_json_key(json, "properties");
    base_json_object_begin(json);
    if (shape->format == SERVER_NOMINATIM_GEOCODEJSON)
        write_geocoding(context, shape, p, json);
    else
        write_facts(context, shape, p, json);
    base_json_object_end(json);
    const double box[] = {p->west, p->south, p->east, p->north};
    base_json_key(json, "bbox");
    base_json_array_begin(json);
    for (int i = 0; i < 4; i++)
        base_json_fixed(json, box[i], 7);
    base_json_array_end(json);
    base_json_key(json, "geometry");
    write_geometry(context, shape, p, json);
    base_json_object_end(json);
}

static void write_collection(const struct names_context *context,
                             const struct server_nominatim_shape *shape,
                             const struct server_nominatim_place *places, size_t count,
                             struct base_json *json)
{
    const char *licence = count ? server_nominatim_licence(context, places) : "";
    base_json_object_begin(json);
    base_json_key_string(json, "type", "FeatureCollection");
    if (shape->format == SERVER_NOMINATIM_GEOCODEJSON) {
        base_json_key(json, "geocoding");
        base_json_object_begin(json);
        base_json_key_string(json, "version", "0.1.0");
        base_json_key_string(json, "attribution", licence);
        if (shape->query)
            base_json_key_string(json, "query", shape->query);
        base_json_object_end(json);
    } else
        base_json_key_string(json, "licence", licence);
    base_json_key(json, "features");
    base_json_array_begin(json);
    for (size_t i = 0; i < count; i++)
        write_feature(context, shape, &places[i], json);
    base_json_array_end(json);
    base_json_object_end(json);
}

void server_nominatim_write_list(const struct names_context *context,
                                 const struct server_nominatim_shape *shape,
                                 const struct server_nominatim_place *places, size_t count,
                                 struct server_reply *reply)
{
    struct base_json json;
    base_json_init(&json, &reply->body);
    switch (shape->format) {
    case SERVER_NOMINATIM_XML:
        reply->media = MEDIA_XML;
        server_nominatim_xml_list(context, shape, places, count, &reply->body);
        break;
    case SERVER_NOMINATIM_GEOJSON:
    case SERVER_NOMINATIM_GEOCODEJSON:
        reply->media = MEDIA_GEOJSON;
        write_collection(context, shape, places, count, &json);
        break;
    default:
        reply->media = MEDIA_JSON;
        base_json_array_begin(&json);
        for (size_t i = 0; i < count; i++)
            write_plain(context, shape, &places[i], &json);
        base_json_array_end(&json);
    }
}

void server_nominatim_write_one(const struct names_context *context,
                                const struct server_nominatim_shape *shape,
                                const struct server_nominatim_place *place,
                                struct server_reply *reply)
{
    struct base_json json;
    if (shape->format == SERVER_NOMINATIM_XML) {
        reply->media = MEDIA_XML;
        server_nominatim_xml_one(shape, place, server_nominatim_licence(context, place),
                                 &reply->body);
    } else if (shape->format == SERVER_NOMINATIM_JSON || shape->format == SERVER_NOMINATIM_JSONV2) {
        reply->media = MEDIA_JSON;
        base_json_init(&json, &reply->body);
        write_plain(context, shape, place, &json);
    } else
        server_nominatim_write_list(context, shape, place, 1, reply);
}

void server_nominatim_write_nothing(enum server_nominatim_format format, struct server_reply *reply)
{
    if (format == SERVER_NOMINATIM_XML) {
        reply->media = MEDIA_XML;
        base_buffer_text(&reply->body, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n"
                                       "<error>Unable to geocode</error>\n");
        return;
    }
    reply->media = MEDIA_JSON;
    base_buffer_text(&reply->body, "{\"error\":\"Unable to geocode\"}");
}

static bool wants_xml(const struct server_target *target)
{
    const char *format = server_target_query(target, "format");
    bool searches = target->path && strncmp(target->path, "/nominatim/search", 17) == 0;
    return format ? strcmp(format, "xml") == 0 : !searches;
}

void server_nominatim_write_failure(struct server_reply *reply, const struct base_error *err,
                                    enum base_lang lang, const struct server_target *target)
{
    struct base_json json;
    bool ours = err->status == BASE_FAILED || err->status == BASE_NO_MEMORY;
    const char *message = ours ? "Internal error" : base_error_text(err, lang);
    if (reply->status < 400)
        reply->status = server_status_code(err->status);
    reply->cache_control = "no-store";
    reply->etag[0] = '\0';
    base_buffer_clear(&reply->body);
    if (wants_xml(target)) {
        reply->media = MEDIA_XML;
        server_nominatim_xml_failure(reply->status, message, &reply->body);
        return;
    }
    reply->media = MEDIA_JSON;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key(&json, "error");
    base_json_object_begin(&json);
    base_json_key_int(&json, "code", reply->status);
    base_json_key_string(&json, "message", message);
    base_json_object_end(&json);
    base_json_object_end(&json);
}
