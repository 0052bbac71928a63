/* server/request.h - one HTTP request, without a socket. */
#ifndef SERVER_REQUEST_H
#define SERVER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum server_method {
    SERVER_GET,
    SERVER_HEAD,
    SERVER_POST,
    SERVER_DELETE,
    SERVER_OPTIONS,
    SERVER_OTHER_METHOD,
};

struct server_pair {
    const char *name, *value;
};

#define SERVER_MAX_SEGMENTS 12
#define SERVER_MAX_QUERY    64

/* What the socket side fills; everything is borrowed until the answer is made. */
struct server_request {
    enum server_method method;
    const char *target; /* as sent: path and query, still encoded */
    const struct server_pair *headers;
    size_t header_count;
    const void *body;
    size_t body_size;
    const char *client; /* numeric address of the peer */
};

/* The target, split at '/' and '&' first and decoded after, so that an encoded
 * slash stays inside its segment. */
struct server_target {
    const char *path; /* as sent, without the query */
    const char *segments[SERVER_MAX_SEGMENTS];
    size_t segment_count;
    struct server_pair query[SERVER_MAX_QUERY];
    size_t query_count;
};

/* BASE_INVALID for a target that does not start with '/', %00, a broken
 * escape, text that is not UTF-8 (says that GBK bytes are a likely cause), too
 * many segments or parameters. Texts go to the arena. */
BASE_MUST_CHECK
enum base_status server_target_parse(const char *text, struct base_arena *arena,
                                     struct server_target *out, struct base_error *err);

/* The header's value, by case-insensitive name; NULL when absent. */
const char *server_request_header(const struct server_request *request, const char *name);

/* The first query value of that name; NULL when absent. */
const char *server_target_query(const struct server_target *target, const char *name);

enum server_method server_method_parse(const char *text);
const char *server_method_name(enum server_method method);

/* True when the comma list of an Accept-Encoding header allows gzip. */
bool server_accepts_gzip(const char *accept_encoding);

/* True when an If-None-Match header names the tag (or *). */
bool server_etag_matches(const char *if_none_match, const char *etag);

#endif
