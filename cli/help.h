/* cli/help.h - `--help`, made from the command and option tables. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/cli.h"

void cli_help(enum base_lang lang);
void cli_help_command(const struct cli_command *command, enum base_lang lang);

/* The options that every command knows. */
const struct cli_option *cli_common_options(void);

#endif
