/* cli/cli.h - the frame of the `yutu` program: commands, options, exit codes. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "base/progress.h"
#include "store/store.h"
#include "store/version.h"

/* Exit codes of interface.md. */
enum cli_exit {
    CLI_DONE = 0,
    CLI_FAILED = 1,
    CLI_WRONG_USE = 2,
    CLI_BAD_INPUT = 3,
    CLI_FINDINGS = 4,
};

/* One option of a command; the table ends with name NULL. */
struct cli_option {
    const char *name;  /* without dashes */
    const char *value; /* what stands for its value in the help; NULL: a flag */
    const char *about; /* English; the catalogue has the Chinese */
    bool hidden;
};

struct cli;

struct cli_command {
    const char *name;
    const char *usage; /* "DATABASE FILE…" */
    const char *about;
    const struct cli_option *options; /* NULL: none of its own */
    int least, most;                  /* positional arguments; most -1: any number */
    enum cli_exit (*run)(struct cli *cli);
};

/* One run of the program. */
struct cli {
    const struct cli_command *command;
    const char *program; /* path of the program itself */
    enum base_lang lang;
    bool json, quiet, terminal; /* terminal: stderr is one, colour and bars allowed */
    bool wrong_use;             /* what failed is the command line: cli_misuse */
    struct base_arena *arena;   /* lives until the program ends */
    const char *const *arguments;
    int argument_count;
    const struct cli_given *given;
    size_t given_count;
    struct base_progress progress; /* shows a bar where one is wanted */
    struct cli_bar *bar;
};

struct cli_given {
    const char *name, *value;
};

/* All commands; *count tells how many. */
const struct cli_command *cli_commands(size_t *count);

/* Runs `yutu argv…` and returns the exit code. */
int cli_main(int argc, char **argv);

/* The option's value (the last one given), or NULL; "" for a flag that was given. */
const char *cli_value(const struct cli *cli, const char *name);
bool cli_flag(const struct cli *cli, const char *name);
/* The values of a repeatable option: writes up to limit, returns the total. */
size_t cli_values(const struct cli *cli, const char *name, const char **values, size_t limit);

/* Prints the failure (JSON on stdout with --json, else a sentence on stderr)
 * and returns its exit code. */
enum cli_exit cli_fail(struct cli *cli, const struct base_error *err);
/* Wrong use: the sentence, and a hint at --help. */
enum cli_exit cli_usage(struct cli *cli, const struct base_error *err);
/* Passes status on; BASE_INVALID means from now on that the command line is
 * wrong, so that cli_fail answers as cli_usage does. */
enum base_status cli_misuse(struct cli *cli, enum base_status status);
/* A sentence of the catalogue on stdout; nothing with --json or --quiet. */
void cli_say(struct cli *cli, const char *english, ...) BASE_PRINTF(2, 3);
/* Writes the buffer and a line end on stdout; CLI_FAILED when the writing failed. */
enum cli_exit cli_print(struct cli *cli, const struct base_buffer *text);

/* Opens the record named by the first argument. */
BASE_MUST_CHECK
enum base_status cli_open(struct cli *cli, enum store_mode mode, struct store **out,
                          struct base_error *err);

/* --at and --known; at defaults to the record's today, known to now. */
BASE_MUST_CHECK
enum base_status cli_as_of(struct cli *cli, struct store *store, struct store_as_of *out,
                           struct base_error *err);

/* Who runs the program, for editions and audit: the login name. */
const char *cli_actor(struct cli *cli);

/* The commands, one file each. */
enum cli_exit cli_init(struct cli *cli);
enum cli_exit cli_import(struct cli *cli);
enum cli_exit cli_editions(struct cli *cli);
enum cli_exit cli_revert(struct cli *cli);
enum cli_exit cli_export(struct cli *cli);
enum cli_exit cli_changes(struct cli *cli);
enum cli_exit cli_inspect(struct cli *cli);
enum cli_exit cli_repair(struct cli *cli);
enum cli_exit cli_search(struct cli *cli);
enum cli_exit cli_reverse(struct cli *cli);
enum cli_exit cli_standardize(struct cli *cli);
enum cli_exit cli_names(struct cli *cli);
enum cli_exit cli_coverage(struct cli *cli);
enum cli_exit cli_snapshot(struct cli *cli);
enum cli_exit cli_serve(struct cli *cli);
enum cli_exit cli_backup(struct cli *cli);
enum cli_exit cli_doctor(struct cli *cli);
enum cli_exit cli_key(struct cli *cli);

#endif
