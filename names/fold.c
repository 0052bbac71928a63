/* names/fold.c - one spelling for what people write in several ways. */
#include "names/fold.h"

#include <opencc/opencc.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Han blocks that hold characters of names in print. */
static const struct {
    uint32_t first, last;
} BLOCKS[] = {{0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xF900, 0xFAFF}};

static void add_pair(opencc_t converter, uint32_t from, struct base_buffer *out)
{
    char text[8];
    size_t at = 0, length = base_text_encode(from, text);
    char *simple = opencc_convert_utf8(converter, text, length);
    if (!simple)
        return;
    struct names_fold_pair pair = {from, base_text_next(simple, strlen(simple), &at)};
    if (pair.to != from)
        base_buffer_append(out, &pair, sizeof pair);
    opencc_convert_utf8_free(simple);
}

enum base_status names_fold_build(struct base_buffer *out, struct base_error *err)
{
    opencc_t converter = opencc_open("t2s.json");
    if (converter == (opencc_t)-1)
        return base_fail(err, BASE_FAILED,
                         "OpenCC's t2s tables are missing; install libopencc-data");
    for (size_t i = 0; i < sizeof BLOCKS / sizeof BLOCKS[0]; i++)
        for (uint32_t c = BLOCKS[i].first; c <= BLOCKS[i].last; c++)
            add_pair(converter, c, out);
    opencc_close(converter);
    return base_buffer_check(out, err);
}

static uint32_t simplify(const struct names_fold *fold, uint32_t c)
{
    size_t low = 0, high = fold->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fold->pairs[middle].from < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < fold->count && fold->pairs[low].from == c ? fold->pairs[low].to : c;
}

/* Latin letters with pinyin tone marks → the bare letter; ü in all tones → v. */
static uint32_t strip_tone(uint32_t c)
{
    static const struct {
        uint32_t marked;
        char bare;
    } TONES[] = {
        {0x101, 'a'}, {0xE1, 'a'},  {0x1CE, 'a'}, {0xE0, 'a'},  {0x103, 'a'},  {0x113, 'e'},
        {0xE9, 'e'},  {0x11B, 'e'}, {0xE8, 'e'},  {0x115, 'e'}, {0xEA, 'e'},   {0x12B, 'i'},
        {0xED, 'i'},  {0x1D0, 'i'}, {0xEC, 'i'},  {0x12D, 'i'}, {0x14D, 'o'},  {0xF3, 'o'},
        {0x1D2, 'o'}, {0xF2, 'o'},  {0x14F, 'o'}, {0x16B, 'u'}, {0xFA, 'u'},   {0x1D4, 'u'},
        {0xF9, 'u'},  {0x16D, 'u'}, {0x1D6, 'v'}, {0x1D8, 'v'}, {0x1DA, 'v'},  {0x1DC, 'v'},
        {0xFC, 'v'},  {0x144, 'n'}, {0x148, 'n'}, {0x1F9, 'n'}, {0x1E3F, 'm'}, {0x16D, 'u'},
    };
    for (size_t i = 0; i < sizeof TONES / sizeof TONES[0]; i++)
        if (TONES[i].marked == c)
            return (uint32_t)TONES[i].bare;
    return c;
}

/* Capital letters with tone marks stand one or 0x20 before the small. */
static uint32_t lower(uint32_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c + 0x20;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7)
        return c + 0x20;
    if ((c >= 0x139 && c <= 0x148) ||
        (c >= 0x179 && c <= 0x17E)) /* here the odd ones are capitals */
        return c % 2 ? c + 1 : c;
    if (c >= 0x100 && c <= 0x177 && c % 2 == 0)
        return c + 1;
    if ((c >= 0x1CD && c <= 0x1DB && c % 2 == 1))
        return c + 1;
    return c;
}

static uint32_t narrow(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFF01 + 0x21;
    if (c == 0x25CB || c == 0x96F6) /* ○ and 零 as people write 〇 */
        return 0x3007;
    return c == 0x3000 ? ' ' : c;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || base_text_is_han(c) ||
           (c > 0x17F && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3001 && c <= 0x303F) &&
            c != 0x30FB && c != 0xFEFF && c != 0xFFFD && c < 0xE000);
}

/* Arabic digits are written as Han ones, so that 2道区 meets 二道区. */
static uint32_t han_digit(uint32_t c)
{
    static const uint32_t DIGITS[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    return DIGITS[c - '0'];
}

static void add(struct names_folded *out, uint32_t c)
{
    if (c >= '0' && c <= '9') {
        out->has_digit = true;
        c = han_digit(c);
    } else if (base_text_is_han(c))
        out->has_han = true;
    else if (c >= 'a' && c <= 'z')
        out->has_latin = true;
    if (out->count < NAMES_FOLD_MOST)
        out->text[out->count++] = c;
}

/* A combining tone mark behind its letter is dropped; ü may come as u + ¨. */
static bool combine(struct names_folded *out, uint32_t c)
{
    if (c < 0x300 || c > 0x36F)
        return false;
    if (c == 0x308 && out->count > 0 && out->text[out->count - 1] == 'u')
        out->text[out->count - 1] = 'v';
    return true;
}

void names_fold_text(const struct names_fold *fold, const char *text, size_t size,
                     struct names_folded *out)
{
    out->count = 0;
    out->has_han = out->has_latin = out->has_digit = false;
    for (size_t at = 0; at < size;) {
        uint32_t c = base_text_next(text, size, &at);
        if (combine(out, c))
            continue;
        c = strip_tone(lower(narrow(c)));
        if (base_text_is_han(c))
            c = simplify(fold, c);
        if (is_letter(c))
            add(out, c);
    }
}

void names_fold_write(const struct names_folded *folded, size_t from, size_t to,
                      struct base_buffer *out)
{
    char bytes[4];
    for (size_t i = from; i < to; i++)
        base_buffer_append(out, bytes, base_text_encode(folded->text[i], bytes));
}
