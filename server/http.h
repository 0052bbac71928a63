/* server/http.h - the socket side; http.c is the only file that knows libmicrohttpd. */
#ifndef SERVER_HTTP_H
#define SERVER_HTTP_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "server/app.h"

struct server_http_config {
    const char *host;      /* numeric address to listen on */
    uint16_t port;         /* 0: any */
    unsigned http_threads; /* event threads; 0: a quarter of the cores, at least 1 */
    unsigned workers;      /* pool threads; 0: as many as cores */
    unsigned queue;        /* waiting requests before 503; 0: 256 */
    unsigned connections;  /* open connections; 0: 1000 */
    unsigned per_client;   /* connections of one address; 0: no limit */
    unsigned timeout_s;    /* of an idle or half-sent request; 0: 30 */
};

struct server_http;

/* Listens and answers until stopped. The app outlives it. BASE_FAILED names
 * the address when it cannot be bound. */
BASE_MUST_CHECK
enum base_status server_http_start(const struct server_http_config *config, struct server_app *app,
                                   struct server_http **out, struct base_error *err);

uint16_t server_http_port(const struct server_http *http);

/* Stops accepting, lets what was begun finish (for at most grace_s), closes. */
void server_http_stop(struct server_http *http, unsigned grace_s);

#endif
