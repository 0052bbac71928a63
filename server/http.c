/* server/http.c - bytes to struct server_request and back; the only file that
 * knows libmicrohttpd, and the guards it lacks: doubled or contradicting
 * framing headers, zero bytes in the address, suspended connections at stop. */
#include "server/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/pool.h"

#define MAX_HEADERS   100
#define MEMORY_LIMIT  ((size_t)32 * 1024) /* of one connection: address and headers */
#define TARGET_LIMIT  ((size_t)8 * 1024)
#define DEFAULT_QUEUE 256
#define POLITE_BYTES  ((size_t)64 * 1024) /* of a body nobody wants that are still read */

struct server_http {
    struct MHD_Daemon *daemon;
    struct server_app *app;
    struct base_pool *pool;
    uint16_t port;
    /* Event threads borrow a worker for the time of one answer. */
    pthread_mutex_t lock;
    struct server_worker *idle[64];
    size_t idle_count;
    atomic_int open_requests;
};

/* One request from its first byte to the last byte of its answer. */
struct exchange {
    struct server_http *http;
    char *target; /* as sent */
    struct server_pair headers[MAX_HEADERS];
    size_t header_count;
    char client[INET6_ADDRSTRLEN];
    struct base_buffer body;
    size_t body_limit, unwanted; /* unwanted: bytes read and dropped */
    bool started, bad_framing, too_large, answered;
    enum server_method method;
    struct MHD_Connection *connection;
    struct server_worker *worker; /* holds the arena the answer's texts live in */
    struct server_reply reply;
    bool has_reply;
};

/* --- workers ------------------------------------------------------------- */

static struct server_worker *take_worker(struct server_http *http)
{
    struct server_worker *worker = NULL;
    pthread_mutex_lock(&http->lock);
    if (http->idle_count > 0)
        worker = http->idle[--http->idle_count];
    pthread_mutex_unlock(&http->lock);
    return worker ? worker : server_app_worker(http->app);
}

static void give_worker(struct server_http *http, struct server_worker *worker)
{
    if (!worker)
        return;
    base_arena_reset(worker->arena);
    pthread_mutex_lock(&http->lock);
    bool kept = http->idle_count < sizeof http->idle / sizeof http->idle[0];
    if (kept)
        http->idle[http->idle_count++] = worker;
    pthread_mutex_unlock(&http->lock);
    if (!kept)
        server_worker_free(worker);
}

/* --- reading ------------------------------------------------------------- */

static void *log_uri(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)connection;
    struct server_http *http = context;
    struct exchange *x = calloc(1, sizeof *x);
    if (!x)
        return NULL;
    x->http = http;
    x->target = strdup(uri);
    atomic_fetch_add(&http->open_requests, 1);
    return x;
}

static enum MHD_Result add_header(void *context, enum MHD_ValueKind kind, const char *name,
                                  const char *value)
{
    (void)kind;
    struct exchange *x = context;
    if (x->header_count < MAX_HEADERS)
        x->headers[x->header_count++] = (struct server_pair){name, value ? value : ""};
    else
        x->bad_framing = true;
    return MHD_YES;
}

/* Two lengths, or a length beside a transfer coding: where one program ends
 * the request another may not (request smuggling). */
static bool framing_is_doubtful(const struct exchange *x)
{
    int lengths = 0, codings = 0, hosts = 0;
    for (size_t i = 0; i < x->header_count; i++) {
        const char *name = x->headers[i].name, *value = x->headers[i].value;
        if (strcasecmp(name, "Content-Length") == 0) {
            lengths++;
            if (value[0] == '\0' || value[strspn(value, "0123456789")] != '\0')
                return true;
        } else if (strcasecmp(name, "Transfer-Encoding") == 0) {
            codings++;
            if (strcasecmp(value, "chunked") != 0)
                return true;
        } else if (strcasecmp(name, "Host") == 0)
            hosts++;
    }
    return lengths > 1 || codings > 1 || lengths + codings > 1 || hosts > 1;
}

static void read_client(struct exchange *x)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr,
                  x->client, sizeof x->client);
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr,
                  x->client, sizeof x->client);
}

/* --- answering ----------------------------------------------------------- */

static struct server_request request_of(const struct exchange *x)
{
    return (struct server_request){
        .method = x->method,
        .target = x->target,
        .headers = x->headers,
        .header_count = x->header_count,
        .body = x->body.data,
        .body_size = x->body.size,
        .client = x->client,
    };
}

static void answer(struct exchange *x, bool may_wait)
{
    struct server_request request = request_of(x);
    server_app_answer(x->http->app, x->worker, &request, may_wait, &x->reply);
    x->has_reply = !x->reply.later;
}

static void answer_in_pool(void *context, void *worker)
{
    (void)worker;
    struct exchange *x = context;
    answer(x, true);
    MHD_resume_connection(x->connection);
}

static bool has_worker(struct exchange *x)
{
    if (!x->worker)
        x->worker = take_worker(x->http);
    return x->worker != NULL;
}

/* A request that cannot even be asked: too long, doubtful, or no room. */
static void refuse(struct exchange *x, int code, const struct base_error *reason)
{
    struct server_request request = request_of(x);
    server_reply_done(&x->reply);
    base_arena_reset(x->worker->arena);
    server_app_refuse(x->http->app, x->worker, &request, code, reason, &x->reply);
    x->has_reply = true;
}

static void cancel_in_pool(void *context)
{
    struct base_error reason;
    struct exchange *x = context;
    base_fail(&reason, BASE_UNAVAILABLE, "the server is stopping");
    refuse(x, 503, &reason);
    MHD_resume_connection(x->connection);
}

static void free_body(void *context)
{
    free(context);
}

/* The response takes the body over, so that nothing is copied. */
static struct MHD_Response *make_response(struct exchange *x)
{
    struct server_reply *reply = &x->reply;
    if (reply->borrowed) {
        /* Borrowed bytes live until server_reply_done at the request's end. */
        return MHD_create_response_from_buffer(
            reply->borrowed_size, (void *)(uintptr_t)reply->borrowed, MHD_RESPMEM_PERSISTENT);
    }
    size_t size = 0;
    char *bytes = reply->body.size ? base_buffer_take(&reply->body, &size) : NULL;
    if (!bytes)
        return MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *response =
        MHD_create_response_from_buffer_with_free_callback_cls(size, bytes, free_body, bytes);
    if (!response)
        free(bytes);
    return response;
}

static enum MHD_Result send_reply(struct exchange *x)
{
    struct server_reply *reply = &x->reply;
    struct MHD_Response *response = make_response(x);
    if (!response)
        return MHD_NO;
    if (reply->status != 204 && reply->status != 304)
        MHD_add_response_header(response, "Content-Type", reply->media);
    for (size_t i = 0; i < reply->header_count; i++)
        MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
    enum MHD_Result result = MHD_queue_response(x->connection, (unsigned)reply->status, response);
    MHD_destroy_response(response);
    x->answered = true;
    return result;
}

static enum MHD_Result suspend(struct exchange *x)
{
    struct base_pool_job job = {answer_in_pool, cancel_in_pool, x};
    server_reply_done(&x->reply);
    base_arena_reset(x->worker->arena);
    MHD_suspend_connection(x->connection);
    if (base_pool_submit(x->http->pool, &job, NULL) == BASE_OK)
        return MHD_YES;
    struct base_error reason;
    base_fail(&reason, BASE_UNAVAILABLE, "too many requests are waiting; try again in a moment");
    refuse(x, 503, &reason);
    MHD_resume_connection(x->connection);
    return MHD_YES;
}

static enum MHD_Result finish_request(struct exchange *x)
{
    answer(x, false);
    return x->has_reply ? send_reply(x) : suspend(x);
}

/* --- from the first line to the last byte of the body --------------------- */

static size_t announced_size(const struct exchange *x)
{
    for (size_t i = 0; i < x->header_count; i++)
        if (strcasecmp(x->headers[i].name, "Content-Length") == 0)
            return strtoull(x->headers[i].value, NULL, 10); /* digits alone, or it was refused */
    return 0;
}

/* What is wrong before any of the body was read; 0: nothing. */
static int find_fault(const struct exchange *x, struct base_error *reason)
{
    if (strlen(x->target) > TARGET_LIMIT) {
        base_fail(reason, BASE_INVALID, "the address is longer than 8 KB");
        return 414;
    }
    if (x->bad_framing) {
        base_fail(reason, BASE_INVALID,
                  "the request's length or host headers are doubled or contradict");
        return 400;
    }
    if (x->too_large) {
        base_fail(reason, BASE_INVALID, "the body is larger than this address takes");
        return 413;
    }
    return 0;
}

/* False when so much is announced that it had better not be sent at all. */
static bool prepare_body(struct exchange *x)
{
    struct server_request request = request_of(x);
    size_t size = announced_size(x);
    x->body_limit = server_app_body_limit(x->http->app, x->worker, &request);
    base_arena_reset(x->worker->arena);
    base_buffer_init(&x->body, x->body_limit + 1);
    x->too_large = size > x->body_limit && size > POLITE_BYTES;
    return !x->too_large;
}

static enum MHD_Result start_exchange(struct exchange *x, struct MHD_Connection *connection,
                                      const char *method)
{
    struct base_error reason;
    x->started = true;
    x->connection = connection;
    x->method = server_method_parse(method);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, x);
    x->bad_framing = x->bad_framing || framing_is_doubtful(x);
    read_client(x);
    if (!has_worker(x))
        return MHD_NO;
    int fault = find_fault(x, &reason);
    if (fault == 0 && prepare_body(x))
        return MHD_YES;
    if (fault == 0 && x->body_limit == 0) { /* the answer says what is wrong instead */
        answer(x, false);
        server_reply_header(&x->reply, "Connection", "close");
    }
    if (!x->has_reply) {
        fault = find_fault(x, &reason);
        refuse(x, fault, &reason);
    }
    return send_reply(x);
}

/* False when the sender goes on with what nobody wants. */
static bool take_body(struct exchange *x, const char *data, size_t size)
{
    if (x->body.size + size <= x->body_limit && x->unwanted == 0) {
        base_buffer_append(&x->body, data, size);
        return true;
    }
    x->too_large = x->body_limit > 0; /* else the answer says what is wanted here */
    x->unwanted += size;
    return x->unwanted <= POLITE_BYTES;
}

static enum MHD_Result end_body(struct exchange *x)
{
    struct base_error reason;
    int fault = find_fault(x, &reason);
    if (fault == 0)
        return finish_request(x);
    refuse(x, fault, &reason);
    return send_reply(x);
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload_data,
                              size_t *upload_data_size, void **state)
{
    (void)context;
    (void)url;
    (void)version;
    struct exchange *x = *state;
    if (!x || !x->target)
        return MHD_NO;
    if (!x->started)
        return start_exchange(x, connection, method);
    if (x->answered)
        return MHD_YES;
    if (*upload_data_size > 0) {
        bool wanted = take_body(x, upload_data, *upload_data_size);
        *upload_data_size = 0;
        return wanted ? MHD_YES : MHD_NO;
    }
    return x->has_reply ? send_reply(x) : end_body(x);
}

static void end_exchange(void *context, struct MHD_Connection *connection, void **state,
                         enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    struct exchange *x = *state;
    if (!x)
        return;
    struct server_http *http = x->http;
    server_reply_done(&x->reply);
    base_buffer_done(&x->body);
    give_worker(http, x->worker);
    free(x->target);
    free(x);
    *state = NULL;
    atomic_fetch_sub(&http->open_requests, 1);
}

/* --- starting and stopping ----------------------------------------------- */

static unsigned core_count(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores > 0 ? (unsigned)cores : 1;
}

static enum base_status start_pool(struct server_http *http,
                                   const struct server_http_config *config, struct base_error *err)
{
    struct base_pool_setup setup = {
        .threads = config->workers ? config->workers : core_count(),
        .queue = config->queue ? config->queue : DEFAULT_QUEUE,
    };
    return base_pool_create(&setup, &http->pool, err);
}

static bool read_address(const char *host, uint16_t port, struct sockaddr_storage *out)
{
    struct sockaddr_in *v4 = (void *)out;
    struct sockaddr_in6 *v6 = (void *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, host, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        return true;
    }
    if (inet_pton(AF_INET6, host, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        return true;
    }
    return false;
}

static enum base_status start_daemon(struct server_http *http,
                                     const struct server_http_config *config,
                                     struct base_error *err)
{
    struct sockaddr_storage address;
    if (!read_address(config->host, config->port, &address))
        return base_fail(err, BASE_INVALID, "--host %s is no numeric address, as 127.0.0.1",
                         config->host);
    unsigned threads = config->http_threads ? config->http_threads : (core_count() + 3) / 4;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    if (address.ss_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    http->daemon = MHD_start_daemon(
        flags, config->port, NULL, NULL, handle, http, MHD_OPTION_SOCK_ADDR, &address,
        MHD_OPTION_URI_LOG_CALLBACK, log_uri, http, MHD_OPTION_NOTIFY_COMPLETED, end_exchange, http,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, MEMORY_LIMIT, MHD_OPTION_CONNECTION_LIMIT,
        config->connections ? config->connections : 1000U, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        config->per_client, MHD_OPTION_CONNECTION_TIMEOUT,
        config->timeout_s ? config->timeout_s : 30U, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_THREAD_POOL_SIZE, threads > 1 ? threads : 0U, MHD_OPTION_END);
    if (!http->daemon)
        return base_fail(err, BASE_FAILED,
                         "cannot listen on %s port %u: it is taken or not allowed", config->host,
                         (unsigned)config->port);
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    http->port = info ? info->port : config->port;
    return BASE_OK;
}

enum base_status server_http_start(const struct server_http_config *config, struct server_app *app,
                                   struct server_http **out, struct base_error *err)
{
    struct server_http *http = calloc(1, sizeof *http);
    if (!http)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    http->app = app;
    pthread_mutex_init(&http->lock, NULL);
    enum base_status status = start_pool(http, config, err);
    if (status == BASE_OK)
        status = start_daemon(http, config, err);
    if (status != BASE_OK) {
        server_http_stop(http, 0);
        return status;
    }
    *out = http;
    return BASE_OK;
}

uint16_t server_http_port(const struct server_http *http)
{
    return http->port;
}

static void wait_for_requests(struct server_http *http, unsigned grace_s)
{
    struct timespec pause = {.tv_nsec = 10 * 1000 * 1000};
    for (unsigned i = 0; i < grace_s * 100 && atomic_load(&http->open_requests) > 0; i++)
        nanosleep(&pause, NULL);
}

/* MHD_stop_daemon aborts the process when a connection is suspended: so close
 * the door, let the pool answer or cancel everything, and only then stop. */
void server_http_stop(struct server_http *http, unsigned grace_s)
{
    if (!http)
        return;
    if (http->daemon) {
        MHD_socket listener = MHD_quiesce_daemon(http->daemon);
        wait_for_requests(http, grace_s);
        base_pool_stop(http->pool);
        wait_for_requests(http, 2);
        MHD_stop_daemon(http->daemon);
        if (listener != MHD_INVALID_SOCKET)
            close(listener);
    }
    base_pool_free(http->pool);
    for (size_t i = 0; i < http->idle_count; i++)
        server_worker_free(http->idle[i]);
    pthread_mutex_destroy(&http->lock);
    free(http);
}
