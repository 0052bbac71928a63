/* server/auth.c - who asks, and whether they may. */
#include "server/auth.h"

#include <string.h>
#include <strings.h>

#include "server/app.h"

bool server_role_allows(enum store_role held, enum store_role needed)
{
    if (held == needed || held == STORE_ROLE_ADMINISTRATOR)
        return true;
    if (needed == STORE_ROLE_INSPECTOR || needed == STORE_ROLE_PLANNER)
        return false; /* side by side: neither may do the other's work */
    return held > needed;
}

static bool is_loopback(const char *client)
{
    return client && (strncmp(client, "127.", 4) == 0 || strcmp(client, "::1") == 0 ||
                      strncmp(client, "::ffff:127.", 11) == 0);
}

/* A page of another site may send a browser to 127.0.0.1 under a name of its
 * own (DNS rebinding); then the Host is that name. */
static bool asks_loopback(const struct server_request *request)
{
    const char *host = server_request_header(request, "Host");
    size_t length = host ? strcspn(host, host[0] == '[' ? "" : ":") : 0;
    if (length == 9 && strncasecmp(host, "localhost", 9) == 0)
        return true;
    if (length > 4 && strncmp(host, "127.", 4) == 0)
        return strspn(host, "0123456789.") == length;
    return host && strncmp(host, "[::1]", 5) == 0 && (host[5] == ':' || host[5] == '\0');
}

static const char *sent_key(const struct server_call *call)
{
    const char *header = server_request_header(call->request, "Authorization");
    if (header && strncasecmp(header, "Bearer ", 7) == 0)
        return header + 7 + strspn(header + 7, " ");
    return server_target_query(call->target, "token");
}

static enum base_status refuse(struct server_reply *reply, struct base_error *err)
{
    reply->status = 401;
    server_reply_header(reply, "WWW-Authenticate", "Bearer realm=\"yutu\"");
    return base_fail(err, BASE_FORBIDDEN,
                     "this needs a key: send Authorization: Bearer KEY (yutu key add makes one)");
}

/* Reading is open where the route asks for no role, so that a route without one
 * never opens the database. */
enum base_status server_auth(struct server_call *call, struct server_reply *reply,
                             struct base_error *err)
{
    const struct server_config *config = server_app_config(call->app);
    if (config->open && is_loopback(call->request->client) && asks_loopback(call->request))
        call->role = STORE_ROLE_VIEWER;
    return server_auth_need(call, call->route->role, reply, err);
}

enum base_status server_auth_need(struct server_call *call, enum store_role needed,
                                  struct server_reply *reply, struct base_error *err)
{
    call->closed = call->closed || needed != STORE_ROLE_NONE;
    if (server_role_allows(call->role, needed) || needed == STORE_ROLE_NONE)
        return BASE_OK;
    const char *text = sent_key(call);
    struct store *store;
    struct store_key key;
    if (!text)
        return refuse(reply, err);
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = store_key_check(store, text, call->arena, &key, err);
    if (status == BASE_NOT_FOUND)
        return refuse(reply, err);
    if (status != BASE_OK)
        return status;
    call->role = key.role;
    if (server_role_allows(call->role, needed))
        return BASE_OK;
    return base_fail(err, BASE_FORBIDDEN, "the key %s has the role %s; this needs %s", key.name,
                     store_role_name(key.role), store_role_name(needed));
}

enum base_status server_auth_may(struct server_call *call, enum store_role needed,
                                 struct server_reply *reply, bool *may, struct base_error *err)
{
    bool asks = server_role_allows(call->role, needed) || sent_key(call);
    enum base_status status = asks ? server_auth_need(call, needed, reply, err) : BASE_OK;
    if (status == BASE_OK)
        *may = asks;
    return status;
}
