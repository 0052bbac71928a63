/* base/log.c - what happened, one line an event. */
#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/json.h"
#include "base/number.h"
#include "base/text.h"

#define TEXT_LIMIT 4096

struct base_log {
    FILE *stream;
    enum base_log_level level;
    enum base_log_form form;
    pthread_mutex_t lock; /* of the stream: a line is never torn */
};

static const char *const LEVELS[] = {"error", "warn", "info", "debug"};

struct base_log *base_log_create(FILE *stream, enum base_log_level level, enum base_log_form form)
{
    struct base_log *log = malloc(sizeof *log);
    if (!log)
        return NULL;
    *log = (struct base_log){.stream = stream, .level = level, .form = form};
    if (pthread_mutex_init(&log->lock, NULL) != 0) {
        free(log);
        return NULL;
    }
    return log;
}

void base_log_free(struct base_log *log)
{
    if (!log)
        return;
    pthread_mutex_destroy(&log->lock);
    free(log);
}

bool base_log_wants(const struct base_log *log, enum base_log_level level)
{
    return log && level <= log->level;
}

/* As JSON writes it, without the quotes. */
static void append_escaped(struct base_buffer *out, const char *text)
{
    struct base_buffer quoted BASE_BUFFER_AUTO = {0};
    struct base_json json;
    base_json_init(&json, &quoted);
    base_json_string(&json, text);
    if (quoted.size >= 2)
        base_buffer_append(out, quoted.data + 1, quoted.size - 2);
}

/* True for text that reads well without quotes. */
static bool is_plain(const char *text)
{
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p <= ' ' || *p == '"' || *p == '=' || *p == '\\' || *p == 0x7F)
            return false;
    return text[0] != '\0' && base_text_valid(text, strlen(text));
}

/* A message stays readable: only what would break the line is escaped. */
static void append_message(struct base_buffer *out, const char *text)
{
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            base_buffer_printf(out, "\\x%02x", (unsigned)*p);
        else
            base_buffer_byte(out, (unsigned char)*p);
}

static void append_text_field(struct base_buffer *out, const struct base_log_field *field)
{
    char number[BASE_NUMBER_SIZE];
    base_buffer_printf(out, " %s=", field->name);
    if (!field->text) {
        base_buffer_append(out, number, base_number_print(field->number, number));
    } else if (is_plain(field->text)) {
        base_buffer_text(out, field->text);
    } else {
        base_buffer_byte(out, '"');
        append_escaped(out, field->text);
        base_buffer_byte(out, '"');
    }
}

static void compose_text(struct base_buffer *out, const char *time, enum base_log_level level,
                         const char *event, const struct base_log_field *fields, size_t count)
{
    base_buffer_printf(out, "%s %-5s ", time, LEVELS[level]);
    append_message(out, event);
    for (size_t i = 0; i < count; i++)
        append_text_field(out, &fields[i]);
}

static void compose_json(struct base_buffer *out, const char *time, enum base_log_level level,
                         const char *event, const struct base_log_field *fields, size_t count)
{
    struct base_json json;
    base_json_init(&json, out);
    base_json_object_begin(&json);
    base_json_key_string(&json, "time", time);
    base_json_key_string(&json, "level", LEVELS[level]);
    base_json_key_string(&json, "event", event);
    for (size_t i = 0; i < count; i++)
        if (fields[i].text)
            base_json_key_string(&json, fields[i].name, fields[i].text);
        else
            base_json_key_number(&json, fields[i].name, fields[i].number);
    base_json_object_end(&json);
}

void base_log_event(struct base_log *log, enum base_log_level level, const char *event,
                    const struct base_log_field *fields, size_t count)
{
    if (!base_log_wants(log, level))
        return;
    char time[BASE_TIME_SIZE];
    struct base_buffer line BASE_BUFFER_AUTO = {0};
    base_time_print(base_time_now(), time);
    if (log->form == BASE_LOG_JSON)
        compose_json(&line, time, level, event, fields, count);
    else
        compose_text(&line, time, level, event, fields, count);
    base_buffer_byte(&line, '\n');
    if (line.failed)
        return; /* no memory for a line: nothing sensible is left to do */
    pthread_mutex_lock(&log->lock);
    (void)fwrite(line.data, 1, line.size, log->stream);
    (void)fflush(log->stream);
    pthread_mutex_unlock(&log->lock);
}

void base_log_printf(struct base_log *log, enum base_log_level level, const char *format, ...)
{
    if (!base_log_wants(log, level))
        return;
    char text[TEXT_LIMIT];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length < 0)
        return;
    if (length >= (int)sizeof text)
        base_text_cut(text);
    base_log_event(log, level, text, NULL, 0);
}

bool base_log_level_parse(const char *text, enum base_log_level *out)
{
    for (size_t i = 0; i < sizeof LEVELS / sizeof LEVELS[0]; i++)
        if (strcmp(text, LEVELS[i]) == 0) {
            *out = (enum base_log_level)i;
            return true;
        }
    return false;
}
