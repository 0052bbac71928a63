/* server/nominatim.h - places as clients made for Nominatim expect them: what is told of
 * one, and its five formats (docs/api.md says where we differ). */
#ifndef SERVER_NOMINATIM_H
#define SERVER_NOMINATIM_H

#include "names/reverse.h"
#include "server/route.h"

#define SERVER_NOMINATIM_PARTS 10

enum server_nominatim_format {
    SERVER_NOMINATIM_JSON,
    SERVER_NOMINATIM_JSONV2,
    SERVER_NOMINATIM_GEOJSON,
    SERVER_NOMINATIM_GEOCODEJSON,
    SERVER_NOMINATIM_XML,
};

/* The words of `layer`. */
enum server_nominatim_layer {
    SERVER_NOMINATIM_ADDRESS = 1,
    SERVER_NOMINATIM_POI = 2,
    SERVER_NOMINATIM_RAILWAY = 4,
    SERVER_NOMINATIM_NATURAL = 8,
    SERVER_NOMINATIM_MANMADE = 16,
};

struct server_nominatim_part {
    const char *key, *value; /* "city", "长春市" */
};

/* One place; texts live in the arena or are borrowed from the view. */
struct server_nominatim_place {
    uint32_t subject;      /* of the name index */
    uint32_t division_row; /* STORE_DIVISION_INDEX_NONE: a place */
    int64_t place_id;      /* of the identity: the same in every snapshot */
    char osm_type;         /* 'N', 'W' or 'R' where the record's id is OSM's; else 0 */
    int64_t osm_id;
    const char *name, *display_name;
    const char *category, *type, *address_type;
    int rank;
    unsigned layer;
    double importance;
    double lon, lat, west, south, east, north; /* degrees */
    struct server_nominatim_part parts[SERVER_NOMINATIM_PARTS];
    size_t part_count;
};

/* Which members the answer has, and in which format. */
struct server_nominatim_shape {
    enum server_nominatim_format format;
    bool address, names, extra, geometry;
    const char *query; /* told by xml and geocodejson; NULL: none */
};

/* False when the record holds neither a position of it nor of a unit above it: clients
 * need one. romanised: names in Latin letters where the record has them. */
bool server_nominatim_place(const struct names_context *context, uint32_t subject,
                            uint32_t division_row, bool romanised, struct base_arena *arena,
                            struct server_nominatim_place *out);

/* The subject of a place_id or of "N123", "W123", "R123"; UINT32_MAX: none. */
uint32_t server_nominatim_find(const struct names_context *context, const char *osm_id,
                               struct base_arena *arena);

/* A list, as search and lookup answer, or the one place of reverse. Sets the media type. */
void server_nominatim_write_list(const struct names_context *context,
                                 const struct server_nominatim_shape *shape,
                                 const struct server_nominatim_place *places, size_t count,
                                 struct server_reply *reply);
void server_nominatim_write_one(const struct names_context *context,
                                const struct server_nominatim_shape *shape,
                                const struct server_nominatim_place *place,
                                struct server_reply *reply);

/* nominatim_xml.c: the same two as XML. */
void server_nominatim_xml_list(const struct names_context *context,
                               const struct server_nominatim_shape *shape,
                               const struct server_nominatim_place *places, size_t count,
                               struct base_buffer *out);
void server_nominatim_xml_one(const struct server_nominatim_shape *shape,
                              const struct server_nominatim_place *place, const char *licence,
                              struct base_buffer *out);
void server_nominatim_xml_failure(int code, const char *message, struct base_buffer *out);

/* The attribution of the place's edition; "" where it has none. */
const char *server_nominatim_licence(const struct names_context *context,
                                     const struct server_nominatim_place *place);
/* "way"; NULL without an id of OSM. */
const char *server_nominatim_osm_type(const struct server_nominatim_place *place);
/* "name:zh-Latn" and so on; NULL for what clients have no key for. */
const char *server_nominatim_name_key(enum names_form form);
/* The values of one form, semicolons between, in out; false when there is none. */
bool server_nominatim_names(const struct names_context *context, uint32_t subject,
                            enum names_form form, struct base_buffer *out);

/* Nothing is there: 200 with {"error": "Unable to geocode"}, as Nominatim says it. */
void server_nominatim_write_nothing(enum server_nominatim_format format,
                                    struct server_reply *reply);

/* A failed call as {"error": {"code", "message"}}, or as XML where that was asked for. */
void server_nominatim_write_failure(struct server_reply *reply, const struct base_error *err,
                                    enum base_lang lang, const struct server_target *target);

#endif
