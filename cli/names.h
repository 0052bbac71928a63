/* cli/names.h - what search and reverse share. */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

#include "cli/cli.h"
#include "names/reverse.h"
#include "server/view.h"

/* Opens the record's snapshot, renewing what is out of date, and the day asked
 * for. Close the view with server_view_close. */
BASE_MUST_CHECK
enum base_status cli_names_open(struct cli *cli, struct server_view **view, base_date_t *at,
                                struct base_error *err);

struct names_context cli_names_context(const struct server_view *view, base_date_t at);

#endif
