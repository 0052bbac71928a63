/* store/house_number.c - the number of a door as people write it. */
#include "store/house_number.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define MOST_BASE  999999
#define MOST_CHARS 24

static const char *const KINDS[STORE_NUMBER_KINDS] = {"door", "lane"};

const char *store_number_kind_name(enum store_number_kind kind)
{
    return KINDS[kind];
}

/* --- characters ------------------------------------------------------------- */

/* Full width to narrow, signs and forms that mean the same to one. */
static uint32_t fold(uint32_t c)
{
    static const struct {
        uint32_t from, to;
    } SAME[] = {
        {0x865F, 0x53F7}, /* 號 号 */
        {0x2014, '-'},    {0x2013, '-'},    {0x2012, '-'},    {0x2010, '-'},    {0x2212, '-'},
        {0x30FC, '-'},    {0x4E4B, '-'},    /* 之 */
        {'_', '-'},       {0x96F6, 0x3007}, /* 零 〇 */
        {0x25CB, 0x3007}, {0x58F9, 0x4E00}, {0x8D30, 0x4E8C}, {0x8CB3, 0x4E8C}, {0x53C1, 0x4E09},
        {0x53C3, 0x4E09}, {0x8086, 0x56DB}, {0x4F0D, 0x4E94}, {0x9646, 0x516D}, {0x9678, 0x516D},
        {0x67D2, 0x4E03}, {0x634C, 0x516B}, {0x7396, 0x4E5D}, {0x62FE, 0x5341}, {0x4F70, 0x767E},
        {0x4EDF, 0x5343}, {0x842C, 0x4E07}, {0x4E24, 0x4E8C}, {0x5169, 0x4E8C},
    };
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    if (c >= 'a' && c <= 'z')
        c -= 'a' - 'A';
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++)
        if (SAME[i].from == c)
            return SAME[i].to;
    return c;
}

static int digit_of(uint32_t c)
{
    static const uint32_t HAN[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                   0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    for (int i = 0; i < 10; i++)
        if (HAN[i] == c)
            return i;
    return -1;
}

static int64_t unit_of(uint32_t c)
{
    return c == 0x5341 ? 10 : c == 0x767E ? 100 : c == 0x5343 ? 1000 : c == 0x4E07 ? 10000 : 0;
}

/* 甲 to 癸, by which doors are told apart. */
static bool is_stem(uint32_t c)
{
    static const uint32_t STEMS[] = {0x7532, 0x4E59, 0x4E19, 0x4E01, 0x620A,
                                     0x5DF1, 0x5E9A, 0x8F9B, 0x58EC, 0x7678};
    for (size_t i = 0; i < sizeof STEMS / sizeof STEMS[0]; i++)
        if (STEMS[i] == c)
            return true;
    return false;
}

/* --- reading ------------------------------------------------------------------ */

struct reader {
    uint32_t chars[MOST_CHARS + 1]; /* folded, blanks dropped, 0 at the end */
    size_t count, at;
};

static bool take_chars(struct reader *r, const char *text)
{
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t c = fold(base_text_next(text, size, &at));
        if (c == ' ' || c == '\t' || c == 0x3000 || c == 0xA0)
            continue;
        if (r->count == MOST_CHARS)
            return false;
        r->chars[r->count++] = c;
    }
    return true;
}

static uint32_t peek(const struct reader *r)
{
    return r->chars[r->at];
}

static bool skip(struct reader *r, uint32_t c)
{
    bool is = peek(r) == c;
    r->at += is;
    return is;
}

/* Digits one after another (10111, 一〇一), or with units between (一万零一百一十一). */
static bool read_number(struct reader *r, int64_t *out)
{
    int64_t total = 0, section = 0, digits = -1;
    size_t start = r->at;
    bool units = false, units_ended = false;
    for (;; r->at++) {
        int digit = digit_of(peek(r));
        int64_t unit = unit_of(peek(r));
        if (digit < 0 && unit == 0)
            break;
        if (total + section > MOST_BASE || digits > MOST_BASE)
            return false;
        if (digit >= 0) {
            units_ended = units && digits > 0 && digit > 0; /* 一百二三 is no number */
            if (units_ended)
                return false;
            digits = units && digits >= 0 ? digit : (digits < 0 ? 0 : digits) * 10 + digit;
            continue;
        }
        units = true;
        if (unit == 10000) {
            total = (section + (digits > 0 ? digits : 0)) * unit;
            section = 0;
        } else {
            section += (digits > 0 ? digits : digits < 0 ? 1 : 0) * unit;
        }
        digits = -1;
    }
    *out = total + section + (digits > 0 ? digits : 0);
    return r->at > start && *out <= MOST_BASE;
}

static void add_char(char suffix[STORE_NUMBER_SUFFIX], uint32_t c)
{
    char bytes[4];
    size_t used = strlen(suffix), size = base_text_encode(c, bytes);
    if (used + size >= STORE_NUMBER_SUFFIX)
        return;
    memcpy(suffix + used, bytes, size);
    suffix[used + size] = '\0';
}

static bool add_number(struct reader *r, char suffix[STORE_NUMBER_SUFFIX], const char *before)
{
    int64_t value;
    size_t used = strlen(suffix);
    if (!read_number(r, &value) || value == 0)
        return false;
    int size =
        snprintf(suffix + used, STORE_NUMBER_SUFFIX - used, "%s%lld", before, (long long)value);
    return size > 0 && (size_t)size < STORE_NUMBER_SUFFIX - used;
}

/* One piece behind the base: "-1", "附2", "甲", "A". False: what stands there is none. */
static bool read_piece(struct reader *r, char suffix[STORE_NUMBER_SUFFIX])
{
    uint32_t c = peek(r);
    r->at++;
    if (c == '-')
        return add_number(r, suffix, "-");
    if (c == 0x9644) /* 附 */
        return add_number(r, suffix, "附");
    if (!is_stem(c) && !(c >= 'A' && c <= 'Z'))
        return false;
    add_char(suffix, c);
    return true;
}

static void skip_prefix(struct reader *r)
{
    if (peek(r) == 'N' && r->chars[1] == 'O') {
        r->at = 2;
        skip(r, '.');
    }
    skip(r, 0x7B2C); /* 第 */
}

/* 号, # or 弄, once, before or behind what tells doors apart. */
static bool read_end(struct reader *r, struct store_house_number *out)
{
    bool ended = false;
    for (int pieces = 0; peek(r); pieces++) {
        bool lane = peek(r) == 0x5F04;
        if (lane || peek(r) == 0x53F7 || peek(r) == '#') {
            if (ended)
                return false;
            ended = true;
            out->kind = lane ? STORE_NUMBER_LANE : STORE_NUMBER_DOOR;
            r->at++;
            /* 101号附2号 */
            if (peek(r) && peek(r) != 0x9644 && peek(r) != '-')
                return false;
            ended = peek(r) == 0;
            continue;
        }
        if (pieces > 4 || !read_piece(r, out->suffix))
            return false;
    }
    return true;
}

bool store_house_number_parse(const char *text, struct store_house_number *out)
{
    struct reader r = {0};
    struct store_house_number number = {0};
    if (!text || !take_chars(&r, text))
        return false;
    skip_prefix(&r);
    if (!read_number(&r, &number.base) || number.base == 0 || !read_end(&r, &number))
        return false;
    *out = number;
    return true;
}

const char *store_house_number_print(const struct store_house_number *number,
                                     char out[STORE_NUMBER_SIZE])
{
    static const char *const ENDS[STORE_NUMBER_KINDS] = {"号", "弄"};
    snprintf(out, STORE_NUMBER_SIZE, "%lld%s%s", (long long)number->base, number->suffix,
             ENDS[number->kind]);
    return out;
}
