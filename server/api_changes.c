/* server/api_changes.c - the change feed, and the download that it goes on from. */
#include <string.h>
#include <strings.h>

#include "server/api.h"
#include "server/auth.h"
#include "server/listing.h"
#include "server/worker.h"
#include "store/changes.h"

/* A client that accepts NDJSON and no plain JSON gets one item a line. */
static bool wants_lines(const struct server_call *call)
{
    const char *accept = server_request_header(call->request, "Accept");
    return server_call_value(call, "f")->choice == 1 ||
           (accept && strstr(accept, "application/x-ndjson"));
}

static bool wants_geometry(const struct server_call *call)
{
    return server_call_value(call, "geometry")->choice == 0;
}

static enum base_status read_cursor(struct server_call *call, struct store *store,
                                    struct store_cursor *out, struct base_error *err)
{
    const char *text = server_call_text(call, "cursor");
    *out = (struct store_cursor){0};
    enum base_status status = text ? store_cursor_read(store, text, out, err) : BASE_OK;
    if (status != BASE_OK)
        call->bad_parameter = "cursor";
    return status;
}

static enum base_status read_filter(struct server_call *call, struct server_reply *reply,
                                    struct store_changes_filter *out, struct base_error *err)
{
    const char *entity = server_call_text(call, "entity");
    *out =
        (struct store_changes_filter){.limit = (size_t)server_call_value(call, "limit")->integer};
    for (int i = 0; entity && i < STORE_ENTITIES; i++)
        if (strcmp(store_entity_name((enum store_entity)i), entity) == 0) {
            out->of_entity = true;
            out->entity = (enum store_entity)i;
        }
    return server_auth_may(call, STORE_ROLE_VIEWER, reply, &out->viewer, err);
}

static const char *cursor_text(struct server_call *call, struct store *store,
                               const struct store_cursor *cursor, struct base_error *err)
{
    char text[STORE_CURSOR_SIZE];
    if (store_cursor_text(store, cursor, text, err) != BASE_OK)
        return NULL;
    const char *kept = base_arena_strdup(call->arena, text);
    if (!kept)
        base_fail(err, BASE_NO_MEMORY, "out of memory");
    return kept;
}

/* The cursor that an item leaves its reader at. */
static struct store_cursor after_item(const struct store_change_item *item)
{
    return (struct store_cursor){item->edition, item->recorded_at, item->entity, item->identity};
}

static enum base_status write_lines(struct server_call *call, struct server_reply *reply,
                                    struct store *store, const struct store_change_item *items,
                                    size_t count, struct base_error *err)
{
    struct base_json json;
    reply->media = SERVER_NDJSON;
    for (size_t i = 0; i < count; i++) {
        struct store_cursor at = after_item(&items[i]);
        const char *text = items[i].types ? cursor_text(call, store, &at, err) : NULL;
        if (items[i].types && !text)
            return BASE_NO_MEMORY;
        base_json_init(&json, &reply->body);
        store_change_write(&items[i], text, wants_geometry(call), &json);
        base_buffer_byte(&reply->body, '\n');
    }
    return BASE_OK;
}

static enum base_status write_items(struct server_call *call, struct server_reply *reply,
                                    struct store *store, const char *key,
                                    const struct store_change_item *items, size_t count,
                                    const char *position, const char *next, struct base_error *err)
{
    struct base_json json;
    if (wants_lines(call)) {
        server_reply_header(reply, "X-Cursor", position);
        server_call_link_next(call, reply, next);
        return write_lines(call, reply, store, items, count, err);
    }
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key(&json, key);
    base_json_array_begin(&json);
    for (size_t i = 0; i < count; i++) {
        struct store_cursor at = after_item(&items[i]);
        const char *text = items[i].types ? cursor_text(call, store, &at, err) : NULL;
        if (items[i].types && !text)
            return BASE_NO_MEMORY;
        store_change_write(&items[i], text, wants_geometry(call), &json);
    }
    base_json_array_end(&json);
    base_json_key_string(&json, "cursor", position);
    base_json_key_string(&json, "next", next);
    base_json_object_end(&json);
    server_call_link_next(call, reply, next);
    return BASE_OK;
}

enum base_status server_api_changes(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    struct store *store;
    struct store_changes_filter filter;
    struct store_cursor from, to;
    struct store_change_item *items;
    size_t count;
    bool more;
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = read_cursor(call, store, &from, err);
    if (status == BASE_OK)
        status = read_filter(call, reply, &filter, err);
    if (status != BASE_OK)
        return status;
    filter.type = server_call_text(call, "type");
    status =
        store_changes_read(store, &from, &filter, call->arena, &items, &count, &to, &more, err);
    if (status != BASE_OK)
        return status;
    const char *position = cursor_text(call, store, &to, err);
    if (!position)
        return BASE_NO_MEMORY;
    return write_items(call, reply, store, "changes", items, count, position,
                       more ? position : NULL, err);
}

/* A page of the download goes on by the place it ended at, in the edition it began
 * with; what the feed goes on from is that edition's end. */
enum base_status server_api_changes_state(struct server_call *call, struct server_reply *reply,
                                          struct base_error *err)
{
    struct store *store;
    struct store_changes_filter filter;
    struct store_cursor from, to, begun;
    struct store_change_item *items;
    size_t count;
    bool more;
    enum base_status status = server_worker_store(call->worker, &store, err);
    if (status == BASE_OK)
        status = read_cursor(call, store, &from, err);
    if (status == BASE_OK)
        status = read_filter(call, reply, &filter, err);
    if (status == BASE_OK && from.edition == 0) {
        status = store_changes_end(store, &begun, err);
        from.edition = begun.edition;
        from.recorded_at = begun.recorded_at;
    }
    if (status == BASE_OK)
        status = store_changes_state(store, from.edition, &from, &filter, call->arena, &items,
                                     &count, &to, &more, err);
    if (status != BASE_OK)
        return status;
    begun = (struct store_cursor){from.edition, from.recorded_at, STORE_ENTITIES, 0};
    const char *position = cursor_text(call, store, &begun, err);
    const char *next = more ? cursor_text(call, store, &to, err) : NULL;
    if (!position || (more && !next))
        return BASE_NO_MEMORY;
    return write_items(call, reply, store, "items", items, count, position, next, err);
}
