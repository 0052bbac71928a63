/* cli/import.c - import: reads a file into the record, after checking it. */
#include "import/import.h"

#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/number.h"
#include "cli/cli.h"
#include "store/division.h"

#define MAX_MAPS 64

/* The options as import/ wants them; arrays live as long as the call. */
struct call {
    struct cli *cli;
    struct import_options options;
    struct import_map maps[MAX_MAPS];
};

static enum base_status read_maps(struct call *call, struct base_error *err)
{
    const char *texts[MAX_MAPS];
    size_t count = cli_values(call->cli, "map", texts, MAX_MAPS);
    if (count > MAX_MAPS)
        return base_fail(err, BASE_INVALID, "at most %d --map options are taken", MAX_MAPS);
    for (size_t i = 0; i < count; i++) {
        const char *equals = strchr(texts[i], '=');
        if (!equals || equals == texts[i] || !equals[1])
            return base_fail(err, BASE_INVALID, "--map must be FIELD=COLUMN, not %.60s", texts[i]);
        call->maps[i] = (struct import_map){
            base_arena_strndup(call->cli->arena, texts[i], (size_t)(equals - texts[i])),
            equals + 1};
    }
    call->options.maps = call->maps;
    call->options.map_count = count;
    return BASE_OK;
}

static enum base_status read_kind(struct call *call, struct base_error *err)
{
    const char *kind = cli_value(call->cli, "as");
    if (!kind)
        return base_fail(err, BASE_INVALID,
                         "--as KIND is needed: division, claim, place, name, address, "
                         "sign, heritage, approval, relation, code-alias, street-part, category, "
                         "facility, population, road, line, marker, tri-junction or exemption");
    call->options.kind = import_kind_parse(kind);
    if (call->options.kind == IMPORT_NONE)
        return base_fail(err, BASE_INVALID,
                         "--as %.40s is no kind; use division, claim, place, name, address, "
                         "sign, heritage, approval, relation, code-alias, street-part, category, "
                         "facility, population, road, line, marker, tri-junction or exemption",
                         kind);
    return BASE_OK;
}

static enum base_status read_code(struct cli *cli, const char *name, const char **out,
                                  struct base_error *err)
{
    char code[STORE_CODE_SIZE];
    const char *text = cli_value(cli, name);
    if (!text)
        return BASE_OK;
    if (!store_code_parse(text, code))
        return base_fail(err, BASE_INVALID,
                         "--%s must be a division code of 2, 4, 6, 9 or 12 digits, not %.40s", name,
                         text);
    *out = base_arena_strdup(cli->arena, code);
    return *out ? BASE_OK : base_fail(err, BASE_NO_MEMORY, "out of memory");
}

static enum base_status read_rest(struct call *call, struct base_error *err)
{
    struct cli *cli = call->cli;
    struct import_options *o = &call->options;
    const char *date = cli_value(cli, "effective"), *allowed = cli_value(cli, "allow-errors");
    const char *secrecy = cli_value(cli, "secrecy");
    o->effective = BASE_DATE_NONE;
    if (date && !base_date_parse(date, &o->effective))
        return base_fail(err, BASE_INVALID, "--effective must be a date, as 2026-11-24, not %.40s",
                         date);
    if (allowed && (!base_number_parse_int(allowed, &o->allow_errors) || o->allow_errors < 0))
        return base_fail(err, BASE_INVALID,
                         "--allow-errors must be a whole number from 0, not %.40s", allowed);
    if (secrecy && strcmp(secrecy, "open") != 0 && strcmp(secrecy, "internal") != 0)
        return base_fail(err, BASE_INVALID, "--secrecy must be open or internal, not %.40s",
                         secrecy);
    o->secrecy = secrecy;
    const char *prefix = o->code_prefix;
    if (prefix && (strlen(prefix) > 9 || prefix[strspn(prefix, "0123456789")]))
        return base_fail(err, BASE_INVALID, "--code-prefix must be at most 9 digits, not %.40s",
                         prefix);
    enum base_status status = read_code(cli, "party", &o->party, err);
    return status == BASE_OK ? read_code(cli, "complete", &o->complete, err) : status;
}

static enum base_status read_options(struct call *call, struct base_error *err)
{
    struct cli *cli = call->cli;
    struct import_options *o = &call->options;
    *o = (struct import_options){
        .files = cli->arguments + 1,
        .file_count = (size_t)cli->argument_count - 1,
        .layer = cli_value(cli, "layer"),
        .encoding = cli_value(cli, "encoding"),
        .crs = cli_value(cli, "crs"),
        .shift = cli_value(cli, "shift"),
        .code_prefix = cli_value(cli, "code-prefix"),
        .dry_run = cli_flag(cli, "dry-run"),
        .actor = cli_actor(cli),
        .reason = cli_value(cli, "reason"),
        .licence = cli_value(cli, "licence"),
        .attribution = cli_value(cli, "attribution"),
        .may_publish = !cli_flag(cli, "no-publish"),
        .may_export = !cli_flag(cli, "no-export"),
        .report_path = cli_value(cli, "report"),
        .lang = cli->lang,
    };
    enum base_status status = read_kind(call, err);
    if (status == BASE_OK)
        status = read_maps(call, err);
    return status == BASE_OK ? read_rest(call, err) : status;
}

static void print_problems(const struct import_report *report, enum base_lang lang)
{
    size_t shown = report->problem_count < 20 ? report->problem_count : 20;
    for (size_t i = 0; i < shown; i++) {
        const struct import_problem *p = &report->problems[i];
        fprintf(stderr, "  %s %s", import_severity_name(p->severity),
                import_trouble_name(p->trouble));
        if (p->row > 0)
            fprintf(stderr, " [%lld]", (long long)p->row);
        fprintf(stderr, " %s\n", p->message[lang]);
    }
    if (shown < report->problem_count) {
        char text[128];
        base_message(text, sizeof text, lang, "  … and %zu more; --json or --report shows all",
                     report->problem_count - shown);
        fprintf(stderr, "%s\n", text);
    }
}

static void print_columns(const struct import_report *report)
{
    for (size_t i = 0; i < report->column_count; i++)
        printf("%s%s=%s", i ? ", " : "  ", report->columns[i].field, report->columns[i].column);
    if (report->column_count > 0)
        putchar('\n');
}

static void print_human(struct cli *cli, const struct import_report *report)
{
    if (cli->quiet)
        return;
    if (report->repeated)
        cli_say(cli, "the same file and options were imported before, as edition %lld",
                (long long)report->edition);
    else
        cli_say(cli, "%s: read %lld, written %lld, unchanged %lld, rejected %lld, repaired %lld",
                import_kind_name(report->kind), (long long)report->read, (long long)report->written,
                (long long)report->unchanged, (long long)report->rejected,
                (long long)report->repaired);
    if (report->crs)
        cli_say(cli, "  CRS %s (from %s), encoding %s (from %s)", report->crs,
                report->crs_from ? report->crs_from : "-",
                report->encoding ? report->encoding : "-",
                report->encoding_from ? report->encoding_from : "-");
    print_columns(report);
    print_problems(report, cli->lang);
}

static enum cli_exit finish(struct cli *cli, enum base_status status,
                            const struct import_report *report, const struct base_error *err)
{
    bool has_report = report->sha256 || report->problem_count > 0;
    enum cli_exit code =
        status == BASE_OK ? CLI_DONE
        : status == BASE_INVALID || status == BASE_CONFLICT || status == BASE_NOT_FOUND
            ? CLI_BAD_INPUT
            : CLI_FAILED;
    if (status != BASE_OK && !has_report)
        return cli_fail(cli, err);
    if (status != BASE_OK)
        fprintf(stderr, "yutu: %s\n", base_error_text(err, cli->lang));
    if (!cli->json) {
        print_human(cli, report);
        return code;
    }
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    import_report_write(report, cli->lang, &json);
    enum cli_exit printed = cli_print(cli, &out);
    return printed == CLI_DONE ? code : printed;
}

enum cli_exit cli_import(struct cli *cli)
{
    struct base_error err;
    struct call call = {.cli = cli};
    struct store *store = NULL;
    struct import_report report = {0};
    if (read_options(&call, &err) != BASE_OK)
        return cli_usage(cli, &err);
    import_report_init(&report, cli->arena, call.options.kind);
    enum base_status status = cli_open(cli, STORE_WRITE, &store, &err);
    if (status == BASE_OK)
        status = import_run(store, &call.options, cli->arena, &cli->progress, &report, &err);
    store_close(store);
    return finish(cli, status, &report, &err);
}
