/* cli/inspect.c - inspect: boundary inspection. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/message.h"
#include "base/number.h"
#include "base/text.h"
#include "boundary/report.h"
#include "boundary/run.h"
#include "cli/cli.h"
#include "report/inspection.h"
#include "report/terms.h"

struct call {
    struct cli *cli;
    struct boundary_options options;
    struct store_as_of as_of;
    char between[2][STORE_CODE_SIZE];
    struct store_division *divisions; /* for the page: names and outlines */
    size_t division_count;
    enum boundary_severity fail_on;
    bool has_fail_on;
};

static enum base_status read_between(struct call *call, const char *text, struct base_error *err)
{
    char first[64] = "";
    const char *comma = strchr(text, ',');
    size_t length = comma ? (size_t)(comma - text) : 0;
    if (length > 0 && length < sizeof first)
        memcpy(first, text, length);
    if (!comma || !store_code_parse(first, call->between[0]) ||
        !store_code_parse(comma + 1, call->between[1]))
        return base_fail(err, BASE_INVALID, "--between must be two division codes, CODE,CODE");
    if (strcmp(call->between[0], call->between[1]) == 0)
        return base_fail(err, BASE_INVALID, "--between names %s twice; give two divisions",
                         call->between[0]);
    call->options.between[0] = call->between[0];
    call->options.between[1] = call->between[1];
    return BASE_OK;
}

static enum base_status read_texts(struct call *call, struct base_error *err)
{
    struct cli *cli = call->cli;
    const char *level = cli_value(cli, "level"), *against = cli_value(cli, "against");
    const char *fail_on = cli_value(cli, "fail-on");
    if (level && (call->options.level = store_level_parse(level)) == STORE_LEVEL_NONE)
        return base_fail(err, BASE_INVALID,
                         "--level must be province, prefecture, county, township or village");
    if (against &&
        (!base_number_parse_int(against, &call->options.against) || call->options.against <= 0))
        return base_fail(err, BASE_INVALID, "--against must be an edition number, not %.40s",
                         against);
    call->has_fail_on = fail_on != NULL;
    if (fail_on && !boundary_severity_parse(fail_on, &call->fail_on))
        return base_fail(err, BASE_INVALID,
                         "--fail-on must be blocking, substantive, minor or notice");
    return BASE_OK;
}

/* Whether the findings themselves are asked for, in any form. */
static bool is_listed(const struct cli *cli)
{
    bool printed = !cli_flag(cli, "summary") && (cli->json || !cli->quiet);
    return printed || cli_value(cli, "geojson") || cli_value(cli, "report");
}

static enum base_status read_options(struct call *call, struct base_error *err)
{
    struct cli *cli = call->cli;
    const char *profile = cli_value(cli, "profile"), *between = cli_value(cli, "between");
    call->options.profile = boundary_profile_default();
    call->options.whole = cli_flag(cli, "whole");
    call->options.summary = !is_listed(cli);
    enum base_status status = read_texts(call, err);
    if (status == BASE_OK && profile)
        status = base_file_exists(profile)
                     ? boundary_profile_read(profile, cli->arena, &call->options.profile, err)
                     : boundary_profile_parse(profile, &call->options.profile, err);
    if (status == BASE_OK && between)
        status = read_between(call, between, err);
    if (status == BASE_OK && cli_value(cli, "report"))
        status = report_path_check(cli_value(cli, "report"), err);
    return status;
}

static enum base_status write_geojson(struct cli *cli, const struct boundary_report *report,
                                      struct base_error *err)
{
    const char *path = cli_value(cli, "geojson");
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    if (!path)
        return BASE_OK;
    base_json_init(&json, &out);
    boundary_report_write_geojson(report, cli->lang, &json);
    enum base_status status = base_buffer_check(&out, err);
    return status == BASE_OK ? base_file_write_atomic(path, out.data, out.size, err) : status;
}

static enum base_status write_page(struct call *call, const struct boundary_report *report,
                                   struct base_error *err)
{
    struct cli *cli = call->cli;
    const char *path = cli_value(cli, "report");
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct report_page page = {&out, cli->lang};
    const struct report_inspection inspection = {
        .report = report,
        .divisions = call->divisions,
        .division_count = call->division_count,
        .between = {call->options.between[0], call->options.between[1]},
        .claims = cli_flag(cli, "claims"),
    };
    if (!path)
        return BASE_OK;
    enum base_status status = report_inspection_write(&inspection, &page, err);
    return status == BASE_OK ? report_html_save(&page, path, err) : status;
}

#define SEVERITY_COLUMNS 12
#define KIND_COLUMNS     26

static void print_word(const struct cli *cli, const char *english, int width)
{
    const char *word = base_message_format(english, cli->lang);
    int rest = width - (int)base_text_columns(word);
    printf("%s%*s", word, rest > 0 ? rest : 1, "");
}

static void print_human(struct cli *cli, const struct boundary_report *report)
{
    cli_say(cli, "%u divisions, %u borders, %.1f km; %u findings", report->divisions, report->lines,
            report->length_m / 1000, boundary_report_total(report));
    if (report->again.run)
        cli_say(cli,
                "%u divisions changed since inspection %lld; %u were looked at again, the rest is "
                "as it was",
                report->again.changed, (long long)report->again.run, report->again.looked_at);
    if (report->without_geometry > 0)
        cli_say(cli, "%u divisions have no geometry and were not inspected",
                report->without_geometry);
    struct boundary_uninspected uninspected = boundary_uninspected_sum(report->uninspected);
    double known_m = boundary_uninspected_known_m(&uninspected);
    if (known_m > 0)
        cli_say(cli, "%.1f km of border could not be compared, %.1f %% of what is known",
                known_m / 1000, 100 * known_m / uninspected.border_m);
    if (report->registered.bare_m > 0)
        cli_say(cli, "%.1f km of the borders that have a line, of %.1f km, are beyond its ends",
                report->registered.bare_m / 1000, report->registered.border_m / 1000);
    if (report->exempted.item_count > 0)
        cli_say(cli, "%u faces, %.1f m², are allowed by the register of exemptions",
                report->exempted.item_count, report->exempted.area_m2);
    bool list = !cli->quiet && !cli_flag(cli, "summary");
    for (uint32_t i = 0; i < report->finding_count && list; i++) {
        const struct boundary_finding *f = &report->findings[i];
        print_word(cli, report_term_severity(f->severity), SEVERITY_COLUMNS);
        print_word(cli, report_term_kind(f->kind), KIND_COLUMNS);
        puts(f->message[cli->lang]);
    }
}

static enum cli_exit print_report(struct call *call, const struct boundary_report *report)
{
    struct cli *cli = call->cli;
    enum cli_exit code = CLI_DONE;
    if (cli->json) {
        struct base_buffer out BASE_BUFFER_AUTO = {0};
        struct base_json json;
        base_json_init(&json, &out);
        boundary_report_write(report, cli->lang, !cli_flag(cli, "summary"), &json);
        code = cli_print(cli, &out);
    } else
        print_human(cli, report);
    bool reached = call->has_fail_on && boundary_report_reaches(report, call->fail_on);
    return code == CLI_DONE && reached ? CLI_FINDINGS : code;
}

enum cli_exit cli_inspect(struct cli *cli)
{
    struct base_error err;
    struct call call = {.cli = cli};
    struct store *store = NULL;
    struct boundary_report report;
    if (read_options(&call, &err) != BASE_OK)
        return cli_usage(cli, &err);
    enum base_status status = cli_open(cli, STORE_WRITE, &store, &err);
    if (status == BASE_OK)
        status = cli_as_of(cli, store, &call.as_of, &err);
    if (status == BASE_OK)
        status = boundary_run(store, &call.options, call.as_of, cli_flag(cli, "claims"), cli->arena,
                              &cli->progress, &report, &err);
    if (status == BASE_OK && cli_value(cli, "report"))
        status = store_division_list(store, call.as_of, STORE_LEVEL_NONE, true, cli->arena,
                                     &call.divisions, &call.division_count, &err);
    store_close(store);
    if (status == BASE_OK)
        status = write_geojson(cli, &report, &err);
    if (status == BASE_OK)
        status = write_page(&call, &report, &err);
    return status == BASE_OK ? print_report(&call, &report) : cli_fail(cli, &err);
}
