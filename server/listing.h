/* server/listing.h - the body of a list: {"KEY": [...], "next"}, or features. */
#ifndef SERVER_LISTING_H
#define SERVER_LISTING_H

#include "base/date.h"
#include "base/json.h"
#include "geo/geometry.h"
#include "server/reply.h"
#include "server/route.h"

void server_listing_begin(struct base_json *json, struct server_reply *reply, const char *key,
                          bool geojson);
/* Ends the body with the cursor of the next page, NULL at the end, and links to it. */
void server_listing_end(struct base_json *json, struct server_call *call,
                        struct server_reply *reply, const char *next);

/* Around the members of an item: an object, or the properties of a feature. */
void server_listing_item_begin(struct base_json *json, bool geojson, int64_t id);
void server_listing_item_end(struct base_json *json, bool geojson,
                             const struct geo_geometry *geometry);

/* The same for items whose id is a text of their own, or none. */
void server_listing_feature_begin(struct base_json *json, bool geojson, int64_t id);

/* A civil date, null for none. */
void server_listing_date(struct base_json *json, const char *key, base_date_t date);

/* A cursor that is a number: that of the item a page ended with; 0 without one.
 * BASE_INVALID names the parameter. */
BASE_MUST_CHECK
enum base_status server_listing_cursor(struct server_call *call, int64_t *after,
                                       struct base_error *err);
const char *server_listing_next(struct server_call *call, int64_t after);

#endif
