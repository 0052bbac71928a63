/* store/cursor.c - places in the change feed as opaque text. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "store/changes.h"
#include "store/statement.h"

/* edition, recorded_at, identity: 8 bytes each; entity: 1; a check over them and the
 * record's id: 8. */
#define FACTS 25
#define CHECK 8
#define BYTES (FACTS + CHECK)

static void put_number(unsigned char *out, int64_t value)
{
    for (int i = 0; i < 8; i++)
        out[i] = (unsigned char)((uint64_t)value >> 8 * (7 - i));
}

static int64_t get_number(const unsigned char *bytes)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value = value << 8 | bytes[i];
    return (int64_t)value;
}

static void check_of(const unsigned char facts[FACTS], const char *record_id,
                     unsigned char out[CHECK])
{
    unsigned char text[FACTS + 64] = {0}, hash[BASE_HASH_SIZE];
    size_t length = strnlen(record_id, 64);
    memcpy(text, facts, FACTS);
    memcpy(text + FACTS, record_id, length);
    base_hash(text, FACTS + length, hash);
    memcpy(out, hash, CHECK);
}

const char *store_cursor_print(const struct store_cursor *cursor, const char *record_id,
                               char out[STORE_CURSOR_SIZE])
{
    unsigned char bytes[BYTES];
    put_number(bytes, cursor->edition);
    put_number(bytes + 8, cursor->recorded_at);
    put_number(bytes + 16, cursor->identity);
    bytes[24] = (unsigned char)cursor->entity;
    check_of(bytes, record_id, bytes + FACTS);
    base_hash_hex(bytes, BYTES, out);
    return out;
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hex(const char *text, unsigned char out[BYTES])
{
    if (strlen(text) != 2 * BYTES)
        return false;
    for (size_t i = 0; i < BYTES; i++) {
        int high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

enum base_status store_cursor_parse(const char *text, const char *record_id,
                                    struct store_cursor *out, struct base_error *err)
{
    unsigned char bytes[BYTES], check[CHECK];
    bool sound = read_hex(text, bytes);
    if (sound) {
        check_of(bytes, record_id, check);
        sound = memcmp(check, bytes + FACTS, CHECK) == 0 && bytes[24] <= STORE_ENTITIES;
    }
    if (!sound)
        return base_fail(err, BASE_INVALID,
                         "cursor must be one that an answer of this very record gave");
    *out = (struct store_cursor){.edition = get_number(bytes),
                                 .recorded_at = get_number(bytes + 8),
                                 .identity = get_number(bytes + 16),
                                 .entity = (enum store_entity)bytes[24]};
    return BASE_OK;
}

enum base_status store_cursor_text(struct store *store, const struct store_cursor *cursor,
                                   char out[STORE_CURSOR_SIZE], struct base_error *err)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const char *id = NULL;
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = store_setting_get(store, "record_id", arena, &id, err);
    if (status == BASE_OK)
        store_cursor_print(cursor, id, out);
    return status;
}

enum base_status store_cursor_read(struct store *store, const char *text, struct store_cursor *out,
                                   struct base_error *err)
{
    struct base_arena *arena BASE_ARENA_AUTO = base_arena_create(0);
    const char *id = NULL;
    if (!arena)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    enum base_status status = store_setting_get(store, "record_id", arena, &id, err);
    return status == BASE_OK ? store_cursor_parse(text, id, out, err) : status;
}

enum base_status store_changes_end(struct store *store, struct store_cursor *out,
                                   struct base_error *err)
{
    sqlite3_stmt *statement;
    bool row = false;
    enum base_status status = statement_get(
        store, "SELECT id, recorded_at FROM edition ORDER BY id DESC LIMIT 1", &statement, err);
    if (status == BASE_OK)
        status = statement_step(store, statement, &row, err);
    if (status != BASE_OK)
        return status;
    *out = (struct store_cursor){.entity = STORE_ENTITIES};
    if (row) {
        out->edition = statement_int(statement, 0);
        out->recorded_at = statement_int(statement, 1);
        sqlite3_reset(statement);
    }
    return BASE_OK;
}
