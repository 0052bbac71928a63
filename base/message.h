/* base/message.h - the catalogue of user-facing sentences.
 *
 * Code carries the English format; FOLDER/messages_zh.inc of every folder
 * carries the Chinese one, as `{"English", "中文"},` lines with the same
 * conversions in the same order. */
#ifndef BASE_MESSAGE_H
#define BASE_MESSAGE_H

#include <stddef.h>

#include "base/error.h"

/* The format to use for lang: the Chinese one of the catalogue, or the English
 * format itself when lang is BASE_EN or no translation exists. Never NULL. */
const char *base_message_format(const char *english, enum base_lang lang);

/* Formats the sentence into out (size bytes, terminated, cut at a character).
 * Always UTF-8: malformed bytes among the arguments become question marks. */
void base_message(char *out, size_t size, enum base_lang lang, const char *english, ...)
    BASE_PRINTF(4, 5);
void base_message_va(char *out, size_t size, enum base_lang lang, const char *english, va_list args)
    BASE_PRINTF(4, 0);

/* Walks the catalogue, for the test that compares conversions. Returns false
 * past the end. */
int base_message_entry(size_t index, const char **english, const char **chinese);

/* The language named by text: "zh", "zh-CN", "en", an Accept-Language list or a
 * locale such as "zh_CN.UTF-8". Chinese when text is NULL or names neither. */
enum base_lang base_lang_parse(const char *text);

#endif
