/* cli/standardize.c - standardize: the standard form of a name or address. */
#include <stdio.h>

#include "base/number.h"
#include "cli/names.h"
#include "geo/crs.h"
#include "names/standard.h"

static enum base_status read_options(const struct cli *cli, struct names_standard_options *out,
                                     struct base_error *err)
{
    const char *level = cli_value(cli, "min-level"), *least = cli_value(cli, "min-confidence");
    *out = (struct names_standard_options){.within = cli_value(cli, "within"),
                                           .least = names_rung_parse(level)};
    if (!cli_value(cli, "text"))
        return base_fail(err, BASE_INVALID, "say what to standardize: --text TEXT");
    if (level && out->least == NAMES_RUNG_NONE)
        return base_fail(err, BASE_INVALID, "%s is no rung: building, door, street, county …",
                         level);
    if (least && (!base_number_parse(least, &out->min_confidence) || out->min_confidence < 0 ||
                  out->min_confidence > 1))
        return base_fail(err, BASE_INVALID, "%s must be a number from 0 to 1", "min-confidence");
    return BASE_OK;
}

static enum base_status set_crs(const struct cli *cli, struct names_context *context,
                                struct geo_crs *crs, struct base_error *err)
{
    const char *name = cli_value(cli, "crs");
    if (!name)
        return BASE_OK;
    context->crs_context = geo_crs_context_create();
    if (!context->crs_context)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    context->crs = crs;
    return geo_crs_parse(context->crs_context, name, crs, err);
}

static enum cli_exit print(struct cli *cli, const struct names_context *context,
                           const struct names_standard *standard)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    if (cli->json) {
        base_json_init(&json, &out);
        names_standard_write(context, standard, &json);
        return cli_print(cli, &out);
    }
    if (standard->standard)
        printf("%s\n", standard->full_name);
    else
        cli_say(cli, "%s was not resolved", standard->input);
    if (standard->standard)
        printf("  %s  %s  %.2f\n", names_rung_name(standard->level),
               standard->code ? standard->code : "-", standard->confidence);
    for (size_t i = 0; i < standard->reason_count; i++)
        printf("  %s\n", standard->reasons[i]);
    return CLI_DONE;
}

enum cli_exit cli_standardize(struct cli *cli)
{
    struct base_error err;
    struct server_view *view = NULL;
    struct names_standard_options options;
    struct names_standard standard;
    struct names_context context = {0};
    struct geo_crs crs;
    base_date_t at;
    enum base_status status = cli_misuse(cli, read_options(cli, &options, &err));
    if (status == BASE_OK)
        status = cli_names_open(cli, &view, &at, &err);
    if (status == BASE_OK) {
        context = cli_names_context(view, at);
        status = cli_misuse(cli, set_crs(cli, &context, &crs, &err));
    }
    if (status == BASE_OK)
        status = names_standardize(&context, cli_value(cli, "text"), &options, cli->arena,
                                   &standard, &err);
    enum cli_exit code = status == BASE_OK ? print(cli, &context, &standard) : cli_fail(cli, &err);
    geo_crs_context_free(context.crs_context);
    server_view_close(view);
    return code;
}
