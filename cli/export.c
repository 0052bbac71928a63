/* cli/export.c - export: writes rows to a file. */
#include "import/export.h"

#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "store/changes.h"
#include "store/division.h"

static enum base_status read_options(struct cli *cli, struct store *store,
                                     struct export_options *out, struct base_error *err)
{
    struct store_as_of as_of;
    char code[STORE_CODE_SIZE];
    const char *within = cli_value(cli, "within");
    *out = (struct export_options){
        .kind = import_kind_parse(cli->arguments[1]),
        .findings = strcmp(cli->arguments[1], "finding") == 0,
        .out = cli->arguments[2],
        .encoding = cli_value(cli, "encoding"),
        .crs = cli_value(cli, "crs"),
        .internal = true, /* whoever runs the program holds the record */
    };
    const char *as = cli_value(cli, "as");
    if (as && strcmp(as, "field") != 0)
        return cli_misuse(cli, base_fail(err, BASE_INVALID, "--as must be field, not %.40s", as));
    const char *run = cli_value(cli, "run");
    if (run && (!out->findings || !base_number_parse_int(run, &out->run) || out->run < 1))
        return cli_misuse(cli, base_fail(err, BASE_INVALID,
                                         "--run is the number of an inspection, for the kind "
                                         "finding"));
    if (out->kind == IMPORT_NONE && !out->findings)
        return cli_misuse(cli,
                          base_fail(err, BASE_INVALID,
                                    "%.40s is no kind; use division, claim, place, name, address, "
                                    "sign, heritage, approval, relation, code-alias, street-part, "
                                    "category, facility, population, road, line, marker, "
                                    "tri-junction, exemption or finding",
                                    cli->arguments[1]));
    if (within && !store_code_parse(within, code))
        return cli_misuse(
            cli, base_fail(err, BASE_INVALID,
                           "--within must be a division code of 2, 4, 6, 9 or 12 digits, not %.40s",
                           within));
    if (within)
        out->within = base_arena_strdup(cli->arena, code);
    enum base_status status = cli_as_of(cli, store, &as_of, err);
    out->at = as_of.at;
    out->known = as_of.known;
    return status;
}

static enum cli_exit print_result(struct cli *cli, const struct export_result *result,
                                  const char *cursor)
{
    if (!cli->json) {
        cli_say(cli, "%lld rows written to %s", (long long)result->rows, cli->arguments[2]);
        if (result->withheld > 0)
            cli_say(cli, "%lld rows were left out: they may not leave as a file",
                    (long long)result->withheld);
        if (result->lost > 0)
            cli_say(cli, "%lld characters are not in that encoding; use UTF-8 or GB18030",
                    (long long)result->lost);
        if (result->cut > 0)
            cli_say(cli, "%lld texts were cut to the 254 bytes of a Shapefile's field",
                    (long long)result->cut);
        return CLI_DONE;
    }
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key_string(&json, "file", cli->arguments[2]);
    base_json_key_int(&json, "rows", result->rows);
    base_json_key_int(&json, "withheld", result->withheld);
    base_json_key_int(&json, "lost", result->lost);
    base_json_key_int(&json, "cut", result->cut);
    base_json_key_int(&json, "as_source", result->as_source);
    base_json_key_string(&json, "attribution", result->attribution);
    base_json_key_string(&json, "cursor", cursor);
    base_json_object_end(&json);
    return cli_print(cli, &out);
}

/* The rows and the place of the change feed that they stand at, of one state. */
static enum base_status run_export(struct cli *cli, struct store *store,
                                   const struct export_options *options,
                                   struct export_result *result, char cursor[STORE_CURSOR_SIZE],
                                   struct base_error *err)
{
    struct store_cursor end;
    enum base_status status = store_read_begin(store, err);
    if (status != BASE_OK)
        return status;
    status = store_changes_end(store, &end, err);
    if (status == BASE_OK)
        status = store_cursor_text(store, &end, cursor, err);
    if (status == BASE_OK)
        status = export_run(store, options, cli->arena, &cli->progress, result, err);
    store_read_end(store);
    return status;
}

enum cli_exit cli_export(struct cli *cli)
{
    char cursor[STORE_CURSOR_SIZE];
    struct base_error err;
    struct store *store = NULL;
    struct export_options options;
    struct export_result result = {0};
    enum base_status status = cli_open(cli, STORE_READ, &store, &err);
    if (status == BASE_OK)
        status = read_options(cli, store, &options, &err);
    if (status == BASE_OK)
        status = run_export(cli, store, &options, &result, cursor, &err);
    store_close(store);
    return status == BASE_OK ? print_result(cli, &result, cursor) : cli_fail(cli, &err);
}
