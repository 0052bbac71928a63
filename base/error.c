/* base/error.c - the status every fallible function returns, and its message. */
#include "base/error.h"

#include <stdio.h>
#include <string.h>

#include "base/message.h"
#include "base/text.h"

enum base_status base_fail(struct base_error *err, enum base_status status, const char *format, ...)
{
    if (!err)
        return status;
    err->status = status;
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    base_message_va(err->message, sizeof err->message, BASE_EN, format, args);
    base_message_va(err->message_zh, sizeof err->message_zh, BASE_ZH, format, again);
    va_end(again);
    va_end(args);
    return status;
}

const char *base_error_text(const struct base_error *err, enum base_lang lang)
{
    return lang == BASE_EN ? err->message : err->message_zh;
}

static void prefix(char *message, const char *where)
{
    char whole[BASE_MESSAGE_SIZE];
    int length = snprintf(whole, sizeof whole, "%.200s: %.300s", where, message);
    if (length >= (int)sizeof whole)
        base_text_cut(whole);
    memcpy(message, whole, sizeof whole);
}

void base_error_prefix(struct base_error *err, const char *where)
{
    if (!err)
        return;
    prefix(err->message, where);
    prefix(err->message_zh, where);
}
