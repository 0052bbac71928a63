/* store/house_number.h - the number of a door (门牌号) as people write it. */
#ifndef STORE_HOUSE_NUMBER_H
#define STORE_HOUSE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

enum store_number_kind {
    STORE_NUMBER_DOOR, /* 号 */
    STORE_NUMBER_LANE, /* 弄 */
    STORE_NUMBER_KINDS,
};
const char *store_number_kind_name(enum store_number_kind kind); /* "door" */

#define STORE_NUMBER_SUFFIX 24
#define STORE_NUMBER_SIZE   48

struct store_house_number {
    int64_t base;                     /* 1 to 999 999 */
    char suffix[STORE_NUMBER_SUFFIX]; /* "-1", "附2", "甲", "甲-1", "A"; "" for none */
    enum store_number_kind kind;
};

/* Reads "10111号", "１０１１１號", "一万零一百一十一号", "101-1", "101之1", "101附2号",
 * "101号附2", "101甲", "No.12", "12#", "14弄": width, traditional forms and Chinese
 * numerals folded. False (out untouched) for anything else, such as "5号楼", an empty
 * text or a number of 0 or above 999 999. */
bool store_house_number_parse(const char *text, struct store_house_number *out);

/* One spelling for all that mean the same: "101-1号". Returns out. */
const char *store_house_number_print(const struct store_house_number *number,
                                     char out[STORE_NUMBER_SIZE]);

/* 单号 or 双号, by the base. */
static inline bool store_house_number_is_odd(const struct store_house_number *number)
{
    return number->base % 2 != 0;
}

#endif
