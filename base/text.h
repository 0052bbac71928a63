/* base/text.h - UTF-8 text. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when the bytes are well-formed UTF-8 (no surrogates, no over-long
 * forms, no zero byte). */
bool base_text_valid(const char *text, size_t size);

/* Decodes the code point at text[*at] (*at < size) and moves *at past it. A
 * malformed byte gives U+FFFD and moves by one. */
uint32_t base_text_next(const char *text, size_t size, size_t *at);

/* Writes the code point as UTF-8 (1..4 bytes) and returns how many; not terminated. */
size_t base_text_encode(uint32_t code_point, char out[4]);

/* Number of code points. */
size_t base_text_length(const char *text, size_t size);

/* How many columns of a terminal the text takes: two for a Chinese character. */
size_t base_text_columns(const char *text);

/* Removes an incomplete character at the end of a text that was cut. */
void base_text_cut(char *text);

/* Makes any bytes well-formed, in place: each run of malformed ones becomes one
 * question mark. */
void base_text_mend(char *text);

/* Removes blanks (ASCII and U+3000, U+00A0, U+FEFF) from both ends, in place. */
void base_text_trim(char *text);

/* True when trimming would leave nothing. */
bool base_text_is_blank(const char *text);

/* True for letters a reader sees as Han: the unified blocks and extensions. */
bool base_text_is_han(uint32_t code_point);

#endif
