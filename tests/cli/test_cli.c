/* tests/cli/test_cli.c - reading the command line, and what every command shares. */
#include "cli/cli.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/json_read.h"
#include "base/message.h"
#include "tests/support/scratch.h"

#define MOST 12

struct shell {
    char folder[SCRATCH_SIZE], record[SCRATCH_SIZE + 32], out[SCRATCH_SIZE + 32];
};

static struct shell shell;

static int setup(void **state)
{
    (void)state;
    scratch_make(shell.folder);
    snprintf(shell.record, sizeof shell.record, "%s/record.sqlite", shell.folder);
    snprintf(shell.out, sizeof shell.out, "%s/out", shell.folder);
    return store_create(shell.record, NULL) == BASE_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    scratch_remove(shell.folder);
    return 0;
}

/* Sends a stream into a file; returns what gives it back. */
static int divert(FILE *stream, int number, const char *path)
{
    fflush(stream);
    int kept = dup(number), file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(kept >= 0 && file >= 0);
    dup2(file, number);
    close(file);
    return kept;
}

static void restore(FILE *stream, int number, int kept)
{
    fflush(stream);
    dup2(kept, number);
    close(kept);
}

/* Runs `yutu line…`; words are split at blanks, RECORD stands for the record.
 * Returns the exit code, what was printed on stdout in *out. */
static int run(const char *line, struct base_buffer *out)
{
    char copy[1024], program[] = "yutu", *words[MOST + 1] = {program}, *rest = NULL;
    int count = 1;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        assert_true(count < MOST);
        words[count++] = strcmp(word, "RECORD") == 0 ? shell.record : word;
    }
    int kept_out = divert(stdout, STDOUT_FILENO, shell.out);
    int kept_err = divert(stderr, STDERR_FILENO, "/dev/null");
    int code = cli_main(count, words);
    restore(stdout, STDOUT_FILENO, kept_out);
    restore(stderr, STDERR_FILENO, kept_err);
    base_buffer_clear(out);
    assert_int_equal(base_file_read(shell.out, 0, out, NULL), BASE_OK);
    return code;
}

static void assert_code(const char *line, int expected)
{
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    int code = run(line, &out);
    if (code != expected)
        fail_msg("yutu %s: %d", line, code);
}

static void exit_codes_tell_whose_fault_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int code;
    } cases[] = {
        {"--help", CLI_DONE},
        {"--version", CLI_DONE},
        {"search --help", CLI_DONE},
        {"", CLI_WRONG_USE},
        {"nonsense", CLI_WRONG_USE},
        {"search", CLI_WRONG_USE},
        {"search RECORD", CLI_WRONG_USE},
        {"search RECORD a b", CLI_WRONG_USE},
        {"search RECORD a --no-such-option", CLI_WRONG_USE},
        {"search RECORD a --limit", CLI_WRONG_USE},
        {"search RECORD a --lang fr", CLI_WRONG_USE},
        {"search RECORD a", CLI_DONE},
        {"search RECORD -- --limit", CLI_DONE},
        {"search RECORD.absent a", CLI_BAD_INPUT},
        {"init RECORD", CLI_BAD_INPUT},
        {"reverse RECORD -70.5 -33.4", CLI_DONE},
        {"editions RECORD", CLI_DONE},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_code(cases[i].line, cases[i].code);
}

static void numbers_below_zero_are_values_and_no_options(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "search RECORD a --near -70.5,-33.4",       "search RECORD a --near=-70.5,-33.4",
        "search RECORD a --bbox -10,-10,10,10",     "search RECORD -5",
        "search RECORD a --near -.5,-.4 --limit 1", "reverse RECORD -.5 -.5",
    };
    for (size_t i = 0; i < COUNT(lines); i++)
        assert_code(lines[i], CLI_DONE);
}

static void json_is_one_document_and_nothing_else(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "editions RECORD --json",        "doctor RECORD --json",
        "reverse RECORD 125 43 --json",  "search RECORD a --json --no-such-option",
        "search RECORD --json",          "nonsense --json",
        "editions /no/such/file --json",
    };
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct base_buffer out BASE_BUFFER_AUTO = {0};
        struct base_error err = {.message = ""};
        json_t *root = NULL;
        int code = run(lines[i], &out);
        if (base_json_parse(out.data ? out.data : "", out.size, 0, &root, &err) != BASE_OK)
            fail_msg("yutu %s: %s", lines[i], err.message);
        const json_t *error = json_object_get(root, "error");
        assert_int_equal(error != NULL, code != CLI_DONE);
        if (error) {
            assert_true(json_string_length(json_object_get(error, "title")) > 0);
            assert_true(json_string_length(json_object_get(error, "detail")) > 0);
            assert_true(json_is_array(json_object_get(error, "errors")));
        }
        json_decref(root);
    }
}

static void quiet_prints_nothing(void **state)
{
    (void)state;
    struct base_buffer out BASE_BUFFER_AUTO = {0};
    char line[sizeof shell.folder + 40];
    snprintf(line, sizeof line, "init %s/quiet.sqlite --quiet", shell.folder);
    assert_int_equal(run(line, &out), CLI_DONE);
    assert_int_equal(out.size, 0);
}

static void the_last_value_counts_and_repeated_ones_are_kept(void **state)
{
    (void)state;
    const struct cli_given given[] = {{"map", "a=b"}, {"limit", "1"}, {"map", "c=d"}, {"json", ""}};
    struct cli cli = {.given = given, .given_count = COUNT(given)};
    const char *values[1] = {NULL};
    assert_string_equal(cli_value(&cli, "map"), "c=d");
    assert_null(cli_value(&cli, "near"));
    assert_true(cli_flag(&cli, "json"));
    assert_false(cli_flag(&cli, "quiet"));
    assert_int_equal(cli_values(&cli, "map", values, 1), 2);
    assert_string_equal(values[0], "a=b");
}

static void the_table_of_commands_is_consistent(void **state)
{
    (void)state;
    size_t count;
    const struct cli_command *commands = cli_commands(&count);
    assert_true(count >= 14);
    for (size_t i = 0; i < count; i++) {
        assert_true(commands[i].run &&
                    (commands[i].most < 0 || commands[i].least <= commands[i].most));
        assert_string_not_equal(base_message_format(commands[i].about, BASE_ZH), commands[i].about);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(commands[i].name, commands[j].name);
        for (const struct cli_option *o = commands[i].options; o && o->name; o++) {
            assert_string_not_equal(base_message_format(o->about, BASE_ZH), o->about);
            for (const struct cli_option *p = commands[i].options; p < o; p++)
                assert_string_not_equal(p->name, o->name);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exit_codes_tell_whose_fault_it_is),
        cmocka_unit_test(numbers_below_zero_are_values_and_no_options),
        cmocka_unit_test(json_is_one_document_and_nothing_else),
        cmocka_unit_test(quiet_prints_nothing),
        cmocka_unit_test(the_last_value_counts_and_repeated_ones_are_kept),
        cmocka_unit_test(the_table_of_commands_is_consistent),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
