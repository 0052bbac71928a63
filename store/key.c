/* store/key.c - API keys and roles. */
#include "store/key.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "store/connection.h"
#include "store/statement.h"
#include "store/versioned.h"

static const char *const ROLES[] = {"none",      "viewer",  "clerk",
                                    "inspector", "planner", "administrator"};

const char *store_role_name(enum store_role role)
{
    return ROLES[role];
}

enum store_role store_role_parse(const char *text)
{
    for (int i = 1; text && i <= STORE_ROLE_ADMINISTRATOR; i++)
        if (strcmp(text, ROLES[i]) == 0)
            return (enum store_role)i;
    return STORE_ROLE_NONE;
}

/* 32 random bytes as text without padding, and the hash that is kept. */
static enum base_status make_key(char text[STORE_KEY_TEXT], char hash[BASE_HASH_TEXT],
                                 struct base_error *err)
{
    unsigned char random[32], digest[BASE_HASH_SIZE];
    if (sodium_init() < 0)
        return base_fail(err, BASE_FAILED, "the random source cannot be used");
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(text, STORE_KEY_TEXT, random, sizeof random,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    base_hash(text, strlen(text), digest);
    base_hash_hex(digest, sizeof digest, hash);
    return BASE_OK;
}

static enum base_status insert_key(struct store *store, const char *name, enum store_role role,
                                   const char *hash, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status =
        statement_get(store,
                      "INSERT INTO api_key (name, role, hash, created_at) VALUES (?1, ?2, ?3, ?4) "
                      "ON CONFLICT (name) DO NOTHING",
                      &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, name);
    statement_bind_text(statement, 2, store_role_name(role));
    statement_bind_text(statement, 3, hash);
    statement_bind_int(statement, 4, base_time_now());
    status = statement_run(store, statement, err);
    if (status == BASE_OK && sqlite3_changes(store->db) == 0)
        return base_fail(err, BASE_CONFLICT, "there is a key called %.60s already", name);
    return status;
}

/* One statement on the key called ?1, which must exist. */
static enum base_status update_key(struct store *store, const char *sql, const char *name,
                                   const char *text, int64_t number, struct base_error *err)
{
    sqlite3_stmt *statement;
    enum base_status status = statement_get(store, sql, &statement, err);
    if (status != BASE_OK)
        return status;
    statement_bind_text(statement, 1, name);
    statement_bind_text(statement, 2, text);
    statement_bind_int(statement, 3, number);
    status = statement_run(store, statement, err);
    if (status == BASE_OK && sqlite3_changes(store->db) == 0)
        return base_fail(err, BASE_NOT_FOUND, "there is no key called %.60s that works", name);
    return status;
}

static enum base_status finish(struct store *store, enum base_status status, const char *actor,
                               const char *action, const char *name, struct base_error *err)
{
    char subject[80];
    snprintf(subject, sizeof subject, "key %.60s", name);
    if (status == BASE_OK)
        status = store_audit_add(store, actor, action, subject, NULL, NULL, err);
    if (status == BASE_OK)
        return store_commit(store, err);
    store_rollback(store);
    return status;
}

enum base_status store_key_add(struct store *store, const char *name, enum store_role role,
                               const char *actor, char out[STORE_KEY_TEXT], struct base_error *err)
{
    char text[STORE_KEY_TEXT], hash[BASE_HASH_TEXT];
    if (!name[0] || strlen(name) > 60)
        return base_fail(err, BASE_INVALID, "a key's name has 1 to 60 bytes");
    enum base_status status = make_key(text, hash, err);
    if (status == BASE_OK)
        status = store_begin(store, err);
    if (status != BASE_OK)
        return status;
    status = insert_key(store, name, role, hash, err);
    status = finish(store, status, actor, "key-add", name, err);
    if (status == BASE_OK)
        memcpy(out, text, sizeof text);
    return status;
}

enum base_status store_key_rotate(struct store *store, const char *name, const char *actor,
                                  char out[STORE_KEY_TEXT], struct base_error *err)
{
    char text[STORE_KEY_TEXT], hash[BASE_HASH_TEXT];
    enum base_status status = make_key(text, hash, err);
    if (status == BASE_OK)
        status = store_begin(store, err);
    if (status != BASE_OK)
        return status;
    status = update_key(store,
                        "UPDATE api_key SET hash = ?2, created_at = ?3 WHERE name = ?1 AND "
                        "disabled_at = 0",
                        name, hash, base_time_now(), err);
    status = finish(store, status, actor, "key-rotate", name, err);
    if (status == BASE_OK)
        memcpy(out, text, sizeof text);
    return status;
}

enum base_status store_key_disable(struct store *store, const char *name, const char *actor,
                                   struct base_error *err)
{
    enum base_status status = store_begin(store, err);
    if (status != BASE_OK)
        return status;
    status = update_key(store,
                        "UPDATE api_key SET disabled_at = ?3 WHERE name = ?1 AND disabled_at = 0 "
                        "AND ?2 IS NULL",
                        name, NULL, base_time_now(), err);
    return finish(store, status, actor, "key-disable", name, err);
}

static enum base_status read_row(sqlite3_stmt *statement, struct base_arena *arena, void *item,
                                 struct base_error *err)
{
    struct store_key *key = item;
    *key = (struct store_key){
        .name = statement_text(statement, 0, arena),
        .role = store_role_parse((const char *)sqlite3_column_text(statement, 1)),
        .created_at = statement_int(statement, 2),
        .disabled_at = statement_int(statement, 3),
    };
    return key->name ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

enum base_status store_key_list(struct store *store, struct base_arena *arena,
                                struct store_key **out, size_t *count, struct base_error *err)
{
    sqlite3_stmt *statement;
    struct versioned_list list = {.arena = arena, .size = sizeof **out};
    enum base_status status = statement_get(
        store, "SELECT name, role, created_at, disabled_at FROM api_key ORDER BY name", &statement,
        err);
    if (status == BASE_OK)
        status = versioned_collect_rest(store, statement, read_row, &list, err);
    if (status == BASE_OK) {
        *out = list.items;
        *count = list.count;
    }
    return status;
}

/* All hashes are compared, each in constant time: how long it takes tells
 * nothing about any of them. */
enum base_status store_key_check(struct store *store, const char *text, struct base_arena *arena,
                                 struct store_key *out, struct base_error *err)
{
    sqlite3_stmt *statement;
    unsigned char digest[BASE_HASH_SIZE];
    char hash[BASE_HASH_TEXT];
    bool row = true, found = false;
    base_hash(text, strlen(text), digest);
    base_hash_hex(digest, sizeof digest, hash);
    enum base_status status = statement_get(
        store,
        "SELECT name, role, created_at, disabled_at, hash FROM api_key WHERE disabled_at = 0",
        &statement, err);
    while (status == BASE_OK) {
        status = statement_step(store, statement, &row, err);
        if (status != BASE_OK || !row)
            break;
        const char *kept = (const char *)sqlite3_column_text(statement, 4);
        if (strlen(kept) == BASE_HASH_TEXT - 1 &&
            sodium_memcmp(kept, hash, BASE_HASH_TEXT - 1) == 0) {
            status = read_row(statement, arena, out, err);
            found = true;
        }
    }
    if (status == BASE_OK && !found)
        return base_fail(err, BASE_NOT_FOUND, "the key is not known");
    return status;
}
