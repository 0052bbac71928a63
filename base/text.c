/* base/text.c - UTF-8 text. */
#include "base/text.h"

#include <string.h>

/* Length of the sequence that the lead byte announces; 0 for none. */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 0;
}

/* Decodes one sequence; returns its length or 0 when malformed. */
static size_t decode(const unsigned char *p, size_t left, uint32_t *code_point)
{
    static const uint32_t SMALLEST[] = {0, 0, 0x80, 0x800, 0x10000};
    static const unsigned char LEAD_MASK[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t length = sequence_length(p[0]);
    if (length == 0 || length > left)
        return 0;
    uint32_t value = p[0] & LEAD_MASK[length];
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (p[i] & 0x3FU);
    }
    if (value < SMALLEST[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code_point = value;
    return length;
}

bool base_text_valid(const char *text, size_t size)
{
    for (size_t at = 0; at < size;) {
        uint32_t code_point;
        size_t length = decode((const unsigned char *)text + at, size - at, &code_point);
        if (length == 0 || code_point == 0)
            return false;
        at += length;
    }
    return true;
}

uint32_t base_text_next(const char *text, size_t size, size_t *at)
{
    uint32_t code_point;
    size_t length = decode((const unsigned char *)text + *at, size - *at, &code_point);
    *at += length ? length : 1;
    return length ? code_point : 0xFFFD;
}

size_t base_text_encode(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char LEAD[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(LEAD[length] | c);
    return length;
}

size_t base_text_length(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t at = 0; at < size; count++)
        base_text_next(text, size, &at);
    return count;
}

void base_text_cut(char *text)
{
    size_t size = strlen(text);
    size_t start = size;
    while (start > 0 && size - start < 4 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    size_t lead = start - 1;
    if (sequence_length((unsigned char)text[lead]) > size - lead)
        text[lead] = '\0';
}

void base_text_mend(char *text)
{
    size_t size = strlen(text), to = 0;
    bool in_run = false;
    for (size_t at = 0; at < size;) {
        uint32_t code_point;
        size_t length = decode((const unsigned char *)text + at, size - at, &code_point);
        if (length)
            memmove(text + to, text + at, length);
        else if (!in_run)
            text[to] = '?';
        to += length ? length : !in_run;
        in_run = length == 0;
        at += length ? length : 1;
    }
    text[to] = '\0';
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0x3000 || c == 0xA0 || c == 0xFEFF;
}

void base_text_trim(char *text)
{
    size_t size = strlen(text), from = 0, to = 0;
    for (size_t at = 0; at < size;) {
        size_t start = at;
        if (is_blank(base_text_next(text, size, &at)))
            continue;
        if (to == 0)
            from = start;
        to = at;
    }
    memmove(text, text + from, to - from);
    text[to - from] = '\0';
}

bool base_text_is_blank(const char *text)
{
    size_t size = strlen(text), at = 0;
    while (at < size)
        if (!is_blank(base_text_next(text, size, &at)))
            return false;
    return true;
}

bool base_text_is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x323AF) || (c >= 0xF900 && c <= 0xFAFF) || c == 0x3007;
}

size_t base_text_columns(const char *text)
{
    size_t count = 0;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        count += (*at & 0xC0) == 0x80 ? 0 : *at >= 0xE3 ? 2 : 1; /* from U+3000 on */
    return count;
}
