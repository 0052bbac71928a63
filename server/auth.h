/* server/auth.h - who asks, and whether they may. */
#ifndef SERVER_AUTH_H
#define SERVER_AUTH_H

#include "base/error.h"
#include "server/route.h"

/* Sets call->role from `Authorization: Bearer KEY` or `?token=`; with --open the
 * loopback is a viewer without a key. Returns BASE_OK, or fails with
 * reply->status 401 (no or unknown key) or 403 (a key of too small a role). */
BASE_MUST_CHECK
enum base_status server_auth(struct server_call *call, struct server_reply *reply,
                             struct base_error *err);

/* The same for a role that the route's table does not know of: a layer that is
 * not open among open ones. */
BASE_MUST_CHECK
enum base_status server_auth_need(struct server_call *call, enum store_role needed,
                                  struct server_reply *reply, struct base_error *err);

/* Whether the caller may do what `needed` may, for answers that show more to some: no
 * key means no; a wrong one fails as above. */
BASE_MUST_CHECK
enum base_status server_auth_may(struct server_call *call, enum store_role needed,
                                 struct server_reply *reply, bool *may, struct base_error *err);

/* True when a key of role `held` may do what `needed` may. */
bool server_role_allows(enum store_role held, enum store_role needed);

#endif
