/* server/reply.c - one HTTP answer, without a socket. */
#include "server/reply.h"

#include <string.h>

#include "base/json.h"
#include "base/message.h"

void server_reply_init(struct server_reply *reply)
{
    *reply = (struct server_reply){.status = 200, .media = SERVER_JSON};
}

static void drop_body(struct server_reply *reply)
{
    base_buffer_done(&reply->body);
    if (reply->borrowed_free)
        reply->borrowed_free(reply->borrowed_owner);
    reply->borrowed = NULL;
    reply->borrowed_free = NULL;
    reply->encoded = false;
}

void server_reply_done(struct server_reply *reply)
{
    drop_body(reply);
}

void server_reply_header(struct server_reply *reply, const char *name, const char *value)
{
    if (!value || strpbrk(value, "\r\n") || reply->header_count == SERVER_MAX_HEADERS)
        return;
    reply->headers[reply->header_count++] = (struct server_pair){name, value};
}

const void *server_reply_bytes(const struct server_reply *reply, size_t *size)
{
    *size = reply->borrowed ? reply->borrowed_size : reply->body.size;
    return reply->borrowed ? reply->borrowed : reply->body.data;
}

int server_status_code(enum base_status status)
{
    switch (status) {
    case BASE_OK:
        return 200;
    case BASE_INVALID:
        return 400;
    case BASE_NOT_FOUND:
        return 404;
    case BASE_CONFLICT:
        return 409;
    case BASE_FORBIDDEN:
        return 403;
    case BASE_UNAVAILABLE:
    case BASE_NO_MEMORY:
        return 503;
    case BASE_FAILED:
        break;
    }
    return 500;
}

static const struct {
    int code;
    const char *title;
} TITLES[] = {
    {400, "The request is wrong"},
    {401, "A key is needed"},
    {403, "Not allowed"},
    {404, "Not found"},
    {405, "Method not allowed"},
    {409, "Conflict"},
    {413, "The body is too large"},
    {414, "The address is too long"},
    {422, "The content is wrong"},
    {500, "The server failed"},
    {503, "Not available now, try later"},
};

static const char *title_of(int code, enum base_lang lang)
{
    for (size_t i = 0; i < sizeof TITLES / sizeof TITLES[0]; i++)
        if (TITLES[i].code == code)
            return base_message_format(TITLES[i].title, lang);
    return base_message_format("The server failed", lang);
}

/* Everything but `errors`, which the caller may add before closing. */
static void begin_problem(struct server_reply *reply, struct base_json *json,
                          const struct base_error *err, enum base_lang lang, const char *instance)
{
    drop_body(reply);
    reply->media = SERVER_PROBLEM;
    reply->cache_control = "no-store";
    reply->etag[0] = '\0';
    base_json_init(json, &reply->body);
    base_json_object_begin(json);
    base_json_key_string(json, "type", "about:blank");
    base_json_key_string(json, "title", title_of(reply->status, lang));
    base_json_key_int(json, "status", reply->status);
    /* What is our fault is logged; the sender gets no inner detail. */
    bool ours = err->status == BASE_FAILED || err->status == BASE_NO_MEMORY;
    base_json_key_string(json, "detail",
                         ours ? title_of(reply->status, lang) : base_error_text(err, lang));
    base_json_key_string(json, "instance", instance);
}

void server_reply_problem(struct server_reply *reply, const struct base_error *err,
                          enum base_lang lang, const char *instance)
{
    struct base_json json;
    if (reply->status < 400)
        reply->status = server_status_code(err->status);
    begin_problem(reply, &json, err, lang, instance);
    base_json_object_end(&json);
}

void server_reply_parameter(struct server_reply *reply, const char *parameter,
                            const struct base_error *err, enum base_lang lang, const char *instance)
{
    struct base_json json;
    reply->status = 400;
    begin_problem(reply, &json, err, lang, instance);
    base_json_key(&json, "errors");
    base_json_array_begin(&json);
    base_json_object_begin(&json);
    base_json_key_string(&json, "parameter", parameter);
    base_json_key_string(&json, "message", base_error_text(err, lang));
    base_json_object_end(&json);
    base_json_array_end(&json);
    base_json_object_end(&json);
}
