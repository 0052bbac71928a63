/* report/html.h - a page of HTML that stands alone and prints on A4.
 *
 * Styles are inline; there is no script and nothing is fetched. Writers append
 * to a buffer that the caller checks once, at the end. */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/error.h"

struct report_page {
    struct base_buffer *out;
    enum base_lang lang;
};

/* Text with the five characters that mean something in HTML as entities, without
 * control characters, malformed UTF-8 as U+FFFD. NULL is empty. */
void report_html_text(struct base_buffer *out, const char *text);

/* The page's language, escaped. english is a format of the catalogue. */
void report_html_say(struct report_page *page, const char *english, ...) BASE_PRINTF(2, 3);
/* The same as <tag>…</tag>; of class_name unless that is NULL. */
void report_html_element(struct report_page *page, const char *tag, const char *class_name,
                         const char *english, ...) BASE_PRINTF(4, 5);
/* A word of the catalogue in the page's language; borrowed. */
const char *report_html_word(const struct report_page *page, const char *english);

/* Everything before and after the body's content. */
void report_html_begin(struct report_page *page, const char *title);
void report_html_end(struct report_page *page);

/* <table>, its head, and the end. columns are words of the catalogue; those that
 * begin with '#' hold numbers (the sign is not shown). */
void report_html_table_begin(struct report_page *page, const char *const *columns, size_t count);
void report_html_table_end(struct report_page *page);

/* Cells. A number that is NAN is a dash; thousands are grouped. */
void report_html_cell(struct report_page *page, const char *text);
void report_html_cell_number(struct report_page *page, double value, int digits);
void report_html_cell_count(struct report_page *page, int64_t count);

/* A line of a list of facts: a word of the catalogue, and its value. */
void report_html_fact(struct report_page *page, const char *english, const char *value);

/* BASE_INVALID for a path that ends in .pdf. */
BASE_MUST_CHECK
enum base_status report_path_check(const char *path, struct base_error *err);

/* Writes the page to path, whole or not at all. */
BASE_MUST_CHECK
enum base_status report_html_save(const struct report_page *page, const char *path,
                                  struct base_error *err);

#endif
