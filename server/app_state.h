/* server/app_state.h - what the answering order asks of the app; internal to server/. */
#ifndef SERVER_APP_STATE_H
#define SERVER_APP_STATE_H

#include <stddef.h>
#include <stdint.h>

struct server_app;

/* A number no other request of this process has. */
uint64_t server_app_next_id(struct server_app *app);

/* Counts one answer for /metrics. */
void server_app_count(struct server_app *app, int status, size_t bytes, int64_t spent_us);

#endif
