/* cli/key.c - API keys. */
#include "store/key.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/message.h"
#include "cli/cli.h"

struct key_call {
    struct cli *cli;
    struct store *store;
    const char *name; /* NULL for list */
    char text[STORE_KEY_TEXT];
};

static enum base_status add_key(struct key_call *call, struct base_error *err)
{
    const char *text = cli_value(call->cli, "role");
    enum store_role role = text ? store_role_parse(text) : STORE_ROLE_NONE;
    if (role == STORE_ROLE_NONE)
        return cli_misuse(
            call->cli,
            base_fail(err, BASE_INVALID,
                      "--role must be viewer, clerk, inspector, planner or administrator"));
    return store_key_add(call->store, call->name, role, cli_actor(call->cli), call->text, err);
}

static enum base_status rotate_key(struct key_call *call, struct base_error *err)
{
    return store_key_rotate(call->store, call->name, cli_actor(call->cli), call->text, err);
}

static enum base_status disable_key(struct key_call *call, struct base_error *err)
{
    return store_key_disable(call->store, call->name, cli_actor(call->cli), err);
}

static void write_key(struct base_json *json, const struct store_key *key)
{
    char time[BASE_TIME_SIZE];
    base_json_object_begin(json);
    base_json_key_string(json, "name", key->name);
    base_json_key_string(json, "role", store_role_name(key->role));
    base_json_key_string(json, "created_at", base_time_print(key->created_at, time));
    base_json_key_string(json, "disabled_at",
                         key->disabled_at ? base_time_print(key->disabled_at, time) : NULL);
    base_json_object_end(json);
}

static enum base_status list_keys(struct key_call *call, struct base_error *err)
{
    struct store_key *keys;
    size_t count;
    enum base_status status = store_key_list(call->store, call->cli->arena, &keys, &count, err);
    if (status != BASE_OK)
        return status;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key(&json, "keys");
    base_json_array_begin(&json);
    for (size_t i = 0; i < count; i++) {
        write_key(&json, &keys[i]);
        if (!call->cli->json)
            printf("%-20s %-14s %s\n", keys[i].name, store_role_name(keys[i].role),
                   keys[i].disabled_at ? base_message_format("disabled", call->cli->lang) : "");
    }
    base_json_array_end(&json);
    base_json_object_end(&json);
    if (call->cli->json && cli_print(call->cli, &out) != CLI_DONE)
        return base_fail(err, BASE_FAILED, "cannot write to the output");
    return BASE_OK;
}

static const struct {
    const char *verb;
    enum base_status (*run)(struct key_call *call, struct base_error *err);
    bool named;
} VERBS[] = {
    {"add", add_key, true},
    {"rotate", rotate_key, true},
    {"disable", disable_key, true},
    {"list", list_keys, false},
};

static int find_verb(const char *text)
{
    for (int i = 0; i < (int)(sizeof VERBS / sizeof VERBS[0]); i++)
        if (strcmp(VERBS[i].verb, text) == 0)
            return i;
    return -1;
}

/* The key is shown this once; only its hash is kept. */
static enum cli_exit print_key(struct key_call *call)
{
    if (!call->cli->json) {
        if (call->text[0])
            puts(call->text);
        return CLI_DONE;
    }
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key_string(&json, "name", call->name);
    if (call->text[0])
        base_json_key_string(&json, "key", call->text);
    base_json_object_end(&json);
    return cli_print(call->cli, &out);
}

enum cli_exit cli_key(struct cli *cli)
{
    struct base_error err;
    struct key_call call = {.cli = cli};
    int verb = find_verb(cli->arguments[1]);
    if (verb < 0 || (VERBS[verb].named && cli->argument_count < 3)) {
        base_fail(&err, BASE_INVALID, "use: yutu key DATABASE add|rotate|disable NAME, or list");
        return cli_usage(cli, &err);
    }
    call.name = VERBS[verb].named ? cli->arguments[2] : NULL;
    enum base_status status =
        cli_open(cli, VERBS[verb].named ? STORE_WRITE : STORE_READ, &call.store, &err);
    if (status == BASE_OK)
        status = VERBS[verb].run(&call, &err);
    store_close(call.store);
    if (status != BASE_OK)
        return cli_fail(cli, &err);
    return call.name ? print_key(&call) : CLI_DONE;
}
