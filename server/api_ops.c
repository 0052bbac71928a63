/* server/api_ops.c - documents about the server, and its state. */
#include "base/json.h"
#include "server/api.h"
#include "server/app.h"
#include "server/openapi.h"

enum base_status server_api_openapi(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    (void)err;
    server_openapi_write(call->base_url, call->lang, &reply->body);
    return BASE_OK;
}

enum base_status server_api_docs(struct server_call *call, struct server_reply *reply,
                                 struct base_error *err)
{
    (void)err;
    server_openapi_write_html(call->lang, &reply->body);
    server_reply_header(reply, "Content-Security-Policy", "default-src 'self'");
    return BASE_OK;
}

static void write_health(struct server_call *call, struct server_reply *reply, bool with_snapshot)
{
    struct base_json json;
    base_json_init(&json, &reply->body);
    base_json_object_begin(&json);
    base_json_key_string(&json, "status", "ok");
    if (with_snapshot)
        base_json_key_string(&json, "snapshot", call->view->id);
    base_json_object_end(&json);
}

enum base_status server_api_healthz(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    (void)err;
    write_health(call, reply, false);
    return BASE_OK;
}

enum base_status server_api_readyz(struct server_call *call, struct server_reply *reply,
                                   struct base_error *err)
{
    (void)err;
    write_health(call, reply, true);
    return BASE_OK;
}

enum base_status server_api_metrics(struct server_call *call, struct server_reply *reply,
                                    struct base_error *err)
{
    (void)err;
    struct server_metrics metrics = server_app_metrics(call->app);
    struct base_buffer *out = &reply->body;
    base_buffer_text(out, "# HELP yutu_http_requests_total Answers by status class.\n"
                          "# TYPE yutu_http_requests_total counter\n");
    for (int hundreds = 1; hundreds < 6; hundreds++)
        base_buffer_printf(out, "yutu_http_requests_total{code=\"%dxx\"} %llu\n", hundreds,
                           (unsigned long long)metrics.answers[hundreds]);
    base_buffer_printf(out,
                       "# HELP yutu_http_response_bytes_total Body bytes of answers.\n"
                       "# TYPE yutu_http_response_bytes_total counter\n"
                       "yutu_http_response_bytes_total %llu\n"
                       "# HELP yutu_http_busy_seconds_total Time spent making answers.\n"
                       "# TYPE yutu_http_busy_seconds_total counter\n"
                       "yutu_http_busy_seconds_total %.6f\n"
                       "# HELP yutu_snapshot_info The snapshot that answers.\n"
                       "# TYPE yutu_snapshot_info gauge\n"
                       "yutu_snapshot_info{snapshot=\"%s\"} 1\n",
                       (unsigned long long)metrics.bytes, (double)metrics.busy_us / 1e6,
                       call->view->id);
    return BASE_OK;
}
