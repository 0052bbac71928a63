/* store/key.h - API keys, roles and the audit chain. */
#ifndef STORE_KEY_H
#define STORE_KEY_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "store/store.h"

/* Each role may do what the one before may, except that inspector and planner
 * stand side by side above clerk. */
enum store_role {
    STORE_ROLE_NONE = 0,
    STORE_ROLE_VIEWER,
    STORE_ROLE_CLERK,
    STORE_ROLE_INSPECTOR,
    STORE_ROLE_PLANNER,
    STORE_ROLE_ADMINISTRATOR,
};
const char *store_role_name(enum store_role role);
enum store_role store_role_parse(const char *text); /* NONE for anything else */

struct store_key {
    const char *name;
    enum store_role role;
    base_time_t created_at;
    base_time_t disabled_at; /* 0: works */
};

#define STORE_KEY_TEXT 64
/* Makes 32 random bytes, stores their BLAKE2b, and gives the key as text once.
 * BASE_CONFLICT when the name exists. Own transaction; audited. */
BASE_MUST_CHECK
enum base_status store_key_add(struct store *store, const char *name, enum store_role role,
                               const char *actor, char out[STORE_KEY_TEXT], struct base_error *err);
BASE_MUST_CHECK
enum base_status store_key_rotate(struct store *store, const char *name, const char *actor,
                                  char out[STORE_KEY_TEXT], struct base_error *err);
BASE_MUST_CHECK
enum base_status store_key_disable(struct store *store, const char *name, const char *actor,
                                   struct base_error *err);
BASE_MUST_CHECK
enum base_status store_key_list(struct store *store, struct base_arena *arena,
                                struct store_key **out, size_t *count, struct base_error *err);
/* The key of that text, compared in constant time; BASE_NOT_FOUND also for a
 * disabled one. */
BASE_MUST_CHECK
enum base_status store_key_check(struct store *store, const char *text, struct base_arena *arena,
                                 struct store_key *out, struct base_error *err);

/* Adds one audit row in the open transaction, chained by hash to the one
 * before. before and after are JSON or NULL. */
BASE_MUST_CHECK
enum base_status store_audit_add(struct store *store, const char *actor, const char *action,
                                 const char *subject, const char *before, const char *after,
                                 struct base_error *err);

#endif
