/* base/error.c - the status every fallible function returns, and its message. */
#include "base/error.h"

#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"

#define WHERE_SIZE 256

enum base_status base_fail(struct base_error *err, enum base_status status, const char *english,
                           ...)
{
    if (!err)
        return status;
    err->status = status;
    va_list args, again;
    va_start(args, english);
    va_copy(again, args);
    base_message_va(err->message, sizeof err->message, BASE_EN, english, args);
    base_message_va(err->message_zh, sizeof err->message_zh, BASE_ZH, english, again);
    va_end(again);
    va_end(args);
    return status;
}

const char *base_error_text(const struct base_error *err, enum base_lang lang)
{
    return lang == BASE_EN ? err->message : err->message_zh;
}

/* A long `where` is cut to WHERE_SIZE, so that the sentence itself stays. */
static void prefix(char message[BASE_MESSAGE_SIZE], const char *where)
{
    char start[WHERE_SIZE], old[BASE_MESSAGE_SIZE];
    if (snprintf(start, sizeof start, "%s", where) >= (int)sizeof start)
        base_text_cut(start);
    base_text_mend(start);
    memcpy(old, message, strlen(message) + 1);
    if (snprintf(message, BASE_MESSAGE_SIZE, "%s: %s", start, old) >= BASE_MESSAGE_SIZE)
        base_text_cut(message);
}

void base_error_prefix(struct base_error *err, const char *where)
{
    if (!err)
        return;
    prefix(err->message, where);
    prefix(err->message_zh, where);
}
