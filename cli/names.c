/* cli/names.c - names: checks a proposed name, and writes its romanised form. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "cli/names.h"
#include "names/proposal.h"

#define WORDS_LIMIT (4 * 1024 * 1024)

static enum base_status read_proposal(struct cli *cli, struct names_proposal *proposal,
                                      struct base_error *err)
{
    *proposal = names_proposal_of(cli->arguments[1]);
    for (const char *const *key = names_proposal_keys(); *key; key++) {
        const char *text = cli_value(cli, *key);
        enum base_status status =
            text ? names_proposal_set(proposal, *key, text, cli->arena, err) : BASE_OK;
        if (status != BASE_OK)
            return status;
    }
    return names_proposal_finish(proposal, err);
}

static enum base_status read_fail_on(struct cli *cli, bool *given, enum names_severity *out,
                                     struct base_error *err)
{
    const char *text = cli_value(cli, "fail-on");
    *given = text != NULL;
    return !text || names_severity_parse(text, out)
               ? BASE_OK
               : base_fail(err, BASE_INVALID, "--fail-on must be error, warning or notice");
}

/* The bureau's own list of words, beside the presets. */
static enum base_status read_words(struct cli *cli, struct names_words *words,
                                   struct base_error *err)
{
    struct base_buffer text BASE_BUFFER_AUTO = {0};
    const char *path = cli_value(cli, "words");
    *words = (struct names_words){0};
    if (!path)
        return BASE_OK;
    enum base_status status = base_file_read(path, WORDS_LIMIT, &text, err);
    if (status != BASE_OK || text.size == 0)
        return status;
    words->own = base_arena_copy(cli->arena, text.data, text.size);
    words->own_size = text.size;
    if (!words->own)
        return base_fail(err, BASE_NO_MEMORY, "out of memory");
    status = names_words_check(words->own, text.size, err);
    if (status != BASE_OK)
        base_error_prefix(err, path);
    return status;
}

static void print_conflicts(const struct names_context *context, const struct names_remark *remark)
{
    for (size_t i = 0; i < remark->conflict_count; i++) {
        char full[512] = "", id[NAMES_ID_SIZE];
        const struct names_conflict *conflict = &remark->conflicts[i];
        struct names_name name = names_index_name(context->index, conflict->name);
        struct names_subject subject = names_index_subject(context->index, conflict->subject);
        uint32_t row = names_scope_row(context, conflict->subject);
        if (row != STORE_DIVISION_INDEX_NONE)
            store_division_index_full_name(context->divisions, row, context->at, full, sizeof full);
        printf("      %-16s %s  %s\n", names_result_id(&subject, id), name.text, full);
    }
}

static void print_check(struct cli *cli, const struct names_context *context,
                        const struct names_check *check)
{
    static const char *const SEVERITIES[NAMES_SEVERITIES][2] = {
        {"错误", "error"}, {"警告", "warning"}, {"提示", "notice"}};
    printf("%s  %s\n", check->name, check->romanised.text);
    for (size_t i = 0; i < check->remark_count; i++) {
        const struct names_remark *remark = &check->remarks[i];
        printf("%2d  %s  %s\n", remark->rule, SEVERITIES[remark->severity][cli->lang],
               remark->message[cli->lang]);
        print_conflicts(context, remark);
    }
    for (size_t i = 0; i < check->unchecked_count; i++)
        printf("%2d  –  %s\n", check->unchecked[i].rule, check->unchecked[i].reason[cli->lang]);
    if (check->remark_count == 0)
        cli_say(cli, "nothing was found against %s", check->name);
}

static enum cli_exit print_answer(struct cli *cli, const struct names_context *context,
                                  const struct names_check *check, bool has_fail_on,
                                  enum names_severity fail_on)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    enum cli_exit code = CLI_DONE;
    if (cli->json) {
        base_json_init(&json, &out);
        names_check_write(context, check, cli->lang, &json);
        code = cli_print(cli, &out);
    } else if (!cli->quiet)
        print_check(cli, context, check);
    bool found = check->remark_count > 0 && check->remarks[0].severity <= fail_on;
    return code == CLI_DONE && has_fail_on && found ? CLI_FINDINGS : code;
}

/* A name that cannot be read is bad input, not wrong use. */
static enum cli_exit check_name(struct cli *cli)
{
    struct base_error err;
    struct server_view *view = NULL;
    struct names_proposal proposal;
    struct names_words words;
    struct names_check check;
    bool has_fail_on;
    enum names_severity fail_on = NAMES_ERROR;
    base_date_t at;
    enum base_status status = cli_misuse(cli, read_proposal(cli, &proposal, &err));
    if (status == BASE_OK)
        status = cli_misuse(cli, read_fail_on(cli, &has_fail_on, &fail_on, &err));
    if (status == BASE_OK)
        status = read_words(cli, &words, &err);
    if (status == BASE_OK)
        status = cli_names_open(cli, &view, &at, &err);
    if (status != BASE_OK)
        return cli_fail(cli, &err);
    struct names_context context = cli_names_context(view, at);
    status = names_check(&context, &words, &proposal, cli->arena, &check, &err);
    enum cli_exit code = status == BASE_OK
                             ? print_answer(cli, &context, &check, has_fail_on, fail_on)
                             : cli_fail(cli, &err);
    server_view_close(view);
    return code;
}

enum cli_exit cli_names(struct cli *cli)
{
    struct base_error err;
    /* `names check DATABASE NAME`: from here on the database stands first. */
    bool check = strcmp(cli->arguments[0], "check") == 0;
    if (!check) {
        base_fail(&err, BASE_INVALID, "use: yutu names check DATABASE NAME");
        return cli_usage(cli, &err);
    }
    cli->arguments++;
    cli->argument_count--;
    return check_name(cli);
}
