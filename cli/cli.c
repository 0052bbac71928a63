/* cli/cli.c - the frame of the `yutu` program. */
#include "cli/cli.h"

#include <getopt.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "base/message.h"
#include "cli/bar.h"
#include "cli/help.h"
#include "store/edition.h"

#define MAX_OPTIONS 48
#define MAX_GIVEN   128

/* Options that every command knows. */
static const struct cli_option COMMON[] = {
    {"json", NULL, "One JSON document on stdout", false},
    {"lang", "zh|en", "Language of texts", false},
    {"quiet", NULL, "Print nothing but errors", false},
    {"help", NULL, "This text", false},
    {"progress-lines", NULL, "Progress as lines on stderr", true},
    {NULL, NULL, NULL, false},
};

const struct cli_option *cli_common_options(void)
{
    return COMMON;
}

const char *cli_value(const struct cli *cli, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < cli->given_count; i++)
        if (strcmp(cli->given[i].name, name) == 0)
            value = cli->given[i].value;
    return value;
}

bool cli_flag(const struct cli *cli, const char *name)
{
    return cli_value(cli, name) != NULL;
}

size_t cli_values(const struct cli *cli, const char *name, const char **values, size_t limit)
{
    size_t total = 0;
    for (size_t i = 0; i < cli->given_count; i++) {
        if (strcmp(cli->given[i].name, name) != 0)
            continue;
        if (total < limit)
            values[total] = cli->given[i].value;
        total++;
    }
    return total;
}

/* --- output -------------------------------------------------------------- */

enum cli_exit cli_print(struct cli *cli, const struct base_buffer *text)
{
    (void)cli;
    if (text->failed)
        return CLI_FAILED;
    bool done = fwrite(text->data ? text->data : "", 1, text->size, stdout) == text->size;
    done = done && putchar('\n') != EOF && fflush(stdout) == 0;
    return done ? CLI_DONE : CLI_FAILED;
}

void cli_say(struct cli *cli, const char *english, ...)
{
    if (cli->json || cli->quiet)
        return;
    char text[2048];
    va_list args;
    va_start(args, english);
    base_message_va(text, sizeof text, cli->lang, english, args);
    va_end(args);
    puts(text);
}

static const char *title_of(enum base_status status)
{
    switch (status) {
    case BASE_INVALID:
        return "The input is wrong";
    case BASE_NOT_FOUND:
        return "Not found";
    case BASE_CONFLICT:
        return "Conflict";
    case BASE_FORBIDDEN:
        return "Not allowed";
    default:
        return "The command failed";
    }
}

static void print_json_failure(struct cli *cli, const struct base_error *err)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &out);
    base_json_object_begin(&json);
    base_json_key(&json, "error");
    base_json_object_begin(&json);
    base_json_key_string(&json, "title", base_message_format(title_of(err->status), cli->lang));
    base_json_key_string(&json, "detail", base_error_text(err, cli->lang));
    base_json_key(&json, "errors");
    base_json_array_begin(&json);
    base_json_array_end(&json);
    base_json_object_end(&json);
    base_json_object_end(&json);
    cli_print(cli, &out);
}

static void print_failure(struct cli *cli, const struct base_error *err)
{
    cli_bar_end(cli->bar);
    if (cli->json)
        print_json_failure(cli, err);
    fprintf(stderr, "yutu: %s\n", base_error_text(err, cli->lang));
}

enum base_status cli_misuse(struct cli *cli, enum base_status status)
{
    cli->wrong_use = cli->wrong_use || status == BASE_INVALID;
    return status;
}

enum cli_exit cli_fail(struct cli *cli, const struct base_error *err)
{
    if (cli->wrong_use)
        return cli_usage(cli, err);
    print_failure(cli, err);
    bool input = err->status == BASE_INVALID || err->status == BASE_NOT_FOUND ||
                 err->status == BASE_CONFLICT;
    return input ? CLI_BAD_INPUT : CLI_FAILED;
}

enum cli_exit cli_usage(struct cli *cli, const struct base_error *err)
{
    char hint[256];
    print_failure(cli, err);
    base_message(hint, sizeof hint, cli->lang, "yutu %s --help tells how it is used",
                 cli->command ? cli->command->name : "");
    fprintf(stderr, "%s\n", hint);
    return CLI_WRONG_USE;
}

/* --- reading the command line -------------------------------------------- */

struct parsed {
    struct option long_options[MAX_OPTIONS];
    const char *names[MAX_OPTIONS];
    size_t option_count;
    struct cli_given given[MAX_GIVEN];
    size_t given_count;
};

static void add_options(struct parsed *parsed, const struct cli_option *options)
{
    for (; options && options->name && parsed->option_count + 1 < MAX_OPTIONS; options++) {
        size_t i = parsed->option_count++;
        parsed->names[i] = options->name;
        parsed->long_options[i] = (struct option){
            options->name, options->value ? required_argument : no_argument, NULL, (int)i + 256};
    }
    parsed->long_options[parsed->option_count] = (struct option){0};
}

/* "-1.5" is a longitude, not an option: hidden from getopt behind a blank. */
static void hide_negative_numbers(struct base_arena *arena, int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (argv[i][0] == '-' && ((argv[i][1] >= '0' && argv[i][1] <= '9') || argv[i][1] == '.')) {
            char *hidden = base_arena_printf(arena, " %s", argv[i]);
            argv[i] = hidden ? hidden : argv[i];
        }
}

static void show_negative_numbers(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (argv[i][0] == ' ' && argv[i][1] == '-')
            argv[i]++;
}

/* An option's value, as it was before it was hidden: --near -70.5,-33.4. */
static const char *shown(const char *value)
{
    return value && value[0] == ' ' && value[1] == '-' ? value + 1 : value;
}

static enum base_status parse_options(struct parsed *parsed, int argc, char **argv,
                                      struct base_error *err)
{
    int found;
    opterr = 0;
    optind = 1;
    while ((found = getopt_long(argc, argv, ":", parsed->long_options, NULL)) != -1) {
        const char *word = argv[optind - 1];
        if (found == ':')
            return base_fail(err, BASE_INVALID, "the option %.60s needs a value", word);
        if (found < 256)
            return base_fail(err, BASE_INVALID, "the option %.60s is not known", word);
        if (parsed->given_count == MAX_GIVEN)
            return base_fail(err, BASE_INVALID, "too many options");
        parsed->given[parsed->given_count++] =
            (struct cli_given){parsed->names[found - 256], optarg ? shown(optarg) : ""};
    }
    return BASE_OK;
}

static enum base_lang lang_of(const struct cli *cli)
{
    const char *wanted = cli_value(cli, "lang");
    const char *const sources[] = {wanted, getenv("LC_ALL"), getenv("LC_MESSAGES"), getenv("LANG")};
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        if (sources[i] && sources[i][0])
            return base_lang_parse(sources[i]);
    return BASE_ZH;
}

static const struct cli_command *find_command(const char *name)
{
    size_t count;
    const struct cli_command *commands = cli_commands(&count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static enum cli_exit check_arguments(struct cli *cli)
{
    struct base_error err;
    const struct cli_command *command = cli->command;
    if (cli->argument_count >= command->least &&
        (command->most < 0 || cli->argument_count <= command->most))
        return CLI_DONE;
    base_fail(&err, BASE_INVALID, "use: yutu %s [options] %s", command->name, command->usage);
    return cli_usage(cli, &err);
}

/* Failures of the command line itself answer in JSON too, so this is known
 * before the line is read. */
static bool has_word(int argc, char **argv, const char *word)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], word) == 0)
            return true;
    return false;
}

static enum base_status check_lang(const struct cli *cli, struct base_error *err)
{
    const char *lang = cli_value(cli, "lang");
    if (!lang || strncmp(lang, "zh", 2) == 0 || strncmp(lang, "en", 2) == 0)
        return BASE_OK;
    return base_fail(err, BASE_INVALID, "--lang must be zh or en, not %.40s", lang);
}

/* False where either does not exist. */
static bool is_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static enum base_status check_output(const struct cli *cli, const char *out, int inputs,
                                     struct base_error *err)
{
    for (int i = 0; out && i < inputs; i++)
        if (is_same_file(out, cli->arguments[i]))
            return base_fail(err, BASE_INVALID,
                             "%s is what is read; writing there would destroy it", out);
    return BASE_OK;
}

/* No output may fall on the record or on a file that is imported. */
static enum base_status protect_inputs(const struct cli *cli, struct base_error *err)
{
    const char *usage = cli->command->usage;
    size_t length = strlen(usage);
    int count = cli->argument_count;
    enum base_status status = check_output(cli, cli_value(cli, "geojson"), count, err);
    if (status == BASE_OK)
        status = check_output(cli, cli_value(cli, "report"), count, err);
    if (status == BASE_OK)
        status = check_output(cli, cli_value(cli, "out"), count, err);
    if (status == BASE_OK && length > 4 && strcmp(usage + length - 4, " OUT") == 0)
        status = check_output(cli, cli->arguments[count - 1], count - 1, err);
    return status;
}

static int run_command(struct cli *cli, int argc, char **argv)
{
    struct base_error err;
    struct parsed parsed = {0};
    add_options(&parsed, cli->command->options);
    add_options(&parsed, COMMON);
    hide_negative_numbers(cli->arena, argc, argv);
    enum base_status status = parse_options(&parsed, argc, argv, &err);
    show_negative_numbers(argc, argv);
    cli->given = parsed.given;
    cli->given_count = parsed.given_count;
    cli->lang = lang_of(cli);
    cli->json = cli->json || cli_flag(cli, "json");
    cli->quiet = cli_flag(cli, "quiet");
    if (status == BASE_OK)
        status = check_lang(cli, &err);
    if (status != BASE_OK)
        return cli_usage(cli, &err);
    if (cli_flag(cli, "help")) {
        cli_help_command(cli->command, cli->lang);
        return CLI_DONE;
    }
    cli->arguments = (const char *const *)argv + optind;
    cli->argument_count = argc - optind;
    enum cli_exit exit_code = check_arguments(cli);
    if (exit_code != CLI_DONE)
        return exit_code;
    if (protect_inputs(cli, &err) != BASE_OK)
        return cli_usage(cli, &err);
    cli->terminal = isatty(STDERR_FILENO) == 1;
    cli->bar = cli_bar_create(cli->terminal && !cli->quiet, cli_flag(cli, "progress-lines"),
                              cli->lang, &cli->progress);
    exit_code = cli->command->run(cli);
    cli_bar_free(cli->bar);
    return exit_code;
}

int cli_main(int argc, char **argv)
{
    struct base_error err;
    struct cli cli = {.program = argv[0]};
    cli.lang = lang_of(&cli);
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        cli_help(cli.lang);
        return argc < 2 ? CLI_WRONG_USE : CLI_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("yutu " YUTU_VERSION);
        return CLI_DONE;
    }
    cli.json = has_word(argc, argv, "--json");
    cli.command = find_command(argv[1]);
    if (!cli.command) {
        base_fail(&err, BASE_INVALID, "yutu has no command %.40s; yutu --help lists them", argv[1]);
        print_failure(&cli, &err);
        return CLI_WRONG_USE;
    }
    cli.arena = base_arena_create(0);
    if (!cli.arena)
        return CLI_FAILED;
    int exit_code = run_command(&cli, argc - 1, argv + 1);
    base_arena_free(cli.arena);
    return exit_code;
}

/* --- what commands share ------------------------------------------------- */

enum base_status cli_open(struct cli *cli, enum store_mode mode, struct store **out,
                          struct base_error *err)
{
    return store_open(cli->arguments[0], mode, out, err);
}

enum base_status cli_as_of(struct cli *cli, struct store *store, struct store_as_of *out,
                           struct base_error *err)
{
    const char *at = cli_value(cli, "at"), *known = cli_value(cli, "known");
    base_time_t moment;
    *out = (struct store_as_of){.at = store_today(store)};
    if (at && !base_date_parse(at, &out->at))
        return cli_misuse(
            cli, base_fail(err, BASE_INVALID, "--at must be a date, as 2026-11-24, not %.40s", at));
    if (!known)
        return BASE_OK;
    if (!base_time_parse(known, &moment))
        return cli_misuse(
            cli, base_fail(err, BASE_INVALID,
                           "--known must be a time, as 2026-11-24T08:00:00Z, not %.40s", known));
    enum base_status status = store_edition_known(store, moment, &out->known, err);
    if (status == BASE_OK && out->known == 0)
        out->known = -1; /* nothing was known then */
    return status;
}

const char *cli_actor(struct cli *cli)
{
    (void)cli;
    const struct passwd *user = getpwuid(getuid());
    return user ? user->pw_name : "unknown";
}
