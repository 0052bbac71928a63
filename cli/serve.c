/* cli/serve.c - serve: the HTTP server in the foreground. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/number.h"
#include "cli/cli.h"
#include "server/app.h"
#include "server/http.h"
#include "server/watcher.h"

#define MIB     ((size_t)1024 * 1024)
#define GRACE_S 10

/* What the config file and the options say; the options win. */
struct settings {
    const char *host, *cors_origin, *review_number, *fonts, *public_url, *log_level;
    int64_t port, workers, http_threads, connections, per_client, timeout_s, cache_mib, body_mib;
    bool log_json;
};

/* Everything that runs, in the order in which it was started. */
struct serve {
    struct cli *cli;
    struct settings settings;
    const char *record, *snapshot; /* record NULL: a serving node */
    struct base_log *log;
    struct server_app *app;
    struct server_watcher *watcher;
    struct server_http *http;
};

static enum base_status read_config(struct serve *serve, struct base_error *err)
{
    struct settings *s = &serve->settings;
    const struct base_config_option options[] = {
        {"host", BASE_CONFIG_TEXT, &s->host, 0, 0},
        {"cors_origin", BASE_CONFIG_TEXT, &s->cors_origin, 0, 0},
        {"review_number", BASE_CONFIG_TEXT, &s->review_number, 0, 0},
        {"fonts", BASE_CONFIG_TEXT, &s->fonts, 0, 0},
        {"public_url", BASE_CONFIG_TEXT, &s->public_url, 0, 0},
        {"log_level", BASE_CONFIG_TEXT, &s->log_level, 0, 0},
        {"log_json", BASE_CONFIG_BOOL, &s->log_json, 0, 0},
        {"port", BASE_CONFIG_INT, &s->port, 0, 65535},
        {"workers", BASE_CONFIG_INT, &s->workers, 0, 256},
        {"http_threads", BASE_CONFIG_INT, &s->http_threads, 0, 64},
        {"connections", BASE_CONFIG_INT, &s->connections, 1, 100000},
        {"per_client", BASE_CONFIG_INT, &s->per_client, 0, 100000},
        {"timeout_s", BASE_CONFIG_INT, &s->timeout_s, 1, 3600},
        {"cache_mib", BASE_CONFIG_INT, &s->cache_mib, 0, 65536},
        {"body_mib", BASE_CONFIG_INT, &s->body_mib, 1, 4096},
    };
    const char *path = cli_value(serve->cli, "config");
    if (!path)
        return BASE_OK;
    return base_config_read(path, options, sizeof options / sizeof options[0], serve->cli->arena,
                            err);
}

static enum base_status read_number(struct cli *cli, const char *name, int64_t most, int64_t *out,
                                    struct base_error *err)
{
    const char *text = cli_value(cli, name);
    if (!text)
        return BASE_OK;
    if (!base_number_parse_int(text, out) || *out < 0 || *out > most)
        return base_fail(err, BASE_INVALID, "--%s must be a whole number from 0 to %lld, not %.40s",
                         name, (long long)most, text);
    return BASE_OK;
}

static bool is_loopback(const char *host)
{
    return strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

static enum base_status read_settings(struct serve *serve, struct base_error *err)
{
    struct settings *s = &serve->settings;
    *s = (struct settings){.host = "127.0.0.1",
                           .cors_origin = "*",
                           .log_level = "warn",
                           .port = 8080,
                           .connections = 1000,
                           .timeout_s = 30,
                           .cache_mib = 128,
                           .body_mib = 1024};
    enum base_status status = read_config(serve, err);
    if (status == BASE_OK)
        status = read_number(serve->cli, "port", 65535, &s->port, err);
    if (status == BASE_OK)
        status = read_number(serve->cli, "workers", 256, &s->workers, err);
    if (cli_value(serve->cli, "host"))
        s->host = cli_value(serve->cli, "host");
    if (status == BASE_OK && cli_flag(serve->cli, "open") && !is_loopback(s->host))
        return base_fail(err, BASE_INVALID,
                         "--open shows findings and claims to everyone who connects; it works "
                         "with --host 127.0.0.1 only");
    return status;
}

/* The record's folder of sections, or the packed file of a serving node. */
static enum base_status find_data(struct serve *serve, struct base_error *err)
{
    struct cli *cli = serve->cli;
    serve->snapshot = cli_value(cli, "snapshot");
    if ((cli->argument_count == 1) == (serve->snapshot != NULL))
        return base_fail(err, BASE_INVALID, "name a database, or a snapshot with --snapshot FILE");
    if (serve->snapshot)
        return BASE_OK;
    serve->record = cli->arguments[0];
    serve->snapshot = server_view_folder(serve->record, cli->arena);
    return serve->snapshot ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

/* Builds what is out of date before the first answer. */
static enum base_status refresh(struct serve *serve, struct base_error *err)
{
    struct store *store = NULL;
    bool changed;
    if (!serve->record)
        return BASE_OK;
    enum base_status status = store_open(serve->record, STORE_WRITE, &store, err);
    if (status == BASE_OK)
        status = server_view_refresh(store, serve->snapshot, &serve->cli->progress, &changed, err);
    store_close(store);
    return status;
}

static enum base_status start(struct serve *serve, struct base_error *err)
{
    const struct settings *s = &serve->settings;
    enum base_log_level level = BASE_LOG_WARN;
    if (!base_log_level_parse(s->log_level, &level))
        return base_fail(err, BASE_INVALID, "log_level must be error, warn, info or debug");
    serve->log = base_log_create(stderr, level, s->log_json ? BASE_LOG_JSON : BASE_LOG_TEXT);
    struct server_config app = {.record_path = serve->record,
                                .snapshot_path = serve->snapshot,
                                .program = serve->cli->program,
                                .open = cli_flag(serve->cli, "open"),
                                .cors_origin = s->cors_origin,
                                .public_url = s->public_url,
                                .review_number = s->review_number,
                                .arena_limit = 512 * MIB,
                                .body_limit = (size_t)s->body_mib * MIB,
                                .cache_bytes = (size_t)s->cache_mib * MIB,
                                .fonts = s->fonts};
    struct server_http_config http = {.host = s->host,
                                      .port = (uint16_t)s->port,
                                      .http_threads = (unsigned)s->http_threads,
                                      .workers = (unsigned)s->workers,
                                      .connections = (unsigned)s->connections,
                                      .per_client = (unsigned)s->per_client,
                                      .timeout_s = (unsigned)s->timeout_s};
    enum base_status status = server_app_create(&app, serve->log, &serve->app, err);
    if (status == BASE_OK && serve->record)
        status = server_watcher_start(serve->app, &serve->watcher, err);
    if (status == BASE_OK)
        status = server_http_start(&http, serve->app, &serve->http, err);
    return status;
}

static void stop(struct serve *serve)
{
    server_http_stop(serve->http, GRACE_S);
    server_watcher_stop(serve->watcher);
    server_app_free(serve->app);
    base_log_free(serve->log);
}

static void wait_for_signal(struct cli *cli)
{
    struct timespec pause = {.tv_nsec = 100 * 1000 * 1000};
    while (!base_progress_cancelled(&cli->progress))
        nanosleep(&pause, NULL);
}

enum cli_exit cli_serve(struct cli *cli)
{
    struct base_error err;
    struct serve serve = {.cli = cli};
    signal(SIGPIPE, SIG_IGN);
    enum base_status status = read_settings(&serve, &err);
    if (status == BASE_OK)
        status = find_data(&serve, &err);
    if (status != BASE_OK)
        return cli_usage(cli, &err);
    status = refresh(&serve, &err);
    if (status == BASE_OK)
        status = start(&serve, &err);
    if (status == BASE_OK) {
        bool v6 = strchr(serve.settings.host, ':') != NULL;
        printf("http://%s%s%s:%u/\n", v6 ? "[" : "", serve.settings.host, v6 ? "]" : "",
               (unsigned)server_http_port(serve.http));
        fflush(stdout);
        wait_for_signal(cli);
    }
    enum cli_exit code = status == BASE_OK ? CLI_DONE : cli_fail(cli, &err);
    stop(&serve);
    return code;
}
