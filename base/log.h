/* base/log.h - what happened, one line an event.
 *
 * Only server/ and cli/ log; whatever lies below returns a base_error. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

enum base_log_level { BASE_LOG_ERROR = 0, BASE_LOG_WARN, BASE_LOG_INFO, BASE_LOG_DEBUG };
enum base_log_form { BASE_LOG_TEXT = 0, BASE_LOG_JSON };

struct base_log;

/* A log that writes levels up to level to stream, which is borrowed. Every
 * function here may be called from any thread, and a NULL log swallows all.
 * NULL when there is no memory. */
struct base_log *base_log_create(FILE *stream, enum base_log_level level, enum base_log_form form);
void base_log_free(struct base_log *log);

/* True when a line of that level would be written. */
bool base_log_wants(const struct base_log *log, enum base_log_level level);

/* A value that belongs to an event: text, or the number when text is NULL. */
struct base_log_field {
    const char *name, *text;
    double number;
};

/* One line: time, level, event, fields.
 *   2026-11-24T03:04:05.678Z info  request method=GET path="/a b" status=200
 *   {"time":"…","level":"info","event":"request","method":"GET",…}
 * Control characters are escaped in both forms, so that a sender's text never
 * starts a line of its own. */
void base_log_event(struct base_log *log, enum base_log_level level, const char *event,
                    const struct base_log_field *fields, size_t count);

/* An event without fields, cut at 4095 bytes. */
void base_log_printf(struct base_log *log, enum base_log_level level, const char *format, ...)
    BASE_PRINTF(3, 4);

/* "error", "warn", "info" or "debug"; false (out untouched) for anything else. */
bool base_log_level_parse(const char *text, enum base_log_level *out);

#endif
