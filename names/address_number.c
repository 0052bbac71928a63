/* names/address_number.c - numbers inside an address. */
#include "names/address_number.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define MOST 999999

static int digit_of(uint16_t c)
{
    static const uint16_t HAN[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,
                                   0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
    static const uint16_t BANK[] = {0x96F6, 0x58F9, 0x8D30, 0x53C1, 0x8086,
                                    0x4F0D, 0x9646, 0x67D2, 0x634C, 0x7396};
    if (names_address_is_digit(c))
        return c - '0';
    for (int i = 0; i < 10; i++)
        if (c == HAN[i] || c == BANK[i])
            return i;
    return c == 0x4E24 ? 2 : -1; /* 两 */
}

static int64_t unit_of(uint16_t c)
{
    switch (c) {
    case 0x5341: /* 十 */
    case 0x62FE: /* 拾 */
        return 10;
    case 0x767E: /* 百 */
    case 0x4F70: /* 佰 */
        return 100;
    case 0x5343: /* 千 */
    case 0x4EDF: /* 仟 */
        return 1000;
    case 0x4E07: /* 万 */
        return 10000;
    default:
        return 0;
    }
}

/* Digits one after another, or with units between (一万零一百一十一). */
static size_t read_value(const struct names_address_text *text, size_t at, int64_t *out, bool *han)
{
    int64_t total = 0, section = 0, digits = -1;
    size_t from = at;
    bool units = false;
    for (;; at++) {
        uint16_t c = names_address_at(text, at);
        int digit = digit_of(c);
        int64_t unit = unit_of(c);
        if ((digit < 0 && unit == 0) || total + section > MOST || digits > MOST)
            break;
        *han |= !names_address_is_digit(c);
        if (digit >= 0) {
            digits = units || digits < 0 ? digit : digits * 10 + digit;
            continue;
        }
        units = true;
        int64_t factor = digits > 0 ? digits : digits < 0 ? 1 : 0;
        if (unit == 10000) {
            total = (section + (digits > 0 ? digits : 0)) * unit;
            section = 0;
        } else {
            section += factor * unit;
        }
        digits = -1;
    }
    *out = total + section + (digits > 0 ? digits : 0);
    return *out > 0 && *out <= MOST ? at - from : 0;
}

/* 甲 to 癸, by which doors are told apart. */
static bool is_stem(uint16_t c)
{
    static const uint16_t STEMS[] = {0x7532, 0x4E59, 0x4E19, 0x4E01, 0x620A,
                                     0x5DF1, 0x5E9A, 0x8F9B, 0x58EC, 0x7678};
    for (size_t i = 0; i < sizeof STEMS / sizeof STEMS[0]; i++)
        if (STEMS[i] == c)
            return true;
    return false;
}

static bool is_dash(uint16_t c)
{
    return c == '-' || c == '_' || c == 0x4E4B || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
           c == 0x30FC;
}

static void add_suffix(struct names_address_number *out, uint16_t c)
{
    char bytes[4];
    uint32_t point = names_address_is_latin(c) ? c - 0x20u : c;
    size_t used = strlen(out->suffix), size = base_text_encode(point, bytes);
    if (used + size < STORE_NUMBER_SUFFIX)
        memcpy(out->suffix + used, bytes, size); /* the rest is zero */
}

/* 附2 behind the base or behind its 号. */
static size_t read_attached(const struct names_address_text *text, size_t at,
                            struct names_address_number *out)
{
    int64_t value;
    bool han = false;
    size_t size;
    if (names_address_at(text, at) != 0x9644 ||
        (size = read_value(text, at + 1, &value, &han)) == 0)
        return 0;
    size_t used = strlen(out->suffix);
    snprintf(out->suffix + used, STORE_NUMBER_SUFFIX - used, "附%d", (int)value);
    return size + 1;
}

static size_t read_pieces(const struct names_address_text *text, size_t at,
                          struct names_address_number *out)
{
    size_t from = at;
    for (int pieces = 0; is_dash(names_address_at(text, at)) && pieces < 2; pieces++) {
        size_t size = read_value(text, at + 1, &out->more[pieces], &out->is_han);
        if (size == 0)
            break;
        at += size + 1;
    }
    uint16_t c = names_address_at(text, at);
    bool letter =
        names_address_is_latin(c) && !names_address_is_latin(names_address_at(text, at + 1));
    if (is_stem(c) || (letter && c != 'f')) {
        add_suffix(out, c);
        at++;
    }
    at += read_attached(text, at, out);
    size_t sign = names_address_at(text, at) == 0x53F7; /* 101号附2号 */
    size_t attached = sign ? read_attached(text, at + 1, out) : 0;
    return at - from + (attached > 0 ? attached + 1 : 0);
}

size_t names_address_number(const struct names_address_text *text, size_t at,
                            struct names_address_number *out)
{
    struct names_address_number number = {0};
    size_t from = at;
    if (names_address_at(text, at) == 0x2116) /* № */
        at++;
    else if (names_address_word(text, at, "no") > 0)
        at += names_address_at(text, at + 2) == '.' ? 3 : 2;
    else if (names_address_at(text, at) == 0x7B2C) /* 第 */
        at++;
    size_t size = read_value(text, at, &number.base, &number.is_han);
    if (size == 0)
        return 0;
    at += size;
    at += read_pieces(text, at, &number);
    *out = number;
    return at - from;
}

struct store_house_number names_address_house(const struct names_address_number *number,
                                              enum store_number_kind kind)
{
    struct store_house_number house = {.base = number->base, .kind = kind};
    char *suffix = house.suffix;
    size_t used = 0;
    for (int i = 0; i < 2 && number->more[i] > 0; i++)
        used += (size_t)snprintf(suffix + used, STORE_NUMBER_SUFFIX - used, "-%d",
                                 (int)number->more[i]);
    size_t size = strlen(number->suffix);
    if (used + size < STORE_NUMBER_SUFFIX)
        memcpy(suffix + used, number->suffix, size + 1);
    return house;
}
