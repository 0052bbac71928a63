/* cli/record.c - init, editions, revert, backup, doctor: the record as a whole. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/message.h"
#include "base/number.h"
#include "cli/cli.h"
#include "store/edition.h"

enum cli_exit cli_init(struct cli *cli)
{
    struct base_error err;
    if (store_create(cli->arguments[0], &err) != BASE_OK)
        return cli_fail(cli, &err);
    if (!cli->json) {
        cli_say(cli, "%s was made; it is empty", cli->arguments[0]);
        return CLI_DONE;
    }
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key_string(&json, "database", cli->arguments[0]);
    base_json_object_end(&json);
    return cli_print(cli, &out);
}

static void write_edition(struct base_json *json, const struct store_edition *edition)
{
    char time[BASE_TIME_SIZE], date[BASE_DATE_SIZE];
    base_json_object_begin(json);
    base_json_key_int(json, "edition", edition->id);
    base_json_key_string(json, "recorded_at", base_time_print(edition->recorded_at, time));
    base_json_key_string(json, "kind", edition->kind);
    base_json_key_string(json, "entity", edition->entity);
    base_json_key_string(json, "actor", edition->actor);
    base_json_key_string(json, "reason", edition->reason);
    base_json_key_string(json, "file", edition->source_file);
    base_json_key_string(json, "sha256", edition->source_sha256);
    base_json_key_string(json, "crs", edition->crs);
    base_json_key_number(json, "resolution_m", edition->resolution_m);
    base_json_key_string(
        json, "effective",
        edition->effective == BASE_DATE_NONE ? NULL : base_date_print(edition->effective, date));
    base_json_key_string(json, "licence", edition->licence);
    base_json_key_string(json, "attribution", edition->attribution);
    base_json_key_bool(json, "may_publish", edition->may_publish);
    base_json_key_bool(json, "may_export", edition->may_export);
    base_json_key_string(json, "secrecy", edition->secrecy);
    base_json_key(json, "reverts");
    edition->reverts ? base_json_int(json, edition->reverts) : base_json_null(json);
    base_json_key(json, "reverted_by");
    edition->reverted_by ? base_json_int(json, edition->reverted_by) : base_json_null(json);
    base_json_object_end(json);
}

static enum cli_exit print_editions(struct cli *cli, const struct store_edition *editions,
                                    size_t count)
{
    char time[BASE_TIME_SIZE];
    if (!cli->json) {
        for (size_t i = 0; i < count; i++)
            printf("%4lld  %.19s  %-8s %-11s %s%s\n", (long long)editions[i].id,
                   base_time_print(editions[i].recorded_at, time), editions[i].kind,
                   editions[i].entity ? editions[i].entity : "",
                   editions[i].source_file ? editions[i].source_file : "",
                   editions[i].reverted_by ? base_message_format("  (undone)", cli->lang) : "");
        return CLI_DONE;
    }
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key(&json, "editions");
    base_json_array_begin(&json);
    for (size_t i = 0; i < count; i++)
        write_edition(&json, &editions[i]);
    base_json_array_end(&json);
    base_json_object_end(&json);
    return cli_print(cli, &out);
}

enum cli_exit cli_editions(struct cli *cli)
{
    struct base_error err;
    struct store *store = NULL;
    struct store_edition *editions;
    size_t count;
    enum base_status status = cli_open(cli, STORE_READ, &store, &err);
    if (status == BASE_OK)
        status = store_edition_list(store, cli->arena, &editions, &count, &err);
    enum cli_exit code =
        status == BASE_OK ? print_editions(cli, editions, count) : cli_fail(cli, &err);
    store_close(store);
    return code;
}

/* {"NAME": VALUE} with a sentence for people. */
static enum cli_exit print_number(struct cli *cli, const char *name, int64_t value)
{
    if (!cli->json)
        return CLI_DONE;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    base_buffer_printf(&out, "{\"%s\":%lld}", name, (long long)value);
    return cli_print(cli, &out);
}

enum cli_exit cli_revert(struct cli *cli)
{
    struct base_error err;
    struct store *store = NULL;
    int64_t edition = 0, made = 0;
    if (!base_number_parse_int(cli->arguments[1], &edition) || edition <= 0) {
        base_fail(&err, BASE_INVALID, "%.40s is no edition number; yutu editions lists them",
                  cli->arguments[1]);
        return cli_usage(cli, &err);
    }
    enum base_status status = cli_open(cli, STORE_WRITE, &store, &err);
    if (status == BASE_OK)
        status = store_edition_revert(store, edition, cli_actor(cli), &made, &err);
    store_close(store);
    if (status != BASE_OK)
        return cli_fail(cli, &err);
    cli_say(cli, "edition %lld was undone by edition %lld", (long long)edition, (long long)made);
    return print_number(cli, "edition", made);
}

enum cli_exit cli_backup(struct cli *cli)
{
    struct base_error err;
    struct store *store = NULL;
    enum base_status status = cli_open(cli, STORE_READ, &store, &err);
    if (status == BASE_OK)
        status = store_backup(store, cli->arguments[1], &err);
    store_close(store);
    if (status != BASE_OK)
        return cli_fail(cli, &err);
    cli_say(cli, "%s is a full copy", cli->arguments[1]);
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key_string(&json, "backup", cli->arguments[1]);
    base_json_object_end(&json);
    return cli->json ? cli_print(cli, &out) : CLI_DONE;
}

struct doctor {
    struct cli *cli;
    struct base_json json;
    int fail_on; /* index into SEVERITIES */
    bool failed; /* a problem at or above it */
};

static const char *const SEVERITIES[] = {"blocking", "substantive", "minor", "notice"};
#define SEVERITY_COUNT ((int)(sizeof SEVERITIES / sizeof SEVERITIES[0]))

/* SEVERITY_COUNT for none. */
static int severity_of(const char *text)
{
    int i = 0;
    while (i < SEVERITY_COUNT && strcmp(SEVERITIES[i], text) != 0)
        i++;
    return i;
}

static void doctor_found(void *context, const char *severity, const struct base_error *what)
{
    struct doctor *doctor = context;
    const char *text = base_error_text(what, doctor->cli->lang);
    doctor->failed = doctor->failed || severity_of(severity) <= doctor->fail_on;
    if (!doctor->cli->json)
        printf("%s: %s\n", severity, text);
    base_json_object_begin(&doctor->json);
    base_json_key_string(&doctor->json, "severity", severity);
    base_json_key_string(&doctor->json, "message", text);
    base_json_object_end(&doctor->json);
}

static enum base_status read_fail_on(struct cli *cli, int *out, struct base_error *err)
{
    const char *text = cli_value(cli, "fail-on");
    *out = text ? severity_of(text) : SEVERITY_COUNT - 1;
    if (*out < SEVERITY_COUNT)
        return BASE_OK;
    return base_fail(err, BASE_INVALID, "--fail-on must be blocking, substantive, minor or notice");
}

enum cli_exit cli_doctor(struct cli *cli)
{
    struct base_error err;
    struct store *store = NULL;
    int64_t count = 0;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct doctor doctor = {.cli = cli};
    if (read_fail_on(cli, &doctor.fail_on, &err) != BASE_OK)
        return cli_usage(cli, &err);
    base_json_init(&doctor.json, &out);
    base_json_object_begin(&doctor.json);
    base_json_key(&doctor.json, "problems");
    base_json_array_begin(&doctor.json);
    enum base_status status = cli_open(cli, STORE_READ, &store, &err);
    if (status == BASE_OK)
        status = store_doctor(store, doctor_found, &doctor, &count, &err);
    store_close(store);
    if (status != BASE_OK)
        return cli_fail(cli, &err);
    base_json_array_end(&doctor.json);
    base_json_key_bool(&doctor.json, "clean", count == 0);
    base_json_object_end(&doctor.json);
    if (count == 0)
        cli_say(cli, "the record is sound");
    enum cli_exit code = cli->json ? cli_print(cli, &out) : CLI_DONE;
    return code == CLI_DONE && doctor.failed ? CLI_FINDINGS : code;
}
