/* cli/bar.c - progress on stderr. */
#include "cli/bar.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/message.h"

#define WIDTH      30
#define REFRESH_US 100000

struct cli_bar {
    bool bar, lines, drawn;
    enum base_lang lang;
    int64_t last;
};

/* A signal handler can reach nothing else. */
static volatile sig_atomic_t stop_wanted;

static void want_stop(int signal_number)
{
    (void)signal_number;
    stop_wanted = 1;
}

static bool is_cancelled(void *context)
{
    (void)context;
    return stop_wanted != 0;
}

static void draw(struct cli_bar *bar, const char *stage, uint64_t done, uint64_t total)
{
    char cells[WIDTH * 3 + 1] = "";
    int filled = total ? (int)((double)done / (double)total * WIDTH) : 0;
    for (int i = 0; i < WIDTH; i++)
        strcat(cells, i < filled ? "━" : "─");
    fprintf(stderr, "\r\033[K%s %s ", base_message_format(stage, bar->lang), cells);
    if (total)
        fprintf(stderr, "%3d %%", (int)((double)done / (double)total * 100));
    else
        fprintf(stderr, "%llu", (unsigned long long)done);
    fflush(stderr);
    bar->drawn = true;
}

static void report(void *context, const char *stage, uint64_t done, uint64_t total)
{
    struct cli_bar *bar = context;
    int64_t now = base_time_ticks();
    if (!bar || (now - bar->last < REFRESH_US && done != total))
        return;
    bar->last = now;
    if (bar->lines)
        fprintf(stderr, "progress %s %llu %llu\n", stage, (unsigned long long)done,
                (unsigned long long)total);
    else if (bar->bar)
        draw(bar, stage, done, total);
}

struct cli_bar *cli_bar_create(bool show, bool lines, enum base_lang lang,
                               struct base_progress *progress)
{
    struct cli_bar *bar = calloc(1, sizeof *bar);
    if (bar)
        *bar = (struct cli_bar){.bar = show, .lines = lines, .lang = lang};
    struct sigaction action = {.sa_handler = want_stop};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    *progress = (struct base_progress){report, is_cancelled, bar};
    return bar;
}

void cli_bar_end(struct cli_bar *bar)
{
    if (!bar || !bar->drawn)
        return;
    fprintf(stderr, "\r\033[K");
    bar->drawn = false;
}

void cli_bar_free(struct cli_bar *bar)
{
    cli_bar_end(bar);
    free(bar);
}
