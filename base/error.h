/* base/error.h - the status every fallible function returns, and its message. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>
#include <stddef.h>

#define BASE_MUST_CHECK          __attribute__((warn_unused_result))
#define BASE_PRINTF(text, first) __attribute__((format(printf, text, first)))

enum base_status {
    BASE_OK = 0,
    BASE_INVALID,     /* the sender's input is wrong; the message says what, where, what to do */
    BASE_NOT_FOUND,   /* what was asked for does not exist */
    BASE_CONFLICT,    /* true on its own, but against what the record holds */
    BASE_FORBIDDEN,   /* the caller may not do this */
    BASE_UNAVAILABLE, /* a limit or a deadline was reached; may work later */
    BASE_NO_MEMORY,
    BASE_FAILED, /* our fault or the machine's; the text is logged, not sent */
};

enum base_lang { BASE_ZH = 0, BASE_EN };

#define BASE_MESSAGE_SIZE 512

/* One sentence in both languages, UTF-8, always terminated. */
struct base_error {
    enum base_status status;
    char message[BASE_MESSAGE_SIZE];    /* English */
    char message_zh[BASE_MESSAGE_SIZE]; /* Chinese; the English one where no translation exists */
};

/* Fills err (which may be NULL) and returns status, so that a function can end
 * with `return base_fail(err, BASE_INVALID, "row %d: …", row);`. The Chinese
 * text comes from the catalogue (base/message.h) by the English format. Too
 * long a sentence is cut at a character. */
enum base_status base_fail(struct base_error *err, enum base_status status, const char *english,
                           ...) BASE_PRINTF(3, 4);

/* The sentence in the wanted language. Borrowed from err. */
const char *base_error_text(const struct base_error *err, enum base_lang lang);

/* Puts "where: " before both sentences, as "divisions.shp: row 3: …". */
void base_error_prefix(struct base_error *err, const char *where);

#endif
