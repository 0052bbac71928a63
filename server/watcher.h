/* server/watcher.h - keeps the view up to date with the record.
 *
 * One thread with its own connection looks at the record's data version once a
 * second; after a commit it rebuilds the sections whose tables changed, in the
 * background, and swaps the view. */
#ifndef SERVER_WATCHER_H
#define SERVER_WATCHER_H

#include "base/error.h"
#include "server/app.h"

struct server_watcher;

BASE_MUST_CHECK
enum base_status server_watcher_start(struct server_app *app, struct server_watcher **out,
                                      struct base_error *err);
void server_watcher_stop(struct server_watcher *watcher); /* NULL is fine */

#endif
