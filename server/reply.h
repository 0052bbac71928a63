/* server/reply.h - one HTTP answer, without a socket. */
#ifndef SERVER_REPLY_H
#define SERVER_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "server/request.h"

#define SERVER_JSON    "application/json"
#define SERVER_GEOJSON "application/geo+json"
#define SERVER_NDJSON  "application/x-ndjson"
#define SERVER_PROBLEM "application/problem+json"
#define SERVER_MVT     "application/vnd.mapbox-vector-tile"
#define SERVER_PNG     "image/png"
#define SERVER_TEXT    "text/plain; charset=utf-8"

#define SERVER_MAX_HEADERS 24
#define SERVER_ETAG_SIZE   40

/* Header values are static or live in the request's arena. body is owned by the
 * reply (server_reply_done frees it) unless borrowed is set, which then holds
 * the bytes and outlives the reply (embedded files, the tile cache). */
struct server_reply {
    int status;
    const char *media;
    struct base_buffer body;
    const void *borrowed;
    size_t borrowed_size;
    void (*borrowed_free)(void *owner); /* called with borrowed_owner when sent; may be NULL */
    void *borrowed_owner;
    const char *cache_control;   /* NULL: the route's default */
    char etag[SERVER_ETAG_SIZE]; /* quoted, "" for none */
    bool encoded;                /* the body is gzip already */
    bool later;                  /* not answered: ask again where waiting is allowed */
    struct server_pair headers[SERVER_MAX_HEADERS];
    size_t header_count;
};

void server_reply_init(struct server_reply *reply);
void server_reply_done(struct server_reply *reply);

/* Adds a header; values with CR or LF are refused silently (nothing is sent). */
void server_reply_header(struct server_reply *reply, const char *name, const char *value);

/* The bytes to send. */
const void *server_reply_bytes(const struct server_reply *reply, size_t *size);

/* Turns the reply into problem+json (RFC 9457) for a failed call. */
void server_reply_problem(struct server_reply *reply, const struct base_error *err,
                          enum base_lang lang, const char *instance);

/* One wrong parameter: 400 with errors: [{parameter, message}]. */
void server_reply_parameter(struct server_reply *reply, const char *parameter,
                            const struct base_error *err, enum base_lang lang,
                            const char *instance);

/* The HTTP status of a failure. */
int server_status_code(enum base_status status);

#endif
