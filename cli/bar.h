/* cli/bar.h - progress on stderr: a bar on a terminal, lines for a parent program. */
#ifndef CLI_BAR_H
#define CLI_BAR_H

#include <stdbool.h>

#include "base/error.h"
#include "base/progress.h"

struct cli_bar;

/* Fills progress, whose cancelled() turns true after SIGINT or SIGTERM. Neither
 * bar nor lines: reports go nowhere. NULL without memory: progress still works. */
struct cli_bar *cli_bar_create(bool bar, bool lines, enum base_lang lang,
                               struct base_progress *progress);
/* Clears the bar's line, so that a message can be printed. NULL is fine. */
void cli_bar_end(struct cli_bar *bar);
void cli_bar_free(struct cli_bar *bar);

#endif
