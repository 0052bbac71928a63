/* server/route.h - the one route table, from which also come 405, HEAD, the
 * OpenAPI document and the docs. */
#ifndef SERVER_ROUTE_H
#define SERVER_ROUTE_H

#include "base/arena.h"
#include "base/error.h"
#include "server/param.h"
#include "server/reply.h"
#include "server/request.h"
#include "store/key.h"

struct server_app;
struct server_worker;
struct server_view;
struct server_route;

#define SERVER_MAX_PARAMS 32

/* What a handler gets. Everything lives until the answer was sent. */
struct server_call {
    struct server_app *app;
    struct server_worker *worker;   /* this thread's arena, engine, connection */
    const struct server_view *view; /* the snapshot that answers; never NULL */
    const struct server_route *route;
    const struct server_request *request;
    const struct server_target *target;
    struct base_arena *arena;
    enum base_lang lang;
    enum store_role role;
    const char *base_url; /* "http://host:port" as the client sees it */
    base_date_t at;       /* the `at` parameter, else today */
    bool at_given;
    const char *bad_parameter; /* a handler that refuses a parameter names it here */
    bool may_wait; /* false on the event thread: set reply->later instead of working long */
    bool closed;   /* a role was needed: not for shared caches, nor for pages of other sites */
    struct server_value values[SERVER_MAX_PARAMS];
    size_t value_count;
};

/* The value of a parameter of the route's table; asserts that the table has it.
 * Look at ->given where it has no fallback. */
const struct server_value *server_call_value(const struct server_call *call, const char *name);
/* The parameter's text, or NULL when absent. */
const char *server_call_text(const struct server_call *call, const char *name);
/* The division code of the parameter, or NULL. */
static inline const char *server_call_code(const struct server_call *call, const char *name)
{
    return server_call_text(call, name);
}

/* The Link header to the next page (RFC 8288): the request's own target with
 * the cursor put in the place of the one it had. Nothing when cursor is NULL. */
void server_call_link_next(struct server_call *call, struct server_reply *reply,
                           const char *cursor);

/* Fills reply, or fails; app.c turns a failure into the HTTP answer. A handler
 * may set reply->status itself. */
typedef enum base_status (*server_handler)(struct server_call *call, struct server_reply *reply,
                                           struct base_error *err);

enum server_route_flag {
    SERVER_SLOW = 1,          /* takes more than a few ms: only on the pool */
    SERVER_FROM_SNAPSHOT = 2, /* the answer depends on snapshot, address, language and day alone */
    SERVER_NO_ETAG = 4,       /* streams and operations */
    SERVER_PRIVATE = 8,       /* needs a role: never in a shared cache, no CORS for all */
    SERVER_HIDDEN = 16,       /* not in OpenAPI */
    SERVER_NEEDS_RECORD = 32, /* 404 on a node that has only a snapshot */
    SERVER_NOMINATIM = 64,    /* failures in Nominatim's shape (server/nominatim.h) */
};

struct server_route {
    enum server_method method;
    const char
        *pattern; /* "/tiles/{layer}/{z}/{x}/{y}.png": braces span one segment or its start */
    server_handler handler;
    const char *id, *summary;          /* operationId; English, the catalogue has the Chinese */
    const struct server_param *params; /* ends with name NULL; NULL: none */
    const char *media;
    const char *schema; /* name in components/schemas; NULL: not JSON */
    enum store_role role;
    unsigned flags;
    size_t body_limit; /* 0: no body */
};

/* Parameters that every route knows besides its own: at, lang, wait. */
const struct server_param *server_common_params(size_t *count);

/* All routes; *count tells how many. */
const struct server_route *server_routes(size_t *count);

/* The route of the method and target. BASE_NOT_FOUND when no pattern fits;
 * BASE_INVALID with the allowed methods in allow (size bytes) when only other
 * methods do; BASE_UNAVAILABLE when the arena is full. HEAD finds GET. Path
 * values go to values by parameter name. */
BASE_MUST_CHECK
enum base_status server_route_find(enum server_method method, const struct server_target *target,
                                   const struct server_route **out, struct server_pair *values,
                                   size_t *value_count, char *allow, size_t allow_size,
                                   struct base_arena *arena, struct base_error *err);

#endif
