/* cli/help.c - `--help`, made from the command and option tables. */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "base/message.h"

void cli_help(enum base_lang lang)
{
    size_t count;
    const struct cli_command *commands = cli_commands(&count);
    printf("%s\n\n  yutu COMMAND [options] DATABASE …\n\n",
           base_message_format("Yutu 舆图: place names and administrative boundaries of a city",
                               lang));
    for (size_t i = 0; i < count; i++)
        printf("  %-10s %s\n", commands[i].name, base_message_format(commands[i].about, lang));
    printf("\n%s\n", base_message_format("yutu COMMAND --help tells more", lang));
    printf("%s\n",
           base_message_format("Exit codes: 0 done, 1 failed, 2 wrong use, 3 bad input (nothing "
                               "changed), 4 findings at or above --fail-on",
                               lang));
}

static void print_options(const struct cli_option *options, enum base_lang lang)
{
    for (; options && options->name; options++) {
        char left[64];
        if (options->hidden)
            continue;
        snprintf(left, sizeof left, "--%s%s%s", options->name, options->value ? " " : "",
                 options->value ? options->value : "");
        printf("  %-28s %s\n", left, base_message_format(options->about, lang));
    }
}

void cli_help_command(const struct cli_command *command, enum base_lang lang)
{
    printf("%s\n\n  yutu %s [options] %s\n\n", base_message_format(command->about, lang),
           command->name, command->usage);
    print_options(command->options, lang);
    print_options(cli_common_options(), lang);
}
